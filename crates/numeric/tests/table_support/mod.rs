//! What the tests of the columns of the function table share.
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)] // What is not there fails the test.

use partials_numeric::scalar::estimate;
use partials_numeric::tape::{Tape, TapeOptions};
use partials_parser::parse_expression;
use partials_symbolic::functions::Arity;
use partials_symbolic::graph::Node;
use partials_symbolic::lower::{Definitions, Lowering};
use partials_symbolic::{Function, Graph, Id, derive};

/// Coordinates of points: integers, halves and others of both signs, small and not so small.
const COORDINATES: [f64; 15] = [
    -7.5, -3.0, -2.5, -2.0, -1.0, -0.7, -0.2, 0.0, 0.3, 0.5, 1.0, 1.5, 2.0, 3.0, 8.25,
];

/// The node that a text stands for.
pub fn parse(graph: &Graph, text: &str) -> Id {
    let definitions = Definitions::default();
    let parsed = parse_expression(text, &definitions).unwrap_or_else(|e| panic!("{text}: {e}"));
    let mut lowering = Lowering::new(graph, &parsed.ast, &definitions);
    let value = lowering.lower(parsed.root);
    value.unwrap_or_else(|e| panic!("{text}: {e}")).elements[0]
}

/// A condition on the arguments of a function, in the notation of the language.
#[allow(clippy::type_complexity)]
pub fn condition(function: Function, text: &str) -> Box<dyn Fn(&[f64]) -> bool> {
    let graph = Graph::new();
    let id = parse(&graph, &format!("if({text}, 1, 0)"));
    let names: Vec<String> = function
        .row()
        .arguments
        .iter()
        .map(|n| (*n).to_owned())
        .collect();
    let tape = Tape::new(&graph, &[id], &names, TapeOptions::default()).unwrap();
    Box::new(move |point| tape.evaluate(point, ())[0] == 1.0)
}

/// Points whose coordinates are those above: all of them for up to two arguments, else the samples
/// with any two coordinates changed.
pub fn grid(function: Function) -> Vec<Vec<f64>> {
    let n = match function.arity() {
        Arity::Exactly(n) => n,
        Arity::AtLeast(_) => 3,
    };
    let mut points = Vec::new();
    if n == 1 {
        return COORDINATES.iter().map(|x| vec![*x]).collect();
    }
    let samples = if n == 2 { 1 } else { usize::MAX };
    for sample in function
        .row()
        .samples
        .iter()
        .filter(|s| s.len() == n)
        .take(samples)
    {
        for (i, j) in (0..n).flat_map(|i| (0..i).map(move |j| (i, j))) {
            for (x, y) in COORDINATES
                .iter()
                .flat_map(|x| COORDINATES.iter().map(move |y| (x, y)))
            {
                let mut point = sample.to_vec();
                (point[i], point[j]) = (*x, *y);
                points.push(point);
            }
        }
    }
    points
}

/// The rule's value in argument `i`; `None` where there is no closed form.
pub fn rule(function: Function, point: &[f64], i: usize) -> Option<f64> {
    let graph = Graph::new();
    let names: Vec<String> = (0..point.len()).map(|i| format!("x{i}")).collect();
    let call = graph.with(|arena| {
        let arguments: Vec<Id> = names.iter().map(|name| arena.variable(name)).collect();
        arena.call(function, &arguments)
    });
    let symbol = graph.with(|arena| arena.symbol(&names[i]));
    let partial = derive::partial(&graph, call, symbol);
    let open = graph.with(|arena| matches!(arena.node(partial), Node::CallDerivative(..)));
    let tape = Tape::new(&graph, &[partial], &names, TapeOptions::default()).unwrap();
    (!open).then(|| tape.evaluate(point, ())[0])
}

/// What a function does at a point, along one argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behaviour {
    Smooth,
    Kink,
    Jump,
    Vertical,
}

/// By quotients of differences at distances that shrink by 64, on each side that has values.
pub fn behaviour(function: Function, point: &[f64], i: usize) -> Behaviour {
    let at = |x: f64| {
        let mut point = point.to_vec();
        point[i] = x;
        estimate(function, &point).value
    };
    let (x, here) = (point[i], at(point[i]));
    let slopes = |side: f64| {
        [-12, -18, -24].map(|exponent| {
            let step = side * 2_f64.powi(exponent);
            (at(x + step) - here) / step
        })
    };
    let sides = [slopes(-1.0), slopes(1.0)];
    let present = || {
        sides
            .iter()
            .filter(|slopes| slopes.iter().all(|s| s.is_finite()))
    };
    let jumps = |[first, _, last]: &[f64; 3]| {
        let (far, near) = (first.abs() * 2_f64.powi(-12), last.abs() * 2_f64.powi(-24));
        near > 1e-6 * (1.0 + here.abs()) && near > 0.5 * far
    };
    if present().any(jumps) {
        return Behaviour::Jump;
    }
    if present().any(|[first, _, last]| last.abs() > 8.0 * (1.0 + first.abs())) {
        return Behaviour::Vertical;
    }
    let size = 1.0 + sides[0][2].abs().max(sides[1][2].abs());
    match present().count() == 2 && (sides[0][2] - sides[1][2]).abs() > 1e-2 * size {
        true => Behaviour::Kink,
        false => Behaviour::Smooth,
    }
}
