//! From the graph to polynomials in generators, operands first.

use super::polynomial::Poly;
use super::tower::{Kind, Tower};
use super::{Identity, Stop};
use crate::functions::Function;
use crate::graph::{Arena, Constant, Id, Node, Reachable};
use crate::number::Rational;

/// Shifts of a gamma function's argument up to this one are multiplied out.
const SHIFT: i64 = 24;

/// What the tower's relations say of the difference of two expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Difference {
    /// It is 0 wherever both have values.
    Zero,
    /// It is the same number, not 0, wherever both have values.
    Number,
    Open,
}

/// Whether the expressions agree wherever both have values, as far as the tower's relations say.
pub(super) fn agree(arena: &Arena, tower: &mut Tower, a: Id, b: Id) -> Result<Difference, Stop> {
    // What is learnt of a part may serve another that was translated before it.
    for _ in 0..3 {
        let lessons = tower.lessons;
        let found = difference(arena, tower, a, b)?;
        if found != Difference::Open {
            return Ok(found);
        }
        if tower.lessons == lessons {
            break;
        }
    }
    Ok(Difference::Open)
}

fn difference(arena: &Arena, tower: &mut Tower, a: Id, b: Id) -> Result<Difference, Stop> {
    let values = translate(arena, tower, &[a, b])?;
    let [a, b] = values.as_slice() else {
        return Ok(Difference::Open);
    };
    let difference = tower.plus(a, &b.negated())?;
    Ok(match difference.as_number() {
        Some(number) if !number.is_zero() => Difference::Number,
        _ if tower.vanishes(&difference)? => Difference::Zero,
        _ => Difference::Open,
    })
}

/// The polynomials of some roots.
pub(super) fn translate(arena: &Arena, tower: &mut Tower, roots: &[Id]) -> Result<Vec<Poly>, Stop> {
    let reachable = Reachable::new(arena, roots);
    let needed = needed(arena, &reachable, roots);
    let mut pass = Pass {
        arena,
        reachable: &reachable,
        values: Vec::with_capacity(reachable.len()),
    };
    for (&id, needed) in reachable.ids().iter().zip(needed) {
        let value = if needed {
            pass.value(tower, id)?
        } else {
            Poly::default()
        };
        pass.values.push(value);
    }
    Ok(roots.iter().map(|root| pass.of(*root)).collect())
}

/// The nodes that are evaluated wherever the roots are.
pub(super) fn needed(arena: &Arena, reachable: &Reachable, roots: &[Id]) -> Vec<bool> {
    let mut needed = vec![false; reachable.len()];
    let mark = |needed: &mut Vec<bool>, id: Id| {
        let slot = reachable.place(id).and_then(|place| needed.get_mut(place));
        slot.into_iter().for_each(|slot| *slot = true);
    };
    roots.iter().for_each(|root| mark(&mut needed, *root));
    for (place, &id) in reachable.ids().iter().enumerate().rev() {
        if needed.get(place) == Some(&true) && !is_closed(arena.node(id)) {
            arena.for_each_operand(id, |operand| mark(&mut needed, operand));
        }
    }
    needed
}

/// Whether a node is taken as a whole: its operands need not have values where it has one.
fn is_closed(node: Node) -> bool {
    node.is_condition()
        || matches!(
            node,
            Node::If(_) | Node::IndexedSum(..) | Node::IndexedProduct(..)
        )
}

struct Pass<'a> {
    arena: &'a Arena,
    reachable: &'a Reachable,
    values: Vec<Poly>,
}

impl Pass<'_> {
    fn of(&self, id: Id) -> Poly {
        let place = self.reachable.place(id);
        place
            .and_then(|place| self.values.get(place))
            .cloned()
            .unwrap_or_default()
    }

    fn operands(&self, id: Id) -> Vec<Poly> {
        let mut operands = Vec::new();
        self.arena
            .for_each_operand(id, |operand| operands.push(self.of(operand)));
        operands
    }

    fn value(&self, tower: &mut Tower, id: Id) -> Result<Poly, Stop> {
        let node = self.arena.node(id);
        match node {
            Node::Poison | Node::Constant(Constant::Infinity | Constant::Undefined) => {
                Err(Stop::Outside("an expression without a value"))
            }
            Node::Number(index) => Ok(Poly::number(self.arena.number_value(index).clone())),
            Node::Constant(Constant::Pi) => {
                let pi = tower.intern(Kind::Free(id));
                tower.learn(pi, true, true);
                tower.pi = Some(pi);
                Ok(Poly::generator(pi))
            }
            Node::Constant(Constant::E) => tower.exp(&Poly::one()),
            Node::Sum(_) => Poly::sum(self.operands(id).iter(), &mut tower.fuel),
            Node::Product(_) => self.product(tower, id),
            Node::Power(base, exponent) => match self.arena.as_number(exponent) {
                Some(exponent) => tower.raise(&self.of(base), exponent),
                None => tower.power(&self.of(base), &self.of(exponent)),
            },
            Node::Call(function, _) => self.call(tower, function, self.operands(id)),
            Node::CallDerivative(function, _) => {
                self.opaque(tower, id, |list| Kind::CallDerivative(function, list))
            }
            Node::Apply(symbol, _) => self.opaque(tower, id, |list| Kind::Apply(symbol, list)),
            Node::ApplyDerivative(symbol, _) => {
                self.opaque(tower, id, |list| Kind::ApplyDerivative(symbol, list))
            }
            Node::Variable(_)
            | Node::If(_)
            | Node::IndexedSum(..)
            | Node::IndexedProduct(..)
            | Node::Compare(..)
            | Node::And(_)
            | Node::Or(_)
            | Node::Not(_) => Ok(Poly::generator(tower.intern(Kind::Free(id)))),
        }
    }

    /// The factors of few terms first.
    fn product(&self, tower: &mut Tower, id: Id) -> Result<Poly, Stop> {
        let mut factors = self.operands(id);
        factors.sort_by_key(Poly::len);
        let mut product = Poly::one();
        for factor in factors {
            product = tower.times(&product, &factor)?;
        }
        Ok(product)
    }

    fn opaque(
        &self,
        tower: &mut Tower,
        id: Id,
        kind: impl Fn(Vec<Poly>) -> Kind,
    ) -> Result<Poly, Stop> {
        let mut list = Vec::new();
        for operand in self.operands(id) {
            list.push(tower.canonical(operand)?);
        }
        Ok(Poly::generator(tower.intern(kind(list))))
    }

    fn call(&self, tower: &mut Tower, f: Function, arguments: Vec<Poly>) -> Result<Poly, Stop> {
        match (f, arguments.as_slice()) {
            (Function::Exp, [u]) => tower.exp(u),
            (Function::Ln, [u]) => tower.ln(u),
            (Function::Sin, [u]) => tower.sine(u, false),
            (Function::Cos, [u]) => tower.sine(u, true),
            (Function::Abs, [u]) => tower.magnitude(u),
            (Function::Sign, [u]) => tower.sign(u),
            (Function::Cbrt, [u]) => tower.cube_root(u),
            (Function::Sinc, [u]) => without_lessons(tower, |tower| {
                let sine = tower.sine(u, false)?;
                let reciprocal = tower.raise(u, &Rational::MINUS_ONE)?;
                tower.times(&sine, &reciprocal)
            }),
            (Function::Gamma, [u]) => without_lessons(tower, |tower| gamma(tower, u)),
            (Function::Digamma, [u]) => without_lessons(tower, |tower| polygamma(tower, 0, u)),
            (Function::Polygamma, [n, u]) => match n.as_number().and_then(|n| n.to_i64()) {
                Some(n @ 0..=16) => without_lessons(tower, |tower| polygamma(tower, n, u)),
                _ => tower.call(f, arguments),
            },
            _ => tower.call(f, arguments),
        }
    }
}

/// An identity whose parts may lack a value at points where the whole has one: nothing is learnt
/// of them.
fn without_lessons<R>(
    tower: &mut Tower,
    work: impl FnOnce(&mut Tower) -> Result<R, Stop>,
) -> Result<R, Stop> {
    let learning = std::mem::replace(&mut tower.learning, false);
    let result = work(tower);
    tower.learning = learning;
    result
}

/// The argument without the whole part n of its constant term, and n.
fn shifted(tower: &mut Tower, u: &Poly) -> Result<(Poly, i64), Stop> {
    let u = tower.canonical(u.clone())?;
    let constant = u.terms().iter().find(|(m, _)| m.is_one());
    let n = match constant {
        Some((_, Rational::Small(n, d))) if u.len() > 1 => n.div_euclid(*d),
        _ => 0,
    };
    if n.abs() > SHIFT {
        return Ok((u, 0));
    }
    let base = tower.plus(&u, &Poly::number(Rational::from(-n)))?;
    Ok((base, n))
}

/// Γ(v + n) as a multiple of Γ(v) (DLMF 5.5.1).
fn gamma(tower: &mut Tower, u: &Poly) -> Result<Poly, Stop> {
    let (base, n) = shifted(tower, u)?;
    let mut value = tower.call(Function::Gamma, vec![base.clone()])?;
    if n != 0 {
        tower.used(Identity::Recurrence);
    }
    for k in n.min(0)..n.max(0) {
        let factor = tower.plus(&base, &Poly::number(Rational::from(k)))?;
        let exponent = Rational::from(n.signum());
        let factor = tower.raise(&factor, &exponent)?;
        value = tower.times(&value, &factor)?;
    }
    Ok(value)
}

/// ψ⁽ᵐ⁾(v + n) from ψ⁽ᵐ⁾(v) (DLMF 5.15.5).
fn polygamma(tower: &mut Tower, m: i64, u: &Poly) -> Result<Poly, Stop> {
    let (base, n) = shifted(tower, u)?;
    let mut value = match m {
        0 => tower.call(Function::Digamma, vec![base.clone()])?,
        _ => {
            let order = Poly::number(Rational::from(m));
            tower.call(Function::Polygamma, vec![order, base.clone()])?
        }
    };
    if n != 0 {
        tower.used(Identity::Recurrence);
    }
    let sign = if m % 2 == 0 { 1 } else { -1 };
    let scale = (1..=m).product::<i64>() * sign * n.signum();
    for k in n.min(0)..n.max(0) {
        let term = tower.plus(&base, &Poly::number(Rational::from(k)))?;
        let term = tower.raise(&term, &Rational::from(-m - 1))?;
        value = tower.plus(&value, &term.scaled(&Rational::from(scale)))?;
    }
    Ok(value)
}
