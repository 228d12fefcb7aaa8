//! Floats: f64 by the pinned set of functions, the same bits everywhere; any other float
//! generically.

use num_traits::Float;
use partials_symbolic::graph::{Comparison, Constant};
use partials_symbolic::{Function, Rational};

use super::{Scalar, estimate};
use crate::difference::{Options, differentiate_bounded};
use crate::elementary as el;
use crate::interval::Truth;

impl Scalar for f64 {
    type Context = ();

    fn number(value: &Rational, (): ()) -> Self {
        value.to_f64()
    }
    fn constant(constant: Constant, (): ()) -> Self {
        match constant {
            Constant::Pi => std::f64::consts::PI,
            Constant::E => std::f64::consts::E,
            Constant::Infinity => f64::INFINITY,
            _ => f64::NAN,
        }
    }
    by_operators!();
    fn div(&self, other: &Self) -> Self {
        if *other == 0.0 {
            f64::NAN
        } else {
            self / other
        }
    }
    fn powi(&self, exponent: i64) -> Self {
        match exponent {
            2 => self * self,
            _ if exponent < 0 && *self == 0.0 => f64::NAN,
            _ if exponent.unsigned_abs() <= 1 << 53 => el::pow(*self, exponent as f64),
            _ => el::powi(*self, exponent),
        }
    }
    fn pow_rational(&self, exponent: &Rational) -> Self {
        if *exponent == Rational::HALF {
            el::sqrt(*self)
        } else {
            el::pow(*self, exponent.to_f64())
        }
    }
    fn pow(&self, exponent: &Self) -> Self {
        if *self == 0.0 && *exponent < 0.0 {
            f64::NAN
        } else {
            el::pow(*self, *exponent)
        }
    }
    fn call(function: Function, arguments: &[Self], (): ()) -> Self {
        estimate(function, arguments).known()
    }
    /// By differences of the function, in the only argument that the order is in.
    fn call_derivative(function: Function, orders: &[u32], arguments: &[Self], (): ()) -> Self {
        derivative_estimate(function, orders, arguments).0
    }
    fn compare(comparison: Comparison, a: &Self, b: &Self) -> Truth {
        compare_ordered(comparison, a.partial_cmp(b))
    }
    fn select(condition: Truth, yes: &Self, no: &Self) -> Self {
        match condition {
            Truth::True => *yes,
            Truth::False => *no,
            Truth::Unknown => f64::NAN,
        }
    }
    fn to_integer(&self) -> Option<i64> {
        (self.trunc() == *self && self.abs() < 1e15).then_some(*self as i64)
    }
}

/// Differences of differences of differences take too long.
const HIGHEST: u32 = 2;

/// A derivative by differences in one argument after the other, with its bound; NaN for orders
/// above [`HIGHEST`].
pub(super) fn derivative_estimate(
    function: Function,
    orders: &[u32],
    arguments: &[f64],
) -> (f64, f64) {
    let unknown = (f64::NAN, f64::INFINITY);
    let Some(place) = orders.iter().position(|order| *order > 0) else {
        return unknown;
    };
    let Some(&at) = arguments.get(place) else {
        return unknown;
    };
    let total = orders
        .iter()
        .fold(0, |sum: u32, order| sum.saturating_add(*order));
    if total > HIGHEST {
        return unknown;
    }
    let mut lower: Vec<u32> = orders.to_vec();
    if let Some(order) = lower.get_mut(place) {
        *order -= 1;
    }
    let mut point = arguments.to_vec();
    let along = |x: f64| {
        point
            .iter_mut()
            .skip(place)
            .take(1)
            .for_each(|slot| *slot = x);
        if total > 1 {
            return derivative_estimate(function, &lower, &point);
        }
        let found = estimate(function, &point);
        (found.value, found.error)
    };
    let difference = differentiate_bounded(along, at, &Options::default());
    (difference.value, difference.error)
}

pub(super) fn compare_ordered(comparison: Comparison, order: Option<std::cmp::Ordering>) -> Truth {
    let Some(order) = order else {
        return Truth::Unknown;
    };
    let holds = match comparison {
        Comparison::Less => order.is_lt(),
        Comparison::LessEqual => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterEqual => order.is_ge(),
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
    };
    if holds { Truth::True } else { Truth::False }
}

/// Any float of `num_traits`. Elementary arithmetic and roots are the float's own; functions go
/// through double precision.
///
/// ```
/// use partials_numeric::scalar::Generic;
/// use partials_numeric::tape::Tape;
/// use partials_symbolic::Graph;
///
/// let graph = Graph::new();
/// let x = graph.variable("x");
/// let f = x.pow(2).sin();
/// let tape = Tape::new(&graph, &[f.id()], &["x"], Default::default()).unwrap();
/// let value = tape.evaluate(&[Generic(0.5_f32)], ()).remove(0).0;
/// assert!((value - 0.25_f32.sin()).abs() < 1e-6);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Generic<T>(pub T);

impl<T: Float> Generic<T> {
    fn through(value: f64) -> Self {
        Self(T::from(value).unwrap_or_else(T::nan))
    }

    fn wide(self) -> f64 {
        self.0.to_f64().unwrap_or(f64::NAN)
    }
}

impl<T: Float> Scalar for Generic<T> {
    type Context = ();

    fn number(value: &Rational, (): ()) -> Self {
        Self::through(value.to_f64())
    }
    fn constant(constant: Constant, (): ()) -> Self {
        Self::through(f64::constant(constant, ()))
    }
    fn add(&self, other: &Self) -> Self {
        Self(self.0 + other.0)
    }
    fn sub(&self, other: &Self) -> Self {
        Self(self.0 - other.0)
    }
    fn mul(&self, other: &Self) -> Self {
        Self(self.0 * other.0)
    }
    fn div(&self, other: &Self) -> Self {
        if other.0.is_zero() {
            Self(T::nan())
        } else {
            Self(self.0 / other.0)
        }
    }
    fn neg(&self) -> Self {
        Self(-self.0)
    }
    fn powi(&self, exponent: i64) -> Self {
        match i32::try_from(exponent) {
            Ok(_) if exponent < 0 && self.0.is_zero() => Self(T::nan()),
            Ok(exponent) => Self(self.0.powi(exponent)),
            Err(_) => Self::through(Scalar::powi(&self.wide(), exponent)),
        }
    }
    fn pow_rational(&self, exponent: &Rational) -> Self {
        if *exponent == Rational::HALF {
            Self(self.0.sqrt())
        } else {
            Self::through(Scalar::pow_rational(&self.wide(), exponent))
        }
    }
    fn pow(&self, exponent: &Self) -> Self {
        Self::through(Scalar::pow(&self.wide(), &exponent.wide()))
    }
    fn call(function: Function, arguments: &[Self], (): ()) -> Self {
        let wide: smallvec::SmallVec<[f64; 8]> = arguments.iter().map(|a| a.wide()).collect();
        Self::through(<f64 as Scalar>::call(function, &wide, ()))
    }
    fn call_derivative(function: Function, orders: &[u32], arguments: &[Self], (): ()) -> Self {
        let wide: smallvec::SmallVec<[f64; 8]> = arguments.iter().map(|a| a.wide()).collect();
        Self::through(f64::call_derivative(function, orders, &wide, ()))
    }
    fn compare(comparison: Comparison, a: &Self, b: &Self) -> Truth {
        compare_ordered(comparison, a.0.partial_cmp(&b.0))
    }
    fn select(condition: Truth, yes: &Self, no: &Self) -> Self {
        match condition {
            Truth::True => *yes,
            Truth::False => *no,
            Truth::Unknown => Self(T::nan()),
        }
    }
    fn to_integer(&self) -> Option<i64> {
        self.wide().to_integer()
    }
}
