//! Assertions about derivatives in code, and their messages.

#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

use std::panic::{AssertUnwindSafe, catch_unwind};

use partials::numeric::verify::{Reason, Verdict};
use partials::{CodeVerifier, Verifier};
use partials::{assert_gradient, assert_hessian, assert_hvp, assert_jacobian, assert_jvp};

fn f(x: &[f64]) -> f64 {
    x[0] * x[0] * x[1] + (x[0] * x[1]).sin()
}

fn gradient(x: &[f64]) -> [f64; 2] {
    let cos = (x[0] * x[1]).cos();
    [2.0 * x[0] * x[1] + x[1] * cos, x[0] * x[0] + x[0] * cos]
}

fn hessian(x: &[f64]) -> [[f64; 2]; 2] {
    let (sin, cos) = (x[0] * x[1]).sin_cos();
    let mixed = 2.0 * x[0] + cos - x[0] * x[1] * sin;
    [
        [2.0 * x[1] - x[1] * x[1] * sin, mixed],
        [mixed, -x[0] * x[0] * sin],
    ]
}

fn hvp(x: &[f64], v: &[f64]) -> [f64; 2] {
    hessian(x).map(|row| row[0] * v[0] + row[1] * v[1])
}

const FORMULA: &str = "f(x, y) = x^2*y + sin(x*y)";
const POINTS: [[f64; 2]; 3] = [[1.0, 2.0], [-0.3, 1.7], [2.5, -1.1]];

/// The message of the assertion that fails.
fn message(assertion: impl FnOnce()) -> String {
    let failure = catch_unwind(AssertUnwindSafe(assertion)).unwrap_err();
    failure.downcast_ref::<String>().unwrap().clone()
}

#[test]
fn right_code_passes() {
    assert_gradient!(f, gradient, at = POINTS);
    assert_gradient!(f, gradient, at = POINTS, seed = 5, directions = 4);
    assert_gradient!(f, gradient, at = POINTS, formula = FORMULA);
    assert_hessian!(f, hessian, at = POINTS);
    assert_hessian!(f, hessian, at = POINTS, formula = FORMULA);
    assert_hvp!(gradient, hvp, at = POINTS);
    assert_hvp!(gradient, hvp, at = POINTS, formula = FORMULA);
    assert_jacobian!(gradient, hessian, at = POINTS);
    assert_jvp!(gradient, hvp, at = POINTS);
    let single = |x: &[f32]| x[0] * x[0] * x[1];
    let slopes = |x: &[f32]| vec![2.0 * x[0] * x[1], x[0] * x[0]];
    assert_gradient!(single, slopes, at = [[1.5_f32, 2.0]]);
    assert_gradient!(single, slopes, at = [[1.5_f32, 2.0]], formula = "x^2*y");
}

#[test]
fn the_message_is_the_report() {
    let wrong = |x: &[f64]| [gradient(x)[0], -gradient(x)[1]];
    let text = message(|| assert_gradient!(f, wrong, at = [[1.0, 2.0]]));
    assert!(
        text.starts_with("gradient: refuted (2 entries, 1 point, seed 0)\n"),
        "{text}"
    );
    assert!(text.contains("entry 1: refuted, claimed "), "{text}");
    assert!(text.contains("entry 1 has the wrong sign"), "{text}");
    let text = message(|| assert_gradient!(f, wrong, at = [[1.0, 2.0]], formula = FORMULA));
    assert!(text.contains("entry 1: refuted"), "{text}");
    let none: [[f64; 2]; 0] = [];
    let text = message(|| assert_gradient!(f, gradient, at = none));
    assert!(text.contains("nothing to check"), "{text}");
    let text = message(|| assert_gradient!(f, |_: &[f64]| [1.0], at = POINTS));
    assert!(text.contains("the gradient has 1 elements"), "{text}");
    let text = message(|| assert_gradient!(f, gradient, at = POINTS, formula = "x^"));
    assert!(!text.is_empty());
}

#[test]
fn what_has_no_derivative_does_not_pass() {
    let relu = |x: &[f64]| x[0].max(0.0);
    let slope = |x: &[f64]| [f64::from(u8::from(x[0] > 0.0))];
    assert_gradient!(relu, slope, at = [[1.0], [-1.0]]);
    let text = message(|| assert_gradient!(relu, slope, at = [[0.0]]));
    assert!(
        text.contains("kink: 0 from the left, 1 from the right"),
        "{text}"
    );
    let text = message(|| assert_gradient!(relu, slope, at = [[0.0]], formula = "relu(x)"));
    assert!(text.contains("not-differentiable"), "{text}");
}

#[test]
fn formulas_certify_values() {
    let verifier = CodeVerifier::new().formula(FORMULA);
    let report = verifier.gradient(f, gradient, &POINTS).unwrap();
    assert_eq!(
        (report.verdict, report.control),
        (Verdict::Certified, Some(true))
    );
    assert_eq!(
        verifier.hessian(f, hessian, &POINTS).unwrap().verdict,
        Verdict::Certified
    );
    assert_eq!(
        verifier.hvp(gradient, hvp, &POINTS).unwrap().verdict,
        Verdict::Certified
    );
    for factor in [1.0 + 1e-7, 2.0, -1.0, 0.0, f64::NAN] {
        let wrong = |x: &[f64]| [gradient(x)[0], factor * gradient(x)[1]];
        assert!(
            verifier.gradient(f, wrong, &POINTS).unwrap().is_refuted(),
            "{factor}"
        );
    }
    let other = |x: &[f64]| f(x) + 1.0;
    let report = verifier.gradient(other, gradient, &POINTS).unwrap();
    assert!(report.is_refuted());
    assert!(
        report
            .to_string()
            .contains("the function is not the formula")
    );
    let cancelling = |x: &[f64]| [(1.0 - x[0].cos()) / x[0]];
    let near = [[1e-5]];
    let formula = CodeVerifier::new().formula("x - sin(x)/1 + 0*x");
    let slope = |x: &[f64]| [1.0 - x[0].cos()];
    let value = |x: &[f64]| x[0] - x[0].sin();
    assert!(!formula.gradient(value, slope, &near).unwrap().is_refuted());
    assert!(
        formula
            .gradient(value, cancelling, &near)
            .unwrap()
            .is_refuted()
    );
}

#[test]
fn verifiers_check_code() {
    let verifier = Verifier::new().seed(3);
    assert!(
        verifier
            .check_gradient(f, gradient, &POINTS)
            .unwrap()
            .holds()
    );
    assert!(
        verifier
            .check_jacobian(gradient, hessian, &POINTS)
            .unwrap()
            .holds()
    );
    assert!(verifier.check_hessian(f, hessian, &POINTS).unwrap().holds());
    let outside = verifier.check_gradient(|x: &[f64]| x[0].ln(), |x| [1.0 / x[0]], &[[-1.0]]);
    assert_eq!(
        outside.unwrap().verdict,
        Verdict::Undecided(Reason::OutsideDomain)
    );
}
