//! What can go wrong between a text and its meaning.

use partials_numeric::code::CodeError;
use partials_numeric::tape::TapeError;
use partials_parser::ast::Span;
use partials_parser::{Code, Diagnostic, render};
use partials_symbolic::lower;

/// Why something could not be done.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The text can't be read.
    #[error(transparent)]
    Syntax(#[from] partials_parser::Error),
    /// The text can be read, but has no meaning.
    #[error(transparent)]
    Meaning(#[from] lower::Error),
    /// An expression has no value.
    #[error("{error}")]
    Value {
        /// Why.
        error: TapeError,
        /// Where, if it stands in a source.
        span: Option<Span>,
    },
    /// An expression can't be made ready for evaluation.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// A language has no counterpart of a function.
    #[error(transparent)]
    Source(#[from] partials_codegen::Error),
    /// Code gave other numbers of values than it should.
    #[error(transparent)]
    Difference(#[from] partials_numeric::difference::DifferenceError),
    /// A table can't be read, or lacks what is asked of it.
    #[error(transparent)]
    Table(#[from] crate::TableError),
    /// The data that a source names can't be read.
    #[error("`{path}` can't be read: {reason}")]
    Data {
        /// What the source names.
        path: String,
        /// Why.
        reason: String,
        /// Where, if it stands in a source.
        span: Option<Span>,
    },
    /// Nothing can be minimised.
    #[error(transparent)]
    Minimum(#[from] partials_minimise::Error),
    /// Something else was asked for than what there is.
    #[error("expected {expected}, found {found}")]
    Mismatch {
        /// What would do.
        expected: String,
        /// What there is.
        found: String,
        /// Where, if it stands in a source.
        span: Option<Span>,
    },
}

impl From<TapeError> for Error {
    fn from(error: TapeError) -> Self {
        Self::Value { error, span: None }
    }
}

impl Error {
    pub(crate) fn mismatch(expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self::Mismatch {
            expected: expected.into(),
            found: found.into(),
            span: None,
        }
    }

    /// The same error, said to be at a place of the source unless it names one.
    #[must_use]
    pub fn or_at(self, place: Span) -> Self {
        match self {
            Self::Value { error, span: None } => Self::Value {
                error,
                span: Some(place),
            },
            Self::Mismatch {
                expected,
                found,
                span: None,
            } => Self::Mismatch {
                expected,
                found,
                span: Some(place),
            },
            other => other,
        }
    }

    /// The error as diagnostics: code, place, what was expected, fixes.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let diagnostic = |code, span| Diagnostic::error(code, span, self.to_string());
        match self {
            Self::Syntax(error) => error.diagnostics().to_vec(),
            Self::Meaning(error) => vec![diagnostic(error.kind.code(), error.span)],
            Self::Value { error, span } => {
                let code = match error {
                    TapeError::UnknownVariable(_) => Code::NoValue,
                    TapeError::UndefinedFunction(_) => Code::UndefinedFunction,
                    _ => Code::NotNumeric,
                };
                vec![diagnostic(code, span.unwrap_or_default())]
            }
            Self::Code(_) => vec![diagnostic(Code::NotNumeric, Span::default())],
            Self::Data { span, .. } => vec![diagnostic(Code::Input, span.unwrap_or_default())],
            Self::Table(error) => vec![diagnostic(error.code(), Span::default())],
            Self::Difference(_) | Self::Minimum(_) | Self::Source(_) => {
                vec![diagnostic(Code::Mismatch, Span::default())]
            }
            Self::Mismatch { expected, span, .. } => {
                vec![diagnostic(Code::Mismatch, span.unwrap_or_default()).expected(expected)]
            }
        }
    }

    /// The error as text, in the manner of rustc: the line of the source, a caret under the
    /// place, what was expected, and the fix where there is one.
    pub fn render(&self, source: &str) -> String {
        render::render_all(source, &self.diagnostics())
    }
}
