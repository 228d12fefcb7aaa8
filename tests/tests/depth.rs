//! Depth and width of a million: parsed, derived, printed, read back and dropped, on a small stack.
#![allow(clippy::unwrap_used, clippy::panic)] // What is wrong fails the test.

use std::fmt::Write;
use std::thread;

use partials::{Function, Session};

/// Runs on a stack of 256 KiB: recursion on the depth of the input would overflow it.
fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    thread::Builder::new()
        .stack_size(256 << 10)
        .spawn(work)
        .unwrap()
        .join()
        .unwrap();
}

const MILLION: usize = 1_000_000;

/// The text of a function, shared parts as definitions, reads back as the same values.
fn reads_back(function: &Function, point: f64) {
    let text = function.text();
    let source = format!("{}{}", text.preamble(), text.results.join("\n"));
    let mut session = Session::new();
    let output = session.run(&source);
    assert!(!output.has_errors(), "{:?}", output.diagnostics.first());
    let Some(partials::ItemKind::Query { function: read, .. }) =
        output.items.last().map(|item| &item.kind)
    else {
        panic!("the last line is an expression")
    };
    let (here, there) = (
        function.value(&[point]).unwrap(),
        read.value(&[point]).unwrap(),
    );
    assert!(here.is_finite() && here == there, "{here} {there}");
}

#[test]
fn a_million_nested_sines() {
    on_a_small_stack(|| {
        let source = format!("{}x{}", "sin(".repeat(MILLION), ")".repeat(MILLION));
        let function = Function::parse(&source).unwrap();
        assert_eq!(function.to_string(), source);
        let derivative = function.partial("x").unwrap();
        reads_back(&derivative, 0.5);
        let gradient = function.gradient();
        assert_eq!(gradient.values(&[0.5]).unwrap().len(), 1);
    });
}

#[test]
fn a_sum_of_a_million_terms() {
    on_a_small_stack(|| {
        let mut source = String::from("x");
        for i in 2..=MILLION {
            write!(source, " + {i}*x^2").unwrap();
        }
        let function = Function::parse(&source).unwrap();
        let derivative = function.partial("x").unwrap();
        let twice = (MILLION as u64 + 1) * MILLION as u64 - 2;
        assert_eq!(derivative.to_string(), format!("{twice}*x + 1"));
        assert_eq!(function.to_string(), source);
    });
}

#[test]
fn a_sum_of_a_million_variables() {
    on_a_small_stack(|| {
        let terms: Vec<String> = (1..=MILLION / 10)
            .map(|i| format!("x{i}*sin(x{i})"))
            .collect();
        let function = Function::parse(&terms.join(" + ")).unwrap();
        let gradient = function.gradient();
        let text = gradient.text();
        assert_eq!(text.results.len(), MILLION / 10);
        assert_eq!(text.results[99_999], "x100000*cos(x100000) + sin(x100000)");
    });
}

#[test]
fn a_million_parentheses() {
    on_a_small_stack(|| {
        let source = format!("{}x^2{}", "(".repeat(MILLION), ")".repeat(MILLION));
        let function = Function::parse(&source).unwrap();
        assert_eq!(function.partial("x").unwrap().to_string(), "2*x");
    });
}

#[test]
fn a_product_of_many_factors_and_a_tower_of_powers() {
    on_a_small_stack(|| {
        let factors: Vec<String> = (1..=10_000).map(|i| format!("(x + {i})")).collect();
        let function = Function::parse(&factors.join("*")).unwrap();
        let derivative = function.partial("x").unwrap();
        let nodes = derivative.text().definitions.len();
        assert!(nodes < 100_000, "{nodes}");
        let tower = vec!["x"; 100_000].join("^");
        let function = Function::parse(&tower).unwrap();
        assert!(function.partial("x").unwrap().value(&[1.0]).unwrap() == 1.0);
    });
}

#[test]
fn numbers_too_large_to_fold_stay_as_they_are() {
    for source in [
        "9^9^9^9",
        "9^9^9^9*x",
        "(2^60000)^60000",
        "10^(10^10)",
        "1e400*1e400*x",
    ] {
        let function = Function::parse(source).unwrap();
        let again = Function::parse(&function.to_string()).unwrap();
        assert_eq!(function.to_string(), again.to_string());
    }
}
