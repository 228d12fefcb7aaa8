//! What real and complex balls share, so that a series is written once.

use std::ops::{Add, Div, Mul, Neg, Sub};

use super::{Ball, Complex, Precision, Radius};

/// A real or complex ball.
pub(super) trait Number:
    Clone
    + Neg<Output = Self>
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + for<'a> Add<&'a Self, Output = Self>
    + for<'a> Sub<&'a Self, Output = Self>
    + for<'a> Mul<&'a Self, Output = Self>
    + for<'a> Div<&'a Self, Output = Self>
{
    /// A real ball as such a number.
    fn real(value: Ball) -> Self;
    /// The product with a real ball.
    fn by(&self, factor: &Ball) -> Self;
    /// The exponent of the size of the midpoint: a power of 2 above it.
    fn size_top(&self) -> i64;
    /// The exponent of the radius.
    fn spread_top(&self) -> i64;
    /// The midpoint of the real part.
    fn real_f64(&self) -> f64;
    /// A number of which nothing is known.
    fn unknown(precision: Precision) -> Self;
    /// The working precision.
    fn precision(&self) -> Precision;
    /// Whether there is a value.
    fn is_value(&self) -> bool;
    /// A bound from above of the absolute value.
    fn magnitude_up(&self) -> Radius;
    /// The same with every number that is at most `extra` away.
    fn inflate(&self, extra: Radius) -> Self;
    /// Whether every part is known to be positive in its real part, or known not to be.
    fn right(&self) -> Option<bool>;
    /// Whether the real part is known not to be negative.
    fn is_not_left(&self) -> bool;
    /// Whether this is exactly the integer `n`.
    fn is_exactly(&self, n: i64) -> bool;
    /// `self * 2^shift`
    fn scaled(&self, shift: i64) -> Self;
    /// `self + n`
    fn plus(&self, n: i64) -> Self;
    /// `n - self`
    fn subtracted_from(&self, n: i64) -> Self;
    /// `self * n`
    fn times(&self, n: i64) -> Self;
    /// `self / n`
    fn over(&self, n: i64) -> Self;
    /// `1 / self`
    fn recip(&self) -> Self;
    /// The square.
    fn square(&self) -> Self;
    /// The square root.
    fn sqrt(&self) -> Self;
    /// The exponential function.
    fn exp(&self) -> Self;
    /// The natural logarithm.
    fn ln(&self) -> Self;
    /// The integer power.
    fn powi(&self, n: i64) -> Self;
    /// The power with a real exponent.
    fn pow_ball(&self, exponent: &Ball) -> Self;

    /// Zero.
    fn zero(precision: Precision) -> Self {
        Self::real(Ball::zero(precision))
    }
    /// One.
    fn one(precision: Precision) -> Self {
        Self::real(Ball::one(precision))
    }
}

/// The methods that both have under the same name.
macro_rules! forward {
    ($Type:ty) => {
        fn precision(&self) -> Precision {
            <$Type>::precision(self)
        }
        fn is_value(&self) -> bool {
            <$Type>::is_value(self)
        }
        fn magnitude_up(&self) -> Radius {
            <$Type>::magnitude_up(self)
        }
        fn inflate(&self, extra: Radius) -> Self {
            <$Type>::inflate(self, extra)
        }
        fn is_exactly(&self, n: i64) -> bool {
            <$Type>::is_exactly(self, n)
        }
        fn scaled(&self, shift: i64) -> Self {
            <$Type>::scaled(self, shift)
        }
        fn plus(&self, n: i64) -> Self {
            <$Type>::plus(self, n)
        }
        fn subtracted_from(&self, n: i64) -> Self {
            <$Type>::subtracted_from(self, n)
        }
        fn times(&self, n: i64) -> Self {
            <$Type>::times(self, n)
        }
        fn over(&self, n: i64) -> Self {
            <$Type>::over(self, n)
        }
        fn recip(&self) -> Self {
            <$Type>::recip(self)
        }
        fn square(&self) -> Self {
            <$Type>::square(self)
        }
        fn sqrt(&self) -> Self {
            <$Type>::sqrt(self)
        }
        fn exp(&self) -> Self {
            <$Type>::exp(self)
        }
        fn ln(&self) -> Self {
            <$Type>::ln(self)
        }
        fn powi(&self, n: i64) -> Self {
            <$Type>::powi(self, n)
        }
    };
}

impl Number for Ball {
    fn real(value: Ball) -> Self {
        value
    }
    fn by(&self, factor: &Ball) -> Self {
        self * factor
    }
    fn size_top(&self) -> i64 {
        self.mid.top()
    }
    fn spread_top(&self) -> i64 {
        self.rad.top()
    }
    fn real_f64(&self) -> f64 {
        self.mid_f64()
    }
    fn unknown(precision: Precision) -> Self {
        Ball::indeterminate(precision)
    }
    fn right(&self) -> Option<bool> {
        self.above(0)
    }
    fn is_not_left(&self) -> bool {
        self.below(0) == Some(false)
    }
    fn pow_ball(&self, exponent: &Ball) -> Self {
        self.pow(exponent)
    }
    forward!(Ball);
}

impl Number for Complex {
    fn real(value: Ball) -> Self {
        Complex::real(value)
    }
    fn by(&self, factor: &Ball) -> Self {
        self.scaled_by(factor)
    }
    fn size_top(&self) -> i64 {
        let (re, im) = (self.re(), self.im());
        re.mid.top().max(im.mid.top())
    }
    fn spread_top(&self) -> i64 {
        self.re().rad.top().max(self.im().rad.top())
    }
    fn real_f64(&self) -> f64 {
        self.re().mid_f64()
    }
    fn unknown(precision: Precision) -> Self {
        Complex::unknown(precision)
    }
    fn right(&self) -> Option<bool> {
        self.re().above(0)
    }
    fn is_not_left(&self) -> bool {
        self.re().below(0) == Some(false)
    }
    fn pow_ball(&self, exponent: &Ball) -> Self {
        self.pow_real(exponent)
    }
    forward!(Complex);
}
