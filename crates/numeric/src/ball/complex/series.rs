//! Functions of complex balls whose power series serve real and complex numbers alike: Bessel,
//! Airy and confluent functions, Appell's function.

use super::{Ball, Complex};
use crate::ball::airy::{self, Airy};
use crate::ball::appell::{self, Parameters};
use crate::ball::bessel::{self, Kind};
use crate::ball::pfq::kummer;

/// More guard bits than this are not spent on a series.
const MOST_GUARD: i64 = 1 << 13;

impl Complex {
    /// `f` with guard bits for a series with terms up to `exp |t|`, which may cancel to
    /// `exp(-|t|)`: as many as the radius of the argument lets be of use, and unknown where that
    /// are too many.
    pub(in crate::ball) fn for_series(
        &self,
        t: &Complex,
        f: impl FnOnce(&Complex) -> Complex,
    ) -> Complex {
        let cancelled = (2.9 * t.magnitude_up().to_f64_up().min(1e9)) as i64 + 16;
        let precision = i64::from(self.precision().get());
        let radius = self.radius();
        let guard = if radius.is_zero() {
            cancelled
        } else {
            cancelled.min((32 - radius.top() - precision).max(16))
        };
        if guard > MOST_GUARD {
            return Complex::unknown(self.precision());
        }
        f(&self.guarded(guard)).with_precision(self.precision())
    }

    /// The Bessel function of the first kind of real order; with the cut along the negative axis
    /// where that is not an integer.
    #[must_use]
    pub fn besselj(&self, n: &Ball) -> Complex {
        let real = |x: &Ball| n.besselj(x);
        self.at_center(real, |z| {
            z.for_series(z, |z| bessel::first(Kind::Circular, n, z))
        })
    }

    /// The Bessel function of the second kind, with the cut along the negative axis.
    #[must_use]
    pub fn bessely(&self, n: &Ball) -> Complex {
        let real = |x: &Ball| n.bessely(x);
        self.at_center(real, |z| {
            z.for_series(z, |z| bessel::second(Kind::Circular, n, z))
        })
    }

    /// The modified Bessel function of the first kind.
    #[must_use]
    pub fn besseli(&self, n: &Ball) -> Complex {
        let real = |x: &Ball| n.besseli(x);
        self.at_center(real, |z| {
            z.for_series(z, |z| bessel::first(Kind::Modified, n, z))
        })
    }

    /// The modified Bessel function of the second kind, with the cut along the negative axis.
    #[must_use]
    pub fn besselk(&self, n: &Ball) -> Complex {
        let real = |x: &Ball| n.besselk(x);
        self.at_center(real, |z| {
            z.for_series(z, |z| bessel::second(Kind::Modified, n, z))
        })
    }

    fn airy(&self, which: Airy, real: impl FnOnce(&Ball) -> Ball) -> Complex {
        self.at_center(real, |z| {
            let zeta = (z.square() * z).magnitude_up().sqrt_up();
            let size = Complex::real(Ball::exact(zeta.to_dyadic(), z.precision()));
            z.for_series(&size, |z| airy::near(which, z))
        })
    }

    /// The Airy function Ai.
    #[must_use]
    pub fn airyai(&self) -> Complex {
        self.airy(Airy::Ai, Ball::airyai)
    }

    /// The Airy function Bi.
    #[must_use]
    pub fn airybi(&self) -> Complex {
        self.airy(Airy::Bi, Ball::airybi)
    }

    /// The derivative of the Airy function Ai.
    #[must_use]
    pub fn airyaiprime(&self) -> Complex {
        self.airy(Airy::AiPrime, Ball::airyaiprime)
    }

    /// The derivative of the Airy function Bi.
    #[must_use]
    pub fn airybiprime(&self) -> Complex {
        self.airy(Airy::BiPrime, Ball::airybiprime)
    }

    /// Kummer's confluent hypergeometric function of real parameters.
    #[must_use]
    pub fn hyp1f1(&self, a: &Ball, b: &Ball) -> Complex {
        let real = |x: &Ball| x.hyp1f1(a, b);
        self.at_center(real, |z| z.for_series(z, |z| kummer(a, b, z)))
    }

    /// Appell's first function of real parameters, where its double series converges.
    #[must_use]
    pub fn appellf1([a, b1, b2, c]: [&Ball; 4], x: &Complex, y: &Complex) -> Complex {
        if x.is_real() && y.is_real() {
            let value = Ball::appellf1([a, b1, b2, c], x.re(), y.re());
            return Complex::real(value).after(x).after(y);
        }
        appell::series(&Parameters { a, b1, b2, c }, x, y)
    }
}
