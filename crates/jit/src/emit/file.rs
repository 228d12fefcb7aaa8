//! The registers of a machine, and what is in them.

use super::EMPTY;
use crate::program::NEVER;

/// The registers of a kind, each with its value.
pub(super) struct File {
    pub values: [u32; 32],
    /// The next use of each value.
    next: [u32; 32],
    /// Whether the value is in memory too.
    stored: u32,
    /// Those that may be used.
    pub usable: u32,
    pub free: u32,
}

impl File {
    pub fn new(usable: u32) -> Self {
        Self {
            values: [EMPTY; 32],
            next: [NEVER; 32],
            stored: 0,
            usable,
            free: usable,
        }
    }

    /// Notes the next use of the value, and whether it is in memory.
    pub fn note(&mut self, register: u8, next: u32, stored: bool) {
        if let Some(slot) = self.next.get_mut(register as usize) {
            *slot = next;
        }
        self.stored &= !(1 << register);
        self.stored |= u32::from(stored) << register;
    }

    /// Of the registers in a set the one whose value is wanted last. What is in memory already
    /// costs a load alone.
    pub fn furthest(&self, candidates: u32, place: u32) -> (u8, u32) {
        let mut best = (0, 0, EMPTY);
        for (register, (next, value)) in self.next.iter().zip(&self.values).enumerate() {
            if candidates >> register & 1 == 0 {
                continue;
            }
            let stored = self.stored >> register & 1 == 1;
            let bonus = if stored {
                next.saturating_sub(place) / 2
            } else {
                0
            };
            let score = next.saturating_add(bonus);
            if score >= best.0 {
                best = (score, register as u8, *value);
            }
        }
        (best.1, best.2)
    }

    pub fn put(&mut self, register: u8, value: u32) {
        if let Some(slot) = self.values.get_mut(register as usize) {
            *slot = value;
        }
        if value == EMPTY {
            self.free |= 1 << register & self.usable;
        } else {
            self.free &= !(1 << register);
        }
    }
}
