//! The pinned elementary functions in `f64`: pure Rust, the same bits on every platform.
//!
//! The strict evaluator and the interval arithmetic use these and no others. Three kinds of
//! function are here, and [`ULP`] has one row for each:
//!
//! * **Correctly rounded**, from the crate `pxfm` (ports of CORE-MATH and of LLVM's libm, with
//!   Ziv's rounding test and a fallback in 128 bits or more). `pxfm` takes different paths with
//!   and without fused multiply-add, chosen by target feature or by the processor at run time, so
//!   its bits are reproducible *because and as far as* results are correctly rounded. Only
//!   functions are taken from it for which that held, on all of its paths, at every argument tried
//!   (see the table). Correct rounding also makes them monotone.
//! * **Composed** of those with single IEEE operations (`sec(x) = 1/cos(x)`): the same bits
//!   follow by construction. Where the textbook composition cancels, a stable form is used
//!   (`asec` near 1, `acoth` near 1, `softplus` of large arguments).
//! * **Evaluated here in double-double** out of IEEE operations alone: [`pow`], [`hypot`], [`atanh`],
//!   and [`exp`] below -708, where `pxfm` 0.1.30 is wrong or differs between its paths (10^-318,
//!   integer powers of small bases with fused multiply-add, e^-708.7987599495153).
//!
//! An argument outside the real domain gives NaN; a pole gives the infinity of IEEE 754.
//!
//! ```
//! use partials_numeric::elementary::{cbrt, pow, sec};
//! assert_eq!(cbrt(-27.0), -3.0);
//! assert_eq!(pow(0.0, 0.0), 1.0);
//! assert!(pow(-8.0, 1.0 / 3.0).is_nan());
//! assert_eq!(sec(0.0), 1.0);
//! ```

mod accuracy;
mod learning;
mod power;

pub use accuracy::{Accuracy, ULP, ulp};
pub use learning::{
    elu, huber, leaky_relu, ln_cosh, logit, logsumexp, mish, relu, sigmoid, silu, sinc, softplus,
};
pub use power::{atanh, hypot, pow, powi};

use std::f64::consts::{LN_2, PI};

/// Exponential e^x.
#[inline]
#[must_use]
pub fn exp(x: f64) -> f64 {
    // Where e^x is subnormal, the fallback of pxfm 0.1.30 is wrong (at -708.7987599495153).
    if x < -708.0 {
        power::exp_subnormal(x)
    } else {
        pxfm::f_exp(x)
    }
}

/// e^x - 1 without cancellation near 0.
#[inline]
#[must_use]
pub fn expm1(x: f64) -> f64 {
    pxfm::f_expm1(x)
}

/// 2^x.
#[inline]
#[must_use]
pub fn exp2(x: f64) -> f64 {
    pxfm::f_exp2(x)
}

/// Natural logarithm; NaN below 0.
#[inline]
#[must_use]
pub fn ln(x: f64) -> f64 {
    pxfm::f_log(x)
}

/// ln(1 + x) without cancellation near 0; NaN below -1.
#[inline]
#[must_use]
pub fn log1p(x: f64) -> f64 {
    pxfm::f_log1p(x)
}

/// Logarithm to base 2; NaN below 0.
#[inline]
#[must_use]
pub fn log2(x: f64) -> f64 {
    pxfm::f_log2(x)
}

/// Logarithm to base 10; NaN below 0.
#[inline]
#[must_use]
pub fn log10(x: f64) -> f64 {
    pxfm::f_log10(x)
}

/// Square root (IEEE 754, correctly rounded); NaN below 0.
#[inline]
#[must_use]
pub fn sqrt(x: f64) -> f64 {
    x.sqrt()
}

/// Real cube root, of negative numbers too.
#[inline]
#[must_use]
pub fn cbrt(x: f64) -> f64 {
    pxfm::f_cbrt(x)
}

/// Sine.
#[inline]
#[must_use]
pub fn sin(x: f64) -> f64 {
    pxfm::f_sin(x)
}

/// Cosine.
#[inline]
#[must_use]
pub fn cos(x: f64) -> f64 {
    pxfm::f_cos(x)
}

/// Tangent.
#[inline]
#[must_use]
pub fn tan(x: f64) -> f64 {
    pxfm::f_tan(x)
}

/// Secant 1/cos(x).
#[inline]
#[must_use]
pub fn sec(x: f64) -> f64 {
    1.0 / cos(x)
}

/// Cosecant 1/sin(x).
#[inline]
#[must_use]
pub fn csc(x: f64) -> f64 {
    1.0 / sin(x)
}

/// Cotangent 1/tan(x).
#[inline]
#[must_use]
pub fn cot(x: f64) -> f64 {
    1.0 / tan(x)
}

/// Inverse sine; NaN outside [-1, 1].
#[inline]
#[must_use]
pub fn asin(x: f64) -> f64 {
    pxfm::f_asin(x)
}

/// Inverse cosine; NaN outside [-1, 1].
#[inline]
#[must_use]
pub fn acos(x: f64) -> f64 {
    pxfm::f_acos(x)
}

/// Inverse tangent.
#[inline]
#[must_use]
pub fn atan(x: f64) -> f64 {
    pxfm::f_atan(x)
}

/// √(x² - 1) for x ≥ 1, accurate at 1: the legs of the triangle of [`asec`] and [`acsc`].
fn leg(x: f64) -> f64 {
    ((x - 1.0) * (x + 1.0)).sqrt()
}

/// Inverse secant, acos(1/x); NaN inside (-1, 1).
///
/// Near ±1 the quotient loses the argument, so |x| < 2 goes by atan √(x² - 1).
#[must_use]
pub fn asec(x: f64) -> f64 {
    if x.abs() >= 2.0 {
        acos(1.0 / x)
    } else if x >= 0.0 {
        atan(leg(x))
    } else {
        PI - atan(leg(-x))
    }
}

/// Inverse cosecant, asin(1/x); NaN inside (-1, 1).
#[must_use]
pub fn acsc(x: f64) -> f64 {
    if x.abs() >= 2.0 {
        asin(1.0 / x)
    } else {
        pxfm::f_atan2(1.0, leg(x.abs())).copysign(x)
    }
}

/// Inverse cotangent, atan(1/x), so odd with a jump at 0, where it is NaN.
#[must_use]
pub fn acot(x: f64) -> f64 {
    if x == 0.0 { f64::NAN } else { atan(1.0 / x) }
}

/// The angle of the point (x, y) in (-π, π]; NaN at the origin, where there is none.
///
/// A zero of either sign is the real number 0: `atan2(-0.0, -1.0)` is π, not -π.
#[must_use]
pub fn atan2(y: f64, x: f64) -> f64 {
    if x == 0.0 && y == 0.0 {
        return f64::NAN;
    }
    pxfm::f_atan2(y + 0.0, x + 0.0)
}

/// Hyperbolic sine.
#[inline]
#[must_use]
pub fn sinh(x: f64) -> f64 {
    if x == 0.0 { x } else { pxfm::f_sinh(x) }
}

/// Hyperbolic cosine.
#[inline]
#[must_use]
pub fn cosh(x: f64) -> f64 {
    pxfm::f_cosh(x)
}

/// Hyperbolic tangent.
#[inline]
#[must_use]
pub fn tanh(x: f64) -> f64 {
    pxfm::f_tanh(x)
}

/// Beyond this, sinh |x| and cosh x are e^|x|/2 to more than double precision.
const ONE_EXPONENTIAL: f64 = 350.0;

/// Hyperbolic secant 1/cosh(x), without spurious underflow.
#[must_use]
pub fn sech(x: f64) -> f64 {
    if x.abs() > ONE_EXPONENTIAL {
        2.0 * exp(-x.abs())
    } else {
        1.0 / cosh(x)
    }
}

/// Hyperbolic cosecant 1/sinh(x), without spurious underflow.
#[must_use]
pub fn csch(x: f64) -> f64 {
    if x.abs() > ONE_EXPONENTIAL {
        (2.0 * exp(-x.abs())).copysign(x)
    } else {
        1.0 / sinh(x)
    }
}

/// Hyperbolic cotangent 1/tanh(x).
#[inline]
#[must_use]
pub fn coth(x: f64) -> f64 {
    1.0 / tanh(x)
}

/// Inverse hyperbolic sine.
#[inline]
#[must_use]
pub fn asinh(x: f64) -> f64 {
    pxfm::f_asinh(x)
}

/// Inverse hyperbolic cosine; NaN below 1.
#[inline]
#[must_use]
pub fn acosh(x: f64) -> f64 {
    pxfm::f_acosh(x)
}

/// Below this, 1/x would overflow, and asinh(1/x) = acosh(1/x) = ln 2 - ln x in double precision.
const RECIPROCAL_OVERFLOWS: f64 = 1e-300;

/// Inverse hyperbolic secant, acosh(1/x); NaN outside [0, 1].
///
/// sinh(asech x) = √(1 - x²)/x, which keeps the accuracy near 1 that the reciprocal loses.
#[must_use]
pub fn asech(x: f64) -> f64 {
    if (0.0..RECIPROCAL_OVERFLOWS).contains(&x) {
        LN_2 - ln(x)
    } else if x < 0.5 {
        acosh(1.0 / x)
    } else {
        asinh(((1.0 - x) * (1.0 + x)).sqrt() / x)
    }
}

/// Inverse hyperbolic cosecant, asinh(1/x).
#[must_use]
pub fn acsch(x: f64) -> f64 {
    if x.abs() < RECIPROCAL_OVERFLOWS {
        (LN_2 - ln(x.abs())).copysign(x)
    } else {
        asinh(1.0 / x)
    }
}

/// Inverse hyperbolic cotangent, atanh(1/x); NaN inside (-1, 1).
///
/// By ½ ln(1 + 2/(|x| - 1)), whose difference is exact near ±1.
#[must_use]
pub fn acoth(x: f64) -> f64 {
    (0.5 * log1p(2.0 / (x.abs() - 1.0))).copysign(x)
}

/// Sign of x as -1, 0 or 1.
#[must_use]
pub fn sign(x: f64) -> f64 {
    if x == 0.0 || x.is_nan() {
        x + 0.0
    } else {
        1f64.copysign(x)
    }
}

/// Unit step with the value 1/2 at 0.
#[must_use]
pub fn heaviside(x: f64) -> f64 {
    0.5 + 0.5 * sign(x)
}

/// Fractional part x - floor(x), in [0, 1] (1 only by rounding, for tiny negative x).
#[must_use]
pub fn frac(x: f64) -> f64 {
    x - x.floor()
}

/// x - y·floor(x/y), of the sign of y; NaN at y = 0.
///
/// By the exact remainder of IEEE division, so that one rounding at most is made, however large
/// the quotient is.
#[must_use]
pub fn modulo(x: f64, y: f64) -> f64 {
    let remainder = x % y;
    if remainder == 0.0 {
        0.0
    } else if (remainder < 0.0) == (y < 0.0) {
        remainder
    } else {
        remainder + y
    }
}
