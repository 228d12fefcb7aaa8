//! Functions of any number of variables whose gradients are known, and one that is a long text.

use partials::symbolic::graph::{Id, Symbol};
use partials::symbolic::{Graph, Handle};

/// A function of n variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Σ 100 (x_{i+1} - x_i²)² + (1 - x_i)²
    Rosenbrock,
    /// Π (x_i + i)
    Product,
    /// ln Σ exp(x_i)
    LogSumExp,
    /// Σ sin(x_i x_j) over the pairs i < j
    Pairs,
}

impl Problem {
    /// All, with the names under which the peers know them.
    pub const ALL: [(&'static str, Self); 4] = [
        ("rosenbrock", Self::Rosenbrock),
        ("product", Self::Product),
        ("logsumexp", Self::LogSumExp),
        ("pairs", Self::Pairs),
    ];

    /// The function, and its variables `x0`, `x1`, … in their order.
    pub fn build(self, graph: &Graph, n: usize) -> (Id, Vec<Symbol>) {
        let symbols: Vec<Symbol> = graph.with(|arena| {
            let names = (0..n).map(|i| format!("x{i}"));
            names.map(|name| arena.symbol(&name)).collect()
        });
        let variable = |symbol: &Symbol| graph.handle(graph.with(|a| a.variable_of(*symbol)));
        let x: Vec<Handle<'_>> = symbols.iter().map(variable).collect();
        let function = match self {
            Self::Rosenbrock => graph.sum(x.windows(2).filter_map(|pair| match *pair {
                [a, b] => Some(100 * (b - a.pow(2)).pow(2) + (1 - a).pow(2)),
                _ => None,
            })),
            Self::Product => graph.product((0..).zip(&x).map(|(i, x)| *x + i)),
            Self::LogSumExp => graph.sum(x.iter().map(|x| x.exp())).ln(),
            Self::Pairs => {
                let others = |i: usize| x.get(i + 1..).unwrap_or_default();
                let pairs = x.iter().enumerate();
                graph.sum(pairs.flat_map(|(i, a)| others(i).iter().map(|b| (*a * *b).sin())))
            }
        };
        (function.id(), symbols)
    }
}

/// A sum of so many products of 20 variables, about 15 characters each, as text.
pub fn text(terms: usize) -> String {
    let term = |i: usize| {
        let (a, b, c) = (i % 97 + 2, i % 10, (i / 10) % 10);
        format!("{a}*x{b}^{}*y{c}*x{}", i % 3 + 2, (i / 7) % 10)
    };
    (0..terms).map(term).collect::<Vec<_>>().join(" + ")
}
