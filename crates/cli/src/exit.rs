//! Exit codes: 2 unreadable input, 1 a refuted claim, 3 something undecided or undefined, 0 all
//! well. The first that applies, in this order, counts.

use std::process::ExitCode;

use partials::numeric::verify::Verdict;

/// What has happened so far that the exit code tells.
#[derive(Clone, Copy, Debug, Default)]
pub struct Exit {
    /// Some input could not be read.
    pub unreadable: bool,
    /// A claim was refuted.
    pub refuted: bool,
    /// A claim was undecided, or a value undefined.
    pub undecided: bool,
}

impl Exit {
    /// Takes note of a claim; one without a verdict could not be read.
    pub const fn claim(&mut self, verdict: Option<Verdict>) {
        match verdict {
            None => self.unreadable = true,
            Some(Verdict::Refuted) => self.refuted = true,
            Some(Verdict::Undecided(_)) => self.undecided = true,
            Some(_) => {}
        }
    }

    /// The code.
    pub fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Self {
                unreadable: true, ..
            } => 2,
            Self { refuted: true, .. } => 1,
            Self {
                undecided: true, ..
            } => 3,
            _ => 0,
        })
    }
}
