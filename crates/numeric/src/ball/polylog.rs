//! The polylogarithm at real arguments up to 1.
//!
//! The power series up to 1/2; the expansion in `ln x` with values of the zeta function between
//! 1/2 and 1; duplication and inversion for negative arguments (DLMF 25.12; Crandall 2012,
//! "Unified algorithms for polylogarithm, L-series, and zeta variants"). For orders below 2 that
//! are no integers, Hurwitz' formula (DLMF 25.12.13).

use super::{Ball, Complex, Precision, Radius, bernoulli, number::Number, series};

/// Integer orders beyond this are treated like any real number.
const MOST_ORDER: i64 = 256;

/// `sum x^k / k^s` for `|x| <= 1/2` or little more: the quotient of terms is at most
/// `|x| (1 + 1/n)^|s|`, and 1 + 1/n at most `exp(1/n)`.
fn power_series<N: Number>(s: &Ball, x: &N) -> N {
    let size = x.magnitude_up();
    let order = s.exact_i64();
    let weight = s.magnitude_up().to_f64_up();
    let mut power = x.clone();
    let mut weights = Weights::new(s, x.precision());
    series::sum_by_ratio(
        x.clone(),
        |_, n| {
            let k = n.cast_signed() + 1;
            power = power.clone() * x;
            match order {
                Some(order) => power.by(&Ball::from_i64(k, x.precision()).powi(-order)),
                None => power.by(weights.next()),
            }
        },
        |n| {
            let growth = Ball::from_f64(weight / n as f64, Precision::MIN).exp();
            let ratio = size.mul_up(growth.inflate(Radius::power_of_two(-20)).magnitude_up());
            (growth.is_value() && ratio < Radius::ONE).then_some(ratio)
        },
    )
}

/// `k^-s` for k = 2, 3, …: powers of primes, and products of those.
struct Weights {
    exponent: Ball,
    precision: Precision,
    /// From that of 0 on, which nobody asks for.
    known: Vec<Ball>,
}

impl Weights {
    fn new(s: &Ball, precision: Precision) -> Self {
        Self {
            exponent: -s,
            precision,
            known: vec![Ball::one(precision); 2],
        }
    }

    fn next(&mut self) -> &Ball {
        let k = self.known.len();
        let divisor = (2..=k.isqrt()).find(|p| k.is_multiple_of(*p));
        let parts = divisor.and_then(|p| Some((self.known.get(p)?, self.known.get(k / p)?)));
        let weight = match parts {
            Some((a, b)) => a * b,
            None => Ball::from_i64(k.cast_signed() as i64, self.precision).pow(&self.exponent),
        };
        self.known.push(weight);
        let last = self.known.len() - 1;
        self.known.get(last).unwrap_or(&self.exponent)
    }
}

/// `Li_s(x)` for `s < 2` that is no integer, with `l = -ln |x|`: `Γ(1-s)` times the sum of
/// `(l + 2πi (n + c))^(s-1)` over all integers n, c = 0 for positive x and 1/2 for negative. The
/// terms with `n + c > 0` are a value of Hurwitz' zeta function, those with `n + c < 0` its
/// conjugate.
fn by_hurwitz(s: &Ball, x: &Ball) -> Ball {
    let precision = x.precision();
    let positive = x.above(0) == Some(true);
    let l = -x.abs().ln();
    let turn = Ball::pi(precision).scaled(1);
    let order = s.plus(-1);
    let start = Ball::one(precision).scaled(if positive { 0 } else { -1 });
    let zeta = Complex::new(start, -(&l / &turn)).hurwitz_zeta(&-&order);
    // i^(s-1)
    let angle = (&order * &turn).scaled(-2);
    let direction = Complex::new(angle.cos(), angle.sin());
    let mut sum = (direction * zeta).re().scaled(1) * turn.pow(&order);
    if positive {
        sum = sum + l.pow(&order);
    }
    sum * s.subtracted_from(1).gamma()
}

/// `Li_s(exp μ)` for `-2 <= μ < 0` and `s > 0`: the sum of `ζ(s-k) μ^k / k!`, and the singular
/// term.
///
/// From `k >= s + 1` on a term is at most `4 (2π)^(s-1) (|μ| / 2π)^k`, by the functional
/// equation of the zeta function.
fn near_one<N: Number>(s: &Ball, mu: &N) -> N {
    let precision = mu.precision();
    if mu.magnitude_up() > Radius::power_of_two(1) {
        return N::unknown(precision);
    }
    let order = s.exact_i64();
    // log2(2π / |μ|) bits are gained by a term.
    let bits_each = (2.65 - mu.magnitude_up().to_f64_up().log2()).max(1.0);
    let count = (precision.signed() as f64 / bits_each + s.mid_f64().abs()) as i64 + 8;
    let mut power = N::one(precision);
    let mut sum = N::zero(precision);
    for k in 0..count {
        if order != Some(k + 1) {
            sum = sum + power.by(&zeta_at(s, k));
        }
        power = (power * mu).over(k + 1);
    }
    let size = Ball::exact(mu.magnitude_up().to_dyadic(), precision);
    let turn = Ball::pi(precision).scaled(1);
    let tail = (size / &turn).powi(count) * turn.pow(&s.plus(-1));
    let tail = tail.magnitude_up().shifted(3);
    (sum + singular(s, order, mu)).inflate(tail)
}

/// `ζ(s - k)`, by Bernoulli numbers where that is a nonpositive integer.
fn zeta_at(s: &Ball, k: i64) -> Ball {
    let argument = s.plus(-k);
    match argument.exact_i64() {
        Some(n) if n <= 0 => {
            let n = usize::try_from(-n).unwrap_or(usize::MAX / 2);
            let value = bernoulli::number(n + 1, s.precision()).over(n as i64 + 1);
            if n % 2 == 1 {
                -value
            } else if n == 0 {
                value
            } else {
                Ball::zero(s.precision())
            }
        }
        _ => argument.zeta(),
    }
}

/// `μ^(s-1) / (s-1)! (H_(s-1) - ln(-μ))` for integers, `Γ(1-s) (-μ)^(s-1)` otherwise.
fn singular<N: Number>(s: &Ball, order: Option<i64>, mu: &N) -> N {
    let precision = mu.precision();
    let Some(order) = order else {
        let power = (-mu.clone()).pow_ball(&s.plus(-1));
        return power.by(&s.subtracted_from(1).gamma());
    };
    let harmonic = (1..order).fold(Ball::zero(precision), |sum, k| {
        sum + Ball::from_ratio(1, k, precision)
    });
    let value = (N::real(harmonic) - (-mu.clone()).ln()) * mu.powi(order - 1);
    (2..order).fold(value, |value, k| value.over(k))
}

/// `Li_(-n)(x)` by the Eulerian numbers: `sum_k <n, k> x^(n-k) / (1-x)^(n+1)`.
fn rational<N: Number>(n: i64, x: &N) -> N {
    let precision = x.precision();
    let rest = x.subtracted_from(1);
    if n == 0 {
        return x.clone() / rest;
    }
    let mut row = vec![Ball::one(precision)];
    for m in 2..=n {
        let left = row.iter().cloned().chain([Ball::zero(precision)]);
        let right = [Ball::zero(precision)]
            .into_iter()
            .chain(row.iter().cloned());
        row = (0..m)
            .zip(left.zip(right))
            .map(|(k, (a, b))| a.times(k + 1) + b.times(m - k))
            .collect();
    }
    let numerator = row.iter().fold(N::zero(precision), |sum, number| {
        sum * x + N::real(number.clone())
    });
    numerator * x / rest.powi(n + 1)
}

/// `Li_s(x)` for `x < -1` and integer `s >= 2`: `(-1)^(s+1) Li_s(1/x)` less twice the sum of
/// `η(2k) ln(-x)^(s-2k) / (s-2k)!`.
fn inverted<N: Number>(s: i64, x: &N) -> N {
    let precision = x.precision();
    let log = (-x.clone()).ln();
    let mut sum = N::zero(precision);
    for k in 0..=s / 2 {
        let power = s - 2 * k;
        let term = (2..=power).fold(log.powi(power).by(&eta(2 * k, precision)), |term, j| {
            term.over(j)
        });
        sum = sum + term;
    }
    let inner = negative(&Ball::from_i64(s, precision), &x.recip());
    let inner = if s % 2 == 1 { inner } else { -inner };
    inner - sum.scaled(1)
}

/// `η(n) = (1 - 2^(1-n)) ζ(n)`, with `η(0) = 1/2`.
fn eta(n: i64, precision: Precision) -> Ball {
    if n == 0 {
        return Ball::one(precision).scaled(-1);
    }
    let factor = Ball::one(precision).scaled(1 - n).subtracted_from(1);
    factor * Ball::from_i64(n, precision).zeta()
}

/// For `-1 <= x < 0`: `Li_s(x) = 2^(1-s) Li_s(x²) - Li_s(-x)` where the series is slow.
fn negative<N: Number>(s: &Ball, x: &N) -> N {
    if x.real_f64() > -0.5 {
        return power_series(s, x);
    }
    let factor = s.subtracted_from(1).exp2();
    positive(s, &x.square()).by(&factor) - positive(s, &-x.clone())
}

fn positive<N: Number>(s: &Ball, x: &N) -> N {
    let value = x.real_f64();
    if x.is_exactly(1) {
        return match s.require(s.above(1)) {
            Some(failure) => N::real(failure),
            None => N::real(s.zeta()),
        };
    }
    // The expansion needs a value of the zeta function for each term, which is slow for orders
    // that are no integers.
    if value <= 0.5 || (s.exact_i64().is_none() && value < 0.98) {
        return power_series(s, x);
    }
    if s.above(0) != Some(true) {
        return N::unknown(x.precision());
    }
    near_one(s, &x.ln())
}

fn evaluate<N: Number>(s: &Ball, x: &N) -> N {
    match s.exact_i64() {
        Some(1) => return -x.subtracted_from(1).ln(),
        Some(n) if (-MOST_ORDER..=0).contains(&n) => return rational(-n, x),
        Some(n)
            if x.plus(1).right() == Some(false)
                && !x.is_exactly(-1)
                && n <= MOST_ORDER
                && n > 1 =>
        {
            return inverted(n, x);
        }
        _ => (),
    }
    if x.real_f64() >= 0.0 {
        return positive(s, x);
    }
    if x.plus(1).is_not_left() {
        negative(s, x)
    } else {
        N::unknown(x.precision())
    }
}

impl Ball {
    /// The polylogarithm Li_s(x), for `self = x <= 1` (for `s <= 1`: `x < 1`). For orders above 2
    /// that are no integers, arguments below -1 are indeterminate.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let p = Precision::bits(96);
    /// let y = Ball::from_f64(0.5, p).polylog(&Ball::from_i64(2, p));
    /// assert_eq!(y.to_digits(20), "0.58224052646501250590");
    /// ```
    #[must_use]
    pub fn polylog(&self, s: &Ball) -> Ball {
        if let Some(failure) = self.failure(s) {
            return failure;
        }
        let inside = if self.is_exactly(1) {
            s.above(1)
        } else {
            self.above(1).map(|above| !above)
        };
        if let Some(failure) = self.require(inside) {
            return failure;
        }
        let precision = series::common_precision(&[self, s]);
        let exact = self.is_exact() && s.is_exact();
        if !self.is_exact() && s.below(1) == Some(false) {
            // Increasing in x: the slope is Li_(s-1)(x) / x, positive for s >= 1.
            return self.monotone(|x| x.polylog(s));
        }
        Ball::refined(precision, exact, |guard| {
            let wide = |x: &Ball| {
                Ball {
                    precision,
                    ..x.clone()
                }
                .guarded(guard + x.bits_below())
            };
            let (s, x) = (wide(s), wide(self));
            let broken = s.exact_i64().is_none() && s.below(2) == Some(true);
            if broken && x.mid_f64().abs() > 0.5 && x.mid_f64() < 1.0 {
                return by_hurwitz(&s, &x);
            }
            evaluate(&s, &x)
        })
    }
}

impl Complex {
    /// The polylogarithm of a real order, with the cut right of 1.
    #[must_use]
    pub fn polylog(&self, s: &Ball) -> Complex {
        if !self.is_value() || self.is_real() {
            let value = self.re().polylog(s);
            return self.with_real(value);
        }
        let s = s.guarded(16);
        // Rational for orders 0, -1, …, but with no value right of 1 in the language.
        evaluate(&s, &self.guarded(16))
            .with_precision(self.precision())
            .marked_if(self.subtracted_from(1).meets_negative_axis())
    }
}
