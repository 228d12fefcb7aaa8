//! Code that takes and gives arrays of the `ndarray` crate.

use ndarray::{Array, Array1, Array2, Dimension};
use num_traits::Float;
use partials_numeric::blackbox::Report;

use super::CodeVerifier;
use crate::Error;

impl CodeVerifier<'_> {
    /// Checks a gradient in the shape of its argument, of any dimension.
    ///
    /// ```
    /// use ndarray::{Array2, array};
    /// use partials::CodeVerifier;
    ///
    /// let f = |x: &Array2<f64>| x.iter().map(|v| v.powi(3)).sum::<f64>();
    /// let gradient = |x: &Array2<f64>| x.mapv(|v| 3.0 * v * v);
    /// let points = [array![[1.0, 2.0], [3.0, 4.0]]];
    /// assert!(CodeVerifier::new().gradient_of_arrays(f, gradient, &points)?.holds());
    /// # Ok::<(), partials::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`gradient`](Self::gradient), and where points are of different shapes.
    pub fn gradient_of_arrays<T: Float, D: Dimension>(
        &self,
        mut f: impl FnMut(&Array<T, D>) -> T,
        mut gradient: impl FnMut(&Array<T, D>) -> Array<T, D>,
        points: &[Array<T, D>],
    ) -> Result<Report, Error> {
        let shape = common_shape(points)?;
        let array = |x: &[T]| {
            let found = Array::from_shape_vec(shape.clone(), x.to_vec());
            found.unwrap_or_else(|_| Array::from_elem(shape.clone(), T::nan()))
        };
        let points: Vec<Vec<T>> = points.iter().map(elements).collect();
        let flat = |x: &[T]| elements(&gradient(&array(x)));
        self.gradient(|x: &[T]| f(&array(x)), flat, &points)
    }

    /// Checks a Jacobian: entry `[i, j]` is `∂fᵢ/∂xⱼ`.
    ///
    /// # Errors
    /// As [`jacobian`](Self::jacobian).
    pub fn jacobian_of_arrays<T: Float>(
        &self,
        mut f: impl FnMut(&Array1<T>) -> Array1<T>,
        mut jacobian: impl FnMut(&Array1<T>) -> Array2<T>,
        points: &[Array1<T>],
    ) -> Result<Report, Error> {
        let array = |x: &[T]| Array1::from(x.to_vec());
        let points: Vec<Vec<T>> = points.iter().map(elements).collect();
        let values = |x: &[T]| elements(&f(&array(x)));
        let rows = |x: &[T]| -> Vec<Vec<T>> {
            let jacobian = jacobian(&array(x));
            jacobian
                .rows()
                .into_iter()
                .map(|row| row.to_vec())
                .collect()
        };
        self.jacobian(values, rows, &points)
    }
}

fn elements<T: Float, D: Dimension>(array: &Array<T, D>) -> Vec<T> {
    array.iter().copied().collect()
}

fn common_shape<T: Float, D: Dimension>(points: &[Array<T, D>]) -> Result<D, Error> {
    let shape = points.first().map(Array::raw_dim).unwrap_or_default();
    match points.iter().find(|point| point.raw_dim() != shape) {
        None => Ok(shape),
        Some(other) => Err(Error::mismatch(
            format!("points of the shape {shape:?}"),
            format!("{:?}", other.raw_dim()),
        )),
    }
}
