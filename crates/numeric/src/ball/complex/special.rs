//! Functions of complex balls that are defined by integrals: error functions, exponential and
//! trigonometric integrals, Fresnel integrals, incomplete gamma functions.
//!
//! Over a box a value is that at the midpoint, by its power series (in real balls where the
//! midpoint is real), and the radius times a bound of the integrand on the box.

use super::{Ball, Complex};
use crate::ball::pfq::{kummer, pfq};

/// `p / q` at the precision of `z`.
fn ratio(z: &Complex, p: i64, q: i64) -> Ball {
    Ball::from_ratio(p, q, z.precision())
}

/// `2 / √π exp(sign z²)`
fn gauss(z: &Complex, sign: i64) -> Complex {
    let scale = Ball::pi(z.precision()).sqrt().recip().scaled(1);
    z.square().times(sign).exp().scaled_by(&scale)
}

/// `erf z = 2 z / √π ₁F₁(1/2; 3/2; -z²)`
fn erf_series(z: &Complex) -> Complex {
    z.for_series(&z.square(), |z| {
        let sum = kummer(&ratio(z, 1, 2), &ratio(z, 3, 2), &-z.square());
        let scale = Ball::pi(z.precision()).sqrt().recip().scaled(1);
        (sum * z).scaled_by(&scale)
    })
}

/// `sum_(k>0) z^k / (k k!) = z ₂F₂(1, 1; 2, 2; z)`
fn entire_part(z: &Complex) -> Complex {
    let [one, two] = [ratio(z, 1, 1), ratio(z, 2, 1)];
    z * pfq(&[&one, &one], &[&two, &two], z)
}

/// `z ₁F₂(1/2; 3/2, 3/2; ±z²/4)`, the sine integrals.
fn odd_part(z: &Complex, sign: i64) -> Complex {
    let [half, more] = [ratio(z, 1, 2), ratio(z, 3, 2)];
    z * pfq(
        &[&half],
        &[&more, &more],
        &z.square().scaled(-2).times(sign),
    )
}

/// `±z²/4 ₂F₃(1, 1; 2, 2, 3/2; ±z²/4)`, the cosine integrals without their logarithm.
fn even_part(z: &Complex, sign: i64) -> Complex {
    let [one, two, half] = [ratio(z, 1, 1), ratio(z, 2, 1), ratio(z, 3, 2)];
    let t = z.square().scaled(-2).times(sign);
    &t * pfq(&[&one, &one], &[&two, &two, &half], &t)
}

/// `γ + ln z`
fn logarithmic(z: &Complex) -> Complex {
    z.ln() + Complex::real(Ball::euler(z.precision()))
}

/// `z^(2 start + 1)` times the series of a Fresnel integral in `-π² z⁴ / 16` (DLMF 7.6).
fn fresnel_series(z: &Complex, start: i64) -> Complex {
    let pi = Ball::pi(z.precision());
    let half_turn = z.square().scaled_by(&pi).scaled(-2);
    let t = -half_turn.square();
    z.for_series(&half_turn.scaled(1), |z| {
        let [a, b, c] = [
            ratio(z, 2 * start + 1, 4),
            ratio(z, 2 * start + 1, 2),
            ratio(z, 2 * start + 5, 4),
        ];
        let sum = pfq(&[&a], &[&b, &c], &t.with_precision(z.precision()));
        if start == 0 {
            return z * sum;
        }
        (z.powi(3) * sum)
            .scaled_by(&Ball::pi(z.precision()))
            .over(6)
    })
}

impl Complex {
    /// The error function.
    #[must_use]
    pub fn erf(&self) -> Complex {
        self.smooth(|z| z.at_center(Ball::erf, erf_series), |z| gauss(z, -1))
    }

    /// The complementary error function.
    #[must_use]
    pub fn erfc(&self) -> Complex {
        let rest = |z: &Complex| erf_series(z).subtracted_from(1);
        self.smooth(|z| z.at_center(Ball::erfc, rest), |z| gauss(z, -1))
    }

    /// The imaginary error function `-i erf(iz)`.
    #[must_use]
    pub fn erfi(&self) -> Complex {
        let turned = |z: &Complex| erf_series(&z.times_i()).over_i();
        self.smooth(|z| z.at_center(Ball::erfi, turned), |z| gauss(z, 1))
    }

    /// The scaled complementary error function `exp(z²) erfc z`.
    #[must_use]
    pub fn erfcx(&self) -> Complex {
        self.at_center(Ball::erfcx, |z| {
            let product = |z: &Complex| z.square().exp() * z.erfc();
            // At a real midpoint nothing cancels.
            if z.center().is_real() {
                return product(z);
            }
            z.for_series(&z.square(), product)
        })
    }

    /// Dawson's integral `√π/2 exp(-z²) erfi z`.
    #[must_use]
    pub fn dawson(&self) -> Complex {
        self.at_center(Ball::dawson, |z| {
            let scale = Ball::pi(z.precision()).sqrt().scaled(-1);
            ((-z.square()).exp() * z.erfi()).scaled_by(&scale)
        })
    }

    /// The exponential integral, continued from the positive or the negative axis, whichever the
    /// box is closer to.
    #[must_use]
    pub fn ei(&self) -> Complex {
        let Some(right) = self.side() else {
            return Complex::singular(self.precision()).after(self);
        };
        let series = |z: &Complex| {
            z.for_series(z, |z| {
                let signed = if right { z.clone() } else { -z };
                logarithmic(&signed) + entire_part(z)
            })
        };
        self.smooth(|z| z.at_center(Ball::ei, series), |z| z.exp() / z)
    }

    /// The logarithmic integral `Ei(ln z)`.
    #[must_use]
    pub fn li(&self) -> Complex {
        if self.ln().side().is_none() {
            return Complex::singular(self.precision()).after(self);
        }
        let series = |z: &Complex| z.ln().ei();
        self.smooth(|z| z.at_center(Ball::li, series), |z| z.ln().recip())
    }

    /// The sine integral.
    #[must_use]
    pub fn si(&self) -> Complex {
        let series = |z: &Complex| z.for_series(z, |z| odd_part(z, -1));
        self.smooth(|z| z.at_center(Ball::si, series), Complex::sinc)
    }

    /// The hyperbolic sine integral.
    #[must_use]
    pub fn shi(&self) -> Complex {
        let series = |z: &Complex| z.for_series(z, |z| odd_part(z, 1));
        self.smooth(|z| z.at_center(Ball::shi, series), |z| z.times_i().sinc())
    }

    /// The cosine integral, with the cut along the negative axis.
    #[must_use]
    pub fn ci(&self) -> Complex {
        let series = |z: &Complex| z.for_series(z, |z| logarithmic(z) + even_part(z, -1));
        self.smooth(|z| z.at_center(Ball::ci, series), |z| z.cos() / z)
            .marked_if(self.meets_negative_axis())
    }

    /// The hyperbolic cosine integral, with the cut along the negative axis.
    #[must_use]
    pub fn chi(&self) -> Complex {
        let series = |z: &Complex| z.for_series(z, |z| logarithmic(z) + even_part(z, 1));
        self.smooth(|z| z.at_center(Ball::chi, series), |z| z.cosh() / z)
            .marked_if(self.meets_negative_axis())
    }

    /// `π z² / 2`
    fn phase(&self) -> Complex {
        self.square()
            .scaled_by(&Ball::pi(self.precision()))
            .scaled(-1)
    }

    /// The Fresnel integral of the sine.
    #[must_use]
    pub fn fresnels(&self) -> Complex {
        let series = |z: &Complex| fresnel_series(z, 1);
        self.smooth(|z| z.at_center(Ball::fresnels, series), |z| z.phase().sin())
    }

    /// The Fresnel integral of the cosine.
    #[must_use]
    pub fn fresnelc(&self) -> Complex {
        let series = |z: &Complex| fresnel_series(z, 0);
        self.smooth(|z| z.at_center(Ball::fresnelc, series), |z| z.phase().cos())
    }

    /// `z^(a-1) exp(-z)`, the integrand of the incomplete gamma functions.
    fn gamma_integrand(&self, a: &Ball) -> Complex {
        self.pow_real(&a.plus(-1)) * (-self).exp()
    }

    /// The lower incomplete gamma function γ(a, z), with the cut along the negative axis.
    #[must_use]
    pub fn lowergamma(&self, a: &Ball) -> Complex {
        let real = |x: &Ball| a.lowergamma(x);
        self.smooth(
            |z| z.at_center(real, |z| lower_series(a, z)),
            |z| z.gamma_integrand(a),
        )
        .marked_if(self.meets_negative_axis())
    }

    /// The upper incomplete gamma function Γ(a, z), with the cut along the negative axis.
    #[must_use]
    pub fn uppergamma(&self, a: &Ball) -> Complex {
        let real = |x: &Ball| a.uppergamma(x);
        self.smooth(
            |z| z.at_center(real, |z| upper_series(a, z)),
            |z| z.gamma_integrand(a),
        )
        .marked_if(self.meets_negative_axis())
    }

    /// The generalised exponential integral `E_n(z) = z^(n-1) Γ(1-n, z)`.
    #[must_use]
    pub fn expint(&self, n: &Ball) -> Complex {
        let real = |x: &Ball| n.expint(x);
        self.at_center(real, |z| {
            z.pow_real(&n.plus(-1)) * z.uppergamma(&n.subtracted_from(1))
        })
    }
}

/// `γ(a, z) = z^a / a exp(-z) ₁F₁(1; a+1; z)`
fn lower_series(a: &Ball, z: &Complex) -> Complex {
    z.for_series(z, |z| {
        let sum = kummer(a, &a.plus(1), &-z);
        (z.pow_real(a) * sum).scaled_by(&a.recip())
    })
}

/// More steps than this to the right are not made.
const MOST_STEPS: i64 = 64;

/// `Γ(a) - γ(a, z)`; at the poles of the gamma function from `Γ(0, z) = E₁(z)` on.
fn upper_series(a: &Ball, z: &Complex) -> Complex {
    match a.exact_i64() {
        Some(n) if n < -MOST_STEPS => Complex::unknown(z.precision()),
        Some(n) if n <= 0 => z.for_series(z, |z| {
            let start = -(logarithmic(z) + entire_part(&-z));
            (n..0).rev().fold(start, |value, k| {
                let order = Ball::from_i64(k, z.precision());
                (value - z.pow_real(&order) * (-z).exp()).over(k)
            })
        }),
        _ => z.for_series(z, |z| Complex::real(a.gamma()) - lower_series(a, z)),
    }
}
