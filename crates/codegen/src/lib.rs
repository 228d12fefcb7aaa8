//! From a [`Tape`] to source text: a formula and its derivatives as functions of Rust, C, CUDA,
//! Python, Julia, JavaScript and WGSL.
//!
//! [`body`](self) is the same for all languages: every value that is used once is written where it
//! is used, as long as lines stay readable, every other gets a name. A language says how a number,
//! a call, a choice and a function look, in one file each under `language`. Functions that a
//! language lacks are written out from their definitions in our own notation.
//!
//! The arithmetic is that of the target: the order of operations is kept, but 1/0 is infinite
//! where the language has it so, and a condition on what is no number does not hold.
//!
//! ```
//! use partials_codegen::{Routine, Shape, Target, generate};
//! use partials_numeric::tape::Tape;
//! use partials_symbolic::Graph;
//!
//! let graph = Graph::new();
//! let (x, y) = (graph.variable("x"), graph.variable("y"));
//! let f = x.pow(2) * y.sin();
//! let routine = Routine {
//!     name: "f".to_owned(),
//!     about: "f(x, y) = x^2*sin(y)".to_owned(),
//!     inputs: vec!["x".to_owned(), "y".to_owned()],
//!     tape: Tape::new(&graph, &[f.id()], &["x", "y"], Default::default())?,
//!     results: vec![("value", Shape::Number)],
//! };
//! let source = generate(Target::C, &[routine])?;
//! assert!(source.contains("return x * x * sin(y);"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod body;
mod definitions;
mod language;
mod names;

use partials_numeric::tape::Tape;
use partials_symbolic::Function;

/// A language that formulas are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Target {
    /// Rust, with the standard library alone, but for erf, erfc, gamma and lgamma: those are of
    /// the crate `libm`.
    Rust,
    /// C99, with `math.h`.
    C,
    /// Python with NumPy, for points and for columns of points; special functions of SciPy.
    Python,
    /// Julia; special functions of `SpecialFunctions`.
    Julia,
    /// JavaScript, as a module.
    JavaScript,
    /// CUDA C++: device functions, and a kernel for columns of points for each.
    Cuda,
    /// WGSL, in single precision.
    Wgsl,
}

impl Target {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Rust,
        Self::C,
        Self::Python,
        Self::Julia,
        Self::JavaScript,
        Self::Cuda,
        Self::Wgsl,
    ];

    /// The name of the language.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rust => "Rust",
            Self::C => "C",
            Self::Python => "Python",
            Self::Julia => "Julia",
            Self::JavaScript => "JavaScript",
            Self::Cuda => "CUDA",
            Self::Wgsl => "WGSL",
        }
    }
}

/// How the values of a result are laid out. Matrices are row by row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One number.
    Number,
    /// So many numbers.
    Vector(usize),
    /// Rows and columns.
    Matrix(usize, usize),
}

impl Shape {
    /// How many numbers there are.
    pub fn count(self) -> usize {
        match self {
            Self::Number => 1,
            Self::Vector(count) => count,
            Self::Matrix(rows, columns) => rows.saturating_mul(columns),
        }
    }
}

/// A function that is to be written.
#[derive(Clone, Debug)]
pub struct Routine {
    /// What it is called.
    pub name: String,
    /// What it computes, for the comment above it: lines of text.
    pub about: String,
    /// The names of the inputs of the tape, in order.
    pub inputs: Vec<String>,
    /// What computes the results, one after the other.
    pub tape: Tape,
    /// What the outputs of the tape are, with their names.
    pub results: Vec<(&'static str, Shape)>,
}

/// Why a formula can't be written in a language.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Neither the language nor its usual libraries have the function.
    #[error("`{}` has no counterpart in {}", function.name(), target.name())]
    Function {
        /// The function.
        function: Function,
        /// The language.
        target: Target,
    },
    /// A derivative of a function for which there is no formula.
    #[error("the derivative of `{}` in its order or parameter has no formula, so that it can't be written in {}", function.name(), target.name())]
    Derivative {
        /// The function.
        function: Function,
        /// The language.
        target: Target,
    },
    /// The results are more or fewer than the outputs of the tape, or an instruction is not known.
    #[error("the tape of `{0}` is not well-formed")]
    Tape(String),
}

/// The source text of some functions, with what they need.
///
/// # Errors
/// Where a function has no counterpart in the language, or a tape is not well-formed.
pub fn generate(target: Target, routines: &[Routine]) -> Result<String, Error> {
    language::file(target, routines)
}
