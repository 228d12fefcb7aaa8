//! A point at which a claim is tried, for every kind of scalar.

use super::points::Range;
use crate::ball::{Ball, Precision};
use crate::interval::Interval;
use crate::tape::Tape;

/// A prime: what it divides is no binary fraction.
const PRIME: i64 = (1 << 31) - 1;
/// How far beside itself a float is left, in parts of `PRIME`: 1/φ, and for further coordinates
/// less, so that no two move alike.
const ASIDE: f64 = 0.618_033_988_749_894_8;

/// A point: floats that were drawn, or constants that were named, such as `1/3` and `pi/4`, which
/// no float is equal to.
#[derive(Clone, Debug)]
pub(super) struct Place<'t> {
    floats: Vec<f64>,
    exact: Option<&'t Tape>,
    /// Numbers whose `PRIME`th parts are to be added to other floats, which then are the exact
    /// point; `floats` are next to that.
    beside: Option<Vec<(f64, f64)>>,
}

impl<'t> Place<'t> {
    pub(super) const fn drawn(floats: Vec<f64>) -> Self {
        Self {
            floats,
            exact: None,
            beside: None,
        }
    }

    /// A point very near a drawn one, and no binary fraction: `sin(2^60*pi*x)` is 0 at all floats
    /// that are not tiny. Whole numbers stay what they are, and ranges are kept.
    pub(super) fn beside(&self, ranges: &[Range]) -> Option<Self> {
        if self.exact.is_some() || self.beside.is_some() {
            return None;
        }
        let mut share = 1.0;
        let offset = |(x, range): (&f64, &Range)| {
            share *= ASIDE;
            let part = share * if *x == 0.0 { 1.0 } else { *x };
            let fits = |part: &f64| {
                let moved = x + part / PRIME as f64;
                !range.integer && range.low <= moved && moved <= range.high
            };
            let offset = [part, -part].into_iter().find(fits);
            (*x, offset.unwrap_or(0.0))
        };
        let beside: Vec<(f64, f64)> = self.floats.iter().zip(ranges).map(offset).collect();
        let floats = beside.iter().map(|(x, part)| x + part / PRIME as f64);
        Some(Self {
            floats: floats.collect(),
            exact: None,
            beside: Some(beside),
        })
    }

    /// Whether no float is the point, and those that are known are the nearest.
    pub(super) const fn is_beside(&self) -> bool {
        self.beside.is_some()
    }

    /// The values of constants.
    pub(super) fn named(constants: &'t Tape) -> Self {
        Self {
            floats: constants.evaluate(&[], ()),
            exact: Some(constants),
            beside: None,
        }
    }

    pub(super) fn floats(&self) -> &[f64] {
        &self.floats
    }

    pub(super) const fn is_named(&self) -> bool {
        self.exact.is_some()
    }

    pub(super) fn intervals(&self) -> Vec<Interval> {
        if let Some(constants) = self.exact {
            return constants.evaluate(&[], ());
        }
        let Some(beside) = &self.beside else {
            return self.floats.iter().map(|x| Interval::point(*x)).collect();
        };
        let prime = Interval::from_integer(PRIME);
        let sum = |(x, part): &(f64, f64)| Interval::point(*x) + Interval::point(*part) / prime;
        beside.iter().map(sum).collect()
    }

    pub(super) fn balls(&self, precision: Precision) -> Vec<Ball> {
        if let Some(constants) = self.exact {
            return constants.evaluate(&[], precision);
        }
        let float = |x: f64| Ball::from_f64(x, precision);
        let Some(beside) = &self.beside else {
            return self.floats.iter().copied().map(float).collect();
        };
        let prime = Ball::from_i64(PRIME, precision);
        let sum = |(x, part): &(f64, f64)| float(*x) + float(*part) / &prime;
        beside.iter().map(sum).collect()
    }
}
