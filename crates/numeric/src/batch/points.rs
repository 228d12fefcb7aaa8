//! Points in, values out: blocks, threads, memory that is kept.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::frame::Frame;
use super::program::Program;
use super::run::Run;
use crate::code::Code;
use crate::vector::Machine;
use crate::vector::tiles::WIDE;

/// Points of a block, at least and at most.
const BLOCK: (usize, usize) = (64, 256);
/// Doubles that a block may fill, so that they stay in the second level of the cache.
const CACHED: usize = 1 << 16;
/// Doubles to a line of the cache.
const LINE: usize = 8;

/// Why there are no values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BatchError {
    /// Slices that don't fit the code.
    #[error("expected {expected} numbers, found {found}")]
    Length {
        /// How many there should be.
        expected: usize,
        /// How many there are.
        found: usize,
    },
}

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
    /// One input of some points, as many as the range has.
    fn copy(&self, input: usize, points: Range<usize>, inputs: usize, to: &mut [f64]);
}

/// Points one after the other: input j of point i is number i·inputs + j.
#[derive(Clone, Copy, Debug)]
pub struct Rows<'a>(pub &'a [f64]);

/// Inputs one after the other: input j of point i is number i of column j.
#[derive(Clone, Copy, Debug)]
pub struct Columns<'a>(pub &'a [&'a [f64]]);

impl Points for Rows<'_> {
    fn check(&self, points: usize, inputs: usize) -> Result<(), BatchError> {
        check(points.saturating_mul(inputs), self.0.len())
    }

    #[inline(always)]
    fn copy(&self, input: usize, points: Range<usize>, inputs: usize, to: &mut [f64]) {
        let rows = self.0.get(points.start * inputs..).unwrap_or_default();
        for (to, row) in to.iter_mut().zip(rows.chunks_exact(inputs.max(1))) {
            *to = row.get(input).copied().unwrap_or(f64::NAN);
        }
    }
}

impl Points for Columns<'_> {
    fn check(&self, points: usize, inputs: usize) -> Result<(), BatchError> {
        check(inputs, self.0.len())?;
        let mut lengths = self.0.iter().map(|column| column.len());
        lengths.try_for_each(|length| check(points, length))
    }

    #[inline(always)]
    fn copy(&self, input: usize, points: Range<usize>, _: usize, to: &mut [f64]) {
        let column = self.0.get(input).and_then(|column| column.get(points));
        if let Some(column) = column
            && column.len() == to.len()
        {
            to.copy_from_slice(column);
        }
    }
}

/// The values of a block of points, still in the cache.
#[derive(Clone, Copy, Debug)]
pub struct Block<'a> {
    memory: &'a [f64],
    outputs: &'a [u32],
    stride: usize,
    first: usize,
    len: usize,
}

impl<'a> Block<'a> {
    /// Which points these are.
    #[must_use]
    pub fn points(&self) -> Range<usize> {
        self.first..self.first + self.len
    }

    /// The values of one output, one for each point.
    #[must_use]
    #[inline]
    pub fn output(&self, output: usize) -> &'a [f64] {
        let column = self
            .outputs
            .get(output)
            .map_or(0, |column| *column as usize);
        let first = column * self.stride;
        self.memory.get(first..first + self.len).unwrap_or_default()
    }

    /// The values of all outputs, in order.
    pub fn outputs(&self) -> impl Iterator<Item = &'a [f64]> {
        let block = *self;
        (0..self.outputs.len()).map(move |output| block.output(output))
    }
}

/// Code that is ready for many points, and the memory that it needs.
///
/// ```
/// use partials_numeric::batch::{Batch, Columns};
/// use partials_numeric::code::{Code, Mode};
/// use partials_numeric::tape::Tape;
/// use partials_symbolic::Graph;
///
/// let graph = Graph::new();
/// let x = graph.variable("x");
/// let tape = Tape::new(&graph, &[(x * x + 1).id(), x.sin().id()], &["x"], Default::default())?;
/// let batch = Batch::new(&Code::new(&tape, Mode::Fast)?);
///
/// let mut values = [0.0; 2];
/// batch.point(&[3.0], &mut values)?;
/// assert_eq!(values[0], 10.0);
///
/// let mut rows = [0.0; 6];
/// batch.rows(&[1.0, 2.0, 3.0], &mut rows)?;
/// assert_eq!([rows[0], rows[2], rows[4]], [2.0, 5.0, 10.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Batch {
    program: Program,
    machine: Machine,
    /// Points to a block, a multiple of [`WIDE`].
    block: usize,
    /// From one column of a block to the next: an odd number of tiles, so that columns don't meet
    /// in the same lines of the cache.
    stride: usize,
    /// Memory for one tile, and for a block.
    narrow: Pool,
    wide: Pool,
}

impl Clone for Batch {
    fn clone(&self) -> Self {
        Self::prepare(self.program.clone(), self.machine, self.block)
    }
}

impl Batch {
    /// Makes code ready for this processor.
    #[must_use]
    pub fn new(code: &Code) -> Self {
        Self::with_machine(code, Machine::best())
    }

    /// Makes code ready for certain instructions.
    #[must_use]
    pub fn with_machine(code: &Code, machine: Machine) -> Self {
        let program = Program::new(code);
        let fitting = CACHED / program.columns.max(1) / WIDE * WIDE;
        let block = fitting.clamp(BLOCK.0, BLOCK.1);
        Self::prepare(program, machine, block)
    }

    /// With memory for one caller of each kind, so that the first call finds it.
    fn prepare(program: Program, machine: Machine, block: usize) -> Self {
        let (narrow, wide) = (Pool::default(), Pool::default());
        narrow.put(Memory::new(program.columns * WIDE));
        let stride = ((block / WIDE) | 1) * WIDE;
        wide.put(Memory::new(program.columns * stride));
        Self {
            program,
            machine,
            block,
            stride,
            narrow,
            wide,
        }
    }

    /// How many inputs a point has.
    #[must_use]
    pub fn inputs(&self) -> usize {
        self.program.inputs
    }

    /// How many outputs a point has.
    #[must_use]
    pub fn outputs(&self) -> usize {
        self.program.outputs.len()
    }

    /// Hands over the outputs at one point, in order.
    ///
    /// # Errors
    /// Where the point has another number of coordinates.
    pub fn visit(
        &self,
        point: &[f64],
        mut value: impl FnMut(usize, f64),
    ) -> Result<(), BatchError> {
        check(self.inputs(), point.len())?;
        let mut memory = self.narrow.take(self.program.columns * WIDE);
        let tiles = memory.aligned();
        for (tile, x) in tiles.chunks_exact_mut(WIDE).zip(point) {
            tile.fill(*x);
        }
        self.run(tiles, 1, 1);
        for (index, column) in self.program.outputs.iter().enumerate() {
            let found = tiles.get(*column as usize * WIDE);
            value(index, found.copied().unwrap_or(f64::NAN));
        }
        self.narrow.put(memory);
        Ok(())
    }

    /// The outputs at one point.
    ///
    /// # Errors
    /// Where the lengths are not those of inputs and outputs.
    pub fn point(&self, point: &[f64], values: &mut [f64]) -> Result<(), BatchError> {
        check(self.outputs(), values.len())?;
        let mut slots = values.iter_mut();
        self.visit(point, |_, value| {
            slots.by_ref().take(1).for_each(|slot| *slot = value);
        })
    }

    /// Runs the program. Not generic in where points are, so that it is compiled once.
    fn run(&self, memory: &mut [f64], stride: usize, used: usize) {
        let run = Run {
            machine: self.machine,
            program: &self.program,
            frame: Frame::new(memory, stride, used),
        };
        run.start();
    }

    /// Computes one block of points.
    pub(super) fn block<'a>(
        &'a self,
        points: &impl Points,
        range: Range<usize>,
        memory: &'a mut [f64],
    ) -> Block<'a> {
        let len = range.len();
        let inputs = self.program.inputs;
        let used = len.div_ceil(WIDE);
        for (input, column) in memory
            .chunks_exact_mut(self.stride)
            .take(inputs)
            .enumerate()
        {
            let (to, rest) = column.split_at_mut(len.min(column.len()));
            points.copy(input, range.clone(), inputs, to);
            // The lanes that are left over do as the last point does.
            let last = to.last().copied().unwrap_or(f64::NAN);
            rest.iter_mut().take(WIDE).for_each(|lane| *lane = last);
        }
        self.run(memory, self.stride / WIDE, used);
        Block {
            memory,
            outputs: &self.program.outputs,
            stride: self.stride,
            first: range.start,
            len,
        }
    }

    pub(super) fn blocks(&self, points: usize) -> impl Iterator<Item = Range<usize>> + use<> {
        let size = self.block;
        (0..points)
            .step_by(size)
            .map(move |first| first..points.min(first + size))
    }

    /// The outputs at many points, block by block, each consumed while it is in the cache.
    ///
    /// # Errors
    /// Where the points are not as many or have not as many inputs.
    pub fn for_each_tile(
        &self,
        points: impl Points,
        count: usize,
        mut consume: impl FnMut(Block<'_>),
    ) -> Result<(), BatchError> {
        points.check(count, self.inputs())?;
        let mut memory = self.wide.take(self.program.columns * self.stride);
        for range in self.blocks(count) {
            consume(self.block(&points, range, memory.aligned()));
        }
        self.wide.put(memory);
        Ok(())
    }

    /// The outputs at many points that come as rows, as rows.
    ///
    /// # Errors
    /// Where the lengths are not those of as many points.
    pub fn rows(&self, points: &[f64], values: &mut [f64]) -> Result<(), BatchError> {
        let count = self.count(points.len(), values.len())?;
        let outputs = self.outputs();
        self.for_each_tile(Rows(points), count, |block| {
            let range = block.points();
            let rows = values.get_mut(range.start * outputs..range.end * outputs);
            to_rows(block, rows.unwrap_or_default());
        })
    }

    /// As [`Batch::rows`], by all threads. The values are the same bits.
    ///
    /// # Errors
    /// As [`Batch::rows`].
    pub fn rows_parallel(&self, points: &[f64], values: &mut [f64]) -> Result<(), BatchError> {
        let count = self.count(points.len(), values.len())?;
        Rows(points).check(count, self.inputs())?;
        let width = self.outputs().max(1);
        let blocks = values.par_chunks_mut(self.block * width).enumerate();
        blocks.for_each(|(index, rows)| {
            let first = index * self.block;
            let range = first..count.min(first + self.block);
            let mut memory = self.wide.take(self.program.columns * self.stride);
            to_rows(self.block(&Rows(points), range, memory.aligned()), rows);
            self.wide.put(memory);
        });
        Ok(())
    }

    /// Memory for a block, while some work is done with it.
    pub(super) fn with_memory<R>(&self, work: impl FnOnce(&mut [f64]) -> R) -> R {
        let mut memory = self.wide.take(self.program.columns * self.stride);
        let result = work(memory.aligned());
        self.wide.put(memory);
        result
    }

    /// How many rows these are.
    fn count(&self, points: usize, values: usize) -> Result<usize, BatchError> {
        let (inputs, outputs) = (self.inputs(), self.outputs());
        let count = match inputs {
            0 => values / outputs.max(1),
            _ => points / inputs,
        };
        check(count * inputs, points)?;
        check(count * outputs, values)?;
        Ok(count)
    }

    /// The outputs at many points that come as columns, as columns.
    ///
    /// # Errors
    /// Where there are not as many columns as inputs and outputs, or they differ in length.
    pub fn columns(&self, points: &[&[f64]], values: &mut [&mut [f64]]) -> Result<(), BatchError> {
        check(self.outputs(), values.len())?;
        let lengths = points.first().map(|column| column.len());
        let count = lengths.or(values.first().map(|column| column.len()));
        let count = count.unwrap_or(0);
        for column in values.iter() {
            check(count, column.len())?;
        }
        self.for_each_tile(Columns(points), count, |block| {
            for (column, found) in values.iter_mut().zip(block.outputs()) {
                if let Some(to) = column.get_mut(block.points()) {
                    to.copy_from_slice(found);
                }
            }
        })
    }
}

/// The columns of a block as rows, so many columns at a time that a line of the cache is filled.
fn to_rows(block: Block<'_>, rows: &mut [f64]) {
    let width = block.outputs.len();
    for first in (0..width).step_by(LINE) {
        let columns: [&[f64]; LINE] = std::array::from_fn(|k| match first + k < width {
            true => block.output(first + k),
            false => &[],
        });
        for (i, row) in rows.chunks_exact_mut(width.max(1)).enumerate() {
            let values = row.get_mut(first..).unwrap_or_default();
            for (value, column) in values.iter_mut().zip(columns) {
                *value = column.get(i).copied().unwrap_or(f64::NAN);
            }
        }
    }
}

/// Numbers that begin at a line of the cache.
#[derive(Debug)]
struct Memory {
    numbers: Vec<f64>,
    len: usize,
}

impl Memory {
    fn new(len: usize) -> Self {
        Self {
            numbers: vec![0.0; len + LINE],
            len,
        }
    }

    fn aligned(&mut self) -> &mut [f64] {
        let first = self
            .numbers
            .as_ptr()
            .align_offset(LINE * size_of::<f64>())
            .min(LINE);
        self.numbers
            .get_mut(first..first + self.len)
            .unwrap_or_default()
    }
}

/// Memory between its uses: as much as there were callers at a time.
#[derive(Debug, Default)]
struct Pool(Mutex<Vec<Memory>>);

impl Pool {
    fn take(&self, len: usize) -> Memory {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        kept.unwrap_or_else(|| Memory::new(len))
    }

    fn put(&self, memory: Memory) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(memory);
    }
}
