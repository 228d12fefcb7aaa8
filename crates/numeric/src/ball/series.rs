//! Sums of series with a proved bound of the tail.

use super::Ball;

/// No series takes more terms than this for each bit of precision.
const TERMS_PER_BIT: u64 = 64;

/// The sum of a series, where `next(term, n)` makes term `n` from term `n - 1`.
///
/// The caller proves that from index `halving` on each term is at most half of the one before,
/// in absolute value; then the tail is at most twice the first term left out.
pub(super) fn sum(first: Ball, halving: u64, mut next: impl FnMut(&Ball, u64) -> Ball) -> Ball {
    let precision = first.precision();
    let limit = TERMS_PER_BIT * u64::from(precision.get()) + 4096;
    if halving > limit {
        return Ball::indeterminate(precision);
    }
    let mut total = first.clone();
    let mut term = first;
    for n in 1..=limit {
        term = next(&term, n);
        if !term.is_value() {
            return term;
        }
        let size = term.magnitude_up();
        let negligible = size.is_zero() || size.top() < total.mid.top() - precision.signed() - 2;
        if n >= halving && (negligible || size.top() < total.rad.top() - 8) {
            return total.inflate(size.shifted(1));
        }
        total = &total + &term;
    }
    Ball::indeterminate(precision)
}
