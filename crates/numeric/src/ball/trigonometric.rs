//! Sine, cosine and their quotients.
//!
//! The argument is reduced by multiples of π/2 with as many bits of π as the result needs for
//! its relative accuracy, also close to a zero.

use dashu_int::{IBig, ops::DivRemEuclid};

use super::{
    Ball, Precision, Radius,
    constants::{self, Constant},
    dyadic::{self, Dyadic},
    fixed, series,
};

/// Arguments are below 2^4096: beyond, the reduction would need too many digits of π.
const ARGUMENT_LIMIT: i64 = 4096;
/// Arguments smaller than 2^-16 go to the power series.
const SMALL: i64 = -16;
/// How often the reduction may be repeated with more bits.
const ATTEMPTS: u32 = 6;

/// An argument less a multiple of π/2.
struct Reduced {
    /// The multiple, modulo 4.
    quadrant: u8,
    /// The rest times `2^width`, off by at most 2 units.
    rest: IBig,
    width: i64,
}

fn reduce_to(x: &Dyadic, width: i64) -> Reduced {
    let wide = width + x.top().max(0) + 8;
    let right_angle = constants::fixed(Constant::Pi, wide) >> 1;
    let half = &right_angle >> 1;
    let (multiple, rest) = (x.to_fixed(wide) + &half).div_rem_euclid(&right_angle);
    let rest = dyadic::shift(&(IBig::from(rest) - half), width - wide);
    let (_, quadrant) = multiple.div_rem_euclid(IBig::from(4));
    Reduced {
        quadrant: u8::try_from(quadrant).unwrap_or(0),
        rest,
        width,
    }
}

/// Reduces an argument so that the rest has `precision` bits, if that takes no more than a few
/// times the bits of the argument.
fn reduce(x: &Dyadic, precision: Precision) -> Reduced {
    let wanted = precision.signed() + 8;
    let mut reduced = reduce_to(x, wanted + 8);
    for _ in 0..ATTEMPTS {
        let missing = wanted - dyadic::bits(&reduced.rest);
        if missing <= 0 {
            break;
        }
        reduced = reduce_to(x, reduced.width + missing + 8);
    }
    reduced
}

/// `sin x` for `|x| < 2^-15`.
fn sin_series(x: &Ball) -> Ball {
    x.with_guard(8, |x| {
        let square = -x.square();
        series::sum(x.clone(), 1, |term, n| {
            let n = n.cast_signed();
            (term * &square).over(2 * n * (2 * n + 1))
        })
    })
}

/// `1 - cos x` for `|x| < 2^-15`.
fn versine_series(x: &Ball) -> Ball {
    x.with_guard(8, |x| {
        let square = -x.square();
        series::sum(x.square().scaled(-1), 1, |term, n| {
            let n = n.cast_signed();
            (term * &square).over((2 * n + 1) * (2 * n + 2))
        })
    })
}

/// Sine and cosine of an exact number.
fn sin_cos_point(x: &Ball) -> (Ball, Ball) {
    let precision = x.precision;
    if x.mid.top() < SMALL {
        return (sin_series(x), versine_series(x).subtracted_from(1));
    }
    if x.mid.top() > ARGUMENT_LIMIT {
        let any = Ball::around_zero(Radius::ONE, precision);
        return (any.clone(), any);
    }
    let Reduced {
        quadrant,
        rest,
        width,
    } = reduce(&x.mid, precision);
    let (sine, cosine) = fixed::sin_cos(&rest, width);
    let ball = |n: IBig| {
        Ball::new(
            Dyadic::new(n, -width),
            Radius::power_of_two(2 - width),
            precision,
        )
    };
    let (sine, cosine) = (ball(sine), ball(cosine));
    match quadrant {
        0 => (sine, cosine),
        1 => (cosine, -sine),
        2 => (-sine, -cosine),
        _ => (-cosine, sine),
    }
}

/// `value` made wider for an argument with radius `rad`, where `slope` is the derivative at the
/// midpoint and the second derivative is at most 1: `rad |slope| + rad^2 / 2`. Never more than
/// from -1 to 1.
fn widened(value: &Ball, slope: &Ball, rad: Radius) -> Ball {
    let precision = value.precision;
    let spread = rad
        .mul_up(slope.magnitude_up())
        .add_up(rad.mul_up(rad).shifted(-1))
        .min(rad);
    if spread > Radius::ONE {
        return Ball::around_zero(Radius::ONE, precision);
    }
    value.inflate(spread)
}

impl Ball {
    /// Sine and cosine together.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let (sine, cosine) = Ball::pi(Precision::bits(64)).sin_cos();
    /// assert!(sine.contains_zero() && cosine.contains_f64(-1.0));
    /// ```
    #[must_use]
    pub fn sin_cos(&self) -> (Ball, Ball) {
        if !self.is_value() {
            return (self.clone(), self.clone());
        }
        let (sine, cosine) = sin_cos_point(&self.center());
        if self.rad.is_zero() {
            return (sine, cosine);
        }
        (
            widened(&sine, &cosine, self.rad),
            widened(&cosine, &sine, self.rad),
        )
    }

    /// The sine.
    #[must_use]
    pub fn sin(&self) -> Ball {
        self.sin_cos().0
    }

    /// The cosine.
    #[must_use]
    pub fn cos(&self) -> Ball {
        self.sin_cos().1
    }

    /// `sin x / x`, with the value 1 at 0.
    #[must_use]
    pub fn sinc(&self) -> Ball {
        if !self.is_value() {
            return self.clone();
        }
        if self.contains_zero() {
            // 1 - x^2 / 6 <= sinc x <= 1
            let r = self.magnitude_up();
            let below = Ball::up_to(r.mul_up(r).shifted(-2), self.precision);
            return below.subtracted_from(1);
        }
        self.smooth(
            |x| x.with_guard(4, |x| x.sin() / x),
            |_| Ball::one(self.precision),
        )
    }

    /// The tangent.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let p = Precision::bits(64);
    /// assert_eq!(Ball::one(p).tan().to_digits(15), "1.55740772465490");
    /// assert!((Ball::pi(p) / Ball::from_i64(2, p)).tan().is_indeterminate());
    /// ```
    #[must_use]
    pub fn tan(&self) -> Ball {
        self.quotient_of(|(sine, cosine)| (sine, cosine), |tan| tan.square().plus(1))
    }

    /// The cotangent.
    #[must_use]
    pub fn cot(&self) -> Ball {
        self.quotient_of(|(sine, cosine)| (cosine, sine), |cot| cot.square().plus(1))
    }

    /// A quotient of sine and cosine, monotone between its poles.
    fn quotient_of(
        &self,
        pick: impl Fn((Ball, Ball)) -> (Ball, Ball),
        slope: impl FnOnce(&Ball) -> Ball,
    ) -> Ball {
        let divide = |x: &Ball| {
            let (numerator, denominator) = pick(x.sin_cos());
            numerator / denominator
        };
        if self.is_value() && self.is_wide() && !divide(self).is_value() {
            return Ball::indeterminate(self.precision);
        }
        self.monotone_smooth(|x| x.with_guard(4, divide), |x| slope(&divide(x)))
    }

    /// The secant.
    #[must_use]
    pub fn sec(&self) -> Ball {
        self.with_guard(4, |x| x.cos().recip())
    }

    /// The cosecant.
    #[must_use]
    pub fn csc(&self) -> Ball {
        self.with_guard(4, |x| x.sin().recip())
    }
}
