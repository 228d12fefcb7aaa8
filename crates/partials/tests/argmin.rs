//! A compiled function is a problem of argmin: the traits give what the function gives.
#![cfg(feature = "argmin")]
#![allow(clippy::unwrap_used)]

use argmin::core::{CostFunction, Gradient, Hessian, Jacobian, Operator};
use partials::Function;

#[test]
fn numbers_have_cost_gradient_and_hessian() {
    let f = Function::parse("f(x, y) = x^2*y + y^3").unwrap();
    let (f, point) = (f.compile().unwrap(), vec![2.0, 3.0]);
    assert_eq!(f.cost(&point).unwrap(), 39.0);
    assert_eq!(Gradient::gradient(&f, &point).unwrap(), [12.0, 31.0]);
    let hessian = Hessian::hessian(&f, &point).unwrap();
    assert_eq!(hessian, [[6.0, 4.0], [4.0, 18.0]]);
    assert!(f.cost(&vec![1.0]).is_err());
}

#[test]
fn vectors_have_residuals_and_a_jacobian() {
    let r = Function::parse("r(x, y) = [x*y, x - y, y^2]").unwrap();
    let (r, point) = (r.compile().unwrap(), vec![2.0, 3.0]);
    assert_eq!(r.apply(&point).unwrap(), [6.0, -1.0, 9.0]);
    let jacobian = Jacobian::jacobian(&r, &point).unwrap();
    assert_eq!(jacobian, [[3.0, 2.0], [1.0, -1.0], [0.0, 6.0]]);
    assert!(r.cost(&point).is_err());
}
