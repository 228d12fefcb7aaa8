//! What the tests of ball arithmetic share: reference values, and functions by name.

#![allow(clippy::expect_used, clippy::panic)]

use partials_numeric::ball::{Ball, Precision};
use partials_numeric::scalar::Scalar;
use partials_symbolic::Function;
use serde::Deserialize;

/// One line of a reference table.
#[derive(Deserialize)]
pub struct Case {
    pub f: String,
    x: Vec<String>,
    y: Option<String>,
}

/// The reference values have 125 digits.
const REFERENCE_DIGITS: i64 = 124;

impl Case {
    /// The cases of a table of JSON lines.
    pub fn table(text: &str) -> Vec<Case> {
        text.lines()
            .map(|line| serde_json::from_str(line).expect(line))
            .collect()
    }

    pub fn arguments(&self) -> Vec<f64> {
        self.x.iter().map(|x| x.parse().expect(x)).collect()
    }

    /// The true value, with the error of its last digit; `None` outside the domain.
    pub fn value(&self) -> Option<Ball> {
        self.y.as_deref().map(decimal)
    }

    pub fn describe(&self) -> String {
        format!("{}({})", self.f, self.x.join(", "))
    }
}

/// A decimal number of [`REFERENCE_DIGITS`] certain digits.
pub fn decimal(text: &str) -> Ball {
    rounded_decimal(text, REFERENCE_DIGITS)
}

/// A decimal number of that many certain digits.
pub fn rounded_decimal(text: &str, certain: i64) -> Ball {
    let precision = Precision::bits(600);
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}").parse().expect(text);
    let shift = exponent.parse::<i64>().expect(text) - i64::try_from(fraction.len()).expect(text);
    let scale = Ball::from_i64(10, precision).powi(shift);
    let value = Ball::from_integer(&digits, precision) * scale;
    let tolerance = Ball::from_i64(10, precision).powi(1 - certain);
    let error = (&value * &tolerance).magnitude_up();
    value.inflate(error)
}

type Unary = fn(&Ball) -> Ball;
type Ternary = fn(&Ball, &Ball, &Ball) -> Ball;
type Binary = fn(&Ball, &Ball) -> Ball;

const UNARY: &[(&str, Unary)] = &[
    ("sqrt", Ball::sqrt),
    ("cbrt", Ball::cbrt),
    ("exp", Ball::exp),
    ("expm1", Ball::expm1),
    ("exp2", Ball::exp2),
    ("ln", Ball::ln),
    ("log1p", Ball::log1p),
    ("log2", Ball::log2),
    ("log10", Ball::log10),
    ("sin", Ball::sin),
    ("cos", Ball::cos),
    ("tan", Ball::tan),
    ("sec", Ball::sec),
    ("csc", Ball::csc),
    ("cot", Ball::cot),
    ("sinc", Ball::sinc),
    ("asin", Ball::asin),
    ("acos", Ball::acos),
    ("atan", Ball::atan),
    ("acot", Ball::acot),
    ("asec", Ball::asec),
    ("acsc", Ball::acsc),
    ("sinh", Ball::sinh),
    ("cosh", Ball::cosh),
    ("tanh", Ball::tanh),
    ("sech", Ball::sech),
    ("csch", Ball::csch),
    ("coth", Ball::coth),
    ("asinh", Ball::asinh),
    ("acosh", Ball::acosh),
    ("atanh", Ball::atanh),
    ("asech", Ball::asech),
    ("acsch", Ball::acsch),
    ("acoth", Ball::acoth),
    ("floor", Ball::floor),
    ("ceil", Ball::ceil),
    ("round", Ball::round),
    ("abs", Ball::abs),
    ("erf", Ball::erf),
    ("erfc", Ball::erfc),
    ("erfi", Ball::erfi),
    ("erfcx", Ball::erfcx),
    ("dawson", Ball::dawson),
    ("ei", Ball::ei),
    ("li", Ball::li),
    ("si", Ball::si),
    ("ci", Ball::ci),
    ("shi", Ball::shi),
    ("chi", Ball::chi),
    ("gamma", Ball::gamma),
    ("lgamma", Ball::lgamma),
    ("digamma", Ball::digamma),
    ("trigamma", |x| x.polygamma(1)),
    ("tetragamma", |x| x.polygamma(2)),
    ("zeta", Ball::zeta),
    ("fresnels", Ball::fresnels),
    ("fresnelc", Ball::fresnelc),
    ("lambertw", Ball::lambertw),
    ("elliptic_k", Ball::elliptic_k),
    ("elliptic_ec", Ball::elliptic_ec),
];

const BINARY: &[(&str, Binary)] = &[
    ("pow", Ball::pow),
    ("atan2", Ball::atan2),
    ("hypot", Ball::hypot),
    ("uppergamma", Ball::uppergamma),
    ("lowergamma", Ball::lowergamma),
    ("expint", Ball::expint),
    ("polylog", |s, x| x.polylog(s)),
    ("beta", Ball::beta),
    ("hurwitz_zeta", Ball::hurwitz_zeta),
    ("elliptic_f", Ball::elliptic_f),
    ("elliptic_e", Ball::elliptic_e),
    ("elliptic_pic", Ball::elliptic_pic),
];

const TERNARY: &[(&str, Ternary)] = &[("elliptic_pi", Ball::elliptic_pi)];

type Quaternary = fn(&Ball, &Ball, &Ball, &Ball) -> Ball;

const QUATERNARY: &[(&str, Quaternary)] = &[("hyp2f1", |a, b, c, x| x.hyp2f1(a, b, c))];

/// The function of that name at the arguments; of the table, where it is not listed here.
pub fn evaluate(name: &str, x: &[Ball]) -> Ball {
    let unary = UNARY
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, f)| f);
    let binary = BINARY
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, f)| f);
    let ternary = TERNARY
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, f)| f);
    let quaternary = QUATERNARY
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, f)| f);
    if let ([a, b, c, x], Some(f)) = (x, quaternary) {
        return f(a, b, c, x);
    }
    match (x, unary, binary, ternary) {
        ([x], Some(f), _, _) => f(x),
        ([x, y], _, Some(f), _) => f(x, y),
        ([x, y, z], _, _, Some(f)) => f(x, y, z),
        _ => {
            let function = Function::find(name).expect(name);
            let precision = x.first().map_or(Precision::MIN, Ball::precision);
            Ball::call(function, x, precision)
        }
    }
}

/// Whether the function has steps, where a ball on a step is wide.
pub fn has_steps(name: &str) -> bool {
    ["floor", "ceil", "round", "sign", "trunc"].contains(&name)
}
