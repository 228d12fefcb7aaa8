//! The gamma function and its logarithmic derivatives.
//!
//! Stirling's series after a shift to the right; for positive arguments its remainder is at most
//! the first term left out and has its sign (Whittaker and Watson 1927, 12.33; Johansson 2023,
//! "Arbitrary-precision computation of the gamma function").

use super::{Ball, bernoulli, series};

/// Shifts of negative arguments take at most this many factors.
const MOST_SHIFTS: i64 = 1 << 16;

/// How far to the right Stirling's series is used.
fn far(x: &Ball) -> i64 {
    x.precision().signed() / 5 + 12
}

/// The number of steps that bring the argument there.
fn steps(x: &Ball) -> Option<i64> {
    let missing = (far(x) as f64 - x.mid_f64()).ceil();
    if missing > MOST_SHIFTS as f64 {
        None
    } else {
        Some(missing.max(0.0) as i64)
    }
}

/// `first(k) + sum over k of B_2k coefficient(k) / z^(2k + offset)`: an enveloping sum over
/// Bernoulli numbers, where `coefficient` makes the factor of `B_2k`.
fn bernoulli_sum(z: &Ball, power: Ball, coefficient: impl Fn(i64) -> Ball) -> Ball {
    let precision = z.precision();
    let most = usize::try_from(precision.signed() / 6 + 32).unwrap_or(64);
    let numbers = bernoulli::even_numbers(most);
    let inverse = z.square().recip();
    let mut power = power;
    let mut terms = numbers.iter().zip(1..).map(|(number, k)| {
        let term = number.at(precision) * &power * coefficient(k);
        power = &power * &inverse;
        term
    });
    let Some(first) = terms.next() else {
        return Ball::indeterminate(precision);
    };
    let limit = u64::try_from(most).unwrap_or(64) - 2;
    series::sum_enveloping(first, limit, |_, _| {
        terms
            .next()
            .unwrap_or_else(|| Ball::indeterminate(precision))
    })
}

/// `ln Γ(z)` by Stirling's series, for `z` far to the right.
fn stirling(z: &Ball) -> Ball {
    let precision = z.precision();
    let corrections = bernoulli_sum(z, z.recip(), |k| {
        Ball::from_ratio(1, 2 * k * (2 * k - 1), precision)
    });
    let half = Ball::one(precision).scaled(-1);
    let constant = Ball::pi(precision).scaled(1).ln().scaled(-1);
    (z - half) * z.ln() - z + constant + corrections
}

/// `x (x+1) ... (x+n-1)`.
fn rising(x: &Ball, n: i64) -> Ball {
    (0..n).fold(Ball::one(x.precision()), |product, k| product * x.plus(k))
}

/// `sin(πx)`, exact at integers.
pub(super) fn sin_pi(x: &Ball) -> Ball {
    let turns = x.round();
    let pi = Ball::pi(x.precision());
    match turns.exact_integer() {
        Some(n) => {
            let odd = n.trailing_zeros() == Some(0);
            let sine = ((x - turns) * pi).sin();
            if odd { -sine } else { sine }
        }
        None => (x * pi).sin(),
    }
}

/// The guard bits that the exponential of `ln Γ` takes.
fn gamma_guard(x: &Ball) -> i64 {
    24 + 2 * x.mid.top().clamp(0, 64)
}

/// `Γ(x)` for balls right of 0.
fn gamma_right(x: &Ball) -> Ball {
    match steps(x) {
        Some(n) => stirling(&x.plus(n)).exp() / rising(x, n),
        None => Ball::indeterminate(x.precision()),
    }
}

fn gamma_direct(x: &Ball) -> Ball {
    x.with_guard(gamma_guard(x), |x| {
        if x.above(0) == Some(true) {
            return gamma_right(x);
        }
        Ball::pi(x.precision()) / (sin_pi(x) * gamma_right(&x.subtracted_from(1)))
    })
}

/// `ln Γ(x)` for balls right of 0.
fn lgamma_right(x: &Ball) -> Ball {
    match steps(x) {
        Some(0) => stirling(x),
        Some(n) => stirling(&x.plus(n)) - rising(x, n).ln(),
        None => Ball::indeterminate(x.precision()),
    }
}

fn lgamma_direct(x: &Ball) -> Ball {
    if x.above(0) == Some(true) {
        return lgamma_right(x);
    }
    let reflected = lgamma_right(&x.subtracted_from(1));
    (Ball::pi(x.precision()) / sin_pi(x).abs()).ln() - reflected
}

/// `ψ(x)` for balls right of 0: `ln z - 1/(2z) - sum B_2k / (2k z^2k)`.
fn digamma_right(x: &Ball) -> Ball {
    let Some(n) = steps(x) else {
        return Ball::indeterminate(x.precision());
    };
    let z = x.plus(n);
    let inverse = z.recip();
    let corrections = bernoulli_sum(&z, inverse.square(), |k| {
        Ball::from_ratio(1, 2 * k, z.precision())
    });
    let shifted = z.ln() - inverse.scaled(-1) - corrections;
    (0..n).fold(shifted, |sum, k| sum - x.plus(k).recip())
}

fn digamma_direct(x: &Ball) -> Ball {
    if x.above(0) == Some(true) {
        return digamma_right(x);
    }
    // ψ(x) = ψ(1-x) - π cos(πx) / sin(πx)
    let pi = Ball::pi(x.precision());
    let half = Ball::one(x.precision()).scaled(-1);
    let cotangent = sin_pi(&(half - x)) / sin_pi(x);
    digamma_right(&x.subtracted_from(1)) - pi * cotangent
}

/// `ψ_n(x)` for `n >= 1`: `(-1)^(n+1) n!` times the sum of `1/(x+k)^(n+1)`, with the
/// Euler–Maclaurin terms `1/(n z^n) + 1/(2 z^(n+1)) + sum B_2k (2k+n-1)! / ((2k)! n! z^(2k+n))`.
fn polygamma_direct(n: i64, x: &Ball) -> Ball {
    let precision = x.precision();
    let wide = far(x).max(n);
    let missing = (wide as f64 - x.mid_f64()).ceil().max(0.0);
    if missing > MOST_SHIFTS as f64 {
        return Ball::indeterminate(precision);
    }
    let shift = missing as i64;
    let z = x.plus(shift);
    let power = z.powi(-n);
    let corrections = bernoulli_sum(&z, &power / z.square(), |k| {
        // (2k+1) ... (2k+n-1) / n!
        (1..n).fold(Ball::one(precision), |c, j| c.times(2 * k + j).over(j + 1))
    });
    let ends = power.over(n) + (&power / &z).scaled(-1);
    let sum = (0..shift).fold(ends + corrections, |sum, k| sum + x.plus(k).powi(-n - 1));
    let factorial = (2..=n).fold(sum, |product, k| product.times(k));
    if n % 2 == 1 { factorial } else { -factorial }
}

impl Ball {
    /// Whether the ball avoids the poles of the gamma function.
    fn avoids_poles(&self) -> Option<bool> {
        if self.above(0) == Some(true) {
            return Some(true);
        }
        let (low, high) = (self.floor(), self.ceil());
        match self.exact_integer() {
            Some(_) => Some(false),
            None if low.is_exact()
                && high.is_exact()
                && low.plus(1).equals(&high) == Some(true) =>
            {
                Some(true)
            }
            None => None,
        }
    }

    /// The gamma function; outside the domain at 0 and the negative integers.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let p = Precision::bits(128);
    /// assert!(Ball::from_i64(6, p).gamma().contains_f64(120.0));
    /// assert_eq!(Ball::from_ratio(1, 2, p).gamma().to_digits(20), "1.7724538509055160273");
    /// assert!(Ball::from_i64(-1, p).gamma().is_outside());
    /// ```
    #[must_use]
    pub fn gamma(&self) -> Ball {
        match self.require(self.avoids_poles()) {
            Some(failure) => failure,
            None => self.smooth(gamma_direct, |x| gamma_direct(x) * digamma_direct(x)),
        }
    }

    /// The logarithm of the absolute value of the gamma function.
    #[must_use]
    pub fn lgamma(&self) -> Ball {
        if let Some(failure) = self.require(self.avoids_poles()) {
            return failure;
        }
        if self.is_exactly(1) || self.is_exactly(2) {
            return Ball::zero(self.precision());
        }
        self.smooth(
            |x| {
                let guard = gamma_guard(x);
                Ball::refined(x.precision(), true, |more| {
                    lgamma_direct(&x.guarded(guard + more))
                })
            },
            digamma_direct,
        )
    }

    /// The logarithmic derivative of the gamma function, ψ.
    #[must_use]
    pub fn digamma(&self) -> Ball {
        if let Some(failure) = self.require(self.avoids_poles()) {
            return failure;
        }
        self.smooth(
            |x| {
                let guard = gamma_guard(x);
                Ball::refined(x.precision(), true, |more| {
                    digamma_direct(&x.guarded(guard + more))
                })
            },
            |x| polygamma_direct(1, x),
        )
    }

    /// The derivative of order `n` of [`Ball::digamma`]. Orders above 1000 are indeterminate.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let y = Ball::one(Precision::bits(96)).polygamma(1);
    /// assert_eq!(y.to_digits(20), "1.6449340668482264365");
    /// ```
    #[must_use]
    pub fn polygamma(&self, n: u32) -> Ball {
        if let Some(failure) = self.require(self.avoids_poles()) {
            return failure;
        }
        match n {
            0 => self.digamma(),
            1001.. => Ball::indeterminate(self.precision()),
            _ => self.smooth(
                |x| {
                    Ball::refined(x.precision(), true, |more| {
                        polygamma_direct(n.into(), &x.guarded(16 + more))
                    })
                },
                |x| polygamma_direct(i64::from(n) + 1, x),
            ),
        }
    }

    /// The beta function `Γ(a) Γ(b) / Γ(a+b)`.
    #[must_use]
    pub fn beta(&self, b: &Ball) -> Ball {
        let precision = self.precision().max(b.precision());
        let guard = gamma_guard(self).max(gamma_guard(b));
        let (a, b) = (self.guarded(guard), b.guarded(guard));
        let positive = a.above(0) == Some(true) && b.above(0) == Some(true);
        let value = if positive {
            (a.lgamma() + b.lgamma() - (&a + &b).lgamma()).exp()
        } else {
            a.gamma() * b.gamma() * (&a + &b).reciprocal_gamma()
        };
        value.with_precision(precision)
    }

    /// `1 / Γ(x)`, which is 0 at the poles.
    pub(super) fn reciprocal_gamma(&self) -> Ball {
        match self.exact_integer() {
            Some(n) if n <= 0.into() => Ball::zero(self.precision()),
            _ => self.gamma().recip(),
        }
    }
}
