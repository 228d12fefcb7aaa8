//! The error functions.
//!
//! Series with positive terms near 0, the asymptotic expansion far from it, and the difference
//! from 1 with more bits between (Abramowitz and Stegun 1964, 7.1.5, 7.1.6, 7.1.23).

use super::{Ball, series};

/// Beyond 2^16 `exp(-x^2)` is known by its bound alone.
const FAR_TOP: i64 = 16;

/// `2 / sqrt(π)`.
fn two_over_root_pi(like: &Ball) -> Ball {
    Ball::pi(like.precision()).sqrt().recip().scaled(1)
}

/// `2 / sqrt(π) * exp(± x^2)`, the slope of `erf` (minus) and `erfi` (plus).
fn gauss(x: &Ball, sign: i64) -> Ball {
    x.square().times(sign).exp() * two_over_root_pi(x)
}

/// Whether `x^2 > 0.75 precision + 16`, so that `exp(-x^2)` is below 2^-precision.
fn is_far(x: &Ball) -> bool {
    let size = x.mid_f64();
    size * size > 0.75 * f64::from(x.precision().get()) + 16.0
}

/// `erf x = x exp(-x^2) 2/sqrt(π) sum (2 x^2)^n / (2n+1)!!`, for exact `x`.
fn erf_series(x: &Ball) -> Ball {
    let square = x.square().scaled(1);
    let halving = series::index(square.magnitude_up());
    let sum = series::sum(Ball::one(x.precision()), halving, |term, n| {
        (term * &square).over(2 * n.cast_signed() + 1)
    });
    sum * x * gauss(x, -1)
}

fn erf_point(x: &Ball) -> Ball {
    if is_far(x) {
        // 0 < erfc |x| <= exp(-x^2)
        let rest = Ball::up_to((-x.square()).exp().magnitude_up(), x.precision());
        return rest.subtracted_from(1).times(i64::from(x.mid.signum()));
    }
    x.with_guard(16, erf_series)
}

/// `exp(-x^2) / (x sqrt(π)) sum (-1)^n (2n-1)!! / (2 x^2)^n`, enveloping for `x > 0`.
fn erfc_far(x: &Ball) -> Ball {
    let square = x.square().scaled(1);
    let limit = series::term_limit(x.precision());
    let sum = series::sum_enveloping(Ball::one(x.precision()), limit, |term, n| {
        -(term.times(2 * n.cast_signed() - 1) / &square)
    });
    (sum * gauss(x, -1) / x).scaled(-1)
}

fn erfc_point(x: &Ball) -> Ball {
    if x.mid.signum() <= 0 {
        return erf_point(&-x).plus(1);
    }
    if x.mid.top() > FAR_TOP {
        return Ball::up_to((-x.square()).exp().magnitude_up(), x.precision());
    }
    if is_far(x) {
        let wide = 16 + 2 * x.mid.top().max(0);
        return x.with_guard(wide, erfc_far);
    }
    let size = x.mid_f64();
    let cancelled = (1.45 * size * size) as i64 + 8;
    x.with_guard(16 + cancelled, |x| erf_series(x).subtracted_from(1))
}

/// `erfi x = 2/sqrt(π) sum x^(2n+1) / (n! (2n+1))`, for exact `x`.
fn erfi_series(x: &Ball) -> Ball {
    let square = x.square();
    let halving = series::index(square.magnitude_up().shifted(1));
    let mut power = x.clone();
    let sum = series::sum(x.clone(), halving, |_, n| {
        let n = n.cast_signed();
        power = (&power * &square).over(n);
        power.over(2 * n + 1)
    });
    sum * two_over_root_pi(x)
}

/// `exp(x^2) / (x sqrt(π)) sum_(k<n) (2k-1)!! / (2 x^2)^k` for `x^2 >= 4 precision`.
///
/// Integrating by parts from `a = sqrt(2n)` leaves `(2n-1)!!/2^n` times the integral of
/// `exp(t^2) t^(-2n)`, at most `exp(x^2) x^(-2n) / a` since the logarithm of the integrand has
/// at least the slope `a`, and the terms at `a`, below `exp(a^2) (2a + n)`.
fn erfi_far(x: &Ball) -> Ball {
    let precision = x.precision();
    let count = u64::from(precision.get()) / 3 + 8;
    let square = x.square().scaled(1);
    let mut term = Ball::one(precision);
    let mut sum = Ball::one(precision);
    for k in 1..count {
        term = term.times(2 * k.cast_signed() - 1) / &square;
        sum = &sum + &term;
    }
    let count = count.cast_signed();
    let last = term.times(2 * count - 1) / &square;
    let start = Ball::from_i64(2 * count, precision).exp().times(4 * count);
    let scale = x.square().exp();
    let value = sum * &scale / x;
    let error = (last * scale).magnitude_up().add_up(start.magnitude_up());
    (value.scaled(-1).inflate(error)) * two_over_root_pi(x)
}

fn erfi_point(x: &Ball) -> Ball {
    if x.mid.signum() < 0 {
        return -erfi_point_positive(&-x);
    }
    erfi_point_positive(x)
}

fn erfi_point_positive(x: &Ball) -> Ball {
    let size = x.mid_f64();
    let wide = 16 + 2 * x.mid.top().clamp(0, 64);
    if size * size > 4.0 * f64::from(x.precision().get()) + 512.0 {
        return x.with_guard(wide, erfi_far);
    }
    x.with_guard(wide, erfi_series)
}

impl Ball {
    /// The error function.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let y = Ball::one(Precision::bits(128)).erf();
    /// assert_eq!(y.to_digits(25), "0.8427007929497148693412206");
    /// ```
    #[must_use]
    pub fn erf(&self) -> Ball {
        self.monotone_smooth(erf_point, |x| gauss(x, -1))
    }

    /// The complementary error function `1 - erf(x)`, accurate for large `x`.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let y = Ball::from_i64(20, Precision::bits(64)).erfc();
    /// assert_eq!(y.to_digits(10), "5.395865612e-176");
    /// ```
    #[must_use]
    pub fn erfc(&self) -> Ball {
        self.monotone_smooth(erfc_point, |x| gauss(x, -1))
    }

    /// The imaginary error function `-i erf(i x)`.
    #[must_use]
    pub fn erfi(&self) -> Ball {
        self.monotone_smooth(erfi_point, |x| gauss(x, 1))
    }

    /// `exp(x^2) erfc(x)`.
    #[must_use]
    pub fn erfcx(&self) -> Ball {
        self.smooth(erfcx_point, |x| {
            // |erfcx' x| = |2 x erfcx x - 2/sqrt(π)| <= 2/sqrt(π) for x >= 0
            let below = x.abs().times(4) * x.square().exp();
            let negative = x.below(0) == Some(false);
            if negative {
                two_over_root_pi(x)
            } else {
                below + two_over_root_pi(x)
            }
        })
    }

    /// Dawson's integral `exp(-x^2) erfi(x) sqrt(π) / 2`.
    #[must_use]
    pub fn dawson(&self) -> Ball {
        // |1 - 2 x D(x)| <= 1
        self.smooth(
            |x| {
                if x.mid.top() > FAR_TOP {
                    return dawson_far(x);
                }
                let wide = 16 + 2 * x.mid.top().clamp(0, 64);
                x.with_guard(wide, |x| x.erfi() / gauss(x, 1))
            },
            |x| Ball::from_i64(1, x.precision()),
        )
    }
}

/// `1 / (2x)`, up to `1 / x^3`.
fn dawson_far(x: &Ball) -> Ball {
    let lead = x.recip().scaled(-1);
    let gap = (x.recip() / x.square()).magnitude_up();
    lead.inflate(gap)
}

/// `exp(x^2) erfc(x)`, between `1 / (x sqrt(π))` and that less `1 / (2 x^3 sqrt(π))` far out.
fn erfcx_point(x: &Ball) -> Ball {
    if x.mid.signum() > 0 && x.mid.top() > FAR_TOP {
        let lead = (two_over_root_pi(x) / x).scaled(-1);
        let gap = (&lead / x.square()).scaled(-1);
        return lead - Ball::up_to(gap.magnitude_up(), x.precision());
    }
    let wide = 16 + 2 * x.mid.top().clamp(0, 64);
    x.with_guard(wide, |x| x.square().exp() * x.erfc())
}
