//! One suite that every evaluator of doubles passes: the interpreter of batches, machine code for
//! each set of instructions, and machine code for one point. What it is held against is the plain
//! evaluator, and that, in strict mode, against the tape.
#![cfg(all(target_arch = "x86_64", unix))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use partials_jit::{Jit, Single, Sums, SumsMemory, Target};
use partials_numeric::batch::Batch;
use partials_numeric::code::{Code, Mode};
use partials_numeric::tape::Tape;
use partials_symbolic::functions::Arity;
use partials_symbolic::graph::Handle;
use partials_symbolic::{Function, Graph};

/// Zeros, infinities, subnormals, what overflows, what is beyond the range of sines, integers,
/// halves, and numbers without character.
const SPICY: [f64; 34] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    -0.5,
    2.0,
    -2.0,
    -2.5,
    3.75,
    7.0,
    5e-324,
    -5e-324,
    1e-310,
    2.2250738585072014e-308,
    1e-8,
    -1e-8,
    0.3,
    -0.7,
    1.0000000000000002,
    709.7,
    709.9,
    -745.2,
    1e5,
    -1e9,
    1e15,
    1e22,
    1e300,
    -1e300,
    f64::MAX,
    f64::MIN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
];

/// An evaluator of code at points, which come as columns.
type Evaluator = (String, Box<dyn Fn(&[&[f64]], usize) -> Vec<Vec<f64>>>);

/// All evaluators of some code.
fn evaluators(code: &Code) -> Vec<Evaluator> {
    let width = code.outputs().len();
    let mut all: Vec<Evaluator> = Vec::new();
    let batch = Batch::new(code);
    all.push((
        "batch".into(),
        Box::new(move |columns, count| {
            let mut found = vec![vec![0.0; count]; width];
            let mut slices: Vec<&mut [f64]> = found.iter_mut().map(Vec::as_mut_slice).collect();
            batch.columns(columns, &mut slices).unwrap();
            found
        }),
    ));
    let targets = [Target::Scalar, Target::Avx2, Target::Avx512];
    for target in targets.into_iter().filter(|target| target.is_available()) {
        let jit = Jit::for_target(code, target).unwrap();
        all.push((
            format!("{target:?}"),
            Box::new(move |columns, count| {
                let mut found = vec![vec![0.0; count]; width];
                let mut slices: Vec<&mut [f64]> = found.iter_mut().map(Vec::as_mut_slice).collect();
                let mut workspace = jit.workspace();
                jit.batch(columns, &mut slices, &mut workspace).unwrap();
                found
            }),
        ));
    }
    if Target::best().is_some() {
        let single = Single::new(code).unwrap();
        all.push((
            "single".into(),
            Box::new(move |columns, count| {
                let mut found = vec![vec![0.0; count]; width];
                let (mut values, mut memory) = (vec![0.0; width], single.memory());
                for point in 0..count {
                    let x: Vec<f64> = columns.iter().map(|column| column[point]).collect();
                    single.evaluate(&x, &mut values, &mut memory).unwrap();
                    values
                        .iter()
                        .zip(&mut found)
                        .for_each(|(v, to)| to[point] = *v);
                }
                found
            }),
        ));
    }
    all
}

/// The sums over all points, of which some inputs are the first point's, against the evaluator.
fn conform_sums(name: &str, code: &Code, columns: &[Vec<f64>], shared: usize, bound: f64) {
    let shared_numbers: Vec<f64> = columns[..shared].iter().map(|column| column[0]).collect();
    let own: Vec<&[f64]> = columns[shared..].iter().map(Vec::as_slice).collect();
    let count = own[0].len();
    let width = code.outputs().len();
    let (mut expected, mut sizes) = (vec![0.0; width], vec![1.0f64; width]);
    for row in 0..count {
        let numbers = own.iter().map(|column| column[row]);
        let point: Vec<f64> = shared_numbers.iter().copied().chain(numbers).collect();
        for (output, value) in code.evaluate(&point).into_iter().enumerate() {
            expected[output] += value;
            sizes[output] = sizes[output].max(value.abs() * count as f64);
        }
    }
    let targets = [Target::Scalar, Target::Avx2, Target::Avx512];
    for target in targets.into_iter().filter(|target| target.is_available()) {
        let sums = Sums::for_target(code, shared, target).unwrap();
        let mut found = vec![0.0; expected.len()];
        let mut memory = SumsMemory::default();
        sums.add(&shared_numbers, &own, &mut found, &mut memory)
            .unwrap();
        for ((found, expected), size) in found.iter().zip(&expected).zip(&sizes) {
            assert!(
                near(*found, *expected, bound, *size),
                "{name} by {target:?}: {found:e}, not {expected:e}"
            );
        }
    }
}

/// As near as `bound` times what the last digit of the larger is worth, or of `size`.
fn near(found: f64, expected: f64, bound: f64, size: f64) -> bool {
    let scale = found
        .abs()
        .max(expected.abs())
        .max(size)
        .max(f64::MIN_POSITIVE);
    found == expected
        || found.is_nan() && expected.is_nan()
        || (found - expected).abs() <= bound * f64::EPSILON * scale
}

/// Compares all evaluators of some code; returns how many numbers were compared.
fn conform(name: &str, code: &Code, columns: &[Vec<f64>], bound: f64, sizes: &[f64]) -> usize {
    let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let count = columns.first().map_or(0, Vec::len);
    let points: Vec<Vec<f64>> = (0..count)
        .map(|point| columns.iter().map(|column| column[point]).collect())
        .collect();
    let expected: Vec<Vec<f64>> = points.iter().map(|point| code.evaluate(point)).collect();
    let mut compared = 0;
    for (evaluator, evaluate) in evaluators(code) {
        let found = evaluate(&slices, count);
        for (point, expected) in expected.iter().enumerate() {
            for (output, expected) in expected.iter().enumerate() {
                let value = found[output][point];
                let size = sizes.get(point).copied().unwrap_or(0.0);
                compared += 1;
                assert!(
                    near(value, *expected, bound, size),
                    "{name} by {evaluator}, output {output} at {:?}: {value:e}, not {expected:e}",
                    points[point]
                );
            }
        }
    }
    compared
}

/// All combinations of spicy arguments, of three the first of each.
fn spicy(n: usize) -> Vec<Vec<f64>> {
    let choice: Vec<f64> = match n {
        0..=2 => SPICY.to_vec(),
        3 => SPICY.iter().copied().step_by(3).collect(),
        _ => SPICY.iter().copied().step_by(8).collect(),
    };
    let k = choice.len();
    let column = |j: usize| (0..k.pow(n as u32)).map(move |i| i / k.pow(j as u32) % k);
    (0..n)
        .map(|j| column(j).map(|place| choice[place]).collect())
        .collect()
}

#[test]
fn functions_of_the_table() {
    let mut compared = 0;
    for &function in Function::ALL {
        let count = match function.arity() {
            Arity::Exactly(n) => n,
            _ => 2,
        };
        // What is computed point by point is the same code everywhere, and slow in places.
        let is_special = partials_numeric::vector::row(function).is_none();
        let graph = Graph::new();
        let names: Vec<String> = (0..count).map(|i| format!("x{i}")).collect();
        let x: Vec<Handle> = names.iter().map(|name| graph.variable(name)).collect();
        let root = graph.call(function, &x).id();
        let tape = Tape::new(&graph, &[root], &names, Default::default()).unwrap();
        let mut columns = spicy(count);
        if is_special {
            let step = columns.first().map_or(0, Vec::len) / 30 + 1;
            for column in &mut columns {
                *column = column.iter().copied().step_by(step).collect();
            }
        }
        for mode in [Mode::Strict, Mode::Fast] {
            let code = Code::new(&tape, mode).unwrap();
            compared += conform(function.name(), &code, &columns, 8.0, &[]);
        }
    }
    assert!(compared > 20_000, "{compared}");
}

/// Powers, of all kinds of exponents.
#[test]
fn powers() {
    let graph = Graph::new();
    let (x, y) = (graph.variable("x"), graph.variable("y"));
    let third = graph.number(1) / 3;
    let roots = [x.pow(y), x.pow(-3), x.pow(17), x.pow(third), (x * y).pow(x)];
    let ids: Vec<_> = roots.iter().map(|root| root.id()).collect();
    let tape = Tape::new(&graph, &ids, &["x", "y"], Default::default()).unwrap();
    for mode in [Mode::Strict, Mode::Fast] {
        let code = Code::new(&tape, mode).unwrap();
        conform("powers", &code, &spicy(2), 8.0, &[]);
    }
}

/// A generator of small numbers (Knuth, MMIX).
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }
}

/// Graphs in which every value is bounded, so that errors are too.
fn random_graph<'g>(graph: &'g Graph, random: &mut Random, size: usize) -> Vec<Handle<'g>> {
    let mut values: Vec<Handle> = ["x", "y", "z"].map(|name| graph.variable(name)).to_vec();
    for _ in 0..size {
        let (a, b) = (
            values[random.next(values.len())],
            values[random.next(values.len())],
        );
        let bounded = |v: Handle<'g>| graph.call(Function::Tanh, &[v]);
        values.push(match random.next(14) {
            0 | 1 => bounded(a + b),
            2 => a - b * graph.number(2),
            3 => bounded(a * b),
            4 => a / (b.pow(2) + 1),
            5 => a.sin() * b.cos(),
            6 => bounded(a).exp(),
            7 => graph.call(Function::Max, &[a, b]),
            8 => graph.call(Function::Atan2, &[a, b.pow(2) + 1]),
            9 => (a.pow(2) + 1).pow(bounded(b)),
            10 => graph.call(Function::Gamma, &[bounded(a) + 2]),
            11 => graph.call(Function::Erf, &[a]),
            12 => graph.call(Function::Softplus, &[bounded(b)]),
            _ => bounded(a.pow(3) - b),
        });
    }
    values
}

#[test]
fn random_graphs() {
    for seed in 0..60 {
        let mut random = Random(seed);
        let graph = Graph::new();
        let values = random_graph(&graph, &mut random, 10 + seed as usize * 3);
        let roots: Vec<_> = values
            .iter()
            .rev()
            .take(5)
            .map(|value| value.id())
            .collect();
        let tape = Tape::new(&graph, &roots, &["x", "y", "z"], Default::default()).unwrap();
        let columns: Vec<Vec<f64>> = (0..3)
            .map(|_| {
                (0..37)
                    .map(|_| random.next(4001) as f64 / 1000.0 - 2.0)
                    .collect()
            })
            .collect();
        for mode in [Mode::Strict, Mode::Fast] {
            let code = Code::new(&tape, mode).unwrap();
            let name = format!("graph {seed} {mode:?}");
            // Values and errors grow along chains of differences, by a factor of 3 at each.
            conform(&name, &code, &columns, 1e5, &[1.0; 37]);
            conform_sums(&name, &code, &columns, seed as usize % 3, 1e5);
        }
    }
}

/// Many like calls at one point are made together, in several layers.
#[test]
fn layers_of_like_calls() {
    let graph = Graph::new();
    let names: Vec<String> = (0..20).map(|i| format!("x{i}")).collect();
    let x: Vec<Handle> = names.iter().map(|name| graph.variable(name)).collect();
    let first: Vec<Handle> = x.iter().map(|x| (*x * *x).sin() + x.exp()).collect();
    let second: Vec<Handle> = first
        .windows(2)
        .map(|p| (p[0] - p[1]).cos() * p[0].ln())
        .collect();
    let sum = graph.sum(second.iter().map(|v| v.exp()));
    let roots: Vec<_> = second
        .iter()
        .chain([&sum])
        .map(|value| value.id())
        .collect();
    let tape = Tape::new(&graph, &roots, &names, Default::default()).unwrap();
    let column = |j: usize| (0..30).map(move |i| ((i * 7 + j * 13) % 29) as f64 / 9.0 - 1.0);
    let mut columns: Vec<Vec<f64>> = (0..20).map(|j| column(j).collect()).collect();
    // Beyond the range of sines, and what has no logarithm.
    columns[3][5] = 1e9;
    columns[4][6] = f64::NAN;
    columns[5][7] = f64::INFINITY;
    for mode in [Mode::Strict, Mode::Fast] {
        let code = Code::new(&tape, mode).unwrap();
        conform("layers", &code, &columns, 1e4, &[1.0; 30]);
    }
}

/// Rows beyond the range of a function's code, and none at all.
#[test]
fn sums_of_rows_that_leave_the_code() {
    let graph = Graph::new();
    let names = ["a", "b", "x"];
    let [a, b, x] = names.map(|name| graph.variable(name));
    let roots = [
        (a * (b * x).sin()).id(),
        (x + 1).id(),
        a.id(),
        graph.number(2).id(),
    ];
    let tape = Tape::new(&graph, &roots, &names, Default::default()).unwrap();
    let mut x: Vec<f64> = (0..43).map(|i| f64::from(i) / 7.0).collect();
    x[11] = 1e14;
    x[41] = -1e300;
    let columns = [vec![1.5; 43], vec![0.5; 43], x];
    for mode in [Mode::Strict, Mode::Fast] {
        let code = Code::new(&tape, mode).unwrap();
        for shared in 0..3 {
            conform_sums("sums", &code, &columns, shared, 64.0);
        }
        let sums = Sums::for_target(&code, 2, Target::Scalar).unwrap();
        let mut totals = [1.0; 4];
        let mut memory = SumsMemory::default();
        sums.add(&[1.0, 2.0], &[&[]], &mut totals, &mut memory)
            .unwrap();
        assert_eq!(totals, [1.0; 4]);
        let wrong = sums.add(&[1.0], &[&[]], &mut totals, &mut memory);
        assert!(wrong.is_err());
    }
}

/// Columns that are streamed hold what those have that are not.
#[test]
fn streamed_columns() {
    let graph = Graph::new();
    let names: Vec<String> = (0..40).map(|i| format!("x{i}")).collect();
    let x: Vec<Handle> = names.iter().map(|name| graph.variable(name)).collect();
    let roots: Vec<_> = x
        .windows(2)
        .map(|p| (p[0] * p[1] + (p[0] * 100).sin()).id())
        .collect();
    let tape = Tape::new(&graph, &roots, &names, Default::default()).unwrap();
    let code = Code::new(&tape, Mode::Fast).unwrap();
    let Some(jit) = Target::best().map(|target| Jit::for_target(&code, target).unwrap()) else {
        return;
    };
    let mut workspace = jit.workspace();
    for count in [3_500, 3_585, 5_123] {
        let column = |j: usize| (0..count).map(move |i| ((i * 7 + j * 13) % 997) as f64 / 300.0);
        let mut columns: Vec<Vec<f64>> = (0..40).map(|j| column(j).collect()).collect();
        // Beyond the range of sines.
        columns[7][count - 1] = 1e15;
        let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let mut run = |range: std::ops::Range<usize>| {
            let parts: Vec<&[f64]> = slices.iter().map(|s| &s[range.clone()]).collect();
            let mut found = vec![vec![f64::NAN; range.len()]; roots.len()];
            let mut outputs: Vec<&mut [f64]> = found.iter_mut().map(Vec::as_mut_slice).collect();
            jit.batch(&parts, &mut outputs, &mut workspace).unwrap();
            found
        };
        let all = run(0..count);
        for from in (0..count).step_by(100) {
            let part = run(from..count.min(from + 100));
            for (all, part) in all.iter().zip(&part) {
                let pairs = all[from..].iter().zip(part);
                pairs.for_each(|(all, part)| assert!(near(*all, *part, 8.0, 1.0)));
            }
        }
    }
}

/// Points that come as rows have the bits of those that come as columns, by tiles too.
#[test]
fn rows_and_tiles() {
    for width in [1, 3, 20] {
        let graph = Graph::new();
        let names: Vec<String> = (0..width).map(|i| format!("x{i}")).collect();
        let x: Vec<Handle> = names.iter().map(|name| graph.variable(name)).collect();
        let next = |i: usize| x[(i + 1) % width];
        let roots: Vec<_> = (0..width + 2)
            .map(|i| (x[i % width] * next(i)).sin() + x[i % width].pow(2) * (i as i64 + 1))
            .map(|root| root.id())
            .collect();
        let tape = Tape::new(&graph, &roots, &names, Default::default()).unwrap();
        let code = Code::new(&tape, Mode::Fast).unwrap();
        for target in [Target::Avx2, Target::Avx512] {
            if !target.is_available() {
                continue;
            }
            let jit = Jit::for_target(&code, target).unwrap();
            let mut workspace = jit.workspace();
            for count in [0, 1, 5, 8, 9, 511, 512, 513, 520, 1037] {
                let mut rows: Vec<f64> = (0..count * width)
                    .map(|i| ((i * 7919) % 1009) as f64 / 400.0 - 1.0)
                    .collect();
                // Beyond the range of sines.
                rows.iter_mut().step_by(97).for_each(|x| *x *= 1e13);
                let columns: Vec<Vec<f64>> = (0..width)
                    .map(|j| rows.iter().skip(j).step_by(width).copied().collect())
                    .collect();
                let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
                let mut expected = vec![vec![0.0; count]; roots.len()];
                let mut outputs: Vec<&mut [f64]> =
                    expected.iter_mut().map(Vec::as_mut_slice).collect();
                jit.batch(&slices, &mut outputs, &mut workspace).unwrap();
                let mut found = vec![f64::NAN; count * roots.len()];
                jit.rows(&rows, &mut found, &mut workspace).unwrap();
                let at = |point: usize, k: usize| expected[k][point].to_bits();
                for (place, number) in found.iter().enumerate() {
                    let (point, k) = (place / roots.len(), place % roots.len());
                    assert_eq!(number.to_bits(), at(point, k), "{count} {point} {k}");
                }
                let mut seen = 0;
                jit.tiles(&slices, &mut workspace, |tile| {
                    for (k, numbers) in tile.outputs().enumerate() {
                        for (point, number) in tile.points().zip(numbers) {
                            assert_eq!(number.to_bits(), at(point, k));
                        }
                    }
                    seen += tile.points().len();
                })
                .unwrap();
                assert_eq!(seen, count);
            }
            assert!(jit.rows(&[0.0; 7], &mut [0.0; 7], &mut workspace).is_err());
        }
    }
}

/// Code of many pages and columns, which asks for both ahead.
#[test]
fn wide_and_long_code() {
    let graph = Graph::new();
    let names: Vec<String> = (0..6_000).map(|i| format!("x{i}")).collect();
    let x: Vec<Handle> = names.iter().map(|name| graph.variable(name)).collect();
    let term = |p: &[Handle<'_>]| ((p[0] * p[1]).exp() - p[0] * 3).id();
    let total = graph.sum(x.windows(3).map(|p| (p[0] - p[1] * p[2]).pow(3)));
    let leaf = x[17].id();
    let roots: Vec<_> = x.windows(2).map(term).chain([total.id(), leaf]).collect();
    let tape = Tape::new(&graph, &roots, &names, Default::default()).unwrap();
    let code = Code::new(&tape, Mode::Fast).unwrap();
    let column = |j: usize| {
        (0..19)
            .map(|i| ((i * 7 + j * 13) % 97) as f64 / 90.0)
            .collect()
    };
    let columns: Vec<Vec<f64>> = (0..names.len()).map(column).collect();
    let compared = conform("wide code", &code, &columns, 16.0, &[6_000.0; 19]);
    assert!(compared > 19 * roots.len());
}
