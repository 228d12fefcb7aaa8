//! What was seen over all points, and what it comes to.

use super::compare::{Seen, Undefined};
use super::oracle::Asked;
use super::{Behaviour, Entry, Evidence, Reason, Verdict};
use crate::difference::Agreement;

/// What was seen over all points.
#[derive(Default)]
pub(super) struct Tally {
    /// At how many points claim and derivation were compared with a result.
    pub compared: usize,
    witnessed: usize,
    in_balls: usize,
    /// At how many of these both were too small to show a digit.
    vanishing: usize,
    tolerated: usize,
    contradicted: usize,
    /// What the contour oracle was asked.
    pub asked: Asked,
    /// Whether what was seen to be different is so at a point that is no float.
    pub beside: bool,
    defect: Option<Evidence>,
    refutation: Option<Evidence>,
    unwitnessed_difference: Option<Evidence>,
    agreement: Option<Evidence>,
    /// Of a point that did not count.
    evidence: Option<Evidence>,
    reason: Option<Reason>,
    note: Option<String>,
    /// What a verdict that holds leaves open.
    remark: Option<String>,
    /// Branches that no point was found in.
    unreached: Vec<String>,
    expired: bool,
}

impl Tally {
    /// Whether more points would not change the verdict.
    pub(super) const fn is_decided(&self) -> bool {
        self.refutation.is_some() || self.defect.is_some()
    }

    /// Whether no time is left; then that is remembered.
    pub(super) fn expires(&mut self, stop: &dyn Fn() -> bool) -> bool {
        self.expired |= stop();
        self.expired
    }

    /// A point that did not count. The reason that is kept is the one nearest to an answer.
    pub(super) fn miss(&mut self, reason: Reason, evidence: Option<Evidence>, note: String) {
        if self.reason.is_none_or(|known| known < reason) {
            self.reason = Some(reason);
            self.note = Some(note);
            self.evidence = evidence.or(self.evidence.take());
        }
    }

    /// The first of several remarks is kept.
    pub(super) fn remark(&mut self, text: impl FnOnce() -> String) {
        self.remark.get_or_insert_with(text);
    }

    pub(super) fn unreached(&mut self, branch: String) {
        self.unreached.push(branch);
    }

    /// The difference contradicts the derivation: then nothing is said at this point.
    pub(super) fn contradict(&mut self, evidence: Evidence) {
        self.contradicted += 1;
        self.miss(
            Reason::Noise,
            Some(evidence),
            "differences of the function do not agree with the derivation".into(),
        );
    }

    /// Derivation and contour oracle have bounds that exclude each other: one of them is wrong.
    pub(super) fn find_defect(&mut self, evidence: Evidence) {
        self.compared += 1;
        self.defect = Some(evidence);
    }

    pub(super) fn differ(&mut self, evidence: Evidence, witness: Agreement) {
        self.compared += 1;
        if witness == Agreement::Agrees {
            self.witnessed += 1;
            self.refutation = Some(evidence);
        } else {
            self.unwitnessed_difference.get_or_insert(evidence);
        }
    }

    pub(super) fn agree(&mut self, evidence: Evidence, seen: Seen, witness: Agreement) {
        self.compared += 1;
        self.in_balls += usize::from(matches!(seen, Seen::EqualInBalls | Seen::Vanishing));
        self.vanishing += usize::from(seen == Seen::Vanishing);
        self.tolerated += usize::from(seen == Seen::Tolerated);
        self.witnessed += usize::from(witness == Agreement::Agrees);
        if self.agreement.is_none() || self.witnessed == 1 && witness == Agreement::Agrees {
            self.agreement = Some(evidence);
        }
    }

    /// What all points come to; `proved` where derivation and claim are one expression.
    pub(super) fn conclude(mut self, proved: bool) -> Entry {
        let (verdict, evidence) = self.verdict(proved);
        let note = match verdict {
            Verdict::Undecided(Reason::Budget) if !self.unreached.is_empty() => Some(format!(
                "no point was found where {}",
                self.unreached.join(", or where ")
            )),
            Verdict::Undecided(Reason::Budget) => Some("no time was left".into()),
            Verdict::Undecided(reason) => {
                Some(self.note.unwrap_or_else(|| unclear(reason).to_owned()))
            }
            Verdict::Refuted if self.beside => {
                Some("at a point that is no binary fraction; the nearest float is shown".into())
            }
            Verdict::Refuted => evidence
                .as_ref()
                .filter(|seen| seen.claimed.value == seen.exact.value)
                .map(|_| "the difference is too small for floats to show".to_owned()),
            _ if self.tolerated > 0 => Some("equal to within the tolerance that was given".into()),
            _ => self.remark,
        };
        Entry {
            verdict,
            evidence,
            points: self.compared,
            witnesses: self.witnessed,
            diagnosis: None,
            part: None,
            conditions: Vec::new(),
            note,
        }
    }

    fn verdict(&mut self, proved: bool) -> (Verdict, Option<Evidence>) {
        if let Some(evidence) = self.defect.take() {
            self.note = Some(unclear(Reason::Defect).to_owned());
            return (Verdict::Undecided(Reason::Defect), Some(evidence));
        }
        if let Some(witness) = self.refutation.take() {
            return (Verdict::Refuted, Some(witness));
        }
        if let Some(evidence) = self.unwitnessed_difference.take() {
            return (Verdict::Undecided(Reason::Noise), Some(evidence));
        }
        let agreement = self.agreement.take();
        if self.compared == 0 {
            let missing = if self.expired {
                Reason::Budget
            } else {
                Reason::OutsideDomain
            };
            let reason = self.reason.unwrap_or(missing);
            return (Verdict::Undecided(reason), self.evidence.take());
        }
        if self.witnessed == 0 || self.contradicted > 0 {
            let evidence = self.evidence.take().or(agreement);
            return (Verdict::Undecided(Reason::Noise), evidence);
        }
        let verdict = if proved {
            Verdict::Proved
        } else if self.vanishing == self.compared {
            Verdict::Undecided(Reason::Noise)
        } else if self.expired || !self.unreached.is_empty() {
            Verdict::Undecided(Reason::Budget)
        } else if self.in_balls == self.compared {
            Verdict::Certified
        } else {
            Verdict::Consistent
        };
        (verdict, agreement)
    }
}

/// Why nothing could be said, in a sentence.
pub(super) const fn unclear(reason: Reason) -> &'static str {
    match reason {
        Reason::OutsideDomain => {
            "no point was found where function, derivation and claim all have values"
        }
        Reason::NotDifferentiable => "the function has no derivative at the points tried",
        Reason::Overflow => "values are too large for the arithmetic",
        Reason::Budget => "the work that was allowed did not suffice",
        Reason::NoValue => "an expression has no value",
        Reason::Noise => "rounding errors are as large as what is to be compared",
        Reason::Defect => {
            "a defect of this program: two proved bounds of the derivative exclude each other"
        }
    }
}

/// Which side has no value, in a sentence.
pub(super) const fn undefined(which: Undefined) -> &'static str {
    match which {
        Undefined::Derivation => "the derivative has no value here, but the claim has",
        Undefined::Claim => "the claim has no value here, but the derivative has",
        Undefined::Both => "neither derivative nor claim have a value here",
    }
}

/// What keeps a function from having a derivative at a point, in a sentence.
pub(super) fn obstacle(behaviour: Behaviour) -> Option<(Reason, String)> {
    let not = |text: &str| {
        Some((
            Reason::NotDifferentiable,
            format!("not differentiable here: {text}"),
        ))
    };
    let no_value = |text: &str| Some((Reason::OutsideDomain, format!("no value here: {text}")));
    match behaviour {
        Behaviour::Kink { left, right } => not(&format!(
            "the derivative is {} from the left and {} from the right",
            // A slope of -0 is 0.
            left + 0.0,
            right + 0.0
        )),
        Behaviour::Jump => not("the function jumps"),
        Behaviour::Vertical => not("the slope is infinite"),
        Behaviour::Edge => no_value("an edge of the function's domain"),
        Behaviour::Pole => no_value("a pole"),
        Behaviour::Removable { limit } => {
            no_value(&format!("a gap in the domain, with the limit {limit}"))
        }
        Behaviour::Outside => no_value("outside the function's domain"),
        Behaviour::Smooth | Behaviour::OneSided(_) | Behaviour::Unknown => None,
    }
}
