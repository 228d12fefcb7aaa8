//! Derivatives of values along directions, of implicit and inverse functions, and Taylor
//! polynomials: what the library offers, and the words of the language for it.

use partials_parser::ast::NodeId;
use rustc_hash::FxHashMap;

use super::{Error, ErrorKind, Lowering, Shape, Value};
use crate::derive;
use crate::graph::{Comparison, Graph, Id, Node, Symbol, substitute};
use crate::number::Rational;

/// The highest order of implicit and inverse derivatives and Taylor polynomials.
const HIGHEST: u32 = 100;

impl Value {
    /// The derivative along a direction, which has an element for each variable (JVP); of each
    /// element. `None` where the direction has another number of elements.
    pub fn along(&self, graph: &Graph, direction: &[Id]) -> Option<Self> {
        let variables = self.variables(graph);
        if variables.len() != direction.len() {
            return None;
        }
        let seeds: Vec<(Symbol, Id)> = variables
            .into_iter()
            .zip(direction.iter().copied())
            .collect();
        let raw = derive::directional(graph, &self.elements, &seeds);
        Some(self.with_shape(self.shape, self.tidied(graph, &raw)))
    }

    /// The gradients of all elements, weighted and added (VJP); an element for each variable.
    /// `None` where there is another number of weights than elements.
    pub fn weighted_gradient(&self, graph: &Graph, weights: &[Id]) -> Option<Self> {
        let variables = self.variables(graph);
        if self.elements.len() != weights.len() {
            return None;
        }
        let raw = derive::pullback(graph, &self.elements, weights, &variables);
        let elements = self.tidied(graph, &raw);
        Some(self.with_shape(Shape::Vector(elements.len()), elements))
    }

    /// The Hessian of a number times a direction (HVP), without the Hessian: forward over reverse.
    /// `None` where this is no number, or the direction has another number of elements.
    pub fn hessian_along(&self, graph: &Graph, direction: &[Id]) -> Option<Self> {
        let function = self.as_scalar()?;
        let variables = self.variables(graph);
        if variables.len() != direction.len() {
            return None;
        }
        let gradient = derive::gradient(graph, function, &variables);
        let seeds: Vec<(Symbol, Id)> = variables
            .into_iter()
            .zip(direction.iter().copied())
            .collect();
        let raw = derive::directional(graph, &gradient, &seeds);
        let elements = self.tidied(graph, &raw);
        Some(self.with_shape(Shape::Vector(elements.len()), elements))
    }

    /// The derivative of `y(x)` of an order, where this number is the equation `a == b` that
    /// defines it, or what is 0 by it.
    pub fn implicit(&self, graph: &Graph, y: Symbol, x: Symbol, order: u32) -> Option<Self> {
        let mut relation = self.as_scalar()?;
        graph.with(|arena| {
            if let Node::Compare(Comparison::Equal, left, right) = arena.node(relation) {
                relation = arena.subtract(left, right);
            }
        });
        let raw = derive::implicit(graph, relation, y, x, order);
        let found = raw.get(raw.len().saturating_sub(1)..)?;
        Some(self.with_shape(Shape::Scalar, self.tidied(graph, found)))
    }

    /// The derivative of an order of the inverse function, as an expression in the variable.
    pub fn inverse(&self, graph: &Graph, variable: Symbol, order: u32) -> Option<Self> {
        let raw = derive::inverse(graph, self.as_scalar()?, variable, order);
        let found = raw.get(raw.len().saturating_sub(1)..)?;
        Some(self.with_shape(Shape::Scalar, self.tidied(graph, found)))
    }

    /// The Taylor polynomial of each element in a variable, around a point.
    pub fn taylor(&self, graph: &Graph, variable: Symbol, around: Id, order: u32) -> Self {
        let mut series = derive::Series::new(graph, variable);
        let at = FxHashMap::from_iter([(variable, around)]);
        let elements: Vec<Id> = self
            .elements
            .iter()
            .map(|element| {
                let element = graph.with(|arena| derive::regular_at(arena, *element, &at, order));
                let coefficients: Vec<Id> = (0..=order)
                    .map(|k| series.coefficient(element, k))
                    .collect();
                graph.with(|arena| {
                    let x = arena.leaf(Node::Variable(variable));
                    let step = arena.subtract(x, around);
                    let terms: Vec<Id> = (0..)
                        .zip(coefficients)
                        .map(|(k, coefficient)| {
                            let here = substitute(arena, coefficient, &at);
                            let exponent = arena.integer(k);
                            let power = arena.power(step, exponent);
                            arena.product(&[here, power])
                        })
                        .collect();
                    arena.sum(&terms)
                })
            })
            .collect();
        self.with_shape(self.shape, self.tidied(graph, &elements))
    }

    /// A derived value of these elements.
    fn with_shape(&self, shape: Shape, elements: Vec<Id>) -> Self {
        Self {
            shape,
            elements,
            origins: Vec::new(),
            ..self.clone()
        }
    }
}

impl Lowering<'_> {
    /// `implicit`, `inverse`, `taylor`, `directional`, `jvp`, `vjp`, `hvp`; `None` for other words.
    pub(super) fn calculus_call(
        &self,
        id: NodeId,
        name: &str,
        children: &[NodeId],
    ) -> Result<Option<Value>, Error> {
        let expected = match name {
            "implicit" => 3..=4,
            "inverse" => 2..=3,
            "taylor" => 4..=4,
            "directional" | "jvp" | "vjp" | "hvp" => 2..=2,
            _ => return Ok(None),
        };
        if !expected.contains(&children.len()) {
            let (low, high) = (expected.start(), expected.end());
            let expected = if low == high {
                format!("{low} arguments")
            } else {
                format!("{low} or {high} arguments")
            };
            let kind = ErrorKind::Arity {
                name: name.to_owned(),
                expected,
                found: children.len(),
            };
            return Err(self.error(id, kind));
        }
        let (Some(&first), Some(&second)) = (children.first(), children.get(1)) else {
            return Ok(None);
        };
        let value = self.value(first)?;
        let found = match name {
            "implicit" => {
                let x = children.get(2).copied().unwrap_or(second);
                let (y, x) = (self.variable(second)?, self.variable(x)?);
                value.implicit(self.graph, y, x, self.order(children.get(3))?)
            }
            "inverse" => {
                let x = self.variable(second)?;
                value.inverse(self.graph, x, self.order(children.get(2))?)
            }
            "taylor" => {
                let x = self.variable(second)?;
                let around = children
                    .get(2)
                    .map(|around| self.scalar(*around))
                    .transpose()?;
                let order = self.order(children.get(3))?;
                around.map(|around| value.taylor(self.graph, x, around, order))
            }
            _ => {
                let direction = self.value(second)?.elements;
                match name {
                    "vjp" => value.weighted_gradient(self.graph, &direction),
                    "hvp" => value.hessian_along(self.graph, &direction),
                    _ => value.along(self.graph, &direction),
                }
            }
        };
        let expected = || match name {
            "implicit" | "inverse" => "a number".to_owned(),
            "vjp" => format!("a vector of {}", value.elements.len()),
            _ => format!("a vector of {}", value.variables(self.graph).len()),
        };
        match found {
            Some(found) => Ok(Some(found)),
            None => {
                let wrong = if matches!(name, "implicit" | "inverse") {
                    first
                } else {
                    second
                };
                let found = self.value(wrong)?.shape.to_string();
                let expected = expected();
                Err(self.error(wrong, ErrorKind::Shape { expected, found }))
            }
        }
    }

    /// An argument that must be a variable.
    fn variable(&self, node: NodeId) -> Result<Symbol, Error> {
        let id = self.scalar(node)?;
        match self.graph.with(|arena| arena.node(id)) {
            Node::Variable(symbol) => Ok(symbol),
            _ => {
                let text = self.graph.handle(id).to_string();
                Err(self.error(node, ErrorKind::NotAVariable(text)))
            }
        }
    }

    /// An argument that must be a small natural number; 1 where there is none.
    fn order(&self, node: Option<&NodeId>) -> Result<u32, Error> {
        let Some(&node) = node else { return Ok(1) };
        let id = self.scalar(node)?;
        let number = self
            .graph
            .with(|arena| arena.as_number(id).and_then(Rational::to_i64));
        let order = number.and_then(|n| u32::try_from(n).ok());
        order
            .filter(|order| *order <= HIGHEST)
            .ok_or_else(|| self.error(node, ErrorKind::OrderTooHigh(HIGHEST as usize)))
    }
}
