//! Elementary functions of balls: exp, ln, powers, sin, cos, atan.
//!
//! Arguments are reduced with constants of 48 digits, then Taylor series are summed.
//! Truncated terms are below the rounding error that the radius follows anyway.

use super::Estimate;
use super::ball::Ball;
use super::constants::{HALF_PI, INVERSE_FACTORIAL, LN_2, PI};

/// A ball times a power of two: values beyond the range of doubles.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scaled {
    /// The factor of ordinary size.
    pub ball: Ball,
    /// The exponent of two.
    pub power: i32,
}

impl Scaled {
    /// The product with an ordinary number.
    pub fn times(self, factor: Ball) -> Self {
        Self {
            ball: self.ball * factor,
            power: self.power,
        }
    }

    /// The product of two.
    pub fn product(self, other: Self) -> Self {
        Self {
            ball: self.ball * other.ball,
            power: self.power.saturating_add(other.power),
        }
    }

    /// As an ordinary ball (of unknown value, if it is too large or too small for one).
    pub fn to_ball(self) -> Ball {
        if self.power.abs() <= 900 {
            return self.ball.scaled(self.power);
        }
        if let Some(ball) = self.ball.scaled_far(self.power) {
            return ball;
        }
        if self.power > 0 {
            return Ball::unknown(self.ball.value() * f64::INFINITY);
        }
        Ball::ZERO.widened(self.ball.magnitude() * super::ball::two_to(-900))
    }

    /// The nearest double.
    pub fn estimate(self) -> Estimate {
        self.ball.estimate_scaled(self.power)
    }
}

impl From<Ball> for Scaled {
    fn from(ball: Ball) -> Self {
        Self { ball, power: 0 }
    }
}

/// The three parts of a constant, times a whole number.
fn constant_times(parts: [f64; 3], factor: f64) -> [Ball; 3] {
    parts.map(|part| Ball::product(part, factor))
}

/// `e^x`, as a number between 1/2 and 2 and a power of two.
pub(super) fn exp(x: Ball) -> Scaled {
    if x.value().abs() > 1e6 || x.value().is_nan() {
        let power = if x.value() > 0.0 {
            1_000_000
        } else {
            -1_000_000
        };
        return Scaled {
            ball: Ball::ONE.widened(if power > 0 { f64::INFINITY } else { 1.0 }),
            power,
        };
    }
    let power = (x.value() * std::f64::consts::LOG2_E).round_ties_even();
    let [a, b, c] = constant_times(LN_2, power);
    let rest = (x.middle() - a - b - c).scaled(-5);
    let mut series = Ball::ZERO;
    for coefficient in INVERSE_FACTORIAL.iter().take(14).skip(1).rev() {
        series = series * rest + Ball::constant(*coefficient);
    }
    // expm1 of the 32nd part, then doubled five times: e^2r - 1 = (e^r - 1)(e^r - 1 + 2).
    let mut minus_one = series * rest;
    for _ in 0..5 {
        minus_one = minus_one * (minus_one + 2.0);
    }
    let radius = x.radius();
    let spread = if radius < 0.5 {
        2.0 * radius * (1.0 + radius)
    } else {
        f64::INFINITY
    };
    // The exponent is within ±1,500,000.
    Scaled {
        ball: (minus_one + 1.0).widened(spread),
        power: exponent(power),
    }
}

/// A small whole number as an integer.
fn exponent(power: f64) -> i32 {
    #[allow(clippy::cast_possible_truncation)]
    let result = power as i32;
    result
}

/// `e^x` where it neither over- nor underflows by much.
pub(super) fn exp_ball(x: Ball) -> Ball {
    exp(x).to_ball()
}

/// A positive double as a factor between √½ and √2 and an exponent of two.
fn split(x: f64) -> (f64, f64) {
    let (x, offset) = if x < f64::MIN_POSITIVE {
        (x * super::ball::two_to(54), 54.0)
    } else {
        (x, 0.0)
    };
    let bits = x.to_bits();
    let power = (bits >> 52) as u32;
    let fraction = f64::from_bits((bits & 0x000f_ffff_ffff_ffff) | (1023 << 52));
    let power = f64::from(power) - 1023.0 - offset;
    if fraction > std::f64::consts::SQRT_2 {
        (fraction * 0.5, power + 1.0)
    } else {
        (fraction, power)
    }
}

/// `2·atanh(d)` for `|d| < 0.18`.
fn twice_atanh(d: Ball, terms: u32) -> Ball {
    let square = d.square();
    let mut series = Ball::ZERO;
    for k in (0..terms).rev() {
        series = series * square + Ball::ONE / f64::from(2 * k + 1);
    }
    (series * d) * 2.0
}

/// `ln x` of a positive ball; of unknown value if the ball may hold 0.
pub(super) fn ln(x: Ball) -> Ball {
    let floor = x.value() * (1.0 - f64::EPSILON) - x.radius();
    if floor.is_nan() || floor <= 0.0 || !x.value().is_finite() {
        return Ball::unknown(f64::NAN);
    }
    let (fraction, power) = split(x.value());
    let whole = constant_times(LN_2, power).into_iter().sum::<Ball>();
    // The middle, times a power of two that leaves `hi` equal to the fraction.
    let middle = Ball::sum(fraction, fraction * (x.low() / x.value()))
        .widened(4.0 * x.low() * f64::EPSILON / x.value());
    let middle = if x.low() == 0.0 {
        Ball::exact(fraction)
    } else {
        middle
    };
    let spread = x.radius() / floor;
    let log = if (fraction - 1.0).abs() < 0.09 {
        twice_atanh((middle - 1.0) / (middle + 1.0), 13)
    } else {
        ln_newton(middle)
    };
    let result = if power == 0.0 { log } else { whole + log };
    result.widened(spread)
}

/// `ln` of a factor near 1: a double's guess `g`, then `g + ln(x e^-g)`.
fn ln_newton(x: Ball) -> Ball {
    let d = (x.value() - 1.0) / (x.value() + 1.0);
    let mut guess = 0.0;
    for k in (0..12).rev() {
        guess = guess * d * d + 1.0 / f64::from(2 * k + 1);
    }
    let guess = 2.0 * d * guess;
    let e = exp_ball(Ball::exact(guess));
    Ball::exact(guess) + twice_atanh((x - e) / (x + e), 2)
}

/// `ln(1 + x)` for an exact sum: accurate relative to the result.
pub(super) fn ln_1p(x: Ball) -> Ball {
    if x.value().abs() < 0.09 {
        twice_atanh(x / (x + 2.0), 13)
    } else {
        ln(x + 1.0)
    }
}

/// `base^power` of a positive base.
pub(super) fn pow(base: Ball, power: Ball) -> Scaled {
    exp(ln(base) * power)
}

/// `sin` and `cos` of a ball in [-π/4, π/4], by Taylor's series.
fn sin_cos_kernel(x: Ball) -> (Ball, Ball) {
    let square = -x.square();
    let series = |first: usize| {
        let mut sum = Ball::ZERO;
        for coefficient in INVERSE_FACTORIAL
            .iter()
            .skip(first)
            .step_by(2)
            .take(14)
            .rev()
        {
            sum = sum * square + Ball::constant(*coefficient);
        }
        sum
    };
    (series(1) * x, series(0))
}

/// Turns the pair by a number of quarter turns.
fn quarter_turns((sin, cos): (Ball, Ball), turns: f64) -> (Ball, Ball) {
    match exponent(turns.rem_euclid(4.0)) {
        0 => (sin, cos),
        1 => (cos, -sin),
        2 => (-sin, -cos),
        _ => (-cos, sin),
    }
}

/// `sin` and `cos`.
pub(super) fn sin_cos(x: Ball) -> (Ball, Ball) {
    let spread = x.radius();
    if spread.is_nan() || spread > 0.5 {
        return (Ball::ZERO.widened(1.0), Ball::ZERO.widened(1.0));
    }
    let widen = |(s, c): (Ball, Ball)| (s.widened(spread), c.widened(spread));
    if x.value().abs() > 1e15 || x.value().is_nan() {
        return widen(sin_cos_huge(x));
    }
    let turns = (x.value() * std::f64::consts::FRAC_2_PI).round_ties_even();
    let [a, b, c] = constant_times(HALF_PI, turns);
    widen(quarter_turns(sin_cos_kernel(x.middle() - a - b - c), turns))
}

/// Beyond 1e15: the reduction of `pxfm`, whose results are correctly rounded or nearly so.
fn sin_cos_huge(x: Ball) -> (Ball, Ball) {
    if !x.value().is_finite() {
        return (Ball::ZERO.widened(1.0), Ball::ZERO.widened(1.0));
    }
    let near = |value: f64| Ball::exact(value).widened(4.0 * f64::EPSILON);
    let low = x.low();
    let (sin, cos) = (near(pxfm::f_sin(x.value())), near(pxfm::f_cos(x.value())));
    if low == 0.0 {
        return (sin, cos);
    }
    if low.abs() > 1e15 {
        return (Ball::ZERO.widened(1.0), Ball::ZERO.widened(1.0));
    }
    let (s, c) = sin_cos(Ball::exact(low));
    (sin * c + cos * s, cos * c - sin * s)
}

/// `sin πx` and `cos πx`, exact where they are 0 or ±1.
pub(super) fn sin_cos_pi(x: Ball) -> (Ball, Ball) {
    // Both parts of an exact number leave exact remainders of division by 2.
    let x = Ball::sum(x.value() % 2.0, x.low() % 2.0).widened(x.radius());
    let turns = (x.value() * 2.0).round_ties_even();
    let rest = Ball::sum(x.value() - turns * 0.5, x.low());
    let angle = rest * Ball::constant(PI);
    let spread = 4.0 * x.radius();
    let (sin, cos) = quarter_turns(sin_cos_kernel(angle), turns);
    if spread == 0.0 {
        (sin, cos)
    } else {
        (sin.widened(spread), cos.widened(spread))
    }
}

/// The angle of the point `(x, y)`, for `x >= 0`.
pub(super) fn angle(y: Ball, x: Ball) -> Ball {
    let guess = angle_guess(y.value(), x.value());
    let (sin, cos) = sin_cos(Ball::exact(guess));
    let across = y * cos - x * sin;
    let along = x * cos + y * sin;
    let small = across / along;
    Ball::exact(guess) + (small - small * small.square() / 3.0)
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

    /// The ball holds the number and is small beside `scale`.
    fn holds(ball: Ball, number: f64, scale: f64) -> bool {
        let distance = (ball - number).value().abs();
        distance <= ball.radius() && ball.radius() < 1e-28 * scale
    }

    const NUMBERS: [f64; 9] = [1e-200, 3e-9, 0.1, 0.99, 1.0, 1.01, 7.0, 650.0, 1e180];

    #[test]
    fn inverse_operations_return_to_the_start() {
        for x in NUMBERS {
            let ball = Ball::exact(x);
            assert!(holds(ball / 3.0 * 3.0, x, x), "{x} / 3 * 3");
            assert!(holds(ball.sqrt().square(), x, x), "sqrt({x})^2");
            assert!(holds(exp(ln(ball)).to_ball(), x, x * 100.0), "exp(ln({x}))");
        }
    }

    #[test]
    fn sine_and_cosine_lie_on_the_circle() {
        for x in NUMBERS.into_iter().filter(|x| *x < 1e15) {
            for (sin, cos) in [sin_cos(Ball::exact(x)), sin_cos_pi(Ball::exact(x))] {
                assert!(holds(sin.square() + cos.square(), 1.0, 1.0), "{x}");
            }
        }
    }

    #[test]
    fn the_angle_of_a_point_leads_back_to_it() {
        for x in [1e-9, 0.3, 1.0, 40.0] {
            let (sin, cos) = sin_cos(angle(Ball::exact(x), Ball::ONE));
            assert!(holds(sin / cos, x, x + 1e6), "{x}");
        }
    }
}
