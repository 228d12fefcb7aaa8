//! Absolute value, sign, rounding to integers, minimum and maximum.

use dashu_int::IBig;

use super::{Ball, Radius, dyadic::Dyadic};

/// The integer nearest to a number, halves to the even one.
fn nearest_even(x: &Dyadic, limit: i64) -> Option<IBig> {
    let doubled = x.shifted(1).floor(limit)?;
    let half: IBig = (&doubled + IBig::ONE) >> 1;
    let tie = Dyadic::new(doubled.clone(), -1) == *x && !is_even(&doubled);
    if tie && !is_even(&half) {
        Some(half - IBig::ONE)
    } else {
        Some(half)
    }
}

/// The integer that every member of the ball rounds to, where there is only one.
pub(super) fn certain_integer(x: &Ball) -> Option<IBig> {
    let limit = 2 * x.precision.signed() + 64;
    let low = nearest_even(&x.lower(), limit)?;
    (x.is_value() && nearest_even(&x.upper(), limit)? == low).then_some(low)
}

fn is_even(n: &IBig) -> bool {
    n.trailing_zeros().is_none_or(|zeros| zeros > 0)
}

impl Ball {
    /// The absolute value.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let x = Ball::from_mid_rad(-0.5, 1.0, Precision::bits(64)).abs();
    /// assert!(x.lower_f64() >= 0.0 && x.upper_f64() >= 1.5);
    /// ```
    #[must_use]
    pub fn abs(&self) -> Ball {
        if self.is_value() && !self.rad.is_zero() && self.contains_zero() {
            return Ball::up_to(self.magnitude_up(), self.precision);
        }
        Ball {
            mid: self.mid.abs(),
            ..self.clone()
        }
    }

    /// -1, 0 or 1; the ball from -1 to 1 where the sign is not known.
    #[must_use]
    pub fn sign(&self) -> Ball {
        if !self.is_value() {
            self.clone()
        } else if self.is_exact() || !self.contains_zero() {
            Ball::from_i64(i64::from(self.mid.signum()), self.precision)
        } else {
            Ball::around_zero(Radius::ONE, self.precision)
        }
    }

    /// The greatest integer not above; a ball around all of them where there are several.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// assert_eq!(Ball::from_f64(-2.5, Precision::bits(64)).floor().mid_f64(), -3.0);
    /// ```
    #[must_use]
    pub fn floor(&self) -> Ball {
        self.stepped(|x, limit| x.floor(limit))
    }

    /// The least integer not below.
    #[must_use]
    pub fn ceil(&self) -> Ball {
        self.stepped(|x, limit| x.neg().floor(limit).map(|n| -n))
    }

    /// The nearest integer, halves to the even one.
    #[must_use]
    pub fn round(&self) -> Ball {
        self.stepped(nearest_even)
    }

    /// The integer part, towards zero.
    #[must_use]
    pub fn trunc(&self) -> Ball {
        self.stepped(|x, limit| {
            let size = x.abs().floor(limit)?;
            Some(if x.signum() < 0 { -size } else { size })
        })
    }

    /// A nondecreasing step function with integer values that is at most 1 away from its
    /// argument.
    fn stepped(&self, f: impl Fn(&Dyadic, i64) -> Option<IBig>) -> Ball {
        if !self.is_value() || (self.is_exact() && self.mid.exponent() >= 0) {
            return self.clone();
        }
        let limit = 2 * self.precision.signed() + 64;
        match (f(&self.lower(), limit), f(&self.upper(), limit)) {
            (Some(low), Some(high)) if low == high => {
                Ball::new(Dyadic::new(low, 0), Radius::ZERO, self.precision)
            }
            (Some(low), Some(high)) => {
                Ball::between(&Dyadic::new(low, 0), &Dyadic::new(high, 0), self.precision)
            }
            _ => self.inflate(Radius::ONE),
        }
    }

    /// The fractional part `x - floor(x)`.
    #[must_use]
    pub fn frac(&self) -> Ball {
        self - self.floor()
    }

    /// The smaller of the two.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let p = Precision::bits(64);
    /// assert_eq!(Ball::from_i64(2, p).min(&Ball::from_i64(3, p)).mid_f64(), 2.0);
    /// ```
    #[must_use]
    pub fn min(&self, other: &Ball) -> Ball {
        -(-self).max(&-other)
    }

    /// The larger of the two.
    #[must_use]
    pub fn max(&self, other: &Ball) -> Ball {
        if let Some(failure) = self.failure(other) {
            return failure;
        }
        match self.less(other) {
            Some(true) => other.clone(),
            Some(false) => self.clone(),
            None => {
                let low = self.lower().max(other.lower());
                let high = self.upper().max(other.upper());
                Ball::between(&low, &high, self.precision.max(other.precision))
            }
        }
    }
}
