//! What stands before a result, and the result with it.

use std::fmt;

use super::form::Piece;
use super::{Text, TextOptions};
use crate::graph::{Arena, Id};
use crate::lower::Shape;

/// What a derivative is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A function, by its name.
    Name(String),
    /// An expression.
    Expression(Id),
}

/// What stands on the left of an equals sign.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Label {
    /// A name.
    Name(String),
    /// An expression.
    Expression(Id),
    /// `df/dx`, `∂³f/∂x²∂y`, `d/dx (x^2)`
    Derivative {
        /// What is derived.
        of: Subject,
        /// Whether there is one variable only, so that it is written with d instead of ∂.
        total: bool,
        /// The variables, one after the other.
        wrt: Vec<String>,
    },
    /// `∇f`
    Gradient(String),
    /// The Jacobian of a function, by its name.
    Jacobian(String),
    /// The Hessian of a function, by its name.
    Hessian(String),
    /// `∂(x, y)/∂(s, t)`: all partial derivatives of some names in others.
    Matrix {
        /// The names that are derived.
        of: Vec<String>,
        /// The names in which they are derived.
        wrt: Vec<String>,
    },
}

impl Label {
    /// The derivative of a function of so many variables.
    pub fn derivative(name: &str, variables: usize, wrt: &[String]) -> Self {
        Self::Derivative {
            of: Subject::Name(name.to_owned()),
            total: variables <= 1,
            wrt: wrt.to_vec(),
        }
    }
}

impl fmt::Display for Label {
    /// As it is written in text; expressions are left out, as they are in a graph.
    ///
    /// ```
    /// use partials_symbolic::print::Label;
    /// let wrt = ["x", "x", "y"].map(str::to_owned);
    /// assert_eq!(Label::derivative("f", 2, &wrt).to_string(), "∂³f/∂x²∂y");
    /// ```
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Expression(_) => Ok(()),
            Self::Gradient(name) => write!(f, "grad {name}"),
            Self::Jacobian(name) => write!(f, "jacobian({name})"),
            Self::Hessian(name) => write!(f, "hessian({name})"),
            Self::Matrix { of, wrt } => write!(f, "∂{}/∂{}", listed(of), listed(wrt)),
            Self::Derivative { of, total, wrt } => {
                let d = if *total { "d" } else { "∂" };
                let name = match of {
                    Subject::Name(name) => name,
                    Subject::Expression(_) => "",
                };
                let order = i64::try_from(wrt.len()).unwrap_or(i64::MAX);
                write!(f, "{d}{}{name}/", superscript(order))?;
                let mut runs = runs(wrt).into_iter();
                runs.try_for_each(|(name, order)| write!(f, "{d}{name}{}", superscript(order)))
            }
        }
    }
}

/// Names in parentheses, or one alone.
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [one] => one.clone(),
        _ => format!("({})", names.join(", ")),
    }
}

/// Equal neighbours counted.
pub(super) fn runs(names: &[String]) -> Vec<(&str, i64)> {
    let mut runs: Vec<(&str, i64)> = Vec::new();
    for name in names {
        match runs.last_mut() {
            Some((last, count)) if last == name => *count += 1,
            _ => runs.push((name, 1)),
        }
    }
    runs
}

/// An order as superscript digits; none where it is 1.
pub(super) fn superscript(order: i64) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    if order == 1 {
        return String::new();
    }
    let digit = |c: char| c.to_digit(10).and_then(|d| DIGITS.get(d as usize)).copied();
    order.to_string().chars().filter_map(digit).collect()
}

/// A number, vector or matrix with what stands before it.
///
/// ```
/// use partials_symbolic::Graph;
/// use partials_symbolic::lower::Shape;
/// use partials_symbolic::print::{Equation, Label, Notation, TextOptions, equations};
/// let graph = Graph::new();
/// let x = graph.variable("x");
/// let label = Label::derivative("f", 1, &["x".to_owned()]);
/// let equation = Equation::new(Some(label), Shape::Scalar, vec![(x.pow(2) / 3).id()]);
/// let options = TextOptions { notation: Notation::Latex, ..TextOptions::default() };
/// let text = graph.with(|arena| equations(arena, &[equation], options));
/// assert_eq!(text.results, [r"\frac{df}{dx} = \frac{x^{2}}{3}"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equation {
    /// What stands before it, if anything does.
    pub label: Option<Label>,
    /// The elements, row by row.
    pub elements: Vec<Id>,
    /// Number, vector or matrix.
    pub shape: Shape,
}

impl Equation {
    /// A value of a shape. A vector is written as one row.
    pub fn new(label: Option<Label>, shape: Shape, elements: Vec<Id>) -> Self {
        Self {
            label,
            elements,
            shape,
        }
    }
}

impl Equation {
    /// What stands before an equals sign, alone.
    pub(crate) fn left(label: Label) -> Self {
        Self {
            label: Some(label),
            elements: Vec::new(),
            shape: Shape::Scalar,
        }
    }

    fn roots(&self) -> Vec<Id> {
        let mut roots = self.elements.clone();
        match &self.label {
            Some(Label::Expression(id)) => roots.push(*id),
            Some(Label::Derivative {
                of: Subject::Expression(id),
                ..
            }) => roots.push(*id),
            _ => {}
        }
        roots
    }
}

/// Writes equations, all in terms of the same named parts. The definitions in [`Notation::Unicode`](super::Notation::Unicode)
/// are whole equations too, whose lines are below each other.
pub fn equations(arena: &Arena, equations: &[Equation], options: impl Into<TextOptions>) -> Text {
    let roots: Vec<Id> = equations.iter().flat_map(Equation::roots).collect();
    let pieces = equations.iter().map(Piece::Equation).collect();
    super::write_pieces(arena, &roots, pieces, options.into())
}
