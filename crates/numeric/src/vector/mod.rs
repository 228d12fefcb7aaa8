//! Elementary functions of many arguments at once, by the vectors of the machine.
//!
//! Each function is written once, as straight-line code over [`lanes::Lanes`]; the compiler widens
//! loops over it, and a code generator can record it. The bits differ between machines with fused
//! multiply-add and without, and stay within the bounds of [`FUNCTIONS`] on both.
//!
//! ```
//! use partials_numeric::vector::Machine;
//! use partials_symbolic::Function;
//! let x = [0.0, 1.0, -1.0, 1e300];
//! let mut y = [0.0; 4];
//! Machine::best().map(Function::Sin, &x, &mut y);
//! assert_eq!(y[0], 0.0);
//! assert!((y[1] - 1f64.sin()).abs() < 2e-16);
//! ```

mod coefficients;
pub mod composed;
pub mod error_function;
pub mod exponential;
mod functions;
pub mod gamma;
pub mod inverse;
pub mod lanes;
pub mod logarithm;
mod machine;
pub mod power;
pub(crate) mod tiles;
pub mod trigonometric;

pub use functions::{FUNCTIONS, POWER_ULP, Row, binary, row, unary};
pub(crate) use machine::Work;
pub use machine::{Machine, Native};
