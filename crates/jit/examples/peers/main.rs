//! Times machine code against C by hand, value and gradient, on the problems of
//! `benches/peers/c`, after the values were compared. `bash benches/peers/c/run` builds the C and
//! runs this.
#![cfg(all(target_arch = "x86_64", unix))]
#![allow(unsafe_code, missing_docs)]
#![allow(clippy::indexing_slicing, clippy::unwrap_used, clippy::panic)] // What is missing ends it.

mod problems;

use std::time::{Duration, Instant};

use partials_jit::{Jit, Single, Target};
use partials_numeric::code::{Code, Mode};
use partials_numeric::tape::{Tape, TapeOptions};
use partials_symbolic::derive;
use partials_symbolic::graph::Id;

use problems::Problem;

type Peer = unsafe extern "C" fn(*const f64, *mut f64, usize);

/// The best time of some hundred milliseconds, in seconds.
fn best(mut work: impl FnMut()) -> f64 {
    let mut best = f64::INFINITY;
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_millis(300) {
        let start = Instant::now();
        work();
        best = best.min(start.elapsed().as_secs_f64());
    }
    best
}

/// Code of value and gradient, and the milliseconds that tape, code and machine code took.
fn compile(problem: &Problem, roots: &[Id], target: Target) -> (Code, Jit, [f64; 3]) {
    let options = TapeOptions { decimals: true };
    let start = Instant::now();
    let tape = Tape::new(&problem.graph, roots, &problem.variables, options).unwrap();
    let taped = Instant::now();
    let code = Code::new(&tape, Mode::Fast).unwrap();
    let coded = Instant::now();
    let jit = Jit::for_target(&code, target).unwrap();
    let times = [taped - start, coded - taped, coded.elapsed()];
    (code, jit, times.map(|time| time.as_secs_f64() * 1e3))
}

/// Points between -1 and 1, column by column.
fn points(count: usize) -> Vec<f64> {
    let mut state = 1u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    };
    (0..count).map(|_| next()).collect()
}

fn compare(problem: &Problem, expected: &[f64], found: &[f64], points: usize) {
    for (row, (expected, found)) in expected
        .chunks(points)
        .zip(found.chunks(points))
        .enumerate()
    {
        let size = expected.iter().fold(1e-3f64, |size, v| size.max(v.abs()));
        for (c, own) in expected.iter().zip(found) {
            let name = problem.name;
            assert!(
                (c - own).abs() <= 1e-9 * size,
                "{name}, output {row}: {own}, not {c}"
            );
        }
    }
}

/// Times one problem; returns the ratio of machine code and C.
fn measure(problem: &Problem, peer: Peer, target: Target) -> f64 {
    let symbols: Vec<_> = problem
        .graph
        .with(|arena| problem.variables.iter().map(|v| arena.symbol(v)).collect());
    let gradient = derive::gradient(&problem.graph, problem.function, &symbols);
    let roots: Vec<Id> = std::iter::once(problem.function).chain(gradient).collect();
    let builds = (0..20).map(|_| compile(problem, &roots, target));
    let total = |times: &[f64; 3]| times.iter().sum::<f64>();
    let (code, jit, times) = builds
        .min_by(|a, b| total(&a.2).total_cmp(&total(&b.2)))
        .unwrap();

    let n: usize = std::env::var("N").unwrap().parse().unwrap();
    let x = points(n * symbols.len());
    let columns: Vec<&[f64]> = x.chunks(n).collect();
    let mut expected = vec![0.0; n * roots.len()];
    let mut found = expected.clone();
    let mut workspace = jit.workspace();
    let mut own = |found: &mut Vec<f64>| {
        let mut outputs: Vec<&mut [f64]> = found.chunks_mut(n).collect();
        best(|| jit.batch(&columns, &mut outputs, &mut workspace).unwrap())
    };
    // SAFETY: the C reads as many columns as there are variables, and writes one more.
    let mut theirs = || best(|| unsafe { peer(x.as_ptr(), expected.as_mut_ptr(), n) });
    let (mut fast, mut c) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..3 {
        fast = fast.min(own(&mut found));
        c = c.min(theirs());
    }
    compare(problem, &expected, &found, n);
    let single = Single::new(&code).unwrap();
    let point: Vec<f64> = columns.iter().map(|column| column[0]).collect();
    let mut values = vec![0.0; roots.len()];
    let mut memory = single.memory();
    single.evaluate(&point, &mut values, &mut memory).unwrap();
    let first: Vec<f64> = expected.iter().step_by(n).copied().collect();
    compare(problem, &first, &values, 1);
    let mut one = f64::INFINITY;
    for _ in 0..3 {
        one = one.min(best(|| {
            for _ in 0..100 {
                single.evaluate(&point, &mut values, &mut memory).unwrap();
            }
        }));
    }
    print!(
        "single {:8.2} ({} spills, {} bytes) ",
        one * 1e7,
        single.spills(),
        single.size()
    );
    let unit = 1e9 / n as f64;
    println!(
        "{:12} {:8.2} {:8.2} {:6.2} | {:5} operations, {:4} spills, {:6} bytes | tape {:.2}, code {:.2}, machine code {:.2} ms",
        problem.name,
        c * unit,
        fast * unit,
        fast / c,
        code.cost(),
        jit.spills(),
        jit.size(),
        times[0],
        times[1],
        times[2],
    );
    fast / c
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let library = arguments.next().unwrap();
    let polynomial = std::fs::read_to_string(arguments.next().unwrap()).unwrap();
    // SAFETY: the library was made of benches/peers/c, which has no initialisers.
    let library = unsafe { libloading::Library::new(library).unwrap() };
    let target = Target::best().unwrap();
    println!("{target:?}: ns per point of C and of machine code, their ratio");
    let problems = problems::all(&polynomial);
    let ratios: Vec<f64> = problems
        .iter()
        .map(|problem| {
            // SAFETY: all functions of the library have this signature.
            let peer: Peer = unsafe { *library.get(problem.name.as_bytes()).unwrap() };
            measure(problem, peer, target)
        })
        .collect();
    let product: f64 = ratios.iter().product();
    println!(
        "geometric mean {:.3}",
        product.powf(1.0 / ratios.len() as f64)
    );
}
