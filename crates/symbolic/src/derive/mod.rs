//! Derivation by the rules of calculus, graph to graph: forward for one direction, reverse for
//! all variables at once. Both are loops over the graph and add a number of nodes that is linear
//! in its size. Of high order in one variable: by power series.

mod forward;
mod implicit;
mod orthogonal;
mod plan;
mod reverse;
pub(crate) mod rules;
mod taylor;

pub use forward::{Forward, directional, partial, pushforward};
pub use implicit::{implicit, inverse};
pub use plan::{Method, Plan, of_order, plan_jacobian};
pub use reverse::{gradient, pullback};
pub use taylor::Series;
pub(crate) use taylor::regular_at;

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
    let columns = columns(graph, functions, variables);
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
    let columns = columns(graph, &row, variables);
    // Entry (i, j) with i <= j is taken from one place, so that the matrix is symmetric as written.
    (0..variables.len())
        .map(|i| {
            (0..variables.len())
                .filter_map(|j| columns.get(i.min(j)).and_then(|c| c.get(i.max(j))).copied())
                .collect()
        })
        .collect()
}

/// The derivatives of all functions in each of the variables.
fn columns(graph: &Graph, functions: &[Id], variables: &[Symbol]) -> Vec<Vec<Id>> {
    let (zero, one) = graph.with(|arena| (arena.integer(0), arena.integer(1)));
    let mut pass = Forward::new(graph, functions);
    let column = |variable: &Symbol| {
        let mut column = vec![zero; functions.len()];
        for (row, tangent) in pass.follow(&[(*variable, one)]) {
            column
                .iter_mut()
                .skip(row)
                .take(1)
                .for_each(|slot| *slot = tangent);
        }
        column
    };
    variables.iter().map(column).collect()
}
