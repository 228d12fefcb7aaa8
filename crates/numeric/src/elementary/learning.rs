//! Functions of machine learning, in forms that neither overflow nor cancel.

use super::{cosh, exp, expm1, ln, log1p, sin, sinh};
use std::f64::consts::LN_2;

/// Below this, e^x is subnormal and has lost digits; e^(x/2) has not.
const SUBNORMAL_EXPONENTIAL: f64 = -700.0;

/// Logistic function 1/(1 + e^-x).
#[must_use]
pub fn sigmoid(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + exp(-x))
    } else {
        let e = exp(x);
        e / (1.0 + e)
    }
}

/// Inverse of the logistic function, ln(x/(1 - x)); NaN outside [0, 1].
#[must_use]
pub fn logit(x: f64) -> f64 {
    if x == 0.0 {
        f64::NEG_INFINITY
    } else if x == 1.0 {
        f64::INFINITY
    } else {
        pxfm::f_logit(x)
    }
}

/// ln(1 + e^x).
#[must_use]
pub fn softplus(x: f64) -> f64 {
    if x > 0.0 {
        x + log1p(exp(-x))
    } else {
        log1p(exp(x))
    }
}

/// max(x, 0).
#[must_use]
pub fn relu(x: f64) -> f64 {
    if x < 0.0 { 0.0 } else { x }
}

/// x where x ≥ 0, otherwise a·x.
#[must_use]
pub fn leaky_relu(x: f64, a: f64) -> f64 {
    if x < 0.0 { a * x } else { x }
}

/// x where x ≥ 0, otherwise a·(e^x - 1).
#[must_use]
pub fn elu(x: f64, a: f64) -> f64 {
    if x < 0.0 { a * expm1(x) } else { x }
}

/// x·sigmoid(x).
#[must_use]
pub fn silu(x: f64) -> f64 {
    if x >= 0.0 {
        x / (1.0 + exp(-x))
    } else if x < SUBNORMAL_EXPONENTIAL {
        scaled_exponential(x)
    } else {
        let e = exp(x);
        x * (e / (1.0 + e))
    }
}

/// x·tanh(softplus(x)), by tanh(ln(1 + e)) = n/(n + 2) with n = e·(e + 2).
#[must_use]
pub fn mish(x: f64) -> f64 {
    if x >= 0.0 {
        let w = exp(-x);
        let n = 1.0 + 2.0 * w;
        x * (n / (n + 2.0 * (w * w)))
    } else if x < SUBNORMAL_EXPONENTIAL {
        scaled_exponential(x)
    } else {
        let e = exp(x);
        let n = e * (e + 2.0);
        x * (n / (n + 2.0))
    }
}

/// x·e^x for very negative x, to which both silu and mish have come there.
fn scaled_exponential(x: f64) -> f64 {
    if x < -800.0 {
        return -0.0;
    }
    let root = exp(0.5 * x);
    (x * root) * root
}

/// Huber's loss (1964): x²/2 where |x| ≤ δ, otherwise δ·(|x| - δ/2).
#[must_use]
pub fn huber(x: f64, delta: f64) -> f64 {
    let a = x.abs();
    if a <= delta {
        0.5 * a * a
    } else {
        delta * (a - 0.5 * delta)
    }
}

/// sin(x)/x, and 1 at 0.
#[must_use]
pub fn sinc(x: f64) -> f64 {
    if x == 0.0 { 1.0 } else { sin(x) / x }
}

/// ln(cosh(x)): by ln(1 + 2 sinh²(x/2)) near 0, by |x| - ln 2 far from it.
#[must_use]
pub fn ln_cosh(x: f64) -> f64 {
    let a = x.abs();
    if a > 20.0 {
        return a - LN_2;
    }
    if a > 4.0 {
        return ln(cosh(a));
    }
    let s = sinh(0.5 * a);
    log1p((2.0 * s) * s)
}

/// ln(Σ e^xᵢ), shifted by the largest term; -∞ for no terms.
#[must_use]
pub fn logsumexp(terms: &[f64]) -> f64 {
    let largest = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if terms.iter().any(|t| t.is_nan()) {
        return f64::NAN;
    }
    if largest.is_infinite() {
        return largest;
    }
    let sum: f64 = terms.iter().map(|t| exp(t - largest)).sum();
    largest + ln(sum)
}
