//! Elliptic integrals of Legendre's three kinds, with the parameter `m = k²`, by Carlson's
//! symmetric forms (DLMF 19.25).
//!
//! An amplitude beyond ±π/2 is reduced by the period: `F(φ + kπ) = F(φ) + 2k K`. The real domain
//! is where `m sin² < 1` on the whole way from 0 to φ.

use super::{
    Ball,
    carlson::{rd, rf, rj},
    series::common_precision,
};

/// Guard bits for one evaluation.
const GUARD: i64 = 24;
/// Amplitudes are below 2^256.
const AMPLITUDE_LIMIT: i64 = 256;

/// An amplitude less a multiple of π.
struct Amplitude {
    /// The multiple.
    turns: Ball,
    sine: Ball,
    cosine_squared: Ball,
}

/// Reduces an exact amplitude to ±π/2.
fn reduce(phi: &Ball) -> Option<Amplitude> {
    if phi.mid.top() > AMPLITUDE_LIMIT {
        return None;
    }
    let wide = phi.guarded(2 * phi.mid.top().max(0) + phi.bits_below() + 64);
    let pi = Ball::pi(wide.precision());
    let turns = (&wide / &pi).round();
    if !turns.is_exact() {
        return None;
    }
    let rest = &wide - &turns * pi;
    let (sine, cosine) = rest.sin_cos();
    let precision = phi.precision();
    Some(Amplitude {
        turns: turns.with_precision(precision),
        sine: sine.with_precision(precision),
        cosine_squared: cosine.square().with_precision(precision),
    })
}

/// `1 - m sin²`.
fn delta_squared(m: &Ball, amplitude: &Ball) -> Ball {
    (m * amplitude.square()).subtracted_from(1)
}

/// What the three kinds share: the sum over the reduced amplitude and the complete integrals.
fn incomplete(
    phi: &Ball,
    m: &Ball,
    first: impl FnOnce(&Amplitude, &Ball) -> Ball,
    complete: impl FnOnce() -> Ball,
) -> Ball {
    let precision = phi.precision();
    let Some(amplitude) = reduce(phi) else {
        return Ball::indeterminate(precision);
    };
    let delta = delta_squared(m, &amplitude.sine);
    if let Some(failure) = delta.require(delta.below(0).map(|below| !below)) {
        return failure;
    }
    let value = first(&amplitude, &delta);
    if amplitude.turns.is_exactly(0) {
        return value;
    }
    value + amplitude.turns.scaled(1) * complete()
}

fn first_kind(phi: &Ball, m: &Ball) -> Ball {
    let one = Ball::one(phi.precision());
    incomplete(
        phi,
        m,
        |at, delta| &at.sine * rf(&at.cosine_squared, delta, &one),
        || complete_first(m),
    )
}

fn second_kind(phi: &Ball, m: &Ball) -> Ball {
    let one = Ball::one(phi.precision());
    incomplete(
        phi,
        m,
        |at, delta| {
            if m.is_exactly(1) {
                return at.sine.clone();
            }
            let cubed = &at.sine * at.sine.square() * m;
            let rest = cubed * rd(&at.cosine_squared, delta, &one);
            &at.sine * rf(&at.cosine_squared, delta, &one) - rest.over(3)
        },
        || complete_second(m),
    )
}

fn third_kind(n: &Ball, phi: &Ball, m: &Ball) -> Ball {
    let one = Ball::one(phi.precision());
    incomplete(
        phi,
        m,
        |at, delta| {
            let pole = delta_squared(n, &at.sine);
            let cubed = &at.sine * at.sine.square() * n;
            let rest = cubed * rj(&at.cosine_squared, delta, &one, &pole);
            &at.sine * rf(&at.cosine_squared, delta, &one) + rest.over(3)
        },
        || complete_third(n, m),
    )
}

fn complete_first(m: &Ball) -> Ball {
    let rest = m.subtracted_from(1);
    match rest.require(rest.above(0)) {
        Some(failure) => failure,
        None => rf(&Ball::zero(m.precision()), &rest, &Ball::one(m.precision())),
    }
}

fn complete_second(m: &Ball) -> Ball {
    if m.is_exactly(1) {
        return Ball::one(m.precision());
    }
    let rest = m.subtracted_from(1);
    if let Some(failure) = rest.require(rest.below(0).map(|below| !below)) {
        return failure;
    }
    let (zero, one) = (Ball::zero(m.precision()), Ball::one(m.precision()));
    rf(&zero, &rest, &one) - (m * rd(&zero, &rest, &one)).over(3)
}

fn complete_third(n: &Ball, m: &Ball) -> Ball {
    let (rest, pole) = (m.subtracted_from(1), n.subtracted_from(1));
    if let Some(failure) = rest.require(rest.above(0)) {
        return failure;
    }
    let (zero, one) = (Ball::zero(m.precision()), Ball::one(m.precision()));
    rf(&zero, &rest, &one) + (n * rj(&zero, &rest, &one, &pole)).over(3)
}

/// Whether all arguments are single numbers, so that more guard bits give more accuracy.
fn all_exact(arguments: &[&Ball]) -> bool {
    arguments.iter().all(|x| x.is_exact())
}

impl Ball {
    /// The complete elliptic integral of the first kind K(m); the domain is `m < 1`.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let k = Ball::from_f64(0.5, Precision::bits(128)).elliptic_k();
    /// assert_eq!(k.to_digits(25), "1.854074677301371918433850");
    /// ```
    #[must_use]
    pub fn elliptic_k(&self) -> Ball {
        self.with_guard(GUARD + self.bits_below(), complete_first)
    }

    /// The complete elliptic integral of the second kind E(m); the domain is `m <= 1`.
    #[must_use]
    pub fn elliptic_ec(&self) -> Ball {
        self.with_guard(GUARD + self.bits_below(), complete_second)
    }

    /// The complete elliptic integral of the third kind Π(n, m), for `self = n < 1` and `m < 1`.
    #[must_use]
    pub fn elliptic_pic(&self, m: &Ball) -> Ball {
        if let Some(failure) = self.failure(m) {
            return failure;
        }
        let precision = common_precision(&[self, m]);
        let guard = GUARD + self.bits_below() + m.bits_below();
        complete_third(&self.guarded(guard), &m.guarded(guard)).with_precision(precision)
    }

    /// The elliptic integral of the first kind F(φ, m), for `self = φ`.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let p = Precision::bits(128);
    /// let f = Ball::one(p).elliptic_f(&Ball::from_f64(0.5, p));
    /// assert_eq!(f.to_digits(25), "1.083216772845168750444132");
    /// ```
    #[must_use]
    pub fn elliptic_f(&self, m: &Ball) -> Ball {
        self.amplitude_integral(m, first_kind, |sine, m| {
            delta_squared(m, sine).sqrt().recip()
        })
    }

    /// The elliptic integral of the second kind E(φ, m), for `self = φ`.
    #[must_use]
    pub fn elliptic_e(&self, m: &Ball) -> Ball {
        self.amplitude_integral(m, second_kind, |sine, m| delta_squared(m, sine).sqrt())
    }

    fn amplitude_integral(
        &self,
        m: &Ball,
        f: impl Fn(&Ball, &Ball) -> Ball,
        slope: impl Fn(&Ball, &Ball) -> Ball,
    ) -> Ball {
        if let Some(failure) = self.failure(m) {
            return failure;
        }
        let precision = common_precision(&[self, m]);
        let exact = all_exact(&[self, m]);
        Ball::refined(precision, exact, |guard| {
            let m = m.guarded(guard + m.bits_below());
            let phi = Ball {
                precision: m.precision(),
                ..self.clone()
            };
            phi.smooth(|phi| f(phi, &m), |phi| slope(&phi.sin(), &m))
        })
    }

    /// The elliptic integral of the third kind Π(n, φ, m), for `self = n`; where `n sin²`
    /// reaches 1 on the way it is indeterminate.
    #[must_use]
    pub fn elliptic_pi(&self, phi: &Ball, m: &Ball) -> Ball {
        if let Some(failure) = self.failure(phi) {
            return failure;
        }
        phi.amplitude_integral(
            m,
            |phi, m| {
                third_kind(
                    &Ball {
                        precision: m.precision(),
                        ..self.clone()
                    },
                    phi,
                    m,
                )
            },
            |sine, m| (delta_squared(self, sine) * delta_squared(m, sine).sqrt()).recip(),
        )
    }
}
