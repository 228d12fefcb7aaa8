//! Complex numbers in twice the precision, as far as the functions here need them.

use super::constants::PI;
use super::scaled::Scaled;
use super::twofold::Twofold;

/// A complex number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Complex {
    /// The real part.
    pub re: Twofold,
    /// The imaginary part.
    pub im: Twofold,
}

impl Complex {
    /// 0.
    pub const ZERO: Self = Self {
        re: Twofold::ZERO,
        im: Twofold::ZERO,
    };
    /// 1.
    pub const ONE: Self = Self {
        re: Twofold::ONE,
        im: Twofold::ZERO,
    };

    /// The square of the absolute value.
    pub fn norm(self) -> Twofold {
        self.re.square() + self.im.square()
    }

    /// `numerator / self`.
    pub fn over(self, numerator: Twofold) -> Self {
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
    pub fn scaled(self, factor: Twofold) -> Self {
        Self {
            re: self.re * factor,
            im: self.im * factor,
        }
    }

    /// The angle, for a positive imaginary part.
    pub fn argument(self) -> Twofold {
        if self.re.hi >= 0.0 {
            self.im.angle(self.re)
        } else {
            PI - self.im.angle(-self.re)
        }
    }

    /// The principal power: its absolute value, and the direction.
    pub fn power(self, exponent: Twofold) -> (Scaled, Self) {
        let size = self.norm().power_scaled(exponent.half());
        let (im, re) = (self.argument() * exponent).sin_cos();
        (size, Self { re, im })
    }

    /// An upper bound on the absolute value.
    pub fn upper(self) -> f64 {
        self.re.upper() + self.im.upper()
    }

    /// Both parts less certain.
    pub fn widened(self, error: f64) -> Self {
        Self {
            re: self.re.widened(error),
            im: self.im.widened(error),
        }
    }
}
