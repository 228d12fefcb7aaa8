//! What can be wrong with the arguments of a difference.

use thiserror::Error;

/// A difference that can't be taken, because of its arguments.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum DifferenceError {
    /// The step is zero, not finite, or not a number.
    #[error("the step is {0}: it must be finite and not zero")]
    Step(f64),
    /// Two arguments that belong together have different lengths.
    #[error("the {what} has {found} elements, the argument has {expected}")]
    Length {
        /// Which argument is of the wrong length.
        what: &'static str,
        /// The length that it should have.
        expected: usize,
        /// The length that it has.
        found: usize,
    },
    /// A vector-valued function gave vectors of different lengths.
    #[error("the function gave {found} values, and {expected} before")]
    Outputs {
        /// How many values it gave first.
        expected: usize,
        /// How many it gave then.
        found: usize,
    },
}
