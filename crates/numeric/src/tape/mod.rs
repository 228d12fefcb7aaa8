//! The tape: straight-line code in static single assignment, built from any set of graph roots.
//!
//! The strict tape keeps the order of the source: sums are added and products multiplied from
//! left to right, a factor with a negative power divides, and nothing is contracted, so that a
//! formula means the same bits as the program that a person would have written for it.

mod build;

use partials_symbolic::graph::{Comparison, Constant};
use partials_symbolic::{Function, Rational};
use smallvec::SmallVec;

use crate::interval::Truth;
use crate::scalar::Scalar;

/// The register of a value: the index of the instruction that computes it.
pub type Register = u32;
/// The index of a condition.
pub type Flag = u32;

/// One instruction. Each computes one value, or one condition.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Instruction {
    /// An input, by its place.
    Input(u32),
    /// An exact number.
    Number(Rational),
    /// A number that the source wrote as a decimal: the nearest float of it is meant.
    Constant(Constant),
    /// a + b
    Add(Register, Register),
    /// a - b
    Sub(Register, Register),
    /// a · b
    Mul(Register, Register),
    /// a / b
    Div(Register, Register),
    /// -a
    Neg(Register),
    /// a^n
    PowInteger(Register, i64),
    /// a^(p/q)
    PowRational(Register, Rational),
    /// a^b
    Pow(Register, Register),
    /// A function of some registers.
    Call(Function, SmallVec<[Register; 4]>),
    /// A derivative of a function, of the given orders.
    CallDerivative(Function, SmallVec<[u32; 4]>, SmallVec<[Register; 4]>),
    /// One of two values.
    Select(Flag, Register, Register),
    /// The sum (or product, where `true`) of a body over an index from one bound to another.
    Loop(Box<Tape>, bool, Register, Register),
    /// A comparison; computes a flag.
    Compare(Comparison, Register, Register),
    /// Whether all flags hold; computes a flag.
    And(SmallVec<[Flag; 4]>),
    /// Whether some flag holds; computes a flag.
    Or(SmallVec<[Flag; 4]>),
    /// Whether a flag does not hold; computes a flag.
    Not(Flag),
}

/// Why a tape can't be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TapeError {
    /// A variable that is not among the inputs.
    #[error("`{0}` has no value: give one, as in `{0} = 1`")]
    UnknownVariable(String),
    /// A function that is not defined.
    #[error("`{0}` is not defined, so it has no value")]
    UndefinedFunction(String),
    /// A condition where a number should be.
    #[error("a condition has no numeric value")]
    Condition,
    /// An expression that could not be made.
    #[error("the expression could not be made")]
    Poison,
}

/// How a tape is built.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TapeOptions {
    /// The source was written with decimals: a rational coefficient whose decimal expansion ends
    /// is multiplied as that decimal. Otherwise its denominator divides.
    pub decimals: bool,
}

/// Straight-line code for some expressions of the same inputs.
#[derive(Clone, Debug, PartialEq)]
pub struct Tape {
    code: Vec<Instruction>,
    outputs: Vec<Register>,
    inputs: usize,
}

/// More rounds than this and a loop has no value.
const ROUNDS: i64 = 10_000_000;

impl Tape {
    /// How many inputs there are.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// The instructions.
    pub fn code(&self) -> &[Instruction] {
        &self.code
    }

    /// The registers of the outputs.
    pub fn outputs(&self) -> &[Register] {
        &self.outputs
    }

    /// The values of all outputs at a point.
    pub fn evaluate<T: Scalar>(&self, point: &[T], context: T::Context) -> Vec<T> {
        let mut machine = Machine::default();
        machine.run(self, point, context);
        let nothing = || T::constant(Constant::Undefined, context);
        self.outputs
            .iter()
            .map(|r| machine.value(*r).cloned().unwrap_or_else(nothing))
            .collect()
    }

    /// The value of the first output at a point; kept memory is used again.
    pub fn first<T: Scalar>(
        &self,
        machine: &mut Machine<T>,
        point: &[T],
        context: T::Context,
    ) -> T {
        self.place(machine, 0, point, context)
    }

    /// The value of one output at a point; kept memory is used again.
    pub fn output<T: Scalar<Context = ()>>(
        &self,
        machine: &mut Machine<T>,
        output: usize,
        point: &[T],
    ) -> T {
        self.place(machine, output, point, ())
    }

    fn place<T: Scalar>(
        &self,
        machine: &mut Machine<T>,
        output: usize,
        point: &[T],
        context: T::Context,
    ) -> T {
        machine.run(self, point, context);
        let value = self
            .outputs
            .get(output)
            .and_then(|register| machine.value(*register));
        value
            .cloned()
            .unwrap_or_else(|| T::constant(Constant::Undefined, context))
    }
}

/// The memory of an evaluation.
#[derive(Clone, Debug)]
pub struct Machine<T> {
    values: Vec<T>,
    /// By instruction; conditions keep their place in `flags` here.
    flags: Vec<Truth>,
}

impl<T> Default for Machine<T> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            flags: Vec::new(),
        }
    }
}

impl<T: Scalar> Machine<T> {
    fn value(&self, register: Register) -> Option<&T> {
        self.values.get(register as usize)
    }

    fn flag(&self, flag: Flag) -> Truth {
        self.flags
            .get(flag as usize)
            .copied()
            .unwrap_or(Truth::Unknown)
    }

    /// Evaluates a tape; registers hold the values after it.
    fn run(&mut self, tape: &Tape, point: &[T], context: T::Context) {
        self.values.clear();
        self.flags.clear();
        for instruction in &tape.code {
            match instruction {
                Instruction::Compare(..)
                | Instruction::And(_)
                | Instruction::Or(_)
                | Instruction::Not(_) => {
                    let flag = self.condition(instruction).unwrap_or(Truth::Unknown);
                    self.flags.push(flag);
                }
                _ => {
                    let value = self.compute(instruction, point, context);
                    let nothing = || T::constant(Constant::Undefined, context);
                    self.values.push(value.unwrap_or_else(nothing));
                }
            }
        }
    }

    fn condition(&self, instruction: &Instruction) -> Option<Truth> {
        Some(match instruction {
            Instruction::Compare(comparison, a, b) => {
                T::compare(*comparison, self.value(*a)?, self.value(*b)?)
            }
            Instruction::And(list) => list
                .iter()
                .fold(Truth::True, |all, flag| all.and(self.flag(*flag))),
            Instruction::Or(list) => list
                .iter()
                .fold(Truth::False, |any, flag| any.or(self.flag(*flag))),
            Instruction::Not(flag) => !self.flag(*flag),
            _ => Truth::Unknown,
        })
    }

    fn gather<const N: usize>(&self, registers: &[Register]) -> Option<SmallVec<[T; N]>>
    where
        [T; N]: smallvec::Array<Item = T>,
    {
        registers
            .iter()
            .map(|register| self.value(*register).cloned())
            .collect()
    }

    fn compute(&self, instruction: &Instruction, point: &[T], context: T::Context) -> Option<T> {
        Some(match instruction {
            Instruction::Input(place) => point.get(*place as usize)?.clone(),
            Instruction::Number(value) => T::number(value, context),
            Instruction::Constant(constant) => T::constant(*constant, context),
            Instruction::Add(a, b) => self.value(*a)?.add(self.value(*b)?),
            Instruction::Sub(a, b) => self.value(*a)?.sub(self.value(*b)?),
            Instruction::Mul(a, b) => self.value(*a)?.mul(self.value(*b)?),
            Instruction::Div(a, b) => self.value(*a)?.div(self.value(*b)?),
            Instruction::Neg(a) => self.value(*a)?.neg(),
            Instruction::PowInteger(a, n) => self.value(*a)?.powi(*n),
            Instruction::PowRational(a, exponent) => self.value(*a)?.pow_rational(exponent),
            Instruction::Pow(a, b) => self.value(*a)?.pow(self.value(*b)?),
            Instruction::Call(function, list) => {
                T::call(*function, &self.gather::<4>(list)?, context)
            }
            Instruction::CallDerivative(function, orders, list) => {
                T::call_derivative(*function, orders, &self.gather::<4>(list)?, context)
            }
            Instruction::Select(flag, yes, no) => {
                T::select(self.flag(*flag), self.value(*yes)?, self.value(*no)?)
            }
            Instruction::Loop(body, product, from, to) => {
                let (from, to) = (
                    self.value(*from)?.to_integer()?,
                    self.value(*to)?.to_integer()?,
                );
                repeat(body, *product, from, to, point, context)?
            }
            _ => return None,
        })
    }
}

/// The sum or product of a body, whose last input is the index.
fn repeat<T: Scalar>(
    body: &Tape,
    product: bool,
    from: i64,
    to: i64,
    point: &[T],
    context: T::Context,
) -> Option<T> {
    if to.checked_sub(from)? > ROUNDS {
        return None;
    }
    let mut total = T::number(
        if product {
            &Rational::ONE
        } else {
            &Rational::ZERO
        },
        context,
    );
    let mut machine = Machine::default();
    let mut inner = point.to_vec();
    inner.truncate(body.inputs.saturating_sub(1));
    inner.push(total.clone());
    for index in from..=to {
        if let Some(slot) = inner.last_mut() {
            *slot = T::number(&Rational::from(index), context);
        }
        let term = body.first(&mut machine, &inner, context);
        total = if product {
            total.mul(&term)
        } else {
            total.add(&term)
        };
    }
    Some(total)
}
