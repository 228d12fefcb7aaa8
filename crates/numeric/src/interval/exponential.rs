//! Exponentials and logarithms: all increasing, so their ends are the values at the ends.

use super::Interval;
use super::monotone::Rounded;
use crate::elementary as f;
use crate::elementary::ulp;

const INFINITY: f64 = f64::INFINITY;

const EXP: Rounded = Rounded::one_at_zero(f::exp, ulp::EXP);
const EXPM1: Rounded = Rounded::through_origin(f::expm1, ulp::EXPM1);
const EXP2: Rounded = Rounded {
    function: f::exp2,
    steps: ulp::EXP2,
    inverse: binary_exponent,
};
const LN: Rounded = Rounded::zero_at_one(f::ln, ulp::LN);
const LOG1P: Rounded = Rounded::through_origin(f::log1p, ulp::LOG1P);
const LOG2: Rounded = Rounded {
    function: f::log2,
    steps: ulp::LOG2,
    inverse: power_of_two,
};
const LOG10: Rounded = Rounded {
    function: f::log10,
    steps: ulp::LOG10,
    inverse: power_of_ten,
};

/// The exponent of a normal power of 2.
fn binary_exponent(power: f64) -> f64 {
    let bits = power.to_bits();
    if power.is_normal() && bits << 12 == 0 {
        (bits >> 52) as f64 - 1023.0
    } else {
        f64::NAN
    }
}

/// 2^n for an integer n.
fn power_of_two(n: f64) -> f64 {
    if n.trunc() == n && n.abs() <= 1022.0 {
        f::exp2(n)
    } else {
        f64::NAN
    }
}

/// 10^n for an integer n where that is a double.
fn power_of_ten(n: f64) -> f64 {
    if n.trunc() == n && (0.0..23.0).contains(&n) {
        f::powi(10.0, n as i64)
    } else {
        f64::NAN
    }
}

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
        self.increasing(EXP2).cut(0.0, INFINITY)
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
        self.between_poles(0.0, INFINITY).increasing(LOG2)
    }

    /// Logarithm to base 10 on (0, ∞), exact at powers of 10 that are doubles.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// assert_eq!(Interval::point(1000.0).log10(), Interval::point(3.0));
    /// ```
    #[must_use]
    pub fn log10(self) -> Interval {
        self.between_poles(0.0, INFINITY).increasing(LOG10)
    }
}
