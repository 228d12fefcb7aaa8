//! Kinks and steps of complex balls: on the piece in which the whole box lies, by its real part.

use super::{Ball, Complex, Radius};

impl Complex {
    /// The absolute value of a real number, continued from its piece: `z` right of the imaginary
    /// axis and `-z` left of it. ([`Complex::modulus`] is the distance from 0.)
    #[must_use]
    pub fn abs(&self) -> Complex {
        match self.side() {
            _ if self.is_real() => self.parts(Ball::abs),
            Some(true) => self.clone(),
            Some(false) => -self,
            None => self.hull(&-self).marked(),
        }
    }

    /// A step function of the real part, which is constant on a box where it has one value.
    #[must_use]
    pub fn step(&self, f: impl Fn(&Ball) -> Ball) -> Complex {
        let value = f(&self.re);
        let steps = !value.radius().is_zero() || !value.is_value();
        Complex::real(value)
            .after(self)
            .marked_if(steps && !self.is_real())
    }

    /// The same value with at most the regularity of `other`.
    #[must_use]
    pub fn no_better(self, other: &Complex) -> Complex {
        self.after(other)
    }

    /// A real value computed from this one.
    #[must_use]
    pub fn with_real(&self, value: Ball) -> Complex {
        Complex::real(value).after(self)
    }

    /// The box of all numbers at most `reach` away in each part, as is.
    #[must_use]
    pub fn around(center: Ball, reach: Radius) -> Complex {
        let im = Ball::around_zero(reach, center.precision());
        Complex::new(center.inflate(reach), im)
    }
}
