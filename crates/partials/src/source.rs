//! Functions and their derivatives as source text of other languages.

use partials_codegen::{Routine, Shape as Layout, Target, generate};
use partials_numeric::tape::{Tape, TapeOptions};
use partials_symbolic::derive;
use partials_symbolic::graph::{Graph, Id, Symbol};
use partials_symbolic::lower::Value;

use crate::{Error, Function};

/// Up to which derivatives something goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Order {
    /// The values alone.
    Value,
    /// With the first derivatives: the gradient of a number, the Jacobian of a vector.
    #[default]
    First,
    /// With the Hessian of a number, too.
    Second,
}

/// What the values are, with their names.
type Results = Vec<(&'static str, Layout)>;

impl Function {
    /// The function and its derivatives as source text of a language, that computes the same
    /// values as [`Function::values`] but for the last digits.
    ///
    /// There is a function `NAME` of a point (its coordinates in the order of
    /// [`Function::variables`]), and one for each further order that gives the values and the
    /// derivatives together: `NAME_gradient` or, of a vector, `NAME_jacobian`, and `NAME_hessian`.
    /// Matrices are row by row. Shared parts are computed once.
    ///
    /// # Errors
    /// Where the language has no counterpart of a function, and where second derivatives are asked
    /// for of something that is no number.
    ///
    /// ```
    /// use partials::{Function, Order, Target};
    /// let f = Function::parse("f(x, y) = x^2*sin(y)")?;
    /// assert_eq!(f.source(Target::Python, "f", Order::Value)?, "\
    /// import numpy as np
    ///
    ///
    /// def f(point):
    ///     \"\"\"
    ///     f(x, y) = x^2*sin(y)
    ///     \"\"\"
    ///     x, y = np.asarray(point, dtype=float)
    ///     with np.errstate(all=\"ignore\"):
    ///         return x * x * np.sin(y)
    ///
    /// ");
    /// # Ok::<(), partials::Error>(())
    /// ```
    pub fn source(&self, target: Target, name: &str, order: Order) -> Result<String, Error> {
        Ok(generate(target, &self.routines(name, order)?)?)
    }

    /// What [`Function::source`] writes, so that several functions can stand in one text
    /// ([`codegen::generate`](crate::codegen::generate)).
    ///
    /// # Errors
    /// As [`Function::source`], but for functions that a language lacks.
    pub fn routines(&self, name: &str, order: Order) -> Result<Vec<Routine>, Error> {
        let orders = [Order::Value, Order::First, Order::Second];
        let orders = orders.into_iter().filter(|other| *other <= order);
        orders.map(|order| self.routine(name, order)).collect()
    }

    fn routine(&self, name: &str, order: Order) -> Result<Routine, Error> {
        let (tape, results) = self.with_graph(|graph, value| {
            let (roots, results) = self.computed(graph, value, order)?;
            let options = TapeOptions {
                decimals: value.decimals,
            };
            let tape = Tape::new(graph, &roots, self.variables(), options)?;
            Ok::<_, Error>((tape, results))
        })?;
        let suffix = match results.last() {
            Some((kind, _)) if *kind != "value" => format!("_{kind}"),
            _ => String::new(),
        };
        let what = match order {
            Order::Value => String::new(),
            Order::First => format!(", with its {}", suffix.trim_start_matches('_')),
            Order::Second => ", with its gradient and Hessian".to_owned(),
        };
        let variables = self.variables().join(", ");
        Ok(Routine {
            about: format!("{name}({variables}) = {}{what}", self.brief()),
            name: format!("{name}{suffix}"),
            inputs: self.variables().to_vec(),
            tape,
            results,
        })
    }

    /// The formula, if it fits on a line.
    fn brief(&self) -> String {
        const LONGEST: usize = 200;
        let text = self.text();
        let value = match text.results.as_slice() {
            [one] => one.clone(),
            all => format!("[{}]", all.join(", ")),
        };
        match text.definitions.is_empty() && value.len() <= LONGEST {
            true => value,
            false => "…".to_owned(),
        }
    }

    fn computed(
        &self,
        graph: &Graph,
        value: &Value,
        order: Order,
    ) -> Result<(Vec<Id>, Results), Error> {
        let names = self.variables();
        let count = names.len();
        let symbols: Vec<Symbol> =
            graph.with(|arena| names.iter().map(|name| arena.symbol(name)).collect());
        let mut roots = value.elements.to_vec();
        let number = value.as_scalar();
        let mut results = vec![match number {
            Some(_) => ("value", Layout::Number),
            None => ("value", Layout::Vector(roots.len())),
        }];
        if order >= Order::First {
            results.push(match number {
                Some(_) => ("gradient", Layout::Vector(count)),
                None => ("jacobian", Layout::Matrix(roots.len(), count)),
            });
            roots.extend(derive::jacobian(graph, &value.elements, &symbols).concat());
        }
        if order >= Order::Second {
            let number =
                number.ok_or_else(|| Error::mismatch("a number", value.shape.to_string()))?;
            results.push(("hessian", Layout::Matrix(count, count)));
            roots.extend(derive::hessian(graph, number, &symbols).concat());
        }
        Ok((roots, results))
    }
}
