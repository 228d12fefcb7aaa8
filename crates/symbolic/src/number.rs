//! Exact rational numbers of any size, with a fast path for machine words.
//!
//! A value has one representation: [`Rational::Small`] whenever numerator and denominator fit,
//! reduced, with a positive denominator. Equality and hashing are therefore structural.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use dashu_int::ops::BitTest;
use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;

/// An exact rational number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Rational {
    /// Numerator and positive denominator, without common factor.
    Small(i64, i64),
    /// A number of which at least one part does not fit a machine word.
    Big(Arc<RBig>),
}

/// The size in bits up to which constants are folded; beyond it a power or product stays as it is.
pub const FOLD_BITS: usize = 1 << 16;

/// The greatest common divisor (Euclid), in machine words as soon as both fit.
fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        if let (Ok(mut m), Ok(mut n)) = (u64::try_from(a), u64::try_from(b)) {
            while n != 0 {
                (m, n) = (n, m % n);
            }
            return m.into();
        }
        (a, b) = (b, a % b);
    }
    a
}

impl Rational {
    /// 0
    pub const ZERO: Self = Self::Small(0, 1);
    /// 1
    pub const ONE: Self = Self::Small(1, 1);
    /// -1
    pub const MINUS_ONE: Self = Self::Small(-1, 1);
    /// 1/2
    pub const HALF: Self = Self::Small(1, 2);

    /// `numerator / denominator`, reduced; `None` if the denominator is 0.
    pub fn new(numerator: i64, denominator: i64) -> Option<Self> {
        (denominator != 0).then(|| Self::reduce(numerator.into(), denominator.into()))
    }

    /// `denominator` is not 0, and neither part is `i128::MIN`.
    fn reduce(numerator: i128, denominator: i128) -> Self {
        let divisor = gcd(numerator.unsigned_abs(), denominator.unsigned_abs()).max(1);
        let negative = (numerator < 0) != (denominator < 0);
        let (n, d) = (
            numerator.unsigned_abs() / divisor,
            denominator.unsigned_abs() / divisor,
        );
        match (i64::try_from(n), i64::try_from(d)) {
            (Ok(n), Ok(d)) => Self::Small(if negative { -n } else { n }, d),
            _ => {
                let n = if negative {
                    -IBig::from(n)
                } else {
                    IBig::from(n)
                };
                Self::Big(Arc::new(RBig::from_parts(n, UBig::from(d))))
            }
        }
    }

    /// The exact value of a big rational.
    pub fn from_big(value: RBig) -> Self {
        match (
            i64::try_from(value.numerator()),
            i64::try_from(value.denominator()),
        ) {
            (Ok(n), Ok(d)) if n != i64::MIN => Self::Small(n, d),
            _ => Self::Big(Arc::new(value)),
        }
    }

    /// The value as a big rational.
    pub fn to_big(&self) -> RBig {
        match self {
            Self::Small(n, d) => RBig::from_parts(IBig::from(*n), UBig::from(d.unsigned_abs())),
            Self::Big(big) => big.as_ref().clone(),
        }
    }

    /// The exact value of a finite float; `None` for NaN and infinities.
    ///
    /// ```
    /// use partials_symbolic::Rational;
    /// assert_eq!(Rational::from_f64(0.375), Rational::new(3, 8));
    /// assert_eq!(Rational::from_f64(f64::NAN), None);
    /// ```
    pub fn from_f64(value: f64) -> Option<Self> {
        RBig::try_from(value).ok().map(Self::from_big)
    }

    /// The number that is meant by a float that was read from text: its shortest decimal. `None`
    /// for NaN and infinities.
    ///
    /// ```
    /// use partials_symbolic::Rational;
    /// assert_eq!(Rational::from_written(-0.1), Rational::new(-1, 10));
    /// assert_eq!(Rational::from_written(6.02214076e23).map(|n| n.to_f64()), Some(6.02214076e23));
    /// ```
    pub fn from_written(value: f64) -> Option<Self> {
        /// Twice the bits of the smallest float.
        const BITS: usize = 4096;
        if !value.is_finite() {
            return None;
        }
        let text = format!("{:e}", value.abs());
        let (mantissa, exponent) = text.split_once('e')?;
        let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let exponent = exponent.parse::<i64>().ok()? - i64::try_from(part.len()).ok()?;
        let number = Self::from_decimal(&format!("{whole}{part}"), exponent, BITS)?;
        Some(if value < 0.0 { number.neg() } else { number })
    }

    /// `digits · 10^exponent`. `None` if `digits` are not decimal digits or the number would have
    /// more than `limit` bits.
    pub fn from_decimal(digits: &str, exponent: i64, limit: usize) -> Option<Self> {
        const LOG2_10: f64 = 3.321_928_094_887_363;
        let bits = (digits.len() as f64 + exponent.unsigned_abs() as f64) * LOG2_10;
        if bits > limit as f64 {
            return None;
        }
        if let (Ok(n), 0) = (digits.parse::<i64>(), exponent) {
            return Some(Self::Small(n, 1));
        }
        let mantissa = UBig::from_str_radix(digits, 10).ok()?;
        let scale = UBig::from(10u8).pow(usize::try_from(exponent.unsigned_abs()).ok()?);
        Some(Self::from_big(if exponent >= 0 {
            RBig::from_parts(IBig::from(mantissa * scale), UBig::ONE)
        } else {
            RBig::from_parts(IBig::from(mantissa), scale)
        }))
    }

    /// The numerator, with the sign.
    pub fn numerator(&self) -> Self {
        match self {
            Self::Small(n, _) => Self::Small(*n, 1),
            Self::Big(big) => Self::from_big(RBig::from_parts(big.numerator().clone(), UBig::ONE)),
        }
    }

    /// The denominator, which is positive.
    pub fn denominator(&self) -> Self {
        match self {
            Self::Small(_, d) => Self::Small(*d, 1),
            Self::Big(big) => Self::from_big(RBig::from_parts(
                IBig::from(big.denominator().clone()),
                UBig::ONE,
            )),
        }
    }

    /// Whether this is 0.
    pub fn is_zero(&self) -> bool {
        matches!(self, Self::Small(0, _))
    }

    /// Whether this is 1.
    pub fn is_one(&self) -> bool {
        matches!(self, Self::Small(1, 1))
    }

    /// Whether this is -1.
    pub fn is_minus_one(&self) -> bool {
        matches!(self, Self::Small(-1, 1))
    }

    /// Whether this has too many bits to be folded into other numbers.
    pub(crate) fn is_large(&self) -> bool {
        matches!(self, Self::Big(_)) && self.bits() > FOLD_BITS
    }

    /// Whether this is less than 0.
    pub fn is_negative(&self) -> bool {
        match self {
            Self::Small(n, _) => *n < 0,
            Self::Big(big) => **big < RBig::ZERO,
        }
    }

    /// Whether the denominator is 1.
    pub fn is_integer(&self) -> bool {
        match self {
            Self::Small(_, d) => *d == 1,
            Self::Big(big) => big.is_int(),
        }
    }

    /// The value as a machine integer, if it is one.
    pub fn to_i64(&self) -> Option<i64> {
        match self {
            Self::Small(n, 1) => Some(*n),
            _ => None,
        }
    }

    /// The nearest float (ties to even); infinite beyond the range of floats.
    pub fn to_f64(&self) -> f64 {
        const EXACT: u64 = 1 << 53;
        match self {
            Self::Small(n, d) if n.unsigned_abs() <= EXACT && d.unsigned_abs() <= EXACT => {
                *n as f64 / *d as f64
            }
            _ => self.to_big().to_f64().value(),
        }
    }

    /// Whether the decimal expansion terminates (the denominator is 2^a·5^b).
    pub fn is_decimal(&self) -> bool {
        match self {
            Self::Small(_, d) => {
                let mut rest = *d;
                for prime in [2, 5] {
                    while rest % prime == 0 {
                        rest /= prime;
                    }
                }
                rest == 1
            }
            Self::Big(big) => {
                let bits = big.denominator().bit_len();
                bits <= FOLD_BITS && (UBig::from(10u8).pow(bits) % big.denominator()) == UBig::ZERO
            }
        }
    }

    /// The number of bits of numerator and denominator together.
    pub fn bits(&self) -> usize {
        match self {
            Self::Small(n, d) => {
                (128 - n.unsigned_abs().leading_zeros() - d.leading_zeros()) as usize
            }
            Self::Big(big) => big.numerator().bit_len() + big.denominator().bit_len(),
        }
    }

    /// The sum.
    pub fn add(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Small(a, 1), Self::Small(b, 1)) => match a.checked_add(*b) {
                Some(sum) if sum != i64::MIN => Self::Small(sum, 1),
                _ => Self::reduce(i128::from(*a) + i128::from(*b), 1),
            },
            (Self::Small(a, b), Self::Small(c, d)) => {
                let (a, b, c, d) = (
                    i128::from(*a),
                    i128::from(*b),
                    i128::from(*c),
                    i128::from(*d),
                );
                match (a * d).checked_add(c * b) {
                    Some(n) if n != i128::MIN => Self::reduce(n, b * d),
                    _ => Self::from_big(self.to_big() + other.to_big()),
                }
            }
            _ => Self::from_big(self.to_big() + other.to_big()),
        }
    }

    /// The product.
    pub fn mul(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Small(a, 1), Self::Small(b, 1)) => match a.checked_mul(*b) {
                Some(product) if product != i64::MIN => Self::Small(product, 1),
                _ => Self::reduce(i128::from(*a) * i128::from(*b), 1),
            },
            (Self::Small(a, b), Self::Small(c, d)) => Self::reduce(
                i128::from(*a) * i128::from(*c),
                i128::from(*b) * i128::from(*d),
            ),
            _ => Self::from_big(self.to_big() * other.to_big()),
        }
    }

    /// The negative.
    pub fn neg(&self) -> Self {
        match self {
            Self::Small(n, d) => Self::Small(-n, *d),
            Self::Big(big) => Self::from_big(-big.as_ref().clone()),
        }
    }

    /// The reciprocal; `None` for 0.
    pub fn recip(&self) -> Option<Self> {
        match self {
            Self::Small(0, _) => None,
            Self::Small(n, d) => Some(Self::reduce((*d).into(), (*n).into())),
            Self::Big(big) => Some(Self::from_big(RBig::ONE / big.as_ref().clone())),
        }
    }

    /// The power with an integer exponent. `None` for a negative power of 0, and where the result
    /// would have more than 2^16 bits (predicted, before anything is computed).
    pub fn pow(&self, exponent: i64) -> Option<Self> {
        if exponent < 0 {
            return self.recip()?.pow(exponent.checked_neg()?);
        }
        if exponent == 0 || self.is_one() {
            return Some(Self::ONE);
        }
        if self.is_zero() {
            return Some(Self::ZERO);
        }
        if exponent == 1 {
            return Some(self.clone());
        }
        if self.is_minus_one() {
            return Some(if exponent % 2 == 0 {
                Self::ONE
            } else {
                Self::MINUS_ONE
            });
        }
        if let (Self::Small(n, d), Ok(exponent)) = (self, u32::try_from(exponent))
            && let (Some(n), Some(d)) = (n.checked_pow(exponent), d.checked_pow(exponent))
            && n != i64::MIN
        {
            return Some(Self::Small(n, d));
        }
        let count = isize::try_from(exponent).ok()?;
        if self.bits().checked_mul(count.unsigned_abs())? > FOLD_BITS {
            return None;
        }
        Some(Self::from_big(self.to_big().pow(count)))
    }

    /// The exact root, if it is rational: `root(8/27, 3)` is 2/3. The number must not be negative.
    pub fn root(&self, degree: i64) -> Option<Self> {
        let degree = usize::try_from(degree)
            .ok()
            .filter(|d| (1..=64).contains(d))?;
        if self.is_negative() || self.bits() > 4096 {
            return None;
        }
        let big = self.to_big();
        let exact = |value: &UBig| -> Option<UBig> {
            let root = value.nth_root(degree);
            (root.clone().pow(degree) == *value).then_some(root)
        };
        let numerator = exact(&UBig::try_from(big.numerator().clone()).ok()?)?;
        let denominator = exact(big.denominator())?;
        Some(Self::from_big(RBig::from_parts(
            numerator.into(),
            denominator,
        )))
    }

    /// The text of a terminating decimal: `0.1`, `-12.5`; `None` where the expansion does not end
    /// or would be longer than `limit` digits behind the point.
    pub fn to_decimal(&self, limit: usize) -> Option<String> {
        if !self.is_decimal() {
            return None;
        }
        let big = self.to_big();
        let mut scale = UBig::ONE;
        let mut places = 0;
        while (&scale % big.denominator()) != UBig::ZERO {
            scale *= UBig::from(10u8);
            places += 1;
            if places > limit {
                return None;
            }
        }
        let digits = (UBig::try_from(big.numerator().clone().max(-big.numerator().clone()))
            .ok()?
            * (scale / big.denominator()))
        .to_string();
        let sign = if self.is_negative() { "-" } else { "" };
        if places == 0 {
            return Some(format!("{sign}{digits}"));
        }
        let digits = format!("{digits:0>width$}", width = places + 1);
        let (whole, fraction) = digits.split_at_checked(digits.len() - places)?;
        Some(format!("{sign}{whole}.{fraction}"))
    }
}

impl Default for Rational {
    fn default() -> Self {
        Self::ZERO
    }
}

impl From<i64> for Rational {
    fn from(value: i64) -> Self {
        match value {
            i64::MIN => Self::reduce(value.into(), 1),
            _ => Self::Small(value, 1),
        }
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Rational {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Small(a, b), Self::Small(c, d)) => {
                (i128::from(*a) * i128::from(*d)).cmp(&(i128::from(*c) * i128::from(*b)))
            }
            _ => self.to_big().cmp(&other.to_big()),
        }
    }
}

impl fmt::Display for Rational {
    /// `3`, `-1/2`: text that the language reads back (a fraction as a quotient).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Small(n, 1) => write!(f, "{n}"),
            Self::Small(n, d) => write!(f, "{n}/{d}"),
            Self::Big(big) if big.is_int() => write!(f, "{}", big.numerator()),
            Self::Big(big) => write!(f, "{}/{}", big.numerator(), big.denominator()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn q(n: i64, d: i64) -> Rational {
        Rational::new(n, d).unwrap()
    }

    #[test]
    fn reduces_and_keeps_one_representation() {
        assert_eq!(q(6, -4), Rational::Small(-3, 2));
        assert_eq!(q(0, -7), Rational::ZERO);
        let big = Rational::from(i64::MAX).mul(&Rational::from(i64::MAX));
        assert!(matches!(big, Rational::Big(_)));
        assert_eq!(big.mul(&big.recip().unwrap()), Rational::ONE);
        assert_eq!(
            Rational::from(i64::MIN).neg().neg(),
            Rational::from(i64::MIN)
        );
    }

    #[test]
    fn arithmetic_agrees_with_big_rationals() {
        let values = [0, 1, -1, 2, 7, -12, i64::MAX, i64::MIN, 1 << 40];
        for a in values {
            for b in values {
                for (c, d) in [(3, 5), (i64::MAX, 2), (-7, i64::MAX)] {
                    let x = Rational::from(a).mul(&q(c, d));
                    let y = Rational::from(b);
                    assert_eq!(x.add(&y), Rational::from_big(x.to_big() + y.to_big()));
                    assert_eq!(x.mul(&y), Rational::from_big(x.to_big() * y.to_big()));
                    assert_eq!(x.cmp(&y), x.to_big().cmp(&y.to_big()));
                }
            }
        }
    }

    #[test]
    fn decimals() {
        assert_eq!(Rational::from_decimal("1", -1, 1000), Some(q(1, 10)));
        assert_eq!(Rational::from_decimal("125", -2, 1000), Some(q(5, 4)));
        assert_eq!(Rational::from_decimal("1", 400, 100), None);
        assert_eq!(q(-5, 4).to_decimal(20).as_deref(), Some("-1.25"));
        assert_eq!(q(1, 20).to_decimal(20).as_deref(), Some("0.05"));
        assert_eq!(q(1, 3).to_decimal(20), None);
        assert_eq!(q(1, 10).to_f64(), 0.1);
    }

    #[test]
    fn powers_and_roots_are_bounded() {
        assert_eq!(q(2, 3).pow(-3), Some(q(27, 8)));
        assert_eq!(Rational::ZERO.pow(-1), None);
        assert_eq!(Rational::ZERO.pow(0), Some(Rational::ONE));
        assert_eq!(Rational::from(9).pow(387_420_489), None);
        assert_eq!(q(8, 27).root(3), Some(q(2, 3)));
        assert_eq!(q(2, 1).root(2), None);
    }

    #[test]
    fn a_million_digits_are_read_and_written_quickly() {
        let digits = "7".repeat(1_000_000);
        let number = Rational::from_decimal(&digits, 0, usize::MAX).unwrap();
        assert_eq!(number.to_string(), digits);
    }
}
