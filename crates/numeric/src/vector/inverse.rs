//! The inverses of sine, cosine and tangent.

use super::coefficients::{ASIN, ATAN, HALF_PI, QUARTER_PI};
use super::lanes::{Lanes, SIGN, polynomial};

/// tan(π/8) and tan(3π/8): between them an angle is measured from π/4, beyond from π/2.
const EIGHTH: f64 = std::f64::consts::SQRT_2 - 1.0;
const THREE_EIGHTHS: f64 = std::f64::consts::SQRT_2 + 1.0;

/// The angle in [0, π/2] whose tangent is y/x, in two parts, for y and x that are not negative and
/// not both 0 or infinite.
#[inline(always)]
fn first_quadrant<L: Lanes>(y: L, x: L) -> (L, L) {
    let zero = y.splat(0.0);
    let steep = (x * y.splat(THREE_EIGHTHS)).less(y);
    let middle = (x * y.splat(EIGHTH)).less(y);
    let pick = |far: L, near: L, none: L| L::select(steep, far, L::select(middle, near, none));
    let ((a, a_low), (b, b_low)) = (y.two_sum(-x), x.two_sum(y));
    let above = (pick(-x, a, y), pick(zero, a_low, zero));
    let below = (pick(y, b, x), pick(zero, b_low, zero));
    let (t, t_low) = L::quotient(above, below);
    let base = pick(y.splat(HALF_PI[0]), y.splat(QUARTER_PI[0]), zero);
    let base_low = pick(y.splat(HALF_PI[1]), y.splat(QUARTER_PI[1]), zero);
    let z = t * t;
    let rest = polynomial(z, &ATAN).mul_add(t * z, t_low + base_low);
    let (sum, error) = base.fast_two_sum(t);
    (sum, error + rest)
}

/// Inverse tangent.
#[inline(always)]
pub fn atan<L: Lanes>(x: L) -> L {
    // Beyond 2^60 the angle is π/2, and infinity would meet itself.
    let (angle, rest) = first_quadrant(x.abs().at_most(1.2e18), x.splat(1.0));
    (angle + rest).with_sign_of(x)
}

/// The angle of the point (x, y) in (-π, π]; NaN at the origin. A zero of either sign is 0.
#[inline(always)]
pub fn atan2<L: Lanes>(y: L, x: L) -> L {
    let zero = y.splat(0.0);
    let (y, x) = (y + zero, x + zero);
    let (a, b) = (y.abs(), x.abs());
    // Into the middle of the exponents, so that nothing overflows and digits stay.
    let large = y.splat(1e150);
    let small = large.less(a) | large.less(b);
    let tiny = a.less(y.splat(1e-150)) & b.less(y.splat(1e-150));
    let one = y.splat(1.0);
    let scale = L::select(
        small,
        y.splat(TWO_TO_MINUS_600),
        L::select(tiny, y.splat(TWO_TO_600), one),
    );
    let infinity = y.splat(f64::INFINITY);
    let infinite = b.equal(infinity) & a.less(b);
    let b = L::select(a.equal(infinity) & b.less(a), zero, b);
    let (a, b) = (a.at_most(f64::MAX) * scale, b.at_most(f64::MAX) * scale);
    let (angle, rest) = first_quadrant(a, b);
    let angle = L::select(infinite, zero, angle);
    let rest = L::select(infinite, zero, rest);
    let left = x.less(zero);
    let flip = L::select(left, y.splat(-0.0), zero);
    let base = L::select(left, y.splat(2.0 * HALF_PI[0]), zero);
    let base_low = L::select(left, y.splat(2.0 * HALF_PI[1]), zero);
    let (sum, error) = base.fast_two_sum(angle.xor(flip));
    (sum + (error + (rest.xor(flip) + base_low))).xor(y.and(SIGN))
}

const TWO_TO_600: f64 = f64::from_bits((1023 + 600) << 52);
const TWO_TO_MINUS_600: f64 = f64::from_bits((1023 - 600) << 52);

/// asin t with its error, where t = |x| up to 1/2, and t = √((1 - |x|)/2) beyond.
#[inline(always)]
fn half_angle<L: Lanes>(x: L) -> (L::Mask, L, L) {
    let magnitude = x.abs();
    let half = x.splat(0.5);
    let far = half.less(magnitude);
    let square = half.neg_mul_add(magnitude, half);
    let root = square.sqrt();
    let (product, error) = root.two_product(root);
    let missing = (square - product) - error;
    // The least number keeps 0/0 away at the end of the domain.
    let root_low = missing / (root + root + x.splat(f64::MIN_POSITIVE));
    let t = L::select(far, root, magnitude);
    let t_low = L::select(far, root_low, x.splat(0.0));
    let z = L::select(far, square, magnitude * magnitude);
    (far, t, polynomial(z, &ASIN).mul_add(t * z, t_low))
}

/// Inverse sine; NaN outside [-1, 1].
#[inline(always)]
pub fn asin<L: Lanes>(x: L) -> L {
    let (far, t, rest) = half_angle(x);
    let (two, zero) = (x.splat(-2.0), x.splat(0.0));
    let base = L::select(far, x.splat(HALF_PI[0]), zero);
    let base_low = L::select(far, x.splat(HALF_PI[1]), zero);
    let factor = L::select(far, two, x.splat(1.0));
    let (sum, error) = base.fast_two_sum(t * factor);
    (sum + (error + rest.mul_add(factor, base_low))).with_sign_of(x)
}

/// Inverse cosine; NaN outside [-1, 1].
#[inline(always)]
pub fn acos<L: Lanes>(x: L) -> L {
    let (far, t, rest) = half_angle(x);
    let zero = x.splat(0.0);
    let left = x.less(zero);
    // Of the base, which is π/2 in the middle, 0 at the right end and π at the left.
    let far_share = L::select(left, x.splat(2.0), zero);
    let share = L::select(far, far_share, x.splat(1.0));
    let size = L::select(far, x.splat(2.0), x.splat(1.0));
    let (one, minus) = (x.splat(1.0), x.splat(-1.0));
    // The angle is added at the right end and in the left half of the middle.
    let direction = L::select(
        far,
        L::select(left, minus, one),
        L::select(left, one, minus),
    );
    let factor = size * direction;
    let (sum, error) = (x.splat(HALF_PI[0]) * share).fast_two_sum(t * factor);
    sum + (error + rest.mul_add(factor, x.splat(HALF_PI[1]) * share))
}
