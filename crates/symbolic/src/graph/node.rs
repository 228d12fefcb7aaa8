//! What the arena holds: nodes, their kinds, and how they are named.

use std::cmp::Ordering;

pub use partials_parser::ast::Comparison;

use crate::functions::Function;

/// The index of an expression in its [`Graph`](crate::Graph): equal expressions have equal ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(pub(crate) u32);

impl Id {
    /// The expression of which nothing is known, because making it failed: see
    /// [`Graph::fault`](crate::Graph::fault).
    pub const POISON: Self = Self(0);

    /// The position in the arena. Operands always have lower indices than what uses them.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The index of a variable's or undefined function's name in its graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(pub(crate) u32);

impl Symbol {
    /// The position in the table of names.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A list of operands in the arena.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Operands {
    pub(crate) first: u32,
    pub(crate) count: u32,
}

impl Operands {
    /// The part of all lists that this is.
    #[inline]
    pub(crate) fn of(self, lists: &[Id]) -> Option<&[Id]> {
        lists.get(self.first as usize..self.first as usize + self.len())
    }

    /// How many operands there are.
    pub fn len(self) -> usize {
        self.count as usize
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.count == 0
    }
}

/// A constant that is not rational.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Constant {
    /// The ratio of a circle's circumference to its diameter.
    Pi,
    /// Euler's number.
    E,
    /// Positive infinity: the value of a limit, never the result of an operation on numbers.
    Infinity,
    /// No value: what a `piecewise` without `else` is where no condition holds.
    Undefined,
}

/// An expression: what it is and what it is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Node {
    /// The result of an operation that was not possible.
    Poison,
    /// An exact rational, by its index in the graph.
    Number(u32),
    /// π, e, …
    Constant(Constant),
    /// A variable, or an element of a vector variable (whose name is `x[0]`).
    Variable(Symbol),
    /// A sum of two or more terms, in the order in which they are added.
    Sum(Operands),
    /// A product of two or more factors; a rational factor, if there is one, is the first.
    /// A divisor is a factor with a negative power.
    Product(Operands),
    /// Base and exponent.
    Power(Id, Id),
    /// A function of the table.
    Call(Function, Operands),
    /// A function that the table does not know: `f(x, y)`.
    Apply(Symbol, Operands),
    /// A derivative of a function of the table which has no closed form. The operands are the
    /// orders (as numbers), one for each argument, followed by the arguments.
    CallDerivative(Function, Operands),
    /// A derivative of an undefined function; operands as in [`Node::CallDerivative`].
    ApplyDerivative(Symbol, Operands),
    /// A comparison of two values.
    Compare(Comparison, Id, Id),
    /// All conditions hold.
    And(Operands),
    /// At least one condition holds.
    Or(Operands),
    /// The condition does not hold.
    Not(Id),
    /// Condition, value where it holds, value elsewhere: only the one that is taken is evaluated.
    If(Operands),
    /// Index variable; operands are body, lower and upper bound.
    IndexedSum(Symbol, Operands),
    /// As [`Node::IndexedSum`], multiplied.
    IndexedProduct(Symbol, Operands),
}

impl Node {
    /// Whether this is a condition rather than a number.
    pub fn is_condition(self) -> bool {
        matches!(
            self,
            Self::Compare(..) | Self::And(_) | Self::Or(_) | Self::Not(_)
        )
    }
}

/// Alphabetic order in which runs of digits count as numbers: `x2` stands before `x10`.
///
/// ```
/// use partials_symbolic::natural_order;
/// assert!(natural_order("x2", "x10").is_lt());
/// ```
pub fn natural_order(a: &str, b: &str) -> Ordering {
    let (mut a_rest, mut b_rest) = (a, b);
    loop {
        let (a_run, a_tail) = split_run(a_rest);
        let (b_run, b_tail) = split_run(b_rest);
        if a_run.is_empty() || b_run.is_empty() {
            return a_run.len().cmp(&b_run.len()).then_with(|| a.cmp(b));
        }
        let both_digits = starts_with_digit(a_run) && starts_with_digit(b_run);
        let order = if both_digits {
            let (x, y) = (a_run.trim_start_matches('0'), b_run.trim_start_matches('0'));
            x.len().cmp(&y.len()).then_with(|| x.cmp(y))
        } else {
            a_run.cmp(b_run)
        };
        if order.is_ne() {
            return order;
        }
        (a_rest, b_rest) = (a_tail, b_tail);
    }
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// The longest prefix that is all digits or all something else.
fn split_run(text: &str) -> (&str, &str) {
    let digits = starts_with_digit(text);
    let end = text
        .find(|c: char| c.is_ascii_digit() != digits)
        .unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_count_as_numbers() {
        let mut names = [
            "x10", "b", "x2", "x", "a1b2", "x[10]", "x[9]", "a1b10", "x02",
        ];
        names.sort_by(|a, b| natural_order(a, b));
        assert_eq!(
            names,
            [
                "a1b2", "a1b10", "b", "x", "x02", "x2", "x10", "x[9]", "x[10]"
            ]
        );
    }
}
