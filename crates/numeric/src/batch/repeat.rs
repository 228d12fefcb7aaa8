//! Indexed sums and products in the interpreter.

use std::cell::Cell;

use super::frame::Frame;
use super::program::{Nested, Step};
use super::run::Run;
use crate::code::ROUNDS;
use crate::scalar::Scalar;
use crate::vector::tiles::{Tile, WIDE};

/// The bounds of one lane; an empty range without a value where they are no integers or too far
/// apart.
#[derive(Clone, Copy)]
struct Range {
    from: i64,
    to: i64,
    valid: bool,
}

impl Range {
    fn new(from: f64, to: f64) -> Self {
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

/// Computes the step of a loop for all points, tile by tile. Every lane adds in the order of the
/// index.
pub(super) fn repeat(outer: Run<'_>, nested: &Nested, step: &Step) {
    let inner = outer.frame.after(outer.program.own);
    for input in 0..nested.index() {
        for (to, from) in inner.column(input).iter().zip(outer.frame.column(input)) {
            to.set(from.get());
        }
    }
    for (tile, to) in outer.frame.column(step.to).iter().enumerate() {
        let [from, upto, _] = step.operands();
        let bound = |operand, lane| outer.lane(operand, tile, lane);
        let ranges = std::array::from_fn(|lane| Range::new(bound(from, lane), bound(upto, lane)));
        let run = Run {
            program: &nested.program,
            frame: inner.only(tile),
            ..outer
        };
        to.set(total(run, nested, &ranges));
    }
}

/// The sum or product in each lane of a tile.
fn total(run: Run<'_>, nested: &Nested, ranges: &[Range; WIDE]) -> Tile {
    let start = if nested.product { 1.0 } else { 0.0 };
    let mut totals = ranges.map(|range| if range.valid { start } else { f64::NAN });
    let mut index = next(ranges, i64::MIN);
    while let Some(at) = index {
        let terms = term(run, nested, at);
        for ((total, term), range) in totals.iter_mut().zip(terms).zip(ranges) {
            if range.has(at) {
                *total = match nested.product {
                    true => *total * term,
                    false => *total + term,
                };
            }
        }
        index = next(ranges, at + 1);
    }
    totals
}

/// The first index from this on at which a lane has a term.
fn next(ranges: &[Range; WIDE], index: i64) -> Option<i64> {
    let left = ranges.iter().filter(|range| index <= range.to);
    let next = left.filter(|range| range.from <= range.to);
    next.map(|range| range.from.max(index)).min()
}

fn term(run: Run<'_>, nested: &Nested, index: i64) -> Tile {
    let inputs = run.frame.column(nested.index()).iter();
    inputs.for_each(|cell| cell.set([index as f64; WIDE]));
    run.start();
    let output = nested.program.outputs.first();
    let cell = output.and_then(|column| first_tile(run.frame, *column));
    cell.map_or([f64::NAN; WIDE], Cell::get)
}

fn first_tile<'a>(frame: Frame<'a>, column: u32) -> Option<&'a Cell<Tile>> {
    frame.column(column).first()
}
