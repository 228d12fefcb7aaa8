//! Values of expressions in a finite field, at random points: where two that are equal agree, and
//! others seldom do (Gonnet, 1984; the bound is that of Schwartz and Zippel, 1979).
//!
//! A function of which no relation is known is a random element, the same for the same arguments.
//! Exponentials and angles are powers of one for each term of their arguments, so that sums become
//! products. A square root is one of both at random, unless it is of a number or a variable: what
//! holds for one branch only fails for one of the draws.

pub(super) mod dual;

use rustc_hash::FxHashSet;

use super::field::{Element, Key, PRIME};
use super::polynomial::UNIT;
use super::powers::{factors, units};
use super::translate::needed;
use crate::functions::Function;
use crate::graph::{Arena, Constant, Id, Node, Reachable};
use crate::number::Rational;

/// The runs of a comparison without roots.
const RUNS: u64 = 4;
/// With more roots whose sign is drawn, no number of runs would do.
const ROOTS: usize = 4;
/// The probability of a wrong answer that is allowed.
const ERROR: f64 = 1e-9;
/// The arguments of exponentials have this many terms in all, at most.
const TERMS: usize = 1 << 15;
/// Nodes that are evaluated, at most, one as often as there are runs.
const WORK: u64 = 1 << 20;

/// Why a run has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Failure {
    /// A division by zero, or a root that the field lacks: another run may have one.
    Void,
    /// Something that has no value in the field.
    Outside,
}

/// A bound on the probability that two expressions which agreed in all runs differ; `None` where
/// they did not agree, or that can't be said.
pub(super) fn agree(arena: &Arena, a: Id, b: Id) -> Option<f64> {
    agreement(arena, &[a, b], |run| Ok(run.of(a) == run.of(b)))
}

/// Runs until a comparison held as often as it takes, once the roots were evaluated.
fn agreement(
    arena: &Arena,
    roots: &[Id],
    mut holds: impl FnMut(&mut Run<'_>) -> Result<bool, Failure>,
) -> Option<f64> {
    let reachable = Reachable::new(arena, roots);
    let needed = needed(arena, &reachable, roots);
    let (mut done, mut wanted) = (0, RUNS);
    let (mut drawn, mut chance) = (0, 0.0_f64);
    for seed in 1.. {
        if done >= wanted {
            break;
        }
        if seed > 4 * wanted || wanted.saturating_mul(reachable.len() as u64) > WORK {
            return None;
        }
        let mut run = Run::new(arena, &reachable, seed);
        match run.evaluate(&needed).and_then(|()| holds(&mut run)) {
            Ok(true) => done += 1,
            Err(Failure::Void) => continue,
            _ => return None,
        }
        drawn = drawn.max(run.roots.len());
        chance = chance.max(run.chance());
        wanted = runs(drawn)?;
    }
    let error = (chance + missed(drawn)).min(1.0).powf(wanted as f64);
    (error <= ERROR).then_some(error)
}

/// The part of the draws in which a difference of the branches of so many roots may be missed: it
/// is a polynomial of degree 1 in each sign.
fn missed(roots: usize) -> f64 {
    1.0 - 0.5_f64.powf(roots as f64)
}

/// How often signs are drawn for so many roots.
fn runs(roots: usize) -> Option<u64> {
    let runs = ((ERROR / 2.0).ln() / missed(roots).ln()).ceil() as u64;
    (roots <= ROOTS).then_some(runs.max(RUNS))
}

/// Whether two expressions differ at a point, of which the normal form knows all relations: then it
/// need not be asked.
pub(super) fn surely_differ(arena: &Arena, a: Id, b: Id) -> bool {
    let reachable = Reachable::new(arena, &[a, b]);
    let needed = needed(arena, &reachable, &[a, b]);
    let mut run = Run::new(arena, &reachable, 0);
    run.evaluate(&needed).is_ok() && run.certain && run.of(a) != run.of(b)
}

/// What random elements stand for.
#[derive(Clone, Copy, Debug)]
enum Kernel {
    Node,
    Exp,
    Angle,
    Ln,
    Power,
    Call,
    Derivative,
    Apply,
    ApplyDerivative,
}

/// Everything at one random point.
struct Run<'a> {
    arena: &'a Arena,
    reachable: &'a Reachable,
    seed: Key,
    values: Vec<Element>,
    /// The element that stands for π, once it is met.
    pi: Option<Element>,
    /// Whether the normal form knows no more relations than the field shows.
    certain: bool,
    /// The elements of whose roots one was drawn.
    roots: FxHashSet<Element>,
    /// The highest degree in the elements that were drawn.
    degrees: Vec<f64>,
    degree: f64,
    terms_left: usize,
}

impl<'a> Run<'a> {
    fn new(arena: &'a Arena, reachable: &'a Reachable, seed: u64) -> Self {
        Self {
            arena,
            reachable,
            seed: Key::new(seed),
            values: Vec::with_capacity(reachable.len()),
            pi: None,
            certain: true,
            roots: FxHashSet::default(),
            degrees: Vec::with_capacity(reachable.len()),
            degree: 0.0,
            terms_left: TERMS,
        }
    }

    fn evaluate(&mut self, needed: &[bool]) -> Result<(), Failure> {
        for (&id, &needed) in self.reachable.ids().iter().zip(needed) {
            self.degree = 0.0;
            let value = if needed {
                self.value(id)?
            } else {
                Element::ZERO
            };
            let scale = match self.arena.node(id) {
                Node::Power(_, exponent) => {
                    let exponent = self.arena.as_number(exponent).map(Rational::to_f64);
                    exponent.map_or(1.0, |n| n.abs().max(1.0))
                }
                _ => 1.0,
            };
            let mut sum = 0.0;
            let degrees = &self.degrees;
            let place = |id| self.reachable.place(id);
            self.arena.for_each_operand(id, |operand| {
                let degree = place(operand).and_then(|place| degrees.get(place));
                sum += degree.copied().unwrap_or(0.0);
            });
            self.degrees.push(sum * scale + self.degree);
            self.values.push(value);
        }
        Ok(())
    }

    /// A bound on the probability that two of the expressions at hand agree by chance.
    fn chance(&self) -> f64 {
        let most = self.degrees.iter().copied().fold(1.0, f64::max);
        let pairs = (self.degrees.len() as f64).powi(2);
        2.0 * pairs * most / PRIME as f64
    }

    fn of(&self, id: Id) -> Element {
        let place = self.reachable.place(id);
        let value = place.and_then(|place| self.values.get(place));
        value.copied().unwrap_or(Element::ZERO)
    }

    fn key(&self, kernel: Kernel) -> Key {
        self.seed.with(kernel as u64)
    }

    fn operands(&self, id: Id) -> Vec<Id> {
        let mut operands = Vec::new();
        self.arena
            .for_each_operand(id, |operand| operands.push(operand));
        operands
    }

    fn value(&mut self, id: Id) -> Result<Element, Failure> {
        let node = self.arena.node(id);
        match node {
            Node::Poison | Node::Constant(Constant::Infinity | Constant::Undefined) => {
                Err(Failure::Outside)
            }
            Node::Number(index) => rational(self.arena.number_value(index)),
            Node::Constant(Constant::Pi) => {
                let pi = signed(self.node(id), Rational::ONE).0;
                self.pi = Some(pi);
                Ok(pi)
            }
            Node::Constant(Constant::E) => {
                let key = self.key(Kernel::Exp);
                self.raised(key, Element::ONE, &Rational::ONE)
            }
            Node::Sum(list) => {
                let terms = self.arena.list(list).iter().map(|id| self.of(*id));
                Ok(terms.fold(Element::ZERO, Element::plus))
            }
            Node::Product(list) => {
                let factors = self.arena.list(list).iter().map(|id| self.of(*id));
                Ok(factors.fold(Element::ONE, Element::times))
            }
            Node::Power(base, exponent) => match self.arena.as_number(exponent) {
                Some(exponent) => self.power(base, exponent),
                None => self.symbolic_power(base, exponent),
            },
            Node::Call(function, list) => match (function, self.arena.list(list)) {
                (Function::Exp, &[u]) => self.exponential(Kernel::Exp, u, &Rational::ONE),
                (Function::Sin, &[u]) => self.sine(u, false),
                (Function::Cos, &[u]) => self.sine(u, true),
                (Function::Ln, &[u]) => {
                    self.certain &= matches!(self.arena.node(u), Node::Variable(_));
                    Ok(self.logarithm(u))
                }
                (Function::Abs, &[u]) => {
                    let square = self.of(u).times(self.of(u));
                    self.root(square)
                }
                (Function::Cbrt, _) => Err(Failure::Outside),
                _ => Ok(self.opaque(id, Kernel::Call, function as u64)),
            },
            Node::CallDerivative(function, _) => {
                Ok(self.opaque(id, Kernel::Derivative, function as u64))
            }
            Node::Apply(symbol, _) => Ok(self.opaque(id, Kernel::Apply, symbol.index() as u64)),
            Node::ApplyDerivative(symbol, _) => {
                Ok(self.opaque(id, Kernel::ApplyDerivative, symbol.index() as u64))
            }
            Node::Variable(_) => {
                self.degree += UNIT as f64;
                self.node(id).pow(UNIT).ok_or(Failure::Void)
            }
            Node::If(_)
            | Node::IndexedSum(..)
            | Node::IndexedProduct(..)
            | Node::Compare(..)
            | Node::And(_)
            | Node::Or(_)
            | Node::Not(_) => Ok(self.node(id)),
        }
    }

    fn drawn(&mut self, key: Key) -> Element {
        self.degree += 1.0;
        key.draw()
    }

    fn logarithm(&mut self, argument: Id) -> Element {
        let key = self.key(Kernel::Ln).with_element(self.of(argument));
        self.drawn(key)
    }

    /// The element that stands for a node itself, of a variable a root of its value.
    fn node(&mut self, id: Id) -> Element {
        let key = self.key(Kernel::Node).with(u64::from(id.0));
        self.drawn(key)
    }

    fn opaque(&mut self, id: Id, kernel: Kernel, which: u64) -> Element {
        self.certain = false;
        let operands = self.operands(id).into_iter();
        let key = operands.fold(self.key(kernel).with(which), |key, operand| {
            key.with_element(self.of(operand))
        });
        self.drawn(key)
    }

    /// One of the square roots, drawn by the value: that of equal values is the same.
    fn root(&mut self, square: Element) -> Result<Element, Failure> {
        self.certain = false;
        self.roots.insert(square);
        self.draw_root(square)
    }

    fn draw_root(&self, square: Element) -> Result<Element, Failure> {
        let root = square.root().ok_or(Failure::Void)?;
        let key = self.key(Kernel::Power).with_element(square);
        Ok(if key.toss() { root.negated() } else { root })
    }

    fn power(&mut self, base: Id, exponent: &Rational) -> Result<Element, Failure> {
        if exponent.is_integer() {
            let n = exponent.to_i64().ok_or(Failure::Outside)?;
            return self.of(base).pow(n).ok_or(Failure::Void);
        }
        match self.arena.node(base) {
            Node::Variable(_) => {
                let amount = units(exponent).ok_or(Failure::Outside)?;
                self.degree += amount.unsigned_abs() as f64;
                self.node(base).pow(amount).ok_or(Failure::Void)
            }
            Node::Number(index) => {
                let number = self.arena.number_value(index).clone();
                self.power_of_number(&number, exponent)
            }
            Node::Call(Function::Exp, list) => match self.arena.list(list) {
                &[u] => self.exponential(Kernel::Exp, u, exponent),
                _ => Err(Failure::Outside),
            },
            _ => {
                let (n, halvings) = dyadic(exponent)?;
                let mut root = self.of(base);
                for _ in 0..halvings {
                    root = self.root(root)?;
                }
                root.pow(n).ok_or(Failure::Void)
            }
        }
    }

    /// By primes, whose roots have no relation but that to the prime itself.
    fn power_of_number(
        &mut self,
        number: &Rational,
        exponent: &Rational,
    ) -> Result<Element, Failure> {
        if number.is_negative() {
            return Err(Failure::Outside);
        }
        let (n, halvings) = dyadic(exponent)?;
        let mut power = Element::ONE;
        for (part, sign) in [(number.numerator(), n), (number.denominator(), -n)] {
            for (prime, count) in factors(&part) {
                let mut root = rational(&prime)?;
                for _ in 0..halvings {
                    root = self.draw_root(root)?;
                }
                let exponent = sign.checked_mul(count).ok_or(Failure::Outside)?;
                power = power.times(root.pow(exponent).ok_or(Failure::Void)?);
            }
        }
        Ok(power)
    }

    /// `base^exponent`: one element for each term of the exponent, a power for its constant.
    fn symbolic_power(&mut self, base: Id, exponent: Id) -> Result<Element, Failure> {
        self.certain = false;
        let value = self.of(base);
        let mut power = Element::ONE;
        for (term, coefficient) in self.terms(exponent)? {
            let factor = if term == Element::ONE {
                self.power(base, &coefficient)?
            } else {
                let key = self.key(Kernel::Power).with_element(value);
                self.raised(key, term, &coefficient)?
            };
            power = power.times(factor);
        }
        Ok(power)
    }

    /// exp of a multiple of the expression, or of i times that.
    fn exponential(
        &mut self,
        kernel: Kernel,
        argument: Id,
        multiple: &Rational,
    ) -> Result<Element, Failure> {
        let key = self.key(kernel);
        let mut product = Element::ONE;
        for (value, coefficient) in self.terms(argument)? {
            let coefficient = coefficient.mul(multiple);
            let factor = match kernel {
                Kernel::Angle if Some(value) == self.pi => turn(&coefficient)?,
                _ => self.raised(key, value, &coefficient)?,
            };
            product = product.times(factor);
        }
        Ok(product)
    }

    /// The element for a term to the power of its coefficient.
    fn raised(
        &mut self,
        key: Key,
        value: Element,
        coefficient: &Rational,
    ) -> Result<Element, Failure> {
        let amount = units(coefficient).ok_or(Failure::Outside)?;
        self.degree += amount.unsigned_abs() as f64;
        let kernel = key.with_element(value).draw();
        kernel.pow(amount).ok_or(Failure::Void)
    }

    /// Euler's formulas.
    fn sine(&mut self, argument: Id, cosine: bool) -> Result<Element, Failure> {
        let forward = self.exponential(Kernel::Angle, argument, &Rational::ONE)?;
        let backward = forward.inverse().ok_or(Failure::Void)?;
        let half = Element::real(2).inverse().ok_or(Failure::Void)?;
        if cosine {
            return Ok(forward.plus(backward).times(half));
        }
        let difference = backward.plus(forward.negated());
        Ok(difference.times(half).times(Element::IMAGINARY))
    }

    /// The terms of an expression with their coefficients, of either sign of a term the same.
    fn terms(&mut self, root: Id) -> Result<Vec<(Element, Rational)>, Failure> {
        let mut stack = vec![(root, Rational::ONE)];
        let mut terms = Vec::new();
        while let Some((id, coefficient)) = stack.pop() {
            self.terms_left = self.terms_left.checked_sub(1).ok_or(Failure::Outside)?;
            let value = match self.arena.node(id) {
                Node::Number(index) => {
                    let number = self.arena.number_value(index).mul(&coefficient);
                    terms.push((Element::ONE, number));
                    continue;
                }
                Node::Sum(list) => {
                    let operands = self.arena.list(list).iter();
                    stack.extend(operands.map(|id| (*id, coefficient.clone())));
                    continue;
                }
                Node::Product(list) => {
                    let factors = self.arena.list(list);
                    let numbers = factors.iter().filter_map(|id| self.arena.as_number(*id));
                    let number = numbers.fold(coefficient.clone(), |all, number| all.mul(number));
                    let rest = factors.iter().copied();
                    let rest: Vec<Id> = rest
                        .filter(|id| self.arena.as_number(*id).is_none())
                        .collect();
                    if let &[only] = rest.as_slice() {
                        stack.push((only, number));
                        continue;
                    }
                    self.certain &= rest.iter().all(|id| self.is_monomial(*id));
                    let factors = rest.iter().map(|id| self.of(*id));
                    terms.push(signed(factors.fold(Element::ONE, Element::times), number));
                    continue;
                }
                _ => self.of(id),
            };
            let pi = matches!(self.arena.node(id), Node::Constant(Constant::Pi));
            self.certain &= self.is_monomial(id) && !pi;
            terms.push(signed(value, coefficient));
        }
        Ok(terms)
    }

    /// Whether an expression is a whole power of a variable.
    fn is_monomial(&self, id: Id) -> bool {
        match self.arena.node(id) {
            Node::Variable(_) => true,
            Node::Power(base, exponent) => {
                matches!(self.arena.node(base), Node::Variable(_))
                    && self
                        .arena
                        .as_number(exponent)
                        .is_some_and(Rational::is_integer)
            }
            _ => false,
        }
    }
}

fn signed(value: Element, coefficient: Rational) -> (Element, Rational) {
    if value.negated() < value {
        (value.negated(), coefficient.neg())
    } else {
        (value, coefficient)
    }
}

/// `exp(iπc)` for half a whole number.
fn turn(c: &Rational) -> Result<Element, Failure> {
    let quarters = c.mul(&Rational::from(2)).to_i64();
    let quarters = quarters.ok_or(Failure::Outside)?.rem_euclid(4);
    Element::IMAGINARY.pow(quarters).ok_or(Failure::Void)
}

fn rational(value: &Rational) -> Result<Element, Failure> {
    Element::rational(value).ok_or(Failure::Outside)
}

/// The numerator of a fraction, and of which power of two its denominator is.
fn dyadic(exponent: &Rational) -> Result<(i64, u32), Failure> {
    let numerator = exponent.numerator().to_i64().ok_or(Failure::Outside)?;
    let denominator = exponent.denominator().to_i64().ok_or(Failure::Outside)?;
    if denominator.count_ones() != 1 || denominator > 16 {
        return Err(Failure::Outside);
    }
    Ok((numerator, denominator.trailing_zeros()))
}
