//! The error function.

use super::coefficients::{ERF, ERFC, TWO_BY_ROOT_PI};
use super::exponential::exp;
use super::lanes::{Lanes, polynomial};

/// erf x: a series up to 1, beyond 1 - e^(-x²)·R with R = e^(x²) erfc(x).
#[inline(always)]
pub fn erf<L: Lanes>(x: L) -> L {
    let [high, low] = TWO_BY_ROOT_PI;
    let size = x.abs().at_most(6.0);
    let z = size * size;
    let (product, error) = size.two_product(x.splat(high));
    let rest = polynomial(z, &ERF).mul_add(z, x.splat(low));
    let near = product + size.mul_add(rest, error);
    let (one, two) = (x.splat(1.0), x.splat(2.0));
    let t = (size - two) / (size + two);
    let far = exp(-z).neg_mul_add(polynomial(t, &ERFC), one);
    L::select(size.less(one), near, far).with_sign_of(x)
}
