//! Indexed sums and products in the interpreter.

use super::frame::{BLOCK, Frame};
use super::places::{Indexed, Source, ToTerm};
use super::program::{Nested, Step};
use super::run::Run;
use crate::code::ROUNDS;
use crate::scalar::Scalar;
use crate::vector::tiles::WIDE;

/// The bounds of one lane; an empty range without a value where they are no integers or too far
/// apart.
#[derive(Clone, Copy)]
pub(super) struct Range {
    pub from: i64,
    pub to: i64,
    pub valid: bool,
}

impl Range {
    pub fn new(from: f64, to: f64) -> Self {
        let bounds = from.to_integer().zip(to.to_integer());
        let valid = bounds.filter(|(from, to)| to - from <= ROUNDS);
        let (from, to) = valid.unwrap_or((0, -1));
        Self {
            from,
            to,
            valid: valid.is_some(),
        }
    }

    fn has(&self, index: i64) -> bool {
        (self.from..=self.to).contains(&index)
    }
}

/// What a sum or product is of nothing; no number where the range is none.
pub(super) fn start(nested: &Nested, range: Range) -> f64 {
    match (range.valid, nested.product) {
        (false, _) => f64::NAN,
        (true, true) => 1.0,
        (true, false) => 0.0,
    }
}

/// The total with one more term or factor.
pub(super) fn next(nested: &Nested, total: f64, term: f64) -> f64 {
    match nested.product {
        true => total * term,
        false => total + term,
    }
}

/// Computes the step of a loop for all points. Every lane adds in the order of the index.
pub(super) fn repeat(outer: &Run<'_>, nested: &Nested, step: &Step) {
    let points = outer.source.range.len();
    let ranges: [Range; BLOCK] = std::array::from_fn(|lane| {
        let bound = |place| outer.lane(step.operand(place), lane / WIDE, lane % WIDE);
        match lane < points {
            true => Range::new(bound(0), bound(1)),
            false => Range::new(0.0, -1.0),
        }
    });
    let mut totals = ranges.map(|range| start(nested, range));
    let mut terms = ToTerm([f64::NAN; BLOCK]);
    let mut index = following(&ranges, i64::MIN);
    while let Some(at) = index {
        compute(outer, nested, at, &mut terms);
        for ((total, term), range) in totals.iter_mut().zip(terms.0).zip(&ranges) {
            if range.has(at) {
                *total = next(nested, *total, term);
            }
        }
        index = following(&ranges, at + 1);
    }
    let (tiles, _) = totals.as_chunks();
    for (to, tile) in outer.used(step.to).iter().zip(tiles) {
        to.set(*tile);
    }
}

/// The first index from this on at which a lane has a term.
fn following(ranges: &[Range; BLOCK], index: i64) -> Option<i64> {
    let left = ranges.iter().filter(|range| index <= range.to);
    let next = left.filter(|range| range.from <= range.to);
    next.map(|range| range.from.max(index)).min()
}

/// The terms of all points at an index.
fn compute(outer: &Run<'_>, nested: &Nested, index: i64, terms: &mut ToTerm) {
    let frame: Frame<'_> = outer.frame.after(outer.program.own);
    let points = Indexed {
        points: outer.source.points,
        index: index as f64,
        place: outer.source.inputs,
    };
    let run = Run {
        machine: outer.machine,
        program: &nested.program,
        frame,
        source: Source {
            points: &points,
            range: outer.source.range.clone(),
            inputs: nested.program.inputs,
        },
        sink: terms,
    };
    run.start();
}
