//! Where an interpreter keeps values: as few slots as there are values alive at a time.

use super::table::Table;
use super::{Code, Value};

/// A slot for each value that is computed, used again after the value's last use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slots {
    /// By value; [`Slots::NONE`] for inputs, constants and what is not used.
    of: Vec<u32>,
    count: usize,
}

impl Slots {
    /// No slot.
    pub const NONE: u32 = u32::MAX;

    /// The slot of a value.
    pub fn of(&self, value: Value) -> u32 {
        self.of.get(value as usize).copied().unwrap_or(Self::NONE)
    }

    /// How many slots there are.
    pub fn count(&self) -> usize {
        self.count
    }
}

impl Code {
    /// The index of the last operation that uses each value: its own where none does, the number
    /// of operations where it is an output.
    pub fn last_uses(&self) -> Table<u32> {
        let size = self.ops.len() as u32;
        let mut last: Table<u32> = (0..size).collect();
        for (place, &op) in (0..).zip(&self.ops) {
            let operands = self.operands(op);
            operands
                .iter()
                .for_each(|operand| last.set(*operand, place));
        }
        let outputs = self.outputs.iter();
        outputs.for_each(|output| last.set(*output, size));
        last
    }

    /// Slots for all values. An operation may write to the slot of an operand that it is the last
    /// to use.
    pub fn slots(&self) -> Slots {
        let last = self.last_uses();
        let mut slots = Slots {
            of: vec![Slots::NONE; self.ops.len()],
            count: 0,
        };
        let mut free: Vec<u32> = Vec::new();
        for (place, &op) in self.ops.iter().enumerate() {
            let mut released: Vec<u32> = Vec::new();
            for operand in self.operands(op).iter() {
                let slot = slots.of(*operand);
                let dies = last.at(*operand) == place as u32;
                if dies && slot != Slots::NONE && !released.contains(&slot) {
                    released.push(slot);
                }
            }
            free.extend(released);
            if op.is_leaf() {
                continue;
            }
            let slot = free.pop().unwrap_or_else(|| {
                slots.count += 1;
                slots.count as u32 - 1
            });
            if let Some(of) = slots.of.get_mut(place) {
                *of = slot;
            }
            if last.at(place as u32) == place as u32 {
                free.push(slot);
            }
        }
        slots
    }
}

#[cfg(test)]
mod tests {
    use crate::code::{Code, Mode};
    use crate::tape::Tape;
    use partials_symbolic::Graph;

    #[test]
    fn slots_are_used_again() {
        let graph = Graph::new();
        let x = graph.variable("x");
        let chain = (0..100).fold(x, |y, _| (y * x).sin() + x);
        let tape = Tape::new(&graph, &[chain.id()], &["x"], Default::default()).unwrap();
        let code = Code::new(&tape, Mode::Strict).unwrap();
        assert_eq!(code.slots().count(), 1);
    }
}
