//! The chain rule as matrices: the Jacobian of the outer function times that of the inner ones.

use rustc_hash::FxHashMap;

use crate::arrange::{Facts, VariableOrder, arrange};
use crate::derive;
use crate::graph::{Graph, Id, Reachable, Symbol, natural_order, substitute};
use crate::lower::{Shape, Value};

/// The matrices of the chain rule for f(x) with x = x(s, t): of m elements, k names, n variables.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Chain {
    /// The names that are functions of the variables: x.
    pub names: Vec<Symbol>,
    /// The variables: s, t.
    pub variables: Vec<Symbol>,
    /// ∂f/∂x, m×k.
    pub outer: Value,
    /// ∂x/∂(s, t), k×n.
    pub inner: Value,
    /// Their product, m×n, in the names and the variables.
    pub product: Value,
    /// The product with everything substituted, in the variables alone.
    pub substituted: Value,
    /// The derivative of f(x(s, t)), found without the chain rule between them.
    pub direct: Value,
}

/// The chain rule for a function of names that are functions of variables themselves. A variable
/// of the inner functions that `function` has too counts as a name that is itself.
///
/// ```
/// use partials_symbolic::{Graph, chain::chain, lower::Value};
/// let graph = Graph::new();
/// let [x, y, s, t] = ["x", "y", "s", "t"].map(|name| graph.variable(name));
/// let f = Value::scalar((x.pow(2) * y).id());
/// let [x, y] = graph.with(|arena| ["x", "y"].map(|name| arena.symbol(name)));
/// let found = chain(&graph, &f, &[(x, (s * t).id()), (y, (s + t).id())]);
/// let text = |list: &[_]| list.iter().map(|id| graph.handle(*id).to_string()).collect::<Vec<_>>();
/// assert_eq!(text(&found.outer.elements), ["2*x*y", "x^2"]);
/// assert_eq!(text(&found.inner.elements), ["t", "s", "1", "1"]);
/// assert_eq!(text(&found.product.elements), ["2*t*x*y + x^2", "2*s*x*y + x^2"]);
/// ```
pub fn chain(graph: &Graph, function: &Value, inner: &[(Symbol, Id)]) -> Chain {
    let inside: Vec<Id> = inner.iter().map(|(_, id)| *id).collect();
    let variables = graph.with(|arena| {
        let mut found = Reachable::new(arena, &inside).variables(arena);
        found.sort_by(|a, b| natural_order(arena.name(*a), arena.name(*b)));
        found
    });
    let (names, expressions): (Vec<Symbol>, Vec<Id>) = graph.with(|arena| {
        let own = Reachable::new(arena, &function.elements).variables(arena);
        let known = |symbol: &Symbol| inner.iter().any(|(name, _)| name == symbol);
        let both = variables.iter().filter(|v| own.contains(v) && !known(v));
        let themselves: Vec<_> = both
            .map(|v| (*v, arena.leaf(crate::graph::Node::Variable(*v))))
            .collect();
        inner.iter().copied().chain(themselves).unzip()
    });
    let replacements: FxHashMap<Symbol, Id> = inner.iter().copied().collect();
    let matrices = Matrices {
        graph,
        order: [variables.as_slice(), names.as_slice()].concat(),
        decimals: function.decimals,
    };
    let (m, k, n) = (function.elements.len(), names.len(), variables.len());
    let outer = matrices.jacobian(&function.elements, &names);
    let inside = matrices.jacobian(&expressions, &variables);
    let raw = matrices.product(&outer, &inside, [m, k, n]);
    let composed = matrices.substitute(&function.elements, &replacements);
    let product = matrices.arranged(&raw, &function.elements);
    let substituted = matrices.substitute(&raw, &replacements);
    let substituted = matrices.arranged(&substituted, &composed);
    let direct = matrices.jacobian(&composed, &variables);
    Chain {
        outer: matrices.value(m, k, outer),
        inner: matrices.value(k, n, inside),
        product: matrices.value(m, n, product),
        substituted: matrices.value(m, n, substituted),
        direct: matrices.value(m, n, direct),
        names,
        variables,
    }
}

/// What all matrices have in common.
struct Matrices<'g> {
    graph: &'g Graph,
    order: Vec<Symbol>,
    decimals: bool,
}

impl Matrices<'_> {
    fn arranged(&self, elements: &[Id], functions: &[Id]) -> Vec<Id> {
        self.graph.with(|arena| {
            let order = VariableOrder::with_first(arena, &self.order, elements);
            let facts = Facts::of_slopes(arena, functions);
            arrange(arena, elements, &order, &facts)
        })
    }

    fn jacobian(&self, functions: &[Id], variables: &[Symbol]) -> Vec<Id> {
        let rows = derive::jacobian(self.graph, functions, variables);
        let raw: Vec<Id> = rows.into_iter().flatten().collect();
        self.arranged(&raw, functions)
    }

    fn product(&self, a: &[Id], b: &[Id], [m, k, n]: [usize; 3]) -> Vec<Id> {
        self.graph.with(|arena| {
            let mut product = Vec::with_capacity(m * n);
            for row in a.chunks(k.max(1)) {
                for column in 0..n {
                    let entries = b.iter().skip(column).step_by(n);
                    let terms: Vec<Id> = row
                        .iter()
                        .zip(entries)
                        .map(|(x, y)| arena.product(&[*x, *y]))
                        .collect();
                    product.push(arena.sum(&terms));
                }
            }
            product
        })
    }

    fn substitute(&self, elements: &[Id], replacements: &FxHashMap<Symbol, Id>) -> Vec<Id> {
        let elements = elements.iter();
        self.graph.with(|arena| {
            elements
                .map(|id| substitute(arena, *id, replacements))
                .collect()
        })
    }

    fn value(&self, rows: usize, columns: usize, elements: Vec<Id>) -> Value {
        Value {
            variables: Some(self.order.clone()),
            decimals: self.decimals,
            ..Value::new(Shape::Matrix(rows, columns), elements)
        }
    }
}
