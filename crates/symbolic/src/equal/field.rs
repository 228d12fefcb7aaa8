//! A finite field: the residues modulo the prime 2^61 - 1, with a root of -1 adjoined.

use crate::number::Rational;

/// A Mersenne prime, 3 modulo 4: -1 has no root among its residues.
pub(super) const PRIME: u64 = (1 << 61) - 1;

/// `re + im·i`, both residues below the prime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Element {
    pub(super) re: u64,
    pub(super) im: u64,
}

fn add(a: u64, b: u64) -> u64 {
    let sum = a + b;
    if sum >= PRIME { sum - PRIME } else { sum }
}

fn negative(a: u64) -> u64 {
    if a == 0 { 0 } else { PRIME - a }
}

fn mul(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    add(product as u64 & PRIME, (product >> 61) as u64)
}

fn pow(base: u64, mut n: u64) -> u64 {
    let (mut power, mut square) = (1, base);
    while n > 0 {
        if n & 1 == 1 {
            power = mul(power, square);
        }
        square = mul(square, square);
        n >>= 1;
    }
    power
}

/// A root of a residue that has one.
fn root(a: u64) -> Option<u64> {
    let root = pow(a, PRIME.div_ceil(4));
    (mul(root, root) == a).then_some(root)
}

impl Element {
    pub(super) const ZERO: Self = Self::real(0);
    pub(super) const ONE: Self = Self::real(1);
    pub(super) const IMAGINARY: Self = Self { re: 0, im: 1 };

    pub(super) const fn real(residue: u64) -> Self {
        Self { re: residue, im: 0 }
    }

    /// A rational number, whose denominator is no multiple of the prime.
    pub(super) fn rational(value: &Rational) -> Option<Self> {
        let denominator = residue(&value.denominator())?;
        let inverse = Self::real(denominator).inverse()?;
        Some(Self::real(residue(&value.numerator())?).times(inverse))
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            re: add(self.re, other.re),
            im: add(self.im, other.im),
        }
    }

    pub(super) fn negated(self) -> Self {
        Self {
            re: negative(self.re),
            im: negative(self.im),
        }
    }

    pub(super) fn times(self, other: Self) -> Self {
        if self.im == 0 && other.im == 0 {
            return Self::real(mul(self.re, other.re));
        }
        let real = mul(self.re, other.re);
        let turned = negative(mul(self.im, other.im));
        Self {
            re: add(real, turned),
            im: add(mul(self.re, other.im), mul(self.im, other.re)),
        }
    }

    fn norm(self) -> u64 {
        add(mul(self.re, self.re), mul(self.im, self.im))
    }

    /// The inverse of what is not 0, by Fermat's little theorem.
    pub(super) fn inverse(self) -> Option<Self> {
        let inverse = pow(self.norm(), PRIME - 2);
        (inverse != 0).then(|| Self {
            re: mul(self.re, inverse),
            im: mul(negative(self.im), inverse),
        })
    }

    /// A whole power; none of 0 with a negative exponent.
    pub(super) fn pow(self, exponent: i64) -> Option<Self> {
        let mut square = if exponent < 0 { self.inverse()? } else { self };
        let mut power = Self::ONE;
        let mut n = exponent.unsigned_abs();
        while n > 0 {
            if n & 1 == 1 {
                power = power.times(square);
            }
            square = square.times(square);
            n >>= 1;
        }
        Some(power)
    }

    /// One of both square roots, where there are any: each residue has them, of the others every
    /// second one (the complex method; Adj and Rodríguez-Henríquez, 2014).
    pub(super) fn root(self) -> Option<Self> {
        if self.im == 0 {
            return match root(self.re) {
                Some(re) => Some(Self::real(re)),
                None => root(negative(self.re)).map(|im| Self { re: 0, im }),
            };
        }
        let norm = root(self.norm())?;
        let half = PRIME.div_ceil(2);
        let plus = mul(add(self.re, norm), half);
        let minus = mul(add(self.re, negative(norm)), half);
        let re = root(plus).or_else(|| root(minus))?;
        let reciprocal = pow(add(re, re), PRIME - 2);
        let im = mul(self.im, reciprocal);
        let found = Self { re, im };
        (found.times(found) == self).then_some(found)
    }
}

/// A whole number modulo the prime.
fn residue(value: &Rational) -> Option<u64> {
    let rest = match value {
        Rational::Small(n, _) => i128::from(*n) % i128::from(PRIME),
        Rational::Big(big) => {
            let rest = big.numerator() % dashu_int::IBig::from(PRIME);
            i128::try_from(rest).ok()?
        }
    };
    u64::try_from(rest.rem_euclid(i128::from(PRIME))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Elements without pattern.
    fn some() -> Vec<Element> {
        let mut state = 1_u64;
        let mut next = || {
            state = add(mul(state, 1_234_567_890_123_456_789), 987_654_321);
            state
        };
        (0..200)
            .map(|n| Element {
                re: next(),
                im: if n % 2 == 0 { 0 } else { next() },
            })
            .collect()
    }

    #[test]
    fn it_is_a_field() {
        let elements = some();
        for (a, b) in elements.iter().zip(elements.iter().skip(1)) {
            let square = a.plus(*b).pow(2).unwrap();
            let two = Element::real(2);
            let middle = a.times(*b).times(two);
            let parts = a.times(*a).plus(middle).plus(b.times(*b));
            assert_eq!(square, parts);
            assert_eq!(a.times(a.inverse().unwrap()), Element::ONE);
            assert_eq!(a.plus(a.negated()), Element::ZERO);
            assert_eq!(a.pow(-3).unwrap().times(a.pow(3).unwrap()), Element::ONE);
        }
        assert_eq!(Element::ZERO.inverse(), None);
        assert_eq!(Element::IMAGINARY.pow(2), Some(Element::ONE.negated()));
    }

    #[test]
    fn squares_have_roots() {
        let mut without = 0;
        for a in some() {
            let square = a.times(a);
            let root = square.root().unwrap();
            assert!(root == a || root == a.negated());
            without += usize::from(a.root().is_none());
        }
        assert!((20..80).contains(&without), "{without} without root");
    }

    #[test]
    fn rationals_are_quotients() {
        for (n, d) in [(1, 3), (-7, 5), (i64::MAX, 2), (i64::MIN + 1, 9)] {
            let value = Rational::new(n, d).unwrap();
            let square = value.mul(&value);
            let element = Element::rational(&value).unwrap();
            assert_eq!(Element::rational(&square), element.pow(2));
        }
    }
}
