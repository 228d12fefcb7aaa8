//! What an elementary function may do with its argument, so that it is written once for all:
//! straight-line code over 64-bit lanes, without a branch that depends on data.
//!
//! [`Fused`] and [`Plain`] are one lane, a `f64`. A loop over them is what the compiler widens to
//! the vectors of the machine. A code generator implements [`Lanes`] by recording the operations,
//! and so gets the same function inline.

use std::ops::{Add, BitAnd, BitOr, Div, Mul, Neg, Not, Sub};

/// One or more lanes of 64 bits, which floating-point and integer operations share.
///
/// `Add`, `Sub`, `Mul`, `Div` are those of IEEE 754, rounded to nearest; `Neg` flips the sign bit.
pub trait Lanes:
    Copy
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    /// The outcome of a comparison, for each lane.
    type Mask: Copy
        + BitAnd<Output = Self::Mask>
        + BitOr<Output = Self::Mask>
        + Not<Output = Self::Mask>;

    /// The same number in every lane.
    #[must_use]
    fn splat(self, number: f64) -> Self;
    /// self·factor + addend, rounded once where [`Self::FUSED`], else twice.
    #[must_use]
    fn mul_add(self, factor: Self, addend: Self) -> Self;
    /// addend - self·factor, rounded as [`Lanes::mul_add`].
    #[must_use]
    #[inline(always)]
    fn neg_mul_add(self, factor: Self, addend: Self) -> Self {
        (-self).mul_add(factor, addend)
    }
    /// Square root, rounded to nearest.
    #[must_use]
    fn sqrt(self) -> Self;

    /// The bits of both.
    #[must_use]
    fn and(self, bits: u64) -> Self;
    /// The bits of either.
    #[must_use]
    fn or(self, other: Self) -> Self;
    /// The bits of one but not the other.
    #[must_use]
    fn xor(self, other: Self) -> Self;
    /// The sum of the bits as integers, modulo 2^64.
    #[must_use]
    fn add_bits(self, bits: u64) -> Self;
    /// The difference of the bits as integers, modulo 2^64.
    #[must_use]
    fn sub_bits(self, other: Self) -> Self;
    /// The bits, shifted to the left by `N`.
    #[must_use]
    fn shift_left<const N: u32>(self) -> Self;
    /// The bits, shifted to the right by `N`, with zeros from the left.
    #[must_use]
    fn shift_right<const N: u32>(self) -> Self;

    /// Whether self < other; never with a NaN.
    fn less(self, other: Self) -> Self::Mask;
    /// Whether self = other; never with a NaN.
    fn equal(self, other: Self) -> Self::Mask;
    /// Whether any of these bits is set.
    fn has(self, bits: u64) -> Self::Mask;
    /// `yes` where the mask holds, `no` elsewhere.
    #[must_use]
    fn select(mask: Self::Mask, yes: Self, no: Self) -> Self;

    /// Whether [`Lanes::mul_add`] rounds once.
    const FUSED: bool;

    /// The magnitude.
    #[must_use]
    #[inline(always)]
    fn abs(self) -> Self {
        self.and(!SIGN)
    }
    /// This magnitude, which has no sign yet, with the sign of another.
    #[must_use]
    #[inline(always)]
    fn with_sign_of(self, other: Self) -> Self {
        self.or(other.and(SIGN))
    }
    /// The smaller, and itself where it is NaN.
    #[must_use]
    #[inline(always)]
    fn at_most(self, bound: f64) -> Self {
        let bound = self.splat(bound);
        Self::select(bound.less(self), bound, self)
    }
    /// The larger, and itself where it is NaN.
    #[must_use]
    #[inline(always)]
    fn at_least(self, bound: f64) -> Self {
        let bound = self.splat(bound);
        Self::select(self.less(bound), bound, self)
    }
    /// self·factor rounded to an integer, for results below 2^51: as a number, and shifted, with
    /// the integer in its low bits (two's complement).
    #[must_use]
    #[inline(always)]
    fn round_product(self, factor: f64) -> (Self, Self) {
        let shifter = self.splat(SHIFTER);
        let shifted = self.mul_add(self.splat(factor), shifter);
        (shifted - shifter, shifted)
    }
    /// 2^n, of an integer as [`Lanes::round_product`] shifts it, between -1023 and 1023 (where
    /// -1023 gives 0).
    #[must_use]
    #[inline(always)]
    fn power_of_two(self) -> Self {
        self.shift_left::<52>().add_bits(ONE)
    }
    /// self·2^n, rounded once, of an integer n between -1080 and 1025 and a number near 1. In two
    /// factors: the first keeps all digits, the second rounds or overflows.
    #[must_use]
    #[inline(always)]
    fn scale(self, n: Self) -> Self {
        let tiny = n.less(n.splat(-1019.0));
        let bump = Self::select(tiny, n.splat(SHIFTER + 64.0), n.splat(SHIFTER - 1.0));
        let last = Self::select(tiny, n.splat(TWO_TO_MINUS_64), n.splat(2.0));
        self * (n + bump).power_of_two() * last
    }
    /// The product and its rounding error.
    #[must_use]
    #[inline(always)]
    fn two_product(self, other: Self) -> (Self, Self) {
        let product = self * other;
        if Self::FUSED {
            return (product, self.mul_add(other, -product));
        }
        let ((a, b), (c, d)) = (self.halves(), other.halves());
        (product, ((a * c - product) + a * d + b * c) + b * d)
    }
    /// The upper half of the digits, and the lower (Veltkamp 1968).
    #[must_use]
    #[inline(always)]
    fn halves(self) -> (Self, Self) {
        let upper = self.add_bits(1 << 26).and(!0 << 27);
        (upper, self - upper)
    }
    /// self - n·number, where that has no more digits than a number has.
    #[must_use]
    #[inline(always)]
    fn exactly_less(self, n: Self, number: f64) -> Self {
        let number = self.splat(number);
        if Self::FUSED {
            return n.neg_mul_add(number, self);
        }
        let (product, error) = n.two_product(number);
        (self - product) - error
    }
    /// self - n·number and its rounding error, where the product is at most half of self, or self
    /// is 0.
    #[must_use]
    #[inline(always)]
    fn less_with_error(self, n: Self, number: f64) -> (Self, Self) {
        let number = self.splat(number);
        if Self::FUSED {
            let difference = n.neg_mul_add(number, self);
            return (difference, n.neg_mul_add(number, self - difference));
        }
        let (product, error) = n.two_product(number);
        let difference = self - product;
        (difference, ((self - difference) - product) - error)
    }
    /// The quotient of two numbers that are given with their errors, and its own error.
    #[must_use]
    #[inline(always)]
    fn quotient((a, a_low): (Self, Self), (b, b_low): (Self, Self)) -> (Self, Self) {
        let inverse = a.splat(1.0) / b;
        let quotient = a * inverse;
        let rest = if Self::FUSED {
            quotient.neg_mul_add(b, a)
        } else {
            let (product, error) = quotient.two_product(b);
            (a - product) - error
        };
        let rest = quotient.neg_mul_add(b_low, rest + a_low);
        (quotient, rest * inverse)
    }
    /// The sum and its rounding error, where self is the larger (Dekker 1971).
    #[must_use]
    #[inline(always)]
    fn fast_two_sum(self, smaller: Self) -> (Self, Self) {
        let sum = self + smaller;
        (sum, smaller - (sum - self))
    }
    /// The sum and its rounding error (Knuth 1969).
    #[must_use]
    #[inline(always)]
    fn two_sum(self, other: Self) -> (Self, Self) {
        let sum = self + other;
        let part = sum - self;
        (sum, (self - (sum - part)) + (other - part))
    }
}

/// The sign bit.
pub const SIGN: u64 = 1 << 63;
/// The bits of 1.
pub const ONE: u64 = 1023 << 52;
const TWO_TO_MINUS_64: f64 = 1.0 / (1u128 << 64) as f64;
/// 1.5·2^52: what is added to it is rounded to an integer.
pub const SHIFTER: f64 = 6_755_399_441_055_744.0;

/// c₀ + c₁x + c₂x² + …, by the rule of Horner on the even and the odd terms.
#[must_use]
#[inline(always)]
pub fn polynomial<L: Lanes, const N: usize>(x: L, coefficients: &[f64; N]) -> L {
    let square = x * x;
    let (mut even, mut odd) = (None, None);
    for (k, &coefficient) in coefficients.iter().enumerate().rev() {
        let sum: &mut Option<L> = if k % 2 == 0 { &mut even } else { &mut odd };
        let term = x.splat(coefficient);
        *sum = Some(sum.map_or(term, |sum| sum.mul_add(square, term)));
    }
    let even = even.unwrap_or(x.splat(0.0));
    odd.map_or(even, |odd| odd.mul_add(x, even))
}

/// A lane that is a number.
pub trait Lane: Lanes<Mask = bool> {
    /// The lane of a number.
    fn of(number: f64) -> Self;
    /// The number.
    fn get(self) -> f64;
}

macro_rules! lane {
    ($lane:ident, $fused:literal, $doc:literal) => {
        #[doc = $doc]
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        #[repr(transparent)]
        pub struct $lane(pub f64);

        impl $lane {
            #[inline(always)]
            fn map_bits(self, work: impl FnOnce(u64) -> u64) -> Self {
                Self(f64::from_bits(work(self.0.to_bits())))
            }
        }

        impl Add for $lane {
            type Output = Self;
            #[inline(always)]
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }
        impl Sub for $lane {
            type Output = Self;
            #[inline(always)]
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }
        impl Mul for $lane {
            type Output = Self;
            #[inline(always)]
            fn mul(self, other: Self) -> Self {
                Self(self.0 * other.0)
            }
        }
        impl Div for $lane {
            type Output = Self;
            #[inline(always)]
            fn div(self, other: Self) -> Self {
                Self(self.0 / other.0)
            }
        }
        impl Neg for $lane {
            type Output = Self;
            #[inline(always)]
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }

        impl Lane for $lane {
            #[inline(always)]
            fn of(number: f64) -> Self {
                Self(number)
            }
            #[inline(always)]
            fn get(self) -> f64 {
                self.0
            }
        }

        impl Lanes for $lane {
            type Mask = bool;
            const FUSED: bool = $fused;

            #[inline(always)]
            fn splat(self, number: f64) -> Self {
                Self(number)
            }
            #[inline(always)]
            fn mul_add(self, factor: Self, addend: Self) -> Self {
                if $fused {
                    Self(self.0.mul_add(factor.0, addend.0))
                } else {
                    Self(self.0 * factor.0 + addend.0)
                }
            }
            #[inline(always)]
            fn sqrt(self) -> Self {
                Self(self.0.sqrt())
            }
            #[inline(always)]
            fn and(self, bits: u64) -> Self {
                self.map_bits(|own| own & bits)
            }
            #[inline(always)]
            fn or(self, other: Self) -> Self {
                self.map_bits(|own| own | other.0.to_bits())
            }
            #[inline(always)]
            fn xor(self, other: Self) -> Self {
                self.map_bits(|own| own ^ other.0.to_bits())
            }
            #[inline(always)]
            fn add_bits(self, bits: u64) -> Self {
                self.map_bits(|own| own.wrapping_add(bits))
            }
            #[inline(always)]
            fn sub_bits(self, other: Self) -> Self {
                self.map_bits(|own| own.wrapping_sub(other.0.to_bits()))
            }
            #[inline(always)]
            fn shift_left<const N: u32>(self) -> Self {
                self.map_bits(|own| own << N)
            }
            #[inline(always)]
            fn shift_right<const N: u32>(self) -> Self {
                self.map_bits(|own| own >> N)
            }
            #[inline(always)]
            fn less(self, other: Self) -> bool {
                self.0 < other.0
            }
            #[inline(always)]
            fn equal(self, other: Self) -> bool {
                self.0 == other.0
            }
            #[inline(always)]
            fn has(self, bits: u64) -> bool {
                self.0.to_bits() & bits != 0
            }
            #[inline(always)]
            fn select(mask: bool, yes: Self, no: Self) -> Self {
                if mask { yes } else { no }
            }
        }
    };
}

lane!(
    Fused,
    true,
    "One lane of a machine that multiplies and adds with one rounding."
);
lane!(
    Plain,
    false,
    "One lane of a machine that rounds the product before it adds."
);
