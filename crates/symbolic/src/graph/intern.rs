//! Finding a node by its structure: a hash table that keeps together what is made together.
//!
//! Where the hash alone says where a node lies, every node of a large graph costs a miss of the
//! cache. Expressions are mostly made of what was made just before. So a node is first put into a
//! bucket that its youngest operand determines, beside its contemporaries; where that bucket is
//! full, the hash decides (open addressing; Knuth 1998, section 6.4).

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
        let (near, far) = self.places(key);
        for &slot in self.slots.get(near..near + BUCKET)? {
            if slot == FREE {
                return None;
            }
            if slot >> 32 == wanted && same(slot as u32) {
                return Some(slot as u32);
            }
        }
        let (head, tail) = self.slots.split_at_checked(far)?;
        tail.iter()
            .chain(head)
            .take_while(|slot| **slot != FREE)
            .find(|slot| **slot >> 32 == wanted && same(**slot as u32))
            .map(|slot| *slot as u32)
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
        let entry = (key.hash >> 32 << 32) | u64::from(index);
        let (near, far) = self.places(key);
        let bucket = self.slots.get_mut(near..near + BUCKET);
        if let Some(slot) = bucket.and_then(|bucket| bucket.iter_mut().find(|s| **s == FREE)) {
            *slot = entry;
            return;
        }
        if let Some((head, tail)) = self.slots.split_at_mut_checked(far) {
            let free = tail.iter_mut().chain(head).find(|slot| **slot == FREE);
            free.into_iter().for_each(|slot| *slot = entry);
        }
    }

    /// Where the bucket of a key begins, and where the search beyond it does.
    #[inline]
    fn places(&self, key: Key) -> (usize, usize) {
        let near = key.youngest as usize / NEIGHBOURS * BUCKET;
        (near, key.hash as usize & self.slots.len().wrapping_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys of which many have the same youngest operand, and some the same half of a hash.
    fn key(index: u32) -> Key {
        let hash = u64::from(index % 5000).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let youngest = if index % 3 == 0 { 1 } else { index - 1 };
        Key { hash, youngest }
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
