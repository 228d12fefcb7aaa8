//! Functions of complex balls against reference values (`data/generate_complex.py`): at points
//! and over boxes around them; and what is known of cuts, poles and kinks.
#![allow(clippy::expect_used)] // What is not there fails the test.

#[allow(dead_code)] // Other tests use the rest of it.
mod ball_support;

use ball_support::rounded_decimal;
use partials_numeric::ball::{Ball, Complex, Precision};
use partials_numeric::scalar::Scalar;
use partials_symbolic::Function;
use serde::Deserialize;

/// One line of the table: parameters, argument and value.
#[derive(Deserialize)]
struct Case {
    f: String,
    p: Vec<String>,
    z: [String; 2],
    y: [String; 2],
}

/// The reference values have 60 digits.
const DIGITS: i64 = 59;
/// How many bits below its precision a value may be uncertain, in relation to its size.
const LOST_BITS: i64 = 24;

fn number(text: &str) -> f64 {
    text.parse().expect(text)
}

impl Case {
    fn truth(&self) -> Complex {
        let [re, im] = self.y.each_ref().map(|part| rounded_decimal(part, DIGITS));
        Complex::new(re, im)
    }

    /// The value over a box of that radius, with the midpoint a little off the point.
    fn around(&self, radius: f64, precision: Precision) -> Complex {
        let function = Function::find(&self.f).expect(&self.f);
        let parameters = self.p.iter().map(|p| Ball::from_f64(number(p), precision));
        let part =
            |text: &String| Ball::from_mid_rad(number(text) + 0.75 * radius, radius, precision);
        let [re, im] = self.z.each_ref().map(part);
        let all: Vec<Complex> = parameters
            .map(Complex::real)
            .chain([Complex::new(re, im)])
            .collect();
        Complex::call(function, &all, precision)
    }
}

fn cases() -> Vec<Case> {
    include_str!("data/ball/complex.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).expect(line))
        .collect()
}

/// A bound of the distance of all members from each other, as a power of 2 above it, in relation
/// to the size.
fn lost(value: &Complex) -> i64 {
    value.radius().top() - value.magnitude_up().top()
}

#[test]
fn values_contain_the_reference_and_are_sharp() {
    let mut faults = Vec::new();
    for case in cases() {
        for bits in [64, 160] {
            let value = case.around(0.0, Precision::bits(bits));
            let sharp = value.is_value() && lost(&value) <= LOST_BITS - i64::from(bits);
            if !value.overlaps(&case.truth()) || !value.is_analytic() || !sharp {
                let what = (&case.f, &case.p, &case.z);
                faults.push(format!(
                    "{what:?} at {bits} bits: {value}, not {}",
                    case.truth()
                ));
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

#[test]
fn boxes_contain_the_reference() {
    let mut bounded = 0;
    for case in cases() {
        for width in [-40, -20, -10, -4] {
            let value = case.around(2f64.powi(width), Precision::bits(64));
            let what = (&case.f, &case.p, &case.z);
            // Across a cut the value may be that of the other side.
            let holds = value.overlaps(&case.truth()) || !value.is_analytic();
            assert!(holds, "{what:?}, width 2^{width}: {value}");
            bounded += usize::from(value.is_analytic());
        }
    }
    assert!(bounded > 2_000, "{bounded}");
}

fn around(re: f64, im: f64, radius: f64) -> Complex {
    let precision = Precision::bits(64);
    Complex::new(
        Ball::from_mid_rad(re, radius, precision),
        Ball::from_mid_rad(im, radius, precision),
    )
}

#[test]
fn cuts_poles_and_kinks_are_known() {
    use Function::*;
    let at =
        |function, z: &Complex| Complex::call(function, std::slice::from_ref(z), z.precision());
    let met = [
        (Ln, -1.0, 0.0),
        (Sqrt, -2.0, 0.05),
        (Ln, 0.0, 0.0),
        (Asin, 1.0, 0.0),
        (Asin, -1.5, 0.0),
        (Acos, 1.5, 0.0),
        (Atan, 0.0, 1.0),
        (Atan, 0.0, -1.5),
        (Acosh, 0.5, 0.0),
        (Atanh, 1.2, 0.0),
        (Asinh, 0.0, 1.1),
        (Tan, std::f64::consts::FRAC_PI_2, 0.0),
        (Csc, 0.0, 0.0),
        (Coth, 0.0, 3.15),
        (Gamma, -2.0, 0.0),
        (Digamma, 0.0, 0.0),
        (LogGamma, -0.5, 0.0),
        (Ei, 0.0, 0.0),
        (Li, 1.0, 0.0),
        (Ci, -1.0, 0.0),
        (EllipticK, 1.1, 0.0),
        (LambertW, -0.4, 0.0),
        (Abs, 0.0, 0.3),
        (Cbrt, 0.05, 0.0),
        (Floor, 2.0, 0.0),
        (Round, 2.5, 0.0),
        (Sign, 0.0, 0.0),
        (Relu, 0.0, 0.0),
        (Acot, 0.0, 0.0),
        (Asec, 0.5, 0.0),
    ];
    for (function, re, im) in met {
        let value = at(function, &around(re, im, 0.1));
        assert!(
            !value.is_analytic(),
            "{function:?} at {re} + {im}i: {value}"
        );
    }
    // The same functions where nothing is met.
    for (function, _, _) in met {
        for (re, im) in [(0.6, 0.5), (0.3, -0.4)] {
            let value = at(function, &around(re, im, 0.01));
            assert!(value.is_analytic(), "{function:?} at {re} + {im}i: {value}");
        }
    }
}

#[test]
fn what_is_not_analytic_stays_so() {
    let kink = around(0.0, 0.0, 0.1).abs();
    let later = (kink.exp() * &around(1.0, 0.0, 0.1)).sin() + &around(2.0, 0.0, 0.1);
    assert!(later.is_value() && !later.is_analytic());
    let three = around(3.0, 0.0, 0.0);
    assert!(three.is_real() && three.ln().is_analytic());
}
