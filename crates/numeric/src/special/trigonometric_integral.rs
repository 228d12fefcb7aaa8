//! The sine and cosine integrals, circular and hyperbolic.
//!
//! Series (DLMF 6.6.5, 6.6.6), then the auxiliary functions f and g (DLMF 6.2.17) by Laplace's
//! continued fraction on the imaginary axis; the hyperbolic ones beyond 80 are half of Ei.

use super::Estimate;
use super::constants::{EULER, PI};
use super::exponential_integral::{ei_scaled, series};
use super::laplace_fraction::on_imaginary_axis;
use super::twofold::Twofold;

/// Up to here the alternating series loses no more than five digits of 32.
const NEAR: f64 = 12.0;
/// From here on `e^-x` is nothing beside `e^x`.
const FAR: f64 = 80.0;
/// From here on `f = 1/x` and `g = 1/x²`.
const HUGE: f64 = 1e20;

/// The auxiliary functions f and g.
fn auxiliary(x: f64) -> (Twofold, Twofold) {
    let wide = Twofold::exact(x);
    if x > HUGE {
        let inverse = wide.reciprocal();
        let square = inverse.square();
        return (
            inverse.widened(1e-30 * inverse.hi),
            square.widened(1e-30 * square.hi),
        );
    }
    let value = on_imaginary_axis(1.0, wide);
    (-value.im, value.re)
}

/// `γ + ln x`.
fn logarithm(x: f64) -> Twofold {
    Twofold::exact(x).ln() + EULER
}

/// The sine integral `Si(x) = ∫₀ˣ sin(t)/t dt`.
///
/// ```
/// use partials_numeric::special::Si;
/// assert!((Si(1.0).value - 0.946083070367183).abs() < 2e-16);
/// ```
#[allow(non_snake_case)]
pub fn Si(x: f64) -> Estimate {
    if x.is_nan() {
        return Estimate::UNDEFINED;
    }
    if x.abs() <= NEAR {
        return series(Twofold::exact(x), 1.0, 2.0, -1.0).estimate();
    }
    let limit = PI.half();
    let positive = if x.is_infinite() {
        limit
    } else {
        let (f, g) = auxiliary(x.abs());
        let (sin, cos) = Twofold::exact(x.abs()).sin_cos();
        limit - (f * cos + g * sin)
    };
    (positive * 1_f64.copysign(x)).estimate()
}

/// The cosine integral `Ci(x) = γ + ln x + ∫₀ˣ (cos(t) - 1)/t dt`, for `x > 0`.
///
/// ```
/// use partials_numeric::special::Ci;
/// assert!((Ci(1.0).value - 0.33740392290096816).abs() < 1e-16);
/// ```
#[allow(non_snake_case)]
pub fn Ci(x: f64) -> Estimate {
    if x.is_nan() || x <= 0.0 {
        return Estimate::UNDEFINED;
    }
    if x.is_infinite() {
        return Estimate {
            value: 0.0,
            error: 0.0,
        };
    }
    if x <= NEAR {
        return (series(Twofold::exact(x), 2.0, 2.0, -1.0) + logarithm(x)).estimate();
    }
    let (f, g) = auxiliary(x);
    let (sin, cos) = Twofold::exact(x).sin_cos();
    (f * sin - g * cos).estimate()
}

/// `Ei(x)/2` for `x > 80`, where it overflows at 718.
fn half_ei(x: f64) -> Estimate {
    if x > 720.0 {
        return Estimate {
            value: f64::INFINITY,
            error: f64::INFINITY,
        };
    }
    ei_scaled(Twofold::exact(x))
        .times(Twofold::exact(0.5).widened(1e-60))
        .estimate()
}

/// The hyperbolic sine integral `Shi(x) = ∫₀ˣ sinh(t)/t dt`.
///
/// ```
/// use partials_numeric::special::Shi;
/// assert!((Shi(1.0).value - 1.0572508753757286).abs() < 3e-16);
/// ```
#[allow(non_snake_case)]
pub fn Shi(x: f64) -> Estimate {
    if x.is_nan() {
        return Estimate::UNDEFINED;
    }
    if x.abs() <= FAR {
        return series(Twofold::exact(x), 1.0, 2.0, 1.0).estimate();
    }
    let Estimate { value, error } = half_ei(x.abs());
    Estimate {
        value: value.copysign(x),
        error,
    }
}

/// The hyperbolic cosine integral `Chi(x) = γ + ln x + ∫₀ˣ (cosh(t) - 1)/t dt`, for `x > 0`.
///
/// ```
/// use partials_numeric::special::Chi;
/// assert!((Chi(1.0).value - 0.8378669409802082).abs() < 2e-16);
/// ```
#[allow(non_snake_case)]
pub fn Chi(x: f64) -> Estimate {
    if x.is_nan() || x <= 0.0 {
        return Estimate::UNDEFINED;
    }
    if x > FAR {
        return half_ei(x);
    }
    (series(Twofold::exact(x), 2.0, 2.0, 1.0) + logarithm(x)).estimate()
}
