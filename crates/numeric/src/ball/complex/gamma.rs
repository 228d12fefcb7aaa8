//! The gamma function and its relatives at complex balls, by Euler–Maclaurin summation after a
//! shift to the right.
//!
//! For `f(t) = (z+t)^(-s)`, and for the logarithm and the inverse likewise, the remainder after
//! the term with `B_2N` is at most `|B_2N| / (2N)!` times the integral of `|f^(2N)|`, because
//! `|B_2N({t})| <= |B_2N|`. As `|z + t| >= Re z + t`, that is the term with `B_2N` itself, taken
//! at `Re z` in place of `z` (DLMF 2.10.1, 5.11.1, 25.11.28).

use super::{Ball, Complex, Radius};
use crate::ball::bernoulli;

/// More steps to the right than this are not made.
const MOST_STEPS: f64 = 4096.0;

/// The steps that bring the box to the right of `precision / 5`.
fn steps(z: &Complex) -> Option<i64> {
    let far = f64::from(z.precision().get()) / 5.0 + 12.0;
    let missing = (far - z.re().lower_f64()).ceil().max(0.0);
    (missing <= MOST_STEPS).then_some(missing as i64)
}

/// `sum_(k>0) B_2k coefficient(k) power(z) / z^(2k-2)`, with the remainder.
fn corrections(
    z: &Complex,
    power: impl Fn(&Complex) -> Complex,
    mut coefficient: impl FnMut(i64) -> Ball,
) -> Complex {
    let precision = z.precision();
    let left = Complex::real(Ball::exact(z.re().lower(), precision));
    let (mut term_power, inverse) = (power(z), z.square().recip());
    let mut bound_power = power(&left).magnitude_up();
    let bound_inverse = left.square().recip().magnitude_up();
    let most = usize::try_from(i64::from(precision.get()) / 4 + 32).unwrap_or(64);
    let numbers = bernoulli::even_numbers(most);
    let mut total = Complex::real(Ball::zero(precision));
    let mut last: Option<Radius> = None;
    for (number, k) in numbers.iter().zip(1..) {
        let factor = number.at(precision) * coefficient(k);
        let bound = bound_power.mul_up(factor.magnitude_up());
        if last.is_some_and(|last| bound > last) {
            return total.inflate(last.unwrap_or(bound));
        }
        total = total + term_power.scaled_by(&factor);
        if bound.is_zero() || bound.top() < -i64::from(precision.get()) - 4 {
            return total.inflate(bound);
        }
        term_power = term_power * &inverse;
        bound_power = bound_power.mul_up(bound_inverse);
        last = Some(bound);
    }
    last.map_or_else(|| Complex::unknown(precision), |last| total.inflate(last))
}

/// `ln Γ(z)` by Stirling's series, for `z` far to the right.
fn stirling(z: &Complex) -> Complex {
    let precision = z.precision();
    let rest = corrections(z, Complex::recip, |k| {
        Ball::from_ratio(1, 2 * k * (2 * k - 1), precision)
    });
    let constant = Ball::pi(precision).scaled(1).ln().scaled(-1);
    let half = Complex::real(Ball::one(precision).scaled(-1));
    let leading = z.smooth(
        |z| (z - &half) * z.ln() - z,
        |z| z.ln() - z.recip().scaled(-1),
    );
    leading + Complex::real(constant) + rest
}

/// `z (z+1) … (z+n-1)`: the product at the midpoint `c`, and over discs around it, which do not
/// grow by turning as boxes do: with the radius `r` it changes at most by the factor
/// `(1 + r/|c|) … (1 + r/|c+n-1|)`. Where 0 may be a factor, the product of the boxes.
fn rising(z: &Complex, n: i64) -> Complex {
    let one = Complex::real(Ball::one(z.precision()));
    let radius = z.radius();
    let mut change = Radius::ZERO;
    let mut product = one.clone();
    for k in 0..n {
        let factor = z.center().plus(k);
        let least = factor.magnitude_down();
        if !radius.is_zero() && least <= radius {
            return (0..n).fold(one, |product, k| product * z.plus(k)).after(z);
        }
        let more = if radius.is_zero() {
            radius
        } else {
            radius.div_up(least)
        };
        change = change.mul_up(Radius::ONE.add_up(more)).add_up(more);
        product = product * factor;
    }
    product
        .inflate(product.magnitude_up().mul_up(change))
        .after(z)
}

/// The logarithm of [`rising`] as the sum of the principal logarithms, for boxes right of 0:
/// that of the product where the angles together are below π.
fn log_rising(z: &Complex, n: i64) -> Complex {
    let turn = (0..n).fold(Radius::ZERO, |turn, k| {
        let x = z.re().plus(k).magnitude_down();
        turn.add_up(z.im().magnitude_up().div_up(x))
    });
    let whole = rising(z, n).ln();
    if turn < Radius::from_u64(3) && whole.is_analytic() {
        return whole;
    }
    let zero = Complex::real(Ball::zero(z.precision()));
    (0..n).fold(zero, |sum, k| sum + z.plus(k).ln())
}

/// `sum_(k>=0) (z+k)^(-s)` for real `s`, not 1.
fn hurwitz(s: &Ball, z: &Complex) -> Complex {
    let Some(n) = steps(z) else {
        return Complex::unknown(z.precision());
    };
    let power = |z: &Complex| z.pow_real(&-s);
    let start = Complex::real(Ball::zero(z.precision()));
    let sum = (0..n).fold(start, |sum, k| sum + power(&z.plus(k)));
    let z = z.plus(n);
    let tail = power(&z);
    let ends = (&z * &tail).scaled_by(&s.plus(-1).recip()) + tail.scaled(-1);
    // (s)_(2k-1) / (2k)!
    let mut factor = s.scaled(-1);
    let rest = corrections(
        &z,
        |z| power(z) / z,
        |k| {
            let value = factor.clone();
            factor = (&factor * s.plus(2 * k - 1) * s.plus(2 * k)).over((2 * k + 1) * (2 * k + 2));
            value
        },
    );
    // The remainder needs 2N + s > 1 for one N, and it falls from there on.
    if s.above(-1) != Some(true) {
        return Complex::unknown(z.precision());
    }
    sum + ends + rest
}

impl Complex {
    /// `f` with guard bits for the size of `ln Γ`.
    fn for_gamma(&self, f: impl FnOnce(&Complex) -> Complex) -> Complex {
        let top = self.magnitude_up().top().clamp(0, 64);
        f(&self.guarded(24 + 2 * top)).with_precision(self.precision())
    }

    /// The gamma function; a pole is met where the box may contain 0, -1, -2, …
    #[must_use]
    pub fn gamma(&self) -> Complex {
        self.at_center(Ball::gamma, |z| {
            z.for_gamma(|z| match steps(z) {
                Some(n) => stirling(&z.plus(n)).exp() / rising(z, n),
                None => Complex::unknown(z.precision()),
            })
        })
    }

    /// `1 / Γ(z)`, which is entire.
    pub(super) fn reciprocal_gamma(&self) -> Complex {
        self.at_center(Ball::reciprocal_gamma, |z| {
            z.for_gamma(|z| match steps(z) {
                Some(n) => rising(z, n) * (-stirling(&z.plus(n))).exp(),
                None => Complex::unknown(z.precision()),
            })
        })
    }

    /// The logarithm of the gamma function right of the imaginary axis.
    #[must_use]
    pub fn lgamma(&self) -> Complex {
        self.at_center(Ball::lgamma, |z| {
            if z.re().above(0) != Some(true) {
                return Complex::singular(z.precision()).after(z);
            }
            z.for_gamma(|z| match steps(z) {
                Some(n) => stirling(&z.plus(n)) - log_rising(z, n),
                None => Complex::unknown(z.precision()),
            })
        })
    }

    /// The logarithmic derivative of the gamma function.
    #[must_use]
    pub fn digamma(&self) -> Complex {
        self.at_center(Ball::digamma, |z| {
            z.for_gamma(|z| {
                let Some(n) = steps(z) else {
                    return Complex::unknown(z.precision());
                };
                let far = z.plus(n);
                let rest = corrections(
                    &far,
                    |z| z.square().recip(),
                    |k| Ball::from_ratio(1, 2 * k, far.precision()),
                );
                let shifted = far.ln() - far.recip().scaled(-1) - rest;
                (0..n).fold(shifted, |sum, k| sum - z.plus(k).recip())
            })
        })
    }

    /// The derivative of order `n` of [`Complex::digamma`]: `(-1)^(n+1) n! ζ(n+1, z)`.
    #[must_use]
    pub fn polygamma(&self, n: u32) -> Complex {
        match n {
            0 => self.digamma(),
            _ if self.is_real() => Complex::real(self.re().polygamma(n)).after(self),
            1001.. => Complex::unknown(self.precision()),
            _ => {
                let order = i64::from(n);
                let s = Ball::from_i64(order + 1, self.precision().plus(24));
                let value = self.for_gamma(|z| hurwitz(&s, z));
                let value = (2..=order).fold(value, |value, k| value.times(k));
                if n % 2 == 1 { value } else { -value }
            }
        }
    }

    /// Hurwitz' zeta function `ζ(s, z)` of a real order above -1, right of the imaginary axis.
    #[must_use]
    pub fn hurwitz_zeta(&self, s: &Ball) -> Complex {
        self.at_center(
            |a| s.hurwitz_zeta(a),
            |z| {
                if z.re().above(0) != Some(true) {
                    return Complex::singular(z.precision()).after(z);
                }
                z.for_gamma(|z| hurwitz(s, z))
            },
        )
    }

    /// The beta function `Γ(a) Γ(b) / Γ(a+b)`.
    #[must_use]
    pub fn beta(&self, b: &Complex) -> Complex {
        self.gamma() * b.gamma() * (self + b).reciprocal_gamma()
    }
}
