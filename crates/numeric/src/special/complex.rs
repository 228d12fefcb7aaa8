//! Complex numbers of two balls, as far as the functions here need them.

use super::ball::Ball;
use super::ball_elementary::{Scaled, angle, pow, sin_cos};
use super::constants::PI;

/// A complex number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Complex {
    /// The real part.
    pub re: Ball,
    /// The imaginary part.
    pub im: Ball,
}

impl Complex {
    /// 0.
    pub const ZERO: Self = Self {
        re: Ball::ZERO,
        im: Ball::ZERO,
    };
    /// 1.
    pub const ONE: Self = Self {
        re: Ball::ONE,
        im: Ball::ZERO,
    };

    /// The square of the absolute value.
    pub fn norm(self) -> Ball {
        self.re.square() + self.im.square()
    }

    /// `numerator / self`.
    pub fn over(self, numerator: Ball) -> Self {
        let norm = self.norm();
        Self {
            re: self.re * numerator / norm,
            im: -(self.im * numerator) / norm,
        }
    }

    /// The sum.
    pub fn plus(self, other: Self) -> Self {
        Self {
            re: self.re + other.re,
            im: self.im + other.im,
        }
    }

    /// The product.
    pub fn times(self, other: Self) -> Self {
        Self {
            re: self.re * other.re - self.im * other.im,
            im: self.re * other.im + self.im * other.re,
        }
    }

    /// The product with a real number.
    pub fn scaled(self, factor: Ball) -> Self {
        Self {
            re: self.re * factor,
            im: self.im * factor,
        }
    }

    /// The angle, for a positive imaginary part.
    pub fn argument(self) -> Ball {
        if self.re.value() >= 0.0 {
            angle(self.im, self.re)
        } else {
            Ball::constant(PI) - angle(self.im, -self.re)
        }
    }

    /// The principal power: its absolute value, and the direction.
    pub fn power(self, exponent: Ball) -> (Scaled, Self) {
        let size = pow(self.norm(), exponent.half());
        let (im, re) = sin_cos(self.argument() * exponent);
        (size, Self { re, im })
    }

    /// An upper bound on the absolute value.
    pub fn magnitude(self) -> f64 {
        self.re.magnitude() + self.im.magnitude()
    }

    /// Both parts less certain.
    pub fn widened(self, error: f64) -> Self {
        Self {
            re: self.re.widened(error),
            im: self.im.widened(error),
        }
    }
}
