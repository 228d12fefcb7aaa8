//! Arc functions.

use pxfm::f_atan;

use super::{
    Ball, Radius,
    dyadic::Dyadic,
    elementary::{both, either},
    fixed, series,
};

/// Arguments smaller than 2^-16 go to the power series.
const SMALL: i64 = -16;

/// `atan x` for `|x| < 2^-15`.
fn atan_series(x: &Ball) -> Ball {
    x.with_guard(8, |x| {
        let square = -x.square();
        let mut power = x.clone();
        series::sum(x.clone(), 1, |_, n| {
            power = &power * &square;
            power.over(2 * n.cast_signed() + 1)
        })
    })
}

/// `atan x` for an exact number.
fn atan_point(x: &Ball) -> Ball {
    let sign = x.mid.signum();
    let size = x.mid.abs();
    if size.top() < SMALL {
        return atan_series(x);
    }
    if size > Dyadic::from_i64(1) {
        return x.with_guard(8, |x| {
            let right_angle = Ball::pi(x.precision).scaled(-1);
            let rest = atan_near(&x.abs().recip());
            let value = right_angle - rest;
            if sign < 0 { -value } else { value }
        });
    }
    atan_near(x)
}

/// `atan x` for `|x|` not much above 1, by the kernel at the midpoint and a slope below 1.
fn atan_near(x: &Ball) -> Ball {
    if x.mid.top() < SMALL {
        return atan_series(&x.center()).inflate(x.rad);
    }
    let w = x.precision.signed() + 32;
    let guess = f_atan(x.mid.to_f64(None));
    match fixed::atan(&x.mid.to_fixed(w), guess, w) {
        Some((value, error)) => {
            let error = Radius::from_u64(error.unsigned_abs() + 1).shifted(-w);
            Ball::new(Dyadic::new(value, -w), error.add_up(x.rad), x.precision)
        }
        None => Ball::indeterminate(x.precision),
    }
}

/// `sqrt(1 - x^2)`, accurate near ±1.
fn complement(x: &Ball) -> Ball {
    (x.subtracted_from(1) * x.plus(1)).sqrt()
}

fn asin_point(x: &Ball) -> Ball {
    if x.is_exactly(1) || x.is_exactly(-1) {
        return Ball::pi(x.precision)
            .scaled(-1)
            .times(i64::from(x.mid.signum()));
    }
    x.with_guard(8 + x.bits_below(), |x| (x / &complement(x)).atan())
}

fn acos_point(x: &Ball) -> Ball {
    if x.is_exactly(-1) {
        return Ball::pi(x.precision);
    }
    x.with_guard(8 + x.bits_below(), |x| {
        (x.subtracted_from(1) / x.plus(1)).sqrt().atan().scaled(1)
    })
}

impl Ball {
    /// How many bits beyond the precision an exact number near ±1 needs for `1 - x` to be exact.
    pub(super) fn bits_below(&self) -> i64 {
        if self.mid.top().abs() > 1 {
            return 0;
        }
        (-self.mid.exponent() - self.precision.signed() + 2).clamp(0, 1 << 16)
    }

    /// The arc tangent.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let quarter = Ball::one(Precision::bits(128)).atan();
    /// assert!(quarter.scaled(2).overlaps(&Ball::pi(Precision::bits(128))));
    /// ```
    #[must_use]
    pub fn atan(&self) -> Ball {
        self.monotone_smooth(atan_point, |x| x.square().plus(1).recip())
    }

    /// The angle of the point `(x, y)`, for `self = y`, in (-π, π]. Outside the domain at the
    /// origin, indeterminate across the negative `x` axis.
    #[must_use]
    pub fn atan2(&self, x: &Ball) -> Ball {
        let y = self;
        if let Some(failure) = y.failure(x) {
            return failure;
        }
        let precision = y.precision.max(x.precision);
        if x.is_exactly(0) && y.is_exactly(0) {
            return Ball::outside(precision);
        }
        let (x, y) = (x.guarded(8), y.guarded(8));
        let pi = Ball::pi(precision.plus(8));
        let steep = y.mid.abs() > x.mid.abs();
        let angle = match (x.mid.signum(), y.mid.signum()) {
            (_, 1) if steep => pi.scaled(-1) - (&x / &y).atan(),
            (_, -1) if steep => -pi.scaled(-1) - (&x / &y).atan(),
            (1, _) => (&y / &x).atan(),
            _ if y.below(0) == Some(false) => (&y / &x).atan() + pi,
            _ if y.below(0) == Some(true) => (&y / &x).atan() - pi,
            _ => Ball::indeterminate(precision),
        };
        angle.with_precision(precision)
    }

    /// The arc sine; outside the domain beyond ±1.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let p = Precision::bits(64);
    /// assert!(Ball::from_f64(1.5, p).asin().is_outside());
    /// assert_eq!(Ball::from_f64(0.5, p).asin().to_digits(15), "0.523598775598299");
    /// ```
    #[must_use]
    pub fn asin(&self) -> Ball {
        if let Some(failure) = self.require(self.within(-1, 1)) {
            return failure;
        }
        self.near_edge_or(asin_point, |x| complement(x).recip())
    }

    /// The arc cosine; outside the domain beyond ±1.
    #[must_use]
    pub fn acos(&self) -> Ball {
        if let Some(failure) = self.require(self.within(-1, 1)) {
            return failure;
        }
        self.near_edge_or(acos_point, |x| complement(x).recip())
    }

    /// A monotone function whose slope is infinite at ±1: by its end points where the ball is
    /// close to them.
    fn near_edge_or(&self, f: impl Fn(&Ball) -> Ball, slope: impl FnOnce(&Ball) -> Ball) -> Ball {
        let gap = self.abs().subtracted_from(1).magnitude_down();
        if gap.top() < self.rad.top() + 12 {
            self.monotone(f)
        } else {
            self.monotone_smooth(f, slope)
        }
    }

    /// The arc cotangent `atan(1/x)`; outside the domain at 0.
    #[must_use]
    pub fn acot(&self) -> Ball {
        self.with_guard(8, |x| x.recip().atan())
    }

    /// The arc secant `acos(1/x)`; outside the domain for `|x| < 1`.
    #[must_use]
    pub fn asec(&self) -> Ball {
        self.inverse_beyond_one(acos_of_reciprocal, |x| {
            (x.abs() * ((x.abs().plus(-1)) * x.abs().plus(1)).sqrt()).recip()
        })
    }

    /// The arc cosecant `asin(1/x)`; outside the domain for `|x| < 1`.
    #[must_use]
    pub fn acsc(&self) -> Ball {
        self.inverse_beyond_one(asin_of_reciprocal, |x| {
            (x.abs() * ((x.abs().plus(-1)) * x.abs().plus(1)).sqrt()).recip()
        })
    }

    fn inverse_beyond_one(
        &self,
        f: impl Fn(&Ball) -> Ball,
        slope: impl FnOnce(&Ball) -> Ball,
    ) -> Ball {
        let size = self.abs();
        let beyond = size.below(1).map(|below| !below);
        let one_sign = either(self.above(0), self.below(0));
        if let Some(failure) = self.require(beyond) {
            return failure;
        }
        if let Some(failure) = self.require(both(Some(true), one_sign)) {
            return failure;
        }
        self.near_edge_or(f, slope)
    }
}

/// `acos(1/x)` for exact `|x| >= 1`: `2 atan sqrt((x-1)/(x+1))`.
fn acos_of_reciprocal(x: &Ball) -> Ball {
    if x.is_exactly(-1) {
        return Ball::pi(x.precision);
    }
    x.with_guard(8 + x.bits_below(), |x| {
        (x.plus(-1) / x.plus(1)).sqrt().atan().scaled(1)
    })
}

/// `asin(1/x)` for exact `|x| >= 1`: `atan(sign(x) / sqrt((x-1)(x+1)))`.
fn asin_of_reciprocal(x: &Ball) -> Ball {
    let sign = i64::from(x.mid.signum());
    if x.is_exactly(sign) {
        return Ball::pi(x.precision).scaled(-1).times(sign);
    }
    x.with_guard(8 + x.bits_below(), |x| {
        (x.plus(-1) * x.plus(1)).sqrt().recip().atan().times(sign)
    })
}
