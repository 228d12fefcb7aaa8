//! One point at a time.

use std::sync::Arc;

use partials_numeric::code::Code;

use crate::callout::vector_value;
use crate::encode::Target;
use crate::jit::ShapeError;
use crate::lower::Unsupported;
use crate::order::Layout;
use crate::routine::Routine;

/// Machine code for a function at one point. Cheap to clone, `Send` and `Sync`.
///
/// ```
/// use partials_jit::Single;
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
/// let single = Single::new(&code)?;
/// let mut y = [0.0];
/// single.evaluate(&[0.0], &mut y, &mut single.memory())?;
/// assert_eq!(y, [5.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Single {
    routine: Routine,
    code: Arc<Code>,
}

/// The memory of a run, for one thread at a time, of any function.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    scratch: Vec<f64>,
    values: Vec<f64>,
}

impl Single {
    /// Machine code for this processor.
    ///
    /// # Errors
    /// Where the code has operations that only an interpreter has, or the processor lacks AVX2.
    pub fn new(code: &Code) -> Result<Self, Unsupported> {
        Ok(Self {
            routine: Routine::new(code, Target::Scalar, Layout::Point)?,
            code: Arc::new(code.clone()),
        })
    }

    /// Memory for runs of this function, so that they allocate nothing.
    pub fn memory(&self) -> Memory {
        Memory {
            scratch: vec![0.0; self.routine.scratch()],
            values: Vec::with_capacity(self.code.ops().len()),
        }
    }

    /// How many bytes the code has.
    pub fn size(&self) -> usize {
        self.routine.size()
    }

    /// How many values are stored for lack of registers.
    pub fn spills(&self) -> usize {
        self.routine.spills()
    }

    /// The outputs at a point.
    ///
    /// # Errors
    /// Where there are more or fewer numbers than inputs or outputs.
    pub fn evaluate(
        &self,
        point: &[f64],
        values: &mut [f64],
        memory: &mut Memory,
    ) -> Result<(), ShapeError> {
        if point.len() != self.code.inputs() || values.len() != self.code.outputs().len() {
            return Err(ShapeError);
        }
        if memory.scratch.len() < self.routine.scratch() {
            memory.scratch.resize(self.routine.scratch(), 0.0);
        }
        #[allow(unsafe_code)]
        // SAFETY: the code is for one point, and the lengths are those of its inputs and outputs.
        let stopped = unsafe {
            self.routine.run(
                point.as_ptr().cast(),
                values.as_mut_ptr().cast(),
                &mut memory.scratch,
                0..8,
            )
        };
        if stopped < 8 {
            // Some argument is beyond the range of a function's code.
            self.code.run(point, vector_value, &mut memory.values);
            for (value, place) in values.iter_mut().zip(self.code.outputs()) {
                let found = memory.values.get(*place as usize);
                *value = found.copied().unwrap_or(f64::NAN);
            }
        }
        Ok(())
    }
}
