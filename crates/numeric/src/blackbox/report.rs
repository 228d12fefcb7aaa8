//! What a check of code found, as data and as text.

use std::fmt;

use crate::verify::{Behaviour, Bounded, Diagnosis, Reason, Verdict};

/// How many entries are shown of a point.
const SHOWN: usize = 12;

/// How many coordinates are shown of a point.
const COORDINATES: usize = 8;

/// One entry that does not hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Its row: the output of the function; 0 for a gradient.
    pub row: usize,
    /// Its column: the variable. None where a whole row is meant.
    pub column: Option<usize>,
    /// What is said of it.
    pub verdict: Verdict,
    /// The claimed value.
    pub claimed: f64,
    /// What differences of the function come to, with a bound.
    pub found: Bounded,
    /// What the function looks like at the point along this variable.
    pub behaviour: Behaviour,
    /// More, in a sentence.
    pub note: Option<String>,
}

/// What was found at one point.
#[derive(Clone, Debug, PartialEq)]
pub struct PointReport {
    /// The point.
    pub point: Vec<f64>,
    /// The worst of the verdicts on its entries.
    pub verdict: Verdict,
    /// The entries that do not hold.
    pub findings: Vec<Finding>,
    /// Whether the search ended before all wrong entries were named.
    pub truncated: bool,
    /// Whether the function computes in single precision, which is held against coarser bounds.
    pub is_single: bool,
    /// How often the function was evaluated, the control included.
    pub evaluations: u64,
}

/// What a check of code against differences of a function found.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// What was checked: `gradient`, `Jacobian`, …
    pub what: &'static str,
    /// The worst of the verdicts at the points.
    pub verdict: Verdict,
    /// How many outputs and variables there are.
    pub shape: (usize, usize),
    /// The points, in their order.
    pub points: Vec<PointReport>,
    /// What the mistake is, where the claim is refuted and it was found.
    pub diagnosis: Option<Diagnosis>,
    /// Whether the same check rejected the claim with one entry damaged at random; none where
    /// there was nothing to be shown.
    pub control: Option<bool>,
    /// How many random directions each group of entries was tried in.
    pub directions: u32,
    /// The seed of the directions, steps and damage.
    pub seed: u64,
}

impl Report {
    /// Whether the claim is refuted.
    pub fn is_refuted(&self) -> bool {
        self.verdict == Verdict::Refuted
    }

    /// Whether the claim holds as far as differences can tell.
    pub fn holds(&self) -> bool {
        self.verdict.holds()
    }

    /// All entries that do not hold.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.points.iter().flat_map(|point| &point.findings)
    }

    /// A bound on the probability that entries which are wrong by this part of themselves, or
    /// more, cancelled in all directions. One wrong entry alone can't: its weight is not small.
    ///
    /// Where a group passes, the sum of the errors times their weights is below a part κ of each
    /// entry's own share. The weights are uniform on ±[1, 2], so that this happens with
    /// probability κ/δ at most for an error of the part δ, in each direction.
    pub fn miss_probability(&self, error: f64) -> f64 {
        let single = self.points.iter().any(|point| point.is_single);
        let part = super::coverage(single) / error.abs();
        let directions = i32::try_from(self.directions).unwrap_or(i32::MAX);
        part.powi(directions).min(1.0)
    }

    fn is_row(&self) -> bool {
        self.shape.0 == 1
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (rows, columns) = self.shape;
        let points = self.points.len();
        write!(f, "{}: {}", self.what, self.verdict)?;
        let size = if self.is_row() {
            plural(columns, "entry", "entries")
        } else {
            format!("{rows} × {columns} entries")
        };
        let points = plural(points, "point", "points");
        writeln!(f, " ({size}, {points}, seed {})", self.seed)?;
        for point in self.points.iter().filter(|point| !point.verdict.holds()) {
            self.point(f, point)?;
        }
        if let Some(diagnosis) = &self.diagnosis {
            writeln!(f, "  {}", diagnosis.sentence)?;
        }
        match self.control {
            Some(true) => writeln!(f, "  control: the claim with one entry damaged is refuted"),
            Some(false) => writeln!(
                f,
                "  control: the claim with one entry damaged is not refuted: the check can't tell"
            ),
            None => Ok(()),
        }
    }
}

impl Report {
    fn point(&self, f: &mut fmt::Formatter<'_>, point: &PointReport) -> fmt::Result {
        let mut shown: Vec<String> = point.point.iter().take(COORDINATES).map(number).collect();
        if point.point.len() > COORDINATES {
            shown.push("…".to_owned());
        }
        writeln!(f, "  at [{}]: {}", shown.join(", "), point.verdict)?;
        for finding in point.findings.iter().take(SHOWN) {
            self.finding(f, finding)?;
        }
        let more = point.findings.len().saturating_sub(SHOWN);
        if more > 0 || point.truncated {
            let at_least = if point.truncated { "at least " } else { "" };
            writeln!(f, "    and {at_least}{more} more")?;
        }
        if point.is_single {
            writeln!(f, "    the function computes in single precision")?;
        }
        Ok(())
    }

    fn finding(&self, f: &mut fmt::Formatter<'_>, finding: &Finding) -> fmt::Result {
        let place = match finding.column {
            Some(column) if self.is_row() => format!("entry {column}"),
            Some(column) if self.shape.1 > 1 => format!("entry ({}, {column})", finding.row),
            _ => format!("entry {}", finding.row),
        };
        write!(f, "    {place}: {}", finding.verdict)?;
        write!(f, ", claimed {}", number(&finding.claimed))?;
        match finding.behaviour {
            Behaviour::Kink { left, right } => write!(
                f,
                ", kink: {} from the left, {} from the right",
                short(left),
                short(right)
            )?,
            Behaviour::Smooth | Behaviour::OneSided(_) if finding.found.error.is_finite() => {
                let Bounded { value, error } = finding.found;
                write!(f, ", found {} ± {error:.1e}", number(&value))?;
            }
            Behaviour::Smooth | Behaviour::OneSided(_) | Behaviour::Unknown => {}
            other => write!(f, ", {}", other.word())?,
        }
        match &finding.note {
            Some(note) => writeln!(f, ": {note}"),
            None => writeln!(f),
        }
    }
}

fn plural(count: usize, one: &str, more: &str) -> String {
    let word = if count == 1 { one } else { more };
    format!("{count} {word}")
}

/// The shortest decimal that reads back as this float.
fn number(value: &f64) -> String {
    let text = format!("{value:?}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

/// To ten digits.
fn short(value: f64) -> String {
    let rounded: f64 = format!("{value:.9e}").parse().unwrap_or(value);
    // Zero is not negative.
    number(&(rounded + 0.0))
}

/// Why an entry is undecided where its behaviour is no derivative.
pub(super) const fn reason(behaviour: Behaviour) -> Reason {
    match behaviour {
        Behaviour::Kink { .. } | Behaviour::Jump | Behaviour::Vertical => Reason::NotDifferentiable,
        Behaviour::Edge | Behaviour::Pole | Behaviour::Removable { .. } | Behaviour::Outside => {
            Reason::OutsideDomain
        }
        _ => Reason::Noise,
    }
}
