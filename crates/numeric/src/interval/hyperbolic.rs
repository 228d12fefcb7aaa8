//! Hyperbolic functions and their inverses, by monotone pieces.

use super::monotone::Rounded;
use super::{Interval, PARTIAL};
use crate::elementary as f;
use crate::elementary::ulp;

const INFINITY: f64 = f64::INFINITY;

const SINH: Rounded = Rounded::through_origin(f::sinh, ulp::SINH);
const COSH: Rounded = Rounded::one_at_zero(f::cosh, ulp::COSH);
const TANH: Rounded = Rounded::through_origin(f::tanh, ulp::TANH);
const SECH: Rounded = Rounded::one_at_zero(f::sech, ulp::SECH);
const CSCH: Rounded = Rounded::new(f::csch, ulp::CSCH);
const COTH: Rounded = Rounded::new(f::coth, ulp::COTH);
const ASINH: Rounded = Rounded::through_origin(f::asinh, ulp::ASINH);
const ACOSH: Rounded = Rounded::zero_at_one(f::acosh, ulp::ACOSH);
const ATANH: Rounded = Rounded::through_origin(f::atanh, ulp::ATANH);
const ASECH: Rounded = Rounded::zero_at_one(f::asech, ulp::ASECH);
const ACSCH: Rounded = Rounded::new(f::acsch, ulp::ACSCH);
const ACOTH: Rounded = Rounded::new(f::acoth, ulp::ACOTH);

impl Interval {
    /// Hyperbolic sine.
    #[must_use]
    pub fn sinh(self) -> Interval {
        self.increasing(SINH)
    }

    /// Hyperbolic cosine: even, increasing in |x|.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// assert_eq!(Interval::new(-1.0, 2.0).cosh().lo(), 1.0);
    /// ```
    #[must_use]
    pub fn cosh(self) -> Interval {
        self.absolute().increasing(COSH).cut(1.0, INFINITY)
    }

    /// Hyperbolic tangent.
    #[must_use]
    pub fn tanh(self) -> Interval {
        self.increasing(TANH).cut(-1.0, 1.0)
    }

    /// Hyperbolic secant: even, decreasing in |x|.
    #[must_use]
    pub fn sech(self) -> Interval {
        self.absolute().decreasing(SECH).cut(0.0, 1.0)
    }

    /// Hyperbolic cosecant; undefined at 0.
    #[must_use]
    pub fn csch(self) -> Interval {
        self.odd_decreasing(INFINITY, CSCH)
    }

    /// Hyperbolic cotangent; undefined at 0, beyond ±1 elsewhere.
    #[must_use]
    pub fn coth(self) -> Interval {
        let y = self.odd_decreasing(INFINITY, COTH);
        if self.lo > 0.0 {
            y.cut(1.0, INFINITY)
        } else if self.hi < 0.0 {
            y.cut(f64::NEG_INFINITY, -1.0)
        } else {
            y
        }
    }

    /// Inverse hyperbolic sine.
    #[must_use]
    pub fn asinh(self) -> Interval {
        self.increasing(ASINH)
    }

    /// Inverse hyperbolic cosine on [1, ∞).
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// assert_eq!(Interval::ONE.acosh(), Interval::ZERO);
    /// assert!(Interval::new(0.0, 0.5).acosh().is_empty());
    /// ```
    #[must_use]
    pub fn acosh(self) -> Interval {
        self.within(1.0, INFINITY)
            .increasing(ACOSH)
            .cut(0.0, INFINITY)
    }

    /// Inverse hyperbolic tangent on (-1, 1).
    #[must_use]
    pub fn atanh(self) -> Interval {
        self.between_poles(-1.0, 1.0).increasing(ATANH)
    }

    /// Inverse hyperbolic secant on (0, 1].
    #[must_use]
    pub fn asech(self) -> Interval {
        self.between_poles(0.0, INFINITY)
            .within(0.0, 1.0)
            .decreasing(ASECH)
            .cut(0.0, INFINITY)
    }

    /// Inverse hyperbolic cosecant; undefined at 0.
    #[must_use]
    pub fn acsch(self) -> Interval {
        self.odd_decreasing(INFINITY, ACSCH)
    }

    /// Inverse hyperbolic cotangent, where |x| > 1.
    #[must_use]
    pub fn acoth(self) -> Interval {
        let right = self
            .between_poles(1.0, INFINITY)
            .decreasing(ACOTH)
            .cut(0.0, INFINITY);
        let left = (-self)
            .between_poles(1.0, INFINITY)
            .decreasing(ACOTH)
            .cut(0.0, INFINITY);
        match (right.is_empty(), left.is_empty()) {
            (false, true) => right,
            (true, false) => -left,
            _ => right.hull(-left),
        }
    }

    /// The part of x in the open domain (lo, hi), where a finite end is a pole; an infinite end
    /// isn't part of any interval.
    pub(super) fn between_poles(self, lo: f64, hi: f64) -> Interval {
        if self.hi <= lo || self.lo >= hi {
            return Interval::EMPTY;
        }
        let reaches = self.lo <= lo || (self.hi >= hi && hi < INFINITY);
        self.cut(lo, hi).flagged_if(reaches, PARTIAL)
    }
}
