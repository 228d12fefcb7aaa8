//! Machine code with what it refers to.

use std::ops::Range;
use std::sync::Arc;

use partials_numeric::code::Code;
use partials_symbolic::Function;
use rustc_hash::FxHashMap;

use crate::callout::{Callee, Descriptor, Kernel};
use crate::emit::{emit, frame_size, slot_size};
use crate::encode::Target;
use crate::lower::{Unsupported, lower};
use crate::order::Layout;
use crate::pages::Pages;

/// Displacements have 32 bits, and an operation takes fewer than 64 bytes.
const MOST: usize = 1 << 24;
/// Numbers to a line of the cache: values that are stored have lines of their own.
const LINE: usize = 8;

/// Machine code, its constants, and the calls that it makes.
#[derive(Clone, Debug)]
pub struct Routine {
    pages: Pages,
    pool: Arc<[f64]>,
    /// How often each of the constants is there.
    copies: usize,
    /// Kept, since the code has their addresses.
    _descriptors: Arc<[Descriptor]>,
    scratch: usize,
    spills: usize,
    size: usize,
}

impl Routine {
    pub fn new(code: &Code, target: Target, layout: Layout) -> Result<Self, Unsupported> {
        if !target.is_available() {
            return Err(Unsupported::Machine);
        }
        let program = lower(code, target, layout)?;
        let sizes = [program.code.len(), program.outputs.len(), code.inputs()];
        if sizes.into_iter().max() > Some(MOST) || program.frame as usize > MOST {
            return Err(Unsupported::Size);
        }
        let mut kernels: FxHashMap<Function, Option<Kernel>> = FxHashMap::default();
        let descriptors = program.calls.iter().map(|call| {
            let kernel = match call.callee {
                Callee::Packed(function) => {
                    let made = kernels.entry(function);
                    made.or_insert_with(|| Kernel::new(function)).clone()
                }
                _ => None,
            };
            let count = call.arguments.len();
            // What is packed has its lanes as arguments.
            let lanes = match call.callee {
                Callee::Packed(_) => 1,
                _ => target.lanes(),
            };
            Descriptor {
                callee: call.callee.clone(),
                arguments: count,
                lanes,
                kernel,
            }
        });
        let descriptors: Arc<[Descriptor]> = descriptors.collect();
        let emitted = emit(&program, target, layout, &descriptors);
        let copies = match target {
            Target::Avx512 => 1,
            target => slot_size(target) / 8,
        };
        let pool = program.pool.iter().copied().map(f64::from_bits);
        let scratch = frame_size(&program, target) + (emitted.slots + 1) * slot_size(target);
        Ok(Self {
            pages: Pages::new(&emitted.bytes).map_err(|_| Unsupported::Machine)?,
            pool: pool
                .flat_map(|number| std::iter::repeat_n(number, copies))
                .collect(),
            copies,
            _descriptors: descriptors,
            scratch: scratch / 8,
            spills: emitted.spills,
            size: emitted.bytes.len(),
        })
    }

    /// How many numbers of scratch memory it needs, wherever that begins.
    pub fn scratch(&self) -> usize {
        self.scratch + LINE
    }

    /// How many values are stored for lack of registers.
    pub fn spills(&self) -> usize {
        self.spills
    }

    /// Asks for the code before it is run.
    pub fn prefetch(&self) {
        self.pages.prefetch();
    }

    /// How many bytes the code has.
    pub fn size(&self) -> usize {
        self.size
    }

    /// The constants, the first of which are numbers that were left open.
    pub fn pool(&self, first: &[f64], to: &mut Vec<f64>) {
        to.clear();
        to.extend_from_slice(&self.pool);
        for (slots, number) in to.chunks_mut(self.copies).zip(first) {
            slots.fill(*number);
        }
    }

    /// Runs the code from one byte of the columns to another; returns the one where it stopped.
    ///
    /// # Safety
    /// `inputs` and `outputs` are the tables of columns, or of one point the numbers, of as many
    /// inputs and outputs as the code has, with numbers wherever the range reaches; scratch memory
    /// is as large as [`Routine::scratch`] says.
    #[allow(unsafe_code)]
    pub unsafe fn run(
        &self,
        inputs: *const *const f64,
        outputs: *const *mut f64,
        scratch: &mut [f64],
        bytes: Range<usize>,
    ) -> usize {
        // SAFETY: the caller promises what it needs, and these are its own constants.
        unsafe { self.run_with(&self.pool, inputs, outputs, scratch, bytes) }
    }

    /// As [`Routine::run`], with constants of [`Routine::pool`].
    ///
    /// # Safety
    /// As [`Routine::run`]; of sums, `outputs` is where they are, a number for each lane.
    #[allow(unsafe_code)]
    pub unsafe fn run_with(
        &self,
        pool: &[f64],
        inputs: *const *const f64,
        outputs: *const *mut f64,
        scratch: &mut [f64],
        bytes: Range<usize>,
    ) -> usize {
        let first = scratch.as_ptr().align_offset(LINE * size_of::<f64>());
        let scratch = scratch.get_mut(first.min(LINE)..).unwrap_or_default();
        // SAFETY: the code was made by `emit` for such constants, and the caller promises the rest.
        unsafe { self.pages.run(inputs, outputs, pool, scratch, bytes) }
    }
}
