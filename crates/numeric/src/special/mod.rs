//! Special functions with bounds on their errors.

mod carlson;
mod elliptic;
mod estimate;
mod twofold;
mod twofold_elementary;
mod twofold_gamma;

pub use elliptic::{
    elliptic_e, elliptic_ec, elliptic_f, elliptic_k, elliptic_pi, elliptic_pic,
};
pub use estimate::Estimate;
