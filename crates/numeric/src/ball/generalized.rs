//! Generalised hypergeometric functions pFq with p <= q + 1 (DLMF 16.2).
//!
//! The power series where it converges or ends. Left of -1/2, for p = q + 1, the series in
//! `y = x/(x-1)` instead, which converges wherever `Re x < 1/2` (Nørlund, "Hypergeometric
//! functions", 1955):
//!
//! `(1-x)^(-a) Σ (a)_n/n! Δ_n y^n`, `Δ_n = Σ_k (-1)^k C(n, k) t_k`,
//!
//! with `t_k` the quotient of the other parameters' rising factorials. Where each of the others is
//! positive and less than a lower one of its own, `t_k` is the k-th moment of a product of
//! variables that are distributed on [0, 1] (beta distributions), and `0 <= Δ_n <= 1`.

use super::pfq::pfq;
use super::{Ball, Complex, Precision, Radius, number::Number, series};

/// More terms of the series in x/(x-1) are not taken: their differences are n² in number.
const TERMS: i64 = 640;

/// The parameters of pFq.
struct Parameters<'a> {
    upper: Vec<&'a Ball>,
    lower: Vec<&'a Ball>,
}

/// The degree of a series that ends, by its upper parameters.
fn degree(upper: &[&Ball]) -> Option<i64> {
    let ends = upper.iter().filter_map(|a| a.exact_i64());
    ends.filter(|n| *n <= 0).map(|n| -n).min()
}

impl Parameters<'_> {
    /// Whether a lower parameter is a pole that the series reaches.
    fn has_pole(&self) -> bool {
        let last = degree(&self.upper).unwrap_or(i64::MAX);
        let poles = self.lower.iter().filter_map(|b| b.exact_i64());
        poles.filter(|n| *n <= 0).any(|n| -n < last)
    }

    fn evaluate<N: Number>(&self, x: &N) -> N {
        if let Some(degree) = degree(&self.upper) {
            return self.polynomial(x, degree);
        }
        if self.upper.len() > self.lower.len() && x.real_f64() < -0.5 {
            let value = self.turned(x);
            if value.is_value() {
                return value;
            }
        }
        pfq(&self.upper, &self.lower, x)
    }

    /// `t_(k+1) / t_k`.
    fn quotient(&self, k: i64, precision: Precision) -> Ball {
        let product = |list: &[&Ball]| {
            let one = Ball::one(precision);
            list.iter().fold(one, |product, a| product * a.plus(k))
        };
        product(&self.upper) / product(&self.lower)
    }

    fn polynomial<N: Number>(&self, x: &N, degree: i64) -> N {
        if degree.unsigned_abs() > series::term_limit(x.precision()) {
            return N::unknown(x.precision());
        }
        let (mut term, mut total) = (N::one(x.precision()), N::one(x.precision()));
        for k in 0..degree {
            let factor = self.quotient(k, x.precision()).over(k + 1);
            term = (term * x).by(&factor);
            total = total + &term;
        }
        total
    }

    /// An upper parameter and the rest, where each of those is positive and less than a lower one.
    fn split(&self) -> Option<(&Ball, Parameters<'_>)> {
        let mut lower = self.lower.clone();
        lower.sort_by(|a, b| a.mid_f64().total_cmp(&b.mid_f64()));
        (0..self.upper.len()).find_map(|i| {
            let mut upper = self.upper.clone();
            let a = upper.remove(i);
            upper.sort_by(|a, b| a.mid_f64().total_cmp(&b.mid_f64()));
            let moments = upper
                .iter()
                .zip(&lower)
                .all(|(a, b)| a.above(0) == Some(true) && (*b - *a).above(0) == Some(true));
            let lower = lower.clone();
            moments.then_some((a, Parameters { upper, lower }))
        })
    }

    /// The series in `x/(x-1)`.
    fn turned<N: Number>(&self, x: &N) -> N {
        let unknown = N::unknown(x.precision());
        let Some((a, rest)) = self.split() else {
            return unknown;
        };
        let y = x.clone() / x.plus(-1);
        let bits_each = -y.magnitude_up().to_f64_up().log2();
        let wanted = x.precision().signed() as f64 + 16.0;
        if bits_each.is_nan() || bits_each * TERMS as f64 <= wanted {
            return unknown;
        }
        // Differences lose a bit by term.
        let precision = x.precision().plus((wanted / bits_each) as i64 + 32);
        let sum = rest.sum(a, &y, precision);
        x.subtracted_from(1).pow_ball(&-a) * sum
    }

    /// `Σ (a)_n/n! Δ_n y^n`, of which the terms' sizes are at most those without `Δ_n`.
    fn sum<N: Number>(&self, a: &Ball, y: &N, precision: Precision) -> N {
        let excess = a.plus(-1).magnitude_up();
        let size = y.magnitude_up();
        let mut moment = Ball::one(precision);
        let mut differences = vec![moment.clone()];
        let (mut term, mut total) = (N::one(y.precision()), N::one(y.precision()));
        for n in 1..=TERMS {
            moment = moment * self.quotient(n - 1, precision);
            let mut next = moment.clone();
            for slot in &mut differences {
                let difference = &*slot - &next;
                *slot = std::mem::replace(&mut next, difference);
            }
            term = (term * y).by(&a.plus(n - 1)).over(n);
            total = total + term.by(&next);
            differences.push(next);
            let bound = term.magnitude_up();
            if bound.top() < total.size_top() - y.precision().signed() - 4 {
                let growth = excess.div_up(Radius::from_u64(n.unsigned_abs()));
                let ratio = size.mul_up(Radius::ONE.add_up(growth));
                let left = Radius::ONE.sub_down(ratio);
                if ratio < Radius::ONE && !left.is_zero() {
                    return total.inflate(bound.div_up(left));
                }
            }
        }
        N::unknown(y.precision())
    }
}

impl Ball {
    /// The generalised hypergeometric function pFq of `p <= q + 1` upper and q lower parameters,
    /// for `self = x`: outside the domain where a lower one is 0, -1, -2, … and the series does not
    /// end before, and for `p = q + 1` where `x >= 1` and it does not end.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let p = Precision::bits(96);
    /// let [half, three, x] = [0.5, 1.5, -4.0].map(|v| Ball::from_f64(v, p));
    /// let f = x.hypergeometric(&[&half, &half, &half], &[&three, &half]);
    /// assert!(f.overlaps(&x.hyp2f1(&half, &half, &three)));
    /// ```
    #[must_use]
    pub fn hypergeometric(&self, upper: &[&Ball], lower: &[&Ball]) -> Ball {
        let all: Vec<&Ball> = upper.iter().chain(lower).copied().chain([self]).collect();
        if let Some(failure) = all.iter().find_map(|v| self.failure(v)) {
            return failure;
        }
        let given = Parameters {
            upper: upper.to_vec(),
            lower: lower.to_vec(),
        };
        if given.has_pole() {
            return Ball::outside(self.precision());
        }
        let entire = upper.len() <= lower.len() || degree(upper).is_some();
        if let Some(failure) = self.require(if entire { Some(true) } else { self.below(1) }) {
            return failure;
        }
        let precision = series::common_precision(&all);
        let exact = all.iter().all(|v| v.is_exact());
        Ball::refined(precision, exact, |guard| {
            let wide = |v: &Ball| v.to_guarded(precision, guard);
            let upper: Vec<Ball> = upper.iter().map(|v| wide(v)).collect();
            let lower: Vec<Ball> = lower.iter().map(|v| wide(v)).collect();
            let parameters = Parameters {
                upper: upper.iter().collect(),
                lower: lower.iter().collect(),
            };
            parameters.evaluate(&wide(self))
        })
    }
}

impl Complex {
    /// The generalised hypergeometric function of real parameters, with the cut right of 1 for
    /// `p = q + 1`.
    #[must_use]
    pub fn hypergeometric(&self, upper: &[&Ball], lower: &[&Ball]) -> Complex {
        let entire = upper.len() <= lower.len();
        let real = |x: &Ball| x.hypergeometric(upper, lower);
        let parameters = Parameters {
            upper: upper.to_vec(),
            lower: lower.to_vec(),
        };
        if parameters.has_pole() {
            return Complex::singular(self.precision());
        }
        let cut = !entire && self.subtracted_from(1).meets_negative_axis();
        let value = self.at_center(real, |z| z.for_series(z, |z| parameters.evaluate(z)));
        value.marked_if(cut)
    }
}
