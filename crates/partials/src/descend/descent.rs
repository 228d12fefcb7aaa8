//! Descents with the gradients and Hessians of formulas.

use partials_minimise::descent::{Descent, Method, Settings};
use partials_minimise::{Matrix, Objective};
use partials_numeric::blackbox::Report;
use partials_symbolic::Rational;

use crate::{CodeVerifier, Compiled, Error, Function};

/// A function of which a minimum is sought, ready to be evaluated with its derivatives.
///
/// ```
/// use partials::minimise::descent::Settings;
/// use partials::{Downhill, Function};
/// let rosenbrock = Function::parse("f(x, y) = 100*(y - x^2)^2 + (1 - x)^2")?;
/// let found = Downhill::new(&rosenbrock)?.descend(&Settings::default(), &[-1.2, 1.0])?;
/// assert!(found.stop.is_minimum());
/// assert_eq!(found.end().point, [1.0, 1.0]);
/// # Ok::<(), partials::Error>(())
/// ```
#[derive(Debug)]
pub struct Downhill {
    compiled: Compiled,
}

/// For more variables than these the Hessian isn't asked for unless the method is named.
const MANY: usize = 100;

impl Downhill {
    /// Prepares a function that is a number.
    ///
    /// # Errors
    /// Where it is a vector or matrix, has no variables, or a function in it is not defined.
    pub fn new(function: &Function) -> Result<Self, Error> {
        if function.with_graph(|_, value| value.as_scalar().is_none()) {
            return Err(Error::mismatch("a number", function.shape().to_string()));
        }
        if function.variables().is_empty() {
            return Err(Error::mismatch("a function of some variable", "a constant"));
        }
        let compiled = function.compile()?;
        Ok(Self { compiled })
    }

    /// The function.
    #[must_use]
    pub fn function(&self) -> &Function {
        self.compiled.function()
    }

    /// The method that suits the number of variables.
    #[must_use]
    pub fn method(&self) -> Method {
        match self.dimension() {
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
}
