//! A vector that is read and written by numbers which are known to be in range: beyond it there is
//! the default, and nothing is written.

/// A vector of small values.
#[derive(Clone, Debug, Default)]
pub struct Table<T>(Vec<T>);

impl<T: Copy + Default> Table<T> {
    /// As many copies of a value.
    pub fn filled(value: T, size: usize) -> Self {
        Self(vec![value; size])
    }

    /// The value at a place.
    #[inline]
    pub fn at(&self, place: u32) -> T {
        self.0.get(place as usize).copied().unwrap_or_default()
    }

    /// Writes a value.
    #[inline]
    pub fn set(&mut self, place: u32, value: T) {
        if let Some(slot) = self.0.get_mut(place as usize) {
            *slot = value;
        }
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The values, in order.
    pub fn values(&self) -> &[T] {
        &self.0
    }
}

impl<T> FromIterator<T> for Table<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

/// Lists of small numbers, one behind the other in the same memory.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    /// Where each list ends.
    ends: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    /// No lists yet, with room.
    pub fn with_capacity(lists: usize, items: usize) -> Self {
        Self {
            ends: Vec::with_capacity(lists),
            items: Vec::with_capacity(items),
        }
    }

    /// Adds a number to the list that comes next.
    #[inline]
    pub fn push(&mut self, item: u32) {
        self.items.push(item);
    }

    /// The list that comes next, so far.
    #[inline]
    pub fn open(&self) -> &[u32] {
        let from = self.ends.last().map_or(0, |end| *end as usize);
        self.items.get(from..).unwrap_or_default()
    }

    /// Ends the list that comes next.
    #[inline]
    pub fn close(&mut self) {
        self.ends.push(self.items.len() as u32);
    }

    /// The list at a place.
    #[inline]
    pub fn at(&self, place: u32) -> &[u32] {
        let end = |place: usize| self.ends.get(place).map_or(0, |end| *end as usize);
        let from = (place as usize).checked_sub(1).map_or(0, end);
        self.items
            .get(from..end(place as usize))
            .unwrap_or_default()
    }

    /// For each number the places of the lists that have it, ascending.
    pub fn inverted(&self) -> Self {
        let size = self.ends.len();
        let mut next = vec![0u32; size + 1];
        for item in &self.items {
            let slot = next.get_mut(*item as usize + 1);
            slot.into_iter().for_each(|count| *count += 1);
        }
        let mut sum = 0;
        for count in &mut next {
            sum += *count;
            *count = sum;
        }
        let mut items = vec![0; self.items.len()];
        for place in 0..size as u32 {
            for item in self.at(place) {
                let Some(next) = next.get_mut(*item as usize) else {
                    continue;
                };
                let slot = items.get_mut(*next as usize);
                slot.into_iter().for_each(|slot| *slot = place);
                *next += 1;
            }
        }
        next.truncate(size);
        Self { ends: next, items }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_the_places_of_their_numbers() {
        let mut lists = Lists::default();
        for list in [[].as_slice(), &[0], &[0, 1], &[], &[2, 0]] {
            list.iter().for_each(|item| lists.push(*item));
            assert_eq!(lists.open(), list);
            lists.close();
        }
        assert_eq!(lists.at(2), [0, 1]);
        assert_eq!(lists.at(3), []);
        assert_eq!(lists.at(9), []);
        let users = lists.inverted();
        assert_eq!(users.at(0), [1, 2, 4]);
        assert_eq!(users.at(1), [2]);
        assert_eq!(users.at(2), [4]);
        assert_eq!(users.at(4), []);
    }
}
