//! Calls out of machine code, to functions that it does not have: lane by lane, or, of one point,
//! many arguments of a function at a time.

use partials_numeric::code::Special;
use partials_numeric::elementary;
use partials_numeric::vector::Machine;
use partials_symbolic::Function;
use smallvec::SmallVec;

/// What is called.
#[derive(Clone, Debug)]
pub enum Callee {
    /// a^b
    Power,
    /// A function with vector code.
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
}

/// The signature of [`enter`].
pub type Entry = unsafe extern "sysv64" fn(*const Descriptor, *const f64, *mut f64);

/// Where machine code enters: arguments and results have their lanes side by side.
///
/// # Safety
/// The descriptor must be alive, and arguments and results as many as it says, apart from each
/// other.
#[allow(unsafe_code)]
pub unsafe extern "sysv64" fn enter(
    descriptor: *const Descriptor,
    arguments: *const f64,
    results: *mut f64,
) {
    // SAFETY: the caller promises what these need.
    let (descriptor, arguments, results) = unsafe {
        let descriptor = &*descriptor;
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
        match (&self.callee, arguments) {
            (Callee::Power, [a, b]) => elementary::pow(*a, *b),
            (Callee::Special(special), arguments) => special.at(arguments),
            (Callee::Function(function) | Callee::Packed(function), arguments) => {
                vector_value(*function, arguments)
            }
            _ => f64::NAN,
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
