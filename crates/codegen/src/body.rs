//! What stands inside a function: lines that compute, the same for all languages but for how
//! things are written.

use std::collections::HashSet;

use partials_numeric::tape::{Instruction, Register, Tape};
use partials_symbolic::Function;
use partials_symbolic::graph::Comparison;

use crate::definitions::Needed;
use crate::language::Language;
use crate::names::Names;
use crate::{Error, Target};

/// A longer expression gets a name of its own.
const WIDTH: usize = 72;

/// How tightly the outermost operation of an expression binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Choice,
    Or,
    And,
    Comparison,
    Sum,
    Product,
    Negation,
    Power,
    Atom,
}

/// An expression.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    pub text: String,
    pub level: Level,
}

impl Text {
    pub fn new(level: Level, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { text, level }
    }

    pub fn atom(text: impl Into<String>) -> Self {
        Self::new(Level::Atom, text)
    }

    /// In parentheses unless it binds at least as tightly.
    pub fn at(&self, level: Level) -> String {
        if self.level >= level {
            self.text.clone()
        } else {
            format!("({})", self.text)
        }
    }

    /// As the right operand of an operator that groups to the left.
    fn right(&self, level: Level) -> String {
        if self.level > level {
            self.text.clone()
        } else {
            format!("({})", self.text)
        }
    }
}

/// What is computed in lines, and what is then to be given back.
#[derive(Debug, Default)]
pub(crate) struct Body {
    pub lines: Vec<String>,
    pub outputs: Vec<Text>,
}

/// Writes tapes in a language, and notes which functions have to be defined for them.
pub(crate) struct Writer<'a> {
    pub target: Target,
    pub language: &'a dyn Language,
    pub names: Names,
    pub needed: &'a mut Needed,
}

impl Writer<'_> {
    /// The lines of a tape whose inputs have these names.
    ///
    /// # Errors
    /// Where a function has no counterpart.
    pub fn body(&mut self, tape: &Tape, inputs: &[String]) -> Result<Body, Error> {
        let mut scope = Scope {
            uses: Uses::of(tape),
            inputs,
            values: Vec::with_capacity(tape.code().len()),
            flags: Vec::new(),
            lines: Vec::new(),
        };
        for instruction in tape.code() {
            self.instruction(instruction, &mut scope)?;
        }
        let outputs = tape.outputs().iter().map(|r| scope.value(*r));
        let outputs = outputs.collect::<Result<_, _>>()?;
        let lines = scope.lines;
        Ok(Body { lines, outputs })
    }

    fn instruction(&mut self, instruction: &Instruction, scope: &mut Scope) -> Result<(), Error> {
        if let Some(flag) = self.flag(instruction, scope)? {
            let uses = scope.uses.flags.get(scope.flags.len());
            let flag = match uses {
                Some(0) => flag,
                Some(1) if flag.text.len() <= WIDTH => flag,
                _ => {
                    let name = self.names.temporary();
                    scope.lines.push(self.language.bind_flag(&name, &flag.text));
                    Text::atom(name)
                }
            };
            scope.flags.push(flag);
            return Ok(());
        }
        let uses = scope.uses.values.get(scope.values.len());
        let uses = uses.copied().unwrap_or(0);
        // What nobody asks for is not written, and need not be known to the language.
        let value = match uses {
            0 => Text::atom(""),
            _ => self.value(instruction, scope)?,
        };
        let short = match instruction {
            Instruction::Input(_) | Instruction::Number(_) | Instruction::Constant(_) => true,
            _ if uses > 1 => false,
            _ => value.text.len() <= WIDTH || scope.uses.is_returned(scope.values.len()),
        };
        let value = match short {
            true => value,
            false => self.named(value, scope),
        };
        scope.values.push(value);
        Ok(())
    }

    /// A value with a name of its own, unless it is one.
    fn named(&mut self, value: Text, scope: &mut Scope) -> Text {
        if value.level == Level::Atom && value.text.chars().all(|c| c.is_alphanumeric() || c == '_')
        {
            return value;
        }
        let name = self.names.temporary();
        scope.lines.push(self.language.bind(&name, &value.text));
        Text::atom(name)
    }

    fn flag(&mut self, instruction: &Instruction, scope: &Scope) -> Result<Option<Text>, Error> {
        let list = |flags: &[u32]| {
            let texts = flags.iter().map(|flag| scope.flag(*flag));
            texts.collect::<Result<Vec<Text>, Error>>()
        };
        Ok(Some(match instruction {
            Instruction::Compare(comparison, a, b) => {
                let (a, b) = (scope.value(*a)?, scope.value(*b)?);
                let sign = self.language.comparison(*comparison);
                let text = format!("{} {sign} {}", a.at(Level::Sum), b.at(Level::Sum));
                Text::new(Level::Comparison, text)
            }
            Instruction::And(flags) => self.language.and(&list(flags)?),
            Instruction::Or(flags) => self.language.or(&list(flags)?),
            Instruction::Not(flag) => self.language.not(&scope.flag(*flag)?),
            _ => return Ok(None),
        }))
    }

    fn value(&mut self, instruction: &Instruction, scope: &mut Scope) -> Result<Text, Error> {
        let binary = |level: Level, sign: &str, a: u32, b: u32, scope: &Scope| {
            let (a, b) = (scope.value(a)?, scope.value(b)?);
            let text = format!("{} {sign} {}", a.at(level), b.right(level));
            Ok::<_, Error>(Text::new(level, text))
        };
        Ok(match instruction {
            Instruction::Input(place) => {
                let name = scope.inputs.get(*place as usize);
                Text::atom(name.ok_or_else(|| malformed("an input"))?.clone())
            }
            Instruction::Number(number) => self.language.number(number.to_f64()),
            Instruction::Constant(constant) => self.language.constant(*constant),
            Instruction::Add(a, b) => binary(Level::Sum, "+", *a, *b, scope)?,
            Instruction::Sub(a, b) => binary(Level::Sum, "-", *a, *b, scope)?,
            Instruction::Mul(a, b) => binary(Level::Product, "*", *a, *b, scope)?,
            Instruction::Div(a, b) => binary(Level::Product, "/", *a, *b, scope)?,
            Instruction::Neg(a) => {
                let inner = scope.value(*a)?.right(Level::Negation);
                Text::new(Level::Negation, format!("-{inner}"))
            }
            Instruction::PowInteger(a, 2) => {
                let base = scope.value(*a)?;
                let base = self.named(base, scope).text;
                Text::new(Level::Product, format!("{base} * {base}"))
            }
            Instruction::PowInteger(a, n) => {
                let base = scope.value(*a)?;
                self.language.power_integer(&base, *n)
            }
            Instruction::PowRational(a, exponent) if exponent.to_f64() == 0.5 => {
                let base = scope.value(*a)?;
                self.call(Function::Sqrt, &[base])?
            }
            Instruction::PowRational(a, exponent) => {
                let exponent = self.language.number(exponent.to_f64());
                let base = scope.value(*a)?;
                self.language.power(&base, &exponent)
            }
            Instruction::Pow(a, b) => {
                let (base, exponent) = (scope.value(*a)?, scope.value(*b)?);
                self.language.power(&base, &exponent)
            }
            Instruction::Call(function, registers) => {
                let arguments = registers.iter().map(|r| scope.value(*r));
                self.call(*function, &arguments.collect::<Result<Vec<_>, _>>()?)?
            }
            Instruction::Select(flag, yes, no) => {
                let condition = scope.flag(*flag)?;
                self.language
                    .choose(&condition, &scope.value(*yes)?, &scope.value(*no)?)
            }
            Instruction::Loop(inner, product, from, to) => {
                let (from, to) = (scope.value(*from)?, scope.value(*to)?);
                self.repeat(inner, *product, &from, &to, scope)?
            }
            Instruction::CallDerivative(function, ..) => {
                return Err(Error::Derivative {
                    function: *function,
                    target: self.target,
                });
            }
            _ => return Err(malformed("an instruction")),
        })
    }

    fn call(&mut self, function: Function, arguments: &[Text]) -> Result<Text, Error> {
        if let Some(call) = self.language.call(function, arguments) {
            return Ok(call);
        }
        let missing = Error::Function {
            function,
            target: self.target,
        };
        let name = self.needed.name(function, arguments.len(), self.language);
        Ok(self.language.own(&name.ok_or(missing)?, arguments))
    }

    /// A sum or product over an index: an accumulator, and lines that are indented.
    fn repeat(
        &mut self,
        inner: &Tape,
        product: bool,
        from: &Text,
        to: &Text,
        scope: &mut Scope,
    ) -> Result<Text, Error> {
        let (total, index) = (self.names.temporary(), self.names.temporary());
        let mut inputs = scope.inputs.to_vec();
        inputs.truncate(inner.inputs().saturating_sub(1));
        inputs.push(index.clone());
        let body = self.body(inner, &inputs)?;
        let term = body.outputs.first().ok_or_else(|| malformed("a loop"))?;
        let (start, sign) = if product { (1.0, "*") } else { (0.0, "+") };
        let start = self.language.number(start).text;
        let lines = &mut scope.lines;
        lines.push(self.language.accumulator(&total, &start));
        let [head, last @ ..] = &self.language.repeat(&index, &from.text, &to.text)[..] else {
            return Err(malformed("a loop"));
        };
        lines.extend(head.lines().map(str::to_owned));
        lines.extend(body.lines.iter().map(|line| format!("    {line}")));
        lines.push(format!(
            "    {}",
            self.language.update(&total, sign, &term.text)
        ));
        lines.extend(last.iter().cloned());
        Ok(Text::atom(total))
    }
}

fn malformed(what: &str) -> Error {
    Error::Tape(what.to_owned())
}

/// What is known while a tape is written.
struct Scope<'a> {
    uses: Uses,
    inputs: &'a [String],
    values: Vec<Text>,
    flags: Vec<Text>,
    lines: Vec<String>,
}

impl Scope<'_> {
    fn value(&self, register: Register) -> Result<Text, Error> {
        let value = self.values.get(register as usize).cloned();
        value.ok_or_else(|| malformed("a value"))
    }

    fn flag(&self, flag: u32) -> Result<Text, Error> {
        let flag = self.flags.get(flag as usize).cloned();
        flag.ok_or_else(|| malformed("a condition"))
    }
}

/// How often each value and each condition is used by what is used itself.
struct Uses {
    values: Vec<u32>,
    flags: Vec<u32>,
    returned: HashSet<Register>,
}

impl Uses {
    /// Whether a value is one of those that are given back.
    fn is_returned(&self, place: usize) -> bool {
        Register::try_from(place).is_ok_and(|register| self.returned.contains(&register))
    }

    fn of(tape: &Tape) -> Self {
        let is_flag = |instruction: &Instruction| {
            matches!(
                instruction,
                Instruction::Compare(..)
                    | Instruction::And(_)
                    | Instruction::Or(_)
                    | Instruction::Not(_)
            )
        };
        let flags = tape.code().iter().filter(|i| is_flag(i)).count();
        let mut uses = Self {
            values: vec![0; tape.code().len() - flags],
            flags: vec![0; flags],
            returned: tape.outputs().iter().copied().collect(),
        };
        tape.outputs().iter().for_each(|r| uses.value(*r));
        let (mut value, mut flag) = (uses.values.len(), flags);
        for instruction in tape.code().iter().rev() {
            let used = if is_flag(instruction) {
                flag -= 1;
                uses.flags.get(flag)
            } else {
                value -= 1;
                uses.values.get(value)
            };
            if used.is_some_and(|used| *used > 0) {
                uses.operands(instruction);
            }
        }
        uses
    }

    fn value(&mut self, register: Register) {
        if let Some(uses) = self.values.get_mut(register as usize) {
            *uses += 1;
        }
    }

    fn flag(&mut self, flag: u32) {
        if let Some(uses) = self.flags.get_mut(flag as usize) {
            *uses += 1;
        }
    }

    fn operands(&mut self, instruction: &Instruction) {
        match instruction {
            Instruction::Add(a, b)
            | Instruction::Sub(a, b)
            | Instruction::Mul(a, b)
            | Instruction::Div(a, b)
            | Instruction::Pow(a, b)
            | Instruction::Compare(_, a, b)
            | Instruction::Loop(_, _, a, b) => {
                [*a, *b].map(|r| self.value(r)).into_iter().collect()
            }
            // Squares are written as products.
            Instruction::Neg(a)
            | Instruction::PowInteger(a, _)
            | Instruction::PowRational(a, _) => self.value(*a),
            Instruction::Call(_, list) | Instruction::CallDerivative(_, _, list) => {
                list.iter().for_each(|r| self.value(*r));
            }
            Instruction::Select(flag, a, b) => {
                self.flag(*flag);
                self.value(*a);
                self.value(*b);
            }
            Instruction::And(list) | Instruction::Or(list) => {
                list.iter().for_each(|flag| self.flag(*flag));
            }
            Instruction::Not(a) => self.flag(*a),
            _ => {}
        }
    }
}

/// A comparison as most languages write it.
pub(crate) fn usual(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Less => "<",
        Comparison::LessEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterEqual => ">=",
        Comparison::Equal => "==",
        Comparison::NotEqual => "!=",
    }
}
