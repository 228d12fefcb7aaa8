//! placeholder
pub mod ball;
