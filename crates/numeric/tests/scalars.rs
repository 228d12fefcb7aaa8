//! One tape, many scalars: their values agree, and duals have the derivatives that the symbolic
//! engine has.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

use num_complex::Complex64;
use partials_numeric::ball::{Ball, Precision};
use partials_numeric::scalar::{Dual, Generic, Scalar, estimate};
use partials_numeric::tape::Tape;
use partials_numeric::vector::Machine;
use partials_symbolic::graph::{Handle, Id};
use partials_symbolic::{Function, Graph, derive};

/// Functions of x and y, analytic where 0 < x, y < 1.
fn functions<'g>(x: Handle<'g>, y: Handle<'g>, graph: &'g Graph) -> Vec<Handle<'g>> {
    let call = |function, arguments: &[Handle<'g>]| graph.call(function, arguments);
    vec![
        x * y + x.pow(3) / (y + 2),
        x.sin() * y.exp() - (x * y).cos(),
        (x + y).ln() + call(Function::Sqrt, &[x * y]),
        (x + 1).pow(y),
        call(Function::Atan2, &[y, x]),
        call(Function::Hypot, &[x, y]),
        call(Function::Erf, &[x * y]) + call(Function::Gamma, &[x + 2]),
        call(Function::BesselJ, &[graph.number(2), x * 3 + y]),
        call(Function::Sigmoid, &[x - y]) * call(Function::Softplus, &[y]),
        call(Function::Asin, &[x * y]) + call(Function::Tanh, &[x]),
        call(Function::LogSumExp, &[x, y, x * y]),
        y.pow(x.pow(2)),
    ]
}

fn tape(graph: &Graph, roots: &[Id]) -> Tape {
    Tape::new(graph, roots, &["x", "y"], Default::default()).unwrap()
}

const POINTS: [[f64; 2]; 4] = [[0.5, 0.25], [0.3, 0.8], [0.9, 0.1], [0.7, 0.65]];

fn near(found: f64, expected: f64, tolerance: f64) -> bool {
    (found - expected).abs() <= tolerance * expected.abs().max(1.0)
}

#[test]
fn scalars_agree_with_balls() {
    let graph = Graph::new();
    let (x, y) = (graph.variable("x"), graph.variable("y"));
    let roots: Vec<Id> = functions(x, y, &graph)
        .into_iter()
        .map(Handle::id)
        .collect();
    let tape = tape(&graph, &roots);
    let precision = Precision::bits(128);
    for point in POINTS {
        let exact = tape.evaluate(&point.map(|x| Ball::from_f64(x, precision)), precision);
        let doubles = tape.evaluate(&point, ());
        let singles = tape.evaluate(&point.map(|x| Generic(x as f32)), ());
        let complex = tape.evaluate(&point.map(Complex64::from), ());
        for (k, exact) in exact.iter().enumerate() {
            let exact = exact.mid_f64();
            assert!(near(doubles[k], exact, 1e-14), "f64, {k} at {point:?}");
            assert!(
                near(singles[k].0.into(), exact, 1e-5),
                "f32, {k} at {point:?}"
            );
            assert!(
                near(complex[k].re, exact, 1e-14),
                "complex, {k} at {point:?}"
            );
            assert_eq!(complex[k].im, 0.0, "complex, {k} at {point:?}");
        }
    }
}

/// The derivative of an analytic function by a small imaginary step (Squire and Trapp 1998), which
/// knows nothing of the rules.
#[test]
fn complex_steps_are_the_slopes_of_duals() {
    let graph = Graph::new();
    let (x, y) = (graph.variable("x"), graph.variable("y"));
    let roots: Vec<Id> = functions(x, y, &graph)
        .into_iter()
        .map(Handle::id)
        .collect();
    let tape = tape(&graph, &roots);
    let h = 1e-9; // Its square is nothing, and it is far above the last bit of the balls.
    for [x, y] in POINTS {
        let stepped = tape.evaluate(&[Complex64::new(x, h), Complex64::from(y)], ());
        let duals = tape.evaluate(&[Dual::variable(x, ()), Dual::fixed(y, ())], ());
        for (k, (stepped, dual)) in stepped.iter().zip(&duals).enumerate() {
            let slope = stepped.im / h;
            assert!(
                near(dual.slope, slope, 1e-12),
                "{k} at ({x}, {y}): {}, not {slope}",
                dual.slope
            );
        }
    }
}

#[test]
fn duals_of_duals_are_the_symbolic_second_derivatives() {
    let graph = Graph::new();
    let (x, y) = (graph.variable("x"), graph.variable("y"));
    let roots = functions(x, y, &graph);
    let symbols = graph.with(|arena| [arena.symbol("x"), arena.symbol("y")]);
    let mixed = |root: &Handle<'_>| {
        let first = derive::gradient(&graph, root.id(), &symbols[1..]);
        derive::gradient(&graph, first[0], &symbols[..1])[0]
    };
    let mixed: Vec<Id> = roots.iter().map(mixed).collect();
    let roots: Vec<Id> = roots.into_iter().map(Handle::id).collect();
    let (tape, mixed) = (tape(&graph, &roots), tape(&graph, &mixed));
    for [x, y] in POINTS {
        // Along y outside, along x inside.
        let inner = |value, slope| Dual::new(value, slope, ());
        let point = [
            Dual::new(inner(x, 1.0), inner(0.0, 0.0), ()),
            Dual::new(inner(y, 0.0), inner(1.0, 0.0), ()),
        ];
        let found = tape.evaluate(&point, ());
        let expected = mixed.evaluate(&[x, y], ());
        for (k, (found, expected)) in found.iter().zip(&expected).enumerate() {
            let found = found.slope.slope;
            assert!(
                near(found, *expected, 1e-11),
                "{k} at ({x}, {y}): {found}, not {expected}"
            );
        }
    }
}

#[test]
fn branches_and_kinks_have_the_slope_of_their_side() {
    let graph = Graph::new();
    let (x, y) = (graph.variable("x"), graph.variable("y"));
    let call = |function, arguments: &[_]| graph.call(function, arguments).id();
    let roots = [
        call(Function::Abs, &[x]),
        call(Function::Max, &[x, y]),
        call(Function::Relu, &[x]),
    ];
    let tape = tape(&graph, &roots);
    let slopes = |x: f64| {
        let found = tape.evaluate(&[Dual::variable(x, ()), Dual::fixed(0.25, ())], ());
        found.iter().map(|dual| dual.slope).collect::<Vec<f64>>()
    };
    assert_eq!(slopes(-1.5), [-1.0, 0.0, 0.0]);
    assert_eq!(slopes(1.5), [1.0, 1.0, 1.0]);
}

/// A guess of which nothing is known is no value, alone or in a batch.
#[test]
fn what_is_not_known_is_no_number() {
    let arguments = [-244.0, 27.4];
    let guess = estimate(Function::HurwitzZeta, &arguments);
    assert!(guess.error.is_infinite() && guess.value.is_finite());
    assert!(<f64 as Scalar>::call(Function::HurwitzZeta, &arguments, ()).is_nan());
    let mut found = [0.0];
    Machine::best().map2(Function::HurwitzZeta, &[-244.0], &[27.4], &mut found);
    assert!(found[0].is_nan());
    // What overflows is infinite, though no bound can be given.
    assert_eq!(
        <f64 as Scalar>::call(Function::Gamma, &[500.0], ()),
        f64::INFINITY
    );
}
