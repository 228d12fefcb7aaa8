//! Sums, products, quotients, powers of complex balls.

use std::ops::{Add, Div, Mul, Neg, Sub};

use super::{Ball, Complex, Outcome, length};
use crate::ball::arithmetic::{operator, owned};

impl Complex {
    fn sum(&self, other: &Complex) -> Complex {
        Complex {
            re: &self.re + &other.re,
            im: &self.im + &other.im,
            regularity: self.regularity.max(other.regularity),
        }
        .joined()
    }

    /// The product with a real number.
    #[must_use]
    pub fn scaled_by(&self, factor: &Ball) -> Complex {
        Complex {
            re: &self.re * factor,
            im: &self.im * factor,
            ..*self
        }
        .joined()
    }

    fn product(&self, other: &Complex) -> Complex {
        if other.is_real() {
            return self.scaled_by(&other.re).after(other);
        }
        if self.is_real() {
            return other.scaled_by(&self.re).after(self);
        }
        Complex {
            re: &self.re * &other.re - &self.im * &other.im,
            im: &self.re * &other.im + &self.im * &other.re,
            regularity: self.regularity.max(other.regularity),
        }
        .joined()
    }

    fn quotient(&self, other: &Complex) -> Complex {
        if other.is_real() {
            let divided = Complex {
                re: &self.re / &other.re,
                im: &self.im / &other.re,
                ..*self
            };
            return divided.joined().after(other);
        }
        self.product(&other.recip())
    }

    /// The square.
    #[must_use]
    pub fn square(&self) -> Complex {
        if self.is_real() {
            return self.parts(Ball::square);
        }
        Complex {
            re: self.re.square() - self.im.square(),
            im: (&self.re * &self.im).scaled(1),
            ..*self
        }
        .joined()
    }

    /// `|z|^2`
    pub(super) fn norm(&self) -> Ball {
        self.re.square() + self.im.square()
    }

    /// `1 / self`: a pole is met where 0 is in the box.
    ///
    /// With the midpoint `c` and the radius `r < |c|` the inverse is at most `r / (|c| (|c| - r))`
    /// away from `1/c`.
    #[must_use]
    pub fn recip(&self) -> Complex {
        if let Some(failed) = self.failed() {
            return failed;
        }
        if self.is_real() {
            return Complex::real(self.re.recip()).after(self);
        }
        if self.contains_zero() {
            return Complex::singular(self.precision());
        }
        let center = self.center();
        let (size, radius) = (center.magnitude_down(), self.radius());
        let rest = size.sub_down(radius);
        if rest.is_zero() {
            return self.conj().over_real(&self.norm());
        }
        let inverse = center.conj().over_real(&center.norm());
        inverse
            .inflate(radius.div_up(size.mul_down(rest)))
            .after(self)
    }

    fn over_real(&self, divisor: &Ball) -> Complex {
        Complex {
            re: &self.re / divisor,
            im: &self.im / divisor,
            ..*self
        }
        .joined()
    }

    /// `self * 2^shift`, exactly.
    #[must_use]
    pub fn scaled(&self, shift: i64) -> Complex {
        self.parts(|part| part.scaled(shift))
    }

    /// `self * n` for a small integer.
    pub(in crate::ball) fn times(&self, n: i64) -> Complex {
        self.parts(|part| part.times(n))
    }

    /// `self / n` for a small integer that is not 0.
    pub(in crate::ball) fn over(&self, n: i64) -> Complex {
        self.parts(|part| part.over(n))
    }

    /// `self + n` for a small integer.
    pub(in crate::ball) fn plus(&self, n: i64) -> Complex {
        Complex {
            re: self.re.plus(n),
            ..self.clone()
        }
    }

    /// `n - self` for a small integer.
    pub(in crate::ball) fn subtracted_from(&self, n: i64) -> Complex {
        (-self).plus(n)
    }

    /// The power with an integer exponent; `0^0 = 1`.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Complex, Precision};
    /// let p = Precision::bits(64);
    /// let z = Complex::new(Ball::one(p), Ball::one(p));
    /// assert!(z.powi(2).im().contains_f64(2.0));
    /// ```
    #[must_use]
    pub fn powi(&self, n: i64) -> Complex {
        if let Some(failed) = self.failed() {
            return failed;
        }
        if self.is_real() {
            return Complex::real(self.re.powi(n)).after(self);
        }
        let size = n.unsigned_abs();
        let bits = 64 - size.leading_zeros();
        let base = self.guarded(i64::from(2 * bits) + 4);
        let mut result = Complex::real(Ball::one(base.precision()));
        for bit in (0..bits).rev() {
            result = result.square();
            if size >> bit & 1 == 1 {
                result = result * &base;
            }
        }
        let result = if n < 0 { result.recip() } else { result };
        result.with_precision(self.precision()).after(self)
    }

    /// The principal power with a real exponent, `exp(a ln z)`; of all bases where the exponent is
    /// an integer.
    #[must_use]
    pub fn pow_real(&self, exponent: &Ball) -> Complex {
        match exponent.exact_i64() {
            Some(n) => self.powi(n),
            None if self.is_real() => Complex::real(self.re.pow(exponent)).after(self),
            None => self.ln().scaled_by(exponent).exp(),
        }
    }

    /// The principal power, `exp(w ln z)`.
    #[must_use]
    pub fn pow(&self, exponent: &Complex) -> Complex {
        if exponent.is_real() {
            return self.pow_real(&exponent.re).after(exponent);
        }
        (self.ln() * exponent).exp()
    }

    /// The square root with the cut along the negative axis.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Complex, Precision};
    /// let p = Precision::bits(64);
    /// let root = Complex::new(Ball::from_i64(3, p), Ball::from_i64(4, p)).sqrt();
    /// assert!(root.re().contains_f64(2.0) && root.im().contains_f64(1.0));
    /// ```
    #[must_use]
    pub fn sqrt(&self) -> Complex {
        if let Some(failed) = self.failed() {
            return failed;
        }
        if self.is_real() && self.re.below(0) == Some(false) {
            return Complex::real(self.re.sqrt()).after(self);
        }
        let least = self.magnitude_down();
        if self.is_exact() {
            return self
                .sqrt_point()
                .after(self)
                .marked_if(self.meets_negative_axis());
        }
        if self.meets_negative_axis() || least.is_zero() {
            let size = self.magnitude_up().sqrt_up();
            let any = Ball::around_zero(size, self.precision());
            return Complex::new(Ball::up_to(size, self.precision()), any)
                .after(self)
                .marked();
        }
        // The slope is at most 1 / (2 |z|^(1/2)).
        let slope = super::Radius::ONE.div_up(least.sqrt_down()).shifted(-1);
        self.center()
            .sqrt_point()
            .inflate(self.radius().mul_up(slope))
            .after(self)
    }

    /// The square root of a single number that is not 0.
    fn sqrt_point(&self) -> Complex {
        let size = self.norm().sqrt();
        let left = self.re.mid.signum() < 0;
        let sum = if left {
            &size - &self.re
        } else {
            &size + &self.re
        };
        let major = sum.scaled(-1).sqrt();
        let minor = &self.im / &major.scaled(1);
        if !left {
            return Complex::new(major, minor);
        }
        if self.im.mid.signum() < 0 {
            Complex::new(-minor, -major)
        } else {
            Complex::new(minor, major)
        }
    }

    /// `|z|`, real: not analytic anywhere.
    #[must_use]
    pub fn modulus(&self) -> Ball {
        if self.outcome() != Outcome::Value {
            return self.re.clone();
        }
        let center = self.center().norm().sqrt();
        center
            .inflate(length(self.re.radius(), self.im.radius()))
            .nonnegative()
    }
}

impl Neg for &Complex {
    type Output = Complex;

    fn neg(self) -> Complex {
        self.parts(|part| -part)
    }
}

impl Neg for Complex {
    type Output = Complex;

    fn neg(self) -> Complex {
        -&self
    }
}

impl Sub<&Complex> for &Complex {
    type Output = Complex;

    fn sub(self, other: &Complex) -> Complex {
        self.sum(&-other)
    }
}

operator!(Complex, Add, add, sum);
operator!(Complex, Mul, mul, product);
operator!(Complex, Div, div, quotient);
owned!(Complex, Sub, sub);
