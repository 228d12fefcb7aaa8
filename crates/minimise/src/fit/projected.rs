//! Residuals without the parameters in which they are linear: those take their best values for any
//! values of the others (variable projection, Golub and Pereyra 1973).

use crate::Residuals;
use crate::dense::{Matrix, Qr};
use crate::problem::{gather, scatter};

/// Residuals of the other parameters.
pub struct Projected<'a> {
    inner: &'a dyn Residuals,
    linear: Vec<usize>,
    nonlinear: Vec<usize>,
}

/// The derivatives in the linear parameters, factored, and the best values of those.
struct Best {
    factor: Qr,
    point: Vec<f64>,
}

impl<'a> Projected<'a> {
    pub fn new(inner: &'a dyn Residuals, linear: &[usize]) -> Self {
        let all = 0..inner.parameters();
        Self {
            inner,
            linear: linear.to_vec(),
            nonlinear: all.filter(|place| !linear.contains(place)).collect(),
        }
    }

    pub fn nonlinear(&self) -> &[usize] {
        &self.nonlinear
    }

    /// The nonlinear parameters of a point.
    pub fn part(&self, point: &[f64]) -> Vec<f64> {
        gather(point, &self.nonlinear)
    }

    /// All parameters, the linear ones with their best values.
    pub fn complete(&self, part: &[f64]) -> Vec<f64> {
        let (mut residuals, mut jacobian) = self.space();
        self.best(part, &mut residuals, &mut jacobian).point
    }

    fn space(&self) -> (Vec<f64>, Matrix) {
        let count = self.inner.count();
        (
            vec![0.0; count],
            Matrix::zeros(count, self.inner.parameters()),
        )
    }

    fn best(&self, part: &[f64], residuals: &mut [f64], jacobian: &mut Matrix) -> Best {
        let size = self.inner.parameters();
        let mut point = scatter(part, &self.nonlinear, size);
        self.inner.jacobian(&point, residuals, jacobian);
        let factor = Qr::new(jacobian.select(&self.linear));
        factor.transposed(residuals);
        let found = factor.solve(residuals);
        for (x, place) in found.iter().zip(&self.linear) {
            if let Some(slot) = point.get_mut(*place) {
                *slot = *x;
            }
        }
        Best { factor, point }
    }
}

impl Best {
    /// Leaves what no change of the linear parameters can reach.
    fn project(&self, vector: &mut [f64]) {
        self.factor.transposed(vector);
        vector
            .iter_mut()
            .take(self.factor.rank())
            .for_each(|x| *x = 0.0);
        self.factor.rotate(vector);
    }
}

impl Residuals for Projected<'_> {
    fn parameters(&self) -> usize {
        self.nonlinear.len()
    }

    fn count(&self) -> usize {
        self.inner.count()
    }

    fn residuals(&self, point: &[f64], residuals: &mut [f64]) {
        let (_, mut jacobian) = self.space();
        let best = self.best(point, residuals, &mut jacobian);
        residuals
            .iter_mut()
            .take(best.factor.rank())
            .for_each(|x| *x = 0.0);
        best.factor.rotate(residuals);
    }

    fn jacobian(&self, point: &[f64], residuals: &mut [f64], jacobian: &mut Matrix) {
        let (_, mut all) = self.space();
        let best = self.best(point, residuals, &mut all);
        self.inner.jacobian(&best.point, residuals, &mut all);
        best.project(residuals);
        let mut columns = all.select(&self.nonlinear);
        columns
            .columns_mut()
            .iter_mut()
            .for_each(|column| best.project(column));
        *jacobian = columns;
    }
}
