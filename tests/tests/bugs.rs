//! What other systems got wrong, at the points where they did: `known_bugs` and `issues`.
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)] // What is not there fails the test.

use partials::numeric::germ::Slope;
use partials::symbolic::Rational;
use partials::{Function, Local};
use partials_tests::{Row, corpus};
use serde_json::Value;

/// What a report says of values rather than derivatives.
const OF_VALUES: [&str; 2] = ["parse-precedence", "casadi/casadi#466 value"];

fn parse(formula: &str, variables: &[String]) -> Function {
    let source = format!("f({}) = {formula}", variables.join(", "));
    Function::parse(&source).unwrap_or_else(|e| panic!("{source}: {e}"))
}

fn coordinate(value: &Value) -> Rational {
    let number = value.as_f64().or_else(|| value.as_str()?.parse().ok());
    Rational::from_f64(number.unwrap()).unwrap()
}

/// Generic points, for rows that name none.
fn generic(count: usize) -> Vec<Vec<Rational>> {
    let point = |start: i64| {
        let place = |i: usize| Rational::new(start + 3 * i as i64, 8).unwrap();
        (0..count).map(place).collect()
    };
    [3, 5, 9, 13].map(point).to_vec()
}

/// What is reported of second derivatives.
const SECOND: [&str; 2] = [
    "JuliaDiff/ForwardDiff.jl#377",
    "JuliaDiff/DiffRules.jl PR#98 revert #100",
];

/// Whether a derivative is what a report says is right.
fn agrees(found: &Local, right: &str, expected: impl Fn() -> f64) -> bool {
    match (right, &found.slope) {
        ("undefined" | "subgradient", Slope::Kink { .. } | Slope::Jump) => true,
        ("-inf", Slope::Vertical { left, right }) => *left <= 0 && *right <= 0,
        ("inf", Slope::Vertical { left, right }) => *left >= 0 && *right >= 0,
        (_, Slope::OneSided { value, .. }) => same(value.midpoint(), expected()),
        _ => found.value().is_some_and(|value| same(value, expected())),
    }
}

fn same(found: f64, expected: f64) -> bool {
    found == expected || (found - expected).abs() <= 1e-11 * expected.abs()
}

fn wrong(row: &Row) -> Option<String> {
    let text = |name: &str| row.text(name).unwrap_or_else(|| panic!("no `{name}`"));
    let (input, wrt, right) = (text("input"), text("wrt"), text("right"));
    let loose = Function::parse(input).unwrap_or_else(|e| panic!("{input}: {e}"));
    let mut variables = loose.variables().to_vec();
    if !variables.iter().any(|name| name == wrt) {
        variables.push(wrt.to_owned());
    }
    let f = parse(input, &variables);
    let points: Vec<Vec<Rational>> = match row.0["at"].as_array().unwrap().as_slice() {
        [] => generic(variables.len()),
        list => list
            .iter()
            .map(|at| {
                variables
                    .iter()
                    .map(|name| coordinate(&at[name.as_str()]))
                    .collect()
            })
            .collect(),
    };
    let mut compared = 0;
    for point in points {
        let expected = || {
            let value = parse(right, &variables).evaluate(&point).unwrap().remove(0);
            value.exact.map_or(value.value, |exact| exact.to_f64())
        };
        let of_values = OF_VALUES.contains(&text("kind")) || OF_VALUES.contains(&text("source"));
        if of_values {
            let found = f.evaluate(&point).unwrap().remove(0).value;
            compared += 1;
            if !same(found, expected()) {
                return Some(format!("{input}: {found}, right is {right}"));
            }
            continue;
        }
        let number = !matches!(right, "undefined" | "inf" | "-inf");
        if number && !expected().is_finite() {
            continue;
        }
        compared += 1;
        let order = if SECOND.contains(&text("source")) {
            2
        } else {
            1
        };
        let found = f
            .derivatives_at(&vec![wrt; order], &point)
            .unwrap()
            .remove(0);
        if !agrees(&found, right, expected) {
            return Some(format!(
                "d/d{wrt} {input} at {point:?}: {found}, right is {right}"
            ));
        }
    }
    (compared == 0).then(|| format!("{input}: not compared"))
}

#[test]
fn known_bugs_of_others_are_none_of_ours() {
    let rows = corpus("known_bugs");
    assert!(rows.len() >= 45, "{} rows", rows.len());
    let wrong: Vec<String> = rows.iter().filter_map(wrong).collect();
    assert!(
        wrong.is_empty(),
        "{} of {}: {wrong:#?}",
        wrong.len(),
        rows.len()
    );
}

#[test]
fn reported_issues_are_none_of_ours() {
    let rows = corpus("issues");
    assert!(rows.len() >= 14, "{} rows", rows.len());
    let mut wrong = Vec::new();
    for row in &rows {
        let expr = row.text("expr").unwrap();
        let variables = row.texts("vars");
        let variables: Vec<String> = variables.iter().map(|name| (*name).to_owned()).collect();
        let f = parse(expr, &variables);
        let at = &row.0["point"];
        let point: Vec<Rational> = variables
            .iter()
            .map(|name| coordinate(&at[name.as_str()]))
            .collect();
        let wrt = row.texts("wrt");
        let found = f.derivatives_at(&wrt, &point).unwrap().remove(0);
        let expected = &row.0["expected"];
        let right = expected.as_str().unwrap_or("a number");
        if !agrees(&found, right, || expected.as_f64().unwrap_or(f64::NAN)) {
            wrong.push(format!(
                "{wrt:?} of {expr} at {at}: {found}, right is {expected}"
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}: {wrong:#?}",
        wrong.len(),
        rows.len()
    );
}

/// The comparison notices what the reports are about.
#[test]
fn the_wrong_answers_are_told_from_the_right_ones() {
    let f = parse("abs(x)", &["x".to_owned()]);
    let found = f
        .derivatives_at(&["x"], &[Rational::ZERO])
        .unwrap()
        .remove(0);
    assert!(!agrees(&found, "0", || 0.0));
    assert!(agrees(&found, "undefined", || f64::NAN));
    let f = parse("(2*p)^3", &["p".to_owned()]);
    let found = f
        .derivatives_at(&["p"], &[Rational::from(2)])
        .unwrap()
        .remove(0);
    assert!(agrees(&found, "6*(2*p)^2", || 96.0));
    assert!(!agrees(&found, "3*(2*p)^2", || 48.0));
}
