//! Calls out of machine code, to functions that it does not have: lane by lane, or, of one point,
//! many arguments of a function at a time.

use partials_numeric::code::{Code, Mode, Special};
use partials_numeric::tape::{Tape, TapeOptions};
use partials_numeric::vector::Machine;
use partials_symbolic::{Function, Graph};
use smallvec::SmallVec;

use crate::encode::Target;
use crate::order::Layout;
use crate::routine::Routine;

/// What is called.
#[derive(Clone, Debug)]
pub enum Callee {
    /// A function of the table that is not inlined.
    Function(Function),
    /// Any function or derivative.
    Special(Special),
    /// A function with vector code, of as many arguments as there are, one result for each.
    Packed(Function),
}

/// A call, as the machine code knows it by its address.
#[derive(Clone, Debug)]
pub struct Descriptor {
    /// What is called.
    pub callee: Callee,
    /// How many arguments there are for each lane.
    pub arguments: usize,
    /// How many lanes.
    pub lanes: usize,
    /// Vector code of what is packed.
    pub kernel: Option<Kernel>,
}

/// The code of a function of one argument, over a column.
#[derive(Clone, Debug)]
pub struct Kernel {
    routine: Routine,
    lanes: usize,
}

/// Numbers of scratch memory that a kernel may ask for.
const SCRATCH: usize = 72;
/// Columns of kernels are as long as a multiple of this.
pub const WHOLE: usize = 8;

impl Kernel {
    /// The code of a function, for the widest registers.
    pub fn new(function: Function) -> Option<Self> {
        let graph = Graph::new();
        let root = graph.call(function, &[graph.variable("x")]).id();
        let tape = Tape::new(&graph, &[root], &["x"], TapeOptions::default()).ok()?;
        let code = Code::new(&tape, Mode::Strict).ok()?;
        let target = Target::best()?;
        let routine = Routine::new(&code, target, Layout::Columns).ok()?;
        (routine.scratch() <= SCRATCH).then_some(Self {
            routine,
            lanes: target.lanes(),
        })
    }

    /// Whether all arguments were within the range of the code.
    ///
    /// # Safety
    /// Arguments and results must be as many as `count`, rounded up to a multiple of [`WHOLE`].
    #[allow(unsafe_code)]
    unsafe fn run(&self, arguments: *const f64, results: *mut f64, count: usize) -> bool {
        let end = count.next_multiple_of(self.lanes) * 8;
        let mut scratch = [0.0; SCRATCH];
        // SAFETY: the code has one input and one output, for which the caller vouches.
        let stopped = unsafe {
            let (inputs, outputs) = ([arguments], [results]);
            let tables = (inputs.as_ptr(), outputs.as_ptr());
            self.routine.run(tables.0, tables.1, &mut scratch, 0..end)
        };
        stopped >= end
    }
}

/// The signature of [`enter`].
pub type Entry = unsafe extern "sysv64" fn(*const Descriptor, *const f64, *mut f64);

/// Where machine code enters: arguments and results have their lanes side by side.
///
/// # Safety
/// The descriptor must be alive, and arguments and results as many as it says, apart from each
/// other; if it has a kernel, rounded up to a multiple of [`WHOLE`].
#[allow(unsafe_code)]
pub unsafe extern "sysv64" fn enter(
    descriptor: *const Descriptor,
    arguments: *const f64,
    results: *mut f64,
) {
    // SAFETY: the caller promises what these need.
    let (descriptor, arguments, results) = unsafe {
        let descriptor = &*descriptor;
        if let Some(kernel) = &descriptor.kernel
            && kernel.run(arguments, results, descriptor.arguments)
        {
            return;
        }
        let count = descriptor.arguments * descriptor.lanes;
        let arguments = std::slice::from_raw_parts(arguments, count);
        let results = std::slice::from_raw_parts_mut(results, descriptor.results());
        (descriptor, arguments, results)
    };
    descriptor.run(arguments, results);
}

impl Descriptor {
    /// How many numbers come back.
    pub fn results(&self) -> usize {
        match self.callee {
            Callee::Packed(_) => self.arguments * self.lanes,
            _ => self.lanes,
        }
    }

    fn run(&self, arguments: &[f64], results: &mut [f64]) {
        if let Callee::Packed(function) = self.callee {
            Machine::best().map(function, arguments, results);
            return;
        }
        let mut list: SmallVec<[f64; 8]> = SmallVec::new();
        for (lane, result) in results.iter_mut().enumerate() {
            list.clear();
            list.extend(arguments.iter().skip(lane).step_by(self.lanes).copied());
            *result = self.at(&list);
        }
    }

    fn at(&self, arguments: &[f64]) -> f64 {
        match &self.callee {
            Callee::Special(special) => special.at(arguments),
            Callee::Function(function) | Callee::Packed(function) => {
                vector_value(*function, arguments)
            }
        }
    }
}

/// The value of a function as the machine code has it.
pub fn vector_value(function: Function, arguments: &[f64]) -> f64 {
    let mut value = [f64::NAN];
    match arguments {
        [x] => Machine::best().map(function, &[*x], &mut value),
        [x, y] => Machine::best().map2(function, &[*x], &[*y], &mut value),
        _ => {}
    }
    let [value] = value;
    value
}
