//! `x^y` as the language means it: an integer exponent takes every base, any other exponent
//! takes positive bases, and 0 where the exponent is positive.

use dashu_int::IBig;
use dashu_ratio::RBig;

use super::{
    Ball,
    elementary::{both, either},
};

/// Roots of at most this order are taken directly.
const ROOT_ORDER: u32 = 16;
/// Guard bits for `exp(y ln x)`: the exponent is below 2^30.
const GUARD: i64 = 40;

impl Ball {
    /// The power with a real exponent.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let p = Precision::bits(64);
    /// let ball = |x: f64| Ball::from_f64(x, p);
    /// assert_eq!(ball(4.0).pow(&ball(0.5)).mid_f64(), 2.0);
    /// assert_eq!(ball(-2.0).pow(&ball(3.0)).mid_f64(), -8.0);
    /// assert!(ball(-2.0).pow(&ball(0.5)).is_outside());
    /// assert_eq!(ball(0.0).pow(&ball(0.5)).mid_f64(), 0.0);
    /// ```
    #[must_use]
    pub fn pow(&self, exponent: &Ball) -> Ball {
        if let Some(failure) = self.failure(exponent) {
            return failure;
        }
        let precision = self.precision.max(exponent.precision);
        let base = self.with_at_least(exponent);
        if let Some(n) = exponent.exact_integer() {
            return base.power(&n);
        }
        if let Some(doubled) = exponent.scaled(1).exact_i64().filter(|n| n.abs() < 64) {
            return base.with_guard(8, |x| x.rooted(2, &IBig::from(doubled), exponent));
        }
        base.real_power(exponent).with_precision(precision)
    }

    /// The power with a rational exponent.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// use dashu_ratio::RBig;
    /// let x = Ball::from_i64(8, Precision::bits(64));
    /// let two_thirds = RBig::from_parts(2.into(), 3u8.into());
    /// assert_eq!(x.pow_rational(&two_thirds).mid_f64(), 4.0);
    /// ```
    #[must_use]
    pub fn pow_rational(&self, exponent: &RBig) -> Ball {
        if !self.is_value() {
            return self.clone();
        }
        if exponent.denominator().is_one() {
            return self.power(exponent.numerator());
        }
        let real = Ball::from_rational(exponent, self.precision.plus(GUARD));
        match u32::try_from(exponent.denominator()) {
            Ok(order) if order <= ROOT_ORDER => {
                self.with_guard(8, |x| x.rooted(order, exponent.numerator(), &real))
            }
            _ => self.real_power(&real).with_precision(self.precision),
        }
    }

    /// The same ball at the higher precision of the two.
    fn with_at_least(&self, other: &Ball) -> Ball {
        Ball {
            precision: self.precision.max(other.precision),
            ..self.clone()
        }
    }

    /// `root(x, order)^n` in the domain of a power that is not an integer.
    fn rooted(&self, order: u32, n: &IBig, exponent: &Ball) -> Ball {
        match self.require(self.power_domain(exponent)) {
            Some(failure) => failure,
            None => self.root(order).power(n),
        }
    }

    /// Whether the base is in the domain, for an exponent that is not known to be an integer.
    fn power_domain(&self, exponent: &Ball) -> Option<bool> {
        let positive = self.above(0);
        if positive == Some(true) {
            return positive;
        }
        if exponent.floor().equals(&exponent.ceil()) != Some(false) {
            // An integer may be meant.
            return None;
        }
        let not_negative = self.below(0).map(|below| !below);
        either(positive, both(not_negative, exponent.above(0)))
    }

    fn real_power(&self, exponent: &Ball) -> Ball {
        if let Some(failure) = self.require(self.power_domain(exponent)) {
            return failure;
        }
        if self.is_exactly(0) {
            return Ball::zero(self.precision);
        }
        if self.above(0) != Some(true) {
            return self.power_up_to(exponent);
        }
        (exponent * &self.guarded(GUARD).ln()).exp()
    }

    /// From 0 to the power of the upper end, for bases from 0 on and positive exponents.
    fn power_up_to(&self, exponent: &Ball) -> Ball {
        let top = Ball::exact(self.upper(), self.precision);
        let bound = (exponent * &top.ln()).exp();
        if bound.is_value() {
            Ball::up_to(bound.magnitude_up(), self.precision)
        } else {
            bound
        }
    }
}
