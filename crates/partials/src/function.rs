//! A function of some variables: parsed, derived, evaluated.

mod values;

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use partials_numeric::tape::{Tape, TapeOptions};
use partials_parser::ast::StatementKind;
use partials_parser::{Completeness, parse};
use partials_symbolic::Graph;
use partials_symbolic::arrange::{Facts, VariableOrder, arrange};
use partials_symbolic::graph::{Id, import, substitute};
use partials_symbolic::lower::{Definitions, Lowering, Shape, Value};
use partials_symbolic::print::{Text, TextOptions};
use rustc_hash::FxHashMap;

use crate::Error;

/// A function of named variables: a number, a vector or a matrix.
///
/// Cheap to clone, `Send` and `Sync`.
///
/// ```
/// use partials::Function;
/// let f = Function::parse("x^2 + 3*x + 5")?;
/// assert_eq!(f.variables(), ["x"]);
/// assert_eq!(f.value(&[2.0])?, 15.0);
/// # Ok::<(), partials::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Function {
    graph: Arc<Mutex<Graph>>,
    value: Value,
    variables: Vec<String>,
    /// Made when it is first wanted.
    tape: Arc<OnceLock<Tape>>,
}

/// A derivative: a function like any other.
pub type Derivative = Function;

impl Function {
    /// Reads a formula, `x^2*y`, or a definition, `f(x, y) = x^2*y`, whose parameters give the
    /// order of the variables. Of a formula the order is alphabetic, with numbers as numbers.
    ///
    /// # Errors
    /// Where the text can't be read, says more than one thing, or has no meaning.
    pub fn parse(source: &str) -> Result<Self, Error> {
        let definitions = Definitions::default();
        let parsed = parse(source, &definitions);
        if parsed.completeness != Completeness::Complete {
            let wrong = match parsed.completeness {
                Completeness::Incomplete => partials_parser::Error::Incomplete(parsed.diagnostics),
                _ => partials_parser::Error::Wrong(parsed.diagnostics),
            };
            return Err(wrong.into());
        }
        let [statement] = parsed.statements.as_slice() else {
            let found = format!("{} statements", parsed.statements.len());
            return Err(Error::mismatch("one formula or definition", found));
        };
        let (body, parameters) = match &statement.kind {
            StatementKind::Definition {
                parameters, body, ..
            } => (*body, parameters.as_deref()),
            StatementKind::Query { expression, at } if at.is_empty() => (*expression, None),
            _ => {
                return Err(
                    Error::mismatch("a formula or definition", "another statement")
                        .or_at(statement.span),
                );
            }
        };
        let graph = Graph::new();
        let names: Vec<String> = parameters
            .unwrap_or_default()
            .iter()
            .map(|name| parsed.ast.name(*name).to_owned())
            .collect();
        let mut value = Lowering::new(&graph, &parsed.ast, &definitions)
            .with_parameters(names.clone())
            .lower(body)?;
        if parameters.is_some() {
            let symbols = names
                .iter()
                .map(|name| graph.with(|arena| arena.symbol(name)));
            value.variables = Some(symbols.collect());
        }
        Ok(Self::new(Arc::new(Mutex::new(graph)), value))
    }

    /// A function that was built in a graph, where a formula as text would be long.
    ///
    /// ```
    /// use partials::Function;
    /// use partials::symbolic::{Graph, lower::Value};
    /// let graph = Graph::new();
    /// let x: Vec<_> = (0..1000).map(|i| graph.variable(&format!("x{i}"))).collect();
    /// let sum = graph.sum(x.iter().map(|x| x.pow(2))).id();
    /// let f = Function::from_graph(graph, Value::scalar(sum));
    /// assert_eq!(f.gradient().values(&[3.0; 1000])?, [6.0; 1000]);
    /// # Ok::<(), partials::Error>(())
    /// ```
    pub fn from_graph(graph: Graph, value: Value) -> Self {
        Self::new(Arc::new(Mutex::new(graph)), value)
    }

    pub(crate) fn new(graph: Arc<Mutex<Graph>>, value: Value) -> Self {
        let variables = {
            let graph = lock(&graph);
            let symbols = value.variables(&graph);
            graph.with(|arena| symbols.iter().map(|s| arena.name(*s).to_owned()).collect())
        };
        Self {
            graph,
            value,
            variables,
            tape: Arc::default(),
        }
    }

    pub(crate) fn derived(&self, value: Value) -> Self {
        Self {
            graph: self.graph.clone(),
            value,
            variables: self.variables.clone(),
            tape: Arc::default(),
        }
    }

    /// A copy of the value, without the lock.
    pub(crate) fn with_elements(&self) -> Value {
        self.value.clone()
    }

    /// The value in the graph.
    pub(crate) fn lowered(&self) -> &Value {
        &self.value
    }

    /// Another value of the same graph.
    pub(crate) fn with_value(&self, value: Value) -> Self {
        Self::new(self.graph.clone(), value)
    }

    /// The graph and the value in it.
    pub fn with_graph<R>(&self, work: impl FnOnce(&Graph, &Value) -> R) -> R {
        work(&lock(&self.graph), &self.value)
    }

    /// The variables, in order.
    pub fn variables(&self) -> &[String] {
        &self.variables
    }

    /// Number, vector or matrix.
    pub fn shape(&self) -> Shape {
        self.value.shape
    }

    /// The elements, each as a function of the same variables.
    pub fn elements(&self) -> Vec<Self> {
        let element = |id: &Id| {
            let value = Value {
                shape: Shape::Scalar,
                elements: vec![*id],
                ..self.value.clone()
            };
            self.derived(value)
        };
        self.value.elements.iter().map(element).collect()
    }

    /// The partial derivative in one variable, the others held constant; of each element.
    ///
    /// # Errors
    /// Where the function has no such variable.
    pub fn partial(&self, variable: &str) -> Result<Derivative, Error> {
        self.derivative(&[variable])
    }

    /// The derivative in several variables, one after the other: `["x", "x", "y"]` is ∂³f/∂x²∂y.
    ///
    /// # Errors
    /// Where the function has no such variable.
    pub fn derivative(&self, variables: &[&str]) -> Result<Derivative, Error> {
        variables
            .iter()
            .try_for_each(|name| self.check_variable(name))?;
        let graph = lock(&self.graph);
        let symbols: Vec<_> =
            graph.with(|arena| variables.iter().map(|name| arena.symbol(name)).collect());
        Ok(self.derived(self.value.derive(&graph, &symbols)))
    }

    /// Whether there is such a variable.
    pub(crate) fn check_variable(&self, name: &str) -> Result<(), Error> {
        if self.variables.iter().any(|known| known == name) {
            return Ok(());
        }
        let known = match self.variables.as_slice() {
            [] => "a variable (there are none)".to_owned(),
            list => format!("one of the variables {}", list.join(", ")),
        };
        Err(Error::mismatch(known, format!("`{name}`")))
    }

    /// Several derivatives, as one vector of the elements of each in turn, so that the texts of
    /// all share their parts.
    ///
    /// # Errors
    /// Where the function has no such variable.
    pub fn derivatives<S: AsRef<str>>(&self, orders: &[Vec<S>]) -> Result<Derivative, Error> {
        let mut elements = Vec::with_capacity(orders.len() * self.value.elements.len());
        for variables in orders {
            let variables: Vec<&str> = variables.iter().map(AsRef::as_ref).collect();
            elements.extend(self.derivative(&variables)?.value.elements);
        }
        Ok(self.derived(Value {
            shape: Shape::Vector(elements.len()),
            elements,
            origins: Vec::new(),
            ..self.value.clone()
        }))
    }

    /// The gradient of a number, as a vector in the order of the variables; the Jacobian of a
    /// vector.
    #[must_use]
    pub fn gradient(&self) -> Derivative {
        let graph = lock(&self.graph);
        self.derived(self.value.jacobian(&graph))
    }

    /// The Jacobian: a row for each element, a column for each variable.
    #[must_use]
    pub fn jacobian(&self) -> Derivative {
        let graph = lock(&self.graph);
        let jacobian = self.value.jacobian(&graph);
        let shape = Shape::Matrix(self.value.elements.len(), self.variables.len());
        self.derived(Value { shape, ..jacobian })
    }

    /// All first partial derivatives as one vector: of each element in the first variable, then in
    /// the second, and so on.
    #[must_use]
    pub fn partials(&self) -> Derivative {
        let jacobian = self.jacobian().value.elements;
        let columns = self.variables.len();
        let column = |column| {
            jacobian
                .iter()
                .skip(column)
                .step_by(columns.max(1))
                .copied()
        };
        let elements: Vec<Id> = (0..columns).flat_map(column).collect();
        self.derived(Value {
            shape: Shape::Vector(elements.len()),
            elements,
            origins: Vec::new(),
            ..self.value.clone()
        })
    }

    /// The Hessian of a number.
    ///
    /// # Errors
    /// Where the function is a vector or matrix.
    pub fn hessian(&self) -> Result<Derivative, Error> {
        let graph = lock(&self.graph);
        match self.value.hessian(&graph) {
            Some(hessian) => Ok(self.derived(hessian)),
            None => Err(Error::mismatch("a number", self.value.shape.to_string())),
        }
    }

    /// The function of the other variables, where some have the value of an expression.
    #[must_use]
    pub fn substitute(&self, values: &[(&str, &Self)]) -> Self {
        let value = {
            let mut images = Vec::with_capacity(values.len());
            for (name, value) in values {
                if let Some(id) = value.value.as_scalar() {
                    images.push((*name, self.adopt(value, id)));
                }
            }
            let graph = lock(&self.graph);
            graph.with(|arena| {
                let replacements: FxHashMap<_, _> = images
                    .into_iter()
                    .map(|(name, id)| (arena.symbol(name), id))
                    .collect();
                let elements = self.value.elements.iter();
                let elements = elements
                    .map(|id| substitute(arena, *id, &replacements))
                    .collect();
                let kept = self.variables.iter().map(|name| arena.symbol(name));
                let variables = kept
                    .filter(|symbol| !replacements.contains_key(symbol))
                    .collect();
                Value {
                    elements,
                    variables: Some(variables),
                    ..self.value.clone()
                }
            })
        };
        Self::new(self.graph.clone(), value)
    }

    /// The same function, of these variables in this order.
    #[cfg(feature = "plot")]
    pub(crate) fn of_variables(&self, names: &[String]) -> Self {
        let symbols =
            lock(&self.graph).with(|arena| names.iter().map(|name| arena.symbol(name)).collect());
        self.with_value(Value {
            variables: Some(symbols),
            ..self.value.clone()
        })
    }

    /// The elements of this function, then those of another, as one vector.
    #[cfg(feature = "plot")]
    pub(crate) fn joined(&self, other: &Self) -> Self {
        let more = other.value.elements.iter().map(|id| self.adopt(other, *id));
        let elements: Vec<Id> = self.value.elements.iter().copied().chain(more).collect();
        self.derived(Value {
            shape: Shape::Vector(elements.len()),
            elements,
            origins: Vec::new(),
            ..self.value.clone()
        })
    }

    /// An expression of another function in the graph of this one.
    pub(crate) fn adopt(&self, other: &Self, id: Id) -> Id {
        other.copy_into(&self.graph, id)
    }

    fn copy_into(&self, graph: &Arc<Mutex<Graph>>, id: Id) -> Id {
        if Arc::ptr_eq(graph, &self.graph) {
            return id;
        }
        // Through a copy, so that never both are locked.
        let copy = Graph::new();
        let id = lock(&self.graph).with(|from| copy.with(|to| import(to, from, id)));
        lock(graph).with(|to| copy.with(|from| import(to, from, id)))
    }

    /// The value in another graph, without the memory of what it is a derivative of.
    pub(crate) fn value_in(&self, graph: &Arc<Mutex<Graph>>) -> Value {
        let elements = self.value.elements.iter();
        let elements = elements.map(|id| self.copy_into(graph, *id)).collect();
        let variables = lock(graph).with(|arena| {
            let names = self.variables.iter();
            names.map(|name| arena.symbol(name)).collect()
        });
        Value {
            shape: self.value.shape,
            elements,
            variables: Some(variables),
            origins: Vec::new(),
            decimals: self.value.decimals,
            leibniz: self.value.leibniz,
        }
    }

    /// The same function with like terms collected, in the order of a textbook. Nothing is
    /// cancelled that would change where it is defined.
    #[must_use]
    pub fn arranged(&self) -> Self {
        let graph = lock(&self.graph);
        let elements = graph.with(|arena| {
            let first: Vec<_> = self
                .variables
                .iter()
                .map(|name| arena.symbol(name))
                .collect();
            let order = VariableOrder::with_first(arena, &first, &self.value.elements);
            arrange(arena, &self.value.elements, &order, &Facts::default())
        });
        self.derived(Value {
            elements,
            ..self.value.clone()
        })
    }

    /// The expressions as text that reads back, with shared parts of large ones named.
    pub fn text(&self) -> Text {
        let options = TextOptions {
            decimals: self.value.decimals,
            leibniz: self.value.leibniz,
            ..TextOptions::default()
        };
        lock(&self.graph).with(|arena| Text::new(arena, &self.value.elements, options))
    }

    /// The operations of all elements, in order.
    pub(crate) fn tape(&self) -> Result<&Tape, Error> {
        if let Some(tape) = self.tape.get() {
            return Ok(tape);
        }
        let options = TapeOptions {
            decimals: self.value.decimals,
        };
        let elements = &self.value.elements;
        let tape = Tape::new(&lock(&self.graph), elements, &self.variables, options)?;
        Ok(self.tape.get_or_init(|| tape))
    }

    pub(crate) fn check_point(&self, length: usize) -> Result<(), Error> {
        if length == self.variables.len() {
            return Ok(());
        }
        let names = self.variables.join(", ");
        let expected = format!("{} coordinates ({names})", self.variables.len());
        Err(Error::mismatch(expected, length.to_string()))
    }
}

fn lock(graph: &Mutex<Graph>) -> MutexGuard<'_, Graph> {
    // A panic elsewhere leaves interned nodes as they are: the graph stays usable.
    graph.lock().unwrap_or_else(PoisonError::into_inner)
}
