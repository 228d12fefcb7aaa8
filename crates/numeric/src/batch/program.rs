//! Code made ready: every operand is a column or a number, and nothing is left to look up.

use partials_symbolic::Function;

use super::draft::Draft;
use crate::code::{self, Code, Special};

/// What a step does with its operands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Action {
    /// Into the step's own column, an input.
    Input(u32),
    /// From the operand, an output.
    Output(u32),
    Copy,
    Unary(code::Unary),
    Binary(code::Binary),
    Fused(code::Fused),
    Compare(code::Relation),
    Select,
    Call(Function),
    Call2(Function),
    /// Sine into the step's own column, cosine into the one that is given.
    SinCos(u32),
    Pow,
    Special(u32),
    Loop(u32),
}

/// An operand: a column of a frame, or a number of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operand {
    Column(u32),
    Number(u32),
}

/// One operation on whole columns, with its operands at hand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub action: Action,
    /// How many operands there are.
    pub count: u8,
    /// Which operands are numbers: a bit for each, the first the lowest.
    pub fixed: u8,
    /// The operands: columns or numbers.
    pub operands: [u32; 3],
    pub to: u32,
}

impl Step {
    pub fn new(action: Action, operands: &[Operand], to: u32) -> Self {
        let mut step = Self {
            action,
            count: operands.len() as u8,
            fixed: 0,
            operands: [0; 3],
            to,
        };
        for (place, (slot, operand)) in step.operands.iter_mut().zip(operands).enumerate() {
            *slot = match *operand {
                Operand::Column(column) => column,
                Operand::Number(number) => {
                    step.fixed |= 1 << place;
                    number
                }
            };
        }
        step
    }

    /// Whether it has a column of its own.
    pub fn has_result(&self) -> bool {
        !matches!(self.action, Action::Output(_))
    }

    /// The operand at a place.
    #[inline(always)]
    pub fn operand(&self, place: usize) -> Operand {
        let value = self.operands.get(place).copied().unwrap_or_default();
        match self.fixed >> place & 1 {
            0 => Operand::Column(value),
            _ => Operand::Number(value),
        }
    }
}

/// The body of an indexed sum or product.
#[derive(Clone, Debug)]
pub(super) struct Nested {
    pub program: Program,
    pub product: bool,
}

/// A special function with its operands.
#[derive(Clone, Debug)]
pub(super) struct Lookup {
    pub special: Special,
    pub arguments: Vec<Operand>,
}

/// Steps over columns: first those of values, of which few are alive at a time, then what the
/// bodies of loops need. Inputs are loaded where they are used, and outputs stored as they come.
#[derive(Clone, Debug, Default)]
pub(super) struct Program {
    pub steps: Vec<Step>,
    pub numbers: Vec<f64>,
    pub inputs: usize,
    pub outputs: usize,
    /// The columns of its own.
    pub own: usize,
    /// All columns, of nested programs too.
    pub columns: usize,
    pub lookups: Vec<Lookup>,
    pub nested: Vec<Nested>,
}

impl Program {
    pub fn new(code: &Code) -> Self {
        let mut program = Draft::new(code).finish();
        let bodies = code.loops().iter();
        program.nested = bodies
            .map(|body| Nested {
                program: Self::new(&body.body),
                product: body.product,
            })
            .collect();
        let nested = program.nested.iter().map(|nested| nested.program.columns);
        program.columns = program.own + nested.max().unwrap_or(0);
        program
    }

    #[inline(always)]
    pub fn number(&self, place: u32) -> f64 {
        let number = self.numbers.get(place as usize);
        number.copied().unwrap_or(f64::NAN)
    }
}
