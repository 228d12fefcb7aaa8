//! Generalised hypergeometric functions at doubles, by their balls of 72 bits.

use super::estimate::Estimate;
use crate::ball::{Ball, Precision};

const BITS: Precision = Precision::bits(72);
/// Where there is no bound, the series itself is summed up to here.
const TERMS: u32 = 100_000;

/// pFq with p <= q + 1 for real parameters: `Σ (a₁)ₖ…(aₚ)ₖ/((b₁)ₖ…(b_q)ₖ) · xᵏ/k!`, for `p = q + 1`
/// continued to `x < 1` (DLMF 16.2.1).
///
/// Undefined where a lower parameter is 0, −1, … and the series does not end before. For `p = q + 1`
/// no bound is given close to 1; from −1 on to the left no value where the upper parameters but one
/// are not positive and each less than a lower one, nor far to the left.
///
/// ```
/// use partials_numeric::special::hypergeometric;
/// let f = hypergeometric(&[1.0, 1.0], &[2.0, 2.0], 1.0);
/// assert!((f.value - 1.3179021514544038).abs() <= f.error);
/// ```
pub fn hypergeometric(upper: &[f64], lower: &[f64], x: f64) -> Estimate {
    if !upper.iter().chain(lower).all(|v| v.is_finite()) || !x.is_finite() {
        return Estimate::UNDEFINED;
    }
    let balls = |list: &[f64]| -> Vec<Ball> {
        let balls = list.iter().map(|v| Ball::from_f64(*v, BITS));
        balls.collect()
    };
    let (above, below) = (balls(upper), balls(lower));
    let (above, below): (Vec<&Ball>, Vec<&Ball>) = (above.iter().collect(), below.iter().collect());
    let value = Ball::from_f64(x, BITS).hypergeometric(&above, &below);
    let middle = value.mid_f64();
    let known = value.is_value() && middle.is_finite();
    let converges = upper.len() <= lower.len() || x.abs() < 1.0;
    if value.is_outside() || !known && !converges {
        return Estimate::UNDEFINED;
    }
    if !known {
        return Estimate {
            value: partial_sum(upper, lower, x),
            error: f64::INFINITY,
        };
    }
    Estimate {
        value: middle,
        error: value.rad_f64() + middle.abs() * f64::EPSILON + f64::from_bits(1),
    }
}

/// What the terms add up to as long as they are finite.
fn partial_sum(upper: &[f64], lower: &[f64], x: f64) -> f64 {
    let (mut term, mut sum) = (1.0, 1.0);
    for k in 0..TERMS {
        let k = f64::from(k);
        let rising = |list: &[f64]| list.iter().fold(1.0, |product, a| product * (a + k));
        term *= rising(upper) / rising(lower) * x / (k + 1.0);
        let next = sum + term;
        if next == sum || !next.is_finite() {
            break;
        }
        sum = next;
    }
    sum
}
