//! Compiled functions have the values of the strict evaluator, on the formulas of the corpora.
#![allow(clippy::type_complexity, clippy::indexing_slicing, clippy::unwrap_used)]

use std::collections::BTreeMap;

use partials::Function;
use partials_tests::corpus;

/// How far a value may be from the strict one: some units in the last place of the elementary
/// functions, magnified by the condition of what follows.
const BOUND: f64 = 1e-10;

fn near(found: f64, expected: f64) -> bool {
    let size = found.abs().max(expected.abs());
    found.is_nan() && expected.is_nan()
        || found == expected
        || (found - expected).abs() <= BOUND * size.max(1e-5)
}

/// Formulas, and points with a value for each variable, of the rows of some corpora.
fn formulas() -> Vec<(String, String, Vec<BTreeMap<String, f64>>)> {
    let mut found = Vec::new();
    for name in ["wild", "feynman", "antiderivatives", "sympy_diff"] {
        for row in corpus(name).into_iter().take(1500) {
            let text = row.text("expr").or(row.text("integrand"));
            let Some(text) = text.map(str::to_owned) else {
                continue;
            };
            let own = row.point("point");
            let mut points: Vec<_> = row
                .rows("points")
                .iter()
                .map(|r| r.point("point"))
                .collect();
            points.extend((!own.is_empty()).then_some(own));
            found.push((row.name(), text, points));
        }
    }
    found
}

#[test]
fn compiled_values_are_the_strict_ones() {
    let (mut compared, mut undefined, mut wrong) = (0, 0, Vec::new());
    for (name, text, points) in formulas() {
        let Ok(function) = Function::parse(&text) else {
            continue;
        };
        let Ok(compiled) = function.compile() else {
            continue;
        };
        let n = function.variables().len();
        let mut samples: Vec<Vec<f64>> = points
            .iter()
            .filter_map(|point| {
                let values = function
                    .variables()
                    .iter()
                    .map(|name| point.get(name).copied());
                values.collect()
            })
            .collect();
        // Zeros and negative numbers, where much is undefined.
        samples.extend([vec![0.0; n], vec![-1.5; n]]);
        for point in &samples {
            let expected = function.values(point).unwrap();
            let mut found = vec![0.0; expected.len()];
            compiled.values(point, &mut found).unwrap();
            compared += 1;
            undefined += usize::from(expected[0].is_nan());
            if !found.iter().zip(&expected).all(|(a, b)| near(*a, *b)) {
                wrong.push(format!("{name} at {point:?}: {found:?}, not {expected:?}"));
            }
        }
    }
    println!(
        "{compared} points compared, {undefined} of them undefined, {} differ",
        wrong.len()
    );
    assert!(compared > 300 && undefined > 10, "{compared} {undefined}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn compiled_gradients_are_those_of_the_corpus() {
    let (mut compared, mut wrong) = (0, Vec::new());
    for row in corpus("wild") {
        let names = row.texts("vars").join(", ");
        let text = format!("f({names}) = {}", row.text("expr").unwrap_or_default());
        let Ok(compiled) = Function::parse(&text).and_then(|f| f.compile()) else {
            continue;
        };
        for sample in row.rows("points") {
            let (point, expected) = (sample.point("point"), sample.point("grad"));
            let names = compiled.function().variables();
            let values = |map: &BTreeMap<String, f64>| -> Option<Vec<f64>> {
                names.iter().map(|name| map.get(name).copied()).collect()
            };
            let (Some(point), Some(expected)) = (values(&point), values(&expected)) else {
                continue;
            };
            let mut found = vec![0.0; names.len()];
            compiled.value_and_gradient(&point, &mut found).unwrap();
            compared += 1;
            // The corpus has 13 digits of each.
            let close = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-8 * b.abs().max(1e-3);
            // Where exp overflows, the strict evaluation of the derivation has no value either.
            let strict = compiled.function().gradient().values(&point).unwrap();
            let overflows = strict.iter().any(|value| value.is_nan());
            if !overflows && !found.iter().zip(&expected).all(close) {
                wrong.push(format!(
                    "{} at {point:?}: {found:?}, not {expected:?}",
                    row.name()
                ));
            }
        }
    }
    println!("{compared} gradients compared, {} differ", wrong.len());
    assert!(compared > 50, "{compared}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
