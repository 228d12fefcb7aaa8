//! Memory that is kept between runs.

use std::sync::{Mutex, PoisonError};

/// Doubles to a line of the cache.
pub(super) const LINE: usize = 8;

/// Numbers that begin at a line of the cache.
#[derive(Debug)]
pub(super) struct Memory {
    numbers: Vec<f64>,
    len: usize,
}

impl Memory {
    pub fn new(len: usize) -> Self {
        Self {
            numbers: vec![0.0; len + LINE],
            len,
        }
    }

    pub fn aligned(&mut self) -> &mut [f64] {
        let first = self
            .numbers
            .as_ptr()
            .align_offset(LINE * size_of::<f64>())
            .min(LINE);
        self.numbers
            .get_mut(first..first + self.len)
            .unwrap_or_default()
    }
}

/// Memory of one size between its uses: as much as there were callers at a time.
#[derive(Debug)]
pub(super) struct Pool {
    len: usize,
    kept: Mutex<Vec<Memory>>,
}

impl Pool {
    /// With memory for one caller, so that the first call finds it.
    pub fn new(len: usize) -> Self {
        Self {
            len,
            kept: Mutex::new(vec![Memory::new(len)]),
        }
    }

    /// Without memory until some is asked for.
    pub fn empty(len: usize) -> Self {
        Self {
            len,
            kept: Mutex::default(),
        }
    }

    /// Does some work with memory.
    pub fn with<R>(&self, work: impl FnOnce(&mut [f64]) -> R) -> R {
        let kept = self.lock().pop();
        let mut memory = kept.unwrap_or_else(|| Memory::new(self.len));
        let result = work(memory.aligned());
        self.lock().push(memory);
        result
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Memory>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
