//! Series in rational powers of `h` and of `ln h`, for `h` from 0 upwards: what is asymptotically
//! largest stands first, and where the series ends is known.

use std::cmp::Ordering;

use partials_symbolic::Rational;

use super::coefficient::Coefficient;

/// Exponents are counted in parts of 1: all fractions up to twelfths, and three decimals.
pub(super) const UNIT: i64 = 693_000;
/// The end of a series of which nothing is left out.
const NOWHERE: i64 = i64::MAX / 8;
/// The most terms of a power series in another.
const STEPS: i64 = 64;

/// `coefficient · h^(exponent/UNIT) · ln(h)^logs`
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Term {
    pub exponent: i64,
    pub logs: u32,
    pub coefficient: Coefficient,
}

impl Term {
    fn order(&self, other: &Self) -> Ordering {
        (self.exponent.cmp(&other.exponent)).then(other.logs.cmp(&self.logs))
    }

    /// The sign close to 0, where the logarithm is negative.
    pub fn sign(&self) -> Option<Ordering> {
        let sign = self.coefficient.sign()?;
        Some(if self.logs % 2 == 1 {
            sign.reverse()
        } else {
            sign
        })
    }
}

/// A sum of terms, up to some power of `h`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Series {
    /// The largest first; none is exactly zero.
    terms: Vec<Term>,
    /// Terms of this exponent and above are not known.
    end: i64,
    /// Terms of this exponent and above are not wanted.
    cap: i64,
}

/// The exponent in parts, where it is a whole number of them.
pub(super) fn parts(exponent: &Rational) -> Option<i64> {
    exponent
        .mul(&Rational::from(UNIT))
        .to_i64()
        .filter(|n| n.abs() < NOWHERE / 1024)
}

fn ratio(exponent: i64) -> Rational {
    Rational::new(exponent, UNIT).unwrap_or(Rational::ZERO)
}

impl Series {
    pub fn constant(value: Coefficient, cap: i64) -> Self {
        Self::monomial(value, 0, cap)
    }

    /// `coefficient · h^exponent`
    pub fn monomial(coefficient: Coefficient, exponent: i64, cap: i64) -> Self {
        Self::collect(
            vec![Term {
                exponent,
                logs: 0,
                coefficient,
            }],
            NOWHERE,
            cap,
        )
    }

    /// Nothing is known but that it is of the order `h^end`.
    pub fn unknown_from(end: i64, cap: i64) -> Self {
        Self {
            terms: Vec::new(),
            end,
            cap,
        }
    }

    fn collect(mut terms: Vec<Term>, end: i64, cap: i64) -> Self {
        terms.retain(|term| !term.coefficient.is_zero());
        let beyond = terms.iter().any(|term| term.exponent >= cap);
        let end = if beyond { end.min(cap) } else { end };
        terms.retain(|term| term.exponent < end);
        terms.sort_by(Term::order);
        let mut merged: Vec<Term> = Vec::with_capacity(terms.len());
        for term in terms {
            match merged.last_mut() {
                Some(last) if last.order(&term).is_eq() => {
                    last.coefficient = last.coefficient.add(&term.coefficient);
                }
                _ => merged.push(term),
            }
        }
        merged.retain(|term| !term.coefficient.is_zero());
        Self {
            terms: merged,
            end,
            cap,
        }
    }

    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    pub fn end(&self) -> i64 {
        self.end
    }

    pub fn cap(&self) -> i64 {
        self.cap
    }

    pub fn with_cap(&self, cap: i64) -> Self {
        Self::collect(self.terms.clone(), self.end, cap)
    }

    /// The least exponent that may occur.
    pub fn lead(&self) -> i64 {
        self.terms.first().map_or(self.end, |term| term.exponent)
    }

    pub fn is_zero(&self) -> bool {
        self.terms.is_empty() && self.end == NOWHERE
    }

    /// The sign just above 0, where that is known.
    pub fn sign(&self) -> Option<Ordering> {
        match self.terms.first() {
            Some(term) => term.sign(),
            None => self.is_zero().then_some(Ordering::Equal),
        }
    }

    /// The limit, where it is finite and known.
    pub fn limit(&self) -> Option<Coefficient> {
        match self.terms.first() {
            Some(term) if term.exponent < 0 || term.exponent == 0 && term.logs > 0 => None,
            Some(term) if term.exponent == 0 => Some(term.coefficient.clone()),
            _ => (self.end > 0).then(|| Coefficient::integer(0)),
        }
    }

    /// Whether it grows beyond all bounds.
    pub fn is_infinite(&self) -> bool {
        self.terms.first().is_some_and(|term| {
            (term.exponent < 0 || term.exponent == 0 && term.logs > 0) && term.sign().is_some()
        })
    }

    /// What is added to the limit.
    pub fn rest(&self) -> Self {
        let terms = self.terms.iter();
        let terms = terms
            .filter(|term| term.exponent != 0 || term.logs != 0)
            .cloned()
            .collect();
        Self { terms, ..*self }
    }

    /// The coefficient of a power of `h` without logarithms.
    pub fn coefficient(&self, exponent: i64) -> Coefficient {
        let found = self
            .terms
            .iter()
            .find(|term| term.exponent == exponent && term.logs == 0);
        found.map_or(Coefficient::integer(0), |term| term.coefficient.clone())
    }

    pub fn add(&self, other: &Self) -> Self {
        let terms = self.terms.iter().chain(&other.terms).cloned().collect();
        Self::collect(terms, self.end.min(other.end), self.cap.min(other.cap))
    }

    pub fn mul(&self, other: &Self) -> Self {
        let cap = self.cap.min(other.cap);
        if self.is_zero() || other.is_zero() {
            return Self::constant(Coefficient::integer(0), cap);
        }
        let end = |a: &Self, b: &Self| match a.end {
            NOWHERE => NOWHERE,
            end => end.saturating_add(b.lead()),
        };
        let end = end(self, other).min(end(other, self));
        let mut terms = Vec::with_capacity(self.terms.len() * other.terms.len());
        for a in &self.terms {
            for b in &other.terms {
                terms.push(Term {
                    exponent: a.exponent + b.exponent,
                    logs: a.logs + b.logs,
                    coefficient: a.coefficient.mul(&b.coefficient),
                });
            }
        }
        Self::collect(terms, end, cap)
    }

    pub fn scaled(&self, factor: &Coefficient) -> Self {
        self.mul(&Self::constant(factor.clone(), self.cap))
    }

    pub fn negative(&self) -> Self {
        self.scaled(&Coefficient::integer(-1))
    }

    fn shifted(&self, by: i64) -> Self {
        self.mul(&Self::monomial(Coefficient::integer(1), by, NOWHERE))
    }

    /// The derivative in `h`.
    pub fn derivative(&self) -> Self {
        let mut terms = Vec::new();
        for term in &self.terms {
            let exponent = term.exponent - UNIT;
            let by = |factor: Rational| term.coefficient.mul(&Coefficient::Exact(factor));
            let coefficient = by(ratio(term.exponent));
            terms.push(Term {
                exponent,
                logs: term.logs,
                coefficient,
            });
            if let Some(logs) = term.logs.checked_sub(1) {
                let coefficient = by(i64::from(term.logs).into());
                terms.push(Term {
                    exponent,
                    logs,
                    coefficient,
                });
            }
        }
        let end = if self.end == NOWHERE {
            NOWHERE
        } else {
            self.end - UNIT
        };
        Self::collect(terms, end, self.cap)
    }

    /// The integral from 0, by parts where there are logarithms. `None` where there is none.
    pub fn integral(&self, cap: i64) -> Option<Self> {
        let mut terms = Vec::new();
        for term in &self.terms {
            let raised = term.exponent + UNIT;
            let over = ratio(raised).recip().filter(|_| raised > 0)?;
            let mut coefficient = term.coefficient.mul(&Coefficient::Exact(over.clone()));
            for logs in (0..=term.logs).rev() {
                terms.push(Term {
                    exponent: raised,
                    logs,
                    coefficient: coefficient.clone(),
                });
                let parts = over.mul(&Rational::from(-i64::from(logs)));
                coefficient = coefficient.mul(&Coefficient::Exact(parts));
            }
        }
        let end = if self.end == NOWHERE {
            NOWHERE
        } else {
            self.end + UNIT
        };
        (end > 0).then(|| Self::collect(terms, end, cap))
    }

    /// `Σ aₖ·selfᵏ`, for a series that vanishes at 0.
    fn power_series(&self, mut coefficient: impl FnMut(i64) -> Coefficient) -> Self {
        let mut total = Self::constant(coefficient(0), self.cap);
        let mut power = Self::constant(Coefficient::integer(1), self.cap);
        for k in 1..=STEPS {
            power = power.mul(self);
            if power.is_zero() || power.terms.is_empty() {
                return total.add(&power);
            }
            let next = coefficient(k);
            if next.is_zero() {
                return total;
            }
            total = total.add(&power.scaled(&next));
        }
        let end = self.lead().saturating_mul(STEPS);
        total.add(&Self::unknown_from(end, self.cap))
    }

    /// The largest term, and the rest in proportion to it; `None` where the term is not known to be
    /// different from 0, or has logarithms.
    fn split(&self) -> Option<(&Term, Self)> {
        let lead = self.terms.first().filter(|term| term.logs == 0)?;
        lead.sign()?;
        let others = self.terms.get(1..).unwrap_or_default().to_vec();
        let others = Self {
            terms: others,
            ..*self
        }
        .shifted(-lead.exponent);
        let over = lead.coefficient.power(&Rational::MINUS_ONE);
        let rest = others.scaled(&over);
        (rest.lead() > 0).then_some((lead, rest))
    }

    /// To a rational power that is no natural number.
    pub fn power(&self, exponent: &Rational) -> Option<Self> {
        let (lead, rest) = self.split()?;
        let raised = parts(&ratio(lead.exponent).mul(exponent))?;
        let factor = lead.coefficient.power(exponent);
        let mut binomial = Rational::ONE;
        let series = rest.power_series(|k| {
            if k > 0 {
                let step = exponent.add(&Rational::from(1 - k));
                let over = Rational::new(1, k).unwrap_or(Rational::ZERO);
                binomial = binomial.mul(&step).mul(&over);
            }
            Coefficient::Exact(binomial.clone())
        });
        Some(series.scaled(&factor).shifted(raised))
    }

    /// To a natural power.
    pub fn natural_power(&self, mut exponent: u64) -> Self {
        let mut result = Self::constant(Coefficient::integer(1), self.cap);
        let mut square = self.clone();
        while exponent > 0 {
            if exponent % 2 == 1 {
                result = result.mul(&square);
            }
            square = square.mul(&square);
            exponent /= 2;
        }
        result
    }

    /// The logarithm of what is positive.
    pub fn logarithm(&self) -> Option<Self> {
        let (lead, rest) = self.split()?;
        let value = match lead.coefficient.exact() {
            Some(value) if value.is_one() => Coefficient::integer(0),
            _ => Coefficient::Enclosed(lead.coefficient.interval().ln()),
        };
        let logarithm = Term {
            exponent: 0,
            logs: 1,
            coefficient: Coefficient::Exact(ratio(lead.exponent)),
        };
        let series = rest.power_series(|k| match Rational::new(1, k) {
            None => Coefficient::integer(0),
            Some(part) if k % 2 == 0 => Coefficient::Exact(part.neg()),
            Some(part) => Coefficient::Exact(part),
        });
        let start = Self::constant(value, self.cap);
        Some(
            series
                .add(&start)
                .add(&Self::collect(vec![logarithm], NOWHERE, self.cap)),
        )
    }

    /// The exponential; `None` where it is infinite or not known.
    pub fn exponential(&self) -> Option<Self> {
        let mut shift = 0;
        let mut rest = Vec::new();
        for term in &self.terms {
            match (term.exponent.cmp(&0), term.logs) {
                (Ordering::Greater, _) => rest.push(term.clone()),
                (Ordering::Equal, 0) => {}
                (Ordering::Equal, 1) => shift += parts(term.coefficient.exact()?)?,
                // Smaller than every power of h, if it falls.
                _ => {
                    return (term.sign()? == Ordering::Less)
                        .then(|| Self::unknown_from(NOWHERE / 4, self.cap));
                }
            }
        }
        if self.end <= 0 {
            return None;
        }
        let constant = self.coefficient(0);
        let factor = match constant.is_zero() {
            true => Coefficient::integer(1),
            false => Coefficient::Enclosed(constant.interval().exp()),
        };
        let mut over = Rational::ONE;
        let series = Self {
            terms: rest,
            ..*self
        }
        .power_series(|k| {
            if let Some(part) = Rational::new(1, k) {
                over = over.mul(&part);
            }
            Coefficient::Exact(over.clone())
        });
        Some(series.scaled(&factor).shifted(shift))
    }
}
