//! Every function against tables of reference values (`data/generate_ball.py`).
//!
//! The true value must be in the ball, at every precision, for exact arguments and for balls
//! around them, and the ball must be small where the argument is exact.

mod ball_support;

use ball_support::{Case, evaluate, has_steps};
use partials_numeric::ball::{Ball, Outcome, Precision};

const PRECISIONS: [u32; 4] = [64, 128, 256, 1024];
/// How many bits of the precision an exact argument may cost.
const LOST_BITS: i64 = 12;

/// What is wrong with the value at exact arguments, if anything.
fn fault_at_point(case: &Case, precision: u32) -> Option<String> {
    let precision = Precision::bits(precision);
    let x: Vec<Ball> = case
        .arguments()
        .iter()
        .map(|x| Ball::from_f64(*x, precision))
        .collect();
    let y = evaluate(&case.f, &x);
    let fault = match (case.value(), y.outcome()) {
        (None, Outcome::Value) => "has a value outside the domain",
        (Some(_), Outcome::Outside) => "is said to be outside the domain",
        (Some(_), Outcome::Indeterminate) => "is indeterminate",
        (Some(truth), _) if truth.separated_from(&y) => "does not contain the value",
        (Some(truth), _) if !is_sharp(&y, &truth, precision) => "is not sharp",
        _ => return None,
    };
    Some(format!(
        "{} at {} bits {fault}: {y}",
        case.describe(),
        precision.get()
    ))
}

fn is_sharp(y: &Ball, truth: &Ball, precision: Precision) -> bool {
    let both_zero = y.contains_zero() && truth.contains_zero();
    both_zero || y.relative_accuracy_bits() >= i64::from(precision.get()) - LOST_BITS
}

/// What is wrong with the value over balls around the arguments, if anything.
fn fault_around(case: &Case, precision: u32, width: i32) -> Option<String> {
    let truth = case.value()?;
    let precision = Precision::bits(precision);
    let around = |x: &f64| {
        let rad = 2f64.powi(width) * x.abs().max(1e-3);
        Ball::from_mid_rad(x + 0.75 * rad, rad, precision)
    };
    let x: Vec<Ball> = case.arguments().iter().map(around).collect();
    let y = evaluate(&case.f, &x);
    let contained = !y.is_outside() && y.overlaps(&truth);
    let fault = format!(
        "{} at {} bits, width 2^{width}: {y}",
        case.describe(),
        precision.get()
    );
    (!contained).then_some(fault)
}

fn check_table(text: &str, precisions: &[u32]) {
    let mut faults = Vec::new();
    for case in Case::table(text) {
        for precision in precisions {
            faults.extend(fault_at_point(&case, *precision));
        }
        for width in [-40, -20, -5, 0] {
            faults.extend(fault_around(&case, 128, width));
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
fn elementary_functions_contain_the_reference_values() {
    check_table(include_str!("data/ball/elementary.jsonl"), &PRECISIONS);
}

#[test]
fn integrals_contain_the_reference_values() {
    check_table(include_str!("data/ball/integrals.jsonl"), &PRECISIONS);
}

#[test]
fn elliptic_integrals_contain_the_reference_values() {
    check_table(include_str!("data/ball/elliptic.jsonl"), &[64, 128, 256]);
}

#[test]
fn gamma_and_zeta_contain_the_reference_values() {
    check_table(include_str!("data/ball/gamma.jsonl"), &[64, 128, 256]);
}

#[test]
fn special_functions_contain_the_reference_values() {
    check_table(include_str!("data/ball/special.jsonl"), &[64, 128, 256]);
}

#[test]
fn series_contain_the_reference_values() {
    check_table(include_str!("data/ball/series.jsonl"), &[64, 128, 256]);
}

#[test]
fn generalised_series_and_polylogarithms_of_broken_orders_contain_the_reference_values() {
    check_table(include_str!("data/ball/generalized.jsonl"), &[64, 128, 256]);
}

#[test]
fn enclosures_of_different_precision_overlap() {
    for case in Case::table(include_str!("data/ball/elementary.jsonl")) {
        let at = |bits| {
            let p = Precision::bits(bits);
            let x: Vec<Ball> = case
                .arguments()
                .iter()
                .map(|x| Ball::from_f64(*x, p))
                .collect();
            evaluate(&case.f, &x)
        };
        assert!(at(128).overlaps(&at(512)), "{}", case.describe());
        assert!(at(64).overlaps(&at(1024)), "{}", case.describe());
    }
}

#[test]
fn step_functions_are_exact() {
    for case in Case::table(include_str!("data/ball/elementary.jsonl")) {
        if has_steps(&case.f) {
            let x: Vec<Ball> = case
                .arguments()
                .iter()
                .map(|x| Ball::from_f64(*x, Precision::bits(64)))
                .collect();
            assert!(evaluate(&case.f, &x).is_exact(), "{}", case.describe());
        }
    }
}
