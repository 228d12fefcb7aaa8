//! What can be wrong with an expression that is well written.

use partials_parser::Code;
use partials_parser::ast::Span;

use crate::graph::Fault;

/// Why an expression has no meaning, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct Error {
    /// The part of the source that is to blame, in bytes.
    pub span: Span,
    /// What is wrong.
    pub kind: ErrorKind,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A vector or matrix where a number should be, or shapes that don't fit together.
    #[error("expected {expected}, found {found}")]
    Shape {
        /// What would fit.
        expected: String,
        /// What is there.
        found: String,
    },
    /// A wrong number of arguments.
    #[error("`{name}` takes {expected}, found {found}")]
    Arity {
        /// The function.
        name: String,
        /// How many it takes, in words.
        expected: String,
        /// How many there are.
        found: usize,
    },
    /// A derivative in something that is not a variable.
    #[error("`{0}` is not a variable: a derivative is taken in a variable")]
    NotAVariable(String),
    /// A derivative of too high an order.
    #[error("derivatives are taken up to order {0}")]
    OrderTooHigh(usize),
    /// A number with too many digits, or too large an exponent.
    #[error("this number is too large to be kept exactly")]
    NumberTooLarge,
    /// An index that is not one of the elements.
    #[error("there is no element {index}: the elements are counted from 0 to {last}")]
    Index {
        /// The index as it is written.
        index: String,
        /// The last index.
        last: usize,
    },
    /// Sums within sums beyond the depth that is taken.
    #[error("sums over an index are nested deeper than {0}")]
    NestedTooDeep(usize),
    /// A form of expression that has no meaning yet.
    #[error("{0} is not supported here")]
    Unsupported(String),
    /// The graph could not take it.
    #[error(transparent)]
    Graph(#[from] Fault),
}

impl ErrorKind {
    /// A stable code for the kind of error.
    pub fn code(&self) -> Code {
        match self {
            Self::Shape { .. } => Code::Shape,
            Self::Arity { .. } => Code::Arity,
            Self::NotAVariable(_) => Code::NotAVariable,
            Self::OrderTooHigh(_) => Code::OrderTooHigh,
            Self::NumberTooLarge => Code::NumberTooLarge,
            Self::Index { .. } => Code::Index,
            Self::NestedTooDeep(_) => Code::NestedTooDeep,
            Self::Unsupported(_) => Code::Unsupported,
            Self::Graph(_) => Code::GraphTooLarge,
        }
    }
}
