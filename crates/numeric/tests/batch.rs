//! The batch interpreter has the values of the plain evaluator: on every machine, for any number
//! of points, with one thread and with many.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

use partials_numeric::batch::{Batch, BatchError, Columns};
use partials_numeric::code::{Code, Mode};
use partials_numeric::tape::Tape;
use partials_numeric::vector::Machine;
use partials_symbolic::{Function, Graph};

/// Functions of two inputs that between them use every kind of operation.
fn code(mode: Mode) -> Code {
    let graph = Graph::new();
    let (x, y) = (graph.variable("x"), graph.variable("y"));
    let call = |function, arguments: &[_]| graph.call(function, arguments);
    let roots = [
        x * y + 3 * x - y.pow(3),
        x / y + 2 / (x - 1),
        x.sin() * x.cos() + y.exp() * x.sin(),
        call(Function::Max, &[x, y]) - call(Function::Sign, &[x]),
        call(Function::Atan2, &[y, x]),
        call(Function::Gamma, &[x * x + 1]),
        call(Function::BesselJ, &[graph.number(2), y]),
        call(Function::LogSumExp, &[x, y, x * y]),
        call(Function::Floor, &[x * 4]) + call(Function::Sqrt, &[y]),
        x,
        graph.number(7),
        x,
    ];
    let roots = roots.map(|root| root.id());
    let tape = Tape::new(&graph, &roots, &["x", "y"], Default::default()).unwrap();
    Code::new(&tape, mode).unwrap()
}

fn points(count: usize) -> Vec<f64> {
    let special = [0.0, -0.0, 1.0, f64::NAN, f64::INFINITY, 1e300, -2.5, 1e13];
    let at = |i: usize| match i % 11 {
        0 => special[i / 11 % special.len()],
        _ => ((i * 37) as f64 * 0.618).sin() * 6.0,
    };
    (0..2 * count).map(at).collect()
}

fn same(a: f64, b: f64) -> bool {
    a == b || a.is_nan() && b.is_nan() || (a - b).abs() <= 1e-12 * a.abs().max(b.abs()).max(1.0)
}

#[test]
fn values_are_those_of_the_plain_evaluator() {
    for mode in [Mode::Strict, Mode::Fast] {
        let code = code(mode);
        for machine in Machine::all() {
            let batch = Batch::with_machine(&code, machine);
            for count in [0, 1, 7, 16, 17, 700] {
                let rows = points(count);
                let mut values = vec![0.0; count * batch.outputs()];
                batch.rows(&rows, &mut values).unwrap();
                for (point, found) in rows.chunks(2).zip(values.chunks(batch.outputs())) {
                    let expected = code.evaluate(point);
                    for (k, (found, expected)) in found.iter().zip(expected).enumerate() {
                        assert!(
                            same(*found, expected),
                            "{mode:?} {machine:?} output {k} at {point:?}: {found}, not {expected}"
                        );
                    }
                }
            }
        }
    }
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|value| value.to_bits()).collect()
}

#[test]
fn rows_columns_points_and_threads_have_the_same_bits() {
    let batch = Batch::new(&code(Mode::Fast));
    let (count, width) = (1000, batch.outputs());
    let rows = points(count);
    let (mut serial, mut parallel) = (vec![0.0; count * width], vec![0.0; count * width]);
    batch.rows(&rows, &mut serial).unwrap();
    batch.rows_parallel(&rows, &mut parallel).unwrap();
    assert_eq!(bits(&serial), bits(&parallel));

    let inputs: Vec<Vec<f64>> = (0..2)
        .map(|j| rows.iter().skip(j).step_by(2).copied().collect())
        .collect();
    let inputs: Vec<&[f64]> = inputs.iter().map(Vec::as_slice).collect();
    let mut outputs = vec![vec![0.0; count]; width];
    let mut slices: Vec<&mut [f64]> = outputs.iter_mut().map(Vec::as_mut_slice).collect();
    batch.columns(&inputs, &mut slices).unwrap();
    let mut seen = 0;
    batch
        .for_each_tile(Columns(&inputs), count, |block| {
            for (column, values) in outputs.iter().zip(block.outputs()) {
                assert_eq!(bits(&column[block.points()]), bits(values));
            }
            seen += block.points().len();
        })
        .unwrap();
    assert_eq!(seen, count);

    let mut value = vec![0.0; width];
    for (i, point) in rows.chunks(2).enumerate() {
        batch.point(point, &mut value).unwrap();
        assert_eq!(bits(&value), bits(&serial[i * width..(i + 1) * width]));
        assert!((0..width).all(|k| outputs[k][i].to_bits() == value[k].to_bits()));
    }
}

#[test]
fn lengths_that_do_not_fit_are_errors() {
    let batch = Batch::new(&code(Mode::Strict));
    let length = |expected, found| Err(BatchError::Length { expected, found });
    assert_eq!(batch.point(&[1.0], &mut [0.0; 12]), length(2, 1));
    assert_eq!(batch.point(&[1.0; 2], &mut [0.0; 11]), length(12, 11));
    assert_eq!(batch.rows(&[1.0; 3], &mut [0.0; 12]), length(2, 3));
    let (a, b) = ([1.0; 4], [1.0; 3]);
    assert_eq!(
        batch.for_each_tile(Columns(&[&a, &b]), 4, |_| {}),
        length(4, 3)
    );
}
