//! The points of one check, the mistake that they show, and the negative control.

use num_traits::Float;
use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::diagnose::diagnose;
use super::examine::{Examined, Problem, Search};
use super::report::{Finding, PointReport, Report};
use super::{Checker, doubles};
use crate::verify::{Diagnosis, Mistake, Reason, Verdict};

/// The points of one check, as they come.
pub(super) struct Checks {
    checker: Checker,
    report: Report,
}

impl Checks {
    pub(super) const fn new(checker: Checker, what: &'static str) -> Self {
        let report = Report {
            what,
            verdict: Verdict::Consistent,
            shape: (0, 0),
            points: Vec::new(),
            diagnosis: None,
            control: None,
            directions: checker.directions,
            seed: checker.seed,
        };
        Self { checker, report }
    }

    pub(super) fn add<T: Float>(&mut self, point: &[T], mut problem: Problem<'_>) {
        let stream = self.report.points.len() as u64;
        let rows = (0..problem.rows).collect();
        let examined = Search::new(&self.checker, &mut problem, stream).run(rows);
        let verdicts = examined.findings.iter().map(|finding| finding.verdict);
        let verdict = verdicts.min().unwrap_or(Verdict::Consistent);
        if verdict == Verdict::Refuted && self.report.diagnosis.is_none() {
            self.report.diagnosis = diagnose(&problem, &examined);
        }
        let mut evaluations = examined.evaluations;
        let wanted = self.checker.control && self.report.control.is_none() && verdict.holds();
        if wanted && let Some((row, column, damaged)) = self.damage(&problem, &examined) {
            let control = self.control(&mut problem, row, column, damaged);
            evaluations += control.evaluations;
            let refuted = |finding: &Finding| finding.verdict == Verdict::Refuted;
            self.report.control = Some(control.findings.iter().any(refuted));
        }
        self.report.shape = (problem.rows, problem.columns());
        self.report.verdict = self.report.verdict.min(verdict);
        self.report.points.push(PointReport {
            point: doubles(point),
            verdict,
            findings: examined.findings,
            truncated: examined.truncated,
            is_single: examined.is_single,
            evaluations,
        });
    }

    /// An entry drawn at random, one that is not 0 if that can be, and a wrong value for it.
    fn damage(&self, problem: &Problem<'_>, examined: &Examined) -> Option<(usize, usize, f64)> {
        let count = problem.rows * problem.columns();
        if count == 0 {
            return None;
        }
        let mut random = Xoshiro256PlusPlus::seed_from_u64(!self.checker.seed);
        let mut draw = || (random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
        let mut place = || ((draw() * count as f64) as usize).min(count - 1);
        let drawn: Vec<usize> = (0..32).map(|_| place()).collect();
        let entry = |place: usize| problem.claim.get(place).copied().unwrap_or(0.0);
        let first = drawn.first().copied().unwrap_or(0);
        let chosen = drawn.into_iter().find(|place| entry(*place) != 0.0);
        let chosen = chosen.unwrap_or(first);
        let least = if examined.is_single { 1.0 } else { 0.05 };
        let damaged = match entry(chosen) {
            0.0 => 1.0,
            right => right * (1.0 + least + draw()),
        };
        let columns = problem.columns();
        Some((chosen / columns, chosen % columns, damaged))
    }

    /// The same check, of the row with a damaged entry.
    fn control(
        &self,
        problem: &mut Problem<'_>,
        row: usize,
        column: usize,
        damaged: f64,
    ) -> Examined {
        let place = row * problem.columns() + column;
        let swap = |problem: &mut Problem<'_>, value: f64| {
            let entry = problem.claim.get_mut(place);
            entry.map_or(value, |entry| std::mem::replace(entry, value))
        };
        let right = swap(problem, damaged);
        let examined = Search::new(&self.checker, problem, u64::MAX).run(vec![row]);
        swap(problem, right);
        examined
    }

    /// Nothing is consistent that could not have been refuted.
    pub(super) fn finish(self) -> Report {
        let mut report = self.report;
        if report.points.is_empty() || report.shape.0 * report.shape.1 == 0 {
            report.verdict = Verdict::Undecided(Reason::NoValue);
            report.diagnosis = Some(Diagnosis {
                mistake: Mistake::Other,
                sentence: "there is nothing to check: no points, or no entries".to_owned(),
            });
        } else if report.control == Some(false) && report.verdict.holds() {
            report.verdict = Verdict::Undecided(Reason::Noise);
        }
        report
    }
}
