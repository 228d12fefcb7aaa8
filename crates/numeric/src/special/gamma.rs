//! Γ, ln Γ, its derivatives, and the beta function.
//!
//! All come from Stirling's series (DLMF 5.11.1, 5.11.2) at 20 or beyond, where an argument is
//! brought by the recurrence; negative arguments are reflected (DLMF 5.5.3, 5.5.4).

use super::Estimate;
use super::constants::{EULER, LN_SQRT_TAU, PI, STIRLING};
use super::gamma_product::{FAR, GammaProduct, TERMS, ln_gamma_parts, stirling_tail};
use super::scaled::Scaled;
use super::twofold::Twofold;
use super::twofold_elementary::polynomial;

/// Whether Γ has a pole there.
pub(super) fn is_pole(x: f64) -> bool {
    x <= 0.0 && x.floor() == x
}

/// `ln Γ(x)` for `x > 0`.
pub(super) fn ln_gamma(x: Twofold) -> Twofold {
    let (logarithm, factor) = ln_gamma_parts(x);
    logarithm - factor.ln()
}

/// `Γ(x)` for any `x` that is no pole.
pub(super) fn gamma_scaled(x: Twofold) -> Scaled {
    if x.hi.abs() < 1e-280 {
        // 1/x - γ, and more that is far below the last digit.
        let inverse = x.reciprocal();
        return inverse.widened(1e-270 * inverse.hi).into();
    }
    GammaProduct::new().gamma(x).scaled()
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
    gamma_scaled(Twofold::exact(x)).estimate()
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
fn ln_gamma_near(zero: f64, distance: f64) -> Twofold {
    let d = Twofold::exact(distance);
    let series = polynomial(d, LN_GAMMA_AT_1.iter().rev(), 5);
    let rest = series.widened(distance.powi(11)) * d;
    match zero == 2.0 {
        true => rest + d.ln_1p(),
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
        return (-Twofold::exact(x).ln()).widened(x).estimate();
    }
    for zero in [1.0, 2.0] {
        let distance = x - zero;
        if distance.abs() < NEAR_ZERO {
            return ln_gamma_near(zero, distance).estimate();
        }
    }
    ln_gamma(Twofold::exact(x)).estimate()
}

/// `ψ(x)` for any `x` that is no pole: the recurrence, then DLMF 5.11.2.
pub(super) fn digamma_of(x: Twofold) -> Twofold {
    if x.hi < 0.0 {
        let (sin, cos) = x.sin_cos_pi();
        return digamma_positive(Twofold::ONE - x) - PI * cos / sin;
    }
    digamma_positive(x)
}

fn digamma_positive(x: Twofold) -> Twofold {
    let (mut steps, mut y) = (Twofold::ZERO, x);
    for _ in 0..20 {
        if y.hi >= FAR {
            break;
        }
        steps = steps + y.reciprocal();
        y = y + 1.0;
    }
    y.ln() - y.reciprocal().half() - stirling_slope(y) - steps
}

/// `Σ B₂ₖ/(2k x^2k)` for `x >= 20`, with an error of at most the last term.
fn stirling_slope(x: Twofold) -> Twofold {
    let square = x.reciprocal().square();
    let (mut sum, mut power, mut last, mut k) = (Twofold::ZERO, square, f64::INFINITY, 1.0);
    for coefficient in STIRLING.iter().take(TERMS) {
        let term = Twofold::constant(*coefficient) * (2.0 * k - 1.0) * power;
        sum = sum + term;
        power = power * square;
        last = term.upper();
        k += 1.0;
        if last < 1e-36 {
            break;
        }
    }
    sum.widened(last)
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
        return (-Twofold::exact(x).reciprocal() - EULER).estimate();
    }
    digamma_of(Twofold::exact(x)).estimate()
}

/// The most steps by which an argument of beta is raised.
const LONGEST: u32 = 60;

/// Raises both arguments to 20 by `B(a, b) = B(a+1, b) (a+b)/a`: the factor, and the arguments.
fn raised(a: Twofold, b: Twofold) -> (Twofold, Twofold, Twofold) {
    let (mut factor, mut a, mut b) = (Twofold::ONE, a, b);
    for _ in 0..LONGEST {
        if a.hi < FAR {
            factor = factor * ((a + b) / a);
            a = a + 1.0;
        }
        if b.hi < FAR {
            factor = factor * ((a + b) / b);
            b = b + 1.0;
        }
    }
    (factor, a, b)
}

/// `B(a, b)` for arguments above -40: raised to 20, where the difference of Stirling's series is taken term
/// by term, so that nothing large cancels.
fn beta_raised(a: Twofold, b: Twofold) -> Scaled {
    let (factor, a, b) = raised(a, b);
    let (small, large) = if a.hi < b.hi { (a, b) } else { (b, a) };
    let total = a + b;
    let logarithm = (large - 0.5) * (-(small / total)).ln_1p() + small * (small / total).ln()
        - small.ln().half()
        + LN_SQRT_TAU
        + (stirling_tail(a) + stirling_tail(b) - stirling_tail(total));
    logarithm.exp_scaled().times(factor)
}

/// `B(a, b)` where an argument is far below 0, or so large that raising the other overflows.
fn beta_mixed(a: f64, b: f64) -> Scaled {
    GammaProduct::new()
        .gamma(Twofold::exact(a))
        .gamma(Twofold::exact(b))
        .over_gamma(Twofold::sum(a, b))
        .scaled()
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
    if Twofold::sum(a, b).is_nonpositive_integer() {
        return Estimate {
            value: 0.0,
            error: 0.0,
        };
    }
    let raised =
        (a > -40.0 && b > -40.0).then(|| beta_raised(Twofold::exact(a), Twofold::exact(b)));
    raised
        .filter(|beta| beta.factor.is_known())
        .unwrap_or_else(|| beta_mixed(a, b))
        .estimate()
}
