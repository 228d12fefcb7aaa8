//! Losses over the rows of a table, to be minimised.

use partials_minimise::Objective;

use crate::Reduced;

/// A sum or mean over given columns: a number that depends on the parameters alone. Value and
/// gradient take one pass over the rows, by all threads.
///
/// ```
/// use partials::minimise::descent::{Method, Settings};
/// use partials::{Function, Reduction};
/// let square = Function::parse("f(w, b, x, y) = (w*x + b - y)^2")?;
/// let loss = square.over_rows(&["x", "y"], Reduction::Mean)?;
/// let (x, y) = ([0.0, 1.0, 2.0], [1.0, 3.0, 5.0]);
/// let columns = [x.as_slice(), &y];
/// let settings = Settings { method: Method::Bfgs, ..Settings::default() };
/// let found = settings.descend(&loss.on(&columns), &[0.0, 0.0])?;
/// let [w, b] = found.end().point[..] else { panic!() };
/// assert!((w - 2.0).abs() < 1e-9 && (b - 1.0).abs() < 1e-9);
/// # Ok::<(), partials::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Training<'a> {
    loss: &'a Reduced,
    columns: &'a [&'a [f64]],
}

impl Reduced {
    /// The sum or mean over these columns, in the order in which they were named.
    #[must_use]
    pub fn on<'a>(&'a self, columns: &'a [&'a [f64]]) -> Training<'a> {
        Training {
            loss: self,
            columns,
        }
    }
}

impl Objective for Training<'_> {
    fn dimension(&self) -> usize {
        self.loss.parameters().len()
    }

    fn value(&self, point: &[f64]) -> f64 {
        self.gradient(point, &mut vec![0.0; point.len()])
    }

    fn gradient(&self, point: &[f64], gradient: &mut [f64]) -> f64 {
        let value = self.loss.value_and_gradient(point, self.columns, gradient);
        value.unwrap_or(f64::NAN)
    }
}
