//! The rules by their names, and as a textbook writes them.

use crate::functions::Function;

/// A rule of derivation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// What does not depend on the variable.
    Constant,
    /// The variable itself.
    Identity,
    /// A constant factor stays.
    ConstantMultiple,
    /// Term by term.
    Sum,
    /// Each factor's derivative times the others.
    Product,
    /// Of a quotient.
    Quotient,
    /// Of a power with a constant exponent.
    Power,
    /// Of a power with a constant base.
    Exponential,
    /// Of a power whose base and exponent both depend on the variable.
    GeneralPower,
    /// A function of something that depends on the variable.
    Chain,
    /// A function of the table.
    Table(Function),
    /// A function that is not defined has a derivative by its name.
    Undefined,
    /// Branch by branch.
    Branches,
    /// A sum over an index, term by term.
    IndexedSum,
    /// A product over an index, by its logarithmic derivative.
    IndexedProduct,
    /// Like terms collected, in the order of a textbook: no derivation.
    Arrange,
}

impl Rule {
    /// Its name, as in a textbook.
    pub fn name(self) -> &'static str {
        match self {
            Self::Constant => "constant",
            Self::Identity => "variable",
            Self::ConstantMultiple => "constant multiple",
            Self::Sum => "sum rule",
            Self::Product => "product rule",
            Self::Quotient => "quotient rule",
            Self::Power => "power rule",
            Self::Exponential => "exponential rule",
            Self::GeneralPower => "general power rule",
            Self::Chain => "chain rule",
            Self::Table(_) => "table",
            Self::Undefined => "unknown function",
            Self::Branches => "branch by branch",
            Self::IndexedSum => "sum over an index",
            Self::IndexedProduct => "product over an index",
            Self::Arrange => "arranged",
        }
    }

    /// What it says of the letters of a step, in the notation of the language or in LaTeX; nothing
    /// where the step itself says it all.
    pub(super) fn statement(self, letters: &[&str], latex: bool) -> Option<String> {
        let u = letters.first().unwrap_or(&"u");
        let v = letters.get(1).unwrap_or(&"v");
        let times = if latex { " " } else { "*" };
        Some(match (self, latex) {
            (Self::Constant, _) => "c' = 0".to_owned(),
            (Self::ConstantMultiple, _) => format!("(c{times}{u})' = c{times}{u}'"),
            (Self::Sum, _) => format!("({u} + {v})' = {u}' + {v}'"),
            (Self::Product, _) if letters.len() <= 4 => product(letters, times),
            (Self::Product, _) => "each factor's derivative times the others".to_owned(),
            (Self::Quotient, false) => format!("({u}/{v})' = ({u}'*{v} - {u}*{v}')/{v}^2"),
            (Self::Quotient, true) => format!(
                r"\left(\frac{{{u}}}{{{v}}}\right)' = \frac{{{u}' {v} - {u} {v}'}}{{{v}^{{2}}}}"
            ),
            (Self::Power, false) => "(x^n)' = n*x^(n - 1)".to_owned(),
            (Self::Power, true) => "(x^{n})' = n x^{n - 1}".to_owned(),
            (Self::Exponential, false) => "(a^x)' = a^x*ln(a)".to_owned(),
            (Self::Exponential, true) => r"(a^{x})' = a^{x} \ln(a)".to_owned(),
            (Self::GeneralPower, false) => {
                format!("({u}^{v})' = {v}*{u}^({v} - 1)*{u}' + {u}^{v}*ln({u})*{v}'")
            }
            (Self::GeneralPower, true) => {
                format!(r"({u}^{{{v}}})' = {v} {u}^{{{v} - 1}} {u}' + {u}^{{{v}}} \ln({u}) {v}'")
            }
            (Self::Chain, _) if letters.len() <= 1 => format!("f({u})' = f'({u}){times}{u}'"),
            (Self::Chain, false) => format!("f({u}, {v})' = ∂f/∂{u}*{u}' + ∂f/∂{v}*{v}'"),
            (Self::Chain, true) => format!(
                r"f({u}, {v})' = \frac{{\partial f}}{{\partial {u}}} {u}' + \frac{{\partial f}}{{\partial {v}}} {v}'"
            ),
            (Self::IndexedProduct, false) => {
                "(prod u)' = the sum of each u' times the other factors".to_owned()
            }
            (Self::IndexedProduct, true) => {
                r"\left(\prod_i u_i\right)' = \sum_i u_i' \prod_{j \ne i} u_j".to_owned()
            }
            _ => return None,
        })
    }
}

/// `(u*v*w)' = u'*v*w + u*v'*w + u*v*w'`
fn product(letters: &[&str], times: &str) -> String {
    let terms: Vec<String> = (0..letters.len())
        .map(|derived| {
            let factors =
                letters
                    .iter()
                    .enumerate()
                    .map(|(place, letter)| match place == derived {
                        true => format!("{letter}'"),
                        false => (*letter).to_owned(),
                    });
            factors.collect::<Vec<_>>().join(times)
        })
        .collect();
    format!("({})' = {}", letters.join(times), terms.join(" + "))
}
