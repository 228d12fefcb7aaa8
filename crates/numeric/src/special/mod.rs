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
//! Special functions with bounds on their errors.

mod appell;
mod carlson;
mod confluent;
mod elliptic;
mod estimate;
mod euler_integral;
mod gauss_routes;
mod hypergeometric;
mod incomplete;
mod orthogonal;
mod twofold;
mod twofold_elementary;
mod twofold_gamma;

pub use appell::appellf1;
pub use confluent::hyp1f1;
pub use elliptic::{elliptic_e, elliptic_ec, elliptic_f, elliptic_k, elliptic_pi, elliptic_pic};
pub use estimate::Estimate;
pub use hypergeometric::hyp2f1;
pub use incomplete::{lowergamma, uppergamma};
pub use orthogonal::{chebyshev_t, chebyshev_u, hermite, laguerre, legendre};
