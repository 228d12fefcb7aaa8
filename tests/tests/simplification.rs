//! Simplification on formulas of others: values are kept, nothing becomes longer, and what comes
//! out is as short as what SymPy makes of it.

use partials::Function;
use partials::symbolic::simplify::length;
use partials_tests::points::compare;
use partials_tests::{carried_corpus, corpus};
use rayon::prelude::*;

/// The formulas of a corpus, and where it has them, their derivatives.
fn formulas(name: &str) -> Vec<String> {
    let fields = ["expr", "integrand", "antiderivative", "derivative"];
    carried_corpus(name)
        .iter()
        .flat_map(|row| {
            let texts = fields.into_iter().filter_map(|field| row.text(field));
            let gradient = row.named_texts("sympy_grad").into_values();
            let texts = texts.chain(row.texts("exprs")).chain(gradient);
            texts.map(str::to_owned).collect::<Vec<_>>()
        })
        .collect()
}

fn operations(function: &Function) -> u64 {
    function.with_graph(|graph, value| {
        let elements = value.elements.iter();
        graph.with(|arena| elements.map(|id| length(arena, *id)).sum())
    })
}

/// What is wrong with the shorter form of a formula.
fn fault(source: &str, seed: u64) -> Option<String> {
    let function = Function::parse(source).ok()?;
    let short = function.simplify().function;
    let text = short.to_string();
    let again = short.simplify().function.to_string();
    if again != text {
        return Some(format!(
            "not once for all:\n  {source}\n  {text}\n  {again}"
        ));
    }
    if operations(&short) > operations(&function) {
        return Some(format!("longer:\n  {source}\n  {text}"));
    }
    if short.text().definitions.is_empty() {
        match Function::parse(&text) {
            Ok(read) if read.to_string() == text => {}
            Ok(read) => return Some(format!("read as another:\n  {text}\n  {read}")),
            Err(error) => return Some(format!("unreadable: {text}: {error}")),
        }
    }
    let seen = compare(&function, &short, 20, seed);
    let faults = [seen.different, seen.lost].concat();
    (!faults.is_empty()).then(|| format!("other values:\n  {source}\n  {text}\n  {faults:?}"))
}

#[test]
fn values_are_kept_and_nothing_becomes_longer() {
    let mut all = Vec::new();
    for name in [
        "antiderivatives",
        "feynman",
        "wild",
        "mgh_cute",
        "nist",
        "sympy_diff",
    ] {
        all.extend(formulas(name));
    }
    let faults: Vec<String> = all
        .par_iter()
        .zip(0..all.len() as u64)
        .filter_map(|(source, seed)| fault(source, seed))
        .collect();
    println!("{} formulas, {} faults", all.len(), faults.len());
    assert!(all.len() > 5000);
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
