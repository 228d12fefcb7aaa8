//! The natural logarithm.
//!
//! x = 2^k m with m from √½ to √2, f = m - 1 and s = f/(f + 2), so that
//! ln m = 2 atanh s = f - f²/2 + s(f²/2 + R(s²)) (K. C. Ng, FDLIBM, 1993).

use super::coefficients::{LN, LN_2_HIGH, LN_2_LOW, LN_TAIL, LOG_2_E, LOG_10_E, THIRD};
use super::lanes::{Lanes, polynomial};

/// The bits of √½.
const ROOT_HALF: u64 = 0x3fe6_a09e_667f_3bcd;
/// 2^52, whose last digit counts ones.
const COUNTER: f64 = 4_503_599_627_370_496.0;
const EXPONENT: u64 = 0xfff << 52;
const SMALLEST_NORMAL: f64 = f64::MIN_POSITIVE;
const TWO_TO_54: f64 = (1u64 << 54) as f64;

/// k and m of a positive normal number, and 2^k shifted as an exponent of bits.
#[inline(always)]
fn split<L: Lanes>(x: L) -> (L, L, L) {
    let distance = x.add_bits(ROOT_HALF.wrapping_neg());
    let exponent = distance.and(EXPONENT);
    let counted = distance.add_bits(1024 << 52).shift_right::<52>();
    let k = counted.or(x.splat(COUNTER)) - x.splat(COUNTER + 1024.0);
    (k, x.sub_bits(exponent), exponent)
}

/// k ln 2 + ln(1 + f) + error, where the error is small against 1 + f.
#[inline(always)]
fn assemble<L: Lanes>(k: L, f: L, error: L) -> L {
    let half_square = f * f * f.splat(0.5);
    let s = f / (f + f.splat(2.0));
    let z = s * s;
    let r = polynomial(z, &LN) * z;
    let low = k.mul_add(f.splat(LN_2_LOW), error);
    let small = half_square - s.mul_add(half_square + r, low);
    k.mul_add(f.splat(LN_2_HIGH), f - small)
}

/// The value, but where the argument is not a positive finite number.
#[inline(always)]
fn with_limits<L: Lanes>(x: L, value: L) -> L {
    let zero = x.splat(0.0);
    let at_zero = L::select(x.equal(zero), x.splat(f64::NEG_INFINITY), x + x);
    let outside = L::select(x.less(zero), x.splat(f64::NAN), at_zero);
    let inside = zero.less(x) & x.less(x.splat(f64::INFINITY));
    L::select(inside, value, outside)
}

/// k and m of a positive number, which may be subnormal.
#[inline(always)]
fn split_all<L: Lanes>(x: L) -> (L, L) {
    let subnormal = x.less(x.splat(SMALLEST_NORMAL));
    let normal = L::select(subnormal, x * x.splat(TWO_TO_54), x);
    let shift = L::select(subnormal, x.splat(-54.0), x.splat(0.0));
    let (k, m, _) = split(normal);
    (k + shift, m)
}

/// ln x; -∞ at 0, NaN below.
#[inline(always)]
pub fn ln<L: Lanes>(x: L) -> L {
    let (k, m) = split_all(x);
    with_limits(x, assemble(k, m - x.splat(1.0), x.splat(0.0)))
}

/// ln x of a positive finite number with its error: good to a part of 2^-64.
///
/// ln m = 2s(1 + z/3 + z²(1/5 + …)) with z = s², of which the first two terms are in two parts.
#[inline(always)]
pub(super) fn ln_with_error<L: Lanes>(x: L) -> (L, L) {
    let (k, m) = split_all(x);
    let one = x.splat(1.0);
    let (s, s_low) = L::quotient((m - one, x.splat(0.0)), m.two_sum(one));
    let twice = s + s;
    let (z, z_low) = s.two_product(s);
    let z_low = twice.mul_add(s_low, z_low);
    let third = x.splat(THIRD[0]);
    let (t, t_low) = z.two_product(third);
    let t_low = z_low.mul_add(third, z.mul_add(x.splat(THIRD[1]), t_low));
    let (t, error) = t.fast_two_sum(polynomial(z, &LN_TAIL) * (z * z));
    let t_low = t_low + error;
    let (rest, rest_low) = twice.two_product(t);
    let rest_low = (s_low + s_low).mul_add(t, twice.mul_add(t_low, rest_low));
    let (ln_m, error) = twice.fast_two_sum(rest);
    let ln_m_low = (s_low + s_low) + (rest_low + error);
    let (sum, error) = (k * x.splat(LN_2_HIGH)).fast_two_sum(ln_m);
    (sum, k.mul_add(x.splat(LN_2_LOW), ln_m_low) + error)
}

/// ln x by the logarithm of a base, whose inverse is given in two parts.
#[inline(always)]
fn log_by<L: Lanes>(x: L, [factor, factor_low]: [f64; 2]) -> L {
    let (ln, ln_low) = ln_with_error(x);
    let (product, error) = ln.two_product(x.splat(factor));
    let low = ln_low.mul_add(x.splat(factor), ln.mul_add(x.splat(factor_low), error));
    with_limits(x, product + low)
}

/// Logarithm to base 2; -∞ at 0, NaN below.
#[inline(always)]
pub fn log2<L: Lanes>(x: L) -> L {
    log_by(x, LOG_2_E)
}

/// Logarithm to base 10; -∞ at 0, NaN below.
#[inline(always)]
pub fn log10<L: Lanes>(x: L) -> L {
    log_by(x, LOG_10_E)
}

/// ln(1 + x); -∞ at -1, NaN below.
#[inline(always)]
pub fn log1p<L: Lanes>(x: L) -> L {
    let one = x.splat(1.0);
    let (sum, rest) = one.two_sum(x);
    let (k, m, exponent) = split(sum);
    let f = m - one;
    // Without a power of two, f is x itself; with one, the rest is scaled as m was.
    let scale = one.sub_bits(exponent);
    let known = k.equal(x.splat(0.0));
    let far = x.splat(TWO_TO_54).less(sum);
    let rest = L::select(known | far, x.splat(0.0), rest * scale);
    let inverse = (one - f).mul_add(f * f, one - f);
    let value = assemble(k, L::select(known, x, f), rest * inverse);
    let limited = with_limits(sum, value);
    L::select(x.equal(x.splat(0.0)), x, limited)
}
