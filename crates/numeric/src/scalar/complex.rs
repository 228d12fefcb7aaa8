//! Complex balls: every function continued analytically from the branch that holds on the real
//! axis. Constants are computed in real balls, so that they keep the domain of the language.

use partials_symbolic::graph::{Comparison, Constant};
use partials_symbolic::{Function, Rational};

use super::Scalar;
use super::composite::composite;
use crate::ball::{Ball, Complex, Precision};
use crate::interval::Truth;

impl Scalar for Complex {
    type Context = Precision;

    fn number(value: &Rational, precision: Precision) -> Self {
        Complex::real(Ball::number(value, precision))
    }
    fn constant(constant: Constant, precision: Precision) -> Self {
        Complex::real(Ball::constant(constant, precision))
    }
    by_operators!();
    fn div(&self, other: &Self) -> Self {
        self / other
    }
    fn powi(&self, exponent: i64) -> Self {
        Complex::powi(self, exponent)
    }
    fn pow_rational(&self, exponent: &Rational) -> Self {
        if self.is_real() {
            return self.with_real(Scalar::pow_rational(self.re(), exponent));
        }
        let guarded = Precision::bits(self.precision().get() + 16);
        self.pow_real(&Ball::number(exponent, guarded))
    }
    fn pow(&self, exponent: &Self) -> Self {
        Complex::pow(self, exponent)
    }
    fn call(function: Function, arguments: &[Self], precision: Precision) -> Self {
        if arguments.iter().all(Complex::is_real) {
            let reals: Vec<Ball> = arguments.iter().map(|x| x.re().clone()).collect();
            let value = Complex::real(Ball::call(function, &reals, precision));
            return arguments.iter().fold(value, |value, x| value.no_better(x));
        }
        let found = match arguments {
            [z] => unary(function, z),
            _ => several(function, arguments),
        };
        found
            .or_else(|| composite(function, arguments, precision))
            .unwrap_or_else(|| Complex::unknown(precision))
    }
    fn call_derivative(_: Function, _: &[u32], _: &[Self], precision: Precision) -> Self {
        Complex::unknown(precision)
    }
    fn compare(comparison: Comparison, a: &Self, b: &Self) -> Truth {
        Ball::compare(comparison, a.re(), b.re())
    }
    fn select(condition: Truth, yes: &Self, no: &Self) -> Self {
        match condition {
            Truth::True => yes.clone(),
            Truth::False => no.clone(),
            Truth::Unknown => yes.hull(no).marked(),
        }
    }
    fn to_integer(&self) -> Option<i64> {
        self.is_real().then(|| self.re().to_integer()).flatten()
    }
}

fn unary(function: Function, z: &Complex) -> Option<Complex> {
    let found = elementary!(function, z).or_else(|| special!(function, z));
    found.or_else(|| match function {
        Function::Sign => Some(z.step(Ball::sign)),
        Function::Floor => Some(z.step(Ball::floor)),
        Function::Ceil => Some(z.step(Ball::ceil)),
        Function::Round => Some(z.step(Ball::round)),
        Function::Trunc => Some(z.step(Ball::trunc)),
        Function::Frac => Some(z - z.step(Ball::floor)),
        Function::LogGamma => Some(z.lgamma()),
        _ => None,
    })
}

fn several(function: Function, arguments: &[Complex]) -> Option<Complex> {
    use Function::*;
    Some(match (function, arguments) {
        (Hypot, [a, b]) => (a.square() + b.square()).sqrt(),
        (Atan2, [y, x]) => y.atan2(x),
        (Mod, [x, y]) => x - y * &(x / y).step(Ball::floor),
        (Min, [a, b]) => lesser(a, b),
        (Max, [a, b]) => -lesser(&-a, &-b),
        (Clamp, [x, lo, hi]) => lesser(&-lesser(&-x, &-lo), hi),
        (Beta, [a, b]) => a.beta(b),
        (EllipticF, [phi, m]) => phi.elliptic_f(m),
        (EllipticE, [phi, m]) => phi.elliptic_e(m),
        (EllipticPi, [n, phi, m]) => n.elliptic_pi(phi, m),
        (EllipticPic, [n, m]) => n.elliptic_pic(m),
        _ => return with_parameters(function, arguments),
    })
}

/// Functions of the last argument (of the last two: Appell's); the others are constants.
fn with_parameters(function: Function, arguments: &[Complex]) -> Option<Complex> {
    use Function::*;
    let variables = if function == AppellF1 { 2 } else { 1 };
    let count = arguments.len().checked_sub(variables)?;
    let (parameters, variables) = arguments.split_at_checked(count)?;
    if !parameters.iter().all(Complex::is_real) {
        return None;
    }
    let reals: Vec<&Ball> = parameters.iter().map(Complex::re).collect();
    let value = match (function, reals.as_slice(), variables) {
        (Polygamma, [n], [z]) => z.polygamma(u32::try_from(n.to_integer()?).ok()?),
        (UpperGamma, [a], [z]) => z.uppergamma(a),
        (LowerGamma, [a], [z]) => z.lowergamma(a),
        (Expint, [n], [z]) => z.expint(n),
        (BesselJ, [n], [z]) => z.besselj(n),
        (BesselY, [n], [z]) => z.bessely(n),
        (BesselI, [n], [z]) => z.besseli(n),
        (BesselK, [n], [z]) => z.besselk(n),
        (HurwitzZeta, [s], [z]) => z.hurwitz_zeta(s),
        (Polylog, [s], [z]) => z.polylog(s),
        (Hyp1F1, [a, b], [z]) => z.hyp1f1(a, b),
        (Hyp2F1, [a, b, c], [z]) => z.hyp2f1(a, b, c),
        (AppellF1, [a, b1, b2, c], [x, y]) => Complex::appellf1([a, b1, b2, c], x, y),
        _ => {
            let (upper, _, z) = function.hypergeometric(arguments)?;
            let (upper, lower) = reals.split_at_checked(upper.len())?;
            z.hypergeometric(upper, lower)
        }
    };
    Some(parameters.iter().fold(value, Complex::no_better))
}

/// The one with the smaller real part.
fn lesser(a: &Complex, b: &Complex) -> Complex {
    Complex::select(Complex::compare(Comparison::Less, a, b), a, b)
}
