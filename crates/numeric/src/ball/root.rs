//! Square roots, cube roots, roots of any order.

use dashu_int::{IBig, UBig};

use super::{Ball, Precision, Radius, dyadic::Dyadic, fixed};

/// Above this order a root is taken as `exp(ln(x) / n)`.
const ROOT_LIMIT: u32 = 64;

/// The mantissa brought to an exponent that `n` divides, with enough bits for the root to have
/// `precision` bits; with the exponent of the root.
fn prepare(x: &Dyadic, n: i64, precision: Precision) -> (UBig, i64) {
    let wanted = n * (precision.signed() + 2);
    let lift = (wanted - super::dyadic::bits(x.mantissa())).max(0);
    let lift = lift + (x.exponent() - lift).rem_euclid(n);
    let lifted = x.magnitude() << usize::try_from(lift).unwrap_or(0);
    (lifted, (x.exponent() - lift) / n)
}

/// The `n`-th root of an exact positive number.
fn root_point(x: &Dyadic, n: u32, precision: Precision) -> Ball {
    let (lifted, exponent) = prepare(x, i64::from(n), precision);
    let (root, exact) = match n {
        2 => {
            let root = fixed::square_root(&lifted);
            let exact = root.sqr() == lifted;
            (root, exact)
        }
        _ => {
            let order = usize::try_from(n).unwrap_or(1);
            let root = lifted.nth_root(order);
            let exact = root.pow(order) == lifted;
            (root, exact)
        }
    };
    let error = if exact {
        Radius::ZERO
    } else {
        Radius::power_of_two(exponent)
    };
    Ball::new(Dyadic::new(IBig::from(root), exponent), error, precision)
}

impl Ball {
    /// The square root; outside the domain below 0.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let root = Ball::from_i64(2, Precision::bits(128)).sqrt();
    /// assert_eq!(root.to_digits(30), "1.41421356237309504880168872421");
    /// ```
    #[must_use]
    pub fn sqrt(&self) -> Ball {
        if let Some(failure) = self.require(self.below(0).map(|below| !below)) {
            return failure;
        }
        if self.mid.is_zero() {
            return Ball::zero(self.precision);
        }
        let low = self.magnitude_down();
        if low.is_zero() {
            return Ball::up_to(self.magnitude_up().sqrt_up(), self.precision);
        }
        let value = root_point(&self.mid, 2, self.precision);
        if self.rad.is_zero() {
            return value;
        }
        // |sqrt(m + d) - sqrt(m)| = |d| / (sqrt(m + d) + sqrt(m))
        let least = self
            .mid
            .magnitude_down()
            .sqrt_down()
            .add_down(low.sqrt_down());
        value.inflate(self.rad.div_up(least))
    }

    /// The real cube root, of negative numbers too.
    #[must_use]
    pub fn cbrt(&self) -> Ball {
        self.root(3)
    }

    /// The real root of order `n`: of every number for odd `n`, of nonnegative ones for even
    /// `n`. Order 0 is outside the domain.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let x = Ball::from_i64(-32, Precision::bits(64));
    /// assert_eq!(x.root(5).mid_f64(), -2.0);
    /// assert!(x.root(4).is_outside());
    /// ```
    #[must_use]
    pub fn root(&self, n: u32) -> Ball {
        match n {
            _ if !self.is_value() => self.clone(),
            0 => Ball::outside(self.precision),
            1 => self.clone(),
            2 => self.sqrt(),
            _ if n % 2 == 1 => self.monotone_smooth(
                |x| x.odd_root(n),
                |x| (x.abs().root_of_positive(n) / x.abs()).over(i64::from(n)),
            ),
            _ => self.even_root(n),
        }
    }

    fn odd_root(&self, n: u32) -> Ball {
        match self.mid.signum() {
            0 => Ball::zero(self.precision),
            1 => self.root_of_positive(n),
            _ => -(-self).root_of_positive(n),
        }
    }

    fn even_root(&self, n: u32) -> Ball {
        if let Some(failure) = self.require(self.below(0).map(|below| !below)) {
            return failure;
        }
        if self.contains_zero() {
            return self.monotone(|x| x.odd_root(n));
        }
        self.root_of_positive(n)
    }

    /// The root of a positive ball.
    fn root_of_positive(&self, n: u32) -> Ball {
        if n > ROOT_LIMIT {
            return self.with_guard(48, |x| x.ln().over(i64::from(n)).exp());
        }
        self.monotone_smooth(
            |x| root_point(&x.mid, n, x.precision),
            |x| (x.ln().over(i64::from(n)).exp() / x).over(i64::from(n)),
        )
    }

    /// `sqrt(x^2 + y^2)` without overflow.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let p = Precision::bits(64);
    /// assert_eq!(Ball::from_i64(3, p).hypot(&Ball::from_i64(4, p)).mid_f64(), 5.0);
    /// ```
    #[must_use]
    pub fn hypot(&self, other: &Ball) -> Ball {
        if let Some(failure) = self.failure(other) {
            return failure;
        }
        self.with_guard(4, |x| (x.square() + other.square()).nonnegative().sqrt())
            .with_precision(self.precision.max(other.precision))
    }
}
