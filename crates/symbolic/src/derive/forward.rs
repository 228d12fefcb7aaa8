//! Forward mode: the tangent of every node from the tangents of its operands.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::rules::{self, Ids};
use crate::graph::{Arena, Constant, Graph, Id, Node, Reachable, Symbol, free_name, substitute};
use crate::number::Rational;

/// Sums within sums within … are derived one inside the other, up to this depth.
const INDEXED_DEPTH: usize = 64;

/// The partial derivative of a function in one variable, the others held constant.
///
/// ```
/// use partials_symbolic::{Graph, derive};
/// let graph = Graph::new();
/// let x = graph.variable("x");
/// let f = x.pow(2).sin();
/// let symbol = graph.with(|arena| arena.symbol("x"));
/// let derivative = graph.handle(derive::partial(&graph, f.id(), symbol));
/// assert_eq!(derivative.to_string(), "cos(x^2)*(2*x)");
/// ```
pub fn partial(graph: &Graph, function: Id, variable: Symbol) -> Id {
    pushforward(graph, &[function], &[variable])
        .first()
        .copied()
        .unwrap_or(Id::POISON)
}

/// The sum of the partial derivatives of each function in the given variables: the pushforward
/// (JVP) of a seed that is 1 in each of them.
pub fn pushforward(graph: &Graph, functions: &[Id], variables: &[Symbol]) -> Vec<Id> {
    let one = graph.with(|arena| arena.number(Rational::ONE));
    let seeds: Vec<(Symbol, Id)> = variables.iter().map(|variable| (*variable, one)).collect();
    directional(graph, functions, &seeds)
}

/// The derivative of each function along a direction, which is given by a tangent for each
/// variable (JVP).
pub fn directional(graph: &Graph, functions: &[Id], direction: &[(Symbol, Id)]) -> Vec<Id> {
    tangents(graph, functions, direction, INDEXED_DEPTH)
}

fn tangents(graph: &Graph, roots: &[Id], seeds: &[(Symbol, Id)], depth: usize) -> Vec<Id> {
    let mut pass = Forward::with_depth(graph, roots, depth);
    pass.seeds = seeds.iter().copied().collect();
    for place in 0..pass.reachable.len() {
        pass.visit(place);
    }
    let zero = graph.with(|arena| arena.number(Rational::ZERO));
    roots
        .iter()
        .map(|root| pass.of(*root).unwrap_or(zero))
        .collect()
}

/// Derives the same functions along one direction after the other. Each takes a time that is
/// linear in the part of the functions that depends on its variables.
#[derive(Debug)]
pub struct Forward<'g> {
    graph: &'g Graph,
    roots: Vec<Id>,
    reachable: Reachable,
    seeds: FxHashMap<Symbol, Id>,
    /// By place; `None` where a node does not depend on the seeds.
    tangents: Vec<Option<Id>>,
    /// Made when it is needed first.
    users: Option<Users>,
    /// By place, whether the node lies outside the bodies of indexed sums and products, which are
    /// derived for themselves.
    outside: Vec<bool>,
    depth: usize,
}

impl<'g> Forward<'g> {
    /// For these functions.
    pub fn new(graph: &'g Graph, functions: &[Id]) -> Self {
        Self::with_depth(graph, functions, INDEXED_DEPTH)
    }

    fn with_depth(graph: &'g Graph, roots: &[Id], depth: usize) -> Self {
        let reachable = graph.with(|arena| Reachable::new(arena, roots));
        Self {
            graph,
            roots: roots.to_vec(),
            seeds: FxHashMap::default(),
            tangents: vec![None; reachable.len()],
            outside: graph.with(|arena| outside(arena, &reachable, roots)),
            reachable,
            users: None,
            depth,
        }
    }

    /// The derivatives along a direction of the functions that depend on its variables, each with
    /// the function's position.
    pub fn follow(&mut self, direction: &[(Symbol, Id)]) -> Vec<(usize, Id)> {
        let (graph, reachable) = (self.graph, &self.reachable);
        self.seeds = direction.iter().copied().collect();
        let users = self
            .users
            .get_or_insert_with(|| graph.with(|arena| Users::new(arena, reachable)));
        let first: Vec<u32> = graph.with(|arena| {
            let variables = direction
                .iter()
                .filter_map(|(s, _)| arena.find_variable(*s));
            let sources = variables.chain([Id::POISON]);
            sources
                .filter_map(|id| Some(reachable.place(id)? as u32))
                .collect()
        });
        let places = users.above(first);
        for place in &places {
            self.visit(*place as usize);
        }
        let roots = self.roots.iter().enumerate();
        let found = roots
            .filter_map(|(i, root)| Some((i, self.of(*root)?)))
            .collect();
        for place in places {
            if let Some(tangent) = self.tangents.get_mut(place as usize) {
                *tangent = None;
            }
        }
        found
    }

    fn visit(&mut self, place: usize) {
        if !self.outside.get(place).copied().unwrap_or(false) {
            return;
        }
        if let Some(&id) = self.reachable.ids().get(place) {
            let tangent = self.tangent(id);
            if let Some(slot) = self.tangents.get_mut(place) {
                *slot = tangent;
            }
        }
    }

    fn of(&self, id: Id) -> Option<Id> {
        self.tangents
            .get(self.reachable.place(id)?)
            .copied()
            .flatten()
    }

    fn tangent(&self, id: Id) -> Option<Id> {
        let node = self.graph.with(|arena| arena.node(id));
        match node {
            Node::Poison => Some(Id::POISON),
            Node::Variable(symbol) => self.seeds.get(&symbol).copied(),
            Node::Number(_)
            | Node::Constant(_)
            | Node::Compare(..)
            | Node::And(_)
            | Node::Or(_)
            | Node::Not(_) => None,
            Node::Sum(_) => {
                let terms: Ids = self
                    .operands(id)
                    .iter()
                    .filter_map(|id| self.of(*id))
                    .collect();
                self.sum(&terms)
            }
            Node::Product(_) => self.product(&self.operands(id)),
            Node::Power(base, exponent) => self.power(id, base, exponent),
            Node::Call(function, _) => {
                let arguments = self.operands(id);
                self.chain(&arguments, |i| {
                    rules::call(self.graph, id, function, &arguments, i)
                })
            }
            Node::Apply(..) => {
                let arguments = self.operands(id);
                self.chain(&arguments, |i| {
                    rules::raise_order(self.graph, node, &arguments, i)
                })
            }
            Node::CallDerivative(..) | Node::ApplyDerivative(..) => {
                let list = self.operands(id);
                let (_, arguments) = list.split_at_checked(list.len() / 2)?;
                self.chain(arguments, |i| {
                    rules::raise_order(self.graph, node, &list, i)
                })
            }
            Node::If(_) => self.branches(&self.operands(id)),
            Node::IndexedSum(index, _) => self.indexed_sum(index, &self.operands(id)),
            Node::IndexedProduct(index, _) => self.indexed_product(index, &self.operands(id)),
        }
    }

    fn operands(&self, id: Id) -> Ids {
        rules::operands(self.graph, id)
    }

    fn sum(&self, terms: &[Id]) -> Option<Id> {
        (!terms.is_empty()).then(|| self.graph.with(|arena| arena.sum(terms)))
    }

    /// The product rule: each factor's tangent times the other factors.
    fn product(&self, factors: &[Id]) -> Option<Id> {
        let tangents: SmallVec<[Option<Id>; 8]> =
            factors.iter().map(|factor| self.of(*factor)).collect();
        if tangents.iter().all(Option::is_none) {
            return None;
        }
        let wanted = |i: usize| tangents.get(i).is_some_and(Option::is_some);
        let cofactors = rules::cofactors(self.graph, factors, wanted);
        let terms: Ids = self.graph.with(|arena| {
            let pairs = tangents.iter().zip(cofactors);
            pairs
                .filter_map(|(tangent, others)| Some(arena.product(&[(*tangent)?, others])))
                .collect()
        });
        self.sum(&terms)
    }

    fn power(&self, id: Id, base: Id, exponent: Id) -> Option<Id> {
        let mut terms = Ids::new();
        self.graph.with(|arena| {
            if let Some(tangent) = self.of(base)
                && let Some(partial) = rules::power_in_base(arena, base, exponent)
            {
                let partial = arena.product(&partial);
                terms.push(arena.product(&[partial, tangent]));
            }
            if let Some(tangent) = self.of(exponent) {
                let partial = rules::power_in_exponent(arena, id, base);
                let partial = arena.product(&partial);
                terms.push(arena.product(&[partial, tangent]));
            }
        });
        self.sum(&terms)
    }

    /// The chain rule: the derivative in each argument times the argument's tangent. What does not
    /// depend on an argument, as a step, has none from it, wherever the tangent has a value.
    fn chain(&self, arguments: &[Id], partial: impl Fn(usize) -> Id) -> Option<Id> {
        let mut terms = Ids::new();
        for (i, argument) in arguments.iter().enumerate() {
            if let Some(tangent) = self.of(*argument) {
                let partial = partial(i);
                self.graph.with(|arena| {
                    if !rules::is_zero(arena, partial) {
                        terms.push(arena.product(&[partial, tangent]));
                    }
                });
            }
        }
        self.sum(&terms)
    }

    /// Branch by branch; the branch that is not taken is not evaluated.
    fn branches(&self, parts: &[Id]) -> Option<Id> {
        let &[condition, yes, no] = parts else {
            return None;
        };
        let (a, b) = (self.of(yes), self.of(no));
        if a.is_none() && b.is_none() {
            return None;
        }
        self.graph.with(|arena| {
            let undefined = Node::Constant(Constant::Undefined);
            let mut or_zero = |tangent: Option<Id>, branch: Id| match tangent {
                Some(tangent) => tangent,
                None if arena.node(branch) == undefined => branch,
                None => arena.number(Rational::ZERO),
            };
            let (a, b) = (or_zero(a, yes), or_zero(b, no));
            Some(arena.select(condition, a, b))
        })
    }

    /// The tangent of the body of an indexed sum or product, in which the index is no variable.
    fn body(&self, index: Symbol, body: Id) -> Option<Id> {
        let seeds: Vec<(Symbol, Id)> = self
            .seeds
            .iter()
            .map(|(symbol, seed)| (*symbol, *seed))
            .filter(|(symbol, _)| *symbol != index)
            .collect();
        let depth = self.depth.checked_sub(1)?;
        let tangent = tangents(self.graph, &[body], &seeds, depth)
            .first()
            .copied()?;
        let zero = self
            .graph
            .with(|arena| arena.as_number(tangent).is_some_and(Rational::is_zero));
        (!zero).then_some(tangent)
    }

    fn indexed_sum(&self, index: Symbol, parts: &[Id]) -> Option<Id> {
        let &[body, lower, upper] = parts else {
            return None;
        };
        let tangent = self.body(index, body)?;
        Some(self.graph.with(|arena| {
            let index = arena.name(index).to_owned();
            arena.indexed_sum(&index, tangent, lower, upper)
        }))
    }

    /// The product rule: each factor's derivative times the factors before it and behind it. (The
    /// logarithmic derivative is shorter, and wrong where a factor is 0.)
    fn indexed_product(&self, index: Symbol, parts: &[Id]) -> Option<Id> {
        let &[body, lower, upper] = parts else {
            return None;
        };
        let tangent = self.body(index, body)?;
        Some(self.graph.with(|arena| {
            let name = arena.name(index).to_owned();
            let place = free_name(arena, &[tangent, body, lower, upper], &[&name]);
            let at = arena.variable(&place);
            let tangent = substitute(arena, tangent, &[(index, at)].into_iter().collect());
            let [before, behind] = [-1, 1].map(|step| {
                let step = arena.integer(step);
                arena.sum(&[at, step])
            });
            let before = arena.indexed_product(&name, body, lower, before);
            let behind = arena.indexed_product(&name, body, behind, upper);
            let term = arena.product(&[tangent, before, behind]);
            arena.indexed_sum(&place, term, lower, upper)
        }))
    }
}

/// By place, whether a root leads to a node without a way through an indexed sum or product.
fn outside(arena: &Arena, reachable: &Reachable, roots: &[Id]) -> Vec<bool> {
    let indexed = |id: &Id| {
        let node = arena.node(*id);
        matches!(node, Node::IndexedSum(..) | Node::IndexedProduct(..))
    };
    if !reachable.ids().iter().any(indexed) {
        return vec![true; reachable.len()];
    }
    let mut found = vec![false; reachable.len()];
    let mark = |found: &mut Vec<bool>, id: Id| {
        if let Some(slot) = reachable.place(id).and_then(|place| found.get_mut(place)) {
            *slot = true;
        }
    };
    roots.iter().for_each(|root| mark(&mut found, *root));
    for (place, id) in reachable.ids().iter().enumerate().rev() {
        if found.get(place).copied().unwrap_or(false) && !indexed(id) {
            arena.for_each_operand(*id, |operand| mark(&mut found, operand));
        }
    }
    found
}

/// By place, the places of the nodes that have a node among their operands.
#[derive(Debug)]
struct Users {
    starts: Vec<u32>,
    users: Vec<u32>,
    marked: Vec<bool>,
}

impl Users {
    fn new(arena: &Arena, reachable: &Reachable) -> Self {
        let mut starts = vec![0_u32; reachable.len() + 1];
        let each = |visit: &mut dyn FnMut(usize, u32)| {
            for (user, &id) in (0..).zip(reachable.ids()) {
                arena.for_each_operand(id, |operand| {
                    if let Some(place) = reachable.place(operand) {
                        visit(place, user);
                    }
                });
            }
        };
        each(&mut |place, _| {
            if let Some(count) = starts.get_mut(place + 1) {
                *count += 1;
            }
        });
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        let mut next = starts.clone();
        let mut users = vec![0; total as usize];
        each(&mut |place, user| {
            if let Some(next) = next.get_mut(place) {
                if let Some(slot) = users.get_mut(*next as usize) {
                    *slot = user;
                }
                *next += 1;
            }
        });
        Self {
            starts,
            users,
            marked: vec![false; reachable.len()],
        }
    }

    /// The given places and those of all that is made of them, in ascending order.
    fn above(&mut self, mut found: Vec<u32>) -> Vec<u32> {
        let mark = |marked: &mut Vec<bool>, place: u32| {
            let mark = marked.get_mut(place as usize);
            mark.is_some_and(|mark| !std::mem::replace(mark, true))
        };
        found.retain(|place| mark(&mut self.marked, *place));
        let mut next = 0;
        while let Some(&place) = found.get(next) {
            next += 1;
            let bound = |index: usize| self.starts.get(index).copied().unwrap_or(0) as usize;
            let range = bound(place as usize)..bound(place as usize + 1);
            for &user in self.users.get(range).unwrap_or_default() {
                if mark(&mut self.marked, user) {
                    found.push(user);
                }
            }
        }
        found.sort_unstable();
        for place in &found {
            if let Some(mark) = self.marked.get_mut(*place as usize) {
                *mark = false;
            }
        }
        found
    }
}
