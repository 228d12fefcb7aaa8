//! From a tape to code: the same computation in few kinds of operations.

use partials_symbolic::graph::{Comparison, Constant};
use partials_symbolic::{Function, Rational};

use super::{
    Binary, Builder, Code, CodeError, DEPTH, Loop, Mode, Op, Relation, Special, Unary, Value,
};
use crate::scalar::Scalar;
use crate::tape::{Instruction, Tape};

/// What is known of a condition: where it is true and where it is false. Where neither, it is not
/// known, as for a comparison with NaN (Kleene 1952).
#[derive(Clone, Copy)]
struct Condition {
    holds: Value,
    fails: Value,
}

impl Code {
    /// The same computation, nothing rearranged.
    pub(super) fn translate(tape: &Tape, mode: Mode) -> Result<Self, CodeError> {
        translate(tape, mode, 0)
    }
}

fn translate(tape: &Tape, mode: Mode, depth: usize) -> Result<Code, CodeError> {
    let size = tape.code().len();
    let mut translator = Translator {
        to: Builder::new(tape.inputs(), mode, size + size / 4),
        mode,
        depth,
        values: Vec::with_capacity(size),
        conditions: Vec::new(),
    };
    for instruction in tape.code() {
        translator.instruction(instruction)?;
    }
    let outputs = tape
        .outputs()
        .iter()
        .map(|register| translator.value(*register));
    let outputs = outputs.collect::<Result<_, _>>()?;
    Ok(translator.to.finish(outputs))
}

pub(super) struct Translator {
    pub(super) to: Builder,
    mode: Mode,
    depth: usize,
    values: Vec<Value>,
    conditions: Vec<Condition>,
}

/// Integer powers up to this one are products.
const fn largest_product(mode: Mode) -> u64 {
    match mode {
        Mode::Strict => 8,
        Mode::Fast => 64,
    }
}

impl Translator {
    pub(super) fn mode(&self) -> Mode {
        self.mode
    }

    fn value(&self, register: u32) -> Result<Value, CodeError> {
        let found = self.values.get(register as usize);
        found.copied().ok_or(CodeError::Tape)
    }

    fn condition(&self, flag: u32) -> Result<Condition, CodeError> {
        let found = self.conditions.get(flag as usize);
        found.copied().ok_or(CodeError::Tape)
    }

    fn instruction(&mut self, instruction: &Instruction) -> Result<(), CodeError> {
        if let Some(condition) = self.flag(instruction)? {
            self.conditions.push(condition);
            return Ok(());
        }
        let value = self.compute(instruction)?;
        self.values.push(value);
        Ok(())
    }

    fn flag(&mut self, instruction: &Instruction) -> Result<Option<Condition>, CodeError> {
        Ok(Some(match instruction {
            Instruction::Compare(comparison, a, b) => {
                let (a, b) = (self.value(*a)?, self.value(*b)?);
                self.compare(*comparison, a, b)
            }
            Instruction::And(list) => self.fold(list, Binary::And, Binary::Or)?,
            Instruction::Or(list) => self.fold(list, Binary::Or, Binary::And)?,
            Instruction::Not(flag) => {
                let Condition { holds, fails } = self.condition(*flag)?;
                Condition {
                    holds: fails,
                    fails: holds,
                }
            }
            _ => return Ok(None),
        }))
    }

    fn compare(&mut self, comparison: Comparison, a: Value, b: Value) -> Condition {
        use Relation::{Equal, Less, LessEqual, NotEqual};
        let (holds, fails) = match comparison {
            Comparison::Less => ((Less, a, b), (LessEqual, b, a)),
            Comparison::LessEqual => ((LessEqual, a, b), (Less, b, a)),
            Comparison::Greater => ((Less, b, a), (LessEqual, a, b)),
            Comparison::GreaterEqual => ((LessEqual, b, a), (Less, a, b)),
            Comparison::Equal => ((Equal, a, b), (NotEqual, a, b)),
            Comparison::NotEqual => ((NotEqual, a, b), (Equal, a, b)),
        };
        let mut mask = |(relation, a, b)| self.to.compare(relation, a, b);
        Condition {
            holds: mask(holds),
            fails: mask(fails),
        }
    }

    fn fold(&mut self, list: &[u32], one: Binary, other: Binary) -> Result<Condition, CodeError> {
        let neutral = |kind| f64::from_bits(if kind == Binary::And { u64::MAX } else { 0 });
        let mut total = Condition {
            holds: self.to.constant(neutral(one)),
            fails: self.to.constant(neutral(other)),
        };
        for (place, flag) in list.iter().enumerate() {
            let next = self.condition(*flag)?;
            total = match place {
                0 => next,
                _ => Condition {
                    holds: self.to.binary(one, total.holds, next.holds),
                    fails: self.to.binary(other, total.fails, next.fails),
                },
            };
        }
        Ok(total)
    }

    fn compute(&mut self, instruction: &Instruction) -> Result<Value, CodeError> {
        Ok(match instruction {
            Instruction::Input(place) => self.to.input(*place),
            Instruction::Number(number) => self.to.constant(number.to_f64()),
            Instruction::Constant(constant) => self.to.constant(number_of(*constant)),
            Instruction::Add(a, b) => self.binary(Binary::Add, *a, *b)?,
            Instruction::Sub(a, b) => self.binary(Binary::Sub, *a, *b)?,
            Instruction::Mul(a, b) => self.binary(Binary::Mul, *a, *b)?,
            Instruction::Div(a, b) => {
                let (a, b) = (self.value(*a)?, self.value(*b)?);
                self.divide(a, b)
            }
            Instruction::Neg(a) => {
                let a = self.value(*a)?;
                self.to.unary(Unary::Neg, a)
            }
            Instruction::PowInteger(a, n) => {
                let a = self.value(*a)?;
                self.power_integer(a, *n)
            }
            Instruction::PowRational(a, exponent) => {
                let a = self.value(*a)?;
                self.power_rational(a, exponent)
            }
            Instruction::Pow(a, b) => {
                let (a, b) = (self.value(*a)?, self.value(*b)?);
                self.power(a, b)
            }
            Instruction::Call(function, list) => {
                let arguments = self.all(list)?;
                self.call(*function, &arguments)
            }
            Instruction::CallDerivative(function, orders, list) => {
                let arguments = self.all(list)?;
                self.to.special(Special {
                    function: *function,
                    orders: orders.to_vec(),
                    arguments,
                })
            }
            Instruction::Select(flag, yes, no) => {
                let condition = self.condition(*flag)?;
                let (yes, no) = (self.value(*yes)?, self.value(*no)?);
                let nothing = self.to.constant(f64::NAN);
                let otherwise = self.to.select(condition.fails, no, nothing);
                self.to.select(condition.holds, yes, otherwise)
            }
            Instruction::Loop(body, product, from, to) => {
                if self.depth >= DEPTH {
                    return Err(CodeError::Depth);
                }
                let (from, to) = (self.value(*from)?, self.value(*to)?);
                let body = Loop {
                    body: translate(body, self.mode, self.depth + 1)?,
                    product: *product,
                };
                self.to.repeat(body, from, to)
            }
            _ => return Err(CodeError::Tape),
        })
    }

    fn all(&self, list: &[u32]) -> Result<Vec<Value>, CodeError> {
        list.iter().map(|register| self.value(*register)).collect()
    }

    fn binary(&mut self, kind: Binary, a: u32, b: u32) -> Result<Value, CodeError> {
        let (a, b) = (self.value(a)?, self.value(b)?);
        Ok(self.to.binary(kind, a, b))
    }

    /// a / b, without a value where b is 0 in strict code.
    fn divide(&mut self, a: Value, b: Value) -> Value {
        let quotient = self.to.div(a, b);
        self.unless_zero(b, quotient)
    }

    fn unless_zero(&mut self, divisor: Value, quotient: Value) -> Value {
        if self.mode == Mode::Fast {
            return quotient;
        }
        let (zero, nothing) = (self.to.constant(0.0), self.to.constant(f64::NAN));
        let is_zero = self.to.compare(Relation::Equal, divisor, zero);
        self.to.select(is_zero, nothing, quotient)
    }

    fn power_integer(&mut self, a: Value, n: i64) -> Value {
        if n == 0 {
            return self.to.constant(1.0);
        }
        if let (Mode::Fast, 2, Op::Call(Function::Sech, x)) = (self.mode, n, self.to.op(a)) {
            return self.sech_squared(x);
        }
        let size = if n.unsigned_abs() <= largest_product(self.mode) {
            self.to.power(a, n.unsigned_abs())
        } else {
            let exponent = self.to.constant(n.unsigned_abs() as f64);
            self.to.pow(a, exponent)
        };
        if n > 0 {
            return size;
        }
        let one = self.to.constant(1.0);
        self.divide(one, size)
    }

    fn power_rational(&mut self, a: Value, exponent: &Rational) -> Value {
        if *exponent == Rational::HALF {
            return self.to.unary(Unary::Sqrt, a);
        }
        let twice = exponent.mul(&Rational::from(2)).to_i64();
        match twice {
            Some(twice @ 3..=15) if self.mode == Mode::Fast => {
                let root = self.to.unary(Unary::Sqrt, a);
                let power = self.to.power(a, twice.unsigned_abs() / 2);
                self.to.mul(power, root)
            }
            _ => {
                let exponent = self.to.constant(exponent.to_f64());
                self.to.pow(a, exponent)
            }
        }
    }

    fn power(&mut self, a: Value, b: Value) -> Value {
        let power = self.to.pow(a, b);
        if self.mode == Mode::Fast {
            return power;
        }
        let (zero, nothing) = (self.to.constant(0.0), self.to.constant(f64::NAN));
        let is_zero = self.to.compare(Relation::Equal, a, zero);
        let is_negative = self.to.compare(Relation::Less, b, zero);
        let is_pole = self.to.binary(Binary::And, is_zero, is_negative);
        self.to.select(is_pole, nothing, power)
    }
}

fn number_of(constant: Constant) -> f64 {
    f64::constant(constant, ())
}
