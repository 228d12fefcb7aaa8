//! The error function and its relatives.

use super::coefficients::{ERF, ERFC, ERFCX, TWO_BY_ROOT_PI};
use super::exponential::{exp, exp_with_error};
use super::lanes::{Lanes, polynomial};

/// erf x for |x| ≤ 1, in two parts.
#[inline(always)]
fn near_origin<L: Lanes>(x: L) -> (L, L) {
    let [high, low] = TWO_BY_ROOT_PI;
    let z = x * x;
    let (product, error) = x.two_product(x.splat(high));
    let rest = polynomial(z, &ERF).mul_add(z, x.splat(low));
    (product, x.mul_add(rest, error))
}

/// erf x: a series up to 1, beyond 1 - e^(-x²)·R with R = e^(x²) erfc(x).
#[inline(always)]
pub fn erf<L: Lanes>(x: L) -> L {
    let size = x.abs().at_most(6.0);
    let (product, rest) = near_origin(size);
    let (one, two) = (x.splat(1.0), x.splat(2.0));
    let t = (size - two) / (size + two);
    let far = exp(-(size * size)).neg_mul_add(polynomial(t, &ERFC), one);
    L::select(size.less(one), product + rest, far).with_sign_of(x)
}

/// 1 - erf x near 0, where no digits are lost.
#[inline(always)]
fn complement_near_origin<L: Lanes>(x: L) -> L {
    let (product, rest) = near_origin(x);
    let (sum, error) = x.splat(1.0).fast_two_sum(-product);
    sum + (error - rest)
}

/// e^(x²) erfc(x) for x ≥ 0, as a function of (x - c)/(x + c) by 1 + 2x (Shepherd, Laframboise
/// 1981).
#[inline(always)]
fn scaled_tail<L: Lanes>(x: L) -> L {
    let (near, c) = (x.at_most(1e16), x.splat(3.75));
    let (t, half) = ((near - c) / (near + c), x.splat(0.5));
    // The largest term is added last, so that its rounding is nearly the only one.
    let [first, rest @ ..] = &ERFCX;
    half * polynomial(t, rest).mul_add(t, x.splat(*first)) / (x + half)
}

/// e^(-ab).
#[inline(always)]
fn exp_of_minus_product<L: Lanes>(a: L, b: L) -> L {
    let (product, error) = a.two_product(b);
    exp_with_error(-product, -error)
}

/// Up to here the complement comes from the error function.
const NEAR: f64 = 0.75;

/// 1 - erf x, to all digits where that is small.
#[inline(always)]
pub fn erfc<L: Lanes>(x: L) -> L {
    let size = x.abs().at_most(30.0);
    let tail = scaled_tail(size) * exp_of_minus_product(size, size);
    let far = L::select(x.less(x.splat(0.0)), x.splat(2.0) - tail, tail);
    L::select(size.less(x.splat(NEAR)), complement_near_origin(x), far)
}

/// e^(x²) erfc(x).
#[inline(always)]
pub fn erfcx<L: Lanes>(x: L) -> L {
    let (size, tail) = (x.abs(), scaled_tail(x.abs()));
    let bounded = size.at_most(30.0);
    let growth = exp_of_minus_product(-bounded, bounded);
    let left = growth + growth - tail;
    let far = L::select(x.less(x.splat(0.0)), left, tail);
    let near = growth * complement_near_origin(x);
    L::select(size.less(x.splat(NEAR)), near, far)
}

/// x times the normal distribution's share below x, erfc(-x/√2)/2.
#[inline(always)]
pub fn gelu<L: Lanes>(x: L) -> L {
    let (size, half) = (x.abs().at_most(60.0), x.splat(0.5));
    let root_half = x.splat(std::f64::consts::FRAC_1_SQRT_2);
    let tail = scaled_tail(size * root_half);
    let share = half * tail * exp_of_minus_product(size, size * half);
    let below = x.less(x.splat(0.0));
    let far = L::select(below, share, x.splat(1.0) - share);
    let near = half * complement_near_origin(-(x * root_half));
    x * L::select(size.less(x.splat(NEAR)), near, far)
}
