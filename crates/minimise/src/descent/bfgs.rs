//! Second derivatives gathered from gradients, as a matrix.

use super::Stop;
use super::line_search::wolfe;
use super::newton::toward_minimum;
use super::run::{Place, Rule, Run};
use crate::dense::{Matrix, add, difference, dot, norm};

/// The matrix, once a step was made.
#[derive(Default)]
pub struct Bfgs {
    hessian: Option<Matrix>,
    before: Option<Place>,
}

impl Rule for Bfgs {
    fn next(&mut self, run: &mut Run<'_>) -> Result<Place, Stop> {
        if let Some(before) = self.before.take() {
            self.learn(&before, &run.here);
        }
        self.before = Some(run.here.clone());
        let Some(hessian) = &self.hessian else {
            return steepest(run);
        };
        let found = toward_minimum(run, hessian).and_then(|direction| wolfe(run, &direction, 1.0));
        match found {
            // What was gathered may be wrong; the gradient is not.
            Err(Stop::NoLowerValue | Stop::Undefined(_)) => {
                self.hessian = None;
                steepest(run)
            }
            found => found,
        }
    }
}

/// A first step, no longer than 1, against the gradient.
pub fn steepest(run: &mut Run<'_>) -> Result<Place, Stop> {
    let slope = run.slope();
    let direction: Vec<f64> = slope.iter().map(|g| -g).collect();
    let first = (1.0 / norm(&direction)).min(1.0);
    wolfe(run, &direction, first)
}

/// The last step, and how the gradient changed with it; `None` where the change is no curvature
/// of a minimum.
pub fn learnt(before: &Place, here: &Place) -> Option<(Vec<f64>, Vec<f64>)> {
    let s = difference(&here.point, &before.point);
    let y = difference(&here.gradient, &before.gradient);
    (dot(&s, &y) > 1e-14 * norm(&s) * norm(&y)).then_some((s, y))
}

impl Bfgs {
    fn learn(&mut self, before: &Place, here: &Place) {
        let Some((s, y)) = learnt(before, here) else {
            return;
        };
        let size = s.len();
        let scale = dot(&y, &y) / dot(&s, &y);
        let hessian = self.hessian.get_or_insert_with(|| {
            let mut matrix = Matrix::zeros(size, size);
            (0..size).for_each(|i| matrix.put(i, i, scale));
            matrix
        });
        let image = hessian.times(&s);
        let (old, new) = (dot(&s, &image), dot(&s, &y));
        for (j, column) in hessian.columns_mut().iter_mut().enumerate() {
            let (bs, y_j) = (image.get(j).copied(), y.get(j).copied());
            add(column, -bs.unwrap_or(0.0) / old, &image);
            add(column, y_j.unwrap_or(0.0) / new, &y);
        }
    }
}
