//! The error of the program.

use std::io;

use partials::parser::{Code, Diagnostic};

use crate::input::Source;

/// Why a command could not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or stream can't be read.
    #[error("`{name}` can't be read: {reason}")]
    Input {
        /// The file.
        name: String,
        /// Why.
        reason: String,
    },
    /// A source with errors, each of which has a place in it.
    #[error("`{}` has errors", .origin.name())]
    Wrong {
        /// What was read.
        origin: Source,
        /// The errors.
        diagnostics: Vec<Diagnostic>,
    },
    /// Something else was asked for than what there is.
    #[error("{0}")]
    Asked(#[from] partials::Error),
    /// The command line asks for something that can't be done.
    #[error("{message}")]
    Usage {
        /// What is wrong.
        message: String,
        /// The code of the error.
        code: Code,
    },
    /// Nothing can be written.
    #[error("the output can't be written: {0}")]
    Output(#[from] io::Error),
}

impl Error {
    /// The command line asks for something that can't be done.
    pub fn usage(code: Code, message: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), code }
    }

    /// Whether the reader of the output has gone.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// The code of the error.
    pub fn code(&self) -> Code {
        match self {
            Self::Usage { code, .. } => *code,
            Self::Asked(error) => error.diagnostics().first().map_or(Code::Mismatch, |d| d.code),
            Self::Wrong { diagnostics, .. } => {
                diagnostics.first().map_or(Code::Statement, |first| first.code)
            }
            Self::Input { .. } | Self::Output(_) => Code::Input,
        }
    }
}
