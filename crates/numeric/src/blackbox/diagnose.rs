//! What the mistake in a refuted claim is, from the entries that were named.

use super::examine::{Examined, Problem};
use super::report::Finding;
use crate::verify::{Diagnosis, Mistake, Verdict};

/// Two values closer than this part of themselves are taken for one.
const CLOSE: f64 = 1e-6;

/// The largest denominator of a factor that is named.
const DENOMINATOR: u32 = 12;

/// The mistake, if it is one of a known kind: turned signs, a constant factor, a transpose,
/// entries that are swapped or taken from elsewhere.
pub(super) fn diagnose(problem: &Problem<'_>, examined: &Examined) -> Option<Diagnosis> {
    let wrong: Vec<&Finding> = examined
        .findings
        .iter()
        .filter(|finding| finding.verdict == Verdict::Refuted && finding.claimed.is_finite())
        .collect();
    let whole = examined.truncated || wrong.len() == nonzero(problem);
    let (mistake, sentence) = zero(&wrong)
        .or_else(|| factor(&wrong, whole, problem))
        .or_else(|| transposed(problem, &wrong))
        .or_else(|| swapped(problem, &wrong))
        .or_else(|| elsewhere(problem, &wrong))?;
    Some(Diagnosis { mistake, sentence })
}

fn nonzero(problem: &Problem<'_>) -> usize {
    problem.claim.iter().filter(|entry| **entry != 0.0).count()
}

/// Whether a value is what was found.
fn is(finding: &Finding, value: f64) -> bool {
    let size = value.abs().max(finding.found.value.abs());
    (finding.found.value - value).abs() <= 4.0 * finding.found.error + CLOSE * size
}

fn name(problem: &Problem<'_>, row: usize, column: usize) -> String {
    match (problem.rows, problem.columns()) {
        (1, _) => format!("entry {column}"),
        (_, 1) => format!("entry {row}"),
        _ => format!("entry ({row}, {column})"),
    }
}

/// The entries in words: all of them, one by its name, or their number.
fn subject(wrong: &[&Finding], whole: bool, problem: &Problem<'_>) -> String {
    match wrong {
        _ if whole => "the claim".to_owned(),
        [one] => name(problem, one.row, one.column.unwrap_or_default()),
        more => format!("each of the {} entries that are wrong", more.len()),
    }
}

fn zero(wrong: &[&Finding]) -> Option<(Mistake, String)> {
    let [first, ..] = wrong else { return None };
    let missing = wrong.iter().all(|finding| finding.claimed == 0.0);
    let sentence = match first.column {
        _ if wrong.len() > 1 => "the entries that are wrong are claimed to be 0".to_owned(),
        _ => format!("the entry is not 0 but {}", first.found.value),
    };
    missing.then_some((Mistake::Term, sentence))
}

/// The same factor everywhere, −1 among them.
fn factor(wrong: &[&Finding], whole: bool, problem: &Problem<'_>) -> Option<(Mistake, String)> {
    let first = wrong.iter().find(|finding| finding.claimed != 0.0)?;
    let (numerator, denominator) = simple(first.claimed / first.found.value)?;
    let ratio = f64::from(numerator) / f64::from(denominator);
    if !wrong
        .iter()
        .all(|finding| is(finding, finding.claimed / ratio))
    {
        return None;
    }
    let subject = subject(wrong, whole, problem);
    Some(match (numerator, denominator) {
        (-1, 1) => (Mistake::Sign, format!("{subject} has the wrong sign")),
        (p, 1) => (Mistake::Factor, format!("{subject} is {p} times too large")),
        (p, q) => {
            let sentence = format!("{subject} is {p}/{q} of the derivative");
            (Mistake::Factor, sentence)
        }
    })
}

/// A fraction of small numbers near a value.
fn simple(value: f64) -> Option<(i32, u32)> {
    (1..=DENOMINATOR).find_map(|denominator| {
        let scaled = value * f64::from(denominator);
        let nearest = scaled.round();
        let close = (scaled - nearest).abs() <= CLOSE * scaled.abs();
        let small = nearest != 0.0 && nearest.abs() <= 1000.0;
        (close && small).then_some((nearest as i32, denominator))
    })
}

fn transposed(problem: &Problem<'_>, wrong: &[&Finding]) -> Option<(Mistake, String)> {
    let square = problem.rows == problem.columns() && problem.rows > 1 && !wrong.is_empty();
    let flipped = |finding: &&Finding| {
        finding
            .column
            .is_some_and(|column| is(finding, problem.entry(column, finding.row)))
    };
    let sentence = "the claim is the transpose of the derivative".to_owned();
    (square && wrong.iter().all(flipped)).then_some((Mistake::Other, sentence))
}

fn swapped(problem: &Problem<'_>, wrong: &[&Finding]) -> Option<(Mistake, String)> {
    let [one, other] = wrong else { return None };
    if !is(one, other.claimed) || !is(other, one.claimed) {
        return None;
    }
    let place = |finding: &Finding| name(problem, finding.row, finding.column.unwrap_or_default());
    let sentence = format!("{} and {} are swapped", place(one), place(other));
    Some((Mistake::Other, sentence))
}

/// An entry that stands elsewhere in the claim.
fn elsewhere(problem: &Problem<'_>, wrong: &[&Finding]) -> Option<(Mistake, String)> {
    let [one] = wrong else { return None };
    let places = (0..problem.columns()).filter(|column| Some(*column) != one.column);
    let same = |column: &usize| problem.entry(one.row, *column) == one.claimed;
    let source = places.into_iter().find(same)?;
    let here = name(problem, one.row, one.column?);
    let there = name(problem, one.row, source);
    Some((Mistake::Other, format!("{here} repeats {there}")))
}
