//! Exponential, logarithm, sine and cosine of a [`Twofold`].
//!
//! Taylor series after argument reduction (Brent, Zimmermann, *Modern Computer Arithmetic*, 4.3);
//! the logarithm by one step of a correction from a double's logarithm, whose accuracy is measured,
//! not assumed.

use super::twofold::{Twofold, natural_power};

/// π/2 as an unevaluated sum.
const HALF_PI_PARTS: [f64; 4] = [
    std::f64::consts::FRAC_PI_2,
    6.123233995736766e-17,
    -1.4973849048591698e-33,
    5.562271104316826e-50,
];

/// Beyond this, an angle is not reduced.
pub(super) const LARGEST_ANGLE: f64 = (1u64 << 51) as f64;

impl Twofold {
    /// `e^self`; unknown where it overflows.
    pub fn exp(self) -> Self {
        if self.hi.is_nan() || self.radius > 0.5 || self.hi > 800.0 {
            return Self::UNKNOWN;
        }
        if self.hi < -800.0 {
            return Self::ZERO.widened(f64::from_bits(1));
        }
        let doublings = (self.hi / std::f64::consts::LN_2).round();
        let rest = (self - Self::LN_2 * doublings).scale(-4);
        let mut small = expm1_series(rest);
        for _ in 0..4 {
            small = small * (small + 2.0);
        }
        (small + 1.0).scale(doublings as i32)
    }

    /// The natural logarithm; unknown unless certainly positive.
    pub fn ln(self) -> Self {
        if !self.is_positive() || !self.is_known() {
            return Self::UNKNOWN;
        }
        if (self.hi - 1.0).abs() < 0.1 {
            return (self - 1.0).ln_1p_small();
        }
        let (mantissa, exponent) = split_exponent(self.hi);
        let guess = pxfm::f_log(mantissa);
        let near_one = self.scale(-exponent) * Self::exact(-guess).exp();
        let rest = near_one - 1.0;
        if rest.upper() > 1e-9 {
            return Self::UNKNOWN;
        }
        let correction = rest - rest.square() * (Self::exact(0.5) - rest / 3.0);
        let fourth = natural_power(rest.upper(), 4);
        correction.widened(fourth) + Self::exact(guess) + Self::LN_2 * f64::from(exponent)
    }

    /// `ln(1 + self)` for `|self| < 0.11`, as 2 artanh(x / (2 + x)).
    fn ln_1p_small(self) -> Self {
        let ratio = self / (self + 2.0);
        let square = ratio.square();
        let mut power = Self::ONE;
        let mut sum = Self::ONE;
        for k in 1..=13 {
            power = power * square;
            sum = sum + power / f64::from(2 * k + 1);
        }
        let tail = power.upper() * square.upper();
        ratio * sum.widened(tail) * 2.0
    }

    /// `ln(1 + self)` for exact and inexact arguments above −1.
    pub fn ln_1p(self) -> Self {
        if self.hi.abs() < 0.1 {
            self.ln_1p_small()
        } else {
            (self + 1.0).ln()
        }
    }

    /// `self^exponent` for a certainly positive base.
    pub fn power(self, exponent: Self) -> Self {
        if exponent.is_exact_zero() {
            return Self::ONE;
        }
        (self.ln() * exponent).exp()
    }

    /// Sine and cosine for `|self| <= π/4` (a little more does no harm).
    pub fn sin_cos_small(self) -> (Self, Self) {
        let square = self.square();
        let mut sine = Self::ONE;
        let mut cosine = Self::ONE;
        for k in (1..=14).rev() {
            let k = f64::from(k);
            sine = Self::ONE - sine * square / (2.0 * k * (2.0 * k + 1.0));
            cosine = Self::ONE - cosine * square / (2.0 * k * (2.0 * k - 1.0));
        }
        // The next terms: x^30/31! and x^30/30!, at |x| < 0.8.
        let tail = natural_power(square.upper() / 0.64, 15) * 5e-36;
        (self * sine.widened(tail), cosine.widened(tail))
    }

    /// `sin(π self)`, accurate relatively near the integers.
    pub fn sin_pi(self) -> Self {
        let whole = self.hi.round();
        let odd = (whole * 0.5).fract() != 0.0;
        let rest = self - whole;
        let value = if rest.hi.abs() <= 0.25 {
            (rest * Self::PI).sin_cos_small().0
        } else {
            let side = Self::exact(0.5) - rest.abs();
            let cosine = (side * Self::PI).sin_cos_small().1;
            if rest.hi < 0.0 { -cosine } else { cosine }
        };
        if odd { -value } else { value }
    }
}

/// `e^x − 1` for `|x| < 0.022`.
fn expm1_series(x: Twofold) -> Twofold {
    let mut sum = Twofold::ONE;
    for k in (2..=15).rev() {
        sum = Twofold::ONE + sum * x / f64::from(k);
    }
    // The rest is below x^15/16!, with |x| < 0.03.
    x * sum.widened(natural_power(x.upper() / 0.03, 15) * 1e-36)
}

/// `x = m · 2^e` with `m` in [0.7, 1.5), for positive finite `x`.
fn split_exponent(x: f64) -> (f64, i32) {
    let (scaled, shift) = if x < 1e-300 {
        (x * (1u64 << 60) as f64, -60)
    } else {
        (x, 0)
    };
    let bits = scaled.to_bits();
    let exponent = ((bits >> 52) & 0x7ff) as i32 - 1023;
    let mantissa = f64::from_bits((bits & ((1 << 52) - 1)) | (1023 << 52));
    if mantissa > 1.5 {
        (mantissa * 0.5, exponent + 1 + shift)
    } else {
        (mantissa, exponent + shift)
    }
}

/// An angle as `half_turns · π + rest` with `|rest| <= π/2`: the half turns, the sine and the
/// cosine (not negative) of the rest. For `|angle| <= LARGEST_ANGLE`.
pub(super) fn reduce_angle(angle: f64) -> (f64, Twofold, Twofold) {
    let quarters = (angle / std::f64::consts::FRAC_PI_2).round();
    let mut rest = Twofold::exact(angle);
    for part in HALF_PI_PARTS {
        rest = rest - Twofold::product(quarters, part);
    }
    let rest = if quarters == 0.0 {
        Twofold::exact(angle)
    } else {
        rest.widened(quarters.abs() * 1e-65)
    };
    let (sine, cosine) = rest.sin_cos_small();
    let half = quarters * 0.5;
    if half.fract() == 0.0 {
        (half, sine, cosine)
    } else if rest.hi <= 0.0 {
        (half - 0.5, cosine, -sine)
    } else {
        (half + 0.5, -cosine, sine)
    }
}
