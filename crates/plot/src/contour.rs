//! Level lines, and the regions between them, by marching squares with joined segments.
//!
//! Segments have the larger values on their left, so that each crossing of an edge begins one and
//! ends one, and lines are found by following them.

use crate::grid::{Along, Break, Edge, Grid, between};

/// A line of places.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The places; of a closed line the last is not the first again.
    pub points: Vec<[f64; 2]>,
    /// Whether the last is joined with the first.
    pub closed: bool,
}

/// The lines on which a function has the values of some levels, which are in rising order. Lines
/// end where the function is undefined or jumps.
#[must_use]
pub fn lines(grid: &Grid, levels: &[f64]) -> Vec<Vec<Line>> {
    March::new(grid, levels, false).run()
}

/// For each level the region where the function is at least that, as rings to be filled by the
/// even-odd rule. A level of minus infinity gives the domain.
#[must_use]
pub fn regions(grid: &Grid, levels: &[f64]) -> Vec<Vec<Line>> {
    March::new(grid, levels, true).run()
}

/// Around the grid of a region lies a frame of points that are outside, at the places of the
/// border.
struct March<'g> {
    grid: &'g Grid,
    levels: &'g [f64],
    frame: usize,
    /// For each level the segments, as pairs of edges by number.
    segments: Vec<Vec<(u64, u64)>>,
}

/// The value of a corner, minus infinity for outside.
type Corners = [f64; 4];

impl<'g> March<'g> {
    fn new(grid: &'g Grid, levels: &'g [f64], framed: bool) -> Self {
        Self {
            grid,
            levels,
            frame: usize::from(framed),
            segments: vec![Vec::new(); levels.len()],
        }
    }

    fn run(mut self) -> Vec<Vec<Line>> {
        let (columns, rows) = self.grid.size();
        let (columns, rows) = (columns + 2 * self.frame, rows + 2 * self.frame);
        for row in 1..rows {
            for column in 1..columns {
                self.cell(column - 1, row - 1);
            }
        }
        let segments = std::mem::take(&mut self.segments);
        segments
            .into_iter()
            .zip(self.levels)
            .map(|(segments, level)| self.join(segments, *level))
            .collect()
    }

    /// A point of the grid, if it is one and not of the frame.
    fn vertex(&self, column: usize, row: usize) -> Option<(usize, usize)> {
        let (columns, rows) = self.grid.size();
        let (column, row) = (
            column.checked_sub(self.frame)?,
            row.checked_sub(self.frame)?,
        );
        (column < columns && row < rows).then_some((column, row))
    }

    fn value(&self, column: usize, row: usize) -> f64 {
        let found = self.vertex(column, row).map(|(c, r)| self.grid.value(c, r));
        found.unwrap_or(f64::NAN)
    }

    /// All segments of a cell.
    fn cell(&mut self, column: usize, row: usize) {
        let values = [(0, 0), (1, 0), (1, 1), (0, 1)].map(|(i, j)| self.value(column + i, row + j));
        let undefined = values.iter().any(|value| value.is_nan());
        let lines = self.frame == 0;
        if lines && self.grid.jumps_in(column, row) {
            return;
        }
        let corners = match (undefined, lines) {
            (true, true) => self.continued(values, column, row),
            _ => values.map(|value| {
                if value.is_nan() {
                    f64::NEG_INFINITY
                } else {
                    value
                }
            }),
        };
        let low = corners.iter().fold(f64::INFINITY, |a, b| a.min(*b));
        let high = corners.iter().fold(f64::NEG_INFINITY, |a, b| a.max(*b));
        let from = if undefined {
            0
        } else {
            self.levels.partition_point(|level| *level <= low)
        };
        let to = self.levels.partition_point(|level| *level <= high);
        for i in from..to {
            let level = self.levels.get(i).copied().unwrap_or(f64::NAN);
            for (a, b) in segments(corners, level) {
                let pair = (self.number(column, row, a), self.number(column, row, b));
                if undefined
                    && lines
                    && !(self.is_crossed(pair.0, level) && self.is_crossed(pair.1, level))
                {
                    continue;
                }
                if let Some(list) = self.segments.get_mut(i) {
                    list.push(pair);
                }
            }
        }
    }

    /// The values of corners, those that lack taken from where the function ends on the way there.
    fn continued(&self, values: Corners, column: usize, row: usize) -> Corners {
        let last = |side: u8| match self.grid.on_edge(self.edge(self.number(column, row, side))) {
            Some(Break::Ends { value, .. }) => Some(value),
            _ => None,
        };
        // The sides that meet at each corner.
        let sides = [(0, 3), (0, 1), (1, 2), (2, 3)];
        let mut found = values;
        let (mut sum, mut count) = (0.0, 0.0);
        for (value, (a, b)) in found.iter_mut().zip(sides) {
            if value.is_nan() {
                *value = match (last(a), last(b)) {
                    (Some(a), Some(b)) => f64::midpoint(a, b),
                    (a, b) => a.or(b).unwrap_or(f64::NAN),
                };
                if !value.is_nan() {
                    (sum, count) = (sum + *value, count + 1.0);
                }
            }
        }
        // A corner that no defined one is next to goes with the others beyond the border.
        let beyond = if count > 0.0 {
            sum / count
        } else {
            f64::NEG_INFINITY
        };
        found.map(|value| if value.is_nan() { beyond } else { value })
    }

    /// Whether the function has the value of a level on an edge, as far as it is defined there.
    fn is_crossed(&self, number: u64, level: f64) -> bool {
        let edge = self.edge(number);
        let next = match edge.along {
            Along::X => (edge.column + 1, edge.row),
            Along::Y => (edge.column, edge.row + 1),
        };
        let (a, b) = (
            self.grid.value(edge.column, edge.row),
            self.grid.value(next.0, next.1),
        );
        let (a, b) = match self.grid.on_edge(edge) {
            Some(Break::Ends { value, .. }) if a.is_nan() => (value, b),
            Some(Break::Ends { value, .. }) => (a, value),
            _ => (a, b),
        };
        !a.is_nan() && !b.is_nan() && (a >= level) != (b >= level)
    }

    /// An edge of a grid without a frame, by its number.
    fn edge(&self, number: u64) -> Edge {
        let (place, along) = ((number / 2) as usize, number % 2);
        let width = self.grid.size().0;
        Edge {
            row: place / width,
            column: place % width,
            along: if along == 0 { Along::X } else { Along::Y },
        }
    }

    /// The number of an edge of a cell: bottom, right, top, left.
    fn number(&self, column: usize, row: usize, side: u8) -> u64 {
        let (column, row, along) = match side {
            0 => (column, row, 0),
            1 => (column + 1, row, 1),
            2 => (column, row + 1, 0),
            _ => (column, row, 1),
        };
        let width = self.grid.size().0 + 2 * self.frame;
        ((row * width + column) * 2 + along) as u64
    }

    /// Where the level crosses an edge.
    fn crossing(&self, number: u64, level: f64) -> [f64; 2] {
        let width = self.grid.size().0 + 2 * self.frame;
        let (place, along) = ((number / 2) as usize, number % 2);
        let (column, row) = (place % width, place / width);
        let (next, along) = match along {
            0 => ((column + 1, row), Along::X),
            _ => ((column, row + 1), Along::Y),
        };
        let (first, second) = (self.vertex(column, row), self.vertex(next.0, next.1));
        let (Some(first), Some(second)) = (first, second) else {
            let inner = first.or(second);
            return inner.map_or([f64::NAN; 2], |(c, r)| self.grid.place(c, r));
        };
        let (p, q) = (
            self.grid.place(first.0, first.1),
            self.grid.place(second.0, second.1),
        );
        let (a, b) = (
            self.grid.value(first.0, first.1),
            self.grid.value(second.0, second.1),
        );
        let edge = Edge {
            row: first.1,
            column: first.0,
            along,
        };
        let part = match self.grid.on_edge(edge) {
            Some(Break::Jump { at }) => at,
            Some(Break::Ends { at, value }) => {
                let (start, known) = if a.is_nan() { (1.0, b) } else { (0.0, a) };
                if (value >= level) == (known >= level) || level == f64::NEG_INFINITY {
                    at
                } else {
                    start + (at - start) * (known - level) / (known - value)
                }
            }
            None if a.is_nan() || b.is_nan() => 0.5,
            None => (level - a) / (b - a),
        };
        between(p, q, part.clamp(0.0, 1.0))
    }

    /// Segments as lines: first those that end somewhere, then rings.
    fn join(&self, mut segments: Vec<(u64, u64)>, level: f64) -> Vec<Line> {
        segments.sort_unstable();
        let mut ends: Vec<u64> = segments.iter().map(|segment| segment.1).collect();
        ends.sort_unstable();
        let mut used = vec![false; segments.len()];
        let mut found = Vec::new();
        let open = segments
            .iter()
            .map(|s| s.0)
            .filter(|start| ends.binary_search(start).is_err());
        let starts: Vec<u64> = open.chain(segments.iter().map(|s| s.0)).collect();
        for start in starts {
            let mut points = Vec::new();
            let mut at = start;
            while let Ok(i) = segments.binary_search_by(|segment| segment.0.cmp(&at)) {
                match used.get_mut(i) {
                    Some(used) if !*used => *used = true,
                    _ => break,
                }
                points.push(self.crossing(at, level));
                at = segments.get(i).map_or(at, |segment| segment.1);
            }
            let closed = at == start;
            if !points.is_empty() && !closed {
                points.push(self.crossing(at, level));
            }
            points.dedup();
            if points.len() > 1 {
                found.push(Line { points, closed });
            }
        }
        found
    }
}

/// The segments of a cell, as pairs of its sides, with the larger values on the left.
fn segments(corners: Corners, level: f64) -> impl Iterator<Item = (u8, u8)> {
    let [a, b, c, d] = corners.map(|value| u8::from(value >= level && value > f64::NEG_INFINITY));
    let saddle = corners.iter().sum::<f64>() / 4.0 >= level;
    let pairs: [Option<(u8, u8)>; 2] = match (a, b, c, d) {
        (1, 0, 0, 0) => [Some((0, 3)), None],
        (0, 1, 0, 0) => [Some((1, 0)), None],
        (1, 1, 0, 0) => [Some((1, 3)), None],
        (0, 0, 1, 0) => [Some((2, 1)), None],
        (0, 1, 1, 0) => [Some((2, 0)), None],
        (1, 1, 1, 0) => [Some((2, 3)), None],
        (0, 0, 0, 1) => [Some((3, 2)), None],
        (1, 0, 0, 1) => [Some((0, 2)), None],
        (1, 1, 0, 1) => [Some((1, 2)), None],
        (0, 0, 1, 1) => [Some((3, 1)), None],
        (1, 0, 1, 1) => [Some((0, 1)), None],
        (0, 1, 1, 1) => [Some((3, 0)), None],
        (1, 0, 1, 0) if saddle => [Some((0, 1)), Some((2, 3))],
        (1, 0, 1, 0) => [Some((0, 3)), Some((2, 1))],
        (0, 1, 0, 1) if saddle => [Some((3, 0)), Some((1, 2))],
        (0, 1, 0, 1) => [Some((1, 0)), Some((3, 2))],
        _ => [None, None],
    };
    pairs.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(count: usize, f: impl Fn(f64, f64) -> f64) -> Grid {
        Grid::sampled((-2.0, 2.0), (-2.0, 2.0), (count, count), |[x, y]| f(x, y))
    }

    /// The area that rings enclose, holes taken off.
    fn area(lines: &[Line]) -> f64 {
        let ring = |line: &Line| {
            let next = line.points.iter().cycle().skip(1);
            let pairs = line.points.iter().zip(next);
            pairs.map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f64>() / 2.0
        };
        lines.iter().map(ring).sum()
    }

    #[test]
    fn circles_are_closed_and_round() {
        let found = lines(&grid(61, |x, y| x * x + y * y), &[0.25, 1.0, 2.25]);
        for (list, radius) in found.iter().zip([0.5, 1.0, 1.5]) {
            let [line] = list.as_slice() else {
                panic!("{} lines", list.len())
            };
            assert!(line.closed);
            assert!(line.points.len() > 20);
            for [x, y] in &line.points {
                // Linear interpolation errs by h²f''/8 = 0.0011 in the value.
                assert!((x.hypot(*y) - radius).abs() < 0.0012 / radius, "{x} {y}");
            }
        }
    }

    #[test]
    fn larger_values_are_on_the_left() {
        let hill = lines(&grid(41, |x, y| -x * x - y * y), &[-1.0]).concat();
        assert!((area(&hill) - std::f64::consts::PI).abs() < 0.02);
        let bowl = lines(&grid(41, |x, y| x * x + y * y), &[1.0]).concat();
        assert!((area(&bowl) + std::f64::consts::PI).abs() < 0.02);
    }

    #[test]
    fn saddles_have_two_branches_that_reach_the_border() {
        let found = lines(&grid(40, |x, y| x * y), &[-1.0, 1.0]);
        for (list, level) in found.iter().zip([-1.0, 1.0]) {
            assert_eq!(list.len(), 2);
            for line in list {
                assert!(!line.closed);
                for [x, y] in &line.points {
                    assert!((x * y - level).abs() < 3e-3);
                }
                for end in [line.points.first().unwrap(), line.points.last().unwrap()] {
                    assert!((end[0].abs().max(end[1].abs()) - 2.0).abs() < 1e-12);
                }
            }
        }
    }

    #[test]
    fn regions_have_the_area_between_levels() {
        let found = regions(
            &grid(81, |x, y| x * x + y * y),
            &[f64::NEG_INFINITY, 1.0, 9.0],
        );
        assert!((area(&found[0]) - 16.0).abs() < 1e-9);
        assert!((area(&found[1]) - (16.0 - std::f64::consts::PI)).abs() < 0.01);
        assert!(found[2].is_empty());
        assert!(found.concat().iter().all(|line| line.closed));
    }

    #[test]
    fn domains_end_where_they_end() {
        let f = |x: f64, y: f64| (1.0 - x * x - y * y).sqrt();
        let found = regions(&grid(41, f), &[f64::NEG_INFINITY, 0.6]);
        assert!((area(&found[0]) - std::f64::consts::PI).abs() < 0.02);
        assert!((area(&found[1]) - std::f64::consts::PI * 0.64).abs() < 0.02);
    }

    #[test]
    fn lines_reach_the_end_of_the_domain() {
        for sign in [1.0, -1.0] {
            // Between the last points of the grid and the border.
            let f = |x: f64, y: f64| sign * (1.0 - x * x - y * y).sqrt();
            let found = lines(&grid(41, f), &[0.2 * sign]).concat();
            let [line] = found.as_slice() else {
                panic!("{} lines", found.len())
            };
            assert!(line.closed);
            let radius = 0.96_f64.sqrt();
            assert!(
                line.points
                    .iter()
                    .all(|[x, y]| (x.hypot(*y) - radius).abs() < 0.03)
            );
        }
    }

    #[test]
    fn no_line_runs_along_a_pole_or_jump() {
        let pole = grid(40, |x, _| 1.0 / (x - 0.013));
        for line in lines(&pole, &[-1.0, 0.0, 1.0]).concat() {
            assert!(line.points.iter().all(|[x, _]| (x - 0.013).abs() > 0.9));
        }
        let step = grid(40, |x, _| if x < 0.0131 { 0.0 } else { 1.0 });
        assert!(lines(&step, &[0.5]).concat().is_empty());
        let region = regions(&step, &[0.5]);
        assert!((area(&region[0]) - 4.0 * (2.0 - 0.0131)).abs() < 1e-9);
    }

    #[test]
    fn nothing_has_no_lines() {
        let nothing = Grid::new(vec![0.0, 1.0], vec![0.0, 1.0], Vec::new());
        assert!(
            regions(&nothing, &[f64::NEG_INFINITY, 0.0])
                .concat()
                .is_empty()
        );
        assert!(lines(&Grid::default(), &[0.0]).concat().is_empty());
        assert!(
            regions(&Grid::default(), &[f64::NEG_INFINITY])
                .concat()
                .is_empty()
        );
    }

    #[test]
    fn levels_on_points_of_the_grid_are_crossed_once() {
        let found = lines(&grid(5, |x, _| x), &[0.0]).concat();
        assert_eq!(found.len(), 1);
        assert!(found[0].points.iter().all(|[x, _]| x.abs() < 1e-12));
    }
}
