//! Simplifies all formulas of the corpora and their derivatives, and prints what is wrong with the
//! results, and which formulas take long. `--step N` takes every N-th formula.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Instant;

use partials_tests::corpus;
use partials_tests::simplified::{all_formulas, fault};
use rayon::prelude::*;

/// Formulas that take so many seconds are named.
const SLOW: u64 = 5;

fn main() {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--step");
    let step = arguments.nth(1).and_then(|n| n.parse().ok()).unwrap_or(1);
    let formulas: Vec<String> = all_formulas(corpus).into_iter().step_by(step).collect();
    let (done, faults) = (AtomicUsize::new(0), AtomicUsize::new(0));
    formulas.par_iter().enumerate().for_each(|(seed, source)| {
        let start = Instant::now();
        if let Some(fault) = fault(source, seed as u64) {
            faults.fetch_add(1, Relaxed);
            println!("{fault}");
        }
        if start.elapsed().as_secs() >= SLOW {
            println!("{:.1} s: {source}", start.elapsed().as_secs_f64());
        }
        let done = done.fetch_add(1, Relaxed) + 1;
        if done.is_multiple_of(1000) {
            eprintln!("{done} of {}", formulas.len());
        }
    });
    let faults = faults.into_inner();
    println!("{} formulas, {faults} faults", formulas.len());
    if faults > 0 {
        std::process::exit(1);
    }
}
