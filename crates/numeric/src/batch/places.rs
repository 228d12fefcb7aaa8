//! Where the inputs of many points come from and where their outputs go.

use std::cell::Cell;
use std::ops::Range;

use super::BatchError;
use super::frame::{BLOCK, STRIDE};
use crate::vector::tiles::{Column, Tile, WIDE};

pub(super) fn check(expected: usize, found: usize) -> Result<(), BatchError> {
    match expected == found {
        true => Ok(()),
        false => Err(BatchError::Length { expected, found }),
    }
}

/// Where the inputs of many points are.
pub trait Points: Sync {
    /// Whether there are so many points of so many inputs.
    ///
    /// # Errors
    /// Where the lengths are others.
    fn check(&self, points: usize, inputs: usize) -> Result<(), BatchError>;

    /// One of so many inputs at a point.
    fn at(&self, input: usize, point: usize, inputs: usize) -> f64;

    /// One input of some points, where they are one after the other.
    fn column(&self, input: usize, points: Range<usize>) -> Option<&[f64]>;
}

/// Points one after the other: input j of point i is number i·inputs + j.
#[derive(Clone, Copy, Debug)]
pub struct Rows<'a>(pub &'a [f64]);

/// Inputs one after the other: input j of point i is number i of column j.
#[derive(Clone, Copy, Debug)]
pub struct Columns<'a>(pub &'a [&'a [f64]]);

/// Points that share the first inputs, such as parameters, and differ in the others, the columns
/// of a table.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a> {
    /// The inputs that are the same for all rows.
    pub shared: &'a [f64],
    /// The other inputs.
    pub columns: &'a [&'a [f64]],
}

/// One point whose inputs are in two parts.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a>(pub &'a [f64], pub &'a [f64]);

impl Points for Parts<'_> {
    fn check(&self, points: usize, inputs: usize) -> Result<(), BatchError> {
        check(1, points)?;
        check(inputs, self.0.len() + self.1.len())
    }

    fn at(&self, input: usize, _: usize, _: usize) -> f64 {
        let found = match input.checked_sub(self.0.len()) {
            None => self.0.get(input),
            Some(input) => self.1.get(input),
        };
        found.copied().unwrap_or(f64::NAN)
    }

    fn column(&self, _: usize, _: Range<usize>) -> Option<&[f64]> {
        None
    }
}

impl Points for Rows<'_> {
    fn check(&self, points: usize, inputs: usize) -> Result<(), BatchError> {
        check(points.saturating_mul(inputs), self.0.len())
    }

    #[inline]
    fn at(&self, input: usize, point: usize, inputs: usize) -> f64 {
        let found = self.0.get(point * inputs + input);
        found.copied().unwrap_or(f64::NAN)
    }

    fn column(&self, _: usize, _: Range<usize>) -> Option<&[f64]> {
        None
    }
}

impl Points for Columns<'_> {
    fn check(&self, points: usize, inputs: usize) -> Result<(), BatchError> {
        check(inputs, self.0.len())?;
        let mut lengths = self.0.iter().map(|column| column.len());
        lengths.try_for_each(|length| check(points, length))
    }

    fn at(&self, input: usize, point: usize, _: usize) -> f64 {
        let found = self.0.get(input).and_then(|column| column.get(point));
        found.copied().unwrap_or(f64::NAN)
    }

    fn column(&self, input: usize, points: Range<usize>) -> Option<&[f64]> {
        self.0.get(input).and_then(|column| column.get(points))
    }
}

impl Points for Table<'_> {
    fn check(&self, points: usize, inputs: usize) -> Result<(), BatchError> {
        check(inputs, self.shared.len() + self.columns.len())?;
        Columns(self.columns).check(points, self.columns.len())
    }

    fn at(&self, input: usize, point: usize, inputs: usize) -> f64 {
        match input.checked_sub(self.shared.len()) {
            None => self.shared.get(input).copied().unwrap_or(f64::NAN),
            Some(column) => Columns(self.columns).at(column, point, inputs),
        }
    }

    fn column(&self, input: usize, points: Range<usize>) -> Option<&[f64]> {
        let column = input.checked_sub(self.shared.len())?;
        self.columns
            .get(column)
            .and_then(|column| column.get(points))
    }
}

/// The columns of a block of points that came as rows.
pub(super) struct Turned<'a> {
    pub memory: &'a [f64],
    /// The first point.
    pub first: usize,
}

impl Points for Turned<'_> {
    fn check(&self, points: usize, inputs: usize) -> Result<(), BatchError> {
        check(points.min(BLOCK), points)?;
        let expected = inputs * STRIDE;
        check(expected, self.memory.len().min(expected))
    }

    fn at(&self, input: usize, point: usize, _: usize) -> f64 {
        let place = input * STRIDE + point.saturating_sub(self.first);
        self.memory.get(place).copied().unwrap_or(f64::NAN)
    }

    fn column(&self, input: usize, points: Range<usize>) -> Option<&[f64]> {
        let start = input * STRIDE + points.start.checked_sub(self.first)?;
        self.memory.get(start..start + points.len())
    }
}

/// The points of a loop's body: those around it, and the index as one more input.
pub(super) struct Indexed<'a> {
    pub points: &'a dyn Points,
    pub index: f64,
    /// Which input it is: the last.
    pub place: usize,
}

impl Points for Indexed<'_> {
    fn check(&self, points: usize, inputs: usize) -> Result<(), BatchError> {
        self.points.check(points, inputs.saturating_sub(1))
    }

    fn at(&self, input: usize, point: usize, _: usize) -> f64 {
        match input == self.place {
            true => self.index,
            false => self.points.at(input, point, self.place),
        }
    }

    fn column(&self, input: usize, points: Range<usize>) -> Option<&[f64]> {
        self.points.column(input, points)
    }
}

/// Some of the points.
#[derive(Clone)]
pub(super) struct Source<'a> {
    pub points: &'a dyn Points,
    pub range: Range<usize>,
    pub inputs: usize,
}

impl Source<'_> {
    /// Fills a column with an input. The lanes that are left over do as the last point does.
    #[inline(always)]
    pub fn load(&self, input: usize, to: Column<'_>) {
        match self.points.column(input, self.range.clone()) {
            Some(numbers) => fill(to, numbers),
            None => self.gather(input, to),
        }
    }

    #[inline(never)]
    fn gather(&self, input: usize, to: Column<'_>) {
        let last = self.range.end.saturating_sub(1);
        let first = self.range.clone().step_by(WIDE);
        for (to, first) in to.iter().zip(first) {
            let at = |lane| {
                let point = last.min(first + lane);
                self.points.at(input, point, self.inputs)
            };
            to.set(std::array::from_fn(at));
        }
    }
}

/// Puts numbers into tiles; the last one is repeated to the end of its tile.
#[inline(always)]
fn fill(to: Column<'_>, numbers: &[f64]) {
    let (tiles, rest) = numbers.as_chunks::<WIDE>();
    for (to, tile) in to.iter().zip(tiles) {
        to.set(*tile);
    }
    if let (Some(to), Some(last)) = (to.get(tiles.len()), rest.last()) {
        let mut tile: Tile = [*last; WIDE];
        tile.iter_mut()
            .zip(rest)
            .for_each(|(lane, number)| *lane = *number);
        to.set(tile);
    }
}

/// Where outputs go.
pub(super) trait Sink {
    /// Where an output of the points of a run goes: as many numbers as there are points.
    fn column(&mut self, output: usize) -> &mut [f64];
}

/// Takes numbers out of tiles, as many as fit.
#[inline(always)]
pub(super) fn drain(from: Column<'_>, numbers: &mut [f64]) {
    let (tiles, rest) = numbers.as_chunks_mut::<WIDE>();
    let whole = tiles.len();
    for (tile, from) in tiles.iter_mut().zip(from) {
        *tile = from.get();
    }
    if let Some(tile) = from.get(whole).map(Cell::get) {
        rest.iter_mut()
            .zip(tile)
            .for_each(|(number, lane)| *number = lane);
    }
}

/// Outputs go to columns of the caller.
pub(super) struct ToColumns<'a, 'b> {
    pub columns: &'a mut [&'b mut [f64]],
    pub points: Range<usize>,
}

impl Sink for ToColumns<'_, '_> {
    fn column(&mut self, output: usize) -> &mut [f64] {
        let column = self.columns.get_mut(output);
        let column = column.and_then(|column| column.get_mut(self.points.clone()));
        column.unwrap_or_default()
    }
}

/// Outputs are kept for a [`Block`](super::Block), each in a column of its own.
pub(super) struct ToBlock<'a> {
    pub memory: &'a mut [f64],
    pub len: usize,
}

impl Sink for ToBlock<'_> {
    fn column(&mut self, output: usize) -> &mut [f64] {
        let first = output * STRIDE;
        let column = self.memory.get_mut(first..first + self.len);
        column.unwrap_or_default()
    }
}

/// The one output of a loop's body.
pub(super) struct ToTerm(pub [f64; BLOCK]);

impl Sink for ToTerm {
    fn column(&mut self, _: usize) -> &mut [f64] {
        &mut self.0
    }
}
