//! What is summed of each residual: its square, or less of those that are far off.

use crate::Residuals;
use crate::dense::Matrix;

/// What is summed of each residual r, in the manner that small ones count as r².
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum Loss {
    /// r²
    #[default]
    Squares,
    /// r² up to a size d, beyond it 2·d·|r| - d² (Huber 1964).
    Huber(f64),
    /// 2·d²·(√(1 + (r/d)²) - 1): smooth, and far off like |r|.
    SoftL1(f64),
}

impl Loss {
    /// The number whose square is the loss, with the sign of the residual.
    fn root(self, r: f64) -> f64 {
        match self {
            Self::Squares => r,
            Self::Huber(d) if r.abs() <= d => r,
            Self::Huber(d) => (d * (2.0 * r.abs() - d)).sqrt().copysign(r),
            // (√(1 + t²) - 1) without cancellation.
            Self::SoftL1(d) => r * (2.0 / (1.0 + (r / d).hypot(1.0))).sqrt(),
        }
    }

    /// The derivative of that number.
    fn slope(self, r: f64) -> f64 {
        match self {
            Self::Squares => 1.0,
            Self::Huber(d) if r.abs() <= d => 1.0,
            Self::Huber(d) => d / self.root(r).abs(),
            Self::SoftL1(d) => {
                let h = (r / d).hypot(1.0);
                // The loss has the derivative 2·r/h.
                if r == 0.0 {
                    1.0
                } else {
                    r / (h * self.root(r))
                }
            }
        }
    }

    /// The weight with which the square of the residual would have the same derivative.
    pub(crate) fn weight(self, r: f64) -> f64 {
        match self {
            Self::Squares => 1.0,
            Self::Huber(d) if r.abs() <= d => 1.0,
            Self::Huber(d) => d / r.abs(),
            Self::SoftL1(d) => 1.0 / (r / d).hypot(1.0),
        }
    }
}

/// Residuals whose squares are the losses of others.
pub struct Robust<'a> {
    inner: &'a dyn Residuals,
    pub loss: Loss,
}

impl<'a> Robust<'a> {
    pub fn new(inner: &'a dyn Residuals, loss: Loss) -> Self {
        Self { inner, loss }
    }
}

impl Residuals for Robust<'_> {
    fn parameters(&self) -> usize {
        self.inner.parameters()
    }

    fn count(&self) -> usize {
        self.inner.count()
    }

    fn residuals(&self, point: &[f64], residuals: &mut [f64]) {
        self.inner.residuals(point, residuals);
        residuals.iter_mut().for_each(|r| *r = self.loss.root(*r));
    }

    fn jacobian(&self, point: &[f64], residuals: &mut [f64], jacobian: &mut Matrix) {
        self.inner.jacobian(point, residuals, jacobian);
        if self.loss == Loss::Squares {
            return;
        }
        for column in jacobian.columns_mut() {
            let entries = column.iter_mut().zip(residuals.iter());
            entries.for_each(|(entry, r)| *entry *= self.loss.slope(*r));
        }
        residuals.iter_mut().for_each(|r| *r = self.loss.root(*r));
    }
}

/// Residuals times the roots of their weights.
pub struct Weighted<'a> {
    inner: &'a dyn Residuals,
    /// The roots of the weights; none where all are 1.
    roots: Option<Vec<f64>>,
}

impl<'a> Weighted<'a> {
    pub fn new(inner: &'a dyn Residuals, weights: &[f64]) -> Self {
        let even = weights.iter().all(|weight| *weight == 1.0);
        Self {
            inner,
            roots: (!even).then(|| weights.iter().map(|weight| weight.sqrt()).collect()),
        }
    }

    fn weigh(&self, values: &mut [f64]) {
        if let Some(roots) = &self.roots {
            values
                .iter_mut()
                .zip(roots)
                .for_each(|(r, root)| *r *= root);
        }
    }
}

impl Residuals for Weighted<'_> {
    fn parameters(&self) -> usize {
        self.inner.parameters()
    }

    fn count(&self) -> usize {
        self.inner.count()
    }

    fn residuals(&self, point: &[f64], residuals: &mut [f64]) {
        self.inner.residuals(point, residuals);
        self.weigh(residuals);
    }

    fn jacobian(&self, point: &[f64], residuals: &mut [f64], jacobian: &mut Matrix) {
        self.inner.jacobian(point, residuals, jacobian);
        self.weigh(residuals);
        jacobian
            .columns_mut()
            .iter_mut()
            .for_each(|column| self.weigh(column));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_square_to_the_losses() {
        for r in [-3.0_f64, -0.5, 0.0, 0.2, 1.0, 7.0] {
            let huber = if r.abs() <= 1.0 {
                r * r
            } else {
                2.0 * r.abs() - 1.0
            };
            let soft = 2.0 * 0.25 * ((1.0 + (r / 0.5).powi(2)).sqrt() - 1.0);
            for (loss, expected) in [(Loss::Huber(1.0), huber), (Loss::SoftL1(0.5), soft)] {
                assert!(
                    (loss.root(r).powi(2) - expected).abs() < 1e-14,
                    "{loss:?} {r}"
                );
                let h = 1e-6;
                let difference = (loss.root(r + h) - loss.root(r - h)) / (2.0 * h);
                assert!((loss.slope(r) - difference).abs() < 1e-6, "{loss:?} {r}");
                // Half the derivative of the loss is weight times residual.
                let slope = loss.root(r) * loss.slope(r);
                assert!((loss.weight(r) * r - slope).abs() < 1e-14, "{loss:?} {r}");
            }
        }
    }
}
