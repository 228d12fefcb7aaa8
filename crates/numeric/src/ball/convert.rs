//! Numbers to balls and back.

use dashu_float::{FBig, Repr};
use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;

use super::{Ball, Precision, dyadic::Dyadic, radius::Radius};

impl Ball {
    /// The exact value of a double; NaN and infinities are indeterminate.
    #[must_use]
    pub fn from_f64(x: f64, precision: Precision) -> Ball {
        match Dyadic::from_f64(x) {
            Some(mid) => Ball::new(mid, Radius::ZERO, precision),
            None => Ball::indeterminate(precision),
        }
    }

    /// An integer.
    #[must_use]
    pub fn from_i64(n: i64, precision: Precision) -> Ball {
        Ball::new(Dyadic::from_i64(n), Radius::ZERO, precision)
    }

    /// A big integer, rounded to the precision.
    #[must_use]
    pub fn from_integer(n: &IBig, precision: Precision) -> Ball {
        Ball::new(Dyadic::new(n.clone(), 0), Radius::ZERO, precision)
    }

    /// The fraction `numerator / denominator`; outside the domain where the denominator is 0.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let third = Ball::from_ratio(1, 3, Precision::bits(64));
    /// assert!(third.lower_f64() < third.upper_f64());
    /// ```
    #[must_use]
    pub fn from_ratio(numerator: i64, denominator: i64, precision: Precision) -> Ball {
        let top = Ball::exact(Dyadic::from_i64(numerator), precision);
        &top / &Ball::exact(Dyadic::from_i64(denominator), precision)
    }

    /// An exact rational number.
    #[must_use]
    pub fn from_rational(q: &RBig, precision: Precision) -> Ball {
        let numerator = Dyadic::new(q.numerator().clone(), 0);
        let denominator = Dyadic::new(IBig::from(q.denominator().clone()), 0);
        &Ball::exact(numerator, precision) / &Ball::exact(denominator, precision)
    }

    /// The exact binary number `mantissa * 2^exponent`, rounded to the precision.
    #[must_use]
    pub fn from_parts(mantissa: &IBig, exponent: i64, precision: Precision) -> Ball {
        let exponent = exponent.clamp(i64::MIN / 8, i64::MAX / 8);
        Ball::new(
            Dyadic::new(mantissa.clone(), exponent),
            Radius::ZERO,
            precision,
        )
    }

    /// The ball with midpoint `mid` and radius `rad`; a radius that is not a number is
    /// indeterminate, its sign is ignored.
    #[must_use]
    pub fn from_mid_rad(mid: f64, rad: f64, precision: Precision) -> Ball {
        match Dyadic::from_f64(rad) {
            Some(rad) => Ball::from_f64(mid, precision).inflate(rad.magnitude_up()),
            None => Ball::indeterminate(precision),
        }
    }

    /// The midpoint, exactly; `None` where there is no value.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let x = Ball::from_f64(0.75, Precision::bits(64));
    /// assert_eq!(x.mid().map(|mid| mid.to_f64().value()), Some(0.75));
    /// ```
    #[must_use]
    pub fn mid(&self) -> Option<FBig> {
        let exponent = isize::try_from(self.mid.exponent()).ok()?;
        let repr = Repr::new(self.mid.mantissa().clone(), exponent);
        self.is_value().then(|| FBig::from_repr_const(repr))
    }

    /// The double nearest to the midpoint; NaN where there is no value.
    #[must_use]
    pub fn mid_f64(&self) -> f64 {
        if self.is_value() {
            self.mid.to_f64(None)
        } else {
            f64::NAN
        }
    }

    /// The radius, rounded up; infinite where nothing is known.
    #[must_use]
    pub fn rad_f64(&self) -> f64 {
        if self.is_value() {
            self.rad.to_f64_up()
        } else {
            f64::INFINITY
        }
    }

    /// The greatest double that is not above the ball; minus infinity where nothing is known.
    #[must_use]
    pub fn lower_f64(&self) -> f64 {
        if self.is_value() {
            self.lower().to_f64(Some(false))
        } else {
            f64::NEG_INFINITY
        }
    }

    /// The least double that is not below the ball; infinity where nothing is known.
    #[must_use]
    pub fn upper_f64(&self) -> f64 {
        if self.is_value() {
            self.upper().to_f64(Some(true))
        } else {
            f64::INFINITY
        }
    }

    /// The one integer in the ball, where the ball is that integer.
    pub(super) fn exact_integer(&self) -> Option<IBig> {
        if !self.is_exact() || self.mid.top() > self.precision.signed() + 64 {
            return None;
        }
        let zeros = self.mid.mantissa().trailing_zeros().unwrap_or(0);
        let lowest = self.mid.exponent() + i64::try_from(zeros).unwrap_or(0);
        if lowest < 0 && !self.mid.is_zero() {
            None
        } else {
            self.mid.floor(i64::MAX / 8)
        }
    }

    /// The exact value of a machine integer, where the ball is one.
    pub(super) fn exact_i64(&self) -> Option<i64> {
        self.exact_integer().and_then(|n| i64::try_from(&n).ok())
    }
}

/// `2^shift` as a big integer.
pub(super) fn one_shifted(shift: i64) -> UBig {
    UBig::ONE << usize::try_from(shift).unwrap_or(0)
}
