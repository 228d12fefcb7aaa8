//! Where only one of claim and derivation has values: a proof is of their common domain, and the
//! verdict tells where that ends for one of them alone.
//!
//! What each side asks of its parts is read off; that the other side does have a value where the
//! condition fails is shown by an interval around such a place.

use partials_symbolic::graph::{Graph, Id};
use partials_symbolic::simplify::{Asks, requirements_beyond};

use super::points::Points;
use super::search::Domain;
use super::{Claim, ClaimEntry};
use crate::interval::Interval;
use crate::tape::{Tape, TapeError, TapeOptions};

/// More conditions than this are not looked into.
const MOST: usize = 8;
/// From so many points a place is looked for along each variable, on a grid of quarters.
const BASES: usize = 2;
const GRID: i32 = 32;
/// Steps that halve an interval down to neighbouring floats.
const HALVINGS: usize = 80;

/// The conditions that only one side asks for.
#[derive(Clone, Debug, Default)]
pub(super) struct Extent {
    gaps: Vec<Gap>,
}

/// A condition that one side asks for.
#[derive(Clone, Debug)]
struct Gap {
    text: String,
    asks: Asks,
    /// What it is about.
    part: Tape,
    /// The side that does not ask for it.
    other: Tape,
    by_claim: bool,
}

impl Extent {
    pub(super) fn new(
        graph: &Graph,
        claim: &Claim,
        entry: &ClaimEntry,
        options: TapeOptions,
    ) -> Result<Self, TapeError> {
        let sides = [
            (entry.truth, entry.claimed, false),
            (entry.claimed, entry.truth, true),
        ];
        let mut gaps = Vec::new();
        for (narrow, wide, by_claim) in sides {
            let found = graph.with(|arena| requirements_beyond(arena, narrow, wide));
            if found.len() > MOST {
                continue;
            }
            let tape = |id: Id| Tape::new(graph, &[id], &claim.variables, options);
            for requirement in found {
                gaps.push(Gap {
                    text: requirement.text,
                    asks: requirement.asks,
                    part: tape(requirement.part)?,
                    other: tape(wide)?,
                    by_claim,
                });
            }
        }
        Ok(Self { gaps })
    }

    /// The conditions under which both sides have values, where one of them has more, and a
    /// sentence on which.
    pub(super) fn note(&self, domain: &Domain, seed: u64) -> Option<(Vec<String>, String)> {
        let open: Vec<&Gap> = self
            .gaps
            .iter()
            .filter(|gap| gap.is_open(domain, seed))
            .collect();
        let first = open.first()?;
        let (one, other) = match first.by_claim {
            true => ("the claim", "the derivation"),
            false => ("the derivation", "the claim"),
        };
        let sentence = format!(
            "{one} has a value only where {}, {other} elsewhere too",
            first.text
        );
        Some((open.iter().map(|gap| gap.text.clone()).collect(), sentence))
    }
}

impl Gap {
    /// Whether there is a place in the domain where the condition fails and the other side has a
    /// value.
    fn is_open(&self, domain: &Domain, seed: u64) -> bool {
        let mut points = Points::new(seed, domain.ranges.clone());
        (0..BASES).any(|_| {
            let base: Vec<Interval> = points.next().into_iter().map(Interval::point).collect();
            (0..base.len()).any(|place| self.fails_along(&base, place, domain))
        })
    }

    /// Looks along one variable.
    fn fails_along(&self, base: &[Interval], place: usize, domain: &Domain) -> bool {
        let Some(range) = domain.ranges.get(place) else {
            return false;
        };
        let at = |x: Interval| {
            let mut area = base.to_vec();
            area.iter_mut()
                .skip(place)
                .take(1)
                .for_each(|slot| *slot = x);
            area
        };
        let part = |x: Interval| self.part.evaluate(&at(x), ()).first().copied();
        let mut last: Option<(f64, f64)> = None;
        for step in -GRID..=GRID {
            let x = range.fit(f64::from(step) / 4.0);
            let Some(value) = part(Interval::point(x)).filter(|v| !v.is_empty()) else {
                last = None;
                continue;
            };
            let zero = value.lo() == 0.0 && value.hi() == 0.0;
            let fails = match self.asks {
                Asks::NotZero => zero,
                Asks::Positive => value.hi() < 0.0 || zero,
                Asks::NotNegative => value.hi() < 0.0,
            };
            if fails && self.other_has_value(&at(Interval::point(x)), domain) {
                return true;
            }
            let sign = if value.lo() > 0.0 {
                1.0
            } else if value.hi() < 0.0 {
                -1.0
            } else {
                0.0
            };
            if let Some((before, sign_before)) = last
                && sign * sign_before < 0.0
                && !range.integer
                && let Some(root) = root(before, x, sign_before, &part)
                && self.other_has_value(&at(root), domain)
            {
                return true;
            }
            last = (sign != 0.0).then_some((x, sign));
        }
        false
    }

    fn other_has_value(&self, area: &[Interval], domain: &Domain) -> bool {
        let value = self.other.evaluate(area, ());
        let certain =
            |value: &Interval| !value.is_empty() && value.is_bounded() && value.is_continuous();
        let met = |tape: &Tape| {
            let values = tape.evaluate(area, ());
            values.iter().all(|value| *value == Interval::point(1.0))
        };
        value.iter().all(certain) && domain.conditions.as_ref().is_none_or(met)
    }
}

/// A narrow interval in which a continuous function is 0, between two numbers where its signs
/// differ.
fn root(
    mut low: f64,
    mut high: f64,
    sign_of_low: f64,
    value: &impl Fn(Interval) -> Option<Interval>,
) -> Option<Interval> {
    let whole = value(Interval::new(low, high))?;
    if whole.is_empty() || !whole.is_continuous() || !whole.is_bounded() {
        return None;
    }
    for _ in 0..HALVINGS {
        let middle = 0.5 * low + 0.5 * high;
        if middle <= low || middle >= high {
            break;
        }
        let found = value(Interval::point(middle))?;
        if found.lo() * sign_of_low > 0.0 && found.hi() * sign_of_low > 0.0 {
            low = middle;
        } else if found.lo() * sign_of_low < 0.0 && found.hi() * sign_of_low < 0.0 {
            high = middle;
        } else {
            // As near as floats can tell.
            break;
        }
    }
    Some(Interval::new(low, high))
}
