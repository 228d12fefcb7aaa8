//! What long code asks for before it is wanted. Code of many pages is read from far away each time,
//! as the columns are that it reads and writes, each once: a processor notices the one and the other
//! late, so that the code itself names what comes.

use super::{EMPTY, Emitter, General};
use crate::order::Layout;
use crate::program::Kind;

/// So many instructions are more than caches near the processor hold.
const LONG: usize = 1 << 16;
/// So many columns are more than are copied to tiles.
const MANY: usize = 1 << 12;
/// How far behind an instruction the code is that it asks for, in bytes.
const CODE: i32 = 4096;
/// How far behind an instruction the one is whose columns it asks for.
const COLUMNS: u32 = 256;
/// Bytes to a line of the cache.
const LINE: usize = 64;

/// A column, and the first instruction that reads or writes it.
struct Access {
    place: u32,
    table: General,
    column: u32,
}

/// What is still to be asked for.
pub(super) struct Ahead {
    /// The last first.
    columns: Vec<Access>,
    /// The line of code at which the next one is asked for.
    line: usize,
    is_long: bool,
}

impl Emitter<'_> {
    /// What the code will ask for, if it is long or has many columns.
    pub(super) fn look_ahead(&self) -> Ahead {
        let columns = self.program.inputs + self.program.outputs.len();
        let is_wide = self.layout == Layout::Columns && columns > MANY;
        Ahead {
            columns: if is_wide { self.accesses() } else { Vec::new() },
            line: 0,
            is_long: self.program.code.len() >= LONG,
        }
    }

    /// The columns, the last to be read or written first.
    fn accesses(&self) -> Vec<Access> {
        let mut accesses = Vec::new();
        for (value, instruction) in (0..).zip(&self.program.code) {
            let mut note = |place, table, column| {
                accesses.push(Access {
                    place,
                    table,
                    column,
                });
            };
            let [first, ..] = instruction.arguments;
            if instruction.kind == Kind::Input {
                note(self.uses.next(value), General::Inputs, first);
            }
            let mut output = self.first_output.at(value);
            while output != EMPTY && !instruction.kind.is_leaf() {
                note(value, General::Outputs, output);
                output = self.next_output.at(output);
            }
        }
        accesses.sort_by_key(|access| std::cmp::Reverse(access.place));
        accesses
    }

    /// Asks for what comes behind an instruction.
    pub(super) fn ask(&mut self, ahead: &mut Ahead, place: u32) {
        while ahead.is_long && self.asm.bytes.len() >= ahead.line {
            self.asm.prefetch_code(CODE);
            ahead.line += LINE;
        }
        let near = |access: &mut Access| access.place <= place + COLUMNS;
        while let Some(access) = ahead.columns.pop_if(near) {
            self.asm.column(access.table, access.column as i32);
            self.asm.prefetch_column(access.table == General::Outputs);
        }
    }
}
