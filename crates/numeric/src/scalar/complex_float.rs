//! Complex numbers of two doubles. Functions go through [complex balls](crate::ball::Complex) and
//! are rounded, so they have the same branches: on the real axis the functions of the language.

use num_complex::Complex64;
use partials_symbolic::graph::{Comparison, Constant};
use partials_symbolic::{Function, Rational};

use super::Scalar;
use crate::ball::{Ball, Complex, Precision};
use crate::interval::Truth;

/// Bits of the balls, enough for the last digit of a double after some cancellation.
const BITS: u32 = 96;

impl Scalar for Complex64 {
    type Context = ();

    fn number(value: &Rational, (): ()) -> Self {
        value.to_f64().into()
    }
    fn constant(constant: Constant, (): ()) -> Self {
        f64::constant(constant, ()).into()
    }
    by_operators!();
    fn div(&self, other: &Self) -> Self {
        match *other == Self::from(0.0) {
            true => undefined(),
            false => self / other,
        }
    }
    fn powi(&self, exponent: i64) -> Self {
        rounded(&Complex::powi(&ball(self), exponent))
    }
    fn pow_rational(&self, exponent: &Rational) -> Self {
        rounded(&ball(self).pow_rational(exponent))
    }
    fn pow(&self, exponent: &Self) -> Self {
        rounded(&Complex::pow(&ball(self), &ball(exponent)))
    }
    fn call(function: Function, arguments: &[Self], (): ()) -> Self {
        let balls: Vec<Complex> = arguments.iter().map(ball).collect();
        rounded(&Complex::call(function, &balls, Precision::bits(BITS)))
    }
    /// On the real axis alone.
    fn call_derivative(function: Function, orders: &[u32], arguments: &[Self], (): ()) -> Self {
        if arguments.iter().any(|z| z.im != 0.0) {
            return undefined();
        }
        let reals: Vec<f64> = arguments.iter().map(|z| z.re).collect();
        f64::call_derivative(function, orders, &reals, ()).into()
    }
    /// By the real parts.
    fn compare(comparison: Comparison, a: &Self, b: &Self) -> Truth {
        f64::compare(comparison, &a.re, &b.re)
    }
    fn select(condition: Truth, yes: &Self, no: &Self) -> Self {
        match condition {
            Truth::True => *yes,
            Truth::False => *no,
            Truth::Unknown => undefined(),
        }
    }
    fn to_integer(&self) -> Option<i64> {
        (self.im == 0.0).then(|| self.re.to_integer()).flatten()
    }
}

fn undefined() -> Complex64 {
    Complex64::new(f64::NAN, f64::NAN)
}

fn ball(z: &Complex64) -> Complex {
    let precision = Precision::bits(BITS);
    let re = Ball::from_f64(z.re, precision);
    match z.im == 0.0 {
        true => Complex::real(re),
        false => Complex::new(re, Ball::from_f64(z.im, precision)),
    }
}

fn rounded(value: &Complex) -> Complex64 {
    match value.is_value() {
        true => Complex64::new(value.re().mid_f64(), value.im().mid_f64()),
        false => undefined(),
    }
}
