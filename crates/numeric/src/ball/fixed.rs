//! The kernels: exponential, sine and cosine, logarithm and arc tangent in fixed point.
//!
//! A number is an integer `X` that stands for `X / 2^w`; an error is counted in units of `2^-w`.
//! Exponential and sine use halved arguments and a Taylor sum in Horner's form; logarithm and
//! arc tangent start from a double and correct it by one step with a quickly converging series
//! (Brent and Zimmermann, "Modern Computer Arithmetic", 2010, section 4.4 and 4.2).

use dashu_int::{IBig, UBig, ops::SquareRoot};

use super::{convert::one_shifted, dyadic};

/// `a * b` in fixed point, rounded towards minus infinity.
fn mul(a: &IBig, b: &IBig, w: i64) -> IBig {
    dyadic::shift(&(a * b), -w)
}

/// `1` in fixed point.
pub(super) fn one(w: i64) -> IBig {
    IBig::from(one_shifted(w))
}

fn small(n: i64) -> IBig {
    IBig::from(n)
}

/// The floor of the square root of a small positive number.
fn isqrt(n: i64) -> i64 {
    n.max(0).isqrt()
}

/// The number of Taylor terms after which `2^(-bits n) / n! < 2^-w`, from the bits of `n!`.
fn taylor_terms(bits: i64, w: i64) -> i64 {
    let mut gained = 0;
    let mut n = 0;
    while gained <= w + 2 {
        n += 1;
        gained += bits + i64::from((n as u64).ilog2());
    }
    n
}

/// `exp(r / 2^w)` for `|r| <= 0.5 * 2^w`, off by at most 2 units.
///
/// With `t = r / 2^k` the Horner steps `s -> 1 + t s / j` lose 2 units each and halve what was
/// lost, 4 together; `t` itself 1 and the tail 1. That is below 16 units relative to
/// `exp(t) >= 0.6`, a squaring doubles it and adds 2: `2^(k+5)` at the end, against `k + 10`
/// guard bits.
pub(super) fn exp(r: &IBig, w: i64) -> IBig {
    let k = isqrt(w) * 2 / 3;
    let work = w + k + 10;
    let t = dyadic::shift(r, work - w - k);
    let one = one(work);
    let mut sum = one.clone();
    for j in (1..=taylor_terms(k + 1, work)).rev() {
        sum = &one + mul(&t, &sum, work) / small(j);
    }
    for _ in 0..k {
        sum = dyadic::shift(&sum.sqr().into(), -work);
    }
    dyadic::shift(&sum, w - work)
}

/// `(sin, cos)` of `r / 2^w` for `|r| <= 0.8 * 2^w`, each off by at most 2 units.
///
/// The Taylor sums at `r / 2^k` lose at most 6 units; a doubling `(s, c) -> (2 s c, 1 - 2 s^2)`
/// at angles up to 0.4 multiplies the error by less than 3 and adds 2: below `4^k * 8` at the
/// end, against `2 k + 8` guard bits.
pub(super) fn sin_cos(r: &IBig, w: i64) -> (IBig, IBig) {
    let k = isqrt(w) / 2;
    let work = w + 2 * k + 8;
    let t = dyadic::shift(r, work - w - k);
    let square = dyadic::shift(&t.sqr().into(), -work);
    let one = one(work);
    let (mut sine, mut cosine) = (one.clone(), one.clone());
    for j in (1..=taylor_terms(k, work) / 2 + 1).rev() {
        sine = &one - mul(&square, &sine, work) / small(2 * j * (2 * j + 1));
        cosine = &one - mul(&square, &cosine, work) / small(2 * j * (2 * j - 1));
    }
    sine = mul(&sine, &t, work);
    for _ in 0..k {
        let doubled = mul(&sine, &cosine, work) << 1;
        cosine = &one - (dyadic::shift(&sine.sqr().into(), -work) << 1);
        sine = doubled;
    }
    (
        dyadic::shift(&sine, w - work),
        dyadic::shift(&cosine, w - work),
    )
}

/// The sum of `z^(2j+1) / (2j+1)` in fixed point, with alternating signs if asked; together
/// with a bound of its error in units. `None` unless `|z| < 1/4`.
///
/// An error of `z` itself (`lost` units) is carried over with a slope below 1.1; each term
/// loses at most 2 units in its power and 1 in its quotient; the tail is below 1 unit.
fn odd_series(z: &IBig, lost: i64, alternate: bool, w: i64) -> Option<(IBig, i64)> {
    if dyadic::bits(z) > w - 2 {
        return None;
    }
    let square = dyadic::shift(&z.sqr().into(), -w);
    let (mut power, mut total, mut terms) = (z.clone(), z.clone(), 1);
    loop {
        power = mul(&power, &square, w);
        if dyadic::bits(&power) <= 1 {
            break;
        }
        let term = &power / small(2 * terms + 1);
        let negative = alternate && terms % 2 == 1;
        total = if negative { total - term } else { total + term };
        terms += 1;
    }
    Some((total, lost + lost / 8 + 3 * terms + 4))
}

/// `ln(m / 2^w)` for `0.7 * 2^w < m < 1.5 * 2^w`, where `guess` is close to the result, and a
/// bound of the error in units. `m` is off by at most 1 unit.
pub(super) fn ln(m: &IBig, guess: f64, w: i64) -> Option<(IBig, i64)> {
    let start = dyadic::Dyadic::from_f64(guess)?.to_fixed(w);
    if dyadic::bits(&start) >= w {
        return None;
    }
    let e = exp(&start, w);
    let numerator = (m - &e) << usize::try_from(w).ok()?;
    let z = numerator / (m + &e);
    // 3 units of the numerator over at least 1.4, 3 of the denominator times |z|, the floor.
    let (half, error) = odd_series(&z, 4, false, w)?;
    Some((start + (half << 1), 2 * error))
}

/// `atan(x / 2^w)` for `|x| <= 2^w`, where `guess` is close to the result, and a bound of the
/// error in units. `x` is off by at most 1 unit.
pub(super) fn atan(x: &IBig, guess: f64, w: i64) -> Option<(IBig, i64)> {
    let start = dyadic::Dyadic::from_f64(guess)?.to_fixed(w);
    if dyadic::bits(&start) > w {
        return None;
    }
    let (sine, cosine) = sin_cos(&start, w);
    let numerator = (mul(x, &cosine, w) - &sine) << usize::try_from(w).ok()?;
    let z = numerator / (&cosine + mul(x, &sine, w));
    // The numerator is off by at most 7 units, the denominator is above 0.7.
    let (rest, error) = odd_series(&z, 16, true, w)?;
    Some((start + rest, error))
}

/// `atan(1/n)` or `atanh(1/n)` times `2^w`, off by at most 2 units for each term.
fn inverse_series(n: i64, alternate: bool, w: i64) -> IBig {
    let square = small(n * n);
    let mut power = one(w) / small(n);
    let (mut total, mut j) = (power.clone(), 1);
    while !power.is_zero() {
        power /= &square;
        let term = &power / small(2 * j + 1);
        let negative = alternate && j % 2 == 1;
        total = if negative { total - term } else { total + term };
        j += 1;
    }
    total
}

/// `pi * 2^w`, off by at most `64 w` units (Machin 1706).
pub(super) fn pi(w: i64) -> IBig {
    inverse_series(5, true, w) * small(16) - inverse_series(239, true, w) * small(4)
}

/// `ln(2) * 2^w`, off by at most `64 w` units:
/// `18 atanh(1/26) - 2 atanh(1/4801) + 8 atanh(1/8749)`.
pub(super) fn ln2(w: i64) -> IBig {
    inverse_series(26, false, w) * small(18) - inverse_series(4801, false, w) * small(2)
        + inverse_series(8749, false, w) * small(8)
}

/// The floor of the square root.
pub(super) fn square_root(n: &UBig) -> UBig {
    n.sqrt()
}
