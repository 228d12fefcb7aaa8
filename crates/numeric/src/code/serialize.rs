//! Code as bytes, and back. What is read is not trusted: an operation whose operands don't come
//! before it, a function with a wrong number of arguments or a mask that is none is an error.
//!
//! Numbers are little-endian, counts have 32 bits: `PCOD`, version, mode, inputs, the names of
//! functions, operations, special functions, loops (code again, without the head), outputs.

use partials_symbolic::Function;
use partials_symbolic::functions::Arity;

use super::table::Table;
use super::{Binary, Code, DEPTH, Fused, Loop, Mode, Op, Relation, Special, Unary, Value};

const MAGIC: &[u8; 4] = b"PCOD";
/// The version of the format; others are not read.
pub const VERSION: u8 = 1;

/// Why bytes are not code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// Not the beginning of code.
    #[error("these bytes are not code")]
    Magic,
    /// Another version.
    #[error("code of version {0} can't be read, {VERSION} can")]
    Version(u8),
    /// Fewer bytes than there should be, or more.
    #[error("the code is cut off or followed by other bytes")]
    Length,
    /// Something in it is not what it should be.
    #[error("the code is not well-formed at byte {0}")]
    Form(usize),
}

impl Code {
    /// The code as bytes, for [`Code::from_bytes`].
    ///
    /// ```
    /// use partials_numeric::code::{Code, Mode};
    /// use partials_numeric::tape::Tape;
    /// use partials_symbolic::Graph;
    ///
    /// let graph = Graph::new();
    /// let x = graph.variable("x");
    /// let tape = Tape::new(&graph, &[x.sin().id()], &["x"], Default::default())?;
    /// let code = Code::new(&tape, Mode::Strict)?;
    /// assert_eq!(Code::from_bytes(&code.to_bytes())?, code);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut to = Writer(MAGIC.to_vec());
        to.0.extend([VERSION, self.mode as u8]);
        to.code(self);
        to.0
    }

    /// Code from bytes.
    ///
    /// # Errors
    /// Where they are not what [`Code::to_bytes`] makes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, LoadError> {
        let mut from = Reader { bytes, place: 0 };
        if from.take(4)? != MAGIC {
            return Err(LoadError::Magic);
        }
        let version = from.byte()?;
        if version != VERSION {
            return Err(LoadError::Version(version));
        }
        let mode = match from.byte()? {
            0 => Mode::Strict,
            1 => Mode::Fast,
            _ => return Err(from.wrong()),
        };
        let code = from.code(mode, 0)?;
        match from.place == bytes.len() {
            true => Ok(code),
            false => Err(LoadError::Length),
        }
    }
}

struct Writer(Vec<u8>);

impl Writer {
    fn number(&mut self, number: usize) {
        self.0.extend((number as u32).to_le_bytes());
    }

    fn values(&mut self, list: &[Value]) {
        self.number(list.len());
        list.iter().for_each(|value| self.number(*value as usize));
    }

    fn function(&mut self, function: Function) {
        let name = function.row().name.as_bytes();
        self.0.push(name.len() as u8);
        self.0.extend(name);
    }

    fn code(&mut self, code: &Code) {
        self.number(code.inputs);
        self.number(code.ops.len());
        code.ops.iter().for_each(|op| self.op(*op));
        self.number(code.specials.len());
        for special in &code.specials {
            self.function(special.function);
            self.values(&special.orders);
            self.values(&special.arguments);
        }
        self.number(code.loops.len());
        for body in &code.loops {
            self.0.push(u8::from(body.product));
            self.code(&body.body);
        }
        self.values(&code.outputs);
    }

    fn op(&mut self, op: Op) {
        let (tag, kind) = match op {
            Op::Input(_) => (0, 0),
            Op::Constant(_) => (1, 0),
            Op::Unary(kind, _) => (2, kind as u8),
            Op::Binary(kind, ..) => (3, kind as u8),
            Op::Fused(kind, ..) => (4, kind as u8),
            Op::Compare(relation, ..) => (5, relation as u8),
            Op::Select(..) => (6, 0),
            Op::Call(..) => (7, 0),
            Op::Call2(..) => (8, 0),
            Op::Pow(..) => (9, 0),
            Op::Special(_) => (10, 0),
            Op::Loop(..) => (11, 0),
        };
        self.0.extend([tag, kind]);
        match op {
            Op::Input(place) | Op::Special(place) | Op::Loop(place, ..) => {
                self.number(place as usize);
            }
            Op::Constant(bits) => self.0.extend(bits.to_le_bytes()),
            Op::Call(function, _) | Op::Call2(function, ..) => self.function(function),
            _ => {}
        }
        let (operands, count) = op.operands();
        operands
            .iter()
            .take(count)
            .for_each(|value| self.number(*value as usize));
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    place: usize,
}

impl<'a> Reader<'a> {
    fn wrong(&self) -> LoadError {
        LoadError::Form(self.place)
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], LoadError> {
        let end = self.place.checked_add(count).ok_or(LoadError::Length)?;
        let found = self.bytes.get(self.place..end).ok_or(LoadError::Length)?;
        self.place = end;
        Ok(found)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], LoadError> {
        let found = self.take(N)?;
        <[u8; N]>::try_from(found).map_err(|_| LoadError::Length)
    }

    fn byte(&mut self) -> Result<u8, LoadError> {
        let [byte] = self.array()?;
        Ok(byte)
    }

    fn number(&mut self) -> Result<u32, LoadError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    /// A count of things of some bytes at least, so that no count asks for more memory than the
    /// bytes that are there.
    fn count(&mut self, least: usize) -> Result<usize, LoadError> {
        let count = self.number()? as usize;
        let left = self.bytes.len() - self.place;
        match count.checked_mul(least) {
            Some(bytes) if bytes <= left => Ok(count),
            _ => Err(LoadError::Length),
        }
    }

    /// A value before a place.
    fn value(&mut self, before: usize) -> Result<Value, LoadError> {
        let value = self.number()?;
        match (value as usize) < before {
            true => Ok(value),
            false => Err(self.wrong()),
        }
    }

    fn function(&mut self) -> Result<Function, LoadError> {
        let length = self.byte()?;
        let name = self.take(length.into())?;
        let mut all = Function::ALL.iter().copied();
        let found = all.find(|function| function.row().name.as_bytes() == name);
        found.ok_or(self.wrong())
    }

    fn code(&mut self, mode: Mode, depth: usize) -> Result<Code, LoadError> {
        let mut code = Code {
            mode,
            inputs: self.number()? as usize,
            ..Code::default()
        };
        let count = self.count(6)?;
        let mut masks = Table::filled(false, count);
        for place in 0..count {
            let op = self.op(&code, &masks)?;
            masks.set(place as Value, is_mask(op, &masks));
            code.ops.push(op);
        }
        self.specials(&mut code)?;
        self.loops(&mut code, depth)?;
        for _ in 0..self.count(4)? {
            let output = self.value(code.ops.len())?;
            code.outputs.push(output);
        }
        Ok(code)
    }

    fn op(&mut self, code: &Code, masks: &Table<bool>) -> Result<Op, LoadError> {
        let before = code.ops.len();
        let (tag, kind) = (self.byte()?, self.byte()?);
        let wrong = self.wrong();
        fn pick<T: Copy>(list: &[T], kind: u8, wrong: LoadError) -> Result<T, LoadError> {
            list.get(kind as usize).copied().ok_or(wrong)
        }
        Ok(match tag {
            0 => match self.number()? {
                place if (place as usize) < code.inputs => Op::Input(place),
                _ => return Err(wrong),
            },
            1 => Op::Constant(u64::from_le_bytes(self.array()?)),
            2 => Op::Unary(pick(&UNARY, kind, wrong)?, self.value(before)?),
            3 => {
                let kind = pick(&BINARY, kind, wrong)?;
                Op::Binary(kind, self.value(before)?, self.value(before)?)
            }
            4 => {
                let kind = pick(&FUSED, kind, wrong)?;
                let (a, b) = (self.value(before)?, self.value(before)?);
                Op::Fused(kind, a, b, self.value(before)?)
            }
            5 => {
                let relation = pick(&RELATIONS, kind, wrong)?;
                Op::Compare(relation, self.value(before)?, self.value(before)?)
            }
            6 => {
                let (mask, a) = (self.value(before)?, self.value(before)?);
                let op = Op::Select(mask, a, self.value(before)?);
                match masks.at(mask) {
                    true => op,
                    false => return Err(wrong),
                }
            }
            7 => Op::Call(self.function_of(1)?, self.value(before)?),
            8 => {
                let function = self.function_of(2)?;
                Op::Call2(function, self.value(before)?, self.value(before)?)
            }
            9 => Op::Pow(self.value(before)?, self.value(before)?),
            10 => Op::Special(self.number()?),
            11 => Op::Loop(self.number()?, self.value(before)?, self.value(before)?),
            _ => return Err(wrong),
        })
    }

    fn function_of(&mut self, arguments: usize) -> Result<Function, LoadError> {
        let function = self.function()?;
        match has_arity(function, arguments) {
            true => Ok(function),
            false => Err(self.wrong()),
        }
    }

    /// The special functions; each operation that names one must have its arguments before it.
    fn specials(&mut self, code: &mut Code) -> Result<(), LoadError> {
        for _ in 0..self.count(9)? {
            let function = self.function()?;
            let mut special = Special {
                function,
                orders: Vec::new(),
                arguments: Vec::new(),
            };
            for _ in 0..self.count(4)? {
                special.orders.push(self.number()?);
            }
            for _ in 0..self.count(4)? {
                special.arguments.push(self.number()?);
            }
            let count = special.arguments.len();
            let orders = special.orders.len();
            if !has_arity(function, count) || (orders != 0 && orders != count) {
                return Err(self.wrong());
            }
            code.specials.push(special);
        }
        for (place, op) in code.ops.iter().enumerate() {
            if let Op::Special(index) = op {
                let found = code.specials.get(*index as usize).ok_or(self.wrong())?;
                if found
                    .arguments
                    .iter()
                    .any(|argument| *argument as usize >= place)
                {
                    return Err(self.wrong());
                }
            }
        }
        Ok(())
    }

    fn loops(&mut self, code: &mut Code, depth: usize) -> Result<(), LoadError> {
        let count = self.count(17)?;
        if count > 0 && depth >= DEPTH {
            return Err(self.wrong());
        }
        for _ in 0..count {
            let product = match self.byte()? {
                0 => false,
                1 => true,
                _ => return Err(self.wrong()),
            };
            let body = self.code(code.mode, depth + 1)?;
            if body.inputs != code.inputs.saturating_add(1) || body.outputs.is_empty() {
                return Err(self.wrong());
            }
            code.loops.push(Loop { body, product });
        }
        let missing = |op: &Op| matches!(op, Op::Loop(index, ..) if *index as usize >= count);
        match code.ops.iter().any(missing) {
            true => Err(self.wrong()),
            false => Ok(()),
        }
    }
}

fn has_arity(function: Function, arguments: usize) -> bool {
    match function.arity() {
        Arity::Exactly(count) => count == arguments,
        Arity::AtLeast(count) => count <= arguments,
    }
}

/// Whether a value is all bits or none.
fn is_mask(op: Op, masks: &Table<bool>) -> bool {
    match op {
        Op::Compare(..) | Op::Constant(0 | u64::MAX) => true,
        Op::Binary(Binary::And | Binary::Or, a, b) => masks.at(a) && masks.at(b),
        _ => false,
    }
}

const UNARY: [Unary; 7] = [
    Unary::Neg,
    Unary::Abs,
    Unary::Sqrt,
    Unary::Floor,
    Unary::Ceil,
    Unary::Round,
    Unary::Trunc,
];
const BINARY: [Binary; 8] = [
    Binary::Add,
    Binary::Sub,
    Binary::Mul,
    Binary::Div,
    Binary::Min,
    Binary::Max,
    Binary::And,
    Binary::Or,
];
const FUSED: [Fused; 3] = [Fused::MulAdd, Fused::MulSub, Fused::NegMulAdd];
const RELATIONS: [Relation; 5] = [
    Relation::Less,
    Relation::LessEqual,
    Relation::Equal,
    Relation::NotEqual,
    Relation::Unordered,
];
