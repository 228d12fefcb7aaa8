//! Germs: what a function does just beside a point, on one side of it.
//!
//! A germ is a series in rational powers of the distance `h` and of `ln h`. A tape that is evaluated
//! with germs says what intervals can't: that `x·√x` has the slope 0 at 0, that `relu(x) - relu(-x)`
//! is smooth there, that `if(x == 0, 0, x)` has the slope 1, that `abs(x)` has a kink. Comparisons
//! are decided by the largest term (the two directional germs of Khan and Barton 2015; generalised
//! power series as in Gruntz 1996). A function of the table is the integral of its derivative there,
//! so every row takes part.

mod call;
mod coefficient;
mod scalar;
mod series;
mod slope;

use series::Series;

pub use slope::{Slope, Unclear, slopes};

/// A value on one side of a point.
#[derive(Clone, Debug, PartialEq)]
enum Germ {
    Known(Series),
    /// There is no real value on this side.
    Outside,
    /// Nothing can be said.
    Unclear,
}

/// Up to which power of the distance germs are worked out, and how deep they stand in the
/// derivatives of functions.
#[derive(Clone, Copy, Debug)]
struct Order {
    /// In parts of 1.
    cap: i64,
    depth: u32,
}

impl From<Option<Series>> for Germ {
    fn from(series: Option<Series>) -> Self {
        series.map_or(Self::Unclear, Self::Known)
    }
}

impl Germ {
    fn known(&self) -> Option<&Series> {
        match self {
            Self::Known(series) => Some(series),
            _ => None,
        }
    }

    /// A germ of known germs; outside if one is.
    fn of<'a>(all: &[&'a Self], make: impl FnOnce(&[&'a Series]) -> Self) -> Self {
        if all.iter().any(|germ| **germ == Self::Outside) {
            return Self::Outside;
        }
        let known: Option<Vec<&Series>> = all.iter().map(|germ| germ.known()).collect();
        known.map_or(Self::Unclear, |known| make(&known))
    }
}
