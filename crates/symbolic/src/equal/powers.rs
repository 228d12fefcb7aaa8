//! Powers and absolute values of polynomials in generators.

use super::polynomial::{Monomial, Poly, UNIT};
use super::tower::{Kind, Tower};
use super::{Identity, Stop};
use crate::number::Rational;

/// Natural powers are multiplied out where they have about this many terms or fewer.
const EXPANDED: usize = 64;
/// Integers are taken apart into primes up to this one.
const PRIMES: i64 = 1 << 10;

/// A polynomial as `number · monomial · rest`, the rest without common factor.
pub(super) struct Parts {
    pub(super) number: Rational,
    pub(super) monomial: Monomial,
    pub(super) rest: Poly,
}

/// An exponent in units; `None` where the denominator is none of a unit.
pub(super) fn units(exponent: &Rational) -> Option<i64> {
    exponent.mul(&Rational::from(UNIT)).to_i64()
}

impl Tower {
    /// The polynomial taken apart. Only real generators are taken out if `real`.
    pub(super) fn parts(&mut self, poly: &Poly, real: bool) -> Result<Parts, Stop> {
        let number = poly.content_number();
        let mut monomial = poly.content_monomial();
        if real {
            let kept = monomial.powers().filter(|(g, _)| self.is_real(*g));
            let mut product = Monomial::default();
            for (generator, exponent) in kept.collect::<Vec<_>>() {
                product = self.monomial_times(&product, &Monomial::power(generator, exponent)?)?;
            }
            monomial = product;
        }
        let (inverse, turned) = monomial.raised(-1)?;
        let reciprocal = number.recip().unwrap_or(Rational::ONE);
        let reciprocal = if turned { reciprocal.neg() } else { reciprocal };
        let rest = poly.times_monomial(&inverse, &reciprocal, &mut self.fuel)?;
        // Where the imaginary unit was taken out, signs may have turned.
        let sign = rest.content_number();
        if sign.is_one() {
            return Ok(Parts {
                number,
                monomial,
                rest,
            });
        }
        let rest = rest.scaled(&sign.recip().unwrap_or(Rational::ONE));
        Ok(Parts {
            number: number.mul(&sign),
            monomial,
            rest,
        })
    }

    fn monomial_times(&mut self, a: &Monomial, b: &Monomial) -> Result<Monomial, Stop> {
        let a = Poly::term(a.clone(), Rational::ONE);
        let product = a.times_monomial(b, &Rational::ONE, &mut self.fuel)?;
        let monomial = product.terms().first().map(|(m, _)| m.clone());
        Ok(monomial.unwrap_or_default())
    }

    /// `poly^exponent` for a rational exponent.
    pub(super) fn raise(&mut self, poly: &Poly, exponent: &Rational) -> Result<Poly, Stop> {
        match exponent.to_i64() {
            Some(n) => self.raise_whole(poly, n),
            None if exponent.is_integer() => Err(Stop::Budget),
            None => self.raise_fraction(poly, exponent),
        }
    }

    fn raise_whole(&mut self, poly: &Poly, n: i64) -> Result<Poly, Stop> {
        if n == 0 {
            return Ok(Poly::one());
        }
        if n == 1 {
            return Ok(poly.clone());
        }
        let terms = poly
            .len()
            .max(1)
            .checked_pow(n.unsigned_abs().min(64) as u32);
        let small = terms.is_some_and(|terms| terms <= EXPANDED);
        if n > 0 && poly.len() > 1 && small {
            return poly.pow(n.unsigned_abs(), &mut self.fuel);
        }
        if let Some((monomial, number)) = poly.single() {
            if n < 0 {
                for (generator, _) in monomial.powers() {
                    self.learn(generator, false, true);
                }
            }
            let (power, turned) = monomial.raised(n)?;
            let number = number.pow(n).ok_or(Stop::Budget)?;
            return Ok(Poly::term(
                power,
                if turned { number.neg() } else { number },
            ));
        }
        let poly = self.canonical(poly.clone())?;
        if poly.is_zero() {
            return Err(Stop::Outside("a division by 0"));
        }
        if poly.single().is_some() {
            return self.raise_whole(&poly, n);
        }
        let parts = self.parts(&poly, false)?;
        let base = self.intern(Kind::Base(parts.rest));
        let exponent = n.checked_mul(UNIT).ok_or(Stop::Budget)?;
        let content = Poly::term(parts.monomial, parts.number);
        let content = self.raise_whole(&content, n)?;
        content.times_monomial(
            &Monomial::power(base, exponent)?,
            &Rational::ONE,
            &mut self.fuel,
        )
    }

    fn raise_fraction(&mut self, poly: &Poly, exponent: &Rational) -> Result<Poly, Stop> {
        let Some(amount) = units(exponent) else {
            return self.raise_unusual(poly, exponent);
        };
        self.used(Identity::Root);
        let poly = self.canonical(poly.clone())?;
        if poly.is_zero() {
            return if amount > 0 {
                Ok(poly)
            } else {
                Err(Stop::Outside("a division by 0"))
            };
        }
        let parts = self.parts(&poly, true)?;
        let mut result = self.root_of_number(&parts.number, exponent)?;
        let mut sign = parts.number.is_negative();
        let mut kept = Monomial::default();
        // What is left need not be positive where a factor that was taken out is 0.
        let mut certain = true;
        for (generator, power) in parts.monomial.powers() {
            let factor = if power % (2 * UNIT) == 0 && !self.is_nonnegative(generator) {
                self.used(Identity::RootOfSquare);
                self.magnitude_of_generator(generator, scaled(power, exponent)?)?
            } else if self.is_nonnegative(generator) {
                Monomial::power(generator, scaled(power, exponent)?)?
            } else {
                kept = self.monomial_times(&kept, &Monomial::power(generator, power)?)?;
                continue;
            };
            certain &= self.is_nonzero(generator);
            result = result.times_monomial(&factor, &Rational::ONE, &mut self.fuel)?;
        }
        let plain = parts.rest.as_number().is_some();
        if plain
            && !sign
            && let Some((generator, power)) = kept.single()
        {
            // An odd power that is not negative: neither is its base.
            self.learn(generator, certain, amount < 0);
            let power = Monomial::power(generator, scaled(power, exponent)?)?;
            return result.times_monomial(&power, &Rational::ONE, &mut self.fuel);
        }
        let known = self.known_factor(&parts.rest);
        certain &= known.is_none_or(|known| self.is_nonzero(known));
        if let Some(known) = known.filter(|_| !plain) {
            let factor = Monomial::power(known, amount)?;
            result = result.times_monomial(&factor, &Rational::ONE, &mut self.fuel)?;
            if kept.is_one() && !sign {
                return Ok(result);
            }
        }
        let mut inner = Poly::term(kept.clone(), Rational::ONE);
        if known.is_none() || plain {
            inner = self.times(&inner, &parts.rest)?;
        }
        if inner.as_number().is_some_and(|n| n.is_one()) && !sign {
            return Ok(result);
        }
        if std::mem::take(&mut sign) {
            inner = inner.negated();
        }
        if inner.as_number().is_some() {
            return Err(Stop::Outside("a root of a negative number"));
        }
        let base = self.intern(Kind::Base(inner));
        self.learn(base, certain, amount < 0);
        let power = Monomial::power(base, amount)?;
        result.times_monomial(&power, &Rational::ONE, &mut self.fuel)
    }

    /// `poly^exponent` as a whole power times exp(f·ln(poly)), 0 < f < 1.
    fn raise_unusual(&mut self, poly: &Poly, exponent: &Rational) -> Result<Poly, Stop> {
        let whole = floor(exponent).ok_or(Stop::Budget)?;
        let fraction = exponent.add(&Rational::from(whole).neg());
        let ln = self.ln_of_product(poly)?;
        if self.learning {
            self.mark_real(&ln);
        }
        let mut power = self.raise_whole(poly, whole)?;
        for (monomial, coefficient) in ln.scaled(&fraction).terms() {
            let factor = self.power_of(monomial, coefficient, Kind::Exp)?;
            power = self.times(&power, &factor)?;
        }
        Ok(power)
    }

    /// The generator of a polynomial that is known not to be negative, if there is one.
    fn known_factor(&mut self, poly: &Poly) -> Option<u32> {
        let base = self.find(&Kind::Base(poly.clone()))?;
        self.is_nonnegative(base).then_some(base)
    }

    /// `|number|^exponent`, by primes.
    fn root_of_number(&mut self, number: &Rational, exponent: &Rational) -> Result<Poly, Stop> {
        let mut result = Poly::one();
        for (part, side) in [
            (number.numerator(), exponent.clone()),
            (number.denominator(), exponent.neg()),
        ] {
            let part = if part.is_negative() { part.neg() } else { part };
            for (prime, count) in factors(&part) {
                let power = side.mul(&Rational::from(count));
                let whole = Rational::from(floor(&power).ok_or(Stop::Budget)?);
                let fraction = power.add(&whole.neg());
                let number = whole
                    .to_i64()
                    .and_then(|n| prime.pow(n))
                    .ok_or(Stop::Budget)?;
                let amount = units(&fraction).ok_or(Stop::Outside("an unusual exponent"))?;
                let base = self.intern(Kind::Base(Poly::number(prime)));
                self.learn(base, true, true);
                let root = Monomial::power(base, amount)?;
                result = result.times_monomial(&root, &number, &mut self.fuel)?;
            }
        }
        Ok(result)
    }

    /// `|g|^exponent`, the exponent in units.
    fn magnitude_of_generator(&mut self, generator: u32, exponent: i64) -> Result<Monomial, Stop> {
        if self.is_nonnegative(generator) {
            return Monomial::power(generator, exponent);
        }
        if exponent % (2 * UNIT) == 0 {
            return Monomial::power(generator, exponent);
        }
        if exponent % 2 != 0 {
            return Err(Stop::Outside("an unusual exponent"));
        }
        let value = match self.kind(generator) {
            Kind::Base(value) | Kind::Cube(value) => value.clone(),
            _ => Poly::generator(generator),
        };
        let square = self.intern(Kind::Square(value));
        Monomial::power(square, exponent / 2)
    }

    /// Takes note that a polynomial is not negative, or not positive.
    pub(super) fn learn_sign(&mut self, poly: &Poly, nonnegative: bool) -> Result<(), Stop> {
        let poly = self.canonical(poly.clone())?;
        let parts = self.parts(&poly, true)?;
        if parts.monomial.is_one() && parts.rest.as_number().is_none() {
            let nonnegative = nonnegative != parts.number.is_negative();
            self.signs.push((parts.rest, nonnegative));
        }
        Ok(())
    }

    /// `|poly|`
    pub(super) fn magnitude(&mut self, poly: &Poly) -> Result<Poly, Stop> {
        self.used(Identity::Magnitude);
        let poly = self.canonical(poly.clone())?;
        if poly.is_zero() {
            return Ok(poly);
        }
        let parts = self.parts(&poly, true)?;
        let number = if parts.number.is_negative() {
            parts.number.neg()
        } else {
            parts.number
        };
        let mut result = Poly::number(number);
        for (generator, power) in parts.monomial.powers() {
            let factor = self.magnitude_of_generator(generator, power)?;
            result = result.times_monomial(&factor, &Rational::ONE, &mut self.fuel)?;
        }
        if parts.rest.as_number().is_some() {
            return Ok(result);
        }
        if self.is_positive(&parts.rest) {
            return self.times(&result, &parts.rest);
        }
        let sign = self.signs.iter().find(|(known, _)| *known == parts.rest);
        match sign.map(|(_, nonnegative)| *nonnegative) {
            Some(true) => return self.times(&result, &parts.rest),
            Some(false) => return self.times(&result, &parts.rest.negated()),
            None => {}
        }
        let factor = match self.known_factor(&parts.rest) {
            Some(base) => Monomial::power(base, UNIT)?,
            None => Monomial::power(self.intern(Kind::Square(parts.rest)), UNIT / 2)?,
        };
        result.times_monomial(&factor, &Rational::ONE, &mut self.fuel)
    }

    /// Whether a polynomial is a sum of terms that are all positive, or not negative and one of
    /// them positive.
    pub(super) fn is_positive(&self, poly: &Poly) -> bool {
        let nonnegative = |monomial: &Monomial| {
            monomial
                .powers()
                .all(|(g, e)| self.is_real(g) && (e % (2 * UNIT) == 0 || self.is_nonnegative(g)))
        };
        let nonzero = |monomial: &Monomial| monomial.powers().all(|(g, _)| self.is_nonzero(g));
        let terms = poly.terms();
        terms
            .iter()
            .all(|(m, c)| !c.is_negative() && nonnegative(m))
            && terms.iter().any(|(m, _)| nonzero(m))
    }

    /// The real cube root.
    pub(super) fn cube_root(&mut self, poly: &Poly) -> Result<Poly, Stop> {
        self.used(Identity::Root);
        let poly = self.canonical(poly.clone())?;
        let parts = self.parts(&poly, true)?;
        let third = Rational::new(1, 3).unwrap_or(Rational::ONE);
        let mut result = self.root_of_number(&parts.number, &third)?;
        if parts.number.is_negative() {
            result = result.negated();
        }
        for (generator, power) in parts.monomial.powers() {
            let factor = if self.is_nonnegative(generator) {
                Monomial::power(generator, scaled(power, &third)?)?
            } else if power % UNIT != 0 {
                return Err(Stop::Outside("a cube root of a cube root"));
            } else {
                let cube = self.intern(Kind::Cube(Poly::generator(generator)));
                Monomial::power(cube, scaled(power, &third)?)?
            };
            result = result.times_monomial(&factor, &Rational::ONE, &mut self.fuel)?;
        }
        if parts.rest.as_number().is_none() {
            let cube = self.intern(Kind::Cube(parts.rest));
            result = result.times_monomial(
                &Monomial::power(cube, UNIT / 3)?,
                &Rational::ONE,
                &mut self.fuel,
            )?;
        }
        Ok(result)
    }
}

/// `exponent · factor` in units.
fn scaled(exponent: i64, factor: &Rational) -> Result<i64, Stop> {
    let product = factor.mul(&Rational::from(exponent));
    product.to_i64().ok_or(Stop::Outside("an unusual exponent"))
}

fn floor(value: &Rational) -> Option<i64> {
    match value {
        Rational::Small(n, d) => Some(n.div_euclid(*d)),
        Rational::Big(_) => None,
    }
}

/// The prime factors of a natural number with their counts; a large rest counts as one.
pub(super) fn factors(number: &Rational) -> Vec<(Rational, i64)> {
    let Some(mut rest) = number.to_i64() else {
        return vec![(number.clone(), 1)];
    };
    let mut found = Vec::new();
    let mut prime = 2;
    while prime * prime <= rest && prime < PRIMES {
        let mut count = 0;
        while rest % prime == 0 {
            rest /= prime;
            count += 1;
        }
        if count > 0 {
            found.push((Rational::from(prime), count));
        }
        prime += 1 + (prime & 1);
    }
    if rest > 1 {
        found.push((Rational::from(rest), 1));
    }
    found
}
