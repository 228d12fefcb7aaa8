//! The differences of the textbook for arrays of any dimension.

use ndarray::{Array, Array1, Array2, ArrayRef, Dimension, Ix1};
use num_traits::Float;

use super::textbook::{central_difference, check_outputs, check_step};
use super::{Difference, DifferenceError, Options, differentiate};

/// The gradient by central differences, in the shape of the argument.
///
/// Each element is perturbed in turn and put back exactly; see
/// [`numerical_gradient`](super::numerical_gradient) for slices.
///
/// # Errors
/// [`DifferenceError::Step`] if the step is zero or not finite.
///
/// ```
/// use ndarray::{Array2, array};
/// use partials_numeric::difference::{DEFAULT_STEP, numerical_gradient_array};
///
/// let x = array![[1.0, 2.0], [3.0, 4.0]];
/// let squares = |x: &Array2<f64>| x.iter().map(|v| v * v).sum();
/// let gradient = numerical_gradient_array(squares, &x, DEFAULT_STEP)?;
/// assert_eq!(gradient.shape(), x.shape());
/// assert!((gradient[[1, 0]] - 6.0).abs() < 1e-9);
/// # Ok::<(), partials_numeric::difference::DifferenceError>(())
/// ```
pub fn numerical_gradient_array<T: Float, D: Dimension>(
    mut f: impl FnMut(&Array<T, D>) -> T,
    x: &ArrayRef<T, D>,
    h: T,
) -> Result<Array<T, D>, DifferenceError> {
    check_step(h)?;
    Ok(each(x, |point, i, xi| {
        central_difference(|value| at(&mut f, point, i, value), xi, h)
    }))
}

/// The Jacobian of a function from vector to vector, by central differences: entry `[i, j]` is
/// `∂fᵢ/∂xⱼ`.
///
/// # Errors
/// [`DifferenceError::Step`] if the step is zero or not finite, [`DifferenceError::Outputs`] if
/// the function doesn't always give the same number of values.
///
/// ```
/// use ndarray::{Array1, array};
/// use partials_numeric::difference::{DEFAULT_STEP, numerical_jacobian_array};
///
/// let f = |x: &Array1<f64>| array![x[0] * x[1], x[0] + x[1], 2.0 * x[1]];
/// let jacobian = numerical_jacobian_array(f, &array![2.0, 3.0], DEFAULT_STEP)?;
/// assert_eq!(jacobian.shape(), [3, 2]);
/// assert!((jacobian[[0, 1]] - 2.0).abs() < 1e-9);
/// # Ok::<(), partials_numeric::difference::DifferenceError>(())
/// ```
pub fn numerical_jacobian_array<T: Float>(
    mut f: impl FnMut(&Array1<T>) -> Array1<T>,
    x: &ArrayRef<T, Ix1>,
    h: T,
) -> Result<Array2<T>, DifferenceError> {
    check_step(h)?;
    let mut point = x.to_owned();
    let mut jacobian = Array2::zeros((0, x.len()));
    for (j, &xj) in x.iter().enumerate() {
        let plus = at(&mut f, &mut point, j, xj + h);
        let minus = at(&mut f, &mut point, j, xj - h);
        if j == 0 {
            jacobian = Array2::zeros((plus.len(), x.len()));
        }
        check_outputs(jacobian.nrows(), plus.len())?;
        check_outputs(jacobian.nrows(), minus.len())?;
        let column = jacobian.column_mut(j);
        for (entry, (&p, &m)) in column.into_iter().zip(plus.iter().zip(&minus)) {
            *entry = (p - m) / (h + h);
        }
    }
    Ok(jacobian)
}

/// The extrapolated gradient of a black box, in the shape of the argument.
///
/// ```
/// use ndarray::{Array2, array};
/// use partials_numeric::difference::{Options, differentiate_array};
///
/// let f = |x: &Array2<f64>| x.iter().map(|v| v.exp()).sum::<f64>();
/// let gradient = differentiate_array(f, &array![[0.0, 1.0]], &Options::default());
/// let slope = gradient[[0, 1]];
/// assert!((slope.value - 1_f64.exp()).abs() <= slope.error && slope.error < 1e-9);
/// ```
pub fn differentiate_array<T: Float, D: Dimension>(
    mut f: impl FnMut(&Array<T, D>) -> T,
    x: &ArrayRef<T, D>,
    options: &Options,
) -> Array<Difference, D> {
    each(x, |point, i, xi| {
        differentiate(|value| at(&mut f, point, i, value), xi, options)
    })
}

/// What `slope` makes of each element, given the array, the element's place in logical order,
/// and its value.
fn each<T: Float, D: Dimension, R>(
    x: &ArrayRef<T, D>,
    mut slope: impl FnMut(&mut Array<T, D>, usize, T) -> R,
) -> Array<R, D> {
    let values = x.as_standard_layout();
    let mut point = values.to_owned();
    let mut places = 0..;
    values.map(|&xi| slope(&mut point, places.next().unwrap_or(usize::MAX), xi))
}

/// The function at an array with one element changed, which is put back exactly.
fn at<T: Float, D: Dimension, R>(
    f: &mut impl FnMut(&Array<T, D>) -> R,
    point: &mut Array<T, D>,
    place: usize,
    value: T,
) -> R {
    let original = replace(point, place, value);
    let result = f(point);
    replace(point, place, original);
    result
}

fn replace<T: Float, D: Dimension>(point: &mut Array<T, D>, place: usize, value: T) -> T {
    let element = point.as_slice_mut().and_then(|slice| slice.get_mut(place));
    element.map_or(value, |element| std::mem::replace(element, value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array3, ArrayD, IxDyn, array};

    #[test]
    fn any_shape() {
        let x = Array3::from_shape_fn((2, 3, 4), |(i, j, k)| (i + 2 * j + 5 * k) as f64);
        let weighted = |x: &Array3<f64>| {
            x.indexed_iter()
                .map(|((i, j, k), v)| v * (100 * i + 10 * j + k) as f64)
                .sum()
        };
        let gradient = numerical_gradient_array(weighted, &x, 0.5).unwrap();
        for ((i, j, k), slope) in gradient.indexed_iter() {
            assert_eq!(*slope, (100 * i + 10 * j + k) as f64);
        }
        let scalar = ArrayD::from_elem(IxDyn(&[]), 3.0);
        let square = |x: &ArrayD<f64>| x.iter().map(|v| v * v).sum();
        assert_eq!(
            numerical_gradient_array(square, &scalar, 0.5)
                .unwrap()
                .sum(),
            6.0
        );
        assert!(numerical_gradient_array(square, &scalar, 0.0).is_err());
    }

    #[test]
    fn views_and_transposes() {
        let x = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
        let first = |x: &Array2<f64>| x[[0, 1]] * x[[0, 1]] + 10.0 * x[[2, 0]];
        let gradient = numerical_gradient_array(first, &x.t(), 0.5).unwrap();
        assert_eq!(gradient, array![[0.0, 8.0], [0.0, 0.0], [10.0, 0.0]]);
        let differences = differentiate_array(first, &x.t(), &Options::default());
        let slope = differences[[0, 1]];
        assert!((slope.value - 8.0).abs() <= slope.error && slope.error < 1e-10);
    }

    #[test]
    fn elements_are_put_back() {
        let x = array![0.1, 0.2, 0.3];
        let changed = |y: &Array1<f64>| {
            assert!(y.iter().zip(&x).filter(|(a, b)| a != b).count() <= 1);
            y.sum()
        };
        numerical_gradient_array(changed, &x, 1e-4).unwrap();
    }

    #[test]
    fn outputs_are_counted() {
        let mut calls = 0;
        let growing = |_: &Array1<f64>| {
            calls += 1;
            Array1::zeros(calls)
        };
        let error = numerical_jacobian_array(growing, &array![1.0, 2.0], 0.1);
        assert_eq!(
            error,
            Err(DifferenceError::Outputs {
                expected: 1,
                found: 2
            })
        );
    }
}
