//! Machine code in memory for the functions of partials.
//!
//! [`Jit::new`] takes [`Code`](partials_numeric::code::Code) straight to instructions of AVX-512,
//! of AVX2 with FMA, or of one lane: functions inlined, registers assigned in one pass, a loop
//! over blocks of points around it. [`Single`] is for one point at a time.

#![cfg(all(target_arch = "x86_64", unix))]

mod callout;
mod emit;
pub mod encode;
mod jit;
mod lower;
mod order;
mod pages;
mod parts;
mod program;
mod record;
mod routine;
mod single;
mod sums;
mod tiles;

pub use encode::Target;
pub use jit::{Jit, ShapeError, Workspace};
pub use lower::Unsupported;
pub use single::{Memory, Single};
pub use sums::{Sums, SumsMemory};
