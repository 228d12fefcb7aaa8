//! What a check says, and the evidence for it: plain data, rendered elsewhere.

use std::fmt;

use crate::difference::Outcome;

/// What a check of a claim says. The order is from worst to best; a claim about several entries
/// has the worst of their verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Different, beyond any error that the arithmetic can have made.
    Refuted,
    /// None of the others could be said.
    Undecided(Reason),
    /// Agrees with the derivation and with differences of the function as far as floating point
    /// can tell.
    Consistent,
    /// Equal to many digits at every point tried, with rigorous bounds.
    Certified,
    /// Equal as functions wherever both are defined, by exact algebra.
    Proved,
}

impl Verdict {
    /// Whether the claim holds as far as this verdict goes.
    pub const fn holds(self) -> bool {
        matches!(self, Self::Proved | Self::Certified | Self::Consistent)
    }

    /// The verdict in one word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Refuted => "refuted",
            Self::Undecided(_) => "undecided",
            Self::Consistent => "consistent",
            Self::Certified => "certified",
            Self::Proved => "proved",
        }
    }

    /// Why nothing could be said, where nothing could.
    pub const fn reason(self) -> Option<Reason> {
        match self {
            Self::Undecided(reason) => Some(reason),
            _ => None,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undecided(reason) => write!(f, "undecided: {reason}"),
            _ => f.write_str(self.word()),
        }
    }
}

/// Why a claim is undecided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// No point was found at which the function, its derivative and the claim have values.
    OutsideDomain,
    /// The function has no derivative at the points tried.
    NotDifferentiable,
    /// Rounding errors are as large as what is to be compared.
    Noise,
    /// Values are too large for the arithmetic.
    Overflow,
    /// The work that was allowed did not suffice.
    Budget,
    /// A function without a value: it is not defined, or has none of this kind.
    NoValue,
}

impl Reason {
    /// The reason in one word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::OutsideDomain => "outside-domain",
            Self::NotDifferentiable => "not-differentiable",
            Self::Noise => "noise",
            Self::Overflow => "overflow",
            Self::Budget => "budget",
            Self::NoValue => "no-value",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A value with a bound on its error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounded {
    /// The value.
    pub value: f64,
    /// A bound on its error; infinite where there is none.
    pub error: f64,
}

/// What was seen of one entry at one point.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The point, in the order of the variables.
    pub point: Vec<f64>,
    /// The claimed value.
    pub claimed: Bounded,
    /// The value of the derivation.
    pub exact: Bounded,
    /// The textbook central difference with h = 1e-4.
    pub central: f64,
    /// The extrapolated difference, with its bound.
    pub extrapolated: Bounded,
    /// The step that the extrapolated difference chose.
    pub step: f64,
    /// What the function looks like at the point, from differences.
    pub outcome: Outcome,
}

/// What the mistake in a refuted claim is.
///
/// The checks that name it come with the diagnosis; the place for what they find is here.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnosis {
    /// In a sentence.
    pub sentence: String,
}

/// One entry of a claim: its verdict and what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What is said.
    pub verdict: Verdict,
    /// What was seen: at the witness point of a refutation, else at the first point that counted.
    pub evidence: Option<Evidence>,
    /// At how many points claim and derivation were compared with a result.
    pub points: usize,
    /// At how many of them a difference of the function agreed with the derivation.
    pub witnesses: usize,
    /// What the mistake is, where the claim is refuted and it was found.
    pub diagnosis: Option<Diagnosis>,
    /// A sentence on why nothing could be said, or on what the verdict leaves open.
    pub note: Option<String>,
}

/// What a check of a claim found.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The worst of the entries' verdicts.
    pub verdict: Verdict,
    /// The entries, row by row.
    pub entries: Vec<Entry>,
    /// The names of the variables, in the order of the points.
    pub variables: Vec<String>,
    /// The seed that the points were drawn with.
    pub seed: u64,
}

impl Report {
    /// Whether the claim is refuted.
    pub fn is_refuted(&self) -> bool {
        self.verdict == Verdict::Refuted
    }

    /// Whether the claim holds as far as the verdict goes.
    pub fn holds(&self) -> bool {
        self.verdict.holds()
    }

    /// The first entry that has the report's verdict.
    pub fn worst(&self) -> Option<&Entry> {
        self.entries
            .iter()
            .find(|entry| entry.verdict == self.verdict)
    }
}
