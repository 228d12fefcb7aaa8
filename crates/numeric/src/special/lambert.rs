//! Lambert's W.
//!
//! The series at the branch point (DLMF 4.13.6) or Halley's method in doubles (Corless and
//! others, "On the Lambert W function", 1996), then Newton's with 32 digits. The error is
//! bounded by the last residual over the derivative.

use super::Estimate;
use super::constants::E;
use super::twofold::Twofold;

/// Coefficients of `W = -1 + p - p²/3 + …`, with `p² = 2(ex+1)`.
const BRANCH: [f64; 7] = [
    -1.0,
    1.0,
    -1.0 / 3.0,
    11.0 / 72.0,
    -43.0 / 540.0,
    769.0 / 17280.0,
    -221.0 / 8505.0,
];

/// A value near `W(x)` to start from.
fn start(x: f64, p: f64) -> f64 {
    if p < 1.2 {
        return BRANCH.iter().rev().fold(0.0, |sum, c| sum * p + c);
    }
    let log = |x: f64| Twofold::exact(x).ln().hi;
    if x < 5.0 {
        return log(1.0 + x) * 0.8;
    }
    let (first, second) = (log(x), log(log(x)));
    first - second + second / first
}

/// Halley's method in doubles, away from the branch point.
fn halley(x: f64, start: f64) -> f64 {
    let mut w = start;
    for _ in 0..12 {
        let rest = w - Twofold::exact(-w)
            .exp_scaled()
            .times(Twofold::exact(x))
            .value()
            .hi;
        let step = rest / (1.0 + w - (2.0 + w) * rest / (2.0 * (1.0 + w)));
        w -= step;
        if step.abs() <= 1e-12 * w.abs() {
            break;
        }
    }
    w
}

/// `(w - x e^-w)/(1 + w)`: the step of Newton's method.
fn newton_step(x: f64, w: Twofold) -> Twofold {
    (w - (-w).exp_scaled().times(Twofold::exact(x)).value()) / (w + 1.0)
}

/// `W(x)`, the solution `w >= -1` of `w e^w = x`, for `x >= -1/e`.
///
/// ```
/// use partials_numeric::special::lambertw;
/// assert!((lambertw(1.0).value - 0.5671432904097838).abs() < 2e-16);
/// ```
pub fn lambertw(x: f64) -> Estimate {
    let square = (E * x + 1.0) * 2.0;
    if x.is_nan() || square.hi < 0.0 {
        return Estimate::UNDEFINED;
    }
    if x == f64::INFINITY {
        return Estimate {
            value: x,
            error: f64::INFINITY,
        };
    }
    if x == 0.0 {
        return Estimate {
            value: x,
            error: 0.0,
        };
    }
    let p = square.hi.sqrt();
    let first = start(x, p);
    let first = if p < 0.05 { first } else { halley(x, first) };
    let mut w = if x.abs() < 1e-8 {
        Twofold::exact(x) - Twofold::product(x, x)
    } else {
        Twofold::exact(first)
    };
    w = w.middle();
    for _ in 0..2 {
        w = (w - newton_step(x, w)).middle();
    }
    let step = newton_step(x, w).upper();
    // The residual bounds the error where the iteration has converged.
    let error = if step < 1e-3 * (1.0 + w.hi).min(1.0) {
        2.0 * step
    } else {
        f64::INFINITY
    };
    w.widened(error).estimate()
}
