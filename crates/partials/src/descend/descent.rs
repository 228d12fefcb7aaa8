//! Descents with the gradients and Hessians of formulas.

use partials_minimise::descent::{Descent, Method, Settings};
use partials_minimise::{Matrix, Objective, Residuals};
use partials_numeric::blackbox::Report;
use partials_symbolic::Rational;
use partials_symbolic::lower::Value;

use super::squares::Squares;
use crate::{CodeVerifier, Compiled, Error, Function};

/// A function of which a minimum is sought, ready to be evaluated with its derivatives. Of a vector
/// or matrix the elements are residuals, and the sum of their squares is sought to be least.
///
/// ```
/// use partials::minimise::descent::Settings;
/// use partials::{Downhill, Function};
/// let rosenbrock = Function::parse("f(x, y) = 100*(y - x^2)^2 + (1 - x)^2")?;
/// let found = Downhill::new(&rosenbrock)?.descend(&Settings::default(), &[-1.2, 1.0])?;
/// assert!(found.stop.is_minimum());
/// assert_eq!(found.end().point, [1.0, 1.0]);
///
/// let residuals = Downhill::new(&Function::parse("[10*(y - x^2), 1 - x]")?)?;
/// let settings = Settings { method: residuals.method(), ..Settings::default() };
/// let found = residuals.descend(&settings, &[-1.2, 1.0])?;
/// assert_eq!(found.end().point, [1.0, 1.0]);
/// assert_eq!(residuals.method().name(), "levenberg-marquardt");
/// # Ok::<(), partials::Error>(())
/// ```
#[derive(Debug)]
pub struct Downhill {
    compiled: Compiled,
    residuals: Option<Squares>,
}

/// For more variables than these the Hessian isn't asked for unless the method is named.
const MANY: usize = 100;

impl Downhill {
    /// Prepares a function.
    ///
    /// # Errors
    /// Where it has no variables, or a function in it is not defined.
    pub fn new(function: &Function) -> Result<Self, Error> {
        if function.variables().is_empty() {
            return Err(Error::mismatch("a function of some variable", "a constant"));
        }
        let is_number = function.with_graph(|_, value| value.as_scalar().is_some());
        Ok(match is_number {
            true => Self {
                compiled: function.compile()?,
                residuals: None,
            },
            false => Self {
                compiled: sum_of_squares(function).compile()?,
                residuals: Some(Squares::new(function)?),
            },
        })
    }

    /// The function that is made small: of residuals the sum of their squares.
    #[must_use]
    pub fn function(&self) -> &Function {
        self.compiled.function()
    }

    /// The method that suits residuals, or the number of variables.
    #[must_use]
    pub fn method(&self) -> Method {
        match self.dimension() {
            _ if self.residuals.is_some() => Method::LevenbergMarquardt,
            many if many > MANY => Method::Lbfgs { memory: 10 },
            _ => Method::TrustRegion,
        }
    }

    /// Goes down from a point.
    ///
    /// # Errors
    /// Where the point has another number of coordinates.
    pub fn descend(&self, settings: &Settings, from: &[f64]) -> Result<Descent, Error> {
        self.function().check_point(from.len())?;
        Ok(settings.descend(self, from)?)
    }

    /// Which part of the function has no value at the point where a descent had to end, if there
    /// is such a part.
    ///
    /// # Errors
    /// Where the point has another number of coordinates.
    pub fn undefined_part(&self, point: &[f64]) -> Result<Option<String>, Error> {
        let exact: Option<Vec<Rational>> = point.iter().map(|x| Rational::from_f64(*x)).collect();
        let Some(exact) = exact else { return Ok(None) };
        let parts = self.function().undefined_parts(&exact)?;
        Ok(parts.into_iter().flatten().next())
    }

    /// Checks the gradient that a descent went by, at points of its path, against differences of
    /// the values: neither the rules of derivation nor the code of the gradient have a part in
    /// those.
    ///
    /// # Errors
    /// Where a point has another number of coordinates.
    pub fn verify(&self, points: &[&[f64]]) -> Result<Report, Error> {
        for point in points {
            self.function().check_point(point.len())?;
        }
        let gradient = |point: &[f64]| {
            let mut gradient = vec![0.0; point.len()];
            Objective::gradient(self, point, &mut gradient);
            gradient
        };
        CodeVerifier::new().gradient(
            |point: &[f64]| Objective::value(self, point),
            gradient,
            points,
        )
    }
}

impl Objective for Downhill {
    fn dimension(&self) -> usize {
        self.function().variables().len()
    }

    fn value(&self, point: &[f64]) -> f64 {
        self.compiled.value(point).unwrap_or(f64::NAN)
    }

    fn gradient(&self, point: &[f64], gradient: &mut [f64]) -> f64 {
        let value = self.compiled.value_and_gradient(point, gradient);
        value.unwrap_or(f64::NAN)
    }

    fn hessian(&self, point: &[f64]) -> Option<Matrix> {
        let size = self.dimension();
        let mut entries = vec![0.0; size * size];
        self.compiled.hessian(point, &mut entries).ok()?;
        let columns = entries.chunks_exact(size).map(<[f64]>::to_vec);
        Some(Matrix::from(columns.collect::<Vec<_>>()))
    }
    fn residuals(&self) -> Option<&dyn Residuals> {
        let residuals = self.residuals.as_ref()?;
        Some(residuals)
    }
}

fn sum_of_squares(residuals: &Function) -> Function {
    let value = residuals.with_graph(|graph, value| {
        let sum = graph.with(|arena| {
            let two = arena.integer(2);
            let elements = value.elements.iter();
            let squares: Vec<_> = elements.map(|id| arena.power(*id, two)).collect();
            arena.sum(&squares)
        });
        Value {
            variables: Some(value.variables(graph)),
            decimals: value.decimals,
            ..Value::scalar(sum)
        }
    });
    residuals.with_value(value)
}
