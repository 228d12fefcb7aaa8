//! Rules for sums.

use super::term::{Term, argument};
use super::{Rules, rule};
use crate::functions::Function::{self, *};
use crate::graph::{Arena, Id, Node};
use crate::number::Rational;

/// Products of sums are multiplied out up to this many terms.
const EXPANDED: usize = 64;
/// Sums of more terms are not looked into.
const TERMS: usize = 64;

/// `f(u)² = one + sign·g(u)²`, in both directions.
const SQUARES: &[(&str, Function, i64, i64, Function)] = &[
    ("cos(u)^2 = 1 - sin(u)^2", Cos, 1, -1, Sin),
    ("sec(u)^2 = 1 + tan(u)^2", Sec, 1, 1, Tan),
    ("csc(u)^2 = 1 + cot(u)^2", Csc, 1, 1, Cot),
    ("cosh(u)^2 = 1 + sinh(u)^2", Cosh, 1, 1, Sinh),
    ("sech(u)^2 = 1 - tanh(u)^2", Sech, 1, -1, Tanh),
    ("coth(u)^2 = 1 + csch(u)^2", Coth, 1, 1, Csch),
];

impl Rules<'_> {
    /// Everything that a sum may be instead.
    pub(super) fn sum(&mut self, arena: &mut Arena, id: Id, found: &mut Vec<(Id, &'static str)>) {
        let Node::Sum(list) = arena.node(id) else {
            return;
        };
        if list.len() > TERMS {
            return;
        }
        let terms = arena.list(list).to_vec();
        squares(arena, &terms, found);
        let rows: &[rule::Sum] = &[
            ("a common factor", common_factor),
            ("products multiplied out", expanded),
            ("ln(u) + ln(v) = ln(u*v)", logarithms),
        ];
        for (name, apply) in rows {
            if let Some(image) = apply(arena, &terms) {
                found.push((image, name));
            }
        }
    }
}

/// One square in terms of the other, wherever it is a factor of a term.
fn squares(arena: &mut Arena, terms: &[Id], found: &mut Vec<(Id, &'static str)>) {
    let two = arena.integer(2);
    let parts: Vec<Term> = terms.iter().map(|id| Term::of(arena, *id)).collect();
    for (name, f, one, sign, g) in SQUARES {
        // g² = sign·(f² - one)
        for (from, to, one, sign) in [(*f, *g, *one, *sign), (*g, *f, -one * sign, *sign)] {
            let squared = parts.iter().flat_map(|part| &part.powers);
            let squared = squared.filter(|(_, exponent)| *exponent == two);
            let mut arguments: Vec<Id> = squared
                .filter_map(|(base, _)| argument(arena, *base, from))
                .collect();
            arguments.sort_unstable_by_key(|id| (arena.structural_hash(*id), *id));
            arguments.dedup();
            for u in arguments {
                let (square, other) = (arena.call(from, &[u]), arena.call(to, &[u]));
                let mut image = Vec::new();
                for part in &parts {
                    let place = part.powers.iter().position(|p| *p == (square, two));
                    let Some(place) = place else {
                        image.push(part.build(arena));
                        continue;
                    };
                    let mut rest = part.clone();
                    rest.powers.remove(place);
                    let mut second = rest.clone();
                    rest.number = rest.number.mul(&Rational::from(one));
                    second.number = second.number.mul(&Rational::from(sign));
                    second.powers.push((other, two));
                    image.push(rest.build(arena));
                    image.push(second.build(arena));
                }
                found.push((arena.sum(&image), name));
            }
        }
    }
}

/// Takes the factor that most terms have out of them.
fn common_factor(arena: &mut Arena, terms: &[Id]) -> Option<Id> {
    let parts: Vec<Term> = terms.iter().map(|id| Term::of(arena, *id)).collect();
    let mut counts: Vec<(Id, usize)> = Vec::new();
    for (base, _) in parts.iter().flat_map(|part| &part.powers) {
        match counts.iter_mut().find(|(known, _)| known == base) {
            Some((_, count)) => *count += 1,
            None => counts.push((*base, 1)),
        }
    }
    let most = counts
        .iter()
        .map(|(_, count)| *count)
        .max()
        .filter(|n| *n > 1)?;
    let (base, _) = *counts.iter().find(|(_, count)| *count == most)?;
    let exponent_in = |part: &Term| {
        part.powers
            .iter()
            .find(|(b, _)| *b == base)
            .map(|(_, e)| *e)
    };
    let exponents: Vec<Id> = parts.iter().filter_map(exponent_in).collect();
    let least = least_exponent(arena, &exponents)?;
    let minus = arena.negate(least);
    let (mut inside, mut outside) = (Vec::new(), Vec::new());
    for (part, term) in parts.into_iter().zip(terms) {
        let Some(place) = part.powers.iter().position(|(b, _)| *b == base) else {
            outside.push(*term);
            continue;
        };
        let mut rest = part;
        let (_, exponent) = rest.powers.remove(place);
        let left = arena.sum(&[exponent, minus]);
        if exponent != least {
            rest.powers.push((base, left));
        }
        inside.push(rest.build(arena));
    }
    let sum = match common_factor_of(arena, &inside) {
        Some(sum) => sum,
        None => arena.sum(&inside),
    };
    let factor = arena.power(base, least);
    outside.insert(0, arena.product(&[factor, sum]));
    Some(arena.sum(&outside))
}

/// The rational factor that all terms share, taken out.
fn common_factor_of(arena: &mut Arena, terms: &[Id]) -> Option<Id> {
    let parts: Vec<Term> = terms.iter().map(|id| Term::of(arena, *id)).collect();
    let number = parts.first()?.number.clone();
    let size = |n: &Rational| if n.is_negative() { n.neg() } else { n.clone() };
    if size(&number).is_one() || parts.iter().any(|p| size(&p.number) != size(&number)) {
        return None;
    }
    let reciprocal = number.recip()?;
    let mut inside = Vec::new();
    for mut part in parts {
        part.number = part.number.mul(&reciprocal);
        inside.push(part.build(arena));
    }
    let sum = arena.sum(&inside);
    let number = arena.number(number);
    Some(arena.product(&[number, sum]))
}

/// The least of some exponents: of numbers of one sign, or of expressions that are all the same.
fn least_exponent(arena: &Arena, exponents: &[Id]) -> Option<Id> {
    let first = *exponents.first()?;
    if exponents.iter().all(|exponent| *exponent == first) {
        return Some(first);
    }
    let numbers: Option<Vec<&Rational>> = exponents.iter().map(|id| arena.as_number(*id)).collect();
    let numbers = numbers?;
    let negative = numbers.first()?.is_negative();
    let whole = numbers
        .iter()
        .all(|n| n.is_integer() && n.is_negative() == negative);
    // The least negative one would leave a sum over a power; the greatest divisor is taken out.
    let place = (0..numbers.len()).min_by_key(|i| numbers.get(*i))?;
    if whole {
        exponents.get(place).copied()
    } else {
        None
    }
}

/// Products of sums, and small powers of them, multiplied out.
fn expanded(arena: &mut Arena, terms: &[Id]) -> Option<Id> {
    let mut image: Vec<Id> = Vec::new();
    let mut changed = false;
    for &term in terms {
        let part = Term::of(arena, term);
        let mut products = vec![Term {
            number: part.number.clone(),
            powers: Vec::new(),
        }];
        for &(base, exponent) in &part.powers {
            let times = arena.as_number(exponent).and_then(Rational::to_i64);
            let (times, list) = match (arena.node(base), times) {
                (Node::Sum(list), Some(n @ 1..=4)) => (n, arena.list(list).to_vec()),
                _ => {
                    products
                        .iter_mut()
                        .for_each(|p| p.powers.push((base, exponent)));
                    continue;
                }
            };
            changed = true;
            for _ in 0..times {
                if products.len() * list.len() > EXPANDED {
                    return None;
                }
                products = multiplied(arena, &products, &list);
            }
        }
        for product in products {
            image.push(product.build(arena));
        }
    }
    changed.then(|| arena.sum(&image))
}

fn multiplied(arena: &mut Arena, products: &[Term], list: &[Id]) -> Vec<Term> {
    let mut result = Vec::with_capacity(products.len() * list.len());
    for inner in list {
        let inner = Term::of(arena, *inner);
        for product in products {
            let mut product = product.clone();
            product.number = product.number.mul(&inner.number);
            product.powers.extend_from_slice(&inner.powers);
            result.push(product);
        }
    }
    result
}

/// Logarithms with coefficient 1 or -1 as one: their arguments are positive.
fn logarithms(arena: &mut Arena, terms: &[Id]) -> Option<Id> {
    let (mut others, mut factors) = (Vec::new(), Vec::new());
    for &term in terms {
        let part = Term::of(arena, term);
        let one = arena.integer(1);
        let ln = match part.powers.as_slice() {
            [(base, exponent)] if *exponent == one => argument(arena, *base, Ln),
            _ => None,
        };
        match (ln, &part.number) {
            (Some(u), &Rational::ONE) => factors.push(u),
            (Some(u), &Rational::MINUS_ONE) => factors.push(arena.reciprocal(u)),
            _ => others.push(term),
        }
    }
    if factors.len() < 2 {
        return None;
    }
    let product = arena.product(&factors);
    others.push(arena.call(Ln, &[product]));
    Some(arena.sum(&others))
}
