//! Dual numbers over the finite field (Clifford, 1873): a value and its slope in one variable. So a
//! derivative is compared without a tolerance, and without having been derived in the graph.

use rustc_hash::FxHashMap;

use super::{Element, Failure, Run};
use crate::functions::Function;
use crate::graph::{Arena, Id, Node, Reachable, Symbol};

/// The partial derivatives of calls of which the field knows nothing, by argument.
pub(in crate::equal) type Partials = FxHashMap<Id, Vec<Id>>;

/// Whether the field has a slope of its own for a function.
pub(in crate::equal) fn is_known(function: Function) -> bool {
    use Function::{Abs, Asin, Atan, Cos, Exp, Ln, Sin};
    matches!(function, Exp | Ln | Sin | Cos | Asin | Atan | Abs)
}

/// A bound on the probability that a claim which agreed in all runs is not the derivative of the
/// function in the variable; `None` where it did not agree, or that can't be said.
pub(in crate::equal) fn derivative(
    arena: &Arena,
    function: Id,
    variable: Symbol,
    claim: Id,
    partials: &Partials,
) -> Option<f64> {
    let parts = partials.values().flatten().copied();
    let roots: Vec<Id> = [function, claim].into_iter().chain(parts).collect();
    super::agreement(arena, &roots, |run| {
        let slope = Slopes::of(run, function, variable, partials)?;
        Ok(slope == run.of(claim))
    })
}

/// The slopes of the parts of a function, at the point of a run.
struct Slopes<'r, 'a> {
    run: &'r mut Run<'a>,
    variable: Symbol,
    partials: &'r Partials,
    slopes: FxHashMap<Id, Element>,
}

impl<'r, 'a> Slopes<'r, 'a> {
    fn of(
        run: &'r mut Run<'a>,
        function: Id,
        variable: Symbol,
        partials: &'r Partials,
    ) -> Result<Element, Failure> {
        let arena = run.arena;
        let mut pass = Self {
            run,
            variable,
            partials,
            slopes: FxHashMap::default(),
        };
        for &id in Reachable::new(arena, &[function]).ids() {
            let slope = pass.slope(id)?;
            pass.slopes.insert(id, slope);
        }
        Ok(pass.known(function))
    }

    fn known(&self, id: Id) -> Element {
        self.slopes.get(&id).copied().unwrap_or(Element::ZERO)
    }

    fn is_constant(&self, operands: &[Id]) -> bool {
        operands.iter().all(|id| self.known(*id) == Element::ZERO)
    }

    fn slope(&mut self, id: Id) -> Result<Element, Failure> {
        let node = self.run.arena.node(id);
        let operands = self.run.operands(id);
        match node {
            Node::Variable(symbol) if symbol == self.variable => Ok(Element::ONE),
            _ if self.is_constant(&operands) && !node.is_condition() => self.constant(node),
            Node::Sum(_) => {
                let slopes = operands.iter().map(|id| self.known(*id));
                Ok(slopes.fold(Element::ZERO, Element::plus))
            }
            Node::Product(_) => Ok(self.product(&operands)),
            Node::Power(base, exponent) => self.power(id, base, exponent),
            Node::Call(function, _) => match operands.as_slice() {
                &[u] if is_known(function) => {
                    let slope = self.call(id, function, u)?;
                    Ok(slope.times(self.known(u)))
                }
                _ => self.chain(id, &operands),
            },
            _ => Err(Failure::Outside),
        }
    }

    /// What is made of constants is one, unless an index hides the variable.
    fn constant(&self, node: Node) -> Result<Element, Failure> {
        match node {
            Node::IndexedSum(..) | Node::IndexedProduct(..) | Node::If(_) => Err(Failure::Outside),
            _ => Ok(Element::ZERO),
        }
    }

    fn product(&self, factors: &[Id]) -> Element {
        let one = (Element::ONE, Element::ZERO);
        let (_, slope) = factors.iter().fold(one, |(value, slope), factor| {
            let (next, tangent) = (self.run.of(*factor), self.known(*factor));
            let slope = slope.times(next).plus(value.times(tangent));
            (value.times(next), slope)
        });
        slope
    }

    /// `b^e (e b'/b + e' ln b)`.
    fn power(&mut self, id: Id, base: Id, exponent: Id) -> Result<Element, Failure> {
        let mut slope = Element::ZERO;
        if !self.is_constant(&[base]) {
            let inverse = self.run.of(base).inverse().ok_or(Failure::Void)?;
            slope = self.run.of(exponent).times(self.known(base)).times(inverse);
        }
        if !self.is_constant(&[exponent]) {
            let logarithm = self.run.logarithm(base);
            slope = slope.plus(self.known(exponent).times(logarithm));
        }
        Ok(slope.times(self.run.of(id)))
    }

    /// The derivative of a function at its argument.
    fn call(&mut self, id: Id, function: Function, u: Id) -> Result<Element, Failure> {
        let (argument, value) = (self.run.of(u), self.run.of(id));
        let square = argument.times(argument);
        let divisor = match function {
            Function::Exp => return Ok(value),
            Function::Sin => return self.run.sine(u, true),
            Function::Cos => return Ok(self.run.sine(u, false)?.negated()),
            Function::Ln => argument,
            Function::Asin => self.run.root(Element::ONE.plus(square.negated()))?,
            Function::Atan => Element::ONE.plus(square),
            Function::Abs => {
                let inverse = value.inverse().ok_or(Failure::Void)?;
                return Ok(argument.times(inverse));
            }
            _ => return Err(Failure::Outside),
        };
        divisor.inverse().ok_or(Failure::Void)
    }

    /// By the partial derivatives that the table has.
    fn chain(&self, id: Id, arguments: &[Id]) -> Result<Element, Failure> {
        let partials = self.partials.get(&id).ok_or(Failure::Outside)?;
        let pairs = partials.iter().zip(arguments);
        let terms = pairs.map(|(partial, u)| self.run.of(*partial).times(self.known(*u)));
        Ok(terms.fold(Element::ZERO, Element::plus))
    }
}
