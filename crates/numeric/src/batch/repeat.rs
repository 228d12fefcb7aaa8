//! Indexed sums and products in the interpreter.

use super::program::{Nested, Program, Step};
use super::run::run;
use super::tile::Frame;
use crate::code::ROUNDS;
use crate::scalar::Scalar;
use crate::vector::lanes::Lane;
use crate::vector::{Machine, Work};

/// The bounds of one lane; an empty range of NaN where they are no integers or too far apart.
#[derive(Clone, Copy)]
struct Range {
    from: i64,
    to: i64,
    valid: bool,
}

impl Range {
    fn new(from: f64, to: f64) -> Self {
        let bounds = from.to_integer().zip(to.to_integer());
        match bounds.filter(|(from, to)| to - from <= ROUNDS) {
            Some((from, to)) => Self {
                from,
                to,
                valid: true,
            },
            None => Self {
                from: 0,
                to: -1,
                valid: false,
            },
        }
    }
}

/// Computes the step of a loop for all points of a frame, tile by tile. Every lane adds in the
/// order of the index.
pub(super) fn repeat<const W: usize>(
    machine: Machine,
    nested: &Nested,
    frame: Frame<'_, W>,
    program: &Program,
    step: &Step,
) {
    let inner = frame.after(program.own);
    for input in 0..nested.program.inputs.saturating_sub(1) {
        for (to, from) in inner.column(input).iter().zip(frame.column(input)) {
            to.set(from.get());
        }
    }
    for (tile, to) in frame.column(step.to as usize).iter().enumerate() {
        let [from, upto, _] = step.operands;
        let bound = |place, lane| program.lane(place, frame, tile, lane);
        let ranges = std::array::from_fn(|lane| Range::new(bound(from, lane), bound(upto, lane)));
        let start = if nested.product { 1.0 } else { 0.0 };
        let total = machine.run(Total {
            machine,
            nested,
            frame: inner.only(tile),
            totals: ranges.map(|range: Range| if range.valid { start } else { f64::NAN }),
            ranges,
        });
        to.set(total);
    }
}

/// The sum or product in each lane of a tile.
struct Total<'a, const W: usize> {
    machine: Machine,
    nested: &'a Nested,
    frame: Frame<'a, W>,
    ranges: [Range; W],
    totals: [f64; W],
}

impl<const W: usize> Work for Total<'_, W> {
    type Output = [f64; W];

    #[inline(always)]
    fn run<L: Lane>(mut self) -> Self::Output {
        let mut index = self.next(i64::MIN);
        while let Some(at) = index {
            self.add_term::<L>(at);
            index = self.next(at + 1);
        }
        self.totals
    }
}

impl<const W: usize> Total<'_, W> {
    /// The first index from this on at which a lane has a term.
    #[inline(always)]
    fn next(&self, index: i64) -> Option<i64> {
        let left = self.ranges.iter().filter(|range| index <= range.to);
        let next = left.filter(|range| range.from <= range.to);
        next.map(|range| range.from.max(index)).min()
    }

    #[inline(always)]
    fn add_term<L: Lane>(&mut self, index: i64) {
        let program = &self.nested.program;
        let place = program.inputs.saturating_sub(1);
        let inputs = self.frame.column(place).iter();
        inputs.for_each(|cell| cell.set([index as f64; W]));
        run::<L, W>(self.machine, program, self.frame);
        let output = program.outputs.first();
        let cell = output.and_then(|column| self.frame.column(*column as usize).first());
        let terms = cell.map_or([f64::NAN; W], std::cell::Cell::get);
        for ((total, term), range) in self.totals.iter_mut().zip(terms).zip(&self.ranges) {
            let next = if self.nested.product {
                *total * term
            } else {
                *total + term
            };
            if (range.from..=range.to).contains(&index) {
                *total = next;
            }
        }
    }
}
