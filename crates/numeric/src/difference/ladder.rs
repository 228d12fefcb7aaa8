//! Richardson's extrapolation over a ladder of steps, and its error.
//!
//! The slopes `D(h)` of central differences are a series in h², those of one-sided ones in h.
//! Neville's recursion takes one power after the other away:
//! `T(k, j) = T(k, j-1) + (T(k, j-1) - T(k-1, j-1)) / ((h(k-j)/h(k))² - 1)`
//! (Richardson 1911; Lyness and Moler 1967; Ridders 1982). Every entry has a truncation error,
//! bounded by its distance from its neighbours, and a rounding error, carried through the
//! recursion; the entry whose sum of both is smallest is the estimate.

use super::probe::{Reach, Secant};

/// The ratio of one step to the next: √2 times the golden ratio. It is irrational, and so are
/// its powers: a ladder of ratio 2 sees only zeros of sin(2π·1024·x).
pub(super) const RATIO: f64 = 2.288_245_611_270_737;

/// How many powers of the step are taken away at most.
const COLUMNS: usize = 8;

/// How much slower than any power of the step a ladder may converge and still be believed, with
/// its error multiplied by as much.
const SLOWEST: f64 = 64.0;

/// A ladder whose slopes moved ever further with so many secants leads nowhere.
const ASTRAY: usize = 3;

/// An entry of the tableau.
#[derive(Clone, Copy, Debug)]
pub(super) struct Estimate {
    pub value: f64,
    pub truncation: f64,
    pub rounding: f64,
    /// The smallest and the largest step that it was extrapolated from.
    pub step: f64,
    pub top: f64,
    /// How many powers of the step were taken away.
    pub column: usize,
    /// The slope of the secant with the smallest step.
    slope: f64,
}

impl Estimate {
    /// The bound on the error.
    pub fn error(&self) -> f64 {
        self.truncation + self.rounding
    }

    /// Whether the slope of a smaller step speaks against the estimate.
    ///
    /// The distance of the slopes from the derivative shrinks at least with the leading power.
    pub fn is_contradicted(&self, reach: Reach, smaller: &Secant) -> bool {
        let left = 4.0 * (self.slope - self.value).abs() * reach.order(smaller.step / self.step);
        let distance = (smaller.slope - self.value).abs();
        distance > self.error() + 2.0 * smaller.rounding + left
    }
}

/// One entry and the bound on its rounding error.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    value: f64,
    rounding: f64,
}

/// The last three rows of the tableau and the best entry so far.
#[derive(Clone, Debug)]
pub(super) struct Tableau {
    reach: Reach,
    rows: usize,
    /// The steps of the rows, the last one first.
    steps: [f64; COLUMNS],
    last: [Entry; COLUMNS],
    before: [Entry; COLUMNS],
    best: Option<Estimate>,
    /// How many rows ago the best entry was found.
    age: usize,
    /// How often in a row a slope was further from the one before than that from its own. What
    /// rounding hides says neither this nor that.
    growing: usize,
}

impl Tableau {
    pub fn new(reach: Reach) -> Self {
        let row = [Entry::default(); COLUMNS];
        let steps = [0.0; COLUMNS];
        Self {
            reach,
            rows: 0,
            steps,
            last: row,
            before: row,
            best: None,
            age: 0,
            growing: 0,
        }
    }

    pub const fn best(&self) -> Option<&Estimate> {
        self.best.as_ref()
    }

    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// How many rows ago the best entry was found.
    pub const fn age(&self) -> usize {
        self.age
    }

    /// Adds the secant of a smaller step.
    pub fn push(&mut self, secant: &Secant) {
        if self
            .best
            .is_some_and(|best| best.is_contradicted(self.reach, secant))
        {
            self.best = None;
        }
        self.steps.rotate_right(1);
        if let Some(first) = self.steps.first_mut() {
            *first = secant.step;
        }
        let row = self.next_row(secant);
        self.age += 1;
        self.follow(&row);
        match self.growing >= ASTRAY {
            true => self.best = None,
            false => self.consider(self.best_of(&row, secant)),
        }
        self.before = std::mem::replace(&mut self.last, row);
        self.rows += 1;
    }

    /// Notes whether the slopes still come nearer to each other.
    fn follow(&mut self, row: &[Entry; COLUMNS]) {
        let [now, ..] = row;
        let ([last, ..], [before, ..]) = (&self.last, &self.before);
        let step = (now.value - last.value).abs();
        let previous = (last.value - before.value).abs();
        let hidden = 2.0 * (now.rounding + last.rounding);
        if self.rows < 2 {
            return;
        }
        if step > previous.max(hidden) {
            self.growing += 1;
        } else if step + hidden < previous {
            self.growing = 0;
        }
    }

    /// Neville's recursion, with the roundings added up.
    fn next_row(&self, secant: &Secant) -> [Entry; COLUMNS] {
        let mut row = [Entry::default(); COLUMNS];
        let mut entry = Entry {
            value: secant.slope,
            rounding: secant.rounding,
        };
        let columns = row.iter_mut().zip(self.last).zip(self.steps.iter().skip(1));
        for ((place, above), step) in columns.take(self.rows + 1) {
            *place = entry;
            let weight = 1.0 / (self.reach.order(step / secant.step) - 1.0);
            entry = Entry {
                value: entry.value + weight * (entry.value - above.value),
                rounding: entry.rounding + weight * (entry.rounding + above.rounding),
            };
        }
        row
    }

    /// The best entry of a new row. Its truncation error is its distance from its neighbours to
    /// the left, above, and above them, times how slowly the column to the left converges.
    fn best_of(&self, row: &[Entry; COLUMNS], secant: &Secant) -> Option<Estimate> {
        let columns = if self.rows < 2 {
            0
        } else {
            self.rows.min(COLUMNS - 1)
        };
        let mut best: Option<Estimate> = None;
        let mut corner: Option<(Entry, Entry, f64)> = None;
        let entries = row.iter().zip(self.last).zip(self.before).zip(self.steps);
        for (column, (((now, above), before), top)) in entries.enumerate().take(columns) {
            let slow = slowness(*now, above, before);
            let distance = |other: Entry| (now.value - other.value).abs();
            let truncation = match corner {
                Some((left, above_left, slow)) => {
                    slow * distance(above)
                        .max(distance(left))
                        .max(distance(above_left))
                }
                None => slow * distance(above),
            };
            corner = Some((*now, above, slow));
            let error = truncation + now.rounding;
            if error.is_finite() && best.is_none_or(|best| error < best.error()) {
                best = Some(Estimate {
                    value: now.value,
                    truncation,
                    rounding: now.rounding,
                    step: secant.step,
                    top,
                    column,
                    slope: secant.slope,
                });
            }
        }
        best
    }

    /// Takes the best entry of a new row if it is better than the one so far, or tells it wrong.
    fn consider(&mut self, new: Option<Estimate>) {
        let better = match (&self.best, &new) {
            (Some(best), Some(new)) => {
                let bounds = best.error() + new.error();
                new.error() < best.error() || (new.value - best.value).abs() > bounds
            }
            (None, Some(_)) => true,
            (_, None) => false,
        };
        if better {
            (self.best, self.age) = (new, 0);
        }
    }
}

/// How much longer the way still is than the last step of a column: `1/(1 - q)`, where each step
/// is q times the one before.
fn slowness(now: Entry, last: Entry, before: Entry) -> f64 {
    let step = (now.value - last.value).abs();
    if step <= now.rounding + last.rounding {
        return 1.0;
    }
    let previous = (last.value - before.value).abs();
    if step * SLOWEST >= previous * (SLOWEST - 1.0) {
        return SLOWEST;
    }
    previous / (previous - step)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ladder(reach: Reach, rows: usize, slope: impl Fn(f64) -> f64) -> Tableau {
        let mut tableau = Tableau::new(reach);
        let mut step = 0.7;
        for _ in 0..rows {
            let rounding = 2e-16 / step;
            let slope = slope(step);
            tableau.push(&Secant {
                step,
                slope,
                rounding,
                bend: 0.0,
                spread: 1.0,
                size: 1.0,
            });
            step /= RATIO;
        }
        tableau
    }

    #[test]
    fn powers_of_the_step_are_taken_away() {
        let even = ladder(Reach::Central, 8, |h| 1.0 + h * h - 3.0 * h.powi(4));
        let every = ladder(Reach::OneSided { sign: 1.0 }, 9, |h| {
            1.0 - h + h * h + h.powi(3)
        });
        for tableau in [even, every] {
            let best = tableau.best().unwrap();
            assert!(
                (best.value - 1.0).abs() <= best.error() && best.error() < 1e-13,
                "{best:?}"
            );
        }
    }

    #[test]
    fn slow_convergence_widens_the_bound() {
        for power in [0.1, 0.3, 0.5, 0.9, 1.0, 1.5] {
            let tableau = ladder(Reach::Central, 12, |h: f64| 1.0 + h.powf(power));
            let best = tableau.best().unwrap();
            assert!((best.value - 1.0).abs() <= best.error(), "{power} {best:?}");
        }
    }

    #[test]
    fn what_moves_ever_further_has_no_limit() {
        for power in [-0.25, -0.5, -1.0] {
            let tableau = ladder(Reach::Central, 30, |h: f64| 1e-12 * h.powf(power));
            assert!(tableau.best().is_none(), "{power} {:?}", tableau.best());
        }
    }

    #[test]
    fn smaller_steps_contradict() {
        let mut tableau = ladder(Reach::Central, 6, |h| 1.0 + h * h);
        let step = 1e-3;
        let mut secant = Secant {
            step,
            slope: 1.0,
            rounding: 1e-13,
            bend: 0.0,
            spread: 1.0,
            size: 1.0,
        };
        assert!(
            !tableau
                .best()
                .unwrap()
                .is_contradicted(Reach::Central, &secant)
        );
        secant.slope = 1.1;
        assert!(
            tableau
                .best()
                .unwrap()
                .is_contradicted(Reach::Central, &secant)
        );
        tableau.push(&secant);
        assert!(tableau.best().is_none_or(|best| best.step == step));
    }
}
