//! A function of one variable as lines: closer points where it bends, an end where it is
//! undefined or jumps.

use crate::grid::{Break, end, jump, spaced};
use crate::range::{self, Bounds};

/// How many points there are before any are added.
const FIRST: usize = 257;
/// How often an interval between them is halved at most.
const DEPTH: u32 = 12;
/// The most points of a curve.
const MOST: usize = 20_000;
/// How far a line may pass by the curve, as a part of the height of the picture.
const TOLERANCE: f64 = 2e-4;

/// A curve.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    /// The parts between gaps.
    pub pieces: Vec<Vec<[f64; 2]>>,
    /// Where there is a jump or a pole.
    pub jumps: Vec<f64>,
    /// The values to show.
    pub bounds: Option<Bounds>,
}

/// A place with its value.
type Place = [f64; 2];

/// The curve of a function from `low` to `high`; with `logarithmic`, points are spaced by ratios.
pub fn sample(low: f64, high: f64, logarithmic: bool, mut f: impl FnMut(f64) -> f64) -> Curve {
    let places = match logarithmic && low > 0.0 {
        true => spaced(low.ln(), high.ln(), FIRST)
            .into_iter()
            .map(f64::exp)
            .collect(),
        false => spaced(low, high, FIRST),
    };
    let mut f = move |x: f64| {
        let value = f(x);
        if value.is_finite() { value } else { f64::NAN }
    };
    let coarse: Vec<Place> = places.into_iter().map(|x| [x, f(x)]).collect();
    let bounds = bounds(&coarse, &mut f);
    let height = bounds.map_or(1.0, |b| (b.high - b.low).max(f64::MIN_POSITIVE));
    let mut tracer = Tracer {
        f: &mut f,
        tolerance: TOLERANCE * height,
        height,
        curve: Curve {
            bounds,
            ..Curve::default()
        },
        piece: Vec::new(),
        count: 0,
    };
    for pair in coarse.windows(2) {
        if let [a, b] = pair {
            tracer.interval(*a, *b);
        }
    }
    if let Some(last) = coarse.last().filter(|[_, y]| y.is_finite()) {
        tracer.piece.push(*last);
    }
    tracer.cut();
    tracer.curve
}

fn bounds(coarse: &[Place], f: &mut impl FnMut(f64) -> f64) -> Option<Bounds> {
    let step = match coarse {
        [a, b, ..] => b[0] - a[0],
        _ => 0.0,
    };
    let mut grows = |sign: f64| {
        let finite = coarse.iter().filter(|place| place[1].is_finite());
        let extreme = finite.max_by(|a, b| (sign * a[1]).total_cmp(&(sign * b[1])));
        extreme.is_some_and(|place| {
            range::is_unbounded([place[0], 0.0], [step, 0.0], sign, |[x, _]| f(x))
        })
    };
    let values = coarse.iter().map(|place| place[1]);
    range::bounds(values, |low, high| (low && grows(-1.0), high && grows(1.0)))
}

struct Tracer<'f, F> {
    f: &'f mut F,
    tolerance: f64,
    height: f64,
    curve: Curve,
    piece: Vec<Place>,
    count: usize,
}

impl<F: FnMut(f64) -> f64> Tracer<'_, F> {
    /// The part from one place to another, without the last.
    fn interval(&mut self, a: Place, b: Place) {
        let on = |part: f64| a[0] + (b[0] - a[0]) * part;
        match (a[1].is_nan(), b[1].is_nan()) {
            (true, true) => {}
            (first, second) if first || second => {
                let f = &mut *self.f;
                if let Break::Ends { at, value } = end(&mut |part| f(on(part)), a[1]) {
                    let edge = [on(at), value];
                    self.pole(edge);
                    if first {
                        self.cut();
                        self.bend(edge, b);
                    } else {
                        self.bend(a, edge);
                        self.piece.push(edge);
                        self.cut();
                    }
                }
            }
            _ => {
                let f = &mut *self.f;
                let steep = (b[1] - a[1]).abs() > 0.02 * self.height;
                let broken = if steep {
                    jump(&mut |part| f(on(part)), a[1], b[1])
                } else {
                    None
                };
                match broken {
                    Some(at) => self.around(a, b, at),
                    None => self.bend(a, b),
                }
            }
        }
    }

    /// Takes note of a place where the curve leaves the picture and ends, as of a pole.
    fn pole(&mut self, [x, y]: Place) {
        let far = self
            .curve
            .bounds
            .is_some_and(|bounds| y > bounds.high + self.height || y < bounds.low - self.height);
        let close = |last: &f64| (last - x).abs() <= 1e-9 * (last.abs() + x.abs()).max(1e-3);
        if far && !self.curve.jumps.last().is_some_and(close) {
            self.curve.jumps.push(x);
        }
    }

    /// Two parts, up to a jump and from there on.
    fn around(&mut self, a: Place, b: Place, at: f64) {
        let width = b[0] - a[0];
        let close = (1e-9_f64).max(f64::EPSILON * 8.0 * (a[0].abs() + b[0].abs()) / width.abs());
        let x = a[0] + width * at;
        self.curve.jumps.push(x);
        let (left, right) = (x - width * close, x + width * close);
        let (left, right) = ([left, (self.f)(left)], [right, (self.f)(right)]);
        if left[0] > a[0] && left[1].is_finite() {
            self.bend(a, left);
            self.piece.push(left);
        } else {
            self.piece.push(a);
        }
        self.cut();
        if right[0] < b[0] && right[1].is_finite() {
            self.bend(right, b);
        }
    }

    /// Points between two, so close that lines don't pass by the curve.
    fn bend(&mut self, a: Place, b: Place) {
        let mut todo = vec![(a, b, 0)];
        while let Some((a, b, depth)) = todo.pop() {
            let middle = 0.5 * (a[0] + b[0]);
            let quarter = 0.5 * (a[0] + middle);
            let found = [middle, (self.f)(middle)];
            let straight = |x: f64| a[1] + (b[1] - a[1]) * (x - a[0]) / (b[0] - a[0]);
            // A second place, for curves that meet the line in its middle.
            let off = (found[1] - straight(middle)).abs();
            let off = off.max(((self.f)(quarter) - straight(quarter)).abs());
            let outside = self.curve.bounds.is_some_and(|bounds| {
                let (low, high) = (bounds.low - self.height, bounds.high + self.height);
                [a[1], b[1]].iter().all(|y| *y > high) || [a[1], b[1]].iter().all(|y| *y < low)
            });
            self.count += 1;
            let enough = off <= self.tolerance || outside || depth == DEPTH || self.count > MOST;
            if enough || found[1].is_nan() || middle <= a[0] || middle >= b[0] {
                self.piece.push(a);
            } else {
                todo.push((found, b, depth + 1));
                todo.push((a, found, depth + 1));
            }
        }
    }

    fn cut(&mut self) {
        let piece = std::mem::take(&mut self.piece);
        if !piece.is_empty() {
            self.curve.pieces.push(piece);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use super::*;

    fn of(f: impl FnMut(f64) -> f64) -> Curve {
        sample(-3.0, 3.0, false, f)
    }

    /// How far the lines pass by the function, at many places.
    fn miss(curve: &Curve, f: impl Fn(f64) -> f64) -> f64 {
        let segments = curve.pieces.iter().flat_map(|piece| piece.windows(2));
        let off = segments.flat_map(|pair| {
            let (a, b) = (pair[0], pair[1]);
            (0..8)
                .map(|i| f64::from(i) / 8.0)
                .map(move |t| (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t))
        });
        off.map(|(x, y)| (f(x) - y).abs()).fold(0.0, f64::max)
    }

    #[test]
    fn curves_are_followed() {
        for f in [
            f64::sin as fn(f64) -> f64,
            |x| x * x,
            |x| (20.0 * x).sin(),
            |x| (-100.0 * x * x).exp(),
        ] {
            let curve = of(f);
            assert_eq!(curve.pieces.len(), 1);
            let bounds = curve.bounds.unwrap();
            assert!(miss(&curve, f) < 1e-3 * (bounds.high - bounds.low));
            assert_eq!(curve.pieces[0][0][0], -3.0);
            assert_eq!(curve.pieces[0].last().unwrap()[0], 3.0);
        }
    }

    #[test]
    fn kinks_are_sharp() {
        let f = |x: f64| (x - 0.123_456).abs();
        let curve = of(f);
        assert_eq!((curve.pieces.len(), curve.jumps.len()), (1, 0));
        assert!(miss(&curve, f) < 1e-3);
        let lowest = curve.pieces[0].iter().map(|p| p[1]).fold(1.0, f64::min);
        assert!(lowest < 1e-3);
        assert!(curve.pieces[0].len() < 400);
    }

    #[test]
    fn poles_are_gaps() {
        let curve = of(|x| 1.0 / x);
        assert_eq!(curve.pieces.len(), 2);
        assert!(curve.pieces[0].iter().all(|p| p[1] < 0.0));
        assert!(curve.pieces[1].iter().all(|p| p[1] > 0.0));
        assert!(curve.bounds.unwrap().high < 20.0);
        assert_eq!(curve.jumps.len(), 1);
        assert!(curve.jumps[0].abs() < 1e-9);

        let curve = of(f64::tan);
        assert_eq!(curve.jumps.len(), 2);
        for (found, expected) in curve.jumps.iter().zip([-PI / 2.0, PI / 2.0]) {
            assert!((found - expected).abs() < 1e-9);
        }
        assert_eq!(curve.pieces.len(), 3);
        // Each branch leaves the picture before it ends.
        let bounds = curve.bounds.unwrap();
        assert!(
            curve.pieces[1][0][1] < bounds.low && curve.pieces[1].last().unwrap()[1] > bounds.high
        );
    }

    #[test]
    fn jumps_are_gaps_with_both_ends() {
        let curve = of(|x| if x < 0.5001 { 0.0 } else { 1.0 });
        assert_eq!(curve.pieces.len(), 2);
        assert!((curve.pieces[0].last().unwrap()[0] - 0.5001).abs() < 1e-6);
        assert!((curve.pieces[1][0][0] - 0.5001).abs() < 1e-6);
    }

    #[test]
    fn domains_end_exactly() {
        let curve = of(f64::sqrt);
        assert_eq!(curve.pieces.len(), 1);
        assert!(curve.pieces[0][0][0].abs() < 1e-9);
        let curve = of(|x| (x * x - 1.0).ln());
        assert_eq!(curve.pieces.len(), 2);
        assert!((curve.pieces[0].last().unwrap()[0] + 1.0).abs() < 1e-9);
        let curve = of(|_| f64::NAN);
        assert_eq!((curve.pieces.len(), curve.bounds), (0, None));
    }

    #[test]
    fn work_is_bounded() {
        let mut calls = 0;
        let wild = |x: f64| {
            calls += 1;
            (1e9 * x).sin()
        };
        let curve = of(wild);
        assert!(curve.pieces.iter().map(Vec::len).sum::<usize>() <= MOST + 2 * FIRST);
        assert!(calls < 300_000, "{calls}");
    }
}
