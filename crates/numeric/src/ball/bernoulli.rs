//! Bernoulli numbers, exactly, by the tangent numbers (Brent and Harvey, "Fast computation of
//! Bernoulli, tangent and secant numbers", 2013, section 4).

use std::cell::RefCell;
use std::rc::Rc;

use dashu_int::IBig;

use super::{Ball, Precision};

/// The table grows to at most this many numbers.
const MOST: usize = 4096;

thread_local! {
    static KNOWN: RefCell<Rc<Vec<Bernoulli>>> = RefCell::new(Rc::new(Vec::new()));
}

/// The tangent numbers `T_1, ..., T_n`.
fn tangent_numbers(n: usize) -> Vec<IBig> {
    let mut factorial = IBig::ONE;
    let mut tangents = Vec::with_capacity(n);
    for k in 1..=n {
        tangents.push(factorial.clone());
        factorial *= k;
    }
    for k in 2..=n {
        let mut previous = IBig::ZERO;
        for (offset, tangent) in tangents.iter_mut().skip(k - 1).enumerate() {
            *tangent = previous * offset + &*tangent * (offset + 2);
            previous = tangent.clone();
        }
    }
    tangents
}

/// One of `B_2, B_4, ...`, as `numerator / (4^k (4^k - 1))`.
pub(super) struct Bernoulli {
    numerator: IBig,
    k: usize,
}

impl Bernoulli {
    /// The number as a ball.
    pub(super) fn at(&self, precision: Precision) -> Ball {
        let divisor = (IBig::ONE << (2 * self.k)) - IBig::ONE;
        let quotient = Ball::from_integer(&self.numerator, precision)
            / Ball::from_integer(&divisor, precision);
        quotient.scaled(-2 * i64::try_from(self.k).unwrap_or(0))
    }
}

/// `B_2k = (-1)^(k-1) 2k T_k / (4^k (4^k - 1))` for `k = 1, ..., n`.
fn compute(n: usize) -> Vec<Bernoulli> {
    let numbers = tangent_numbers(n).into_iter().zip(1usize..);
    numbers
        .map(|(tangent, k)| {
            let sign = if k % 2 == 1 { IBig::ONE } else { IBig::NEG_ONE };
            Bernoulli {
                numerator: tangent * (2 * k) * sign,
                k,
            }
        })
        .collect()
}

/// At least the first `n` of `B_2, B_4, B_6, ...`, at most [`MOST`].
pub(super) fn even_numbers(n: usize) -> Rc<Vec<Bernoulli>> {
    let n = n.clamp(1, MOST).next_power_of_two().max(64);
    let known = KNOWN.with_borrow(Rc::clone);
    if known.len() >= n {
        return known;
    }
    let computed = Rc::new(compute(n));
    KNOWN.set(Rc::clone(&computed));
    computed
}

/// `B_n` for any `n`, with `B_1 = -1/2`.
pub(super) fn number(n: usize, precision: Precision) -> Ball {
    match n {
        0 => Ball::one(precision),
        1 => Ball::from_ratio(-1, 2, precision),
        _ if n % 2 == 1 => Ball::zero(precision),
        _ => match even_numbers(n / 2).get(n / 2 - 1) {
            Some(number) => number.at(precision),
            None => Ball::indeterminate(precision),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_numbers_are_known() {
        let numbers = even_numbers(1);
        let precision = Precision::bits(64);
        let expected = [
            (1, 6),
            (-1, 30),
            (1, 42),
            (-1, 30),
            (5, 66),
            (-691, 2730),
            (7, 6),
        ];
        for (number, (numerator, denominator)) in numbers.iter().zip(expected) {
            let expected = Ball::from_ratio(numerator, denominator, precision);
            assert!(
                number.at(precision).overlaps(&expected),
                "{numerator}/{denominator}"
            );
        }
    }
}
