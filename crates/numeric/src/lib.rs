//! placeholder

pub mod special;
