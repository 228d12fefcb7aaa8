//! Simplification on formulas of others: values are kept, nothing becomes longer, once is enough,
//! and what comes out is as short as what SymPy makes of it.

use partials::Function;
use partials_tests::corpus;
use partials_tests::simplified::{carried_formulas, fault, operations};
use rayon::prelude::*;

/// Every fourth formula; the program `simplification` takes all.
#[test]
fn values_are_kept_and_once_is_enough() {
    let all: Vec<String> = carried_formulas().into_iter().step_by(4).collect();
    let faults: Vec<String> = all
        .par_iter()
        .enumerate()
        .filter_map(|(seed, source)| fault(source, seed as u64))
        .collect();
    println!("{} formulas, {} faults", all.len(), faults.len());
    assert!(all.len() > 1500);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// `corpora/simplified.jsonl` holds what SymPy 1.14 makes of partial derivatives.
#[test]
fn derivatives_are_as_short_as_those_of_sympy() {
    let rows = corpus("simplified");
    let mut ratios: Vec<(f64, String)> = rows
        .par_iter()
        .filter_map(|row| {
            let function = Function::parse(row.text("expr")?).ok()?;
            let theirs = Function::parse(row.text("simplified")?).ok()?;
            let ours = function.partial(row.text("var")?).ok()?.simplify().function;
            let counts = [&ours, &theirs].map(|form| operations(form) as f64 + 1.0);
            Some((counts[0] / counts[1], format!("{ours}\n  {theirs}")))
        })
        .collect();
    ratios.sort_by(|a, b| a.0.total_cmp(&b.0));
    let median = ratios[ratios.len() / 2].0;
    let mean = ratios.iter().map(|(ratio, _)| ratio).sum::<f64>() / ratios.len() as f64;
    let longer = ratios.iter().filter(|(ratio, _)| *ratio > 1.0).count();
    println!(
        "{} derivatives: {median:.3} times SymPy's operations in the median, {mean:.3} in the mean; {longer} longer",
        ratios.len()
    );
    for (ratio, forms) in ratios.iter().rev().take(20) {
        println!("{ratio:.2}\n  {forms}");
    }
    assert!(ratios.len() >= 300);
    assert!(median <= 1.0, "{median}");
}
