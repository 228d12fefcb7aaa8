//! The differences of the textbook, computed in the order in which they are printed there.
//!
//! Nothing is adapted and nothing is estimated here: the caller chooses the step, and the result
//! has the error that the formula has. [`differentiate`](super::differentiate) chooses the step
//! itself and says how far to trust the result.

use num_traits::Float;

use super::DifferenceError;

/// The step of the textbook, `h = 1e-4`.
///
/// Its square is the truncation error of the central difference, `1e-8` times a third derivative,
/// and its rounding error is `1e-16 / 1e-4 = 1e-12` times the function.
pub const DEFAULT_STEP: f64 = 1e-4;

/// The central difference, `(f(x + h) - f(x - h)) / (2h)`, with an error of `h²·f'''/6`.
///
/// It is evaluated in exactly this order, so that it prints what the book prints. A step of zero
/// gives a NaN.
///
/// ```
/// use partials_numeric::difference::{DEFAULT_STEP, central_difference};
///
/// let slope = central_difference(|x: f64| x * x + 3.0 * x + 5.0, 2.0, DEFAULT_STEP);
/// assert_eq!(slope.to_string(), "7.000000000019213");
/// ```
pub fn central_difference<T: Float>(mut f: impl FnMut(T) -> T, x: T, h: T) -> T {
    (f(x + h) - f(x - h)) / (h + h)
}

/// The central difference with the step of the textbook, [`DEFAULT_STEP`].
///
/// ```
/// use partials_numeric::difference::numerical_derivative;
///
/// let f = |x: f64| 0.01 * x.powi(2) + 0.1 * x;
/// assert_eq!(numerical_derivative(f, 5.0).to_string(), "0.1999999999990898");
/// ```
pub fn numerical_derivative<T: Float>(f: impl FnMut(T) -> T, x: T) -> T {
    central_difference(f, x, default_step())
}

/// The forward difference, `(f(x + h) - f(x)) / h`, with an error of `h·f''/2`.
///
/// A negative step gives the backward difference.
///
/// ```
/// use partials_numeric::difference::forward_difference;
///
/// assert_eq!(forward_difference(|x: f64| x * x, 1.0, 0.5), 2.5);
/// assert_eq!(forward_difference(|x: f64| x * x, 1.0, -0.5), 1.5);
/// ```
pub fn forward_difference<T: Float>(mut f: impl FnMut(T) -> T, x: T, h: T) -> T {
    (f(x + h) - f(x)) / h
}

/// The second central difference, `(f(x + h) - 2f(x) + f(x - h)) / h²`, with an error of
/// `h²·f''''/12`.
///
/// ```
/// use partials_numeric::difference::second_difference;
///
/// assert_eq!(second_difference(|x: f64| x * x * x, 1.0, 0.5), 6.0);
/// ```
pub fn second_difference<T: Float>(mut f: impl FnMut(T) -> T, x: T, h: T) -> T {
    let middle = f(x);
    (f(x + h) - (middle + middle) + f(x - h)) / (h * h)
}

/// The gradient by central differences: `[(f(x + h·eᵢ) - f(x - h·eᵢ)) / (2h)]`.
///
/// Each element is perturbed in turn and put back exactly. An empty argument has an empty
/// gradient.
///
/// # Errors
/// [`DifferenceError::Step`] if the step is zero or not finite.
///
/// ```
/// use partials_numeric::difference::{DEFAULT_STEP, numerical_gradient};
///
/// let f = |x: &[f64]| x[0].powi(2) + 5.0 * x[1] + 2.0 * x[2].powi(2);
/// let gradient = numerical_gradient(f, &[3.0, 2.0, 1.0], DEFAULT_STEP)?;
/// for (found, exact) in gradient.iter().zip([6.0, 5.0, 4.0]) {
///     assert!((found - exact).abs() < 1e-9);
/// }
/// # Ok::<(), partials_numeric::difference::DifferenceError>(())
/// ```
pub fn numerical_gradient<T: Float>(
    mut f: impl FnMut(&[T]) -> T,
    x: &[T],
    h: T,
) -> Result<Vec<T>, DifferenceError> {
    check_step(h)?;
    let mut point = x.to_vec();
    let slope = |(i, &xi)| central_difference(|value| at(&mut f, &mut point, i, value), xi, h);
    Ok(x.iter().enumerate().map(slope).collect())
}

/// The Jacobian by central differences, row by row: entry `i, j` is `∂fᵢ/∂xⱼ`.
///
/// The function is evaluated twice for each element of the argument; a function of no argument
/// has no row.
///
/// # Errors
/// [`DifferenceError::Step`] if the step is zero or not finite, [`DifferenceError::Outputs`] if
/// the function doesn't always give the same number of values.
///
/// ```
/// use partials_numeric::difference::{DEFAULT_STEP, numerical_jacobian};
///
/// let f = |x: &[f64]| vec![x[0] * x[1], x[0] + x[1]];
/// let jacobian = numerical_jacobian(f, &[2.0, 3.0], DEFAULT_STEP)?;
/// assert!((jacobian[0][0] - 3.0).abs() < 1e-9 && (jacobian[0][1] - 2.0).abs() < 1e-9);
/// # Ok::<(), partials_numeric::difference::DifferenceError>(())
/// ```
pub fn numerical_jacobian<T: Float>(
    mut f: impl FnMut(&[T]) -> Vec<T>,
    x: &[T],
    h: T,
) -> Result<Vec<Vec<T>>, DifferenceError> {
    check_step(h)?;
    let mut point = x.to_vec();
    let mut rows: Vec<Vec<T>> = Vec::new();
    for (j, &value) in x.iter().enumerate() {
        let plus = at(&mut f, &mut point, j, value + h);
        let minus = at(&mut f, &mut point, j, value - h);
        if j == 0 {
            rows = vec![Vec::with_capacity(x.len()); plus.len()];
        }
        check_outputs(rows.len(), plus.len())?;
        check_outputs(rows.len(), minus.len())?;
        for (row, (p, m)) in rows.iter_mut().zip(plus.into_iter().zip(minus)) {
            row.push((p - m) / (h + h));
        }
    }
    Ok(rows)
}

/// The Hessian by second central differences, row by row, and symmetric to the bit.
///
/// Entry `i, i` is the [`second_difference`]; entry `i, j` is
/// `(f(+h, +h) - f(+h, -h) - f(-h, +h) + f(-h, -h)) / (4h²)`. Its rounding error is that of the
/// function divided by `h²`: a step of `1e-4` leaves about 8 digits.
///
/// # Errors
/// [`DifferenceError::Step`] if the step is zero or not finite.
///
/// ```
/// use partials_numeric::difference::{DEFAULT_STEP, numerical_hessian};
///
/// let hessian = numerical_hessian(|x: &[f64]| x[0] * x[0] * x[1], &[1.0, 2.0], DEFAULT_STEP)?;
/// assert!((hessian[0][0] - 4.0).abs() < 1e-6 && (hessian[0][1] - 2.0).abs() < 1e-6);
/// # Ok::<(), partials_numeric::difference::DifferenceError>(())
/// ```
pub fn numerical_hessian<T: Float>(
    mut f: impl FnMut(&[T]) -> T,
    x: &[T],
    h: T,
) -> Result<Vec<Vec<T>>, DifferenceError> {
    check_step(h)?;
    let mut point = x.to_vec();
    let mut lower: Vec<Vec<T>> = Vec::with_capacity(x.len());
    for (i, &xi) in x.iter().enumerate() {
        let mut row = Vec::with_capacity(x.len());
        for (j, &xj) in x.iter().enumerate().take(i) {
            let mut corner = |a: T, b: T| {
                replace(&mut point, i, xi + a);
                at(&mut f, &mut point, j, xj + b)
            };
            let same = corner(h, h) + corner(-h, -h);
            let opposite = corner(h, -h) + corner(-h, h);
            replace(&mut point, i, xi);
            let step = h + h;
            row.push((same - opposite) / (step * step));
        }
        row.push(second_difference(
            |value| at(&mut f, &mut point, i, value),
            xi,
            h,
        ));
        lower.push(row);
    }
    Ok(mirrored(lower))
}

/// The full symmetric matrix of a lower triangle.
fn mirrored<T: Float>(mut rows: Vec<Vec<T>>) -> Vec<Vec<T>> {
    for i in 0..rows.len() {
        let column: Vec<T> = rows
            .iter()
            .skip(i + 1)
            .filter_map(|row| row.get(i).copied())
            .collect();
        if let Some(row) = rows.get_mut(i) {
            row.extend(column);
        }
    }
    rows
}

/// The function at a point with one element changed, which is put back exactly.
fn at<T: Float, R>(f: &mut impl FnMut(&[T]) -> R, point: &mut [T], index: usize, value: T) -> R {
    let original = replace(point, index, value);
    let result = f(point);
    replace(point, index, original);
    result
}

fn replace<T: Float>(point: &mut [T], index: usize, value: T) -> T {
    point
        .get_mut(index)
        .map_or(value, |element| std::mem::replace(element, value))
}

/// [`DEFAULT_STEP`] in the caller's type.
pub(super) fn default_step<T: Float>() -> T {
    T::from(DEFAULT_STEP).unwrap_or_else(T::epsilon)
}

/// Refuses a step that no difference can be taken with.
pub(super) fn check_step<T: Float>(h: T) -> Result<(), DifferenceError> {
    if h.is_finite() && !h.is_zero() {
        Ok(())
    } else {
        Err(DifferenceError::Step(h.to_f64().unwrap_or(f64::NAN)))
    }
}

/// Refuses a function that changes its mind about how many values it has.
pub(super) fn check_outputs(expected: usize, found: usize) -> Result<(), DifferenceError> {
    if expected == found {
        Ok(())
    } else {
        Err(DifferenceError::Outputs { expected, found })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_textbook_s_own_digits() {
        let check = |value: f64, printed: &str| assert_eq!(value.to_string(), printed);
        let h = DEFAULT_STEP;
        check(
            central_difference(|x| x * x + 3.0 * x + 5.0, 2.0, h),
            "7.000000000019213",
        );
        check(
            central_difference(|x: f64| x.powi(2) + 3.0 * x + 5.0, 2.0, h),
            "7.000000000019213",
        );
        let f = |x: f64| 0.01 * x.powi(2) + 0.1 * x;
        check(central_difference(f, 5.0, h), "0.1999999999990898");
        check(central_difference(f, 10.0, h), "0.2999999999986347");
        check(numerical_derivative(f, 10.0), "0.2999999999986347");
    }

    #[test]
    fn steps_are_checked() {
        for h in [0.0, -0.0, f64::NAN, f64::INFINITY] {
            assert!(matches!(
                numerical_gradient(|_| 0.0, &[1.0], h),
                Err(DifferenceError::Step(_))
            ));
            assert!(numerical_hessian(|_| 0.0, &[1.0], h).is_err());
            assert!(numerical_jacobian(|_| vec![0.0], &[1.0], h).is_err());
        }
        assert!(central_difference(|x: f64| x, 1.0, 0.0).is_nan());
    }

    #[test]
    fn outputs_are_counted() {
        let mut calls = 0;
        let growing = |_: &[f64]| {
            calls += 1;
            vec![0.0; calls]
        };
        let error = numerical_jacobian(growing, &[1.0, 2.0], 0.1);
        assert_eq!(
            error,
            Err(DifferenceError::Outputs {
                expected: 1,
                found: 2
            })
        );
    }

    #[test]
    fn elements_are_put_back() {
        let x = [0.1, 0.2, 0.3];
        let others_untouched = |v: &[f64]| {
            assert!(v.iter().zip(&x).filter(|(a, b)| a != b).count() <= 2);
            v.iter().product::<f64>()
        };
        let gradient = numerical_gradient(others_untouched, &x, 1e-4).unwrap();
        let hessian = numerical_hessian(others_untouched, &x, 1e-4).unwrap();
        for (i, row) in hessian.iter().enumerate() {
            assert!((gradient[i] - 0.006 / x[i]).abs() < 1e-12);
            for (j, &entry) in row.iter().enumerate() {
                let exact = if i == j { 0.0 } else { 0.006 / (x[i] * x[j]) };
                assert!((entry - exact).abs() < 1e-8, "{i} {j} {entry}");
                assert_eq!(entry, hessian[j][i]);
            }
        }
    }

    #[test]
    fn single_precision_too() {
        assert!((central_difference(|x: f32| x * x, 3.0, 0.25) - 6.0).abs() < 1e-5);
        assert_eq!(
            numerical_gradient(|x: &[f32]| x[0] * x[1], &[2.0, 3.0], 0.5),
            Ok(vec![3.0, 2.0])
        );
    }

    #[test]
    fn empty_arguments_have_empty_results() {
        assert_eq!(numerical_gradient(|_: &[f64]| 1.0, &[], 0.1), Ok(vec![]));
        assert_eq!(
            numerical_jacobian(|_: &[f64]| vec![1.0], &[], 0.1),
            Ok(vec![])
        );
        assert_eq!(numerical_hessian(|_: &[f64]| 1.0, &[], 0.1), Ok(vec![]));
    }
}
