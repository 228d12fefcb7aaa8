//! Functions of the table that are made of others, for real and complex balls alike: steps and
//! ramps, machine learning, orthogonal polynomials of integer degree.

use partials_symbolic::graph::Comparison;
use partials_symbolic::{Function, Rational};

use super::Scalar;

/// Polynomials of a higher degree than this are not summed up by their recurrences.
const MOST_DEGREE: i64 = 10_000;

/// The arithmetic of a scalar in its context.
struct Composer<T: Scalar>(T::Context);

impl<T: Scalar> Composer<T> {
    fn number(&self, n: i64) -> T {
        T::number(&Rational::from(n), self.0)
    }

    fn call(&self, function: Function, x: &T) -> T {
        T::call(function, std::slice::from_ref(x), self.0)
    }

    /// `above` where `x > edge`, `below` where it is not.
    fn split(&self, x: &T, edge: &T, above: &T, below: &T) -> T {
        T::select(T::compare(Comparison::Greater, x, edge), above, below)
    }

    /// As [`Composer::split`], with a third value on the edge.
    fn split_three(&self, x: &T, [above, at, below]: [&T; 3]) -> T {
        let zero = self.number(0);
        let not_above = T::select(T::compare(Comparison::Less, x, &zero), below, at);
        self.split(x, &zero, above, &not_above)
    }

    fn sigmoid(&self, x: &T) -> T {
        let one = self.number(1);
        one.div(&one.add(&self.call(Function::Exp, &x.neg())))
    }

    /// ln(1 + e^x)
    fn softplus(&self, x: &T) -> T {
        self.call(Function::Log1p, &self.call(Function::Exp, x))
    }

    /// x Φ(x) = x erfc(-x/√2) / 2
    fn gelu(&self, x: &T) -> T {
        let root = self.call(Function::Sqrt, &self.number(2));
        let tail = self.call(Function::Erfc, &x.neg().div(&root));
        x.mul(&tail).div(&self.number(2))
    }

    fn huber(&self, x: &T, delta: &T) -> T {
        let two = self.number(2);
        let size = self.call(Function::Abs, x);
        let linear = delta.mul(&size.sub(&delta.div(&two)));
        self.split(&size, delta, &linear, &x.mul(x).div(&two))
    }

    /// The logarithm of a sum of exponentials, relative to the first argument.
    fn logsumexp(&self, arguments: &[T]) -> Option<T> {
        let greatest = arguments.iter().fold(arguments.first()?, |most, x| {
            match T::compare(Comparison::Greater, x, most) {
                crate::interval::Truth::True => x,
                _ => most,
            }
        });
        let sum = arguments.iter().fold(self.number(0), |sum, x| {
            sum.add(&self.call(Function::Exp, &x.sub(greatest)))
        });
        Some(greatest.add(&self.call(Function::Ln, &sum)))
    }

    /// The polynomial of an integer degree by its recurrence `p_(k+1) = next(k, p_k, p_(k-1))`.
    fn recurrence(&self, n: i64, first: T, next: impl Fn(i64, &T, &T) -> T) -> Option<T> {
        if !(0..=MOST_DEGREE).contains(&n) {
            return None;
        }
        let (mut before, mut last) = (self.number(1), first);
        if n == 0 {
            return Some(before);
        }
        for k in 1..n {
            let following = next(k, &last, &before);
            before = std::mem::replace(&mut last, following);
        }
        Some(last)
    }

    /// Orthogonal polynomials of integer degree (DLMF 18.9.1).
    fn polynomial(&self, function: Function, n: i64, x: &T) -> Option<T> {
        let twice = x.mul(&self.number(2));
        let of = |k: i64, p: &T| p.mul(&self.number(k));
        match function {
            Function::Legendre => self.recurrence(n, x.clone(), |k, p, q| {
                let sum = of(2 * k + 1, &x.mul(p)).sub(&of(k, q));
                sum.div(&self.number(k + 1))
            }),
            Function::Hermite => {
                self.recurrence(n, twice.clone(), |k, p, q| twice.mul(p).sub(&of(2 * k, q)))
            }
            Function::Laguerre => self.recurrence(n, self.number(1).sub(x), |k, p, q| {
                let sum = self.number(2 * k + 1).sub(x).mul(p).sub(&of(k, q));
                sum.div(&self.number(k + 1))
            }),
            Function::ChebyshevT => self.recurrence(n, x.clone(), |_, p, q| twice.mul(p).sub(q)),
            // U_(-1) = 0 stands in the rule of T_0.
            Function::ChebyshevU if n == -1 => Some(self.number(0)),
            Function::ChebyshevU => {
                self.recurrence(n, twice.clone(), |_, p, q| twice.mul(p).sub(q))
            }
            _ => None,
        }
    }
}

/// The value of a function that is made of others; `None` if it is not among them.
pub(super) fn composite<T: Scalar>(
    function: Function,
    arguments: &[T],
    context: T::Context,
) -> Option<T> {
    use Function::*;
    let of = Composer::<T>(context);
    let (zero, one) = (of.number(0), of.number(1));
    Some(match (function, arguments) {
        (Heaviside, [x]) => {
            let half = one.div(&of.number(2));
            of.split_three(x, [&one, &half, &zero])
        }
        (Relu, [x]) => of.split(x, &zero, x, &zero),
        (LeakyRelu, [x, a]) => of.split(x, &zero, x, &a.mul(x)),
        (Elu, [x, a]) => {
            let below = a.mul(&of.call(Expm1, x));
            of.split(x, &zero, x, &below)
        }
        (Sigmoid, [x]) => of.sigmoid(x),
        (Logit, [x]) => of.call(Ln, &x.div(&one.sub(x))),
        (Softplus, [x]) => of.softplus(x),
        (Silu, [x]) => x.mul(&of.sigmoid(x)),
        (Mish, [x]) => x.mul(&of.call(Tanh, &of.softplus(x))),
        (Gelu, [x]) => of.gelu(x),
        (Huber, [x, delta]) => of.huber(x, delta),
        (LogSumExp, _) => return of.logsumexp(arguments),
        (Legendre | Hermite | Laguerre | ChebyshevT | ChebyshevU, [n, x]) => {
            return of.polynomial(function, n.to_integer()?, x);
        }
        _ => return None,
    })
}
