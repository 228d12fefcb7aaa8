//! Where a claim can be tried: points in the domain, and in its parts that random points miss.
//!
//! Boxes of arguments are evaluated in intervals. One in which a function has no value, or a
//! condition can't hold, is discarded, the others are halved, on a scale that is even in the
//! exponents (the flags of Rival, Flatt and Panchekha, "Making interval arithmetic robust to
//! overflow", 2023, and its sampling by boxes). The work is counted.

use std::collections::VecDeque;

use super::points::{Range, shorten};
use crate::ball::{Ball, Precision};
use crate::interval::Interval;
use crate::tape::{Machine, Tape};

/// Where function, derivation and claim have values and the conditions hold.
#[derive(Clone, Debug)]
pub(super) struct Domain {
    /// Function, derivation and claim.
    pub values: Tape,
    /// 1 where a condition holds, else 0.
    pub conditions: Option<Tape>,
    pub ranges: Vec<Range>,
}

/// What a search found.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub points: Vec<Vec<f64>>,
    /// Whether there are no others, but in boxes that are as good as points.
    pub exhausted: bool,
}

/// How often each coordinate is drawn anew where conditions don't hold.
const REPAIRS: usize = 16;
/// Up to this distance from 0, boxes are looked at first.
const NEAR: f64 = 16.0;
/// With more variables than this, some are held fixed.
const FREE: usize = 3;
/// A box that reaches so many times farther out than in is cut there: what a claim adds in a
/// branch is small beside the rest very far out, so that points near by say more.
const WIDE: f64 = 65536.0;
/// Boxes that are nearer to 0 than this are halved by their exponents alone.
const DEEP: f64 = 1e-3;
/// A box that is narrower than this part of its distance from 0 is as good as a point.
const NARROW: f64 = 1e-13;
/// A box around 0 that is no wider than this is as good as a point.
const TINY: f64 = 1e-300;

impl Domain {
    /// Whether a point lies in the domain, as far as floats can tell.
    pub(super) fn admits(&self, point: &[f64]) -> bool {
        let holds = |tape: &Tape| tape.evaluate(point, ()).iter().all(|value| *value == 1.0);
        self.conditions.as_ref().is_none_or(holds)
            && self
                .values
                .evaluate(point, ())
                .iter()
                .all(|value| value.is_finite())
    }

    /// Whether a point lies in the domain, but has values that are too large for floats.
    pub(super) fn overflows(&self, point: &[f64]) -> bool {
        let holds = |tape: &Tape| tape.evaluate(point, ()).iter().all(|value| *value == 1.0);
        let exact: Vec<Interval> = point.iter().map(|x| Interval::point(*x)).collect();
        let values = self.values.evaluate(&exact, ());
        self.conditions.as_ref().is_none_or(holds)
            && values
                .iter()
                .all(|value| !value.is_empty() && !value.is_partial())
            && values.iter().any(|value| !value.is_bounded())
    }

    /// Whether a point lies in the domain, but what is computed there is too large or too small for
    /// floats.
    fn is_beyond(&self, point: &[f64]) -> bool {
        let holds = |tape: &Tape| tape.evaluate(point, ()).iter().all(|value| *value == 1.0);
        let precision = Precision::bits(64);
        let exact = point.iter().map(|x| Ball::from_f64(*x, precision));
        let exact: Vec<Ball> = exact.collect();
        self.conditions.as_ref().is_none_or(holds)
            && self
                .values
                .evaluate(&exact, precision)
                .iter()
                .all(Ball::is_value)
    }

    /// A point at which more conditions hold, if not all: one coordinate after the other is drawn
    /// anew, and kept where that helps. A chain `a < b < c < d` holds for few random points.
    pub(super) fn repaired(
        &self,
        mut point: Vec<f64>,
        mut fresh: impl FnMut() -> Vec<f64>,
    ) -> Vec<f64> {
        let count = point.len();
        let failing = |point: &[f64]| {
            let values = self.conditions.as_ref().map(|met| met.evaluate(point, ()));
            let failing = |values: Vec<f64>| values.iter().filter(|value| **value != 1.0).count();
            values.map_or(0, failing)
        };
        let mut left = failing(&point);
        for turn in 0..REPAIRS * count {
            if left == 0 || count < 2 {
                break;
            }
            let mut other = point.clone();
            let place = turn % count;
            if let (Some(slot), Some(value)) = (other.get_mut(place), fresh().get(place)) {
                *slot = *value;
            }
            let now = failing(&other);
            if now <= left {
                (point, left) = (other, now);
            }
        }
        point
    }

    /// Whether no point of a box can lie in the domain, or meet a goal.
    fn excludes(&self, area: &[Interval], goal: Option<&Tape>) -> bool {
        let fails = |tape: &Tape| {
            tape.evaluate(area, ())
                .iter()
                .any(|value| !value.contains(1.0))
        };
        self.conditions.as_ref().is_some_and(fails)
            || goal.is_some_and(fails)
            || self
                .values
                .evaluate(area, ())
                .iter()
                .any(|value| value.is_empty())
    }

    pub(super) fn meets(point: &[f64], goal: Option<&Tape>) -> bool {
        let mut machine = Machine::default();
        goal.is_none_or(|goal| goal.first(&mut machine, point, ()) == 1.0)
    }

    /// Looks for points, up to so many, in which the goal holds (the value of its tape is 1).
    /// `fixed` are values for variables where there are many.
    pub(super) fn search(
        &self,
        goal: Option<&Tape>,
        wanted: usize,
        fuel: usize,
        mut fixed: impl FnMut() -> Vec<f64>,
        stop: &dyn Fn() -> bool,
    ) -> Found {
        let count = self.ranges.len();
        let whole: Vec<Interval> = self.ranges.iter().map(Range::interval).collect();
        if count <= FREE {
            let near = whole.iter().map(|range| near(*range)).collect();
            let mut found = self.bisect(near, goal, wanted, fuel / 2, stop);
            if found.points.len() < wanted {
                let missing = wanted - found.points.len();
                let far = self.bisect(whole, goal, missing, fuel - fuel / 2, stop);
                found.exhausted = far.exhausted;
                found.points.extend(far.points);
            }
            return found;
        }
        let mut found = Found::default();
        let turns = 4 * count;
        for turn in 0..turns {
            if found.points.len() >= wanted || stop() {
                break;
            }
            let mut area: Vec<Interval> = fixed().into_iter().map(Interval::point).collect();
            let free = [turn % count, (turn + turn / count + 1) % count];
            for place in free {
                if let (Some(slot), Some(range)) = (area.get_mut(place), whole.get(place)) {
                    *slot = near(*range);
                }
            }
            let part = self.bisect(area, goal, 1, fuel / turns, stop);
            found.points.extend(part.points);
        }
        found
    }

    fn bisect(
        &self,
        area: Vec<Interval>,
        goal: Option<&Tape>,
        wanted: usize,
        fuel: usize,
        stop: &dyn Fn() -> bool,
    ) -> Found {
        let mut found = Found::default();
        if self.excludes(&area, goal) {
            found.exhausted = true;
            return found;
        }
        let mut queue = VecDeque::from([(area, 0_usize)]);
        for _ in 0..fuel {
            let Some((area, turn)) = queue.pop_front() else {
                found.exhausted = true;
                return found;
            };
            if stop() {
                return found;
            }
            let point = self.inside(&area);
            let is_inside = || {
                self.admits(&point)
                    || goal.is_some() && (self.overflows(&point) || self.is_beyond(&point))
            };
            if Self::meets(&point, goal) && is_inside() {
                found.points.push(point);
                if found.points.len() >= wanted {
                    return found;
                }
            }
            queue.extend(self.halves(&area, turn, goal));
        }
        found
    }

    /// A point in a box that lies on none of its lines of symmetry.
    fn inside(&self, area: &[Interval]) -> Vec<f64> {
        let mut part = 0.0;
        area.iter()
            .zip(&self.ranges)
            .map(|(x, range)| {
                part = (part + 0.618_033_988_749_895_f64) % 1.0;
                let (lo, hi) = clipped(*x);
                let drawn = lo * (1.0 - part) + hi * part;
                let short = range.fit(shorten(drawn));
                if x.contains(short) {
                    short
                } else {
                    range.fit(drawn)
                }
            })
            .collect()
    }

    /// The halves of a box that are left, with the turn of the variable that is halved next: the
    /// variable in which one half can be discarded, else the one whose turn it is. None are left
    /// of a box that is as good as a point.
    fn halves(
        &self,
        area: &[Interval],
        turn: usize,
        goal: Option<&Tape>,
    ) -> Vec<(Vec<Interval>, usize)> {
        let count = area.len().max(1);
        let mut kept = Vec::new();
        for place in (0..count).map(|i| (turn + i) % count) {
            let Some(halves) = self.halved(area, place) else {
                continue;
            };
            let next = (place + 1) % count;
            let left = halves.into_iter().filter(|half| !self.excludes(half, goal));
            let left: Vec<_> = left.map(|half| (half, next)).collect();
            if left.len() < 2 {
                return left;
            }
            if kept.is_empty() {
                kept = left;
            }
        }
        kept
    }

    fn halved(&self, area: &[Interval], place: usize) -> Option<[Vec<Interval>; 2]> {
        let (x, range) = (area.get(place)?, self.ranges.get(place)?);
        if is_point(*x) || range.integer && x.width() < 1.0 {
            return None;
        }
        let middle = middle(*x);
        let (mut one, mut other) = (area.to_vec(), area.to_vec());
        *one.get_mut(place)? = Interval::new(x.lo(), middle);
        *other.get_mut(place)? = Interval::new(middle, x.hi());
        Some([one, other])
    }
}

fn near(range: Interval) -> Interval {
    let clipped = range.intersect(Interval::new(-NEAR, NEAR));
    if clipped.is_empty() || clipped.is_point() {
        range
    } else {
        clipped
    }
}

/// The bounds, those that are very much farther from 0 than need be moved towards it.
fn clipped(x: Interval) -> (f64, f64) {
    let (lo, hi) = (x.lo().max(-f64::MAX), x.hi().min(f64::MAX));
    if lo > 0.0 {
        (lo, hi.min(WIDE * lo))
    } else if hi < 0.0 {
        (lo.max(WIDE * hi), hi)
    } else {
        (lo.max(-NEAR), hi.min(NEAR))
    }
}

/// Whether an interval is as good as a point.
fn is_point(x: Interval) -> bool {
    let (lo, hi) = (x.lo().max(-f64::MAX), x.hi().min(f64::MAX));
    let size = lo.abs().max(hi.abs());
    hi - lo <= NARROW * size || size <= TINY
}

/// Where an interval is halved: at 0, then by exponents, then evenly.
fn middle(x: Interval) -> f64 {
    let (lo, hi) = (x.lo().max(-f64::MAX), x.hi().min(f64::MAX));
    if lo < 0.0 && hi > 0.0 {
        return 0.0;
    }
    let (least, most) = (lo.abs().min(hi.abs()), lo.abs().max(hi.abs()));
    let magnitude = if least == 0.0 {
        match most {
            _ if most > NEAR => NEAR,
            _ if most > DEEP => most / 8.0,
            // From here on by twice the exponent.
            _ => (most * most).max(TINY),
        }
    } else if most > WIDE * least && most > DEEP {
        WIDE * least
    } else if most > 8.0 * least {
        least.sqrt() * most.sqrt()
    } else {
        return 0.5 * lo + 0.5 * hi;
    };
    if hi > 0.0 { magnitude } else { -magnitude }
}
