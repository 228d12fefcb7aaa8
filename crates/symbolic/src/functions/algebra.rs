//! What the rows of the table compute with: anything that has the arithmetic and the functions.
//!
//! A derivative is written once, in textbook notation, and serves symbols and numbers alike.

use std::ops::{Add, Div, Mul, Neg, Sub};

use super::Function;
use crate::graph::Comparison;

/// A thing that the derivative column can compute with: a symbol, a float, a dual, a ball.
///
/// Every method that makes a constant takes `self` for its context (the graph, the precision).
pub trait Algebra: Copy {
    /// The rational `numerator / denominator` in the context of `self`.
    fn rational(self, numerator: i64, denominator: i64) -> Self;
    /// π in the context of `self`.
    fn pi(self) -> Self;
    /// `self + other`
    fn plus(self, other: Self) -> Self;
    /// `self - other`
    fn minus(self, other: Self) -> Self;
    /// `self * other`
    fn times(self, other: Self) -> Self;
    /// `self / other`
    fn over(self, other: Self) -> Self;
    /// `-self`
    fn negative(self) -> Self;
    /// `self^exponent`
    fn raised(self, exponent: Self) -> Self;
    /// The function of the arguments, of which there is at least one.
    fn call(function: Function, arguments: &[Self]) -> Self;
    /// `yes` where the comparison of `self` with `other` holds, `no` elsewhere.
    fn select(self, comparison: Comparison, other: Self, yes: Self, no: Self) -> Self;
}

/// A value in a row of the table: an [`Algebra`] with operators.
#[derive(Clone, Copy, Debug)]
pub struct Value<A>(pub A);

impl<A: Algebra> Value<A> {
    /// The integer `n` in the context of this value.
    pub fn number(self, n: i64) -> Self {
        Self(self.0.rational(n, 1))
    }

    /// The square.
    pub fn squared(self) -> Self {
        self.to_the(self.number(2))
    }

    /// This value to a power.
    pub fn to_the(self, exponent: impl Operand<A>) -> Self {
        Self(self.0.raised(exponent.lift(self)))
    }
}

/// What may stand beside a value in a row: another value, or an integer.
pub trait Operand<A> {
    /// The operand in the context of `beside`.
    fn lift(self, beside: Value<A>) -> A;
}

impl<A: Algebra> Operand<A> for Value<A> {
    fn lift(self, _: Value<A>) -> A {
        self.0
    }
}

impl<A: Algebra> Operand<A> for i64 {
    fn lift(self, beside: Value<A>) -> A {
        beside.0.rational(self, 1)
    }
}

macro_rules! operators {
    ($($Trait:ident $method:ident $algebra:ident;)*) => {$(
        impl<A: Algebra, B: Operand<A>> $Trait<B> for Value<A> {
            type Output = Self;
            fn $method(self, other: B) -> Self {
                Self(self.0.$algebra(other.lift(self)))
            }
        }
        impl<A: Algebra> $Trait<Value<A>> for i64 {
            type Output = Value<A>;
            fn $method(self, other: Value<A>) -> Value<A> {
                Value(self.lift(other).$algebra(other.0))
            }
        }
    )*};
}

operators! {
    Add add plus;
    Sub sub minus;
    Mul mul times;
    Div div over;
}

impl<A: Algebra> Neg for Value<A> {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.negative())
    }
}

/// A condition in a row: `when(lt(a, b), yes, no)`.
pub struct Condition<A>(Comparison, Value<A>, A);

/// `a < b`
pub fn lt<A: Algebra>(a: Value<A>, b: impl Operand<A>) -> Condition<A> {
    Condition(Comparison::Less, a, b.lift(a))
}

/// `a > b`
pub fn gt<A: Algebra>(a: Value<A>, b: impl Operand<A>) -> Condition<A> {
    Condition(Comparison::Greater, a, b.lift(a))
}

/// `a == b`
pub fn eq<A: Algebra>(a: Value<A>, b: impl Operand<A>) -> Condition<A> {
    Condition(Comparison::Equal, a, b.lift(a))
}

/// `yes` where the condition holds, `no` elsewhere.
pub fn when<A: Algebra>(
    condition: Condition<A>,
    yes: impl Operand<A>,
    no: impl Operand<A>,
) -> Value<A> {
    let Condition(comparison, a, b) = condition;
    Value(a.0.select(comparison, b, yes.lift(a), no.lift(a)))
}

/// An entry of the derivative column: a value, an integer, or no closed form.
pub trait Entry<A> {
    /// The derivative in the context of `beside`, `None` where there is no closed form.
    fn entry(self, beside: Value<A>) -> Option<A>;
}

impl<A: Algebra> Entry<A> for Value<A> {
    fn entry(self, _: Value<A>) -> Option<A> {
        Some(self.0)
    }
}

impl<A: Algebra> Entry<A> for i64 {
    fn entry(self, beside: Value<A>) -> Option<A> {
        Some(self.lift(beside))
    }
}

/// The derivative in this argument has no closed form.
pub struct NoClosedForm;

impl<A: Algebra> Entry<A> for NoClosedForm {
    fn entry(self, _: Value<A>) -> Option<A> {
        None
    }
}
