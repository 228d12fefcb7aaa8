//! The generators that an expression is a polynomial in, and what holds among them.
//!
//! A generator stands for a variable, a constant, or a function of polynomials in generators made
//! before it. Those with a relation are composite: a power `g^k` of the generator `g` of a
//! polynomial u stands for `u^k` (for |u| at k = 1/2 where it is the generator of u²), so that
//! divisors and roots are Laurent monomials, and only a test for zero multiplies them out.
//!
//! Every relation that is used holds at every point where the expressions have values, in complex
//! numbers with principal values where a part is not real. Whether generators are independent is
//! nowhere assumed: if they are not, a zero may be missed, but none is made up.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::polynomial::{Monomial, Poly, UNIT};
use super::{Fuel, Identity, Stop};
use crate::functions::Function;
use crate::graph::{Id, Symbol};
use crate::number::Rational;

/// What a generator stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// i, with i² = -1.
    Imaginary,
    /// A variable, a constant, or an expression of which nothing is known.
    Free(Id),
    /// exp of the polynomial.
    Exp(Poly),
    /// exp of i times the polynomial.
    Angle(Poly),
    /// The logarithm of the polynomial.
    Ln(Poly),
    /// A function of the table.
    Call(Function, Vec<Poly>),
    /// A derivative of such a function, orders first.
    CallDerivative(Function, Vec<Poly>),
    /// An undefined function.
    Apply(Symbol, Vec<Poly>),
    /// A derivative of an undefined function, orders first.
    ApplyDerivative(Symbol, Vec<Poly>),
    /// The polynomial itself, for powers that are not natural numbers.
    Base(Poly),
    /// The square of the polynomial; its root is the absolute value.
    Square(Poly),
    /// The polynomial; its cube root is the real one, of negative values too.
    Cube(Poly),
}

#[derive(Clone, Debug)]
struct Entry {
    kind: Kind,
    nonnegative: bool,
    nonzero: bool,
    /// Of a logarithm, that its argument is positive.
    real: bool,
}

/// All generators in use.
#[derive(Debug)]
pub(super) struct Tower {
    entries: Vec<Entry>,
    places: FxHashMap<Kind, u32>,
    /// Whether what a power or logarithm asks of its argument may be taken as known: the part at
    /// hand is evaluated wherever the expressions have values.
    pub(super) learning: bool,
    /// How often something was learnt.
    pub(super) lessons: usize,
    pub(super) pi: Option<u32>,
    /// Polynomials without a content that are known not to be negative, or not positive.
    pub(super) signs: Vec<(Poly, bool)>,
    pub(super) identities: BTreeSet<Identity>,
    pub(super) fuel: Fuel,
}

impl Tower {
    pub(super) fn new(fuel: Fuel) -> Self {
        let mut tower = Self {
            entries: Vec::new(),
            places: FxHashMap::default(),
            learning: true,
            lessons: 0,
            pi: None,
            signs: Vec::new(),
            identities: BTreeSet::new(),
            fuel,
        };
        tower.intern(Kind::Imaginary);
        tower
    }

    pub(super) fn intern(&mut self, kind: Kind) -> u32 {
        if let Some(place) = self.places.get(&kind) {
            return *place;
        }
        let place = self.entries.len() as u32;
        let nonnegative = matches!(kind, Kind::Square(_));
        self.places.insert(kind.clone(), place);
        self.entries.push(Entry {
            nonzero: matches!(kind, Kind::Exp(_) | Kind::Angle(_)),
            kind,
            nonnegative,
            real: false,
        });
        place
    }

    pub(super) fn len(&self) -> u32 {
        self.entries.len() as u32
    }

    pub(super) fn kind(&self, generator: u32) -> &Kind {
        self.entries
            .get(generator as usize)
            .map_or(&Kind::Imaginary, |entry| &entry.kind)
    }

    /// Whether the value is at least 0 wherever the expressions have values.
    pub(super) fn is_nonnegative(&self, generator: u32) -> bool {
        let Some(entry) = self.entries.get(generator as usize) else {
            return false;
        };
        match &entry.kind {
            Kind::Exp(argument) => self.has_real_logarithms(argument),
            _ => entry.nonnegative,
        }
    }

    fn has_real_logarithms(&self, poly: &Poly) -> bool {
        let mut generators = poly.terms().iter().flat_map(|(m, _)| m.powers());
        generators.all(|(g, _)| match self.entries.get(g as usize) {
            Some(Entry {
                kind: Kind::Ln(_),
                real,
                ..
            }) => *real,
            Some(_) => self.is_real(g),
            None => false,
        })
    }

    /// The logarithms in a polynomial are of positive arguments.
    pub(super) fn mark_real(&mut self, poly: &Poly) {
        let generators = poly.terms().iter().flat_map(|(m, _)| m.powers());
        for (generator, _) in generators {
            if let Some(entry) = self.entries.get_mut(generator as usize) {
                self.lessons += usize::from(!entry.real);
                entry.real = true;
            }
        }
    }

    pub(super) fn is_nonzero(&self, generator: u32) -> bool {
        self.entries
            .get(generator as usize)
            .is_some_and(|entry| entry.nonzero)
    }

    pub(super) fn learn(&mut self, generator: u32, nonnegative: bool, nonzero: bool) {
        if !self.learning {
            return;
        }
        if let Some(entry) = self.entries.get_mut(generator as usize) {
            let new = nonnegative && !entry.nonnegative || nonzero && !entry.nonzero;
            entry.nonnegative |= nonnegative;
            entry.nonzero |= nonzero;
            self.lessons += usize::from(new);
        }
    }

    pub(super) fn find(&self, kind: &Kind) -> Option<u32> {
        self.places.get(kind).copied()
    }

    pub(super) fn used(&mut self, identity: Identity) {
        self.identities.insert(identity);
    }

    /// Whether a power with a fractional exponent may be taken apart at this generator, were it
    /// positive: what is complex must stay where it is.
    pub(super) fn is_real(&self, generator: u32) -> bool {
        !matches!(self.kind(generator), Kind::Imaginary | Kind::Angle(_))
    }

    pub(super) fn is_composite(&self, generator: u32) -> bool {
        matches!(
            self.kind(generator),
            Kind::Base(_) | Kind::Square(_) | Kind::Cube(_)
        )
    }

    /// What the first power of a composite generator stands for.
    fn value_of(&mut self, generator: u32) -> Result<Poly, Stop> {
        match self.kind(generator).clone() {
            Kind::Base(poly) | Kind::Cube(poly) => Ok(poly),
            Kind::Square(poly) => poly.times(&poly, &mut self.fuel),
            _ => Ok(Poly::generator(generator)),
        }
    }

    pub(super) fn plus(&mut self, a: &Poly, b: &Poly) -> Result<Poly, Stop> {
        a.plus(b, &mut self.fuel)
    }

    pub(super) fn times(&mut self, a: &Poly, b: &Poly) -> Result<Poly, Stop> {
        a.times(b, &mut self.fuel)
    }

    /// `Σ part·u^n` for the parts by descending whole power n, u to the least of which is left out.
    fn horner(&mut self, parts: &[(i64, Poly)], u: &Poly) -> Result<Poly, Stop> {
        let mut total = Poly::default();
        let mut at = parts.first().map_or(0, |(n, _)| *n);
        for (n, part) in parts {
            let power = u.pow((at - n).unsigned_abs(), &mut self.fuel)?;
            total = self.times(&total, &power)?;
            total = self.plus(&total, part)?;
            at = *n;
        }
        Ok(total)
    }

    /// The parts of a polynomial by the fractional part of the exponent of a generator, each by
    /// whole exponent.
    fn classes(poly: &Poly, generator: u32) -> Vec<(i64, Vec<(i64, Poly)>)> {
        let mut classes: Vec<(i64, Vec<(i64, Poly)>)> = Vec::new();
        for (exponent, part) in poly.by_exponent(generator) {
            let (whole, fraction) = (exponent.div_euclid(UNIT), exponent.rem_euclid(UNIT));
            match classes.iter_mut().find(|(f, _)| *f == fraction) {
                Some((_, parts)) => parts.push((whole, part)),
                None => classes.push((fraction, vec![(whole, part)])),
            }
        }
        classes
    }

    /// Whether a polynomial is 0 by the relations of its generators alone. That it is not 0 this
    /// does not say.
    pub(super) fn vanishes(&mut self, poly: &Poly) -> Result<bool, Stop> {
        let mut stack = vec![poly.clone()];
        while let Some(next) = stack.pop() {
            if next.is_zero() {
                continue;
            }
            let Some(generator) = next.highest(|g| self.is_composite(g)) else {
                return Ok(false);
            };
            let value = self.value_of(generator)?;
            for (_, parts) in Self::classes(&next, generator) {
                stack.push(self.horner(&parts, &value)?);
            }
        }
        Ok(true)
    }

    /// A form in which equal polynomials are equal more often: whole powers of composite
    /// generators are multiplied out, or cancelled where they are divisors.
    pub(super) fn canonical(&mut self, poly: Poly) -> Result<Poly, Stop> {
        let mut rest = poly;
        let mut divisors: Vec<(u32, i64)> = Vec::new();
        let mut below = self.len();
        while let Some(generator) = rest.highest(|g| g < below && self.is_composite(g)) {
            below = generator;
            let classes = Self::classes(&rest, generator);
            let exponents = classes.iter().flat_map(|(_, parts)| parts);
            let least = exponents.map(|(n, _)| *n).min().unwrap_or(0).min(0);
            let whole = classes
                .iter()
                .all(|(_, parts)| parts.iter().all(|(n, _)| *n == least));
            if !whole {
                let value = self.value_of(generator)?;
                let mut total = Poly::default();
                for (fraction, mut parts) in classes {
                    if parts.last().is_some_and(|(n, _)| *n > least) {
                        parts.push((least, Poly::default()));
                    }
                    let part = self.horner(&parts, &value)?;
                    let root = Poly::term(Monomial::power(generator, fraction)?, Rational::ONE);
                    let part = self.times(&part, &root)?;
                    total = self.plus(&total, &part)?;
                }
                rest = total;
            } else if least < 0 {
                let power =
                    Monomial::power(generator, least.saturating_neg().saturating_mul(UNIT))?;
                rest = rest.times_monomial(&power, &Rational::ONE, &mut self.fuel)?;
            }
            if least < 0 {
                divisors.push((generator, least));
            }
        }
        for (generator, least) in divisors {
            let (cancelled, left) = self.cancel(rest, generator, least)?;
            let power = Monomial::power(generator, left.saturating_mul(UNIT))?;
            rest = cancelled.times_monomial(&power, &Rational::ONE, &mut self.fuel)?;
        }
        Ok(rest)
    }

    /// Divides by a composite generator's polynomial as often as it goes, `-least` times at most;
    /// with the negative exponent that is left.
    fn cancel(&mut self, poly: Poly, generator: u32, least: i64) -> Result<(Poly, i64), Stop> {
        let value = self.value_of(generator)?;
        let mut rest = poly;
        let mut left = least;
        let polynomial = |poly: &Poly| {
            let content = poly.content_monomial();
            content.powers().all(|(_, exponent)| exponent >= 0)
        };
        while left < 0 && polynomial(&rest) && polynomial(&value) {
            match rest.divided(&value, &mut self.fuel)? {
                Some(quotient) => rest = quotient,
                None => break,
            }
            left += 1;
        }
        Ok((rest, left))
    }
}
