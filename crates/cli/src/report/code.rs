//! What a check of code found, as records like those of claims.

use partials::numeric::blackbox;
use partials::numeric::verify::{self, Bounded, Diagnosis, Reason, Verdict};
use partials::parser::Code;

use super::{Entry, Evidence, Failure, Place, Record};

/// A report with the textbook differences of what does not hold.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The report on one point.
    pub report: &'a blackbox::Report,
    /// A central difference for each of its findings.
    pub central: &'a [f64],
}

impl Failure {
    /// Something that should have been read could not be.
    pub fn input(message: String) -> Self {
        Self {
            code: Code::Input.as_str(),
            message,
        }
    }
}

impl Record {
    /// Of a gradient that is computed by code, at one point.
    pub fn of_code(place: Place, claim: String, variables: Vec<String>, seen: Seen<'_>) -> Self {
        let report = seen.report;
        let findings: Vec<_> = report.findings().zip(seen.central).collect();
        let point = report.points.first().map(|point| point.point.clone());
        let point = point.unwrap_or_default();
        let of = |(column, name): (usize, &String)| {
            let finding = findings
                .iter()
                .find(|(f, _)| f.column.unwrap_or(0) == column);
            let entry = finding.map_or_else(holding, |(f, central)| failing(f, **central, &point));
            Entry {
                wrt: vec![name.clone()],
                ..entry
            }
        };
        let entries = variables.iter().enumerate().map(of).collect();
        let diagnosis: Option<&Diagnosis> = report.diagnosis.as_ref();
        Self {
            verdict: report.verdict.word(),
            reason: report.verdict.reason().map(Reason::word),
            diagnosis: diagnosis.map(|diagnosis| diagnosis.sentence.clone()),
            mistake: diagnosis.map(|diagnosis| diagnosis.mistake.word()),
            decided: Some(report.verdict),
            entries,
            variables,
            ..Self::empty(place, None, claim)
        }
    }
}

fn holding() -> Entry {
    Entry {
        wrt: Vec::new(),
        derivation: "differences of its values".to_owned(),
        verdict: Verdict::Consistent.word(),
        reason: None,
        diagnosis: None,
        mistake: None,
        part: None,
        conditions: Vec::new(),
        note: None,
        points: 1,
        witnesses: 1,
        evidence: None,
    }
}

fn failing(finding: &blackbox::Finding, central: f64, point: &[f64]) -> Entry {
    let claimed = Bounded {
        value: finding.claimed,
        error: 0.0,
    };
    let evidence = verify::Evidence {
        point: point.to_vec(),
        claimed,
        exact: Bounded::NOTHING,
        central,
        extrapolated: finding.found,
        step: f64::NAN,
        contour: Bounded::NOTHING,
        behaviour: finding.behaviour,
    };
    Entry {
        verdict: finding.verdict.word(),
        reason: finding.verdict.reason().map(Reason::word),
        note: finding.note.clone(),
        evidence: Some(Evidence::of(evidence)),
        ..holding()
    }
}
