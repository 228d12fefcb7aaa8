//! Residuals whose squares are made small together.

use partials_minimise::{Matrix, Residuals, Sparse};

use crate::{Compiled, CompiledSparse, Error, Function};

/// The elements of a vector function, with their derivatives.
#[derive(Debug)]
pub(super) struct Squares {
    compiled: Compiled,
    /// Where it is worth it.
    sparse: Option<CompiledSparse>,
}

/// With fewer variables, or a larger part of the derivatives not zero, a dense Jacobian costs less.
const MANY: usize = 30;
const PART: f64 = 0.25;

impl Squares {
    pub(super) fn new(residuals: &Function) -> Result<Self, Error> {
        let (rows, columns) = (residuals.elements().len(), residuals.variables().len());
        let sparse = match columns >= MANY {
            true => {
                let found = residuals.sparse_jacobian();
                let part = found.pattern().len() as f64 / (rows as f64 * columns as f64);
                (part <= PART).then(|| found.compile()).transpose()?
            }
            false => None,
        };
        Ok(Self {
            compiled: residuals.compile()?,
            sparse,
        })
    }
}

impl Residuals for Squares {
    fn parameters(&self) -> usize {
        self.compiled.function().variables().len()
    }

    fn count(&self) -> usize {
        self.compiled.function().elements().len()
    }

    fn residuals(&self, point: &[f64], residuals: &mut [f64]) {
        if self.compiled.values(point, residuals).is_err() {
            residuals.fill(f64::NAN);
        }
    }

    fn jacobian(&self, point: &[f64], residuals: &mut [f64], jacobian: &mut Matrix) {
        self.residuals(point, residuals);
        let width = self.parameters();
        let mut entries = vec![f64::NAN; width * self.count()];
        // Where lengths were wrong, the entries stay NaN.
        let _ = self.compiled.jacobian(point, &mut entries);
        for (place, column) in jacobian.columns_mut().iter_mut().enumerate() {
            let entries = entries.iter().skip(place).step_by(width.max(1));
            column.iter_mut().zip(entries).for_each(|(to, x)| *to = *x);
        }
    }

    fn sparse_jacobian(&self, point: &[f64], residuals: &mut [f64]) -> Option<Sparse> {
        let compiled = self.sparse.as_ref()?;
        self.residuals(point, residuals);
        let pattern = compiled.pattern();
        let mut jacobian = Sparse::new(pattern.rows(), pattern.starts(), pattern.indices());
        if compiled.values(point, jacobian.values_mut()).is_err() {
            jacobian.values_mut().fill(f64::NAN);
        }
        Some(jacobian)
    }
}
