//! Fits whose residuals are as small as the rounding of floats: their size, and with it the errors
//! of the parameters, is found with more digits.

use partials_minimise::dense::{Qr, sum_of_squares};
use partials_minimise::fit::Fit;
use partials_minimise::{Matrix, Residuals};
use partials_symbolic::Rational;

use super::Model;
use crate::Error;

/// The precision of residuals.
const BITS: u32 = 160;
/// Residuals this small beside the observations lose digits to rounding.
const SMALL: f64 = 1e-9;
/// Of more rows the sum is certain enough.
const ROWS: usize = 1000;
/// Each round gains as many digits as the Jacobian has.
const ROUNDS: usize = 3;

impl Model {
    /// The fit with residuals at exact points: data are the decimals that they were written as,
    /// and parameters have as many digits as they need.
    pub(super) fn refined(&self, fit: Fit) -> Result<Fit, Error> {
        let observed = sum_of_squares(self.observed());
        let is_small = fit.sum <= SMALL * SMALL * observed;
        if !is_small || self.count() > ROWS || fit.parameters.iter().any(|p| p.held) {
            return Ok(fit);
        }
        let mut residuals = vec![0.0; self.count()];
        let mut jacobian = Matrix::zeros(self.count(), fit.parameters.len());
        self.jacobian(&fit.values(), &mut residuals, &mut jacobian);
        let factor = Qr::new(jacobian);
        let exact: Option<Vec<Rational>> =
            fit.values().into_iter().map(Rational::from_f64).collect();
        let Some(mut point) = exact else {
            return Ok(fit);
        };
        for round in 0..=ROUNDS {
            let Some(found) = self.residuals_at(&point)? else {
                return Ok(fit);
            };
            residuals = found;
            if round == ROUNDS {
                break;
            }
            let mut target = residuals.clone();
            factor.transposed(&mut target);
            for (x, step) in point.iter_mut().zip(factor.solve(&target)) {
                let Some(step) = Rational::from_f64(step) else {
                    return Ok(fit);
                };
                *x = x.add(&step);
            }
        }
        let values = point.iter().map(Rational::to_f64).collect();
        Ok(fit.refined(values, residuals))
    }

    /// The residuals at exact parameters; `None` where one can't be bounded.
    fn residuals_at(&self, point: &[Rational]) -> Result<Option<Vec<f64>>, Error> {
        let names = self.difference().variables();
        let mut residuals = Vec::with_capacity(self.count());
        for row in 0..self.count() {
            let mut columns = self.columns().iter();
            let mut parameters = point.iter();
            let place = names
                .iter()
                .map(|name| match self.parameters().contains(name) {
                    true => parameters.next().cloned(),
                    false => Rational::from_written(*columns.next()?.get(row)?),
                });
            let Some(place) = place.collect::<Option<Vec<Rational>>>() else {
                return Ok(None);
            };
            let found = self.difference().ball(&place, BITS)?;
            match found.first().filter(|ball| ball.is_value()) {
                Some(ball) => residuals.push(ball.mid_f64()),
                None => return Ok(None),
            }
        }
        Ok(Some(residuals))
    }
}
