//! Many points tile by tile: of many columns each is read and written in long runs, through memory
//! that stays in the cache.

use std::arch::x86_64::{_mm_set_pd, _mm_sfence, _mm_stream_pd};
use std::ops::Range;

use partials_numeric::batch::{Block, Matrix, transpose};

use crate::jit::{Address, AddressMut, Jit, ShapeError, Workspace};

/// So many columns a processor follows by itself.
const STREAMS: usize = 16;
/// How many numbers are as many as a second cache holds, about.
const CACHED: usize = 1 << 18;
/// How many points a tile has, at most: a page of each column.
const TILE: usize = 512;
/// How many points a tile has that is worth its copies.
const LEAST: usize = 32;
/// How many numbers the columns of a tile have together, about: half of a second cache.
const TILE_NUMBERS: usize = 1 << 17;
/// Numbers to a line of the cache; as many are before each column of a tile, for the points that
/// are computed twice.
const LINE: usize = 8;

/// Columns of up to so many numbers, each at a line of the cache.
#[derive(Clone, Debug, Default)]
pub(crate) struct Columns {
    numbers: Vec<f64>,
}

impl Columns {
    /// Makes room where there is less.
    fn grow(&mut self, columns: usize, size: usize) {
        let numbers = columns * (size + LINE) + LINE;
        if self.numbers.len() < numbers {
            self.numbers.resize(numbers, 0.0);
        }
    }

    /// Where a column begins.
    fn start(&self, column: usize, size: usize) -> usize {
        let first = self.numbers.as_ptr().align_offset(LINE * size_of::<f64>());
        first.min(LINE) + column * (size + LINE) + LINE
    }

    /// The address that a column of all points has, of which this one begins at some point.
    fn address(&mut self, column: usize, size: usize, from: usize) -> *mut f64 {
        let start = self.start(column, size);
        let base = self.numbers.as_mut_ptr();
        base.wrapping_add(start).wrapping_sub(from)
    }

    /// The columns as the lines of a matrix, with so many numbers before each.
    fn matrix(&mut self, size: usize, before: usize) -> Matrix<&mut [f64]> {
        let first = self.start(0, size) - before;
        Matrix {
            numbers: self.numbers.get_mut(first..).unwrap_or_default(),
            stride: size + LINE,
        }
    }

    /// Copies points from columns; of few also those before them, which a block reaches.
    fn copy(&mut self, columns: &[&[f64]], points: Range<usize>, size: usize) {
        let before = match points.len() < LINE {
            true => points.start.min(LINE),
            false => 0,
        };
        for (k, column) in columns.iter().enumerate() {
            let start = self.start(k, size) - before;
            let from = column.get(points.start - before..points.end);
            let to = self.numbers.get_mut(start..start + points.len() + before);
            if let (Some(to), Some(from)) = (to, from) {
                to.copy_from_slice(from);
            }
        }
    }
}

impl Jit {
    /// Gives the outputs at many points away tile by tile, while they are near the processor:
    /// sums over points need no memory for all of them.
    ///
    /// # Errors
    /// As [`Jit::batch`].
    pub fn tiles(
        &self,
        columns: &[&[f64]],
        workspace: &mut Workspace,
        mut consume: impl FnMut(Block<'_>),
    ) -> Result<(), ShapeError> {
        let points = columns.first().map_or(0, |column| column.len());
        if columns.len() != self.inputs() || columns.iter().any(|c| c.len() != points) {
            return Err(ShapeError);
        }
        self.prepare(workspace);
        let size = self.tile_size();
        let is_copied = columns.len() > STREAMS && points > size;
        for from in (0..points).step_by(size) {
            let range = from..points.min(from + size);
            workspace.set_inputs(columns);
            if is_copied {
                workspace.copies.copy(columns, range.clone(), size);
                self.read_copies(from, size, workspace);
            }
            consume(self.tile(range, points, size, workspace));
        }
        Ok(())
    }

    /// The outputs at many points that come as rows, as rows: input j of point i is number
    /// i·inputs + j.
    ///
    /// # Errors
    /// Where the lengths are not those of as many points.
    pub fn rows(
        &self,
        points: &[f64],
        values: &mut [f64],
        workspace: &mut Workspace,
    ) -> Result<(), ShapeError> {
        let (inputs, outputs) = (self.inputs(), self.outputs());
        let count = match inputs {
            0 => values.len() / outputs.max(1),
            _ => points.len() / inputs,
        };
        if count * inputs != points.len() || count * outputs != values.len() {
            return Err(ShapeError);
        }
        self.prepare(workspace);
        let size = self.tile_size();
        for from in (0..count).step_by(size) {
            let range = from..count.min(from + size);
            // A block reaches back over points before those at hand.
            let before = match range.len() < LINE {
                true => from.min(LINE),
                false => 0,
            };
            let own = points.get((from - before) * inputs..range.end * inputs);
            let matrix = Matrix {
                numbers: own.unwrap_or_default(),
                stride: inputs,
            };
            let target = workspace.copies.matrix(size, before);
            transpose(matrix, target, before + range.len(), inputs).map_err(|_| ShapeError)?;
            self.read_copies(range.start, size, workspace);
            let tile = self.tile(range.clone(), count, size, workspace);
            let rows = values.get_mut(from * outputs..range.end * outputs);
            let done = tile.to_rows(rows.unwrap_or_default());
            done.map_err(|_| ShapeError)?;
        }
        Ok(())
    }

    /// Makes the copies of columns the inputs.
    fn read_copies(&self, from: usize, size: usize, workspace: &mut Workspace) {
        let addresses = (0..self.inputs()).map(|k| workspace.copies.address(k, size, from));
        workspace.inputs.clear();
        workspace
            .inputs
            .extend(addresses.map(|a| Address(a.cast_const())));
    }

    /// Computes some of so many points.
    fn tile<'w>(
        &self,
        range: Range<usize>,
        points: usize,
        size: usize,
        workspace: &'w mut Workspace,
    ) -> Block<'w> {
        let addresses = (0..self.outputs()).map(|k| workspace.tile.address(k, size, range.start));
        workspace.outputs.clear();
        workspace.outputs.extend(addresses.map(AddressMut));
        self.run_points(range.start, range.end, points, workspace);
        let first = workspace.tile.start(0, size);
        let numbers = workspace.tile.numbers.get(first..);
        Block::new(
            numbers.unwrap_or_default(),
            size + LINE,
            self.outputs(),
            range,
        )
    }

    /// A multiple of the lanes, such that the columns are near the processor.
    fn tile_size(&self) -> usize {
        let columns = self.outputs() + self.inputs();
        let fit = TILE_NUMBERS / columns.max(1) / LINE * LINE;
        fit.clamp(LINE, TILE)
    }

    /// Makes room for tiles, where there is less.
    pub(crate) fn prepare_tiles(&self, workspace: &mut Workspace) {
        let size = self.tile_size();
        workspace.tile.grow(self.outputs(), size);
        workspace.copies.grow(self.inputs(), size);
    }

    /// Whether so many points are more than the caches hold, in more columns than a processor
    /// follows, but not in so many that tiles would be of a line or two.
    pub(crate) fn is_streamed(&self, points: usize) -> bool {
        let columns = self.inputs() + self.outputs();
        let is_large = columns > STREAMS && columns.saturating_mul(points) > CACHED;
        is_large && self.tile_size() >= LEAST
    }

    /// As [`Jit::batch`], by tiles, each of which is written past the caches.
    pub(crate) fn stream(
        &self,
        columns: &[&[f64]],
        outputs: &mut [&mut [f64]],
        workspace: &mut Workspace,
    ) -> Result<(), ShapeError> {
        let done = self.tiles(columns, workspace, |tile| {
            for (output, numbers) in outputs.iter_mut().zip(tile.outputs()) {
                let to = output.get_mut(tile.points()).unwrap_or_default();
                write_past_caches(to, numbers);
            }
        });
        write_fence();
        done
    }
}

/// Orders writes past the caches before what follows.
pub(crate) fn write_fence() {
    #[allow(unsafe_code)]
    // SAFETY: the instruction is part of every x86-64 processor.
    unsafe {
        _mm_sfence();
    }
}

/// Copies numbers. Whole lines are not read before they are written, nor kept: the caller orders
/// these writes before what follows (`sfence`).
pub(crate) fn write_past_caches(to: &mut [f64], from: &[f64]) {
    let ahead = to.as_ptr().align_offset(LINE * size_of::<f64>());
    let (head, lines) = to.split_at_mut(ahead.min(to.len()));
    let (first, from) = from.split_at(head.len().min(from.len()));
    head.iter_mut()
        .zip(first)
        .for_each(|(to, from)| *to = *from);
    let (lines, tail) = lines.as_chunks_mut::<LINE>();
    let (full, rest) = from.as_chunks::<LINE>();
    for (to, from) in lines.iter_mut().zip(full) {
        let (to, _) = to.as_chunks_mut::<2>();
        let (from, _) = from.as_chunks::<2>();
        for (to, [a, b]) in to.iter_mut().zip(from) {
            #[allow(unsafe_code)]
            // SAFETY: these are two doubles, the first at a multiple of 16 bytes, since it is at
            // an even place of a line; the instruction is part of every x86-64 processor.
            unsafe {
                _mm_stream_pd(to.as_mut_ptr(), _mm_set_pd(*b, *a));
            }
        }
    }
    tail.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_numbers_are_written() {
        let from: Vec<f64> = (0..100).map(f64::from).collect();
        for start in 0..9 {
            for end in start..100 {
                let mut to = vec![-1.0; 100];
                let numbers = from.get(start..end).unwrap_or_default();
                write_past_caches(to.get_mut(start..end).unwrap_or_default(), numbers);
                for (place, (to, from)) in to.iter().zip(&from).enumerate() {
                    let is_written = (start..end).contains(&place);
                    assert_eq!(*to, if is_written { *from } else { -1.0 });
                }
            }
        }
    }
}
