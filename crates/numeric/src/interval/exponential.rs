//! Exponentials and logarithms: all increasing, so their ends are the values at the ends.

use super::Interval;
use super::monotone::Rounded;
use crate::elementary as f;
use crate::elementary::ulp;

const INFINITY: f64 = f64::INFINITY;

const EXP: Rounded = Rounded {
    function: f::exp,
    steps: ulp::EXP,
};
const EXPM1: Rounded = Rounded {
    function: f::expm1,
    steps: ulp::EXPM1,
};
const EXP2: Rounded = Rounded {
    function: f::exp2,
    steps: ulp::EXP2,
};
const LN: Rounded = Rounded {
    function: f::ln,
    steps: ulp::LN,
};
const LOG1P: Rounded = Rounded {
    function: f::log1p,
    steps: ulp::LOG1P,
};
const LOG2: Rounded = Rounded {
    function: f::log2,
    steps: ulp::LOG2,
};
const LOG10: Rounded = Rounded {
    function: f::log10,
    steps: ulp::LOG10,
};

impl Interval {
    /// e^x.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// let y = Interval::new(0.0, 1.0).exp();
    /// assert!(y.lo() == 1.0 && y.contains(std::f64::consts::E));
    /// ```
    #[must_use]
    pub fn exp(self) -> Interval {
        self.increasing(EXP).cut(0.0, INFINITY)
    }

    /// e^x - 1.
    #[must_use]
    pub fn expm1(self) -> Interval {
        self.increasing(EXPM1).cut(-1.0, INFINITY)
    }

    /// 2^x, exact at integers.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// assert_eq!(Interval::point(10.0).exp2(), Interval::point(1024.0));
    /// ```
    #[must_use]
    pub fn exp2(self) -> Interval {
        let exact = |x: f64| x.trunc() == x && (-1074.0..1024.0).contains(&x);
        self.increasing(EXP2)
            .cut(0.0, INFINITY)
            .sharpened(self, exact, f::exp2)
    }

    /// Natural logarithm on (0, ∞).
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// let y = Interval::new(-1.0, 1.0).ln();
    /// assert!(y.is_partial() && y.lo() == f64::NEG_INFINITY && y.hi() == 0.0);
    /// ```
    #[must_use]
    pub fn ln(self) -> Interval {
        self.between_poles(0.0, INFINITY).increasing(LN)
    }

    /// ln(1 + x) on (-1, ∞).
    #[must_use]
    pub fn log1p(self) -> Interval {
        self.between_poles(-1.0, INFINITY).increasing(LOG1P)
    }

    /// Logarithm to base 2 on (0, ∞), exact at powers of 2.
    #[must_use]
    pub fn log2(self) -> Interval {
        let exact = |x: f64| x.is_normal() && x > 0.0 && x.to_bits() << 12 == 0;
        self.between_poles(0.0, INFINITY)
            .increasing(LOG2)
            .sharpened(self, exact, f::log2)
    }

    /// Logarithm to base 10 on (0, ∞), exact at powers of 10 that are doubles.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// assert_eq!(Interval::point(1000.0).log10(), Interval::point(3.0));
    /// ```
    #[must_use]
    pub fn log10(self) -> Interval {
        // A correctly rounded logarithm is an integer k by rounding only where x is beyond 10^15.
        let exact = |x: f64| (1.0..1e15).contains(&x) && f::powi(10.0, f::log10(x) as i64) == x;
        self.between_poles(0.0, INFINITY)
            .increasing(LOG10)
            .sharpened(self, exact, f::log10)
    }

    /// Replaces the ends of an increasing image by values known to be exact.
    pub(super) fn sharpened(
        self,
        x: Interval,
        exact: impl Fn(f64) -> bool,
        function: fn(f64) -> f64,
    ) -> Interval {
        if self.is_empty() {
            return self;
        }
        let lo = if exact(x.lo) { function(x.lo) } else { self.lo };
        let hi = if exact(x.hi) { function(x.hi) } else { self.hi };
        Interval::raw(lo, hi, self.flags)
    }
}
