//! Exact values at rational arguments, where they are rational.

use super::Function;
use crate::number::Rational;

impl Function {
    /// The exact value at a rational argument, where it is rational and cheap to see.
    pub fn exact_value(self, x: &Rational) -> Option<Rational> {
        use Function::*;
        let zero = x.is_zero();
        match self {
            Exp | Exp2 | Cos | Cosh | Sec | Sech | Sinc | Erfc | Erfcx if zero => {
                Some(Rational::ONE)
            }
            Sin | Tan | Sinh | Tanh | Asin | Atan | Asinh | Atanh | Expm1 | Log1p | Cbrt | Erf
            | Erfi | Si | Shi | Dawson | FresnelS | FresnelC | LambertW
                if zero =>
            {
                Some(Rational::ZERO)
            }
            Ln | Log2 | Log10 | Acosh if x.is_one() => Some(Rational::ZERO),
            Acos if x.is_one() => Some(Rational::ZERO),
            Abs => Some(if x.is_negative() { x.neg() } else { x.clone() }),
            Sign => Some(if x.is_negative() {
                Rational::MINUS_ONE
            } else if zero {
                Rational::ZERO
            } else {
                Rational::ONE
            }),
            Relu => Some(if x.is_negative() {
                Rational::ZERO
            } else {
                x.clone()
            }),
            Floor | Ceil | Round | Trunc if x.is_integer() => Some(x.clone()),
            Gamma => factorial(x.to_i64()?.checked_sub(1)?),
            _ => None,
        }
    }
}

/// n!, up to a size that is worth folding.
fn factorial(n: i64) -> Option<Rational> {
    (0..=1000).contains(&n).then(|| {
        (2..=n).fold(Rational::ONE, |product, factor| {
            product.mul(&Rational::from(factor))
        })
    })
}
