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
}
