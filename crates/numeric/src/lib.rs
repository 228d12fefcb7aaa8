//! placeholder
pub mod special;
