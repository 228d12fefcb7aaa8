//! From a program to bytes, in one pass: registers are given to values as they are computed, and
//! taken from the value whose next use is the furthest (Belady 1966; Poletto and Sarkar 1999).

mod ahead;
mod calls;
mod file;
mod operations;

use crate::callout::Descriptor;
use crate::encode::{Assembler, Form, General, Map, Operand, Prefix, Target, form};
use crate::order::Layout;
use crate::program::{Instruction, Kind, NEVER, Program, Uses, Value};
use file::File;
use partials_numeric::code::table::Table;

/// No register.
const NONE: u8 = u8::MAX;
/// No value.
const EMPTY: u32 = u32::MAX;
/// A value in memory whose next use is nearer than this is loaded if a register is free.
const NEAR: u32 = 64;
/// One whose next use is nearer than this is loaded in any case.
const NEXT: u32 = 8;

/// Where a value is, beside a register.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Home {
    #[default]
    Nowhere,
    Input(u32),
    Constant(u32),
    Slot(u32),
    Output(u32),
    /// A result of a call.
    Frame(u32),
}

/// Machine code, and what it needs.
pub struct Emitted {
    /// The code.
    pub bytes: Vec<u8>,
    /// How many values are kept in memory at most.
    pub slots: usize,
    /// How many values were stored for lack of registers.
    pub spills: usize,
}

/// The code of a program, as a loop over blocks of points, of which one point has one.
pub fn emit(
    program: &Program,
    target: Target,
    layout: Layout,
    descriptors: &[Descriptor],
) -> Emitted {
    let mut emitter = Emitter::new(program, target, layout, descriptors);
    let mut ahead = emitter.look_ahead();
    for (place, instruction) in (0..).zip(&program.code) {
        emitter.ask(&mut ahead, place);
        emitter.instruction(place, instruction);
    }
    emitter.leaves();
    emitter.asm.advance((target.lanes() * 8) as u8);
    emitter.asm.repeat(0);
    let end = emitter.asm.bytes.len();
    emitter.asm.finish();
    for exit in std::mem::take(&mut emitter.exits) {
        let distance = (end as i64 - (exit as i64 + 4)) as i32;
        let bytes = emitter.asm.bytes.get_mut(exit..exit + 4);
        bytes
            .into_iter()
            .for_each(|b| b.copy_from_slice(&distance.to_le_bytes()));
    }
    Emitted {
        bytes: emitter.asm.bytes,
        slots: emitter.slots as usize,
        spills: emitter.spills,
    }
}

struct Emitter<'p> {
    program: &'p Program,
    target: Target,
    layout: Layout,
    descriptors: &'p [Descriptor],
    asm: Assembler,
    uses: Uses,
    /// By value.
    register: Table<u8>,
    home: Table<Home>,
    /// The first output of a value, and for each output the next one of the same value.
    first_output: Table<u32>,
    next_output: Table<u32>,
    numbers: File,
    masks: File,
    pinned: [u32; 2],
    free_slots: Vec<u32>,
    /// Free when the instruction at hand, which reads them, is done.
    released_slots: Vec<u32>,
    slots: u32,
    spills: usize,
    exits: Vec<usize>,
    place: u32,
}

mod forms {
    use super::*;
    pub const fn packed(opcode: u8) -> Form {
        form(Map::M0F, Prefix::P66, true, opcode)
    }
    pub const LOAD: Form = packed(0x10);
    pub const STORE: Form = packed(0x11);
    pub const LOAD_ONE: Form = form(Map::M0F, Prefix::PF2, false, 0x10);
    pub const STORE_ONE: Form = form(Map::M0F, Prefix::PF2, false, 0x11);
    pub const COPY: Form = packed(0x28);
    pub const BROADCAST: Form = form(Map::M0F38, Prefix::P66, true, 0x19);
    pub const BLEND: Form = form(Map::M0F38, Prefix::P66, true, 0x65);
    pub const BLEND_BY_SIGN: Form = form(Map::M0F3A, Prefix::P66, false, 0x4B);
    pub const LOAD_MASK: Form = form(Map::M0F, Prefix::P66, false, 0x90);
    pub const STORE_MASK: Form = form(Map::M0F, Prefix::P66, false, 0x91);
    pub const TEST_MASK: Form = form(Map::M0F, Prefix::P66, false, 0x98);
    pub const SIGNS: Form = form(Map::M0F, Prefix::P66, false, 0x50);
    pub const TO_MASK: Form = form(Map::M0F38, Prefix::PF3, true, 0x39);
    pub const FROM_MASK: Form = form(Map::M0F38, Prefix::PF3, true, 0x38);
    pub const TEST: Form = form(Map::M0F38, Prefix::P66, true, 0x27);
    pub const SCALE: Form = form(Map::M0F38, Prefix::P66, true, 0x2C);
    pub const SHIFT: Form = packed(0x73);
}

impl<'p> Emitter<'p> {
    fn new(
        program: &'p Program,
        target: Target,
        layout: Layout,
        descriptors: &'p [Descriptor],
    ) -> Self {
        let size = program.code.len();
        let usable = if target == Target::Avx512 {
            u32::MAX
        } else {
            0xFFFF
        };
        let mut emitter = Self {
            program,
            target,
            layout,
            descriptors,
            asm: Assembler::new(target, size * 9 + 64),
            uses: Uses::new(program),
            register: Table::filled(NONE, size),
            home: Table::filled(Home::Nowhere, size),
            first_output: Table::filled(EMPTY, size),
            next_output: Table::filled(EMPTY, program.outputs.len()),
            numbers: File::new(usable),
            masks: File::new(0b1111_1110),
            pinned: [0; 2],
            free_slots: Vec::new(),
            released_slots: Vec::new(),
            slots: 0,
            spills: 0,
            exits: Vec::new(),
            place: 0,
        };
        for (value, instruction) in program.code.iter().enumerate() {
            let home = match instruction.kind {
                Kind::Constant => Home::Constant(first(instruction)),
                Kind::Input => Home::Input(first(instruction)),
                _ => continue,
            };
            emitter.home.set(value as u32, home);
        }
        for (output, value) in program.outputs.iter().enumerate() {
            let before = emitter.first_output.at(*value);
            emitter.next_output.set(output as u32, before);
            emitter.first_output.set(*value, output as u32);
        }
        emitter
    }

    fn is_mask(&self, value: Value) -> bool {
        let kind = self.program.code.get(value as usize).map(|i| i.kind);
        self.target == Target::Avx512 && kind.is_some_and(Kind::is_mask)
    }

    fn file(&mut self, mask: bool) -> &mut File {
        if mask {
            &mut self.masks
        } else {
            &mut self.numbers
        }
    }

    fn pin(&mut self, mask: bool, register: u8) {
        let [numbers, masks] = &mut self.pinned;
        *(if mask { masks } else { numbers }) |= 1 << register;
    }

    fn pinned(&self, mask: bool) -> u32 {
        let [numbers, masks] = self.pinned;
        if mask { masks } else { numbers }
    }

    fn assign(&mut self, value: Value, register: u8) {
        let mask = self.is_mask(value);
        self.file(mask).put(register, value);
        self.register.set(value, register);
        self.note(value);
    }

    /// Tells the register of a value what is known of it.
    fn note(&mut self, value: Value) {
        let register = self.register.at(value);
        if register != NONE {
            let (next, mask) = (self.uses.next(value), self.is_mask(value));
            let stored = self.home.at(value) != Home::Nowhere;
            self.file(mask).note(register, next, stored);
        }
    }

    fn forget(&mut self, value: Value) {
        let register = self.register.at(value);
        if register != NONE {
            let mask = self.is_mask(value);
            self.file(mask).put(register, EMPTY);
            self.register.set(value, NONE);
        }
    }

    /// A free register, freed if need be.
    fn allocate(&mut self, mask: bool) -> u8 {
        let (pinned, place) = (self.pinned(mask), self.place);
        let file = self.file(mask);
        let free = file.free & !pinned;
        if free != 0 {
            return free.trailing_zeros() as u8;
        }
        let candidates = file.usable & !pinned;
        let (register, value) = file.furthest(candidates, place);
        self.save(value, register);
        self.forget(value);
        register
    }

    /// Stores a value that will be used and is in a register alone.
    fn save(&mut self, value: Value, register: u8) {
        if self.home.at(value) != Home::Nowhere || self.uses.next(value) == NEVER {
            return;
        }
        let slot = self.free_slots.pop().unwrap_or_else(|| {
            self.slots += 1;
            self.slots - 1
        });
        self.home.set(value, Home::Slot(slot));
        self.spills += 1;
        let memory = Operand::Memory(General::Scratch, self.slot_offset(slot));
        if self.is_mask(value) {
            self.asm
                .short(forms::STORE_MASK, register, 0, memory, false);
        } else {
            self.asm.vector(self.store(), register, 0, memory);
        }
    }

    fn slot_offset(&self, slot: u32) -> i32 {
        (frame_size(self.program, self.target) + slot as usize * slot_size(self.target)) as i32
    }

    /// Where a value of the frame is.
    fn in_frame(&self, place: u32) -> Operand {
        let offset = place as usize * self.target.lanes() * 8;
        Operand::Memory(General::Scratch, offset as i32)
    }

    /// Where the numbers of an input or output are. For those in columns, `rax` is set.
    fn column(&mut self, table: General, place: u32) -> Operand {
        match self.layout {
            Layout::Point => Operand::Memory(table, place as i32 * 8),
            _ => {
                self.asm.column(table, place as i32);
                Operand::Point
            }
        }
    }

    fn store(&self) -> Form {
        match self.target {
            Target::Scalar => forms::STORE_ONE,
            Target::Avx2 => narrow(forms::STORE),
            Target::Avx512 => forms::STORE,
        }
    }

    /// A value in a register.
    fn in_register(&mut self, value: Value) -> u8 {
        let mask = self.is_mask(value);
        let mut register = self.register.at(value);
        if register == NONE {
            register = self.allocate(mask);
            self.load(register, value, mask);
            self.assign(value, register);
        }
        self.pin(mask, register);
        register
    }

    fn load(&mut self, register: u8, value: Value, mask: bool) {
        let memory = self.memory(value);
        if mask {
            return self.asm.short(forms::LOAD_MASK, register, 0, memory, false);
        }
        let form = match (self.target, memory) {
            (Target::Scalar, _) => forms::LOAD_ONE,
            (Target::Avx2, _) => narrow(forms::LOAD),
            (Target::Avx512, Operand::Broadcast(base, offset)) => {
                let one = Operand::Single(base, offset);
                return self.asm.vector(forms::BROADCAST, register, 0, one);
            }
            _ => forms::LOAD,
        };
        self.asm.vector(form, register, 0, memory);
    }

    /// A value in memory.
    fn memory(&mut self, value: Value) -> Operand {
        match self.home.at(value) {
            Home::Input(place) => self.column(General::Inputs, place),
            Home::Output(place) => self.column(General::Outputs, place),
            Home::Frame(place) => self.in_frame(place),
            Home::Constant(place) => match self.target {
                Target::Avx512 => Operand::Broadcast(General::Pool, place as i32 * 8),
                target => {
                    let size = slot_size(target) as i32;
                    Operand::Memory(General::Pool, place as i32 * size)
                }
            },
            Home::Slot(slot) => Operand::Memory(General::Scratch, self.slot_offset(slot)),
            // A value without a home is in a register, where it was looked for before.
            Home::Nowhere => Operand::Memory(General::Scratch, 0),
        }
    }

    /// A value in a register, or in memory where it isn't worth one.
    fn operand(&mut self, value: Value, whole: bool) -> Operand {
        if self.register.at(value) != NONE {
            return Operand::Register(self.in_register(value));
        }
        // One lane of a column is less than an instruction on bits reads.
        let is_short = whole && self.target == Target::Scalar && !self.is_constant(value);
        if is_short || self.is_worth_a_register(value) {
            return Operand::Register(self.in_register(value));
        }
        self.memory(value)
    }

    /// Whether the value will be used soon, or a register is free and it is not too late.
    fn is_worth_a_register(&self, value: Value) -> bool {
        let next = self.uses.next(value);
        let distance = next.saturating_sub(self.place);
        let is_free = || self.numbers.free & !self.pinned(false) != 0;
        next != NEVER && (distance < NEXT || distance < NEAR && is_free())
    }

    fn is_constant(&self, value: Value) -> bool {
        matches!(self.home.at(value), Home::Constant(_))
    }

    fn is_in_register(&self, value: Value) -> bool {
        self.register.at(value) != NONE
    }

    fn dies(&self, value: Value) -> bool {
        self.uses.next(value) == NEVER
    }

    /// Frees the registers of operands that were used for the last time.
    fn release(&mut self, instruction: &Instruction) {
        for value in instruction.operands() {
            self.release_value(*value);
        }
    }

    /// Frees the place of a value that was used for the last time.
    fn release_value(&mut self, value: Value) {
        if !self.dies(value) {
            return;
        }
        let (register, mask) = (self.register.at(value), self.is_mask(value));
        if register != NONE {
            self.forget(value);
            let [numbers, masks] = &mut self.pinned;
            *(if mask { masks } else { numbers }) &= !(1 << register);
        }
        if let Home::Slot(slot) = self.home.at(value) {
            self.released_slots.push(slot);
            self.home.set(value, Home::Nowhere);
        }
    }

    fn instruction(&mut self, place: u32, instruction: &Instruction) {
        let kind = instruction.kind;
        self.place = place;
        self.pinned = [0; 2];
        self.free_slots.append(&mut self.released_slots);
        let is_output = self.first_output.at(place) != EMPTY;
        if kind.is_leaf() || (!kind.has_effect() && self.dies(place) && !is_output) {
            return;
        }
        self.uses.pass(self.program, place, instruction);
        for value in instruction.operands() {
            let (register, mask) = (self.register.at(*value), self.is_mask(*value));
            if register != NONE {
                self.pin(mask, register);
                self.note(*value);
            }
        }
        match kind {
            Kind::Leave => return self.leave(instruction),
            Kind::Accumulate => return self.accumulate(instruction),
            Kind::CallOut => return self.call_out(instruction),
            Kind::Result => return self.result(place, instruction, is_output),
            _ => {}
        }
        let register = self.compute(instruction);
        self.assign(place, register);
        self.outputs(place, register);
        if self.dies(place) {
            self.forget(place);
        }
    }

    /// Writes a value to the columns of outputs.
    fn outputs(&mut self, value: Value, register: u8) {
        let mut output = self.first_output.at(value);
        if output != EMPTY {
            self.home.set(value, Home::Output(output));
            self.note(value);
        }
        while output != EMPTY {
            let memory = self.column(General::Outputs, output);
            self.asm.vector(self.store(), register, 0, memory);
            output = self.next_output.at(output);
        }
    }

    /// Outputs that are inputs or constants.
    fn leaves(&mut self) {
        self.place = self.program.code.len() as u32;
        for value in self.program.outputs.iter().copied() {
            let found = self.program.code.get(value as usize);
            if !found.is_some_and(|i| i.kind.is_leaf()) || self.first_output.at(value) == EMPTY {
                continue;
            }
            self.pinned = [0; 2];
            let register = self.in_register(value);
            self.outputs(value, register);
            self.first_output.set(value, EMPTY);
        }
    }
}

/// How many bytes arguments and results of calls take.
pub fn frame_size(program: &Program, target: Target) -> usize {
    let size = program.frame as usize * target.lanes() * 8;
    size.next_multiple_of(slot_size(target))
}

/// How many bytes a value takes in memory: instructions on bits read 16 at least.
pub fn slot_size(target: Target) -> usize {
    match target {
        Target::Scalar => 16,
        target => target.lanes() * 8,
    }
}

fn first(instruction: &Instruction) -> u32 {
    let [a, ..] = instruction.arguments;
    a
}

/// Without the bit that only EVEX has set for doubles.
fn narrow(wide: Form) -> Form {
    Form {
        wide: false,
        ..wide
    }
}
