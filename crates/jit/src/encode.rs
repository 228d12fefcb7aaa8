//! The instructions that are needed, as bytes: VEX and EVEX forms of vectors of doubles (Intel 64
//! and IA-32 Architectures Software Developer's Manual, volume 2, sections 2.3 and 2.7).

/// Registers and instructions of a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// One lane, with the instructions of AVX2 and FMA.
    Scalar,
    /// Four lanes.
    Avx2,
    /// Eight lanes (AVX-512 F, VL, DQ).
    Avx512,
}

impl Target {
    /// How many numbers a register holds.
    pub fn lanes(self) -> usize {
        match self {
            Self::Scalar => 1,
            Self::Avx2 => 4,
            Self::Avx512 => 8,
        }
    }

    /// How many vector registers there are.
    pub fn registers(self) -> usize {
        if self == Self::Avx512 { 32 } else { 16 }
    }
}

/// General registers, by what they hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum General {
    /// `rax`: the address of a column.
    Column = 0,
    /// `rcx`: spilled values.
    Scratch = 1,
    /// `rdx`: constants.
    Pool = 2,
    /// `rsi`: the addresses of the output columns.
    Outputs = 6,
    /// `rdi`: the addresses of the input columns.
    Inputs = 7,
}

/// The second source of an instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operand {
    /// A register.
    Register(u8),
    /// As many numbers as a register holds, at an address and an offset in bytes.
    Memory(General, i32),
    /// The numbers of the points at hand: at the address in `rax` and the offset in `r8`.
    Point,
    /// One number for all lanes.
    Broadcast(General, i32),
    /// One number for an instruction that asks for no more.
    Single(General, i32),
}

/// The first bytes of an opcode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Map {
    /// 0F
    M0F = 1,
    /// 0F 38
    M0F38 = 2,
    /// 0F 3A
    M0F3A = 3,
}

/// The mandatory prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Prefix {
    /// None.
    None = 0,
    /// 66
    P66 = 1,
    /// F3
    PF3 = 2,
    /// F2
    PF2 = 3,
}

/// An instruction without its operands.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// The map of the opcode.
    pub map: Map,
    /// Its prefix.
    pub prefix: Prefix,
    /// Its bit W.
    pub wide: bool,
    /// Its byte.
    pub opcode: u8,
}

/// Shorthand for a form.
pub const fn form(map: Map, prefix: Prefix, wide: bool, opcode: u8) -> Form {
    Form {
        map,
        prefix,
        wide,
        opcode,
    }
}

/// Bytes of code in the making.
#[derive(Clone, Debug)]
pub struct Assembler {
    /// The code so far.
    pub bytes: Vec<u8>,
    target: Target,
}

/// What the bits of a prefix say about the registers of an instruction.
#[derive(Clone, Copy)]
struct Fields {
    register: u8,
    other: u8,
    mask: u8,
}

/// The bytes of one instruction, the first the lowest.
#[derive(Clone, Copy, Default)]
struct Bytes {
    bytes: u128,
    count: u32,
}

impl Bytes {
    fn push(&mut self, byte: u8) {
        self.bytes |= u128::from(byte) << (8 * self.count);
        self.count += 1;
    }

    fn push4(&mut self, bytes: [u8; 4]) {
        self.bytes |= u128::from(u32::from_le_bytes(bytes)) << (8 * self.count);
        self.count += 4;
    }

    /// The bytes ModRM, SIB and displacement; short displacements are multiples of 2^`unit`.
    fn address(&mut self, register: u8, operand: Operand, unit: u32) {
        let register = (register & 7) << 3;
        match operand {
            Operand::Register(r) => self.push(0xC0 | register | r & 7),
            Operand::Point => {
                self.push(register | 4); // [rax + r8]
                self.push(0);
            }
            Operand::Memory(base, offset)
            | Operand::Broadcast(base, offset)
            | Operand::Single(base, offset) => {
                self.displaced(register, base, offset, unit);
            }
        }
    }

    fn displaced(&mut self, register: u8, base: General, offset: i32, unit: u32) {
        let short = i8::try_from(offset >> unit).ok();
        match short.filter(|_| offset >> unit << unit == offset) {
            Some(short) => {
                self.push(0x40 | register | base as u8);
                self.push(short as u8);
            }
            None => {
                self.push(0x80 | register | base as u8);
                self.push4(offset.to_le_bytes());
            }
        }
    }
}

impl Assembler {
    /// No code yet.
    pub fn new(target: Target, size: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(size),
            target,
        }
    }

    /// Appends bytes.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// A vector instruction: `register` is the destination (or what is stored), `other` the first
    /// source (0 where there is none).
    pub fn vector(&mut self, form: Form, register: u8, other: u8, operand: Operand) {
        self.masked(form, register, other, operand, 0);
    }

    /// As [`Assembler::vector`], under a mask register.
    pub fn masked(&mut self, form: Form, register: u8, other: u8, operand: Operand, mask: u8) {
        let fields = Fields {
            register,
            other,
            mask,
        };
        match self.target {
            Target::Avx512 => self.evex(form, fields, operand),
            Target::Avx2 => self.vex(form, fields, operand, true),
            Target::Scalar => self.vex(form, fields, operand, false),
        }
    }

    /// A VEX instruction on mask registers or in memory, of length L.
    pub fn short(&mut self, form: Form, register: u8, other: u8, operand: Operand, long: bool) {
        let fields = Fields {
            register,
            other,
            mask: 0,
        };
        self.vex(form, fields, operand, long);
    }

    fn evex(&mut self, form: Form, fields: Fields, operand: Operand) {
        let mut code = Bytes::default();
        let Fields {
            register,
            other,
            mask,
        } = fields;
        // Bits that extend register numbers are stored inverted.
        let (low, high) = match operand {
            Operand::Register(r) => (r >> 3 & 1, r >> 4 & 1),
            Operand::Point => (0, 1), // The index is r8.
            _ => (0, 0),
        };
        let r = !(register >> 3) & 1;
        let r_high = !(register >> 4) & 1;
        let first = r << 7 | (high ^ 1) << 6 | (low ^ 1) << 5 | r_high << 4 | form.map as u8;
        let second = u8::from(form.wide) << 7 | (!other & 15) << 3 | 4 | form.prefix as u8;
        let broadcast = u8::from(matches!(operand, Operand::Broadcast(..)));
        let third = 2 << 5 | broadcast << 4 | (!(other >> 4) & 1) << 3 | mask;
        code.push4([0x62, first, second, third]);
        code.push(form.opcode);
        let unit = match operand {
            Operand::Broadcast(..) | Operand::Single(..) => 3,
            _ => 6,
        };
        code.address(register, operand, unit);
        self.append(code);
    }

    fn vex(&mut self, form: Form, fields: Fields, operand: Operand, long: bool) {
        let Fields {
            register, other, ..
        } = fields;
        let (base, index) = match operand {
            Operand::Register(r) => (r >> 3 & 1, 0),
            Operand::Point => (0, 1),
            _ => (0, 0),
        };
        let r = !(register >> 3) & 1;
        let last = (!other & 15) << 3 | u8::from(long) << 2 | form.prefix as u8;
        let mut code = Bytes::default();
        if form.map == Map::M0F && base == 0 && index == 0 && !form.wide {
            code.push(0xC5);
            code.push(r << 7 | last);
            code.push(form.opcode);
        } else {
            let first = r << 7 | (index ^ 1) << 6 | (base ^ 1) << 5 | form.map as u8;
            code.push4([0xC4, first, u8::from(form.wide) << 7 | last, form.opcode]);
        }
        code.address(register, operand, 0);
        self.append(code);
    }

    /// `mov rax, [table + 8·place]`: the address of a column.
    pub fn column(&mut self, table: General, place: i32) {
        let mut code = Bytes::default();
        code.push(0x48);
        code.push(0x8B);
        let register = (General::Column as u8) << 3;
        code.displaced(register, table, place.saturating_mul(8), 0);
        self.append(code);
    }

    /// All bytes of an instruction at once: those that it has not are cut off again.
    fn append(&mut self, code: Bytes) {
        let end = self.bytes.len() + code.count as usize;
        self.bytes.extend_from_slice(&code.bytes.to_le_bytes());
        self.bytes.truncate(end);
    }

    /// `add r8, bytes`.
    pub fn advance(&mut self, bytes: u8) {
        self.raw(&[0x49, 0x83, 0xC0, bytes]);
    }

    /// `prefetcht1 [rip + distance]`: code to the second cache.
    pub fn prefetch_code(&mut self, distance: i32) {
        self.raw(&[0x0F, 0x18, 0x15]);
        self.raw(&distance.to_le_bytes());
    }

    /// `prefetcht0 [rax + r8]`, or `prefetchw` where it will be written.
    pub fn prefetch_column(&mut self, is_written: bool) {
        let [opcode, extension] = if is_written {
            [0x0D, 0x0C]
        } else {
            [0x18, 0x0C]
        };
        self.raw(&[0x42, 0x0F, opcode, extension, 0x00]);
    }

    /// `cmp r8, r9` and a jump to `top` while it is below.
    pub fn repeat(&mut self, top: usize) {
        self.raw(&[0x4D, 0x39, 0xC8, 0x0F, 0x82]);
        let distance = top as i64 - (self.bytes.len() as i64 + 4);
        self.raw(&(distance as i32).to_le_bytes());
    }

    /// Calls a function with an address, two places in scratch memory, and keeps the general
    /// registers. `addresses` are of what is handed over first, and of the function.
    pub fn call(&mut self, arguments: i32, results: i32, addresses: [u64; 2]) {
        let [first, function] = addresses;
        // push rdi, rsi, rcx, rdx, r8, r9, and one more: the stack is aligned to 16 bytes then.
        self.raw(&[0x57, 0x56, 0x51, 0x52, 0x41, 0x50, 0x41, 0x51, 0x50]);
        // lea rsi, [rcx + arguments]; lea rdx, [rcx + results]
        self.raw(&[0x48, 0x8D, 0xB1]);
        self.raw(&arguments.to_le_bytes());
        self.raw(&[0x48, 0x8D, 0x91]);
        self.raw(&results.to_le_bytes());
        // mov rdi, first; mov rax, function
        self.raw(&[0x48, 0xBF]);
        self.raw(&first.to_le_bytes());
        self.raw(&[0x48, 0xB8]);
        self.raw(&function.to_le_bytes());
        // vzeroupper; call rax
        self.raw(&[0xC5, 0xF8, 0x77, 0xFF, 0xD0]);
        // pop rax, r9, r8, rdx, rcx, rsi, rdi
        self.raw(&[0x58, 0x41, 0x59, 0x41, 0x58, 0x5A, 0x59, 0x5E, 0x5F]);
    }

    /// `mov rax, r8; vzeroupper; ret`.
    pub fn finish(&mut self) {
        self.raw(&[0x4C, 0x89, 0xC0, 0xC5, 0xF8, 0x77, 0xC3]);
    }
}

#[cfg(test)]
#[path = "encode_tests.rs"]
mod tests;
