//! A function made ready to be evaluated many times: at points, at batches of them, with its
//! derivatives.

use std::sync::OnceLock;

use partials_numeric::batch::{Batch, BatchError, Block, Columns, Parts, Rows};
use partials_numeric::code::{Code, Mode};
use partials_numeric::tape::{Tape, TapeOptions};
use partials_symbolic::Graph;
use partials_symbolic::derive;
use partials_symbolic::graph::{Id, Symbol};
use partials_symbolic::lower::Value;
use rayon::prelude::*;

use crate::native::{Native, Pointwise};
use crate::{Error, Function};

/// What a [`Compiled`] function computes at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Quantity {
    /// The m elements of the function.
    Value,
    /// The derivatives: for each of the m elements, in each of the n variables. Of a number, the
    /// gradient.
    Jacobian,
    /// The m elements, then their m·n derivatives.
    ValueAndJacobian,
    /// The n² second derivatives of a number, row by row.
    Hessian,
    /// The Hessian of a number times a vector, which follows the point as n more inputs.
    HessianProduct,
}

/// So many inputs in two parts are joined for machine code; more go to the interpreter, which reads
/// them where they are.
const JOINED: usize = 64;

/// Rows that one thread works on at a time.
const ROWS: usize = 1 << 12;

impl Quantity {
    const COUNT: usize = 5;
}

/// A function that is ready to be evaluated, with its derivatives.
///
/// It is `Send` and `Sync`. What is needed for a derivative is made when that is first asked for;
/// after that no call allocates.
///
/// Of a matrix with many zeros, compile [the entries](crate::Sparse::entries): its values at a
/// point are then those of the fixed pattern.
///
/// Where the function is undefined the values are NaN, as [`Function::values`] has them, from which
/// they differ by the stated errors of the [vector functions](partials_numeric::vector) alone
/// (with [`Mode::Strict`], which is the default).
///
/// ```
/// use partials::Function;
/// let f = Function::parse("f(x, y) = x^2*y + sin(x*y)")?.compile()?;
/// let mut gradient = [0.0; 2];
/// let value = f.value_and_gradient(&[1.0, 2.0], &mut gradient)?;
/// assert!((value - (2.0 + 2.0_f64.sin())).abs() < 1e-15);
/// assert!((gradient[0] - (4.0 + 2.0 * 2.0_f64.cos())).abs() < 1e-15);
///
/// let (x, y) = ([1.0, 2.0, 3.0], [0.0, 0.0, 0.0]);
/// let mut values = [1.0; 3];
/// f.batch(&[&x, &y], &mut [&mut values])?;
/// assert_eq!(values, [0.0; 3]);
/// # Ok::<(), partials::Error>(())
/// ```
#[derive(Debug)]
pub struct Compiled {
    function: Function,
    mode: Mode,
    ready: [OnceLock<Result<Ready, Error>>; Quantity::COUNT],
}

/// The code of a quantity, and machine code of it once points or batches were asked for.
#[derive(Debug)]
struct Ready {
    code: Code,
    batch: Batch,
    native: OnceLock<Option<Native>>,
    pointwise: OnceLock<Option<Pointwise>>,
}

impl Ready {
    fn native(&self) -> Option<&Native> {
        let made = self.native.get_or_init(|| Native::new(&self.code));
        made.as_ref()
    }

    /// The numbers at many points, both as rows.
    fn rows(&self, points: &[f64], values: &mut [f64]) -> Result<(), Error> {
        match self.native() {
            Some(native) if native.rows(points, values) => Ok(()),
            _ => Ok(self.batch.rows(points, values)?),
        }
    }

    fn pointwise(&self) -> Option<&Pointwise> {
        let made = self.pointwise.get_or_init(|| Pointwise::new(&self.code));
        made.as_ref()
    }

    /// The numbers at a point.
    fn at(&self, point: &[f64], numbers: &mut [f64]) -> Result<(), Error> {
        match self.pointwise() {
            Some(machine) if machine.evaluate(point, numbers) => Ok(()),
            _ => Ok(self.batch.point(point, numbers)?),
        }
    }
}

impl Function {
    /// Makes the function ready to be evaluated many times.
    ///
    /// # Errors
    /// Where a function in it is not defined.
    pub fn compile(&self) -> Result<Compiled, Error> {
        self.compile_with(Mode::Strict)
    }

    /// As [`Function::compile`], with more or less freedom for arithmetic.
    ///
    /// # Errors
    /// As [`Function::compile`].
    pub fn compile_with(&self, mode: Mode) -> Result<Compiled, Error> {
        let compiled = Compiled {
            function: self.clone(),
            mode,
            ready: Default::default(),
        };
        compiled.quantity(Quantity::Value)?;
        Ok(compiled)
    }
}

impl Compiled {
    /// The function.
    #[must_use]
    pub fn function(&self) -> &Function {
        &self.function
    }

    /// The code of a quantity, for batches of points.
    ///
    /// # Errors
    /// Where the function has no such quantity.
    pub fn quantity(&self, quantity: Quantity) -> Result<&Batch, Error> {
        Ok(&self.ready(quantity)?.batch)
    }

    /// The numbers of a quantity at a point.
    #[cfg(feature = "argmin")]
    pub(crate) fn owned(&self, quantity: Quantity, point: &[f64]) -> Result<Vec<f64>, Error> {
        let ready = self.ready(quantity)?;
        let mut values = vec![0.0; ready.batch.outputs()];
        ready.at(point, &mut values)?;
        Ok(values)
    }

    fn ready(&self, quantity: Quantity) -> Result<&Ready, Error> {
        let make = || self.make(quantity);
        match self.ready.get(quantity as usize) {
            Some(place) => place.get_or_init(make).as_ref().map_err(Clone::clone),
            None => Err(Error::mismatch("a quantity", "another")),
        }
    }

    fn make(&self, quantity: Quantity) -> Result<Ready, Error> {
        let mut inputs = self.function.variables().to_vec();
        if quantity == Quantity::HessianProduct {
            inputs.extend(self.function.variables().iter().map(|name| along(name)));
        }
        let tape = self.function.with_graph(|graph, value| {
            let options = TapeOptions {
                decimals: value.decimals,
            };
            let roots = roots(quantity, graph, value, &inputs)?;
            Ok::<_, Error>(Tape::new(graph, &roots, &inputs, options)?)
        })?;
        let code = Code::new(&tape, self.mode)?;
        Ok(Ready {
            batch: Batch::new(&code),
            code,
            native: OnceLock::new(),
            pointwise: OnceLock::new(),
        })
    }

    /// The value of a number at a point.
    ///
    /// # Errors
    /// Where the point has another number of coordinates, or the function is no number.
    pub fn value(&self, point: &[f64]) -> Result<f64, Error> {
        let mut value = [0.0];
        self.values(point, &mut value)?;
        let [value] = value;
        Ok(value)
    }

    /// The values of all elements at a point.
    ///
    /// # Errors
    /// Where the lengths are not those of the variables and elements.
    pub fn values(&self, point: &[f64], values: &mut [f64]) -> Result<(), Error> {
        self.ready(Quantity::Value)?.at(point, values)
    }

    /// The gradient of a number at a point.
    ///
    /// # Errors
    /// Where a length is not that of the variables, or the function is no number.
    pub fn gradient(&self, point: &[f64], gradient: &mut [f64]) -> Result<(), Error> {
        self.jacobian(point, gradient)
    }

    /// The value of a number and its gradient at a point.
    ///
    /// # Errors
    /// As [`Compiled::gradient`].
    pub fn value_and_gradient(&self, point: &[f64], gradient: &mut [f64]) -> Result<f64, Error> {
        let ready = self.ready(Quantity::ValueAndJacobian)?;
        let code = &ready.batch;
        if code.outputs() != gradient.len() + 1 {
            let expected = format!("a gradient of {} numbers", code.outputs().saturating_sub(1));
            return Err(Error::mismatch(expected, gradient.len().to_string()));
        }
        let mut found = f64::NAN;
        if let Some(machine) = ready.pointwise()
            && machine.split(point, &mut found, gradient)
        {
            return Ok(found);
        }
        code.visit(&Rows(point), |place, value| match place.checked_sub(1) {
            None => found = value,
            Some(place) => {
                let slot = gradient.get_mut(place);
                slot.into_iter().for_each(|slot| *slot = value);
            }
        })?;
        Ok(found)
    }

    /// The Jacobian at a point, row by row: a row for each element, a column for each variable.
    ///
    /// # Errors
    /// Where the lengths don't fit.
    pub fn jacobian(&self, point: &[f64], jacobian: &mut [f64]) -> Result<(), Error> {
        self.ready(Quantity::Jacobian)?.at(point, jacobian)
    }

    /// The Hessian of a number at a point, row by row.
    ///
    /// # Errors
    /// Where the lengths don't fit, or the function is no number.
    pub fn hessian(&self, point: &[f64], hessian: &mut [f64]) -> Result<(), Error> {
        self.ready(Quantity::Hessian)?.at(point, hessian)
    }

    /// The Hessian of a number at a point times a vector, without the Hessian.
    ///
    /// # Errors
    /// As [`Compiled::hessian`].
    pub fn hessian_product(
        &self,
        point: &[f64],
        vector: &[f64],
        product: &mut [f64],
    ) -> Result<(), Error> {
        let ready = self.ready(Quantity::HessianProduct)?;
        let mut both = [0.0; JOINED];
        let Some(joined) = both.get_mut(..point.len() + vector.len()) else {
            return Ok(ready.batch.point_of(&Parts(point, vector), product)?);
        };
        let numbers = point.iter().chain(vector);
        joined.iter_mut().zip(numbers).for_each(|(to, x)| *to = *x);
        ready.at(joined, product)
    }

    /// The values at many points, which come as columns, one for each variable, as columns, one
    /// for each element.
    ///
    /// # Errors
    /// Where the columns are not as many as variables and elements, or differ in length.
    pub fn batch(&self, points: &[&[f64]], values: &mut [&mut [f64]]) -> Result<(), Error> {
        self.columns(Quantity::Value, points, values)
    }

    /// A quantity at many points, which come as columns, one for each variable, as columns, one
    /// for each number of the quantity. With the feature `jit`, by machine code where the
    /// processor and the functions allow it; the values are the same.
    ///
    /// # Errors
    /// Where the function has no such quantity, or the columns are not as many as needed, or
    /// differ in length.
    pub fn columns(
        &self,
        quantity: Quantity,
        points: &[&[f64]],
        values: &mut [&mut [f64]],
    ) -> Result<(), Error> {
        let ready = self.ready(quantity)?;
        match ready.native() {
            Some(native) if native.batch(points, values) => Ok(()),
            _ => Ok(ready.batch.columns(points, values)?),
        }
    }

    /// A quantity at many points, which come as rows, one for each point, as rows. The values are
    /// those of [`Compiled::columns`].
    ///
    /// # Errors
    /// Where the function has no such quantity, or the lengths are not those of as many points.
    ///
    /// ```
    /// use partials::{Function, Quantity};
    /// let f = Function::parse("f(x, y) = x^2*y")?.compile()?;
    /// let mut gradients = [0.0; 4];
    /// f.rows(Quantity::Jacobian, &[1.0, 2.0, 3.0, 4.0], &mut gradients)?;
    /// assert_eq!(gradients, [4.0, 1.0, 24.0, 9.0]);
    /// # Ok::<(), partials::Error>(())
    /// ```
    pub fn rows(
        &self,
        quantity: Quantity,
        points: &[f64],
        values: &mut [f64],
    ) -> Result<(), Error> {
        self.ready(quantity)?.rows(points, values)
    }

    /// As [`Compiled::rows`], by all threads. The values are the same bits.
    ///
    /// # Errors
    /// As [`Compiled::rows`].
    pub fn rows_parallel(
        &self,
        quantity: Quantity,
        points: &[f64],
        values: &mut [f64],
    ) -> Result<(), Error> {
        let ready = self.ready(quantity)?;
        let (inputs, outputs) = (ready.batch.inputs(), ready.batch.outputs());
        let count = points.len().checked_div(inputs).unwrap_or(0);
        let fit = outputs > 0 && (count * inputs, count * outputs) == (points.len(), values.len());
        if !fit || inputs == 0 || ready.native().is_none() {
            return Ok(ready.batch.rows_parallel(points, values)?);
        }
        let points = points.par_chunks(inputs * ROWS);
        let all = points.zip(values.par_chunks_mut(outputs * ROWS));
        all.try_for_each(|(points, values)| ready.rows(points, values))
    }

    /// Value and Jacobian at many points, which come as columns, block by block, each consumed
    /// while it is in the cache: first the elements, then their derivatives.
    ///
    /// # Errors
    /// As [`Compiled::batch`].
    pub fn for_each_tile(
        &self,
        points: &[&[f64]],
        mut consume: impl FnMut(Block<'_>),
    ) -> Result<(), Error> {
        let count = points.first().map_or(0, |column| column.len());
        let ready = self.ready(Quantity::ValueAndJacobian)?;
        match ready.native() {
            Some(native) if native.tiles(points, &mut consume) => Ok(()),
            _ => Ok(ready.batch.for_each_tile(Columns(points), count, consume)?),
        }
    }
}

/// The name of the direction in a variable: no name that can be read.
fn along(name: &str) -> String {
    format!("{name} along")
}

/// What is computed for a quantity. Derivatives are taken as they come, in the order that is good
/// for evaluation, not arranged for readers.
fn roots(
    quantity: Quantity,
    graph: &Graph,
    value: &Value,
    inputs: &[String],
) -> Result<Vec<Id>, Error> {
    let symbols: Vec<Symbol> =
        graph.with(|arena| inputs.iter().map(|name| arena.symbol(name)).collect());
    let elements = value.elements.as_slice();
    let number = || match value.as_scalar() {
        Some(id) => Ok(id),
        None => Err(Error::mismatch("a number", value.shape.to_string())),
    };
    let jacobian = || derive::jacobian(graph, elements, &symbols).concat();
    Ok(match quantity {
        Quantity::Value => elements.to_vec(),
        Quantity::Jacobian => jacobian(),
        Quantity::ValueAndJacobian => [elements.to_vec(), jacobian()].concat(),
        Quantity::Hessian => derive::hessian(graph, number()?, &symbols).concat(),
        Quantity::HessianProduct => {
            let (variables, _) = symbols.split_at(symbols.len() / 2);
            let gradient = derive::gradient(graph, number()?, variables);
            let direction: Vec<(Symbol, Id)> = graph.with(|arena| {
                let names = inputs.iter().skip(variables.len());
                let ids = names.map(|name| arena.variable(name));
                variables.iter().copied().zip(ids).collect()
            });
            derive::directional(graph, &gradient, &direction)
        }
    })
}

impl From<BatchError> for Error {
    fn from(error: BatchError) -> Self {
        match error {
            BatchError::Length { expected, found } => {
                Self::mismatch(format!("{expected} numbers"), found.to_string())
            }
            other => Self::mismatch("points that fit", other.to_string()),
        }
    }
}
