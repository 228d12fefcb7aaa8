//! Minima of functions, with their own derivatives: descents, and models fitted to data.

mod descent;
mod fit;
mod refine;
mod squares;
mod training;

pub use descent::Downhill;
pub use fit::Model;
pub use training::Training;
