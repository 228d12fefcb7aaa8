//! Nonlinear regression against NIST's certified results: all 27 reference data sets, from both
//! starting points, with the settings that everyone gets.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)] // What is not there fails the test.

use partials::minimise::fit::{Fit, Settings};
use partials::{Function, Model, Table};
use partials_tests::{Row, carried_corpus};

/// The digits that are asked of parameters and of their standard errors.
const DIGITS: f64 = 7.0;
const ERROR_DIGITS: f64 = 5.0;

/// A model with its data.
fn model(row: &Row) -> Model {
    let names = row.texts("columns");
    let data = row.matrix("data").unwrap();
    let column = |place: usize| data.iter().map(|cells| cells[place]).collect::<Vec<f64>>();
    let columns = names
        .iter()
        .enumerate()
        .map(|(place, name)| (*name, column(place)));
    let table = Table::from_columns(columns).unwrap();
    let formula = Function::parse(row.text("expr").unwrap()).unwrap();
    let response = Function::parse(row.text("response").unwrap()).unwrap();
    Model::new(&formula, &response, &table).unwrap()
}

fn start(row: &Row, model: &Model, which: &str) -> Vec<f64> {
    let point = row.point(which);
    model.parameters().iter().map(|name| point[name]).collect()
}

/// The digits in which a number agrees with the certified one, which has eleven.
fn digits(found: f64, certified: f64) -> f64 {
    match (found - certified).abs() / certified.abs() {
        0.0 => 11.0,
        error if error.is_finite() => (-error.log10()).clamp(0.0, 11.0),
        _ => 0.0,
    }
}

/// The least digits of parameters and of errors.
fn agreement(row: &Row, model: &Model, fit: &Fit) -> (f64, f64) {
    let certified = |key: &str| -> Vec<f64> {
        let named = row.named_texts(key);
        model
            .parameters()
            .iter()
            .map(|name| named[name.as_str()].parse().unwrap())
            .collect()
    };
    let least = |found: Vec<f64>, certified: Vec<f64>| {
        let digits = found.iter().zip(certified).map(|(x, y)| digits(*x, y));
        digits.fold(11.0, f64::min)
    };
    let errors = fit
        .parameters
        .iter()
        .map(|parameter| parameter.error)
        .collect();
    (
        least(fit.values(), certified("certified")),
        least(errors, certified("certified_sd")),
    )
}

#[test]
fn certified_results_are_found_from_both_starts() {
    let rows = carried_corpus("strd");
    assert_eq!(rows.len(), 27);
    let mut wrong = Vec::new();
    for row in &rows {
        let model = model(row);
        for which in ["start1", "start2"] {
            let fit = model
                .fit(&Settings::default(), &[start(row, &model, which)])
                .unwrap();
            let (values, errors) = agreement(row, &model, &fit);
            let name = row.name();
            println!(
                "{name} {which}: {values:.1} {errors:.1} digits, {} evaluations, {}",
                fit.evaluations, fit.stop
            );
            if values < DIGITS || errors < ERROR_DIGITS {
                wrong.push(format!("{name} {which}: {values:.1} {errors:.1}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
