//! Arithmetic of numbers, of which a long formula mostly consists: without memory for each value.

use partials_parser::ast::{Kind, NameId, NodeId};
use smallvec::SmallVec;

use super::{Lowering, Value};
use crate::graph::{Constant, Id};
use crate::number::Rational;

/// What a node of the syntax tree stands for.
pub(super) enum Lowered {
    /// A number, and whether its source was written with decimals.
    Number(Id, bool),
    /// A vector, a matrix, or a number of which more is known.
    Value(Box<Value>),
}

impl From<Value> for Lowered {
    fn from(value: Value) -> Self {
        match value.as_scalar() {
            Some(number) if value.variables.is_none() && value.origins.is_empty() => {
                Self::Number(number, value.decimals)
            }
            _ => Self::Value(Box::new(value)),
        }
    }
}

impl Lowered {
    pub(super) fn value(&self) -> Value {
        match self {
            Self::Number(number, decimals) => Value {
                decimals: *decimals,
                ..Value::scalar(*number)
            },
            Self::Value(value) => value.as_ref().clone(),
        }
    }

    /// The number, if it is one.
    pub(super) fn number(&self) -> Option<Id> {
        match self {
            Self::Number(number, _) => Some(*number),
            Self::Value(value) => value.as_scalar(),
        }
    }

    pub(super) fn decimals(&self) -> bool {
        match self {
            Self::Number(_, decimals) => *decimals,
            Self::Value(value) => value.decimals,
        }
    }
}

impl Lowering<'_> {
    /// The expression that a whole number, a name without definition or arithmetic of numbers
    /// stands for; `None` for any other node.
    pub(super) fn arithmetic(&self, id: NodeId, children: &[NodeId]) -> Option<Id> {
        match self.ast.node(id).kind {
            Kind::Number(literal) => {
                let literal = self.ast.literal(literal)?;
                let whole = literal.exponent == 0 && !literal.decimal;
                let number = literal.digits.parse::<i64>().ok().filter(|_| whole)?;
                Some(
                    self.graph
                        .with(|arena| arena.number(Rational::from(number))),
                )
            }
            Kind::Name(name) => self.undefined_name(id, name),
            Kind::Sum | Kind::Product | Kind::Negative | Kind::Inverse | Kind::Power => {
                let numbers = children.iter().map(|child| self.known(*child)?.number());
                self.combined(
                    self.ast.node(id).kind,
                    &numbers.collect::<Option<SmallVec<[Id; 8]>>>()?,
                )
            }
            _ => None,
        }
    }

    /// A name that stands alone: a bound index or parameter, a constant, a variable.
    fn undefined_name(&self, id: NodeId, name: NameId) -> Option<Id> {
        let text = self.ast.name(name);
        let bound = self.binders.binds(id, name) || self.is_parameter(text);
        if !bound && self.definitions.get(text).is_some() {
            return None;
        }
        Some(self.graph.with(|arena| match text {
            _ if bound => arena.variable(text),
            "pi" | "π" => arena.constant(Constant::Pi),
            "tau" | "τ" => {
                let (two, pi) = (arena.integer(2), arena.constant(Constant::Pi));
                arena.product(&[two, pi])
            }
            "e" => arena.constant(Constant::E),
            "inf" => arena.constant(Constant::Infinity),
            _ => arena.variable(text),
        }))
    }

    fn combined(&self, kind: Kind, numbers: &[Id]) -> Option<Id> {
        self.graph.with(|arena| match (kind, numbers) {
            (Kind::Sum, terms) => Some(arena.sum(terms)),
            (Kind::Product, factors) => Some(arena.product(factors)),
            (Kind::Negative, &[number]) => Some(arena.negate(number)),
            (Kind::Inverse, &[number]) => Some(arena.reciprocal(number)),
            (Kind::Power, &[base, exponent]) => Some(arena.power(base, exponent)),
            _ => None,
        })
    }
}
