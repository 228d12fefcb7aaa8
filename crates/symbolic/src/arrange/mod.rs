//! Canonical form for people: nested sums and products flattened, like terms and like powers
//! collected, and everything in the order in which a textbook would write it.
//!
//! Arranging is linear in the graph but for sorting: a part that is used once is flattened into
//! its parent, however long; a shared part only if it is short, so that sharing is never lost by
//! more than a constant factor. No identity is used that changes the domain, unless the function
//! at hand is known to exclude the points in question ([`Facts`]): the derivative of `x^2*ln(x)`
//! may say `x` for `x^2/x`, because `ln(x)` needs x > 0 already.

mod factors;
mod facts;
mod identities;
mod monomial;
mod order;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use factors::Factors;
pub use facts::Facts;
pub use order::VariableOrder;

use crate::graph::{Arena, Id, Node, Reachable};
use crate::number::Rational;

/// A shared part with at most this many operands is copied into a parent of its kind.
const SHORT: usize = 8;

type Ids = SmallVec<[Id; 8]>;

/// Arranges some expressions, all in the same order of variables.
///
/// ```
/// use partials_symbolic::arrange::{Facts, VariableOrder, arrange};
/// use partials_symbolic::{Graph, derive};
/// let graph = Graph::new();
/// let (x1, x2) = (graph.variable("x1"), graph.variable("x2"));
/// let f = x1.pow(2) * x2 + x1 * x2.pow(3);
/// let variables = graph.with(|arena| [arena.symbol("x1"), arena.symbol("x2")]);
/// let gradient = derive::gradient(&graph, f.id(), &variables);
/// let order = graph.with(|arena| VariableOrder::alphabetic(arena, &gradient));
/// let tidy = graph.with(|arena| arrange(arena, &gradient, &order, &Facts::default()));
/// let text: Vec<String> = tidy.iter().map(|id| graph.handle(*id).to_string()).collect();
/// assert_eq!(text, ["2*x1*x2 + x2^3", "x1^2 + 3*x1*x2^2"]);
/// ```
pub fn arrange(arena: &mut Arena, roots: &[Id], order: &VariableOrder, facts: &Facts) -> Vec<Id> {
    let reachable = Reachable::new(arena, roots);
    let absorbed = absorbed(arena, &reachable, roots);
    let mut pass = Pass {
        order,
        facts: facts.clone(),
        reachable,
        absorbed,
        images: Vec::new(),
    };
    for place in 0..pass.reachable.len() {
        let image = match pass.reachable.ids().get(place) {
            Some(&id) if pass.absorbed.get(place) != Some(&true) => pass.image(arena, id),
            Some(&id) => id,
            None => Id::POISON,
        };
        pass.images.push(image);
    }
    roots.iter().map(|root| pass.of(*root)).collect()
}

/// Which nodes are flattened into the only node that uses them.
fn absorbed(arena: &Arena, reachable: &Reachable, roots: &[Id]) -> Vec<bool> {
    let mut uses = vec![0_u32; reachable.len()];
    let mut same_kind = vec![true; reachable.len()];
    for root in roots {
        reachable
            .place(*root)
            .and_then(|p| uses.get_mut(p))
            .into_iter()
            .for_each(|u| *u += 2);
    }
    for &id in reachable.ids() {
        let parent = arena.node(id);
        arena.for_each_operand(id, |operand| {
            let Some(place) = reachable.place(operand) else {
                return;
            };
            let flattens = matches!(
                (parent, arena.node(operand)),
                (Node::Sum(_), Node::Sum(_)) | (Node::Product(_), Node::Product(_))
            );
            if let (Some(uses), Some(same)) = (uses.get_mut(place), same_kind.get_mut(place)) {
                *uses = uses.saturating_add(1);
                *same &= flattens;
            }
        });
    }
    uses.iter()
        .zip(same_kind)
        .map(|(uses, same)| *uses == 1 && same)
        .collect()
}

struct Pass<'a> {
    order: &'a VariableOrder,
    facts: Facts,
    reachable: Reachable,
    absorbed: Vec<bool>,
    images: Vec<Id>,
}

impl Pass<'_> {
    /// The arranged form of a node that was visited already.
    fn of(&self, id: Id) -> Id {
        let place = self.reachable.place(id);
        place
            .and_then(|place| self.images.get(place))
            .copied()
            .unwrap_or(Id::POISON)
    }

    fn image(&mut self, arena: &mut Arena, id: Id) -> Id {
        let node = arena.node(id);
        let image = match node {
            Node::Sum(_) => {
                let terms = self.flat_operands(arena, id);
                self.sum(arena, &terms)
            }
            Node::Product(_) => {
                let list = self.flat_operands(arena, id);
                monomial::product(arena, self.order, &list).unwrap_or_else(|| {
                    let mut factors = Factors::one();
                    for &factor in &list {
                        factors.multiply(arena, &self.facts, factor);
                    }
                    if factors.coefficient.is_zero() && self.facts.zeros_vanish() {
                        return arena.number(Rational::ZERO);
                    }
                    identities::contract(arena, &self.facts, &mut factors);
                    factors.pack(arena, self.order)
                })
            }
            Node::Power(base, exponent) => {
                let (base, exponent) = (self.of(base), self.of(exponent));
                let power = arena.power(base, exponent);
                let mut factors = Factors::one();
                factors.multiply(arena, &self.facts, power);
                identities::contract(arena, &self.facts, &mut factors);
                factors.pack(arena, self.order)
            }
            _ => {
                let mut operands = Ids::new();
                arena.for_each_operand(id, |operand| operands.push(operand));
                let images: Ids = operands.iter().map(|operand| self.of(*operand)).collect();
                if images == operands {
                    id
                } else {
                    crate::graph::rebuild(arena, None, node, &images)
                }
            }
        };
        self.facts.carry_over(id, image);
        image
    }

    /// The arranged operands of a sum or product, with those of absorbed operands in their place.
    fn flat_operands(&self, arena: &Arena, id: Id) -> Ids {
        let mut flat = Ids::new();
        let mut stack = Ids::new();
        let push = |id: Id, stack: &mut Ids| {
            let start = stack.len();
            arena.for_each_operand(id, |operand| stack.push(operand));
            if let Some(new) = stack.get_mut(start..) {
                new.reverse();
            }
        };
        push(id, &mut stack);
        while let Some(next) = stack.pop() {
            let place = self.reachable.place(next);
            if place.and_then(|place| self.absorbed.get(place)) == Some(&true) {
                push(next, &mut stack);
            } else {
                flat.push(self.of(next));
            }
        }
        flat
    }

    /// Collects like terms and orders them.
    fn sum(&self, arena: &mut Arena, terms: &[Id]) -> Id {
        let mut collected = Terms::default();
        for &term in terms {
            self.add_term(arena, term, &Rational::ONE, &mut collected);
        }
        let constant = collected.constant.clone();
        let mut kept: Vec<(Factors, Id)> = Vec::with_capacity(collected.list.len() + 1);
        for term in collected.list {
            let packed = match (&term.factors, term.whole) {
                (_, Some(whole)) => Some(whole),
                (None, None) => Some(monomial::join(arena, &term.coefficient, term.key)),
                (Some(_), None) => None,
            };
            let mut factors = match term.factors {
                Some(factors) => factors,
                None => Factors::of_term(arena, &self.facts, term.key),
            };
            let vanishes = self.facts.zeros_vanish() || factors.is_defined(arena, &self.facts);
            if term.coefficient.is_zero() && vanishes {
                continue;
            }
            factors.coefficient = term.coefficient;
            let packed = packed.unwrap_or_else(|| factors.pack(arena, self.order));
            kept.push((factors, packed));
        }
        if !constant.is_zero() {
            let number = arena.number(constant.clone());
            kept.push((Factors::number(constant), number));
        }
        let count = kept.len();
        kept.sort_by(|(a, x), (b, y)| {
            a.order_in_sum(b, arena, self.order, count)
                .then_with(|| arena.structural_hash(*x).cmp(&arena.structural_hash(*y)))
        });
        let first_positive = kept.iter().position(|(f, _)| !f.coefficient.is_negative());
        if let Some(positive) = first_positive.filter(|place| *place > 0)
            && let Some(head) = kept.get_mut(..=positive)
        {
            head.rotate_right(1);
        }
        let ids: Vec<Id> = kept.into_iter().map(|(_, id)| id).collect();
        arena.sum(&ids)
    }

    /// Adds `scale · term`; a short sum is added term by term.
    fn add_term(&self, arena: &mut Arena, term: Id, scale: &Rational, to: &mut Terms) {
        if let Node::Sum(list) = arena.node(term)
            && list.len() <= SHORT
        {
            // The terms of an arranged sum are no sums, so this goes one level deep.
            for inner in Ids::from_slice(arena.list(list)) {
                self.add_term(arena, inner, scale, to);
            }
            return;
        }
        if let Some((coefficient, key)) = monomial::split(arena, term) {
            let whole = scale.is_one().then_some(term);
            return to.add(key, None, coefficient.mul(scale), whole);
        }
        let mut factors = Factors::of_term(arena, &self.facts, term);
        let coefficient = factors.coefficient.mul(scale);
        factors.coefficient = Rational::ONE;
        if factors.is_one() {
            to.constant = to.constant.add(&coefficient);
            return;
        }
        let key = factors.pack(arena, self.order);
        if key != term
            && let Node::Sum(list) = arena.node(key)
            && list.len() <= SHORT
            && (coefficient.is_one() || coefficient.is_minus_one())
        {
            for inner in Ids::from_slice(arena.list(list)) {
                self.add_term(arena, inner, &coefficient, to);
            }
            return;
        }
        to.add(key, Some(factors), coefficient, None);
    }
}

/// A term without its coefficient, and that.
struct Term {
    key: Id,
    /// What the key is made of, where that is known already.
    factors: Option<Factors>,
    coefficient: Rational,
    /// Both together, where that is a term of the source.
    whole: Option<Id>,
}

/// Terms by what they are made of besides their rational coefficient.
#[derive(Default)]
struct Terms {
    constant: Rational,
    list: Vec<Term>,
    places: FxHashMap<Id, usize>,
}

impl Terms {
    fn add(&mut self, key: Id, factors: Option<Factors>, coefficient: Rational, whole: Option<Id>) {
        let known = self.places.get(&key).copied();
        if let Some(term) = known.and_then(|place| self.list.get_mut(place)) {
            term.coefficient = term.coefficient.add(&coefficient);
            term.whole = None;
            return;
        }
        self.places.insert(key, self.list.len());
        self.list.push(Term {
            key,
            factors,
            coefficient,
            whole,
        });
    }
}
