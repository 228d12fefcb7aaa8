//! Points in, values out: blocks and threads.

use std::ops::Range;

use rayon::prelude::*;

use super::BatchError;
use super::frame::{BLOCK, Frame, STRIDE};
use super::memory::Pool;
use super::places::{Columns, Points, Rows, Sink, Source, ToBlock, ToColumns, Turned, check};
use super::program::Program;
use super::run::Run;
use super::single::Single;
use super::transpose::{Matrix, transpose};
use crate::code::Code;
use crate::vector::Machine;

/// The values of a block of points, still in the cache.
#[derive(Clone, Copy, Debug)]
pub struct Block<'a> {
    memory: &'a [f64],
    stride: usize,
    outputs: usize,
    first: usize,
    len: usize,
}

impl<'a> Block<'a> {
    /// Of some points, so many outputs, each as many numbers behind the one before as the stride
    /// says.
    #[must_use]
    pub fn new(memory: &'a [f64], stride: usize, outputs: usize, points: Range<usize>) -> Self {
        Self {
            memory,
            stride,
            outputs,
            first: points.start,
            len: points.len(),
        }
    }

    /// Writes the outputs as rows: those of the first point, then those of the next.
    ///
    /// # Errors
    /// Where there are fewer numbers than outputs of all points.
    pub fn to_rows(&self, rows: &mut [f64]) -> Result<(), BatchError> {
        let from = Matrix {
            numbers: self.memory,
            stride: self.stride,
        };
        let to = Matrix {
            numbers: rows,
            stride: self.outputs,
        };
        transpose(from, to, self.outputs, self.len)
    }

    /// Which points these are.
    #[must_use]
    pub fn points(&self) -> Range<usize> {
        self.first..self.first + self.len
    }

    /// The values of one output, one for each point.
    #[must_use]
    #[inline]
    pub fn output(&self, output: usize) -> &'a [f64] {
        let first = output * self.stride;
        let found = self.memory.get(first..first + self.len);
        found.filter(|_| output < self.outputs).unwrap_or_default()
    }

    /// The values of all outputs, in order.
    pub fn outputs(&self) -> impl Iterator<Item = &'a [f64]> {
        let block = *self;
        (0..self.outputs).map(move |output| block.output(output))
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
    /// Memory for one point, and for a block.
    narrow: Pool,
    wide: Pool,
    /// Memory for the inputs of a block, once there are some that come as rows.
    turned: Pool,
}

impl Clone for Batch {
    fn clone(&self) -> Self {
        Self::prepare(self.program.clone(), self.machine)
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
        Self::prepare(Program::new(code), machine)
    }

    fn prepare(program: Program, machine: Machine) -> Self {
        Self {
            narrow: Pool::new(program.columns),
            wide: Pool::new((program.columns + program.outputs) * STRIDE),
            turned: Pool::empty(program.inputs.saturating_mul(STRIDE)),
            program,
            machine,
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
        self.program.outputs
    }

    /// Hands over the outputs at one point, each with its place, as they are found.
    ///
    /// # Errors
    /// Where there is not one point, or it has another number of coordinates.
    pub fn visit(
        &self,
        point: &impl Points,
        mut value: impl FnMut(usize, f64),
    ) -> Result<(), BatchError> {
        point.check(1, self.inputs())?;
        self.narrow.with(|values| {
            let run = Single {
                machine: self.machine,
                program: &self.program,
                values,
                point,
                sink: &mut value,
            };
            run.start();
        });
        Ok(())
    }

    /// The outputs at one point.
    ///
    /// # Errors
    /// Where the lengths are not those of inputs and outputs.
    pub fn point(&self, point: &[f64], values: &mut [f64]) -> Result<(), BatchError> {
        self.point_of(&Rows(point), values)
    }

    /// As [`Batch::point`], wherever the inputs are.
    ///
    /// # Errors
    /// As [`Batch::point`].
    pub fn point_of(&self, point: &impl Points, values: &mut [f64]) -> Result<(), BatchError> {
        check(self.outputs(), values.len())?;
        self.visit(point, |place, value| {
            let slot = values.get_mut(place);
            slot.into_iter().for_each(|slot| *slot = value);
        })
    }

    /// Runs the program over some points, with memory for its columns.
    fn run(
        &self,
        points: &dyn Points,
        range: Range<usize>,
        memory: &mut [f64],
        sink: &mut dyn Sink,
    ) {
        let run = Run {
            machine: self.machine,
            program: &self.program,
            frame: Frame::new(memory),
            source: Source {
                points,
                range,
                inputs: self.inputs(),
            },
            sink,
        };
        run.start();
    }

    /// Computes one block of points.
    pub(super) fn block<'a>(
        &self,
        points: &impl Points,
        range: Range<usize>,
        memory: &'a mut [f64],
    ) -> Block<'a> {
        let columns = self.program.columns * STRIDE;
        let (columns, outputs) = memory.split_at_mut(columns.min(memory.len()));
        let mut sink = ToBlock {
            memory: outputs,
            len: range.len(),
        };
        self.run(points, range.clone(), columns, &mut sink);
        Block::new(outputs, STRIDE, self.outputs(), range)
    }

    pub(super) fn blocks(&self, points: usize) -> impl Iterator<Item = Range<usize>> + use<> {
        (0..points)
            .step_by(BLOCK)
            .map(move |first| first..points.min(first + BLOCK))
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
        self.wide.with(|memory| {
            for range in self.blocks(count) {
                consume(self.block(&points, range, memory));
            }
        });
        Ok(())
    }

    /// The outputs at many points that come as rows, as rows.
    ///
    /// # Errors
    /// Where the lengths are not those of as many points.
    pub fn rows(&self, points: &[f64], values: &mut [f64]) -> Result<(), BatchError> {
        let count = self.count(points.len(), values.len())?;
        let width = self.outputs().max(1);
        let blocks = self.blocks(count).zip(values.chunks_mut(BLOCK * width));
        for (range, rows) in blocks {
            self.block_of_rows(points, range, rows)?;
        }
        Ok(())
    }

    /// As [`Batch::rows`], by all threads. The values are the same bits.
    ///
    /// # Errors
    /// As [`Batch::rows`].
    pub fn rows_parallel(&self, points: &[f64], values: &mut [f64]) -> Result<(), BatchError> {
        let count = self.count(points.len(), values.len())?;
        let width = self.outputs().max(1);
        let blocks = values.par_chunks_mut(BLOCK * width).enumerate();
        blocks.try_for_each(|(index, rows)| {
            let first = index * BLOCK;
            self.block_of_rows(points, first..count.min(first + BLOCK), rows)
        })
    }

    /// A block of points that come as rows, as rows.
    fn block_of_rows(
        &self,
        points: &[f64],
        range: Range<usize>,
        rows: &mut [f64],
    ) -> Result<(), BatchError> {
        let inputs = self.inputs();
        let own = points.get(range.start * inputs..range.end * inputs);
        let from = Matrix {
            numbers: own.unwrap_or_default(),
            stride: inputs,
        };
        self.turned.with(|memory| {
            let to = Matrix {
                numbers: &mut *memory,
                stride: STRIDE,
            };
            transpose(from, to, range.len(), inputs)?;
            let points = Turned {
                memory,
                first: range.start,
            };
            self.wide
                .with(|memory| self.block(&points, range, memory).to_rows(rows))
        })
    }

    /// Memory for a block, while some work is done with it.
    pub(super) fn with_memory<R>(&self, work: impl FnOnce(&mut [f64]) -> R) -> R {
        self.wide.with(work)
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
        let inputs = Columns(points);
        inputs.check(count, self.inputs())?;
        self.wide.with(|memory| {
            for points in self.blocks(count) {
                let mut sink = ToColumns {
                    columns: &mut *values,
                    points: points.clone(),
                };
                self.run(&inputs, points, memory, &mut sink);
            }
        });
        Ok(())
    }
}
