//! Elementary functions in twice a double's precision: exp, ln, powers, sin, cos, angles.
//!
//! Arguments are reduced with constants of 48 digits or more, then Taylor series are summed (Brent,
//! Zimmermann, *Modern Computer Arithmetic*, 4.3). The logarithm is a double's, corrected once.
//! Truncated terms are below 1e-33 of the sum, and every step's bound is above the proved one by
//! more than 1e-31.

use super::constants::{ATANH, HALF_PI, INVERSE_FACTORIAL, LN_2_HIGH, LN_2_LOW, PI};
use super::scaled::Scaled;
use super::twofold::{Twofold, two_to};

/// Beyond this, an angle is not reduced.
pub(super) const LARGEST_ANGLE: f64 = (1u64 << 51) as f64;

/// What is known of the sine of any angle.
const UNSURE: Twofold = Twofold {
    radius: 1.0,
    ..Twofold::ZERO
};

impl Twofold {
    /// `e^self`; of unknown value where it overflows.
    pub fn exp(self) -> Self {
        self.exp_scaled().value()
    }

    /// `e^self`, as a number between 1/2 and 2 and a power of two.
    pub fn exp_scaled(self) -> Scaled {
        if self.hi.is_nan() {
            return Self::UNKNOWN.into();
        }
        let certain = self.radius <= 0.5;
        if self.hi.abs() > 1e6 {
            let vanishes = certain && self.hi < 0.0;
            return Scaled {
                factor: Self::ONE.widened(if vanishes { 1.0 } else { f64::INFINITY }),
                power: if self.hi < 0.0 { -1_000_000 } else { 1_000_000 },
            };
        }
        let power = (self.hi * std::f64::consts::LOG2_E).round_ties_even();
        // The product with 32 digits of ln 2 is exact.
        let rest = self.middle() - power * LN_2_HIGH - LN_2_LOW * power;
        // expm1 of the 32nd part, then doubled five times: e^2r - 1 = (e^r - 1)(e^r - 1 + 2).
        let small = rest.scale(-5);
        let terms = INVERSE_FACTORIAL.iter().take(13).skip(1).rev();
        let mut minus_one = polynomial(small, terms, 5) * small;
        for _ in 0..5 {
            minus_one = minus_one * (minus_one + 2.0);
        }
        let spread = if certain {
            2.0 * self.radius * (1.0 + self.radius)
        } else {
            f64::INFINITY
        };
        Scaled {
            factor: (minus_one + 1.0).widened(spread),
            power: power as i32,
        }
    }

    /// The natural logarithm; unknown unless certainly positive.
    pub fn ln(self) -> Self {
        if !self.is_positive() || !self.is_known() {
            return Self::UNKNOWN;
        }
        let middle = self.middle();
        let logarithm = if (self.hi - 1.0).abs() < 0.09 {
            (middle - 1.0).ln_1p_small()
        } else {
            middle.ln_corrected()
        };
        if self.radius == 0.0 {
            logarithm
        } else {
            logarithm.widened(self.radius / self.lower())
        }
    }

    /// `ln` of an exact sum, away from 1: a double's guess `g`, then `g + ln(self · e^-g)`.
    fn ln_corrected(self) -> Self {
        let (fraction, exponent) = split(self.hi);
        let guess = pxfm::f_log(fraction);
        let reduced = self.scale(-exponent);
        let rest = reduced * Self::exact(-guess).exp() - 1.0;
        if rest.upper() > 1e-9 {
            return Self::UNKNOWN;
        }
        let third = rest.upper() * rest.upper() * rest.upper();
        let logarithm = (rest - rest.square().half()).widened(third) + guess;
        if exponent == 0 {
            return logarithm;
        }
        let exponent = f64::from(exponent);
        logarithm + LN_2_LOW * exponent + exponent * LN_2_HIGH
    }

    /// `ln(1 + self)` for `|self| < 0.1`, as `2 atanh(x / (2 + x))`.
    fn ln_1p_small(self) -> Self {
        let ratio = self / (self + 2.0);
        polynomial(ratio.square(), ATANH.iter().rev(), 6) * ratio * 2.0
    }

    /// `ln(1 + self)`, accurate relative to the result.
    pub fn ln_1p(self) -> Self {
        if self.hi.abs() < 0.09 {
            self.ln_1p_small()
        } else {
            (self + 1.0).ln()
        }
    }

    /// `self^exponent` of a certainly positive base; of unknown value where it overflows.
    pub fn power(self, exponent: Self) -> Self {
        self.power_scaled(exponent).value()
    }

    /// `self^exponent` of a certainly positive base.
    pub fn power_scaled(self, exponent: Self) -> Scaled {
        (self.ln() * exponent).exp_scaled()
    }

    /// Sine and cosine.
    pub fn sin_cos(self) -> (Self, Self) {
        if self.radius > 0.5 || !self.is_known() {
            return (UNSURE, UNSURE);
        }
        if self.hi.abs() > LARGEST_ANGLE {
            let (sin, cos) = self.sin_cos_huge();
            return (sin.widened(self.radius), cos.widened(self.radius));
        }
        let (turns, rest) = quarter_turns(self);
        turned(rest, turns)
    }

    /// Beyond the largest angle: the reduction of `pxfm`, whose results are correctly rounded or
    /// nearly so.
    fn sin_cos_huge(self) -> (Self, Self) {
        let near = |value: f64| Self::exact(value).widened(4.0 * f64::EPSILON);
        let (sin, cos) = (near(pxfm::f_sin(self.hi)), near(pxfm::f_cos(self.hi)));
        if self.lo == 0.0 {
            return (sin, cos);
        }
        if self.lo.abs() > LARGEST_ANGLE {
            return (UNSURE, UNSURE);
        }
        let (s, c) = Self::exact(self.lo).sin_cos();
        (sin * c + cos * s, cos * c - sin * s)
    }

    /// `sin π·self` and `cos π·self`, exact where they are 0 or ±1.
    pub fn sin_cos_pi(self) -> (Self, Self) {
        if self.radius > 0.25 || !self.is_known() {
            return (UNSURE, UNSURE);
        }
        // Both parts leave exact remainders of division by 2.
        let part = Self::sum(self.hi % 2.0, self.lo % 2.0);
        let turns = (part.hi * 2.0).round_ties_even();
        let rest = Self {
            radius: self.radius,
            ..Self::sum(part.hi - turns * 0.5, part.lo)
        };
        turned(rest * PI, turns)
    }

    /// `sin π·self`, exact where it is 0 or ±1.
    pub fn sin_pi(self) -> Self {
        self.sin_cos_pi().0
    }

    /// The sine, for `|self| <= π/4` (a little more does no harm).
    fn sin_small(self) -> Self {
        let terms = INVERSE_FACTORIAL.iter().skip(3).step_by(2).take(13).rev();
        let square = -self.square();
        self * (polynomial(square, terms, 5) * square + 1.0)
    }

    /// The cosine, for `|self| <= π/4` (a little more does no harm).
    fn cos_small(self) -> Self {
        let terms = INVERSE_FACTORIAL.iter().skip(2).step_by(2).take(14).rev();
        let square = -self.square();
        polynomial(square, terms, 5) * square + 1.0
    }

    /// The angle of the point `(x, self)`, for `x >= 0`.
    pub fn angle(self, x: Self) -> Self {
        let guess = Self::exact(angle_guess(self.hi, x.hi));
        let (sin, cos) = guess.sin_cos();
        let across = self * cos - x * sin;
        let along = x * cos + self * sin;
        let small = across / along;
        guess + (small - small * small.square() / 3.0)
    }
}

/// `Σ cₖ xᵏ`, from the last coefficient on. The first `light` of those given weigh less than 2^-58
/// of the sum, and are left to doubles: a radius of `x` does less to them than radii are widened by.
pub(super) fn polynomial<'a>(
    x: Twofold,
    mut coefficients: impl Iterator<Item = &'a (f64, f64)>,
    light: usize,
) -> Twofold {
    let light = coefficients.by_ref().take(light);
    let tail = light.fold(0.0, |sum, (hi, _)| sum * x.hi + hi);
    coefficients.fold(Twofold::exact(tail), |sum, c| {
        sum * x + Twofold::constant(*c)
    })
}

/// `x = m · 2^e` with `m` between √½ and √2, for positive finite `x`.
fn split(x: f64) -> (f64, i32) {
    let (x, offset) = if x < f64::MIN_POSITIVE {
        (x * two_to(54), 54)
    } else {
        (x, 0)
    };
    let bits = x.to_bits();
    let exponent = (bits >> 52) as i32 - 1023 - offset;
    let fraction = f64::from_bits((bits & ((1 << 52) - 1)) | (1023 << 52));
    if fraction > std::f64::consts::SQRT_2 {
        (fraction * 0.5, exponent + 1)
    } else {
        (fraction, exponent)
    }
}

/// A number up to the largest angle as quarter turns and a rest of at most π/4.
fn quarter_turns(x: Twofold) -> (f64, Twofold) {
    let turns = (x.hi * std::f64::consts::FRAC_2_PI).round_ties_even();
    if turns == 0.0 {
        return (turns, x);
    }
    let rest = HALF_PI
        .iter()
        .fold(x, |rest, part| rest - Twofold::product(turns, *part));
    (turns, rest.widened(turns.abs() * 1e-65))
}

/// Sine and cosine of a small angle and a number of quarter turns.
fn turned(angle: Twofold, turns: f64) -> (Twofold, Twofold) {
    let (sin, cos) = (angle.sin_small(), angle.cos_small());
    match turns.rem_euclid(4.0) as i32 {
        0 => (sin, cos),
        1 => (cos, -sin),
        2 => (-sin, -cos),
        _ => (-cos, sin),
    }
}

/// An angle as `half_turns · π + rest` with `|rest| <= π/2`: the half turns, the sine and the
/// cosine (not negative) of the rest. For `|angle| <= LARGEST_ANGLE`.
pub(super) fn reduce_angle(angle: f64) -> (f64, Twofold, Twofold) {
    let (turns, rest) = quarter_turns(Twofold::exact(angle));
    let (sin, cos) = (rest.sin_small(), rest.cos_small());
    let half = turns * 0.5;
    if half.fract() == 0.0 {
        (half, sin, cos)
    } else if rest.hi <= 0.0 {
        (half - 0.5, cos, -sin)
    } else {
        (half + 0.5, -cos, sin)
    }
}

/// The angle to double precision: two halvings, then the series.
fn angle_guess(y: f64, x: f64) -> f64 {
    if y.abs() > x {
        return std::f64::consts::FRAC_PI_2.copysign(y) - angle_guess_flat(x, y);
    }
    angle_guess_flat(y, x)
}

/// The angle where `|y| <= |x|`, as the arc tangent of `y/x`.
fn angle_guess_flat(y: f64, x: f64) -> f64 {
    let halve = |t: f64| t / (1.0 + (1.0 + t * t).sqrt());
    let t = halve(halve(y / x));
    let mut series = 0.0;
    for k in (0..14).rev() {
        series = 1.0 / f64::from(2 * k + 1) - series * t * t;
    }
    4.0 * t * series
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The number is held, with a radius that is small beside `scale`.
    fn holds(held: Twofold, number: f64, scale: f64) -> bool {
        let distance = (held - number).hi.abs();
        distance <= held.radius && held.radius < 1e-28 * scale
    }

    const NUMBERS: [f64; 9] = [1e-200, 3e-9, 0.1, 0.99, 1.0, 1.01, 7.0, 650.0, 1e180];

    #[test]
    fn inverse_operations_return_to_the_start() {
        for x in NUMBERS {
            let exact = Twofold::exact(x);
            assert!(holds(exact / 3.0 * 3.0, x, x), "{x} / 3 * 3");
            assert!(holds(exact.sqrt().square(), x, x), "sqrt({x})^2");
            assert!(holds(exact.ln().exp(), x, x * 100.0), "exp(ln({x}))");
        }
    }

    #[test]
    fn sine_and_cosine_lie_on_the_circle() {
        for x in NUMBERS
            .into_iter()
            .filter(|x| *x < 1e15)
            .map(Twofold::exact)
        {
            for (sin, cos) in [x.sin_cos(), x.sin_cos_pi()] {
                assert!(holds(sin.square() + cos.square(), 1.0, 1.0), "{x:?}");
            }
        }
    }

    #[test]
    fn the_angle_of_a_point_leads_back_to_it() {
        for x in [1e-9, 0.3, 1.0, 40.0] {
            let (sin, cos) = Twofold::exact(x).angle(Twofold::ONE).sin_cos();
            assert!(holds(sin / cos, x, x + 1e6), "{x}");
        }
    }

    #[test]
    fn what_is_not_known_stays_unknown() {
        let doubtful = Twofold::ZERO.widened(f64::INFINITY);
        for x in [Twofold::UNKNOWN, doubtful, doubtful - 1e9] {
            assert!(!x.exp().is_known() && !x.ln().is_known() && !x.sqrt().is_known());
            assert!(!(x * 3.0 + 1.0).is_known() && !(Twofold::ONE / x).is_known());
            assert!(x.sin_cos().0.radius >= 1.0);
        }
        assert!((Twofold::UNKNOWN * Twofold::ZERO).is_exact_zero());
    }
}
