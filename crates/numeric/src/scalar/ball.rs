//! Balls at any precision. What balls can't bound is indeterminate, and a claim about it
//! `consistent` at best: polygamma functions of orders that are no integers from 0 to 1000,
//! orthogonal polynomials of degrees that are none up to 10,000, polylogarithms of such orders left
//! of -1, gamma functions beyond 65,536 steps left of 0, Bessel functions by their power series
//! beyond 4096, Appell's function outside its circle of convergence, and derivatives without a
//! closed form.

use partials_symbolic::graph::{Comparison, Constant};
use partials_symbolic::{Function, Rational};

use super::Scalar;
use super::composite::composite;
use crate::ball::{Ball, Precision};
use crate::interval::Truth;

impl Scalar for Ball {
    type Context = Precision;

    fn number(value: &Rational, precision: Precision) -> Self {
        match value {
            Rational::Small(p, 1) => Ball::from_i64(*p, precision),
            Rational::Small(p, q) => Ball::from_ratio(*p, *q, precision),
            big => Ball::from_rational(&big.to_big(), precision),
        }
    }
    fn constant(constant: Constant, precision: Precision) -> Self {
        match constant {
            Constant::Pi => Ball::pi(precision),
            Constant::E => Ball::e(precision),
            Constant::Infinity => Ball::indeterminate(precision),
            _ => Ball::outside(precision),
        }
    }
    by_operators!();
    fn div(&self, other: &Self) -> Self {
        self / other
    }
    fn powi(&self, exponent: i64) -> Self {
        Ball::powi(self, exponent)
    }
    fn pow_rational(&self, exponent: &Rational) -> Self {
        Ball::pow_rational(self, &exponent.to_big())
    }
    fn pow(&self, exponent: &Self) -> Self {
        Ball::pow(self, exponent)
    }
    fn call(function: Function, arguments: &[Self], precision: Precision) -> Self {
        let found = match arguments {
            [x] => unary(function, x),
            _ => several(function, arguments),
        };
        found
            .or_else(|| composite(function, arguments, precision))
            .unwrap_or_else(|| Ball::indeterminate(precision))
    }
    fn call_derivative(_: Function, _: &[u32], _: &[Self], precision: Precision) -> Self {
        Ball::indeterminate(precision)
    }
    fn compare(comparison: Comparison, a: &Self, b: &Self) -> Truth {
        let holds = match comparison {
            Comparison::Less => a.less(b),
            Comparison::LessEqual => a.at_most(b),
            Comparison::Greater => a.greater(b),
            Comparison::GreaterEqual => a.at_least(b),
            Comparison::Equal => a.equals(b),
            Comparison::NotEqual => a.equals(b).map(|equal| !equal),
        };
        match holds {
            Some(true) => Truth::True,
            Some(false) => Truth::False,
            None => Truth::Unknown,
        }
    }
    fn select(condition: Truth, yes: &Self, no: &Self) -> Self {
        match condition {
            Truth::True => yes.clone(),
            Truth::False => no.clone(),
            Truth::Unknown => yes.hull(no),
        }
    }
    fn to_integer(&self) -> Option<i64> {
        if self.is_exact() {
            self.mid_f64().to_integer()
        } else {
            None
        }
    }
}

/// Whether there are balls for a function of so many arguments.
pub fn has_ball(function: Function, arguments: usize) -> bool {
    let ones = vec![Ball::one(Precision::MIN); arguments];
    let found = match ones.as_slice() {
        [x] => unary(function, x),
        _ => several(function, &ones),
    };
    found.is_some() || composite(function, &ones, Precision::MIN).is_some()
}

fn unary(function: Function, x: &Ball) -> Option<Ball> {
    let found = elementary!(function, x).or_else(|| steps!(function, x));
    found
        .or_else(|| special!(function, x))
        .or_else(|| match function {
            Function::Zeta => Some(x.zeta()),
            Function::LogGamma => Some(positive(x)?.lgamma()),
            _ => None,
        })
}

/// The argument, where it is known to be positive: ln|Γ| is not our ln Γ elsewhere.
fn positive(x: &Ball) -> Option<&Ball> {
    (x.greater(&Ball::zero(x.precision())) == Some(true)).then_some(x)
}

fn several(function: Function, arguments: &[Ball]) -> Option<Ball> {
    Some(match (function, arguments) {
        (Function::Hypot, [a, b]) => a.hypot(b),
        (Function::Atan2, [y, x]) => y.atan2(x),
        (Function::Mod, [x, y]) => x - &(y * &(x / y).floor()),
        (Function::Min, [a, b]) => a.min(b),
        (Function::Max, [a, b]) => a.max(b),
        (Function::Clamp, [x, lo, hi]) => x.max(lo).min(hi),
        (Function::EllipticF, [phi, m]) => phi.elliptic_f(m),
        (Function::EllipticE, [phi, m]) => phi.elliptic_e(m),
        (Function::EllipticPi, [n, phi, m]) => n.elliptic_pi(phi, m),
        (Function::EllipticPic, [n, m]) => n.elliptic_pic(m),
        (Function::Polygamma, [n, x]) => x.polygamma(u32::try_from(n.to_integer()?).ok()?),
        (Function::Beta, [a, b]) => a.beta(b),
        (Function::UpperGamma, [a, x]) => a.uppergamma(x),
        (Function::LowerGamma, [a, x]) => a.lowergamma(x),
        (Function::Expint, [n, x]) => n.expint(x),
        (Function::HurwitzZeta, [s, a]) => s.hurwitz_zeta(a),
        (Function::Polylog, [s, x]) => x.polylog(s),
        (Function::Hyp1F1, [a, b, x]) => x.hyp1f1(a, b),
        (Function::Hyp2F1, [a, b, c, x]) => x.hyp2f1(a, b, c),
        (Function::AppellF1, [a, b1, b2, c, x, y]) => Ball::appellf1([a, b1, b2, c], x, y),
        (Function::BesselJ, [n, x]) => n.besselj(x),
        (Function::BesselY, [n, x]) => n.bessely(x),
        (Function::BesselI, [n, x]) => n.besseli(x),
        (Function::BesselK, [n, x]) => n.besselk(x),
        _ => {
            let (upper, lower, x) = function.hypergeometric(arguments)?;
            let [upper, lower] = [upper, lower].map(|list| list.iter().collect::<Vec<_>>());
            x.hypergeometric(&upper, &lower)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_function_of_the_table_has_a_ball() {
        for &function in Function::ALL {
            for sample in function.row().samples {
                assert!(has_ball(function, sample.len()), "{function:?}");
            }
        }
    }
}
