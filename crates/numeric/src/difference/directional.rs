//! Derivatives along a direction, and the gradients and Jacobians that they make.

use num_traits::Float;

use super::DifferenceError;
use super::derivative::{differentiate, differentiate_bounded, on_line};
use super::outcome::{Difference, Options};
use super::probe::{Exactness, Grid};

/// The derivative along a vector, `d/dt f(x + t·v)` at `t = 0`, of a black box.
///
/// One random direction checks a whole gradient: the derivative must be its product with `v`.
///
/// # Errors
/// [`DifferenceError::Length`] if `v` is not as long as `x`.
///
/// ```
/// use partials_numeric::difference::{Options, differentiate_along};
///
/// let f = |x: &[f64]| x[0] * x[0] * x[1];
/// let slope = differentiate_along(f, &[3.0, 2.0], &[1.0, -1.0], &Options::default())?;
/// assert!((slope.value - 3.0).abs() <= slope.error && slope.error < 1e-10);
/// # Ok::<(), partials_numeric::difference::DifferenceError>(())
/// ```
pub fn differentiate_along<T: Float>(
    mut f: impl FnMut(&[T]) -> T,
    x: &[T],
    v: &[T],
    options: &Options,
) -> Result<Difference, DifferenceError> {
    let value = |point: &[T]| (f(point).to_f64().unwrap_or(f64::NAN), 0.0);
    along(value, x, v, Exactness::Measured, options)
}

/// The derivative along a vector of a function that bounds the error of its own values.
///
/// The points `x + t·v` are rounded, which the bounds of the function don't know of: the larger
/// of the bound and the noise seen in its values counts.
///
/// # Errors
/// [`DifferenceError::Length`] if `v` is not as long as `x`.
///
/// ```
/// use partials_numeric::difference::{Options, differentiate_along_bounded};
///
/// let f = |x: &[f64]| (x[0] * x[1], f64::EPSILON * (x[0] * x[1]).abs());
/// let slope = differentiate_along_bounded(f, &[3.0, 2.0], &[1.0, 1.0], &Options::default())?;
/// assert!((slope.value - 5.0).abs() <= slope.error && slope.error < 1e-10);
/// # Ok::<(), partials_numeric::difference::DifferenceError>(())
/// ```
pub fn differentiate_along_bounded(
    f: impl FnMut(&[f64]) -> (f64, f64),
    x: &[f64],
    v: &[f64],
    options: &Options,
) -> Result<Difference, DifferenceError> {
    along(f, x, v, Exactness::BoundedAndMeasured, options)
}

fn along<T: Float>(
    mut f: impl FnMut(&[T]) -> (f64, f64),
    x: &[T],
    v: &[T],
    exactness: Exactness,
    options: &Options,
) -> Result<Difference, DifferenceError> {
    if x.len() != v.len() {
        let (expected, found) = (x.len(), v.len());
        return Err(DifferenceError::Length {
            what: "direction",
            expected,
            found,
        });
    }
    let mut point = x.to_vec();
    let mut line = |offset: f64| {
        let Some(t) = T::from(offset) else {
            return (f64::NAN, 0.0);
        };
        for (p, (&xi, &vi)) in point.iter_mut().zip(x.iter().zip(v)) {
            *p = xi + t * vi;
        }
        f(&point)
    };
    let length = largest(v);
    let place = if length.is_zero() {
        largest(x)
    } else {
        largest(x) / length
    };
    Ok(on_line(&mut line, Grid::around(place), exactness, options))
}

/// The largest magnitude, or NaN if there is one.
pub(super) fn largest<T: Float>(values: &[T]) -> T {
    values.iter().fold(T::zero(), |largest, value| {
        if value.is_nan() {
            *value
        } else if largest.is_nan() {
            largest
        } else {
            largest.max(value.abs())
        }
    })
}

/// The gradient of a black box, each element with its own step, error and outcome.
///
/// ```
/// use partials_numeric::difference::{Options, differentiate_gradient};
///
/// let f = |x: &[f64]| x[0] * x[0] + x[1].abs();
/// let [smooth, kink] = differentiate_gradient(f, &[3.0, 0.0], &Options::default())[..] else {
///     panic!("two elements");
/// };
/// assert!((smooth.value - 6.0).abs() <= smooth.error);
/// assert!(!kink.outcome.is_derivative());
/// ```
pub fn differentiate_gradient<T: Float>(
    mut f: impl FnMut(&[T]) -> T,
    x: &[T],
    options: &Options,
) -> Vec<Difference> {
    let mut point = x.to_vec();
    let element = |(i, &xi): (usize, &T)| {
        let difference = differentiate(|value| f(changed(&mut point, i, value)), xi, options);
        changed(&mut point, i, xi);
        difference
    };
    x.iter().enumerate().map(element).collect()
}

/// The gradient of a function that bounds the error of its own values.
///
/// ```
/// use partials_numeric::difference::{Options, differentiate_gradient_bounded};
///
/// let f = |x: &[f64]| (x[0] * x[1], f64::EPSILON * (x[0] * x[1]).abs());
/// let gradient = differentiate_gradient_bounded(f, &[3.0, 2.0], &Options::default());
/// assert!((gradient[0].value - 2.0).abs() <= gradient[0].error);
/// ```
pub fn differentiate_gradient_bounded(
    mut f: impl FnMut(&[f64]) -> (f64, f64),
    x: &[f64],
    options: &Options,
) -> Vec<Difference> {
    let mut point = x.to_vec();
    let element = |(i, &xi): (usize, &f64)| {
        let f = |value| f(changed(&mut point, i, value));
        let difference = differentiate_bounded(f, xi, options);
        changed(&mut point, i, xi);
        difference
    };
    x.iter().enumerate().map(element).collect()
}

/// The Jacobian of a black box with `outputs` values, row by row: entry `i, j` is `∂fᵢ/∂xⱼ`.
///
/// Every entry has a step of its own, so that the function is evaluated anew for each of them.
/// A value that is missing in what the function returns counts as not defined.
///
/// ```
/// use partials_numeric::difference::{Options, differentiate_jacobian};
///
/// let f = |x: &[f64]| vec![x[0] * x[1], x[0].sin()];
/// let jacobian = differentiate_jacobian(f, 2, &[2.0, 3.0], &Options::default());
/// assert!((jacobian[0][1].value - 2.0).abs() <= jacobian[0][1].error);
/// assert!((jacobian[1][0].value - 2_f64.cos()).abs() <= jacobian[1][0].error);
/// ```
pub fn differentiate_jacobian<T: Float>(
    mut f: impl FnMut(&[T]) -> Vec<T>,
    outputs: usize,
    x: &[T],
    options: &Options,
) -> Vec<Vec<Difference>> {
    let mut row = |i: usize| {
        let component = |point: &[T]| f(point).get(i).copied().unwrap_or_else(T::nan);
        differentiate_gradient(component, x, options)
    };
    (0..outputs).map(&mut row).collect()
}

/// A point with one element replaced.
fn changed<T: Float>(point: &mut [T], index: usize, value: T) -> &[T] {
    if let Some(element) = point.get_mut(index) {
        *element = value;
    }
    point
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::difference::{Agreement, Outcome, compare};

    fn rosenbrock(x: &[f64]) -> f64 {
        x.windows(2)
            .map(|w| 100.0 * (w[1] - w[0] * w[0]).powi(2) + (1.0 - w[0]).powi(2))
            .sum()
    }

    fn rosenbrock_gradient(x: &[f64]) -> Vec<f64> {
        let mut gradient = vec![0.0; x.len()];
        for i in 1..x.len() {
            let inner = x[i] - x[i - 1] * x[i - 1];
            gradient[i - 1] += -400.0 * inner * x[i - 1] - 2.0 * (1.0 - x[i - 1]);
            gradient[i] += 200.0 * inner;
        }
        gradient
    }

    #[test]
    fn a_direction_checks_a_gradient() {
        let x: Vec<f64> = (0..20).map(|i| 0.3 + 0.1 * f64::from(i)).collect();
        for seed in 0..50_u64 {
            let v: Vec<f64> = (0..20)
                .map(|i| ((seed * 20 + i) as f64 * 1.7).sin())
                .collect();
            let slope = differentiate_along(rosenbrock, &x, &v, &Options::default()).unwrap();
            let mut gradient = rosenbrock_gradient(&x);
            let product = |g: &[f64]| g.iter().zip(&v).map(|(g, v)| g * v).sum::<f64>();
            let right = product(&gradient);
            assert!(
                (slope.value - right).abs() <= slope.error + 1e-13 * right.abs(),
                "{slope:?}"
            );
            assert!(
                slope.error < 1e-7 * slope.scale && slope.evaluations <= 60,
                "{slope:?}"
            );
            gradient[(seed % 20) as usize] *= 1.01;
            let wrong = product(&gradient);
            let agrees = compare(&slope, wrong, 0.0) == Agreement::Agrees;
            assert!(
                !agrees || (wrong - right).abs() < 1e-6 * right.abs(),
                "{slope:?}"
            );
        }
    }

    #[test]
    fn gradients_by_elements() {
        let x = [0.5, 1.5, -0.7];
        let gradient = differentiate_gradient(rosenbrock, &x, &Options::default());
        for (found, exact) in gradient.iter().zip(rosenbrock_gradient(&x)) {
            assert_eq!(
                compare(found, exact, 1e-13 * exact.abs()),
                Agreement::Agrees,
                "{found:?}"
            );
        }
    }

    #[test]
    fn single_precision() {
        let f = |x: &[f32]| x[0] * x[0] * x[1];
        let slope = differentiate_along(f, &[3.0, 2.0], &[1.0, 1.0], &Options::default()).unwrap();
        assert!(
            (slope.value - 21.0).abs() <= slope.error && slope.error < 1e-2,
            "{slope:?}"
        );
    }

    #[test]
    fn odd_directions() {
        let options = Options::default();
        let error = DifferenceError::Length {
            what: "direction",
            expected: 1,
            found: 2,
        };
        assert_eq!(
            differentiate_along(|x| x[0], &[1.0], &[1.0, 2.0], &options),
            Err(error)
        );
        let still = differentiate_along(|x| x[0], &[1.0], &[0.0], &options).unwrap();
        assert_eq!((still.value, still.outcome), (0.0, Outcome::Smooth));
        let lost = differentiate_along(|x| x[0], &[1.0], &[f64::NAN], &options).unwrap();
        assert_eq!(lost.outcome, Outcome::OutsideDomain);
    }
}
