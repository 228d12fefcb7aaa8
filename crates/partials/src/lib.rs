//! A differentiation engine, symbolic and numeric at once: derive a formula, and check every
//! derivative against an independent numeric truth.
//!
//! ```
//! use partials::prelude::*;
//!
//! let f = Function::parse("f(x, y) = x^2*y + sin(x*y)")?;
//! assert_eq!(f.gradient().to_string(), "[2*x*y + y*cos(x*y), x^2 + x*cos(x*y)]");
//! assert_eq!(f.partial("x")?.to_string(), "2*x*y + y*cos(x*y)");
//! assert_eq!(f.value(&[1.0, 2.0])?, 2.0 + 2.0_f64.sin());
//!
//! // A gradient that was worked out by hand: the second entry lacks a term.
//! let report = Verifier::new().check(&f, &["2*x*y + y*cos(x*y)", "x^2"])?;
//! assert!(report.is_refuted());
//! assert!(report.entries[0].verdict.holds());
//! # Ok::<(), partials::Error>(())
//! ```
//!
//! Code is checked too, in tests: [`assert_gradient!`] and its siblings for closures over slices.
//!
//! A [`Session`] runs whole sources: definitions, claims, queries. The numeric truth stands on
//! its own too: [`central_difference`](numeric::difference::central_difference) and
//! [`numerical_gradient`](numeric::difference::numerical_gradient) are the textbook's.

mod algebra;
#[cfg(feature = "argmin")]
mod argmin;
mod calculus;
mod chain;
#[doc(hidden)]
pub mod code;
mod compiled;
mod descend;
mod error;
mod explain;
mod function;
mod local;
mod native;
#[cfg(feature = "plot")]
pub mod plot;
mod reduced;
mod session;
mod show;
mod source;
mod sparse;
mod table;
mod undefined;
mod verifier;

pub use partials_codegen as codegen;
#[cfg(feature = "jit")]
pub use partials_jit as jit;
pub use partials_minimise as minimise;
pub use partials_numeric as numeric;
pub use partials_parser as parser;
pub use partials_symbolic as symbolic;

pub use algebra::Simplified;
pub use chain::Chain;
pub use code::CodeVerifier;
pub use compiled::{Compiled, Quantity};
pub use descend::{Downhill, Model, Training};
pub use error::Error;
pub use function::{Derivative, Function};
pub use local::{Evaluation, Local};
pub use partials_codegen::Target;
pub use reduced::{Reduced, Reduction};
pub use session::{CheckedClaim, Item, ItemKind, Output, Reading, Session};
pub use source::Order;
pub use sparse::{CompiledSparse, Sparse};
pub use table::{Column, Table, TableError};
pub use verifier::Verifier;

/// What most programs need.
pub mod prelude {
    pub use crate::numeric::difference::{DEFAULT_STEP, central_difference, numerical_gradient};
    pub use crate::numeric::verify::{Report, Verdict};
    pub use crate::{Error, Function, Session, Verifier};
}
