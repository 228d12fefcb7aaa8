//! Minima of functions, with their own derivatives: descents, and models fitted to data.

mod descent;
mod fit;

pub use descent::Downhill;
pub use fit::Model;
