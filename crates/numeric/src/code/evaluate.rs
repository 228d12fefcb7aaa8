//! The plain evaluator, one point and one operation at a time: what the others are held against.

use partials_symbolic::Function;

use super::{Code, Loop, Op, ROUNDS, Special, Value};
use crate::elementary as el;
use crate::scalar::Scalar;

impl Code {
    /// The outputs at a point, with the pinned elementary functions. Inputs that are missing are
    /// NaN.
    pub fn evaluate(&self, point: &[f64]) -> Vec<f64> {
        let mut values = Vec::new();
        self.run(point, pinned, &mut values);
        let value = |place: &Value| values.get(*place as usize).copied().unwrap_or(f64::NAN);
        self.outputs.iter().map(value).collect()
    }

    /// The value of every operation, with elementary functions of choice.
    pub fn run(
        &self,
        point: &[f64],
        call: impl Fn(Function, &[f64]) -> f64 + Copy,
        values: &mut Vec<f64>,
    ) {
        values.clear();
        for op in &self.ops {
            let value = self.step(*op, point, call, values);
            values.push(value);
        }
    }

    fn step(
        &self,
        op: Op,
        point: &[f64],
        call: impl Fn(Function, &[f64]) -> f64,
        values: &[f64],
    ) -> f64 {
        let at = |place: Value| values.get(place as usize).copied().unwrap_or(f64::NAN);
        match op {
            Op::Input(place) => point.get(place as usize).copied().unwrap_or(f64::NAN),
            Op::Constant(bits) => f64::from_bits(bits),
            Op::Unary(kind, a) => kind.of(at(a)),
            Op::Binary(kind, a, b) => kind.of(at(a), at(b)),
            Op::Fused(kind, a, b, c) => kind.of(at(a), at(b), at(c)),
            Op::Compare(relation, a, b) => relation.mask(at(a), at(b)),
            Op::Select(mask, a, b) => at(if at(mask).to_bits() == 0 { b } else { a }),
            Op::Call(function, a) => call(function, &[at(a)]),
            Op::Call2(function, a, b) => call(function, &[at(a), at(b)]),
            Op::Pow(a, b) => el::pow(at(a), at(b)),
            Op::Special(place) => match self.specials.get(place as usize) {
                Some(special) => special.at(&special.gather(at)),
                None => f64::NAN,
            },
            Op::Loop(place, from, to) => match self.loops.get(place as usize) {
                Some(body) => body.at(at(from), at(to), point),
                None => f64::NAN,
            },
        }
    }
}

/// A function of the table, the same bits everywhere.
fn pinned(function: Function, arguments: &[f64]) -> f64 {
    f64::call(function, arguments, ())
}

impl Special {
    /// The arguments, by the values of their places.
    fn gather(&self, at: impl Fn(Value) -> f64) -> Vec<f64> {
        self.arguments
            .iter()
            .map(|argument| at(*argument))
            .collect()
    }

    /// The value at some arguments.
    pub fn at(&self, arguments: &[f64]) -> f64 {
        if self.orders.is_empty() {
            f64::call(self.function, arguments, ())
        } else {
            f64::call_derivative(self.function, &self.orders, arguments, ())
        }
    }
}

impl Loop {
    /// The sum or product from one index to another at a point; NaN where those aren't integers
    /// or there are more than [`ROUNDS`] between them.
    pub fn at(&self, from: f64, to: f64, point: &[f64]) -> f64 {
        let (Some(from), Some(to)) = (from.to_integer(), to.to_integer()) else {
            return f64::NAN;
        };
        if to - from > ROUNDS {
            return f64::NAN;
        }
        let mut inner = point.to_vec();
        inner.resize(self.body.inputs.saturating_sub(1), f64::NAN);
        inner.push(0.0);
        let mut values = Vec::new();
        let mut total = if self.product { 1.0 } else { 0.0 };
        for index in from..=to {
            inner
                .iter_mut()
                .last()
                .into_iter()
                .for_each(|slot| *slot = index as f64);
            self.body.run(&inner, pinned, &mut values);
            let output = self.body.outputs.first();
            let term = output.and_then(|place| values.get(*place as usize));
            let term = term.copied().unwrap_or(f64::NAN);
            total = if self.product {
                total * term
            } else {
                total + term
            };
        }
        total
    }
}
