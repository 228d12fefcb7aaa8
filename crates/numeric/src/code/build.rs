//! Makes code, one operation after the other: what is there already is used again, and what is
//! known is computed.

use partials_symbolic::Function;
use rustc_hash::FxHashMap;

use super::known::Known;
use super::{Binary, Code, Fused, Loop, Mode, Op, Relation, Special, Unary, Value};
use crate::elementary as el;
use crate::scalar::Scalar;

/// The sign bit.
const SIGN: f64 = -0.0;

/// Code in the making. Equal operations are one value.
#[derive(Default)]
pub(super) struct Builder {
    code: Code,
    known: Known,
    special_places: FxHashMap<Special, Value>,
}

impl Builder {
    pub fn new(inputs: usize, mode: Mode, size: usize) -> Self {
        Self {
            code: Code {
                ops: Vec::with_capacity(size),
                inputs,
                mode,
                ..Code::default()
            },
            known: Known::with_capacity(size),
            special_places: FxHashMap::default(),
        }
    }

    pub fn finish(mut self, outputs: Vec<Value>) -> Code {
        self.code.outputs = outputs;
        self.code
    }

    fn is_fast(&self) -> bool {
        self.code.mode == Mode::Fast
    }

    pub fn op(&self, value: Value) -> Op {
        let found = self.code.ops.get(value as usize).copied();
        found.unwrap_or(Op::Constant(f64::NAN.to_bits()))
    }

    pub fn as_constant(&self, value: Value) -> Option<f64> {
        self.op(value).as_constant()
    }

    fn as_negative(&self, value: Value) -> Option<Value> {
        match self.op(value) {
            Op::Unary(Unary::Neg, inner) => Some(inner),
            _ => None,
        }
    }

    fn push(&mut self, op: Op) -> Value {
        let place = self.code.ops.len() as Value;
        self.code.ops.push(op);
        place
    }

    /// The value of the operation as it stands.
    pub fn intern(&mut self, op: Op) -> Value {
        let place = self.known.find_or_insert(&self.code.ops, op);
        if place as usize == self.code.ops.len() {
            self.code.ops.push(op);
        }
        place
    }

    pub fn input(&mut self, place: u32) -> Value {
        self.intern(Op::Input(place))
    }

    pub fn constant(&mut self, value: f64) -> Value {
        self.intern(Op::constant(value))
    }

    /// The value of an operation of other code, whose operands are values of this one.
    pub fn add_op(&mut self, op: Op) -> Value {
        match op {
            Op::Unary(kind, a) => self.unary(kind, a),
            Op::Binary(kind, a, b) => self.binary(kind, a, b),
            Op::Fused(kind, a, b, c) => self.fused(kind, a, b, c),
            Op::Call(function, a) => self.call(function, a),
            Op::Call2(function, a, b) => self.call2(function, a, b),
            Op::Pow(a, b) => self.pow(a, b),
            Op::Select(mask, a, b) => self.select(mask, a, b),
            _ => self.intern(op),
        }
    }

    pub fn special(&mut self, special: Special) -> Value {
        if let Some(&place) = self.special_places.get(&special) {
            return place;
        }
        let index = self.code.specials.len() as u32;
        self.code.specials.push(special.clone());
        let place = self.push(Op::Special(index));
        self.special_places.insert(special, place);
        place
    }

    pub fn repeat(&mut self, body: Loop, from: Value, to: Value) -> Value {
        let index = self.code.loops.len() as u32;
        self.code.loops.push(body);
        self.push(Op::Loop(index, from, to))
    }

    pub fn unary(&mut self, kind: Unary, a: Value) -> Value {
        if let Some(number) = self.as_constant(a) {
            return self.constant(kind.of(number));
        }
        match (kind, self.op(a)) {
            (Unary::Neg | Unary::Abs, Op::Unary(Unary::Neg, inner)) => match kind {
                Unary::Neg => inner,
                _ => self.unary(Unary::Abs, inner),
            },
            (Unary::Abs, Op::Unary(Unary::Abs, _)) => a,
            // -(x - y) and y - x differ in the sign of 0 alone.
            (Unary::Neg, Op::Binary(Binary::Sub, x, y)) if self.is_fast() => self.sub(y, x),
            _ => self.intern(Op::Unary(kind, a)),
        }
    }

    pub fn binary(&mut self, kind: Binary, a: Value, b: Value) -> Value {
        if let (Some(x), Some(y)) = (self.as_constant(a), self.as_constant(b)) {
            return self.constant(kind.of(x, y));
        }
        match kind {
            Binary::Add => self.add(a, b),
            Binary::Sub => self.sub(a, b),
            Binary::Mul => self.mul(a, b),
            Binary::Div => self.div(a, b),
            _ => self.ordered(kind, a, b),
        }
    }

    /// Interns, with the operands of a commutative operation in one order.
    fn ordered(&mut self, kind: Binary, a: Value, b: Value) -> Value {
        let swap = kind.is_commutative() && b < a;
        let (a, b) = if swap { (b, a) } else { (a, b) };
        self.intern(Op::Binary(kind, a, b))
    }

    pub fn add(&mut self, a: Value, b: Value) -> Value {
        match (self.as_constant(a), self.as_constant(b)) {
            (Some(x), Some(y)) => return self.constant(x + y),
            (Some(x), None) if x == 0.0 && (self.is_fast() || x.is_sign_negative()) => return b,
            (None, Some(y)) if y == 0.0 && (self.is_fast() || y.is_sign_negative()) => return a,
            _ => {}
        }
        match (self.as_negative(a), self.as_negative(b)) {
            (_, Some(y)) => self.sub(a, y),
            (Some(x), None) => self.sub(b, x),
            _ => self.ordered(Binary::Add, a, b),
        }
    }

    pub fn sub(&mut self, a: Value, b: Value) -> Value {
        match (self.as_constant(a), self.as_constant(b)) {
            (Some(x), Some(y)) => return self.constant(x - y),
            (Some(x), None) if x == 0.0 && (self.is_fast() || x.is_sign_negative()) => {
                return self.unary(Unary::Neg, b);
            }
            (None, Some(y)) if y == 0.0 && (self.is_fast() || y.is_sign_positive()) => return a,
            _ => {}
        }
        match self.as_negative(b) {
            Some(y) => self.add(a, y),
            None => self.intern(Op::Binary(Binary::Sub, a, b)),
        }
    }

    pub fn mul(&mut self, a: Value, b: Value) -> Value {
        match (self.as_constant(a), self.as_constant(b)) {
            (Some(x), Some(y)) => return self.constant(x * y),
            (Some(x), None) => return self.scale(x, a, b),
            (None, Some(y)) => return self.scale(y, b, a),
            _ => {}
        }
        match (self.as_negative(a), self.as_negative(b)) {
            (Some(x), Some(y)) => self.mul(x, y),
            (Some(x), None) | (None, Some(x)) => {
                let other = if self.as_negative(a).is_some() { b } else { a };
                let product = self.mul(x, other);
                self.unary(Unary::Neg, product)
            }
            _ => self.ordered(Binary::Mul, a, b),
        }
    }

    /// The product with a number.
    fn scale(&mut self, number: f64, factor: Value, value: Value) -> Value {
        if number == 1.0 {
            return value;
        }
        if number == -1.0 {
            return self.unary(Unary::Neg, value);
        }
        if let Some(inner) = self.as_negative(value) {
            let factor = self.constant(-number);
            return self.mul(factor, inner);
        }
        if self.is_fast()
            && let Some((other, rest)) = self.as_scaled(value)
            && (number * other).is_normal()
        {
            let factor = self.constant(number * other);
            return self.mul(factor, rest);
        }
        self.ordered(Binary::Mul, factor, value)
    }

    /// c and x of c·x.
    pub fn as_scaled(&self, value: Value) -> Option<(f64, Value)> {
        let Op::Binary(Binary::Mul, x, y) = self.op(value) else {
            return None;
        };
        let left = self.as_constant(x).map(|c| (c, y));
        left.or_else(|| self.as_constant(y).map(|c| (c, x)))
    }

    pub fn div(&mut self, a: Value, b: Value) -> Value {
        if let (Some(x), Some(y)) = (self.as_constant(a), self.as_constant(b)) {
            return self.constant(x / y);
        }
        if let Some(y) = self.as_constant(b) {
            let inverse = 1.0 / y;
            let exact = inverse.is_normal() && y.to_bits() << 12 == 0;
            if exact || (self.is_fast() && inverse.is_normal()) {
                let inverse = self.constant(inverse);
                return self.mul(a, inverse);
            }
        }
        match (self.as_negative(a), self.as_negative(b)) {
            (Some(x), Some(y)) => self.div(x, y),
            (Some(x), None) => {
                let quotient = self.div(x, b);
                self.unary(Unary::Neg, quotient)
            }
            (None, Some(y)) => {
                let quotient = self.div(a, y);
                self.unary(Unary::Neg, quotient)
            }
            _ => self.intern(Op::Binary(Binary::Div, a, b)),
        }
    }

    pub fn fused(&mut self, kind: Fused, a: Value, b: Value, c: Value) -> Value {
        let numbers = (
            self.as_constant(a),
            self.as_constant(b),
            self.as_constant(c),
        );
        if let (Some(x), Some(y), Some(z)) = numbers {
            return self.constant(kind.of(x, y, z));
        }
        let (a, b) = if b < a { (b, a) } else { (a, b) };
        self.intern(Op::Fused(kind, a, b, c))
    }

    pub fn compare(&mut self, relation: Relation, a: Value, b: Value) -> Value {
        match (self.as_constant(a), self.as_constant(b)) {
            (Some(x), Some(y)) => self.constant(relation.mask(x, y)),
            _ => self.intern(Op::Compare(relation, a, b)),
        }
    }

    pub fn select(&mut self, mask: Value, a: Value, b: Value) -> Value {
        match self.as_constant(mask) {
            Some(mask) if mask.to_bits() == 0 => b,
            Some(_) => a,
            None if a == b => a,
            None => self.intern(Op::Select(mask, a, b)),
        }
    }

    pub fn call(&mut self, function: Function, a: Value) -> Value {
        match self.as_constant(a) {
            Some(x) => self.constant(f64::call(function, &[x], ())),
            None => self.intern(Op::Call(function, a)),
        }
    }

    pub fn call2(&mut self, function: Function, a: Value, b: Value) -> Value {
        match (self.as_constant(a), self.as_constant(b)) {
            (Some(x), Some(y)) => self.constant(f64::call(function, &[x, y], ())),
            _ => self.intern(Op::Call2(function, a, b)),
        }
    }

    pub fn pow(&mut self, a: Value, b: Value) -> Value {
        match (self.as_constant(a), self.as_constant(b)) {
            (Some(x), Some(y)) => self.constant(el::pow(x, y)),
            _ => self.intern(Op::Pow(a, b)),
        }
    }

    /// a^n by multiplications. A power that is one below is used where it is there.
    pub fn power(&mut self, a: Value, n: u64) -> Value {
        let mut steps = Vec::new();
        let mut rest = n.max(1);
        while rest > 1 {
            let even = rest.is_multiple_of(2);
            steps.push(even);
            rest = if even { rest / 2 } else { rest - 1 };
        }
        steps.iter().rev().fold(a, |power, even| {
            let other = if *even { power } else { a };
            self.mul(power, other)
        })
    }

    /// 1 with the sign of the value.
    pub fn unit(&mut self, value: Value) -> Value {
        let (sign, one) = (self.constant(SIGN), self.constant(1.0));
        let bit = self.binary(Binary::And, value, sign);
        self.binary(Binary::Or, bit, one)
    }
}
