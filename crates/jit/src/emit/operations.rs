//! The machine instructions of each operation.

use super::{Emitter, NONE, first, forms, narrow};
use crate::encode::{Form, General, Map, Operand, Prefix, Target, form};
use crate::program::{Instruction, Kind, Value};

impl Emitter<'_> {
    pub(super) fn compute(&mut self, instruction: &Instruction) -> u8 {
        use Kind::*;
        match instruction.kind {
            Sqrt | Round | ToMask | FromMask | Not => self.unary(instruction),
            ShiftLeft | ShiftRight => self.shift(instruction),
            MulAdd | MulSub | NegMulAdd => self.fused(instruction),
            Select => self.select(instruction),
            _ => self.binary(instruction),
        }
    }

    fn unary(&mut self, instruction: &Instruction) -> u8 {
        let a = first(instruction);
        let source = self.in_register(a);
        self.release(instruction);
        let to_mask = self.target == Target::Avx512 && instruction.kind.is_mask();
        let register = self.allocate(to_mask);
        let operand = Operand::Register(source);
        let scalar = self.target == Target::Scalar;
        // The first source of a scalar instruction gives the lanes that nobody looks at.
        let other = if scalar { source } else { 0 };
        match instruction.kind {
            Kind::Sqrt => self
                .asm
                .vector(self.arithmetic(0x51), register, other, operand),
            Kind::Round => {
                let opcode = if scalar { 0x0B } else { 0x09 };
                let wide = self.target == Target::Avx512;
                let round = form(Map::M0F3A, Prefix::P66, wide, opcode);
                self.asm.vector(round, register, other, operand);
                self.asm.raw(&[instruction.detail | 8]);
            }
            Kind::ToMask => self.asm.vector(forms::TO_MASK, register, 0, operand),
            Kind::FromMask => self.asm.vector(forms::FROM_MASK, register, 0, operand),
            _ => {
                let not = form(Map::M0F, Prefix::P66, false, 0x44);
                self.asm.short(not, register, 0, operand, false);
            }
        }
        register
    }

    fn shift(&mut self, instruction: &Instruction) -> u8 {
        let source = self.in_register(first(instruction));
        self.release(instruction);
        let register = self.allocate(false);
        let extension = if instruction.kind == Kind::ShiftLeft {
            6
        } else {
            2
        };
        let shift = self.fit(forms::SHIFT);
        self.asm
            .vector(shift, extension, register, Operand::Register(source));
        self.asm.raw(&[instruction.detail]);
        register
    }

    /// A form of the widest registers as the target has it.
    fn fit(&self, wide: Form) -> Form {
        if self.target == Target::Avx512 {
            wide
        } else {
            narrow(wide)
        }
    }

    /// An instruction on doubles.
    fn arithmetic(&self, opcode: u8) -> Form {
        match self.target {
            Target::Scalar => form(Map::M0F, Prefix::PF2, false, opcode),
            _ => self.fit(forms::packed(opcode)),
        }
    }

    fn binary(&mut self, instruction: &Instruction) -> u8 {
        let kind = instruction.kind;
        let [mut a, mut b, _] = instruction.arguments;
        if kind.is_commutative() && !self.is_in_register(a) && self.is_in_register(b) {
            std::mem::swap(&mut a, &mut b);
        }
        let (form, whole) = self.binary_form(kind);
        let left = self.in_register(a);
        let is_mask_operation =
            self.target == Target::Avx512 && matches!(kind, Kind::Both | Kind::Either);
        let right = match a == b || is_mask_operation {
            true => Operand::Register(self.in_register(b)),
            false => self.operand(b, whole),
        };
        self.release(instruction);
        let to_mask = self.target == Target::Avx512 && kind.is_mask();
        let register = self.allocate(to_mask);
        if is_mask_operation {
            self.asm.short(form, register, left, right, true);
        } else {
            self.asm.vector(form, register, left, right);
        }
        if kind == Kind::Compare {
            self.asm.raw(&[instruction.detail]);
        }
        register
    }

    /// The form, and whether it reads all of a register.
    fn binary_form(&self, kind: Kind) -> (Form, bool) {
        let bits = |opcode| (self.fit(forms::packed(opcode)), true);
        let masks = self.target == Target::Avx512;
        match kind {
            Kind::Add => (self.arithmetic(0x58), false),
            Kind::Mul => (self.arithmetic(0x59), false),
            Kind::Sub => (self.arithmetic(0x5C), false),
            Kind::Min => (self.arithmetic(0x5D), false),
            Kind::Div => (self.arithmetic(0x5E), false),
            Kind::Max => (self.arithmetic(0x5F), false),
            Kind::Compare => (self.arithmetic(0xC2), false),
            Kind::Both if masks => (form(Map::M0F, Prefix::P66, false, 0x41), true),
            Kind::Either if masks => (form(Map::M0F, Prefix::P66, false, 0x45), true),
            Kind::And | Kind::Both => bits(0xDB),
            Kind::Or | Kind::Either => bits(0xEB),
            Kind::AddBits => bits(0xD4),
            Kind::SubBits => bits(0xFB),
            Kind::Scale => (forms::SCALE, false),
            Kind::Test => (forms::TEST, true),
            _ => bits(0xEF),
        }
    }

    fn select(&mut self, instruction: &Instruction) -> u8 {
        let [mask, yes, no] = instruction.arguments;
        let mask = self.in_register(mask);
        let no = self.in_register(no);
        let yes = match self.target {
            Target::Avx512 => self.operand(yes, true),
            _ => Operand::Register(self.in_register(yes)),
        };
        self.release(instruction);
        let register = self.allocate(false);
        if self.target == Target::Avx512 {
            self.asm.masked(forms::BLEND, register, no, yes, mask);
        } else {
            self.asm.vector(forms::BLEND_BY_SIGN, register, no, yes);
            self.asm.raw(&[mask << 4]);
        }
        register
    }

    /// Three forms there are: the result replaces the addend (231) or a factor (213).
    fn fused(&mut self, instruction: &Instruction) -> u8 {
        let [mut a, mut b, c] = instruction.arguments;
        let (replace_factor, replace_addend) = match instruction.kind {
            Kind::MulAdd => (0xA8, 0xB8),
            Kind::MulSub => (0xAA, 0xBA),
            _ => (0xAC, 0xBC),
        };
        let consumed = |emitter: &Self, value: Value| {
            let only = [a, b, c].iter().filter(|v| **v == value).count() == 1;
            only && emitter.is_in_register(value) && emitter.dies(value)
        };
        let (a_dies, b_dies) = (consumed(self, a), consumed(self, b));
        if !consumed(self, c) && (a_dies || b_dies) {
            let (target, other) = if a_dies { (a, b) } else { (b, a) };
            let register = self.in_register(target);
            let other = self.in_register(other);
            let addend = self.operand(c, false);
            self.asm
                .vector(self.fused_form(replace_factor), register, other, addend);
            self.release(instruction);
            return register;
        }
        let in_place = consumed(self, c);
        if !self.is_in_register(a) && self.is_in_register(b) {
            std::mem::swap(&mut a, &mut b);
        }
        let left = self.in_register(a);
        let right = match a == b {
            true => Operand::Register(left),
            false if !in_place && !self.is_in_register(c) => {
                // Its address would be lost when the addend is loaded.
                Operand::Register(self.in_register(b))
            }
            false => self.operand(b, false),
        };
        let register = match in_place {
            true => self.register.at(c),
            false => self.copy_of(c),
        };
        self.asm
            .vector(self.fused_form(replace_addend), register, left, right);
        self.release(instruction);
        register
    }

    /// A register of its own with the value of another, which is loaded once if it is used again.
    fn copy_of(&mut self, value: Value) -> u8 {
        let source = match self.is_worth_a_register(value) {
            true => self.in_register(value),
            false => self.register.at(value),
        };
        let register = self.allocate(false);
        if source == NONE {
            self.load(register, value, false);
        } else {
            let copy = self.fit(forms::COPY);
            self.asm
                .vector(copy, register, 0, Operand::Register(source));
        }
        register
    }

    fn fused_form(&self, opcode: u8) -> Form {
        let one = u8::from(self.target == Target::Scalar);
        form(Map::M0F38, Prefix::P66, true, opcode + one)
    }

    /// Adds a value to a sum in memory.
    pub(super) fn accumulate(&mut self, instruction: &Instruction) {
        let [value, place, _] = instruction.arguments;
        let offset = place as usize * self.target.lanes() * 8;
        let memory = Operand::Memory(General::Outputs, offset as i32);
        let source = self.in_register(value);
        let register = self.allocate(false);
        self.asm
            .vector(self.arithmetic(0x58), register, source, memory);
        self.asm.vector(self.store(), register, 0, memory);
        self.release(instruction);
    }

    /// Ends the loop, at this block, where a mask is set.
    pub(super) fn leave(&mut self, instruction: &Instruction) {
        let mask = self.in_register(first(instruction));
        self.release(instruction);
        let operand = Operand::Register(mask);
        match self.target {
            Target::Avx512 => self.asm.short(forms::TEST_MASK, mask, 0, operand, false),
            target => {
                let all = target == Target::Avx2;
                self.asm.short(forms::SIGNS, 0, 0, operand, all);
                // `test eax, eax`, or the lowest bit.
                self.asm
                    .raw(if all { &[0x85, 0xC0] } else { &[0xA8, 0x01] });
            }
        }
        self.asm.raw(&[0x0F, 0x85]);
        self.exits.push(self.asm.bytes.len());
        self.asm.raw(&[0; 4]);
    }
}
