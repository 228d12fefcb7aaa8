//! Machine code in memory for the functions of partials.
//!
//! [`Jit::new`] takes [`Code`](partials_numeric::code::Code) straight to instructions of AVX-512,
//! of AVX2 with FMA, or of one lane: functions inlined, registers assigned in one pass, a loop
//! over blocks of points around it.

#![cfg(all(target_arch = "x86_64", unix))]

mod emit;
pub mod encode;
mod jit;
mod lower;
mod pages;
mod program;
mod record;

pub use encode::Target;
pub use jit::{Jit, ShapeError, Tile, Workspace};
pub use lower::Unsupported;
