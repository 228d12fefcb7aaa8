//! Special functions of real arguments, each with a bound on its error.

mod airy;
mod ball;
mod ball_elementary;
mod bessel;
mod bessel_modified;
mod bessel_orders;
mod complex;
mod constants;
mod error_function;
mod estimate;
mod exponential_integral;
mod fresnel;
mod gamma;
mod lambert;
mod laplace_fraction;
mod polylog;
mod polylog_orders;
mod trigonometric_integral;
mod zeta;

pub use airy::{airyai, airyai_prime, airybi, airybi_prime};
pub use bessel::{besselj, bessely};
pub use bessel_modified::{besseli, besselk};
pub use error_function::{dawson, erf, erfc, erfcx, erfi};
pub use estimate::Estimate;
pub use exponential_integral::{Ei, expint, li};
pub use fresnel::{fresnelc, fresnels};
pub use gamma::{beta, digamma, gamma, lgamma};
pub use lambert::lambertw;
pub use polylog::polylog;
pub use trigonometric_integral::{Chi, Ci, Shi, Si};
pub use zeta::{hurwitz_zeta, polygamma, zeta};
