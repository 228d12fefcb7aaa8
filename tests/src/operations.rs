//! How many operations a formula and its gradient take together, and how many they may.
//!
//! The bound is that of Baur and Strassen (1983) for arithmetic and most functions, 5 times the
//! function's; functions with longer rules state their own in the table.

use partials::Function;
use partials::symbolic::arrange::{Facts, VariableOrder, arrange};
use partials::symbolic::graph::{Arena, Id, Node, Reachable, Symbol};
use partials::symbolic::{Function as Table, Graph, Handle, derive};

/// What was counted of a formula.
#[derive(Clone, Copy, Debug)]
pub struct Count {
    /// Operations of the function alone.
    pub function: usize,
    /// Of the function with its gradient, as derived.
    pub derived: usize,
    /// Of both arranged for people.
    pub arranged: usize,
    /// How many times the function's they may be.
    pub limit: usize,
}

impl Count {
    /// How many times the function's operations the derived form takes.
    pub fn ratio(&self) -> f64 {
        self.derived as f64 / self.function as f64
    }

    /// How many times the function's operations the arranged form takes.
    pub fn arranged_ratio(&self) -> f64 {
        self.arranged as f64 / self.function as f64
    }
}

/// Counts the operations of a formula that is a number; `None` where it has none.
pub fn count(function: &Function) -> Option<Count> {
    function.with_graph(|graph, value| {
        let root = value.as_scalar()?;
        count_graph(graph, root, &value.variables(graph))
    })
}

/// As [`count`], of an expression of a graph.
pub fn count_graph(graph: &Graph, root: Id, variables: &[Symbol]) -> Option<Count> {
    let operations =
        |roots: &[Id]| graph.with(|arena| Reachable::new(arena, roots).operations(arena));
    let function = operations(&[root]);
    if function == 0 {
        return None;
    }
    let limit = graph.with(|arena| limit(arena, root));
    let mut both = derive::gradient(graph, root, variables);
    both.push(root);
    let derived = operations(&both);
    let tidy = graph.with(|arena| {
        let order = VariableOrder::with_first(arena, variables, &both);
        let facts = Facts::of(arena, &[root]);
        arrange(arena, &both, &order, &facts)
    });
    Some(Count {
        function,
        derived,
        arranged: operations(&tidy),
        limit,
    })
}

/// The largest cost that anything in the expression has by the table; 9 for a power whose exponent
/// is no number.
fn limit(arena: &Arena, root: Id) -> usize {
    let reachable = Reachable::new(arena, &[root]);
    let cost = |id: &Id| match arena.node(*id) {
        Node::Power(_, exponent) if arena.as_number(exponent).is_none() => 9,
        Node::Call(function, _) => function.row().cost,
        _ => 5,
    };
    reachable.ids().iter().map(cost).max().unwrap_or(5)
}

/// A random expression of so many operations, in which parts are shared: each operation takes any
/// of what is there already, the youngest more often.
pub fn random<'g>(graph: &'g Graph, random: &mut impl FnMut(usize) -> usize) -> Handle<'g> {
    const UNARY: [Table; 16] = [
        Table::Exp,
        Table::Ln,
        Table::Sqrt,
        Table::Sin,
        Table::Cos,
        Table::Tan,
        Table::Sec,
        Table::Atan,
        Table::Sinh,
        Table::Cosh,
        Table::Tanh,
        Table::Asin,
        Table::Acos,
        Table::Asinh,
        Table::Erf,
        Table::Sigmoid,
    ];
    let variables = 1 + random(6);
    let mut pool: Vec<Handle<'g>> = (0..variables)
        .map(|i| graph.variable(&format!("x{i}")))
        .collect();
    for _ in 0..1 + random(40) {
        let mut any = || {
            let back = match random(2) {
                0 => random(3.min(pool.len())),
                _ => random(pool.len()),
            };
            pool.iter()
                .rev()
                .nth(back)
                .copied()
                .unwrap_or_else(|| graph.pi())
        };
        let (a, b, c) = (any(), any(), any());
        let number = 2 + random(4) as i64;
        let made = match random(14) {
            0 | 1 => a + b,
            2 => a - b,
            3 | 4 => a * b,
            5 => a / b,
            6 => a.pow(number),
            7 => number * a,
            8 => graph.sum([a, b, c, a * b]),
            9 => graph.product([a, b, c]),
            10 if random(4) == 0 => a.pow(b),
            11 if random(4) == 0 => graph.call(Table::Atan2, &[a, b]),
            _ => a.call(
                UNARY
                    .get(random(UNARY.len()))
                    .copied()
                    .unwrap_or(Table::Exp),
            ),
        };
        pool.push(made);
    }
    let last = pool.len().saturating_sub(1);
    pool.get(last).copied().unwrap_or_else(|| graph.pi())
}
