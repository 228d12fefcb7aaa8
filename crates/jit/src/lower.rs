//! From code to a program: functions are inlined, masks become what the machine has for them.

use partials_numeric::code::{Binary, Code, Fused, Op, Relation, Unary};
use partials_symbolic::Function;
use rustc_hash::FxHashMap;

use crate::callout::{Callee, WHOLE};
use crate::encode::Target;
use crate::order::{Layout, Step, steps};
use crate::program::{Call, Instruction, Kind, Program, Value};
use crate::record::{Inline, Recording, predicate, range, record};
use partials_numeric::code::table::Table;
use partials_numeric::vector::lanes::SHIFTER;

/// Why there is no machine code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unsupported {
    /// A function without vector code.
    #[error("{0:?} is not available in machine code")]
    Function(Function),
    /// An indexed sum or product.
    #[error("this operation is not available in machine code")]
    Operation,
    /// More constants, outputs or operations than displacements reach.
    #[error("the code is too large")]
    Size,
    /// A machine without the instructions, or memory that can't be had.
    #[error("this machine does not run such code")]
    Machine,
}

const SIGN: u64 = 1 << 63;

/// The program of code.
pub fn lower(code: &Code, target: Target, layout: Layout) -> Result<Program, Unsupported> {
    let size = code.ops().len();
    let mut lowering = Lowering {
        target,
        program: Program::default(),
        values: Table::filled(0, size),
        constants: FxHashMap::default(),
        recordings: FxHashMap::default(),
        sines: FxHashMap::default(),
        doubtful: None,
        most_arguments: 0,
        shared: 0,
    };
    lowering.program.code.reserve(size + size / 2);
    if let Layout::Sums(shared) = layout {
        lowering.program.pool = vec![f64::NAN.to_bits(); shared as usize];
        lowering.shared = shared;
    }
    lowering.program.inputs = code.inputs();
    for step in steps(code, layout) {
        match step {
            Step::Op(place) => {
                let op = code.ops().get(place as usize);
                let value = lowering.op(code, *op.ok_or(Unsupported::Operation)?)?;
                lowering.values.set(place, value);
            }
            Step::Pack(function, places) => lowering.pack(code, function, &places),
        }
    }
    let outputs = code.outputs().iter();
    let outputs: Vec<Value> = outputs.map(|output| lowering.values.at(*output)).collect();
    lowering.program.outputs = outputs.iter().map(|v| lowering.as_number(*v)).collect();
    if let Some(mask) = lowering.doubtful {
        lowering.push(Kind::Leave, 0, [mask, 0, 0]);
    }
    if matches!(layout, Layout::Sums(_)) {
        let outputs = std::mem::take(&mut lowering.program.outputs);
        for (value, place) in outputs.into_iter().zip(0..) {
            lowering.push(Kind::Accumulate, 0, [value, place, 0]);
        }
    }
    // Arguments of all calls are in the same place, behind the results.
    lowering.program.arguments = lowering.program.frame;
    lowering.program.frame += lowering.most_arguments;
    Ok(lowering.program)
}

struct Lowering {
    target: Target,
    program: Program,
    /// By operation of the code.
    values: Table<Value>,
    constants: FxHashMap<u64, Value>,
    recordings: FxHashMap<Inline, (Recording, Vec<Value>)>,
    /// Sine and cosine, by the argument.
    sines: FxHashMap<Value, [Value; 2]>,
    /// Where some function was given an argument beyond its range.
    doubtful: Option<Value>,
    most_arguments: u32,
    /// How many inputs are numbers of the pool.
    shared: u32,
}

impl Lowering {
    fn push(&mut self, kind: Kind, detail: u8, arguments: [Value; 3]) -> Value {
        let instruction = Instruction::new(kind, detail, arguments);
        self.program.code.push(instruction);
        self.program.code.len() as Value - 1
    }

    fn constant(&mut self, bits: u64) -> Value {
        if let Some(&value) = self.constants.get(&bits) {
            return value;
        }
        let place = self.program.pool.len() as u32;
        self.program.pool.push(bits);
        let value = self.push(Kind::Constant, 0, [place, 0, 0]);
        self.constants.insert(bits, value);
        value
    }

    fn kind(&self, value: Value) -> Kind {
        let found = self.program.code.get(value as usize);
        found.map_or(Kind::Constant, |i| i.kind)
    }

    /// Whether the machine keeps the value in a mask register.
    fn is_mask(&self, value: Value) -> bool {
        self.target == Target::Avx512 && self.kind(value).is_mask()
    }

    fn as_number(&mut self, value: Value) -> Value {
        if self.is_mask(value) {
            self.push(Kind::FromMask, 0, [value, 0, 0])
        } else {
            value
        }
    }

    fn as_mask(&mut self, value: Value) -> Value {
        if self.target == Target::Avx512 && !self.is_mask(value) {
            self.push(Kind::ToMask, 0, [value, 0, 0])
        } else {
            value
        }
    }

    /// The value of an operand, as a number.
    fn number(&mut self, operand: Value) -> Value {
        let value = self.values.at(operand);
        self.as_number(value)
    }

    fn op(&mut self, code: &Code, op: Op) -> Result<Value, Unsupported> {
        Ok(match op {
            Op::Input(place) => match place.checked_sub(self.shared) {
                Some(place) => self.push(Kind::Input, 0, [place, 0, 0]),
                None => self.push(Kind::Constant, 0, [place, 0, 0]),
            },
            Op::Constant(bits) => self.constant(bits),
            Op::Unary(kind, a) => {
                let a = self.number(a);
                self.unary(kind, a)
            }
            Op::Binary(kind, a, b) => self.binary(kind, a, b),
            Op::Fused(kind, a, b, c) => {
                let arguments = [self.number(a), self.number(b), self.number(c)];
                let kind = match kind {
                    Fused::MulAdd => Kind::MulAdd,
                    Fused::MulSub => Kind::MulSub,
                    Fused::NegMulAdd => Kind::NegMulAdd,
                };
                self.push(kind, 0, arguments)
            }
            Op::Compare(relation, a, b) => {
                let arguments = [self.number(a), self.number(b), 0];
                self.push(Kind::Compare, predicate_of(relation), arguments)
            }
            Op::Select(mask, a, b) => {
                let mask = self.values.at(mask);
                let arguments = [self.as_mask(mask), self.number(a), self.number(b)];
                self.push(Kind::Select, 0, arguments)
            }
            Op::Call(function, a) => {
                let a = self.number(a);
                self.call(function, a)?
            }
            Op::Call2(function, a, b) => {
                let arguments = [self.number(a), self.number(b)];
                match self.inline_one(Inline::Binary(function), &arguments) {
                    Some(value) => value,
                    None => self.call_out(Callee::Function(function), arguments.to_vec()),
                }
            }
            Op::Pow(a, b) => {
                let arguments = [self.number(a), self.number(b)];
                let power = self.inline_one(Inline::Power, &arguments);
                power.ok_or(Unsupported::Operation)?
            }
            Op::Special(place) => {
                let special = code.specials().get(place as usize);
                let special = special.ok_or(Unsupported::Operation)?.clone();
                let arguments = special.arguments.iter().map(|a| self.number(*a)).collect();
                self.call_out(Callee::Special(special), arguments)
            }
            _ => return Err(Unsupported::Operation),
        })
    }

    /// A call with one result.
    fn call_out(&mut self, callee: Callee, arguments: Vec<Value>) -> Value {
        let call = self.start_call(callee, arguments);
        self.push(Kind::Result, 0, [call, 0, 0])
    }

    /// A call with results in the frame.
    fn start_call(&mut self, callee: Callee, arguments: Vec<Value>) -> Value {
        let place = self.program.calls.len() as u32;
        let (count, results) = match callee {
            Callee::Packed(_) => {
                let whole = arguments.len().next_multiple_of(WHOLE) as u32;
                (whole, whole)
            }
            _ => (arguments.len() as u32, 1),
        };
        self.most_arguments = self.most_arguments.max(count);
        self.program.calls.push(Call {
            callee,
            arguments,
            results: self.program.frame,
        });
        self.program.frame += results;
        self.push(Kind::CallOut, 0, [place, 0, 0])
    }

    fn unary(&mut self, kind: Unary, a: Value) -> Value {
        let detail = match kind {
            Unary::Neg => {
                let sign = self.constant(SIGN);
                return self.push(Kind::Xor, 0, [a, sign, 0]);
            }
            Unary::Abs => {
                let rest = self.constant(!SIGN);
                return self.push(Kind::And, 0, [a, rest, 0]);
            }
            Unary::Sqrt => return self.push(Kind::Sqrt, 0, [a, 0, 0]),
            Unary::Round => 0,
            Unary::Floor => 1,
            Unary::Ceil => 2,
            Unary::Trunc => 3,
        };
        self.push(Kind::Round, detail, [a, 0, 0])
    }

    fn binary(&mut self, kind: Binary, a: Value, b: Value) -> Value {
        let masks = self.is_mask(self.values.at(a)) && self.is_mask(self.values.at(b));
        let kind = match kind {
            Binary::And if masks => Kind::Both,
            Binary::Or if masks => Kind::Either,
            Binary::And => Kind::And,
            Binary::Or => Kind::Or,
            Binary::Add => Kind::Add,
            Binary::Sub => Kind::Sub,
            Binary::Mul => Kind::Mul,
            Binary::Div => Kind::Div,
            Binary::Min => Kind::Min,
            Binary::Max => Kind::Max,
        };
        let arguments = match masks {
            true => [self.values.at(a), self.values.at(b), 0],
            false => [self.number(a), self.number(b), 0],
        };
        self.push(kind, 0, arguments)
    }

    /// Many calls of a function at a time.
    fn pack(&mut self, code: &Code, function: Function, places: &[Value]) {
        let argument = |place: &Value| match code.ops().get(*place as usize) {
            Some(Op::Call(_, a)) => self.values.at(*a),
            _ => 0,
        };
        let arguments: Vec<Value> = places.iter().map(argument).collect();
        let arguments: Vec<Value> = arguments.into_iter().map(|a| self.as_number(a)).collect();
        let call = self.start_call(Callee::Packed(function), arguments);
        for (number, place) in (0..).zip(places) {
            let value = self.push(Kind::Result, 0, [call, number, 0]);
            self.values.set(*place, value);
        }
    }

    fn call(&mut self, function: Function, a: Value) -> Result<Value, Unsupported> {
        if partials_numeric::vector::row(function).is_none() {
            return Ok(self.call_out(Callee::Function(function), vec![a]));
        }
        self.guard(function, a);
        let place = match function {
            Function::Sin => 0,
            Function::Cos => 1,
            _ => {
                let found = self.inline_one(Inline::Unary(function), &[a]);
                return found.ok_or(Unsupported::Function(function));
            }
        };
        let both = match self.sines.get(&a) {
            Some(both) => *both,
            None => {
                let found = self.inline(Inline::SinCos, &[a]);
                let found = found.ok_or(Unsupported::Function(function))?;
                let both = <[Value; 2]>::try_from(found.as_slice());
                let both = both.map_err(|_| Unsupported::Operation)?;
                self.sines.insert(a, both);
                both
            }
        };
        both.get(place).copied().ok_or(Unsupported::Operation)
    }

    /// Notes where the argument is beyond the range of the function's code.
    fn guard(&mut self, function: Function, a: Value) {
        let Some(range) = range(function).filter(|_| !self.sines.contains_key(&a)) else {
            return;
        };
        let [low, high] = range;
        let is_even = low == -high;
        let high = self.constant(high.to_bits());
        let less = |this: &mut Self, a, b| this.push(Kind::Compare, predicate::LESS, [a, b, 0]);
        let mask = if is_even {
            let rest = self.constant(!SIGN);
            let size = self.push(Kind::And, 0, [a, rest, 0]);
            less(self, high, size)
        } else {
            let low = self.constant(low.to_bits());
            let below = less(self, a, low);
            let above = less(self, high, a);
            self.push(Kind::Either, 0, [below, above, 0])
        };
        self.doubtful = Some(match self.doubtful {
            Some(before) => self.push(Kind::Either, 0, [before, mask, 0]),
            None => mask,
        });
    }

    /// The value of what has one.
    fn inline_one(&mut self, inline: Inline, arguments: &[Value]) -> Option<Value> {
        self.inline(inline, arguments)?.first().copied()
    }

    fn inline(&mut self, inline: Inline, arguments: &[Value]) -> Option<Vec<Value>> {
        if !self.recordings.contains_key(&inline) {
            let recording = record(inline)?;
            let constants = recording
                .pool
                .iter()
                .map(|bits| self.constant(*bits))
                .collect();
            self.recordings.insert(inline, (recording, constants));
        }
        // Taken out for the time it is read.
        let (recording, constants) = self.recordings.remove(&inline)?;
        let mut places = Table::filled(0, recording.code.len());
        for (place, instruction) in recording.code.iter().enumerate() {
            let value = self.copy(instruction, &places, &constants, arguments);
            places.set(place as u32, value);
        }
        let outputs = recording.outputs.iter().map(|o| places.at(*o)).collect();
        self.recordings.insert(inline, (recording, constants));
        Some(outputs)
    }

    /// An instruction of a recording, with its arguments in place.
    fn copy(
        &mut self,
        instruction: &Instruction,
        places: &Table<Value>,
        constants: &[Value],
        arguments: &[Value],
    ) -> Value {
        let [first, ..] = instruction.arguments;
        let listed = |list: &[Value]| list.get(first as usize).copied().unwrap_or_default();
        match instruction.kind {
            Kind::Input => return listed(arguments),
            Kind::Constant => return listed(constants),
            _ => {}
        }
        let [a, b, c] = instruction.arguments.map(|value| places.at(value));
        match instruction.kind {
            Kind::Test if self.target != Target::Avx512 => self.test(a, b),
            Kind::Scale if self.target != Target::Avx512 => self.scale(a, b),
            Kind::Not if self.target != Target::Avx512 => {
                let ones = self.constant(u64::MAX);
                self.push(Kind::Xor, 0, [a, ones, 0])
            }
            kind => self.push(kind, instruction.detail, [a, b, c]),
        }
    }

    /// a · 2^n, as [`Lanes::scale`](partials_numeric::vector::lanes::Lanes::scale) has it.
    fn scale(&mut self, a: Value, n: Value) -> Value {
        let mut number = |number: f64| self.constant(number.to_bits());
        let [least, low, high] = [-1019.0, SHIFTER + 64.0, SHIFTER - 1.0].map(&mut number);
        let [small, two, one] = [0.5f64.powi(64), 2.0, 1.0].map(&mut number);
        let tiny = self.push(Kind::Compare, predicate::LESS, [n, least, 0]);
        let bump = self.push(Kind::Select, 0, [tiny, low, high]);
        let last = self.push(Kind::Select, 0, [tiny, small, two]);
        let shifted = self.push(Kind::Add, 0, [n, bump, 0]);
        let exponent = self.push(Kind::ShiftLeft, 52, [shifted, 0, 0]);
        let power = self.push(Kind::AddBits, 0, [exponent, one, 0]);
        let product = self.push(Kind::Mul, 0, [a, power, 0]);
        self.push(Kind::Mul, 0, [product, last, 0])
    }

    /// A mask by its sign bits, where that is what counts: of bits, moved there if it is one.
    fn test(&mut self, a: Value, bits: Value) -> Value {
        let found = self.program.code.get(bits as usize);
        let place = found.map_or(0, |i| i.arguments.iter().copied().next().unwrap_or(0));
        let number = self.program.pool.get(place as usize).copied().unwrap_or(0);
        if number.is_power_of_two() {
            let distance = 63 - number.trailing_zeros();
            return self.push(Kind::ShiftLeft, distance as u8, [a, 0, 0]);
        }
        let common = self.push(Kind::And, 0, [a, bits, 0]);
        let zero = self.constant(0);
        let negative = self.push(Kind::SubBits, 0, [zero, common, 0]);
        // Of the sign bit alone the negative is itself, of more bits with it, it may not be.
        self.push(Kind::Or, 0, [negative, common, 0])
    }
}

fn predicate_of(relation: Relation) -> u8 {
    match relation {
        Relation::Less => predicate::LESS,
        Relation::LessEqual => predicate::LESS_EQUAL,
        Relation::Equal => predicate::EQUAL,
        Relation::NotEqual => predicate::NOT_EQUAL,
        Relation::Unordered => predicate::UNORDERED,
    }
}
