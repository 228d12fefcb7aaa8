//! Sparse Jacobians and Hessians: which entries can differ from zero, the few directions in which
//! all of them are found at once, and their storage as solvers take it.
//!
//! Entries that share no row can be found by one derivative along the sum of their columns
//! (Curtis, Powell and Reid 1974). Which columns may be summed is a colouring of a graph: partial
//! at distance two for a Jacobian, a star colouring for a Hessian, whose symmetry gives each entry
//! two places (Coleman and Moré 1984; Gebremedhin, Manne and Pothen 2005).

pub mod coloring;
mod hessian;
mod jacobian;
mod pattern;

pub use coloring::Coloring;
pub use hessian::SparseHessian;
pub use jacobian::{Direction, SparseJacobian};
pub use pattern::{Compressed, Pattern, Triplets};
