//! The batch interpreter: code over many points at once, an operation at a time over a block of
//! them, by the vectors of the machine. It needs no code generation and is the portable default.
//!
//! Points come as rows (one after the other) or as columns (one input after the other); in the
//! interpreter they are columns. Rows are put across on the way.

mod frame;
mod points;
mod program;
mod repeat;
mod run;
mod sums;

pub use points::{Batch, BatchError, Block, Columns, Points, Rows};
pub use sums::Table;
