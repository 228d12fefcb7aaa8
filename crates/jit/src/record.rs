//! Elementary functions as instructions: the vector functions run once over a lane that notes what
//! is done to it.

use std::cell::RefCell;
use std::ops::{Add, BitAnd, BitOr, Div, Mul, Neg, Not, Sub};

use partials_numeric::vector::lanes::{Lanes, SIGN};
use partials_numeric::vector::{self, power, trigonometric};
use partials_symbolic::Function;

use crate::program::{Instruction, Kind, Value};

/// Predicates of comparisons.
pub mod predicate {
    /// a = b
    pub const EQUAL: u8 = 0x00;
    /// a < b
    pub const LESS: u8 = 0x11;
    /// a ≤ b
    pub const LESS_EQUAL: u8 = 0x12;
    /// a ≠ b, and neither is NaN
    pub const NOT_EQUAL: u8 = 0x0C;
    /// One is NaN.
    pub const UNORDERED: u8 = 0x03;
}

/// A function that is inlined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Inline {
    /// Of one argument.
    Unary(Function),
    /// Sine and cosine together.
    SinCos,
    /// Of two arguments.
    Binary(Function),
    /// Base and exponent.
    Power,
}

/// The instructions of a function. Arguments come first, as inputs.
#[derive(Clone, Debug, Default)]
pub struct Recording {
    /// The instructions; their constants are places in `pool`.
    pub code: Vec<Instruction>,
    /// The bits of constants.
    pub pool: Vec<u64>,
    /// The results.
    pub outputs: Vec<Value>,
}

impl Recording {
    fn push(&mut self, instruction: Instruction) -> Value {
        let known = self.code.iter().position(|known| *known == instruction);
        known.unwrap_or_else(|| {
            self.code.push(instruction);
            self.code.len() - 1
        }) as Value
    }

    fn constant(&mut self, bits: u64) -> Value {
        let known = self.pool.iter().position(|known| *known == bits);
        let place = known.unwrap_or_else(|| {
            self.pool.push(bits);
            self.pool.len() - 1
        });
        self.push(Instruction::new(Kind::Constant, 0, [place as u32, 0, 0]))
    }

    fn at(&self, value: Value) -> Instruction {
        self.code.get(value as usize).copied().unwrap_or_default()
    }
}

/// Between which arguments a function's code is right, if not everywhere.
pub fn range(function: Function) -> Option<[f64; 2]> {
    let row = vector::row(function)?;
    row.range
        .iter()
        .any(|end| end.is_finite())
        .then_some(row.range)
}

/// The instructions of a function, if there are any.
pub fn record(function: Inline) -> Option<Recording> {
    let to = RefCell::new(Recording::default());
    let input = |place: u32| Traced {
        at: to
            .borrow_mut()
            .push(Instruction::new(Kind::Input, 0, [place, 0, 0])),
        to: &to,
    };
    let outputs = match function {
        Inline::Unary(function) => vec![vector::unary(function, input(0))?.at],
        Inline::SinCos => {
            let (sine, cosine) = trigonometric::sin_cos(input(0));
            vec![sine.at, cosine.at]
        }
        Inline::Binary(function) => {
            let first = input(0);
            vec![vector::binary(function, first, input(1))?.at]
        }
        Inline::Power => {
            let base = input(0);
            vec![power::pow(base, input(1)).at]
        }
    };
    let mut recording = to.into_inner();
    recording.outputs = outputs;
    Some(recording)
}

/// A lane that notes what is done to it.
#[derive(Clone, Copy)]
struct Traced<'a> {
    at: Value,
    to: &'a RefCell<Recording>,
}

/// A mask that does so too.
#[derive(Clone, Copy)]
struct TracedMask<'a>(Traced<'a>);

impl<'a> Traced<'a> {
    fn note(self, kind: Kind, detail: u8, arguments: [Value; 3]) -> Self {
        let instruction = Instruction::new(kind, detail, arguments);
        Self {
            at: self.to.borrow_mut().push(instruction),
            to: self.to,
        }
    }

    fn with(self, kind: Kind, other: Self) -> Self {
        self.note(kind, 0, [self.at, other.at, 0])
    }

    fn bits(self, bits: u64) -> Self {
        Self {
            at: self.to.borrow_mut().constant(bits),
            to: self.to,
        }
    }

    fn seen(self) -> Instruction {
        self.to.borrow().at(self.at)
    }

    /// x of -x, which is x with the sign bit flipped.
    fn negated(self) -> Option<Self> {
        let Instruction {
            kind: Kind::Xor,
            arguments: [x, sign, _],
            ..
        } = self.seen()
        else {
            return None;
        };
        let is_sign = self.bits(SIGN).at == sign;
        is_sign.then_some(Self { at: x, to: self.to })
    }
}

macro_rules! arithmetic {
    ($($trait:ident $method:ident $kind:ident;)*) => {$(
        impl $trait for Traced<'_> {
            type Output = Self;
            fn $method(self, other: Self) -> Self {
                self.with(Kind::$kind, other)
            }
        }
    )*};
}

arithmetic! {
    Add add Add;
    Sub sub Sub;
    Mul mul Mul;
    Div div Div;
}

impl Neg for Traced<'_> {
    type Output = Self;
    fn neg(self) -> Self {
        self.with(Kind::Xor, self.bits(SIGN))
    }
}

impl BitAnd for TracedMask<'_> {
    type Output = Self;
    fn bitand(self, other: Self) -> Self {
        Self(self.0.with(Kind::Both, other.0))
    }
}

impl BitOr for TracedMask<'_> {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0.with(Kind::Either, other.0))
    }
}

impl Not for TracedMask<'_> {
    type Output = Self;
    fn not(self) -> Self {
        Self(self.0.note(Kind::Not, 0, [self.0.at, 0, 0]))
    }
}

impl<'a> Lanes for Traced<'a> {
    type Mask = TracedMask<'a>;
    const FUSED: bool = true;

    fn splat(self, number: f64) -> Self {
        self.bits(number.to_bits())
    }

    fn mul_add(self, factor: Self, addend: Self) -> Self {
        match (self.negated(), addend.negated()) {
            (Some(x), _) => x.note(Kind::NegMulAdd, 0, [x.at, factor.at, addend.at]),
            (None, Some(z)) => self.note(Kind::MulSub, 0, [self.at, factor.at, z.at]),
            _ => self.note(Kind::MulAdd, 0, [self.at, factor.at, addend.at]),
        }
    }

    fn neg_mul_add(self, factor: Self, addend: Self) -> Self {
        self.note(Kind::NegMulAdd, 0, [self.at, factor.at, addend.at])
    }

    fn sqrt(self) -> Self {
        self.note(Kind::Sqrt, 0, [self.at, 0, 0])
    }

    fn and(self, bits: u64) -> Self {
        self.with(Kind::And, self.bits(bits))
    }

    fn or(self, other: Self) -> Self {
        self.with(Kind::Or, other)
    }

    fn xor(self, other: Self) -> Self {
        self.with(Kind::Xor, other)
    }

    fn add_bits(self, bits: u64) -> Self {
        self.with(Kind::AddBits, self.bits(bits))
    }

    fn sub_bits(self, other: Self) -> Self {
        self.with(Kind::SubBits, other)
    }

    fn shift_left<const N: u32>(self) -> Self {
        self.note(Kind::ShiftLeft, N as u8, [self.at, 0, 0])
    }

    fn shift_right<const N: u32>(self) -> Self {
        self.note(Kind::ShiftRight, N as u8, [self.at, 0, 0])
    }

    fn scale(self, n: Self) -> Self {
        self.with(Kind::Scale, n)
    }

    fn less(self, other: Self) -> TracedMask<'a> {
        TracedMask(self.note(Kind::Compare, predicate::LESS, [self.at, other.at, 0]))
    }

    fn equal(self, other: Self) -> TracedMask<'a> {
        TracedMask(self.note(Kind::Compare, predicate::EQUAL, [self.at, other.at, 0]))
    }

    fn has(self, bits: u64) -> TracedMask<'a> {
        TracedMask(self.with(Kind::Test, self.bits(bits)))
    }

    /// A selection of the smaller or the larger is one instruction.
    fn select(mask: TracedMask<'a>, yes: Self, no: Self) -> Self {
        let seen = mask.0.seen();
        let [a, b, _] = seen.arguments;
        if seen.kind == Kind::Compare && seen.detail == predicate::LESS {
            if (a, b) == (yes.at, no.at) {
                return yes.with(Kind::Min, no);
            }
            if (b, a) == (yes.at, no.at) {
                return yes.with(Kind::Max, no);
            }
        }
        mask.0.note(Kind::Select, 0, [mask.0.at, yes.at, no.at])
    }
}
