//! Calls: of defined functions, of functions of the table, of undefined ones, and of their
//! derivatives.

use partials_parser::ast::{Kind, NameId, NodeId};
use rustc_hash::FxHashMap;

use super::{Definition, Error, ErrorKind, Lowering, Shape, Value};
use crate::functions::Function;
use crate::graph::{Id, Symbol, substitute};
use crate::number::Rational;

impl Lowering<'_> {
    pub(super) fn call(
        &self,
        id: NodeId,
        name: NameId,
        children: &[NodeId],
    ) -> Result<Value, Error> {
        let name = self.ast.name(name);
        if !self.is_parameter(name)
            && let Some(Definition::Function { parameters, body }) = self.definitions.get(name)
        {
            let arguments = children
                .iter()
                .map(|child| self.value(*child))
                .collect::<Result<Vec<_>, _>>()?;
            return self.substituted(id, name, parameters, body, &arguments);
        }
        self.call_named(id, name, children)
    }

    /// A call of a name that is not defined by the user.
    pub(super) fn call_named(
        &self,
        id: NodeId,
        name: &str,
        children: &[NodeId],
    ) -> Result<Value, Error> {
        if let Some(value) = self.vector_call(id, name, children)? {
            return Ok(value);
        }
        if let Some(value) = self.calculus_call(id, name, children)? {
            return Ok(value);
        }
        let arguments = self.scalars(children)?;
        if let Some(function) = Function::find(name) {
            return self.table_call(id, function, &arguments);
        }
        if let Some(value) = self.subscript_call(id, name, children)? {
            return Ok(value);
        }
        if arguments.is_empty() {
            return Err(self.error(
                id,
                ErrorKind::Arity {
                    name: name.to_owned(),
                    expected: "at least 1 argument".into(),
                    found: 0,
                },
            ));
        }
        Ok(self.make(|arena| arena.apply(name, &arguments)))
    }

    fn table_call(&self, id: NodeId, function: Function, arguments: &[Id]) -> Result<Value, Error> {
        // min and max take any number: min(a, b, c) is min(min(a, b), c).
        if let (Function::Min | Function::Max, Some((first, rest))) =
            (function, arguments.split_first())
        {
            return Ok(self.make(|arena| {
                rest.iter()
                    .fold(*first, |value, next| arena.call(function, &[value, *next]))
            }));
        }
        if !function.arity().accepts(arguments.len()) {
            return Err(self.error(
                id,
                ErrorKind::Arity {
                    name: function.name().to_owned(),
                    expected: function.arity().to_string(),
                    found: arguments.len(),
                },
            ));
        }
        Ok(self.make(|arena| arena.call(function, arguments)))
    }

    /// The body of a defined function with its parameters replaced, all at once.
    fn substituted(
        &self,
        id: NodeId,
        name: &str,
        parameters: &[Symbol],
        body: &Value,
        arguments: &[Value],
    ) -> Result<Value, Error> {
        if parameters.len() != arguments.len() {
            return Err(self.error(
                id,
                ErrorKind::Arity {
                    name: name.to_owned(),
                    expected: crate::functions::Arity::Exactly(parameters.len()).to_string(),
                    found: arguments.len(),
                },
            ));
        }
        let mut replacements: FxHashMap<Symbol, Id> = FxHashMap::default();
        for (parameter, argument) in parameters.iter().zip(arguments) {
            match argument.as_scalar() {
                Some(argument) => {
                    replacements.insert(*parameter, argument);
                }
                None => self.graph.with(|arena| {
                    let base = arena.name(*parameter).to_owned();
                    let columns = match argument.shape {
                        Shape::Matrix(_, columns) => Some(columns.max(1)),
                        _ => None,
                    };
                    for (i, element) in argument.elements.iter().enumerate() {
                        let name = match columns {
                            Some(columns) => format!("{base}[{},{}]", i / columns, i % columns),
                            None => format!("{base}[{i}]"),
                        };
                        replacements.insert(arena.symbol(&name), *element);
                    }
                }),
            }
        }
        let mut value = self.each(body, |arena, element| {
            substitute(arena, element, &replacements)
        });
        value.decimals = body.decimals;
        Ok(value)
    }

    /// `f_x(1, 2)`: the derivative of a defined function in the parameters behind the underscore.
    fn subscript_call(
        &self,
        id: NodeId,
        name: &str,
        children: &[NodeId],
    ) -> Result<Option<Value>, Error> {
        let Some((function, subscript)) = name.split_once('_') else {
            return Ok(None);
        };
        let Some(Definition::Function { parameters, body }) = self.definitions.get(function) else {
            return Ok(None);
        };
        let Some(variables) = self.subscript(parameters, subscript) else {
            return Ok(None);
        };
        let derived = body.derive(self.graph, &variables);
        let arguments = children
            .iter()
            .map(|child| self.value(*child))
            .collect::<Result<Vec<_>, _>>()?;
        self.substituted(id, name, parameters, &derived, &arguments)
            .map(Some)
    }

    /// The parameters that a subscript such as `x`, `xx` or `xy` names.
    fn subscript(&self, parameters: &[Symbol], subscript: &str) -> Option<Vec<Symbol>> {
        self.graph.with(|arena| {
            let find = |name: &str| parameters.iter().copied().find(|p| arena.name(*p) == name);
            if let Some(symbol) = find(subscript) {
                return Some(vec![symbol]);
            }
            let mut buffer = [0; 4];
            subscript
                .chars()
                .map(|c| find(c.encode_utf8(&mut buffer)))
                .collect()
        })
    }

    /// `f'(x)`: the derivative of a function of one argument, at the argument.
    pub(super) fn prime_call(
        &self,
        id: NodeId,
        name: NameId,
        order: u32,
        children: &[NodeId],
    ) -> Result<Value, Error> {
        self.derivative_call(id, self.ast.name(name), &[i64::from(order)], children)
    }

    /// `f^(1,0)(x, y)`: orders, then as many arguments.
    pub(super) fn order_call(
        &self,
        id: NodeId,
        name: NameId,
        children: &[NodeId],
    ) -> Result<Value, Error> {
        let (orders, arguments) = children
            .split_at_checked(children.len() / 2)
            .unwrap_or((children, &[]));
        let orders = orders
            .iter()
            .map(|order| {
                let number = match self.ast.node(*order).kind {
                    Kind::Number(literal) => self.ast.literal(literal),
                    _ => None,
                };
                number
                    .and_then(|l| Rational::from_decimal(&l.digits, l.exponent, 64)?.to_i64())
                    .filter(|order| (0..=10_000).contains(order))
                    .ok_or_else(|| self.error(*order, ErrorKind::OrderTooHigh(10_000)))
            })
            .collect::<Result<Vec<i64>, _>>()?;
        self.derivative_call(id, self.ast.name(name), &orders, arguments)
    }

    fn derivative_call(
        &self,
        id: NodeId,
        name: &str,
        orders: &[i64],
        children: &[NodeId],
    ) -> Result<Value, Error> {
        let arguments = children
            .iter()
            .map(|child| self.value(*child))
            .collect::<Result<Vec<_>, _>>()?;
        if orders.len() != arguments.len() {
            return Err(self.error(
                id,
                ErrorKind::Arity {
                    name: name.to_owned(),
                    expected: crate::functions::Arity::Exactly(orders.len()).to_string(),
                    found: arguments.len(),
                },
            ));
        }
        let along = |parameters: &[Symbol]| -> Vec<Symbol> {
            let pairs = parameters.iter().zip(orders);
            pairs
                .flat_map(|(p, order)| {
                    std::iter::repeat_n(*p, usize::try_from(*order).unwrap_or(0))
                })
                .collect()
        };
        if let Some(Definition::Function { parameters, body }) = self.definitions.get(name) {
            if parameters.len() != orders.len() {
                return Err(self.error(
                    id,
                    ErrorKind::Arity {
                        name: name.to_owned(),
                        expected: crate::functions::Arity::Exactly(parameters.len()).to_string(),
                        found: orders.len(),
                    },
                ));
            }
            let derived = body.derive(self.graph, &along(parameters));
            return self.substituted(id, name, parameters, &derived, &arguments);
        }
        if let Some(function) = Function::find(name) {
            if !function.arity().accepts(orders.len()) {
                return Err(self.error(
                    id,
                    ErrorKind::Arity {
                        name: name.to_owned(),
                        expected: function.arity().to_string(),
                        found: orders.len(),
                    },
                ));
            }
            // The derivative at variables of its own, then the arguments in their place.
            let places: Vec<String> = (0..orders.len()).map(|i| format!("{name} #{i}")).collect();
            let (parameters, call) = self.graph.with(|arena| {
                let ids: Vec<Id> = places.iter().map(|place| arena.variable(place)).collect();
                let symbols: Vec<Symbol> = places.iter().map(|p| arena.symbol(p)).collect();
                (symbols, arena.call(function, &ids))
            });
            let derived = Value::scalar(call).derive(self.graph, &along(&parameters));
            return self.substituted(id, name, &parameters, &derived, &arguments);
        }
        let scalars = self.scalars(children)?;
        Ok(self.make(|arena| arena.apply_derivative(name, orders, &scalars)))
    }

    /// `f'` alone: the derivative of a defined function of one parameter.
    pub(super) fn prime(&self, id: NodeId, name: NameId, order: u32) -> Result<Value, Error> {
        let name = self.ast.name(name);
        match self.definitions.get(name) {
            Some(Definition::Function { parameters, body }) if parameters.len() == 1 => {
                let along: Vec<Symbol> = parameters
                    .iter()
                    .copied()
                    .cycle()
                    .take(order as usize)
                    .collect();
                Ok(body.derive(self.graph, &along))
            }
            Some(definition) => {
                let variables = definition.value().variables(self.graph);
                match variables.as_slice() {
                    [only] => {
                        let along = vec![*only; order as usize];
                        Ok(definition.value().derive(self.graph, &along))
                    }
                    _ => Err(self.error(
                        id,
                        ErrorKind::Shape {
                            expected: "a function of one variable before `'`".into(),
                            found: format!("`{name}` of {} variables", variables.len()),
                        },
                    )),
                }
            }
            None => Err(self.error(id, ErrorKind::NotAVariable(name.to_owned()))),
        }
    }
}
