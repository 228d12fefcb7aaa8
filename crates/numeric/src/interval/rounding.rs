//! Directed rounding of single operations, on a processor that rounds to nearest.
//!
//! Each function returns the largest double below, or the smallest above, the exact result: the
//! rounded result where the sign of the exact residual allows it, otherwise its neighbour. The
//! residual of a sum is exact by TwoSum (Knuth 1969); those of product, quotient and root by the
//! fused multiply-add (Markstein 1990), as long as they do not underflow, below which the neighbour
//! is taken. An overflow to +∞ means "above the largest double" and rounds down to that.

/// Where |result| exceeds this (2^-960), the residual of a product, quotient or root is exact.
const SAFE: f64 = 1.026_303_428_208_980_8e-289;

/// Moves a finite result down by one double unless it is known not to exceed the exact one. A zero
/// is always known. Without branches, since no processor can predict the sign of an error.
#[inline]
fn lower(result: f64, known_below: bool) -> f64 {
    let step = u64::from(!known_below);
    let bits = result.to_bits();
    f64::from_bits(if result > 0.0 {
        bits.wrapping_sub(step)
    } else {
        bits.wrapping_add(step)
    })
}

/// The mirror image of [`lower`].
#[inline]
fn raise(result: f64, known_above: bool) -> f64 {
    -lower(-result, known_above)
}

#[inline]
fn two_sum_residual(a: f64, b: f64, sum: f64) -> f64 {
    let part = sum - a;
    (a - (sum - part)) + (b - part)
}

/// a + b rounded down; -∞ dominates.
#[inline]
pub(super) fn add_down(a: f64, b: f64) -> f64 {
    let sum = a + b;
    if sum.is_finite() {
        return lower(sum, two_sum_residual(a, b, sum) >= 0.0);
    }
    if sum == f64::INFINITY && a.is_finite() && b.is_finite() {
        return f64::MAX;
    }
    if sum.is_nan() { f64::NEG_INFINITY } else { sum }
}

/// a + b rounded up; +∞ dominates.
#[inline]
pub(super) fn add_up(a: f64, b: f64) -> f64 {
    -add_down(-a, -b)
}

/// a - b rounded up.
#[inline]
pub(super) fn sub_up(a: f64, b: f64) -> f64 {
    add_up(a, -b)
}

/// Lower bound of a result in the range of underflow, of which the sign at least is known.
#[inline]
fn tiny_down(result: f64, negative: bool) -> f64 {
    if result == 0.0 && !negative {
        0.0
    } else {
        result.next_down()
    }
}

/// a·b rounded down, where 0·∞ = 0: an infinite bound is never attained.
#[inline]
pub(super) fn mul_down(a: f64, b: f64) -> f64 {
    let product = a * b;
    if product.abs() > SAFE && product.is_finite() {
        return lower(product, a.mul_add(b, -product) >= 0.0);
    }
    if a == 0.0 || b == 0.0 {
        return 0.0;
    }
    if product.is_finite() {
        return tiny_down(product, (a < 0.0) != (b < 0.0));
    }
    if product == f64::INFINITY && a.is_finite() && b.is_finite() {
        f64::MAX
    } else {
        product
    }
}

/// a·b rounded up.
#[inline]
pub(super) fn mul_up(a: f64, b: f64) -> f64 {
    -mul_down(-a, b)
}

/// a/b rounded down for b ≠ 0.
///
/// An infinite b occurs only as the bound that brings a quotient nearest to 0, its limit.
#[inline]
pub(super) fn div_down(a: f64, b: f64) -> f64 {
    if a == 0.0 || b.is_infinite() {
        return 0.0;
    }
    let quotient = a / b;
    if quotient.is_infinite() {
        return if quotient > 0.0 && a.is_finite() {
            f64::MAX
        } else {
            quotient
        };
    }
    if quotient.abs() > SAFE && a.abs() > SAFE {
        // a - q·b has the sign of (a/b - q)·b.
        let residual = (-quotient).mul_add(b, a);
        return lower(
            quotient,
            if b > 0.0 {
                residual >= 0.0
            } else {
                residual <= 0.0
            },
        );
    }
    tiny_down(quotient, (a < 0.0) != (b < 0.0))
}

/// a/b rounded up for b ≠ 0.
#[inline]
pub(super) fn div_up(a: f64, b: f64) -> f64 {
    -div_down(-a, b)
}

/// Both bounds of a result, by the sign of its residual (exact minus rounded), if that isn't NaN.
#[inline]
fn both(result: f64, residual: f64) -> (f64, f64) {
    (
        lower(result, residual >= 0.0),
        raise(result, residual <= 0.0),
    )
}

/// a·b rounded down and up, of finite numbers.
#[inline]
pub(super) fn mul_both(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    if product.abs() > SAFE && product.is_finite() {
        return both(product, a.mul_add(b, -product));
    }
    (mul_down(a, b), mul_up(a, b))
}

/// a/b rounded down and up, of finite numbers with b > 0.
#[inline]
pub(super) fn div_both(a: f64, b: f64) -> (f64, f64) {
    let quotient = a / b;
    if quotient.abs() > SAFE && quotient.is_finite() && a.abs() > SAFE {
        return both(quotient, (-quotient).mul_add(b, a));
    }
    (div_down(a, b), div_up(a, b))
}

/// √x rounded down, for x ≥ 0.
#[inline]
pub(super) fn sqrt_down(x: f64) -> f64 {
    let root = x.sqrt();
    if x > SAFE && x < f64::INFINITY {
        return lower(root, (-root).mul_add(root, x) >= 0.0);
    }
    if x == 0.0 || x == f64::INFINITY {
        root
    } else {
        root.next_down()
    }
}

/// √x rounded up, for x ≥ 0.
#[inline]
pub(super) fn sqrt_up(x: f64) -> f64 {
    let root = x.sqrt();
    if x > SAFE && x < f64::INFINITY {
        return if (-root).mul_add(root, x) <= 0.0 {
            root
        } else {
            root.next_up()
        };
    }
    if x == 0.0 || x == f64::INFINITY {
        root
    } else {
        root.next_up()
    }
}

/// Place of x in the order of all doubles, both zeros being 0.
#[inline]
pub(super) fn ordinal(x: f64) -> i64 {
    let size = (x.to_bits() & (u64::MAX >> 1)) as i64;
    if x < 0.0 { -size } else { size }
}

/// The double at a place, saturating at the infinities.
#[inline]
fn at_ordinal(place: i64) -> f64 {
    const LAST: i64 = f64::INFINITY.to_bits() as i64;
    let size = f64::from_bits(place.unsigned_abs().min(LAST as u64));
    if place < 0 { -size } else { size }
}

/// x moved down by so many doubles.
#[inline]
pub(super) fn step_down(x: f64, steps: u32) -> f64 {
    at_ordinal(ordinal(x) - i64::from(steps))
}

/// x moved up by so many doubles.
#[inline]
pub(super) fn step_up(x: f64, steps: u32) -> f64 {
    at_ordinal(ordinal(x) + i64::from(steps))
}
