//! Times the way from an expression to machine code, on Rosenbrock's function and its gradient:
//! `cargo run --release -p partials-jit --example compile -- 80000`.
#![cfg(all(target_arch = "x86_64", unix))]
#![allow(missing_docs, dead_code, clippy::indexing_slicing, clippy::unwrap_used)]

use std::time::Instant;

use partials_jit::{Jit, Single};
use partials_numeric::code::{Code, Mode};
use partials_numeric::tape::{Tape, TapeOptions};
use partials_symbolic::{Graph, derive};

#[path = "peers/problems.rs"]
mod problems;

fn main() {
    let n: usize = std::env::args().nth(1).unwrap().parse().unwrap();
    let names: Vec<String> = (0..n).map(|i| format!("x{i}")).collect();
    let graph = Graph::new();
    let x: Vec<_> = names.iter().map(|name| graph.variable(name)).collect();
    let f = problems::rosenbrock(&graph, &x).id();
    let symbols: Vec<_> = graph.with(|arena| names.iter().map(|n| arena.symbol(n)).collect());
    let mut times = [f64::INFINITY; 5];
    let mut evaluating = f64::INFINITY;
    let mut operations = 0;
    for _ in 0..5 {
        let start = Instant::now();
        let mut lap = start;
        let mut next = |place: usize| {
            let time = lap.elapsed().as_secs_f64() * 1e3;
            times[place] = times[place].min(time);
            lap = Instant::now();
        };
        let roots: Vec<_> = std::iter::once(f)
            .chain(derive::gradient(&graph, f, &symbols))
            .collect();
        next(0);
        let tape = Tape::new(&graph, &roots, &names, TapeOptions { decimals: true }).unwrap();
        next(1);
        let code = Code::new(&tape, Mode::Fast).unwrap();
        next(2);
        let jit = Jit::new(&code).unwrap();
        next(3);
        let single = Single::new(&code).unwrap();
        next(4);
        operations = code.cost();
        println!(
            "{} and {} bytes, {} spills",
            jit.size(),
            single.size(),
            jit.spills()
        );
        let point: Vec<f64> = (0..n).map(|i| (i % 17) as f64 / 8.0 - 1.0).collect();
        let columns: Vec<Vec<f64>> = point.iter().map(|x| vec![*x; 8]).collect();
        let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let mut outputs = vec![[0.0; 8]; n + 1];
        let mut workspace = jit.workspace();
        for _ in 0..5 {
            let mut slices: Vec<&mut [f64]> = outputs.iter_mut().map(|o| &mut o[..]).collect();
            let start = Instant::now();
            jit.batch(&columns, &mut slices, &mut workspace).unwrap();
            evaluating = evaluating.min(start.elapsed().as_secs_f64() * 1e9);
        }
    }
    let [derived, tape, code, machine, single] = times;
    println!(
        "{operations} operations: gradient {derived:.2}, tape {tape:.2}, code {code:.2}, machine code {machine:.2}, of one point {single:.2} ms; \
         {:.3} ms for 1000 operations; {:.3} ns per operation and point",
        (tape + code + machine) * 1e3 / operations as f64,
        evaluating / 8.0 / operations as f64
    );
}
