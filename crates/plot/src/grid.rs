//! Values of a function of two variables on a grid, with the places between its points where the
//! function ends or jumps.

use std::collections::BTreeMap;

use crate::range;

/// More edges than this are not looked at closely.
const EXAMINED: usize = 60_000;
/// How often an edge is halved.
const HALVINGS: u32 = 44;

/// The direction of an edge of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Along {
    /// To the next column.
    X,
    /// To the next row.
    Y,
}

/// An edge, by the point where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edge {
    /// The row of the point.
    pub row: usize,
    /// The column of the point.
    pub column: usize,
    /// The direction.
    pub along: Along,
}

/// What happens on an edge, and where, as a part of its length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Break {
    /// The function is defined on one side alone; its last value there.
    Ends {
        /// Where.
        at: f64,
        /// The last value.
        value: f64,
    },
    /// A jump or a pole.
    Jump {
        /// Where.
        at: f64,
    },
}

/// Values on a grid.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Grid {
    /// The columns, in rising order.
    pub x: Vec<f64>,
    /// The rows, in rising order.
    pub y: Vec<f64>,
    /// Row by row; what is not finite is undefined.
    values: Vec<f64>,
    breaks: BTreeMap<Edge, Break>,
}

/// `count` numbers from `low` to `high`.
#[must_use]
pub fn spaced(low: f64, high: f64, count: usize) -> Vec<f64> {
    let last = count.max(2) - 1;
    let place = |i: usize| {
        let part = i as f64 / last as f64;
        if i == last {
            high
        } else {
            low + (high - low) * part
        }
    };
    (0..=last).map(place).collect()
}

impl Grid {
    /// A grid with its values, row by row: as many as columns times rows, or those that lack are
    /// undefined.
    #[must_use]
    pub fn new(x: Vec<f64>, y: Vec<f64>, mut values: Vec<f64>) -> Self {
        values.resize(x.len() * y.len(), f64::NAN);
        Self {
            x,
            y,
            values,
            breaks: BTreeMap::new(),
        }
    }

    /// A grid over a rectangle.
    pub fn sampled(
        x: (f64, f64),
        y: (f64, f64),
        (columns, rows): (usize, usize),
        mut f: impl FnMut([f64; 2]) -> f64,
    ) -> Self {
        let (x, y) = (spaced(x.0, x.1, columns), spaced(y.0, y.1, rows));
        let mut values = Vec::with_capacity(x.len() * y.len());
        for y in &y {
            values.extend(x.iter().map(|x| f([*x, *y])));
        }
        let mut grid = Self::new(x, y, values);
        grid.refine(&mut f);
        grid
    }

    /// How many columns and rows there are.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        (self.x.len(), self.y.len())
    }

    /// All values, row by row.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The value at a column and a row; NaN where there is none.
    #[must_use]
    pub fn value(&self, column: usize, row: usize) -> f64 {
        if column >= self.x.len() {
            return f64::NAN;
        }
        let place = self.values.get(row * self.x.len() + column);
        place.copied().filter(|v| v.is_finite()).unwrap_or(f64::NAN)
    }

    /// The place of a column and row.
    #[must_use]
    pub fn place(&self, column: usize, row: usize) -> [f64; 2] {
        let of = |list: &[f64], i: usize| list.get(i).copied().unwrap_or(f64::NAN);
        [of(&self.x, column), of(&self.y, row)]
    }

    /// The value between the points of the grid; NaN outside.
    #[must_use]
    pub fn at(&self, [x, y]: [f64; 2]) -> f64 {
        let cell = |list: &[f64], value: f64| {
            let before = list.partition_point(|v| *v <= value).saturating_sub(1);
            let i = before.min(list.len().saturating_sub(2));
            let (low, high) = (list.get(i).copied()?, list.get(i + 1).copied()?);
            let part = (value - low) / (high - low);
            (-1e-9..=1.0 + 1e-9).contains(&part).then_some((i, part))
        };
        let (Some((i, s)), Some((j, t))) = (cell(&self.x, x), cell(&self.y, y)) else {
            return f64::NAN;
        };
        let row = |j| self.value(i, j) * (1.0 - s) + self.value(i + 1, j) * s;
        row(j) * (1.0 - t) + row(j + 1) * t
    }

    /// What happens on an edge.
    #[must_use]
    pub fn on_edge(&self, edge: Edge) -> Option<Break> {
        self.breaks.get(&edge).copied()
    }

    /// Whether the function jumps on an edge of the cell whose first corner this is.
    #[must_use]
    pub fn jumps_in(&self, column: usize, row: usize) -> bool {
        !self.breaks.is_empty()
            && edges_of(column, row)
                .into_iter()
                .any(|edge| matches!(self.on_edge(edge), Some(Break::Jump { .. })))
    }

    /// The grid with only every so manieth column and row, the last ones kept.
    #[must_use]
    pub fn thinned(&self, most: usize) -> Self {
        let every = |count: usize| {
            let kept = most.clamp(2, count.max(2));
            let place = move |i: usize| (i * (count - 1) + (kept - 1) / 2) / (kept - 1);
            (0..kept).map(place).collect::<Vec<usize>>()
        };
        let (columns, rows) = self.size();
        if columns.max(rows) <= most || columns < 2 || rows < 2 {
            return self.clone();
        }
        let (columns, rows) = (every(columns), every(rows));
        let pick = |list: &[f64], kept: &[usize]| -> Vec<f64> {
            kept.iter().filter_map(|i| list.get(*i)).copied().collect()
        };
        let values = rows
            .iter()
            .flat_map(|row| columns.iter().map(|column| self.value(*column, *row)));
        let mut thin = Self::new(
            pick(&self.x, &columns),
            pick(&self.y, &rows),
            values.collect(),
        );
        let coarse = |kept: &[usize], i: usize| kept.partition_point(|k| *k <= i).saturating_sub(1);
        for (edge, found) in &self.breaks {
            let edge = Edge {
                row: coarse(&rows, edge.row),
                column: coarse(&columns, edge.column),
                along: edge.along,
            };
            if matches!(found, Break::Jump { .. }) {
                thin.breaks.insert(edge, Break::Jump { at: 0.5 });
            }
        }
        thin
    }

    /// Looks closely at edges where the function begins, ends, or changes by much.
    pub fn refine(&mut self, mut f: impl FnMut([f64; 2]) -> f64) {
        let step = self.large_step();
        let mut examined = 0;
        for row in 0..self.y.len() {
            for column in 0..self.x.len() {
                for along in [Along::X, Along::Y] {
                    let edge = Edge { row, column, along };
                    let Some((from, to)) = self.ends(edge) else {
                        continue;
                    };
                    let (a, b) = (self.value(from.0, from.1), self.value(to.0, to.1));
                    if (a.is_nan() && b.is_nan()) || (a - b).abs() <= step {
                        continue;
                    }
                    if examined == EXAMINED {
                        return;
                    }
                    examined += 1;
                    let (p, q) = (self.place(from.0, from.1), self.place(to.0, to.1));
                    let mut on = |part: f64| f(between(p, q, part));
                    let found = if a.is_nan() || b.is_nan() {
                        Some(end(&mut on, a))
                    } else {
                        jump(&mut on, a, b).map(|at| Break::Jump { at })
                    };
                    found.map(|found| self.breaks.insert(edge, found));
                }
            }
        }
    }

    /// The points that an edge joins.
    fn ends(&self, edge: Edge) -> Option<((usize, usize), (usize, usize))> {
        let to = match edge.along {
            Along::X => (edge.column + 1, edge.row),
            Along::Y => (edge.column, edge.row + 1),
        };
        (to.0 < self.x.len() && to.1 < self.y.len()).then_some(((edge.column, edge.row), to))
    }

    /// A change from one point to the next that a smooth function would hardly show.
    fn large_step(&self) -> f64 {
        let some = self.values.len() / 4096 + 1;
        let mut values: Vec<f64> = self.values.iter().step_by(some).copied().collect();
        values.retain(|value| value.is_finite());
        values.sort_by(f64::total_cmp);
        let at = |part: usize| values.get(values.len() * part / 20).copied().unwrap_or(0.0);
        0.05 * (at(19) - at(1)).max(0.0)
    }

    /// The values to show: all, unless there are poles.
    pub fn bounds(&self, mut f: impl FnMut([f64; 2]) -> f64) -> Option<range::Bounds> {
        let extreme = |sign: f64| {
            let at = |i: usize| sign * self.values.get(i).copied().unwrap_or(f64::NAN);
            let finite = (0..self.values.len()).filter(|i| at(*i).is_finite());
            finite.max_by(|a, b| at(*a).total_cmp(&at(*b)))
        };
        let first = |list: &[f64]| match list {
            [a, b, ..] => b - a,
            _ => 0.0,
        };
        let step = [first(&self.x), first(&self.y)];
        let mut grows = |sign: f64| {
            let columns = self.x.len().max(1);
            extreme(sign).is_some_and(|i| {
                let start = self.place(i % columns, i / columns);
                range::is_unbounded(start, step, sign, &mut f)
            })
        };
        range::bounds(self.values.iter().copied(), |low, high| {
            (low && grows(-1.0), high && grows(1.0))
        })
    }
}

/// The edges around a cell.
fn edges_of(column: usize, row: usize) -> [Edge; 4] {
    let edge = |column, row, along| Edge { row, column, along };
    [
        edge(column, row, Along::X),
        edge(column + 1, row, Along::Y),
        edge(column, row + 1, Along::X),
        edge(column, row, Along::Y),
    ]
}

/// A point on a line: the second at 1.
#[must_use]
pub fn between([a, b]: [f64; 2], [c, d]: [f64; 2], part: f64) -> [f64; 2] {
    [a + (c - a) * part, b + (d - b) * part]
}

/// Where a function that has a value at one end of an edge alone ends; `first` is that at 0.
pub(crate) fn end(on: &mut impl FnMut(f64) -> f64, first: f64) -> Break {
    let (mut inside, mut outside) = if first.is_nan() {
        (1.0, 0.0)
    } else {
        (0.0, 1.0)
    };
    let mut value = if first.is_nan() { on(1.0) } else { first };
    for _ in 0..HALVINGS {
        let middle = 0.5 * (inside + outside);
        let found = on(middle);
        if found.is_finite() {
            (inside, value) = (middle, found);
        } else {
            outside = middle;
        }
    }
    Break::Ends { at: inside, value }
}

/// Where a function jumps between two places, or has a pole, if it does: of a continuous function
/// the half that changes more changes ever less.
pub(crate) fn jump(on: &mut impl FnMut(f64) -> f64, first: f64, last: f64) -> Option<f64> {
    let (mut low, mut high) = ((0.0, first), (1.0, last));
    let goal = (last - first).abs() / 8.0;
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low.0 + high.0);
        let value = on(middle);
        if !value.is_finite() {
            return Some(middle);
        }
        if (value - low.1).abs() > (high.1 - value).abs() {
            high = (middle, value);
        } else {
            low = (middle, value);
        }
        if (high.1 - low.1).abs() < goal {
            return None;
        }
    }
    Some(0.5 * (low.0 + high.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_of_domains_are_found() {
        let f = |[x, y]: [f64; 2]| (1.0 - x * x - y * y).sqrt();
        let grid = Grid::sampled((-2.0, 2.0), (-2.0, 2.0), (41, 41), f);
        let mut seen = 0;
        for (edge, found) in &grid.breaks {
            let Break::Ends { at, value } = *found else {
                panic!("{edge:?} {found:?}")
            };
            let (from, to) = grid.ends(*edge).unwrap();
            let [x, y] = between(grid.place(from.0, from.1), grid.place(to.0, to.1), at);
            assert!((x.hypot(y) - 1.0).abs() < 1e-9);
            assert!(value.abs() < 1e-5);
            seen += 1;
        }
        assert!(seen > 50);
    }

    #[test]
    fn jumps_and_poles_are_found_and_steep_slopes_are_none() {
        let count = |f: fn([f64; 2]) -> f64| {
            let grid = Grid::sampled((-2.0, 2.1), (-2.0, 2.1), (40, 40), f);
            grid.breaks
                .values()
                .filter(|b| matches!(b, Break::Jump { .. }))
                .count()
        };
        assert_eq!(count(|[x, y]| x * x - y), 0);
        assert_eq!(count(|[x, y]| (50.0 * x).tanh() + y), 0);
        assert_eq!(count(|[x, _]| x.abs()), 0);
        assert_eq!(count(|[x, _]| if x < 0.01 { 0.0 } else { 1.0 }), 40);
        assert!(count(|[x, _]| 1.0 / (x - 0.01)) >= 40);
    }

    #[test]
    fn thinning_keeps_the_borders_and_jumps() {
        let f = |[x, y]: [f64; 2]| if x < 0.123 { y } else { y + 5.0 };
        let grid = Grid::sampled((-1.0, 1.0), (0.0, 1.0), (101, 51), f);
        let thin = grid.thinned(11);
        assert_eq!(thin.size(), (11, 11));
        assert_eq!((thin.x[0], thin.x[10], thin.y[10]), (-1.0, 1.0, 1.0));
        let jumps: Vec<usize> = (0..10).filter(|i| thin.jumps_in(*i, 0)).collect();
        assert_eq!(jumps.len(), 1);
        assert!(thin.x[jumps[0]] <= 0.123 && thin.x[jumps[0] + 1] >= 0.123);
    }
}
