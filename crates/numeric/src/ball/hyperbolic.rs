//! Hyperbolic functions and their inverses, in forms that keep the relative accuracy.

use super::{
    Ball,
    elementary::{both, either},
};

/// Applies an odd function, given for nonnegative numbers, to an exact number.
fn odd(x: &Ball, f: impl FnOnce(&Ball) -> Ball) -> Ball {
    if x.mid.signum() < 0 { -f(&-x) } else { f(x) }
}

/// `sinh x = (t + t / (t + 1)) / 2` with `t = exp(x) - 1`, for `x >= 0`.
fn sinh_point(x: &Ball) -> Ball {
    let t = x.expm1();
    (&t + &t / t.plus(1)).scaled(-1)
}

/// `(exp(x) + sign exp(-x)) / 2`, directly.
fn half_sum(x: &Ball, sign: i64) -> Ball {
    let e = x.exp();
    (&e + e.recip().times(sign)).scaled(-1)
}

/// Beyond this exponent of the argument `tanh` is 1 up to `exp(-2^28)`.
const TANH_LIMIT: i64 = 28;

/// `tanh x = t / (t + 2)` with `t = exp(2x) - 1`, for `x >= 0`.
fn tanh_point(x: &Ball) -> Ball {
    if x.mid.top() > TANH_LIMIT {
        let gap = super::Radius::power_of_two(-(1 << TANH_LIMIT));
        return Ball::up_to(gap, x.precision).subtracted_from(1);
    }
    let t = x.scaled(1).expm1();
    &t / t.plus(2)
}

/// `asinh x = log1p(x + x^2 / (1 + sqrt(1 + x^2)))` for `x >= 0`.
fn asinh_point(x: &Ball) -> Ball {
    let square = x.square();
    let root = square.plus(1).sqrt();
    (x + square / root.plus(1)).log1p()
}

/// `acosh x = log1p(t + sqrt(t (x + 1)))` with `t = x - 1`.
fn acosh_point(x: &Ball) -> Ball {
    let t = x.plus(-1);
    (&t + (&t * x.plus(1)).sqrt()).log1p()
}

/// `atanh x = log1p(2x / (1 - x)) / 2` for `x >= 0`.
fn atanh_point(x: &Ball) -> Ball {
    (x.scaled(1) / x.subtracted_from(1)).log1p().scaled(-1)
}

impl Ball {
    /// The hyperbolic sine.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let x = Ball::from_f64(1e-30, Precision::bits(128));
    /// assert!((x.sinh() / x).relative_accuracy_bits() > 110);
    /// ```
    #[must_use]
    pub fn sinh(&self) -> Ball {
        self.monotone_smooth(
            |x| x.with_guard(8, |x| odd(x, sinh_point)),
            |x| half_sum(x, 1),
        )
    }

    /// The hyperbolic cosine.
    #[must_use]
    pub fn cosh(&self) -> Ball {
        if self.is_value() && self.is_wide() {
            return self.abs().monotone(Ball::cosh_point);
        }
        self.smooth(Ball::cosh_point, |x| half_sum(x, -1))
    }

    fn cosh_point(&self) -> Ball {
        self.with_guard(4, |x| half_sum(&x.abs(), 1))
    }

    /// The hyperbolic tangent.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let one = Ball::from_f64(1e300, Precision::bits(64)).tanh();
    /// assert_eq!(one.mid_f64(), 1.0);
    /// ```
    #[must_use]
    pub fn tanh(&self) -> Ball {
        self.monotone_smooth(
            |x| x.with_guard(8, |x| odd(x, tanh_point)),
            |x| x.cosh().recip().square(),
        )
    }

    /// The hyperbolic secant.
    #[must_use]
    pub fn sech(&self) -> Ball {
        if self.is_value() && self.abs().above(1 << TANH_LIMIT) == Some(true) {
            // sech x <= 2 exp(-|x|)
            let bound = (-self.abs()).exp().magnitude_up().shifted(1);
            return Ball::up_to(bound, self.precision);
        }
        self.with_guard(4, |x| x.cosh().recip())
    }

    /// The hyperbolic cosecant; outside the domain at 0.
    #[must_use]
    pub fn csch(&self) -> Ball {
        if self.is_value() && self.abs().above(1 << TANH_LIMIT) == Some(true) {
            let size = self.abs().sech().scaled(1);
            return if self.mid.signum() < 0 { -size } else { size };
        }
        self.with_guard(4, |x| x.sinh().recip())
    }

    /// The hyperbolic cotangent; outside the domain at 0.
    #[must_use]
    pub fn coth(&self) -> Ball {
        self.with_guard(4, |x| x.tanh().recip())
    }

    /// The inverse hyperbolic sine.
    #[must_use]
    pub fn asinh(&self) -> Ball {
        self.monotone_smooth(
            |x| x.with_guard(12, |x| odd(x, asinh_point)),
            |x| x.square().plus(1).sqrt().recip(),
        )
    }

    /// The inverse hyperbolic cosine; outside the domain below 1.
    #[must_use]
    pub fn acosh(&self) -> Ball {
        if let Some(failure) = self.require(self.below(1).map(|below| !below)) {
            return failure;
        }
        let point = |x: &Ball| x.with_guard(12 + x.bits_below(), acosh_point);
        let gap = self.plus(-1).magnitude_down();
        if gap.top() < self.rad.top() + 12 {
            return self.monotone(point);
        }
        self.monotone_smooth(point, |x| (x.plus(-1) * x.plus(1)).sqrt().recip())
    }

    /// The inverse hyperbolic tangent; outside the domain beyond ±1 and there.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let p = Precision::bits(64);
    /// assert_eq!(Ball::from_f64(0.5, p).atanh().to_digits(15), "0.549306144334055");
    /// assert!(Ball::one(p).atanh().is_outside());
    /// ```
    #[must_use]
    pub fn atanh(&self) -> Ball {
        if let Some(failure) = self.require(self.strictly_within(-1, 1)) {
            return failure;
        }
        let point = |x: &Ball| x.with_guard(12 + x.bits_below(), |x| odd(x, atanh_point));
        self.monotone_smooth(point, |x| (x.subtracted_from(1) * x.plus(1)).recip())
    }

    /// The inverse hyperbolic secant `acosh(1/x)`; the domain is 0 < x <= 1.
    #[must_use]
    pub fn asech(&self) -> Ball {
        let inside = both(self.above(0), self.above(1).map(|above| !above));
        if let Some(failure) = self.require(inside) {
            return failure;
        }
        // acosh(1/x) = log1p(t + sqrt(t (t + 2))) with t = (1 - x) / x
        let point = |x: &Ball| {
            x.with_guard(12 + x.bits_below(), |x| {
                let t = x.subtracted_from(1) / x;
                (&t + (&t * t.plus(2)).sqrt()).log1p()
            })
        };
        let gap = self.subtracted_from(1).magnitude_down();
        if gap.top() < self.rad.top() + 12 {
            return self.monotone(point);
        }
        self.monotone_smooth(point, |x| {
            (x * (x.subtracted_from(1) * x.plus(1)).sqrt()).recip()
        })
    }

    /// The inverse hyperbolic cosecant `asinh(1/x)`; outside the domain at 0.
    #[must_use]
    pub fn acsch(&self) -> Ball {
        self.with_guard(8, |x| x.recip().asinh())
    }

    /// The inverse hyperbolic cotangent `atanh(1/x)`; the domain is `|x| > 1`.
    #[must_use]
    pub fn acoth(&self) -> Ball {
        let beyond = either(self.above(1), self.below(-1));
        if let Some(failure) = self.require(beyond) {
            return failure;
        }
        // atanh(1/x) = log1p(2 / (x - 1)) / 2 for x > 1
        let point = |x: &Ball| {
            x.with_guard(12 + x.bits_below(), |x| {
                odd(x, |x| (x.plus(-1).recip().scaled(1)).log1p().scaled(-1))
            })
        };
        self.monotone_smooth(point, |x| (x.plus(-1) * x.plus(1)).recip())
    }
}
