//! From estimates at points to enclosures over intervals.
//!
//! A special function comes as an estimator: a closure from x to `(value, error)` with the truth
//! within `error` of `value`. What is known of its shape makes intervals of that. An estimator
//! that cannot answer returns NaN or an infinite error, and the image is unbounded.
//!
//! ```
//! use partials_numeric::interval::{Interval, lift};
//! let cube = |x: f64| (x * x * x, 1e-15 * x.abs().powi(3));
//! let y = lift::monotone_increasing(Interval::new(1.0, 2.0), cube);
//! assert!(y.contains(1.0) && y.contains(8.0) && y.width() < 7.000001);
//! ```

use super::Interval;

/// A place where a function turns, and its value there, both enclosed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extremum {
    /// Enclosure of the argument.
    pub at: Interval,
    /// Enclosure of the value.
    pub value: Interval,
}

fn at(x: f64, f: &impl Fn(f64) -> (f64, f64)) -> Interval {
    let (value, error) = f(x);
    Interval::around(value, error)
}

/// Image of x under an increasing function.
#[must_use]
pub fn monotone_increasing(x: Interval, f: impl Fn(f64) -> (f64, f64)) -> Interval {
    if x.is_empty() {
        return x;
    }
    if x.is_point() {
        return at(x.lo, &f).with_flags_of(x);
    }
    Interval::raw(at(x.lo, &f).lo, at(x.hi, &f).hi, x.flags)
}

/// Image of x under a decreasing function.
#[must_use]
pub fn monotone_decreasing(x: Interval, f: impl Fn(f64) -> (f64, f64)) -> Interval {
    if x.is_empty() {
        return x;
    }
    if x.is_point() {
        return at(x.lo, &f).with_flags_of(x);
    }
    Interval::raw(at(x.hi, &f).lo, at(x.lo, &f).hi, x.flags)
}

/// Image of x under a continuous function that is monotone between the given extrema, in any order.
///
/// All extrema that may lie in x must be listed. One whose enclosure merely touches x counts.
///
/// ```
/// use partials_numeric::interval::{Extremum, Interval, lift};
/// let bottom = Extremum { at: Interval::ZERO, value: Interval::ZERO };
/// let square = |x: f64| (x * x, 1e-15 * x * x);
/// let y = lift::unimodal(Interval::new(-1.0, 2.0), &[bottom], square);
/// assert!(y.lo() == 0.0 && y.contains(4.0));
/// ```
#[must_use]
pub fn unimodal(x: Interval, extrema: &[Extremum], f: impl Fn(f64) -> (f64, f64)) -> Interval {
    between_extrema(x, extrema, |x| at(x, &f))
}

/// As [`unimodal`], for a function that encloses its own values.
pub(super) fn between_extrema(
    x: Interval,
    extrema: &[Extremum],
    f: impl Fn(f64) -> Interval,
) -> Interval {
    if x.is_empty() {
        return x;
    }
    let ends = if x.is_point() {
        f(x.lo)
    } else {
        f(x.lo).hull(f(x.hi))
    };
    let touching = extrema
        .iter()
        .filter(|e| x.lo <= e.at.hi && e.at.lo <= x.hi && !x.is_point());
    touching
        .fold(ends, |image, e| image.hull(e.value))
        .with_flags_of(x)
}

/// Image of x by the mean value form f(m) + f'(X)·(X - m), with m the midpoint (Moore 1966).
///
/// The overestimation shrinks with the square of the width (Krawczyk and Nickel 1982). The
/// function must be differentiable over x, with its derivative in `derivative`; where that is
/// partial or empty, nothing is known and the image is the whole line.
///
/// ```
/// use partials_numeric::interval::{Interval, lift};
/// let x = Interval::new(0.9, 1.1);
/// let y = lift::lipschitz(x, |x| (x.sin(), 1e-15), x.cos());
/// assert!(y.contains(0.9f64.sin()) && y.contains(1.1f64.sin()) && y.width() < 0.13);
/// ```
#[must_use]
pub fn lipschitz(x: Interval, f: impl Fn(f64) -> (f64, f64), derivative: Interval) -> Interval {
    if x.is_empty() {
        return x;
    }
    let middle = x.midpoint();
    let centre = at(middle, &f);
    if x.is_point() {
        return centre.with_flags_of(x);
    }
    if derivative.is_partial() || !x.is_bounded() {
        return Interval::ENTIRE.with_flags_of(x).with_flags_of(derivative);
    }
    centre + derivative * (x - middle)
}
