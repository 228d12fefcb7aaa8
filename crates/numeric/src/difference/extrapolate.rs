//! The derivative from one reach: two ladders, checked against each other and against values
//! very near the point.

use super::ladder::{Estimate, RATIO, Tableau};
use super::probe::{Probe, Reach, Secant};
use super::scale::first_secant;
use super::vicinity::{FINE, Trouble, Vicinity};

/// An error above this part of the slopes of the secants leaves nothing of the derivative.
const DROWNED: f64 = 0.125;

/// Unless it is below this part of a value over the step: a constant has no slopes at all.
const QUIET: f64 = 1e-9;

/// The slopes of secants count as at least this part of a value over the step.
const FAINT: f64 = 1e-6;

/// A bound that is due to rounding and above this part of the value makes larger steps worth
/// trying, as much larger as this at once, and up to one.
const WIDE: f64 = 1e-10;
const WIDER: f64 = 65536.0;

/// The estimated errors are multiplied by this: both are statistical.
const SAFETY: f64 = 2.0;

/// How often the search begins again with a smaller first step.
const ZOOMS: u32 = 3;

/// So many units in the last place of the argument are the smallest step that it begins again
/// with, unless the values show a reason: so near, what is rounded inside of the function stands
/// still, and the rest is as smooth as another function.
const CLOSEST: f64 = 1_048_576.0;

/// A relative error that is small enough to stop, and one with which slow ladders are content:
/// the goal grows tenfold with each secant beyond the least.
const GOAL: f64 = 1e-11;
const CONTENT: f64 = 5e-10;

/// How many secants a ladder has at least and at most.
const LEAST_ROWS: usize = 5;
const MOST_ROWS: usize = 18;

/// How many the second ladder has at most, and the relative error with which it is sharp enough
/// to contradict the first.
const MOST_OTHERS: usize = 5;
const SHARP: f64 = 1e-8;

/// Slopes to the left and right that are still apart at this part of the first step are those of
/// a kink.
const NEAR: f64 = 1.0 / 16.0;

/// A derivative with the parts of its error.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub value: f64,
    pub error: f64,
    pub truncation: f64,
    pub rounding: f64,
    pub step: f64,
    pub scale: f64,
}

/// Where an attempt begins.
struct Start {
    first: Secant,
    /// The step that the argument suggests. A ladder that begins far above it must come down to
    /// it, or drown in the noise, before it is believed: its first steps may pass over features.
    natural: f64,
    /// Whether it begins below what the argument suggests.
    zoomed: bool,
}

/// What an attempt with one first step led to.
enum Attempt {
    Found(Found),
    /// Something happens below this step.
    Closer(f64),
    Stuck(Trouble),
}

/// The derivative from one reach.
pub(super) fn resolve(
    probe: &mut Probe,
    reach: Reach,
    first_step: f64,
    shifts: &mut Shifts,
) -> Result<Found, Trouble> {
    let first = first_secant(probe, reach, first_step);
    let first = first.ok_or(if probe.is_exhausted() {
        Trouble::Unresolved
    } else {
        Trouble::NoValues
    })?;
    let (step, natural) = (first.step, first_step.min(first.step));
    let found = zoomed(
        probe,
        reach,
        Start {
            first,
            natural,
            zoomed: false,
        },
        shifts,
    )?;
    Ok(widened(probe, reach, step, found, shifts))
}

/// Begins with smaller steps as long as something happens below the last.
fn zoomed(
    probe: &mut Probe,
    reach: Reach,
    mut start: Start,
    shifts: &mut Shifts,
) -> Result<Found, Trouble> {
    for _ in 0..=ZOOMS {
        let closer = match attempt(probe, reach, &start, shifts) {
            Attempt::Found(found) => return Ok(found),
            Attempt::Stuck(trouble) => return Err(trouble),
            Attempt::Closer(step) => step * shifts.next(0.75, 1.25),
        };
        match probe.secant(reach, closer) {
            Some(first) if closer > probe.grid.least_step() => {
                start = Start {
                    first,
                    natural: first.step,
                    zoomed: true,
                };
            }
            _ => break,
        }
    }
    Err(Trouble::Unresolved)
}

/// Begins with a larger step where rounding dominates, as long as that helps.
fn widened(
    probe: &mut Probe,
    reach: Reach,
    mut step: f64,
    mut found: Found,
    shifts: &mut Shifts,
) -> Found {
    for _ in 0..ZOOMS {
        if found.rounding <= found.truncation || found.error <= WIDE * found.value.abs() {
            break;
        }
        let wider = (step * WIDER).min(shifts.next(0.75, 1.25));
        if wider < 16.0 * step {
            break;
        }
        let Some(first) = probe.secant(reach, wider) else {
            break;
        };
        let start = Start {
            first,
            natural: step,
            zoomed: false,
        };
        match attempt(probe, reach, &start, shifts) {
            Attempt::Found(better) if better.error < 0.5 * found.error => found = better,
            _ => break,
        }
        step = wider;
    }
    found
}

/// Tries one first step. After a zoom, equal values are the steps of a staircase.
fn attempt(probe: &mut Probe, reach: Reach, start: &Start, shifts: &mut Shifts) -> Attempt {
    let vicinity = Vicinity::of(probe, reach, &start.first);
    let Some(mut vicinity) = vicinity.filter(|vicinity| !(start.zoomed && vicinity.flat)) else {
        return Attempt::Stuck(Trouble::Unresolved);
    };
    let seen = vicinity.shape();
    if (vicinity.noisy && seen != Trouble::Unresolved) || vicinity.is_bent(probe) {
        return Attempt::Stuck(seen);
    }
    let mut judged = judge(probe, reach, start, &vicinity);
    if judged.is_err() && vicinity.is_rough_after_all(probe) {
        judged = judge(probe, reach, start, &vicinity);
    }
    let (estimate, scale) = match judged {
        Ok(judged) => judged,
        Err(trouble) if vicinity.noisy => {
            return Attempt::Stuck(if seen == Trouble::Unresolved {
                trouble
            } else {
                seen
            });
        }
        Err(trouble) => {
            let near = CLOSEST * probe.grid.unit * probe.grid.place;
            return match vicinity.closer < near && !vicinity.has_feature() {
                true => Attempt::Stuck(trouble),
                false => Attempt::Closer(vicinity.closer),
            };
        }
    };
    match second_opinion(probe, reach, &estimate, shifts) {
        Some(found) => Attempt::Found(Found { scale, ..found }),
        None => Attempt::Stuck(Trouble::Unresolved),
    }
}

/// The estimate of the first ladder and the scale of the slopes, if the values near the point
/// confirm it.
fn judge(
    probe: &mut Probe,
    reach: Reach,
    start: &Start,
    vicinity: &Vicinity,
) -> Result<(Estimate, f64), Trouble> {
    let (tableau, scale) = descend(probe, reach, start);
    let estimate = tableau.best().ok_or(Trouble::Unresolved)?;
    if scale.bent || !vicinity.confirms(probe, estimate, scale.slope) {
        return Err(Trouble::Unresolved);
    }
    let per_step = scale.size / estimate.top;
    if estimate.error() <= (DROWNED * scale.slope).max(QUIET * per_step) {
        return Ok((*estimate, scale.slope.max(FAINT * per_step)));
    }
    let drowned = estimate.rounding >= estimate.truncation || vicinity.noisy;
    Err(if drowned {
        Trouble::Noise
    } else {
        Trouble::Unresolved
    })
}

/// What the secants of a ladder are like.
#[derive(Clone, Copy, Debug, Default)]
struct Scale {
    /// The largest slope from the point to an end of the last useful secant.
    slope: f64,
    /// The largest value on it.
    size: f64,
    /// Whether the slopes to the left and right stay apart while the step shrinks.
    bent: bool,
}

/// The first ladder: down from the first step until smaller steps can't improve the estimate.
fn descend(probe: &mut Probe, reach: Reach, start: &Start) -> (Tableau, Scale) {
    let mut tableau = Tableau::new(reach);
    let mut scale = Scale::default();
    let mut sharpest: f64 = 0.0;
    let least = probe.grid.tiny / probe.grid.unit;
    let mut secant = start.first;
    let end = (start.first.step * FINE * 4.0).max(probe.grid.least_step());
    for _ in 0..MOST_ROWS {
        tableau.push(&secant);
        let slope = secant.spread / secant.step;
        sharpest = sharpest.max(secant.bend.abs());
        if tableau.age() == 0 {
            scale.slope = slope;
            scale.size = secant.size.max(least);
        }
        scale.bent = reach == Reach::Central
            && secant.step < NEAR * start.first.step
            && secant.bend.abs() >= (0.5 * sharpest).max(4.0 * secant.rounding);
        let above = secant.step > start.natural && secant.rounding <= DROWNED * slope;
        if (is_settled(&tableau, &secant) && !above) || secant.step / RATIO < end {
            break;
        }
        match probe.secant(reach, secant.step / RATIO) {
            Some(next) => secant = next,
            None => break,
        }
    }
    (tableau, scale)
}

/// The relative error that is small enough after so many secants.
fn goal(rows: usize) -> f64 {
    let extra = rows.saturating_sub(LEAST_ROWS);
    (0..extra).fold(GOAL, |goal, _| 10.0 * goal).min(CONTENT)
}

/// Whether smaller steps can't improve the estimate, or it is as good as it gets.
fn is_settled(tableau: &Tableau, last: &Secant) -> bool {
    let Some(best) = tableau.best() else {
        return false;
    };
    let (size, error) = (best.value.abs(), best.error());
    tableau.rows() >= LEAST_ROWS
        && (error <= goal(tableau.rows()) * size
            || last.rounding >= error
            || (error < 1e-3 * size && tableau.age() >= 2))
}

/// The second ladder, of steps between those of the first: smaller ones, but where rounding leaves
/// the first discontent, and no more than it takes to contradict. What both agree on is believed,
/// with their distance as a part of the error.
fn second_opinion(
    probe: &mut Probe,
    reach: Reach,
    first: &Estimate,
    shifts: &mut Shifts,
) -> Option<Found> {
    let mut tableau = Tableau::new(reach);
    let drowned = first.rounding > first.truncation && first.error() > CONTENT * first.value.abs();
    let (wider, most) = match drowned {
        true => (RATIO, MOST_ROWS),
        false => (1.0 / RATIO, MOST_OTHERS),
    };
    let mut step = first.top * wider * shifts.next(0.61, 0.71);
    for _ in 0..(first.column.max(1) + 2).min(most) {
        tableau.push(&probe.secant(reach, step)?);
        step /= RATIO;
        let enough = SHARP * first.value.abs();
        if tableau.best().is_some_and(|best| best.error() <= enough) {
            break;
        }
    }
    let second = tableau.best()?;
    let distance = (first.value - second.value).abs();
    if distance.is_nan() || distance > first.error() + second.error() {
        return None;
    }
    let better = if second.error() < first.error() {
        second
    } else {
        first
    };
    let last_digits = 4.0 * probe.grid.unit * better.value.abs();
    Some(Found {
        value: better.value,
        error: SAFETY * better.error().max(distance) + last_digits,
        truncation: SAFETY * better.truncation,
        rounding: SAFETY * better.rounding + last_digits,
        step: better.step,
        scale: 0.0,
    })
}

/// Where the ladders begin: a sequence of numbers drawn from the seed by SplitMix64.
pub(super) struct Shifts(u64);

impl Shifts {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number between two others.
    pub fn next(&mut self, low: f64, high: f64) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        low + (high - low) * ((z >> 11) as f64 / (1_u64 << 53) as f64)
    }
}
