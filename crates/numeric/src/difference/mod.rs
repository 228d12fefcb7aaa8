//! Derivatives from values of the function alone.
//!
//! Three kinds, from the plain to the careful:
//! - the [`textbook`](self::central_difference): one step, one formula, printed as the book
//!   prints it;
//! - [`differentiate`]: the step is found, the noise of the function is measured, the differences
//!   are extrapolated, and the [`Difference`] carries a bound on its error and the kind of point;
//!   [`differentiate_bounded`] for functions that know the error of their own values;
//! - [`differentiate_along`] a direction, and gradients and Jacobians from it.
//!
//! [`compare`] holds a claimed value against a difference: it agrees, it differs, or the bounds
//! are too wide to tell.
//!
//! Nothing here knows how the function is made, so that it can vouch for every rule. Only
//! + − × ÷ and √ are used, so that the results are the same bits on every platform.

#[cfg(feature = "ndarray")]
mod arrays;
mod bundle;
mod derivative;
mod directional;
mod error;
mod extrapolate;
mod ladder;
mod noise;
mod outcome;
mod probe;
mod scale;
mod textbook;
mod vicinity;

#[cfg(feature = "ndarray")]
pub use arrays::{differentiate_array, numerical_gradient_array, numerical_jacobian_array};
pub use bundle::differentiate_outputs_along;
pub(crate) use bundle::{Bundle, Values, shared};
pub use derivative::{differentiate, differentiate_bounded};
pub use directional::{
    differentiate_along, differentiate_along_bounded, differentiate_gradient,
    differentiate_gradient_bounded, differentiate_jacobian,
};
pub use error::DifferenceError;
pub use outcome::{Agreement, Difference, Options, Outcome, Resolution, Side, compare, compare_at};
pub(crate) use probe::{Exactness, Grid};
pub use textbook::{
    DEFAULT_STEP, central_difference, forward_difference, numerical_derivative, numerical_gradient,
    numerical_hessian, numerical_jacobian, second_difference,
};
