//! Twice the precision of a double, with a bound on the error that follows every operation.
//!
//! A [`Twofold`] is the unevaluated sum `hi + lo` of two doubles (Dekker 1971), about 106 bits, and
//! a `radius`: the number it stands for lies within `radius` of `hi + lo`. Each operation carries
//! the radii of its operands over and adds a bound on its own rounding. So the functions of this
//! folder are textbook formulas whose error is known at the end, cancellation included.
//!
//! Relative errors in units of `u² = 2^-106` are at most 3 for `+`, 5 for `·` (Joldes, Muller,
//! Popescu, "Tight and rigorous error bounds for basic building blocks of double-word arithmetic",
//! 2017; Muller, Rideau 2022), 4 for the square root (Lefèvre and others 2023), and 12 for `/`: its
//! first remainder is exact, and 2, 1 and 3 are lost in what is taken from it, 6 in the second
//! quotient. One constant, 16, is used for all. Nothing depends on the platform: only `+ - * /`,
//! square roots and fused multiply-add are used, all correctly rounded.

use std::ops::{Add, Div, Mul, Neg, Sub};

use super::Estimate;

/// A number of about 106 bits and a bound on its error.
#[derive(Clone, Copy, Debug)]
pub(super) struct Twofold {
    /// The double nearest to the middle.
    pub hi: f64,
    /// What the middle has beyond it.
    pub lo: f64,
    /// The bound on the error of the middle: not finite where nothing is known.
    pub radius: f64,
}

/// 16 u², a bound on the relative error of every operation.
const STEP: f64 = 1.0 / (1u128 << 102) as f64;
/// Covers the roundings made while radii are computed, and `lo` beside `hi`.
const SLACK: f64 = 1.0 + 1.0 / (1u64 << 46) as f64;
/// Products and quotients that are not larger lose digits among the subnormal numbers…
const SMALL: f64 = 1e-280;
/// … but not more than this.
const TINY: f64 = f64::from_bits(16);

/// Exact sum of two doubles (Knuth 1969).
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let back = sum - a;
    (sum, (a - (sum - back)) + (b - back))
}

/// Exact sum where `|a| >= |b|` or `a = 0` (Dekker 1971).
fn fast_two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    (sum, b - (sum - a))
}

/// Exact product of two doubles, unless it underflows.
fn two_product(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    (product, a.mul_add(b, -product))
}

/// `2^power`, for powers of normal doubles.
pub(super) const fn two_to(power: i32) -> f64 {
    f64::from_bits(((1023 + power) as u64) << 52)
}

/// `x^n` by multiplication: the same on every platform.
pub(super) fn natural_power(x: f64, n: u32) -> f64 {
    (0..n).fold(1.0, |power, _| power * x)
}

impl Twofold {
    pub const ZERO: Self = Self::exact(0.0);
    pub const ONE: Self = Self::exact(1.0);
    /// Nothing is known.
    pub const UNKNOWN: Self = Self::unknown(f64::NAN);

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
            radius: hi.abs() * STEP,
        }
    }

    /// A guess of which nothing is known.
    pub const fn unknown(value: f64) -> Self {
        Self {
            hi: value,
            lo: 0.0,
            radius: f64::INFINITY,
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
        let inexact = hi.abs() < SMALL && a != 0.0 && b != 0.0;
        Self {
            hi,
            lo,
            radius: if inexact { TINY } else { 0.0 },
        }
    }

    /// The largest magnitude the true number can have.
    pub fn upper(self) -> f64 {
        (self.hi.abs() + self.radius) * SLACK
    }

    /// The least magnitude the true number can have.
    pub fn lower(self) -> f64 {
        (self.hi.abs() * (2.0 - SLACK) - self.radius).max(0.0)
    }

    pub fn is_known(self) -> bool {
        self.hi.is_finite() && self.radius.is_finite()
    }

    /// A double, without error.
    pub fn is_double(self) -> bool {
        self.lo == 0.0 && self.radius == 0.0
    }

    pub fn is_exact_zero(self) -> bool {
        self.hi == 0.0 && self.radius == 0.0
    }

    /// Certainly positive.
    pub fn is_positive(self) -> bool {
        self.hi > 0.0 && self.lower() > 0.0
    }

    /// Certainly negative.
    pub fn is_negative(self) -> bool {
        self.hi < 0.0 && self.lower() > 0.0
    }

    /// Whether it is an integer, exactly known.
    pub fn is_integer(self) -> bool {
        self.radius == 0.0 && self.hi == self.hi.round() && self.lo == self.lo.round()
    }

    /// Whether it is one of 0, −1, −2, …, exactly known.
    pub fn is_nonpositive_integer(self) -> bool {
        self.hi <= 0.0 && self.is_integer()
    }

    pub fn abs(self) -> Self {
        if self.hi < 0.0 { -self } else { self }
    }

    /// The same middle with `error` more radius.
    pub fn widened(self, error: f64) -> Self {
        let radius = (self.radius + error.abs()) * SLACK;
        Self {
            radius: if radius.is_nan() {
                f64::INFINITY
            } else {
                radius
            },
            ..self
        }
    }

    /// A product or quotient that is small, or has no value beside its `guess`.
    fn marginal(self, guess: f64) -> Self {
        if self.hi.is_nan() {
            return Self::unknown(guess);
        }
        Self {
            radius: self.radius + TINY,
            ..self
        }
    }

    /// What this is by a divisor, of two quotients and the radius that is carried over.
    fn divided(self, [first, second]: [f64; 2], carried: f64) -> Self {
        let (hi, lo) = fast_two_sum(first, second);
        let radius = (carried + STEP * hi.abs()) * SLACK;
        if hi.abs() > SMALL {
            return Self { hi, lo, radius };
        }
        if self.is_exact_zero() {
            return Self::ZERO;
        }
        Self { hi, lo, radius }.marginal(first)
    }

    /// The same middle without its radius.
    pub const fn middle(self) -> Self {
        Self {
            radius: 0.0,
            ..self
        }
    }

    /// Radius in proportion to the value.
    pub fn relative_radius(self) -> f64 {
        if self.is_exact_zero() {
            0.0
        } else if self.is_known() {
            self.radius / self.hi.abs()
        } else {
            f64::INFINITY
        }
    }

    /// The one with the smaller radius.
    pub fn better(self, other: Self) -> Self {
        let worse = other.is_known() && (!self.is_known() || other.radius < self.radius);
        if worse { other } else { self }
    }

    pub fn square(self) -> Self {
        self * self
    }

    /// `1 / self`.
    pub fn reciprocal(self) -> Self {
        Self::ONE / self
    }

    /// Half of it.
    pub fn half(self) -> Self {
        self.scale(-1)
    }

    /// The square root; unknown for certainly negative numbers.
    pub fn sqrt(self) -> Self {
        if self.is_exact_zero() {
            return self;
        }
        if !self.is_known() || self.is_negative() {
            return Self::UNKNOWN;
        }
        if self.hi <= 0.0 {
            return Self::ZERO.widened((2.0 * (self.radius - self.hi)).sqrt());
        }
        let root = self.hi.sqrt();
        let rest = root.mul_add(-root, self.hi) + self.lo;
        let (hi, lo) = fast_two_sum(root, rest / (2.0 * root));
        let radius = ((self.radius + TINY) / root + STEP * root) * SLACK;
        Self { hi, lo, radius }
    }

    /// Times `2^power`; of unknown value where that overflows.
    pub fn scale(self, power: i32) -> Self {
        let mut scaled = self;
        let mut left = power.clamp(-4000, 4000);
        loop {
            let step = left.clamp(-1000, 1000);
            let factor = two_to(step);
            scaled.hi *= factor;
            scaled.lo *= factor;
            scaled.radius *= factor;
            left -= step;
            if left == 0 {
                break;
            }
        }
        if scaled.hi.abs() > SMALL && scaled.hi.abs() < f64::INFINITY || self.is_exact_zero() {
            scaled
        } else if scaled.hi.is_finite() {
            // Each of the three is rounded to a subnormal number.
            scaled.widened(f64::from_bits(2))
        } else {
            Self::unknown(scaled.hi)
        }
    }

    /// The power of two next below a positive number of moderate size.
    pub fn floor_power_of_two(value: f64) -> f64 {
        f64::from_bits(value.to_bits() & (0x7ff << 52))
    }

    /// The integer power, by repeated squaring.
    pub fn powi(self, power: u32) -> Self {
        let (mut result, mut square, mut left) = (Self::ONE, self, power);
        while left > 0 {
            if left & 1 == 1 {
                result = result * square;
            }
            left >>= 1;
            if left > 0 {
                square = square.square();
            }
        }
        result
    }

    /// The nearest double with the bound that is left.
    pub fn estimate(self) -> Estimate {
        if self.hi.is_nan() {
            return Estimate {
                value: 0.0,
                error: f64::INFINITY,
            };
        }
        let error = (self.lo.abs() + self.radius) * SLACK;
        Estimate {
            value: self.hi,
            error: if error.is_nan() { f64::INFINITY } else { error },
        }
    }
}

impl From<f64> for Twofold {
    fn from(value: f64) -> Self {
        Self::exact(value)
    }
}

impl Neg for Twofold {
    type Output = Self;
    fn neg(self) -> Self {
        Self {
            hi: -self.hi,
            lo: -self.lo,
            radius: self.radius,
        }
    }
}

impl Add for Twofold {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        let (sum, low) = two_sum(self.hi, other.hi);
        let (carry, rest) = two_sum(self.lo, other.lo);
        let (sum, low) = fast_two_sum(sum, low + carry);
        let (hi, lo) = fast_two_sum(sum, low + rest);
        let radius = (self.radius + other.radius + STEP * hi.abs()) * SLACK;
        Self { hi, lo, radius }
    }
}

impl Add<f64> for Twofold {
    type Output = Self;
    /// Exact where the sum fits: the error is what is dropped.
    fn add(self, other: f64) -> Self {
        let (sum, low) = two_sum(self.hi, other);
        let (low, dropped) = two_sum(self.lo, low);
        let (hi, lo) = fast_two_sum(sum, low);
        let radius = (self.radius + dropped.abs()) * SLACK;
        Self { hi, lo, radius }
    }
}

impl Sub for Twofold {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Sub<f64> for Twofold {
    type Output = Self;
    fn sub(self, other: f64) -> Self {
        self + -other
    }
}

impl Mul for Twofold {
    type Output = Self;
    /// An exact zero times anything is an exact zero, so that series end.
    fn mul(self, other: Self) -> Self {
        let (product, low) = two_product(self.hi, other.hi);
        let cross = self.hi * other.lo + self.lo * other.hi;
        let (hi, lo) = fast_two_sum(product, low + cross);
        let carried = (self.hi.abs() + self.radius) * other.radius + other.hi.abs() * self.radius;
        let radius = (carried + STEP * hi.abs()) * SLACK;
        if hi.abs() > SMALL {
            return Self { hi, lo, radius };
        }
        if self.is_exact_zero() || other.is_exact_zero() {
            return Self::ZERO;
        }
        Self { hi, lo, radius }.marginal(product)
    }
}

impl Mul<f64> for Twofold {
    type Output = Self;
    fn mul(self, other: f64) -> Self {
        let (product, low) = two_product(self.hi, other);
        let (hi, lo) = fast_two_sum(product, low + self.lo * other);
        let radius = (other.abs() * self.radius + STEP * hi.abs()) * SLACK;
        if hi.abs() > SMALL {
            return Self { hi, lo, radius };
        }
        if self.is_exact_zero() || other == 0.0 {
            return Self::ZERO;
        }
        Self { hi, lo, radius }.marginal(product)
    }
}

impl Div for Twofold {
    type Output = Self;
    /// In two quotients. Of unknown value where the divisor may be 0.
    fn div(self, other: Self) -> Self {
        let first = self.hi / other.hi;
        let rest = first.mul_add(-other.hi, self.hi) + (self.lo - first * other.lo);
        let divisor = other.lower();
        if divisor == 0.0 {
            return Self::unknown(first);
        }
        let carried = (self.radius + first.abs() * other.radius + TINY) / divisor;
        self.divided([first, rest / other.hi], carried)
    }
}

impl Div<f64> for Twofold {
    type Output = Self;
    fn div(self, other: f64) -> Self {
        let first = self.hi / other;
        if other == 0.0 {
            return Self::unknown(first);
        }
        let rest = first.mul_add(-other, self.hi) + self.lo;
        let carried = (self.radius + TINY) / other.abs();
        self.divided([first, rest / other], carried)
    }
}

impl std::iter::Sum for Twofold {
    fn sum<I: Iterator<Item = Self>>(terms: I) -> Self {
        terms.fold(Self::ZERO, Add::add)
    }
}
