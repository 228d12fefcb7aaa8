//! Derivatives of functions that are given by an equation, or as the inverse of another.

use super::forward::{directional, partial};
use crate::graph::{Graph, Id, Symbol};
use crate::number::Rational;

/// The derivatives of `y(x)`, defined by `relation(x, y) = 0`, from order 1 to `order`; in `x` and
/// `y`, wherever the relation's derivative in `y` is not 0.
///
/// The first is `-F_x/F_y`; each further one is the total derivative of the one before.
///
/// ```
/// use partials_symbolic::{Graph, derive};
/// let graph = Graph::new();
/// let (x, y) = (graph.variable("x"), graph.variable("y"));
/// let [sx, sy] = graph.with(|arena| [arena.symbol("x"), arena.symbol("y")]);
/// let circle = x.pow(2) + y.pow(2) - 1;
/// let slope = derive::implicit(&graph, circle.id(), sy, sx, 1)[0];
/// assert_eq!(graph.handle(slope).to_string(), "-(2*x)/(2*y)");
/// ```
pub fn implicit(
    graph: &Graph,
    relation: Id,
    dependent: Symbol,
    independent: Symbol,
    order: u32,
) -> Vec<Id> {
    let in_x = partial(graph, relation, independent);
    let in_y = partial(graph, relation, dependent);
    let slope = graph.with(|arena| {
        let quotient = arena.divide(in_x, in_y);
        arena.negate(quotient)
    });
    total(graph, slope, slope, dependent, independent, order)
}

/// The derivatives of the inverse of `function(x)` from order 1 to `order`, as expressions in `x`,
/// wherever the function's derivative is not 0: `1/f'`, and each further one `1/f'` times the
/// derivative of the one before.
///
/// ```
/// use partials_symbolic::{Graph, derive};
/// let graph = Graph::new();
/// let x = graph.variable("x");
/// let symbol = graph.with(|arena| arena.symbol("x"));
/// let slope = derive::inverse(&graph, x.exp().id(), symbol, 1)[0];
/// assert_eq!(graph.handle(slope).to_string(), "1/exp(x)");
/// ```
pub fn inverse(graph: &Graph, function: Id, variable: Symbol, order: u32) -> Vec<Id> {
    let slope = partial(graph, function, variable);
    let over = graph.with(|arena| arena.reciprocal(slope));
    let mut found = vec![over];
    for _ in 1..order {
        let last = found.last().copied().unwrap_or(Id::POISON);
        let derived = partial(graph, last, variable);
        found.push(graph.with(|arena| arena.product(&[over, derived])));
    }
    found
}

/// `first`, and its total derivatives along `x` while `y` moves with `slope`.
fn total(
    graph: &Graph,
    first: Id,
    slope: Id,
    dependent: Symbol,
    independent: Symbol,
    order: u32,
) -> Vec<Id> {
    let one = graph.with(|arena| arena.number(Rational::ONE));
    let direction = [(independent, one), (dependent, slope)];
    let mut found = vec![first];
    for _ in 1..order {
        let last = found.last().copied().unwrap_or(Id::POISON);
        found.extend(directional(graph, &[last], &direction));
    }
    found
}
