//! The numeric truth of partials.
//!
//! [`difference`] holds what can be said of a derivative from values of the function alone.

pub mod difference;
