//! The vector functions: largest errors over 10^7 arguments (or as many as an argument says), and
//! nanoseconds per element on each machine; of all, or of those named.
//!
//! ```sh
//! cargo bench -p partials-numeric --bench vector -- 1000000 sin cos
//! ```
#![allow(missing_docs, clippy::unwrap_used)]

#[path = "../tests/vector_support/measure.rs"]
mod measure;
#[path = "../tests/vector_support/mod.rs"]
mod vector_support;

use std::hint::black_box;
use std::time::Instant;

use measure::Measured;
use partials_numeric::vector::{FUNCTIONS, Machine, POWER_ULP};
use vector_support::Seeded;

fn nanoseconds(machine: Machine, measured: Measured) -> f64 {
    let x: Vec<f64> = (0..1024).map(|i| 0.05 + f64::from(i) * 0.0009).collect();
    let mut y = vec![0.0; x.len()];
    let mut best = f64::INFINITY;
    for _ in 0..300 {
        let start = Instant::now();
        for _ in 0..10 {
            measured.evaluate(machine, &x, &x, &mut y);
            black_box(&mut y);
        }
        best = best.min(start.elapsed().as_secs_f64() * 1e9 / 10.0 / x.len() as f64);
    }
    best
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let count = arguments.iter().find_map(|text| text.parse().ok());
    let calls = FUNCTIONS.iter().map(|row| {
        let name = row.function.row().name;
        (name, Measured::Call(row.function), row.ulp)
    });
    let is_name = |text: &&String| text.parse::<usize>().is_err() && !text.starts_with('-');
    let names: Vec<&String> = arguments.iter().filter(is_name).collect();
    println!("| function | stated | machine | largest error | ns |\n|---|---|---|---|---|");
    for (name, measured, ulp) in calls.chain([("pow", Measured::Power, POWER_ULP)]) {
        if !names.is_empty() && !names.iter().any(|known| *known == name) {
            continue;
        }
        let count = count.unwrap_or(10_000_000);
        for (machine, error, at) in measure::worst(measured, count, Seeded::argument) {
            let time = nanoseconds(machine, measured);
            println!("| {name} | {ulp} | {machine:?} | {error:.3} at {at:?} | {time:.2} |");
        }
    }
}
