//! The bytes are those that another's decoder reads as the instruction that was meant.
#![allow(clippy::unwrap_used)]

use iced_x86::{Decoder, DecoderOptions, Formatter, IntelFormatter};

use super::*;

fn disassemble(bytes: &[u8]) -> String {
    let mut decoder = Decoder::with_ip(64, bytes, 0, DecoderOptions::NONE);
    let mut formatter = IntelFormatter::new();
    let mut text = String::new();
    let instruction = decoder.decode();
    formatter.format(&instruction, &mut text);
    assert!(!instruction.is_invalid(), "{bytes:x?}");
    assert_eq!(instruction.len(), bytes.len(), "{text}: {bytes:x?}");
    text
}

const MULTIPLY: [Form; 3] = [
    form(Map::M0F, Prefix::PF2, false, 0x59),
    form(Map::M0F, Prefix::P66, false, 0x59),
    form(Map::M0F, Prefix::P66, true, 0x59),
];

#[test]
fn registers_of_all_numbers() {
    for (target, multiply) in [Target::Scalar, Target::Avx2, Target::Avx512]
        .into_iter()
        .zip(MULTIPLY)
    {
        let (mnemonic, letter) = match target {
            Target::Scalar => ("vmulsd", 'x'),
            Target::Avx2 => ("vmulpd", 'y'),
            Target::Avx512 => ("vmulpd", 'z'),
        };
        let count = target.registers() as u8;
        for place in 0..u32::from(count).pow(3) {
            let digit = |power: u32| (place / u32::from(count).pow(power)) as u8 % count;
            let (to, a, b) = (digit(0), digit(1), digit(2));
            let mut assembler = Assembler::new(target, 16);
            assembler.vector(multiply, to, a, Operand::Register(b));
            let expected = format!("{mnemonic} {letter}mm{to},{letter}mm{a},{letter}mm{b}");
            assert_eq!(disassemble(&assembler.bytes), expected);
        }
    }
}

#[test]
fn operands_in_memory() {
    for offset in [0i32, 8, 64, 72, -64, 127 * 64, 128 * 64, 1 << 20, 4] {
        let sign = if offset < 0 { '-' } else { '+' };
        let hexadecimal = match offset {
            0 => String::new(),
            ..10 if offset > 0 => format!("+{offset}"),
            _ => {
                let digits = format!("{:X}", offset.unsigned_abs());
                let zero = if digits.starts_with(char::is_alphabetic) {
                    "0"
                } else {
                    ""
                };
                format!("{sign}{zero}{digits}h")
            }
        };
        let read = |target, form, operand| {
            let mut assembler = Assembler::new(target, 16);
            assembler.vector(form, 9, 10, operand);
            disassemble(&assembler.bytes)
        };
        let [one, four, eight] = MULTIPLY;
        let memory = Operand::Memory(General::Scratch, offset);
        assert_eq!(
            read(Target::Scalar, one, memory),
            format!("vmulsd xmm9,xmm10,[rcx{hexadecimal}]")
        );
        assert_eq!(
            read(Target::Avx2, four, memory),
            format!("vmulpd ymm9,ymm10,[rcx{hexadecimal}]")
        );
        assert_eq!(
            read(Target::Avx512, eight, memory),
            format!("vmulpd zmm9,zmm10,[rcx{hexadecimal}]")
        );
        let broadcast = Operand::Broadcast(General::Pool, offset);
        assert_eq!(
            read(Target::Avx512, eight, broadcast),
            format!("vmulpd zmm9,zmm10,[rdx{hexadecimal}]{{1to8}}")
        );
        let mut assembler = Assembler::new(Target::Avx512, 16);
        assembler.vector(
            form(Map::M0F38, Prefix::P66, true, 0x19),
            17,
            0,
            Operand::Single(General::Pool, offset),
        );
        assert_eq!(
            disassemble(&assembler.bytes),
            format!("vbroadcastsd zmm17,[rdx{hexadecimal}]")
        );
    }
    for (target, multiply, expected) in [
        (Target::Scalar, MULTIPLY[0], "vmulsd xmm9,xmm10,[rax+r8]"),
        (Target::Avx2, MULTIPLY[1], "vmulpd ymm9,ymm10,[rax+r8]"),
        (Target::Avx512, MULTIPLY[2], "vmulpd zmm9,zmm10,[rax+r8]"),
    ] {
        let mut assembler = Assembler::new(target, 16);
        assembler.vector(multiply, 9, 10, Operand::Point);
        assert_eq!(disassemble(&assembler.bytes), expected);
    }
}

#[test]
fn masks_and_blends() {
    let check = |expected: &str, work: &dyn Fn(&mut Assembler)| {
        let mut assembler = Assembler::new(Target::Avx512, 16);
        work(&mut assembler);
        assert_eq!(disassemble(&assembler.bytes), expected);
    };
    let registers = Operand::Register(30);
    let blend = form(Map::M0F38, Prefix::P66, true, 0x65);
    check("vblendmpd zmm17{k3},zmm4,zmm30", &|a| {
        a.masked(blend, 17, 4, registers, 3)
    });
    let compare = form(Map::M0F, Prefix::P66, true, 0xC2);
    check("vcmpltpd k5,zmm20,zmm30", &|a| {
        a.vector(compare, 5, 20, registers);
        a.raw(&[1]);
    });
    let test = form(Map::M0F38, Prefix::P66, true, 0x27);
    check("vptestmq k5,zmm20,zmm30", &|a| {
        a.vector(test, 5, 20, registers)
    });
    let shift = form(Map::M0F, Prefix::P66, true, 0x73);
    check("vpsllq zmm20,zmm30,34h", &|a| {
        a.vector(shift, 6, 20, registers);
        a.raw(&[52]);
    });
    let scale = form(Map::M0F38, Prefix::P66, true, 0x2C);
    check("vscalefpd zmm1,zmm2,zmm30", &|a| {
        a.vector(scale, 1, 2, registers)
    });
    let round = form(Map::M0F3A, Prefix::P66, true, 0x09);
    check("vrndscalepd zmm1,zmm30,9", &|a| {
        a.vector(round, 1, 0, registers);
        a.raw(&[9]);
    });
    let to_mask = form(Map::M0F38, Prefix::PF3, true, 0x39);
    check("vpmovq2m k1,zmm30", &|a| a.vector(to_mask, 1, 0, registers));
    let from_mask = form(Map::M0F38, Prefix::PF3, true, 0x38);
    check("vpmovm2q zmm30,k1", &|a| {
        a.vector(from_mask, 30, 0, Operand::Register(1))
    });
    let both = form(Map::M0F, Prefix::P66, false, 0x41);
    check("kandb k1,k2,k3", &|a| {
        a.short(both, 1, 2, Operand::Register(3), true)
    });
    let store = form(Map::M0F, Prefix::P66, false, 0x91);
    let slot = Operand::Memory(General::Scratch, 64);
    check("kmovb [rcx+40h],k1", &|a| a.short(store, 1, 0, slot, false));
    let orthogonal = form(Map::M0F, Prefix::P66, false, 0x98);
    check("kortestb k1,k1", &|a| {
        a.short(orthogonal, 1, 0, Operand::Register(1), false)
    });
}

#[test]
fn general_registers_and_jumps() {
    let check = |expected: &str, work: &dyn Fn(&mut Assembler)| {
        let mut assembler = Assembler::new(Target::Avx2, 16);
        work(&mut assembler);
        assert_eq!(disassemble(&assembler.bytes), expected);
    };
    check("mov rax,[rdi+18h]", &|a| a.column(General::Inputs, 3));
    check("mov rax,[rsi+320h]", &|a| a.column(General::Outputs, 100));
    check("add r8,40h", &|a| a.advance(64));
    check("prefetcht0 [rax+r8]", &|a| a.prefetch_column(false));
    check("prefetchw [rax+r8]", &|a| a.prefetch_column(true));
    check("prefetcht1 [1007h]", &|a| a.prefetch_code(4096));
}

/// All instructions of some bytes.
fn listing(bytes: &[u8]) -> Vec<String> {
    let mut formatter = IntelFormatter::new();
    let decoder = Decoder::with_ip(64, bytes, 0, DecoderOptions::NONE);
    let instructions = decoder.into_iter().map(|instruction| {
        let mut text = String::new();
        formatter.format(&instruction, &mut text);
        text
    });
    instructions.collect()
}

#[test]
fn calls_keep_the_general_registers() {
    let mut assembler = Assembler::new(Target::Avx512, 64);
    assembler.call(0x40, -0x80, [0x1234_5678_9ABC, 0x7FFF_0000_1111]);
    let found = listing(&assembler.bytes);
    let expected = [
        "push rdi",
        "push rsi",
        "push rcx",
        "push rdx",
        "push r8",
        "push r9",
        "push rax",
        "lea rsi,[rcx+40h]",
        "lea rdx,[rcx-80h]",
        "mov rdi,123456789ABCh",
        "mov rax,7FFF00001111h",
        "vzeroupper",
        "call rax",
        "pop rax",
        "pop r9",
        "pop r8",
        "pop rdx",
        "pop rcx",
        "pop rsi",
        "pop rdi",
    ];
    assert_eq!(found, expected);
}
