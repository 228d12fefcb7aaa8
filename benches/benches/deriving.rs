//! Time to derive, from a graph that is there already, and from text.
#![allow(missing_docs)] // The macros of criterion make public items.

use std::hint::black_box;

use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use partials::Function;
use partials::symbolic::Graph;
use partials::symbolic::derive::{gradient, hessian};
use partials::symbolic::sparse::SparseHessian;
use partials_benches::deriving::{Problem, text};

fn gradients(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("gradient");
    group.sample_size(10);
    for (name, problem) in Problem::ALL {
        let sizes: &[usize] = match problem {
            Problem::Pairs => &[100],
            _ => &[1_000, 10_000, 100_000, 1_000_000],
        };
        for &n in sizes {
            group.bench_with_input(BenchmarkId::new(name, n), &n, |bencher, &n| {
                bencher.iter_batched(
                    || {
                        let graph = Graph::new();
                        let built = problem.build(&graph, n);
                        (graph, built)
                    },
                    |(graph, (function, variables))| {
                        black_box(gradient(&graph, function, &variables));
                        graph
                    },
                    BatchSize::PerIteration,
                );
            });
        }
    }
}

fn hessians(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("hessian");
    group.sample_size(10);
    for (name, problem) in Problem::ALL {
        let sparse = problem == Problem::Rosenbrock;
        let n = if sparse { 10_000 } else { 100 };
        group.bench_with_input(BenchmarkId::new(name, n), &n, |bencher, &n| {
            bencher.iter_batched(
                || {
                    let graph = Graph::new();
                    let built = problem.build(&graph, n);
                    (graph, built)
                },
                |(graph, (function, variables))| {
                    if sparse {
                        black_box(SparseHessian::new(&graph, function, &variables));
                    } else {
                        black_box(hessian(&graph, function, &variables));
                    }
                    graph
                },
                BatchSize::PerIteration,
            );
        });
    }
}

fn from_text(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("text");
    group.sample_size(10);
    for terms in [10_000, 50_000] {
        let source = text(terms);
        group.bench_with_input(
            BenchmarkId::new("parse", terms),
            &source,
            |bencher, source| {
                bencher.iter(|| black_box(Function::parse(source)));
            },
        );
        group.bench_with_input(
            BenchmarkId::new("parse and gradient", terms),
            &source,
            |bencher, source| {
                bencher.iter(|| {
                    black_box(Function::parse(source).map(|function| function.gradient()))
                });
            },
        );
    }
}

criterion_group!(benches, gradients, hessians, from_text);
criterion_main!(benches);
