//! The error functions, and Dawson's integral.
//!
//! Maclaurin's series (DLMF 7.6.1) for small arguments, Laplace's continued fraction (DLMF
//! 7.9.1) for large arguments of the complementary function, and for those of Dawson's integral
//! its asymptotic series (DLMF 7.12.1 on the imaginary axis).

use super::Estimate;
use super::constants::SQRT_PI;
use super::laplace_fraction::on_real_axis;
use super::scaled::Scaled;
use super::twofold::Twofold;

/// Up to here erf is summed; erfc is then at least 2e-5.
const NEAR: f64 = 3.0;
/// From here on Dawson's integral has an asymptotic series of 28 digits.
const FAR: f64 = 9.0;
/// From here on the leading terms are enough.
const HUGE: f64 = 1e10;

/// `Σ (sign x²)^n x/(n!(2n+1))`: √π/2 times erf (`sign` -1) or erfi (`sign` 1).
fn series(x: f64, sign: f64) -> Twofold {
    let square = Twofold::product(x, x) * sign;
    let mut power = Twofold::exact(x);
    let mut sum = power;
    let mut n = 1.0;
    while n < 1000.0 {
        power = power * square / n;
        let term = power / (2.0 * n + 1.0);
        sum = sum + term;
        n += 1.0;
        if term.upper() <= 1e-34 * sum.hi.abs() || term.hi == 0.0 {
            break;
        }
    }
    // Successive terms shrink at least by half here.
    sum.widened(2e-34 * sum.hi)
}

/// `2/√π`.
fn two_over_root_pi() -> Twofold {
    Twofold::exact(2.0) / SQRT_PI
}

/// `e^(x² sign)`.
fn gaussian(x: f64, sign: f64) -> Scaled {
    (Twofold::product(x, x) * sign).exp_scaled()
}

/// `e^(x²) erfc(x)` for `x >= 3`.
fn scaled_complement(x: f64) -> Twofold {
    if x > HUGE {
        // The product may overflow.
        let half = (Twofold::exact(x * 0.5) * SQRT_PI).reciprocal();
        let leading = half.half();
        return leading.widened(1e-20 * leading.hi + f64::from_bits(1));
    }
    let square = Twofold::product(x, x);
    on_real_axis(Twofold::exact(0.5), square) * x / SQRT_PI
}

/// `erfc(x)` for `x >= 3`.
fn complement(x: f64) -> Scaled {
    if x > 30.0 {
        return Scaled {
            factor: Twofold::ONE.widened(1.0),
            power: -1200,
        };
    }
    gaussian(x, -1.0).times(scaled_complement(x))
}

/// `erf(x) = 2/√π ∫₀ˣ e^(-t²) dt`.
///
/// ```
/// use partials_numeric::special::erf;
/// assert!((erf(1.0).value - 0.8427007929497149).abs() < 1e-16);
/// ```
pub fn erf(x: f64) -> Estimate {
    if x.is_nan() {
        return Estimate::UNDEFINED;
    }
    if x.abs() <= NEAR {
        return (series(x, -1.0) * two_over_root_pi()).estimate();
    }
    let positive = Twofold::ONE - complement(x.abs()).value();
    (positive * 1_f64.copysign(x)).estimate()
}

/// `erfc(x) = 1 - erf(x)`.
///
/// ```
/// use partials_numeric::special::erfc;
/// assert!((erfc(5.0).value / 1.5374597944280349e-12 - 1.0).abs() < 1e-15);
/// ```
pub fn erfc(x: f64) -> Estimate {
    if x.is_nan() {
        return Estimate::UNDEFINED;
    }
    if x.abs() <= NEAR {
        return (Twofold::ONE - series(x, -1.0) * two_over_root_pi()).estimate();
    }
    let complement = complement(x.abs());
    if x > 0.0 {
        complement.estimate()
    } else {
        (Twofold::exact(2.0) - complement.value()).estimate()
    }
}

/// `erfcx(x) = e^(x²) erfc(x)`.
///
/// ```
/// use partials_numeric::special::erfcx;
/// assert!((erfcx(10.0).value - 0.05614099274382259).abs() < 1e-16);
/// ```
pub fn erfcx(x: f64) -> Estimate {
    if x.is_nan() {
        return Estimate::UNDEFINED;
    }
    if x.abs() <= NEAR {
        let complement = Twofold::ONE - series(x, -1.0) * two_over_root_pi();
        return gaussian(x, 1.0).times(complement).estimate();
    }
    if x > 0.0 {
        return if x.is_finite() {
            scaled_complement(x).estimate()
        } else {
            Estimate {
                value: 0.0,
                error: 0.0,
            }
        };
    }
    if x < -30.0 {
        return Estimate {
            value: f64::INFINITY,
            error: f64::INFINITY,
        };
    }
    gaussian(x, 1.0)
        .times(Twofold::exact(2.0) - complement(-x).value())
        .estimate()
}

/// `erfi(x) = 2/√π ∫₀ˣ e^(t²) dt`.
///
/// ```
/// use partials_numeric::special::erfi;
/// assert!((erfi(1.0).value - 1.6504257587975429).abs() < 3e-16);
/// ```
pub fn erfi(x: f64) -> Estimate {
    if x.is_nan() {
        return Estimate::UNDEFINED;
    }
    if x.abs() <= FAR {
        return (series(x, 1.0) * two_over_root_pi()).estimate();
    }
    if x.abs() > 30.0 {
        return Estimate {
            value: f64::INFINITY.copysign(x),
            error: f64::INFINITY,
        };
    }
    gaussian(x, 1.0)
        .times(dawson_far(x) * two_over_root_pi())
        .estimate()
}

/// Dawson's integral beyond 9: `Σ (2n-1)!!/(2^(n+1) x^(2n+1))`.
///
/// The rest R after N terms obeys `R' + 2xR = 2x t`, with t the first term left out; while
/// N is at most x²/2 this makes R less than 4t.
fn dawson_far(x: f64) -> Twofold {
    let leading = Twofold::exact(x).reciprocal().half();
    if x.abs() > HUGE {
        return leading.widened(1e-20 * leading.hi);
    }
    let square = Twofold::product(x, x) * 2.0;
    let (mut term, mut sum) = (leading, leading);
    let mut n = 1.0;
    while 4.0 * n <= square.hi && n < 100.0 {
        term = term * (2.0 * n - 1.0) / square;
        sum = sum + term;
        n += 1.0;
        if term.upper() < 1e-34 * sum.hi.abs() {
            break;
        }
    }
    sum.widened(4.0 * term.upper())
}

/// Dawson's integral `F(x) = e^(-x²) ∫₀ˣ e^(t²) dt`.
///
/// ```
/// use partials_numeric::special::dawson;
/// assert!((dawson(1.0).value - 0.5380795069127684).abs() < 1e-16);
/// ```
pub fn dawson(x: f64) -> Estimate {
    if x.is_nan() {
        return Estimate::UNDEFINED;
    }
    if x.is_infinite() {
        return Estimate {
            value: 0.0,
            error: 0.0,
        };
    }
    if x.abs() <= FAR {
        return gaussian(x, -1.0).times(series(x, 1.0)).estimate();
    }
    dawson_far(x).estimate()
}
