//! The Fresnel integrals of `sin(π t²/2)` and `cos(π t²/2)`.
//!
//! Power series near 0, the auxiliary functions `f` and `g` far from it; their expansions are
//! enveloping (DLMF 7.6, 7.5.3, 7.12).

use super::{Ball, series};

/// `π x² / 2`.
fn phase(x: &Ball) -> Ball {
    (x.square() * Ball::pi(x.precision())).scaled(-1)
}

/// `sum (-1)^n x t^(2n+start) / ((2n+start)! (4n+2start+1))` with `t = π x²/2`: the sine integral
/// for `start = 1`, the cosine integral for 0.
fn near(x: &Ball, start: i64) -> Ball {
    let t = phase(x);
    let square = -t.square();
    let first = if start == 1 { x * &t } else { x.clone() };
    let mut power = first.clone();
    series::sum(
        first.over(2 * start + 1),
        series::index(t.magnitude_up()),
        |_, n| {
            let k = 2 * n.cast_signed() + start;
            power = (&power * &square).over(k * (k - 1));
            power.over(2 * k + 1)
        },
    )
}

/// `f` and `g`: `1/(πx) sum (-1)^n (1/2)_(2n+offset) / t^(2n+offset)` with offsets 0 and 1.
fn auxiliary(x: &Ball) -> (Ball, Ball) {
    let t = phase(x);
    let square = -t.square();
    let limit = series::term_limit(x.precision());
    let scale = (x * Ball::pi(x.precision())).recip();
    let sum = |first: Ball, offset: i64| {
        series::sum_enveloping(first, limit, |term, n| {
            // (1/2 + k - 2) (1/2 + k - 1)
            let k = 2 * n.cast_signed() + offset;
            term.times((2 * k - 3) * (2 * k - 1)).scaled(-2) / &square
        })
    };
    let f = sum(Ball::one(x.precision()), 0) * &scale;
    let g = sum(t.recip().scaled(-1), 1) * scale;
    (f, g)
}

/// `1/2 - f cos t - g sin t`, or `1/2 + f sin t - g cos t`, for `x > 0`.
fn far(x: &Ball, is_sine: bool) -> Ball {
    let (f, g) = auxiliary(x);
    let (sine, cosine) = phase(x).sin_cos();
    let half = Ball::one(x.precision()).scaled(-1);
    if is_sine {
        half - f * cosine - g * sine
    } else {
        half + f * sine - g * cosine
    }
}

fn point(x: &Ball, is_sine: bool) -> Ball {
    let size = x.abs();
    let phase = std::f64::consts::FRAC_PI_2 * size.mid_f64() * size.mid_f64();
    let is_far = phase > 0.75 * f64::from(x.precision().get()) + 32.0;
    let wide = 16
        + if is_far {
            2 * x.mid.top().clamp(0, 2100)
        } else {
            (1.45 * phase) as i64
        };
    let value = size.with_guard(wide, |x| {
        if is_far {
            far(x, is_sine)
        } else {
            near(x, i64::from(is_sine))
        }
    });
    if x.mid.signum() < 0 { -value } else { value }
}

impl Ball {
    /// The Fresnel integral of `sin(π t²/2)` from 0.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let y = Ball::one(Precision::bits(96)).fresnels();
    /// assert_eq!(y.to_digits(20), "0.43825914739035476608");
    /// ```
    #[must_use]
    pub fn fresnels(&self) -> Ball {
        self.smooth(|x| point(x, true), |x| phase(x).sin())
    }

    /// The Fresnel integral of `cos(π t²/2)` from 0.
    #[must_use]
    pub fn fresnelc(&self) -> Ball {
        self.smooth(|x| point(x, false), |x| phase(x).cos())
    }
}
