//! Code: what evaluators of doubles run. Straight-line operations in static single assignment,
//! made of a [`Tape`](crate::tape::Tape), optimised and put in an order in which few values are
//! alive at a time.
//!
//! Every value is a number of 64 bits; conditions are masks. An interpreter runs an operation
//! over many points at a time, an assembler makes machine code of it.

mod build;
mod chains;
mod cut;
mod dead;
mod evaluate;
mod expand;
mod fuse;
mod known;
mod nest;
mod op;
mod polynomial;
mod rewrite;
mod schedule;
mod serialize;
mod slots;
pub mod table;
mod translate;

use std::ops::Deref;

use partials_symbolic::Function;

pub use cut::{Column, Part};
pub use op::{Binary, Fused, Op, Relation, Unary, Value};
pub use serialize::{LoadError, VERSION};
pub use slots::Slots;

use build::Builder;
use rewrite::Form;

/// What may be done to arithmetic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Sums and products in the order of the tape, each rounded, and no value where one divides by
    /// zero: the tape's values, but for elementary functions, which are within their stated bounds
    /// of it, and for integer powers up to the eighth, which are products (n/2 ulp).
    Strict,
    /// As a compiler may with `-ffast-math`, but right for NaN and infinities: products and sums
    /// are fused, sums re-associated, a shared divisor becomes a shared reciprocal, polynomials
    /// are brought into the form of Horner, x/0 is what IEEE 754 says.
    #[default]
    Fast,
}

/// A function that is computed point by point.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Special {
    /// The function.
    pub function: Function,
    /// The orders of the derivative, one for each argument; none for the function itself.
    pub orders: Vec<u32>,
    /// The arguments.
    pub arguments: Vec<Value>,
}

/// A sum or a product over an index.
#[derive(Clone, Debug, PartialEq)]
pub struct Loop {
    /// One term or factor: a function of the inputs around it and, as its last input, the index.
    pub body: Code,
    /// Whether it is a product.
    pub product: bool,
}

/// More rounds than this and a loop has no value.
pub const ROUNDS: i64 = 10_000_000;

/// Loops within loops, at most.
const DEPTH: usize = 32;

/// Why there is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CodeError {
    /// Sums within sums, too deep.
    #[error("more than {DEPTH} indexed sums or products are nested")]
    Depth,
    /// An instruction that is not known, or one whose operands don't precede it.
    #[error("the tape is not well-formed")]
    Tape,
}

/// Operations, each of which computes one value of earlier ones, and the values that are asked for.
///
/// ```
/// use partials_numeric::code::{Code, Mode};
/// use partials_numeric::tape::Tape;
/// use partials_symbolic::Graph;
///
/// let graph = Graph::new();
/// let x = graph.variable("x");
/// let f = x.pow(2) + 3 * x + 5;
/// let tape = Tape::new(&graph, &[f.id()], &["x"], Default::default())?;
/// let code = Code::new(&tape, Mode::Fast)?;
/// assert_eq!(code.evaluate(&[2.0]), [15.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Code {
    ops: Vec<Op>,
    outputs: Vec<Value>,
    inputs: usize,
    mode: Mode,
    specials: Vec<Special>,
    loops: Vec<Loop>,
}

impl Code {
    /// Code for the outputs of a tape.
    ///
    /// # Errors
    /// Where indexed sums are nested too deep.
    pub fn new(tape: &crate::tape::Tape, mode: Mode) -> Result<Self, CodeError> {
        let code = Self::translate(tape, mode)?.without_dead();
        Ok(match mode {
            Mode::Strict => code.scheduled(),
            Mode::Fast => code.simplified(),
        })
    }

    /// In fewer operations, where sums may be re-associated: in the form that is the least work, in
    /// the order that is. Without nesting about half of the operations are left at the least, of
    /// which each takes a product and a sum.
    fn simplified(self) -> Self {
        let finish = |code: Self| code.fused().without_dead().scheduled();
        let least = self.cost() / 2;
        let (first, form) = self.rewritten(Form::Joint);
        let others: &[Form] = match form {
            Form::Joint => &[Form::Nested, Form::Plain],
            Form::Nested => &[Form::Plain],
            Form::Plain => &[],
        };
        let mut best = finish(first);
        for form in others {
            if best.work() <= least {
                break;
            }
            let other = finish(self.rewritten(*form).0);
            if other.work() < best.work() {
                best = other;
            }
        }
        best
    }

    /// The operations, each after its operands.
    pub fn ops(&self) -> &[Op] {
        &self.ops
    }

    /// The values that are asked for, in order.
    pub fn outputs(&self) -> &[Value] {
        &self.outputs
    }

    /// How many inputs there are.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// What was allowed.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// The functions that are computed point by point.
    pub fn specials(&self) -> &[Special] {
        &self.specials
    }

    /// The indexed sums and products.
    pub fn loops(&self) -> &[Loop] {
        &self.loops
    }

    /// How many operations there are to compute: all but inputs and constants.
    pub fn cost(&self) -> usize {
        self.ops.iter().filter(|op| !op.is_leaf()).count()
    }

    /// The operands of an operation of this code, a special function's too.
    #[inline]
    pub fn operands(&self, op: Op) -> Operands<'_> {
        match op {
            Op::Special(place) => {
                let special = self.specials.get(place as usize);
                Operands::Listed(special.map_or(&[], |special| &special.arguments))
            }
            op => {
                let (own, count) = op.operands();
                Operands::Own(own, count)
            }
        }
    }
}

/// The operands of an operation, as a slice.
#[derive(Clone, Copy, Debug)]
pub enum Operands<'a> {
    /// As many of these.
    Own([Value; 3], usize),
    /// Those of a special function.
    Listed(&'a [Value]),
}

impl Deref for Operands<'_> {
    type Target = [Value];

    #[inline]
    fn deref(&self) -> &[Value] {
        match self {
            Self::Own(own, count) => own.get(..*count).unwrap_or_default(),
            Self::Listed(list) => list,
        }
    }
}
