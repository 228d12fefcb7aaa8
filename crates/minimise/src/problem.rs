//! What is minimised: a number, or a sum of squares, and where.

use crate::Sparse;
use crate::dense::Matrix;

/// A number that is to be made small, with its derivatives.
pub trait Objective {
    /// The number of variables.
    fn dimension(&self) -> usize;

    /// The value; NaN outside the domain.
    fn value(&self, point: &[f64]) -> f64;

    /// The value, and the gradient into a slice as long as the point.
    fn gradient(&self, point: &[f64], gradient: &mut [f64]) -> f64;

    /// The second derivatives; `None` where they are not to be had.
    fn hessian(&self, _point: &[f64]) -> Option<Matrix> {
        None
    }

    /// The numbers of whose squares the value is the sum, where it is such a sum.
    fn residuals(&self) -> Option<&dyn Residuals> {
        None
    }
}

/// Numbers whose squares are to be made small together, with their derivatives.
pub trait Residuals {
    /// The number of parameters.
    fn parameters(&self) -> usize;

    /// The number of residuals.
    fn count(&self) -> usize;

    /// The residuals; NaN outside the domain.
    fn residuals(&self, point: &[f64], residuals: &mut [f64]);

    /// The residuals and their derivatives: a column for each parameter, a row for each residual.
    fn jacobian(&self, point: &[f64], residuals: &mut [f64], jacobian: &mut Matrix);

    /// The residuals, and their derivatives without the entries that are always zero; `None` where
    /// too few are for that to be worth it.
    fn sparse_jacobian(&self, _point: &[f64], _residuals: &mut [f64]) -> Option<Sparse> {
        None
    }
}

impl<R: Residuals + ?Sized> Residuals for &R {
    fn parameters(&self) -> usize {
        (**self).parameters()
    }

    fn count(&self) -> usize {
        (**self).count()
    }

    fn residuals(&self, point: &[f64], residuals: &mut [f64]) {
        (**self).residuals(point, residuals);
    }

    fn jacobian(&self, point: &[f64], residuals: &mut [f64], jacobian: &mut Matrix) {
        (**self).jacobian(point, residuals, jacobian);
    }

    fn sparse_jacobian(&self, point: &[f64], residuals: &mut [f64]) -> Option<Sparse> {
        (**self).sparse_jacobian(point, residuals)
    }
}

/// The least and the greatest value of each variable.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bounds {
    ranges: Vec<(f64, f64)>,
}

impl Bounds {
    /// Bounds of the first variables; those beyond have none.
    ///
    /// # Errors
    /// Where a least value is above the greatest, or one is NaN.
    pub fn new(ranges: Vec<(f64, f64)>) -> Result<Self, EmptyRange> {
        match ranges
            .iter()
            .position(|(low, high)| low.is_nan() || high.is_nan() || low > high)
        {
            Some(variable) => Err(EmptyRange { variable }),
            None => Ok(Self { ranges }),
        }
    }

    /// The least and the greatest value of a variable.
    pub fn range(&self, variable: usize) -> (f64, f64) {
        let unbounded = (f64::NEG_INFINITY, f64::INFINITY);
        self.ranges.get(variable).copied().unwrap_or(unbounded)
    }

    /// Whether some variable is bounded.
    pub fn are_any(&self) -> bool {
        self.ranges
            .iter()
            .any(|(low, high)| low.is_finite() || high.is_finite())
    }

    /// The nearest point within.
    pub fn project(&self, point: &mut [f64]) {
        for (x, (low, high)) in point.iter_mut().zip(&self.ranges) {
            *x = x.clamp(*low, *high);
        }
    }

    /// The variables that are at a bound which a step against the gradient would leave, or whose
    /// range is one number.
    pub fn active(&self, point: &[f64], gradient: &[f64]) -> Vec<bool> {
        let held = |(variable, (x, slope)): (usize, (&f64, &f64))| {
            let (low, high) = self.range(variable);
            low == high || (*x <= low && *slope > 0.0) || (*x >= high && *slope < 0.0)
        };
        point.iter().zip(gradient).enumerate().map(held).collect()
    }

    /// The bounds of some of the variables.
    #[must_use]
    pub fn select(&self, places: &[usize]) -> Self {
        Self {
            ranges: places.iter().map(|place| self.range(*place)).collect(),
        }
    }
}

/// A range without numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the least value of variable {variable} is above its greatest")]
pub struct EmptyRange {
    /// The place of the variable, from 0.
    pub variable: usize,
}

/// The places where the flag is not set.
pub(crate) fn free(active: &[bool]) -> Vec<usize> {
    let places = active.iter().enumerate();
    places
        .filter(|(_, held)| !**held)
        .map(|(place, _)| place)
        .collect()
}

/// The numbers at these places.
pub(crate) fn gather(all: &[f64], places: &[usize]) -> Vec<f64> {
    places
        .iter()
        .filter_map(|place| all.get(*place))
        .copied()
        .collect()
}

/// Numbers at these places, and zero elsewhere.
pub(crate) fn scatter(some: &[f64], places: &[usize], size: usize) -> Vec<f64> {
    let mut all = vec![0.0; size];
    for (x, place) in some.iter().zip(places) {
        if let Some(slot) = all.get_mut(*place) {
            *slot = *x;
        }
    }
    all
}
