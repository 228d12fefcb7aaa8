//! The vector functions keep their stated bounds, on every machine, and are right at the edges.

#[path = "vector_support/measure.rs"]
mod measure;
mod vector_support;

use measure::{Measured, is_binary, worst};
use partials_numeric::elementary;
use partials_numeric::scalar::estimate;
use partials_numeric::special::Estimate;
use partials_numeric::vector::{FUNCTIONS, Machine, POWER_ULP};
use partials_symbolic::Function;
use vector_support::Seeded;

#[test]
fn errors_are_within_the_stated_bounds() {
    let mut wrong = Vec::new();
    let functions = FUNCTIONS
        .iter()
        .map(|row| (Measured::Call(row.function), row.ulp));
    for (measured, ulp) in functions.chain([(Measured::Power, POWER_ULP)]) {
        for (machine, error, at) in worst(measured, 100_000, Seeded::argument) {
            println!("{measured:?} {machine:?}: {error:.3} ulp at {at:?}");
            // NaN is an error too.
            if error.is_nan() || error > ulp {
                wrong.push((measured, machine, error, at));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Where the one of e^x - 1 is a part of the last digit of the power.
#[test]
fn sinh_keeps_its_bound_where_the_power_has_all_digits() {
    let row = FUNCTIONS.iter().find(|row| row.function == Function::Sinh);
    let bound = row.map_or(f64::NAN, |row| row.ulp);
    let sinh = Measured::Call(Function::Sinh);
    for (machine, error, at) in worst(sinh, 300_000, |seeded| 36.5 + seeded.unit()) {
        assert!(error <= bound, "{machine:?}: {error:.3} ulp at {at:?}");
    }
}

/// A wrong digit must not pass: the reference is not the code under test.
#[test]
fn the_measure_sees_two_units() {
    let truth = vector_support::exp(vector_support::Double(1.0, 0.0));
    let e = std::f64::consts::E;
    assert!(vector_support::error_in_ulp(e, truth) < 0.5);
    let wrong = f64::from_bits(e.to_bits() + 2);
    assert!(vector_support::error_in_ulp(wrong, truth) > 1.5);
}

/// Zeros, infinities, NaN, subnormal and huge numbers, ends of domains.
const EDGES: [f64; 34] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    -0.5,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
    5e-324,
    -5e-324,
    1e-310,
    -1e-310,
    f64::MIN_POSITIVE,
    f64::MAX,
    f64::MIN,
    1e22,
    -1e300,
    1.0000000000000002,
    -1.0000000000000002,
    0.9999999999999999,
    709.782712893384,
    709.7827128933841,
    710.4758600739439,
    710.475860073944,
    -708.5,
    -745.1332191019411,
    -745.1332191019412,
    -746.0,
    1.0995116277760e12,
    1.0995116277761e12,
    -3e15,
    3e-8,
    -1e-17,
];

/// Within the bound of the function of a correctly rounded value. The sign of a zero counts where
/// the expected one has it.
fn close(found: f64, expected: f64, ulp: f64) -> bool {
    let zeros = expected != 0.0 || expected.is_sign_positive() || found.is_sign_negative();
    let steps = found.to_bits().abs_diff(expected.to_bits());
    found.is_nan() && expected.is_nan()
        || found == expected && zeros
        || found.signum() == expected.signum() && steps as f64 <= ulp
}

#[test]
fn edges_are_those_of_the_correctly_rounded_functions() {
    let mut wrong = Vec::new();
    for row in FUNCTIONS {
        for machine in Machine::all() {
            let mut check = |arguments: &[f64], found: f64| {
                let Estimate { value, error } = estimate(row.function, arguments);
                let expected = value;
                let within = error.is_finite() && (found - value).abs() <= 2.0 * error;
                if !within && !close(found, expected, row.ulp) {
                    let at = format!("{:?} {machine:?} of {arguments:?}", row.function);
                    wrong.push(format!("{at}: {found:e}, not {expected:e}"));
                }
            };
            let mut y = [0.0; EDGES.len()];
            if !is_binary(row.function) {
                machine.map(row.function, &EDGES, &mut y);
                EDGES.iter().zip(y).for_each(|(x, y)| check(&[*x], y));
                continue;
            }
            for a in EDGES {
                machine.map2(row.function, &[a; EDGES.len()], &EDGES, &mut y);
                let pairs = EDGES.iter().zip(y);
                // Where the quotient underflows, the reference loses its sign.
                let is_angle = row.function == Function::Atan2;
                let pairs = pairs.filter(|(_, y)| !is_angle || y.abs() > 1e-300 || y.is_nan());
                pairs.for_each(|(b, y)| check(&[a, *b], y));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Numbers at which a power has an edge, beside [`EDGES`].
const EXPONENTS: [f64; 16] = [
    2.0,
    -2.0,
    3.0,
    -3.0,
    -0.3,
    1.0 / 3.0,
    4503599627370495.5,
    4503599627370497.0,
    -9007199254740991.0,
    9007199254740992.0,
    9007199254740994.0,
    1e25,
    1e-25,
    -1e300,
    1074.0,
    -1022.5,
];

#[test]
fn powers_at_the_edges_are_those_of_the_scalar_code() {
    let mut wrong = Vec::new();
    let numbers: Vec<f64> = EDGES.into_iter().chain(EXPONENTS).collect();
    for machine in Machine::all() {
        for base in &numbers {
            let mut y = vec![0.0; numbers.len()];
            machine.powers(&vec![*base; numbers.len()], &numbers, &mut y);
            for (exponent, found) in numbers.iter().zip(y) {
                let expected = elementary::pow(*base, *exponent);
                if !close(found, expected, POWER_ULP) {
                    wrong.push(format!(
                        "{machine:?}: {base:e}^{exponent:e} is {found:e}, not {expected:e}"
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What is a double is given as it is, with any base.
#[test]
fn powers_that_are_numbers_are_exact() {
    let bases: Vec<f64> = (1..400).map(|i| f64::from(i) * 0.25).collect();
    for machine in Machine::all() {
        for (exponent, exact) in [
            (1.0, (|x| x) as fn(f64) -> f64),
            (2.0, |x| x * x),
            (3.0, |x| x * x * x),
            (0.0, |_| 1.0),
        ] {
            let mut y = vec![0.0; bases.len()];
            machine.powers(&bases, &vec![exponent; bases.len()], &mut y);
            for (x, y) in bases.iter().zip(y) {
                assert_eq!(y, exact(*x), "{machine:?}: {x}^{exponent}");
            }
        }
    }
}

#[test]
fn lanes_do_not_depend_on_their_neighbours() {
    let x: Vec<f64> = (0..100).map(|i| f64::from(i) * 0.37 - 18.0).collect();
    for row in FUNCTIONS.iter().filter(|row| !is_binary(row.function)) {
        for machine in Machine::all() {
            let (mut all, mut one) = (vec![0.0; 100], [0.0]);
            machine.map(row.function, &x, &mut all);
            for (x, y) in x.iter().zip(&all) {
                machine.map(row.function, &[*x], &mut one);
                assert_eq!(one[0].to_bits(), y.to_bits(), "{:?} at {x}", row.function);
            }
        }
    }
}
