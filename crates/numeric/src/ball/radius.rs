//! Error bounds: small nonnegative numbers, 32 bits of mantissa and a wide exponent, rounded
//! outward by every operation.
//!
//! A radius is only ever a bound, so 32 bits are plenty; the exponent has 64 so that balls from
//! 2^-100000 to 2^100000 keep their bounds (Johansson, "Arb", 2017, section 2.1 calls the same
//! thing `mag`).

use std::cmp::Ordering;

use dashu_int::{IBig, Word};

use super::dyadic::Dyadic;

/// The number of mantissa bits of a [`Radius`].
const BITS: i64 = 32;

/// A nonnegative number `mantissa * 2^exponent`, used as an upper (or, where the name says
/// `down`, a lower) bound.
///
/// ```
/// use partials_numeric::ball::Radius;
///
/// let third = Radius::from_u64(1).div_up(Radius::from_u64(3));
/// assert!(third.to_f64_up() >= 1.0 / 3.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Radius {
    /// Zero, or with the top bit set.
    mantissa: u32,
    exponent: i64,
}

impl Radius {
    /// The radius of an exact ball.
    pub const ZERO: Radius = Radius {
        mantissa: 0,
        exponent: 0,
    };
    /// The bound 1.
    pub const ONE: Radius = Radius {
        mantissa: 1 << 31,
        exponent: -31,
    };

    /// `2^exponent`.
    #[must_use]
    pub const fn power_of_two(exponent: i64) -> Radius {
        Radius {
            mantissa: 1 << 31,
            exponent: exponent - 31,
        }
    }

    /// The least radius that is at least `n`.
    #[must_use]
    pub fn from_u64(n: u64) -> Radius {
        Self::from_parts(u128::from(n), 0, true)
    }

    /// The bound of `mantissa * 2^exponent`, from above or from below.
    fn from_parts(mantissa: u128, exponent: i64, up: bool) -> Radius {
        if mantissa == 0 {
            return Radius::ZERO;
        }
        let shift = 128 - i64::from(mantissa.leading_zeros()) - BITS;
        if shift <= 0 {
            let exact = u32::try_from(mantissa << -shift).unwrap_or(u32::MAX);
            return Radius {
                mantissa: exact,
                exponent: exponent + shift,
            };
        }
        let kept = mantissa >> shift;
        let inexact = (kept << shift) != mantissa;
        match u32::try_from(kept + u128::from(up && inexact)) {
            Ok(mantissa) => Radius {
                mantissa,
                exponent: exponent + shift,
            },
            Err(_) => Radius {
                mantissa: 1 << 31,
                exponent: exponent + shift + 1,
            },
        }
    }

    /// A bound of `|value|`, from above or from below.
    pub(super) fn of_dyadic(value: &Dyadic, up: bool) -> Radius {
        let (_, words) = value.mantissa().as_sign_words();
        let Some((&top, rest)) = words.split_last() else {
            return Radius::ZERO;
        };
        let word = i64::from(Word::BITS);
        let below = i64::try_from(rest.len()).unwrap_or(i64::MAX / 128) * word;
        let next = rest.last().copied().unwrap_or(0);
        // At least 33 bits where there are further words, so that the lowest is always dropped
        // and can stand for the whole tail.
        let tail = u128::from(up && rest.len() > 1);
        let lead = (u128::from(top) << Word::BITS) | u128::from(next) | tail;
        Self::from_parts(lead, value.exponent() + below - word, up)
    }

    /// The next radius above.
    fn next(self) -> Radius {
        match self.mantissa.checked_add(1) {
            Some(mantissa) => Radius { mantissa, ..self },
            None => Radius {
                mantissa: 1 << 31,
                exponent: self.exponent + 1,
            },
        }
    }

    /// Whether this is zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// The exponent `t` with `2^(t-1) <= self < 2^t`; a very small number for zero.
    #[must_use]
    pub const fn top(self) -> i64 {
        if self.mantissa == 0 {
            i64::MIN / 4
        } else {
            self.exponent + BITS
        }
    }

    fn sum(self, other: Radius, up: bool) -> Radius {
        let (big, small) = if self.top() >= other.top() {
            (self, other)
        } else {
            (other, self)
        };
        if small.is_zero() {
            return big;
        }
        let gap = big.exponent - small.exponent;
        if gap > 60 {
            return if up { big.next() } else { big };
        }
        let total = (u128::from(big.mantissa) << gap) + u128::from(small.mantissa);
        Self::from_parts(total, small.exponent, up)
    }

    /// A bound from above of the sum.
    #[must_use]
    pub fn add_up(self, other: Radius) -> Radius {
        self.sum(other, true)
    }

    /// A bound from below of the sum.
    #[must_use]
    pub fn add_down(self, other: Radius) -> Radius {
        self.sum(other, false)
    }

    /// A bound from below of the difference; zero where it would be negative.
    #[must_use]
    pub fn sub_down(self, other: Radius) -> Radius {
        if other.is_zero() {
            return self;
        }
        if self.cmp(&other) != Ordering::Greater {
            return Radius::ZERO;
        }
        let gap = self.exponent - other.exponent;
        if gap > 60 {
            let big = (u128::from(self.mantissa) << 60) - 1;
            return Self::from_parts(big, self.exponent - 60, false);
        }
        let rest = (u128::from(self.mantissa) << gap).saturating_sub(u128::from(other.mantissa));
        Self::from_parts(rest, other.exponent, false)
    }

    fn product(self, other: Radius, up: bool) -> Radius {
        let mantissa = u128::from(self.mantissa) * u128::from(other.mantissa);
        Self::from_parts(mantissa, self.exponent + other.exponent, up)
    }

    /// A bound from above of the product.
    #[must_use]
    pub fn mul_up(self, other: Radius) -> Radius {
        self.product(other, true)
    }

    /// A bound from below of the product.
    #[must_use]
    pub fn mul_down(self, other: Radius) -> Radius {
        self.product(other, false)
    }

    fn quotient(self, other: Radius, up: bool) -> Radius {
        let numerator = u128::from(self.mantissa) << 64;
        let denominator = u128::from(other.mantissa);
        let Some(quotient) = numerator.checked_div(denominator) else {
            return Radius::power_of_two(i64::MAX / 8);
        };
        let sticky = u128::from(up && quotient * denominator != numerator);
        Self::from_parts(quotient + sticky, self.exponent - other.exponent - 64, up)
    }

    /// A bound from above of the quotient (enormous where `other` is zero).
    #[must_use]
    pub fn div_up(self, other: Radius) -> Radius {
        self.quotient(other, true)
    }

    /// A bound from below of the quotient.
    #[must_use]
    pub fn div_down(self, other: Radius) -> Radius {
        self.quotient(other, false)
    }

    fn square_root(self, up: bool) -> Radius {
        let odd = self.exponent & 1;
        let mantissa = u128::from(self.mantissa) << (64 + odd);
        let root = mantissa.isqrt();
        let sticky = u128::from(up && root * root != mantissa);
        Self::from_parts(root + sticky, (self.exponent - odd) / 2 - 32, up)
    }

    /// A bound from above of the square root.
    #[must_use]
    pub fn sqrt_up(self) -> Radius {
        self.square_root(true)
    }

    /// A bound from below of the square root.
    #[must_use]
    pub fn sqrt_down(self) -> Radius {
        self.square_root(false)
    }

    /// `self * 2^shift`, exactly.
    #[must_use]
    pub const fn shifted(self, shift: i64) -> Radius {
        if self.mantissa == 0 {
            return self;
        }
        Radius {
            mantissa: self.mantissa,
            exponent: self.exponent.saturating_add(shift),
        }
    }

    /// The larger of the two.
    #[must_use]
    pub fn max(self, other: Radius) -> Radius {
        if self < other { other } else { self }
    }

    /// The smaller of the two.
    #[must_use]
    pub fn min(self, other: Radius) -> Radius {
        if self < other { self } else { other }
    }

    /// The same number, exactly.
    pub(super) fn to_dyadic(self) -> Dyadic {
        Dyadic::new(IBig::from(self.mantissa), self.exponent)
    }

    /// The least double that is not below this bound.
    #[must_use]
    pub fn to_f64_up(self) -> f64 {
        self.to_dyadic().to_f64(Some(true))
    }
}

impl PartialOrd for Radius {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Radius {
    fn cmp(&self, other: &Self) -> Ordering {
        self.top()
            .cmp(&other.top())
            .then(self.mantissa.cmp(&other.mantissa))
    }
}
