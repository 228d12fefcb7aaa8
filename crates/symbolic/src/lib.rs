//! The expression graph of partials: the function table, derivation by rules, arrangement and
//! printing.
//!
//! No floating point is evaluated here and nothing does I/O. See the modules for the pieces:
//! [`graph`] holds expressions, [`functions`] is the table of functions, [`mod@derive`] applies the
//! rules of calculus.

pub mod arrange;
pub mod chain;
pub mod derive;
pub mod equal;
pub mod explain;
pub mod functions;
pub mod graph;
pub mod lower;
mod number;
pub mod print;
pub mod simplify;
pub mod sparse;

pub use functions::{Arity, Function};
pub use graph::{Graph, Handle, Id, natural_order};
pub use number::Rational;
