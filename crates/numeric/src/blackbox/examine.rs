//! One point: random directions for groups of entries, and bisection to those that don't hold.

use std::collections::BTreeMap;

use num_traits::Float;
use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::judge::Judge;
use super::report::Finding;
use super::{Checker, coverage};
use crate::difference::{Bundle, Difference, Exactness, Grid, Options, Values, shared};
use crate::verify::{Behaviour, Bounded, Reason, Verdict};

/// How many wrong entries are named at most.
const NAMED: usize = 64;

/// How often an entry that can't be told is tried again with other steps.
const TRIALS: u64 = 3;

/// In so many rows, entries that are claimed to be 0 are tried by themselves: the rows of a large
/// Jacobian have each its own, and too many.
const FEW_ROWS: usize = 8;

/// The rounding of a claim is taken for at most this many units in the last place.
pub(super) const CLAIM_ULPS: f64 = 16.0;

/// An error of a sum beyond this part of its terms, that no term shows, is no rounding.
const CURVED: f64 = 1e-3;

/// A claim at a point, and the function around it.
pub(super) struct Problem<'a> {
    /// All outputs at `x + t·Σ cⱼbⱼ`, for the coefficients c of the basis b, with error bounds.
    pub evaluate: &'a mut dyn FnMut(&[f64], f64) -> Values,
    /// How far the point is from zero, along each basis vector.
    pub places: Vec<f64>,
    pub rows: usize,
    /// The claim, row by row.
    pub claim: Vec<f64>,
    pub exactness: Exactness,
    pub unit: f64,
    pub grid: fn(f64) -> Grid,
}

/// The grid around a place, for functions of this precision.
pub(super) fn grid<T: Float>(place: f64) -> Grid {
    Grid::around(T::from(place).unwrap_or_else(T::nan))
}

/// The same for several outputs, which share their steps.
pub(super) fn shared_grid<T: Float>(place: f64) -> Grid {
    shared::<T>(grid::<T>(place))
}

impl Problem<'_> {
    pub(super) fn columns(&self) -> usize {
        self.places.len()
    }

    pub(super) fn entry(&self, row: usize, column: usize) -> f64 {
        let place = row * self.columns() + column;
        self.claim.get(place).copied().unwrap_or(f64::NAN)
    }

    /// The largest entry of a row, in the unit of a column.
    fn beside(&self, row: usize, column: usize) -> f64 {
        let unit = |place: f64| if place > 0.0 { place } else { 1.0 };
        let own = self.places.get(column).map_or(1.0, |place| unit(*place));
        let size = |(column, place): (usize, &f64)| self.entry(row, column).abs() * unit(*place);
        let sizes = self.places.iter().enumerate().map(size);
        let largest = sizes.filter(|size| size.is_finite()).fold(0.0, f64::max);
        largest / own
    }

    /// The distance from zero of the point, in units of a step along a direction.
    fn place(&self, direction: &[f64]) -> f64 {
        let mut place: f64 = 0.0;
        let mut length: f64 = 0.0;
        for (coefficient, at) in direction.iter().zip(&self.places) {
            if *coefficient != 0.0 {
                place = place.max(*at);
                length = length.max(coefficient.abs());
            }
        }
        if length > 0.0 { place / length } else { place }
    }
}

/// What was found at a point.
#[derive(Debug, Default)]
pub(super) struct Examined {
    pub findings: Vec<Finding>,
    pub truncated: bool,
    pub is_single: bool,
    pub evaluations: u64,
}

/// A group of entries: these columns in these rows.
struct Group {
    columns: Vec<usize>,
    rows: Vec<usize>,
}

/// What a direction says of one row of a group.
enum Seen {
    /// Claim and difference agree within this distance.
    Passed(f64),
    /// They don't, or can't be compared.
    Open,
}

/// The search at one point.
pub(super) struct Search<'s, 'p> {
    checker: &'s Checker,
    problem: &'s mut Problem<'p>,
    random: Xoshiro256PlusPlus,
    found: Examined,
    refuted: usize,
    /// Rows whose sum is wrong beyond what rounding does.
    suspicious: BTreeMap<usize, (f64, Bounded)>,
}

impl<'s, 'p> Search<'s, 'p> {
    pub(super) fn new(checker: &'s Checker, problem: &'s mut Problem<'p>, stream: u64) -> Self {
        let seed = checker.seed ^ stream.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Self {
            checker,
            problem,
            random: Xoshiro256PlusPlus::seed_from_u64(seed),
            found: Examined::default(),
            refuted: 0,
            suspicious: BTreeMap::new(),
        }
    }

    /// Examines some rows of the claim.
    pub(super) fn run(mut self, rows: Vec<usize>) -> Examined {
        let columns = (0..self.problem.columns()).collect();
        let mut groups = vec![Group { columns, rows }];
        while let Some(group) = groups.pop() {
            if self.refuted >= NAMED {
                self.found.truncated = true;
                break;
            }
            match group.columns[..] {
                [] => {}
                [column] => self.entries(column, &group.rows),
                _ => self.group(&group, &mut groups),
            }
        }
        if !self.found.truncated {
            self.curved();
        }
        self.found
            .findings
            .sort_by_key(|finding| (finding.row, finding.column));
        self.found
    }

    /// Tries a group in random directions. Rows that don't pass are split, and entries that are
    /// too small beside the others to have been seen are tried again among themselves.
    fn group(&mut self, group: &Group, groups: &mut Vec<Group>) {
        let mut open: Vec<usize> = Vec::new();
        let mut passing: Vec<(usize, f64)> = group.rows.iter().map(|row| (*row, 0.0)).collect();
        let mut single = false;
        let mut weights = Vec::new();
        for _ in 0..self.checker.directions {
            let direction = self.direction(&group.columns);
            let rows: Vec<usize> = passing.iter().map(|(row, _)| *row).collect();
            let seen = self.along(&direction, &rows, &mut single);
            let mut next = Vec::new();
            for ((row, widest), seen) in passing.into_iter().zip(seen) {
                match seen {
                    Seen::Passed(distance) => next.push((row, distance.max(widest))),
                    Seen::Open => open.push(row),
                }
            }
            passing = next;
            weights = direction;
        }
        let mut small: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
        for (row, distance) in passing {
            let unseen = self.unseen(row, &group.columns, &weights, distance, single);
            if unseen.len() == group.columns.len() {
                open.push(row);
            } else if !unseen.is_empty() {
                small.entry(unseen).or_default().push(row);
            }
        }
        for (columns, rows) in small {
            groups.push(Group { columns, rows });
        }
        if !open.is_empty() {
            let (left, right) = group.columns.split_at(group.columns.len() / 2);
            for half in [right, left] {
                let (columns, rows) = (half.to_vec(), open.clone());
                groups.push(Group { columns, rows });
            }
        }
    }

    /// A random direction: each coefficient is uniform on ±[1, 2], in units of the variable.
    fn direction(&mut self, columns: &[usize]) -> Vec<f64> {
        let mut direction = vec![0.0; self.problem.columns()];
        for column in columns {
            let bits = self.random.next_u64();
            let size = 1.0 + (bits >> 12) as f64 / (1_u64 << 52) as f64;
            let sign = if bits & 1 == 0 { 1.0 } else { -1.0 };
            let scale = self.problem.places.get(*column).copied().unwrap_or(0.0);
            let scale = if scale > 0.0 { scale } else { 1.0 };
            if let Some(coefficient) = direction.get_mut(*column) {
                *coefficient = sign * size * scale;
            }
        }
        direction
    }

    fn along(&mut self, direction: &[f64], rows: &[usize], single: &mut bool) -> Vec<Seen> {
        let place = self.problem.place(direction);
        let grid = (self.problem.grid)(place);
        let (exactness, limit) = (self.problem.exactness, self.left());
        let options = self.options(0);
        let evaluate = &mut *self.problem.evaluate;
        let mut line = |offset: f64| evaluate(direction, offset);
        let mut bundle = Bundle::new(&mut line, grid, exactness, limit);
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            found.push(bundle.difference(*row, &options));
            *single |= bundle.is_single();
        }
        self.found.evaluations += bundle.evaluations;
        *single |= self.problem.unit > f64::EPSILON;
        self.found.is_single |= *single;
        let pairs = rows.iter().zip(found);
        pairs
            .map(|(row, difference)| self.sum(*row, direction, &difference))
            .collect()
    }

    /// Compares a difference along a direction with the sum of the claimed entries.
    fn sum(&mut self, row: usize, direction: &[f64], difference: &Difference) -> Seen {
        let (mut sum, mut size) = (0.0, 0.0);
        for (column, coefficient) in direction.iter().enumerate() {
            if *coefficient != 0.0 {
                let term = self.problem.entry(row, column) * coefficient;
                sum += term;
                size += term.abs();
            }
        }
        if !difference.outcome.is_derivative() || !f64::is_finite(sum) {
            return Seen::Open;
        }
        let bound = difference.error + self.rounding(size);
        let distance = (difference.value - sum).abs();
        if distance <= bound {
            return Seen::Passed(2.0 * bound);
        }
        if distance > 8.0 * bound + CURVED * size {
            let found = Bounded {
                value: difference.value,
                error: bound,
            };
            self.suspicious.entry(row).or_insert((sum, found));
        }
        Seen::Open
    }

    /// The entries whose errors a sum can't have shown, at this distance.
    fn unseen(
        &self,
        row: usize,
        columns: &[usize],
        weights: &[f64],
        distance: f64,
        single: bool,
    ) -> Vec<usize> {
        let share = |column: &usize| {
            let weight = weights.get(*column).copied().unwrap_or(0.0);
            // Within a factor of two, since the weights of other directions were others.
            0.5 * (self.problem.entry(row, *column) * weight).abs()
        };
        let largest = columns.iter().map(share).fold(0.0, f64::max);
        if largest == 0.0 {
            return Vec::new();
        }
        let part = coverage(single);
        // What is claimed to be 0 may be small: it is tried again without what is large.
        let zero = if self.problem.rows <= FEW_ROWS {
            0.0
        } else {
            largest
        };
        let unseen = |column: &&usize| {
            let own = share(column);
            let size = if own == 0.0 { zero } else { own };
            distance > part * size
        };
        columns.iter().filter(unseen).copied().collect()
    }

    /// Decides the entries of one column.
    fn entries(&mut self, column: usize, rows: &[usize]) {
        let mut direction = vec![0.0; self.problem.columns()];
        if let Some(coefficient) = direction.get_mut(column) {
            *coefficient = 1.0;
        }
        let grid = (self.problem.grid)(self.problem.place(&direction));
        let (exactness, limit) = (self.problem.exactness, self.left());
        let options = [0, 1, 2].map(|trial| self.options(trial % TRIALS));
        let beside: Vec<f64> = rows
            .iter()
            .map(|row| self.problem.beside(*row, column))
            .collect();
        let evaluate = &mut *self.problem.evaluate;
        let mut line = |offset: f64| evaluate(&direction, offset);
        let mut bundle = Bundle::new(&mut line, grid, exactness, limit);
        let mut judged = Vec::with_capacity(rows.len());
        let columns = self.problem.places.len();
        for (row, beside) in rows.iter().zip(beside) {
            let claimed = self.problem.claim.get(row * columns + column);
            let judge = Judge {
                checker: self.checker,
                claimed: claimed.copied().unwrap_or(f64::NAN),
                beside,
                unit: self.problem.unit,
            };
            let entry = judge.decide(&mut bundle, *row, &options);
            self.found.is_single |= entry.single;
            judged.push((*row, entry));
        }
        self.found.evaluations += bundle.evaluations;
        for (row, entry) in judged {
            if !entry.verdict.holds() {
                self.refuted += usize::from(entry.verdict == Verdict::Refuted);
                self.found.findings.push(Finding {
                    row,
                    column: Some(column),
                    verdict: entry.verdict,
                    claimed: self.problem.entry(row, column),
                    found: entry.found,
                    behaviour: entry.behaviour,
                    note: entry.note,
                });
            }
        }
    }

    /// Rows that are wrong in sum but in no entry: the slope is not linear in the direction.
    fn curved(&mut self) {
        for (row, (claimed, found)) in std::mem::take(&mut self.suspicious) {
            if self.found.findings.iter().any(|finding| finding.row == row) {
                continue;
            }
            let note = "the slopes along the variables do not add up to that along a direction";
            self.found.findings.push(Finding {
                row,
                column: None,
                verdict: Verdict::Undecided(Reason::NotDifferentiable),
                claimed,
                found,
                behaviour: Behaviour::Unknown,
                note: Some(note.to_owned()),
            });
        }
    }

    fn rounding(&self, size: f64) -> f64 {
        CLAIM_ULPS * self.problem.unit * size
    }

    const fn left(&self) -> u64 {
        self.checker
            .max_evaluations
            .saturating_sub(self.found.evaluations)
    }

    fn options(&self, trial: u64) -> Options {
        Options {
            seed: self.checker.seed.wrapping_add(trial),
            ..Options::default()
        }
    }
}
