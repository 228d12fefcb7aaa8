//! Γ, its logarithm and the derivative of that, of positive numbers.
//!
//! An argument below 8 is raised by 8: Γ(x) = Γ(x + 8)/(x(x + 1)…(x + 7)), and Stirling's series
//! follows (DLMF 5.11.1, 5.11.2), its largest parts in two numbers each. With w = x(x + 7) the
//! product is AB with A = w(w + 12) and B = (w + 6)(w + 10).

use super::coefficients::{
    DIGAMMA, DIGAMMA_AT_ROOT, DIGAMMA_ROOT, HALF_LN_TAU_LESS, LN_GAMMA_AT_1, LN_GAMMA_AT_2,
    STIRLING,
};
use super::exponential::exp_in_parts;
use super::lanes::{Lanes, polynomial};
use super::logarithm::ln_with_error;

/// From here on the series is good.
const FAR: f64 = 8.0;
/// Below this, Γ is 1/x to all digits.
const TINY: f64 = 1e-20;
/// Beyond this, the logarithm is too large for a number.
const LARGEST: f64 = 2.556_348_163_871_690_6e305;
/// How near the zeros of functions series about these are used.
const NEAR: f64 = 1.0 / 16.0;

/// A number in two parts.
type Parts<L> = (L, L);

#[inline(always)]
fn product<L: Lanes>((a, a_low): Parts<L>, (b, b_low): Parts<L>) -> Parts<L> {
    let (product, error) = a.two_product(b);
    product.fast_two_sum(a.mul_add(b_low, a_low.mul_add(b, error)))
}

#[inline(always)]
fn sum<L: Lanes>((a, a_low): Parts<L>, (b, b_low): Parts<L>) -> Parts<L> {
    let (sum, error) = a.two_sum(b);
    sum.fast_two_sum(error + (a_low + b_low))
}

#[inline(always)]
fn plus<L: Lanes>(a: Parts<L>, number: f64) -> Parts<L> {
    sum(a, (a.0.splat(number), a.0.splat(0.0)))
}

/// x, or x + 8 where that is below 8; and where that is.
#[inline(always)]
fn raised<L: Lanes>(x: L) -> (L::Mask, Parts<L>) {
    let low = x.less(x.splat(FAR));
    let (y, rest) = x.two_sum(x.splat(FAR));
    let zero = x.splat(0.0);
    (low, (L::select(low, y, x), L::select(low, rest, zero)))
}

/// w = x(x + 7), A and B.
#[inline(always)]
fn factors<L: Lanes>(x: L) -> [Parts<L>; 3] {
    let w = sum(x.two_product(x), x.two_product(x.splat(7.0)));
    let a = product(w, plus(w, 12.0));
    let b = product(plus(w, 6.0), plus(w, 10.0));
    [w, a, b]
}

/// ln Γ(y) for y from 8, as (y - ½)(ln y - 1) + (ln 2π - 1)/2 and a small rest.
#[inline(always)]
fn stirling<L: Lanes>((y, y_low): Parts<L>) -> Parts<L> {
    let (ln, ln_low) = ln_with_error(y);
    let less = plus((ln, ln_low), -1.0);
    let main = product((y - y.splat(0.5), y_low), less);
    let constant = HALF_LN_TAU_LESS.map(|part| y.splat(part));
    let inverse = y.splat(1.0) / y;
    // (y - ½) y_low/y, by which the logarithm is larger, is y_low but for less than its half.
    let share = (y - y.splat(0.5)) * inverse * y_low;
    let tail = polynomial(inverse * inverse, &STIRLING).mul_add(inverse, share);
    let [high, low] = constant;
    sum(main, (high, low + tail))
}

/// ln Γ(x) for x > 0; NaN elsewhere.
#[inline(always)]
pub fn ln_gamma<L: Lanes>(x: L) -> L {
    let (zero, one, infinity) = (x.splat(0.0), x.splat(1.0), x.splat(f64::INFINITY));
    let (low, y) = raised(x);
    let (far, far_low) = stirling(y);
    let [_, a, b] = factors(x);
    let (p, p_low) = product(a, b);
    let tiny = x.less(x.splat(TINY));
    let (p, p_low) = (L::select(tiny, x, p), L::select(tiny, zero, p_low));
    let (ln, ln_low) = ln_with_error(p);
    let (far, far_low) = (L::select(tiny, zero, far), L::select(tiny, zero, far_low));
    let ln_low = ln_low + p_low / p;
    let (less, rest) = sum((far, far_low), (-ln, -ln_low));
    let value = L::select(low, less + rest, far + far_low);
    let right = x.splat(1.5).less(x);
    let d = x - L::select(right, x.splat(2.0), one);
    let series = L::select(
        right,
        polynomial(d, &LN_GAMMA_AT_2),
        polynomial(d, &LN_GAMMA_AT_1),
    );
    let value = L::select(d.abs().less(x.splat(NEAR)), d * series, value);
    let large = x.splat(LARGEST);
    let limit = L::select(large.less(x), infinity, x.splat(f64::NAN));
    L::select(zero.less(x) & !large.less(x), value, limit)
}

/// Γ(x) for x ≥ 0, infinite where it is too large.
#[inline(always)]
pub fn gamma<L: Lanes>(x: L) -> L {
    let (low, y) = raised(x.at_most(200.0));
    let (far, far_low) = stirling(y);
    let (high, rest, exponent) = exp_in_parts(far, far_low);
    let [_, a, b] = factors(x.at_most(FAR));
    let (p, p_low) = product(a, b);
    let (one, zero) = (x.splat(1.0), x.splat(0.0));
    let over = (L::select(low, p, one), L::select(low, p_low, zero));
    let (quotient, rest) = L::quotient((high, rest), over);
    let tiny = x.less(x.splat(TINY));
    // The exponent is small where the quotient is far from 1.
    L::select(tiny, one / x, (quotient + rest).scale(exponent))
}

/// Γ'(x)/Γ(x) for x > 0.
#[inline(always)]
pub fn digamma<L: Lanes>(x: L) -> L {
    let (zero, one) = (x.splat(0.0), x.splat(1.0));
    let (low, (y, y_low)) = raised(x);
    let (ln, ln_low) = ln_with_error(y);
    // Far out it doesn't count, but must not overflow on the way.
    let (half, half_low) = L::quotient((x.splat(0.5), zero), (y.at_most(1e290), y_low));
    let inverse = half + half;
    let square = inverse * inverse;
    let tail = polynomial(square, &DIGAMMA).mul_add(square, half_low);
    let ln_low = y_low.mul_add(inverse, ln_low) - tail;
    let far = sum((ln, ln_low), (-half, zero));
    // 1/x + 1/(x + 1) + … = (2x + 7)((2w + 12)B + (2w + 16)A)/(AB)
    let near = x.at_most(FAR);
    let [w, a, b] = factors(near);
    let double = (w.0 + w.0, w.1 + w.1);
    let above = sum(
        product(plus(double, 12.0), b),
        product(plus(double, 16.0), a),
    );
    let above = product(above, (near + near).two_sum(x.splat(7.0)));
    let (steps, steps_low) = L::quotient(above, product(a, b));
    let (less, rest) = sum(far, (-steps, -steps_low));
    let value = L::select(low, less + rest, far.0 + far.1);
    let value = L::select(x.less(x.splat(TINY)), -(one / x), value);
    let d = (x - x.splat(DIGAMMA_ROOT[0])) - x.splat(DIGAMMA_ROOT[1]);
    let value = L::select(
        d.abs().less(x.splat(NEAR)),
        d * polynomial(d, &DIGAMMA_AT_ROOT),
        value,
    );
    L::select(x.equal(x.splat(f64::INFINITY)), x, value)
}
