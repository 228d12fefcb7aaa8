//! The vector functions: largest errors over 10^7 arguments (or as many as the first argument
//! says), and nanoseconds per element on each machine.
//!
//! ```sh
//! cargo bench -p partials-numeric --bench vector -- 1000000
//! ```
#![allow(missing_docs, clippy::unwrap_used)]

#[path = "../tests/vector_support/measure.rs"]
mod measure;
#[path = "../tests/vector_support/mod.rs"]
mod vector_support;

use std::hint::black_box;
use std::time::Instant;

use partials_numeric::vector::{FUNCTIONS, Machine};
use partials_symbolic::Function;
use vector_support::Seeded;

fn nanoseconds(machine: Machine, function: Function) -> f64 {
    let x: Vec<f64> = (0..1024).map(|i| 0.05 + f64::from(i) * 0.0009).collect();
    let mut y = vec![0.0; x.len()];
    let mut best = f64::INFINITY;
    for _ in 0..300 {
        let start = Instant::now();
        for _ in 0..10 {
            match function {
                Function::Atan2 => machine.map2(function, &x, &x, &mut y),
                _ => machine.map(function, &x, &mut y),
            }
            black_box(&mut y);
        }
        best = best.min(start.elapsed().as_secs_f64() * 1e9 / 10.0 / x.len() as f64);
    }
    best
}

fn main() {
    let count = std::env::args().find_map(|text| text.parse().ok());
    println!("| function | stated | machine | largest error | ns |\n|---|---|---|---|---|");
    for row in FUNCTIONS {
        for (machine, error, at) in
            measure::worst(row.function, count.unwrap_or(10_000_000), Seeded::argument)
        {
            let name = row.function.row().name;
            let time = nanoseconds(machine, row.function);
            println!(
                "| {name} | {} | {machine:?} | {error:.3} at {at:e} | {time:.2} |",
                row.ulp
            );
        }
    }
}
