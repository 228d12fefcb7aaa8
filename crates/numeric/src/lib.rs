//! placeholder

pub mod elementary;
pub mod interval;
