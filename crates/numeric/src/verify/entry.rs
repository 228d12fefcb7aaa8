//! The check of one entry: point by point, then the verdict.

use partials_symbolic::equal::Proof;
use partials_symbolic::graph::{Graph, Id};

use super::points::Points;
use super::proof::{note, proof};
use super::{Bounded, Claim, ClaimEntry, Entry, Evidence, Reason, Verdict, Verifier};
use crate::ball::{Ball, Precision};
use crate::difference::{
    Agreement, DEFAULT_STEP, Difference, Options, Outcome, Resolution, central_difference,
    compare_at, differentiate_bounded,
};
use crate::interval::{Interval, Truth};
use crate::tape::{Machine, Tape, TapeError, TapeOptions};

/// Two values that agree are evidence only where their bounds together are below this part of
/// the larger: no wrong claim within the resolution that is promised (1e-9) passes.
const RESOLUTION: f64 = 2.5e-10;
/// The rules are witnessed by differences at this resolution; a wrong rule is wrong by more.
const WITNESS: Resolution = Resolution {
    relative: 1e-3,
    of_scale: 1e-9,
    margin: 8.0,
};
/// How many candidates are drawn for each point that is wanted.
const CANDIDATES: usize = 40;
/// The precisions of balls, in bits.
const PRECISIONS: [u32; 4] = [128, 256, 512, 1024];
/// `certified` means equal to at least this many bits (30 digits).
const CERTAIN_BITS: i64 = 100;

/// What the comparison at a point says.
enum Seen {
    /// Equal, by intervals.
    Equal,
    /// Equal to many digits, by balls.
    EqualInBalls,
    Different,
    Unclear(Reason),
}

#[derive(Clone, Debug)]
pub(super) struct EntryCheck {
    verifier: Verifier,
    /// What proves that derivation and claim are equal.
    proof: Option<Proof>,
    function: Option<Tape>,
    /// What the difference is taken of: the function, or its derivation of one order less.
    antiderivative: Option<Tape>,
    both: Tape,
    conditions: Option<Tape>,
    /// The place among the variables in which the last derivative is taken.
    along: Option<usize>,
}

impl EntryCheck {
    pub(super) fn new(
        verifier: Verifier,
        graph: &Graph,
        claim: &Claim,
        entry: &ClaimEntry,
        options: TapeOptions,
    ) -> Result<Self, TapeError> {
        let tape = |roots: &[Id]| Tape::new(graph, roots, &claim.variables, options);
        let function = entry.function.map(|f| tape(&[f])).transpose()?;
        let antiderivative = match entry.lower.last() {
            Some(lower) => Some(tape(&[*lower])?),
            None => function.clone(),
        };
        let last = entry
            .wrt
            .last()
            .map(|symbol| graph.with(|a| a.name(*symbol).to_owned()));
        let along = last.and_then(|name| claim.variables.iter().position(|v| *v == name));
        let met: Vec<Id> = graph.with(|arena| {
            let (one, zero) = (arena.integer(1), arena.integer(0));
            claim
                .conditions
                .iter()
                .map(|c| arena.select(*c, one, zero))
                .collect()
        });
        Ok(Self {
            verifier,
            proof: proof(graph, entry),
            function,
            antiderivative,
            both: tape(&[entry.truth, entry.claimed])?,
            conditions: (!met.is_empty()).then(|| tape(&met)).transpose()?,
            along,
        })
    }

    pub(super) fn run(&self, at: Option<&[f64]>, mut points: Points, constant: bool) -> Entry {
        let mut tally = Tally::default();
        if let Some(point) = at {
            self.visit(point, true, &mut tally);
        } else {
            // Without variables there is one point.
            let wanted = if constant { 1 } else { self.verifier.points };
            for _ in 0..if constant { 1 } else { wanted * CANDIDATES } {
                let point = points.next();
                if !self.is_candidate(&point) {
                    continue;
                }
                self.visit(&point, false, &mut tally);
                if tally.refutation.is_some() || tally.compared >= wanted {
                    break;
                }
            }
        }
        self.conclude(tally)
    }

    /// Whether a point meets the conditions and the function has a value there.
    fn is_candidate(&self, point: &[f64]) -> bool {
        let holds = |tape: &Tape| tape.evaluate(point, ()).iter().all(|value| *value == 1.0);
        self.conditions.as_ref().is_none_or(holds)
            && self
                .function
                .as_ref()
                .is_none_or(|tape| tape.evaluate(point, ()).iter().all(|v| v.is_finite()))
    }

    /// Compares claim and derivation at a point, and the derivation with a difference.
    fn visit(&self, point: &[f64], named: bool, tally: &mut Tally) {
        let intervals: Vec<Interval> = point.iter().map(|x| Interval::point(*x)).collect();
        if let Some(function) = &self.function {
            let value = function.first(&mut Machine::default(), &intervals, ());
            if value.is_empty() || named && value.is_partial() && !value.is_bounded() {
                return tally.miss(Reason::OutsideDomain, || {
                    "the function has no value at this point".into()
                });
            }
        }
        let values = self.both.evaluate(&intervals, ());
        let &[truth, claimed] = values.as_slice() else {
            return;
        };
        let mut evidence = self.evidence(point, truth, claimed);
        if !self.is_differentiable(&evidence, truth, tally) {
            if named {
                tally.evidence = Some(evidence);
            }
            return;
        }
        let seen = self.compare(point, truth, claimed, &mut evidence);
        let witness = self.witness(&evidence);
        match seen {
            Seen::Unclear(reason) => {
                tally.miss(reason, || unclear(reason).into());
                if tally.evidence.is_none() {
                    tally.evidence = Some(evidence);
                }
            }
            // The difference contradicts the derivation: then nothing is said at this point.
            _ if witness == Agreement::Differs => {
                tally.contradicted += 1;
                tally.miss(Reason::Noise, || {
                    "differences of the function do not agree with the derivation".into()
                });
                tally.evidence.get_or_insert(evidence);
            }
            Seen::Different => {
                tally.compared += 1;
                if witness == Agreement::Agrees || self.function.is_none() {
                    tally.witnessed += 1;
                    tally.refutation = Some(evidence);
                } else {
                    tally.unwitnessed_difference.get_or_insert(evidence);
                }
            }
            Seen::Equal | Seen::EqualInBalls => {
                tally.compared += 1;
                tally.in_balls += usize::from(matches!(seen, Seen::EqualInBalls));
                tally.witnessed += usize::from(witness == Agreement::Agrees);
                if tally.agreement.is_none() || tally.witnessed == 1 {
                    tally.agreement = Some(evidence);
                }
            }
        }
    }

    /// Whether the function has a derivative here, as far as differences can tell.
    fn is_differentiable(&self, evidence: &Evidence, truth: Interval, tally: &mut Tally) -> bool {
        let note = match evidence.outcome {
            Outcome::Kink { left, right } => format!(
                "not differentiable here: the derivative is {left} from the left and {right} \
                 from the right"
            ),
            Outcome::Jump => "not differentiable here: the function jumps".into(),
            Outcome::Vertical => "not differentiable here: the slope is infinite".into(),
            // A rule that rests on a convention is no evidence where no difference confirms it.
            _ if truth.may_jump() && !evidence.outcome.is_derivative() => {
                "a branch or kink lies at this point".into()
            }
            _ => return true,
        };
        tally.miss(Reason::NotDifferentiable, || note);
        false
    }

    fn evidence(&self, point: &[f64], truth: Interval, claimed: Interval) -> Evidence {
        let mut evidence = Evidence {
            point: point.to_vec(),
            claimed: bounded(claimed),
            exact: bounded(truth),
            central: f64::NAN,
            extrapolated: Bounded {
                value: f64::NAN,
                error: f64::INFINITY,
            },
            step: f64::NAN,
            outcome: Outcome::Smooth,
        };
        let (Some(tape), Some(place)) = (&self.antiderivative, self.along) else {
            return evidence;
        };
        let Some(&at) = point.get(place) else {
            return evidence;
        };
        let mut moved = point.to_vec();
        let mut machine = Machine::default();
        let strict = |x: f64| {
            moved
                .iter_mut()
                .skip(place)
                .take(1)
                .for_each(|slot| *slot = x);
            tape.first(&mut machine, &moved, ())
        };
        evidence.central = central_difference(strict, at, DEFAULT_STEP);
        let difference = self.difference(tape, point, place, at);
        evidence.extrapolated = Bounded {
            value: difference.value,
            error: difference.error,
        };
        evidence.step = difference.step;
        evidence.outcome = difference.outcome;
        evidence
    }

    /// The extrapolated difference of a tape along one variable, its values with the bounds of
    /// interval arithmetic.
    fn difference(&self, tape: &Tape, point: &[f64], place: usize, at: f64) -> Difference {
        let mut moved: Vec<Interval> = point.iter().map(|x| Interval::point(*x)).collect();
        let mut machine = Machine::default();
        let along = |x: f64| {
            moved
                .iter_mut()
                .skip(place)
                .take(1)
                .for_each(|slot| *slot = Interval::point(x));
            let value = tape.first(&mut machine, &moved, ());
            if value.is_empty() || !value.is_bounded() {
                return (f64::NAN, f64::INFINITY);
            }
            (value.midpoint(), value.radius())
        };
        let options = Options {
            seed: self.verifier.seed,
            ..Options::default()
        };
        differentiate_bounded(along, at, &options)
    }

    /// Whether the difference agrees with the derivation.
    fn witness(&self, evidence: &Evidence) -> Agreement {
        if self.function.is_none() {
            return Agreement::Agrees;
        }
        let Bounded { value, error } = evidence.extrapolated;
        let difference = Difference {
            value,
            error,
            truncation: error,
            rounding: 0.0,
            step: evidence.step,
            scale: value.abs(),
            noise: 0.0,
            evaluations: 0,
            outcome: evidence.outcome,
        };
        compare_at(
            &difference,
            evidence.exact.value,
            evidence.exact.error,
            &WITNESS,
        )
    }

    fn compare(
        &self,
        point: &[f64],
        truth: Interval,
        claimed: Interval,
        evidence: &mut Evidence,
    ) -> Seen {
        if truth.is_empty() || claimed.is_empty() {
            return Seen::Unclear(Reason::OutsideDomain);
        }
        if self.verifier.certify {
            return match self.compare_in_balls(point, evidence) {
                Seen::Unclear(_) => compare_intervals(truth, claimed),
                seen => seen,
            };
        }
        match compare_intervals(truth, claimed) {
            Seen::Unclear(reason) => match self.compare_in_balls(point, evidence) {
                Seen::Unclear(_) => Seen::Unclear(reason),
                seen => seen,
            },
            seen => seen,
        }
    }

    /// At rising precision, until the balls are apart or equal to many digits.
    fn compare_in_balls(&self, point: &[f64], evidence: &mut Evidence) -> Seen {
        for bits in PRECISIONS {
            let precision = Precision::bits(bits);
            let balls: Vec<Ball> = point
                .iter()
                .map(|x| Ball::from_f64(*x, precision))
                .collect();
            let values = self.both.evaluate(&balls, precision);
            let [truth, claimed] = values.as_slice() else {
                break;
            };
            if truth.is_outside() || claimed.is_outside() {
                return Seen::Unclear(Reason::OutsideDomain);
            }
            if truth.is_indeterminate() || claimed.is_indeterminate() {
                continue;
            }
            let apart = truth.separated_from(claimed);
            let accurate = truth
                .relative_accuracy_bits()
                .min(claimed.relative_accuracy_bits());
            let zero = truth.contains_zero() && claimed.contains_zero();
            let tiny = zero && truth.rad_f64().max(claimed.rad_f64()) < 1e-30;
            if apart || accurate >= CERTAIN_BITS || tiny {
                evidence.exact = Bounded {
                    value: truth.mid_f64(),
                    error: truth.rad_f64(),
                };
                evidence.claimed = Bounded {
                    value: claimed.mid_f64(),
                    error: claimed.rad_f64(),
                };
                return if apart {
                    Seen::Different
                } else {
                    Seen::EqualInBalls
                };
            }
        }
        Seen::Unclear(Reason::Noise)
    }

    fn conclude(&self, tally: Tally) -> Entry {
        let witnessed = tally.witnessed > 0;
        let (verdict, evidence) = if let Some(witness) = tally.refutation {
            (Verdict::Refuted, Some(witness))
        } else if tally.unwitnessed_difference.is_some() {
            (
                Verdict::Undecided(Reason::Noise),
                tally.unwitnessed_difference,
            )
        } else if tally.compared == 0 || !witnessed {
            let reason = if tally.compared > 0 {
                Some(Reason::Noise)
            } else {
                tally.reason
            };
            let reason = reason.unwrap_or(Reason::OutsideDomain);
            (
                Verdict::Undecided(reason),
                tally.evidence.or(tally.agreement),
            )
        } else if tally.contradicted > 0 {
            (Verdict::Undecided(Reason::Noise), tally.evidence)
        } else if self.proof.is_some() {
            (Verdict::Proved, tally.agreement)
        } else if tally.in_balls == tally.compared {
            (Verdict::Certified, tally.agreement)
        } else {
            (Verdict::Consistent, tally.agreement)
        };
        let note = match verdict {
            Verdict::Undecided(reason) => {
                Some(tally.note.unwrap_or_else(|| unclear(reason).to_owned()))
            }
            Verdict::Proved => self.proof.as_ref().and_then(note),
            _ => None,
        };
        Entry {
            verdict,
            evidence,
            points: tally.compared,
            witnesses: tally.witnessed,
            diagnosis: None,
            note,
        }
    }
}

/// What was seen over all points.
#[derive(Default)]
struct Tally {
    compared: usize,
    witnessed: usize,
    in_balls: usize,
    contradicted: usize,
    refutation: Option<Evidence>,
    unwitnessed_difference: Option<Evidence>,
    agreement: Option<Evidence>,
    /// Of a point that did not count.
    evidence: Option<Evidence>,
    reason: Option<Reason>,
    note: Option<String>,
}

impl Tally {
    /// A point that did not count. The reason that is kept is the one nearest to an answer.
    fn miss(&mut self, reason: Reason, note: impl FnOnce() -> String) {
        if self.reason.is_none_or(|known| known < reason) {
            self.reason = Some(reason);
            self.note = Some(note());
        }
    }
}

fn unclear(reason: Reason) -> &'static str {
    match reason {
        Reason::OutsideDomain => {
            "no point was found where function, derivation and claim all have values"
        }
        Reason::NotDifferentiable => "the function has no derivative at the points tried",
        Reason::Overflow => "values are too large for the arithmetic",
        Reason::Budget => "the work that was allowed did not suffice",
        Reason::NoValue => "an expression has no value",
        Reason::Noise => "rounding errors are as large as what is to be compared",
    }
}

fn bounded(value: Interval) -> Bounded {
    if value.is_empty() {
        return Bounded {
            value: f64::NAN,
            error: f64::INFINITY,
        };
    }
    Bounded {
        value: value.midpoint(),
        error: value.radius(),
    }
}

fn compare_intervals(truth: Interval, claimed: Interval) -> Seen {
    if !truth.is_bounded() || !claimed.is_bounded() {
        return Seen::Unclear(Reason::Overflow);
    }
    if truth.is_partial() || claimed.is_partial() {
        return Seen::Unclear(Reason::OutsideDomain);
    }
    if truth.equal(claimed) == Truth::False {
        return Seen::Different;
    }
    let size = truth.mignitude().max(claimed.mignitude());
    let together = truth.width() + claimed.width();
    if together <= RESOLUTION * size || together == 0.0 {
        Seen::Equal
    } else {
        Seen::Unclear(Reason::Noise)
    }
}
