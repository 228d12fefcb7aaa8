//! Recording the steps: a walk from the function to its parts, with a stack instead of recursion,
//! and the outputs on the way back.

mod combine;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::smallvec;

use super::{Explanation, Outer, Rule, Step};
use crate::arrange::{Facts, VariableOrder, arrange};
use crate::derive::rules::{self, Ids};
use crate::functions::Function;
use crate::graph::{Arena, Graph, Id, Node, Reachable, Symbol};
use crate::lower::Value;
use crate::number::Rational;

/// In larger functions outputs are left as the rules make them: arranging each costs its size.
const TIDY: usize = 500;

/// How the output of a step is made of those of its inner steps.
enum Combine {
    Fixed(Id),
    Sum,
    Scaled(Id),
    /// The product rule for these factors.
    Product(Ids),
    Quotient(Id, Id),
    /// Each inner output times its factor, added.
    Weighted(Ids),
    /// Condition, and the branches that are inner steps.
    Branches(Id, [bool; 2]),
    IndexedSum(Symbol, Id, Id),
    IndexedProduct(Id),
}

/// What is to be done for a part.
struct Plan {
    rule: Rule,
    letters: Vec<(Symbol, Id)>,
    outer: Option<Outer>,
    inner: Ids,
    combine: Combine,
}

impl Plan {
    fn fixed(rule: Rule, output: Id) -> Self {
        Self::new(rule, Ids::new(), Combine::Fixed(output))
    }

    fn new(rule: Rule, inner: Ids, combine: Combine) -> Self {
        Self {
            rule,
            letters: Vec::new(),
            outer: None,
            inner,
            combine,
        }
    }
}

enum Task {
    Explain(Id),
    Finish(usize, Ids, Combine),
}

struct Recorder<'g> {
    graph: &'g Graph,
    variable: Symbol,
    variable_id: Id,
    zero: Id,
    order: VariableOrder,
    facts: Facts,
    tidy: bool,
    depends: FxHashMap<Id, bool>,
    letters: Vec<Symbol>,
    steps: Vec<Step>,
    step_of: FxHashMap<Id, usize>,
}

pub(super) fn record(graph: &Graph, function: Id, variable: Symbol) -> Explanation {
    let mut recorder = Recorder::new(graph, function, variable);
    recorder.run(function);
    let result = Value::scalar(function)
        .derive(graph, &[variable])
        .elements
        .first()
        .copied()
        .unwrap_or(Id::POISON);
    let mut steps = recorder.steps;
    let found = steps.first().map_or(Id::POISON, |step| step.output);
    if found != result {
        steps.push(Step {
            rule: Rule::Arrange,
            input: found,
            output: result,
            letters: Vec::new(),
            outer: None,
            inner: Vec::new(),
        });
    }
    Explanation {
        function,
        variable,
        steps,
        result,
    }
}

impl<'g> Recorder<'g> {
    fn new(graph: &'g Graph, function: Id, variable: Symbol) -> Self {
        let (reachable, order, facts) = graph.with(|arena| {
            (
                Reachable::new(arena, &[function]),
                VariableOrder::alphabetic(arena, &[function]),
                Facts::of_slopes(arena, &[function]),
            )
        });
        Self {
            graph,
            variable,
            variable_id: graph.with(|arena| arena.leaf(Node::Variable(variable))),
            zero: graph.number(0).id(),
            order,
            facts,
            tidy: reachable.len() <= TIDY,
            depends: FxHashMap::default(),
            letters: graph.with(|arena| free_letters(arena, &reachable)),
            steps: Vec::new(),
            step_of: FxHashMap::default(),
        }
    }

    fn run(&mut self, function: Id) {
        let mut stack = vec![Task::Explain(function)];
        while let Some(task) = stack.pop() {
            match task {
                Task::Explain(id) if self.step_of.contains_key(&id) => {}
                Task::Explain(id) => {
                    let plan = self.plan(id);
                    let place = self.steps.len();
                    self.step_of.insert(id, place);
                    self.steps.push(Step {
                        rule: plan.rule,
                        input: id,
                        output: Id::POISON,
                        letters: plan.letters,
                        outer: plan.outer,
                        inner: Vec::new(),
                    });
                    let parts = plan.inner.clone();
                    stack.push(Task::Finish(place, plan.inner, plan.combine));
                    stack.extend(parts.into_iter().rev().map(Task::Explain));
                }
                Task::Finish(place, parts, combine) => {
                    let inner: Vec<usize> = parts
                        .iter()
                        .filter_map(|part| self.step_of.get(part).copied())
                        .collect();
                    let outputs: Ids = inner
                        .iter()
                        .filter_map(|step| Some(self.steps.get(*step)?.output))
                        .collect();
                    let output = self.combine(combine, &outputs);
                    if let Some(step) = self.steps.get_mut(place) {
                        (step.inner, step.output) = (inner, output);
                    }
                }
            }
        }
    }

    /// Whether an expression depends on the variable. Bounds and conditions are not derived.
    fn depends(&mut self, id: Id) -> bool {
        let (graph, variable) = (self.graph, self.variable_id);
        let mut stack = vec![id];
        while let Some(&next) = stack.last() {
            if self.depends.contains_key(&next) {
                stack.pop();
                continue;
            }
            let derived = graph.with(|arena| derived_operands(arena, next, self.variable));
            let known = &self.depends;
            let open = derived.iter().filter(|part| !known.contains_key(part));
            let before = stack.len();
            stack.extend(open);
            if stack.len() == before {
                let any = derived.iter().any(|part| known.get(part) == Some(&true));
                self.depends.insert(next, any || next == variable);
                stack.pop();
            }
        }
        self.depends.get(&id) == Some(&true)
    }

    fn plan(&mut self, id: Id) -> Plan {
        let graph = self.graph;
        if !self.depends(id) {
            return Plan::fixed(Rule::Constant, self.zero);
        }
        let node = graph.with(|arena| arena.node(id));
        let operands = rules::operands(graph, id);
        match node {
            Node::Variable(_) => Plan::fixed(Rule::Identity, graph.number(1).id()),
            Node::Sum(_) => Plan::new(Rule::Sum, operands, Combine::Sum),
            Node::Product(_) => self.product(&operands),
            Node::Power(base, exponent) => self.power(id, base, exponent),
            Node::Call(function, _) => self.call(Rule::Table(function), id, &operands),
            Node::Apply(..) => self.call(Rule::Undefined, id, &operands),
            Node::CallDerivative(..) | Node::ApplyDerivative(..) => {
                let arguments = operands.get(operands.len() / 2..).unwrap_or_default();
                self.call(Rule::Undefined, id, arguments)
            }
            Node::If(_) => self.branches(&operands),
            Node::IndexedSum(index, _) => match *operands.as_slice() {
                [body, lower, upper] => {
                    let combine = Combine::IndexedSum(index, lower, upper);
                    Plan::new(Rule::IndexedSum, smallvec![body], combine)
                }
                _ => Plan::fixed(Rule::Undefined, Id::POISON),
            },
            Node::IndexedProduct(..) => match *operands.as_slice() {
                [body, ..] => {
                    let combine = Combine::IndexedProduct(id);
                    Plan::new(Rule::IndexedProduct, smallvec![body], combine)
                }
                _ => Plan::fixed(Rule::Undefined, Id::POISON),
            },
            _ => Plan::fixed(Rule::Undefined, Id::POISON),
        }
    }

    /// Constants are taken out first; then what stands above is divided by what stands below.
    fn product(&mut self, factors: &[Id]) -> Plan {
        let (moving, still): (Vec<Id>, Vec<Id>) =
            factors.iter().partition(|factor| self.depends(**factor));
        let graph = self.graph;
        if !still.is_empty() {
            let (c, u) = graph.with(|arena| (arena.product(&still), arena.product(&moving)));
            let plan = Plan::new(Rule::ConstantMultiple, smallvec![u], Combine::Scaled(c));
            let c_and_u = self.with_letters(&[u]);
            return Plan {
                letters: c_and_u,
                ..plan
            };
        }
        let (below, above): (Vec<Id>, Vec<Id>) =
            graph.with(|arena| moving.iter().partition(|id| is_divisor(arena, **id)));
        if !below.is_empty() && !above.is_empty() {
            let (u, v) = graph.with(|arena| {
                let divisors: Vec<Id> = below.iter().map(|id| turned(arena, *id)).collect();
                (arena.product(&above), arena.product(&divisors))
            });
            return Plan {
                letters: self.with_letters(&[u, v]),
                ..Plan::new(Rule::Quotient, smallvec![u, v], Combine::Quotient(u, v))
            };
        }
        let factors = Ids::from_slice(&moving);
        Plan {
            letters: self.with_letters(&moving),
            ..Plan::new(Rule::Product, factors.clone(), Combine::Product(factors))
        }
    }

    fn power(&mut self, id: Id, base: Id, exponent: Id) -> Plan {
        let graph = self.graph;
        let (base_moves, exponent_moves) = (self.depends(base), self.depends(exponent));
        let product = |arena: &mut Arena, factors: &[Id]| arena.product(factors);
        let in_base = |base| {
            graph.with(|arena| {
                let factors = rules::power_in_base(arena, base, exponent)?;
                Some(product(arena, &factors))
            })
        };
        let in_exponent = |id| {
            graph.with(|arena| {
                let factors = rules::power_in_exponent(arena, id, base);
                product(arena, &factors)
            })
        };
        let rule = match (base_moves, exponent_moves) {
            (true, true) => {
                let weights = [in_base(base).unwrap_or(self.zero), in_exponent(id)];
                let combine = Combine::Weighted(Ids::from_slice(&weights));
                return Plan {
                    letters: self.with_letters(&[base, exponent]),
                    ..Plan::new(Rule::GeneralPower, smallvec![base, exponent], combine)
                };
            }
            (true, false) => Rule::Power,
            _ => Rule::Exponential,
        };
        let part = if base_moves { base } else { exponent };
        let partial = |node: Id, part: Id| match rule {
            Rule::Power => in_base(part).unwrap_or(self.zero),
            _ => in_exponent(node),
        };
        if part == self.variable_id {
            let output = self.arranged(partial(id, part));
            return Plan::fixed(rule, output);
        }
        let letters = self.with_letters(&[part]);
        let letter = self.letter_ids(&letters);
        let u = letter.first().copied().unwrap_or(Id::POISON);
        let function = graph.with(|arena| match rule {
            Rule::Power => arena.power(u, exponent),
            _ => arena.power(base, u),
        });
        let outer = Outer {
            rule,
            function,
            derivatives: vec![self.arranged(partial(function, u))],
        };
        self.chain(
            letters,
            outer,
            smallvec![part],
            smallvec![partial(id, part)],
        )
    }

    /// A function of one or more arguments: the table's rule, or the chain rule around it.
    fn call(&mut self, rule: Rule, id: Id, arguments: &[Id]) -> Plan {
        let moving: Vec<usize> = (0..arguments.len())
            .filter(|i| arguments.get(*i).is_some_and(|a| self.depends(*a)))
            .collect();
        let parts: Ids = moving
            .iter()
            .filter_map(|i| arguments.get(*i).copied())
            .collect();
        let weights = self.partials(id, &moving);
        if let ([part], [weight]) = (parts.as_slice(), weights.as_slice())
            && *part == self.variable_id
        {
            return Plan::fixed(rule, self.arranged(*weight));
        }
        let letters = self.with_letters(&parts);
        let mut replaced = rules::operands(self.graph, id);
        let first = replaced.len() - arguments.len();
        for (i, letter) in moving.iter().zip(self.letter_ids(&letters)) {
            let slot = replaced.get_mut(first + i);
            slot.into_iter().for_each(|slot| *slot = letter);
        }
        let function = self.graph.with(|arena| {
            let node = arena.node(id);
            crate::graph::rebuild(arena, None, node, &replaced)
        });
        let derivatives = self.partials(function, &moving);
        let derivatives = derivatives.iter().map(|id| self.arranged(*id)).collect();
        let outer = Outer {
            rule,
            function,
            derivatives,
        };
        self.chain(letters, outer, parts, weights)
    }

    /// The derivatives of a call in some of its arguments.
    fn partials(&self, id: Id, places: &[usize]) -> Ids {
        let graph = self.graph;
        let node = graph.with(|arena| arena.node(id));
        let operands = rules::operands(graph, id);
        let partial = |i: &usize| match node {
            Node::Call(function, _) => rules::call(graph, id, function, &operands, *i),
            _ => rules::raise_order(graph, node, &operands, *i),
        };
        places.iter().map(partial).collect()
    }

    fn chain(&self, letters: Vec<(Symbol, Id)>, outer: Outer, parts: Ids, weights: Ids) -> Plan {
        Plan {
            letters,
            outer: Some(outer),
            ..Plan::new(Rule::Chain, parts, Combine::Weighted(weights))
        }
    }

    fn branches(&mut self, operands: &[Id]) -> Plan {
        let &[condition, yes, no] = operands else {
            return Plan::fixed(Rule::Undefined, Id::POISON);
        };
        let undefined = |id: Id| {
            use crate::graph::Constant;
            let node = self.graph.with(|arena| arena.node(id));
            node == Node::Constant(Constant::Undefined)
        };
        let shown = [!undefined(yes), !undefined(no)];
        let inner: Ids = [yes, no]
            .into_iter()
            .zip(shown)
            .filter_map(|(id, shown)| shown.then_some(id))
            .collect();
        Plan::new(Rule::Branches, inner, Combine::Branches(condition, shown))
    }

    /// Letters for parts: u, v, w, …
    fn with_letters(&self, parts: &[Id]) -> Vec<(Symbol, Id)> {
        self.letters
            .iter()
            .copied()
            .zip(parts.iter().copied())
            .collect()
    }

    fn letter_ids(&self, letters: &[(Symbol, Id)]) -> Ids {
        let ids = letters.iter().map(|(symbol, _)| Node::Variable(*symbol));
        self.graph
            .with(|arena| ids.map(|node| arena.leaf(node)).collect())
    }

    fn arranged(&self, id: Id) -> Id {
        if !self.tidy {
            return id;
        }
        let arranged = self
            .graph
            .with(|arena| arrange(arena, &[id], &self.order, &self.facts));
        arranged.first().copied().unwrap_or(id)
    }
}

/// The operands through which a node depends on the variable.
fn derived_operands(arena: &Arena, id: Id, variable: Symbol) -> Ids {
    let node = arena.node(id);
    let mut operands = Ids::new();
    if !node.is_condition() {
        arena.for_each_operand(id, |operand| operands.push(operand));
    }
    match node {
        Node::IndexedSum(index, _) | Node::IndexedProduct(index, _) => {
            operands.truncate(usize::from(index != variable));
        }
        Node::If(_) if !operands.is_empty() => _ = operands.remove(0),
        _ => {}
    }
    operands
}

fn is_divisor(arena: &Arena, id: Id) -> bool {
    match arena.node(id) {
        Node::Power(_, exponent) => arena.as_number(exponent).is_some_and(Rational::is_negative),
        _ => false,
    }
}

/// The power that a divisor divides by.
fn turned(arena: &mut Arena, id: Id) -> Id {
    match arena.node(id) {
        Node::Power(base, exponent) => {
            let positive = arena.negate(exponent);
            arena.power(base, positive)
        }
        _ => id,
    }
}

/// Letters that the function doesn't use itself.
fn free_letters(arena: &mut Arena, reachable: &Reachable) -> Vec<Symbol> {
    let mut taken: FxHashSet<String> = FxHashSet::default();
    for &id in reachable.ids() {
        match arena.node(id) {
            Node::Variable(symbol)
            | Node::Apply(symbol, _)
            | Node::ApplyDerivative(symbol, _)
            | Node::IndexedSum(symbol, _)
            | Node::IndexedProduct(symbol, _) => _ = taken.insert(arena.name(symbol).to_owned()),
            _ => {}
        }
    }
    let single = ["u", "v", "w", "p", "q", "r"]
        .into_iter()
        .map(str::to_owned);
    let numbered = (1..).map(|i| format!("u{i}"));
    let widest = reachable
        .ids()
        .iter()
        .map(|id| {
            let mut count = 0;
            arena.for_each_operand(*id, |_| count += 1);
            count
        })
        .max()
        .unwrap_or(0);
    let free = single.chain(numbered).filter(|name| !taken.contains(name));
    let names: Vec<String> = free.take(widest + 2).collect();
    names.iter().map(|name| arena.symbol(name)).collect()
}

/// The rule of the table for a function, for the places that name it.
pub(super) fn table_rule(rule: Rule) -> Option<Function> {
    match rule {
        Rule::Table(function) => Some(function),
        _ => None,
    }
}
