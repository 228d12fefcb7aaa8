//! A compiled function as a problem of the optimisers of [argmin](https://argmin-rs.org).

use ::argmin::core::{CostFunction, Error, Gradient, Hessian, Jacobian, Operator};

use crate::{Compiled, Quantity};

/// A matrix with a column for each variable, row by row.
fn rows(values: &[f64], point: &[f64]) -> Vec<Vec<f64>> {
    let rows = values.chunks(point.len().max(1));
    rows.map(<[f64]>::to_vec).collect()
}

/// The value of a number.
impl CostFunction for Compiled {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, point: &Vec<f64>) -> Result<f64, Error> {
        Ok(self.value(point)?)
    }
}

/// The gradient of a number.
impl Gradient for Compiled {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, point: &Vec<f64>) -> Result<Vec<f64>, Error> {
        Ok(self.owned(Quantity::Jacobian, point)?)
    }
}

/// The Hessian of a number, row by row.
impl Hessian for Compiled {
    type Param = Vec<f64>;
    type Hessian = Vec<Vec<f64>>;

    fn hessian(&self, point: &Vec<f64>) -> Result<Vec<Vec<f64>>, Error> {
        Ok(rows(&self.owned(Quantity::Hessian, point)?, point))
    }
}

/// The elements of a vector, such as residuals.
impl Operator for Compiled {
    type Param = Vec<f64>;
    type Output = Vec<f64>;

    fn apply(&self, point: &Vec<f64>) -> Result<Vec<f64>, Error> {
        Ok(self.owned(Quantity::Value, point)?)
    }
}

/// The Jacobian of a vector, row by row.
impl Jacobian for Compiled {
    type Param = Vec<f64>;
    type Jacobian = Vec<Vec<f64>>;

    fn jacobian(&self, point: &Vec<f64>) -> Result<Vec<Vec<f64>>, Error> {
        Ok(rows(&self.owned(Quantity::Jacobian, point)?, point))
    }
}
