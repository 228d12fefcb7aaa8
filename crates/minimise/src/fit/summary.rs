//! What a fit says of its parameters: errors, correlations, confidence.

use super::loss::{Robust, Weighted};
use super::marquardt::Solution;
use crate::dense::{Matrix, Qr, norm, sum_of_squares};
use crate::descent::{Step, Stop};
use crate::{Bounds, Residuals, student_quantile};

/// A parameter that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameter {
    /// The value.
    pub value: f64,
    /// The standard error: NaN where the data say nothing of the parameter, or a bound holds it.
    pub error: f64,
    /// Whether a bound holds it.
    pub held: bool,
}

/// Parameters with their errors.
///
/// The errors are those of the linearised model: the variance of the residuals is estimated as
/// their sum of squares by the degrees of freedom, and the covariance of the parameters is that
/// times the inverse of JᵀJ. Of a robust loss, residuals count with the weights that they have in
/// the derivative of the sum.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The parameters.
    pub parameters: Vec<Parameter>,
    /// The residuals, each times the root of its weight.
    pub residuals: Vec<f64>,
    /// The sum of the squares of the residuals, or of what the loss makes of them.
    pub sum: f64,
    /// How many residuals there are more than parameters that were free.
    pub freedom: usize,
    /// The covariance of the parameters; NaN where there is none.
    pub covariance: Matrix,
    /// Why the fit ended.
    pub stop: Stop,
    /// The way to the parameters from the best start; values are sums.
    pub path: Vec<Step>,
    /// How often the residuals were asked for with all derivatives, from all starts.
    pub evaluations: usize,
}

impl Fit {
    pub(super) fn new(
        robust: &Robust<'_>,
        weighted: &Weighted<'_>,
        found: Solution,
        bounds: &Bounds,
    ) -> Self {
        let (count, size) = (robust.count(), robust.parameters());
        let (mut residuals, mut jacobian) = (vec![0.0; count], Matrix::zeros(count, size));
        weighted.jacobian(&found.point, &mut residuals, &mut jacobian);
        let gradient = jacobian.transposed_times(&residuals);
        let held = bounds.active(&found.point, &gradient);
        for column in jacobian.columns_mut() {
            let entries = column.iter_mut().zip(&residuals);
            entries.for_each(|(entry, r)| *entry *= robust.loss.weight(*r).sqrt());
        }
        let free = crate::problem::free(&held);
        let freedom = count - free.len();
        let variance = found.sum / freedom as f64;
        let covariance = covariance(&jacobian, &free, variance);
        let parameters = found.point.iter().zip(&held).enumerate();
        Self {
            parameters: parameters
                .map(|(place, (value, held))| Parameter {
                    value: *value,
                    error: covariance.at(place, place).sqrt(),
                    held: *held,
                })
                .collect(),
            residuals,
            sum: found.sum,
            freedom,
            covariance,
            stop: found.stop,
            path: found.path,
            evaluations: found.evaluations,
        }
    }

    /// The same with parameters and residuals that were found with more digits.
    #[must_use]
    pub fn refined(mut self, values: Vec<f64>, residuals: Vec<f64>) -> Self {
        let sum = sum_of_squares(&residuals);
        let factor = sum / self.sum;
        for (parameter, value) in self.parameters.iter_mut().zip(values) {
            parameter.value = value;
            parameter.error *= factor.sqrt();
        }
        let entries = self.covariance.columns_mut().iter_mut().flatten();
        entries.for_each(|entry| *entry *= factor);
        Self {
            residuals,
            sum,
            ..self
        }
    }

    /// The values of the parameters.
    pub fn values(&self) -> Vec<f64> {
        self.parameters
            .iter()
            .map(|parameter| parameter.value)
            .collect()
    }

    /// The standard deviation of the residuals.
    pub fn deviation(&self) -> f64 {
        (self.sum / self.freedom as f64).sqrt()
    }

    /// The range in which a parameter lies with a probability such as 0.95, if the model is nearly
    /// linear that far and residuals are normal.
    pub fn interval(&self, parameter: usize, probability: f64) -> (f64, f64) {
        let t = student_quantile(probability, self.freedom as u64);
        let found = self.parameters.get(parameter);
        let (value, error) = found.map_or((f64::NAN, f64::NAN), |p| (p.value, p.error));
        (value - t * error, value + t * error)
    }

    /// The correlation of two parameters.
    pub fn correlation(&self, a: usize, b: usize) -> f64 {
        let variance = |place| self.covariance.at(place, place);
        // Of a parameter with itself this is 1 to the last digit.
        self.covariance.at(a, b) / (variance(a) * variance(b)).sqrt()
    }

    /// The part of the variance of the observations that the model explains, R²; the weights are
    /// those of the fit.
    pub fn determination(&self, observed: &[f64], weights: Option<&[f64]>) -> f64 {
        let weight = |row: usize| weights.and_then(|w| w.get(row)).copied().unwrap_or(1.0);
        let total: f64 = (0..observed.len()).map(weight).sum();
        let weighted = observed.iter().enumerate().map(|(row, y)| weight(row) * y);
        let mean = weighted.sum::<f64>() / total;
        let rows = observed.iter().enumerate();
        let around: Vec<f64> = rows
            .map(|(row, y)| weight(row).sqrt() * (y - mean))
            .collect();
        1.0 - self.sum / sum_of_squares(&around)
    }
}

/// The covariance, with columns scaled to norm 1 on the way.
fn covariance(jacobian: &Matrix, free: &[usize], variance: f64) -> Matrix {
    let size = jacobian.columns().len();
    let mut all = Matrix::zeros(size, size);
    all.columns_mut()
        .iter_mut()
        .for_each(|column| column.fill(f64::NAN));
    let mut matrix = jacobian.select(free);
    let norms: Vec<f64> = matrix.columns().iter().map(|c| norm(c)).collect();
    for (column, norm) in matrix.columns_mut().iter_mut().zip(&norms) {
        column.iter_mut().for_each(|x| *x /= norm);
    }
    let Some(gram) = Qr::new(matrix).inverse_gram() else {
        return all;
    };
    for (i, (row, a)) in free.iter().zip(&norms).enumerate() {
        for (j, (column, b)) in free.iter().zip(&norms).enumerate() {
            all.put(*row, *column, variance * gram.at(i, j) / (a * b));
        }
    }
    all
}
