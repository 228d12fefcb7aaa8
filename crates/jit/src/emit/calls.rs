//! Calls out of the code. Registers don't outlive them.

use super::{EMPTY, Emitter, Home, first};
use crate::callout::{Descriptor, Entry, enter};
use crate::encode::Target;
use crate::program::{Instruction, Value};

impl Emitter<'_> {
    /// Puts the arguments side by side, saves what will be used, and calls.
    pub(super) fn call_out(&mut self, instruction: &Instruction) {
        let place = first(instruction) as usize;
        let (Some(call), Some(descriptor)) =
            (self.program.calls.get(place), self.descriptors.get(place))
        else {
            return;
        };
        for (argument, number) in call.arguments.iter().zip(0..) {
            self.pinned = [0; 2];
            let register = self.in_register(*argument);
            let memory = self.in_frame(self.program.arguments + number);
            self.asm.vector(self.store(), register, 0, memory);
        }
        self.pinned = [0; 2];
        for argument in &call.arguments {
            self.release_value(*argument);
        }
        self.empty_registers(false);
        if self.target == Target::Avx512 {
            self.empty_registers(true);
        }
        let offset = |place| (place as usize * self.target.lanes() * 8) as i32;
        let (arguments, results) = (offset(self.program.arguments), offset(call.results));
        let descriptor: *const Descriptor = descriptor;
        let entry: Entry = enter;
        let addresses = [descriptor as u64, entry as usize as u64];
        self.asm.call(arguments, results, addresses);
    }

    fn empty_registers(&mut self, mask: bool) {
        for register in 0..32u8 {
            let value = self.file(mask).values.get(register as usize).copied();
            if let Some(value) = value.filter(|value| *value != EMPTY) {
                self.save(value, register);
                self.forget(value);
            }
        }
    }

    /// A result is where the call has put it.
    pub(super) fn result(&mut self, value: Value, instruction: &Instruction, is_output: bool) {
        let [call, number, _] = instruction.arguments;
        let found = self.program.code.get(call as usize).map(first);
        let found = found.and_then(|place| self.program.calls.get(place as usize));
        let Some(found) = found else { return };
        self.home.set(value, Home::Frame(found.results + number));
        if is_output {
            let register = self.in_register(value);
            self.outputs(value, register);
            if self.dies(value) {
                self.forget(value);
            }
        }
    }
}
