//! What is used and what is not.

use super::{Code, Loop, Op, Special, Value};

/// Marks a value that is not kept.
const NONE: Value = Value::MAX;

impl Code {
    /// How often each value is an operand or an output.
    pub(super) fn uses(&self) -> Vec<u32> {
        let mut uses = vec![0; self.ops.len()];
        let mut count = |value: Value| {
            let slot = uses.get_mut(value as usize);
            slot.into_iter().for_each(|slot: &mut u32| *slot += 1);
        };
        self.outputs.iter().for_each(|output| count(*output));
        for &op in &self.ops {
            self.operands(op).for_each(&mut count);
        }
        uses
    }

    /// Without the operations that no output needs.
    pub(super) fn without_dead(self) -> Self {
        let mut order = Vec::with_capacity(self.ops.len());
        let needed = self.needed();
        let places = 0..self.ops.len() as Value;
        order.extend(
            places
                .zip(&needed)
                .filter(|(_, needed)| **needed)
                .map(|(place, _)| place),
        );
        if order.len() == self.ops.len() {
            return self;
        }
        self.in_order(&order)
    }

    fn needed(&self) -> Vec<bool> {
        let mut needed = vec![false; self.ops.len()];
        let mark = |needed: &mut [bool], value: Value| {
            let slot = needed.get_mut(value as usize);
            slot.into_iter().for_each(|slot| *slot = true);
        };
        self.outputs
            .iter()
            .for_each(|output| mark(&mut needed, *output));
        for (place, &op) in self.ops.iter().enumerate().rev() {
            if needed.get(place) == Some(&true) {
                self.operands(op)
                    .for_each(|operand| mark(&mut needed, operand));
            }
        }
        needed
    }

    /// The operations that are listed, in that order, in which operands come first.
    pub(super) fn in_order(&self, order: &[Value]) -> Self {
        let mut places = vec![NONE; self.ops.len()];
        let mut code = Self {
            ops: Vec::with_capacity(order.len()),
            inputs: self.inputs,
            mode: self.mode,
            ..Self::default()
        };
        for &old in order {
            let Some(&op) = self.ops.get(old as usize) else {
                continue;
            };
            let to = |value: Value| places.get(value as usize).copied().unwrap_or(NONE);
            let op = code.adopt(self, op.map(to), to);
            places
                .iter_mut()
                .skip(old as usize)
                .take(1)
                .for_each(|slot| *slot = code.ops.len() as Value);
            code.ops.push(op);
        }
        let to = |value: &Value| places.get(*value as usize).copied().unwrap_or(NONE);
        code.outputs = self.outputs.iter().map(to).collect();
        code
    }

    /// An operation with what it refers to beside its operands.
    fn adopt(&mut self, from: &Self, op: Op, to: impl Fn(Value) -> Value) -> Op {
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
