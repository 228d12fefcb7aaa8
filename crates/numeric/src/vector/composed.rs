//! Functions made of others, with a few rounding errors each.

use super::coefficients::{EXP, LN_2};
use super::exponential::{exp, tanh};
use super::lanes::{Lanes, polynomial};
use super::logarithm::{ln, log1p};
use super::trigonometric::{cos, sin, sin_cos};

/// From here on x² might overflow.
const LARGE: f64 = 1e150;

/// 2^x.
#[inline(always)]
pub fn exp2<L: Lanes>(x: L) -> L {
    let x = x.at_most(1025.0).at_least(-1080.0);
    let (n, _) = x.round_product(1.0);
    let (r, low) = (x - n).two_product(x.splat(LN_2[0]));
    let low = (x - n).mul_add(x.splat(LN_2[1]), low);
    let (sum, error) = x.splat(1.0).fast_two_sum(r);
    (sum + polynomial(r, &EXP).mul_add(r * r, error + low)).scale(n)
}

/// 1/cos x.
#[inline(always)]
pub fn sec<L: Lanes>(x: L) -> L {
    x.splat(1.0) / cos(x)
}

/// 1/sin x.
#[inline(always)]
pub fn csc<L: Lanes>(x: L) -> L {
    x.splat(1.0) / sin(x)
}

/// cos x/sin x.
#[inline(always)]
pub fn cot<L: Lanes>(x: L) -> L {
    let (sine, cosine) = sin_cos(x);
    cosine / sine
}

/// 1/(1 + e^-x).
#[inline(always)]
pub fn sigmoid<L: Lanes>(x: L) -> L {
    let one = x.splat(1.0);
    let decay = exp(-x.abs());
    let above = L::select(x.less(x.splat(0.0)), decay, one);
    above / (one + decay)
}

/// ln(1 + e^x).
#[inline(always)]
pub fn softplus<L: Lanes>(x: L) -> L {
    let (zero, rest) = (x.splat(0.0), log1p(exp(-x.abs())));
    L::select(x.less(zero), zero, x) + rest
}

/// Inverse hyperbolic tangent; NaN outside [-1, 1].
#[inline(always)]
pub fn atanh<L: Lanes>(x: L) -> L {
    let (size, half, one) = (x.abs(), x.splat(0.5), x.splat(1.0));
    let value = half * log1p((size + size) / (one - size));
    let tiny = size.less(x.splat(1e-20));
    L::select(tiny, x, value.with_sign_of(x))
}

/// Inverse hyperbolic sine.
#[inline(always)]
pub fn asinh<L: Lanes>(x: L) -> L {
    let (size, one) = (x.abs(), x.splat(1.0));
    let large = x.splat(LARGE).less(size);
    let near = size.at_most(LARGE);
    let square = near * near;
    let inner = near + square / (one + (one + square).sqrt());
    let value = log1p(L::select(large, size, inner));
    let value = value + L::select(large, x.splat(LN_2[0]), x.splat(0.0));
    let tiny = size.less(x.splat(1e-20));
    L::select(tiny, x, value.with_sign_of(x))
}

/// Inverse hyperbolic cosine; NaN below 1.
#[inline(always)]
pub fn acosh<L: Lanes>(x: L) -> L {
    let (one, two) = (x.splat(1.0), x.splat(2.0));
    let large = x.splat(LARGE).less(x);
    let t = x.at_most(LARGE) - one;
    let near = log1p(t + (t * (t + two)).sqrt());
    let value = L::select(large, ln(x) + x.splat(LN_2[0]), near);
    L::select(x.less(one), x.splat(f64::NAN), value)
}

/// 1/cosh x, by e^-|x| so that nothing overflows.
#[inline(always)]
pub fn sech<L: Lanes>(x: L) -> L {
    let decay = exp(-x.abs());
    (decay + decay) / decay.mul_add(decay, x.splat(1.0))
}

/// cosh x/sinh x.
#[inline(always)]
pub fn coth<L: Lanes>(x: L) -> L {
    x.splat(1.0) / tanh(x)
}
