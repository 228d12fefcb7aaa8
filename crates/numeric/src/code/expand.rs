//! Functions of the table that are a few operations of others, in code as in
//! [`elementary`](crate::elementary): the same values, without a call.

use partials_symbolic::Function;

use super::translate::Translator;
use super::{Binary, Mode, Relation, Special, Unary, Value};

impl Translator {
    /// A function of the table.
    pub(super) fn call(&mut self, function: Function, arguments: &[Value]) -> Value {
        if function == Function::LogSumExp {
            return self.log_sum_exp(arguments);
        }
        match *arguments {
            [a] => self.unary_call(function, a),
            [a, b] => self.binary_call(function, a, b),
            [x, lo, hi] if function == Function::Clamp => self.clamp(x, lo, hi),
            _ => self.to.special(Special {
                function,
                orders: Vec::new(),
                arguments: arguments.to_vec(),
            }),
        }
    }

    fn unary_call(&mut self, function: Function, a: Value) -> Value {
        let kind = match function {
            Function::Sqrt => Unary::Sqrt,
            Function::Abs => Unary::Abs,
            Function::Floor => Unary::Floor,
            Function::Ceil => Unary::Ceil,
            Function::Round => Unary::Round,
            Function::Trunc => Unary::Trunc,
            Function::Sign => return self.sign(a),
            Function::Heaviside => {
                let half = self.to.constant(0.5);
                let sign = self.sign(a);
                let scaled = self.to.mul(half, sign);
                return self.to.add(half, scaled);
            }
            Function::Frac => {
                let floor = self.to.unary(Unary::Floor, a);
                return self.to.sub(a, floor);
            }
            Function::Relu => {
                let zero = self.to.constant(0.0);
                return self.where_negative(a, zero, a);
            }
            Function::Tanh if self.mode() == Mode::Fast => return self.tanh(a),
            _ => return self.to.call(function, a),
        };
        self.to.unary(kind, a)
    }

    /// E = e^(2|x|) - 1 and 1/(E + 2), from which tanh and sech² are. Beyond 354 they are what
    /// they are there, to the last digit or within 10^-306.
    fn growth(&mut self, x: Value) -> (Value, Value) {
        let (two, end) = (self.to.constant(2.0), self.to.constant(708.0));
        let size = self.to.unary(Unary::Abs, x);
        let double = self.to.mul(two, size);
        // The second operand is taken where one is NaN.
        let double = self.to.binary(Binary::Min, end, double);
        let growth = self.to.call(Function::Expm1, double);
        let below = self.to.add(growth, two);
        let one = self.to.constant(1.0);
        (growth, self.to.div(one, below))
    }

    /// E/(E + 2) with the sign of x.
    fn tanh(&mut self, x: Value) -> Value {
        let (growth, inverse) = self.growth(x);
        let size = self.to.mul(growth, inverse);
        let sign = self.to.constant(-0.0);
        let sign = self.to.binary(Binary::And, x, sign);
        self.to.binary(Binary::Or, size, sign)
    }

    /// 4(E + 1)/(E + 2)².
    pub(super) fn sech_squared(&mut self, x: Value) -> Value {
        let (growth, inverse) = self.growth(x);
        let (one, four) = (self.to.constant(1.0), self.to.constant(4.0));
        let power = self.to.add(growth, one);
        let part = self.to.mul(power, inverse);
        let scaled = self.to.mul(four, inverse);
        self.to.mul(part, scaled)
    }

    fn binary_call(&mut self, function: Function, a: Value, b: Value) -> Value {
        match function {
            Function::Min => self.extreme(Binary::Min, a, b),
            Function::Max => self.extreme(Binary::Max, a, b),
            Function::LeakyRelu => {
                let below = self.to.mul(b, a);
                self.where_negative(a, below, a)
            }
            Function::Elu => {
                let growth = self.to.call(Function::Expm1, a);
                let below = self.to.mul(b, growth);
                self.where_negative(a, below, a)
            }
            Function::Huber => self.huber(a, b),
            _ => self.to.call2(function, a, b),
        }
    }

    fn where_negative(&mut self, a: Value, below: Value, otherwise: Value) -> Value {
        let zero = self.to.constant(0.0);
        let is_negative = self.to.compare(Relation::Less, a, zero);
        self.to.select(is_negative, below, otherwise)
    }

    /// The sign; of zeros and NaN, themselves.
    fn sign(&mut self, a: Value) -> Value {
        let zero = self.to.constant(0.0);
        let unit = self.to.unit(a);
        let differs = self.to.compare(Relation::NotEqual, a, zero);
        self.to.select(differs, unit, a)
    }

    /// Of a number and NaN, the number.
    fn extreme(&mut self, kind: Binary, a: Value, b: Value) -> Value {
        let found = self.to.binary(kind, a, b);
        let is_nan = self.to.compare(Relation::Unordered, b, b);
        self.to.select(is_nan, a, found)
    }

    fn clamp(&mut self, x: Value, lo: Value, hi: Value) -> Value {
        let above = self.extreme(Binary::Max, x, lo);
        let inside = self.extreme(Binary::Min, above, hi);
        let valid = self.to.compare(Relation::LessEqual, lo, hi);
        let nothing = self.to.constant(f64::NAN);
        self.to.select(valid, inside, nothing)
    }

    fn huber(&mut self, x: Value, delta: Value) -> Value {
        let half = self.to.constant(0.5);
        let size = self.to.unary(Unary::Abs, x);
        let scaled = self.to.mul(half, size);
        let square = self.to.mul(scaled, size);
        let offset = self.to.mul(half, delta);
        let beyond = self.to.sub(size, offset);
        let line = self.to.mul(delta, beyond);
        let is_near = self.to.compare(Relation::LessEqual, size, delta);
        self.to.select(is_near, square, line)
    }

    /// ln(Σ e^xᵢ), shifted by the largest term. That is made finite, since ∞ - ∞ is NaN where
    /// ∞ - 10^308 is right.
    fn log_sum_exp(&mut self, terms: &[Value]) -> Value {
        let Some((&first, rest)) = terms.split_first() else {
            return self.to.constant(f64::NEG_INFINITY);
        };
        let largest = rest.iter().fold(first, |largest, term| {
            self.to.binary(Binary::Max, largest, *term)
        });
        let (low, high) = (self.to.constant(f64::MIN), self.to.constant(f64::MAX));
        let largest = self.to.binary(Binary::Max, largest, low);
        let largest = self.to.binary(Binary::Min, largest, high);
        let mut total = None;
        for &term in terms {
            let difference = self.to.sub(term, largest);
            let power = self.to.call(Function::Exp, difference);
            total = Some(match total {
                Some(total) => self.to.add(total, power),
                None => power,
            });
        }
        let logarithm = self.to.call(Function::Ln, total.unwrap_or(largest));
        self.to.add(largest, logarithm)
    }
}

#[cfg(test)]
mod tests {
    use partials_symbolic::{Function, Graph};

    use crate::code::{Code, Mode};
    use crate::tape::Tape;

    const SPICY: [f64; 12] = [
        0.0,
        -0.0,
        1.0,
        -1.0,
        0.5,
        -2.5,
        1e-310,
        -1e300,
        1e300,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
    ];

    fn same(a: f64, b: f64) -> bool {
        a == b || (a.is_nan() && b.is_nan()) || (a - b).abs() <= 4e-16 * b.abs()
    }

    /// Tape and code of a function of n inputs, at all combinations of spicy arguments.
    fn check(function: Function, n: usize) {
        let graph = Graph::new();
        let names: Vec<String> = (0..n).map(|i| format!("x{i}")).collect();
        let inputs: Vec<_> = names.iter().map(|name| graph.variable(name)).collect();
        let root = graph.call(function, &inputs).id();
        let tape = Tape::new(&graph, &[root], &names, Default::default()).unwrap();
        for mode in [Mode::Strict, Mode::Fast] {
            let code = Code::new(&tape, mode).unwrap();
            for case in 0..SPICY.len().pow(n as u32) {
                let digit = |i: usize| SPICY[case / SPICY.len().pow(i as u32) % SPICY.len()];
                let point: Vec<f64> = (0..n).map(digit).collect();
                let (found, expected) = (code.evaluate(&point)[0], tape.evaluate(&point, ())[0]);
                assert!(
                    same(found, expected),
                    "{function:?} at {point:?}: {found}, not {expected}"
                );
            }
        }
    }

    #[test]
    fn expansions_have_the_values_of_the_functions() {
        use Function::*;
        for function in [Abs, Sign, Heaviside, Frac, Relu, Floor, Round, LogSumExp] {
            check(function, 1);
        }
        for function in [Min, Max, LeakyRelu, Elu, Huber, LogSumExp] {
            check(function, 2);
        }
        check(Clamp, 3);
        check(LogSumExp, 3);
    }
}
