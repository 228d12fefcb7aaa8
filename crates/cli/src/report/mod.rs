//! What a check found, as plain data; the forms in which it is written are in modules of their
//! own.

mod code;
mod github;
mod json;
mod junit;
mod markdown;
mod sarif;
mod text;

use std::io;

use partials::CheckedClaim;
use partials::numeric::verify::{self, Behaviour, Report, Verdict};
use partials::parser::Diagnostic;
use partials::symbolic::lower::Shape;
use serde::Serialize;
use serde_json::Value as Json;

use crate::arguments::{CheckArguments, CheckFormat};
use crate::console::Style;
use crate::notation::number;
pub use code::Seen;

/// The version of the JSON schema. It changes when something that is there changes or goes.
pub const VERSION: u32 = 1;

/// A form in which results are written.
pub trait Write {
    /// Writes one claim, in the order of the input.
    ///
    /// # Errors
    /// Where nothing can be written.
    fn claim(&mut self, out: &mut dyn io::Write, record: Record) -> io::Result<()>;

    /// Writes what is left when all claims are decided.
    ///
    /// # Errors
    /// Where nothing can be written.
    fn finish(&mut self, out: &mut dyn io::Write, summary: &Summary) -> io::Result<()>;
}

/// The form that is asked for.
pub fn new(arguments: &CheckArguments, style: Style) -> Box<dyn Write> {
    match arguments.format {
        CheckFormat::Text => Box::new(text::Text::new(style, arguments.verbose)),
        CheckFormat::Json => Box::new(json::Document::default()),
        CheckFormat::Jsonl => Box::new(json::Lines),
        CheckFormat::Markdown => Box::new(markdown::Markdown::default()),
        CheckFormat::Junit => Box::new(junit::Junit::new(arguments.allow_undecided)),
        CheckFormat::Sarif => Box::new(sarif::Sarif::default()),
        CheckFormat::Github => Box::new(github::Github),
    }
}

/// Text for a prompt: the evidence of claims that don't hold, and of those that ask for it.
pub fn text(style: Style) -> text::Text {
    text::Text::new(style, false)
}

/// Where a claim stands.
#[derive(Clone, Debug, Serialize)]
pub struct Place {
    /// The file; none for the command line.
    pub file: Option<String>,
    /// The line, counted from 1.
    pub line: usize,
}

/// What was found of a claim.
#[derive(Clone, Debug, Serialize)]
pub struct Record {
    version: u32,
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
    label: Option<String>,
    claim: String,
    verdict: &'static str,
    reason: Option<&'static str>,
    diagnosis: Option<String>,
    mistake: Option<&'static str>,
    error: Option<Failure>,
    /// How long it took, where that was asked for.
    pub seconds: Option<f64>,
    variables: Vec<String>,
    entries: Vec<Entry>,
    /// Whether the evidence is shown whatever the verdict is.
    #[serde(skip)]
    pub shows_all: bool,
    /// The verdict; none where the claim could not be checked.
    #[serde(skip)]
    pub decided: Option<Verdict>,
}

/// Why a claim could not be checked.
#[derive(Clone, Debug, Serialize)]
pub struct Failure {
    code: &'static str,
    message: String,
}

impl Failure {
    /// What a diagnostic says.
    pub fn of(diagnostic: &Diagnostic) -> Self {
        Self {
            code: diagnostic.code.as_str(),
            message: diagnostic.message.clone(),
        }
    }
}

/// What was found of one entry.
#[derive(Clone, Debug, Serialize)]
struct Entry {
    wrt: Vec<String>,
    derivation: String,
    verdict: &'static str,
    reason: Option<&'static str>,
    diagnosis: Option<String>,
    mistake: Option<&'static str>,
    part: Option<String>,
    conditions: Vec<String>,
    note: Option<String>,
    points: usize,
    witnesses: usize,
    evidence: Option<Evidence>,
}

/// A value with a bound on its error. Numbers that are not finite are `null` in JSON.
#[derive(Clone, Copy, Debug, Serialize)]
struct Bounded {
    value: f64,
    error: f64,
}

/// What was seen at a point.
#[derive(Clone, Debug, Serialize)]
struct Evidence {
    point: Vec<f64>,
    claimed: Bounded,
    exact: Bounded,
    central: f64,
    extrapolated: Bounded,
    step: f64,
    contour: Option<Bounded>,
    outcome: &'static str,
    left: Option<f64>,
    right: Option<f64>,
}

impl Record {
    /// Of a claim that was checked.
    pub fn new(place: Place, claim: &CheckedClaim, report: Report) -> Self {
        let diagnosis = report
            .entries
            .iter()
            .find_map(|entry| entry.diagnosis.as_ref());
        let parts = claim.wrt().into_iter().zip(claim.derivation());
        Self {
            verdict: report.verdict.word(),
            reason: report.verdict.reason().map(verify::Reason::word),
            diagnosis: diagnosis.map(|diagnosis| diagnosis.sentence.clone()),
            mistake: diagnosis.map(|diagnosis| diagnosis.mistake.word()),
            decided: Some(report.verdict),
            entries: parts
                .zip(report.entries)
                .map(|(part, entry)| Entry::new(part, entry))
                .collect(),
            variables: report.variables,
            ..Self::bare(place, claim)
        }
    }

    /// Of a claim that could not be checked.
    pub fn failed(place: Place, claim: &CheckedClaim, error: Option<Failure>) -> Self {
        let variables = claim.variables().to_vec();
        Self {
            reason: error.as_ref().map(|e| e.code),
            error,
            variables,
            ..Self::bare(place, claim)
        }
    }

    /// Of a claim that could not be read.
    pub fn unreadable(place: Place, text: &str, error: Failure) -> Self {
        let quoted = text.strip_prefix('"').and_then(|rest| rest.split_once('"'));
        let (label, claim) = quoted.map_or((None, text), |(label, claim)| (Some(label), claim));
        Self {
            reason: Some(error.code),
            error: Some(error),
            ..Self::empty(place, label.map(str::to_owned), claim.trim().to_owned())
        }
    }

    fn bare(place: Place, claim: &CheckedClaim) -> Self {
        Self::empty(place, claim.label.clone(), claim.text.clone())
    }

    /// Verdict and reason.
    fn heading(&self) -> String {
        let mut conditions: Vec<&str> = Vec::new();
        for condition in self.entries.iter().flat_map(|entry| &entry.conditions) {
            if !conditions.contains(&condition.as_str()) {
                conditions.push(condition);
            }
        }
        match self.reason {
            Some(reason) => format!("{}: {reason}", self.verdict),
            None if conditions.is_empty() || !self.holds() => self.verdict.to_owned(),
            None => format!("{} where {}", self.verdict, conditions.join(" and ")),
        }
    }

    /// Whether the claim holds.
    fn holds(&self) -> bool {
        self.decided.is_some_and(Verdict::holds)
    }

    /// The label, else the claim.
    fn title(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.claim)
    }

    /// Why the claim does not hold, a line for each thing that is known.
    fn reasons(&self) -> Vec<String> {
        let mut lines = Vec::new();
        lines.extend(self.error.as_ref().map(|error| error.message.clone()));
        let several = self.entries.len() > 1;
        for (i, entry) in self.entries.iter().enumerate() {
            if matches!(entry.verdict, "proved" | "certified" | "consistent") {
                continue;
            }
            let number = if several {
                format!("entry {}: ", i + 1)
            } else {
                String::new()
            };
            lines.push(format!("{number}the derivation is {}", entry.derivation));
            lines.extend(
                entry
                    .evidence
                    .as_ref()
                    .map(|seen| seen.sentence(&self.variables)),
            );
            lines.extend(entry.diagnosis.iter().chain(&entry.note).cloned());
        }
        lines
    }

    const fn empty(place: Place, label: Option<String>, claim: String) -> Self {
        Self {
            version: VERSION,
            place,
            label,
            claim,
            verdict: "error",
            reason: None,
            diagnosis: None,
            mistake: None,
            error: None,
            seconds: None,
            variables: Vec::new(),
            entries: Vec::new(),
            shows_all: false,
            decided: None,
        }
    }
}

impl Entry {
    fn new((wrt, derivation): (Vec<String>, String), entry: verify::Entry) -> Self {
        Self {
            wrt,
            derivation,
            verdict: entry.verdict.word(),
            reason: entry.verdict.reason().map(verify::Reason::word),
            mistake: entry.diagnosis.as_ref().map(|found| found.mistake.word()),
            diagnosis: entry.diagnosis.map(|diagnosis| diagnosis.sentence),
            part: entry.part,
            conditions: entry.conditions,
            note: entry.note,
            points: entry.points,
            witnesses: entry.witnesses,
            evidence: entry.evidence.map(Evidence::of),
        }
    }
}

impl Bounded {
    const fn of(value: verify::Bounded) -> Self {
        // A bound of -0 is 0.
        Self {
            value: value.value,
            error: value.error + 0.0,
        }
    }
}

impl Evidence {
    /// What was seen, in a sentence.
    fn sentence(&self, variables: &[String]) -> String {
        let value = |found: Bounded| match found.value.is_nan() {
            true => "undefined".to_owned(),
            false => number(found.value),
        };
        let pairs = variables.iter().zip(&self.point);
        let at: Vec<String> = pairs
            .map(|(name, x)| format!("{name} = {}", number(*x)))
            .collect();
        format!(
            "at {}: claimed {}, exact {}, extrapolated difference {}",
            at.join(", "),
            value(self.claimed),
            value(self.exact),
            value(self.extrapolated)
        )
    }

    fn of(evidence: verify::Evidence) -> Self {
        let (left, right) = match evidence.behaviour {
            Behaviour::Kink { left, right } => (Some(left), Some(right)),
            _ => (None, None),
        };
        Self {
            left,
            right,
            point: evidence.point,
            claimed: Bounded::of(evidence.claimed),
            exact: Bounded::of(evidence.exact),
            central: evidence.central,
            extrapolated: Bounded::of(evidence.extrapolated),
            step: evidence.step,
            contour: (!evidence.contour.value.is_nan()).then(|| Bounded::of(evidence.contour)),
            outcome: evidence.behaviour.word(),
        }
    }
}

/// How many claims have which verdict.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Summary {
    /// All claims.
    pub claims: usize,
    proved: usize,
    certified: usize,
    consistent: usize,
    undecided: usize,
    refuted: usize,
    errors: usize,
    seed: u64,
    points: u16,
}

impl Summary {
    /// No claims yet.
    pub const fn new(seed: u64, points: u16) -> Self {
        Self {
            claims: 0,
            proved: 0,
            certified: 0,
            consistent: 0,
            undecided: 0,
            refuted: 0,
            errors: 0,
            seed,
            points,
        }
    }

    /// How many claims have which verdict, in a sentence.
    fn sentence(&self) -> String {
        let claims = if self.claims == 1 { "claim" } else { "claims" };
        let found: Vec<String> = self
            .counts()
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        format!(
            "{} {claims}: {} (seed {})",
            self.claims,
            found.join(", "),
            self.seed
        )
    }

    const fn counts(&self) -> [(usize, &'static str); 6] {
        [
            (self.proved, "proved"),
            (self.certified, "certified"),
            (self.consistent, "consistent"),
            (self.undecided, "undecided"),
            (self.refuted, "refuted"),
            (self.errors, "with errors"),
        ]
    }

    /// Counts one claim.
    pub fn count(&mut self, record: &Record) {
        self.claims += 1;
        *match record.decided {
            None => &mut self.errors,
            Some(Verdict::Proved) => &mut self.proved,
            Some(Verdict::Certified) => &mut self.certified,
            Some(Verdict::Consistent) => &mut self.consistent,
            Some(Verdict::Undecided(_)) => &mut self.undecided,
            Some(Verdict::Refuted) => &mut self.refuted,
        } += 1;
    }
}

/// The elements of a value: alone, as an array, or as an array of rows.
pub fn nested<T: Clone + Into<Json>>(shape: Shape, elements: &[T]) -> Json {
    let list = |elements: &[T]| {
        elements
            .iter()
            .cloned()
            .map(Into::into)
            .collect::<Vec<Json>>()
    };
    match shape {
        Shape::Scalar => elements.first().cloned().map_or(Json::Null, Into::into),
        Shape::Vector(_) => list(elements).into(),
        Shape::Matrix(_, columns) => elements
            .chunks(columns.max(1))
            .map(|row| Json::from(list(row)))
            .collect(),
    }
}
