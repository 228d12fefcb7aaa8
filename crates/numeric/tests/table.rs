//! Every rule of the function table against differences of the function, which know no rule; and
//! every mutant of every rule, which must be rejected.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)] // What is not there fails the test.

use partials_numeric::difference::{
    Agreement, Difference, Options, Resolution, compare_at, differentiate_bounded,
};
use partials_numeric::scalar::estimate;
use partials_numeric::tape::{Tape, TapeOptions};
use partials_symbolic::functions::Arity;
use partials_symbolic::graph::Node;
use partials_symbolic::{Function, Graph, Id, derive};

/// The rule's value in argument `i` at a sample; `None` where there is no closed form.
fn rule(function: Function, sample: &[f64], i: usize) -> Option<f64> {
    let graph = Graph::new();
    let names: Vec<String> = (0..sample.len()).map(|i| format!("x{i}")).collect();
    let partial: Id = {
        let call = graph.with(|arena| {
            let arguments: Vec<Id> = names.iter().map(|name| arena.variable(name)).collect();
            arena.call(function, &arguments)
        });
        let symbol = graph.with(|arena| arena.symbol(&names[i]));
        derive::partial(&graph, call, symbol)
    };
    let open = graph.with(|arena| matches!(arena.node(partial), Node::CallDerivative(..)));
    let tape = Tape::new(&graph, &[partial], &names, TapeOptions::default()).unwrap();
    (!open).then(|| tape.evaluate(sample, ())[0])
}

fn difference(function: Function, sample: &[f64], i: usize) -> Difference {
    let along = |x: f64| {
        let mut point = sample.to_vec();
        point[i] = x;
        let found = estimate(function, &point);
        (found.value, found.error)
    };
    differentiate_bounded(along, sample[i], &Options::default())
}

#[test]
fn every_rule_is_right_and_every_mutant_rejected() {
    let resolution = Resolution {
        relative: 1e-5,
        of_scale: 0.0,
        margin: 4.0,
    };
    let (mut rules, mut mutants) = (0, 0);
    for &function in Function::ALL {
        for sample in function.row().samples {
            if let Arity::Exactly(n) = function.arity() {
                assert_eq!(n, sample.len(), "{function:?}");
            }
            for i in 0..sample.len() {
                let Some(value) = rule(function, sample, i) else {
                    continue;
                };
                let found = difference(function, sample, i);
                let says = |claim: f64| compare_at(&found, claim, 1e-12 * claim.abs(), &resolution);
                let what = format!("{function:?} in argument {i} at {sample:?}: {value} {found:?}");
                assert_eq!(says(value), Agreement::Agrees, "{what}");
                rules += 1;
                // Sign, factor, a term too many; of a derivative 0 only the last is another.
                for mutant in [-value, 2.0 * value, 0.5 * value, 1.01 * value, value + 0.01] {
                    if mutant != value {
                        assert_ne!(says(mutant), Agreement::Agrees, "{mutant} for {what}");
                        mutants += 1;
                    }
                }
            }
        }
    }
    println!("{rules} rules at their samples, {mutants} mutants");
    assert!(rules > 200 && mutants > 900, "{rules} {mutants}");
}
