//! Sums and means of a function over the rows of a table: losses, likelihoods, least squares.

use partials_numeric::batch::{Batch, Table};
use partials_numeric::code::{Code, Mode};
use partials_numeric::tape::{Tape, TapeOptions};
use partials_symbolic::derive;

use crate::native::Rows;
use crate::{Error, Function};

/// What is made of the values of all rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reduction {
    /// Their sum.
    Sum,
    /// Their sum by their number.
    Mean,
}

/// A sum or mean over the rows of a table, as a function of the parameters: the variables that are
/// no columns. Value and gradient take one pass over the rows, vectorised over them and by all
/// threads, and are the same bits whatever the number of threads.
///
/// ```
/// use partials::{Function, Reduction};
/// let square = Function::parse("f(w, b, x, y) = (w*x + b - y)^2")?;
/// let loss = square.over_rows(&["x", "y"], Reduction::Mean)?;
/// assert_eq!(loss.parameters(), ["w", "b"]);
///
/// let (x, y) = ([0.0, 1.0, 2.0], [1.0, 3.0, 5.0]);
/// let mut gradient = [0.0; 2];
/// let value = loss.value_and_gradient(&[2.0, 0.0], &[&x, &y], &mut gradient)?;
/// assert_eq!(value, 1.0);
/// assert_eq!(gradient, [-2.0, -2.0]);
/// # Ok::<(), partials::Error>(())
/// ```
#[derive(Debug)]
pub struct Reduced {
    parameters: Vec<String>,
    batch: Batch,
    native: Option<Rows>,
    reduction: Reduction,
}

impl Function {
    /// The sum or mean of a number over the rows of a table, of which some variables are the
    /// columns.
    ///
    /// # Errors
    /// Where the function is no number or has no such variable.
    pub fn over_rows(&self, data: &[&str], reduction: Reduction) -> Result<Reduced, Error> {
        self.over_rows_with(data, reduction, Mode::Strict)
    }

    /// As [`Function::over_rows`], with more or less freedom for the arithmetic of a row.
    ///
    /// # Errors
    /// As [`Function::over_rows`].
    pub fn over_rows_with(
        &self,
        data: &[&str],
        reduction: Reduction,
        mode: Mode,
    ) -> Result<Reduced, Error> {
        for name in data {
            if !self.variables().iter().any(|known| known == name) {
                return Err(Error::mismatch("a variable", format!("`{name}`")));
            }
        }
        let is_data = |name: &&String| data.contains(&name.as_str());
        let parameters: Vec<String> = self
            .variables()
            .iter()
            .filter(|name| !is_data(name))
            .cloned()
            .collect();
        let inputs = [
            parameters.clone(),
            data.iter().map(ToString::to_string).collect(),
        ]
        .concat();
        let tape = self.with_graph(|graph, value| {
            let Some(id) = value.as_scalar() else {
                return Err(Error::mismatch("a number", value.shape.to_string()));
            };
            let symbols: Vec<_> =
                graph.with(|arena| parameters.iter().map(|name| arena.symbol(name)).collect());
            let mut roots = vec![id];
            roots.extend(derive::gradient(graph, id, &symbols));
            let options = TapeOptions {
                decimals: value.decimals,
            };
            Ok(Tape::new(graph, &roots, &inputs, options)?)
        })?;
        let code = Code::new(&tape, mode)?;
        Ok(Reduced {
            batch: Batch::new(&code),
            native: Rows::new(&code, parameters.len()),
            parameters,
            reduction,
        })
    }
}

impl Reduced {
    /// The variables that are no columns, in order.
    #[must_use]
    pub fn parameters(&self) -> &[String] {
        &self.parameters
    }

    /// Value and gradient in the parameters, over the rows of some columns, in the order in which
    /// they were named.
    ///
    /// # Errors
    /// Where there are not as many parameters or columns, or these differ in length.
    pub fn value_and_gradient(
        &self,
        parameters: &[f64],
        columns: &[&[f64]],
        gradient: &mut [f64],
    ) -> Result<f64, Error> {
        if gradient.len() != self.parameters.len() || parameters.len() != self.parameters.len() {
            let expected = format!("{} parameters and derivatives", self.parameters.len());
            return Err(Error::mismatch(expected, gradient.len().to_string()));
        }
        let rows = columns.first().map_or(0, |column| column.len());
        let table = Table {
            shared: parameters,
            columns,
        };
        let mut totals = vec![0.0; self.batch.outputs()];
        match &self.native {
            Some(native) if native.sums(&table, rows, &mut totals) => {}
            _ => self.batch.sums(&table, rows, &mut totals)?,
        }
        if self.reduction == Reduction::Mean {
            totals.iter_mut().for_each(|total| *total /= rows as f64);
        }
        let (value, found) = totals
            .split_first()
            .map_or((f64::NAN, [].as_slice()), |(v, g)| (*v, g));
        gradient
            .iter_mut()
            .zip(found)
            .for_each(|(to, from)| *to = *from);
        Ok(value)
    }
}
