//! Which operations there are already: a table of their places in buckets. An operation is looked
//! for by its latest operand first, so that what is near in code is near in the table, and if that
//! bucket is full by a hash of it all (double hashing: Knuth 1973, section 6.4).

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

use super::{Op, Value};

const EMPTY: Value = Value::MAX;
/// Places to a bucket.
const WIDTH: usize = 8;
/// Operations to a bucket, on average and at most.
const LOAD: usize = 4;

/// The places of some operations.
#[derive(Default)]
pub(super) struct Known {
    /// As many as a power of 2.
    buckets: Vec<[Value; WIDTH]>,
    count: usize,
}

impl Known {
    /// Room for so many operations.
    pub fn with_capacity(size: usize) -> Self {
        let count = size.div_ceil(LOAD).max(1).next_power_of_two();
        Self {
            buckets: vec![[EMPTY; WIDTH]; count],
            count: 0,
        }
    }

    /// The place of an operation among these; that of the next one, if it is new.
    #[inline]
    pub fn find_or_insert(&mut self, ops: &[Op], op: Op) -> Value {
        if self.count >= self.buckets.len() * LOAD {
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
        let mask = self.buckets.len().wrapping_sub(1);
        let is_its = |place: Value| place == EMPTY || ops.get(place as usize) == Some(&op);
        let (own, count) = op.operands();
        let latest = own.iter().take(count).max();
        let mut hash = None;
        let mut index = match latest {
            Some(latest) => *latest as usize / LOAD,
            None => mixed(op) as usize,
        };
        loop {
            let bucket = self.buckets.get(index & mask)?;
            if let Some(slot) = bucket.iter().position(|place| is_its(*place)) {
                return self.buckets.get_mut(index & mask)?.get_mut(slot);
            }
            let hash = *hash.get_or_insert_with(|| mixed(op));
            index = index.wrapping_add((hash >> 32) as usize | 1);
        }
    }

    fn grow(&mut self, ops: &[Op]) {
        let size = 2 * LOAD * self.buckets.len();
        let old = std::mem::replace(self, Self::with_capacity(size));
        self.count = old.count;
        let places = old.buckets.into_iter().flatten();
        for place in places.filter(|place| *place != EMPTY) {
            let Some(op) = ops.get(place as usize) else {
                continue;
            };
            if let Some(slot) = self.slot(ops, *op) {
                *slot = place;
            }
        }
    }
}

/// A hash whose bits all depend on all of the operation.
fn mixed(op: Op) -> u64 {
    let product = u128::from(FxBuildHasher.hash_one(op)) * 0x9E37_79B9_7F4A_7C15;
    product as u64 ^ (product >> 64) as u64
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
    fn places_outlive_growth() {
        check((0..10_000).map(Op::Input));
    }

    #[test]
    fn many_operations_of_the_same_operand() {
        check((0..100_000).map(|value| Op::Binary(Binary::Mul, value, 100_000)));
    }
}
