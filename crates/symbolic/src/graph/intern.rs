//! Finding a node by its structure: a hash table that keeps together what is made together.
//!
//! Where the hash alone says where a node lies, every node of a large graph costs a miss of the
//! cache. Expressions are mostly made of what was made just before. So a node is first put into a
//! bucket that its youngest operand determines, beside its contemporaries; where that bucket is
//! full, the hash decides (open addressing; Knuth 1998, section 6.4).

use std::iter;
use std::ops::Range;

/// The slots of one bucket: a cache line.
const BUCKET: usize = 8;
/// Consecutive operands that share a bucket, so that at least half of the slots are free.
const NEIGHBOURS: usize = BUCKET / 2;
const SMALLEST: usize = 1 << 6;
const FREE: u64 = 0;

/// What a node is looked up by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    /// The hash of its structure.
    pub(super) hash: u64,
    /// The index of its youngest operand.
    pub(super) youngest: u32,
}

/// Slots that hold the upper half of a node's hash and its index, which is never 0.
#[derive(Debug, Default)]
pub(super) struct Table {
    slots: Vec<u64>,
}

impl Table {
    /// The index of the node with this key of which `same` holds.
    #[inline]
    pub(super) fn find(&self, key: Key, same: impl Fn(u32) -> bool) -> Option<u32> {
        let wanted = key.hash >> 32;
        for bucket in self.buckets(key) {
            for &slot in self.slots.get(bucket)? {
                if slot == FREE {
                    return None;
                }
                if slot >> 32 == wanted && same(slot as u32) {
                    return Some(slot as u32);
                }
            }
        }
        None
    }

    /// Adds the node `index` that is not in the table, the newest of its graph. `key_of` knows
    /// the keys of the others, `None` of those that are kept elsewhere.
    #[inline]
    pub(super) fn insert(&mut self, key: Key, index: u32, key_of: impl Fn(u32) -> Option<Key>) {
        if (index as usize + 1) * 2 > self.slots.len() {
            self.grow(index, key_of);
        }
        self.place(key, index);
    }

    #[cold]
    fn grow(&mut self, next: u32, key_of: impl Fn(u32) -> Option<Key>) {
        let size = (next as usize + 1) * 2;
        self.slots = vec![FREE; size.next_power_of_two().max(SMALLEST)];
        for index in 1..next {
            if let Some(key) = key_of(index) {
                self.place(key, index);
            }
        }
    }

    #[inline]
    fn place(&mut self, key: Key, index: u32) {
        for bucket in self.buckets(key) {
            let slots = self.slots.get_mut(bucket).unwrap_or_default();
            if let Some(slot) = slots.iter_mut().find(|slot| **slot == FREE) {
                *slot = (key.hash >> 32 << 32) | u64::from(index);
                return;
            }
        }
    }

    /// Where a node may lie: the bucket of its youngest operand, then all buckets from where its
    /// hash says, in steps that are its own (double hashing). Neighbours would be as full.
    #[inline]
    fn buckets(&self, key: Key) -> impl Iterator<Item = Range<usize>> + use<> {
        let count = self.slots.len() / BUCKET;
        let near = key.youngest as usize / NEIGHBOURS;
        let (first, step) = (key.hash as usize, (key.hash >> 32) as usize | 1);
        let far = (0..count)
            .map(move |i| first.wrapping_add(i.wrapping_mul(step)) & count.wrapping_sub(1));
        iter::once(near)
            .chain(far)
            .map(|bucket| bucket * BUCKET..(bucket + 1) * BUCKET)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys of which many have the same youngest operand, and some the same half of a hash.
    fn key(index: u32) -> Key {
        let hash = u64::from(index % 5000).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let youngest = if index.is_multiple_of(3) {
            1
        } else {
            index - 1
        };
        Key { hash, youngest }
    }

    /// A hash as good as the structural one (SplitMix64).
    fn mixed(index: u32) -> u64 {
        let mut hash = u64::from(index).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        hash ^ (hash >> 31)
    }

    /// Three nodes on each operand fill a row of buckets; what overflows must not walk along it.
    #[test]
    fn full_rows_are_left_quickly() {
        let mut table = Table::default();
        let key = |index: u32| Key {
            hash: mixed(index),
            youngest: index / 3,
        };
        for index in 1..30_000 {
            table.insert(key(index), index, |other| Some(key(other)));
        }
        let probes = |index: u32| {
            let mut buckets = table.buckets(key(index));
            let holds = |range: &Range<usize>| {
                let slots = table.slots.get(range.clone()).unwrap_or_default();
                slots.iter().any(|slot| *slot as u32 == index)
            };
            buckets
                .position(|range| holds(&range))
                .unwrap_or(usize::MAX)
        };
        assert!((1..30_000).map(probes).sum::<usize>() < 2 * 30_000);
    }

    #[test]
    fn what_is_put_in_is_found_and_nothing_else() {
        let mut table = Table::default();
        for index in 2..20_000 {
            assert_eq!(table.find(key(index), |other| other == index), None);
            table.insert(key(index), index, |other| (other > 1).then(|| key(other)));
        }
        for index in 2..20_000 {
            assert_eq!(table.find(key(index), |other| other == index), Some(index));
        }
    }
}
