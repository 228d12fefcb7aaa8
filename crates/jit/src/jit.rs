//! Compiled functions: machine code with what it needs to run.

use std::sync::Arc;

use partials_numeric::code::Code;
use partials_numeric::vector::Machine;

use crate::callout::vector_value;
use crate::encode::Target;
use crate::lower::Unsupported;
use crate::parts::{Links, Parts};
use crate::routine::Routine;
use crate::tiles::Columns;

/// The most lanes that there are.
const LANES: usize = 8;
/// As many blocks are worth an additional one, with which the others are aligned.
const MANY_BLOCKS: usize = 16;

/// The columns that were given don't belong to the function or to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the number or the lengths of the columns are wrong")]
pub struct ShapeError;

/// Machine code for a function of columns of points. Cheap to clone, `Send` and `Sync`.
///
/// ```
/// use partials_jit::Jit;
/// use partials_numeric::code::{Code, Mode};
/// use partials_numeric::tape::Tape;
/// use partials_symbolic::Graph;
///
/// let graph = Graph::new();
/// let x = graph.variable("x");
/// let f = x.pow(2).sin() + 5;
/// let tape = Tape::new(&graph, &[f.id()], &["x"], Default::default())?;
/// let code = Code::new(&tape, Mode::Fast)?;
/// # if partials_jit::Target::best().is_none() { return Ok(()) }
/// let jit = Jit::new(&code)?;
/// let mut y = [0.0; 3];
/// jit.batch(&[&[0.0, 1.0, 2.0]], &mut [&mut y], &mut jit.workspace())?;
/// assert_eq!(y[0], 5.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Jit {
    parts: Parts,
    code: Arc<Code>,
    target: Target,
}

/// The memory of a run, for one thread at a time.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    pub(crate) scratch: Vec<f64>,
    pub(crate) links: Links,
    pub(crate) inputs: Vec<Address>,
    pub(crate) outputs: Vec<AddressMut>,
    /// The outputs themselves while they are those of a copy.
    results: Vec<AddressMut>,
    block: Vec<f64>,
    pub(crate) tile: Columns,
    /// Of inputs.
    pub(crate) copies: Columns,
    point: Vec<f64>,
    values: Vec<f64>,
}

/// An address that is used within the call alone that sets it.
#[derive(Clone, Copy, Debug)]
#[repr(transparent)]
pub(crate) struct Address(pub *const f64);

/// As [`Address`].
#[derive(Clone, Copy, Debug)]
#[repr(transparent)]
pub(crate) struct AddressMut(pub *mut f64);

impl Workspace {
    pub(crate) fn set_inputs(&mut self, columns: &[&[f64]]) {
        self.inputs.clear();
        let addresses = columns.iter().map(|column| Address(column.as_ptr()));
        self.inputs.extend(addresses);
    }
}

#[allow(unsafe_code)]
// SAFETY: an address is never followed by safe code, and not kept beyond the call that sets it.
unsafe impl Send for Address {}
#[allow(unsafe_code)]
// SAFETY: as above.
unsafe impl Sync for Address {}
#[allow(unsafe_code)]
// SAFETY: as above.
unsafe impl Send for AddressMut {}
#[allow(unsafe_code)]
// SAFETY: as above.
unsafe impl Sync for AddressMut {}

impl Target {
    /// Whether this processor has the instructions.
    pub fn is_available(self) -> bool {
        match self {
            Self::Avx512 => Machine::Avx512.is_available(),
            _ => Machine::Avx2.is_available(),
        }
    }

    /// The most lanes that this processor has; none where it has not even AVX2.
    pub fn best() -> Option<Self> {
        [Self::Avx512, Self::Avx2]
            .into_iter()
            .find(|target| target.is_available())
    }
}

impl Jit {
    /// Machine code for the best instructions of this processor.
    ///
    /// # Errors
    /// Where the code has operations that only an interpreter has, or the processor lacks AVX2.
    pub fn new(code: &Code) -> Result<Self, Unsupported> {
        Self::for_target(code, Target::best().ok_or(Unsupported::Machine)?)
    }

    /// Machine code for some instructions.
    ///
    /// # Errors
    /// As [`Jit::new`].
    pub fn for_target(code: &Code, target: Target) -> Result<Self, Unsupported> {
        Ok(Self {
            parts: Parts::new(code, target)?,
            code: Arc::new(code.clone()),
            target,
        })
    }

    /// The instructions that are used.
    pub fn target(&self) -> Target {
        self.target
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.parts
    }

    /// How many inputs there are.
    pub fn inputs(&self) -> usize {
        self.code.inputs()
    }

    /// How many outputs there are.
    pub fn outputs(&self) -> usize {
        self.code.outputs().len()
    }

    /// How many bytes the code has.
    pub fn size(&self) -> usize {
        self.parts.routines().map(Routine::size).sum()
    }

    /// How many values are stored for lack of registers, for each block of points.
    pub fn spills(&self) -> usize {
        self.parts.routines().map(Routine::spills).sum()
    }

    /// The memory for runs of this function, so that they allocate nothing.
    pub fn workspace(&self) -> Workspace {
        let mut workspace = Workspace {
            inputs: Vec::with_capacity(self.inputs()),
            outputs: Vec::with_capacity(self.outputs()),
            results: Vec::with_capacity(self.outputs()),
            point: Vec::with_capacity(self.inputs()),
            values: Vec::with_capacity(self.code.ops().len()),
            ..Workspace::default()
        };
        self.prepare(&mut workspace);
        workspace
    }

    /// The outputs at many points: one column for each input and one for each output, of as many
    /// numbers as there are points. Large results are written past the caches.
    ///
    /// # Errors
    /// Where there are fewer columns than inputs, more or fewer than outputs, or their lengths
    /// differ.
    pub fn batch(
        &self,
        columns: &[&[f64]],
        outputs: &mut [&mut [f64]],
        workspace: &mut Workspace,
    ) -> Result<(), ShapeError> {
        let points = match (columns.first(), outputs.first()) {
            (_, Some(output)) => output.len(),
            (Some(column), None) => column.len(),
            (None, None) => 0,
        };
        let equal = |length: usize| length == points;
        let fit = columns.len() == self.inputs()
            && outputs.len() == self.outputs()
            && columns.iter().all(|column| equal(column.len()))
            && outputs.iter().all(|output| equal(output.len()));
        if !fit {
            return Err(ShapeError);
        }
        if self.is_streamed(points) {
            return self.stream(columns, outputs, workspace);
        }
        self.prepare(workspace);
        workspace.outputs.clear();
        let addresses = outputs
            .iter_mut()
            .map(|output| AddressMut(output.as_mut_ptr()));
        workspace.outputs.extend(addresses);
        workspace.set_inputs(columns);
        self.run_points(0, points, points, workspace);
        Ok(())
    }
}

impl Jit {
    /// Makes room where there is less than this function needs, as in the memory of another.
    pub(crate) fn prepare(&self, workspace: &mut Workspace) {
        let grow = |memory: &mut Vec<f64>, size: usize| {
            if memory.len() < size {
                memory.resize(size, 0.0);
            }
        };
        let lanes = self.target.lanes();
        let scratch = self.parts.routines().map(Routine::scratch).max();
        grow(&mut workspace.scratch, scratch.unwrap_or(0));
        self.parts.prepare(&mut workspace.links);
        grow(
            &mut workspace.block,
            (self.inputs() + self.outputs()) * lanes,
        );
        self.prepare_tiles(workspace);
    }

    /// Points from one to another, of as many as there are in all columns.
    pub(crate) fn run_points(
        &self,
        from: usize,
        to: usize,
        points: usize,
        workspace: &mut Workspace,
    ) {
        let lanes = self.target.lanes();
        if points < lanes {
            return self.run_few(points, workspace);
        }
        let mut from = from;
        let unaligned = self.unaligned(from, to, workspace);
        if unaligned > 0 {
            // These are computed with points of the next block.
            self.run_blocks(from, from + lanes, workspace);
            from += unaligned;
        }
        let whole = to - (to - from) % lanes;
        self.run_blocks(from, whole, workspace);
        if whole < to {
            // The last block reaches back over points that are computed again.
            self.run_blocks(to - lanes, to, workspace);
        }
    }

    /// How many points there are before the one at which most of the columns are aligned, so that
    /// a block of a column is in one line of the cache; 0 where there are few points.
    fn unaligned(&self, from: usize, to: usize, workspace: &Workspace) -> usize {
        let lanes = self.target.lanes();
        if to - from < MANY_BLOCKS * lanes {
            return 0;
        }
        let inputs = workspace.inputs.iter().map(|column| column.0.cast::<u8>());
        let outputs = workspace
            .outputs
            .iter()
            .map(|column| column.0.cast_const().cast());
        let mut counts = [0; LANES];
        for address in inputs.chain(outputs) {
            let before = (address.addr() / size_of::<f64>() + from) % lanes;
            let slot = counts.get_mut((lanes - before) % lanes);
            slot.into_iter().for_each(|count| *count += 1);
        }
        let most = (0..lanes).rev().max_by_key(|points| counts.get(*points));
        most.unwrap_or(0)
    }

    /// Fewer points than a block has, in a copy.
    fn run_few(&self, points: usize, workspace: &mut Workspace) {
        let lanes = self.target.lanes();
        let Workspace {
            inputs,
            outputs,
            block,
            results,
            ..
        } = workspace;
        let columns = inputs.len();
        for (place, address) in inputs.iter_mut().enumerate() {
            for lane in 0..lanes {
                let point = lane.min(points.saturating_sub(1));
                #[allow(unsafe_code)]
                // SAFETY: the columns have `points` numbers, and there is one at least.
                let number = if points > 0 {
                    unsafe { *address.0.add(point) }
                } else {
                    0.0
                };
                let slot = block.get_mut(place * lanes + lane);
                slot.into_iter().for_each(|slot| *slot = number);
            }
        }
        let base = block.as_mut_ptr();
        for (place, address) in inputs.iter_mut().enumerate() {
            address.0 = base.wrapping_add(place * lanes);
        }
        results.clear();
        results.append(outputs);
        let place = |k| AddressMut(base.wrapping_add((columns + k) * lanes));
        outputs.extend((0..results.len()).map(place));
        self.run_blocks(0, lanes, workspace);
        for (k, address) in workspace.results.iter().enumerate() {
            for point in 0..points {
                let number = workspace.block.get((columns + k) * lanes + point).copied();
                #[allow(unsafe_code)]
                // SAFETY: the output columns have `points` numbers.
                unsafe {
                    *address.0.add(point) = number.unwrap_or(f64::NAN);
                }
            }
        }
    }

    /// Whole blocks, from one point to another.
    fn run_blocks(&self, from: usize, to: usize, workspace: &mut Workspace) {
        let Some(routine) = self.parts.whole() else {
            return self.run_parts(from, to, workspace);
        };
        let lanes = self.target.lanes();
        let mut next = from;
        while next < to {
            let stopped = run_whole(routine, next, to, workspace);
            if stopped >= to {
                return;
            }
            (stopped..stopped + lanes).for_each(|point| self.redo(point, workspace));
            next = stopped + lanes;
        }
    }

    /// One point by the evaluator, where the machine code is not right.
    pub(crate) fn redo(&self, point: usize, workspace: &mut Workspace) {
        let Workspace {
            inputs,
            outputs,
            point: numbers,
            values,
            ..
        } = workspace;
        numbers.clear();
        #[allow(unsafe_code)]
        // SAFETY: the point is one of those that the columns have.
        numbers.extend(inputs.iter().map(|column| unsafe { *column.0.add(point) }));
        self.code.run(numbers, vector_value, values);
        for (address, place) in outputs.iter().zip(self.code.outputs()) {
            let number = values.get(*place as usize).copied().unwrap_or(f64::NAN);
            #[allow(unsafe_code)]
            // SAFETY: as above.
            unsafe {
                *address.0.add(point) = number;
            }
        }
    }
}

/// Runs the machine code over points; returns the one at which it stopped.
#[allow(unsafe_code)]
fn run_whole(routine: &Routine, from: usize, to: usize, workspace: &mut Workspace) -> usize {
    // SAFETY: the code was made by `emit` for as many inputs, outputs, constants and slots. The
    // columns have numbers for all points from `from` to `to`, which are a multiple of the lanes.
    // Inputs are borrowed shared, and outputs exclusively, while it runs.
    let stopped = unsafe {
        routine.run(
            workspace.inputs.as_ptr().cast(),
            workspace.outputs.as_ptr().cast(),
            &mut workspace.scratch,
            from * 8..to * 8,
        )
    };
    stopped / 8
}
