//! Appell's first function of two variables, where its double series converges.
//!
//! The terms of degree `N` together are `(a)_N / (c)_N T_N`, where `T_N` is the coefficient of
//! `t^N` in `(1 - x t)^(-b1) (1 - y t)^(-b2)` (DLMF 16.13.1), a convolution of two sequences, and
//! at most the coefficient of `(1 - ρ t)^(-|b1|-|b2|)` with `ρ = max(|x|, |y|)`. (It has a
//! recurrence of three terms too, but the radii of balls grow in that.)

use super::{Ball, Precision, Radius, number::Number, series};
use crate::elementary;

/// The work grows with the square of the degree.
const MOST_DEGREE: i64 = 2048;

/// The parameters `a`, `b1`, `b2`, `c`.
pub(super) struct Parameters<'a> {
    pub(super) a: &'a Ball,
    pub(super) b1: &'a Ball,
    pub(super) b2: &'a Ball,
    pub(super) c: &'a Ball,
}

/// `F₁(a; b1, b2; c; x, y)` for `|x| < 1` and `|y| < 1`.
pub(super) fn series<N: Number>(p: &Parameters, x: &N, y: &N) -> N {
    let precision = x.precision().max(y.precision());
    let size = x.magnitude_up().max(y.magnitude_up());
    if size >= Radius::ONE || degree(size, precision) > MOST_DEGREE {
        return N::unknown(precision);
    }
    let weight = p.b1.magnitude_up().add_up(p.b2.magnitude_up());
    let apart = (p.a - p.c).magnitude_up();
    // (b1)_m / m! x^m and (b2)_n / n! y^n
    let (mut first, mut second) = (vec![N::one(precision)], vec![N::one(precision)]);
    let mut total = N::one(precision);
    let mut factor = Ball::one(precision);
    // (|b1| + |b2|)_N / N! ρ^N, the bound of T_N.
    let mut bound = Radius::ONE;
    for k in 0..MOST_DEGREE {
        extend(&mut first, p.b1, x, k);
        extend(&mut second, p.b2, y, k);
        factor = factor * p.a.plus(k) / p.c.plus(k);
        let count = |n: i64| Radius::from_u64(n.unsigned_abs());
        bound = bound
            .mul_up(size)
            .mul_up(weight.add_up(count(k)))
            .div_up(count(k + 1));
        // All later terms fall by at least this ratio.
        let n = k + 1;
        let ratio = (p.c.plus(n).above(0) == Some(true)).then(|| {
            let excess = apart.div_up(p.c.plus(n).magnitude_down());
            let growth = Radius::ONE.add_up(weight.div_up(count(n + 1)));
            size.mul_up(growth).mul_up(Radius::ONE.add_up(excess))
        });
        let next = bound.mul_up(factor.magnitude_up());
        let small = next.is_zero() || next.top() < total.size_top() - precision.signed() - 4;
        if let Some(ratio) = ratio.filter(|r| small && *r < Radius::ONE) {
            return total.inflate(next.div_up(Radius::ONE.sub_down(ratio)));
        }
        let products = first.iter().zip(second.iter().rev());
        let term = products.fold(N::zero(precision), |sum, (u, v)| sum + u.clone() * v);
        total = total + term.by(&factor);
        if !total.is_value() {
            break;
        }
    }
    N::unknown(precision)
}

/// About the degree at which terms that fall like powers of `size < 1` are negligible.
fn degree(size: Radius, precision: Precision) -> i64 {
    let falls = -elementary::log2(size.to_f64_up());
    // Saturates where a float is 0 or infinite.
    (f64::from(precision.get()) / falls) as i64
}

/// Appends the coefficient of degree `k + 1` of `(1 - x t)^(-b)`.
fn extend<N: Number>(coefficients: &mut Vec<N>, b: &Ball, x: &N, k: i64) {
    if let Some(last) = coefficients.last() {
        let next = (last.clone() * x).by(&b.plus(k)).over(k + 1);
        coefficients.push(next);
    }
}

impl Ball {
    /// Appell's function F₁(a; b1, b2; c; x, y) for `|x| < 1` and `|y| < 1`, with the parameters
    /// in that order; elsewhere indeterminate.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let p = Precision::bits(96);
    /// let [a, b, c, x] = [0.5, 1.0, 1.5, 0.25].map(|v| Ball::from_f64(v, p));
    /// let zero = Ball::zero(p);
    /// let f = Ball::appellf1([&a, &b, &b, &c], &x, &zero);
    /// assert!(f.overlaps(&x.hyp2f1(&a, &b, &c)));
    /// ```
    #[must_use]
    pub fn appellf1([a, b1, b2, c]: [&Ball; 4], x: &Ball, y: &Ball) -> Ball {
        let all = [a, b1, b2, c, x, y];
        if let Some(failure) = all.iter().find_map(|v| x.failure(v)) {
            return failure;
        }
        if c.exact_i64().is_some_and(|n| n <= 0) {
            return Ball::outside(x.precision());
        }
        let precision = series::common_precision(&all);
        let exact = all.iter().all(|v| v.is_exact());
        Ball::refined(precision, exact, |guard| {
            let [a, b1, b2, c, x, y] = all.map(|v| v.to_guarded(precision, guard));
            let parameters = Parameters {
                a: &a,
                b1: &b1,
                b2: &b2,
                c: &c,
            };
            series(&parameters, &x, &y)
        })
    }
}
