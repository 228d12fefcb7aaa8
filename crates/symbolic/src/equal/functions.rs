//! Exponentials, logarithms, angles and what else is no polynomial, as polynomials in generators.

use super::polynomial::{Monomial, Poly, UNIT};
use super::powers::units;
use super::tower::{Kind, Tower};
use super::{Identity, Stop};
use crate::functions::{Function, Parity};
use crate::number::Rational;

/// Multiples of an arc sine up to this one are multiplied out.
const MULTIPLE: i64 = 12;

impl Tower {
    /// `exp(poly)`, a product over the terms: `exp(Σ c·m) = Π exp(m)^c`.
    pub(super) fn exp(&mut self, poly: &Poly) -> Result<Poly, Stop> {
        self.used(Identity::Exponential);
        let poly = self.canonical(poly.clone())?;
        let mut product = Poly::one();
        for (monomial, coefficient) in poly.terms() {
            let factor = match self.logarithm_of(monomial) {
                Some(argument) => {
                    self.used(Identity::ExpOfLn);
                    self.raise(&argument, coefficient)?
                }
                None => match self.exp_of_lambert(monomial, coefficient)? {
                    Some(power) => power,
                    None => self.power_of(monomial, coefficient, Kind::Exp)?,
                },
            };
            product = self.times(&product, &factor)?;
        }
        Ok(product)
    }

    /// What a generator is the logarithm of, if the monomial is one.
    fn logarithm_of(&self, monomial: &Monomial) -> Option<Poly> {
        match monomial.single()? {
            (generator, UNIT) => match self.kind(generator) {
                Kind::Ln(argument) => Some(argument.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    /// `g^c` for the generator g of a monomial; of a part or multiple of it where c in units is no
    /// whole number, or large.
    pub(super) fn power_of(
        &mut self,
        monomial: &Monomial,
        coefficient: &Rational,
        kind: impl Fn(Poly) -> Kind,
    ) -> Result<Poly, Stop> {
        const LARGE: i64 = 1 << 10;
        let small = |units: &i64| units.abs() < LARGE * UNIT;
        let part = coefficient.denominator().recip().unwrap_or(Rational::ONE);
        let (scale, exponent) = match units(coefficient).filter(small) {
            Some(exponent) => (Rational::ONE, exponent),
            None => match units(&coefficient.numerator()).filter(small) {
                Some(exponent) => (part, exponent),
                None if coefficient.is_negative() => (coefficient.neg(), -UNIT),
                None => (coefficient.clone(), UNIT),
            },
        };
        let generator = self.intern(kind(Poly::term(monomial.clone(), scale)));
        Ok(Poly::term(
            Monomial::power(generator, exponent)?,
            Rational::ONE,
        ))
    }

    /// `W(u)^-c·u^c`, which is `exp(c·W(u))`, for a monomial that is Lambert's W of u.
    fn exp_of_lambert(&mut self, monomial: &Monomial, c: &Rational) -> Result<Option<Poly>, Stop> {
        let Some((generator, UNIT)) = monomial.single() else {
            return Ok(None);
        };
        let Kind::Call(Function::LambertW, arguments) = self.kind(generator).clone() else {
            return Ok(None);
        };
        let ([argument], true) = (arguments.as_slice(), c.is_integer()) else {
            return Ok(None);
        };
        self.used(Identity::Lambert);
        let learning = std::mem::replace(&mut self.learning, false);
        let quotient = self.raise(&Poly::generator(generator), &Rational::MINUS_ONE);
        let power = quotient
            .and_then(|quotient| self.times(&quotient, argument))
            .and_then(|quotient| self.raise(&quotient, c));
        self.learning = learning;
        power.map(Some)
    }

    /// `exp(i·poly)`.
    fn angle(&mut self, poly: &Poly) -> Result<Poly, Stop> {
        self.used(Identity::Euler);
        let poly = self.canonical(poly.clone())?;
        let mut product = Poly::one();
        for (monomial, coefficient) in poly.terms() {
            let factor = match self.known_angle(monomial, coefficient)? {
                Some(known) => known,
                None => self.power_of(monomial, coefficient, Kind::Angle)?,
            };
            product = self.times(&product, &factor)?;
        }
        Ok(product)
    }

    /// `exp(i·c·m)` for a multiple of π, or a multiple of an inverse function.
    fn known_angle(&mut self, monomial: &Monomial, c: &Rational) -> Result<Option<Poly>, Stop> {
        let Some((generator, UNIT)) = monomial.single() else {
            return Ok(None);
        };
        if self.pi == Some(generator) {
            return self.turn(c);
        }
        let Kind::Call(function, arguments) = self.kind(generator).clone() else {
            return Ok(None);
        };
        let (Some(n), [argument]) = (c.to_i64(), arguments.as_slice()) else {
            return Ok(None);
        };
        if n.abs() > MULTIPLE {
            return Ok(None);
        }
        let imaginary = Poly::imaginary();
        let square = self.times(argument, argument)?;
        let (cosine, sine) = match function {
            Function::Asin => {
                let rest = self.plus(&Poly::one(), &square.negated())?;
                (self.raise(&rest, &Rational::HALF)?, argument.clone())
            }
            Function::Atan => {
                let sum = self.plus(&Poly::one(), &square)?;
                let cosine = self.raise(&sum, &Rational::HALF.neg())?;
                let sine = self.times(&cosine, argument)?;
                (cosine, sine)
            }
            _ => return Ok(None),
        };
        self.used(Identity::Inverse);
        let sine = if n < 0 { sine.negated() } else { sine };
        let sine = self.times(&sine, &imaginary)?;
        let whole = self.plus(&cosine, &sine)?;
        whole.pow(n.unsigned_abs(), &mut self.fuel).map(Some)
    }

    /// `exp(iπc)` for c a multiple of 1/12.
    fn turn(&mut self, c: &Rational) -> Result<Option<Poly>, Stop> {
        let twelfths = c.mul(&Rational::from(12)).to_i64();
        let Some(n) = twelfths.map(|n| n.rem_euclid(24)) else {
            return Ok(None);
        };
        self.used(Identity::ExactAngle);
        let root = |tower: &mut Self, n: i64| {
            tower.raise(&Poly::number(Rational::from(n)), &Rational::HALF)
        };
        // exp(iπ/12) is exp(iπ/3)·exp(-iπ/4).
        let (thirds, quarters) = (n % 3, (n - 4 * (n % 3)) / 3);
        let half = Poly::number(Rational::HALF);
        let three = root(self, 3)?;
        let third = self.times(&three, &Poly::imaginary())?;
        let third = self.plus(&Poly::one(), &third)?;
        let third = self.times(&third, &half)?;
        let quarter = self.plus(&Poly::one(), &Poly::imaginary())?;
        let two = root(self, 2)?;
        let quarter = self.times(&quarter, &two)?;
        let quarter = self.times(&quarter, &half)?;
        let third = third.pow(thirds.unsigned_abs(), &mut self.fuel)?;
        let quarter = quarter.pow(quarters.rem_euclid(8).unsigned_abs(), &mut self.fuel)?;
        let product = self.times(&third, &quarter)?;
        self.canonical(product).map(Some)
    }

    /// `sin(poly)`, or `cos(poly)`.
    pub(super) fn sine(&mut self, poly: &Poly, cosine: bool) -> Result<Poly, Stop> {
        let forward = self.angle(poly)?;
        let backward = self.angle(&poly.negated())?;
        let half = Poly::number(Rational::HALF);
        if cosine {
            let sum = self.plus(&forward, &backward)?;
            return self.times(&sum, &half);
        }
        let difference = self.plus(&backward, &forward.negated())?;
        let half = self.times(&half, &Poly::imaginary())?;
        self.times(&difference, &half)
    }

    /// `ln(poly)`: of a product, the sum over those factors that are known to be positive.
    pub(super) fn ln(&mut self, poly: &Poly) -> Result<Poly, Stop> {
        let ln = self.ln_of_product(poly)?;
        if self.learning {
            self.mark_real(&ln);
        }
        Ok(ln)
    }

    pub(super) fn ln_of_product(&mut self, poly: &Poly) -> Result<Poly, Stop> {
        let poly = self.canonical(poly.clone())?;
        if poly.is_zero() {
            return Err(Stop::Outside("the logarithm of 0"));
        }
        let parts = self.parts(&poly, true)?;
        let mut sum = Poly::default();
        let magnitude = if parts.number.is_negative() {
            parts.number.neg()
        } else {
            parts.number.clone()
        };
        let numbers = [(magnitude.numerator(), 1), (magnitude.denominator(), -1)];
        for (number, sign) in numbers {
            for (prime, count) in super::powers::factors(&number) {
                let generator = self.intern(Kind::Ln(Poly::number(prime)));
                self.mark_real(&Poly::generator(generator));
                let part = Poly::generator(generator).scaled(&Rational::from(sign * count));
                sum = self.plus(&sum, &part)?;
            }
        }
        let mut kept = Poly::number(if parts.number.is_negative() {
            Rational::MINUS_ONE
        } else {
            Rational::ONE
        });
        for (generator, power) in parts.monomial.powers() {
            let even = power % (2 * UNIT) == 0;
            if !even && !self.is_nonnegative(generator) {
                let factor = Monomial::power(generator, power)?;
                kept = kept.times_monomial(&factor, &Rational::ONE, &mut self.fuel)?;
                continue;
            }
            self.used(Identity::LnOfProduct);
            let base = if even {
                self.magnitude(&Poly::generator(generator))?
            } else {
                Poly::generator(generator)
            };
            let exponent = Rational::new(power, UNIT).unwrap_or(Rational::ONE);
            let part = self.ln_of_base(&base)?.scaled(&exponent);
            sum = self.plus(&sum, &part)?;
        }
        if self.is_positive(&parts.rest) {
            if parts.rest.as_number().is_none() {
                let part = self.ln_of_base(&parts.rest)?;
                sum = self.plus(&sum, &part)?;
            }
        } else {
            kept = self.times(&kept, &parts.rest)?;
        }
        if !kept.as_number().is_some_and(|n| n.is_one()) {
            // Of one odd power, the base is positive where the logarithm has a value.
            let single = kept
                .single()
                .filter(|(_, c)| c.is_one())
                .and_then(|(m, _)| m.single());
            let part = match single {
                Some((generator, power)) => {
                    self.learn(generator, true, true);
                    let exponent = Rational::new(power, UNIT).unwrap_or(Rational::ONE);
                    self.ln_of_base(&Poly::generator(generator))?
                        .scaled(&exponent)
                }
                None => {
                    let base = self.intern(Kind::Base(kept.clone()));
                    self.learn(base, true, true);
                    self.ln_of_base(&kept)?
                }
            };
            sum = self.plus(&sum, &part)?;
        }
        Ok(sum)
    }

    /// The logarithm of what is taken apart already.
    fn ln_of_base(&mut self, base: &Poly) -> Result<Poly, Stop> {
        if let Some((monomial, number)) = base.single()
            && let Some((generator, power)) = monomial.single()
            && number.is_one()
        {
            let exponent = Rational::new(power, UNIT).unwrap_or(Rational::ONE);
            match self.kind(generator).clone() {
                Kind::Exp(argument) => {
                    self.used(Identity::LnOfExp);
                    return Ok(argument.scaled(&exponent));
                }
                Kind::Base(argument) => {
                    let ln = self.intern(Kind::Ln(argument));
                    return Ok(Poly::generator(ln).scaled(&exponent));
                }
                _ => {
                    let ln = self.intern(Kind::Ln(Poly::generator(generator)));
                    return Ok(Poly::generator(ln).scaled(&exponent));
                }
            }
        }
        let generator = self.intern(Kind::Ln(base.clone()));
        Ok(Poly::generator(generator))
    }

    /// `base^exponent` for any exponent: `Π base^c · exp(m·ln(base))` over its terms.
    ///
    /// A negative base is not excluded, since the exponent may be a whole number somewhere: then
    /// the factors are complex, of one branch of the logarithm, and nothing is learnt of the base.
    pub(super) fn power(&mut self, base: &Poly, exponent: &Poly) -> Result<Poly, Stop> {
        let exponent = self.canonical(exponent.clone())?;
        if let Some(number) = exponent.as_number() {
            return self.raise(base, &number);
        }
        self.used(Identity::SymbolicPower);
        let learning = std::mem::replace(&mut self.learning, false);
        let power = self.symbolic_power(base, &exponent);
        self.learning = learning;
        power
    }

    fn symbolic_power(&mut self, base: &Poly, exponent: &Poly) -> Result<Poly, Stop> {
        let (constant, rest): (Vec<_>, Vec<_>) =
            exponent.terms().iter().partition(|(m, _)| m.is_one());
        let ln = self.ln(base)?;
        let mut moved = Poly::default();
        for (monomial, coefficient) in rest {
            moved = self.plus(&moved, &Poly::term(monomial.clone(), coefficient.clone()))?;
        }
        let moved = self.times(&moved, &ln)?;
        let mut power = self.exp(&moved)?;
        for (_, number) in constant {
            let factor = self.raise(base, number)?;
            power = self.times(&power, &factor)?;
        }
        Ok(power)
    }

    /// `sign(poly)`.
    pub(super) fn sign(&mut self, poly: &Poly) -> Result<Poly, Stop> {
        let poly = self.canonical(poly.clone())?;
        let parts = self.parts(&poly, true)?;
        let mut result = Poly::one();
        if parts.number.is_negative() {
            result = result.negated();
        }
        let mut rest = parts.rest;
        for (generator, power) in parts.monomial.powers() {
            if self.is_nonnegative(generator) && self.is_nonzero(generator) {
                continue;
            }
            let factor = Monomial::power(generator, power)?;
            if self.is_nonzero(generator) && power % UNIT == 0 {
                let base = Poly::generator(generator);
                let magnitude = self.magnitude(&base)?;
                let quotient = self.raise(&magnitude, &Rational::MINUS_ONE)?;
                let quotient = self.times(&quotient, &base)?;
                let exponent = if power % (2 * UNIT) == 0 { 0 } else { 1 };
                let quotient = self.raise(&quotient, &Rational::from(exponent))?;
                result = self.times(&result, &quotient)?;
            } else {
                rest = rest.times_monomial(&factor, &Rational::ONE, &mut self.fuel)?;
            }
        }
        if self.is_positive(&rest) {
            return Ok(result);
        }
        let sign = self.intern(Kind::Call(Function::Sign, vec![rest]));
        self.times(&result, &Poly::generator(sign))
    }

    /// A function of which only its parity is known.
    pub(super) fn call(&mut self, function: Function, arguments: Vec<Poly>) -> Result<Poly, Stop> {
        let mut canonical = Vec::with_capacity(arguments.len());
        for argument in arguments {
            canonical.push(self.canonical(argument)?);
        }
        let parity = function.row().parity;
        let mut negative = false;
        if parity != Parity::None
            && let Some(last) = canonical.last_mut()
            && last.leading_is_negative()
        {
            self.used(Identity::Parity);
            *last = last.negated();
            negative = parity == Parity::Odd;
        }
        let generator = self.intern(Kind::Call(function, canonical));
        let value = Poly::generator(generator);
        Ok(if negative { value.negated() } else { value })
    }
}
