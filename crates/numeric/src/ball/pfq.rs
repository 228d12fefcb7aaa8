//! Generalised hypergeometric series with real parameters, at real and complex balls: what error
//! functions, integrals, Bessel and Airy functions are made of (DLMF 16.2.1; the tail as in
//! Johansson, "Computing hypergeometric functions rigorously", 2019).

use super::{Ball, Radius, number::Number, series};

/// `sum (a1)_n … (ap)_n / ((b1)_n … (bq)_n n!) x^n` for `p <= q`.
///
/// A quotient of terms is at most `|x|` times one factor `1 + |a - b| / (b + n)` for each pair of
/// parameters, and one factor `1 / (b + n)` for each lower one that is left, with 1 as the last of
/// the lower ones. All of them fall with `n` once `b + n > 0`.
pub(super) fn pfq<N: Number>(upper: &[&Ball], lower: &[&Ball], x: &N) -> N {
    let size = x.magnitude_up();
    let one = Ball::one(x.precision());
    let lower: Vec<&Ball> = lower.iter().copied().chain([&one]).collect();
    let ratio = |n: i64| {
        lower.iter().enumerate().try_fold(size, |ratio, (i, b)| {
            let denominator = b.plus(n);
            if denominator.above(0) != Some(true) {
                return None;
            }
            let factor = match upper.get(i) {
                Some(a) => {
                    let apart = (*a - *b).magnitude_up();
                    Radius::ONE.add_up(apart.div_up(denominator.magnitude_down()))
                }
                None => Radius::ONE.div_up(denominator.magnitude_down()),
            };
            Some(ratio.mul_up(factor))
        })
    };
    series::sum_by_ratio(
        N::one(x.precision()),
        |term: &N, n| {
            let k = n.cast_signed() - 1;
            let term = upper
                .iter()
                .fold(term.clone() * x, |term, a| term.by(&a.plus(k)));
            let divisor = lower
                .iter()
                .fold(one.clone(), |product, b| product * b.plus(k));
            term / N::real(divisor)
        },
        |n| ratio(n.cast_signed()).filter(|ratio| *ratio < Radius::ONE),
    )
}

/// `₁F₁(a; b; x)`, by Kummer's transformation left of 0.
pub(super) fn kummer<N: Number>(a: &Ball, b: &Ball, x: &N) -> N {
    let ends = |a: &Ball| a.exact_i64().is_some_and(|n| n <= 0);
    if x.real_f64() < 0.0 && !ends(a) {
        return x.exp() * pfq(&[&(b - a)], &[b], &-x.clone());
    }
    pfq(&[a], &[b], x)
}

impl Ball {
    /// Kummer's confluent hypergeometric function ₁F₁(a; b; x), for `self = x`; outside the domain
    /// where `b` is 0, -1, -2, … and the series does not end before.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let p = Precision::bits(96);
    /// let [a, b, x] = [1.0, 1.0, 2.0].map(|v| Ball::from_f64(v, p));
    /// assert!(x.hyp1f1(&a, &b).overlaps(&x.exp()));
    /// ```
    #[must_use]
    pub fn hyp1f1(&self, a: &Ball, b: &Ball) -> Ball {
        if let Some(failure) = self.failure(a).or_else(|| self.failure(b)) {
            return failure;
        }
        if b.exact_i64().is_some_and(|n| n <= 0) {
            return self.hypergeometric(&[a], &[b]);
        }
        let precision = series::common_precision(&[self, a, b]);
        let exact = [self, a, b].iter().all(|x| x.is_exact());
        Ball::refined(precision, exact, |guard| {
            let [a, b, x] = [a, b, self].map(|v| v.to_guarded(precision, guard));
            kummer(&a, &b, &x)
        })
    }

    /// The same ball to be worked on with `extra` bits beyond a precision.
    pub(super) fn to_guarded(&self, precision: super::Precision, extra: i64) -> Ball {
        Ball {
            precision: precision.plus(extra),
            ..self.clone()
        }
    }
}
