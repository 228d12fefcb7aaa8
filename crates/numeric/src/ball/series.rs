//! Sums of series with a proved bound of the tail.

use super::{Ball, Precision, Radius, number::Number};

/// No series takes more terms than this for each bit of precision.
const TERMS_PER_BIT: u64 = 32;

/// The greatest number of terms at a precision.
pub(super) fn term_limit(precision: Precision) -> u64 {
    TERMS_PER_BIT * u64::from(precision.get()) + 2048
}

/// The sum of a series, where `next(term, n)` makes term `n` from term `n - 1`.
///
/// The caller proves that from index `halving` on each term is at most half of the one before,
/// in absolute value; then the tail is at most twice the first term left out.
pub(super) fn sum<N: Number>(first: N, halving: u64, next: impl FnMut(&N, u64) -> N) -> N {
    if halving > term_limit(first.precision()) {
        return N::unknown(first.precision());
    }
    let half = Radius::power_of_two(-1);
    sum_by_ratio(first, next, |n| (n >= halving).then_some(half))
}

/// The sum of a series, where `next(term, n)` makes term `n` from term `n - 1`.
///
/// The caller proves that `ratio(n)`, where it is given, bounds the quotient of every term after
/// `n` and the one before it, in absolute value; then the tail from term `n` on is at most
/// `|term n| / (1 - ratio)`.
pub(super) fn sum_by_ratio<N: Number>(
    first: N,
    mut next: impl FnMut(&N, u64) -> N,
    mut ratio: impl FnMut(u64) -> Option<Radius>,
) -> N {
    let precision = first.precision();
    let mut total = first.clone();
    let mut term = first;
    for n in 1..=term_limit(precision) {
        term = next(&term, n);
        if !term.is_value() {
            return term;
        }
        let size = term.magnitude_up();
        let negligible = size.is_zero() || size.top() < total.size_top() - precision.signed() - 4;
        if negligible || size.top() < total.spread_top() - 8 {
            let rest = ratio(n).map_or(Radius::ZERO, |ratio| Radius::ONE.sub_down(ratio));
            if !rest.is_zero() {
                return total.inflate(size.div_up(rest));
            }
        }
        total = total + &term;
    }
    N::unknown(precision)
}

/// The sum of an enveloping asymptotic series: the error is at most the first term left out.
/// Stops where the terms are negligible or begin to grow, after at most `limit` terms.
pub(super) fn sum_enveloping(
    first: Ball,
    limit: u64,
    mut next: impl FnMut(&Ball, u64) -> Ball,
) -> Ball {
    let precision = first.precision();
    let mut total = first.clone();
    let mut term = first;
    for n in 1..=limit {
        let following = next(&term, n);
        if !following.is_value() {
            return following;
        }
        let size = following.magnitude_up();
        let negligible = size.is_zero() || size.top() < total.mid.top() - precision.signed() - 4;
        if negligible || n == limit || size > term.magnitude_up() {
            return total.inflate(size);
        }
        total = &total + &following;
        term = following;
    }
    Ball::indeterminate(precision)
}

/// `bound` as the index of a series, if it is a sensible one.
pub(super) fn index(bound: Radius) -> u64 {
    let value = bound.to_f64_up();
    if value < 1e9 {
        value as u64 + 1
    } else {
        u64::MAX
    }
}

impl Ball {
    /// The bits of the value that are certain, not cut off at the precision.
    fn certain_bits(&self) -> i64 {
        if self.rad.is_zero() {
            i64::MAX
        } else {
            self.mid.top() - self.rad.top()
        }
    }

    /// The precision beyond which an inexact argument gains nothing.
    fn useful_precision(&self) -> Precision {
        if self.rad.is_zero() {
            return Precision::MAX;
        }
        let bits = self.mid.top().max(0) - self.rad.top();
        Precision::bits(u32::try_from(bits.max(0) + 48).unwrap_or(u32::MAX))
    }

    /// `f` with as many guard bits as its cancellation takes, up to a few times the precision,
    /// where the arguments are `exact` so that this helps. `f` is given the number of guard bits.
    pub(super) fn refined(precision: Precision, exact: bool, f: impl Fn(i64) -> Ball) -> Ball {
        let most = if exact {
            8 * precision.signed() + 512
        } else {
            0
        };
        let mut guard = 16;
        loop {
            let value = f(guard);
            let missing = (precision.signed() + 4 - value.certain_bits()).min(most);
            if !value.is_value() || missing <= 0 || guard >= most {
                return value.with_precision(precision);
            }
            guard = (guard + missing.max(16) + 8).min(most);
        }
    }
}

/// The precision for a function of several arguments: the highest of theirs, less what the
/// inexact ones make useless.
pub(super) fn common_precision(arguments: &[&Ball]) -> Precision {
    let highest = arguments
        .iter()
        .map(|x| x.precision())
        .max()
        .unwrap_or(Precision::MIN);
    arguments
        .iter()
        .map(|x| x.useful_precision())
        .fold(highest, Precision::min)
}
