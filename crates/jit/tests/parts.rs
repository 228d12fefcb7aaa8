//! Long code, which is run part by part, has the values of the plain evaluator.
#![cfg(all(target_arch = "x86_64", unix))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use partials_jit::{Jit, Target, Workspace};
use partials_numeric::code::{Code, Mode};
use partials_numeric::tape::Tape;
use partials_symbolic::{Function, Graph, Handle, derive};

fn targets() -> impl Iterator<Item = Target> {
    let all = [Target::Avx2, Target::Avx512];
    all.into_iter().filter(|target| target.is_available())
}

/// Value and gradient of a long sum of n variables: neighbours in products, sines that leave the
/// code at huge arguments, a special function, an output that is an input.
fn code(n: usize) -> Code {
    let graph = Graph::new();
    let names: Vec<String> = (0..n).map(|i| format!("x{i}")).collect();
    let x: Vec<Handle<'_>> = names.iter().map(|name| graph.variable(name)).collect();
    let sum = graph.sum(x.windows(2).map(|pair| {
        let (a, b) = (pair[0], pair[1]);
        100 * (b - a.pow(2)).pow(2) + (a * b).sin() - 3 / (1 + b.pow(2))
    }));
    let function = sum + graph.call(Function::Zeta, &[3 + x[0].pow(2)]);
    let symbols: Vec<_> = graph.with(|a| names.iter().map(|name| a.symbol(name)).collect());
    let mut roots = derive::gradient(&graph, function.id(), &symbols);
    roots.extend([function.id(), x[n / 2].id(), graph.number(7).id()]);
    let tape = Tape::new(&graph, &roots, &names, Default::default()).unwrap();
    Code::new(&tape, Mode::Fast).unwrap()
}

/// Points of which some coordinates are huge.
fn columns(n: usize, points: usize) -> Vec<Vec<f64>> {
    let number = |column: usize, point: usize| match (column * 7919 + point * 104_729) % 60_013 {
        0 => 1e15,
        mixed => (mixed as f64 / 60_013.0 - 0.5) * 3.0,
    };
    let column = |column| (0..points).map(|point| number(column, point)).collect();
    (0..n).map(column).collect()
}

/// Compares the outputs of so many points with those of the evaluator, at some of them.
fn compare(code: &Code, jit: &Jit, workspace: &mut Workspace, points: usize, step: usize) {
    let columns = columns(jit.inputs(), points);
    let inputs: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let mut found = vec![vec![f64::NAN; points]; jit.outputs()];
    let mut outputs: Vec<&mut [f64]> = found.iter_mut().map(Vec::as_mut_slice).collect();
    jit.batch(&inputs, &mut outputs, workspace).unwrap();
    for point in (0..points).filter(|p| *p < 9 || p % step == 0 || p + 9 > points) {
        let x: Vec<f64> = columns.iter().map(|column| column[point]).collect();
        for (output, expected) in code.evaluate(&x).into_iter().enumerate() {
            let y = found[output][point];
            let close = (y - expected).abs() <= 1e-12 * expected.abs().max(1.0);
            let target = jit.target();
            assert!(
                close,
                "{target:?}, {points} points, {output} at {point}: {y}, not {expected}"
            );
        }
    }
}

#[test]
fn long_code_at_any_number_of_points() {
    let code = code(900);
    assert!(code.cost() > 10_000);
    for target in targets() {
        let jit = Jit::for_target(&code, target).unwrap();
        let mut workspace = jit.workspace();
        for points in [0, 1, 3, 8, 9, 64, 100, 127, 131, 600] {
            compare(&code, &jit, &mut workspace, points, 17);
        }
    }
}

/// So many columns that no tile holds points of all of them: each part copies its own.
#[test]
fn long_code_of_very_many_columns() {
    let code = code(2200);
    for target in targets() {
        let jit = Jit::for_target(&code, target).unwrap();
        compare(&code, &jit, &mut jit.workspace(), 301, 29);
    }
}

#[test]
fn long_code_gives_rows_and_tiles_too() {
    let n = 900;
    let code = code(n);
    for target in targets() {
        let jit = Jit::for_target(&code, target).unwrap();
        let mut workspace = jit.workspace();
        let columns = columns(n, 50);
        let inputs: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let rows: Vec<f64> = (0..50)
            .flat_map(|p| columns.iter().map(move |column| column[p]))
            .collect();
        let mut values = vec![0.0; 50 * jit.outputs()];
        jit.rows(&rows, &mut values, &mut workspace).unwrap();
        let mut seen = 0;
        jit.tiles(&inputs, &mut workspace, |tile| {
            for (place, output) in tile.outputs().enumerate() {
                for (point, y) in tile.points().zip(output) {
                    assert_eq!(*y, values[point * jit.outputs() + place]);
                    seen += 1;
                }
            }
        })
        .unwrap();
        assert_eq!(seen, values.len());
        let expected = code.evaluate(&rows[..n]);
        for (y, expected) in values.iter().zip(expected) {
            assert!((y - expected).abs() <= 1e-12 * expected.abs().max(1.0));
        }
    }
}
