//! Special functions against tables of 32 digits (see `data/generate_special_a.py`):
//! every error is within its bound, and every bound is small enough to be of use.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::path::Path;

use partials_numeric::special::*;

/// A function of one or two arguments.
enum Function {
    One(fn(f64) -> Estimate),
    Two(fn(f64, f64) -> Estimate),
}

use Function::{One, Two};

/// Of each function: its table, and the largest bound that is accepted, as a multiple of the
/// value and as an absolute number (near zeros).
const FUNCTIONS: [(&str, Function, f64, f64); 35] = [
    ("erf", One(erf), 2e-16, 0.0),
    ("erfc", One(erfc), 2e-16, 0.0),
    ("erfcx", One(erfcx), 2e-16, 0.0),
    ("erfi", One(erfi), 2e-16, 0.0),
    ("dawson", One(dawson), 2e-16, 0.0),
    ("gamma", One(gamma), 2e-16, 0.0),
    ("lgamma", One(lgamma), 2e-16, 1e-26),
    ("digamma", One(digamma), 2e-16, 1e-27),
    ("polygamma", Two(polygamma), 2e-16, 0.0),
    ("beta", Two(beta), 3e-16, 0.0),
    ("zeta", One(zeta), 2e-16, 1e-30),
    ("hurwitz_zeta", Two(hurwitz_zeta), 2e-15, 1e-22),
    ("Ei", One(Ei), 2e-16, 1e-28),
    ("li", One(li), 2e-16, 1e-28),
    ("expint", Two(expint), 2e-16, 0.0),
    ("Si", One(Si), 2e-16, 0.0),
    ("Ci", One(Ci), 2e-16, 1e-25),
    ("Shi", One(Shi), 2e-16, 0.0),
    ("Chi", One(Chi), 2e-16, 1e-28),
    ("fresnels", One(fresnels), 2e-16, 0.0),
    ("fresnelc", One(fresnelc), 2e-16, 0.0),
    ("lambertw", One(lambertw), 2e-16, 0.0),
    ("polylog", Two(polylog), 2e-16, 1e-22),
    ("airyai", One(airyai), 2e-16, 1e-20),
    ("airybi", One(airybi), 2e-16, 1e-20),
    ("airyai_prime", One(airyai_prime), 2e-16, 1e-20),
    ("airybi_prime", One(airybi_prime), 2e-16, 1e-20),
    ("besselj", Two(besselj), 2e-16, 1e-19),
    ("bessely", Two(bessely), 2e-16, 1e-19),
    ("besseli", Two(besseli), 2e-16, 0.0),
    ("besselk", Two(besselk), 2e-16, 0.0),
    // Between whole orders, but near one, two large parts cancel.
    ("polylog_near_whole", Two(polylog), 1e-6, 0.0),
    ("expint_near_whole", Two(expint), 1e-8, 0.0),
    ("bessely_near_whole", Two(bessely), 1e-3, 1e-3),
    ("besselk_near_whole", Two(besselk), 2e-16, 0.0),
];

/// The numbers of a line.
fn numbers(line: &str) -> Vec<f64> {
    line.trim_matches(['[', ']'])
        .split(',')
        .map(|n| n.parse().unwrap())
        .collect()
}

fn table(name: &str) -> Vec<Vec<f64>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/special_a");
    let text = std::fs::read_to_string(folder.join(format!("{name}.jsonl"))).unwrap();
    text.lines().map(numbers).collect()
}

/// The estimate at the point of a line, and its error.
fn compare(function: &Function, row: &[f64]) -> (Estimate, f64) {
    let (estimate, true_value) = match (function, row) {
        (One(f), [x, value @ ..]) => (f(*x), value),
        (Two(f), [a, x, value @ ..]) => (f(*a, *x), value),
        _ => panic!("a line of {} numbers", row.len()),
    };
    (
        estimate,
        ((estimate.value - true_value[0]) - true_value[1]).abs(),
    )
}

#[test]
fn errors_are_within_bounds_that_are_small() {
    let mut failures = Vec::new();
    for (name, function, relative, absolute) in &FUNCTIONS {
        let (mut worst, mut largest) = (0.0_f64, 0.0_f64);
        let rows = table(name);
        assert!(rows.len() >= 200, "{name} has {} points", rows.len());
        for row in &rows {
            let (Estimate { value, error }, distance) = compare(function, row);
            let accepted = relative * value.abs() + absolute + 1e-300;
            if !(distance <= error && error <= accepted) {
                failures.push(format!(
                    "{name} {row:?}: {value:e}, off {distance:e}, bound {error:e}"
                ));
            }
            worst = worst.max(if distance > 0.0 {
                distance / error
            } else {
                0.0
            });
            largest = largest.max(error / (value.abs() + 1e-300));
        }
        println!(
            "{name:20} {:4} points, error/bound at most {worst:.4}, bound/value at most {largest:.1e}",
            rows.len()
        );
    }
    assert!(
        failures.is_empty(),
        "{} failures\n{}",
        failures.len(),
        failures.join("\n")
    );
}

const EXTREMES: [f64; 25] = [
    0.0,
    -0.0,
    5e-324,
    -5e-324,
    1e-308,
    -1e-300,
    1e-30,
    0.5,
    -0.5,
    1.0,
    -1.0,
    2.0,
    -2.0,
    3.5,
    -7.25,
    1e3,
    -1e3,
    1e8,
    -1e8,
    1e20,
    -1e20,
    f64::MAX,
    f64::MIN,
    f64::INFINITY,
    f64::NEG_INFINITY,
];

/// No argument panics or hangs, and NaN is passed on.
#[test]
fn extreme_arguments_are_answered() {
    for (name, function, ..) in &FUNCTIONS {
        for x in EXTREMES {
            match function {
                One(f) => assert!(f(x).error >= 0.0, "{name}({x})"),
                Two(f) => {
                    for y in EXTREMES {
                        assert!(f(x, y).error >= 0.0, "{name}({x}, {y})");
                    }
                    assert!(f(x, f64::NAN).value.is_nan(), "{name}({x}, NaN)");
                }
            }
        }
        let Estimate { value, error } = match function {
            One(f) => f(f64::NAN),
            Two(f) => f(f64::NAN, 1.0),
        };
        assert!(value.is_nan() && error == f64::INFINITY, "{name}(NaN)");
    }
}

/// Poles and arguments outside the domain have no value.
#[test]
fn outside_the_domain_nothing_is_claimed() {
    let outside = [
        gamma(0.0),
        gamma(-3.0),
        lgamma(0.0),
        lgamma(-0.5),
        lgamma(-1.5),
        digamma(-2.0),
        polygamma(1.0, -1.0),
        polygamma(-1.0, 2.0),
        polygamma(0.5, 2.0),
        beta(0.0, 1.0),
        beta(2.0, -1.0),
        zeta(1.0),
        hurwitz_zeta(1.0, 2.0),
        hurwitz_zeta(2.0, 0.0),
        hurwitz_zeta(0.5, -0.5),
        polylog(1.0, 1.0),
        polylog(2.0, 1.5),
        polylog(-1.0, 1.0),
        Ei(0.0),
        expint(1.0, 0.0),
        expint(1.0, -1.0),
        li(-1.0),
        li(1.0),
        Ci(0.0),
        Ci(-1.0),
        Chi(-1.0),
        lambertw(-0.4),
        besselj(0.5, -1.0),
        bessely(1.0, 0.0),
        bessely(0.0, -1.0),
        besseli(0.5, -1.0),
        besselk(0.0, 0.0),
        besselk(1.0, -2.0),
    ];
    for (place, estimate) in outside.iter().enumerate() {
        assert!(
            estimate.value.is_nan() && estimate.error.is_infinite(),
            "case {place}: {estimate:?}"
        );
    }
}
