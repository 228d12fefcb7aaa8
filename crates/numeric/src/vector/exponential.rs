//! e^x and what is made of it.
//!
//! x = n ln 2 + r with |r| ≤ ln(2)/2, and e^x = 2^n e^r. What cancels is kept in two parts.

use super::coefficients::{EXP, LN_2_HIGH, LN_2_LOW};
use super::lanes::{Lanes, polynomial};
use std::f64::consts::LOG2_E;

/// From here on e^x, and even sinh x, is above all numbers.
const TOO_LARGE: f64 = 710.5;
/// Up to here e^x is 0.
const TOO_SMALL: f64 = -746.0;

/// The integer n nearest to x/ln 2, shifted, and r = x - n ln 2 with its error.
#[inline(always)]
fn reduce<L: Lanes>(x: L) -> (L, L, L) {
    let (n, shifted) = x.round_product(LOG2_E);
    let rough = n.neg_mul_add(x.splat(LN_2_HIGH), x);
    let low = x.splat(LN_2_LOW);
    let rest = n.neg_mul_add(low, rough);
    (shifted, rest, n.neg_mul_add(low, rough - rest))
}

/// e^x.
#[inline(always)]
pub fn exp<L: Lanes>(x: L) -> L {
    let x = x.at_most(TOO_LARGE).at_least(TOO_SMALL);
    let (n, _) = x.round_product(LOG2_E);
    let r = n.neg_mul_add(x.splat(LN_2_HIGH), x);
    let r = n.neg_mul_add(x.splat(LN_2_LOW), r);
    let (sum, error) = x.splat(1.0).fast_two_sum(r);
    (sum + polynomial(r, &EXP).mul_add(r * r, error)).scale(n)
}

/// e^(x + low), where low is a part of the last digit of x, as a number near 1, what is to be
/// added to it, and the exponent of 2.
#[inline(always)]
pub(super) fn exp_in_parts<L: Lanes>(x: L, low: L) -> (L, L, L) {
    let inside = x.at_most(TOO_LARGE).at_least(TOO_SMALL);
    let low = L::select(inside.equal(x), low, x.splat(0.0));
    let (n, _) = inside.round_product(LOG2_E);
    let (_, r, error) = reduce(inside);
    let (r, rest) = r.two_sum(low + error);
    let (sum, error) = x.splat(1.0).fast_two_sum(r);
    (sum, polynomial(r, &EXP).mul_add(r * r, error + rest), n)
}

/// e^(x + low).
#[inline(always)]
pub(super) fn exp_with_error<L: Lanes>(x: L, low: L) -> L {
    let (sum, rest, n) = exp_in_parts(x, low);
    (sum + rest).scale(n)
}

/// (e^x - 1)/4 with its error, for x from -40 to 711.
#[inline(always)]
fn quarter_expm1<L: Lanes>(x: L) -> (L, L) {
    let (shifted, r, error) = reduce(x);
    let (p, p_low) = r.fast_two_sum(polynomial(r, &EXP).mul_add(r * r, error));
    let scale = (shifted - x.splat(2.0)).power_of_two();
    let less = scale - x.splat(0.25);
    // Of a large scale that takes a part of the quarter only.
    let left = (scale - less) - x.splat(0.25);
    let (sum, rest) = less.fast_two_sum(scale * p);
    (sum, scale.mul_add(p_low, rest + left))
}

/// e^x - 1.
#[inline(always)]
pub fn expm1<L: Lanes>(x: L) -> L {
    let (high, low) = quarter_expm1(x.at_most(TOO_LARGE).at_least(-40.0));
    unless_tiny(x, (high + low) * x.splat(4.0))
}

/// The value of a function that is x to all digits near 0, where its parts would be subnormal.
#[inline(always)]
fn unless_tiny<L: Lanes>(x: L, value: L) -> L {
    L::select(x.abs().less(x.splat(1e-20)), x, value.with_sign_of(x))
}

/// Hyperbolic sine, by E = e^|x| - 1 as (E + E/(E + 1))/2.
#[inline(always)]
pub fn sinh<L: Lanes>(x: L) -> L {
    let (high, low) = quarter_expm1(x.abs().at_most(TOO_LARGE));
    let four = x.splat(4.0);
    let (below, below_low) = (high * four).two_sum(x.splat(1.0));
    // Far out the quotient is 1/4 and doesn't count, but infinity by infinity would.
    let large = x.splat(1e16).less(high);
    let below = L::select(large, x.splat(1e16), below);
    let below_low = L::select(large, x.splat(0.0), low.mul_add(four, below_low));
    let part = L::select(large, x.splat(0.0), high);
    let (quotient, quotient_low) = L::quotient((part, low), (below, below_low));
    let (sum, rest) = high.fast_two_sum(quotient);
    unless_tiny(x, (sum + (rest + (low + quotient_low))) * x.splat(2.0))
}

/// Hyperbolic cosine, by g = e^|x|/4 as 2(g + 1/(16g)).
#[inline(always)]
pub fn cosh<L: Lanes>(x: L) -> L {
    let (shifted, r, error) = reduce(x.abs().at_most(TOO_LARGE));
    let (sum, rest) = x.splat(1.0).fast_two_sum(r);
    let low = polynomial(r, &EXP).mul_add(r * r, rest + error);
    let scale = (shifted - x.splat(2.0)).power_of_two();
    let (sum, low) = sum.fast_two_sum(low);
    let (high, low) = (sum * scale, low * scale);
    let inverse = x.splat(1.0 / 16.0) / high;
    let (sum, rest) = high.fast_two_sum(inverse);
    (sum + (rest + low)) * x.splat(2.0)
}

/// Hyperbolic tangent, by E = e^(2|x|) - 1 as E/(E + 2).
#[inline(always)]
pub fn tanh<L: Lanes>(x: L) -> L {
    let double = (x.abs() + x.abs()).at_most(40.0);
    let (high, low) = quarter_expm1(double);
    let (below, below_low) = x.splat(0.5).two_sum(high);
    let (quotient, rest) = L::quotient((high, low), (below, below_low + low));
    unless_tiny(x, quotient + rest)
}
