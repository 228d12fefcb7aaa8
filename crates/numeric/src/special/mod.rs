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
