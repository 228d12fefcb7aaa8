//! The error of the crate.

use thiserror::Error;

use crate::diagnostic::Diagnostic;

/// Why a formula was refused.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// The formula breaks off: more input could complete it.
    #[error("the formula is incomplete: {}", first(.0))]
    Incomplete(Vec<Diagnostic>),
    /// The formula is wrong.
    #[error("{}", first(.0))]
    Wrong(Vec<Diagnostic>),
}

impl Error {
    /// What is wrong, and warnings, in source order.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        match self {
            Self::Incomplete(list) | Self::Wrong(list) => list,
        }
    }
}

fn first(diagnostics: &[Diagnostic]) -> &str {
    diagnostics
        .iter()
        .find(|d| d.is_error())
        .map_or("", |d| &d.message)
}
