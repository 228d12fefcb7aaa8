//! Derivatives against values that were computed otherwise, with many digits: see
//! `data/reference.py`.
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)] // What is not there fails the test.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use partials::symbolic::Rational;
use partials::{Function, symbolic};
use serde_json::Value;

fn rows(name: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn rational(text: &str) -> Rational {
    let (p, q) = text.split_once('/').unwrap_or((text, "1"));
    Rational::new(p.parse().unwrap(), q.parse().unwrap()).unwrap()
}

fn point(f: &Function, row: &Value) -> Vec<Rational> {
    let coordinate = |name: &String| rational(row[name.as_str()].as_str().unwrap());
    f.variables().iter().map(coordinate).collect()
}

fn close(found: f64, expected: f64, relative: f64) -> bool {
    (found - expected).abs() <= relative * expected.abs().max(1e-3)
}

/// What a derivative in x is by its rule and at the point, where they are not as expected.
fn wrong(row: &Value) -> Option<String> {
    let formula = row["formula"].as_str().unwrap();
    let expected: f64 = row["derivative"].as_str().unwrap().parse().unwrap();
    let f = Function::parse(formula).unwrap_or_else(|e| panic!("{formula}: {e}"));
    let point = point(&f, row);
    let derived = f.partial("x").unwrap();
    let rule = derived.evaluate(&point).unwrap().remove(0);
    let local = f.derivatives_at(&["x"], &point).unwrap().remove(0);
    // Differences, where there is no closed form, bound their own error.
    let without_rule = derived.to_string().contains("diff(");
    let accuracy = if without_rule { 1e-8 } else { 1e-12 };
    let enclosed = rule.enclosure.lo() - 1e-15 * expected.abs() <= expected
        && expected <= rule.enclosure.hi() + 1e-15 * expected.abs();
    let right = close(rule.value, expected, accuracy)
        && enclosed
        && local
            .value()
            .is_some_and(|value| close(value, expected, accuracy));
    (!right).then(|| {
        format!(
            "{formula}: {} in {:?}, {local}; expected {expected}",
            rule.value, rule.enclosure
        )
    })
}

#[test]
fn every_row_of_the_table_is_right_in_every_argument() {
    let rows = rows("functions.jsonl");
    let wrong: Vec<String> = rows.iter().filter_map(wrong).collect();
    assert!(
        wrong.is_empty(),
        "{} of {}: {wrong:#?}",
        wrong.len(),
        rows.len()
    );
    let seen: BTreeSet<symbolic::Function> = rows
        .iter()
        .filter_map(|row| symbolic::Function::find(row["function"].as_str()?))
        .collect();
    let missing: Vec<_> = symbolic::Function::ALL
        .iter()
        .filter(|f| !seen.contains(f))
        .collect();
    assert!(missing.is_empty(), "without a reference: {missing:?}");
}

#[test]
fn the_functions_that_others_were_tried_on_are_right() {
    let rows = rows("listed.jsonl");
    assert_eq!(rows.len(), 71);
    let wrong: Vec<String> = rows.iter().filter_map(wrong).collect();
    assert!(wrong.is_empty(), "{} of 71: {wrong:#?}", wrong.len());
}

#[test]
fn derivatives_of_high_order_are_right() {
    let mut wrong = Vec::new();
    for row in rows("orders.jsonl") {
        let formula = row["formula"].as_str().unwrap();
        let f = Function::parse(formula).unwrap();
        let at = point(&f, &row);
        for (n, expected) in (1..).zip(row["derivatives"].as_array().unwrap()) {
            let expected: f64 = expected.as_str().unwrap().parse().unwrap();
            let derived = f.derivative(&vec!["x"; n]).unwrap();
            let found = derived.evaluate(&at).unwrap().remove(0);
            if !close(found.value, expected, 1e-10) {
                let error = (found.value - expected).abs() / expected.abs();
                wrong.push(format!("{formula}, order {n} at {:?}: {error:e}", at[0]));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
