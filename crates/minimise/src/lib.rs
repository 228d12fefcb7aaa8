//! Minima of functions whose derivatives are exact: descents, and fits by least squares.
//!
//! What is minimised is a trait, [`Objective`] or [`Residuals`]; where the derivatives come from is
//! not known here. [`descend`](descent::Settings::descend) goes down from a point and keeps the path,
//! [`fit`](fit::Settings::fit) finds parameters with their errors. Nothing is drawn, printed or timed.
//!
//! ```
//! use partials_minimise::descent::{Descent, Settings, Stop};
//! use partials_minimise::{Matrix, Objective};
//!
//! /// (x - 1)² + 10·y²
//! struct Bowl;
//!
//! impl Objective for Bowl {
//!     fn dimension(&self) -> usize {
//!         2
//!     }
//!     fn value(&self, p: &[f64]) -> f64 {
//!         (p[0] - 1.0).powi(2) + 10.0 * p[1].powi(2)
//!     }
//!     fn gradient(&self, p: &[f64], gradient: &mut [f64]) -> f64 {
//!         gradient.copy_from_slice(&[2.0 * (p[0] - 1.0), 20.0 * p[1]]);
//!         self.value(p)
//!     }
//!     fn hessian(&self, _: &[f64]) -> Option<Matrix> {
//!         Some(Matrix::from(vec![vec![2.0, 0.0], vec![0.0, 20.0]]))
//!     }
//! }
//!
//! let found: Descent = Settings::default().descend(&Bowl, &[-1.0, 2.0])?;
//! let end = &found.end().point;
//! assert!((end[0] - 1.0).abs() < 1e-15 && end[1].abs() < 1e-15);
//! assert_eq!(found.stop, Stop::Gradient);
//! # Ok::<(), partials_minimise::Error>(())
//! ```

pub mod dense;
pub mod descent;
pub mod fit;
mod problem;
mod sparse;
mod starts;
mod student;

pub use dense::Matrix;
pub use problem::{Bounds, EmptyRange, Objective, Residuals};
pub use sparse::Sparse;
pub use starts::starts;
pub use student::{student_probability, student_quantile};

/// What can't be minimised.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A point has another number of coordinates than there are variables.
    #[error("expected {expected} coordinates, found {found}")]
    Dimension {
        /// The number of variables.
        expected: usize,
        /// The number of coordinates.
        found: usize,
    },
    /// A method needs second derivatives, and there are none.
    #[error("the method needs second derivatives")]
    NoHessian,
    /// A method needs a sum of squares, and the function is none.
    #[error("the method needs a sum of squares: a vector of residuals")]
    NoResiduals,
    /// There are fewer residuals than parameters.
    #[error("{parameters} parameters can't be found from {residuals} values")]
    TooFew {
        /// The number of parameters.
        parameters: usize,
        /// The number of residuals.
        residuals: usize,
    },
    /// No starting point has a value.
    #[error("the model has no value at the starting point")]
    Undefined {
        /// The starting point.
        point: Vec<f64>,
    },
}
