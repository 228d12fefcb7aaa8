//! Γ, ln Γ, its derivatives, and the beta function.
//!
//! All come from Stirling's series (DLMF 5.11.1, 5.11.2) at 20 or beyond, where an argument is
//! brought by the recurrence; its error is less than the first term left out (DLMF 5.11(ii)).
//! Negative arguments are reflected (DLMF 5.5.3, 5.5.4).

use super::Estimate;
use super::ball::Ball;
use super::ball_elementary::{Scaled, exp, ln, ln_1p, sin_cos_pi};
use super::constants::{BERNOULLI, EULER, LN_SQRT_TAU, PI};

/// Where Stirling's series gives 32 digits.
const FAR: f64 = 20.0;

/// Whether Γ has a pole there.
pub(super) fn is_pole(x: f64) -> bool {
    x <= 0.0 && x.floor() == x
}

/// `x (x+1) … (x+n-1)` and `x+n`, where `x + n >= 20`.
fn shifted(x: Ball) -> (Ball, Ball) {
    let (mut product, mut y) = (Ball::ONE, x);
    for _ in 0..21 {
        if y.value() >= FAR {
            break;
        }
        product = product * y;
        y = y + 1.0;
    }
    (product, y)
}

/// `Σ B₂ₖ/(2k(2k-1) x^(2k-1))`, the small part of Stirling's series, for `x >= 20`.
fn stirling_tail(x: Ball) -> Ball {
    let inverse = x.reciprocal();
    let square = inverse.square();
    let (mut sum, mut power) = (Ball::ZERO, inverse);
    let mut k = 1.0;
    let mut last = Ball::ZERO;
    for coefficient in BERNOULLI.iter().take(17) {
        last = Ball::constant(*coefficient) * power / (2.0 * k * (2.0 * k - 1.0));
        sum = sum + last;
        power = power * square;
        k += 1.0;
    }
    sum.widened(last.magnitude())
}

/// `ln Γ(x)` for `x >= 20`.
fn stirling(x: Ball) -> Ball {
    (x - 0.5) * ln(x) - x + Ball::constant(LN_SQRT_TAU) + stirling_tail(x)
}

/// `ln Γ(x)` for `x > 0`.
pub(super) fn ln_gamma(x: Ball) -> Ball {
    let (product, y) = shifted(x);
    let far = stirling(y);
    if y.value() == x.value() {
        far
    } else {
        far - ln(product)
    }
}

/// `Γ(x)` for any `x` that is no pole.
pub(super) fn gamma_scaled(x: Ball) -> Scaled {
    if x.value().abs() < 1e-280 {
        // 1/x - γ, and more that is far below the last digit.
        let ball = x.reciprocal();
        return Scaled::from(ball.widened(1e-270 * ball.value()));
    }
    if x.value() < -0.5 {
        let (sin, _) = sin_cos_pi(x);
        let Scaled { ball, power } = gamma_positive(Ball::ONE - x);
        return Scaled {
            ball: Ball::constant(PI) / (sin * ball),
            power: power.saturating_neg(),
        };
    }
    gamma_positive(x)
}

fn gamma_positive(x: Ball) -> Scaled {
    let (product, y) = shifted(x);
    let Scaled { ball, power } = exp(stirling(y));
    Scaled {
        ball: ball / product,
        power,
    }
}

/// `Γ(x)`, for real `x` but 0, -1, -2, …
///
/// ```
/// use partials_numeric::special::gamma;
/// assert_eq!(gamma(5.0).value, 24.0);
/// ```
pub fn gamma(x: f64) -> Estimate {
    if x.is_nan() || is_pole(x) || x == f64::NEG_INFINITY {
        return Estimate::UNDEFINED;
    }
    if x > 200.0 || (1.0 / x).is_infinite() {
        return Estimate {
            value: f64::INFINITY.copysign(x),
            error: f64::INFINITY,
        };
    }
    gamma_scaled(Ball::exact(x)).estimate()
}

/// How near 1 and 2 the logarithm comes from its series there, since it cancels elsewhere.
const NEAR_ZERO: f64 = 1.0 / 1024.0;

/// The series of ln Γ(1 + d): -γ, ζ(2)/2, -ζ(3)/3, … (DLMF 5.7.3).
const LN_GAMMA_AT_1: [(f64, f64); 11] = [
    (-0.5772156649015329, 4.942915152430645e-18),
    (0.8224670334241132, 1.520336175199238e-17),
    (-0.40068563438653143, 2.250747042487504e-18),
    (0.27058080842778454, 1.1871280107138412e-17),
    (-0.20738555102867398, -4.099767328621813e-18),
    (0.1695571769974082, 2.2393851330167238e-18),
    (-0.1440498967688461, -9.623140085232555e-18),
    (0.12550966952474304, -2.5214685384672305e-18),
    (-0.11133426586956469, -4.643990572582924e-18),
    (0.1000994575127818, 2.6102404859583283e-18),
    (-0.09095401714582904, -8.306705457691885e-19),
];

/// `ln Γ(zero + distance)` for the zeros 1 and 2; the terms that are left out are less than the
/// last times twice the distance.
fn ln_gamma_near(zero: f64, distance: f64) -> Ball {
    let d = Ball::exact(distance);
    let coefficients = LN_GAMMA_AT_1.iter().rev();
    let series = coefficients.fold(Ball::ZERO, |sum, c| sum * d + Ball::constant(*c));
    let rest = series.widened(distance.powi(11)) * d;
    match zero == 2.0 {
        true => rest + ln_1p(d),
        false => rest,
    }
}

/// `ln Γ(x)`, for `x > 0`.
///
/// For `x < 0` the principal logarithm of Γ is not real, and the value is undefined.
///
/// ```
/// use partials_numeric::special::lgamma;
/// assert!((lgamma(10.0).value - 362880_f64.ln()).abs() < 1e-14);
/// ```
pub fn lgamma(x: f64) -> Estimate {
    if x.is_nan() || x <= 0.0 {
        return Estimate::UNDEFINED;
    }
    if x > 2.6e305 {
        return Estimate {
            value: f64::INFINITY,
            error: f64::INFINITY,
        };
    }
    if x == 1.0 || x == 2.0 {
        return Estimate {
            value: 0.0,
            error: 0.0,
        };
    }
    if x < 1e-100 {
        return (-ln(Ball::exact(x))).widened(x).estimate();
    }
    for zero in [1.0, 2.0] {
        let distance = x - zero;
        if distance.abs() < NEAR_ZERO {
            return ln_gamma_near(zero, distance).estimate();
        }
    }
    ln_gamma(Ball::exact(x)).estimate()
}

/// `ψ(x)` for any `x` that is no pole: the recurrence, then DLMF 5.11.2.
pub(super) fn digamma_ball(x: Ball) -> Ball {
    if x.value() < 0.0 {
        let (sin, cos) = sin_cos_pi(x);
        return digamma_ball_positive(Ball::ONE - x) - Ball::constant(PI) * cos / sin;
    }
    digamma_ball_positive(x)
}

fn digamma_ball_positive(x: Ball) -> Ball {
    let (mut steps, mut y) = (Ball::ZERO, x);
    for _ in 0..20 {
        if y.value() >= FAR {
            break;
        }
        steps = steps + y.reciprocal();
        y = y + 1.0;
    }
    let square = y.reciprocal().square();
    let (mut tail, mut power) = (Ball::ZERO, square);
    let mut k = 1.0;
    let mut last = Ball::ZERO;
    for coefficient in BERNOULLI.iter().take(17) {
        last = Ball::constant(*coefficient) * power / (2.0 * k);
        tail = tail + last;
        power = power * square;
        k += 1.0;
    }
    (ln(y) - y.reciprocal().half() - tail - steps).widened(last.magnitude())
}

/// `ψ(x) = Γ'(x)/Γ(x)`, for real `x` but 0, -1, -2, …
///
/// ```
/// use partials_numeric::special::digamma;
/// assert!((digamma(1.0).value + 0.5772156649015329).abs() < 1e-15);
/// ```
pub fn digamma(x: f64) -> Estimate {
    if x.is_nan() || is_pole(x) || x == f64::NEG_INFINITY {
        return Estimate::UNDEFINED;
    }
    if x == f64::INFINITY {
        return Estimate {
            value: x,
            error: f64::INFINITY,
        };
    }
    if (1.0 / x).is_infinite() {
        return Estimate {
            value: f64::NEG_INFINITY.copysign(-x),
            error: f64::INFINITY,
        };
    }
    if x.abs() < 1e-290 {
        // -1/x - γ: the rest is far below the last digit.
        return (-Ball::exact(x).reciprocal() - Ball::constant(EULER)).estimate();
    }
    digamma_ball(Ball::exact(x)).estimate()
}

/// The most steps by which an argument of beta is raised.
const LONGEST: u32 = 60;

/// Raises both arguments to 20 by `B(a, b) = B(a+1, b) (a+b)/a`: the factor, and the arguments.
fn raised(a: Ball, b: Ball) -> (Ball, Ball, Ball) {
    let (mut factor, mut a, mut b) = (Ball::ONE, a, b);
    for _ in 0..LONGEST {
        if a.value() < FAR {
            factor = factor * ((a + b) / a);
            a = a + 1.0;
        }
        if b.value() < FAR {
            factor = factor * ((a + b) / b);
            b = b + 1.0;
        }
    }
    (factor, a, b)
}

/// `B(a, b)` for arguments above -40: raised to 20, where the difference of Stirling's series is taken term
/// by term, so that nothing large cancels.
fn beta_raised(a: Ball, b: Ball) -> Scaled {
    let (factor, a, b) = raised(a, b);
    let (small, large) = if a.value() < b.value() {
        (a, b)
    } else {
        (b, a)
    };
    let total = a + b;
    let logarithm = (large - 0.5) * ln_1p(-(small / total)) + small * ln(small / total)
        - ln(small).half()
        + Ball::constant(LN_SQRT_TAU)
        + (stirling_tail(a) + stirling_tail(b) - stirling_tail(total));
    exp(logarithm).times(factor)
}

/// `B(a, b)` where an argument is far below 0: the gammas one by one.
fn beta_mixed(a: Ball, b: Ball) -> Scaled {
    let over = gamma_scaled(a).product(gamma_scaled(b));
    let under = gamma_scaled(a + b);
    Scaled {
        ball: over.ball / under.ball,
        power: over.power.saturating_sub(under.power),
    }
}

/// `B(a, b) = Γ(a) Γ(b) / Γ(a+b)`, where neither argument is 0, -1, -2, …
///
/// ```
/// use partials_numeric::special::beta;
/// assert!((beta(2.0, 3.0).value - 1.0 / 12.0).abs() < 1e-16);
/// ```
pub fn beta(a: f64, b: f64) -> Estimate {
    if !a.is_finite() || !b.is_finite() || is_pole(a) || is_pole(b) {
        return Estimate::UNDEFINED;
    }
    let (x, y) = (Ball::exact(a), Ball::exact(b));
    let total = Ball::sum(a, b);
    let whole = total.value() <= 0.0
        && total.value().floor() == total.value()
        && total.low().floor() == total.low();
    if whole {
        return Estimate {
            value: 0.0,
            error: 0.0,
        };
    }
    let result = if a > -40.0 && b > -40.0 {
        beta_raised(x, y)
    } else {
        beta_mixed(x, y)
    };
    result.estimate()
}
