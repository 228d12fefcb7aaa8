//! The continued fraction of Laplace for `e^z E_n(z)`.
//!
//! `1/(z + n/(1 + 1/(z + (n+1)/(1 + 2/(z + …)))))` (DLMF 8.19.17), for `n > 0` and `z` positive
//! or on the imaginary axis. It is a fraction of Stieltjes, so for `|arg z| <= π/2` the value is
//! no farther from an approximant than that is from the one before (Henrici and Pfluger,
//! "Truncation error estimates for Stieltjes fractions", 1966).
//! The error functions are the case n = 1/2, those of sines and cosines have imaginary `z`.

use super::complex::Complex;
use super::twofold::Twofold;

/// `e^z E_n(z)` for positive `z`, best at 3 or beyond.
pub(super) fn on_real_axis(n: Twofold, z: Twofold) -> Twofold {
    let levels = (220.0 / z.hi).min(200.0).ceil() + 6.0;
    let from = |start: Twofold| {
        let (mut tail, mut k) = (start, levels);
        while k > 0.0 {
            tail = z + (n + (k - 1.0)) / (Twofold::exact(k) / tail + 1.0);
            k -= 1.0;
        }
        tail.reciprocal()
    };
    let (value, next) = (from(z), from(z + n + levels));
    value.widened((value - next).upper())
}

/// `e^z E_n(z)` for `z = iy`, positive `y`, best at 10 or beyond.
pub(super) fn on_imaginary_axis(n: f64, y: Twofold) -> Complex {
    let z = Complex {
        re: Twofold::ZERO,
        im: y,
    };
    let levels = (450.0 / y.hi).min(100.0).ceil() + 6.0;
    let from = |start: Complex| {
        let (mut tail, mut k) = (start, levels);
        while k > 0.0 {
            tail = z.plus(
                Complex::ONE
                    .plus(tail.over(Twofold::exact(k)))
                    .over(Twofold::exact(n + k - 1.0)),
            );
            k -= 1.0;
        }
        tail.over(Twofold::ONE)
    };
    let value = from(z);
    let next = from(Complex {
        re: Twofold::exact(n + levels),
        im: y,
    });
    let error = (value.re - next.re).upper() + (value.im - next.im).upper();
    value.widened(error)
}
