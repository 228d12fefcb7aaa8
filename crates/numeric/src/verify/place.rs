//! A point at which a claim is tried, for every kind of scalar.

use crate::ball::{Ball, Precision};
use crate::interval::Interval;
use crate::tape::Tape;

/// A point: floats that were drawn, or constants that were named, such as `1/3` and `pi/4`, which
/// no float is equal to.
#[derive(Clone, Debug)]
pub(super) struct Place<'t> {
    floats: Vec<f64>,
    exact: Option<&'t Tape>,
}

impl<'t> Place<'t> {
    pub(super) const fn drawn(floats: Vec<f64>) -> Self {
        Self {
            floats,
            exact: None,
        }
    }

    /// The values of constants.
    pub(super) fn named(constants: &'t Tape) -> Self {
        Self {
            floats: constants.evaluate(&[], ()),
            exact: Some(constants),
        }
    }

    pub(super) fn floats(&self) -> &[f64] {
        &self.floats
    }

    pub(super) const fn is_named(&self) -> bool {
        self.exact.is_some()
    }

    pub(super) fn intervals(&self) -> Vec<Interval> {
        match self.exact {
            Some(constants) => constants.evaluate(&[], ()),
            None => self.floats.iter().map(|x| Interval::point(*x)).collect(),
        }
    }

    pub(super) fn balls(&self, precision: Precision) -> Vec<Ball> {
        match self.exact {
            Some(constants) => constants.evaluate(&[], precision),
            None => self
                .floats
                .iter()
                .map(|x| Ball::from_f64(*x, precision))
                .collect(),
        }
    }
}
