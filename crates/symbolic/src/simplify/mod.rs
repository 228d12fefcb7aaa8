//! Simplification, for people: named rules, of which one is applied where its side condition is
//! known to hold and the expression becomes shorter.
//!
//! A rule offers forms, `cost` decides. So the result is never longer than what was given, and
//! simplifying it again changes nothing. Side conditions are asked of [`Facts`]: what holds
//! wherever the given expression has a value. Where the result has a value at more points, what
//! was assumed is told.

mod cost;
mod domain;
mod products;
mod sums;
mod term;

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use cost::Costs;

pub use domain::{Asks, Requirement, requirements_beyond};

use crate::arrange::{Facts, VariableOrder, arrange};
use crate::graph::{Arena, Id, Node, Reachable, rebuild};

/// The work that [`simplify`] is allowed, in nodes that rules look at.
pub const DEFAULT_FUEL: u64 = 100_000;
/// How often the whole expression is gone through.
const ROUNDS: usize = 32;
/// How often the result is simplified again.
const REPEATS: usize = 16;

/// The type of rules in tables.
mod rule {
    use super::{Arena, Id};

    /// Another form of the sum of some terms.
    pub(super) type Sum = (&'static str, fn(&mut Arena, &[Id]) -> Option<Id>);
}

/// An expression in a shorter form, and how it came to that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Simplified {
    /// The shorter form, or the given expression where none was found.
    pub expression: Id,
    /// What holds wherever the given expression has a value, and need not where the result has
    /// one: conditions as text, such as `x != 0`.
    pub assumptions: Vec<String>,
    /// The names of the rules that were applied, besides collecting and ordering.
    pub rules_applied: Vec<&'static str>,
    /// How many nodes were looked at.
    pub budget_spent: u64,
    /// Whether the work that was allowed did not suffice to try everything.
    pub exhausted: bool,
}

/// Simplifies an expression, with variables in the given order and [`DEFAULT_FUEL`].
///
/// ```
/// use partials_symbolic::Graph;
/// use partials_symbolic::arrange::VariableOrder;
/// use partials_symbolic::simplify::simplify;
/// let graph = Graph::new();
/// let x = graph.variable("x");
/// let long = (x.sin().pow(2) + x.cos().pow(2)) * x.pow(2) / x;
/// let order = VariableOrder::default();
/// let short = graph.with(|arena| simplify(arena, long.id(), &order));
/// assert_eq!(graph.handle(short.expression), x);
/// assert_eq!(short.assumptions, ["x != 0"]);
/// ```
pub fn simplify(arena: &mut Arena, root: Id, order: &VariableOrder) -> Simplified {
    simplify_within(arena, root, order, DEFAULT_FUEL)
}

/// Simplifies an expression, looking at so many nodes at most.
pub fn simplify_within(
    arena: &mut Arena,
    root: Id,
    order: &VariableOrder,
    fuel: u64,
) -> Simplified {
    let mut rules = Rules {
        order,
        facts: Facts::of(arena, &[root]),
        costs: Costs::default(),
        applied: BTreeSet::new(),
        fuel,
    };
    let before = domain::conditions(arena, order, &rules.facts);
    let expression = rules.settled(arena, root);
    let left = Facts::of(arena, &[expression]);
    let after = domain::conditions(arena, order, &left);
    Simplified {
        expression,
        assumptions: before.difference(&after).cloned().collect(),
        rules_applied: rules.applied.iter().copied().collect(),
        budget_spent: fuel - rules.fuel,
        exhausted: rules.fuel == 0,
    }
}

/// How long an expression is, in operations as a person reads them: a sum or product of n has
/// n - 1, a call or power 1, a sign none. Parts count wherever they stand.
pub fn length(arena: &Arena, root: Id) -> u64 {
    Costs::default().of(arena, root)
}

/// The rules at work on one expression.
struct Rules<'a> {
    order: &'a VariableOrder,
    facts: Facts,
    costs: Costs,
    applied: BTreeSet<&'static str>,
    fuel: u64,
}

impl Rules<'_> {
    /// Shortens until nothing changes any more. Of a result less may be known than of what was
    /// given, so it may be written in another way that is as long; where forms lead to each other
    /// in a circle, their hashes choose one. So the choice is the same from each of them.
    fn settled(&mut self, arena: &mut Arena, root: Id) -> Id {
        let mut forms = vec![root];
        let mut last = root;
        for _ in 0..REPEATS {
            last = self.shortened(arena, last);
            if let Some(place) = forms.iter().position(|form| *form == last) {
                let circle = forms.iter().skip(place).copied();
                let chosen = circle.min_by_key(|form| arena.structural_hash(*form));
                return chosen.unwrap_or(last);
            }
            forms.push(last);
        }
        last
    }

    /// Goes through the whole expression as long as it becomes shorter by that.
    fn shortened(&mut self, arena: &mut Arena, root: Id) -> Id {
        self.facts = Facts::of(arena, &[root]);
        let mut best = self.arranged(arena, root);
        if self.costs.of(arena, best) > self.costs.of(arena, root) {
            best = root;
        }
        for _ in 0..ROUNDS {
            let applied = self.applied.clone();
            let next = self.pass(arena, best);
            let next = self.arranged(arena, next);
            if self.costs.of(arena, next) >= self.costs.of(arena, best) {
                self.applied = applied;
                break;
            }
            best = next;
        }
        best
    }

    fn arranged(&mut self, arena: &mut Arena, root: Id) -> Id {
        let arranged = arrange(arena, &[root], self.order, &self.facts);
        arranged.first().copied().unwrap_or(root)
    }

    /// Applies rules from the leaves to the root.
    fn pass(&mut self, arena: &mut Arena, root: Id) -> Id {
        let reachable = Reachable::new(arena, &[root]);
        let mut images: FxHashMap<Id, Id> = FxHashMap::default();
        for &id in reachable.ids() {
            let node = arena.node(id);
            let mut operands = Vec::new();
            let mut changed = false;
            arena.for_each_operand(id, |operand| {
                let image = images.get(&operand).copied().unwrap_or(operand);
                changed |= image != operand;
                operands.push(image);
            });
            let rebuilt = match node {
                // The bodies of sums over an index keep their form.
                Node::IndexedSum(..) | Node::IndexedProduct(..) => id,
                _ if changed => rebuild(arena, None, node, &operands),
                _ => id,
            };
            self.facts.carry_over(id, rebuilt);
            let image = self.shortest(arena, rebuilt);
            self.facts.carry_over(rebuilt, image);
            images.insert(id, image);
        }
        images.get(&root).copied().unwrap_or(root)
    }

    /// The shortest form that rules lead to at this node.
    fn shortest(&mut self, arena: &mut Arena, id: Id) -> Id {
        let mut best = id;
        while self.fuel > 0 {
            self.fuel -= 1;
            let mut forms: Vec<(Id, &'static str)> = Vec::new();
            match arena.node(best) {
                Node::Sum(_) => self.sum(arena, best, &mut forms),
                Node::Product(_) => self.product(arena, best, &mut forms),
                Node::Power(..) => self.power(arena, best, &mut forms),
                Node::Call(..) => self.call(arena, best, &mut forms),
                _ => {}
            }
            let mut cost = self.costs.of(arena, best);
            let mut chosen = None;
            for (form, name) in forms {
                let form = self.arranged(arena, form);
                self.fuel = self.fuel.saturating_sub(4);
                let length = self.costs.of(arena, form);
                if length < cost {
                    cost = length;
                    chosen = Some((form, name));
                }
            }
            let Some((form, name)) = chosen else { break };
            self.applied.insert(name);
            self.facts.carry_over(best, form);
            best = form;
        }
        best
    }
}

#[cfg(test)]
mod tests;
