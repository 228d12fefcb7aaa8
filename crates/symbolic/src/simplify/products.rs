//! Rules for products, powers and calls.

use super::Rules;
use super::term::{Term, argument};
use crate::functions::Function::{self, *};
use crate::graph::{Arena, Constant, Id, Node};
use crate::number::Rational;

/// `f(g(u)) = u` wherever g(u) has a value.
const INVERSES: &[(&str, Function, Function)] = &[
    ("exp(ln(u)) = u", Exp, Ln),
    ("ln(exp(u)) = u", Ln, Exp),
    ("sin(asin(u)) = u", Sin, Asin),
    ("cos(acos(u)) = u", Cos, Acos),
    ("tan(atan(u)) = u", Tan, Atan),
    ("sec(asec(u)) = u", Sec, Asec),
    ("csc(acsc(u)) = u", Csc, Acsc),
    ("cot(acot(u)) = u", Cot, Acot),
    ("sinh(asinh(u)) = u", Sinh, Asinh),
    ("cosh(acosh(u)) = u", Cosh, Acosh),
    ("tanh(atanh(u)) = u", Tanh, Atanh),
    ("sech(asech(u)) = u", Sech, Asech),
    ("csch(acsch(u)) = u", Csch, Acsch),
    ("coth(acoth(u)) = u", Coth, Acoth),
    ("asinh(sinh(u)) = u", Asinh, Sinh),
    ("atanh(tanh(u)) = u", Atanh, Tanh),
    ("exp(log1p(u)) = 1 + u", Expm1, Log1p),
    ("log1p(expm1(u)) = u", Log1p, Expm1),
];

impl Rules<'_> {
    /// Everything that a product may be instead.
    pub(super) fn product(
        &mut self,
        arena: &mut Arena,
        id: Id,
        found: &mut Vec<(Id, &'static str)>,
    ) {
        let term = Term::of(arena, id);
        if term.powers.len() > 32 {
            return;
        }
        if let Some(merged) = self.like_bases(arena, &term) {
            found.push((merged, "u^a*u^b = u^(a + b)"));
        }
        if let Some(merged) = like_exponents(arena, &term) {
            found.push((merged, "u^a*v^a = (u*v)^a for u, v >= 0"));
        }
        if let Some(image) = double_angle(arena, &term) {
            found.push((image, "2*sin(u)*cos(u) = sin(2*u)"));
        }
    }

    /// Powers of one base with any exponents, where the base is known to be positive.
    fn like_bases(&mut self, arena: &mut Arena, term: &Term) -> Option<Id> {
        let e = arena.constant(Constant::E);
        let mut merged: Vec<(Id, Id)> = Vec::new();
        let mut changed = false;
        for &(base, exponent) in &term.powers {
            let positive = base == e || self.facts.is_positive(arena, base);
            match merged.iter_mut().find(|(known, _)| *known == base) {
                Some((_, sum)) if positive => {
                    *sum = arena.sum(&[*sum, exponent]);
                    changed = true;
                }
                _ => merged.push((base, exponent)),
            }
        }
        let number = term.number.clone();
        changed.then(|| {
            Term {
                number,
                powers: merged,
            }
            .build(arena)
        })
    }

    /// Everything that a power may be instead.
    pub(super) fn power(&mut self, arena: &mut Arena, id: Id, found: &mut Vec<(Id, &'static str)>) {
        let Node::Power(base, exponent) = arena.node(id) else {
            return;
        };
        let Some(outer) = arena.as_number(exponent).cloned() else {
            return;
        };
        match arena.node(base) {
            // sqrt(u^2) is abs(u), and any even power under a root.
            Node::Power(inner, n) => {
                let even = arena
                    .as_number(n)
                    .and_then(Rational::to_i64)
                    .filter(|n| n % 2 == 0);
                if let Some(n) = even.filter(|_| !outer.is_integer()) {
                    let exponent = arena.number(outer.mul(&Rational::from(n)));
                    let magnitude = if self.facts.is_nonnegative(arena, inner) {
                        inner
                    } else {
                        arena.call(Abs, &[inner])
                    };
                    found.push((arena.power(magnitude, exponent), "sqrt(u^2) = abs(u)"));
                }
            }
            Node::Call(Abs, list) if outer.to_i64().is_some_and(|n| n % 2 == 0) => {
                if let &[inner] = arena.list(list) {
                    found.push((arena.power(inner, exponent), "abs(u)^2 = u^2"));
                }
            }
            _ => {}
        }
    }

    /// Everything that a call may be instead.
    pub(super) fn call(&mut self, arena: &mut Arena, id: Id, found: &mut Vec<(Id, &'static str)>) {
        let Node::Call(function, list) = arena.node(id) else {
            return;
        };
        let &[inner] = arena.list(list) else { return };
        for (name, f, g) in INVERSES {
            if *f == function
                && let Some(u) = argument(arena, inner, *g)
            {
                found.push((u, name));
            }
        }
        if function == Abs && self.facts.is_nonnegative(arena, inner) {
            found.push((inner, "abs(u) = u for u >= 0"));
        }
        if function == Exp {
            // exp(c·ln(u)) is u^c.
            let term = Term::of(arena, inner);
            let place = term.powers.iter().position(|(base, exponent)| {
                argument(arena, *base, Ln).is_some()
                    && arena.as_number(*exponent).is_some_and(Rational::is_one)
            });
            if let Some(place) = place
                && let Some((base, _)) = term.powers.get(place)
                && let Some(u) = argument(arena, *base, Ln)
            {
                let mut exponent = term.clone();
                exponent.powers.remove(place);
                let exponent = exponent.build(arena);
                found.push((arena.power(u, exponent), "exp(a*ln(u)) = u^a"));
            }
        }
    }
}

/// Fractional powers with one exponent: both bases are not negative where they have values.
fn like_exponents(arena: &mut Arena, term: &Term) -> Option<Id> {
    let fractional = |arena: &Arena, e: Id| arena.as_number(e).is_some_and(|n| !n.is_integer());
    let mut merged: Vec<(Id, Id)> = Vec::new();
    let mut changed = false;
    for &(base, exponent) in &term.powers {
        if !fractional(arena, exponent) {
            merged.push((base, exponent));
            continue;
        }
        let number = arena.as_number(exponent)?.clone();
        let opposite = arena.number(number.neg());
        let known = merged
            .iter()
            .position(|(_, e)| *e == exponent || *e == opposite);
        match known.and_then(|place| merged.get_mut(place)) {
            Some((other, e)) => {
                let factor = if *e == exponent {
                    base
                } else {
                    arena.reciprocal(base)
                };
                *other = arena.product(&[*other, factor]);
                changed = true;
            }
            None => merged.push((base, exponent)),
        }
    }
    let number = term.number.clone();
    changed.then(|| {
        Term {
            number,
            powers: merged,
        }
        .build(arena)
    })
}

fn double_angle(arena: &mut Arena, term: &Term) -> Option<Id> {
    let one = arena.integer(1);
    for (i, (base, exponent)) in term.powers.iter().enumerate() {
        let Some(u) = argument(arena, *base, Sin).filter(|_| *exponent == one) else {
            continue;
        };
        let cosine = arena.call(Cos, &[u]);
        if let Some(j) = term.powers.iter().position(|power| *power == (cosine, one)) {
            let mut rest = term.clone();
            rest.powers.remove(i.max(j));
            rest.powers.remove(i.min(j));
            let two = arena.integer(2);
            let double = arena.product(&[two, u]);
            rest.powers.push((arena.call(Sin, &[double]), one));
            rest.number = rest.number.mul(&Rational::HALF);
            return Some(rest.build(arena));
        }
    }
    None
}
