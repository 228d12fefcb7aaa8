//! Exponential, logarithm, trigonometric and hyperbolic functions of complex balls, by their real
//! and imaginary parts (DLMF 4.21, 4.35).

use super::{Ball, Complex, Radius};
use crate::ball::series;

impl Complex {
    /// The exponential function.
    #[must_use]
    pub fn exp(&self) -> Complex {
        if self.is_real() {
            return Complex::real(self.re.exp()).after(self);
        }
        let (sine, cosine) = self.im.sin_cos();
        let size = self.re.exp();
        Complex::new(&size * cosine, &size * sine).after(self)
    }

    /// `exp(z) - 1`
    #[must_use]
    pub fn expm1(&self) -> Complex {
        if self.is_real() {
            return Complex::real(self.re.expm1()).after(self);
        }
        let half = self.scaled(-1);
        (half.exp() * half.sinh()).scaled(1)
    }

    /// `2^z`
    #[must_use]
    pub fn exp2(&self) -> Complex {
        self.scaled_by(&Ball::ln2(self.precision().plus(8))).exp()
    }

    /// The principal logarithm, with the cut along the negative axis; a pole of its derivative is
    /// met where 0 is in the box.
    #[must_use]
    pub fn ln(&self) -> Complex {
        if let Some(failed) = self.failed() {
            return failed;
        }
        if self.is_real() && self.re.above(0) == Some(true) {
            return Complex::real(self.re.ln()).after(self);
        }
        if self.contains_zero() {
            return Complex::singular(self.precision());
        }
        if self.meets_negative_axis() {
            return self.ln_across();
        }
        if self.radius() < self.magnitude_down() {
            return self.smooth(Complex::ln_direct, Complex::recip);
        }
        self.ln_direct()
    }

    fn ln_direct(&self) -> Complex {
        let size = self.guarded(8).norm().ln().scaled(-1);
        let size = size.with_precision(self.precision());
        Complex::new(size, self.im.atan2(&self.re)).after(self)
    }

    /// On the cut: π on the axis itself, anything from -π to π around it.
    fn ln_across(&self) -> Complex {
        let precision = self.precision();
        let size = self.norm().ln().scaled(-1);
        let angle = if self.is_real() {
            Ball::pi(precision)
        } else {
            Ball::around_zero(Ball::pi(precision).magnitude_up(), precision)
        };
        Complex::new(size, angle).after(self).marked()
    }

    /// `ln(1 + z)`
    #[must_use]
    pub fn log1p(&self) -> Complex {
        self.at_center(Ball::log1p, |z| z.plus(1).ln())
    }

    /// The logarithm to a base.
    fn log_to(&self, base: i64) -> Complex {
        let scale = Ball::from_i64(base, self.precision()).ln();
        self.ln() / Complex::real(scale)
    }

    /// The logarithm to base 2.
    #[must_use]
    pub fn log2(&self) -> Complex {
        self.at_center(Ball::log2, |z| z.log_to(2))
    }

    /// The logarithm to base 10.
    #[must_use]
    pub fn log10(&self) -> Complex {
        self.at_center(Ball::log10, |z| z.log_to(10))
    }

    /// The cube root continued from the nearer side of the real axis: `-(-z)^(1/3)` left of 0.
    #[must_use]
    pub fn cbrt(&self) -> Complex {
        if self.is_real() {
            return Complex::real(self.re.cbrt()).after(self);
        }
        let third = Ball::from_ratio(1, 3, self.precision().plus(16));
        match self.side() {
            Some(true) => self.pow_real(&third),
            Some(false) => -(-self).pow_real(&third),
            None => Complex::singular(self.precision()),
        }
    }

    /// Whether the box is right of the imaginary axis, or left of it; `None` where it may meet it.
    pub(super) fn side(&self) -> Option<bool> {
        match (self.re.above(0), self.re.below(0)) {
            (Some(true), _) => Some(true),
            (_, Some(true)) => Some(false),
            _ => None,
        }
    }

    /// Sine and cosine together.
    #[must_use]
    pub fn sin_cos(&self) -> (Complex, Complex) {
        let (sine, cosine) = self.re.sin_cos();
        if self.is_real() {
            return (
                Complex::real(sine).after(self),
                Complex::real(cosine).after(self),
            );
        }
        let (sinh, cosh) = (self.im.sinh(), self.im.cosh());
        (
            Complex::new(&sine * &cosh, &cosine * &sinh).after(self),
            Complex::new(cosine * cosh, -(sine * sinh)).after(self),
        )
    }

    /// The sine.
    #[must_use]
    pub fn sin(&self) -> Complex {
        self.sin_cos().0
    }

    /// The cosine.
    #[must_use]
    pub fn cos(&self) -> Complex {
        self.sin_cos().1
    }

    /// `sin z / z`, with the value 1 at 0.
    #[must_use]
    pub fn sinc(&self) -> Complex {
        if self.is_real() {
            return Complex::real(self.re.sinc()).after(self);
        }
        if self.magnitude_up() > Radius::ONE && !self.contains_zero() {
            return self.sin() / self;
        }
        let square = -self.square();
        let one = Complex::real(Ball::one(self.precision()));
        let halving = series::index(self.magnitude_up());
        let sum = series::sum(one, halving, |term: &Complex, n| {
            let n = n.cast_signed();
            (term * &square).over(2 * n * (2 * n + 1))
        });
        sum.after(self)
    }

    /// `(sin 2x, sinh 2y)` and `(cos 2x, cosh 2y)`, of which tangents are made.
    fn doubled(&self) -> [Ball; 4] {
        let twice = self.scaled(1);
        let (sine, cosine) = twice.re.sin_cos();
        [sine, twice.im.sinh(), cosine, twice.im.cosh()]
    }

    /// A quotient of parts: a pole is met where the denominator may be 0.
    fn of_parts(&self, re: &Ball, im: &Ball, denominator: &Ball) -> Complex {
        if denominator.contains_zero() {
            return Complex::singular(self.precision());
        }
        Complex::new(re / denominator, im / denominator).after(self)
    }

    /// The tangent.
    #[must_use]
    pub fn tan(&self) -> Complex {
        self.at_center(Ball::tan, |z| {
            let [sine, sinh, cosine, cosh] = z.doubled();
            z.of_parts(&sine, &sinh, &(cosine + cosh))
        })
    }

    /// The cotangent.
    #[must_use]
    pub fn cot(&self) -> Complex {
        self.at_center(Ball::cot, |z| {
            let [sine, sinh, cosine, cosh] = z.doubled();
            z.of_parts(&sine, &-sinh, &(cosh - cosine))
        })
    }

    /// The secant.
    #[must_use]
    pub fn sec(&self) -> Complex {
        self.cos().recip()
    }

    /// The cosecant.
    #[must_use]
    pub fn csc(&self) -> Complex {
        self.sin().recip()
    }

    /// The hyperbolic sine, `-i sin(iz)`.
    #[must_use]
    pub fn sinh(&self) -> Complex {
        self.at_center(Ball::sinh, |z| z.times_i().sin().over_i())
    }

    /// The hyperbolic cosine, `cos(iz)`.
    #[must_use]
    pub fn cosh(&self) -> Complex {
        self.at_center(Ball::cosh, |z| z.times_i().cos())
    }

    /// The hyperbolic tangent.
    #[must_use]
    pub fn tanh(&self) -> Complex {
        self.at_center(Ball::tanh, |z| z.times_i().tan().over_i())
    }

    /// The hyperbolic cotangent.
    #[must_use]
    pub fn coth(&self) -> Complex {
        self.at_center(Ball::coth, |z| z.times_i().cot().times_i())
    }

    /// The hyperbolic secant.
    #[must_use]
    pub fn sech(&self) -> Complex {
        self.at_center(Ball::sech, |z| z.cosh().recip())
    }

    /// The hyperbolic cosecant.
    #[must_use]
    pub fn csch(&self) -> Complex {
        self.at_center(Ball::csch, |z| z.sinh().recip())
    }
}
