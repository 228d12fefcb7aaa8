//! Derivatives of high order: their size, and what they are.
#![allow(clippy::indexing_slicing, clippy::panic)] // What is not there fails the test.

use partials_parser::parse_expression;
use partials_symbolic::Graph;
use partials_symbolic::graph::Reachable;
use partials_symbolic::lower::{Definitions, Lowering, Value};

fn read(graph: &Graph, source: &str) -> Value {
    let definitions = Definitions::default();
    let parsed = parse_expression(source, &definitions).unwrap_or_else(|e| panic!("{source}: {e}"));
    let mut lowering = Lowering::new(graph, &parsed.ast, &definitions);
    lowering
        .lower(parsed.root)
        .unwrap_or_else(|e| panic!("{source}: {e}"))
}

#[test]
fn nodes_grow_at_most_quadratically() {
    for source in ["exp(x*sin(x))/(1+x^2)", "1/(1+x^2+sin(x)^3)"] {
        for n in 1..=20 {
            let graph = Graph::new();
            let f = read(&graph, source);
            let x = graph.with(|arena| arena.symbol("x"));
            let start = std::time::Instant::now();
            let d = f.derive(&graph, &vec![x; n]);
            let time = start.elapsed();
            let size = graph.with(|arena| Reachable::new(arena, &d.elements).len());
            println!("{source} {n} {size} {} {time:?}", graph.with(|a| a.len()));
        }
    }
}
