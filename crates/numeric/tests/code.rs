//! Code has the values of the tape, whatever is done to it, and bytes of it are not trusted.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use partials_numeric::batch::Batch;
use partials_numeric::code::{Code, Column, Mode};
use partials_numeric::tape::Tape;
use partials_symbolic::graph::{Handle, Id};
use partials_symbolic::{Function, Graph};
use proptest::prelude::*;

/// What to do with the values so far: which operation, and on which two.
type Step = (u8, usize, usize);

fn build<'g>(graph: &'g Graph, steps: &[Step]) -> Vec<Handle<'g>> {
    let mut values: Vec<Handle> = ["x", "y", "z"].map(|name| graph.variable(name)).to_vec();
    for (kind, a, b) in steps {
        let (a, b) = (values[a % values.len()], values[b % values.len()]);
        values.push(match kind % 10 {
            0 | 1 => a + b,
            2 => a - b,
            3 | 4 => a * b,
            5 => a / (b.pow(2) + 1),
            6 => graph.call(Function::Tanh, &[a]),
            7 => a.sin() + b.cos(),
            8 => (graph.call(Function::Tanh, &[a])).exp(),
            _ => a.pow(3),
        });
    }
    values
}

fn tape(graph: &Graph, roots: &[Handle]) -> Tape {
    let ids: Vec<_> = roots.iter().map(|root| root.id()).collect();
    Tape::new(graph, &ids, &["x", "y", "z"], Default::default()).unwrap()
}

proptest! {
    /// Strict code rounds as the tape does, but for integer powers; fast code within what sums of
    /// the sizes at hand may lose.
    #[test]
    fn passes_keep_values(
        steps in prop::collection::vec((any::<u8>(), any::<usize>(), any::<usize>()), 1..60),
        point in prop::array::uniform3(-1.5f64..1.5),
    ) {
        let graph = Graph::new();
        let values = build(&graph, &steps);
        let roots = &values[values.len().saturating_sub(4)..];
        let tape = tape(&graph, roots);
        let expected = tape.evaluate(&point, ());
        // The size of all that is added on the way, by which errors are measured.
        let all = self::tape(&graph, &values).evaluate(&point, ());
        let size = all.iter().fold(1.0f64, |size, value| size.max(value.abs()));
        prop_assume!(size < 1e6);
        for mode in [Mode::Strict, Mode::Fast] {
            let code = Code::new(&tape, mode).unwrap();
            for (found, expected) in code.evaluate(&point).iter().zip(&expected) {
                let error = (found - expected).abs();
                prop_assert!(error <= 1e-9 * size, "{mode:?}: {found}, not {expected}");
            }
            let read = Code::from_bytes(&code.to_bytes()).unwrap();
            prop_assert_eq!(&read, &code);
        }
    }

    /// Bytes that were changed are an error or other code, which evaluates.
    #[test]
    fn bytes_are_not_trusted(
        steps in prop::collection::vec((any::<u8>(), any::<usize>(), any::<usize>()), 1..20),
        changes in prop::collection::vec((any::<usize>(), any::<u8>()), 1..4),
        cut in any::<usize>(),
    ) {
        let graph = Graph::new();
        let values = build(&graph, &steps);
        let code = Code::new(&tape(&graph, &values[values.len() - 1..]), Mode::Fast).unwrap();
        let mut bytes = code.to_bytes();
        prop_assert!(Code::from_bytes(&bytes[..cut % bytes.len()]).is_err());
        for (place, byte) in changes {
            let place = place % bytes.len();
            bytes[place] = byte;
        }
        if let Ok(code) = Code::from_bytes(&bytes) {
            let values = code.evaluate(&[0.5, 0.25, 0.125]);
            prop_assert_eq!(values.len(), code.outputs().len());
            code.slots();
            let batch = Batch::new(&code);
            if code.inputs() < 1000 {
                let (point, mut found) = (vec![0.5; code.inputs()], vec![0.0; values.len()]);
                batch.point(&point, &mut found).unwrap();
                batch.rows(&point, &mut found).unwrap();
            }
        }
    }
}

#[test]
fn polynomials_are_nested() {
    let graph = Graph::new();
    let (x, y) = (graph.variable("x"), graph.variable("y"));
    let terms = (0..10).flat_map(|i| (0..10).map(move |j| (i, j)));
    let sum = graph.sum(terms.map(|(i, j)| (i + 2 * j + 1) * x.pow(i) * y.pow(j)));
    let tape = Tape::new(&graph, &[sum.id()], &["x", "y"], Default::default()).unwrap();
    let code = Code::new(&tape, Mode::Fast).unwrap();
    // The least is 99 products fused into sums; the greedy choice of factors makes 105.
    assert!(code.cost() <= 105, "{}", code.cost());
    let (found, expected) = (
        code.evaluate(&[0.5, 0.25])[0],
        tape.evaluate(&[0.5, 0.25], ())[0],
    );
    assert!((found - expected).abs() < 1e-13 * expected);
}

/// The tape of a function and its gradient.
fn with_gradient(graph: &Graph, function: Id, names: &[String]) -> Tape {
    let symbols: Vec<_> = graph.with(|arena| names.iter().map(|n| arena.symbol(n)).collect());
    let gradient = partials_symbolic::derive::gradient(graph, function, &symbols);
    let roots: Vec<_> = std::iter::once(function).chain(gradient).collect();
    Tape::new(graph, &roots, names, Default::default()).unwrap()
}

/// Sparse polynomials with all their derivatives, in factors that are variables or calls: nested
/// together they have the values that they have term by term.
#[test]
fn nested_polynomials_keep_their_values_and_derivatives() {
    let mut state = 7u64;
    let mut below = |n: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) % n
    };
    for case in 0..200 {
        let graph = Graph::new();
        let names: Vec<String> = (0..1 + below(6)).map(|i| format!("x{i}")).collect();
        let variables: Vec<_> = names.iter().map(|name| graph.variable(name)).collect();
        let factors: Vec<_> = match case % 4 {
            0 => variables.iter().map(|x| x.sin()).collect(),
            _ => variables.clone(),
        };
        let terms: Vec<_> = (0..2 + below(80))
            .map(|_| {
                let number = graph.number(below(19) as i64 - 9);
                let powers = (0..below(5)).map(|_| {
                    let factor = factors[below(factors.len() as u64) as usize];
                    factor.pow([1, 1, 2, 3, 7][below(5) as usize])
                });
                graph.product(std::iter::once(number).chain(powers))
            })
            .collect();
        let sum = graph.sum(terms).id();
        let tape = with_gradient(&graph, sum, &names);
        let code = Code::new(&tape, Mode::Fast).unwrap();
        let point: Vec<f64> = names
            .iter()
            .map(|_| below(2000) as f64 / 800.0 - 1.2)
            .collect();
        let expected = tape.evaluate(&point, ());
        for (found, expected) in code.evaluate(&point).iter().zip(&expected) {
            let near = (found - expected).abs() <= 1e-10 * expected.abs().max(1.0);
            assert!(near, "polynomial {case}: {found:e}, not {expected:e}");
        }
    }
}

/// The terms of a sum come in any order: each is added when it is there.
#[test]
fn few_values_are_alive_in_long_chains() {
    let graph = Graph::new();
    let names: Vec<String> = (0..2000).map(|i| format!("x{i}")).collect();
    let x: Vec<_> = names.iter().map(|name| graph.variable(name)).collect();
    let terms = |i: usize| [100 * (x[i + 1] - x[i].pow(2)).pow(2), (1 - x[i]).pow(2)];
    let flat = graph.sum((0..1999).flat_map(terms));
    let pairs = graph.sum((0..1999).map(|i| graph.sum(terms(i))));
    let shuffled = (0..1999).map(|i| i * 701 % 1999);
    let shuffled = graph.sum(shuffled.map(|i| (x[i] * x[i + 1]).sin() - x[i] / (2 + x[i].pow(2))));
    for sum in [flat, pairs, shuffled] {
        let tape = with_gradient(&graph, sum.id(), &names);
        let code = Code::new(&tape, Mode::Fast).unwrap();
        // Outputs keep slots of their own; all else is few.
        let slots = code.slots().count() - code.outputs().len();
        assert!(slots <= 24, "{slots}");
        let point: Vec<f64> = (0..2000).map(|i| (f64::from(i) * 0.7).sin()).collect();
        let expected = tape.evaluate(&point, ());
        for (found, expected) in code.evaluate(&point).iter().zip(&expected) {
            let near = (found - expected).abs() <= 1e-12 * expected.abs().max(1.0);
            assert!(near, "{found:e}, not {expected:e}");
        }
    }
}

/// The values of parts, one after the other.
fn in_parts(code: &Code, size: usize, point: &[f64]) -> Vec<f64> {
    let mut between = vec![f64::NAN; code.ops().len()];
    let mut values = vec![f64::NAN; code.outputs().len()];
    for part in code.cut(size) {
        let inputs = part.inputs.iter().map(|column| match *column {
            Column::Input(place) => point[place as usize],
            Column::Between(place) => between[place as usize],
            Column::Output(place) => values[place as usize],
        });
        let inputs: Vec<f64> = inputs.collect();
        assert_eq!(part.code.inputs(), inputs.len());
        let found = part.code.evaluate(&inputs);
        for (column, value) in part.outputs.iter().zip(found) {
            if let Column::Output(place) = *column {
                values[place as usize] = value;
            }
            if let Column::Between(place) = *column {
                // What this part reads is not where it writes.
                assert!(!part.inputs.contains(column));
                between[place as usize] = value;
            }
        }
    }
    values
}

proptest! {
    #[test]
    fn parts_are_the_whole(
        steps in prop::collection::vec((any::<u8>(), any::<usize>(), any::<usize>()), 1..120),
        point in prop::array::uniform3(-1.5f64..1.5),
        size in 1usize..40,
    ) {
        let graph = Graph::new();
        let values = build(&graph, &steps);
        let mut roots = values[values.len().saturating_sub(6)..].to_vec();
        roots.extend([values[0], graph.number(3), roots[0]]);
        let code = Code::new(&tape(&graph, &roots), Mode::Fast).unwrap();
        let bits = |values: Vec<f64>| values.iter().map(|y| y.to_bits()).collect::<Vec<_>>();
        prop_assert_eq!(bits(in_parts(&code, size, &point)), bits(code.evaluate(&point)));
    }
}
