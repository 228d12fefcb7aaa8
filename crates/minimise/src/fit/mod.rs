//! Fits: the parameters of a model by least squares, with their errors.

mod linearised;
mod loss;
pub(crate) mod marquardt;
mod projected;
mod summary;

pub use loss::Loss;
pub use summary::{Fit, Parameter};

use crate::{Bounds, Error, Residuals};
use loss::{Robust, Weighted};
use marquardt::{Limits, Solution, solve};
use projected::Projected;

/// How a fit is made.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The most steps from each start.
    pub steps: usize,
    /// Where to look.
    pub bounds: Bounds,
    /// Parameters in all of which together the residuals are linear. They need no start.
    pub linear: Vec<usize>,
    /// What is summed of each residual.
    pub loss: Loss,
    /// The weight of the square of each residual; all 1 if there are none.
    pub weights: Option<Vec<f64>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            steps: 1000,
            bounds: Bounds::default(),
            linear: Vec::new(),
            loss: Loss::Squares,
            weights: None,
        }
    }
}

impl Settings {
    /// Fits from each of several starting points, and keeps the parameters with the least sum.
    ///
    /// From each start two ways are tried: Levenberg and Marquardt's method in all parameters, and
    /// the same in those alone that the residuals depend on nonlinearly, with the others eliminated
    /// (variable projection, Golub and Pereyra 1973, with the derivative of Kaufman 1975). A robust
    /// loss is begun where the squares end.
    ///
    /// # Errors
    /// Where a start has another number of coordinates than there are parameters, there are fewer
    /// residuals than parameters, or no start has a value.
    pub fn fit(&self, model: &dyn Residuals, starts: &[Vec<f64>]) -> Result<Fit, Error> {
        let (parameters, residuals) = (model.parameters(), model.count());
        if residuals < parameters {
            return Err(Error::TooFew {
                parameters,
                residuals,
            });
        }
        if let Some(start) = starts.iter().find(|start| start.len() != parameters) {
            return Err(Error::Dimension {
                expected: parameters,
                found: start.len(),
            });
        }
        let ones;
        let weights = match &self.weights {
            Some(weights) => weights.as_slice(),
            None => {
                ones = vec![1.0; residuals];
                &ones
            }
        };
        let weighted = Weighted::new(model, weights);
        let ends = starts.iter().flat_map(|start| self.ends(&weighted, start));
        let best = ends.reduce(Solution::better);
        let robust = Robust::new(&weighted, self.loss);
        let best = match best {
            Some(best) if self.loss != Loss::Squares => {
                let again = solve(&robust, &best.point, self.limits());
                let direct = starts
                    .iter()
                    .map(|start| solve(&robust, start, self.limits()));
                direct.fold(again, Solution::better)
            }
            Some(best) => best,
            None => {
                return Err(Error::TooFew {
                    parameters: 0,
                    residuals: 0,
                });
            }
        };
        if !best.sum.is_finite() {
            return Err(Error::Undefined { point: best.point });
        }
        Ok(Fit::new(&robust, &weighted, best, &self.bounds))
    }

    fn limits(&self) -> Limits<'_> {
        Limits {
            bounds: &self.bounds,
            steps: self.steps,
            gradient: None,
        }
    }

    /// Where the ways from a start lead.
    fn ends(&self, model: &dyn Residuals, start: &[f64]) -> Vec<Solution> {
        let mut ends = vec![solve(model, start, self.limits())];
        let bounded = |place: &usize| {
            let (low, high) = self.bounds.range(*place);
            low.is_finite() || high.is_finite()
        };
        let linear: Vec<usize> = self
            .linear
            .iter()
            .copied()
            .filter(|p| !bounded(p))
            .collect();
        if !linear.is_empty() {
            let projected = Projected::new(model, &linear);
            let reduced = Self {
                bounds: self.bounds.select(projected.nonlinear()),
                ..self.clone()
            };
            let end = solve(&projected, &projected.part(start), reduced.limits());
            // The elimination squares some conditions; the last digits come from all parameters.
            let complete = projected.complete(&end.point);
            ends.push(solve(model, &complete, self.limits()).after(&end, &projected));
        }
        ends
    }
}
