//! Numbers beyond the range of doubles.

use super::Estimate;
use super::twofold::Twofold;

/// A number times a power of two.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scaled {
    /// The factor of ordinary size.
    pub factor: Twofold,
    /// The exponent of two.
    pub power: i32,
}

impl Scaled {
    /// The product with an ordinary number.
    pub fn times(self, factor: Twofold) -> Self {
        Self {
            factor: self.factor * factor,
            power: self.power,
        }
    }

    /// The product of two.
    pub fn product(self, other: Self) -> Self {
        Self {
            factor: self.factor * other.factor,
            power: self.power.saturating_add(other.power),
        }
    }

    /// The quotient of two.
    pub fn over(self, other: Self) -> Self {
        Self {
            factor: self.factor / other.factor,
            power: self.power.saturating_sub(other.power),
        }
    }

    /// The same number with its factor brought back to ordinary size, if it has grown.
    pub fn reduced(self) -> Self {
        if self.factor.hi.abs() < 1e200 {
            return self;
        }
        Self {
            factor: self.factor.scale(-600),
            power: self.power.saturating_add(600),
        }
    }

    /// As an ordinary number, of unknown value if it is too large for one.
    pub fn value(self) -> Twofold {
        self.factor.scale(self.power)
    }

    /// The nearest double.
    pub fn estimate(self) -> Estimate {
        self.value().estimate()
    }
}

impl From<Twofold> for Scaled {
    fn from(factor: Twofold) -> Self {
        Self { factor, power: 0 }
    }
}
