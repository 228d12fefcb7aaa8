//! Reverse mode: the adjoint of every node from the adjoints of what uses it (Linnainmaa 1970;
//! Speelpenning 1980; Baur and Strassen 1983).
//!
//! A branch that is not taken must contribute nothing, not `0·NaN`. So an adjoint is not masked
//! where it enters a branch, but where it leaves it: each node has a *guard*, the innermost branch
//! that all its uses lie in, and what flows to a node with an outer guard is selected there.

use smallvec::SmallVec;

use super::forward::pushforward;
use super::rules::{self, Ids};
use crate::graph::{Arena, Constant, Graph, Id, Node, Reachable, Symbol};
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
/// assert_eq!(text, ["2*y*x", "x^2"]);
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
    graph.with(|arena| {
        let zero = arena.number(Rational::ZERO);
        let adjoint = |symbol: &Symbol| {
            let state = pass.state(arena.find_variable(*symbol)?)?;
            state.is_used().then_some(state.adjoint)
        };
        let adjoints = variables
            .iter()
            .map(|symbol| adjoint(symbol).unwrap_or(zero));
        adjoints.collect()
    })
}

/// The guard of what is always evaluated.
const ROOT: u32 = 0;
/// The guard of what has no adjoint yet, and of what has none ever: it depends on no variable.
const NOT_USED: u32 = u32::MAX - 1;
const PASSIVE: u32 = u32::MAX;

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

type Parts = SmallVec<[(u32, Id); 8]>;

/// What is known of the adjoint of a node.
#[derive(Clone, Copy)]
struct State {
    /// The innermost guard around all uses seen so far.
    guard: u32,
    /// The only contribution so far; once the node was visited, the sum of all.
    adjoint: Id,
    /// The last contribution, counted from 1, where there are several; else 0.
    last: u32,
}

impl State {
    fn is_active(self) -> bool {
        self.guard != PASSIVE
    }

    fn is_used(self) -> bool {
        self.guard < NOT_USED
    }
}

struct Pass<'g> {
    graph: &'g Graph,
    reachable: Reachable,
    /// By place.
    states: Vec<State>,
    guards: Vec<Guard>,
    contributions: Vec<Contribution>,
}

impl<'g> Pass<'g> {
    fn new(graph: &'g Graph, roots: &[Id], variables: &[Symbol]) -> Self {
        let (reachable, states) = graph.with(|arena| {
            let reachable = Reachable::new(arena, roots);
            let states = states(arena, &reachable, variables);
            (reachable, states)
        });
        Self {
            graph,
            guards: vec![Guard {
                parent: ROOT,
                depth: 0,
                condition: Id::POISON,
            }],
            contributions: Vec::new(),
            reachable,
            states,
        }
    }

    fn state(&self, id: Id) -> Option<&State> {
        self.states.get(self.reachable.place(id)?)
    }

    fn is_active(&self, id: Id) -> bool {
        self.state(id).is_some_and(|state| state.is_active())
    }

    /// Adds to the adjoint of a node, which needs the sum only when it is visited itself.
    fn contribute(&mut self, id: Id, value: Id, guard: u32) {
        let Some(place) = self.reachable.place(id) else {
            return;
        };
        let Some(mut state) = self.states.get(place).copied() else {
            return;
        };
        match state.guard {
            PASSIVE => return,
            NOT_USED => (state.guard, state.adjoint) = (guard, value),
            before => {
                if state.last == 0 {
                    state.last = self.note(state.adjoint, before, 0);
                }
                state.last = self.note(value, guard, state.last);
                state.guard = self.join(before, guard);
            }
        }
        if let Some(slot) = self.states.get_mut(place) {
            *slot = state;
        }
    }

    /// Puts down one of several contributions, and gives its number.
    fn note(&mut self, value: Id, guard: u32, previous: u32) -> u32 {
        self.contributions.push(Contribution {
            value,
            guard,
            previous,
        });
        self.contributions.len() as u32
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
        let (Some(&id), Some(&state)) = (self.reachable.ids().get(place), self.states.get(place))
        else {
            return;
        };
        if !state.is_used() {
            return;
        }
        let node = self.graph.with(|arena| arena.node(id));
        // A gradient is asked for everywhere, not only where its variable's branch is taken.
        let guard = match node {
            Node::Variable(_) => ROOT,
            _ => state.guard,
        };
        let adjoint = self.collect(state, guard);
        if let Some(state) = self.states.get_mut(place) {
            state.adjoint = adjoint;
        }
        self.distribute(id, node, adjoint, guard);
    }

    /// The adjoint of a node: its contributions, summed in the order of the source, those from
    /// inner branches selected by the conditions in between.
    fn collect(&self, state: State, guard: u32) -> Id {
        let mut parts = Parts::new();
        if state.last == 0 {
            parts.push((state.guard, state.adjoint));
        }
        let mut next = state.last;
        while let Some(part) = next
            .checked_sub(1)
            .and_then(|i| self.contributions.get(i as usize))
        {
            parts.push((part.guard, part.value));
            next = part.previous;
        }
        if let &[(only, value)] = parts.as_slice()
            && only == guard
        {
            return value;
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
    fn take_sum(&self, parts: &mut Parts, guard: u32) -> Id {
        let taken: Ids = parts
            .iter()
            .filter(|(g, _)| *g == guard)
            .map(|(_, id)| *id)
            .collect();
        parts.retain(|(g, _)| *g != guard);
        self.graph.with(|arena| arena.sum(&taken))
    }

    fn distribute(&mut self, id: Id, node: Node, adjoint: Id, guard: u32) {
        let graph = self.graph;
        match node {
            Node::Sum(_) => {
                for term in rules::operands(graph, id) {
                    self.contribute(term, adjoint, guard);
                }
            }
            Node::Product(_) => self.product(id, &rules::operands(graph, id), adjoint, guard),
            Node::Power(base, exponent) => {
                if self.is_active(base)
                    && let Some(factors) =
                        graph.with(|arena| rules::power_in_base(arena, base, exponent))
                {
                    self.scaled(base, adjoint, &factors, guard);
                }
                if self.is_active(exponent) {
                    let factors = graph.with(|arena| rules::power_in_exponent(arena, id, base));
                    self.scaled(exponent, adjoint, &factors, guard);
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

    fn scaled(&mut self, to: Id, adjoint: Id, factors: &[Id], guard: u32) {
        let value = self
            .graph
            .with(|arena| rules::scaled(arena, adjoint, factors));
        self.contribute(to, value, guard);
    }

    /// The product rule. A divisor b^-r is passed by: b gets -r/b times product and adjoint, which
    /// has a value where the product has one.
    fn product(&mut self, id: Id, factors: &[Id], adjoint: Id, guard: u32) {
        let mut parts = rules::Factors::default();
        self.graph.with(|arena| {
            for &factor in factors {
                match rules::divisor(arena, factor) {
                    _ if !self.is_active(factor) => parts.fixed.push(factor),
                    Some(divisor) => parts.divisors.push(divisor),
                    None => parts.active.push(factor),
                }
            }
        });
        let (in_divisors, in_factors) = self
            .graph
            .with(|arena| rules::product(arena, id, adjoint, &parts));
        for (divisor, adjoint) in parts.divisors.iter().zip(in_divisors) {
            self.contribute(divisor.base, adjoint, guard);
        }
        for (factor, adjoint) in parts.active.iter().zip(in_factors) {
            self.contribute(*factor, adjoint, guard);
        }
    }

    /// The chain rule. What the derivatives in several arguments have in common, such as
    /// `1/(x^2 + y^2)` of atan2, is multiplied into the adjoint once.
    fn chain(&mut self, arguments: &[Id], adjoint: Id, guard: u32, partial: impl Fn(usize) -> Id) {
        let pairs = arguments.iter().copied().enumerate();
        let (places, active): (SmallVec<[usize; 8]>, Ids) = pairs
            .filter(|(_, argument)| self.is_active(*argument))
            .unzip();
        let partials: Ids = places.into_iter().map(partial).collect();
        let (adjoint, rests) = self.graph.with(|arena| {
            let (common, rests) = rules::take_common(arena, &partials);
            (rules::scaled(arena, adjoint, &common), rests)
        });
        for (argument, rest) in active.iter().zip(rests) {
            let constant = |arena: &mut Arena| rest.iter().any(|id| rules::is_zero(arena, *id));
            if !self.graph.with(constant) {
                self.scaled(*argument, adjoint, &rest, guard);
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
                .map(|symbol| (symbol, arena.variable_of(symbol)))
                .filter(|(_, variable)| self.is_active(*variable))
                .collect::<Vec<_>>()
        });
        for (symbol, variable) in variables {
            let partial = pushforward(self.graph, &[id], &[symbol]);
            if let Some(&partial) = partial.first() {
                self.scaled(variable, adjoint, &[partial], guard);
            }
        }
    }
}

/// Which nodes depend on the variables; nothing is known of adjoints yet.
fn states(arena: &Arena, reachable: &Reachable, variables: &[Symbol]) -> Vec<State> {
    let passive = State {
        guard: PASSIVE,
        adjoint: Id::POISON,
        last: 0,
    };
    let mut states = vec![passive; reachable.len()];
    let seeds = variables
        .iter()
        .filter_map(|symbol| arena.find_variable(*symbol));
    for place in seeds.filter_map(|id| reachable.place(id)) {
        states
            .iter_mut()
            .skip(place)
            .take(1)
            .for_each(|s| s.guard = NOT_USED);
    }
    for (place, &id) in reachable.ids().iter().enumerate() {
        let node = arena.node(id);
        let mut depends = node == Node::Poison;
        arena.for_each_operand(id, |operand| {
            let operand = reachable.place(operand).and_then(|place| states.get(place));
            depends |= operand.is_some_and(|state| state.is_active());
        });
        if let Some(state) = states.get_mut(place)
            && depends
            && !node.is_condition()
        {
            state.guard = NOT_USED;
        }
    }
    states
}
