//! The inverse trigonometric and hyperbolic functions of complex balls, with the cuts of DLMF
//! 4.23(ii) and 4.37(ii): on the real axis, outside the domain of the real function, and on the
//! imaginary axis.

use super::{Ball, Complex};

/// `1 / (1 + z^2)`
fn atan_slope(z: &Complex) -> Complex {
    z.square().plus(1).recip()
}

impl Complex {
    /// The arc tangent, with cuts from ±i along the imaginary axis.
    #[must_use]
    pub fn atan(&self) -> Complex {
        if self.is_real() {
            return Complex::real(self.re.atan()).after(self);
        }
        let slope = atan_slope(self);
        let beyond = self.im.strictly_within(-1, 1) != Some(true);
        let singular = !slope.is_value() || (beyond && self.re.contains_zero());
        if singular {
            return Complex::singular(self.precision());
        }
        self.smooth(Complex::atan_point, |_| slope)
    }

    /// `atan2(2x, 1 - x^2 - y^2) / 2` and `ln(((1+y)^2 + x^2) / ((1-y)^2 + x^2)) / 4`.
    fn atan_point(&self) -> Complex {
        let square = self.re.square();
        let turn = self.re.scaled(1).atan2(&self.norm().subtracted_from(1));
        let above = self.im.plus(1).square() + &square;
        let below = self.im.subtracted_from(1).square() + square;
        Complex::new(turn.scaled(-1), (above / below).ln().scaled(-2)).after(self)
    }

    /// `(1 - z^2)^(1/2)`, with cuts along the real axis beyond ±1.
    fn complement(&self) -> Complex {
        self.subtracted_from(1).sqrt() * self.plus(1).sqrt()
    }

    /// `f` over the box, whose slope is at most `1 / (1 - z^2)^(1/2)`.
    fn by_complement(&self, f: impl FnOnce(&Complex) -> Complex) -> Complex {
        self.smooth(f, |z| z.complement().recip())
    }

    /// The arc sine, with cuts along the real axis beyond ±1.
    #[must_use]
    pub fn asin(&self) -> Complex {
        self.by_complement(|z| z.at_center(Ball::asin, |z| (z / z.complement()).atan()))
    }

    /// The arc cosine, with cuts along the real axis beyond ±1.
    #[must_use]
    pub fn acos(&self) -> Complex {
        let right_angle = Complex::real(Ball::pi(self.precision()).scaled(-1));
        let point = |z: &Complex| right_angle - (z / z.complement()).atan();
        self.by_complement(|z| z.at_center(Ball::acos, point))
    }

    /// The arc cotangent `atan(1/z)`.
    #[must_use]
    pub fn acot(&self) -> Complex {
        self.at_center(Ball::acot, |z| z.recip().atan())
    }

    /// The arc secant `acos(1/z)`.
    #[must_use]
    pub fn asec(&self) -> Complex {
        self.at_center(Ball::asec, |z| z.recip().acos())
    }

    /// The arc cosecant `asin(1/z)`.
    #[must_use]
    pub fn acsc(&self) -> Complex {
        self.at_center(Ball::acsc, |z| z.recip().asin())
    }

    /// The inverse hyperbolic sine `-i asin(iz)`.
    #[must_use]
    pub fn asinh(&self) -> Complex {
        self.at_center(Ball::asinh, |z| z.times_i().asin().over_i())
    }

    /// The inverse hyperbolic cosine `ln(z + (z-1)^(1/2) (z+1)^(1/2))`, with the cut left of 1.
    #[must_use]
    pub fn acosh(&self) -> Complex {
        self.at_center(Ball::acosh, |z| {
            let root = z.plus(-1).sqrt() * z.plus(1).sqrt();
            (z + root).ln()
        })
    }

    /// The inverse hyperbolic tangent `-i atan(iz)`.
    #[must_use]
    pub fn atanh(&self) -> Complex {
        self.at_center(Ball::atanh, |z| z.times_i().atan().over_i())
    }

    /// The inverse hyperbolic secant `acosh(1/z)`.
    #[must_use]
    pub fn asech(&self) -> Complex {
        self.at_center(Ball::asech, |z| z.recip().acosh())
    }

    /// The inverse hyperbolic cosecant `asinh(1/z)`.
    #[must_use]
    pub fn acsch(&self) -> Complex {
        self.at_center(Ball::acsch, |z| z.recip().asinh())
    }

    /// The inverse hyperbolic cotangent `atanh(1/z)`.
    #[must_use]
    pub fn acoth(&self) -> Complex {
        self.at_center(Ball::acoth, |z| z.recip().atanh())
    }

    /// The angle of the point `(x, y)`, for `self = y`, continued from the half plane in which
    /// the real point lies.
    #[must_use]
    pub fn atan2(&self, x: &Complex) -> Complex {
        let y = self;
        if y.is_real() && x.is_real() {
            return Complex::real(y.re.atan2(&x.re)).after(y).after(x);
        }
        let precision = y.precision().max(x.precision());
        let pi = Complex::real(Ball::pi(precision));
        match (x.side(), y.side()) {
            (Some(true), _) => (y / x).atan(),
            (_, Some(true)) => pi.scaled(-1) - (x / y).atan(),
            (_, Some(false)) => -pi.scaled(-1) - (x / y).atan(),
            _ => Complex::singular(precision),
        }
    }
}
