//! A compiled function as a problem of the optimisers of [argmin](https://argmin-rs.org).

use ::argmin::core::{CostFunction, Error, Gradient, Hessian, Jacobian, Operator};

use crate::{Compiled, Quantity};

impl Compiled {
    /// The numbers of a quantity at a point.
    fn owned(&self, quantity: Quantity, point: &[f64]) -> Result<Vec<f64>, Error> {
        let code = self.quantity(quantity)?;
        let mut values = vec![0.0; code.outputs()];
        code.point(point, &mut values).map_err(crate::Error::from)?;
        Ok(values)
    }

    /// As [`Compiled::owned`], cut into rows of as many numbers as there are variables.
    fn owned_rows(&self, quantity: Quantity, point: &[f64]) -> Result<Vec<Vec<f64>>, Error> {
        let values = self.owned(quantity, point)?;
        let rows = values.chunks(point.len().max(1));
        Ok(rows.map(<[f64]>::to_vec).collect())
    }
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
        self.owned(Quantity::Jacobian, point)
    }
}

/// The Hessian of a number, row by row.
impl Hessian for Compiled {
    type Param = Vec<f64>;
    type Hessian = Vec<Vec<f64>>;

    fn hessian(&self, point: &Vec<f64>) -> Result<Vec<Vec<f64>>, Error> {
        self.owned_rows(Quantity::Hessian, point)
    }
}

/// The elements of a vector, such as residuals.
impl Operator for Compiled {
    type Param = Vec<f64>;
    type Output = Vec<f64>;

    fn apply(&self, point: &Vec<f64>) -> Result<Vec<f64>, Error> {
        self.owned(Quantity::Value, point)
    }
}

/// The Jacobian of a vector, row by row.
impl Jacobian for Compiled {
    type Param = Vec<f64>;
    type Jacobian = Vec<Vec<f64>>;

    fn jacobian(&self, point: &Vec<f64>) -> Result<Vec<Vec<f64>>, Error> {
        self.owned_rows(Quantity::Jacobian, point)
    }
}
