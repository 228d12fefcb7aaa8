//! Which part of an expression has no value at a point, or no derivative.

use partials_symbolic::Function;
use partials_symbolic::graph::{Arena, Constant, Graph, Id, Node, Reachable};
use partials_symbolic::print::{Text, TextOptions};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Claim, Entry};
use crate::interval::Interval;
use crate::tape::{Tape, TapeError, TapeOptions};

/// What can be said of a value.
#[derive(Clone, Copy, PartialEq)]
enum Seen {
    Value,
    /// A float that is no number, where an enclosure does not exclude that there is a value.
    Unclear,
    Undefined,
}

/// The values of all parts of an expression at a point.
struct Parts<'a> {
    graph: &'a Graph,
    values: FxHashMap<Id, (Interval, f64)>,
}

/// The smallest part of `root` that has no value at a point although all that it is made of has;
/// `None` where the root has a value, as far as can be seen.
///
/// ```
/// use partials_numeric::interval::Interval;
/// use partials_numeric::tape::TapeOptions;
/// use partials_numeric::verify::undefined_part;
/// use partials_symbolic::Graph;
///
/// let graph = Graph::new();
/// let x = graph.variable("x");
/// let f = x.pow(2) + x.ln();
/// let at = [Interval::point(-1.0)];
/// let part = undefined_part(&graph, f.id(), &["x"], &at, TapeOptions::default())?;
/// assert_eq!(part, Some(x.ln().id()));
/// # Ok::<(), partials_numeric::tape::TapeError>(())
/// ```
///
/// # Errors
/// Where an expression has no value at any point: see [`Tape::new`].
pub fn undefined_part<S: AsRef<str>>(
    graph: &Graph,
    root: Id,
    variables: &[S],
    point: &[Interval],
    options: TapeOptions,
) -> Result<Option<Id>, TapeError> {
    let parts = Parts::new(graph, root, variables, point, options)?;
    let worst = parts.see(root);
    if worst == Seen::Value {
        return Ok(None);
    }
    let mut part = root;
    // An operand has a lower index than what uses it, so that this comes to an end.
    while let Some(inner) = parts
        .active(part)
        .into_iter()
        .find(|id| parts.see(*id) == worst)
    {
        part = inner;
    }
    Ok(Some(part))
}

/// The part of `root` that keeps it from having a derivative at a point: of those whose branches
/// meet there, or whose slope is infinite, the innermost.
pub(super) fn kinked_part(
    graph: &Graph,
    root: Id,
    variables: &[String],
    point: &[Interval],
    options: TapeOptions,
) -> Result<Option<Id>, TapeError> {
    let parts = Parts::new(graph, root, variables, point, options)?;
    let mut stack = vec![root];
    let mut seen = FxHashSet::default();
    let mut found: Option<Id> = None;
    while let Some(id) = stack.pop() {
        if !seen.insert(id) {
            continue;
        }
        if parts.is_kinked(id) {
            found = Some(found.map_or(id, |known| known.min(id)));
        }
        stack.extend(parts.active(id));
    }
    Ok(found)
}

/// Names the part that keeps an entry undecided at the point of its evidence.
pub(super) fn name(
    graph: &Graph,
    claim: &Claim,
    index: usize,
    found: &mut Entry,
) -> Result<(), TapeError> {
    let (Some(entry), Some(evidence)) = (claim.entries.get(index), &found.evidence) else {
        return Ok(());
    };
    let options = TapeOptions {
        decimals: claim.decimals,
    };
    let point: Vec<Interval> = match &claim.at {
        Some(constants) => {
            let none: [&str; 0] = [];
            Tape::new(graph, constants, &none, options)?.evaluate(&[], ())
        }
        None => evidence.point.iter().map(|x| Interval::point(*x)).collect(),
    };
    let derived = entry.lower.last().copied().or(entry.function);
    let variables = &claim.variables;
    let mut part = None;
    if evidence.behaviour.is_outside() || evidence.behaviour.is_derivative() {
        for root in derived.into_iter().chain([entry.claimed, entry.truth]) {
            part = undefined_part(graph, root, variables, &point, options)?;
            if part.is_some() {
                break;
            }
        }
    } else if let Some(root) = derived {
        part = kinked_part(graph, root, variables, &point, options)?;
    }
    let text = TextOptions {
        decimals: claim.decimals,
        ..TextOptions::default()
    };
    let part =
        part.and_then(|part| graph.with(|arena| Text::new(arena, &[part], text).results.pop()));
    if let (Some(part), Some(note)) = (&part, &mut found.note) {
        note.push_str(": ");
        note.push_str(part);
    }
    found.part = part;
    Ok(())
}

impl<'a> Parts<'a> {
    fn new<S: AsRef<str>>(
        graph: &'a Graph,
        root: Id,
        variables: &[S],
        point: &[Interval],
        options: TapeOptions,
    ) -> Result<Self, TapeError> {
        let ids = graph.with(|arena| outside_bodies(arena, root));
        let roots: Vec<Id> = graph.with(|arena| {
            let (one, zero) = (arena.integer(1), arena.integer(0));
            let number = |id: &Id| match arena.node(*id).is_condition() {
                true => arena.select(*id, one, zero),
                false => *id,
            };
            ids.iter().map(number).collect()
        });
        let tape = Tape::new(graph, &roots, variables, options)?;
        let floats: Vec<f64> = point.iter().map(|x| x.midpoint()).collect();
        let values = tape
            .evaluate(point, ())
            .into_iter()
            .zip(tape.evaluate(&floats, ()));
        let values = ids.into_iter().zip(values).collect();
        Ok(Self { graph, values })
    }

    fn value(&self, id: Id) -> (Interval, f64) {
        self.values
            .get(&id)
            .copied()
            .unwrap_or((Interval::ENTIRE, 0.0))
    }

    fn see(&self, id: Id) -> Seen {
        let (enclosure, float) = self.value(id);
        if enclosure.is_empty() {
            Seen::Undefined
        } else if float.is_finite() {
            Seen::Value
        } else {
            Seen::Unclear
        }
    }

    /// What is evaluated for the value of a node: of a conditional only the branch that is taken.
    fn active(&self, id: Id) -> Vec<Id> {
        let (node, operands) = self.graph.with(|arena| {
            let mut operands = Vec::new();
            arena.for_each_operand(id, |operand| operands.push(operand));
            (arena.node(id), operands)
        });
        match (node, operands.as_slice()) {
            (Node::If(_), &[condition, yes, no]) => {
                let taken = if self.value(condition).1 == 1.0 {
                    yes
                } else {
                    no
                };
                let nothing = Node::Constant(Constant::Undefined);
                match self.graph.with(|arena| arena.node(taken)) == nothing {
                    true => Vec::new(),
                    false => vec![taken],
                }
            }
            // The index has no value outside.
            (Node::IndexedSum(..) | Node::IndexedProduct(..), _) => Vec::new(),
            _ => operands,
        }
    }

    /// Whether branches of a node meet at the point, or its slope is infinite.
    fn is_kinked(&self, id: Id) -> bool {
        let zero = |id: Id| self.value(id).0.contains(0.0);
        let meet = |a: Id, b: Id| !self.value(a).0.intersect(self.value(b).0).is_empty();
        self.graph.with(|arena| match arena.node(id) {
            Node::Power(base, exponent) => {
                let below_one =
                    |n: &partials_symbolic::Rational| !n.is_integer() && n.to_f64() < 1.0;
                arena.as_number(exponent).is_some_and(below_one) && zero(base)
            }
            Node::If(list) => {
                let condition = arena.list(list).first().copied();
                condition
                    .is_some_and(|condition| compared(arena, condition).any(|(a, b)| meet(a, b)))
            }
            Node::Call(function, list) => match (function, arena.list(list)) {
                (Function::Max | Function::Min, &[a, b]) => meet(a, b),
                (Function::Clamp, &[x, low, high]) => meet(x, low) || meet(x, high),
                (Function::Asin | Function::Acos | Function::Acosh, &[x]) => {
                    let x = self.value(x).0;
                    x.contains(1.0) || x.contains(-1.0)
                }
                (Function::Floor | Function::Ceil | Function::Trunc | Function::Frac, &[x]) => {
                    let x = self.value(x).0;
                    x.contains(x.midpoint().round())
                }
                (Function::Round, &[x]) => {
                    let x = self.value(x).0;
                    x.contains((x.midpoint() - 0.5).round() + 0.5)
                }
                (Function::Mod, &[x, y]) => {
                    let quotient = self.value(x).0 / self.value(y).0;
                    quotient.contains(quotient.midpoint().round())
                }
                (Function::Hypot, &[a, b]) => zero(a) && zero(b),
                (
                    Function::Abs
                    | Function::Sign
                    | Function::Heaviside
                    | Function::Relu
                    | Function::LeakyRelu
                    | Function::Elu
                    | Function::Sqrt
                    | Function::Cbrt,
                    &[x, ..],
                ) => zero(x),
                _ => false,
            },
            _ => false,
        })
    }
}

/// The sides of all comparisons in a condition.
fn compared(arena: &Arena, condition: Id) -> impl Iterator<Item = (Id, Id)> {
    let ids = Reachable::new(arena, &[condition]).ids().to_vec();
    let pair = |id: Id| match arena.node(id) {
        Node::Compare(_, a, b) => Some((a, b)),
        _ => None,
    };
    ids.into_iter()
        .filter_map(pair)
        .collect::<Vec<_>>()
        .into_iter()
}

/// The parts of an expression that occur outside the bodies of sums over an index.
fn outside_bodies(arena: &Arena, root: Id) -> Vec<Id> {
    let mut seen = FxHashSet::default();
    let mut stack = vec![root];
    let mut found = Vec::new();
    while let Some(id) = stack.pop() {
        if !seen.insert(id) {
            continue;
        }
        found.push(id);
        let mut body = matches!(
            arena.node(id),
            Node::IndexedSum(..) | Node::IndexedProduct(..)
        );
        arena.for_each_operand(id, |operand| {
            if !std::mem::take(&mut body) {
                stack.push(operand);
            }
        });
    }
    found
}
