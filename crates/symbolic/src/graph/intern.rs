//! Finding a node by its structure: a hash table that keeps together what is made together.
//!
//! Where the hash alone says where a node lies, every node of a large graph costs a miss of the
//! cache. Expressions are mostly made of what was made just before. So a node is first put into a
//! row that its youngest operand determines, beside its contemporaries, or that of the second
//! youngest: one operand may be common to very many. Where both rows are full, the hash decides
//! (open addressing with double hashing; Knuth 1998, section 6.4). Rows stay where they are while
//! the table grows.

/// The slots of one row: a cache line.
const ROW: usize = 8;
/// Consecutive operands that share a row, so that at least half of the slots are free.
const NEIGHBOURS: u32 = ROW as u32 / 2;
const SMALLEST: usize = 1 << 6;
const FREE: u64 = 0;

/// What a node is looked up by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    /// The hash of its structure.
    pub(super) hash: u64,
    /// The indices of its youngest operands, the youngest first; 0 where there is none.
    pub(super) youngest: [u32; 2],
}

impl Key {
    fn rows(self) -> [usize; 2] {
        self.youngest.map(|index| (index / NEIGHBOURS) as usize)
    }

    /// What a slot shows of the hash: its upper half.
    fn tag(self) -> u64 {
        self.hash >> 32
    }
}

/// Slots that hold the upper half of a node's hash and its index, which is never 0.
#[derive(Debug, Default)]
pub(super) struct Table {
    rows: Vec<[u64; ROW]>,
    far: Far,
}

impl Table {
    /// The index of the node with this key of which `same` holds.
    #[inline]
    pub(super) fn find(&self, key: Key, same: impl Fn(u32) -> bool) -> Option<u32> {
        let wanted = key.tag();
        for row in key.rows() {
            for &slot in self.rows.get(row)? {
                if slot == FREE {
                    return None;
                }
                if slot >> 32 == wanted && same(slot as u32) {
                    return Some(slot as u32);
                }
            }
        }
        self.far.find(key, same)
    }

    /// Adds the node `index` that is not in the table. `hash_of` knows the hashes of the others.
    #[inline]
    pub(super) fn insert(&mut self, key: Key, index: u32, hash_of: impl Fn(u32) -> u64) {
        let slot = (key.tag() << 32) | u64::from(index);
        let rows = key.rows();
        let last = rows.into_iter().max().unwrap_or_default();
        if self.rows.len() <= last {
            self.rows.resize(last + 1, [FREE; ROW]);
        }
        for row in rows {
            let mut slots = self.rows.get_mut(row).into_iter().flatten();
            if let Some(free) = slots.find(|slot| **slot == FREE) {
                *free = slot;
                return;
            }
        }
        self.far.insert(key.hash, slot, hash_of);
    }
}

/// What found no place in its rows, by hash alone.
#[derive(Debug, Default)]
struct Far {
    slots: Vec<u64>,
    count: usize,
}

impl Far {
    fn find(&self, key: Key, same: impl Fn(u32) -> bool) -> Option<u32> {
        let wanted = key.tag();
        for place in self.places(key.hash) {
            let slot = *self.slots.get(place)?;
            if slot == FREE {
                return None;
            }
            if slot >> 32 == wanted && same(slot as u32) {
                return Some(slot as u32);
            }
        }
        None
    }

    #[cold]
    fn insert(&mut self, hash: u64, slot: u64, hash_of: impl Fn(u32) -> u64) {
        self.count += 1;
        if self.count * 2 > self.slots.len() {
            let size = (self.count * 2).next_power_of_two().max(SMALLEST);
            let old = std::mem::replace(&mut self.slots, vec![FREE; size]);
            for slot in old.into_iter().filter(|slot| *slot != FREE) {
                self.put(hash_of(slot as u32), slot);
            }
        }
        self.put(hash, slot);
    }

    fn put(&mut self, hash: u64, slot: u64) {
        for place in self.places(hash) {
            match self.slots.get_mut(place) {
                Some(free) if *free == FREE => {
                    *free = slot;
                    return;
                }
                _ => {}
            }
        }
    }

    /// All places, from where the hash says, in steps that are its own.
    fn places(&self, hash: u64) -> impl Iterator<Item = usize> + use<> {
        let count = self.slots.len();
        let (first, step) = (hash as usize, (hash >> 32) as usize | 1);
        (0..count).map(move |i| first.wrapping_add(i.wrapping_mul(step)) & count.wrapping_sub(1))
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
        Key {
            hash,
            youngest: [youngest, youngest / 2],
        }
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
            youngest: [index / 3; 2],
        };
        for index in 1..30_000 {
            table.insert(key(index), index, |other| key(other).hash);
        }
        let probes = |index: u32| {
            let mut places = table.far.places(key(index).hash);
            let holds = |place: usize| table.far.slots[place] as u32 == index;
            1 + places.position(holds).map_or(0, |place| place + 1)
        };
        assert!((1..30_000).map(probes).sum::<usize>() < 2 * 30_000);
    }

    #[test]
    fn what_is_put_in_is_found_and_nothing_else() {
        let mut table = Table::default();
        for index in 2..20_000 {
            assert_eq!(table.find(key(index), |other| other == index), None);
            table.insert(key(index), index, |other| key(other).hash);
        }
        for index in 2..20_000 {
            assert_eq!(table.find(key(index), |other| other == index), Some(index));
        }
    }
}
