//! The values of level lines, written on them where they are straight and no other is near.

use super::geometry::distance;
use crate::color::Color;
use crate::drawing::{Anchor, Rect, Words};
use crate::text::Text;

/// The height of the letters.
pub const SIZE: f64 = 11.5;
/// The gap on each side of a label.
const GAP: f64 = 3.0;
/// How much longer than its label a line must be.
const ROOM: f64 = 2.4;
/// The most labels of a level.
const MOST: usize = 3;

/// The place of a label on a line.
#[derive(Clone, Copy, Debug)]
pub struct Label {
    /// Which line.
    line: usize,
    /// Its middle.
    at: [f64; 2],
    /// The way along the line to its middle.
    along: f64,
    /// In degrees, so that it is not upside down.
    angle: f64,
}

impl Label {
    pub fn words(&self, text: Text, color: Color, halo: Color) -> Words {
        let (sin, cos) = self.angle.to_radians().sin_cos();
        let down = SIZE * 0.33;
        Words {
            text,
            at: [self.at[0] - down * sin, self.at[1] + down * cos],
            size: SIZE,
            anchor: Anchor::Middle,
            angle: self.angle,
            color,
            halo: Some(halo),
        }
    }
}

/// The labels so far.
pub struct Placed {
    frame: Rect,
    places: Vec<([f64; 2], f64)>,
}

impl Placed {
    pub fn new(frame: Rect) -> Self {
        Self {
            frame,
            places: Vec::new(),
        }
    }

    /// Places for a label of some width on the lines of a level, the longest lines first.
    pub fn label(&mut self, lines: &[Vec<[f64; 2]>], width: f64) -> Vec<Label> {
        let mut order: Vec<(usize, f64)> =
            lines.iter().map(|line| length(line)).enumerate().collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1));
        let mut found = Vec::new();
        for (i, _) in order
            .into_iter()
            .filter(|(_, length)| *length > ROOM * width)
        {
            if found.len() == MOST {
                break;
            }
            let best = lines.get(i).and_then(|line| self.best(line, i, width));
            if let Some(label) = best {
                self.places.push((label.at, width));
                found.push(label);
            }
        }
        found
    }

    /// The best place on a line: straight, in the middle of it, far from other labels.
    fn best(&self, line: &[[f64; 2]], index: usize, width: f64) -> Option<Label> {
        let total = length(line);
        let mut best: Option<(f64, Label)> = None;
        let steps = 48;
        for step in 1..steps {
            let along = total * f64::from(step) / f64::from(steps);
            let half = width / 2.0 + GAP;
            if along < half || along > total - half {
                continue;
            }
            let (from, at, to) = (
                point(line, along - half),
                point(line, along),
                point(line, along + half),
            );
            let straight = distance(from, to) / (2.0 * half);
            if straight < 0.93 || !self.frame.inset(width / 2.0 + 4.0).contains(at) {
                continue;
            }
            let room =
                |(place, other): &([f64; 2], f64)| distance(*place, at) - (width + other) / 2.0;
            let nearest = self.places.iter().map(room).fold(f64::INFINITY, f64::min);
            if nearest < 6.0 {
                continue;
            }
            let angle = (to[1] - from[1]).atan2(to[0] - from[0]).to_degrees();
            let angle = if angle > 90.0 {
                angle - 180.0
            } else if angle <= -90.0 {
                angle + 180.0
            } else {
                angle
            };
            let off_middle = (along / total - 0.5).abs();
            let score = 8.0 * straight - 0.5 * off_middle + (nearest.min(60.0)) / 120.0
                - angle.abs() / 200.0;
            if best.is_none_or(|(most, _)| score > most + 1e-9) {
                let label = Label {
                    line: index,
                    at: [
                        (from[0] + to[0] + at[0]) / 3.0,
                        (from[1] + to[1] + at[1]) / 3.0,
                    ],
                    along,
                    angle,
                };
                best = Some((score, label));
            }
        }
        best.map(|(_, label)| label)
    }
}

/// The lines without the parts below their labels.
pub fn with_gaps(lines: Vec<Vec<[f64; 2]>>, labels: &[Label], width: f64) -> Vec<Vec<[f64; 2]>> {
    let mut found = Vec::with_capacity(lines.len());
    for (i, line) in lines.into_iter().enumerate() {
        match labels.iter().find(|label| label.line == i) {
            Some(label) => {
                let half = width / 2.0 + GAP;
                found.push(part(&line, 0.0, label.along - half));
                found.push(part(&line, label.along + half, length(&line)));
            }
            None => found.push(line),
        }
    }
    found
}

fn length(line: &[[f64; 2]]) -> f64 {
    let pairs = line.windows(2).map(|pair| match pair {
        [a, b] => distance(*a, *b),
        _ => 0.0,
    });
    pairs.sum()
}

/// The place after some way along a line.
fn point(line: &[[f64; 2]], along: f64) -> [f64; 2] {
    let mut rest = along;
    for pair in line.windows(2) {
        if let [a, b] = pair {
            let length = distance(*a, *b);
            if rest <= length && length > 0.0 {
                return crate::grid::between(*a, *b, rest / length);
            }
            rest -= length;
        }
    }
    line.last().copied().unwrap_or_default()
}

/// A part of a line.
fn part(line: &[[f64; 2]], from: f64, to: f64) -> Vec<[f64; 2]> {
    let mut points = vec![point(line, from)];
    let mut way = 0.0;
    for pair in line.windows(2) {
        if let [a, b] = pair {
            way += distance(*a, *b);
            if way > from && way < to {
                points.push(*b);
            }
        }
    }
    points.push(point(line, to));
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_sit_on_their_line_with_a_gap() {
        let frame = Rect {
            x: 0.0,
            y: 0.0,
            width: 400.0,
            height: 400.0,
        };
        let lines = vec![
            vec![[20.0, 100.0], [380.0, 100.0]],
            vec![[20.0, 106.0], [380.0, 106.0]],
        ];
        let mut placed = Placed::new(frame);
        let first = placed.label(&lines, 30.0);
        assert_eq!(first.len(), 2);
        // They don't cover each other.
        assert!(distance(first[0].at, first[1].at) > 30.0);
        let cut = with_gaps(lines, &first, 30.0);
        assert_eq!(cut.len(), 4);
        let drawn: f64 = cut.iter().map(|line| length(line)).sum();
        assert!((drawn - (720.0 - 2.0 * 36.0)).abs() < 1e-9);
    }

    #[test]
    fn short_and_crooked_lines_have_none() {
        let frame = Rect {
            x: 0.0,
            y: 0.0,
            width: 400.0,
            height: 400.0,
        };
        let mut placed = Placed::new(frame);
        assert!(
            placed
                .label(&[vec![[100.0, 100.0], [140.0, 100.0]]], 30.0)
                .is_empty()
        );
        let ring = super::super::geometry::circle([200.0, 200.0], 16.0);
        assert!(placed.label(&[ring], 30.0).is_empty());
    }
}
