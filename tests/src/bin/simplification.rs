//! Simplifies all formulas of the corpora and their derivatives, and prints what is wrong with the
//! results. `--step N` takes every N-th formula.

use partials_tests::corpus;
use partials_tests::simplified::{all_formulas, fault};
use rayon::prelude::*;

fn main() {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--step");
    let step = arguments.nth(1).and_then(|n| n.parse().ok()).unwrap_or(1);
    let formulas: Vec<String> = all_formulas(corpus).into_iter().step_by(step).collect();
    let faults: Vec<String> = formulas
        .par_iter()
        .enumerate()
        .filter_map(|(seed, source)| fault(source, seed as u64))
        .collect();
    for fault in &faults {
        println!("{fault}");
    }
    println!("{} formulas, {} faults", formulas.len(), faults.len());
    if !faults.is_empty() {
        std::process::exit(1);
    }
}
