//! Identities that hold wherever either side has a value, and shorten what a reader sees.

use super::factors::Factors;
use super::facts::Facts;
use crate::functions::Function::{self, *};
use crate::graph::{Arena, Id, Node};
use crate::number::Rational;

/// `f(u)/g(u) = h(u)`, and so for all integer powers.
const QUOTIENTS: &[(Function, Function, Function)] = &[
    (Sin, Cos, Tan),
    (Cos, Sin, Cot),
    (Sinh, Cosh, Tanh),
    (Cosh, Sinh, Coth),
];

/// Each factor looks for its partner among all others; in longer products nobody would.
const READABLE: usize = 16;

/// Puts one factor for two where an identity says so.
pub(super) fn contract(arena: &mut Arena, facts: &Facts, factors: &mut Factors) {
    if factors.powers().len() > READABLE {
        return;
    }
    for place in (0..factors.powers().len()).rev() {
        if let Some((partner, base, exponent)) = contraction(arena, factors.powers(), place) {
            factors.remove([place, partner]);
            factors.raise(arena, facts, base, &exponent);
        }
    }
}

/// The place of the power that the one at `place` goes together with, and what both are.
fn contraction(
    arena: &mut Arena,
    powers: &[(Id, Rational)],
    place: usize,
) -> Option<(usize, Id, Rational)> {
    let (base, exponent) = powers.get(place)?;
    let (f, u) = call(arena, *base)?;
    let partner = |arena: &Arena, g: Function, fits: &dyn Fn(&Rational) -> bool| {
        let is_partner =
            |(other, n): &(Id, Rational)| call(arena, *other) == Some((g, u)) && fits(n);
        powers.iter().position(is_partner)
    };
    if f == Sign && exponent.is_one() {
        // sign(u)·|u|^n = u^n for odd n.
        let odd = |n: &Rational| n.to_i64().is_some_and(|n| n % 2 != 0);
        let partner = partner(arena, Abs, &odd)?;
        return Some((partner, u, powers.get(partner)?.1.clone()));
    }
    let (_, g, h) = QUOTIENTS.iter().find(|row| row.0 == f)?;
    let whole = exponent.is_integer() && !exponent.is_negative();
    let divided = exponent.neg();
    let partner = partner(arena, *g, &|n| whole && *n == divided)?;
    Some((partner, arena.call(*h, &[u]), exponent.clone()))
}

/// The function and the argument of a call with one argument.
fn call(arena: &Arena, id: Id) -> Option<(Function, Id)> {
    match arena.node(id) {
        Node::Call(function, list) => match arena.list(list) {
            &[argument] => Some((function, argument)),
            _ => None,
        },
        _ => None,
    }
}
