//! A gradient as arrows, and the lines of steepest descent.

use std::collections::BTreeMap;

use crate::grid::{between, spaced};

/// A rectangle of two variables.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Region {
    /// The first variable.
    pub x: (f64, f64),
    /// The second variable.
    pub y: (f64, f64),
}

impl Region {
    fn size(self) -> [f64; 2] {
        [self.x.1 - self.x.0, self.y.1 - self.y.0]
    }

    /// A place by its parts of both sides.
    fn at(self, [s, t]: [f64; 2]) -> [f64; 2] {
        let [width, height] = self.size();
        [self.x.0 + s * width, self.y.0 + t * height]
    }
}

/// The vectors of a field at the middles of so many columns and rows.
pub fn arrows(
    region: Region,
    (columns, rows): (usize, usize),
    mut field: impl FnMut([f64; 2]) -> [f64; 2],
) -> Vec<([f64; 2], [f64; 2])> {
    let middles = |count: usize| {
        let edges = spaced(0.0, 1.0, count + 1);
        let middle = |pair: &[f64]| pair.iter().sum::<f64>() / 2.0;
        edges.windows(2).map(middle).collect::<Vec<f64>>()
    };
    let mut found = Vec::with_capacity(columns * rows);
    for t in middles(rows) {
        for s in middles(columns) {
            let at = region.at([s, t]);
            let along = field(at);
            if along.iter().all(|c| c.is_finite()) {
                found.push((at, along));
            }
        }
    }
    found
}

/// How far apart lines begin, as a part of the picture.
const APART: f64 = 0.058;
/// How near they may come.
const NEAREST: f64 = 0.55 * APART;
/// The length of a step.
const STEP: f64 = 0.004;
/// The most steps of a line, each way.
const STEPS: usize = 1200;
/// Shorter lines are not drawn.
const SHORTEST: usize = 18;
/// Places where lines may begin, along each side.
const SEEDS: usize = 22;

/// Evenly spaced lines along a field, in its direction (B. Jobard and W. Lefer, 1997). Lines end
/// where the field vanishes, is undefined, or another line is near.
pub fn streams(region: Region, field: impl FnMut([f64; 2]) -> [f64; 2]) -> Vec<Vec<[f64; 2]>> {
    let mut tracer = Tracer {
        region,
        field,
        taken: BTreeMap::new(),
        largest: 0.0,
    };
    let places = spaced(0.5 / SEEDS as f64, 1.0 - 0.5 / SEEDS as f64, SEEDS);
    let mut seeds: Vec<[f64; 2]> = places
        .iter()
        .flat_map(|t| places.iter().map(|s| [*s, *t]))
        .collect();
    // From the border inwards: lines that come from far away are the longest.
    let depth = |p: &[f64; 2]| p.iter().map(|c| c.min(1.0 - c)).fold(1.0, f64::min);
    seeds.sort_by(|a, b| depth(a).total_cmp(&depth(b)));
    tracer.largest = seeds
        .iter()
        .map(|seed| tracer.strength(*seed))
        .fold(0.0, f64::max);
    let mut found = Vec::new();
    for seed in seeds {
        if tracer.is_free(seed, APART) {
            let line = tracer.line(seed);
            if line.len() >= SHORTEST {
                tracer.take(&line);
                found.push(line.into_iter().map(|place| region.at(place)).collect());
            }
        }
    }
    found
}

struct Tracer<F> {
    region: Region,
    field: F,
    /// Places of lines, by the square of the picture in which they lie.
    taken: BTreeMap<(i32, i32), Vec<[f64; 2]>>,
    largest: f64,
}

fn square([s, t]: [f64; 2]) -> (i32, i32) {
    ((s / APART).floor() as i32, (t / APART).floor() as i32)
}

fn length([a, b]: [f64; 2]) -> f64 {
    a.hypot(b)
}

impl<F: FnMut([f64; 2]) -> [f64; 2]> Tracer<F> {
    /// The field in parts of the picture.
    fn vector(&mut self, place: [f64; 2]) -> [f64; 2] {
        let [a, b] = (self.field)(self.region.at(place));
        let [width, height] = self.region.size();
        [a / width, b / height]
    }

    fn strength(&mut self, place: [f64; 2]) -> f64 {
        let found = length(self.vector(place));
        if found.is_finite() { found } else { 0.0 }
    }

    fn direction(&mut self, place: [f64; 2], sign: f64) -> Option<[f64; 2]> {
        let vector = self.vector(place);
        let size = length(vector);
        let moves = size.is_finite() && size > 1e-7 * self.largest;
        moves.then(|| vector.map(|c| sign * c / size))
    }

    fn is_free(&self, place: [f64; 2], radius: f64) -> bool {
        let (i, j) = square(place);
        let near = (i - 1..=i + 1).flat_map(|i| (j - 1..=j + 1).map(move |j| (i, j)));
        let near = near.filter_map(|square| self.taken.get(&square)).flatten();
        let [s, t] = place;
        near.into_iter()
            .all(|[a, b]| (a - s).hypot(b - t) >= radius)
    }

    fn take(&mut self, line: &[[f64; 2]]) {
        for place in line {
            self.taken.entry(square(*place)).or_default().push(*place);
        }
    }

    /// The line through a place, from its beginning.
    fn line(&mut self, seed: [f64; 2]) -> Vec<[f64; 2]> {
        let mut line = self.half(seed, -1.0);
        line.reverse();
        line.push(seed);
        line.extend(self.half(seed, 1.0));
        line
    }

    /// One half of a line, by the midpoint rule.
    fn half(&mut self, seed: [f64; 2], sign: f64) -> Vec<[f64; 2]> {
        let mut found: Vec<[f64; 2]> = Vec::new();
        let (mut place, mut last) = (seed, None::<[f64; 2]>);
        for _ in 0..STEPS {
            let Some(first) = self.direction(place, sign) else {
                break;
            };
            let middle = [
                place[0] + first[0] * STEP / 2.0,
                place[1] + first[1] * STEP / 2.0,
            ];
            let Some(unit) = self.direction(middle, sign) else {
                break;
            };
            // At the bottom of a valley steps go back and forth.
            if last.is_some_and(|last| last[0] * unit[0] + last[1] * unit[1] < 0.3) {
                break;
            }
            place = [place[0] + unit[0] * STEP, place[1] + unit[1] * STEP];
            let inside = place.iter().all(|c| (0.0..=1.0).contains(c));
            if !inside || !self.is_free(place, NEAREST) {
                break;
            }
            last = Some(unit);
            found.push(place);
        }
        found
    }
}

/// The places of a path as far as they are within a region, with the place where it leaves.
#[must_use]
pub fn within(region: Region, path: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let inside =
        |[x, y]: [f64; 2]| x >= region.x.0 && x <= region.x.1 && y >= region.y.0 && y <= region.y.1;
    let mut found = Vec::new();
    for place in path {
        if inside(*place) {
            found.push(*place);
            continue;
        }
        if let Some(last) = found.last().copied() {
            let (mut low, mut high) = (0.0, 1.0);
            for _ in 0..50 {
                let middle = 0.5 * (low + high);
                if inside(between(last, *place, middle)) {
                    low = middle
                } else {
                    high = middle
                }
            }
            found.push(between(last, *place, low));
        }
        break;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const REGION: Region = Region {
        x: (-2.0, 2.0),
        y: (-2.0, 2.0),
    };

    #[test]
    fn arrows_are_where_the_field_is() {
        let found = arrows(REGION, (4, 3), |[x, y]| {
            if x > 0.0 { [x, y] } else { [f64::NAN, 0.0] }
        });
        assert_eq!(found.len(), 6);
        assert!(found.iter().all(|(at, along)| at == along));
    }

    #[test]
    fn descent_of_a_bowl_goes_straight_to_the_middle() {
        let found = streams(REGION, |[x, y]| [-2.0 * x, -2.0 * y]);
        assert!(found.len() > 12);
        for line in &found {
            let (first, last) = (line[0], *line.last().unwrap());
            assert!(length(last) < length(first));
            for place in line {
                // The cross product with the first place vanishes on a ray.
                let cross = place[0] * first[1] - place[1] * first[0];
                assert!(cross.abs() < 1e-3 * length(first), "{place:?} {first:?}");
            }
        }
    }

    #[test]
    fn lines_keep_their_distance() {
        let found = streams(REGION, |[x, y]| [-y, x]);
        let scaled = |p: &[f64; 2]| [p[0] / 4.0, p[1] / 4.0];
        for (i, a) in found.iter().enumerate() {
            for b in &found[..i] {
                let near = a
                    .iter()
                    .flat_map(|p| b.iter().map(move |q| (scaled(p), scaled(q))));
                let nearest = near
                    .map(|(p, q)| (p[0] - q[0]).hypot(p[1] - q[1]))
                    .fold(1.0, f64::min);
                assert!(nearest > 0.9 * NEAREST, "{nearest}");
            }
        }
    }

    #[test]
    fn fields_without_direction_have_no_lines() {
        assert!(streams(REGION, |_| [0.0, 0.0]).is_empty());
        assert!(streams(REGION, |_| [f64::NAN, 1.0]).is_empty());
    }

    #[test]
    fn paths_end_at_the_border() {
        let path = [[0.0, 0.0], [1.0, 0.0], [3.0, 0.0], [0.0, 0.0]];
        let found = within(REGION, &path);
        assert_eq!(found.len(), 3);
        assert!((found[2][0] - 2.0).abs() < 1e-12);
    }
}
