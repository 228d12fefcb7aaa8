//! A function of some variables: parsed, derived, evaluated.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use partials_numeric::ball::{Ball, Precision};
use partials_numeric::interval::Interval;
use partials_numeric::scalar::Scalar;
use partials_numeric::tape::{Tape, TapeOptions};
use partials_parser::ast::StatementKind;
use partials_parser::{Completeness, parse};
use partials_symbolic::arrange::{Facts, VariableOrder, arrange};
use partials_symbolic::graph::{Id, import, substitute};
use partials_symbolic::lower::{Definitions, Lowering, Shape, Value};
use partials_symbolic::print::{Text, TextOptions};
use partials_symbolic::{Graph, Rational};
use rustc_hash::FxHashMap;

use crate::Error;
use crate::local::Evaluation;
use crate::undefined::undefined_part;

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
        }
    }

    pub(crate) fn derived(&self, value: Value) -> Self {
        Self {
            graph: self.graph.clone(),
            value,
            variables: self.variables.clone(),
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
        }
    }

    /// The same function with like terms collected, in the order of a textbook.
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
            let facts = Facts::of(arena, &self.value.elements);
            arrange(arena, &self.value.elements, &order, &facts)
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
            ..TextOptions::default()
        };
        lock(&self.graph).with(|arena| Text::new(arena, &self.value.elements, options))
    }

    pub(crate) fn tape(&self) -> Result<Tape, Error> {
        let options = TapeOptions {
            decimals: self.value.decimals,
        };
        Ok(Tape::new(
            &lock(&self.graph),
            &self.value.elements,
            &self.variables,
            options,
        )?)
    }

    pub(crate) fn check_point(&self, length: usize) -> Result<(), Error> {
        if length == self.variables.len() {
            return Ok(());
        }
        let names = self.variables.join(", ");
        let expected = format!("{} coordinates ({names})", self.variables.len());
        Err(Error::mismatch(expected, length.to_string()))
    }

    /// The values of all elements at a point, in source order and double precision; NaN where
    /// there is none.
    ///
    /// # Errors
    /// Where the point has another number of coordinates, or a function is not defined.
    pub fn values(&self, point: &[f64]) -> Result<Vec<f64>, Error> {
        self.check_point(point.len())?;
        Ok(self.tape()?.evaluate(point, ()))
    }

    /// The value of a number at a point.
    ///
    /// # Errors
    /// As [`Function::values`], and where the function is no number.
    pub fn value(&self, point: &[f64]) -> Result<f64, Error> {
        match self.values(point)?.as_slice() {
            [value] => Ok(*value),
            _ => Err(Error::mismatch("a number", self.value.shape.to_string())),
        }
    }

    /// Everything that can be said of the values at an exact point: the nearest floats, enclosures,
    /// exact rationals.
    ///
    /// # Errors
    /// As [`Function::values`].
    pub fn evaluate(&self, point: &[Rational]) -> Result<Vec<Evaluation>, Error> {
        self.check_point(point.len())?;
        let tape = self.tape()?;
        let floats: Vec<f64> = point.iter().map(Rational::to_f64).collect();
        let intervals: Vec<Interval> = point.iter().map(|x| Scalar::number(x, ())).collect();
        let values = tape.evaluate(&floats, ());
        let enclosures: Vec<Interval> = tape.evaluate(&intervals, ());
        let exact = self.exact(point);
        Ok(values
            .into_iter()
            .zip(enclosures)
            .zip(exact)
            .map(|((value, enclosure), exact)| Evaluation {
                value,
                enclosure,
                exact,
            })
            .collect())
    }

    /// Of each element that has no value at a point, the part that is outside its domain: the
    /// smallest that has no value although all that it is made of has. A part whose value is
    /// beyond the range of floats is named too.
    ///
    /// ```
    /// use partials::{Function, symbolic::Rational};
    /// let f = Function::parse("x^2 + ln(x)")?;
    /// assert_eq!(f.undefined_parts(&[Rational::from(-1)])?, [Some("ln(x)".to_owned())]);
    /// # Ok::<(), partials::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Function::values`].
    pub fn undefined_parts(&self, point: &[Rational]) -> Result<Vec<Option<String>>, Error> {
        self.check_point(point.len())?;
        let graph = lock(&self.graph);
        let decimals = self.value.decimals;
        let elements = self.value.elements.iter();
        elements
            .map(|id| undefined_part(&graph, *id, &self.variables, point, decimals))
            .collect()
    }

    /// The elements that are rational at a rational point.
    fn exact(&self, point: &[Rational]) -> Vec<Option<Rational>> {
        lock(&self.graph).with(|arena| {
            let mut replacements = FxHashMap::default();
            for (name, value) in self.variables.iter().zip(point) {
                let id = arena.number(value.clone());
                replacements.insert(arena.symbol(name), id);
            }
            let elements: Vec<Id> = self
                .value
                .elements
                .iter()
                .map(|id| substitute(arena, *id, &replacements))
                .collect();
            let order = VariableOrder::default();
            let arranged = arrange(arena, &elements, &order, &Facts::default());
            arranged
                .iter()
                .map(|id| arena.as_number(*id).cloned())
                .collect()
        })
    }

    /// Balls of so many bits that hold the values at an exact point.
    ///
    /// # Errors
    /// As [`Function::values`].
    pub fn ball(&self, point: &[Rational], bits: u32) -> Result<Vec<Ball>, Error> {
        self.check_point(point.len())?;
        let precision = Precision::bits(bits);
        let inputs: Vec<Ball> = point.iter().map(|x| Scalar::number(x, precision)).collect();
        Ok(self.tape()?.evaluate(&inputs, precision))
    }

    /// The values at an exact point to so many significant digits, all of them right; `None` for
    /// an element that can't be bounded so closely.
    ///
    /// # Errors
    /// As [`Function::values`].
    pub fn digits(&self, point: &[Rational], digits: usize) -> Result<Vec<Option<String>>, Error> {
        let wanted = (digits as f64 * std::f64::consts::LOG2_10) as u32 + 16;
        let mut found: Vec<Option<String>> = Vec::new();
        for factor in [1, 2, 4, 8] {
            let bits = wanted.saturating_mul(factor).max(64);
            found = self
                .ball(point, bits)?
                .iter()
                .map(|ball| {
                    let certain = ball.is_value()
                        && (ball.is_exact() || ball.relative_accuracy_bits() >= wanted.into());
                    certain.then(|| ball.to_digits(digits))
                })
                .collect();
            if found.iter().all(Option::is_some) {
                break;
            }
        }
        Ok(found)
    }
}

fn lock(graph: &Mutex<Graph>) -> MutexGuard<'_, Graph> {
    // A panic elsewhere leaves interned nodes as they are: the graph stays usable.
    graph.lock().unwrap_or_else(PoisonError::into_inner)
}
