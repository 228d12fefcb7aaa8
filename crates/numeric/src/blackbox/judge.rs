//! One entry: its claim against a difference along its own variable.

use super::examine::CLAIM_ULPS;
use super::outside;
use super::report::reason;
use super::{COVERED_SINGLE, Checker};
use crate::difference::{Agreement, Bundle, Difference, Options, Outcome, Resolution, compare_at};
use crate::verify::{Behaviour, Bounded, Reason, Verdict};

/// Decides one entry.
pub(super) struct Judge<'a> {
    pub checker: &'a Checker,
    pub claimed: f64,
    /// The size of the entries beside it, which a claim of 0 is held against.
    pub beside: f64,
    pub unit: f64,
}

/// An entry that was decided.
pub(super) struct Judged {
    pub verdict: Verdict,
    pub found: Bounded,
    pub behaviour: Behaviour,
    pub single: bool,
    pub note: Option<String>,
}

impl Judge<'_> {
    pub(super) fn decide(&self, bundle: &mut Bundle<'_>, row: usize, trials: &[Options]) -> Judged {
        let mut best: Option<(Difference, bool)> = None;
        for options in trials {
            let difference = bundle.difference(row, options);
            let single = self.unit > f64::EPSILON || bundle.is_single();
            if best.is_none_or(|(best, _)| difference.error < best.error) {
                best = Some((difference, single));
            }
            let settled = matches!(
                difference.outcome,
                Outcome::Kink { .. } | Outcome::Jump | Outcome::Vertical | Outcome::OutsideDomain
            );
            let told = self.compare(&difference, single) != Agreement::CannotTell;
            if settled || told || bundle.is_exhausted() {
                best = Some((difference, single));
                break;
            }
        }
        let Some((difference, single)) = best else {
            return self.unknown(Reason::Budget, Behaviour::Unknown, false);
        };
        if bundle.is_exhausted() {
            return self.unknown(Reason::Budget, Behaviour::Unknown, single);
        }
        self.verdict(bundle, row, &difference, single)
    }

    fn verdict(
        &self,
        bundle: &mut Bundle<'_>,
        row: usize,
        difference: &Difference,
        single: bool,
    ) -> Judged {
        let behaviour = match difference.outcome {
            Outcome::OutsideDomain => outside::behaviour(|offset| bundle.value(offset, row).0),
            outcome => Behaviour::from(outcome),
        };
        let found = Bounded {
            value: difference.value,
            error: difference.error,
        };
        let judged = |verdict, note: Option<&str>| Judged {
            verdict,
            found,
            behaviour,
            single,
            note: note.map(str::to_owned),
        };
        if !behaviour.is_derivative() {
            return judged(Verdict::Undecided(reason(behaviour)), None);
        }
        if !self.claimed.is_finite() {
            let note = Some("the claim has no value, but the function has a derivative");
            return judged(Verdict::Refuted, note);
        }
        match self.compare(difference, single) {
            Agreement::Agrees => judged(Verdict::Consistent, None),
            Agreement::Differs => judged(Verdict::Refuted, None),
            Agreement::CannotTell => {
                let note = Some("too close to be told from it, too far to be taken for it");
                judged(Verdict::Undecided(Reason::Noise), note)
            }
        }
    }

    fn compare(&self, difference: &Difference, single: bool) -> Agreement {
        let resolution = self.checker.resolution(single);
        let own = CLAIM_ULPS * self.unit * self.claimed.abs();
        let unseen = 0.5 * self.unit * difference.scale;
        let beside = Difference {
            scale: difference.scale.max(if self.claimed == 0.0 {
                self.beside
            } else {
                0.0
            }),
            ..*difference
        };
        compare_at(&beside, self.claimed, own + unseen, &resolution)
    }

    fn unknown(&self, reason: Reason, behaviour: Behaviour, single: bool) -> Judged {
        Judged {
            verdict: Verdict::Undecided(reason),
            found: Bounded::NOTHING,
            behaviour,
            single,
            note: None,
        }
    }
}

/// How well values of one precision can tell.
pub(super) fn resolution(single: bool, tolerance: Option<f64>, negligible: f64) -> Resolution {
    let own = if single { 0.2 * COVERED_SINGLE } else { 1e-6 };
    let of_scale = if single { 1e-3 } else { 0.0 };
    Resolution {
        relative: tolerance.unwrap_or(own),
        of_scale: negligible.max(of_scale),
        ..Resolution::default()
    }
}
