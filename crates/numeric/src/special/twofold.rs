//! Twice the precision of a double, with a running bound on the error.
//!
//! A [`Twofold`] is an unevaluated sum `hi + lo` of two doubles (about 106 bits) and a `radius`:
//! the real number it stands for lies within `radius` of `hi + lo`. Each operation carries the
//! radii of its operands over and adds a bound on its own rounding, so that a formula written with
//! the operators yields its own error bound.
//!
//! Sums and products: Dekker (1971), Knuth (TAOCP 2, 4.2.2); their relative errors, in units of
//! `u² = 2^-106`: Joldes, Muller, Popescu (2017), at most 3 for `+`, 5 for `·`, 15 for `/`, 4 for
//! the square root. One constant, 16, is used for all of them.

use std::ops::{Add, Div, Mul, Neg, Sub};

use super::estimate::Estimate;

/// A number of about 106 bits and a bound on its error.
#[derive(Clone, Copy, Debug)]
pub(super) struct Twofold {
    pub hi: f64,
    pub lo: f64,
    pub radius: f64,
}

/// 16 u², a bound on the relative error of every operation.
const STEP: f64 = 1.0 / (1u128 << 102) as f64;
/// Covers the roundings made while radii are computed.
const SLACK: f64 = 1.0 + 1.0 / (1u64 << 46) as f64;
/// Covers what is lost where a product underflows: 16 subnormal steps.
const TINY: f64 = f64::from_bits(16);

const fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(((1023 + exponent) as u64) << 52)
}

/// `a + b` exactly, as a rounded sum and its error.
pub(super) fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let back = sum - a;
    (sum, (a - (sum - back)) + (b - back))
}

/// As [`two_sum`] where `|a| >= |b|` or `a = 0`.
fn quick_two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    (sum, b - (sum - a))
}

/// `x^n` by multiplication: the same on every platform.
pub(super) fn natural_power(x: f64, n: u32) -> f64 {
    (0..n).fold(1.0, |power, _| power * x)
}

/// `a · b` exactly (unless it underflows).
fn two_product(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    (product, a.mul_add(b, -product))
}

impl Twofold {
    pub const ZERO: Self = Self::exact(0.0);
    pub const ONE: Self = Self::exact(1.0);
    /// Nothing is known.
    pub const UNKNOWN: Self = Self {
        hi: f64::NAN,
        lo: 0.0,
        radius: f64::INFINITY,
    };
    pub const PI: Self = Self::constant(std::f64::consts::PI, 1.2246467991473532e-16);
    pub const LN_2: Self = Self::constant(std::f64::consts::LN_2, 2.3190468138462996e-17);
    /// ln(2π)/2
    pub const HALF_LN_2PI: Self = Self::constant(0.9189385332046728, -3.8782941580672414e-17);

    pub const fn exact(value: f64) -> Self {
        Self {
            hi: value,
            lo: 0.0,
            radius: 0.0,
        }
    }

    const fn constant(hi: f64, lo: f64) -> Self {
        Self {
            hi,
            lo,
            radius: hi * STEP,
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

    /// The product of two doubles.
    pub fn product(a: f64, b: f64) -> Self {
        let (hi, lo) = two_product(a, b);
        Self {
            hi,
            lo,
            radius: if hi.abs() < 1e-280 && a != 0.0 && b != 0.0 {
                TINY
            } else {
                0.0
            },
        }
    }

    /// The largest magnitude the true number can have.
    pub fn upper(self) -> f64 {
        (self.hi.abs() + self.radius) * SLACK
    }

    /// The least magnitude the true number can have.
    pub fn lower(self) -> f64 {
        ((self.hi.abs() - self.lo.abs()) * (2.0 - SLACK) - self.radius * SLACK).max(0.0)
    }

    pub fn is_known(self) -> bool {
        self.hi.is_finite() && self.radius.is_finite()
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

    /// The radius made larger by `extra`.
    pub fn widened(self, extra: f64) -> Self {
        let radius = (self.radius + extra) * SLACK;
        Self {
            radius: if radius.is_nan() {
                f64::INFINITY
            } else {
                radius
            },
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

    /// The square root; unknown for certainly negative numbers.
    pub fn sqrt(self) -> Self {
        if self.is_exact_zero() {
            return self;
        }
        if !self.is_known() || self.is_negative() {
            return Self::UNKNOWN;
        }
        if self.hi <= 0.0 {
            return Self {
                hi: 0.0,
                lo: 0.0,
                radius: (2.0 * (self.radius - self.hi)).sqrt(),
            };
        }
        let root = self.hi.sqrt();
        let rest = root.mul_add(-root, self.hi) + self.lo;
        let (hi, lo) = quick_two_sum(root, rest / (2.0 * root));
        let radius = (self.radius + TINY) / root * SLACK + STEP * root;
        Self {
            hi,
            lo,
            radius: radius * SLACK,
        }
    }

    /// Multiplied by a power of two, `2^exponent`.
    pub fn scale(self, exponent: i32) -> Self {
        let mut out = self;
        let mut left = exponent;
        for _ in 0..5 {
            let part = left.clamp(-900, 900);
            let factor = power_of_two(part);
            out = Self {
                hi: out.hi * factor,
                lo: out.lo * factor,
                radius: out.radius * factor,
            };
            left -= part;
        }
        if left != 0 || !out.hi.is_finite() {
            return if out.hi.abs() < 1.0 {
                Self::ZERO.widened(TINY)
            } else {
                Self::UNKNOWN
            };
        }
        if out.hi.abs() < 1e-270 && self.hi != 0.0 {
            out.widened(TINY)
        } else {
            out
        }
    }

    /// The power of two next below a positive number of moderate size.
    pub fn floor_power_of_two(value: f64) -> f64 {
        f64::from_bits(value.to_bits() & (0x7ff << 52))
    }

    /// `self^n` for a small natural number.
    pub fn powi(self, n: u32) -> Self {
        let mut result = Self::ONE;
        let mut base = self;
        let mut left = n;
        while left > 0 {
            if left & 1 == 1 {
                result = result * base;
            }
            base = base.square();
            left >>= 1;
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

impl Add for Twofold {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let (sum, low) = two_sum(self.hi, other.hi);
        let (carry, rest) = two_sum(self.lo, other.lo);
        let (mid, mid_low) = quick_two_sum(sum, low + carry);
        let (hi, lo) = quick_two_sum(mid, rest + mid_low);
        let radius = (self.radius + other.radius + STEP * hi.abs()) * SLACK;
        Self { hi, lo, radius }
    }
}

impl Add<f64> for Twofold {
    type Output = Self;

    /// Exact where the sum fits.
    fn add(self, other: f64) -> Self {
        let (sum, low) = two_sum(self.hi, other);
        let (mid, rest) = two_sum(self.lo, low);
        let (hi, lo) = quick_two_sum(sum, mid);
        let (low, last) = if rest == 0.0 {
            (lo, 0.0)
        } else {
            two_sum(lo, rest)
        };
        let (hi, lo) = quick_two_sum(hi, low);
        if last == 0.0 && self.radius == 0.0 {
            return Self {
                hi,
                lo,
                radius: 0.0,
            };
        }
        Self {
            hi,
            lo,
            radius: (self.radius + STEP * hi.abs() + last.abs()) * SLACK,
        }
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

    fn mul(self, other: Self) -> Self {
        if self.is_exact_zero() || other.is_exact_zero() {
            return Self::ZERO;
        }
        let (product, low) = two_product(self.hi, other.hi);
        let cross = self.hi.mul_add(other.lo, self.lo * other.hi);
        let (hi, lo) = quick_two_sum(product, low + cross);
        let carried = self.hi.abs() * other.radius
            + other.hi.abs() * self.radius
            + self.radius * other.radius;
        Self {
            hi,
            lo,
            radius: (carried * SLACK + STEP * hi.abs()) * SLACK + TINY,
        }
    }
}

impl Mul<f64> for Twofold {
    type Output = Self;

    fn mul(self, other: f64) -> Self {
        if self.is_exact_zero() || other == 0.0 {
            return Self::ZERO;
        }
        let (product, low) = two_product(self.hi, other);
        let (hi, lo) = quick_two_sum(product, self.lo.mul_add(other, low));
        let radius = (other.abs() * self.radius + STEP * hi.abs()) * SLACK + TINY;
        Self { hi, lo, radius }
    }
}

impl Div for Twofold {
    type Output = Self;

    fn div(self, other: Self) -> Self {
        let divisor = other.lower();
        if divisor == 0.0 || !self.is_known() {
            return Self::UNKNOWN;
        }
        if self.is_exact_zero() {
            return Self::ZERO;
        }
        let first = self.hi / other.hi;
        let (product, low) = two_product(first, other.hi);
        let rest = (self.hi - product) - low + self.lo - first * other.lo;
        let (hi, lo) = quick_two_sum(first, rest / other.hi);
        let carried = (self.radius + first.abs() * other.radius + TINY) / divisor;
        Self {
            hi,
            lo,
            radius: (carried * SLACK + STEP * hi.abs()) * SLACK + TINY,
        }
    }
}

impl Div<f64> for Twofold {
    type Output = Self;

    fn div(self, other: f64) -> Self {
        self / Self::exact(other)
    }
}
