//! Derivatives along directions, of implicit and inverse functions, Taylor polynomials, and which
//! way a derivative is worked out.

use partials_symbolic::derive::{Plan, of_order, plan_jacobian};
use partials_symbolic::graph::{Graph, Id};
use partials_symbolic::lower::Value;

use crate::{Derivative, Error, Function};

impl Function {
    /// The derivative along a direction: the Jacobian times the direction, which has an element
    /// for each variable (JVP). Of a number, the directional derivative (of a direction of any
    /// length).
    ///
    /// ```
    /// use partials::Function;
    /// let f = Function::parse("f(x, y) = x^2*y")?;
    /// let direction = Function::parse("[1, 2]")?;
    /// assert_eq!(f.along(&direction)?.to_string(), "2*x^2 + 2*x*y");
    /// # Ok::<(), partials::Error>(())
    /// ```
    ///
    /// # Errors
    /// Where the direction has another number of elements.
    pub fn along(&self, direction: &Self) -> Result<Derivative, Error> {
        let expected = self.variables().len();
        self.with_direction(direction, expected, |value, graph, ids| {
            value.along(graph, ids)
        })
    }

    /// The weights times the Jacobian: an element for each variable (VJP).
    ///
    /// # Errors
    /// Where there is another number of weights than elements.
    pub fn weighted_gradient(&self, weights: &Self) -> Result<Derivative, Error> {
        let expected = self.elements().len();
        self.with_direction(weights, expected, |value, graph, ids| {
            value.weighted_gradient(graph, ids)
        })
    }

    /// The Hessian of a number times a direction (HVP), of a size that is linear in that of the
    /// function.
    ///
    /// # Errors
    /// Where the function is no number, or the direction has another number of elements.
    pub fn hessian_along(&self, direction: &Self) -> Result<Derivative, Error> {
        let expected = self.variables().len();
        self.with_direction(direction, expected, |value, graph, ids| {
            value.hessian_along(graph, ids)
        })
    }

    /// The derivative of `y(x)` of an order (1, 2, …), where this is the equation `a == b` that
    /// defines it, or what is 0 by it.
    ///
    /// ```
    /// use partials::Function;
    /// let circle = Function::parse("x^2 + y^2 == 1")?;
    /// assert_eq!(circle.implicit("y", "x", 1)?.to_string(), "-x/y");
    /// # Ok::<(), partials::Error>(())
    /// ```
    ///
    /// # Errors
    /// Where the function is no number or condition.
    pub fn implicit(&self, y: &str, x: &str, order: u32) -> Result<Derivative, Error> {
        self.scalar_result(|value, graph| {
            let (y, x) = graph.with(|arena| (arena.symbol(y), arena.symbol(x)));
            value.implicit(graph, y, x, order)
        })
    }

    /// The derivative of an order (1, 2, …) of the inverse of this function of one variable, as
    /// an expression in the variable.
    ///
    /// ```
    /// use partials::Function;
    /// assert_eq!(Function::parse("x^3")?.inverse("x", 1)?.to_string(), "1/(3*x^2)");
    /// # Ok::<(), partials::Error>(())
    /// ```
    ///
    /// # Errors
    /// Where the function is no number.
    pub fn inverse(&self, variable: &str, order: u32) -> Result<Derivative, Error> {
        self.scalar_result(|value, graph| {
            let symbol = graph.with(|arena| arena.symbol(variable));
            value.inverse(graph, symbol, order)
        })
    }

    /// The Taylor polynomial in a variable around a point, which may be any formula, up to an
    /// order.
    ///
    /// ```
    /// use partials::Function;
    /// let (f, zero) = (Function::parse("exp(x)")?, Function::parse("0")?);
    /// assert_eq!(f.taylor("x", &zero, 3)?.to_string(), "x^3/6 + x^2/2 + x + 1");
    /// # Ok::<(), partials::Error>(())
    /// ```
    ///
    /// # Errors
    /// Where the point is no number.
    pub fn taylor(&self, variable: &str, around: &Self, order: u32) -> Result<Self, Error> {
        let at = around.with_elements().as_scalar();
        let at = at.ok_or_else(|| Error::mismatch("a number", around.shape().to_string()))?;
        let at = self.adopt(around, at);
        Ok(self.derived(self.with_graph(|graph, value| {
            let symbol = graph.with(|arena| arena.symbol(variable));
            value.taylor(graph, symbol, at, order)
        })))
    }

    /// Which way a derivative is worked out, with the sizes it was chosen by: of one variable many
    /// times by rules or by power series, of all variables forward or in reverse.
    ///
    /// ```
    /// use partials::{Function, symbolic::derive::Method};
    /// let f = Function::parse("exp(x*sin(x))/(1 + x^2)")?;
    /// assert_eq!(f.plan(&["x"; 15]).method, Method::Taylor);
    /// assert_eq!(f.plan(&["x"; 2]).method, Method::Forward);
    /// let f = Function::parse("x*y*z")?;
    /// assert_eq!(f.plan(&["x", "y", "z"]).method, Method::Reverse);
    /// # Ok::<(), partials::Error>(())
    /// ```
    pub fn plan(&self, variables: &[&str]) -> Plan {
        self.with_graph(|graph, value| {
            let symbols: Vec<_> =
                graph.with(|arena| variables.iter().map(|name| arena.symbol(name)).collect());
            match symbols.as_slice() {
                [first, rest @ ..] if rest.iter().all(|symbol| symbol == first) => {
                    let order = u32::try_from(symbols.len()).unwrap_or(u32::MAX);
                    let arrangement = value.arrangement(graph);
                    let tidy = |arena: &mut _, raw: &[Id]| arrangement.of(arena, raw);
                    of_order(graph, &value.elements, *first, order, tidy).1
                }
                _ => plan_jacobian(graph, &value.elements, &symbols),
            }
        })
    }

    fn with_direction(
        &self,
        direction: &Self,
        expected: usize,
        make: impl FnOnce(&Value, &Graph, &[Id]) -> Option<Value>,
    ) -> Result<Derivative, Error> {
        let elements = direction.with_elements().elements;
        let elements: Vec<Id> = elements
            .iter()
            .map(|id| self.adopt(direction, *id))
            .collect();
        let found = self.with_graph(|graph, value| make(value, graph, &elements));
        let wrong = || {
            let found = format!("{}, {}", self.shape(), direction.shape());
            Error::mismatch(format!("a vector of {expected}"), found)
        };
        found.map(|value| self.derived(value)).ok_or_else(wrong)
    }

    fn scalar_result(
        &self,
        make: impl FnOnce(&Value, &Graph) -> Option<Value>,
    ) -> Result<Derivative, Error> {
        let found = self.with_graph(|graph, value| make(value, graph));
        let wrong = || Error::mismatch("a number", self.shape().to_string());
        found.map(|value| self.derived(value)).ok_or_else(wrong)
    }
}
