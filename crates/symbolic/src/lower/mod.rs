//! From the syntax tree to the graph: names get their meaning, notation becomes expressions.
//!
//! The tree is in postorder, so lowering is one loop over its nodes. Definitions are shared
//! nodes: a value's name stands for its node, a function's call substitutes its arguments.

mod binders;
mod calculus;
mod call;
mod definitions;
mod elements;
mod error;
mod hypergeometric;
mod numbers;
mod operators;
mod rows;
mod value;
mod vectors;

use partials_parser::ast::{Ast, DerivativeStyle, Kind, NameId, NodeId, Span, SpecId};

pub use definitions::{Definition, Definitions};
pub use error::{Error, ErrorKind};
pub use rows::Columns;
pub use value::{Arrangement, Origin, Shape, Value};

use crate::graph::{Constant, Graph, Id, Symbol};
use crate::number::Rational;
use binders::Binders;
use numbers::Lowered;

/// The size in bits up to which a literal is read (a million digits and some).
const LITERAL_BITS: usize = 1 << 23;

/// Lowers the expressions of one syntax tree into a graph, in the order of the source.
pub struct Lowering<'a> {
    graph: &'a Graph,
    ast: &'a Ast,
    definitions: &'a Definitions,
    /// Names that are variables here whatever they are defined as: the parameters of a definition.
    parameters: Vec<String>,
    binders: Binders,
    /// By node, from the first of the expression on.
    values: Vec<Lowered>,
    first: u32,
}

impl<'a> Lowering<'a> {
    /// Prepares to lower expressions of `ast` under the given definitions.
    pub fn new(graph: &'a Graph, ast: &'a Ast, definitions: &'a Definitions) -> Self {
        Self {
            graph,
            ast,
            definitions,
            parameters: Vec::new(),
            binders: Binders::default(),
            values: Vec::new(),
            first: 0,
        }
    }

    /// The same with names that are variables, whatever they are defined as.
    pub fn with_parameters(mut self, names: Vec<String>) -> Self {
        self.parameters = names;
        self
    }

    /// The value of the expression at `root`.
    ///
    /// # Errors
    /// Where the expression has no meaning: shapes that don't fit, a derivative in a name that is
    /// no variable, a function with another number of arguments, a graph that is too large.
    pub fn lower(&mut self, root: NodeId) -> Result<Value, Error> {
        let first = self.ast.first_of(root);
        self.binders = Binders::find(self.ast, first, root)?;
        self.values.clear();
        self.first = first.0;
        for index in first.0..=root.0 {
            let lowered = self.node(NodeId(index))?;
            self.values.push(lowered);
        }
        if let Some(fault) = self.graph.fault() {
            return Err(self.error(root, ErrorKind::Graph(fault)));
        }
        self.value(root)
    }

    fn error(&self, node: NodeId, kind: ErrorKind) -> Error {
        Error {
            span: self.ast.node(node).span,
            kind,
        }
    }

    fn value(&self, id: NodeId) -> Result<Value, Error> {
        let value = self.known(id).map(Lowered::value);
        value.ok_or_else(|| self.error(id, ErrorKind::Unsupported("this expression".into())))
    }

    /// What a node that was lowered already stands for.
    fn known(&self, id: NodeId) -> Option<&Lowered> {
        self.values.get(id.0.checked_sub(self.first)? as usize)
    }

    /// The value of a node that must be a single number.
    fn scalar(&self, id: NodeId) -> Result<Id, Error> {
        let lowered = self.known(id);
        if let Some(number) = lowered.and_then(Lowered::number) {
            return Ok(number);
        }
        let kind = match lowered {
            Some(other) => ErrorKind::Shape {
                expected: "a number".into(),
                found: other.value().shape.to_string(),
            },
            None => ErrorKind::Unsupported("this expression".into()),
        };
        Err(self.error(id, kind))
    }

    fn scalars(&self, ids: &[NodeId]) -> Result<Vec<Id>, Error> {
        ids.iter().map(|id| self.scalar(*id)).collect()
    }

    fn make(&self, build: impl FnOnce(&mut crate::graph::Arena) -> Id) -> Value {
        Value::scalar(self.graph.with(build))
    }

    fn node(&self, id: NodeId) -> Result<Lowered, Error> {
        let children = self.ast.children(id);
        let decimals = children
            .iter()
            .any(|child| self.known(*child).is_some_and(Lowered::decimals));
        if let Some(number) = self.arithmetic(id, children) {
            return Ok(Lowered::Number(number, decimals));
        }
        let mut value = self.notation(id, children)?;
        value.decimals |= decimals;
        Ok(value.into())
    }

    /// The value of what is no [arithmetic of numbers](Self::arithmetic).
    fn notation(&self, id: NodeId, children: &[NodeId]) -> Result<Value, Error> {
        Ok(match self.ast.node(id).kind {
            Kind::Number(literal) => {
                let literal = self.ast.literal(literal);
                let number = literal
                    .and_then(|l| Rational::from_decimal(&l.digits, l.exponent, LITERAL_BITS))
                    .ok_or_else(|| self.error(id, ErrorKind::NumberTooLarge))?;
                let mut value = self.make(|arena| arena.number(number));
                value.decimals = literal.is_some_and(|literal| literal.decimal);
                value
            }
            Kind::Name(name) => match self.definitions.get(self.ast.name(name)) {
                Some(definition) => definition.value(),
                None => return Err(self.error(id, ErrorKind::Unsupported("this name".into()))),
            },
            Kind::Element(name) => self.element(id, name, children)?,
            Kind::Sum => self.sum(children)?,
            Kind::Product => self.product(children)?,
            Kind::Negative => self.negative(children)?,
            Kind::Inverse | Kind::Power => {
                self.scalars(children)?;
                return Err(self.error(id, ErrorKind::Unsupported("this expression".into())));
            }
            Kind::Factorial => {
                let operand = self.operand(id, children)?;
                self.make(|arena| {
                    let one = arena.number(Rational::ONE);
                    let shifted = arena.sum(&[operand, one]);
                    arena.call(crate::Function::Gamma, &[shifted])
                })
            }
            Kind::Bars => self.call_named(id, "abs", children)?,
            Kind::Call(name) => self.call(id, name, children)?,
            Kind::PrimeCall(name, order) => self.prime_call(id, name, order, children)?,
            Kind::OrderCall(name) => self.order_call(id, name, children)?,
            Kind::Prime(name, order) => self.prime(id, name, order)?,
            Kind::Vector => self.vector(id, children)?,
            Kind::Compare(comparison) => match *self.scalars(children)?.as_slice() {
                [a, b] => self.make(|arena| arena.compare(comparison, a, b)),
                _ => return Err(self.error(id, ErrorKind::Unsupported("this comparison".into()))),
            },
            Kind::And => {
                let list = self.scalars(children)?;
                self.make(|arena| arena.and(&list))
            }
            Kind::Or => {
                let list = self.scalars(children)?;
                self.make(|arena| arena.or(&list))
            }
            Kind::Not => {
                let operand = self.operand(id, children)?;
                self.make(|arena| arena.not(operand))
            }
            Kind::If => match *self.scalars(children)?.as_slice() {
                [condition, yes, no] => self.make(|arena| arena.select(condition, yes, no)),
                _ => return Err(self.error(id, ErrorKind::Unsupported("this condition".into()))),
            },
            Kind::Piecewise => self.piecewise(children)?,
            Kind::IndexedSum(index) => self.indexed(id, index, children, true)?,
            Kind::IndexedProduct(index) => self.indexed(id, index, children, false)?,
            Kind::Derivative(spec) => self.derivative(id, spec, children)?,
            _ => return Err(self.error(id, ErrorKind::Unsupported("this expression".into()))),
        })
    }

    fn operand(&self, id: NodeId, children: &[NodeId]) -> Result<Id, Error> {
        match children {
            [child] => self.scalar(*child),
            _ => Err(self.error(id, ErrorKind::Unsupported("this expression".into()))),
        }
    }

    fn is_parameter(&self, name: &str) -> bool {
        self.parameters.iter().any(|parameter| parameter == name)
    }

    fn piecewise(&self, children: &[NodeId]) -> Result<Value, Error> {
        let parts = self.scalars(children)?;
        let pairs = parts.chunks_exact(2);
        let otherwise = pairs.remainder().first().copied();
        Ok(self.make(|arena| {
            let otherwise = otherwise.unwrap_or_else(|| arena.constant(Constant::Undefined));
            pairs.rev().fold(otherwise, |no, pair| match *pair {
                [condition, yes] => arena.select(condition, yes, no),
                _ => no,
            })
        }))
    }

    fn indexed(
        &self,
        id: NodeId,
        index: NameId,
        children: &[NodeId],
        sum: bool,
    ) -> Result<Value, Error> {
        let &[body, lower, upper] = self.scalars(children)?.as_slice() else {
            return Err(self.error(id, ErrorKind::Unsupported("this sum".into())));
        };
        let index = self.ast.name(index);
        let symbol = self.graph.with(|arena| arena.symbol(index));
        if let Some(value) = self.written_out(id, symbol, [body, lower, upper], sum)? {
            return Ok(value);
        }
        Ok(self.make(|arena| {
            if sum {
                arena.indexed_sum(index, body, lower, upper)
            } else {
                arena.indexed_product(index, body, lower, upper)
            }
        }))
    }

    /// The variables of a derivative, in order, each as often as its order says.
    fn derivative_variables(&self, node: NodeId, spec: SpecId) -> Result<Vec<Symbol>, Error> {
        const HIGHEST: usize = 10_000;
        let mut symbols = Vec::new();
        let Some(spec) = self.ast.spec(spec) else {
            return Err(self.error(node, ErrorKind::Unsupported("this derivative".into())));
        };
        for (name, order, span) in &spec.variables {
            let symbol = self.differentiable_name(*name, *span, spec.style)?;
            if symbols.len() + *order as usize > HIGHEST {
                return Err(Error {
                    span: *span,
                    kind: ErrorKind::OrderTooHigh(HIGHEST),
                });
            }
            symbols.extend(std::iter::repeat_n(symbol, *order as usize));
        }
        Ok(symbols)
    }

    fn differentiable_name(
        &self,
        name: NameId,
        span: Span,
        _style: DerivativeStyle,
    ) -> Result<Symbol, Error> {
        let text = self.ast.name(name);
        let defined = self.definitions.get(text).is_some() && !self.is_parameter(text);
        let constant = matches!(text, "pi" | "π" | "tau" | "τ" | "inf")
            || text == "e" && !self.is_parameter(text);
        if defined || constant {
            return Err(Error {
                span,
                kind: ErrorKind::NotAVariable(text.to_owned()),
            });
        }
        Ok(self.graph.with(|arena| arena.symbol(text)))
    }

    fn derivative(&self, id: NodeId, spec: SpecId, children: &[NodeId]) -> Result<Value, Error> {
        let &[body] = children else {
            return Err(self.error(id, ErrorKind::Unsupported("this derivative".into())));
        };
        let symbols = self.derivative_variables(id, spec)?;
        let body = self.value(body)?;
        Ok(body.derive(self.graph, &symbols))
    }
}
