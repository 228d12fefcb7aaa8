//! The incomplete gamma functions and the generalised exponential integral.
//!
//! Series with positive terms for small `x`, the enveloping expansion for large `x`, differences
//! with more bits between (DLMF 8.7.1, 8.11.2, 8.4.15).

use super::{Ball, series};

/// `γ(a, x) = x^a exp(-x) sum x^n / (a)_(n+1)`, for `a` that is no pole.
fn lower_series(a: &Ball, x: &Ball) -> Ball {
    // From n = 2 x + |a| on a quotient x / (a + n) is at most 1/2.
    let halving = series::index(x.magnitude_up().shifted(1).add_up(a.magnitude_up()));
    let sum = series::sum(a.recip(), halving, |term, n| {
        term * x / a.plus(n.cast_signed())
    });
    sum * x.pow(a) * (-x).exp()
}

/// `x^(a-1) exp(-x) sum (a-1)(a-2)...(a-n) / x^n`: once the factors are negative the terms
/// alternate and envelop the rest.
fn upper_far(a: &Ball, x: &Ball) -> Ball {
    let start = series::index(a.magnitude_up());
    let precision = x.precision();
    let mut term = Ball::one(precision);
    let mut total = Ball::zero(precision);
    for n in 1..=start.min(series::term_limit(precision)) {
        total = &total + &term;
        term = term * a.plus(-n.cast_signed()) / x;
    }
    let limit = series::term_limit(precision);
    let rest = series::sum_enveloping(term, limit, |term, n| {
        term * a.plus(-(n + start).cast_signed()) / x
    });
    (total + rest) * x.pow(&a.plus(-1)) * (-x).exp()
}

/// `Γ(-m, x) = (-1)^m / m! (E1(x) - exp(-x) sum_(j<m) (-1)^j j! / x^(j+1))`.
fn upper_at_pole(m: i64, x: &Ball) -> Ball {
    let precision = x.precision();
    let mut term = x.recip();
    let mut sum = Ball::zero(precision);
    for j in 0..m {
        sum = &sum + &term;
        term = -term.times(j + 1) / x;
    }
    let value = -(-x).ei() - (-x).exp() * sum;
    let factorial = (2..=m).fold(value, |value, k| value.over(k));
    if m % 2 == 1 { -factorial } else { factorial }
}

/// Orders at poles of the gamma function are above this.
const MOST_ORDER: i64 = 1000;

fn upper(a: &Ball, x: &Ball) -> Ball {
    let size = x.mid_f64();
    if size > 0.75 * f64::from(x.precision().get()) + 2.0 * a.mid_f64().abs() + 16.0 {
        return upper_far(a, x);
    }
    match a.exact_i64() {
        Some(m) if m <= 0 => {
            if m < -MOST_ORDER {
                return Ball::indeterminate(x.precision());
            }
            upper_at_pole(-m, x)
        }
        _ => a.gamma() - lower_series(a, x),
    }
}

impl Ball {
    /// The upper incomplete gamma function Γ(a, x), for `self = a`; the domain is `x > 0`, and 0
    /// for `a > 0`.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let p = Precision::bits(96);
    /// let y = Ball::from_f64(2.5, p).uppergamma(&Ball::from_i64(3, p));
    /// assert_eq!(y.to_digits(15), "0.407069175871303");
    /// ```
    #[must_use]
    pub fn uppergamma(&self, x: &Ball) -> Ball {
        if let Some(failure) = self.failure(x) {
            return failure;
        }
        if x.is_exactly(0) {
            return match self.require(self.above(0)) {
                Some(failure) => failure,
                None => self.gamma(),
            };
        }
        // For positive integers `a` the function goes on below 0; that is not worked out here.
        let goes_on =
            self.above(0) != Some(false) && self.exact_integer().is_some() == self.is_exact();
        let inside = x.above(0).filter(|inside| *inside || !goes_on);
        if let Some(failure) = x.require(inside) {
            return failure;
        }
        self.incomplete(x, upper)
    }

    /// The lower incomplete gamma function γ(a, x), for `self = a > 0` and `x >= 0`.
    #[must_use]
    pub fn lowergamma(&self, x: &Ball) -> Ball {
        if let Some(failure) = self.failure(x) {
            return failure;
        }
        if let Some(failure) = self.require(self.above(0)) {
            return failure;
        }
        if x.is_exactly(0) {
            return Ball::zero(self.precision());
        }
        if let Some(failure) = x.require(x.above(0)) {
            return failure;
        }
        self.incomplete(x, |a, x| {
            let size = x.mid_f64();
            if size > 0.75 * f64::from(x.precision().get()) + 2.0 * a.mid_f64().abs() + 16.0 {
                return a.gamma() - upper_far(a, x);
            }
            lower_series(a, x)
        })
    }

    /// `f(a, x)`, at the midpoint of `x` and with the slope `x^(a-1) exp(-x)`.
    fn incomplete(&self, x: &Ball, f: impl Fn(&Ball, &Ball) -> Ball) -> Ball {
        let precision = series::common_precision(&[self, x]);
        let exact = self.is_exact() && x.is_exact();
        let size = self.mid.top().max(x.mid.top()).clamp(0, 64);
        Ball::refined(precision, exact, |guard| {
            let wide = |x: &Ball| {
                Ball {
                    precision,
                    ..x.clone()
                }
                .guarded(guard + size)
            };
            let a = wide(self);
            wide(x).smooth(|x| f(&a, x), |x| x.pow(&self.plus(-1)) * (-x).exp())
        })
    }

    /// The generalised exponential integral `E_n(x) = x^(n-1) Γ(1-n, x)`, for `self = n`; the
    /// domain is `x > 0`, and 0 for `n > 1`.
    #[must_use]
    pub fn expint(&self, x: &Ball) -> Ball {
        if x.is_exactly(0) {
            let order = self.plus(-1);
            return match order.require(order.above(0)) {
                Some(failure) => failure,
                None => order.recip(),
            };
        }
        let precision = series::common_precision(&[self, x]);
        let exact = self.is_exact() && x.is_exact();
        Ball::refined(precision, exact, |guard| {
            let wide = |x: &Ball| {
                Ball {
                    precision,
                    ..x.clone()
                }
                .guarded(guard)
            };
            let (n, x) = (wide(self), wide(x));
            n.subtracted_from(1).uppergamma(&x) * x.pow(&n.plus(-1))
        })
    }
}
