//! Intervals: every elementary function encloses rigorously; a special function on an interval
//! that is no point is enclosed where its derivative is elementary, else estimated from its
//! change across the interval, which holds for the narrow intervals of running rounding errors.

use partials_symbolic::graph::{Comparison, Constant};
use partials_symbolic::{Function, Rational};
use smallvec::SmallVec;

use super::float::derivative_estimate;
use super::{Scalar, estimate};
use crate::interval::{Interval, Truth, lift, logsumexp};

/// Wider than this part of its magnitude, an interval is too wide for an estimate of its image.
const NARROW: f64 = 1e-3;
/// Up to this part, a function changes alike to both sides: what curvature adds is of the square
/// of the width, far below the rounding errors that the width comes from.
const STRAIGHT: f64 = 1e-9;

impl Scalar for Interval {
    type Context = ();

    fn number(value: &Rational, (): ()) -> Self {
        match value {
            Rational::Small(p, q) => Interval::from_ratio(*p, *q),
            big => {
                let nearest = big.to_f64();
                if Rational::from_f64(nearest).as_ref() == Some(value) {
                    Interval::point(nearest)
                } else {
                    Interval::enclose(nearest.next_down(), nearest.next_up())
                }
            }
        }
    }
    fn constant(constant: Constant, (): ()) -> Self {
        match constant {
            Constant::Pi => Interval::PI,
            Constant::E => Interval::E,
            Constant::Infinity => Interval::ENTIRE.partial(),
            _ => Interval::EMPTY,
        }
    }
    fn add(&self, other: &Self) -> Self {
        *self + *other
    }
    fn sub(&self, other: &Self) -> Self {
        *self - *other
    }
    fn mul(&self, other: &Self) -> Self {
        *self * *other
    }
    fn div(&self, other: &Self) -> Self {
        *self / *other
    }
    fn neg(&self) -> Self {
        -*self
    }
    fn powi(&self, exponent: i64) -> Self {
        Interval::powi(*self, exponent)
    }
    fn pow_rational(&self, exponent: &Rational) -> Self {
        match exponent {
            Rational::Small(p, q) => self.pow_ratio(*p, *q),
            big => Interval::pow(*self, Self::number(big, ())),
        }
    }
    fn pow(&self, exponent: &Self) -> Self {
        Interval::pow(*self, *exponent)
    }
    fn call(function: Function, arguments: &[Self], (): ()) -> Self {
        match *arguments {
            [x] => unary(function, x).unwrap_or_else(|| estimated(function, arguments)),
            _ => several(function, arguments).unwrap_or_else(|| estimated(function, arguments)),
        }
    }
    fn call_derivative(function: Function, orders: &[u32], arguments: &[Self], (): ()) -> Self {
        across(arguments, |point| {
            derivative_estimate(function, orders, point)
        })
    }
    fn compare(comparison: Comparison, a: &Self, b: &Self) -> Truth {
        match comparison {
            Comparison::Less => a.less(*b),
            Comparison::LessEqual => a.less_equal(*b),
            Comparison::Greater => a.greater(*b),
            Comparison::GreaterEqual => a.greater_equal(*b),
            Comparison::Equal => a.equal(*b),
            Comparison::NotEqual => !a.equal(*b),
        }
    }
    fn select(condition: Truth, yes: &Self, no: &Self) -> Self {
        Interval::select(condition, *yes, *no)
    }
    fn to_integer(&self) -> Option<i64> {
        if self.is_point() {
            self.lo().to_integer()
        } else {
            None
        }
    }
}

fn unary(function: Function, x: Interval) -> Option<Interval> {
    let found = elementary!(function, x).or_else(|| steps!(function, x));
    let found = found.or_else(|| {
        method!(function, x;
            Heaviside => heaviside,
            Sigmoid => sigmoid,
            Logit => logit,
            Softplus => softplus,
            Relu => relu,
            Silu => silu,
            Mish => mish,
        )
    });
    found.or_else(|| (function == Function::LogSumExp).then_some(x))
}

fn several(function: Function, arguments: &[Interval]) -> Option<Interval> {
    Some(match (function, arguments) {
        (Function::Hypot, [a, b]) => a.hypot(*b),
        (Function::Atan2, [y, x]) => y.atan2(*x),
        (Function::Mod, [x, y]) => x.modulo(*y),
        (Function::Min, [a, b]) => a.min(*b),
        (Function::Max, [a, b]) => a.max(*b),
        (Function::Clamp, [x, lo, hi]) => x.clamp(*lo, *hi),
        (Function::LeakyRelu, [x, a]) => x.leaky_relu(*a),
        (Function::Elu, [x, a]) => x.elu(*a),
        (Function::Huber, [x, delta]) => x.huber(*delta),
        (Function::LogSumExp, terms) => logsumexp(terms),
        _ => return None,
    })
}

/// A special function of intervals.
fn estimated(function: Function, arguments: &[Interval]) -> Interval {
    if let [x] = *arguments
        && let Some(monotone) = monotone(function, x)
    {
        return monotone;
    }
    across(arguments, |point| {
        let found = estimate(function, point);
        (found.value, found.error)
    })
}

/// The functions that are monotone wherever they have a value.
fn monotone(function: Function, x: Interval) -> Option<Interval> {
    use Function::*;
    let f = |at: f64| {
        let found = estimate(function, &[at]);
        (found.value, found.error)
    };
    match function {
        Erf | Erfi | Shi => Some(lift::monotone_increasing(x, f)),
        Erfc | Erfcx => Some(lift::monotone_decreasing(x, f)),
        _ => None,
    }
}

/// The image of narrow intervals: the value at the midpoint, with its error and twice the change
/// towards each end, argument by argument. (At a stationary point inside, the change to the ends
/// is at least a quarter of the change between any two points of a parabola.)
fn across(arguments: &[Interval], f: impl Fn(&[f64]) -> (f64, f64)) -> Interval {
    if arguments.iter().any(|x| x.is_empty()) {
        return Interval::EMPTY;
    }
    let flags = arguments
        .iter()
        .fold(Interval::ZERO, |flags, x| flags.with_flags_of(*x));
    let middle: SmallVec<[f64; 8]> = arguments.iter().map(|x| x.midpoint()).collect();
    let (value, mut error) = f(&middle);
    if value.is_nan() && arguments.iter().all(|x| x.is_point()) {
        return Interval::EMPTY;
    }
    let mut point = middle.clone();
    for (i, x) in arguments.iter().enumerate() {
        if x.is_point() {
            continue;
        }
        if x.width() > NARROW * x.magnitude().max(1.0) {
            return Interval::ENTIRE.partial().jumping();
        }
        let straight = x.width() <= STRAIGHT * x.magnitude();
        let ends = if straight { 1 } else { 2 };
        let mut change = 0.0_f64;
        for end in [x.hi(), x.lo()].into_iter().take(ends) {
            point
                .iter_mut()
                .skip(i)
                .take(1)
                .for_each(|slot| *slot = end);
            let (there, its_error) = f(&point);
            change = if there.is_nan() {
                f64::INFINITY
            } else {
                change.max((there - value).abs() + its_error)
            };
        }
        point.clone_from(&middle);
        error += 2.0 * change;
    }
    if !value.is_finite() || !error.is_finite() {
        return Interval::ENTIRE.partial().with_flags_of(flags);
    }
    Interval::around(value, error).with_flags_of(flags)
}
