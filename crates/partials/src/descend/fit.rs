//! Models of data: a formula in parameters and columns, and what it is to equal.

use partials_minimise::fit::{Fit, Loss, Settings};
use partials_minimise::{Bounds, Matrix, Residuals, starts};
use partials_numeric::batch::{Batch, Table as Rows};
use partials_numeric::code::{Code, Mode};
use partials_numeric::tape::{Tape, TapeOptions};
use partials_symbolic::arrange::{Facts, VariableOrder, arrange};
use partials_symbolic::derive;
use partials_symbolic::lower::Value;

use crate::table::Table;
use crate::{Error, Function};

/// A model of data, ready to be fitted. What it is to equal is an expression over the columns, the
/// response; the variables of the model that are no columns are its parameters.
///
/// ```
/// use partials::{Function, Model, Table};
/// let table = Table::parse("x,y\n1,2.1\n2,3.9\n3,6.2\n4,7.8\n")?;
/// let (line, y) = (Function::parse("a + b*x")?, Function::parse("y")?);
/// let model = Model::new(&line, &y, &table)?;
/// assert_eq!(model.parameters(), ["a", "b"]);
/// assert_eq!(model.linear(), [0, 1]);
///
/// let fit = model.fit(&Default::default(), &[])?;
/// assert!((fit.parameters[1].value - 1.94).abs() < 1e-12);
/// assert!((fit.parameters[1].error - 0.0905538513813742).abs() < 1e-12);
/// # Ok::<(), partials::Error>(())
/// ```
#[derive(Debug)]
pub struct Model {
    parameters: Vec<String>,
    linear: Vec<usize>,
    /// Model less response.
    difference: Function,
    columns: Vec<Vec<f64>>,
    /// The rows of the table that have all values.
    rows: Vec<usize>,
    observed: Vec<f64>,
    values: Batch,
    derivatives: Batch,
}

/// How many starting points are drawn where none is given, and the seed.
const STARTS: usize = 24;
const SEED: u64 = 0;

impl Model {
    /// A model of the rows of a table. Rows that lack a value of a column in use are left out.
    ///
    /// # Errors
    /// Where the model or the response is no number, a column in use holds text, or the response
    /// has variables that are no columns.
    pub fn new(model: &Function, response: &Function, table: &Table) -> Result<Self, Error> {
        let difference = difference(model, response)?;
        let is_column = |name: &&String| table.column(name).is_some();
        if let Some(name) = response.variables().iter().find(|name| !is_column(name)) {
            return Err(Error::mismatch("a column of the data", format!("`{name}`")));
        }
        let names: Vec<&String> = difference.variables().iter().filter(is_column).collect();
        let found: Result<Vec<&[f64]>, Error> =
            names.iter().map(|name| Ok(table.numbers(name)?)).collect();
        let found = found?;
        let rows = complete(&found, table.rows());
        let pick = |column: &&[f64]| -> Vec<f64> {
            rows.iter()
                .filter_map(|row| column.get(*row))
                .copied()
                .collect()
        };
        let columns: Vec<Vec<f64>> = found.iter().map(pick).collect();
        let parameters: Vec<String> = difference
            .variables()
            .iter()
            .filter(|name| !is_column(name))
            .cloned()
            .collect();
        if parameters.is_empty() {
            let expected = "a model with parameters, which are no columns";
            return Err(Error::mismatch(expected, format!("`{model}`")));
        }
        let inputs: Vec<String> = parameters
            .iter()
            .chain(names.iter().copied())
            .cloned()
            .collect();
        let observed = evaluated(response, &names, &columns)?;
        Ok(Self {
            values: batch(&difference, &parameters, &inputs, false)?,
            derivatives: batch(&difference, &parameters, &inputs, true)?,
            linear: linear(&difference, &parameters)?,
            parameters,
            difference,
            columns,
            rows,
            observed,
        })
    }

    /// The names of the parameters.
    #[must_use]
    pub fn parameters(&self) -> &[String] {
        &self.parameters
    }

    /// The places of parameters in all of which together the model is linear: their mixed second
    /// derivatives are zero.
    #[must_use]
    pub fn linear(&self) -> &[usize] {
        &self.linear
    }

    /// The rows of the table that are used.
    #[must_use]
    pub fn rows(&self) -> &[usize] {
        &self.rows
    }

    /// The response in these rows.
    #[must_use]
    pub fn observed(&self) -> &[f64] {
        &self.observed
    }

    /// The columns in use, in these rows, in the order in which the difference has them.
    pub(super) fn columns(&self) -> &[Vec<f64>] {
        &self.columns
    }

    /// Model less response, a function of parameters and columns.
    #[must_use]
    pub fn difference(&self) -> &Function {
        &self.difference
    }

    /// The values of the model in these rows.
    #[must_use]
    pub fn predicted(&self, parameters: &[f64]) -> Vec<f64> {
        let mut predicted = vec![0.0; self.count()];
        self.residuals(parameters, &mut predicted);
        let observed = predicted.iter_mut().zip(&self.observed);
        observed.for_each(|(value, y)| *value += y);
        predicted
    }

    /// Starting points where none is known: all parameters 1, and others drawn over magnitudes
    /// and within bounds. Parameters in which the model is linear need none.
    #[must_use]
    pub fn starts(&self, bounds: &Bounds) -> Vec<Vec<f64>> {
        let size = self.parameters.len();
        let mut ones = vec![1.0; size];
        bounds.project(&mut ones);
        let mut all = vec![ones];
        if self.linear.len() < size {
            all.extend(starts(bounds, size, STARTS, SEED));
        }
        all
    }

    /// The best parameters, from some starting points, or from [`Model::starts`] if there are
    /// none.
    ///
    /// # Errors
    /// Where there are fewer rows than parameters, or the model has no value at any start.
    pub fn fit(&self, settings: &Settings, from: &[Vec<f64>]) -> Result<Fit, Error> {
        let settings = Settings {
            linear: self.linear.clone(),
            ..settings.clone()
        };
        let drawn;
        let from = match from {
            [] => {
                drawn = self.starts(&settings.bounds);
                &drawn
            }
            given => given,
        };
        let fit = settings.fit(self, from)?;
        match settings.loss == Loss::Squares && settings.weights.is_none() {
            true => self.refined(fit),
            false => Ok(fit),
        }
    }
}

impl Residuals for Model {
    fn parameters(&self) -> usize {
        self.parameters.len()
    }

    fn count(&self) -> usize {
        self.rows.len()
    }

    fn residuals(&self, point: &[f64], residuals: &mut [f64]) {
        residuals.fill(f64::NAN);
        self.for_each(&self.values, point, |_, range, values| {
            copy(residuals, range, values);
        });
    }

    fn jacobian(&self, point: &[f64], residuals: &mut [f64], jacobian: &mut Matrix) {
        residuals.fill(f64::NAN);
        let columns = jacobian.columns_mut();
        self.for_each(
            &self.derivatives,
            point,
            |output, range, values| match output.checked_sub(1) {
                None => copy(residuals, range, values),
                Some(place) => {
                    let column = columns.get_mut(place);
                    column
                        .into_iter()
                        .for_each(|column| copy(column, range.clone(), values));
                }
            },
        );
    }
}

impl Model {
    /// Hands over the outputs of code, block by block.
    fn for_each(
        &self,
        code: &Batch,
        point: &[f64],
        mut consume: impl FnMut(usize, std::ops::Range<usize>, &[f64]),
    ) {
        let columns: Vec<&[f64]> = self.columns.iter().map(Vec::as_slice).collect();
        let table = Rows {
            shared: point,
            columns: &columns,
        };
        // Lengths are right by construction; where they were not, residuals are NaN.
        let _ = code.for_each_tile(table, self.rows.len(), |block| {
            for (output, values) in block.outputs().enumerate() {
                consume(output, block.points(), values);
            }
        });
    }
}

fn copy(to: &mut [f64], range: std::ops::Range<usize>, values: &[f64]) {
    if let Some(to) = to.get_mut(range)
        && to.len() == values.len()
    {
        to.copy_from_slice(values);
    }
}

/// The rows in which all columns have values.
fn complete(columns: &[&[f64]], rows: usize) -> Vec<usize> {
    let has_all = |row: &usize| {
        let mut cells = columns.iter().map(|column| column.get(*row));
        cells.all(|cell| cell.is_some_and(|x| !x.is_nan()))
    };
    (0..rows).filter(has_all).collect()
}

/// Model less response.
fn difference(model: &Function, response: &Function) -> Result<Function, Error> {
    let number = |function: &Function| {
        let id = function.with_graph(|_, value| value.as_scalar());
        id.ok_or_else(|| Error::mismatch("a number", function.shape().to_string()))
    };
    let (model_id, response_id) = (number(model)?, number(response)?);
    let response_id = model.adopt(response, response_id);
    let value = model.with_graph(|graph, value| {
        graph.with(|arena| {
            let known = model.variables().iter();
            let more = response.variables().iter();
            let more = more.filter(|name| !model.variables().contains(name));
            let variables = known.chain(more).map(|name| arena.symbol(name));
            Value {
                variables: Some(variables.collect()),
                decimals: value.decimals || response.lowered().decimals,
                ..Value::scalar(arena.subtract(model_id, response_id))
            }
        })
    });
    Ok(model.with_value(value))
}

/// The code of the difference, and with it of its derivatives in the parameters.
fn batch(
    difference: &Function,
    parameters: &[String],
    inputs: &[String],
    derived: bool,
) -> Result<Batch, Error> {
    let tape = difference.with_graph(|graph, value| {
        let mut roots = value.elements.clone();
        if let (true, Some(id)) = (derived, value.as_scalar()) {
            let symbols: Vec<_> =
                graph.with(|arena| parameters.iter().map(|name| arena.symbol(name)).collect());
            roots.extend(derive::gradient(graph, id, &symbols));
        }
        let options = TapeOptions {
            decimals: value.decimals,
        };
        Tape::new(graph, &roots, inputs, options)
    })?;
    Ok(Batch::new(&Code::new(&tape, Mode::Strict)?))
}

/// The values of an expression over columns.
fn evaluated(
    function: &Function,
    names: &[&String],
    columns: &[Vec<f64>],
) -> Result<Vec<f64>, Error> {
    let own = function.variables().iter();
    let own: Vec<&[f64]> = own
        .filter_map(|name| names.iter().position(|known| *known == name))
        .filter_map(|place| columns.get(place).map(Vec::as_slice))
        .collect();
    let mut values = vec![0.0; columns.first().map_or(0, Vec::len)];
    function.compile()?.batch(&own, &mut [&mut values])?;
    Ok(values)
}

/// Parameters in all of which together the function is linear, the first ones first.
fn linear(function: &Function, parameters: &[String]) -> Result<Vec<usize>, Error> {
    let mut found: Vec<usize> = Vec::new();
    for (place, name) in parameters.iter().enumerate() {
        let mut partners = found.iter().filter_map(|other| parameters.get(*other));
        let is_linear = |other: &String| vanishes(function, name, other);
        if is_linear(name)?
            && partners.try_fold(true, |all, p| Ok::<_, Error>(all && is_linear(p)?))?
        {
            found.push(place);
        }
    }
    Ok(found)
}

/// Whether a second derivative is zero, as far as collecting terms shows.
fn vanishes(function: &Function, a: &str, b: &str) -> Result<bool, Error> {
    let derived = function.derivative(&[a, b])?;
    Ok(derived.with_graph(|graph, value| {
        graph.with(|arena| {
            let order = VariableOrder::default();
            let arranged = arrange(arena, &value.elements, &order, &Facts::default());
            arranged
                .iter()
                .all(|id| arena.as_number(*id).is_some_and(|n| n.is_zero()))
        })
    }))
}
