//! The value of every function of the table in double precision, with a bound on its error.
//!
//! A test goes over the whole table: a row without its value here doesn't pass.

use partials_symbolic::Function;

use crate::elementary::{self as el, ULP};
use crate::special::{self as sp, Estimate};

/// The value of a function at exact arguments, with a bound on its error. Outside the real domain,
/// and for a wrong number of arguments, [`Estimate::UNDEFINED`].
pub fn estimate(function: Function, arguments: &[f64]) -> Estimate {
    match *arguments {
        [x] => unary(function, x),
        [x, y] => binary(function, x, y),
        _ => many(function, arguments),
    }
}

/// A value that is within the steps which the table of accuracies states, of all functions the
/// most that it states.
fn rounded(value: f64) -> Estimate {
    let steps = ULP.iter().map(|row| row.steps).max().unwrap_or(1);
    Estimate::relative(value, f64::from(steps) * f64::EPSILON)
}

fn unary(function: Function, x: f64) -> Estimate {
    use Function::*;
    match function {
        Exp => rounded(el::exp(x)),
        Expm1 => rounded(el::expm1(x)),
        Exp2 => rounded(el::exp2(x)),
        Ln => rounded(el::ln(x)),
        Log1p => rounded(el::log1p(x)),
        Log2 => rounded(el::log2(x)),
        Log10 => rounded(el::log10(x)),
        Sqrt => rounded(el::sqrt(x)),
        Cbrt => rounded(el::cbrt(x)),
        Sin => rounded(el::sin(x)),
        Cos => rounded(el::cos(x)),
        Tan => rounded(el::tan(x)),
        Sec => rounded(el::sec(x)),
        Csc => rounded(el::csc(x)),
        Cot => rounded(el::cot(x)),
        Asin => rounded(el::asin(x)),
        Acos => rounded(el::acos(x)),
        Atan => rounded(el::atan(x)),
        Asec => rounded(el::asec(x)),
        Acsc => rounded(el::acsc(x)),
        Acot => rounded(el::acot(x)),
        Sinc => rounded(el::sinc(x)),
        Sinh => rounded(el::sinh(x)),
        Cosh => rounded(el::cosh(x)),
        Tanh => rounded(el::tanh(x)),
        Sech => rounded(el::sech(x)),
        Csch => rounded(el::csch(x)),
        Coth => rounded(el::coth(x)),
        Asinh => rounded(el::asinh(x)),
        Acosh => rounded(el::acosh(x)),
        Atanh => rounded(el::atanh(x)),
        Asech => rounded(el::asech(x)),
        Acsch => rounded(el::acsch(x)),
        Acoth => rounded(el::acoth(x)),
        Abs => Estimate::relative(x.abs(), 0.0),
        Sign => Estimate::relative(el::sign(x), 0.0),
        Floor => Estimate::relative(x.floor(), 0.0),
        Ceil => Estimate::relative(x.ceil(), 0.0),
        Round => Estimate::relative(x.round_ties_even(), 0.0),
        Trunc => Estimate::relative(x.trunc(), 0.0),
        Frac => rounded(el::frac(x)),
        Heaviside => Estimate::relative(el::heaviside(x), 0.0),
        Sigmoid => rounded(el::sigmoid(x)),
        Logit => rounded(el::logit(x)),
        Softplus => rounded(el::softplus(x)),
        Relu => Estimate::relative(el::relu(x), 0.0),
        Gelu => gelu(x),
        Silu => rounded(el::silu(x)),
        Mish => rounded(el::mish(x)),
        Erf => sp::erf(x),
        Erfc => sp::erfc(x),
        Erfi => sp::erfi(x),
        Erfcx => sp::erfcx(x),
        Dawson => sp::dawson(x),
        FresnelS => sp::fresnels(x),
        FresnelC => sp::fresnelc(x),
        Gamma => sp::gamma(x),
        LogGamma => sp::lgamma(x),
        Digamma => sp::digamma(x),
        Ei => sp::Ei(x),
        Li => sp::li(x),
        Si => sp::Si(x),
        Ci => sp::Ci(x),
        Shi => sp::Shi(x),
        Chi => sp::Chi(x),
        AiryAi => sp::airyai(x),
        AiryBi => sp::airybi(x),
        AiryAiPrime => sp::airyai_prime(x),
        AiryBiPrime => sp::airybi_prime(x),
        LambertW => sp::lambertw(x),
        EllipticK => sp::elliptic_k(x),
        EllipticEc => sp::elliptic_ec(x),
        Zeta => sp::zeta(x),
        LogSumExp => Estimate::relative(x, 0.0),
        _ => Estimate::UNDEFINED,
    }
}

fn binary(function: Function, a: f64, b: f64) -> Estimate {
    use Function::*;
    match function {
        Hypot => rounded(el::hypot(a, b)),
        Atan2 => rounded(el::atan2(a, b)),
        Mod => modulo(a, b),
        Min => Estimate::relative(a.min(b), 0.0),
        Max => Estimate::relative(a.max(b), 0.0),
        LeakyRelu => rounded(el::leaky_relu(a, b)),
        Elu => rounded(el::elu(a, b)),
        Huber => rounded(el::huber(a, b)),
        Polygamma => sp::polygamma(a, b),
        Beta => sp::beta(a, b),
        UpperGamma => sp::uppergamma(a, b),
        LowerGamma => sp::lowergamma(a, b),
        Expint => sp::expint(a, b),
        BesselJ => sp::besselj(a, b),
        BesselY => sp::bessely(a, b),
        BesselI => sp::besseli(a, b),
        BesselK => sp::besselk(a, b),
        EllipticF => sp::elliptic_f(a, b),
        EllipticE => sp::elliptic_e(a, b),
        EllipticPic => sp::elliptic_pic(a, b),
        HurwitzZeta => sp::hurwitz_zeta(a, b),
        Polylog => sp::polylog(a, b),
        Legendre => sp::legendre(a, b),
        Hermite => sp::hermite(a, b),
        Laguerre => sp::laguerre(a, b),
        ChebyshevT => sp::chebyshev_t(a, b),
        ChebyshevU => sp::chebyshev_u(a, b),
        Hyp0F1 => sp::hypergeometric(&[], &[a], b),
        LogSumExp => log_sum(&[a, b]),
        _ => Estimate::UNDEFINED,
    }
}

fn many(function: Function, arguments: &[f64]) -> Estimate {
    match (function, arguments) {
        (Function::Clamp, &[x, lo, hi]) if lo <= hi => Estimate::relative(x.max(lo).min(hi), 0.0),
        (Function::EllipticPi, &[n, phi, m]) => sp::elliptic_pi(n, phi, m),
        (Function::Hyp1F1, &[a, b, x]) => sp::hyp1f1(a, b, x),
        (Function::Hyp2F1, &[a, b, c, x]) => sp::hyp2f1(a, b, c, x),
        (Function::AppellF1, &[a, b1, b2, c, x, y]) => sp::appellf1(a, b1, b2, c, x, y),
        (Function::LogSumExp, terms) => log_sum(terms),
        _ => match function.hypergeometric(arguments) {
            Some((upper, lower, x)) => sp::hypergeometric(upper, lower, *x),
            None => Estimate::UNDEFINED,
        },
    }
}

/// x·(1 + erf(x/√2))/2, in the form that keeps its digits for negative x.
fn gelu(x: f64) -> Estimate {
    let tail = sp::erfc(-x * std::f64::consts::FRAC_1_SQRT_2);
    let value = x * tail.value / 2.0;
    // The argument's rounding is magnified by |d ln erfc(t)/dt|, which is below 2|t| + 2, and
    // nothing far out, where the tail is 0 or 2.
    let near = x.abs().min(60.0);
    let rounding = (near + 3.0) * (near + 2.0) * f64::EPSILON;
    Estimate {
        value,
        error: x.abs() * tail.error + value.abs() * rounding,
    }
}

/// The largest term is added to a logarithm, whose error is absolute: they may cancel.
fn log_sum(terms: &[f64]) -> Estimate {
    let value = el::logsumexp(terms);
    let largest = terms.iter().fold(0.0, |most: f64, x| most.max(x.abs()));
    let size = value.abs() + largest.min(1e3 + value.abs()) + terms.len() as f64;
    Estimate {
        value,
        error: 4.0 * f64::EPSILON * size,
    }
}

/// x - y·floor(x/y), exact but for the last rounding.
fn modulo(x: f64, y: f64) -> Estimate {
    let value = el::modulo(x, y);
    Estimate {
        value,
        error: y.abs() * f64::EPSILON,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use partials_symbolic::functions::Arity;

    #[test]
    fn every_row_has_a_value_at_its_samples() {
        for function in Function::ALL {
            for sample in function.row().samples {
                let found = estimate(*function, sample);
                let useful = found.error <= 1e-9 * found.value.abs().max(1e-3);
                assert!(
                    found.value.is_finite() && useful,
                    "{function:?} at {sample:?}: {found:?}"
                );
            }
        }
    }

    #[test]
    fn a_wrong_number_of_arguments_is_undefined() {
        for function in Function::ALL {
            if let Arity::Exactly(n) = function.arity() {
                let found = estimate(*function, &vec![0.5; n + 1]);
                assert!(found.value.is_nan(), "{function:?}");
            }
        }
    }
}
