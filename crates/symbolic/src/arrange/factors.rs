//! A term taken apart: a rational coefficient and powers of different bases.

use std::cmp::Ordering;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::SHORT;
use super::facts::{Facts, Needs};
use super::order::{VariableOrder, compare_factors};
use crate::graph::{Arena, Id, Node};
use crate::number::Rational;

/// With more factors than this, like bases are found by hashing instead of looking at each.
const HASHED: usize = 16;

/// `coefficient · Π base^exponent`
#[derive(Clone, Debug)]
pub(super) struct Factors {
    pub(super) coefficient: Rational,
    powers: SmallVec<[(Id, Rational); 4]>,
    places: FxHashMap<Id, SmallVec<[usize; 1]>>,
}

impl Factors {
    pub(super) fn one() -> Self {
        Self::number(Rational::ONE)
    }

    pub(super) fn number(coefficient: Rational) -> Self {
        Self {
            coefficient,
            powers: SmallVec::new(),
            places: FxHashMap::default(),
        }
    }

    pub(super) fn is_one(&self) -> bool {
        self.powers.is_empty() && self.coefficient.is_one()
    }

    /// Takes an arranged term apart, however long a product it is.
    pub(super) fn of_term(arena: &mut Arena, facts: &Facts, term: Id) -> Self {
        let mut factors = Self::one();
        match arena.node(term) {
            Node::Product(list) => {
                for factor in arena.list(list).to_vec() {
                    factors.multiply(arena, facts, factor);
                }
            }
            _ => factors.multiply(arena, facts, term),
        }
        factors
    }

    /// Multiplies by an arranged factor. Short products and their integer powers are taken apart.
    pub(super) fn multiply(&mut self, arena: &mut Arena, facts: &Facts, factor: Id) {
        self.raise(arena, facts, factor, &Rational::ONE);
    }

    /// Multiplies by `factor^exponent`. What is arranged nests to a bounded depth: a product holds
    /// no products but in a power, a power of a short product is taken apart.
    pub(super) fn raise(
        &mut self,
        arena: &mut Arena,
        facts: &Facts,
        factor: Id,
        exponent: &Rational,
    ) {
        match arena.node(factor) {
            Node::Number(index) => {
                let value = arena.number_value(index).clone();
                match exponent.to_i64().and_then(|n| value.pow(n)) {
                    Some(power) => self.scale(power, arena),
                    None => self.insert(arena, facts, factor, exponent.clone()),
                }
            }
            Node::Product(list) if exponent.is_integer() && list.len() <= SHORT => {
                let factors: SmallVec<[Id; 8]> = SmallVec::from_slice(arena.list(list));
                for inner in factors {
                    self.raise(arena, facts, inner, exponent);
                }
            }
            Node::Power(base, inner) => match arena.as_number(inner).cloned() {
                Some(inner) if exponent.is_integer() => {
                    let product = inner.mul(exponent);
                    let needs = Needs::of(&inner).and(Needs::of(exponent));
                    if facts.meet(arena, base, needs.without(Needs::of(&product))) {
                        match arena.node(base) {
                            Node::Product(_) | Node::Number(_) | Node::Power(..)
                                if product.is_integer() =>
                            {
                                self.raise(arena, facts, base, &product);
                            }
                            _ => self.insert(arena, facts, base, product),
                        }
                    } else {
                        self.insert(arena, facts, factor, exponent.clone());
                    }
                }
                _ => self.insert(arena, facts, factor, exponent.clone()),
            },
            _ => self.insert(arena, facts, factor, exponent.clone()),
        }
    }

    /// The powers that are multiplied.
    pub(super) fn powers(&self) -> &[(Id, Rational)] {
        &self.powers
    }

    /// Takes the powers at two places away.
    pub(super) fn remove(&mut self, places: [usize; 2]) {
        let mut place = 0..;
        self.powers
            .retain(|_| place.next().is_some_and(|place| !places.contains(&place)));
        self.places.clear();
    }

    fn scale(&mut self, number: Rational, arena: &mut Arena) {
        let product = self.coefficient.mul(&number);
        if product.bits() <= crate::number::FOLD_BITS || self.coefficient.is_one() {
            self.coefficient = product;
        } else {
            let id = arena.number(number);
            self.powers.push((id, Rational::ONE));
        }
    }

    /// Adds to the exponent of a base where that drops no condition on it, else keeps both powers.
    fn insert(&mut self, arena: &Arena, facts: &Facts, base: Id, exponent: Rational) {
        let merged = |old: &Rational| -> Option<Rational> {
            let sum = old.add(&exponent);
            let needs = Needs::of(old)
                .and(Needs::of(&exponent))
                .without(Needs::of(&sum));
            (facts.meet(arena, base, needs) && (!sum.is_zero() || facts.is_defined(arena, base)))
                .then_some(sum)
        };
        if self.powers.len() < HASHED {
            for (other, old) in &mut self.powers {
                if *other == base
                    && let Some(sum) = merged(old)
                {
                    *old = sum;
                    return;
                }
            }
            self.powers.push((base, exponent));
            return;
        }
        if self.places.is_empty() {
            for (place, (base, _)) in self.powers.iter().enumerate() {
                self.places.entry(*base).or_default().push(place);
            }
        }
        let places = self.places.entry(base).or_default();
        for place in places.iter() {
            if let Some((_, old)) = self.powers.get_mut(*place)
                && let Some(sum) = merged(old)
            {
                *old = sum;
                return;
            }
        }
        places.push(self.powers.len());
        self.powers.push((base, exponent));
    }

    /// Whether all factors are known to have values.
    pub(super) fn is_defined(&self, arena: &Arena, facts: &Facts) -> bool {
        self.powers.iter().all(|(base, exponent)| {
            facts.is_defined(arena, *base) && facts.meet(arena, *base, Needs::of(exponent))
        })
    }

    /// The term as one expression: `p·numerators/(q·denominators)`, factors in order.
    pub(super) fn pack(&mut self, arena: &mut Arena, order: &VariableOrder) -> Id {
        self.powers.retain(|(_, exponent)| !exponent.is_zero());
        self.places.clear();
        let count = self.powers.len();
        self.powers.sort_by(|(a, m), (b, n)| {
            compare_factors(arena, order, *a, *b, count).then_with(|| n.cmp(m))
        });
        let mut front: SmallVec<[Id; 8]> = SmallVec::new();
        let mut behind: SmallVec<[Id; 8]> = SmallVec::new();
        let (numerator, denominator) =
            (self.coefficient.numerator(), self.coefficient.denominator());
        for (base, exponent) in &self.powers {
            let side = if exponent.is_negative() {
                &mut behind
            } else {
                &mut front
            };
            let magnitude = if exponent.is_negative() {
                exponent.neg()
            } else {
                exponent.clone()
            };
            let magnitude = arena.number(magnitude);
            side.push(arena.power(*base, magnitude));
        }
        if behind.is_empty() {
            let coefficient = arena.number(self.coefficient.clone());
            front.insert(0, coefficient);
            return arena.product(&front);
        }
        let numerator = arena.number(numerator);
        front.insert(0, numerator);
        let denominator = arena.number(denominator);
        behind.insert(0, denominator);
        let behind = arena.product(&behind);
        let behind = arena.reciprocal(behind);
        front.push(behind);
        arena.product(&front)
    }

    /// Descending powers of the variables, in their order, but `1/x + 1/y` by the variables that
    /// come first; terms with functions before those without; then by the functions. They are two
    /// terms of so many.
    pub(super) fn order_in_sum(
        &self,
        other: &Self,
        arena: &Arena,
        order: &VariableOrder,
        of: usize,
    ) -> Ordering {
        self.divisor_rank(arena, order)
            .cmp(&other.divisor_rank(arena, order))
            .then_with(|| self.order_of_monomials(other, arena, order))
            .then_with(|| self.order_of_functions(other, arena, order, of))
    }

    /// The first variable of a term whose variables all divide; such terms come after all others.
    fn divisor_rank(&self, arena: &Arena, order: &VariableOrder) -> Option<u32> {
        let mut variables = self.variables(arena, order).peekable();
        let (first, _) = *variables.peek()?;
        let divides = variables.all(|(_, exponent)| exponent.is_negative());
        divides.then_some(first)
    }

    fn order_of_monomials(&self, other: &Self, arena: &Arena, order: &VariableOrder) -> Ordering {
        let zero = Rational::ZERO;
        let mut a = self.variables(arena, order).peekable();
        let mut b = other.variables(arena, order).peekable();
        loop {
            let (m, n) = match (a.peek(), b.peek()) {
                (None, None) => return Ordering::Equal,
                (Some((_, m)), None) => (*m, &zero),
                (None, Some((_, n))) => (&zero, *n),
                (Some((x, m)), Some((y, n))) => match x.cmp(y) {
                    Ordering::Less => (*m, &zero),
                    Ordering::Equal => (*m, *n),
                    Ordering::Greater => (&zero, *n),
                },
            };
            if m != n {
                return n.cmp(m);
            }
            a.next();
            b.next();
        }
    }

    /// Rank and exponent of the factors that are powers of variables.
    fn variables<'a>(
        &'a self,
        arena: &'a Arena,
        order: &'a VariableOrder,
    ) -> impl Iterator<Item = (u32, &'a Rational)> {
        self.powers
            .iter()
            .filter_map(|(base, exponent)| match arena.node(*base) {
                Node::Variable(symbol) => Some((order.rank(symbol), exponent)),
                _ => None,
            })
    }

    fn order_of_functions(
        &self,
        other: &Self,
        arena: &Arena,
        order: &VariableOrder,
        of: usize,
    ) -> Ordering {
        let functions = |factors: &Self| -> SmallVec<[(Id, Rational); 4]> {
            factors
                .powers
                .iter()
                .filter(|(base, _)| !matches!(arena.node(*base), Node::Variable(_)))
                .cloned()
                .collect()
        };
        let (a, b) = (functions(self), functions(other));
        for ((x, m), (y, n)) in a.iter().zip(&b) {
            let factor = compare_factors(arena, order, *x, *y, of).then_with(|| n.cmp(m));
            if factor.is_ne() {
                return factor;
            }
        }
        b.len().cmp(&a.len())
    }
}
