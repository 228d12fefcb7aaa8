//! The derivative from one reach: two ladders, checked against each other and against values
//! very near the point.

use super::ladder::{Estimate, RATIO, Tableau};
use super::probe::{Exactness, Probe, Reach, Secant, Table};
use super::scale::first_secant;

/// How much finer the first table of values near the point is than the first step.
const FINE: f64 = 1.0 / 1_048_576.0;

/// How much finer a table becomes where the values of the last one looked like noise.
const FINER: f64 = 1.0 / 65536.0;

/// Roughness above this part of the values, which disappears on a finer scale, is a feature of
/// the function.
const FEATURE: f64 = 1.0 / 16_777_216.0;

/// How often a table is refined.
const REFINEMENTS: usize = 2;

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

/// A bend above this part of the slopes, very near the point, is none of a smooth function.
const BENT: f64 = 1.0 / 128.0;

/// How often the search begins again with a smaller first step.
const ZOOMS: u32 = 3;

/// A relative error that is small enough to stop.
const GOAL: f64 = 1e-12;

/// How many secants a ladder has at least and at most.
const LEAST_ROWS: usize = 5;
const MOST_ROWS: usize = 18;

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

/// Why there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Trouble {
    NoValues,
    Jump,
    Vertical,
    Noise,
    Unresolved,
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
    let found = zoomed(probe, reach, first, shifts)?;
    Ok(widened(probe, reach, first.step, found, shifts))
}

/// Begins with smaller steps as long as something happens below the last.
fn zoomed(
    probe: &mut Probe,
    reach: Reach,
    mut first: Secant,
    shifts: &mut Shifts,
) -> Result<Found, Trouble> {
    for zooms in 0..=ZOOMS {
        let closer = match attempt(probe, reach, &first, zooms, shifts) {
            Attempt::Found(found) => return Ok(found),
            Attempt::Stuck(trouble) => return Err(trouble),
            Attempt::Closer(step) => step * shifts.next(0.75, 1.25),
        };
        match probe.secant(reach, closer) {
            Some(secant) if closer > probe.grid.least_step() => first = secant,
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
        match attempt(probe, reach, &first, 0, shifts) {
            Attempt::Found(better) if better.error < 0.5 * found.error => found = better,
            _ => break,
        }
        step = wider;
    }
    found
}

/// The values near the point that judge a ladder, and what they say of the noise.
struct Vicinity {
    /// From coarse to fine.
    tables: [Option<Table>; 1 + REFINEMENTS],
    /// Where to look if the ladder fails: the last scale that wasn't understood.
    closer: f64,
    /// Whether the values look like noise on every scale.
    noisy: bool,
    /// Whether most neighbouring values are equal.
    flat: bool,
}

impl Vicinity {
    fn tables(&self) -> impl Iterator<Item = &Table> {
        self.tables.iter().flatten()
    }

    /// Whether there is the same kink on every scale.
    fn is_bent(&self, probe: &Probe) -> bool {
        self.tables().count() > 1
            && self
                .tables()
                .all(|t| t.reach == Reach::Central && is_bent(probe, t, f64::INFINITY))
    }

    /// What the finest values look like.
    fn shape(&self) -> Trouble {
        self.tables().last().map_or(Trouble::Unresolved, shape)
    }
}

/// Tries one first step. After a zoom, equal values are the steps of a staircase.
fn attempt(
    probe: &mut Probe,
    reach: Reach,
    first: &Secant,
    zooms: u32,
    shifts: &mut Shifts,
) -> Attempt {
    let vicinity = vicinity(probe, reach, first);
    let Some(vicinity) = vicinity.filter(|vicinity| zooms == 0 || !vicinity.flat) else {
        return Attempt::Stuck(Trouble::Unresolved);
    };
    let seen = vicinity.shape();
    if (vicinity.noisy && seen != Trouble::Unresolved) || vicinity.is_bent(probe) {
        return Attempt::Stuck(seen);
    }
    let failed = |trouble: Trouble| {
        let trouble = if seen == Trouble::Unresolved {
            trouble
        } else {
            seen
        };
        if vicinity.noisy {
            Attempt::Stuck(trouble)
        } else {
            Attempt::Closer(vicinity.closer)
        }
    };
    let (tableau, scale) = descend(probe, reach, first);
    let Some(estimate) = tableau.best() else {
        return failed(Trouble::Unresolved);
    };
    if !is_confirmed(probe, reach, estimate, &vicinity, scale.slope) {
        return failed(Trouble::Unresolved);
    }
    if estimate.error() > (DROWNED * scale.slope).max(QUIET * scale.size / estimate.top) {
        let drowned = estimate.rounding >= estimate.truncation || vicinity.noisy;
        return failed(if drowned {
            Trouble::Noise
        } else {
            Trouble::Unresolved
        });
    }
    match second_opinion(probe, reach, estimate, shifts) {
        Some(found) => {
            let scale = scale.slope.max(FAINT * scale.size / estimate.top);
            Attempt::Found(Found { scale, ..found })
        }
        None => Attempt::Stuck(Trouble::Unresolved),
    }
}

/// Values very near the point, and the noise estimated from them.
///
/// Where they are less smooth than rounding explains, this is noise if it is still there on a
/// finer scale, or if the values there are all equal. Otherwise it is a feature of the function,
/// or noise that is smooth in pieces, which nothing but its size tells apart.
fn vicinity(probe: &mut Probe, reach: Reach, first: &Secant) -> Option<Vicinity> {
    let least = probe.grid.least_step();
    let step = (first.step * FINE).max(least);
    let mut table = probe.table(reach, step)?;
    let noise = table.noise();
    table.deviation = noise.deviation;
    let stairs = noise.ties >= 4 && first.spread > 0.0 && table.size() > 0.0;
    if stairs && probe.exactness != Exactness::Bounded {
        table.deviation = noise.deviation.max(noise_between_ties(probe, reach, step));
    }
    let conditioned = probe.conditioned(&table, first.size);
    let mut tables = [Some(table), None, None];
    let (mut closer, mut deviation) = (8.0 * step, table.deviation);
    let mut ambiguous = false;
    let mut finest = step;
    for place in tables.iter_mut().skip(1) {
        let finer = (finest * FINER).max(least);
        if table.deviation <= probe.expected_noise(&table, conditioned) || finer >= finest {
            break;
        }
        let Some(mut finer) = probe.table(reach, finer) else {
            break;
        };
        finest = finer.step;
        let noise = finer.noise();
        if noise.ties >= 5 {
            break;
        }
        if noise.deviation > 0.125 * table.deviation {
            continue;
        }
        finer.deviation = noise.deviation;
        if table.deviation > FEATURE * table.size() {
            (closer, deviation) = (table.step, finer.deviation);
        } else {
            ambiguous = true;
        }
        table = finer;
        *place = Some(finer);
    }
    let rough = table.deviation > probe.expected_noise(&table, conditioned);
    let featured = closer < 8.0 * step;
    let rough = rough && (!featured || table.deviation > FEATURE * table.size());
    probe.set_noise(deviation, conditioned);
    Some(Vicinity {
        tables,
        closer,
        noisy: rough || ambiguous,
        flat: noise.ties >= 5,
    })
}

/// The noise of a function whose neighbouring values are equal, from wider tables.
fn noise_between_ties(probe: &mut Probe, reach: Reach, step: f64) -> f64 {
    for wider in [256.0, 65536.0] {
        if let Some(table) = probe.table(reach, wider * step) {
            let noise = table.noise();
            if noise.ties < 4 {
                return noise.deviation;
            }
        }
    }
    0.0
}

/// What the secants of a ladder are like.
#[derive(Clone, Copy, Debug, Default)]
struct Scale {
    /// The largest slope from the point to an end of the last useful secant.
    slope: f64,
    /// The largest value on it.
    size: f64,
}

/// The first ladder: down from the first step until smaller steps can't improve the estimate.
fn descend(probe: &mut Probe, reach: Reach, first: &Secant) -> (Tableau, Scale) {
    let mut tableau = Tableau::new(reach);
    let mut scale = Scale::default();
    let least = probe.grid.tiny / probe.grid.unit;
    let mut secant = *first;
    let end = (first.step * FINE * 4.0).max(probe.grid.least_step());
    for _ in 0..MOST_ROWS {
        tableau.push(&secant);
        if tableau.age() == 0 {
            let slope = secant.spread / secant.step;
            scale = Scale {
                slope,
                size: secant.size.max(least),
            };
        }
        if is_settled(&tableau, &secant) || secant.step / RATIO < end {
            break;
        }
        match probe.secant(reach, secant.step / RATIO) {
            Some(next) => secant = next,
            None => break,
        }
    }
    (tableau, scale)
}

/// Whether smaller steps can't improve the estimate, or it is as good as it gets.
fn is_settled(tableau: &Tableau, last: &Secant) -> bool {
    let Some(best) = tableau.best() else {
        return false;
    };
    let (size, error) = (best.value.abs(), best.error());
    tableau.rows() >= LEAST_ROWS
        && (error <= GOAL * size
            || last.rounding >= error
            || (error < 1e-3 * size && tableau.age() >= 2))
}

/// Whether the values nearer to the point speak for the estimate: the slopes there are the same,
/// and there is no kink.
fn is_confirmed(
    probe: &Probe,
    reach: Reach,
    estimate: &Estimate,
    vicinity: &Vicinity,
    slope: f64,
) -> bool {
    vicinity
        .tables()
        .filter(|table| table.step < estimate.step)
        .all(|table| {
            let contradicts = |secant| estimate.is_contradicted(reach, &secant);
            let near = |secant: &Secant| secant.step < estimate.step;
            !probe.slopes(table).filter(near).any(contradicts)
                && (reach != Reach::Central || !is_bent(probe, table, slope))
        })
}

/// Whether the slopes to the left and right stay apart when the step shrinks. A smooth function
/// has bends in proportion to the step.
fn is_bent(probe: &Probe, table: &Table, slope: f64) -> bool {
    let (narrow, wide) = table.bends();
    let rounding = probe
        .slopes(table)
        .next()
        .map_or(0.0, |secant| 4.0 * secant.rounding);
    let lasting = (narrow - wide).abs() <= 0.25 * narrow.abs() + rounding;
    narrow.abs() > rounding && (lasting || narrow.abs() > BENT * slope)
}

/// What values near the point look like where no ladder converges.
fn shape(table: &Table) -> Trouble {
    let Reach::OneSided { .. } = table.reach else {
        return Trouble::Unresolved;
    };
    let [origin, rises @ ..] = table.samples.map(|sample| sample.value);
    let [one, two, _, four, _, six] = rises.map(|value| value - origin);
    let close = |a: f64, b: f64| (a - b).abs() <= 0.03 * one.abs();
    if one == 0.0 {
        Trouble::Unresolved
    } else if close(two, one) && close(four, one) && close(six, one) {
        Trouble::Jump
    } else if is_power(two / one) && (four / two - two / one).abs() <= 0.1 {
        Trouble::Vertical
    } else {
        Trouble::Unresolved
    }
}

/// Whether doubling the step multiplies the rise as a power between 0 and 1 does.
fn is_power(ratio: f64) -> bool {
    ratio > 1.03 && ratio < 1.95
}

/// The second ladder: the same window of steps, shifted. What both agree on is believed, with
/// their distance as a part of the error.
fn second_opinion(
    probe: &mut Probe,
    reach: Reach,
    first: &Estimate,
    shifts: &mut Shifts,
) -> Option<Found> {
    let mut tableau = Tableau::new(reach);
    let mut step = first.top * shifts.next(0.61, 0.71) * RATIO;
    for _ in 0..first.column.max(1) + 2 {
        tableau.push(&probe.secant(reach, step)?);
        step /= RATIO;
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
