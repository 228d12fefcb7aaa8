//! A function as the steps that a page runs.

use partials_numeric::scalar::Scalar;
use partials_numeric::tape::{Instruction, Tape};
use partials_plot::page::{FUNCTIONS, Program, Step};
use partials_symbolic::graph::Comparison;

/// What a page can't compute.
pub enum Beyond {
    /// A function.
    Function(&'static str),
    /// Something else.
    Construct(&'static str),
}

impl std::fmt::Display for Beyond {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let what = match self {
            Self::Function(name) => name,
            Self::Construct(what) => what,
        };
        write!(
            f,
            "This page can't compute {what} itself: it shows values that were computed before."
        )
    }
}

/// The steps of a tape.
pub fn program(tape: &Tape) -> Result<Program, Beyond> {
    let mut writer = Writer::default();
    for instruction in tape.code() {
        writer.write(instruction)?;
    }
    let outputs = tape
        .outputs()
        .iter()
        .map(|register| writer.value(*register))
        .collect();
    Ok(Program {
        steps: writer.steps,
        outputs,
    })
}

#[derive(Default)]
struct Writer {
    steps: Vec<Step>,
    /// The step of each register.
    values: Vec<u32>,
    /// The step of each condition.
    flags: Vec<u32>,
}

impl Writer {
    fn value(&self, register: u32) -> u32 {
        self.values.get(register as usize).copied().unwrap_or(0)
    }

    fn flag(&self, flag: u32) -> u32 {
        self.flags.get(flag as usize).copied().unwrap_or(0)
    }

    fn push(&mut self, step: Step) -> u32 {
        self.steps.push(step);
        (self.steps.len() - 1) as u32
    }

    fn write(&mut self, instruction: &Instruction) -> Result<(), Beyond> {
        if let Some((name, flags)) = self.condition(instruction) {
            let step = self.push(Step::Apply(name, flags));
            self.flags.push(step);
            return Ok(());
        }
        let pair = |name, a: &u32, b: &u32| Step::Apply(name, vec![self.value(*a), self.value(*b)]);
        let step = match instruction {
            Instruction::Input(place) => Step::Input(*place),
            Instruction::Number(value) => Step::Number(value.to_f64()),
            Instruction::Constant(constant) => {
                Step::Number(<f64 as Scalar>::constant(*constant, ()))
            }
            Instruction::Add(a, b) => pair("+", a, b),
            Instruction::Sub(a, b) => pair("-", a, b),
            Instruction::Mul(a, b) => pair("*", a, b),
            Instruction::Div(a, b) => pair("/", a, b),
            Instruction::Pow(a, b) => pair("pow", a, b),
            Instruction::Neg(a) => Step::Apply("neg", vec![self.value(*a)]),
            Instruction::PowInteger(a, n) => self.power(*a, *n as f64),
            Instruction::PowRational(a, exponent) => self.power(*a, exponent.to_f64()),
            Instruction::Call(function, list) => {
                let name = function.name();
                let known = FUNCTIONS.into_iter().find(|known| *known == name);
                let operands = list.iter().map(|register| self.value(*register)).collect();
                Step::Apply(known.ok_or(Beyond::Function(name))?, operands)
            }
            Instruction::Select(flag, yes, no) => Step::Apply(
                "select",
                vec![self.flag(*flag), self.value(*yes), self.value(*no)],
            ),
            Instruction::CallDerivative(function, ..) => {
                return Err(Beyond::Function(function.name()));
            }
            Instruction::Loop(..) => return Err(Beyond::Construct("sums and products")),
            _ => return Err(Beyond::Construct("this function")),
        };
        let step = self.push(step);
        self.values.push(step);
        Ok(())
    }

    fn power(&mut self, base: u32, exponent: f64) -> Step {
        let exponent = self.push(Step::Number(exponent));
        Step::Apply("pow", vec![self.value(base), exponent])
    }

    fn condition(&self, instruction: &Instruction) -> Option<(&'static str, Vec<u32>)> {
        let all = |list: &[u32]| list.iter().map(|flag| self.flag(*flag)).collect();
        Some(match instruction {
            Instruction::Compare(comparison, a, b) => {
                let name = match comparison {
                    Comparison::Less => "<",
                    Comparison::LessEqual => "<=",
                    Comparison::Greater => ">",
                    Comparison::GreaterEqual => ">=",
                    Comparison::Equal => "==",
                    Comparison::NotEqual => "!=",
                };
                (name, vec![self.value(*a), self.value(*b)])
            }
            Instruction::And(list) => ("and", all(list)),
            Instruction::Or(list) => ("or", all(list)),
            Instruction::Not(flag) => ("not", vec![self.flag(*flag)]),
            _ => return None,
        })
    }
}
