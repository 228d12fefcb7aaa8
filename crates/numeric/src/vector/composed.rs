//! Functions made of others, with a few rounding errors each.

use super::coefficients::{EXP, LN_2};
use super::exponential::{exp, sinh, tanh};
use super::inverse::atan;
use super::lanes::{Lanes, polynomial};
use super::logarithm::{ln, log1p};
use super::trigonometric::{cos, sin, sin_cos};

/// From here on x² might overflow.
const LARGE: f64 = 1e150;
const E_TO_MINUS_64: f64 = 1.603_810_890_548_638e-28;
const TWO_TO_600: f64 = f64::from_bits((1023 + 600) << 52);

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

/// 1/sinh x.
#[inline(always)]
pub fn csch<L: Lanes>(x: L) -> L {
    let (size, decay) = (x.abs(), exp(-x.abs()));
    let near = x.splat(1.0) / sinh(size);
    // Where e^|x| overflows, its inverse need not be 0.
    let value = L::select(x.splat(350.0).less(size), decay + decay, near);
    value.with_sign_of(x)
}

/// Inverse cotangent, atan(1/x); NaN at 0, where it jumps.
#[inline(always)]
pub fn acot<L: Lanes>(x: L) -> L {
    let value = atan(x.splat(1.0) / x);
    L::select(x.equal(x.splat(0.0)), x.splat(f64::NAN), value)
}

/// √(x² - 1) for x ≥ 1.
#[inline(always)]
fn leg<L: Lanes>(x: L) -> L {
    ((x - x.splat(1.0)) * (x + x.splat(1.0))).sqrt()
}

/// Inverse secant; NaN inside (-1, 1).
#[inline(always)]
pub fn asec<L: Lanes>(x: L) -> L {
    let angle = atan(leg(x.abs()));
    let left = x.less(x.splat(0.0));
    L::select(left, x.splat(std::f64::consts::PI) - angle, angle)
}

/// Inverse cosecant; NaN inside (-1, 1).
#[inline(always)]
pub fn acsc<L: Lanes>(x: L) -> L {
    let (size, one) = (x.abs(), x.splat(1.0));
    let near = atan(one / leg(size));
    L::select(x.splat(LARGE).less(size), one / size, near).with_sign_of(x)
}

/// Inverse hyperbolic secant, by acosh(1 + t) with t = (1 - x)/x; NaN outside [0, 1].
#[inline(always)]
pub fn asech<L: Lanes>(x: L) -> L {
    let (one, two) = (x.splat(1.0), x.splat(2.0));
    let small = x.less(x.splat(1.0 / LARGE));
    let t = (one - x) / x.at_least(1.0 / LARGE);
    let near = log1p(t + (t * (t + two)).sqrt());
    L::select(small, x.splat(LN_2[0]) - ln(x), near)
}

/// Inverse hyperbolic cosecant, asinh(1/x).
#[inline(always)]
pub fn acsch<L: Lanes>(x: L) -> L {
    let size = x.abs();
    let small = size.less(x.splat(1.0 / LARGE));
    let near = asinh(x.splat(1.0) / size);
    let value = L::select(small, x.splat(LN_2[0]) - ln(size), near);
    value.with_sign_of(x)
}

/// Inverse hyperbolic cotangent; NaN inside (-1, 1).
#[inline(always)]
pub fn acoth<L: Lanes>(x: L) -> L {
    let beyond = x.abs() - x.splat(1.0);
    (x.splat(0.5) * log1p(x.splat(2.0) / beyond)).with_sign_of(x)
}

/// sin x/x; 1 at 0.
#[inline(always)]
pub fn sinc<L: Lanes>(x: L) -> L {
    let value = sin(x) / x;
    L::select(x.equal(x.splat(0.0)), x.splat(1.0), value)
}

/// e^-|x|, and the same as a factor of x: 1 where x is positive, and far below 0 in two parts, of
/// which neither underflows before the product with x does.
#[inline(always)]
fn damping<L: Lanes>(x: L) -> (L, impl Fn(L) -> L) {
    let (size, one) = (x.abs(), x.splat(1.0));
    let far = x.splat(700.0).less(size);
    let decay = exp(L::select(far, x.splat(64.0), x.splat(0.0)) - size);
    let rest = L::select(far, x.splat(E_TO_MINUS_64), one);
    let below = x.less(x.splat(0.0));
    // Beyond, the product is 0 and not that of infinity and 0.
    let near = x.at_least(-2000.0);
    let times = move |by: L| L::select(below, near * (decay * by) * rest, x * by);
    (decay, times)
}

/// x/(1 + e^-x).
#[inline(always)]
pub fn silu<L: Lanes>(x: L) -> L {
    let (decay, damped) = damping(x);
    let one = x.splat(1.0);
    damped(one / (one + decay))
}

/// x·tanh(softplus(x)), by tanh(ln(1 + e)) = n/(n + 2) with n = e(e + 2).
#[inline(always)]
pub fn mish<L: Lanes>(x: L) -> L {
    let (decay, damped) = damping(x);
    let two = x.splat(2.0);
    let below = x.less(x.splat(0.0));
    let n = L::select(below, decay + two, (decay + decay) + x.splat(1.0));
    let over = L::select(below, decay.mul_add(n, two), two.mul_add(decay * decay, n));
    damped(n / over)
}

/// ln(x/(1 - x)), by the smaller of both and their difference; NaN outside [0, 1].
#[inline(always)]
pub fn logit<L: Lanes>(x: L) -> L {
    let (half, one) = (x.splat(0.5), x.splat(1.0));
    let right = half.less(x);
    let least = L::select(right, one - x, x);
    let value = log1p((one - (least + least)) / least);
    let tiny = least.less(x.splat(1e-290));
    let value = L::select(tiny, -ln(least), value);
    L::select(right, value, -value)
}

/// √(x² + y²), infinite where one of them is.
#[inline(always)]
pub fn hypot<L: Lanes>(x: L, y: L) -> L {
    let (a, b) = (x.abs(), y.abs());
    let (up, down) = (x.splat(TWO_TO_600), x.splat(1.0 / TWO_TO_600));
    let (one, infinity) = (x.splat(1.0), x.splat(f64::INFINITY));
    let huge = x.splat(LARGE).less(a) | x.splat(LARGE).less(b);
    let tiny = a.less(x.splat(1.0 / LARGE)) & b.less(x.splat(1.0 / LARGE));
    let scale = L::select(huge, down, L::select(tiny, up, one));
    let back = L::select(huge, up, L::select(tiny, down, one));
    let (p, q) = (a * scale, b * scale);
    let value = p.mul_add(p, q * q).sqrt() * back;
    L::select(a.equal(infinity) | b.equal(infinity), infinity, value)
}
