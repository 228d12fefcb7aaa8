//! Exponential, logarithmic, sine and cosine integrals.
//!
//! Power series near 0 (with as many guard bits as cancel), asymptotic expansions far from it
//! (Abramowitz and Stegun 1964, 5.1.10, 5.1.51, 5.2.14, 5.2.34).

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::{Ball, Precision, constants, elementary::either, series};

thread_local! {
    static EULER: RefCell<FxHashMap<Precision, Ball>> = RefCell::default();
}

/// Euler's constant from `γ = -ln n - sum_(k>0) (-n)^k / (k k!) - E1(n)`, where
/// `0 < E1(n) < exp(-n)`.
fn euler_gamma(precision: Precision) -> Ball {
    let n = precision.signed() * 3 / 4 + 16;
    let wide = precision.plus(16 + 3 * n / 2);
    let argument = Ball::from_i64(-n, wide);
    let rest = Ball::up_to(Ball::from_i64(-n, wide).exp().magnitude_up(), wide);
    let value = -Ball::from_i64(n, wide).ln() - entire_part(&argument) - rest;
    value.with_precision(precision)
}

/// `sum_(k>0) x^k / (k k!)`.
fn entire_part(x: &Ball) -> Ball {
    let mut power = x.clone();
    series::sum(
        x.clone(),
        series::index(x.magnitude_up().shifted(1)),
        |_, n| {
            let k = n.cast_signed() + 1;
            power = (&power * x).over(k);
            power.over(k)
        },
    )
}

/// `sum (sign x^2)^n x^start / ((2n+start) (2n+start)!)`, from `n = 0` for `start = 1`, from
/// `n = 1` for `start = 0`.
fn parity_part(x: &Ball, start: i64, sign: i64) -> Ball {
    let square = x.square().times(sign);
    let first = if start == 1 {
        x.clone()
    } else {
        square.scaled(-1)
    };
    let mut power = first.clone();
    let first = if start == 1 { first } else { first.scaled(-1) };
    let offset = if start == 1 { 1 } else { 2 };
    series::sum(first, series::index(x.magnitude_up()), |_, n| {
        let k = 2 * n.cast_signed() + offset;
        power = (&power * &square).over(k * (k - 1));
        power.over(k)
    })
}

/// Whether `|x| > 0.75 precision + 16`, so that `exp(-|x|)` is below 2^-precision.
fn is_far(x: &Ball) -> bool {
    x.mid_f64().abs() > 0.75 * f64::from(x.precision().get()) + 16.0
}

/// The bits that cancel in a sum with terms up to `exp |x|` and a value near `exp(-|x|)`.
fn cancelled(x: &Ball) -> i64 {
    (2.9 * x.mid_f64().abs()) as i64 + 8
}

/// `exp(x) / x sum k! / x^k` for `x < 0`, enveloping.
fn ei_far_left(x: &Ball) -> Ball {
    let limit = series::term_limit(x.precision());
    let sum = series::sum_enveloping(Ball::one(x.precision()), limit, |term, n| {
        term.times(n.cast_signed()) / x
    });
    sum * x.exp() / x
}

/// `exp(x) / x sum_(k<n) k! / x^k` for `x >= 4 precision`.
///
/// Integrating by parts from `a = 2(n+1)` leaves `n!` times the integral of
/// `exp(t) / t^(n+1)`, at most `2 exp(x) / x^(n+1)` since the logarithm of the integrand has at
/// least the slope 1/2, and the terms at `a`, below `2 exp(a)`.
fn ei_far_right(x: &Ball) -> Ball {
    let precision = x.precision();
    let count = precision.signed() / 2 + 4;
    let mut term = Ball::one(precision);
    let mut sum = Ball::one(precision);
    for k in 1..count {
        term = term.times(k) / x;
        sum = &sum + &term;
    }
    let scale = x.exp() / x;
    let last = (term.times(count) / x * &scale).magnitude_up().shifted(1);
    let start = Ball::from_i64(2 * count + 2, precision)
        .exp()
        .magnitude_up()
        .shifted(1);
    (sum * scale).inflate(last.add_up(start))
}

fn ei_near(x: &Ball) -> Ball {
    Ball::euler(x.precision()) + x.abs().ln() + entire_part(x)
}

fn ei_point(x: &Ball) -> Ball {
    if x.mid.signum() < 0 && is_far(x) {
        return x.with_guard(24 + x.mid.top().clamp(0, 64), ei_far_left);
    }
    let size = x.mid_f64();
    if size > 4.0 * f64::from(x.precision().get()) + 256.0 {
        return x.with_guard(24 + x.mid.top().clamp(0, 64), ei_far_right);
    }
    let more = if x.mid.signum() < 0 { cancelled(x) } else { 0 };
    Ball::refined(x.precision(), true, |guard| {
        ei_near(&x.guarded(guard + more))
    })
}

/// The functions `f` and `g` with `Si = π/2 - f cos - g sin` and `Ci = f sin - g cos`:
/// `f = 1/x sum (-1)^n (2n)! / x^2n`, `g = 1/x^2 sum (-1)^n (2n+1)! / x^2n`, enveloping.
fn auxiliary(x: &Ball) -> (Ball, Ball) {
    let square = -x.square();
    let limit = series::term_limit(x.precision());
    let sum = |offset: i64| {
        series::sum_enveloping(Ball::one(x.precision()), limit, |term, n| {
            let k = 2 * n.cast_signed() + offset;
            term.times(k * (k - 1)) / &square
        })
    };
    (sum(0) / x, sum(1) / x.square())
}

fn si_point(x: &Ball) -> Ball {
    if x.mid.signum() < 0 {
        return -si_positive(&-x);
    }
    si_positive(x)
}

fn si_positive(x: &Ball) -> Ball {
    if is_far(x) {
        return x.with_guard(16, |x| {
            let (f, g) = auxiliary(x);
            let (sine, cosine) = x.sin_cos();
            Ball::pi(x.precision()).scaled(-1) - f * cosine - g * sine
        });
    }
    x.with_guard(16 + cancelled(x) / 2, |x| parity_part(x, 1, -1))
}

fn ci_point(x: &Ball) -> Ball {
    if is_far(x) {
        return Ball::refined(x.precision(), true, |guard| {
            let x = x.guarded(guard);
            let (f, g) = auxiliary(&x);
            let (sine, cosine) = x.sin_cos();
            f * sine - g * cosine
        });
    }
    Ball::refined(x.precision(), true, |guard| {
        let x = x.guarded(guard + cancelled(x) / 2);
        Ball::euler(x.precision()) + x.ln() + parity_part(&x, 0, -1)
    })
}

fn shi_point(x: &Ball) -> Ball {
    if x.mid_f64().abs() > 16.0 {
        return x.with_guard(8, |x| (ei_point(x) - ei_point(&-x)).scaled(-1));
    }
    x.with_guard(16, |x| parity_part(x, 1, 1))
}

fn chi_point(x: &Ball) -> Ball {
    if x.mid_f64() > 16.0 {
        return x.with_guard(8, |x| (ei_point(x) + ei_point(&-x)).scaled(-1));
    }
    Ball::refined(x.precision(), true, |guard| {
        let x = x.guarded(guard);
        Ball::euler(x.precision()) + x.ln() + parity_part(&x, 0, 1)
    })
}

impl Ball {
    /// Euler's constant γ.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// assert_eq!(Ball::euler(Precision::bits(128)).to_digits(20), "0.57721566490153286061");
    /// ```
    #[must_use]
    pub fn euler(precision: Precision) -> Ball {
        let width = Precision::bits(
            constants::ladder(precision.signed())
                .try_into()
                .unwrap_or(0),
        );
        let known = EULER.with_borrow(|known| known.get(&width).cloned());
        let value = known.unwrap_or_else(|| {
            let value = euler_gamma(width);
            EULER.with_borrow_mut(|known| known.insert(width, value.clone()));
            value
        });
        value.with_precision(precision)
    }

    /// The exponential integral, the principal value of the integral of `exp(t)/t` up to `x`;
    /// outside the domain at 0.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let y = Ball::one(Precision::bits(96)).ei();
    /// assert_eq!(y.to_digits(20), "1.8951178163559367555");
    /// ```
    #[must_use]
    pub fn ei(&self) -> Ball {
        if let Some(failure) = self.require(self.is_not_zero()) {
            return failure;
        }
        self.monotone_smooth(ei_point, |x| x.exp() / x)
    }

    /// Whether the ball is away from 0.
    pub(super) fn is_not_zero(&self) -> Option<bool> {
        if self.is_exactly(0) {
            Some(false)
        } else {
            either(self.above(0), self.below(0))
        }
    }

    /// The logarithmic integral `Ei(ln x)`; the domain is `x >= 0` without 1, with `li 0 = 0`.
    #[must_use]
    pub fn li(&self) -> Ball {
        if self.is_exactly(0) {
            return Ball::zero(self.precision());
        }
        self.smooth(
            |x| Ball::refined(x.precision(), true, |guard| x.guarded(guard).ln().ei()),
            |x| x.ln().recip(),
        )
    }

    /// The sine integral.
    #[must_use]
    pub fn si(&self) -> Ball {
        self.smooth(si_point, Ball::sinc)
    }

    /// The cosine integral; outside the domain at 0 and below.
    #[must_use]
    pub fn ci(&self) -> Ball {
        if let Some(failure) = self.require(self.above(0)) {
            return failure;
        }
        self.smooth(ci_point, |x| x.cos() / x)
    }

    /// The hyperbolic sine integral.
    #[must_use]
    pub fn shi(&self) -> Ball {
        // sinh(x)/x <= cosh x
        self.monotone_smooth(shi_point, Ball::cosh)
    }

    /// The hyperbolic cosine integral; outside the domain at 0 and below.
    #[must_use]
    pub fn chi(&self) -> Ball {
        if let Some(failure) = self.require(self.above(0)) {
            return failure;
        }
        self.monotone_smooth(chi_point, |x| x.cosh() / x)
    }
}
