//! Powers and the cube root.

use super::coefficients::CBRT;
use super::exponential::exp_with_error;
use super::lanes::{Lanes, polynomial};
use super::logarithm::ln_with_error;

/// 2^52, whose last digit counts ones.
const COUNTER: f64 = 4_503_599_627_370_496.0;
const TWO_TO_54: f64 = (1u64 << 54) as f64;
const TWO_TO_MINUS_18: f64 = 1.0 / (1u64 << 18) as f64;

/// Real cube root, of negative numbers too.
///
/// |x| = 8^q m with m from ½ to 4; a start for 1/∛m, twice improved, and one step of Newton's
/// method for y³ = m with the residual in two parts.
#[inline(always)]
pub fn cbrt<L: Lanes>(x: L) -> L {
    let size = x.abs();
    let subnormal = size.less(x.splat(f64::MIN_POSITIVE));
    let normal = L::select(subnormal, size * x.splat(TWO_TO_54), size);
    let exponent = normal.shift_right::<52>().or(x.splat(COUNTER)) - x.splat(COUNTER + 1023.0);
    let (q, shifted) = exponent.round_product(1.0 / 3.0);
    let eights = q.mul_add(x.splat(3.0), x.splat(super::lanes::SHIFTER));
    let m = normal.sub_bits(eights.shift_left::<52>());
    let (one, third) = (x.splat(1.0), x.splat(1.0 / 3.0));
    let r = polynomial(m, &CBRT);
    // (1 - e)^(-1/3) = 1 + e/3 + 2e²/9 + 14e³/81 + …
    let e = (m * r).neg_mul_add(r * r, one);
    let series = e.mul_add(x.splat(14.0 / 81.0), x.splat(2.0 / 9.0));
    let r = r.mul_add(e * e.mul_add(series, third), r);
    let e = (m * r).neg_mul_add(r * r, one);
    let r = r.mul_add(e * third, r);
    let y = m * (r * r);
    let (square, square_low) = y.two_product(y);
    let (cube, cube_low) = square.two_product(y);
    let rest = y.neg_mul_add(square_low, (m - cube) - cube_low);
    let y = rest.mul_add(r * r * third, y);
    let last = L::select(subnormal, x.splat(TWO_TO_MINUS_18), one);
    let root = (y * shifted.power_of_two() * last).with_sign_of(x);
    let zero = x.splat(0.0);
    let usual = zero.less(size) & size.less(x.splat(f64::INFINITY));
    L::select(usual, root, x)
}

/// From here on any power but of 1 is 0 or infinite.
const LARGE_EXPONENT: f64 = (1u128 << 70) as f64;
/// From here on every number is even.
const EVEN: f64 = (1u64 << 53) as f64;

/// x^y as [`elementary::pow`](crate::elementary::pow) has it: of a negative x for integers y alone,
/// and a zero of either sign is 0.
///
/// e^(y ln |x|), with logarithm and product in two parts.
#[inline(always)]
pub fn pow<L: Lanes>(x: L, y: L) -> L {
    let (zero, one) = (x.splat(0.0), x.splat(1.0));
    let infinity = x.splat(f64::INFINITY);
    let size = x.abs();
    let (ln, ln_low) = ln_with_error(size);
    let exponent = y.at_most(LARGE_EXPONENT).at_least(-LARGE_EXPONENT);
    let (product, error) = exponent.two_product(ln);
    let value = exp_with_error(product, exponent.mul_add(ln_low, error));
    // At 0 and at infinity, which have no logarithm.
    let rising = L::select(y.less(zero), zero, infinity);
    let falling = L::select(y.less(zero), infinity, zero);
    let limit = L::select(one.less(size), rising, falling);
    let usual = zero.less(size) & size.less(infinity);
    let value = L::select(usual, value, limit);
    let (whole, odd) = parity(y);
    let sign = L::select(odd, x.splat(-0.0), zero);
    let signed = L::select(whole, value.xor(sign), x.splat(f64::NAN));
    let value = L::select(x.less(zero), signed, value);
    let value = L::select(x.equal(x) & y.equal(y), value, x.splat(f64::NAN));
    L::select(y.equal(zero), one, value)
}

/// Whether a number is an integer, and whether it is an odd one.
#[inline(always)]
fn parity<L: Lanes>(y: L) -> (L::Mask, L::Mask) {
    let (size, counter) = (y.abs(), y.splat(COUNTER));
    let small = size.less(counter);
    // The last digit of the sum counts ones.
    let counted = L::select(small, size + counter, size);
    let whole = !small | (counted - counter).equal(size);
    (whole, counted.has(1) & whole & size.less(y.splat(EVEN)))
}
