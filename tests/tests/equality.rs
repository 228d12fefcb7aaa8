//! Equality by exact algebra on formulas of others: right derivatives are proved, damaged ones
//! never are.
#![allow(clippy::indexing_slicing)] // What is not there fails the test.

use partials::Function;
use partials::symbolic::equal::Equality;
use partials_tests::antiderivatives::{Row, differs};
use partials_tests::damage::Damage;
use partials_tests::points::compare;
use partials_tests::{carried_corpus, corpus};
use rayon::prelude::*;
use serde_json::Value;

/// Work for one pair.
const FUEL: u64 = 20_000;

fn rows() -> Vec<Row> {
    carried_corpus("antiderivatives")
        .into_iter()
        .filter_map(|row| Row::read(&Value::Object(row.0)))
        .filter(|row| row.kind == "real")
        .collect()
}

/// Whether the derivative of the formula is proved to be the integrand.
fn is_proved(row: &Row, formula: &str) -> bool {
    let derivative = Function::parse(formula).and_then(|f| f.partial(&row.variable));
    let (Ok(derivative), Ok(integrand)) = (derivative, Function::parse(&row.integrand)) else {
        return false;
    };
    derivative
        .equality_within(&integrand, FUEL)
        .is_ok_and(|found| found.iter().all(Equality::is_proved))
}

#[test]
fn derivatives_of_elementary_antiderivatives_are_proved() {
    let rows: Vec<Row> = rows().into_iter().filter(|row| row.elementary).collect();
    let proved = rows
        .par_iter()
        .filter(|row| is_proved(row, &row.antiderivative))
        .count();
    println!("{proved} of {} proved", rows.len());
    assert!(
        proved * 100 >= rows.len() * 88,
        "{proved} of {}",
        rows.len()
    );
}

/// Of every row a derivative with one mistake of each kind. What is proved in spite of it must not
/// be a mistake: high precision sees no difference.
#[test]
fn damaged_derivatives_are_never_proved() {
    let rows = rows();
    let pairs: Vec<(&Row, String)> = rows
        .iter()
        .enumerate()
        .flat_map(|(seed, row)| {
            let damaged = move |kind: &Damage| kind.apply(&row.antiderivative, seed as u64);
            Damage::ALL
                .iter()
                .filter_map(damaged)
                .map(move |f| (row, f))
        })
        .collect();
    let proved: Vec<_> = pairs
        .par_iter()
        .filter(|(row, formula)| is_proved(row, formula))
        .collect();
    let wrong: Vec<_> = proved
        .iter()
        .filter(|(row, formula)| differs(row, formula))
        .collect();
    println!("{} damaged, {} harmless", pairs.len(), proved.len());
    assert!(pairs.len() > 5000 && proved.len() * 20 < pairs.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Derivatives that others wrote.
#[test]
fn derivatives_of_other_systems_are_equal() {
    let mut counts = [0_usize; 3];
    let mut unknown = Vec::new();
    for row in corpus("sympy_diff") {
        let (Some(expression), Some(derivative)) = (row.text("expr"), row.text("derivative"))
        else {
            continue;
        };
        let wrt = row.texts("wrt");
        let (Ok(ours), Ok(theirs)) = (Function::parse(expression), Function::parse(derivative))
        else {
            continue;
        };
        let Ok(ours) = ours.derivative(&wrt) else {
            continue;
        };
        record(&ours, &theirs, &row.name(), &mut counts, &mut unknown);
    }
    for name in ["feynman", "wild"] {
        for row in corpus(name) {
            let Some(function) = row.text("expr").and_then(|e| Function::parse(e).ok()) else {
                continue;
            };
            for (variable, theirs) in row.named_texts("sympy_grad") {
                let (Ok(ours), Ok(theirs)) = (function.partial(variable), Function::parse(theirs))
                else {
                    continue;
                };
                record(&ours, &theirs, &row.name(), &mut counts, &mut unknown);
            }
        }
    }
    let [proved, probable, other] = counts;
    println!("{proved} proved, {probable} probable, {other} unknown");
    println!("{}", unknown.join("\n"));
    let all = proved + probable + other;
    assert!(all > 1000 && other * 50 <= all, "{other} of {all} unknown");
}

fn record(
    ours: &Function,
    theirs: &Function,
    name: &str,
    counts: &mut [usize; 3],
    unknown: &mut Vec<String>,
) {
    let Ok(found) = ours.equality(theirs) else {
        return;
    };
    let [found] = found.as_slice() else { return };
    let place = match found {
        Equality::Proved(_) => 0,
        Equality::Probable { .. } => 1,
        _ => 2,
    };
    counts[place] += 1;
    if place == 2 {
        let seen = compare(ours, theirs, 20, 1);
        assert!(
            seen.different.is_empty(),
            "{name}: {seen:?}\n  {ours}\n  {theirs}"
        );
        unknown.push(format!("{name}: {found:?}\n  {ours}\n  {theirs}"));
    }
}
