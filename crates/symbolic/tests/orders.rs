//! Derivatives of high order: how many nodes they take.
#![allow(clippy::panic)] // What can't be read fails the test.

use partials_parser::parse_expression;
use partials_symbolic::Graph;
use partials_symbolic::graph::Reachable;
use partials_symbolic::lower::{Definitions, Lowering};

/// The nodes of a derivative of an order in x.
fn size(source: &str, order: usize) -> usize {
    let graph = Graph::new();
    let definitions = Definitions::default();
    let parsed = parse_expression(source, &definitions).unwrap_or_else(|e| panic!("{source}: {e}"));
    let function = Lowering::new(&graph, &parsed.ast, &definitions)
        .lower(parsed.root)
        .unwrap_or_else(|e| panic!("{source}: {e}"));
    let x = graph.with(|arena| arena.symbol("x"));
    let derived = function.derive(&graph, &vec![x; order]);
    graph.with(|arena| Reachable::new(arena, &derived.elements).len())
}

#[test]
fn nodes_grow_at_most_quadratically() {
    for source in ["exp(x*sin(x))/(1+x^2)", "1/(1+x^2+sin(x)^3)"] {
        for order in 1..=20 {
            let (found, bound) = (size(source, order), 40 + 3 * order * order);
            assert!(
                found <= bound,
                "{source}: {found} nodes at order {order}, not {bound}"
            );
        }
        // With twice the order four times as many, and not the eight times of a cube.
        let (twenty, forty) = (size(source, 20), size(source, 40));
        assert!(forty <= 5 * twenty, "{source}: {twenty} and {forty} nodes");
    }
}

#[test]
fn small_derivatives_stay_small() {
    for (source, order, bound) in [("sin(x)", 1000, 4), ("x^5", 6, 1), ("x*exp(x)", 50, 6)] {
        let found = size(source, order);
        assert!(found <= bound, "{source}: {found} nodes at order {order}");
    }
}
