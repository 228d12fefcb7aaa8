//! A Hessian by one forward pass over the gradient for each colour of a star colouring.

use super::jacobian::forward;
use super::{Coloring, Pattern, coloring};
use crate::derive::gradient;
use crate::graph::{Graph, Id, Symbol};
use crate::number::Rational;

/// The entries of a Hessian that can differ from zero, of both triangles. The two places of an
/// entry hold the same expression.
///
/// ```
/// use partials_symbolic::{Graph, sparse::SparseHessian};
/// let graph = Graph::new();
/// let x: Vec<_> = (0..5).map(|i| graph.variable(&format!("x{i}"))).collect();
/// let f = graph.sum(x.windows(2).map(|pair| pair[0].pow(2) * pair[1]));
/// let variables: Vec<_> = graph.with(|arena| (0..5).map(|i| arena.symbol(&format!("x{i}"))).collect());
/// let hessian = SparseHessian::new(&graph, f.id(), &variables);
/// assert_eq!(hessian.pattern.len(), 4 + 2 * 4); // nothing in the last corner
/// assert_eq!(hessian.coloring.count(), 3);
/// ```
#[derive(Clone, Debug)]
pub struct SparseHessian {
    /// Which entries there are: symmetric, a row and a column for each variable.
    pub pattern: Pattern,
    /// Their values, in the order of the pattern.
    pub values: Vec<Id>,
    /// The colours of the columns.
    pub coloring: Coloring,
}

impl SparseHessian {
    /// The Hessian of a function in variables. Its size is linear in that of the function times
    /// the number of colours.
    pub fn new(graph: &Graph, function: Id, variables: &[Symbol]) -> Self {
        let row = gradient(graph, function, variables);
        let pattern = graph
            .with(|arena| Pattern::of_jacobian(arena, &row, variables))
            .symmetric();
        let coloring = coloring::star(&pattern);
        let products = forward(graph, &row, variables, &coloring);
        let alone = alone_in_column(&pattern, &coloring);
        let zero = graph.with(|arena| arena.number(Rational::ZERO));
        let color = |index: usize| coloring.color(index);
        let value = |(place, (i, j)): (usize, (usize, usize))| {
            // The same place is read for both entries, so that they are equal as written.
            let mirrored = match pattern.place(j, i) {
                Some(other) if alone.get(other) == Some(&true) => {
                    alone.get(place) != Some(&true) || i > j
                }
                _ => false,
            };
            let key = if mirrored {
                (i, color(j))
            } else {
                (j, color(i))
            };
            products.get(&key).copied().unwrap_or(zero)
        };
        let values = pattern.entries().enumerate().map(value).collect();
        Self {
            pattern,
            values,
            coloring,
        }
    }
}

/// Of each entry (i, j), whether row i is the only one of its colour with an entry in column j.
fn alone_in_column(pattern: &Pattern, coloring: &Coloring) -> Vec<bool> {
    let mut counts = vec![0_usize; coloring.count()];
    let mut alone = Vec::with_capacity(pattern.len());
    for column in 0..pattern.columns() {
        let colors = || {
            let rows = pattern.column(column).iter();
            rows.map(|row| coloring.color(*row))
        };
        for color in colors() {
            counts
                .iter_mut()
                .skip(color)
                .take(1)
                .for_each(|count| *count += 1);
        }
        alone.extend(colors().map(|color| counts.get(color) == Some(&1)));
        for color in colors() {
            counts
                .iter_mut()
                .skip(color)
                .take(1)
                .for_each(|count| *count = 0);
        }
    }
    alone
}
