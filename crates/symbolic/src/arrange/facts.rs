//! What is known to hold wherever a function has a value.

use rustc_hash::FxHashMap;

use crate::functions::Function;
use crate::graph::{Arena, Constant, Id, Node, Reachable};
use crate::number::Rational;

/// What is known of the value of an expression.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Known {
    /// It has a value.
    defined: bool,
    /// It is not 0.
    nonzero: bool,
    /// It is not 0, because something that it is a factor of is not.
    factor: bool,
    /// It is at least 0.
    nonnegative: bool,
}

impl Known {
    fn is_nonzero(self) -> bool {
        self.nonzero || self.factor
    }
}

/// What holds at all points where some function has a value: its parts have values too, the
/// arguments of its logarithms are positive, its divisors are not 0.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    known: FxHashMap<Id, Known>,
    /// What is arranged is a derivative, and not given by anyone: see [`Facts::of_slopes`].
    slopes: bool,
}

impl Facts {
    /// What holds wherever all of the functions have a value. Branches are not looked into: they
    /// need not be evaluated.
    pub fn of(arena: &Arena, functions: &[Id]) -> Self {
        let reachable = Reachable::new(arena, functions);
        let mut evaluated = vec![false; reachable.len()];
        let mark = |evaluated: &mut Vec<bool>, id: Id| {
            let slot = reachable
                .place(id)
                .and_then(|place| evaluated.get_mut(place));
            slot.into_iter().for_each(|slot| *slot = true);
        };
        functions
            .iter()
            .for_each(|function| mark(&mut evaluated, *function));
        let mut facts = Self::default();
        for (place, &id) in reachable.ids().iter().enumerate().rev() {
            if evaluated.get(place) != Some(&true) {
                continue;
            }
            facts.learn(arena, id);
            match arena.node(id) {
                Node::If(parts) => {
                    arena
                        .list(parts)
                        .iter()
                        .take(1)
                        .for_each(|c| mark(&mut evaluated, *c));
                }
                Node::IndexedSum(..) | Node::IndexedProduct(..) => {}
                _ => arena.for_each_operand(id, |operand| mark(&mut evaluated, operand)),
            }
        }
        facts
    }

    /// The same, for arranging derivatives of the functions. There a term with the factor 0 vanishes
    /// even if another factor need not have a value: that comes of a rule, and says nothing of the
    /// slope. `x/x` is 1 wherever it has a value, so `asin(x/x)` has the slope 0, and not `0/0`.
    pub fn of_slopes(arena: &Arena, functions: &[Id]) -> Self {
        Self {
            slopes: true,
            ..Self::of(arena, functions)
        }
    }

    /// Whether a term with the factor 0 vanishes, whatever its other factors are.
    pub(super) fn zeros_vanish(&self) -> bool {
        self.slopes
    }

    fn learn(&mut self, arena: &Arena, id: Id) {
        // What has a value everywhere needs no entry: most of a large formula.
        if !arena.is_total(id) {
            self.entry(id).defined = true;
        }
        if self.known(id).is_nonzero() {
            self.learn_of_parts(arena, id);
        }
        match arena.node(id) {
            Node::Power(base, exponent) => match arena.as_number(exponent) {
                Some(exponent) => {
                    let needs = Needs::of(exponent);
                    if needs != Needs::default() {
                        self.entry(base).nonzero |= needs.nonzero;
                        self.entry(base).nonnegative |= needs.nonnegative;
                    }
                }
                // A symbolic exponent may be a whole number: x^2 is of negative x too.
                None if is_irrational(arena, exponent) => self.entry(base).nonnegative = true,
                None => {}
            },
            Node::Call(Function::Ln | Function::Log2 | Function::Log10, list) => {
                for argument in arena.list(list) {
                    let known = self.entry(*argument);
                    (known.defined, known.nonzero, known.nonnegative) = (true, true, true);
                }
            }
            _ => {}
        }
    }

    /// No factor of a product that is not 0 is 0. Users are seen before what they use.
    fn learn_of_parts(&mut self, arena: &Arena, id: Id) {
        match arena.node(id) {
            Node::Product(list) => {
                for factor in arena.list(list) {
                    self.entry(*factor).factor = true;
                }
            }
            Node::Power(base, exponent)
                if arena.as_number(exponent).is_some_and(|n| !n.is_zero()) =>
            {
                self.entry(base).factor = true;
            }
            Node::Call(Function::Abs | Function::Cbrt, list) => {
                for argument in arena.list(list) {
                    self.entry(*argument).factor = true;
                }
            }
            _ => {}
        }
    }

    fn entry(&mut self, id: Id) -> &mut Known {
        self.known.entry(id).or_default()
    }

    fn known(&self, id: Id) -> Known {
        self.known.get(&id).copied().unwrap_or_default()
    }

    /// What is known of one form of an expression is known of the other.
    pub(crate) fn carry_over(&mut self, from: Id, to: Id) {
        if let Some(known) = self.known.get(&from).copied().filter(|_| from != to) {
            let other = self.entry(to);
            other.defined |= known.defined;
            other.nonzero |= known.nonzero;
            other.factor |= known.factor;
            other.nonnegative |= known.nonnegative;
        }
    }

    /// Whether the value is known to be positive.
    pub(crate) fn is_positive(&self, arena: &Arena, id: Id) -> bool {
        let known = self.known(id);
        known.is_nonzero() && known.nonnegative || arena.is_positive(id)
    }

    /// Whether the value is known not to be negative.
    pub(crate) fn is_nonnegative(&self, arena: &Arena, id: Id) -> bool {
        self.known(id).nonnegative || arena.is_positive(id)
    }

    /// The conditions that are known: an expression with `> 0`, `!= 0` or `>= 0`; with nothing
    /// where it has a value and need not have one.
    pub(crate) fn conditions(&self) -> Vec<(Id, &'static str)> {
        let mut list: Vec<(Id, &'static str)> = Vec::new();
        for (&id, &known) in &self.known {
            list.push(match (known.nonzero, known.nonnegative) {
                (true, true) => (id, "> 0"),
                (true, false) => (id, "!= 0"),
                (false, true) => (id, ">= 0"),
                (false, false) => continue,
            });
        }
        let defined = self.known.iter().filter(|(_, known)| known.defined);
        list.extend(defined.map(|(id, _)| (*id, "")));
        list.sort_unstable();
        list
    }

    /// Whether an expression is known to have a value.
    pub(super) fn is_defined(&self, arena: &Arena, id: Id) -> bool {
        arena.is_total(id) || self.known(id).defined
    }

    /// Whether `needs`, asked of `base`, may be dropped: it is met already.
    pub(super) fn meet(&self, arena: &Arena, base: Id, needs: Needs) -> bool {
        let known = self.known(base);
        let positive = arena.is_positive(base);
        (!needs.nonzero || known.is_nonzero() || positive)
            && (!needs.nonnegative || known.nonnegative || positive)
    }
}

/// Whether an expression is known not to be a rational number, and so no whole one.
fn is_irrational(arena: &Arena, id: Id) -> bool {
    matches!(arena.node(id), Node::Constant(Constant::Pi | Constant::E))
}

/// What a power with a rational exponent asks of its base.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Needs {
    nonzero: bool,
    nonnegative: bool,
}

impl Needs {
    pub(super) fn of(exponent: &Rational) -> Self {
        Self {
            nonzero: exponent.is_negative(),
            nonnegative: !exponent.is_integer(),
        }
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self {
            nonzero: self.nonzero || other.nonzero,
            nonnegative: self.nonnegative || other.nonnegative,
        }
    }

    /// What `self` asks and `other` does not.
    pub(super) fn without(self, other: Self) -> Self {
        Self {
            nonzero: self.nonzero && !other.nonzero,
            nonnegative: self.nonnegative && !other.nonnegative,
        }
    }
}
