//! Elliptic integrals of complex balls close to the real axis, by Carlson's symmetric forms (DLMF
//! 19.25): where all arguments of these are right of the imaginary axis.

use super::{Ball, Complex};
use crate::ball::carlson::{rd, rf, rj};

/// An amplitude less a multiple of π, by its sine and the square of its cosine.
struct Amplitude {
    turns: Ball,
    sine: Complex,
    cosine_squared: Complex,
}

/// Reduces an amplitude by the multiple of π that is nearest to its real part; `None` where the
/// box has no nearest one.
fn reduce(phi: &Complex) -> Option<Amplitude> {
    let pi = Ball::pi(phi.precision());
    let turns = (phi.re() / &pi).round();
    if !turns.is_exact() {
        return None;
    }
    let (sine, cosine) = (phi - Complex::real(&turns * pi)).sin_cos();
    Some(Amplitude {
        turns,
        sine,
        cosine_squared: cosine.square(),
    })
}

/// `1 - m s²`
fn delta_squared(m: &Complex, sine: &Complex) -> Complex {
    (m * sine.square()).subtracted_from(1)
}

fn one(z: &Complex) -> Complex {
    Complex::real(Ball::one(z.precision()))
}

fn zero(z: &Complex) -> Complex {
    Complex::real(Ball::zero(z.precision()))
}

/// The sum over the reduced amplitude and the complete integrals.
fn incomplete(
    phi: &Complex,
    first: impl FnOnce(&Amplitude) -> Complex,
    complete: impl FnOnce() -> Complex,
) -> Complex {
    let Some(amplitude) = reduce(phi) else {
        return Complex::unknown(phi.precision());
    };
    let value = first(&amplitude);
    if amplitude.turns.is_exactly(0) {
        return value;
    }
    value + complete().scaled_by(&amplitude.turns.scaled(1))
}

/// The precision for two or more arguments.
fn common(arguments: &[&Complex]) -> super::Precision {
    let precisions = arguments.iter().map(|z| z.precision());
    precisions.max().unwrap_or(super::Precision::MIN)
}

impl Complex {
    /// The complete elliptic integral of the first kind K(m), with the cut right of 1.
    #[must_use]
    pub fn elliptic_k(&self) -> Complex {
        self.at_center(Ball::elliptic_k, |m| {
            rf(&zero(m), &m.subtracted_from(1), &one(m))
        })
    }

    /// The complete elliptic integral of the second kind E(m), with the cut right of 1.
    #[must_use]
    pub fn elliptic_ec(&self) -> Complex {
        self.at_center(Ball::elliptic_ec, |m| {
            let (zero, rest, one) = (zero(m), m.subtracted_from(1), one(m));
            rf(&zero, &rest, &one) - (m * rd(&zero, &rest, &one)).over(3)
        })
    }

    /// The complete elliptic integral of the third kind Π(n, m), for `self = n`.
    #[must_use]
    pub fn elliptic_pic(&self, m: &Complex) -> Complex {
        let n = self;
        let (zero, rest, one) = (zero(m), m.subtracted_from(1), one(m));
        let third = rj(&zero, &rest, &one, &n.subtracted_from(1));
        rf(&zero, &rest, &one) + (n * third).over(3)
    }

    /// The elliptic integral of the first kind F(φ, m), for `self = φ`.
    #[must_use]
    pub fn elliptic_f(&self, m: &Complex) -> Complex {
        let (phi, m) = (self.guarded(16), m.guarded(16));
        let value = incomplete(
            &phi,
            |at| {
                let delta = delta_squared(&m, &at.sine);
                &at.sine * rf(&at.cosine_squared, &delta, &one(&phi))
            },
            || m.elliptic_k(),
        );
        value.with_precision(common(&[self, &m]))
    }

    /// The elliptic integral of the second kind E(φ, m), for `self = φ`.
    #[must_use]
    pub fn elliptic_e(&self, m: &Complex) -> Complex {
        let (phi, m) = (self.guarded(16), m.guarded(16));
        let value = incomplete(
            &phi,
            |at| {
                let (delta, one) = (delta_squared(&m, &at.sine), one(&phi));
                let cubed = &at.sine * at.sine.square() * &m;
                let rest = cubed * rd(&at.cosine_squared, &delta, &one);
                &at.sine * rf(&at.cosine_squared, &delta, &one) - rest.over(3)
            },
            || m.elliptic_ec(),
        );
        value.with_precision(common(&[self, &m]))
    }

    /// The elliptic integral of the third kind Π(n, φ, m), for `self = n`.
    #[must_use]
    pub fn elliptic_pi(&self, phi: &Complex, m: &Complex) -> Complex {
        let [n, phi, m] = [self, phi, m].map(|z| z.guarded(16));
        let value = incomplete(
            &phi,
            |at| {
                let (delta, one) = (delta_squared(&m, &at.sine), one(&phi));
                let pole = delta_squared(&n, &at.sine);
                let cubed = &at.sine * at.sine.square() * &n;
                let rest = cubed * rj(&at.cosine_squared, &delta, &one, &pole);
                &at.sine * rf(&at.cosine_squared, &delta, &one) + rest.over(3)
            },
            || n.elliptic_pic(&m),
        );
        value.with_precision(common(&[self, &phi, &m]))
    }
}
