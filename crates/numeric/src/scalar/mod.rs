//! The scalars that a tape computes with: floats, complex numbers, duals of any of them, intervals,
//! balls.

#[macro_use]
mod methods;

mod ball;
mod complex;
mod complex_float;
mod composite;
mod dual;
mod estimate;
mod float;
mod interval;

use partials_symbolic::graph::{Comparison, Constant};
use partials_symbolic::{Function, Rational};

pub use ball::has_ball;
pub use dual::Dual;
pub use estimate::estimate;
pub use float::Generic;

use crate::interval::Truth;

/// What a [`Tape`](crate::tape::Tape) can be evaluated with.
///
/// Values outside a function's domain are values too: NaN, an empty interval, a ball that is
/// proved to be outside. Nothing here fails or panics.
pub trait Scalar: Clone {
    /// What is needed to make a value from nothing, such as the precision of balls.
    type Context: Copy;

    /// The value of an exact number.
    fn number(value: &Rational, context: Self::Context) -> Self;
    /// The value of a constant.
    fn constant(constant: Constant, context: Self::Context) -> Self;
    /// The sum.
    fn add(&self, other: &Self) -> Self;
    /// The difference.
    fn sub(&self, other: &Self) -> Self;
    /// The product.
    fn mul(&self, other: &Self) -> Self;
    /// The quotient.
    fn div(&self, other: &Self) -> Self;
    /// The negative.
    fn neg(&self) -> Self;
    /// A power with an integer exponent, for every base (0^0 = 1).
    fn powi(&self, exponent: i64) -> Self;
    /// A power with a rational exponent that is not an integer: for bases above 0, and 0 where
    /// the exponent is positive.
    fn pow_rational(&self, exponent: &Rational) -> Self;
    /// A power with an exponent that is computed: as [`Scalar::powi`] where that is an integer.
    fn pow(&self, exponent: &Self) -> Self;
    /// A function of the table.
    fn call(function: Function, arguments: &[Self], context: Self::Context) -> Self;
    /// A derivative of a function of the table, of the given orders in its arguments, that has no
    /// closed form.
    fn call_derivative(
        function: Function,
        orders: &[u32],
        arguments: &[Self],
        context: Self::Context,
    ) -> Self;
    /// Whether a comparison holds.
    fn compare(comparison: Comparison, a: &Self, b: &Self) -> Truth;
    /// `yes` or `no`, by the condition; both where that is not known.
    fn select(condition: Truth, yes: &Self, no: &Self) -> Self;
    /// The value as an integer, for the bounds of a loop.
    fn to_integer(&self) -> Option<i64>;
}
