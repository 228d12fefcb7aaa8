//! The batch interpreter: code over many points at once, an operation at a time over a block of
//! them, by the vectors of the machine. It needs no code generation and is the portable default.
//!
//! Points come as rows (one after the other) or as columns (one input after the other); in the
//! interpreter they are columns. An input is loaded where it is used and an output stored as soon
//! as it is there, so that the columns between them are few and stay in the first level of the
//! cache.

mod draft;
mod frame;
mod memory;
mod places;
mod points;
mod program;
mod repeat;
mod run;
mod single;
mod sums;
mod transpose;

pub use places::{Columns, Parts, Points, Rows, Table};
pub use points::{Batch, Block};
pub use transpose::{Matrix, transpose};

/// Why there are no values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BatchError {
    /// Slices that don't fit the code.
    #[error("expected {expected} numbers, found {found}")]
    Length {
        /// How many there should be.
        expected: usize,
        /// How many there are.
        found: usize,
    },
}
