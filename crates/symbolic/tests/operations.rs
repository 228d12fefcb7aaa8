//! How many operations a gradient takes beside its function, row by row of the table.
#![allow(clippy::unwrap_used)] // What is wrong fails the test.

use partials_symbolic::graph::{Id, Reachable};
use partials_symbolic::{Arity, Function, Graph, Handle, derive};

/// The operations of a call and of what it adds to the adjoints of its arguments, where its own
/// adjoint is a variable: the chain rule, and one addition for each argument but one.
fn cost(function: Function, arguments: usize) -> usize {
    let graph = Graph::new();
    let names: Vec<String> = (0..arguments).map(|i| format!("x{i}")).collect();
    let handles: Vec<Handle<'_>> = names.iter().map(|name| graph.variable(name)).collect();
    let call = graph.call(function, &handles).id();
    let symbols: Vec<_> = graph.with(|arena| names.iter().map(|name| arena.symbol(name)).collect());
    let adjoint = graph.variable("adjoint").id();
    let adjoints = derive::pullback(&graph, &[call], &[adjoint], &symbols);
    let roots: Vec<Id> = [vec![call], adjoints].concat();
    let operations = graph.with(|arena| Reachable::new(arena, &roots).operations(arena));
    operations + arguments - 1
}

#[test]
fn rows_cost_what_they_say() {
    for &function in Function::ALL {
        let (stated, found) = match function.arity() {
            Arity::Exactly(n) => (function.row().cost, cost(function, n)),
            // By argument, however many there are.
            Arity::AtLeast(_) => (function.row().cost, cost(function, 100).div_ceil(100)),
        };
        let name = function.name();
        match stated {
            5 => assert!(found <= 5, "{name} takes {found}"),
            _ => assert_eq!(found, stated, "{name}"),
        }
    }
}
