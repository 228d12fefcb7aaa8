//! Derivation by the rules of calculus, graph to graph: forward for one direction, reverse for
//! all variables at once. Both are loops over the graph and add a number of nodes that is linear
//! in its size.

mod forward;
mod reverse;
pub(crate) mod rules;

pub use forward::{directional, partial, pushforward};
pub use reverse::{gradient, pullback};

use crate::graph::{Graph, Id, Symbol};

/// The Jacobian: a row for each function, a column for each variable. Takes the cheaper of the
/// two directions.
pub fn jacobian(graph: &Graph, functions: &[Id], variables: &[Symbol]) -> Vec<Vec<Id>> {
    if functions.len() <= variables.len() {
        return functions
            .iter()
            .map(|function| gradient(graph, *function, variables))
            .collect();
    }
    let columns: Vec<Vec<Id>> = variables
        .iter()
        .map(|variable| pushforward(graph, functions, &[*variable]))
        .collect();
    (0..functions.len())
        .map(|row| {
            columns
                .iter()
                .filter_map(|column| column.get(row).copied())
                .collect()
        })
        .collect()
}

/// The Hessian, symmetric: forward over the reverse gradient.
pub fn hessian(graph: &Graph, function: Id, variables: &[Symbol]) -> Vec<Vec<Id>> {
    let row = gradient(graph, function, variables);
    let columns: Vec<Vec<Id>> = variables
        .iter()
        .map(|variable| pushforward(graph, &row, &[*variable]))
        .collect();
    // Entry (i, j) with i <= j is taken from one place, so that the matrix is symmetric as written.
    (0..variables.len())
        .map(|i| {
            (0..variables.len())
                .filter_map(|j| columns.get(i.min(j)).and_then(|c| c.get(i.max(j))).copied())
                .collect()
        })
        .collect()
}
