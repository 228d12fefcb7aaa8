//! Taylor mode: the coefficients of a function's power series in one variable, graph to graph.
//!
//! With `f(x + t) = c₀ + c₁·t + c₂·t² + …` the n-th derivative is `n!·cₙ`. Sums, products and powers
//! have the recurrences of power series (Moore 1979; Griewank and Walther 2008, chapter 13). That of
//! a function follows from its row in the table: `y' = r(y, u)·u'` gives
//! `k·yₖ = Σ j·uⱼ·rₖ₋ⱼ`, where `r` is an expression of the graph with coefficients of its own. So
//! exp, tan and besselj need no recurrence that the table does not hold already, and n derivatives
//! cost a number of nodes of order n², where repeated derivation grows without such a bound.

use rustc_hash::FxHashMap;

use super::forward::partial;
use super::rules::{self, Ids};
use crate::functions::Function;
use crate::graph::{Arena, Constant, Graph, Id, Node, Reachable, Symbol, replace, substitute};
use crate::number::Rational;

/// The power series of expressions in one variable, coefficient by coefficient, each made once.
///
/// ```
/// use partials_symbolic::{Graph, derive::Series};
/// let graph = Graph::new();
/// let x = graph.variable("x");
/// let symbol = graph.with(|arena| arena.symbol("x"));
/// let mut series = Series::new(&graph, symbol);
/// let third = series.derivative(x.pow(4).id(), 3);
/// assert_eq!(graph.handle(third).to_string(), "6*((x + x) + (x + x))");
/// ```
#[derive(Debug)]
pub struct Series<'g> {
    graph: &'g Graph,
    variable: Symbol,
    /// By expression and order; `None` where the coefficient is zero.
    known: FxHashMap<(Id, u32), Option<Id>>,
    /// What the chain rule multiplies with: by call and argument.
    partials: FxHashMap<(Id, usize), Id>,
    /// The derivative, of what has no recurrence.
    derived: FxHashMap<Id, Id>,
}

/// Which coefficients are to be made before another can be.
type Missing = Vec<(Id, u32)>;

impl<'g> Series<'g> {
    /// The series of expressions of `graph` around the variable.
    pub fn new(graph: &'g Graph, variable: Symbol) -> Self {
        Self {
            graph,
            variable,
            known: FxHashMap::default(),
            partials: FxHashMap::default(),
            derived: FxHashMap::default(),
        }
    }

    /// The derivative of an order: the coefficient times the factorial.
    pub fn derivative(&mut self, function: Id, order: u32) -> Id {
        let coefficient = self.coefficient(function, order);
        self.graph.with(|arena| {
            let factorial = (2..=i64::from(order)).fold(Rational::ONE, |product, factor| {
                product.mul(&Rational::from(factor))
            });
            let factorial = arena.number(factorial);
            arena.product(&[factorial, coefficient])
        })
    }

    /// The coefficient of an order in the series of a function.
    pub fn coefficient(&mut self, function: Id, order: u32) -> Id {
        let mut stack = vec![(function, order)];
        while let Some(&(id, order)) = stack.last() {
            if order == 0 || self.known.contains_key(&(id, order)) {
                stack.pop();
                continue;
            }
            let mut missing = Missing::new();
            let found = self.make(id, order, &mut missing);
            if missing.is_empty() {
                self.known.insert((id, order), found);
                stack.pop();
            } else {
                stack.append(&mut missing);
            }
        }
        let mut none = Missing::new();
        let found = self.get(function, order, &mut none);
        found.unwrap_or_else(|| self.graph.with(|arena| arena.number(Rational::ZERO)))
    }

    /// A coefficient that is known, `None` where it is zero or noted as missing.
    fn get(&self, id: Id, order: u32, missing: &mut Missing) -> Option<Id> {
        if order == 0 {
            let zero = |arena: &mut Arena| arena.as_number(id).is_some_and(Rational::is_zero);
            return (!self.graph.with(zero)).then_some(id);
        }
        match self.known.get(&(id, order)) {
            Some(found) => *found,
            None => {
                missing.push((id, order));
                None
            }
        }
    }

    /// The coefficient of an order above 0; without meaning where one that it needs is missing.
    fn make(&mut self, id: Id, order: u32, missing: &mut Missing) -> Option<Id> {
        match self.graph.with(|arena| arena.node(id)) {
            Node::Poison => Some(Id::POISON),
            Node::Variable(symbol) => (symbol == self.variable && order == 1)
                .then(|| self.graph.with(|arena| arena.number(Rational::ONE))),
            Node::Number(_)
            | Node::Constant(_)
            | Node::Compare(..)
            | Node::And(_)
            | Node::Or(_)
            | Node::Not(_) => None,
            Node::Sum(_) => {
                let terms = rules::operands(self.graph, id);
                let terms: Ids = terms
                    .iter()
                    .filter_map(|term| self.get(*term, order, missing))
                    .collect();
                self.total(&terms, missing)
            }
            Node::Product(_) => {
                let factors = rules::operands(self.graph, id);
                let (last, others) = factors.split_last()?;
                let others = self.graph.with(|arena| arena.product(others));
                self.convolution(others, *last, order, missing)
            }
            Node::Power(base, exponent) => self.power(id, base, exponent, order, missing),
            Node::Call(..)
            | Node::Apply(..)
            | Node::CallDerivative(..)
            | Node::ApplyDerivative(..) => self.chain(id, order, missing),
            Node::If(_) => self.branches(id, order, missing),
            Node::IndexedSum(index, _) => self.indexed_sum(id, index, order, missing),
            Node::IndexedProduct(..) => {
                let (graph, variable) = (self.graph, self.variable);
                let derived = *self
                    .derived
                    .entry(id)
                    .or_insert_with(|| partial(graph, id, variable));
                let term = self.get(derived, order - 1, missing)?;
                Some(self.divided(term, order))
            }
        }
    }

    fn total(&self, terms: &[Id], missing: &Missing) -> Option<Id> {
        (missing.is_empty() && !terms.is_empty()).then(|| self.graph.with(|a| a.sum(terms)))
    }

    /// A coefficient over its order, where the series of a derivative is integrated.
    fn divided(&self, term: Id, order: u32) -> Id {
        self.graph.with(|arena| {
            let part = arena.number(Rational::new(1, order.into()).unwrap_or(Rational::ZERO));
            arena.product(&[part, term])
        })
    }

    /// Σ aⱼ·bₖ₋ⱼ
    fn convolution(&self, a: Id, b: Id, order: u32, missing: &mut Missing) -> Option<Id> {
        let pairs: Vec<(Id, Id)> = (0..=order)
            .filter_map(|j| {
                let left = self.get(a, j, missing);
                let right = self.get(b, order - j, missing);
                left.zip(right)
            })
            .collect();
        if !missing.is_empty() {
            return None;
        }
        let terms: Ids = self.graph.with(|arena| {
            let product = |(left, right): &(Id, Id)| arena.product(&[*left, *right]);
            pairs.iter().map(product).collect()
        });
        self.total(&terms, missing)
    }

    /// Natural powers are products of two halves, which asks nothing of the base. Of others with a
    /// constant exponent, `b·y' = r·b'·y` (Euler); otherwise `y' = y·(r·ln b)'`.
    fn power(
        &mut self,
        id: Id,
        base: Id,
        exponent: Id,
        order: u32,
        missing: &mut Missing,
    ) -> Option<Id> {
        let number = self.graph.with(|arena| arena.as_number(exponent).cloned());
        match number.as_ref().map(Rational::to_i64) {
            Some(Some(natural)) if natural >= 0 => {
                let (half, rest) = self.graph.with(|arena| {
                    let [half, rest] = [natural / 2, natural - natural / 2].map(|n| {
                        let n = arena.integer(n);
                        arena.power(base, n)
                    });
                    (half, rest)
                });
                if natural == 0 {
                    return None;
                }
                self.convolution(half, rest, order, missing)
            }
            Some(_) => self.euler(id, base, exponent, order, missing),
            None if self.is_constant(exponent, order, missing) => {
                self.euler(id, base, exponent, order, missing)
            }
            None => {
                let logarithm = self.graph.with(|arena| {
                    let logarithm = arena.call(Function::Ln, &[base]);
                    arena.product(&[exponent, logarithm])
                });
                let terms = self.integrand(logarithm, id, order, missing);
                let sum = self.total(&terms, missing)?;
                Some(self.divided(sum, order))
            }
        }
    }

    fn is_constant(&self, id: Id, order: u32, missing: &mut Missing) -> bool {
        (1..=order).all(|j| self.get(id, j, missing).is_none())
    }

    /// `yₖ = Σ ((r + 1)·j - k)·bⱼ·yₖ₋ⱼ / (k·b₀)`
    fn euler(
        &self,
        id: Id,
        base: Id,
        exponent: Id,
        order: u32,
        missing: &mut Missing,
    ) -> Option<Id> {
        let parts: Vec<(u32, Id)> = (1..=order)
            .filter_map(|j| Some((j, self.get(base, j, missing)?)))
            .collect();
        let pairs: Vec<(u32, Id, Id)> = parts
            .into_iter()
            .filter_map(|(j, part)| Some((j, part, self.get(id, order - j, missing)?)))
            .collect();
        if !missing.is_empty() || pairs.is_empty() {
            return None;
        }
        Some(self.graph.with(|arena| {
            let terms: Ids = pairs
                .iter()
                .map(|&(j, part, value)| {
                    let (j, k) = (i64::from(j), i64::from(order));
                    let whole = arena.number(Rational::new(j - k, k).unwrap_or(Rational::ZERO));
                    let share = arena.number(Rational::new(j, k).unwrap_or(Rational::ZERO));
                    let scaled = arena.product(&[share, exponent]);
                    let weight = arena.sum(&[scaled, whole]);
                    arena.product(&[weight, part, value])
                })
                .collect();
            let sum = arena.sum(&terms);
            arena.divide(sum, base)
        }))
    }

    /// The terms of `k·yₖ` where `y' = r·u'`: `j·uⱼ·rₖ₋ⱼ`.
    fn integrand(&self, u: Id, r: Id, order: u32, missing: &mut Missing) -> Ids {
        let parts: Vec<(u32, Id)> = (1..=order)
            .filter_map(|j| Some((j, self.get(u, j, missing)?)))
            .collect();
        let pairs: Vec<(u32, Id, Id)> = parts
            .into_iter()
            .filter_map(|(j, part)| Some((j, part, self.get(r, order - j, missing)?)))
            .collect();
        if !missing.is_empty() {
            return Ids::new();
        }
        self.graph.with(|arena| {
            let term = |&(j, part, value): &(u32, Id, Id)| {
                let j = arena.integer(j.into());
                arena.product(&[j, part, value])
            };
            pairs.iter().map(term).collect()
        })
    }

    /// A function of other series: the integral of the chain rule.
    fn chain(&mut self, id: Id, order: u32, missing: &mut Missing) -> Option<Id> {
        let node = self.graph.with(|arena| arena.node(id));
        let list = rules::operands(self.graph, id);
        let arguments = match node {
            Node::CallDerivative(..) | Node::ApplyDerivative(..) => {
                list.get(list.len() / 2..).unwrap_or_default()
            }
            _ => &list,
        };
        let moving: Vec<usize> = (0..arguments.len())
            .filter(|i| {
                let argument = arguments.get(*i).copied().unwrap_or(Id::POISON);
                !self.is_constant(argument, order, missing)
            })
            .collect();
        if !missing.is_empty() {
            return None;
        }
        let mut terms = Ids::new();
        for i in moving {
            let argument = arguments.get(i).copied().unwrap_or(Id::POISON);
            let graph = self.graph;
            let partial = *self.partials.entry((id, i)).or_insert_with(|| match node {
                Node::Call(function, _) => rules::call(graph, id, function, &list, i),
                _ => rules::raise_order(graph, node, &list, i),
            });
            terms.extend(self.integrand(argument, partial, order, missing));
        }
        let sum = self.total(&terms, missing)?;
        Some(self.divided(sum, order))
    }

    /// Branch by branch; a branch that has no value has no coefficients either.
    fn branches(&self, id: Id, order: u32, missing: &mut Missing) -> Option<Id> {
        let &[condition, yes, no] = rules::operands(self.graph, id).as_slice() else {
            return None;
        };
        let (a, b) = (self.get(yes, order, missing), self.get(no, order, missing));
        if !missing.is_empty() {
            return None;
        }
        self.graph.with(|arena| {
            let undefined = Node::Constant(Constant::Undefined);
            let mut or_zero = |found: Option<Id>, branch: Id| match found {
                Some(found) => found,
                None if arena.node(branch) == undefined => branch,
                None => arena.number(Rational::ZERO),
            };
            let parts = (or_zero(a, yes), or_zero(b, no));
            (a.is_some() || b.is_some()).then(|| arena.select(condition, parts.0, parts.1))
        })
    }

    /// A sum over an index, whose body has the series; an index of the variable's name hides it.
    fn indexed_sum(&self, id: Id, index: Symbol, order: u32, missing: &mut Missing) -> Option<Id> {
        let &[body, lower, upper] = rules::operands(self.graph, id).as_slice() else {
            return None;
        };
        if index == self.variable {
            return None;
        }
        let term = self.get(body, order, missing)?;
        Some(self.graph.with(|arena| {
            let index = arena.name(index).to_owned();
            arena.indexed_sum(&index, term, lower, upper)
        }))
    }
}

/// The expression with `sinc(u)` as its polynomial in `u` wherever `u` is 0 at the point: so far as
/// the order asks, that has the series of sinc, and needs no quotient that has no value there.
pub(crate) fn regular_at(
    arena: &mut Arena,
    function: Id,
    point: &FxHashMap<Symbol, Id>,
    order: u32,
) -> Id {
    let sinc = |arena: &Arena, id: &Id| match arena.node(*id) {
        Node::Call(Function::Sinc, list) => arena.list(list).first().map(|u| (*id, *u)),
        _ => None,
    };
    let reachable = Reachable::new(arena, &[function]);
    let calls: Vec<(Id, Id)> = reachable
        .ids()
        .iter()
        .filter_map(|id| sinc(arena, id))
        .collect();
    let mut regular = function;
    // Outer calls first, which still hold the inner ones as they are.
    for (call, u) in calls.into_iter().rev() {
        let here = substitute(arena, u, point);
        if rules::is_zero(arena, here) {
            let mut coefficient = Rational::ONE;
            let mut terms = Ids::new();
            for k in 0..=i64::from(order / 2) {
                let (degree, number) = (arena.integer(2 * k), arena.number(coefficient.clone()));
                let power = arena.power(u, degree);
                terms.push(arena.product(&[number, power]));
                let next = Rational::new(-1, (2 * k + 2) * (2 * k + 3));
                coefficient = coefficient.mul(&next.unwrap_or(Rational::ZERO));
            }
            let polynomial = arena.sum(&terms);
            regular = replace(arena, regular, call, polynomial);
        }
    }
    regular
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derivatives_of_polynomials_are_numbers_in_the_end() {
        let graph = Graph::new();
        let x = graph.variable("x");
        let symbol = graph.with(|arena| arena.symbol("x"));
        let mut series = Series::new(&graph, symbol);
        let power = x.pow(5).id();
        assert_eq!(graph.handle(series.derivative(power, 5)).to_string(), "120");
        assert_eq!(graph.handle(series.derivative(power, 6)).to_string(), "0");
    }
}
