//! How long an expression is: the operations that a person reads, shared parts counted at each
//! place where they stand.

use rustc_hash::FxHashMap;

use crate::graph::{Arena, Id, Node};
use crate::number::Rational;

/// The lengths of expressions that were asked for.
#[derive(Debug, Default)]
pub(super) struct Costs {
    known: FxHashMap<Id, u64>,
}

impl Costs {
    /// The operations of an expression: n - 1 for a sum or product of n, 1 for a call or power. A
    /// sign is free, and a divisor costs what a factor does.
    pub(super) fn of(&mut self, arena: &Arena, root: Id) -> u64 {
        let mut stack = vec![root];
        while let Some(&id) = stack.last() {
            if self.known.contains_key(&id) {
                stack.pop();
                continue;
            }
            let before = stack.len();
            arena.for_each_operand(id, |operand| {
                if !self.known.contains_key(&operand) {
                    stack.push(operand);
                }
            });
            if stack.len() == before {
                let cost = self.one(arena, id);
                self.known.insert(id, cost);
                stack.pop();
            }
        }
        self.get(root)
    }

    fn get(&self, id: Id) -> u64 {
        self.known.get(&id).copied().unwrap_or(0)
    }

    fn one(&self, arena: &Arena, id: Id) -> u64 {
        let mut operands = 0_u64;
        let mut count = 0_u64;
        arena.for_each_operand(id, |operand| {
            operands = operands.saturating_add(self.get(operand));
            count += 1;
        });
        let own = match arena.node(id) {
            Node::Number(index) => u64::from(!arena.number_value(index).is_integer()),
            Node::Sum(_) => count - 1,
            Node::Product(list) => return self.product(arena, arena.list(list)),
            Node::Power(base, exponent) => return self.power(arena, base, exponent, 1),
            Node::Poison | Node::Constant(_) | Node::Variable(_) => 0,
            _ => 1,
        };
        operands.saturating_add(own)
    }

    /// A power, with `reciprocal` for 1 over something.
    fn power(&self, arena: &Arena, base: Id, exponent: Id, reciprocal: u64) -> u64 {
        let base = self.get(base);
        match arena.as_number(exponent) {
            Some(&Rational::MINUS_ONE) => base + reciprocal,
            Some(number) if number.is_negative() => base + 1 + reciprocal,
            Some(number) if number.is_integer() || *number == Rational::HALF => base + 1,
            _ => base.saturating_add(self.get(exponent)).saturating_add(1),
        }
    }

    fn product(&self, arena: &Arena, factors: &[Id]) -> u64 {
        let mut total = 0_u64;
        let (mut above, mut below) = (0, 0);
        for &factor in factors {
            match arena.node(factor) {
                Node::Number(index) => {
                    let value = arena.number_value(index);
                    let numerator = value.numerator();
                    above += u64::from(!numerator.is_one() && numerator != Rational::MINUS_ONE);
                    below += u64::from(!value.is_integer());
                }
                Node::Power(base, exponent) => {
                    let negative = arena.as_number(exponent).is_some_and(Rational::is_negative);
                    if negative {
                        below += 1;
                    } else {
                        above += 1;
                    }
                    total = total.saturating_add(self.power(arena, base, exponent, 0));
                }
                _ => {
                    above += 1;
                    total = total.saturating_add(self.get(factor));
                }
            }
        }
        total
            .saturating_add(above + below)
            .saturating_sub(u64::from(above > 0))
    }
}
