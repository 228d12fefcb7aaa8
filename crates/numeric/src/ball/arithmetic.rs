//! Sums, products, quotients, integer powers.
//!
//! For balls `a ± r` and `b ± s`: the sum has radius `r + s`, the product `|a| s + |b| r + r s`,
//! and the quotient `(|a/b| s + r) / (|b| - s)`; to each the rounding error of the midpoint is
//! added (van der Hoeven, "Ball arithmetic", 2009, section 3).

use std::ops::{Add, Div, Mul, Neg, Sub};

use dashu_int::{IBig, UBig, ops::BitTest};

use super::{Ball, Outcome, dyadic::Dyadic, radius::Radius};

impl Ball {
    fn sum(&self, other: &Ball) -> Ball {
        if let Some(failure) = self.failure(other) {
            return failure;
        }
        let precision = self.precision.max(other.precision);
        let (mid, error) = self.mid.add(&other.mid, precision.signed());
        let rad = self.rad.add_up(other.rad).add_up(error);
        Ball {
            mid,
            rad,
            precision,
            outcome: Outcome::Value,
        }
        .within_limits()
    }

    fn product(&self, other: &Ball) -> Ball {
        if let Some(failure) = self.failure(other) {
            return failure;
        }
        let precision = self.precision.max(other.precision);
        let mut rad = Radius::ZERO;
        if !other.rad.is_zero() {
            rad = self.magnitude_up().mul_up(other.rad);
        }
        if !self.rad.is_zero() {
            rad = rad.add_up(other.mid.magnitude_up().mul_up(self.rad));
        }
        Ball::new(self.mid.mul(&other.mid), rad, precision)
    }

    fn quotient(&self, other: &Ball) -> Ball {
        if let Some(failure) = self.failure(other) {
            return failure;
        }
        let precision = self.precision.max(other.precision);
        if other.contains_zero() {
            let outcome = if other.is_exact() {
                Outcome::Outside
            } else {
                Outcome::Indeterminate
            };
            return Ball::with_outcome(outcome, precision);
        }
        let (mid, error) = self.mid.div(&other.mid, precision.signed());
        let carried = if self.rad.is_zero() && other.rad.is_zero() {
            Radius::ZERO
        } else {
            let size = mid.magnitude_up().add_up(error);
            let spread = size.mul_up(other.rad).add_up(self.rad);
            spread.div_up(other.mid.magnitude_down().sub_down(other.rad))
        };
        Ball::new(mid, carried.add_up(error), precision)
    }

    /// `1 / self`.
    #[must_use]
    pub fn recip(&self) -> Ball {
        &Ball::one(self.precision) / self
    }

    /// `self * 2^shift`, exactly.
    #[must_use]
    pub fn scaled(&self, shift: i64) -> Ball {
        let shift = shift.clamp(-4 * super::EXPONENT_LIMIT, 4 * super::EXPONENT_LIMIT);
        let (mid, rad) = (self.mid.shifted(shift), self.rad.shifted(shift));
        Ball { mid, rad, ..*self }.within_limits()
    }

    /// `self * n` for a small integer.
    pub(super) fn times(&self, n: i64) -> Ball {
        self * &Ball::exact(Dyadic::from_i64(n), self.precision)
    }

    /// `self / n` for a small integer that is not 0.
    pub(super) fn over(&self, n: i64) -> Ball {
        self / &Ball::exact(Dyadic::from_i64(n), self.precision)
    }

    /// `self + n` for a small integer.
    pub(super) fn plus(&self, n: i64) -> Ball {
        self + &Ball::exact(Dyadic::from_i64(n), self.precision)
    }

    /// `n - self` for a small integer.
    pub(super) fn subtracted_from(&self, n: i64) -> Ball {
        &Ball::exact(Dyadic::from_i64(n), self.precision) - self
    }

    /// The square, never with negative members by more than rounding.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let x = Ball::from_mid_rad(0.0, 1.0, Precision::bits(64));
    /// assert_eq!(x.square().lower_f64(), 0.0);
    /// ```
    #[must_use]
    pub fn square(&self) -> Ball {
        if self.is_value() && !self.rad.is_zero() && self.contains_zero() {
            let bound = self.magnitude_up();
            return Ball::up_to(bound.mul_up(bound), self.precision);
        }
        self * self
    }

    /// The power with an integer exponent; `0^0 = 1`, and 0 to a negative power is outside the
    /// domain.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let x = Ball::from_i64(-3, Precision::bits(64));
    /// assert_eq!(x.powi(3).mid_f64(), -27.0);
    /// ```
    #[must_use]
    pub fn powi(&self, n: i64) -> Ball {
        self.power(&IBig::from(n))
    }

    /// The power with an integer exponent of any size: squarings for small exponents, and
    /// `exp(n ln|x|)` beyond.
    pub(super) fn power(&self, n: &IBig) -> Ball {
        if n.is_zero() {
            return if self.is_value() {
                Ball::one(self.precision)
            } else {
                self.clone()
            };
        }
        let (sign, size) = n.clone().into_parts();
        let inverse = sign == dashu_int::Sign::Negative;
        if inverse && self.is_exact() && self.mid.is_zero() {
            return Ball::outside(self.precision);
        }
        let result = match u64::try_from(&size) {
            Ok(size) if self.few_squarings(size) => self.power_by_squaring(size),
            _ => self.power_by_logarithm(&size),
        };
        let result = if inverse { result.recip() } else { result };
        result.with_precision(self.precision)
    }

    /// Whether squaring needs no more work than logarithm and exponential: always for small
    /// exponents, and for exact integer results.
    fn few_squarings(&self, n: u64) -> bool {
        let logarithm = u64::from(64 - n.leading_zeros());
        logarithm <= 24 + u64::from(self.precision.get()) / 16
    }

    fn power_by_squaring(&self, n: u64) -> Ball {
        let even = n.is_multiple_of(2);
        if even && !self.rad.is_zero() && self.contains_zero() {
            let bound = self.abs();
            let top = Ball::exact(bound.upper(), self.precision).power_by_squaring(n);
            return Ball::up_to(top.magnitude_up(), self.precision);
        }
        let guard = i64::from(2 * (64 - n.leading_zeros())) + 4;
        let base = self.guarded(guard);
        let mut result = Ball::one(base.precision);
        for bit in (0..64 - n.leading_zeros()).rev() {
            result = &result * &result;
            if n >> bit & 1 == 1 {
                result = &result * &base;
            }
            if !result.is_value() {
                break;
            }
        }
        result.with_precision(self.precision)
    }

    fn power_by_logarithm(&self, n: &UBig) -> Ball {
        let exponent = Ball::from_integer(&IBig::from(n.clone()), self.precision.plus(64));
        let size = self.abs();
        if size.is_exact() && size.mid.is_zero() {
            return size;
        }
        if self.contains_zero() {
            return self.power_around_zero(n, &exponent);
        }
        let guard = i64::try_from(n.bit_len()).unwrap_or(64).min(128) + 16;
        let power = (&size.guarded(guard).ln() * &exponent).exp();
        let odd = n.bit(0);
        if odd && self.mid.signum() < 0 {
            -power
        } else {
            power
        }
    }

    fn power_around_zero(&self, n: &UBig, exponent: &Ball) -> Ball {
        let top = Ball::exact(self.magnitude_up().to_dyadic(), self.precision);
        let bound = (&top.ln() * exponent).exp();
        if !bound.is_value() {
            return bound;
        }
        let bound = bound.magnitude_up();
        if n.bit(0) {
            Ball::around_zero(bound, self.precision)
        } else {
            Ball::up_to(bound, self.precision)
        }
    }

    /// The value at another precision, computed with guard bits.
    pub(super) fn with_guard(&self, extra: i64, f: impl FnOnce(&Ball) -> Ball) -> Ball {
        f(&self.guarded(extra)).with_precision(self.precision)
    }
}

impl Neg for &Ball {
    type Output = Ball;

    fn neg(self) -> Ball {
        Ball {
            mid: self.mid.neg(),
            ..self.clone()
        }
    }
}

impl Neg for Ball {
    type Output = Ball;

    fn neg(self) -> Ball {
        -&self
    }
}

impl Sub<&Ball> for &Ball {
    type Output = Ball;

    fn sub(self, other: &Ball) -> Ball {
        self + &-other
    }
}

macro_rules! operator {
    ($Type:ident, $trait:ident, $method:ident, $work:ident) => {
        impl $trait<&$Type> for &$Type {
            type Output = $Type;

            fn $method(self, other: &$Type) -> $Type {
                self.$work(other)
            }
        }
        $crate::ball::arithmetic::owned!($Type, $trait, $method);
    };
}

macro_rules! owned {
    ($Type:ident, $trait:ident, $method:ident) => {
        impl $trait for $Type {
            type Output = $Type;

            fn $method(self, other: $Type) -> $Type {
                (&self).$method(&other)
            }
        }
        impl $trait<&$Type> for $Type {
            type Output = $Type;

            fn $method(self, other: &$Type) -> $Type {
                (&self).$method(other)
            }
        }
        impl $trait<$Type> for &$Type {
            type Output = $Type;

            fn $method(self, other: $Type) -> $Type {
                self.$method(&other)
            }
        }
    };
}

pub(super) use {operator, owned};

operator!(Ball, Add, add, sum);
operator!(Ball, Mul, mul, product);
operator!(Ball, Div, div, quotient);
owned!(Ball, Sub, sub);
