//! Reverse mode: the adjoint of every node from the adjoints of what uses it (Linnainmaa 1970;
//! Speelpenning 1980; Baur and Strassen 1983).
//!
//! A branch that is not taken must contribute nothing, not `0·NaN`. So an adjoint is not masked
//! where it enters a branch, but where it leaves it: each node has a *guard*, the innermost branch
//! that all its uses lie in, and what flows to a node with an outer guard is selected there.

use rustc_hash::FxHashMap;

use super::forward::pushforward;
use super::rules::{self, Ids};
use crate::graph::{Constant, Graph, Id, Node, Reachable, Symbol};
use crate::number::Rational;

/// The gradient of a function, in the order of the variables.
///
/// ```
/// use partials_symbolic::{Graph, derive};
/// let graph = Graph::new();
/// let (x, y) = (graph.variable("x"), graph.variable("y"));
/// let f = x.pow(2) * y;
/// let variables = graph.with(|arena| [arena.symbol("x"), arena.symbol("y")]);
/// let gradient = derive::gradient(&graph, f.id(), &variables);
/// let text: Vec<String> = gradient.iter().map(|id| graph.handle(*id).to_string()).collect();
/// assert_eq!(text, ["y*(2*x)", "x^2"]);
/// ```
pub fn gradient(graph: &Graph, function: Id, variables: &[Symbol]) -> Vec<Id> {
    let one = graph.with(|arena| arena.number(Rational::ONE));
    pullback(graph, &[function], &[one], variables)
}

/// The pullback (VJP): the sum over the functions of their adjoint times their gradient.
pub fn pullback(graph: &Graph, functions: &[Id], adjoints: &[Id], variables: &[Symbol]) -> Vec<Id> {
    let mut pass = Pass::new(graph, functions, variables);
    for (function, adjoint) in functions.iter().zip(adjoints) {
        pass.contribute(*function, *adjoint, ROOT);
    }
    for place in (0..pass.reachable.len()).rev() {
        pass.visit(place);
    }
    let zero = graph.with(|arena| arena.number(Rational::ZERO));
    variables
        .iter()
        .map(|symbol| pass.results.get(symbol).copied().unwrap_or(zero))
        .collect()
}

/// The guard of what is always evaluated.
const ROOT: u32 = 0;
const NOT_USED: u32 = u32::MAX;

/// A branch: evaluated only where the guard around it holds, and the condition is as `taken` says.
/// The two branches of one condition have neighbouring indices, the taken one odd.
#[derive(Clone, Copy)]
struct Guard {
    parent: u32,
    depth: u32,
    condition: Id,
}

/// A part of an adjoint, valid under a guard, and the part before it.
#[derive(Clone, Copy)]
struct Contribution {
    value: Id,
    guard: u32,
    previous: u32,
}

struct Pass<'g> {
    graph: &'g Graph,
    variables: FxHashMap<Symbol, ()>,
    reachable: Reachable,
    active: Vec<bool>,
    guards: Vec<Guard>,
    guard_of: Vec<u32>,
    /// The last contribution to each node, by place, counted from 1.
    last: Vec<u32>,
    contributions: Vec<Contribution>,
    results: FxHashMap<Symbol, Id>,
}

impl<'g> Pass<'g> {
    fn new(graph: &'g Graph, roots: &[Id], variables: &[Symbol]) -> Self {
        let variables: FxHashMap<Symbol, ()> =
            variables.iter().map(|variable| (*variable, ())).collect();
        let reachable = graph.with(|arena| Reachable::new(arena, roots));
        let mut active: Vec<bool> = Vec::with_capacity(reachable.len());
        graph.with(|arena| {
            for &id in reachable.ids() {
                let node = arena.node(id);
                let mut depends = match node {
                    Node::Variable(symbol) => variables.contains_key(&symbol),
                    Node::Poison => true,
                    _ => false,
                };
                arena.for_each_operand(id, |operand| {
                    depends |= reachable.place(operand).and_then(|p| active.get(p)) == Some(&true);
                });
                active.push(depends && !node.is_condition());
            }
        });
        let size = reachable.len();
        Self {
            graph,
            variables,
            reachable,
            active,
            guards: vec![Guard {
                parent: ROOT,
                depth: 0,
                condition: Id::POISON,
            }],
            guard_of: vec![NOT_USED; size],
            last: vec![0; size],
            contributions: Vec::new(),
            results: FxHashMap::default(),
        }
    }

    fn is_active(&self, id: Id) -> bool {
        self.reachable
            .place(id)
            .and_then(|place| self.active.get(place))
            == Some(&true)
    }

    /// Adds to the adjoint of a node, which needs the sum only when it is visited itself.
    fn contribute(&mut self, id: Id, value: Id, guard: u32) {
        let Some(place) = self.reachable.place(id).filter(|_| self.is_active(id)) else {
            return;
        };
        let joined = match self.guard_of.get(place) {
            Some(&NOT_USED) | None => guard,
            Some(&other) => self.join(other, guard),
        };
        if let (Some(slot), Some(last)) = (self.guard_of.get_mut(place), self.last.get_mut(place)) {
            *slot = joined;
            self.contributions.push(Contribution {
                value,
                guard,
                previous: *last,
            });
            *last = self.contributions.len() as u32;
        }
    }

    fn guard(&self, index: u32) -> Guard {
        let root = Guard {
            parent: ROOT,
            depth: 0,
            condition: Id::POISON,
        };
        self.guards.get(index as usize).copied().unwrap_or(root)
    }

    /// The innermost guard around both.
    fn join(&self, mut a: u32, mut b: u32) -> u32 {
        while a != b {
            if self.guard(a).depth >= self.guard(b).depth {
                a = self.guard(a).parent;
            } else {
                b = self.guard(b).parent;
            }
        }
        a
    }

    fn visit(&mut self, place: usize) {
        let (Some(&id), Some(&guard)) = (self.reachable.ids().get(place), self.guard_of.get(place))
        else {
            return;
        };
        if guard == NOT_USED {
            return;
        }
        // A gradient is asked for everywhere, not only where its variable's branch is taken.
        let is_variable = self.graph.with(|a| matches!(a.node(id), Node::Variable(_)));
        let guard = if is_variable { ROOT } else { guard };
        let adjoint = self.collect(place, guard);
        self.distribute(id, adjoint, guard);
    }

    /// The adjoint of a node: its contributions, summed in the order of the source, those from
    /// inner branches selected by the conditions in between.
    fn collect(&mut self, place: usize, guard: u32) -> Id {
        let mut parts: Vec<(u32, Id)> = Vec::new();
        let mut next = self.last.get(place).copied().unwrap_or(0);
        while let Some(part) = next
            .checked_sub(1)
            .and_then(|i| self.contributions.get(i as usize))
        {
            parts.push((part.guard, part.value));
            next = part.previous;
        }
        // Deepest branches first: each is summed and handed to the guard around it.
        while let Some(deepest) = parts
            .iter()
            .map(|(g, _)| *g)
            .filter(|g| *g != guard)
            .max_by_key(|g| (self.guard(*g).depth, *g))
        {
            let pair = (deepest - 1) / 2 * 2 + 1;
            let Guard {
                parent, condition, ..
            } = self.guard(deepest);
            let position = parts.iter().position(|(g, _)| *g == pair || *g == pair + 1);
            let yes = self.take_sum(&mut parts, pair);
            let no = self.take_sum(&mut parts, pair + 1);
            let selected = self.graph.with(|arena| arena.select(condition, yes, no));
            parts.insert(position.unwrap_or(0).min(parts.len()), (parent, selected));
        }
        self.take_sum(&mut parts, guard)
    }

    /// Removes the parts under a guard and gives their sum.
    fn take_sum(&self, parts: &mut Vec<(u32, Id)>, guard: u32) -> Id {
        let taken: Ids = parts
            .iter()
            .filter(|(g, _)| *g == guard)
            .map(|(_, id)| *id)
            .collect();
        parts.retain(|(g, _)| *g != guard);
        self.graph.with(|arena| arena.sum(&taken))
    }

    fn distribute(&mut self, id: Id, adjoint: Id, guard: u32) {
        let graph = self.graph;
        let node = graph.with(|arena| arena.node(id));
        match node {
            Node::Variable(symbol) if self.variables.contains_key(&symbol) => {
                self.results.insert(symbol, adjoint);
            }
            Node::Sum(_) => {
                for term in rules::operands(graph, id) {
                    self.contribute(term, adjoint, guard);
                }
            }
            Node::Product(_) => self.product(&rules::operands(graph, id), adjoint, guard),
            Node::Power(base, exponent) => {
                if self.is_active(base)
                    && let Some(partial) = rules::power_in_base(graph, base, exponent)
                {
                    self.scaled(base, adjoint, partial, guard);
                }
                if self.is_active(exponent) {
                    let partial = rules::power_in_exponent(graph, id, base);
                    self.scaled(exponent, adjoint, partial, guard);
                }
            }
            Node::Call(function, _) => {
                let arguments = rules::operands(graph, id);
                self.chain(&arguments, adjoint, guard, |i| {
                    rules::call(graph, id, function, &arguments, i)
                });
            }
            Node::Apply(..) => {
                let arguments = rules::operands(graph, id);
                self.chain(&arguments, adjoint, guard, |i| {
                    rules::raise_order(graph, node, &arguments, i)
                });
            }
            Node::CallDerivative(..) | Node::ApplyDerivative(..) => {
                let list = rules::operands(graph, id);
                let arguments = list.get(list.len() / 2..).unwrap_or_default();
                self.chain(arguments, adjoint, guard, |i| {
                    rules::raise_order(graph, node, &list, i)
                });
            }
            Node::If(_) => self.branches(&rules::operands(graph, id), adjoint, guard),
            Node::IndexedSum(..) | Node::IndexedProduct(..) => self.indexed(id, adjoint, guard),
            _ => {}
        }
    }

    fn scaled(&mut self, to: Id, adjoint: Id, partial: Id, guard: u32) {
        let value = self.graph.with(|arena| arena.product(&[adjoint, partial]));
        self.contribute(to, value, guard);
    }

    fn product(&mut self, factors: &[Id], adjoint: Id, guard: u32) {
        let cofactors = rules::cofactors(self.graph, factors, |i| {
            factors.get(i).is_some_and(|f| self.is_active(*f))
        });
        for (factor, others) in factors.iter().zip(cofactors) {
            if self.is_active(*factor) {
                self.scaled(*factor, adjoint, others, guard);
            }
        }
    }

    fn chain(&mut self, arguments: &[Id], adjoint: Id, guard: u32, partial: impl Fn(usize) -> Id) {
        for (i, argument) in arguments.iter().enumerate() {
            if self.is_active(*argument) {
                self.scaled(*argument, adjoint, partial(i), guard);
            }
        }
    }

    fn branches(&mut self, parts: &[Id], adjoint: Id, guard: u32) {
        let &[condition, yes, no] = parts else { return };
        let depth = self.guard(guard).depth + 1;
        let first = self.guards.len() as u32;
        let inner = Guard {
            parent: guard,
            depth,
            condition,
        };
        self.guards.extend([inner, inner]);
        self.contribute(yes, adjoint, first);
        self.contribute(no, adjoint, first + 1);
        self.without_value(yes, no, first);
        self.without_value(no, yes, first + 1);
    }

    /// Where a branch has no value, what the other branch is made of has no derivative either.
    fn without_value(&mut self, branch: Id, other: Id, guard: u32) {
        let undefined = Node::Constant(Constant::Undefined);
        if !self.is_active(other) || self.graph.with(|arena| arena.node(branch)) != undefined {
            return;
        }
        let variables = self.graph.with(|arena| {
            let symbols = Reachable::new(arena, &[other]).variables(arena);
            let leaf = |symbol: Symbol| arena.leaf(Node::Variable(symbol));
            symbols.into_iter().map(leaf).collect::<Ids>()
        });
        for variable in variables {
            self.contribute(variable, branch, guard);
        }
    }

    /// A sum over an index is derived forward, variable by variable; its body is its own world.
    fn indexed(&mut self, id: Id, adjoint: Id, guard: u32) {
        let variables = self.graph.with(|arena| {
            Reachable::new(arena, &[id])
                .variables(arena)
                .into_iter()
                .filter(|symbol| self.variables.contains_key(symbol))
                .map(|symbol| (symbol, arena.leaf(Node::Variable(symbol))))
                .collect::<Vec<_>>()
        });
        for (symbol, variable) in variables {
            let partial = pushforward(self.graph, &[id], &[symbol]);
            if let Some(&partial) = partial.first() {
                self.scaled(variable, adjoint, partial, guard);
            }
        }
    }
}
