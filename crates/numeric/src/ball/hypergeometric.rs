//! Gauss's hypergeometric function at real arguments.
//!
//! The power series, with Pfaff's transformation for negative arguments, and the connection
//! formula to `1 - x` close to 1 (DLMF 15.2.1, 15.8.1, 15.8.4; the tail as in Johansson,
//! "Computing hypergeometric functions rigorously", 2019).

use super::{Ball, Complex, Radius, number::Number, series};

/// The parameters `a`, `b`, `c`.
struct Parameters<'a>(&'a Ball, &'a Ball, &'a Ball);

/// `|a - c| / (c + n)`, as an upper bound that falls with `n`, where `c + n > 0`.
fn excess(difference: &Ball, c: &Ball, n: i64) -> Option<Radius> {
    let rest = c.plus(n);
    (rest.above(0) == Some(true))
        .then(|| Radius::ONE.add_up(difference.magnitude_up().div_up(rest.magnitude_down())))
}

/// The term after the `k`-th.
fn next_term<N: Number>(term: &N, Parameters(a, b, c): &Parameters, x: &N, k: i64) -> N {
    let factor = (a.plus(k) * b.plus(k) / c.plus(k)).over(k + 1);
    (term.clone() * x).by(&factor)
}

/// `sum (a)_n (b)_n / ((c)_n n!) x^n` for `|x| < 1`. A quotient of terms is at most
/// `|x| (1 + |a-c|/(c+n)) (1 + |b-1|/(n+1))`, which falls with `n`.
fn power_series<N: Number>(Parameters(a, b, c): &Parameters, x: &N) -> N {
    let (first, second) = (*a - *c, b.plus(-1));
    let size = x.magnitude_up();
    series::sum_by_ratio(
        N::one(x.precision()),
        |term: &N, n| {
            let k = n.cast_signed() - 1;
            next_term(term, &Parameters(a, b, c), x, k)
        },
        |n| {
            let k = n.cast_signed();
            let factor =
                excess(&first, c, k)?.mul_up(excess(&second, &Ball::one(c.precision()), k)?);
            let ratio = size.mul_up(factor);
            (ratio < Radius::ONE).then_some(ratio)
        },
    )
}

/// Whether a ball is an integer that is not positive: the series ends, or the pole of `c`.
fn ends(a: &Ball) -> bool {
    a.exact_i64().is_some_and(|n| n <= 0)
}

/// Whether the series may end for some member of the ball.
fn may_end(a: &Ball) -> bool {
    ends(a) || (!a.is_exact() && a.above(0) != Some(true))
}

/// `Γ(c) Γ(s) / (Γ(p) Γ(q))`.
fn gamma_quotient(c: &Ball, s: &Ball, p: &Ball, q: &Ball) -> Ball {
    c.gamma() * s.gamma() * p.reciprocal_gamma() * q.reciprocal_gamma()
}

/// The value at 1, for `c - a - b > 0` (Gauss 1812).
fn at_one(Parameters(a, b, c): &Parameters) -> Ball {
    let s = *c - *a - *b;
    match s.require(s.above(0)) {
        Some(failure) => failure,
        None => gamma_quotient(c, &s, &(*c - *a), &(*c - *b)),
    }
}

/// The connection to `1 - x`, where `c - a - b` is not an integer.
fn near_one<N: Number>(Parameters(a, b, c): &Parameters, x: &N) -> N {
    let s = *c - *a - *b;
    let y = x.subtracted_from(1);
    let (p, q) = (*c - *a, *c - *b);
    let first = power_series(&Parameters(a, b, &s.subtracted_from(1)), &y);
    let second = power_series(&Parameters(&p, &q, &s.plus(1)), &y);
    first.by(&gamma_quotient(c, &s, &p, &q))
        + (y.pow_ball(&s) * second).by(&gamma_quotient(c, &-&s, a, b))
}

/// Whether the argument is so close to 1 that the power series is slow.
fn is_near_one<N: Number>(x: &N) -> bool {
    x.real_f64() > 0.8
}

fn evaluate<N: Number>(parameters: &Parameters, x: &N) -> N {
    let Parameters(a, b, c) = parameters;
    if ends(a) || ends(b) {
        return polynomial(parameters, x);
    }
    if x.real_f64() < -0.5 {
        // (1-x)^(-a) F(a, c-b; c; x/(x-1))
        let y = x.clone() / x.plus(-1);
        let q = *c - *b;
        let inner = Parameters(a, &q, c);
        return x.subtracted_from(1).pow_ball(&-*a) * evaluate_right(&inner, &y);
    }
    evaluate_right(parameters, x)
}

fn evaluate_right<N: Number>(parameters: &Parameters, x: &N) -> N {
    let Parameters(a, b, c) = parameters;
    if ends(a) || ends(b) {
        return polynomial(parameters, x);
    }
    if is_near_one(x) {
        let value = near_one(parameters, x);
        if value.is_value() {
            return value;
        }
        let p = *c - *a;
        let q = *c - *b;
        if ends(&p) || ends(&q) {
            let power = x.subtracted_from(1).pow_ball(&(&p - *b));
            return power * polynomial(&Parameters(&p, &q, c), x);
        }
    }
    power_series(parameters, x)
}

/// The series where it ends by itself.
fn polynomial<N: Number>(Parameters(a, b, c): &Parameters, x: &N) -> N {
    let degree = [a, b]
        .iter()
        .filter_map(|p| p.exact_i64())
        .filter(|n| *n <= 0)
        .max()
        .unwrap_or(0);
    if degree.unsigned_abs() > series::term_limit(x.precision()) {
        return N::unknown(x.precision());
    }
    let mut term = N::one(x.precision());
    let mut total = term.clone();
    for k in 0..-degree {
        term = next_term(&term, &Parameters(a, b, c), x, k);
        total = total + &term;
    }
    total
}

impl Ball {
    /// Gauss's hypergeometric function ₂F₁(a, b; c; x), for `self = x`; the domain is `x < 1`
    /// (and 1 where the value is finite).
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let p = Precision::bits(96);
    /// let [a, b, c, x] = [0.5, 1.0, 1.5, -1.0].map(|v| Ball::from_f64(v, p));
    /// assert!(x.hyp2f1(&a, &b, &c).overlaps(&(Ball::pi(p) / Ball::from_i64(4, p))));
    /// ```
    #[must_use]
    pub fn hyp2f1(&self, a: &Ball, b: &Ball, c: &Ball) -> Ball {
        let all = [self, a, b, c];
        for x in all {
            if let Some(failure) = self.failure(x) {
                return failure;
            }
        }
        let polynomial = ends(a) || ends(b);
        if ends(c) && !polynomial {
            return Ball::outside(self.precision());
        }
        let at_end = self.is_exactly(1);
        let inside = match self.below(1) {
            _ if at_end || polynomial => Some(true),
            Some(false) if may_end(a) || may_end(b) => None,
            below => below,
        };
        if let Some(failure) = self.require(inside) {
            return failure;
        }
        let precision = all
            .iter()
            .map(|x| x.precision())
            .max()
            .unwrap_or(self.precision());
        let exact = all.iter().all(|x| x.is_exact());
        Ball::refined(precision, exact, |guard| {
            let wide = |x: &Ball| {
                Ball {
                    precision,
                    ..x.clone()
                }
                .guarded(guard)
            };
            let (a, b, c) = (wide(a), wide(b), wide(c));
            let parameters = Parameters(&a, &b, &c);
            if at_end && !polynomial {
                at_one(&parameters)
            } else {
                evaluate(&parameters, &wide(self))
            }
        })
    }
}

impl Complex {
    /// Gauss's hypergeometric function of real parameters, with the cut right of 1.
    #[must_use]
    pub fn hyp2f1(&self, a: &Ball, b: &Ball, c: &Ball) -> Complex {
        if !self.is_value() || self.is_real() {
            return self.with_real(self.re().hyp2f1(a, b, c));
        }
        let guarded = |x: &Ball| x.guarded(16);
        let (a, b, c) = (guarded(a), guarded(b), guarded(c));
        evaluate(&Parameters(&a, &b, &c), &self.guarded(16)).with_precision(self.precision())
    }
}
