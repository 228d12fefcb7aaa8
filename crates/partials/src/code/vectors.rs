//! Code that takes and gives vectors and matrices of the `nalgebra` crate.

use nalgebra::allocator::Allocator;
use nalgebra::{DMatrix, DVector, DefaultAllocator, Dim, OVector, Scalar, U1};
use num_traits::Float;
use partials_numeric::blackbox::Report;

use super::CodeVerifier;
use crate::Error;

impl CodeVerifier<'_> {
    /// Checks a gradient of a function of vectors, of fixed or any length.
    ///
    /// ```
    /// use nalgebra::Vector2;
    /// use partials::CodeVerifier;
    ///
    /// let f = |x: &Vector2<f64>| x.dot(x) * x[1];
    /// let gradient =
    ///     |x: &Vector2<f64>| Vector2::new(2.0 * x[0] * x[1], x[0] * x[0] + 3.0 * x[1] * x[1]);
    /// let points = [Vector2::new(1.0, 2.0), Vector2::new(-0.5, 3.0)];
    /// assert!(CodeVerifier::new().gradient_of_vectors(f, gradient, &points)?.holds());
    /// # Ok::<(), partials::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`gradient`](Self::gradient), and where points are of different lengths.
    pub fn gradient_of_vectors<T: Float + Scalar, D: Dim>(
        &self,
        mut f: impl FnMut(&OVector<T, D>) -> T,
        mut gradient: impl FnMut(&OVector<T, D>) -> OVector<T, D>,
        points: &[OVector<T, D>],
    ) -> Result<Report, Error>
    where
        DefaultAllocator: Allocator<D>,
    {
        let Some(first) = points.first() else {
            return self.gradient(|_: &[T]| T::nan(), |x: &[T]| x.to_vec(), &[] as &[Vec<T>]);
        };
        let shape = first.shape_generic().0;
        if let Some(other) = points.iter().find(|point| point.len() != first.len()) {
            let expected = format!("points of the length {}", first.len());
            return Err(Error::mismatch(expected, other.len().to_string()));
        }
        let vector = |x: &[T]| OVector::from_iterator_generic(shape, U1, x.iter().copied());
        let points: Vec<Vec<T>> = points.iter().map(elements).collect();
        let flat = |x: &[T]| elements(&gradient(&vector(x)));
        self.gradient(|x: &[T]| f(&vector(x)), flat, &points)
    }

    /// Checks a Jacobian: entry `(i, j)` is `∂fᵢ/∂xⱼ`.
    ///
    /// ```
    /// use nalgebra::{DMatrix, DVector};
    /// use partials::CodeVerifier;
    ///
    /// let f = |x: &DVector<f64>| DVector::from_vec(vec![x[0] * x[1], x[0].exp()]);
    /// let jacobian =
    ///     |x: &DVector<f64>| DMatrix::from_row_slice(2, 2, &[x[1], x[0], x[0].exp(), 0.0]);
    /// let points = [DVector::from_vec(vec![2.0, 1.0])];
    /// let report = CodeVerifier::new().jacobian_of_vectors(f, jacobian, &points)?;
    /// assert!(report.holds());
    /// # Ok::<(), partials::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`jacobian`](Self::jacobian).
    pub fn jacobian_of_vectors<T: Float + Scalar>(
        &self,
        mut f: impl FnMut(&DVector<T>) -> DVector<T>,
        mut jacobian: impl FnMut(&DVector<T>) -> DMatrix<T>,
        points: &[DVector<T>],
    ) -> Result<Report, Error> {
        let points: Vec<Vec<T>> = points
            .iter()
            .map(|point| point.as_slice().to_vec())
            .collect();
        let values = |x: &[T]| f(&DVector::from_column_slice(x)).as_slice().to_vec();
        let rows = |x: &[T]| -> Vec<Vec<T>> {
            let jacobian = jacobian(&DVector::from_column_slice(x));
            let row = |row: nalgebra::RowDVector<T>| row.iter().copied().collect();
            jacobian.row_iter().map(|r| row(r.into_owned())).collect()
        };
        self.jacobian(values, rows, &points)
    }
}

fn elements<T: Float + Scalar, D: Dim>(vector: &OVector<T, D>) -> Vec<T>
where
    DefaultAllocator: Allocator<D>,
{
    vector.iter().copied().collect()
}
