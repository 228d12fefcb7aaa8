//! What is used and what is not.

use super::chains::Chains;
use super::table::Table;
use super::{Code, Loop, Op, Special, Value};

impl Code {
    /// How often each value is an operand or an output.
    pub(super) fn uses(&self) -> Table<u32> {
        let mut uses = Table::filled(0, self.ops.len());
        let mut count = |value: &Value| uses.set(*value, uses.at(*value) + 1);
        self.outputs.iter().for_each(&mut count);
        for &op in &self.ops {
            self.operands(op).iter().for_each(&mut count);
        }
        uses
    }

    /// Without the operations that no output needs.
    pub(super) fn without_dead(self) -> Self {
        let needed = self.needed();
        if !needed.values().contains(&false) {
            return self;
        }
        let places = 0..self.ops.len() as Value;
        let order: Vec<Value> = places.filter(|place| needed.at(*place)).collect();
        self.summed(&order, &Chains::none())
    }

    /// The operations that some output needs.
    pub(super) fn needed(&self) -> Table<bool> {
        let mut needed = Table::filled(false, self.ops.len());
        let outputs = self.outputs.iter();
        outputs.for_each(|output| needed.set(*output, true));
        for (place, &op) in self.ops.iter().enumerate().rev() {
            if needed.at(place as Value) {
                let operands = self.operands(op);
                operands.iter().for_each(|value| needed.set(*value, true));
            }
        }
        needed
    }

    /// An operation with what it refers to beside its operands.
    pub(super) fn adopt(&mut self, from: &Self, op: Op, to: impl Fn(Value) -> Value) -> Op {
        match op {
            Op::Special(place) => {
                let Some(special) = from.specials.get(place as usize) else {
                    return op;
                };
                self.specials.push(Special {
                    arguments: special.arguments.iter().map(|a| to(*a)).collect(),
                    ..special.clone()
                });
                Op::Special(self.specials.len() as u32 - 1)
            }
            Op::Loop(place, a, b) => {
                let Some(body) = from.loops.get(place as usize) else {
                    return op;
                };
                self.loops.push(Loop::clone(body));
                Op::Loop(self.loops.len() as u32 - 1, a, b)
            }
            op => op,
        }
    }
}
