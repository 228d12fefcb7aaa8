//! Exponential and logarithm.

use dashu_int::{
    IBig, Sign,
    ops::{DivRemEuclid, PowerOfTwo},
};
use pxfm::f_log;

use super::{
    Ball, Precision, Radius,
    constants::{self, Constant},
    dyadic::{self, Dyadic},
    fixed, series,
};

/// Arguments of `exp` are below 2^30; that keeps exponents far from their limit.
const EXP_LIMIT: i64 = 30;
/// Arguments smaller than 2^-16 go to the power series, which keep the relative accuracy.
const SMALL: i64 = -16;

/// `exp` of an exact number.
fn exp_point(x: &Dyadic, precision: Precision) -> Ball {
    if x.top() > EXP_LIMIT {
        return match x.signum() {
            1 => Ball::indeterminate(precision),
            _ => Ball::up_to(Radius::power_of_two(-(1 << EXP_LIMIT)), precision),
        };
    }
    // The quotient by ln 2 is below 2^31, so 40 more bits make its error negligible.
    let w = precision.signed() + 8;
    let wide = w + 40;
    let ln2 = constants::fixed(Constant::Ln2, wide);
    let shifted = x.to_fixed(wide) + (&ln2 >> 1);
    let (quotient, rest) = shifted.div_rem_euclid(&ln2);
    let rest = dyadic::shift(&(IBig::from(rest) - (&ln2 >> 1)), w - wide);
    let exponent = i64::try_from(&quotient).unwrap_or(0);
    // 2 units of the kernel, below 2 for the argument.
    Ball::new(
        Dyadic::new(fixed::exp(&rest, w), exponent - w),
        Radius::power_of_two(exponent - w + 2),
        precision,
    )
}

/// A bound of `exp(r) - 1` for `r <= 1`.
fn exp_minus_one_bound(r: Radius) -> Radius {
    r.add_up(r.mul_up(r))
}

/// The mantissa as a fixed-point number near 1, the exponent, and a double near its logarithm.
fn split(x: &Dyadic, w: i64) -> (IBig, i64, f64) {
    let top = x.top();
    let lead = x.shifted(-top).to_f64(None);
    let exponent = if lead < std::f64::consts::FRAC_1_SQRT_2 {
        top - 1
    } else {
        top
    };
    let scale = if exponent == top { lead } else { 2.0 * lead };
    (x.shifted(-exponent).to_fixed(w), exponent, f_log(scale))
}

/// `ln` of an exact positive number.
fn ln_point(x: &Dyadic, precision: Precision) -> Ball {
    if (-1..=1).contains(&x.top()) {
        let (offset, _) = x.add(&Dyadic::from_i64(-1), i64::MAX / 4);
        if offset.top() < SMALL {
            return log1p_series(&Ball::exact(offset, precision));
        }
    }
    let w = precision.signed() + 36;
    let (mantissa, exponent, guess) = split(x, w);
    let Some((ln, error)) = fixed::ln(&mantissa, guess, w) else {
        return Ball::indeterminate(precision);
    };
    // The exponent is below 2^41, so the error of its product with ln 2 is below 1 unit.
    let ln2 = constants::fixed(Constant::Ln2, w + 44) * IBig::from(exponent);
    let total = ln + dyadic::shift(&ln2, -44);
    let error = Radius::from_u64(error.unsigned_abs() + 4).shifted(-w);
    Ball::new(Dyadic::new(total, -w), error, precision)
}

/// `ln(1 + x) = 2 atanh(x / (2 + x))` for `|x| < 2^-15`.
fn log1p_series(x: &Ball) -> Ball {
    x.with_guard(8, |x| {
        let z = x / &x.plus(2);
        let square = z.square();
        let mut power = z.clone();
        let sum = series::sum(z, 1, |_, n| {
            power = &power * &square;
            power.over(2 * n.cast_signed() + 1)
        });
        sum.scaled(1)
    })
}

/// `exp(x) - 1` for `|x| < 2^-15`.
fn expm1_series(x: &Ball) -> Ball {
    x.with_guard(8, |x| {
        series::sum(x.clone(), 1, |term, n| (term * x).over(n.cast_signed() + 1))
    })
}

impl Ball {
    /// The exponential function. Arguments above 2^30 are indeterminate.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let e = Ball::one(Precision::bits(128)).exp();
    /// assert_eq!(e.to_digits(25), "2.718281828459045235360287");
    /// ```
    #[must_use]
    pub fn exp(&self) -> Ball {
        if !self.is_value() {
            return self.clone();
        }
        if self.rad > Radius::power_of_two(-4) {
            return self.monotone(|x| exp_point(&x.mid, x.precision));
        }
        let value = exp_point(&self.mid, self.precision);
        if self.rad.is_zero() || !value.is_value() {
            return value;
        }
        value.inflate(value.magnitude_up().mul_up(exp_minus_one_bound(self.rad)))
    }

    /// `exp(x) - 1`, accurate near 0.
    #[must_use]
    pub fn expm1(&self) -> Ball {
        self.monotone_smooth(
            |x| {
                if x.mid.top() < SMALL {
                    return expm1_series(x);
                }
                x.with_guard(24, |x| x.exp().plus(-1))
            },
            Ball::exp,
        )
    }

    /// `2^x`.
    #[must_use]
    pub fn exp2(&self) -> Ball {
        if let Some(n) = self.exact_i64().filter(|n| n.abs() < 1 << EXP_LIMIT) {
            return Ball::one(self.precision).scaled(n);
        }
        self.with_guard(36, |x| (x * &Ball::ln2(x.precision)).exp())
    }

    /// The natural logarithm; outside the domain at 0 and below.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let ln10 = Ball::from_i64(10, Precision::bits(96)).ln();
    /// assert_eq!(ln10.to_digits(20), "2.3025850929940456840");
    /// assert!(Ball::zero(Precision::bits(96)).ln().is_outside());
    /// ```
    #[must_use]
    pub fn ln(&self) -> Ball {
        if let Some(failure) = self.require(self.above(0)) {
            return failure;
        }
        self.monotone_smooth(|x| ln_point(&x.mid, x.precision), Ball::recip)
    }

    /// `ln(1 + x)`, accurate near 0.
    #[must_use]
    pub fn log1p(&self) -> Ball {
        if let Some(failure) = self.require(self.above(-1)) {
            return failure;
        }
        self.monotone_smooth(
            |x| {
                if x.mid.top() < SMALL {
                    return log1p_series(x);
                }
                x.with_guard(24 + x.cancelled_bits(), |x| x.plus(1).ln())
            },
            |x| x.plus(1).recip(),
        )
    }

    /// How many bits the sum of an exact number and 1 needs beyond the precision to be exact
    /// near -1.
    fn cancelled_bits(&self) -> i64 {
        if self.mid.signum() < 0 && self.mid.top() <= 1 {
            (-self.mid.exponent() - self.precision.signed()).clamp(0, 1 << 16)
        } else {
            0
        }
    }

    /// The logarithm to base 2, exact for powers of 2.
    #[must_use]
    pub fn log2(&self) -> Ball {
        let magnitude = self.mid.mantissa();
        let (sign, size) = magnitude.clone().into_parts();
        if self.is_exact() && sign == Sign::Positive && size.is_power_of_two() {
            return Ball::from_i64(self.mid.top() - 1, self.precision);
        }
        self.with_guard(4, |x| x.ln() / Ball::ln2(x.precision))
    }

    /// The logarithm to base 10.
    #[must_use]
    pub fn log10(&self) -> Ball {
        self.with_guard(4, |x| x.ln() / Ball::from_i64(10, x.precision).ln())
    }
}
