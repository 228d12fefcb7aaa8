//! The cube root.

use super::coefficients::CBRT;
use super::lanes::{Lanes, polynomial};

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
