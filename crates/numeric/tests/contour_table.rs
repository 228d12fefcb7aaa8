//! Every rule of the function table against the contour oracle, which has values of the function
//! alone and a proved bound: the rule is certified to 27 digits at each sample, and every mutant
//! of it refuted.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)] // What is not there fails the test.

use partials_numeric::ball::{Ball, Precision};
use partials_numeric::contour;
use partials_numeric::tape::{Tape, TapeOptions};
use partials_symbolic::graph::Node;
use partials_symbolic::{Function, Graph, Id, Rational, derive};

/// The bits to which a rule must agree.
const CERTAIN: i64 = 90;

/// The tapes of a function and of its rule in argument `i`; `None` where there is no closed form.
fn tapes(function: Function, arguments: usize, i: usize) -> Option<(Tape, Tape)> {
    let graph = Graph::new();
    let names: Vec<String> = (0..arguments).map(|i| format!("x{i}")).collect();
    let call = graph.with(|arena| {
        let arguments: Vec<Id> = names.iter().map(|name| arena.variable(name)).collect();
        arena.call(function, &arguments)
    });
    let symbol = graph.with(|arena| arena.symbol(&names[i]));
    let partial = derive::partial(&graph, call, symbol);
    let open = graph.with(|arena| matches!(arena.node(partial), Node::CallDerivative(..)));
    let tape = |id| Tape::new(&graph, &[id], &names, TapeOptions::default()).unwrap();
    (!open).then(|| (tape(call), tape(partial)))
}

/// What is wrong with the rule in argument `i` at a sample, if anything; and how many mutants
/// were refuted.
fn check(function: Function, sample: &[f64], i: usize) -> Option<Result<usize, String>> {
    let (call, rule) = tapes(function, sample.len(), i)?;
    let precision = Precision::bits(100);
    let point: Vec<Rational> = sample
        .iter()
        .map(|x| Rational::from_f64(*x).unwrap())
        .collect();
    let balls: Vec<Ball> = sample
        .iter()
        .map(|x| Ball::from_f64(*x, Precision::bits(192)))
        .collect();
    let value = rule.evaluate(&balls, Precision::bits(192))[0].clone();
    let found = match contour::partial(&call, &point, i, 1, precision) {
        Ok(found) => found,
        Err(why) => return Some(Err(why.to_string())),
    };
    let exact = value.is_exact() && found.is_exact();
    let precise = |ball: &Ball| ball.relative_accuracy_bits() >= CERTAIN;
    if !(exact || precise(&value) && precise(&found)) {
        return Some(Err(format!("too wide: {value} {found}")));
    }
    if value.separated_from(&found) {
        return Some(Err(format!("refuted: {value} {found}")));
    }
    let tiny = Ball::one(value.precision()).scaled(-80);
    let mutants = [
        -&value,
        value.scaled(1),
        value.scaled(-1),
        &value + &value * &tiny,
        &value - &value * &tiny,
        &value + &tiny,
    ];
    let others: Vec<&Ball> = mutants
        .iter()
        .filter(|m| m.separated_from(&value))
        .collect();
    let refuted = others.iter().filter(|m| m.separated_from(&found)).count();
    if refuted < others.len() {
        return Some(Err(format!(
            "{} of {} mutants refuted",
            refuted,
            others.len()
        )));
    }
    Some(Ok(refuted))
}

#[test]
fn every_rule_is_certified_and_every_mutant_refuted() {
    let (mut rules, mut mutants, mut faults) = (0, 0, Vec::new());
    for &function in Function::ALL {
        for sample in function.row().samples {
            for i in 0..sample.len() {
                match check(function, sample, i) {
                    None => (),
                    Some(Ok(refuted)) => {
                        rules += 1;
                        mutants += refuted;
                    }
                    Some(Err(why)) => {
                        faults.push(format!("{function:?} in argument {i} at {sample:?}: {why}"));
                    }
                }
            }
        }
    }
    println!("{rules} rules certified at their samples, {mutants} mutants refuted");
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
    assert!(rules > 200 && mutants > 1000, "{rules} {mutants}");
}
