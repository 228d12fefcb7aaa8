//! A term taken apart: a rational number and powers with any exponents.

use crate::functions::Function;
use crate::graph::{Arena, Constant, Id, Node};
use crate::number::Rational;

/// `number · Π base^exponent`; exp(u) counts as a power of e.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Term {
    pub(super) number: Rational,
    pub(super) powers: Vec<(Id, Id)>,
}

impl Term {
    pub(super) fn of(arena: &mut Arena, id: Id) -> Self {
        let factors = match arena.node(id) {
            Node::Product(list) => arena.list(list).to_vec(),
            _ => vec![id],
        };
        let mut term = Self {
            number: Rational::ONE,
            powers: Vec::with_capacity(factors.len()),
        };
        let one = arena.integer(1);
        for factor in factors {
            match arena.node(factor) {
                Node::Number(index) => {
                    term.number = term.number.mul(arena.number_value(index));
                }
                Node::Power(base, exponent) => term.powers.push((base, exponent)),
                Node::Call(Function::Exp, list) => {
                    let exponent = arena.list(list).first().copied().unwrap_or(one);
                    let e = arena.constant(Constant::E);
                    term.powers.push((e, exponent));
                }
                _ => term.powers.push((factor, one)),
            }
        }
        term
    }

    pub(super) fn build(&self, arena: &mut Arena) -> Id {
        let mut factors = vec![arena.number(self.number.clone())];
        for &(base, exponent) in &self.powers {
            factors.push(arena.power(base, exponent));
        }
        arena.product(&factors)
    }
}

/// The argument, if this is a call of the function.
pub(super) fn argument(arena: &Arena, id: Id, function: Function) -> Option<Id> {
    match arena.node(id) {
        Node::Call(found, list) if found == function => match arena.list(list) {
            [argument] => Some(*argument),
            _ => None,
        },
        _ => None,
    }
}
