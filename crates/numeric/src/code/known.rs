//! Which operations there are already. Those with the same latest operand, constants aside, are in
//! one chain, since what is near in code is then near in memory; what is beyond the end of a chain
//! is in a table by hash.

use rustc_hash::FxHashMap;

use super::{Op, Value};

const EMPTY: Value = Value::MAX;
/// Operations to a chain, at most.
const CHAIN: usize = 12;

/// The places of some operations.
#[derive(Default)]
pub(super) struct Known {
    /// By operation: the newest whose latest operand it is.
    newest: Vec<Value>,
    /// By operation: the one before it in its chain.
    before: Vec<Value>,
    inputs: Vec<Value>,
    others: FxHashMap<Op, Value>,
}

impl Known {
    /// Room for so many operations.
    pub fn with_capacity(size: usize) -> Self {
        Self {
            newest: Vec::with_capacity(size),
            before: Vec::with_capacity(size),
            ..Self::default()
        }
    }

    /// The place of an operation among these; that of the next one, if it is new.
    #[inline]
    pub fn find_or_insert(&mut self, ops: &[Op], op: Op) -> Value {
        let next = ops.len() as Value;
        if let Op::Input(place) = op {
            return self.input(place, next);
        }
        let (own, count) = op.operands();
        let is_constant = |value: Value| matches!(ops.get(value as usize), Some(Op::Constant(_)));
        let computed = own.iter().take(count).filter(|value| !is_constant(**value));
        match computed.max() {
            Some(latest) => self.in_chain(ops, op, *latest),
            None => *self.others.entry(op).or_insert(next),
        }
    }

    fn input(&mut self, place: u32, next: Value) -> Value {
        let place = place as usize;
        if self.inputs.len() <= place {
            self.inputs.resize(place + 1, EMPTY);
        }
        match self.inputs.get_mut(place) {
            Some(known) if *known == EMPTY => {
                *known = next;
                next
            }
            known => known.map_or(next, |known| *known),
        }
    }

    #[inline]
    fn in_chain(&mut self, ops: &[Op], op: Op, latest: Value) -> Value {
        let next = ops.len() as Value;
        self.newest.resize(ops.len() + 1, EMPTY);
        self.before.resize(ops.len() + 1, EMPTY);
        let Some(newest) = self.newest.get_mut(latest as usize) else {
            return next;
        };
        let (mut place, mut length) = (*newest, 0);
        while let Some(found) = ops.get(place as usize) {
            if *found == op {
                return place;
            }
            place = self.before.get(place as usize).copied().unwrap_or(EMPTY);
            length += 1;
        }
        if length >= CHAIN {
            return *self.others.entry(op).or_insert(next);
        }
        let before = std::mem::replace(newest, next);
        if let Some(slot) = self.before.get_mut(ops.len()) {
            *slot = before;
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Binary;

    /// Numbers every operation twice and is told the same place.
    fn check(operations: impl Iterator<Item = Op> + Clone) {
        let (mut known, mut ops) = (Known::default(), Vec::new());
        for op in operations.clone() {
            let place = known.find_or_insert(&ops, op);
            assert_eq!(place as usize, ops.len());
            ops.push(op);
        }
        for (place, op) in (0..).zip(operations) {
            assert_eq!(known.find_or_insert(&ops, op), place);
        }
    }

    #[test]
    fn leaves() {
        let numbers = (0..10_000).map(|number| Op::constant(f64::from(number)));
        check((0..10_000).rev().map(Op::Input).chain(numbers));
    }

    #[test]
    fn many_operations_of_the_same_operand() {
        let inputs = (0..1_000).map(Op::Input);
        let products = (0..1_000).map(|value| Op::Binary(Binary::Mul, value, 999));
        let sums = (0..1_000).map(|value| Op::Binary(Binary::Add, value, value + 1));
        check(inputs.chain(products).chain(sums));
    }
}
