//! Long code part by part, each over many points before the next: a processor reads code from far
//! away slowly, and here once for all of these points.

use std::sync::Arc;

use partials_numeric::code::{self, Code, Column};

use crate::encode::Target;
use crate::jit::{Address, AddressMut, Jit, Workspace};
use crate::lower::Unsupported;
use crate::order::Layout;
use crate::routine::Routine;
use crate::tiles::{write_fence, write_past_caches};

/// Operations to a part, about: as many as the first cache for code holds.
const SIZE: usize = 512;
/// Shorter code is not cut.
const LONG: usize = 16 * SIZE;
/// How many numbers the columns of a part have together at the most, about: a quarter of a second
/// cache.
const NUMBERS: usize = 1 << 16;
/// More numbers than this are far from the processor; they are copied where there are as many
/// points as are worth it.
const STREAMED: usize = 1 << 20;
const RUN: usize = 120;
/// So few points take no longer than to have the code at hand.
const FEW: usize = 32;
/// The fewest points and the most that a part runs over.
const POINTS: [usize; 2] = [64, 512];

/// Numbers to a line of the cache.
const LINE: usize = 8;

/// Machine code for some of the operations.
#[derive(Clone, Debug)]
struct Part {
    routine: Routine,
    inputs: Vec<Column>,
    outputs: Vec<Column>,
}

impl Part {
    fn new(
        code: &Code,
        target: Target,
        inputs: Vec<Column>,
        outputs: Vec<Column>,
    ) -> Result<Self, Unsupported> {
        Ok(Self {
            routine: Routine::new(code, target, Layout::Columns)?,
            inputs,
            outputs,
        })
    }
}

/// Machine code for a function of columns; of a long one in parts.
#[derive(Clone, Debug)]
pub(crate) struct Parts {
    parts: Arc<[Part]>,
    /// How many values there are between the parts.
    between: usize,
    /// How many points a part runs over.
    points: usize,
}

/// The memory of a run: what is between the parts, and the columns of the part at hand.
#[derive(Clone, Debug, Default)]
pub(crate) struct Links {
    between: Vec<f64>,
    copies: Vec<f64>,
    inputs: Vec<Address>,
    outputs: Vec<AddressMut>,
    stopped: Vec<usize>,
}

impl Parts {
    pub fn new(code: &Code, target: Target) -> Result<Self, Unsupported> {
        let parts = match code.cost() {
            ..LONG => Vec::new(),
            _ => code.cut(SIZE),
        };
        let [least, most] = POINTS;
        let columns = parts.iter().map(|p| p.inputs.len() + p.outputs.len());
        let points = NUMBERS / columns.max().unwrap_or(0).max(1);
        let between = parts.iter().flat_map(|part| &part.outputs);
        let between = between.filter_map(|column| match column {
            Column::Between(place) => Some(*place as usize + 1),
            _ => None,
        });
        let between = between.max().unwrap_or(0);
        let is_known = |column: &Column| match *column {
            Column::Input(place) => (place as usize) < code.inputs(),
            Column::Output(place) => (place as usize) < code.outputs().len(),
            Column::Between(place) => (place as usize) < between,
        };
        let mut columns = parts.iter().flat_map(|p| p.inputs.iter().chain(&p.outputs));
        if parts.is_empty() || between * least > NUMBERS || !columns.all(is_known) {
            let whole = Part::new(code, target, Vec::new(), Vec::new())?;
            return Ok(Self {
                parts: Arc::new([whole]),
                between: 0,
                points: 0,
            });
        }
        let compile = |part: code::Part| Part::new(&part.code, target, part.inputs, part.outputs);
        let parts = parts.into_iter().map(compile);
        Ok(Self {
            parts: parts.collect::<Result<_, _>>()?,
            between,
            points: points.clamp(least, most) / LINE * LINE,
        })
    }

    /// The code, where it is in one part.
    pub fn whole(&self) -> Option<&Routine> {
        match &*self.parts {
            [whole] => Some(&whole.routine),
            _ => None,
        }
    }

    pub fn routines(&self) -> impl Iterator<Item = &Routine> {
        self.parts.iter().map(|part| &part.routine)
    }

    /// How many columns a part has at the most.
    fn columns(&self) -> usize {
        let columns = self.parts.iter().map(|p| p.inputs.len() + p.outputs.len());
        columns.max().unwrap_or(0)
    }

    /// Makes room, where there is less.
    pub fn prepare(&self, links: &mut Links) {
        if self.points == 0 {
            return;
        }
        let grow = |memory: &mut Vec<f64>, columns: usize| {
            let size = columns * self.points + LINE;
            if memory.len() < size {
                memory.resize(size, 0.0);
            }
        };
        grow(&mut links.between, self.between);
        grow(&mut links.copies, self.columns());
        links.inputs.reserve(self.columns());
        links.outputs.reserve(self.columns());
    }

    /// Sets the addresses of the columns of a part, of points from one on: where they are, or, of
    /// those that don't stay in the cache, where their copies are.
    fn connect(&self, part: &Part, first: usize, streamed: bool, workspace: &mut Workspace) {
        let Workspace {
            links,
            inputs,
            outputs,
            ..
        } = workspace;
        let place = |memory: &mut Vec<f64>, place: usize| {
            let ahead = memory.as_ptr().align_offset(LINE * size_of::<f64>());
            let start = ahead.min(LINE) + place * self.points;
            memory.as_mut_ptr().wrapping_add(start).wrapping_sub(first)
        };
        links.inputs.clear();
        for (copy, column) in part.inputs.iter().enumerate() {
            let address = match *column {
                Column::Between(slot) => place(&mut links.between, slot as usize),
                _ if streamed => place(&mut links.copies, copy),
                Column::Input(input) => {
                    let found = inputs.get(input as usize);
                    found.map_or(std::ptr::null_mut(), |address| address.0.cast_mut())
                }
                Column::Output(_) => std::ptr::null_mut(),
            };
            links.inputs.push(Address(address.cast_const()));
        }
        links.outputs.clear();
        for (copy, column) in (part.inputs.len()..).zip(&part.outputs) {
            let address = match *column {
                Column::Between(slot) => place(&mut links.between, slot as usize),
                _ if streamed => place(&mut links.copies, copy),
                Column::Output(output) => {
                    let found = outputs.get(output as usize);
                    found.map_or(std::ptr::null_mut(), |address| address.0)
                }
                Column::Input(_) => std::ptr::null_mut(),
            };
            links.outputs.push(AddressMut(address));
        }
    }
}

impl Jit {
    /// Whole blocks, from one point to another, part by part. Columns of more numbers than stay in
    /// the cache are read and written in long runs.
    pub(crate) fn run_parts(&self, from: usize, to: usize, workspace: &mut Workspace) {
        let lanes = self.target().lanes();
        let parts = self.parts();
        let numbers = (self.inputs() + self.outputs()) * (to - from);
        let streamed = numbers > STREAMED && to - from >= RUN;
        for first in (from..to).step_by(parts.points.max(lanes)) {
            let end = to.min(first + parts.points);
            workspace.links.stopped.clear();
            for (place, part) in parts.parts.iter().enumerate() {
                if end - first <= FEW
                    && let Some(next) = parts.parts.get(place + 1)
                {
                    next.routine.prefetch();
                }
                parts.connect(part, first, streamed, workspace);
                if streamed {
                    copy_inputs(part, first, end, workspace);
                }
                self.run_part(part, first, end, workspace);
                if streamed {
                    copy_outputs(part, first, end, workspace);
                }
            }
            let mut stopped = std::mem::take(&mut workspace.links.stopped);
            stopped.sort_unstable();
            stopped.dedup();
            let points = stopped.iter().flat_map(|first| *first..first + lanes);
            points.for_each(|point| self.redo(point, workspace));
            workspace.links.stopped = stopped;
        }
    }

    /// Runs a part, and notes the blocks of points at which it stopped.
    fn run_part(&self, part: &Part, first: usize, end: usize, workspace: &mut Workspace) {
        let lanes = self.target().lanes();
        let Workspace { links, scratch, .. } = workspace;
        let mut next = first;
        while next < end {
            #[allow(unsafe_code)]
            // SAFETY: the tables have as many columns as the part, each with numbers for all of
            // these points, which are a multiple of the lanes: those of the caller, of which the
            // places are known, or memory with room for as many points as a part runs over. Inputs
            // are borrowed shared, and outputs exclusively, while it runs; between the parts none
            // is input and output of one.
            let stopped = unsafe {
                part.routine.run(
                    links.inputs.as_ptr().cast(),
                    links.outputs.as_ptr().cast(),
                    scratch,
                    next * 8..end * 8,
                )
            } / 8;
            if stopped < end {
                links.stopped.push(stopped);
            }
            next = stopped + lanes;
        }
    }
}

/// Copies the points of the inputs of the whole.
fn copy_inputs(part: &Part, first: usize, end: usize, workspace: &mut Workspace) {
    let Workspace { links, inputs, .. } = workspace;
    for (column, copy) in part.inputs.iter().zip(&links.inputs) {
        let Column::Input(input) = *column else {
            continue;
        };
        let Some(from) = inputs.get(input as usize) else {
            continue;
        };
        #[allow(unsafe_code)]
        // SAFETY: the column has these points, and the copy has room for them.
        unsafe {
            let to = copy.0.cast_mut().wrapping_add(first);
            std::ptr::copy_nonoverlapping(from.0.wrapping_add(first), to, end - first);
        }
    }
}

/// Copies the points of the outputs of the whole, past the caches.
fn copy_outputs(part: &Part, first: usize, end: usize, workspace: &mut Workspace) {
    let Workspace { links, outputs, .. } = workspace;
    for (column, copy) in part.outputs.iter().zip(&links.outputs) {
        let Column::Output(output) = *column else {
            continue;
        };
        let Some(to) = outputs.get(output as usize) else {
            continue;
        };
        #[allow(unsafe_code)]
        // SAFETY: the copy has these points, and the column room for them, which is borrowed
        // exclusively.
        let (from, to) = unsafe {
            (
                std::slice::from_raw_parts(copy.0.wrapping_add(first), end - first),
                std::slice::from_raw_parts_mut(to.0.wrapping_add(first), end - first),
            )
        };
        write_past_caches(to, from);
    }
    write_fence();
}
