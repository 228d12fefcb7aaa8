//! Common divisors and multiples of whole numbers of any size.

use crate::number::Rational;

/// The greatest common divisor of two whole numbers.
pub(super) fn gcd(a: &Rational, b: &Rational) -> Rational {
    match (a, b) {
        (Rational::Small(a, 1), Rational::Small(b, 1)) => {
            let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
            while b != 0 {
                (a, b) = (b, a % b);
            }
            i64::try_from(a).map_or(Rational::ONE, Rational::from)
        }
        _ => big_gcd(a, b),
    }
}

/// Of whole numbers, by Euclid's algorithm of the library.
fn big_gcd(a: &Rational, b: &Rational) -> Rational {
    use dashu_int::ops::Gcd;
    let (a, b) = (a.to_big(), b.to_big());
    let (a, b) = (a.numerator(), b.numerator());
    if *a == dashu_int::IBig::ZERO {
        return magnitude(b);
    }
    if *b == dashu_int::IBig::ZERO {
        return magnitude(a);
    }
    magnitude(&dashu_int::IBig::from(a.gcd(b)))
}

fn magnitude(value: &dashu_int::IBig) -> Rational {
    let value = if *value < dashu_int::IBig::ZERO {
        -value.clone()
    } else {
        value.clone()
    };
    Rational::from_big(dashu_ratio::RBig::from_parts(value, dashu_int::UBig::ONE))
}

/// The least common multiple of two natural numbers.
pub(super) fn lcm(a: &Rational, b: &Rational) -> Rational {
    if a.is_one() {
        return b.clone();
    }
    if b.is_one() {
        return a.clone();
    }
    let divisor = gcd(a, b);
    divisor.recip().map_or(Rational::ONE, |r| a.mul(b).mul(&r))
}
