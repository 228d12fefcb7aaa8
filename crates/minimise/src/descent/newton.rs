//! Newton's method with a line search.

use super::Stop;
use super::line_search::wolfe;
use super::run::{NEGLIGIBLE, Place, Rule, Run};
use crate::dense::{Cholesky, Matrix, dot};
use crate::problem::{free, gather, scatter};

/// The exact Hessian, made positive definite.
pub struct Newton;

impl Rule for Newton {
    fn next(&mut self, run: &mut Run<'_>) -> Result<Place, Stop> {
        let direction = toward_minimum(run, &run.hessian()?)?;
        wolfe(run, &direction, 1.0)
    }
}

/// The direction to the minimum of the quadratic model in the variables that no bound holds.
pub fn toward_minimum(run: &Run<'_>, hessian: &Matrix) -> Result<Vec<f64>, Stop> {
    let free = free(&run.active());
    let slope = gather(&run.here.gradient, &free);
    let Some(factor) = Cholesky::modified(&hessian.block(&free)) else {
        return Err(Stop::Undefined(run.here.point.clone()));
    };
    let opposite: Vec<f64> = slope.iter().map(|g| -g).collect();
    let direction = factor.solve(&opposite);
    // What the model promises is below what values can show.
    let promised = -0.5 * dot(&slope, &direction);
    if factor.shift() == 0.0 && promised <= NEGLIGIBLE * run.here.value.abs() {
        return Err(Stop::Value);
    }
    Ok(scatter(&direction, &free, run.here.point.len()))
}
