//! Functions with kinks and steps.
//!
//! A step function is increasing, so its image lies between the values at the ends; it jumps
//! exactly if these differ, for the box as given (IEEE 1788-2015: the *restriction* to the box).

use super::rounding::sub_up;
use super::{Interval, JUMP, PARTIAL, Truth};
use crate::elementary as f;

impl Interval {
    /// Absolute value.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// assert_eq!(Interval::new(-2.0, 1.0).abs(), Interval::new(0.0, 2.0));
    /// ```
    #[must_use]
    pub fn abs(self) -> Interval {
        self.absolute()
    }

    fn step(self, function: impl Fn(f64) -> f64) -> Interval {
        if self.is_empty() {
            return self;
        }
        let (lo, hi) = (function(self.lo), function(self.hi));
        Interval::raw(lo, hi, self.flags).flagged_if(lo != hi, JUMP)
    }

    /// Sign: -1, 0 or 1.
    #[must_use]
    pub fn sign(self) -> Interval {
        self.step(f::sign)
    }

    /// Largest integer not above x.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// assert!(Interval::new(0.2, 0.8).floor().is_continuous());
    /// assert!(Interval::new(0.8, 1.2).floor().may_jump());
    /// ```
    #[must_use]
    pub fn floor(self) -> Interval {
        self.step(f64::floor)
    }

    /// Smallest integer not below x.
    #[must_use]
    pub fn ceil(self) -> Interval {
        self.step(f64::ceil)
    }

    /// Nearest integer, halves to the even one.
    #[must_use]
    pub fn round(self) -> Interval {
        self.step(f64::round_ties_even)
    }

    /// Integer part, towards 0.
    #[must_use]
    pub fn trunc(self) -> Interval {
        self.step(f64::trunc)
    }

    /// Unit step with the value 1/2 at 0.
    #[must_use]
    pub fn heaviside(self) -> Interval {
        self.step(f::heaviside)
    }

    /// x - floor(x).
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// assert_eq!(Interval::new(1.25, 1.5).frac(), Interval::new(0.25, 0.5));
    /// ```
    #[must_use]
    pub fn frac(self) -> Interval {
        let floor = self.floor();
        if floor.is_point() {
            (self - floor).cut(0.0, 1.0)
        } else if self.is_empty() {
            self
        } else {
            Interval::raw(0.0, 1.0, floor.flags)
        }
    }

    /// x - y·floor(x/y): of the sign of y, and smaller than it.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// let y = Interval::point(3.0);
    /// assert_eq!(Interval::point(-1.0).modulo(y), Interval::point(2.0));
    /// assert!(Interval::new(2.0, 4.0).modulo(y).may_jump());
    /// ```
    #[must_use]
    pub fn modulo(self, y: Interval) -> Interval {
        if self.is_empty() || y.is_empty() || (y.lo == 0.0 && y.hi == 0.0) {
            return Interval::EMPTY;
        }
        let flags = self.flags | y.flags;
        let range = Interval::raw(y.lo.min(0.0), y.hi.max(0.0), flags);
        if y.contains(0.0) {
            return range.flagged(PARTIAL | JUMP);
        }
        if self.is_point() && y.is_point() {
            return remainder(self.lo, y.lo).flagged(flags);
        }
        let quotient = (self / y).floor();
        if quotient.is_point() {
            (self - y * quotient).cut(range.lo, range.hi)
        } else {
            range.flagged(JUMP)
        }
    }

    /// The smaller of two.
    #[must_use]
    pub fn min(self, other: Interval) -> Interval {
        if self.is_empty() || other.is_empty() {
            return Interval::EMPTY;
        }
        let flags = self.flags | other.flags;
        Interval::raw(self.lo.min(other.lo), self.hi.min(other.hi), flags)
    }

    /// The larger of two.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// let m = Interval::new(0.0, 2.0).max(Interval::new(1.0, 1.5));
    /// assert_eq!(m, Interval::new(1.0, 2.0));
    /// ```
    #[must_use]
    pub fn max(self, other: Interval) -> Interval {
        if self.is_empty() || other.is_empty() {
            return Interval::EMPTY;
        }
        let flags = self.flags | other.flags;
        Interval::raw(self.lo.max(other.lo), self.hi.max(other.hi), flags)
    }

    /// min(max(x, lo), hi).
    #[must_use]
    pub fn clamp(self, lo: Interval, hi: Interval) -> Interval {
        self.max(lo).min(hi)
    }

    /// The value of `if condition then a else b`.
    ///
    /// A branch that is certainly not taken contributes nothing, not even its flags. Where the
    /// condition is open, both are united, and a jump is possible.
    ///
    /// ```
    /// use partials_numeric::interval::{Interval, Truth};
    /// let (a, b) = (Interval::ONE, Interval::EMPTY);
    /// assert_eq!(Interval::select(Truth::True, a, b), a);
    /// assert!(Interval::select(Truth::Unknown, a, b).is_partial());
    /// ```
    #[must_use]
    pub fn select(condition: Truth, a: Interval, b: Interval) -> Interval {
        match condition {
            Truth::True => a,
            Truth::False => b,
            Truth::Unknown => a.hull(b).jumping(),
        }
    }

    /// How much of the box [lo, hi] is left of a cut: used to bisect at the midpoint.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// let (a, b) = Interval::new(0.0, 4.0).bisect();
    /// assert_eq!((a, b), (Interval::new(0.0, 2.0), Interval::new(2.0, 4.0)));
    /// ```
    #[must_use]
    pub fn bisect(self) -> (Interval, Interval) {
        let m = self.midpoint();
        if self.is_empty() || sub_up(self.hi, self.lo) == 0.0 {
            return (self, self);
        }
        (Interval { hi: m, ..self }, Interval { lo: m, ..self })
    }
}

/// x - y·floor(x/y) of two numbers: the IEEE remainder is exact, and y is added to it at most.
fn remainder(x: f64, y: f64) -> Interval {
    let r = x % y;
    if r == 0.0 {
        return Interval::ZERO;
    }
    if (r < 0.0) == (y < 0.0) {
        Interval::point(r)
    } else {
        Interval::point(r) + Interval::point(y)
    }
}
