//! The operations of [`Code`](super::Code): a small set, all of numbers of 64 bits, so that an
//! interpreter or an assembler has little to do for each.

use partials_symbolic::Function;

/// A value: the index of the operation that computes it.
pub type Value = u32;

/// An operation. Its operands are earlier values.
///
/// Masks are numbers too: all bits set where a comparison holds, none where it doesn't.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Op {
    /// An input, by its place.
    Input(u32),
    /// A number, by its bits.
    Constant(u64),
    /// An operation on one number.
    Unary(Unary, Value),
    /// An operation on two numbers or two masks.
    Binary(Binary, Value, Value),
    /// A product and a sum with one rounding.
    Fused(Fused, Value, Value, Value),
    /// A mask: whether a relation holds.
    Compare(Relation, Value, Value),
    /// The second operand where the mask is set, the third where it is not.
    Select(Value, Value, Value),
    /// A function of one argument.
    Call(Function, Value),
    /// A function of two arguments.
    Call2(Function, Value, Value),
    /// a^b, as IEEE 754 has `pow`.
    Pow(Value, Value),
    /// A function that is computed point by point, by its place in [`Code::specials`].
    ///
    /// [`Code::specials`]: super::Code::specials
    Special(u32),
    /// A sum or product over an index from the first value to the second, by the place of its
    /// body in [`Code::loops`].
    ///
    /// [`Code::loops`]: super::Code::loops
    Loop(u32, Value, Value),
}

/// An operation on one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Unary {
    /// -a
    Neg,
    /// |a|
    Abs,
    /// √a
    Sqrt,
    /// The largest integer that is not above a.
    Floor,
    /// The smallest integer that is not below a.
    Ceil,
    /// The nearest integer, of two the even one.
    Round,
    /// The integer next to a in the direction of 0.
    Trunc,
}

/// An operation on two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Binary {
    /// a + b
    Add,
    /// a - b
    Sub,
    /// a · b
    Mul,
    /// a / b
    Div,
    /// a if a < b, otherwise b (also where one is NaN, as the instruction MINPD does).
    Min,
    /// a if a > b, otherwise b (also where one is NaN).
    Max,
    /// The bits that are set in both.
    And,
    /// The bits that are set in one or both.
    Or,
}

/// A product and a sum with one rounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Fused {
    /// a·b + c
    MulAdd,
    /// a·b - c
    MulSub,
    /// c - a·b
    NegMulAdd,
}

/// A relation between two numbers. All but the last are false where one is NaN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Relation {
    /// a < b
    Less,
    /// a ≤ b
    LessEqual,
    /// a = b
    Equal,
    /// a < b or a > b
    NotEqual,
    /// One of them is NaN.
    Unordered,
}

impl Op {
    /// The operation that yields a number.
    pub fn constant(value: f64) -> Self {
        Self::Constant(value.to_bits())
    }

    /// The number, if the operation yields a fixed one.
    pub fn as_constant(self) -> Option<f64> {
        match self {
            Self::Constant(bits) => Some(f64::from_bits(bits)),
            _ => None,
        }
    }

    /// Whether nothing is to be computed: inputs and constants are operands in memory.
    pub fn is_leaf(self) -> bool {
        matches!(self, Self::Input(_) | Self::Constant(_))
    }

    /// The operands, and how many of the three there are. A special function's are in the code.
    pub fn operands(self) -> ([Value; 3], usize) {
        match self {
            Self::Input(_) | Self::Constant(_) | Self::Special(_) => ([0; 3], 0),
            Self::Unary(_, a) | Self::Call(_, a) => ([a, 0, 0], 1),
            Self::Binary(_, a, b)
            | Self::Compare(_, a, b)
            | Self::Call2(_, a, b)
            | Self::Pow(a, b)
            | Self::Loop(_, a, b) => ([a, b, 0], 2),
            Self::Fused(_, a, b, c) | Self::Select(a, b, c) => ([a, b, c], 3),
        }
    }

    /// The same operation on other operands.
    #[must_use]
    pub fn map(self, mut to: impl FnMut(Value) -> Value) -> Self {
        match self {
            Self::Input(_) | Self::Constant(_) | Self::Special(_) => self,
            Self::Unary(kind, a) => Self::Unary(kind, to(a)),
            Self::Call(function, a) => Self::Call(function, to(a)),
            Self::Binary(kind, a, b) => Self::Binary(kind, to(a), to(b)),
            Self::Compare(relation, a, b) => Self::Compare(relation, to(a), to(b)),
            Self::Call2(function, a, b) => Self::Call2(function, to(a), to(b)),
            Self::Pow(a, b) => Self::Pow(to(a), to(b)),
            Self::Loop(body, a, b) => Self::Loop(body, to(a), to(b)),
            Self::Fused(kind, a, b, c) => Self::Fused(kind, to(a), to(b), to(c)),
            Self::Select(a, b, c) => Self::Select(to(a), to(b), to(c)),
        }
    }
}

impl Unary {
    /// Computes it.
    #[inline]
    pub fn of(self, a: f64) -> f64 {
        match self {
            Self::Neg => -a,
            Self::Abs => a.abs(),
            Self::Sqrt => a.sqrt(),
            Self::Floor => a.floor(),
            Self::Ceil => a.ceil(),
            Self::Round => a.round_ties_even(),
            Self::Trunc => a.trunc(),
        }
    }
}

impl Binary {
    /// Computes it.
    #[inline]
    pub fn of(self, a: f64, b: f64) -> f64 {
        match self {
            Self::Add => a + b,
            Self::Sub => a - b,
            Self::Mul => a * b,
            Self::Div => a / b,
            Self::Min => {
                if a < b {
                    a
                } else {
                    b
                }
            }
            Self::Max => {
                if a > b {
                    a
                } else {
                    b
                }
            }
            Self::And => f64::from_bits(a.to_bits() & b.to_bits()),
            Self::Or => f64::from_bits(a.to_bits() | b.to_bits()),
        }
    }

    /// Whether the order of the operands makes no difference.
    pub fn is_commutative(self) -> bool {
        matches!(self, Self::Add | Self::Mul | Self::And | Self::Or)
    }
}

impl Fused {
    /// Computes it.
    #[inline]
    pub fn of(self, a: f64, b: f64, c: f64) -> f64 {
        match self {
            Self::MulAdd => a.mul_add(b, c),
            Self::MulSub => a.mul_add(b, -c),
            Self::NegMulAdd => (-a).mul_add(b, c),
        }
    }
}

impl Relation {
    /// Whether it holds.
    #[inline]
    #[allow(clippy::double_comparisons)] // What is no number differs from nothing.
    pub fn holds(self, a: f64, b: f64) -> bool {
        match self {
            Self::Less => a < b,
            Self::LessEqual => a <= b,
            Self::Equal => a == b,
            Self::NotEqual => a < b || a > b,
            Self::Unordered => a.is_nan() || b.is_nan(),
        }
    }

    /// The mask of whether it holds.
    #[inline]
    pub fn mask(self, a: f64, b: f64) -> f64 {
        f64::from_bits(if self.holds(a, b) { u64::MAX } else { 0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_is_small() {
        assert_eq!(size_of::<Op>(), 16);
    }

    #[test]
    fn relations_of_what_is_not_ordered() {
        for relation in [
            Relation::Less,
            Relation::LessEqual,
            Relation::Equal,
            Relation::NotEqual,
        ] {
            assert!(!relation.holds(f64::NAN, 1.0), "{relation:?}");
        }
        assert!(Relation::Unordered.holds(1.0, f64::NAN));
        assert!(!Relation::Unordered.holds(1.0, f64::INFINITY));
    }

    #[test]
    fn extremes_yield_the_second_operand_where_one_is_nan() {
        assert_eq!(Binary::Min.of(f64::NAN, 1.0), 1.0);
        assert!(Binary::Max.of(1.0, f64::NAN).is_nan());
    }
}
