//! The zeta functions of Riemann and Hurwitz at real arguments, by Euler–Maclaurin summation
//! with the remainder bounded as in Johansson, "Rigorous high-precision computation of the
//! Hurwitz zeta function and its derivatives", 2014.

use super::{Ball, bernoulli, gamma::sin_pi, series::common_precision};

/// The summation is for orders below 2^16.
const MOST_TOP: i64 = 16;

/// `a^(-s)` for positive `a`.
fn power(a: &Ball, s: &Ball) -> Ball {
    a.pow(&-s)
}

/// `ζ(s, a)` for `a > 0` and `s > 1 - 2 M`, where `M` grows with the precision.
///
/// With `z = a + N` the sum of `B_2k (s)_(2k-1) / ((2k)! z^(s+2k-1))` up to `M` leaves at most
/// `4 |(s)_2M| / ((2π)^2M (s + 2M - 1) z^(s+2M-1))`.
fn euler_maclaurin(s: &Ball, a: &Ball) -> Ball {
    let precision = s.precision();
    if s.mid.top() > MOST_TOP || !s.is_value() {
        return Ball::indeterminate(precision);
    }
    let bits = precision.signed();
    let order = bits / 6 + 8;
    let count = bits / 5 + 8;
    let z = a.plus(count);
    let sum = (0..count).fold(Ball::zero(precision), |sum, k| sum + power(&a.plus(k), s));
    let tail = power(&z, s);
    let ends = &z * &tail / s.plus(-1) + tail.scaled(-1);
    // factor = (s)_(2k-1) / ((2k)! z^(s+2k-1))
    let inverse = z.square().recip();
    let mut factor = (s * &tail / &z).scaled(-1);
    let mut corrections = Ball::zero(precision);
    let numbers = bernoulli::even_numbers(usize::try_from(order).unwrap_or(64));
    for (number, k) in numbers.iter().zip(1..=order) {
        corrections = corrections + &factor * number.at(precision);
        let next = s.plus(2 * k - 1) * s.plus(2 * k);
        factor = (factor * next * &inverse).over((2 * k + 1) * (2 * k + 2));
    }
    let rest = s.plus(2 * order - 1);
    if rest.above(0) != Some(true) {
        return Ball::indeterminate(precision);
    }
    (sum + ends + corrections).inflate(remainder(s, &z, &tail, order).magnitude_up())
}

/// `4 |(s)_2M| / ((2π)^2M (s + 2M - 1) z^(s+2M-1))`, as an upper bound.
fn remainder(s: &Ball, z: &Ball, tail: &Ball, order: i64) -> Ball {
    let scale = (Ball::pi(s.precision()).scaled(1) * z).recip();
    let rising = (0..2 * order).fold(z * tail, |product, j| product * s.plus(j) * &scale);
    (rising / s.plus(2 * order - 1)).scaled(2)
}

impl Ball {
    /// Riemann's zeta function at a real argument; outside the domain at 1.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let p = Precision::bits(128);
    /// assert_eq!(Ball::from_i64(3, p).zeta().to_digits(20), "1.2020569031595942854");
    /// assert!(Ball::from_i64(-2, p).zeta().is_exact());
    /// ```
    #[must_use]
    pub fn zeta(&self) -> Ball {
        let precision = self.precision();
        if let Some(failure) = self.require(self.plus(-1).is_not_zero()) {
            return failure;
        }
        if self.below(0) == Some(true) {
            return self.zeta_reflected();
        }
        if self.above(precision.signed() + 8) == Some(true) {
            // 0 < ζ(s) - 1 < 2^(1-s) for s >= 3
            let bound = self.subtracted_from(1).exp2().magnitude_up();
            return Ball::up_to(bound, precision).plus(1);
        }
        Ball::refined(precision, self.is_exact(), |guard| {
            let s = self.guarded(guard);
            euler_maclaurin(&s, &Ball::one(s.precision()))
        })
    }

    /// `2^s π^(s-1) sin(πs/2) Γ(1-s) ζ(1-s)`.
    fn zeta_reflected(&self) -> Ball {
        let precision = self.precision();
        Ball::refined(precision, self.is_exact(), |guard| {
            let s = self.guarded(guard + 2 * self.mid.top().clamp(0, 64));
            let sine = sin_pi(&s.scaled(-1));
            if sine.is_exactly(0) {
                return sine;
            }
            let reflected = s.subtracted_from(1);
            let pi = Ball::pi(s.precision());
            let scale = pi.scaled(1).pow(&s) / pi;
            scale * sine * reflected.gamma() * reflected.zeta()
        })
    }

    /// Hurwitz' zeta function ζ(s, a), for `self = s` and `a > 0`; outside the domain at
    /// `s = 1`.
    #[must_use]
    pub fn hurwitz_zeta(&self, a: &Ball) -> Ball {
        if let Some(failure) = self.failure(a) {
            return failure;
        }
        if let Some(failure) = self.require(self.plus(-1).is_not_zero()) {
            return failure;
        }
        if a.above(0) != Some(true) {
            return Ball::indeterminate(self.precision());
        }
        let precision = common_precision(&[self, a]);
        let exact = self.is_exact() && a.is_exact();
        Ball::refined(precision, exact, |guard| {
            let (s, a) = (self.guarded(guard), a.guarded(guard));
            let s = Ball {
                precision: s.precision().max(a.precision()),
                ..s
            };
            euler_maclaurin(&s, &a)
        })
    }
}
