//! The numeric truth of partials: evaluation with error bounds, differences, verdicts.
//!
//! [`tape`] is what expressions are evaluated by, [`code`] its form for speed. [`elementary`] and
//! [`special`] hold the functions with their errors, [`interval`] and [`ball`] enclosures in
//! hardware and at any precision, [`difference`] what can be said of a derivative from values of
//! the function alone, [`blackbox`] checks of code by it, [`dual`] numbers for code that is generic.

#[cfg(feature = "approx")]
mod approximate;
pub mod ball;
pub mod batch;
pub mod blackbox;
pub mod code;
pub mod contour;
pub mod difference;
pub mod dual;
pub mod elementary;
pub mod germ;
pub mod interval;
pub mod scalar;
pub mod special;
pub mod tape;
pub mod vector;
pub mod verify;
