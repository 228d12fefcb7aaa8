//! What the mistake in a refuted claim is: the claim is held against what the usual mistakes
//! would have made of the derivative.
//!
//! Each mistake is an expression that the claim would be equal to, had it been made. Those that
//! agree in floats at some points are compared as any claim is, in intervals and balls; the first
//! that holds at all points names the mistake.

mod chain;
mod hypotheses;
mod terms;

use partials_symbolic::graph::{Graph, Id, Reachable, Symbol};

use super::compare::{Comparer, Seen};
use super::place::Place;
use super::points::{Points, ranges_of};
use super::search::Domain;
use super::tapes::{conditions, is_bounded};
use super::{Claim, ClaimEntry, Diagnosis, Entry, Mistake};
use crate::tape::{Tape, TapeError, TapeOptions};

/// At so many points a mistake must explain the claim.
const POINTS: usize = 4;
/// How many points are drawn to find these.
const CANDIDATES: usize = 64;
/// Values in floats that differ by more than this part are not compared closely.
const NEAR: f64 = 1e-7;
/// More mistakes than these are not tried.
const MOST: usize = 1500;
/// Derivations with more nodes are not looked into.
const LARGEST: usize = 600;

/// What a claim would be, had a mistake been made.
struct Hypothesis {
    mistake: Mistake,
    sentence: String,
    claim: Id,
}

/// A refuted entry, and what is known of it.
struct Case<'a> {
    graph: &'a Graph,
    claim: &'a Claim,
    index: usize,
    truth: Id,
    claimed: Id,
    /// What was derived last, and in which variable.
    derived: Option<(Id, Symbol)>,
    options: TapeOptions,
}

/// The mistake in one entry of a claim, if it is one of those that are known.
pub(super) fn diagnose(
    graph: &Graph,
    claim: &Claim,
    index: usize,
    found: &Entry,
) -> Result<Option<Diagnosis>, TapeError> {
    let Some(entry) = claim.entries.get(index) else {
        return Ok(None);
    };
    let size = graph.with(|arena| {
        let roots: Vec<Id> = [entry.truth, entry.claimed]
            .into_iter()
            .chain(entry.function)
            .collect();
        Reachable::new(arena, &roots).len()
    });
    if size > LARGEST {
        return Ok(None);
    }
    let function = entry.lower.last().copied().or(entry.function);
    let case = Case {
        graph,
        claim,
        index,
        truth: entry.truth,
        claimed: entry.claimed,
        derived: function.zip(entry.wrt.last().copied()),
        options: TapeOptions {
            decimals: claim.decimals,
        },
    };
    let constants = case.named_point(entry)?;
    let places = match &constants {
        Some(constants) => vec![Place::named(constants)],
        None => case.places(found)?,
    };
    let Some(first) = places.first() else {
        return Ok(None);
    };
    let values = case
        .tape(&[case.truth, case.claimed])?
        .evaluate(first.floats(), ());
    let ratio = match *values.as_slice() {
        [truth, claimed] => claimed / truth,
        _ => f64::NAN,
    };
    let mut hypotheses = case.hypotheses(ratio);
    hypotheses.truncate(MOST);
    case.first_that_holds(entry, hypotheses, &places)
}

impl Case<'_> {
    fn tape(&self, roots: &[Id]) -> Result<Tape, TapeError> {
        Tape::new(self.graph, roots, &self.claim.variables, self.options)
    }

    /// The point that the claim names, where it says nothing of others: it is a number.
    fn named_point(&self, entry: &ClaimEntry) -> Result<Option<Tape>, TapeError> {
        let Some(at) = &self.claim.at else {
            return Ok(None);
        };
        let none: [&str; 0] = [];
        let constants = || Tape::new(self.graph, at, &none, self.options);
        let named = self.is_number(entry.claimed) && !self.is_number(entry.truth);
        named.then(constants).transpose()
    }

    /// Points where derivation and claim have values, the first that of the refutation.
    fn places(&self, found: &Entry) -> Result<Vec<Place<'static>>, TapeError> {
        let ranges = ranges_of(&self.claim.variables, &self.claim.ranges);
        let mut roots = vec![self.truth, self.claimed];
        roots.extend(self.derived.map(|(function, _)| function));
        let domain = Domain {
            values: self.tape(&roots)?,
            conditions: conditions(self.graph, self.claim, self.options)?,
            ranges: ranges.clone(),
        };
        let witness = found
            .evidence
            .as_ref()
            .map(|evidence| evidence.point.clone());
        let mut points: Vec<Vec<f64>> = witness.into_iter().collect();
        let mut drawn = Points::new(1, ranges);
        for _ in 0..CANDIDATES {
            let point = drawn.next();
            if points.len() >= POINTS || self.claim.variables.is_empty() {
                break;
            }
            if domain.admits(&point) {
                points.push(point);
            }
        }
        Ok(points.into_iter().map(Place::drawn).collect())
    }

    fn first_that_holds(
        &self,
        entry: &ClaimEntry,
        hypotheses: Vec<Hypothesis>,
        places: &[Place<'_>],
    ) -> Result<Option<Diagnosis>, TapeError> {
        // What is taken out of a sum over an index may have no value outside.
        let has_value = |hypothesis: &Hypothesis| self.tape(&[hypothesis.claim]).is_ok();
        let hypotheses: Vec<Hypothesis> = hypotheses.into_iter().filter(has_value).collect();
        let mut roots = vec![self.claimed];
        roots.extend(hypotheses.iter().map(|hypothesis| hypothesis.claim));
        let (all, alone) = (self.tape(&roots)?, self.tape(&[self.claimed])?);
        let mut near = vec![true; hypotheses.len()];
        for place in places {
            let values = all.evaluate(place.floats(), ());
            let Some((claimed, others)) = values.split_first() else {
                continue;
            };
            // What cancels in the claim does not speak against it.
            let enclosure = alone.evaluate(&place.intervals(), ());
            let radius = enclosure.first().map_or(0.0, |value| value.radius());
            let rounding = if radius.is_finite() {
                4.0 * radius
            } else {
                0.0
            };
            for (near, other) in near.iter_mut().zip(others) {
                let size = claimed.abs().max(other.abs());
                let allowed = (NEAR * size + rounding).max(2.0 * entry.rounding.unwrap_or(0.0));
                *near &= (claimed - other).abs() <= allowed;
            }
        }
        for (hypothesis, _) in hypotheses.into_iter().zip(near).filter(|(_, near)| *near) {
            let both = self.tape(&[hypothesis.claim, self.claimed])?;
            let comparer = Comparer {
                certify: true,
                bounded: is_bounded(&both),
                differs: false,
                tolerance: None,
                rounding: entry.rounding,
            };
            let equal = |place: &Place<'_>| {
                let seen = comparer.compare(&both, place).seen;
                matches!(seen, Seen::Equal | Seen::EqualInBalls)
            };
            if places.iter().all(equal) {
                return Ok(Some(Diagnosis {
                    mistake: hypothesis.mistake,
                    sentence: hypothesis.sentence,
                }));
            }
        }
        Ok(None)
    }
}
