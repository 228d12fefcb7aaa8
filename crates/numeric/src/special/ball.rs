//! Arithmetic with an error bound that follows every operation.
//!
//! A [`Ball`] is a number of about 32 digits (the unevaluated sum of two doubles, Dekker 1971)
//! with a radius: the true value lies within `radius` of `hi + lo`. Each operation adds its own
//! rounding error to the radius it inherits, with the bounds of Joldes, Muller and Popescu
//! ("Tight and rigorous error bounds for basic building blocks of double-word arithmetic", 2017)
//! taken four times or more too large. So the functions of this folder are textbook formulas
//! whose error is known at the end, cancellation included. Nothing here depends on the platform:
//! only `+ - * /`, square roots and fused multiply-add are used, all correctly rounded.

use std::ops::{Add, Div, Mul, Neg, Sub};

use super::Estimate;

/// Bound on the relative rounding error of one sum or product.
const ROUNDING: f64 = f64::EPSILON * f64::EPSILON * 4.0;
/// Widens a radius by more than the rounding error made in computing it.
const WIDEN: f64 = 1.0 + 16.0 * f64::EPSILON;
/// What is lost when a product falls among the subnormal numbers.
const SUBNORMAL: f64 = f64::from_bits(16);

/// A value of about 32 digits and a bound on its error.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ball {
    hi: f64,
    lo: f64,
    radius: f64,
}

/// Exact sum of two doubles (Knuth 1969).
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let b_part = sum - a;
    (sum, (a - (sum - b_part)) + (b - b_part))
}

/// Exact sum where `|a| >= |b|` (Dekker 1971).
fn fast_two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    (sum, b - (sum - a))
}

/// Exact product of two doubles.
fn two_product(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    (product, a.mul_add(b, -product))
}

/// Sum of two pairs.
fn pair_sum(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    let (s, e) = two_sum(a.0, b.0);
    let (t, f) = two_sum(a.1, b.1);
    let (s, e) = fast_two_sum(s, e + t);
    fast_two_sum(s, e + f)
}

/// Product of two pairs.
fn pair_product(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    let (p, e) = two_product(a.0, b.0);
    fast_two_sum(p, e + a.0.mul_add(b.1, a.1 * b.0))
}

impl Ball {
    /// 0.
    pub const ZERO: Self = Self::exact(0.0);
    /// 1.
    pub const ONE: Self = Self::exact(1.0);

    /// An exact double.
    pub const fn exact(value: f64) -> Self {
        Self {
            hi: value,
            lo: 0.0,
            radius: 0.0,
        }
    }

    /// A constant, rounded to the sum of two doubles.
    pub const fn constant((hi, lo): (f64, f64)) -> Self {
        Self {
            hi,
            lo,
            radius: hi.abs() * ROUNDING,
        }
    }

    /// The exact sum of two doubles.
    pub fn sum(a: f64, b: f64) -> Self {
        let (hi, lo) = two_sum(a, b);
        Self {
            hi,
            lo,
            radius: 0.0,
        }
    }

    /// The exact product of two doubles (but for underflow).
    pub fn product(a: f64, b: f64) -> Self {
        let (hi, lo) = two_product(a, b);
        let radius = if hi.abs() < 1e-280 && a != 0.0 && b != 0.0 {
            SUBNORMAL
        } else {
            0.0
        };
        Self { hi, lo, radius }
    }

    /// Nothing is known of the value.
    pub const fn unknown(value: f64) -> Self {
        Self {
            hi: value,
            lo: 0.0,
            radius: f64::INFINITY,
        }
    }

    /// The double nearest to the middle.
    pub const fn value(self) -> f64 {
        self.hi
    }

    /// What the middle has beyond [`Ball::value`].
    pub const fn low(self) -> f64 {
        self.lo
    }

    /// The bound on the error of the middle.
    pub const fn radius(self) -> f64 {
        self.radius
    }

    /// An upper bound on the absolute value.
    pub fn magnitude(self) -> f64 {
        (self.hi.abs() + self.lo.abs() + self.radius) * WIDEN
    }

    /// The same middle with `error` more radius.
    pub fn widened(self, error: f64) -> Self {
        Self {
            radius: (self.radius + error.abs()) * WIDEN,
            ..self
        }
    }

    /// The same middle without its radius.
    pub const fn middle(self) -> Self {
        Self {
            radius: 0.0,
            ..self
        }
    }

    /// The square.
    pub fn square(self) -> Self {
        self * self
    }

    /// The square root of a positive ball.
    pub fn sqrt(self) -> Self {
        if self.hi == 0.0 && self.radius == 0.0 {
            return self;
        }
        let guess = self.hi.sqrt();
        let rest = self.middle() - Self::product(guess, guess);
        let root = Self::exact(guess) + rest.middle() / (2.0 * guess);
        let floor = self.hi - self.radius;
        let inherited = if floor > 0.0 {
            self.radius / floor.sqrt()
        } else {
            (2.0 * self.radius).sqrt()
        };
        Self {
            radius: (inherited + root.hi.abs() * (8.0 * ROUNDING)) * WIDEN,
            ..root
        }
    }

    /// `1 / self`.
    pub fn reciprocal(self) -> Self {
        Self::ONE / self
    }

    /// Times `2^power`, exactly; neither under- nor overflow may occur.
    pub fn scaled(self, power: i32) -> Self {
        let factor = two_to(power);
        Self {
            hi: self.hi * factor,
            lo: self.lo * factor,
            radius: self.radius * factor,
        }
    }

    /// Times `2^power`, where the result is of ordinary size though the factor is not.
    pub fn scaled_far(self, power: i32) -> Option<Self> {
        let hi = scale(self.hi, power);
        let ordinary = (1e-280..1e300).contains(&hi.abs());
        let (lo, radius) = (scale(self.lo, power), scale(self.radius, power));
        ordinary.then_some(Self {
            hi,
            lo,
            radius: radius + SUBNORMAL,
        })
    }

    /// Half of it.
    pub fn half(self) -> Self {
        self * 0.5
    }

    /// The integer power, by repeated squaring.
    pub fn powi(self, power: u32) -> Self {
        let (mut result, mut square, mut rest) = (Self::ONE, self, power);
        while rest > 0 {
            if rest & 1 == 1 {
                result = result * square;
            }
            rest >>= 1;
            if rest > 0 {
                square = square.square();
            }
        }
        result
    }

    /// The nearest double with its error.
    pub fn estimate(self) -> Estimate {
        self.estimate_scaled(0)
    }

    /// The nearest double to `self · 2^power`, with its error.
    pub fn estimate_scaled(self, power: i32) -> Estimate {
        let value = scale(self.hi, power);
        let bound = scale((self.lo.abs() + 2.0 * self.radius) * WIDEN, power);
        if !value.is_finite() || bound.is_nan() {
            return Estimate {
                value,
                error: f64::INFINITY,
            };
        }
        let underflow = if value.abs() < 1e-290 {
            2.0 * f64::from_bits(1)
        } else {
            0.0
        };
        Estimate {
            value,
            error: bound + underflow,
        }
    }
}

/// `2^power`, for powers of normal doubles.
pub(super) fn two_to(power: i32) -> f64 {
    let biased = (power + 1023).clamp(1, 2046);
    f64::from_bits(u64::from(biased.unsigned_abs()) << 52)
}

/// `value · 2^power`, in steps that overflow or underflow only at the last.
fn scale(value: f64, power: i32) -> f64 {
    let mut result = value;
    let mut rest = power.clamp(-4000, 4000);
    while rest.abs() > 500 {
        let step = rest.clamp(-500, 500);
        result *= two_to(step);
        rest -= step;
    }
    result * two_to(rest)
}

impl From<f64> for Ball {
    fn from(value: f64) -> Self {
        Self::exact(value)
    }
}

impl Neg for Ball {
    type Output = Self;
    fn neg(self) -> Self {
        Self {
            hi: -self.hi,
            lo: -self.lo,
            radius: self.radius,
        }
    }
}

impl Add for Ball {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        let (hi, lo) = pair_sum((self.hi, self.lo), (other.hi, other.lo));
        Self {
            hi,
            lo,
            radius: (self.radius + other.radius + hi.abs() * ROUNDING) * WIDEN,
        }
    }
}

impl Sub for Ball {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for Ball {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        let (hi, lo) = pair_product((self.hi, self.lo), (other.hi, other.lo));
        let inherited = self.hi.abs() * other.radius
            + other.hi.abs() * self.radius
            + self.radius * other.radius;
        Self {
            hi,
            lo,
            radius: (inherited + hi.abs() * ROUNDING + SUBNORMAL) * WIDEN,
        }
    }
}

impl Div for Ball {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        // Their algorithm 17, whose relative error is below 15/4 of the square of f64::EPSILON.
        let first = self.hi / other.hi;
        let (p, e) = pair_product((other.hi, other.lo), (first, 0.0));
        let rest = (self.hi - p) + (self.lo - e);
        let (hi, lo) = fast_two_sum(first, rest / other.hi);
        let floor = other.hi.abs() * (1.0 - f64::EPSILON) - other.radius;
        if floor.is_nan() || floor <= 0.0 {
            return Self::unknown(hi);
        }
        let inherited = (self.radius + hi.abs() * WIDEN * other.radius + SUBNORMAL) / floor;
        Self {
            hi,
            lo,
            radius: (inherited + 4.0 * hi.abs() * ROUNDING + SUBNORMAL) * WIDEN,
        }
    }
}

impl Add<f64> for Ball {
    type Output = Self;
    fn add(self, other: f64) -> Self {
        self + Self::exact(other)
    }
}

impl Sub<f64> for Ball {
    type Output = Self;
    fn sub(self, other: f64) -> Self {
        self + Self::exact(-other)
    }
}

impl Mul<f64> for Ball {
    type Output = Self;
    fn mul(self, other: f64) -> Self {
        self * Self::exact(other)
    }
}

impl Div<f64> for Ball {
    type Output = Self;
    fn div(self, other: f64) -> Self {
        if other == 0.0 {
            return self / Self::exact(other);
        }
        // Their algorithm 15, whose relative error is below 3/4 of the square of f64::EPSILON.
        let first = self.hi / other;
        let (p, e) = two_product(first, other);
        let rest = ((self.hi - p) - e) + self.lo;
        let (hi, lo) = fast_two_sum(first, rest / other);
        let inherited = (self.radius + SUBNORMAL) / other.abs();
        Self {
            hi,
            lo,
            radius: (inherited + hi.abs() * ROUNDING + SUBNORMAL) * WIDEN,
        }
    }
}

impl std::iter::Sum for Ball {
    fn sum<I: Iterator<Item = Self>>(terms: I) -> Self {
        terms.fold(Self::ZERO, Add::add)
    }
}
