//! Sine, cosine and tangent of arguments up to [`RANGE`].
//!
//! |x| = n π/2 + r with |r| ≤ π/4, where π/2 is subtracted in three parts. The first difference is
//! exact: both are multiples of the last digit of x, and it is small (Cody and Waite 1980). Beyond
//! the range a caller takes another way.

use super::coefficients::{COS, HALF_PI, SIN};
use super::lanes::{Lanes, SIGN, polynomial};
use std::f64::consts::FRAC_2_PI;

/// The largest argument of these functions; above it, and short of infinity, their values mean
/// nothing.
const LARGEST: f64 = (1u64 << 40) as f64;
/// Where these functions are right.
pub const RANGE: [f64; 2] = [-LARGEST, LARGEST];

/// r with its error, and n shifted, for an argument without sign.
#[inline(always)]
fn reduce<L: Lanes>(x: L) -> (L, L, L) {
    let [first, second, third] = HALF_PI;
    let (n, shifted) = x.round_product(FRAC_2_PI);
    let rough = x.exactly_less(n, first);
    let (r, error) = rough.less_with_error(n, second);
    (r, n.neg_mul_add(x.splat(third), error), shifted)
}

/// What is added to r to make sin(r + error).
#[inline(always)]
fn sine_rest<L: Lanes>(r: L, error: L, z: L) -> L {
    polynomial(z, &SIN).mul_add(r * z, error)
}

/// cos(r + error) in two parts.
#[inline(always)]
fn cosine<L: Lanes>(r: L, error: L, z: L) -> (L, L) {
    let half = z * z.splat(0.5);
    let one = z.splat(1.0);
    let main = one - half;
    let rest = r.neg_mul_add(error, (one - main) - half);
    (main, polynomial(z, &COS).mul_add(z * z, rest))
}

/// sin x and cos x.
#[inline(always)]
pub fn sin_cos<L: Lanes>(x: L) -> (L, L) {
    let (r, error, n) = reduce(x.abs());
    let z = r * r;
    let sine = r + sine_rest(r, error, z);
    let (main, rest) = cosine(r, error, z);
    let cosine = main + rest;
    let odd = n.has(1);
    let second = n.add_bits(1);
    let sine_sign = n.shift_left::<62>().xor(x).and(SIGN);
    let cosine_sign = second.shift_left::<62>().and(SIGN);
    (
        L::select(odd, cosine, sine).xor(sine_sign),
        L::select(odd, sine, cosine).xor(cosine_sign),
    )
}

/// sin x.
#[inline(always)]
pub fn sin<L: Lanes>(x: L) -> L {
    sin_cos(x).0
}

/// cos x.
#[inline(always)]
pub fn cos<L: Lanes>(x: L) -> L {
    sin_cos(x).1
}

/// tan x.
#[inline(always)]
pub fn tan<L: Lanes>(x: L) -> L {
    let (r, error, n) = reduce(x.abs());
    let z = r * r;
    let (sine, sine_low) = r.fast_two_sum(sine_rest(r, error, z));
    let (main, rest) = cosine(r, error, z);
    let (cosine, cosine_low) = main.fast_two_sum(rest);
    let odd = n.has(1);
    let above = (
        L::select(odd, cosine, sine),
        L::select(odd, cosine_low, sine_low),
    );
    let below = (
        L::select(odd, sine, cosine),
        L::select(odd, sine_low, cosine_low),
    );
    let (quotient, quotient_low) = L::quotient(above, below);
    let sign = n.shift_left::<63>().xor(x).and(SIGN);
    (quotient + quotient_low).xor(sign)
}
