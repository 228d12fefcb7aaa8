//! Sums of the outputs over the rows of a table.

use std::sync::Arc;

use partials_numeric::code::Code;

use crate::callout::vector_value;
use crate::encode::Target;
use crate::jit::{Address, ShapeError};
use crate::lower::Unsupported;
use crate::order::Layout;
use crate::routine::Routine;

/// Numbers to a line of the cache.
const LINE: usize = 8;

/// Machine code that adds up the outputs of a function over rows: some inputs, the first, are the
/// same for all rows, the others have columns. Cheap to clone, `Send` and `Sync`.
///
/// ```
/// use partials_jit::Sums;
/// use partials_numeric::code::{Code, Mode};
/// use partials_numeric::tape::Tape;
/// use partials_symbolic::Graph;
///
/// let graph = Graph::new();
/// let (slope, x) = (graph.variable("slope"), graph.variable("x"));
/// let f = slope * x + 1;
/// let tape = Tape::new(&graph, &[f.id()], &["slope", "x"], Default::default())?;
/// let code = Code::new(&tape, Mode::Fast)?;
/// # if partials_jit::Target::best().is_none() { return Ok(()) }
/// let sums = Sums::new(&code, 1)?;
/// let mut totals = [0.0];
/// sums.add(&[2.0], &[&[0.0, 1.0, 2.0]], &mut totals, &mut Default::default())?;
/// assert_eq!(totals, [9.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Sums {
    routine: Routine,
    code: Arc<Code>,
    target: Target,
    shared: usize,
}

/// The memory of a run, for one thread at a time, of any function.
#[derive(Clone, Debug, Default)]
pub struct SumsMemory {
    scratch: Vec<f64>,
    pool: Vec<f64>,
    inputs: Vec<Address>,
    sums: Vec<f64>,
    point: Vec<f64>,
    values: Vec<f64>,
}

impl Sums {
    /// Machine code for the best instructions of this processor; so many inputs are shared.
    ///
    /// # Errors
    /// Where the code has operations that only an interpreter has, or the processor lacks AVX2.
    pub fn new(code: &Code, shared: usize) -> Result<Self, Unsupported> {
        Self::for_target(code, shared, Target::best().ok_or(Unsupported::Machine)?)
    }

    /// Machine code for some instructions.
    ///
    /// # Errors
    /// As [`Sums::new`].
    pub fn for_target(code: &Code, shared: usize, target: Target) -> Result<Self, Unsupported> {
        let shared = shared.min(code.inputs());
        Ok(Self {
            routine: Routine::new(code, target, Layout::Sums(shared as u32))?,
            code: Arc::new(code.clone()),
            target,
            shared,
        })
    }

    /// Adds the outputs of all rows to the totals. The order of the sums depends on the number of
    /// rows and the instructions alone.
    ///
    /// # Errors
    /// Where there are more or fewer numbers or columns than inputs, or totals than outputs, or
    /// the columns differ in length.
    pub fn add(
        &self,
        shared: &[f64],
        columns: &[&[f64]],
        totals: &mut [f64],
        memory: &mut SumsMemory,
    ) -> Result<(), ShapeError> {
        let rows = columns.first().map_or(0, |column| column.len());
        let fit = shared.len() == self.shared
            && columns.len() + shared.len() == self.code.inputs()
            && columns.iter().all(|column| column.len() == rows)
            && totals.len() == self.code.outputs().len();
        if !fit {
            return Err(ShapeError);
        }
        let lanes = self.target.lanes();
        let first = self.prepare(shared, columns, memory);
        let whole = rows - rows % lanes;
        let mut next = 0;
        while next < whole {
            next = self.run(next, whole, first, memory);
            if next < whole {
                // Some argument is beyond the range of a function's code.
                (next..next + lanes)
                    .for_each(|row| self.add_row(row, shared, columns, totals, memory));
                next += lanes;
            }
        }
        (whole..rows).for_each(|row| self.add_row(row, shared, columns, totals, memory));
        let sums = memory.sums.get(first..).unwrap_or_default();
        for (total, sums) in totals.iter_mut().zip(sums.chunks(lanes)) {
            *total += sums.iter().sum::<f64>();
        }
        Ok(())
    }

    /// Makes room; returns where the sums, which begin at 0, begin in their memory.
    fn prepare(&self, shared: &[f64], columns: &[&[f64]], memory: &mut SumsMemory) -> usize {
        self.routine.pool(shared, &mut memory.pool);
        if memory.scratch.len() < self.routine.scratch() {
            memory.scratch.resize(self.routine.scratch(), 0.0);
        }
        memory.inputs.clear();
        let addresses = columns.iter().map(|column| Address(column.as_ptr()));
        memory.inputs.extend(addresses);
        memory.sums.clear();
        let sums = self.code.outputs().len() * self.target.lanes();
        memory.sums.resize(sums + LINE, 0.0);
        let first = memory.sums.as_ptr().align_offset(LINE * size_of::<f64>());
        first.min(LINE)
    }

    /// Runs the code over whole blocks of rows; returns the row at which it stopped.
    #[allow(unsafe_code)]
    fn run(&self, from: usize, to: usize, first: usize, memory: &mut SumsMemory) -> usize {
        let sums = memory.sums.get_mut(first..).unwrap_or_default();
        // SAFETY: the code was made by `emit` for as many shared inputs, columns and sums; the
        // columns have numbers for all rows from `from` to `to`, a multiple of the lanes apart;
        // there is a number for each sum and lane, borrowed exclusively.
        let stopped = unsafe {
            self.routine.run_with(
                &memory.pool,
                memory.inputs.as_ptr().cast(),
                sums.as_mut_ptr().cast(),
                &mut memory.scratch,
                from * 8..to * 8,
            )
        };
        stopped / 8
    }

    /// One row by the evaluator.
    fn add_row(
        &self,
        row: usize,
        shared: &[f64],
        columns: &[&[f64]],
        totals: &mut [f64],
        memory: &mut SumsMemory,
    ) {
        let numbers = columns.iter().map(|column| column.get(row).copied());
        memory.point.clear();
        memory.point.extend_from_slice(shared);
        memory
            .point
            .extend(numbers.map(|number| number.unwrap_or(f64::NAN)));
        self.code
            .run(&memory.point, vector_value, &mut memory.values);
        for (total, place) in totals.iter_mut().zip(self.code.outputs()) {
            let value = memory.values.get(*place as usize);
            *total += value.copied().unwrap_or(f64::NAN);
        }
    }
}
