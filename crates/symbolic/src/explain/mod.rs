//! How a derivative is found, rule by rule, as a teacher writes it.
//!
//! [`explain`] records a step for each part of a formula: which rule was used, what its letters
//! stand for, what it made of what. A part that occurs twice is explained once, so an explanation
//! is no longer than the formula has parts. Every step claims that the derivative of its input is
//! its output, and can be checked for itself.

mod record;
mod rule;
mod write;

pub use rule::Rule;
pub use write::{Definition, Letter, Written, WrittenOuter, WrittenStep};

use crate::graph::{Graph, Id, Symbol};

/// A function of letters, with its derivatives in them: the outside of the chain rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outer {
    /// The rule for the function of the letters alone.
    pub rule: Rule,
    /// The function, as `sin(u)`.
    pub function: Id,
    /// Its derivative in each letter of the step.
    pub derivatives: Vec<Id>,
}

/// The use of one rule: the derivative of the input is the output. For [`Rule::Arrange`] the two
/// are equal.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// The rule.
    pub rule: Rule,
    /// What is derived.
    pub input: Id,
    /// Its derivative.
    pub output: Id,
    /// What the letters of the rule stand for.
    pub letters: Vec<(Symbol, Id)>,
    /// The outside of the chain rule.
    pub outer: Option<Outer>,
    /// The steps that find the derivatives of the parts, by their places. One with a lower place
    /// was made for another part already.
    pub inner: Vec<usize>,
}

/// The steps to a derivative, each before those of its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// What is derived.
    pub function: Id,
    /// The variable in which it is derived.
    pub variable: Symbol,
    /// The steps. The first is for the whole function; the last arranges its result, where that
    /// makes a difference.
    pub steps: Vec<Step>,
    /// The derivative, arranged.
    pub result: Id,
}

/// Explains the derivative of a function in a variable, the others held constant.
///
/// ```
/// use partials_symbolic::print::Notation;
/// use partials_symbolic::{Graph, explain::explain};
/// let graph = Graph::new();
/// let x = graph.variable("x");
/// let f = x.pow(2).sin();
/// let symbol = graph.with(|arena| arena.symbol("x"));
/// let steps = explain(&graph, f.id(), symbol).write(&graph, Notation::Text, false);
/// assert_eq!(steps.to_string(), "\
/// d/dx (sin(x^2))
///
/// 1. chain rule: f(u)' = f'(u)*u', with u = x^2
///    outside: d/du (sin(u)) = cos(u), from the table
///    2. power rule: (x^n)' = n*x^(n - 1)
///       d/dx (x^2) = 2*x
///    d/dx (sin(x^2)) = 2*x*cos(x^2)
///
/// = 2*x*cos(x^2)
/// ");
/// ```
pub fn explain(graph: &Graph, function: Id, variable: Symbol) -> Explanation {
    record::record(graph, function, variable)
}
