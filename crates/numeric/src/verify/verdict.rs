//! What a check says, and the evidence for it: plain data, rendered elsewhere.

use std::fmt;

use crate::ball::Ball;
use crate::difference::{Outcome, Side};
use crate::interval::Interval;

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
    /// Derivation and contour oracle, both with proved bounds, contradict each other: a defect of
    /// this program, which should be reported.
    Defect,
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
            Self::Defect => "defect",
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

impl Bounded {
    /// No value.
    pub const NOTHING: Self = Self {
        value: f64::NAN,
        error: f64::INFINITY,
    };

    /// A value that an interval encloses.
    pub(super) fn interval(value: Interval) -> Self {
        if value.is_empty() {
            return Self::NOTHING;
        }
        Self {
            value: value.midpoint(),
            error: value.radius(),
        }
    }

    /// A value that a ball encloses.
    pub(super) fn ball(value: &Ball) -> Self {
        Self {
            value: value.mid_f64(),
            error: value.rad_f64(),
        }
    }
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
    /// The derivative by Cauchy's formula, from values of the function alone, with its proved
    /// bound; no value where it was not asked for or the function is not analytic.
    pub contour: Bounded,
    /// What the function looks like at the point, from its values alone.
    pub behaviour: Behaviour,
}

/// What a function looks like at a point.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Behaviour {
    /// Both sides have the same derivative.
    Smooth,
    /// Only this side has values, and a derivative.
    OneSided(Side),
    /// The sides have different derivatives.
    Kink {
        /// The derivative from the left.
        left: f64,
        /// The derivative from the right.
        right: f64,
    },
    /// The function jumps.
    Jump,
    /// The slope grows without bound.
    Vertical,
    /// No value here, but on one side: the edge of the domain.
    Edge,
    /// No value here, and values that grow without bound on both sides.
    Pole,
    /// No value here, but one limit from both sides.
    Removable {
        /// The limit.
        limit: f64,
    },
    /// No value here or near.
    Outside,
    /// Values of the function do not tell.
    Unknown,
}

impl Behaviour {
    /// Whether there is a derivative that a claim can be compared with.
    pub const fn is_derivative(self) -> bool {
        matches!(self, Self::Smooth | Self::OneSided(_))
    }

    /// Whether the function has no value at the point.
    pub const fn is_outside(self) -> bool {
        matches!(
            self,
            Self::Edge | Self::Pole | Self::Removable { .. } | Self::Outside
        )
    }

    /// The behaviour in one word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Smooth => "smooth",
            Self::OneSided(Side::Left) => "left",
            Self::OneSided(Side::Right) => "right",
            Self::OneSided(_) => "one-sided",
            Self::Kink { .. } => "kink",
            Self::Jump => "jump",
            Self::Vertical => "vertical",
            Self::Edge => "edge",
            Self::Pole => "pole",
            Self::Removable { .. } => "removable",
            Self::Outside => "outside-domain",
            Self::Unknown => "unresolved",
        }
    }
}

impl From<Outcome> for Behaviour {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Smooth => Self::Smooth,
            Outcome::OneSided(side) => Self::OneSided(side),
            Outcome::Kink { left, right } => Self::Kink { left, right },
            Outcome::Jump => Self::Jump,
            Outcome::Vertical => Self::Vertical,
            Outcome::OutsideDomain => Self::Outside,
            Outcome::Noise | Outcome::Unresolved => Self::Unknown,
        }
    }
}

/// What the mistake in a refuted claim is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// Its kind.
    pub mistake: Mistake,
    /// In a sentence.
    pub sentence: String,
}

/// The kinds of mistakes that are told apart, in the order in which they are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Mistake {
    /// All signs are turned, or the sign of one term.
    Sign,
    /// A constant factor is missing or too much.
    Factor,
    /// The inner derivative of the chain rule is left out.
    InnerDerivative,
    /// The product rule, or the quotient rule.
    Product,
    /// The derivative of something else: another variable or entry, the function itself.
    Other,
    /// Some term of a sum is wrong, missing or too much.
    Term,
}

impl Mistake {
    /// The kind in one word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sign => "sign",
            Self::Factor => "factor",
            Self::InnerDerivative => "inner-derivative",
            Self::Product => "product-rule",
            Self::Other => "other-derivative",
            Self::Term => "term",
        }
    }
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
    /// The part of the function that has no value, or no derivative, at the point of the evidence.
    pub part: Option<String>,
    /// Where both claim and derivation have values, if one of them has values elsewhere too:
    /// conditions such as `x != 1`.
    pub conditions: Vec<String>,
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
