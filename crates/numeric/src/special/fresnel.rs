//! Fresnel's integrals.
//!
//! Maclaurin's series (DLMF 7.6.4, 7.6.6), then Laplace's continued fraction of the error
//! function at `√π/2 (1-i) x` (DLMF 7.5.8).

use super::Estimate;
use super::constants::PI;
use super::laplace_fraction::on_imaginary_axis;
use super::twofold::Twofold;

/// Up to here the series loses no more than five digits of 32.
const NEAR: f64 = 2.75;
/// From here on the oscillation is below the last digit of 1/2.
const HUGE: f64 = 1e20;

/// `Σ (-1)^k u^(2k+m)/((2k+m)!(4k+2m+1))` times x, with `u = πx²/2`; C for m = 0, S for m = 1.
fn series(x: f64, m: f64) -> Twofold {
    let u = Twofold::product(x, x) * PI * 0.5;
    let square = -u.square();
    let mut power = if m == 0.0 { Twofold::exact(x) } else { u * x };
    let mut sum = power / (2.0 * m + 1.0);
    let mut n = m;
    while n < 100.0 {
        power = power * square / ((n + 1.0) * (n + 2.0));
        n += 2.0;
        let term = power / (2.0 * n + 1.0);
        sum = sum + term;
        if term.upper() <= 1e-34 * sum.hi.abs() || term.hi == 0.0 {
            break;
        }
    }
    sum.widened(2e-34 * sum.hi)
}

/// The cosine and the sine integral for positive `x`.
fn far(x: f64) -> (Twofold, Twofold) {
    let half = Twofold::exact(0.5);
    if x > HUGE {
        let rest = half.widened(1.0 / x);
        return (rest, rest);
    }
    let square = Twofold::product(x, x).scale(-1);
    let (sin, cos) = square.sin_cos_pi();
    let f = on_imaginary_axis(0.5, square * PI);
    let scale = Twofold::exact(x) * 0.5;
    (
        half - (cos * f.re + sin * f.im) * scale,
        half - (sin * f.re - cos * f.im) * scale,
    )
}

/// `S(x) = ∫₀ˣ sin(πt²/2) dt`.
///
/// ```
/// use partials_numeric::special::fresnels;
/// assert!((fresnels(1.0).value - 0.4382591473903548).abs() < 1e-16);
/// ```
pub fn fresnels(x: f64) -> Estimate {
    if x.is_nan() {
        return Estimate::UNDEFINED;
    }
    if x.abs() <= NEAR {
        return series(x, 1.0).estimate();
    }
    (far(x.abs()).1 * 1_f64.copysign(x)).estimate()
}

/// `C(x) = ∫₀ˣ cos(πt²/2) dt`.
///
/// ```
/// use partials_numeric::special::fresnelc;
/// assert!((fresnelc(1.0).value - 0.7798934003768228).abs() < 2e-16);
/// ```
pub fn fresnelc(x: f64) -> Estimate {
    if x.is_nan() {
        return Estimate::UNDEFINED;
    }
    if x.abs() <= NEAR {
        return series(x, 0.0).estimate();
    }
    (far(x.abs()).0 * 1_f64.copysign(x)).estimate()
}
