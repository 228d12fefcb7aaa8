//! Which operations there are already: open addressing over their places (Knuth 1973, section 6.4).

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

use super::{Op, Value};

const EMPTY: Value = Value::MAX;

/// The places of some operations. Half of the slots are empty at least.
#[derive(Default)]
pub(super) struct Known {
    slots: Vec<Value>,
    count: usize,
}

impl Known {
    /// Room for so many operations.
    pub fn with_capacity(size: usize) -> Self {
        Self {
            slots: vec![EMPTY; (2 * size + 2).next_power_of_two()],
            count: 0,
        }
    }

    /// The place of an operation among these; that of the next one, if it is new.
    #[inline]
    pub fn find_or_insert(&mut self, ops: &[Op], op: Op) -> Value {
        if 2 * self.count >= self.slots.len() {
            self.grow(ops);
        }
        let next = ops.len() as Value;
        match self.slot(ops, op) {
            Some(slot) if *slot == EMPTY => {
                *slot = next;
                self.count += 1;
                next
            }
            Some(slot) => *slot,
            None => next,
        }
    }

    /// The slot with the place of an operation, or the one where it belongs.
    #[inline]
    fn slot(&mut self, ops: &[Op], op: Op) -> Option<&mut Value> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut index = FxBuildHasher.hash_one(op) as usize & mask;
        loop {
            let place = *self.slots.get(index)?;
            if place == EMPTY || ops.get(place as usize) == Some(&op) {
                return self.slots.get_mut(index);
            }
            index = (index + 1) & mask;
        }
    }

    fn grow(&mut self, ops: &[Op]) {
        let old = std::mem::replace(self, Self::with_capacity(self.slots.len()));
        self.count = old.count;
        for place in old.slots.into_iter().filter(|place| *place != EMPTY) {
            let Some(op) = ops.get(place as usize) else {
                continue;
            };
            if let Some(slot) = self.slot(ops, *op) {
                *slot = place;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_outlive_growth() {
        let (mut known, mut ops) = (Known::default(), Vec::new());
        for round in 0..3 {
            for place in 0..1000 {
                let op = Op::Input(place);
                assert_eq!(known.find_or_insert(&ops, op), place);
                if round == 0 {
                    ops.push(op);
                }
            }
        }
    }
}
