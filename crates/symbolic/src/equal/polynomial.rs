//! Sparse polynomials with rational coefficients in numbered generators. Exponents may be
//! negative and fractional; generator 0 is the imaginary unit.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::whole::{gcd, lcm};
use super::{Fuel, Stop};
use crate::number::Rational;

/// Exponents are counted in this part of one: 2^5·3^2·5^3·7.
pub(super) const UNIT: i64 = 252_000;

/// The imaginary unit, whose powers are reduced as they are made.
pub(super) const IMAGINARY: u32 = 0;

/// A product of powers of generators, which are in ascending order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Monomial(SmallVec<[(u32, i32); 6]>);

impl Hash for Monomial {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for (generator, exponent) in &self.0 {
            state.write_u64(u64::from(*generator) << 32 | u64::from(exponent.cast_unsigned()));
        }
    }
}

impl Monomial {
    /// A power with its exponent in units.
    pub(super) fn power(generator: u32, exponent: i64) -> Result<Self, Stop> {
        let mut powers = SmallVec::new();
        let exponent = i32::try_from(exponent).map_err(|_| Stop::Budget)?;
        if exponent != 0 {
            powers.push((generator, exponent));
        }
        Ok(Self(powers))
    }

    pub(super) fn is_one(&self) -> bool {
        self.0.is_empty()
    }

    /// The generators with their exponents in units.
    pub(super) fn powers(&self) -> impl ExactSizeIterator<Item = (u32, i64)> {
        let powers = self.0.iter();
        powers.map(|(generator, exponent)| (*generator, i64::from(*exponent)))
    }

    /// The generator and its exponent, where it is the only one.
    pub(super) fn single(&self) -> Option<(u32, i64)> {
        match self.0.as_slice() {
            [(generator, exponent)] => Some((*generator, i64::from(*exponent))),
            _ => None,
        }
    }

    pub(super) fn exponent(&self, generator: u32) -> i64 {
        let found = self.0.iter().find(|(g, _)| *g == generator);
        found.map_or(0, |(_, exponent)| i64::from(*exponent))
    }

    /// The product, and whether its sign turned (by i² = -1).
    fn times(&self, other: &Self) -> Result<(Self, bool), Stop> {
        let mut powers = SmallVec::with_capacity(self.0.len() + other.0.len());
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        loop {
            let next = match (a.peek(), b.peek()) {
                (None, None) => break,
                (Some(&&x), None) => {
                    a.next();
                    x
                }
                (None, Some(&&y)) => {
                    b.next();
                    y
                }
                (Some(&&x), Some(&&y)) => match x.0.cmp(&y.0) {
                    Ordering::Less => {
                        a.next();
                        x
                    }
                    Ordering::Greater => {
                        b.next();
                        y
                    }
                    Ordering::Equal => {
                        a.next();
                        b.next();
                        (x.0, x.1.checked_add(y.1).ok_or(Stop::Budget)?)
                    }
                },
            };
            if next.1 != 0 {
                powers.push(next);
            }
        }
        let mut product = Self(powers);
        let turned = product.reduce_imaginary();
        Ok((product, turned))
    }

    /// Whether the sign turns as i^2 becomes -1.
    fn reduce_imaginary(&mut self) -> bool {
        let Some((IMAGINARY, exponent)) = self.0.first_mut() else {
            return false;
        };
        let quarter = i64::from(*exponent).div_euclid(UNIT).rem_euclid(4);
        *exponent = if quarter % 2 == 0 { 0 } else { UNIT as i32 };
        if *exponent == 0 {
            self.0.remove(0);
        }
        quarter >= 2
    }

    /// The monomial to a whole power.
    pub(super) fn raised(&self, n: i64) -> Result<(Self, bool), Stop> {
        let mut powers = SmallVec::with_capacity(self.0.len());
        for (generator, exponent) in &self.0 {
            let exponent = i64::from(*exponent).checked_mul(n).ok_or(Stop::Budget)?;
            let exponent = i32::try_from(exponent).map_err(|_| Stop::Budget)?;
            powers.push((*generator, exponent));
        }
        powers.retain(|(_, exponent)| *exponent != 0);
        let mut power = Self(powers);
        let turned = power.reduce_imaginary();
        Ok((power, turned))
    }

    fn without(&self, generator: u32) -> Self {
        let mut rest = self.clone();
        rest.0.retain(|(g, _)| *g != generator);
        rest
    }
}

impl Ord for Monomial {
    /// Lexicographic by exponent, the lowest generator first: an order that products keep.
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut a, mut b) = (self.0.iter(), other.0.iter());
        loop {
            let order = match (a.next(), b.next()) {
                (None, None) => return Ordering::Equal,
                (Some((_, e)), None) => e.cmp(&0),
                (None, Some((_, e))) => 0.cmp(e),
                (Some((g, e)), Some((h, f))) => match g.cmp(h) {
                    Ordering::Equal => e.cmp(f),
                    Ordering::Less => e.cmp(&0),
                    Ordering::Greater => 0.cmp(f),
                },
            };
            if order.is_ne() {
                return order;
            }
        }
    }
}

impl PartialOrd for Monomial {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A sum of monomials with coefficients that are not 0, the greatest monomial first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Poly {
    terms: Vec<(Monomial, Rational)>,
}

impl Poly {
    pub(super) fn number(value: Rational) -> Self {
        Self::term(Monomial::default(), value)
    }

    pub(super) fn one() -> Self {
        Self::number(Rational::ONE)
    }

    pub(super) fn term(monomial: Monomial, coefficient: Rational) -> Self {
        let mut terms = Vec::new();
        if !coefficient.is_zero() {
            terms.push((monomial, coefficient));
        }
        Self { terms }
    }

    pub(super) fn generator(generator: u32) -> Self {
        let powers = smallvec::smallvec![(generator, UNIT as i32)];
        Self::term(Monomial(powers), Rational::ONE)
    }

    pub(super) fn imaginary() -> Self {
        Self::generator(IMAGINARY)
    }

    pub(super) fn terms(&self) -> &[(Monomial, Rational)] {
        &self.terms
    }

    pub(super) fn len(&self) -> usize {
        self.terms.len()
    }

    pub(super) fn is_zero(&self) -> bool {
        self.terms.is_empty()
    }

    /// The number that this is, if it is one.
    pub(super) fn as_number(&self) -> Option<Rational> {
        match self.terms.as_slice() {
            [] => Some(Rational::ZERO),
            [(monomial, number)] if monomial.is_one() => Some(number.clone()),
            _ => None,
        }
    }

    /// The only term.
    pub(super) fn single(&self) -> Option<&(Monomial, Rational)> {
        match self.terms.as_slice() {
            [term] => Some(term),
            _ => None,
        }
    }

    pub(super) fn leading_is_negative(&self) -> bool {
        self.terms.first().is_some_and(|(_, c)| c.is_negative())
    }

    fn collected(map: FxHashMap<Monomial, Rational>) -> Self {
        let mut terms: Vec<_> = map.into_iter().filter(|(_, c)| !c.is_zero()).collect();
        terms.sort_unstable_by(|a, b| b.0.cmp(&a.0));
        Self { terms }
    }

    pub(super) fn negated(&self) -> Self {
        self.scaled(&Rational::MINUS_ONE)
    }

    pub(super) fn scaled(&self, factor: &Rational) -> Self {
        if factor.is_zero() {
            return Self::default();
        }
        let terms = self.terms.iter();
        Self {
            terms: terms.map(|(m, c)| (m.clone(), c.mul(factor))).collect(),
        }
    }

    pub(super) fn plus(&self, other: &Self, fuel: &mut Fuel) -> Result<Self, Stop> {
        fuel.spend(self.len().min(other.len()))?;
        let mut terms = Vec::with_capacity(self.len() + other.len());
        let (mut a, mut b) = (self.terms.iter().peekable(), other.terms.iter().peekable());
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            match x.0.cmp(&y.0) {
                Ordering::Greater => terms.extend(a.next().cloned()),
                Ordering::Less => terms.extend(b.next().cloned()),
                Ordering::Equal => {
                    let sum = x.1.add(&y.1);
                    if !sum.is_zero() {
                        terms.push((x.0.clone(), sum));
                    }
                    a.next();
                    b.next();
                }
            }
        }
        terms.extend(a.cloned());
        terms.extend(b.cloned());
        Ok(Self { terms })
    }

    /// The sum of many.
    pub(super) fn sum<'a>(
        parts: impl Iterator<Item = &'a Self>,
        fuel: &mut Fuel,
    ) -> Result<Self, Stop> {
        let mut map: FxHashMap<Monomial, Rational> = FxHashMap::default();
        for part in parts {
            fuel.spend(part.len())?;
            for (monomial, coefficient) in &part.terms {
                match map.get_mut(monomial) {
                    Some(total) => *total = total.add(coefficient),
                    None => {
                        map.insert(monomial.clone(), coefficient.clone());
                    }
                }
            }
        }
        Ok(Self::collected(map))
    }

    pub(super) fn times(&self, other: &Self, fuel: &mut Fuel) -> Result<Self, Stop> {
        let product = |(m, a): &(Monomial, Rational), (n, b): &(Monomial, Rational)| {
            let (monomial, turned) = m.times(n)?;
            let coefficient = a.mul(b);
            let coefficient = if turned {
                coefficient.neg()
            } else {
                coefficient
            };
            Ok::<_, Stop>((monomial, coefficient))
        };
        fuel.spend(self.len().saturating_mul(other.len()))?;
        for (one, many) in [(self, other), (other, self)] {
            // Real factors keep the order of the terms, and never make two alike.
            if let [factor] = one.terms.as_slice()
                && (many.len() == 1 || factor.0.exponent(IMAGINARY) == 0)
            {
                let terms = many.terms.iter().map(|term| product(factor, term));
                return Ok(Self {
                    terms: terms.collect::<Result<_, _>>()?,
                });
            }
        }
        let mut map: FxHashMap<Monomial, Rational> = FxHashMap::default();
        map.reserve(self.len().saturating_mul(other.len()).min(1 << 12));
        for x in &self.terms {
            for y in &other.terms {
                let (monomial, coefficient) = product(x, y)?;
                fuel.spend(coefficient.bits() / 128)?;
                match map.get_mut(&monomial) {
                    Some(total) => *total = total.add(&coefficient),
                    None => {
                        map.insert(monomial, coefficient);
                    }
                }
            }
        }
        Ok(Self::collected(map))
    }

    /// A whole power that is not negative.
    pub(super) fn pow(&self, mut n: u64, fuel: &mut Fuel) -> Result<Self, Stop> {
        let mut power = Self::one();
        let mut square = self.clone();
        while n > 0 {
            if n & 1 == 1 {
                power = power.times(&square, fuel)?;
            }
            n >>= 1;
            if n > 0 {
                square = square.times(&square, fuel)?;
            }
        }
        Ok(power)
    }

    pub(super) fn times_monomial(
        &self,
        monomial: &Monomial,
        coefficient: &Rational,
        fuel: &mut Fuel,
    ) -> Result<Self, Stop> {
        self.times(&Self::term(monomial.clone(), coefficient.clone()), fuel)
    }

    /// The highest generator that meets a condition.
    pub(super) fn highest(&self, wanted: impl Fn(u32) -> bool) -> Option<u32> {
        let generators = self.terms.iter().flat_map(|(m, _)| m.powers());
        generators.map(|(g, _)| g).filter(|g| wanted(*g)).max()
    }

    /// The parts by exponent of a generator, without it, in descending order of the exponents.
    pub(super) fn by_exponent(&self, generator: u32) -> Vec<(i64, Self)> {
        let mut parts: Vec<(i64, Self)> = Vec::new();
        let mut places: FxHashMap<i64, usize> = FxHashMap::default();
        for (monomial, coefficient) in &self.terms {
            let exponent = monomial.exponent(generator);
            let place = *places.entry(exponent).or_insert_with(|| {
                parts.push((exponent, Self::default()));
                parts.len() - 1
            });
            if let Some((_, part)) = parts.get_mut(place) {
                let term = (monomial.without(generator), coefficient.clone());
                part.terms.push(term);
            }
        }
        for (_, part) in &mut parts {
            part.terms.sort_unstable_by(|a, b| b.0.cmp(&a.0));
        }
        parts.sort_unstable_by_key(|(exponent, _)| std::cmp::Reverse(*exponent));
        parts
    }

    /// The monomial of the least exponent that each generator has in any term (0 where a term
    /// lacks it).
    pub(super) fn content_monomial(&self) -> Monomial {
        let Some((first, _)) = self.terms.first() else {
            return Monomial::default();
        };
        let mut generators: SmallVec<[u32; 8]> = self
            .terms
            .iter()
            .flat_map(|(m, _)| m.powers().map(|(g, _)| g))
            .collect();
        generators.sort_unstable();
        generators.dedup();
        let least = |generator: u32| {
            let exponents = self.terms.iter().map(|(m, _)| m.exponent(generator));
            exponents.min().unwrap_or_else(|| first.exponent(generator))
        };
        let powers = generators.into_iter().map(|g| (g, least(g) as i32));
        Monomial(powers.filter(|(_, exponent)| *exponent != 0).collect())
    }

    /// The rational of the sign of the leading term that makes the coefficients whole numbers
    /// without common factor: this is it times those.
    pub(super) fn content_number(&self) -> Rational {
        let mut numerator = Rational::ZERO;
        let mut denominator = Rational::ONE;
        for (_, coefficient) in &self.terms {
            numerator = gcd(&numerator, &coefficient.numerator());
            denominator = lcm(&denominator, &coefficient.denominator());
        }
        let content = denominator
            .recip()
            .map_or(Rational::ONE, |r| numerator.mul(&r));
        if self.leading_is_negative() {
            content.neg()
        } else {
            content
        }
    }

    /// The quotient, where the division leaves no remainder. Exponents must not be negative, and
    /// the divisor is real.
    pub(super) fn divided(&self, divisor: &Self, fuel: &mut Fuel) -> Result<Option<Self>, Stop> {
        let Some(((lead, by), rest)) = divisor.terms.split_first() else {
            return Ok(None);
        };
        // With i² = -1 a product may exceed the product of the leading terms.
        if divisor
            .terms
            .iter()
            .any(|(m, _)| m.exponent(IMAGINARY) != 0)
        {
            return Ok(None);
        }
        let (inverse, _) = lead.raised(-1)?;
        let Some(reciprocal) = by.recip() else {
            return Ok(None);
        };
        let mut remainder: std::collections::BTreeMap<Monomial, Rational> =
            self.terms.iter().cloned().collect();
        let mut quotient = Vec::new();
        while let Some((monomial, coefficient)) = remainder.pop_last() {
            if coefficient.is_zero() {
                continue;
            }
            fuel.spend(divisor.len())?;
            let (factor, _) = monomial.times(&inverse)?;
            if factor.powers().any(|(_, exponent)| exponent < 0) {
                return Ok(None);
            }
            let scale = coefficient.mul(&reciprocal);
            for (m, c) in rest {
                let (place, _) = m.times(&factor)?;
                let part = c.mul(&scale).neg();
                let slot = remainder.entry(place).or_insert(Rational::ZERO);
                *slot = slot.add(&part);
            }
            quotient.push((factor, scale));
        }
        Ok(Some(Self { terms: quotient }))
    }
}
