//! Monotone pieces: the one way in which an elementary function in doubles becomes an interval.
//!
//! Soundness: a monotone f maps [a, b] onto [f(a), f(b)]; either end is moved outward by the
//! steps within which [`ULP`](crate::elementary::ULP) promises the truth. Where the computed value is
//! one that the function takes exactly, at a known argument (by Lindemann's theorem of 1882 there
//! are few: e^0 = 1, log₂ 8 = 3), the true value lies on the side on which x lies of that.
//!
//! Inclusion isotonicity (X ⊂ Y ⇒ F(X) ⊂ F(Y)) follows where the computed f is monotone itself:
//! correctly rounded functions are, and so are monotone compositions of them.

use super::rounding::{step_down, step_up};
use super::{Interval, PARTIAL};

/// A function in doubles with the number of steps that enclose its true value.
#[derive(Clone, Copy)]
pub(super) struct Rounded {
    pub(super) function: fn(f64) -> f64,
    pub(super) steps: u32,
    /// The argument at which the function takes this value exactly, or NaN if none is known.
    pub(super) inverse: fn(f64) -> f64,
}

impl Rounded {
    /// A function of which no exact values are known.
    pub(super) const fn new(function: fn(f64) -> f64, steps: u32) -> Rounded {
        Rounded {
            function,
            steps,
            inverse: |_| f64::NAN,
        }
    }

    /// A function with f(0) = 0.
    pub(super) const fn through_origin(function: fn(f64) -> f64, steps: u32) -> Rounded {
        let inverse = |value| if value == 0.0 { 0.0 } else { f64::NAN };
        Rounded {
            function,
            steps,
            inverse,
        }
    }

    /// A function with f(0) = 1.
    pub(super) const fn one_at_zero(function: fn(f64) -> f64, steps: u32) -> Rounded {
        let inverse = |value| if value == 1.0 { 0.0 } else { f64::NAN };
        Rounded {
            function,
            steps,
            inverse,
        }
    }

    /// A function with f(1) = 0.
    pub(super) const fn zero_at_one(function: fn(f64) -> f64, steps: u32) -> Rounded {
        let inverse = |value| if value == 0.0 { 1.0 } else { f64::NAN };
        Rounded {
            function,
            steps,
            inverse,
        }
    }

    /// Bounds on both sides of the value at x.
    #[inline]
    fn at(self, x: f64, slope: Slope) -> (f64, f64) {
        let value = (self.function)(x);
        if value.is_nan() {
            return (f64::NEG_INFINITY, f64::INFINITY);
        }
        let exact = (self.inverse)(value);
        let (before, after) = match slope {
            Slope::Rising => (x < exact, x > exact),
            Slope::Falling => (x > exact, x < exact),
        };
        let known_below = after || x == exact;
        let known_above = before || x == exact;
        (
            if known_below {
                value
            } else {
                step_down(value, self.steps)
            },
            if known_above {
                value
            } else {
                step_up(value, self.steps)
            },
        )
    }
}

/// Which way a function goes on the box.
#[derive(Clone, Copy)]
enum Slope {
    Rising,
    Falling,
}

impl Interval {
    /// A computed value with the steps that enclose the true one.
    pub(super) fn rounded(value: f64, steps: u32) -> Interval {
        if value.is_nan() {
            return Interval::ENTIRE;
        }
        Interval::raw(step_down(value, steps), step_up(value, steps), 0)
    }

    /// Image under an increasing function.
    #[inline]
    pub(super) fn increasing(self, f: Rounded) -> Interval {
        if self.is_empty() {
            return self;
        }
        let (lo, above) = f.at(self.lo, Slope::Rising);
        let hi = if self.is_point() {
            above
        } else {
            f.at(self.hi, Slope::Rising).1
        };
        Interval::raw(lo, hi, self.flags)
    }

    /// Image under a decreasing function.
    #[inline]
    pub(super) fn decreasing(self, f: Rounded) -> Interval {
        if self.is_empty() {
            return self;
        }
        let (below, hi) = f.at(self.lo, Slope::Falling);
        let lo = if self.is_point() {
            below
        } else {
            f.at(self.hi, Slope::Falling).0
        };
        Interval::raw(lo, hi, self.flags)
    }

    /// The interval of absolute values.
    #[inline]
    pub(super) fn absolute(self) -> Interval {
        if self.is_empty() {
            return self;
        }
        Interval::raw(self.mignitude(), self.magnitude(), self.flags)
    }

    /// Image under a function that on (0, ∞) is positive and decreasing from `limit` at 0, and
    /// odd: 1/x and its kin. Undefined at 0.
    pub(super) fn odd_decreasing(self, limit: f64, f: Rounded) -> Interval {
        let side = |x: Interval| {
            let x = x.cut(0.0, f64::INFINITY);
            if x.is_empty() || x.hi == 0.0 {
                return Interval::EMPTY;
            }
            let lo = f.at(x.hi, Slope::Falling).0.max(0.0);
            let hi = if x.lo == 0.0 {
                limit
            } else {
                f.at(x.lo, Slope::Falling).1.min(limit)
            };
            Interval::raw(lo, hi, 0)
        };
        if self.lo > 0.0 {
            return side(self).flagged(self.flags);
        }
        if self.hi < 0.0 {
            return (-side(-self)).flagged(self.flags);
        }
        let (right, left) = (side(self), -side(-self));
        let lo = right.lo.min(left.lo);
        let hi = right.hi.max(left.hi);
        if lo > hi {
            Interval::EMPTY
        } else {
            Interval::raw(lo, hi, self.flags | PARTIAL)
        }
    }
}
