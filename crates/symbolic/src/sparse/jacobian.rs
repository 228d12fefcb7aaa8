//! A Jacobian by one pass for each colour of its columns, forward, or of its rows, in reverse.

use rustc_hash::FxHashMap;

use super::{Coloring, Pattern, coloring};
use crate::derive::{Forward, pullback};
use crate::graph::{Graph, Id, Symbol};
use crate::number::Rational;

/// What was summed: columns, found forward, or rows, found in reverse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Columns of one colour are one derivative along a direction.
    Columns,
    /// Rows of one colour are one gradient of a sum of functions.
    Rows,
}

/// The entries of a Jacobian that can differ from zero.
///
/// ```
/// use partials_symbolic::{Graph, sparse::SparseJacobian};
/// let graph = Graph::new();
/// let (x, y) = (graph.variable("x"), graph.variable("y"));
/// let functions = [x.pow(2).id(), (x * y).id()];
/// let variables = graph.with(|arena| [arena.symbol("x"), arena.symbol("y")]);
/// let jacobian = SparseJacobian::new(&graph, &functions, &variables);
/// let entries: Vec<_> = jacobian.pattern.entries().collect();
/// assert_eq!(entries, [(0, 0), (1, 0), (1, 1)]);
/// assert_eq!(graph.handle(jacobian.values[2]), x);
/// ```
#[derive(Clone, Debug)]
pub struct SparseJacobian {
    /// Which entries there are: a row for each function, a column for each variable.
    pub pattern: Pattern,
    /// Their values, in the order of the pattern.
    pub values: Vec<Id>,
    /// The colours of the columns or rows.
    pub coloring: Coloring,
    /// Whether columns or rows are coloured: what takes fewer colours.
    pub direction: Direction,
}

impl SparseJacobian {
    /// The Jacobian of functions in variables. Its size is linear in that of the functions times
    /// the number of colours.
    pub fn new(graph: &Graph, functions: &[Id], variables: &[Symbol]) -> Self {
        let pattern = graph.with(|arena| Pattern::of_jacobian(arena, functions, variables));
        let (columns, rows) = (coloring::columns(&pattern), coloring::rows(&pattern));
        if columns.count() <= rows.count() {
            let products = forward(graph, functions, variables, &columns);
            let values = read(graph, &pattern, |row, column| {
                products.get(&(row, columns.color(column))).copied()
            });
            return Self {
                pattern,
                values,
                coloring: columns,
                direction: Direction::Columns,
            };
        }
        let products = reverse(graph, functions, variables, &rows);
        let values = read(graph, &pattern, |row, column| {
            products.get(rows.color(row))?.get(column).copied()
        });
        Self {
            pattern,
            values,
            coloring: rows,
            direction: Direction::Rows,
        }
    }
}

fn read(graph: &Graph, pattern: &Pattern, value: impl Fn(usize, usize) -> Option<Id>) -> Vec<Id> {
    let zero = graph.with(|arena| arena.number(Rational::ZERO));
    let entries = pattern.entries();
    entries
        .map(|(row, column)| value(row, column).unwrap_or(zero))
        .collect()
}

/// By row and colour: the row of the Jacobian times the sum of the columns of that colour.
pub(super) fn forward(
    graph: &Graph,
    functions: &[Id],
    variables: &[Symbol],
    columns: &Coloring,
) -> FxHashMap<(usize, usize), Id> {
    let one = graph.with(|arena| arena.number(Rational::ONE));
    let mut pass = Forward::new(graph, functions);
    let mut products = FxHashMap::default();
    for (color, group) in columns.groups().iter().enumerate() {
        let seeds: Vec<(Symbol, Id)> = group
            .iter()
            .filter_map(|column| Some((*variables.get(*column)?, one)))
            .collect();
        for (row, tangent) in pass.follow(&seeds) {
            products.insert((row, color), tangent);
        }
    }
    products
}

/// By colour: the gradient of the sum of the functions of that colour.
fn reverse(graph: &Graph, functions: &[Id], variables: &[Symbol], rows: &Coloring) -> Vec<Vec<Id>> {
    let one = graph.with(|arena| arena.number(Rational::ONE));
    let groups = rows.groups();
    let gradient = |group: &Vec<usize>| {
        let roots: Vec<Id> = group
            .iter()
            .filter_map(|row| functions.get(*row).copied())
            .collect();
        let adjoints = vec![one; roots.len()];
        pullback(graph, &roots, &adjoints, variables)
    };
    groups.iter().map(gradient).collect()
}
