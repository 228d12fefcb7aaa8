//! Numbers times whole powers of variables, of which a long polynomial consists: arranged without
//! a look at domains, because they have a value everywhere.

use smallvec::SmallVec;

use super::order::VariableOrder;
use super::{Ids, SHORT};
use crate::graph::{Arena, Id, Node, Symbol};
use crate::number::{FOLD_BITS, Rational};

/// With more variables than this a product is none of those that are met by the thousand.
const MOST: usize = 8;

/// `coefficient · Π variable^exponent`, each variable with its place in the order.
struct Monomial {
    coefficient: Rational,
    powers: SmallVec<[(u32, Id, i64); MOST]>,
}

/// The product of arranged factors that are numbers, positive whole powers of variables, and short
/// products of such; `None` where one is anything else.
pub(super) fn product(arena: &mut Arena, order: &VariableOrder, factors: &[Id]) -> Option<Id> {
    let mut monomial = Monomial {
        coefficient: Rational::ONE,
        powers: SmallVec::new(),
    };
    for &factor in factors {
        match arena.node(factor) {
            Node::Product(list) if list.len() <= SHORT => {
                let inner = arena.list(list).iter();
                inner
                    .map(|factor| monomial.multiply(arena, order, *factor))
                    .collect::<Option<()>>()?;
            }
            _ => monomial.multiply(arena, order, factor)?,
        }
    }
    monomial.pack(arena)
}

impl Monomial {
    fn multiply(&mut self, arena: &Arena, order: &VariableOrder, factor: Id) -> Option<()> {
        if let Some(number) = arena.as_number(factor) {
            self.coefficient = self.coefficient.mul(number);
            return Some(());
        }
        let (symbol, variable, exponent) = power(arena, factor)?;
        let rank = order.rank(symbol);
        if rank == u32::MAX {
            return None;
        }
        let mut known = self.powers.iter_mut();
        if let Some((.., sum)) = known.find(|(other, ..)| *other == rank) {
            *sum = sum.checked_add(exponent)?;
            return Some(());
        }
        if self.powers.len() == MOST {
            return None;
        }
        self.powers.push((rank, variable, exponent));
        Some(())
    }

    fn pack(mut self, arena: &mut Arena) -> Option<Id> {
        if self.coefficient.bits() > FOLD_BITS || self.coefficient.is_zero() {
            return None;
        }
        self.powers.sort_unstable();
        let mut packed = Ids::new();
        packed.push(arena.number(self.coefficient));
        for (_, variable, exponent) in self.powers {
            packed.push(match exponent {
                1 => variable,
                _ => {
                    let exponent = arena.integer(exponent);
                    arena.power(variable, exponent)
                }
            });
        }
        Some(arena.product(&packed))
    }
}

/// An arranged product of a number and positive whole powers of variables as the number and the
/// rest; `None` for anything else, and for a number alone.
pub(super) fn split(arena: &mut Arena, term: Id) -> Option<(Rational, Id)> {
    let Node::Product(list) = arena.node(term) else {
        return power(arena, term).map(|_| (Rational::ONE, term));
    };
    let factors = Ids::from_slice(arena.list(list));
    let (&first, rest) = factors.split_first()?;
    let number = arena.as_number(first).cloned();
    let simple = |id: &Id| power(arena, *id).is_some();
    if !rest.iter().all(simple) || number.is_none() && !simple(&first) {
        return None;
    }
    Some(match number {
        Some(number) => (number, arena.product(rest)),
        None => (Rational::ONE, term),
    })
}

/// The number times what [`split`] has left.
pub(super) fn join(arena: &mut Arena, number: &Rational, rest: Id) -> Id {
    let mut factors = Ids::new();
    factors.push(arena.number(number.clone()));
    match arena.node(rest) {
        Node::Product(list) => factors.extend_from_slice(arena.list(list)),
        _ => factors.push(rest),
    }
    arena.product(&factors)
}

/// A variable or a positive whole power of one.
fn power(arena: &Arena, factor: Id) -> Option<(Symbol, Id, i64)> {
    let (base, exponent) = match arena.node(factor) {
        Node::Power(base, exponent) => (base, arena.as_number(exponent)?.to_i64()?),
        _ => (factor, 1),
    };
    match arena.node(base) {
        Node::Variable(symbol) if exponent > 0 => Some((symbol, base, exponent)),
        _ => None,
    }
}
