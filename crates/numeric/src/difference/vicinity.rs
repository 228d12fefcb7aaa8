//! The values very near the point: what they say of the noise, of kinks, jumps and infinite
//! slopes, and whether they confirm an estimate.

use super::ladder::Estimate;
use super::noise::table_noise;
use super::probe::{Exactness, Probe, Reach, Secant, Table};

/// How much finer the first table of values near the point is than the first step.
pub(super) const FINE: f64 = 1.0 / 1_048_576.0;

/// How much finer a table becomes where the values of the last one looked like noise.
const FINER: f64 = 1.0 / 65536.0;

/// Roughness above this part of the values, which disappears on a finer scale, is a feature of
/// the function.
const FEATURE: f64 = 1.0 / 16_777_216.0;

/// The step of a second table beside the first.
const OTHER: f64 = 0.734;

/// Noise of more than so many units in the last place is looked for beside the point.
const SUSPICIOUS: f64 = 32.0;

/// Where noise is looked for beside the point, in steps of the table there.
const BESIDE: [f64; 4] = [-11.0, 12.0, -41.0, 47.0];

/// How often a table is refined.
const REFINEMENTS: usize = 2;

/// A bend above this part of the slopes, very near the point, is none of a smooth function.
const BENT: f64 = 1.0 / 128.0;

/// Why there is no derivative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Trouble {
    NoValues,
    Jump,
    Vertical,
    Noise,
    Unresolved,
}

/// The values near the point that judge a ladder, and what they say of the noise.
///
/// Where they are less smooth than rounding explains, this is noise if it is still there on a
/// finer scale, or if the values there are all equal. Otherwise it is a feature of the function,
/// or noise that is smooth in pieces, which nothing but its size tells apart.
pub(super) struct Vicinity {
    /// From coarse to fine.
    tables: [Option<Table>; 1 + REFINEMENTS],
    /// Where to look if the ladder fails: the last scale that wasn't understood.
    pub closer: f64,
    /// Whether the values look like noise.
    pub noisy: bool,
    /// Whether most neighbouring values are equal.
    pub flat: bool,
    /// The argument times the slope, which its rounding multiplies.
    conditioned: f64,
}

impl Vicinity {
    /// The values near the point, if there are any. The probe learns of their noise.
    pub fn of(probe: &mut Probe, reach: Reach, first: &Secant) -> Option<Self> {
        let step = (first.step * FINE).max(probe.grid.least_step());
        let mut table = probe.table(reach, step)?;
        let noise = table.noise();
        table.deviation = noise.deviation;
        if noise.deviation == 0.0 && noise.ties == 0 {
            table = rougher(probe, table);
        }
        let stairs = noise.ties >= 4 && first.spread > 0.0 && table.size() > 0.0;
        if stairs && probe.exactness != Exactness::Bounded {
            table.deviation = noise.deviation.max(noise_between_ties(probe, reach, step));
        }
        let mut vicinity = Self {
            tables: [Some(table), None, None],
            closer: 8.0 * step,
            noisy: false,
            flat: noise.ties >= 5,
            conditioned: probe.conditioned(&table, first.size),
        };
        vicinity.refine(probe, table);
        Some(vicinity)
    }

    /// Takes finer tables as long as the last is rough.
    fn refine(&mut self, probe: &mut Probe, mut table: Table) {
        let (mut noise, mut finest) = (table.deviation, table.step);
        let mut is_feature = false;
        for place in self.tables.iter_mut().skip(1) {
            let step = (finest * FINER).max(probe.grid.least_step());
            let rough = is_rough(probe, &table, self.conditioned);
            if step >= finest || !rough && !is_suspicious(probe, &table, self.conditioned) {
                break;
            }
            let Some(mut finer) = probe.table(table.reach, step) else {
                break;
            };
            let seen = finer.noise();
            finest = finer.step;
            if seen.ties >= 5 {
                // What is here alone stands above rounding, unless there are wide steps all around.
                if !has_steps_beside(probe, &table) && is_only_here(probe, &table) {
                    (self.closer, noise, is_feature) = (table.step, seen.deviation, true);
                }
                break;
            }
            if seen.deviation > 0.125 * table.deviation {
                continue;
            }
            finer.deviation = seen.deviation;
            if is_large(&table) || is_only_here(probe, &table) {
                (self.closer, noise, is_feature) = (table.step, finer.deviation, true);
            } else {
                self.noisy = true;
            }
            *place = Some(finer);
            table = finer;
        }
        let rough = is_rough(probe, &table, self.conditioned);
        self.noisy |= rough && (!is_feature || is_large(&table));
        probe.set_noise(noise, self.conditioned);
    }

    /// Whether a table of another step shows a roughness that the first one hid.
    pub fn is_rough_after_all(&mut self, probe: &mut Probe) -> bool {
        let [Some(first), ..] = self.tables else {
            return false;
        };
        if self.noisy || probe.exactness == Exactness::Bounded {
            return false;
        }
        let other = rougher(probe, first);
        if other.step == first.step || !is_rough(probe, &other, self.conditioned) {
            return false;
        }
        self.tables = [Some(other), None, None];
        self.refine(probe, other);
        true
    }

    /// Whether the values speak for the estimate: the slopes here are the same, and there is no
    /// kink.
    pub fn confirms(&self, probe: &Probe, estimate: &Estimate, slope: f64) -> bool {
        self.tables()
            .filter(|table| table.step < estimate.step)
            .all(|table| {
                let nearer = |secant: &Secant| secant.step < estimate.step;
                let contradicts = |secant| estimate.is_contradicted(table.reach, &secant);
                !probe.slopes(table).filter(nearer).any(contradicts)
                    && !is_bent(probe, table, slope)
            })
    }

    /// Whether there is an angle at the point, on every scale.
    pub fn is_bent(&self, probe: &Probe) -> bool {
        let coarse = self.tables().next().is_some_and(Table::is_angle);
        coarse
            && self
                .tables()
                .skip(1)
                .all(|table| is_bent(probe, table, f64::INFINITY))
    }

    /// What the finest values look like where no ladder converges.
    pub fn shape(&self) -> Trouble {
        self.tables().last().map_or(Trouble::Unresolved, shape)
    }

    /// Whether the values are rough by more than noise is.
    pub fn has_feature(&self) -> bool {
        self.tables().any(is_large)
    }

    fn tables(&self) -> impl Iterator<Item = &Table> {
        self.tables.iter().flatten()
    }
}

/// The table, or one of another step that is rougher: the steps of a staircase look smooth where
/// they are as wide as those of the table.
fn rougher(probe: &mut Probe, table: Table) -> Table {
    let Some(mut other) = probe.table(table.reach, OTHER * table.step) else {
        return table;
    };
    other.deviation = other.noise().deviation;
    if other.deviation > 4.0 * table.deviation {
        other
    } else {
        table
    }
}

/// Whether the values are less smooth than rounding explains.
fn is_rough(probe: &Probe, table: &Table, conditioned: f64) -> bool {
    table.deviation > probe.expected_noise(table, conditioned)
}

/// Whether what rounding may explain is more than it mostly is, and not there beside the point.
fn is_suspicious(probe: &mut Probe, table: &Table, conditioned: f64) -> bool {
    probe.exactness != Exactness::Bounded
        && table.deviation > SUSPICIOUS * probe.grid.unit * table.size().max(conditioned)
        && is_only_here(probe, table)
}

/// Whether neighbouring values beside the point are equal.
fn has_steps_beside(probe: &mut Probe, table: &Table) -> bool {
    BESIDE.iter().any(|steps| {
        let values = probe.values_beside(table, *steps);
        values.is_none_or(|values| table_noise(&values).ties > 0)
    })
}

/// Whether the roughness is that of the point alone, since the values beside it are smooth: noise
/// is everywhere. The probe learns how much of it there is.
fn is_only_here(probe: &mut Probe, table: &Table) -> bool {
    let mut most: f64 = 0.0;
    for steps in BESIDE {
        let Some(values) = probe.values_beside(table, steps) else {
            return false;
        };
        most = most.max(table_noise(&values).deviation);
        if 8.0 * most > table.deviation {
            return false;
        }
    }
    probe.expect_no_more(most);
    true
}

/// Whether the roughness is large beside the values.
fn is_large(table: &Table) -> bool {
    table.deviation > FEATURE * table.size()
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

/// Whether the slopes to the left and right stay apart when the step shrinks. A smooth function
/// has bends in proportion to the step.
fn is_bent(probe: &Probe, table: &Table, slope: f64) -> bool {
    if table.reach != Reach::Central {
        return false;
    }
    let (narrow, wide) = table.bends();
    let rounding = probe
        .slopes(table)
        .next()
        .map_or(0.0, |secant| 4.0 * secant.rounding);
    let lasting = (narrow - wide).abs() <= 0.25 * narrow.abs() + rounding;
    narrow.abs() > rounding && (lasting || narrow.abs() > BENT * slope)
}

/// What one-sided values look like: a jump, an infinite slope, or neither.
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
