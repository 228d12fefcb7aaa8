//! What lies between two axes.

use super::geometry::{clipped, distance, simplified, simplified_ring};
use super::labels;
use super::plane::Projection;
use super::sheet::{SMALL, Sheet};
use crate::color::{Color, Ink, Theme, viridis};
use crate::drawing::{Anchor, Item, Shape, Stroke, Words};
use crate::figure::{Arrows, Dots, Levels, Lines, Mark, Path, Plane};

/// Points closer than this to a line are left out of it.
const TOLERANCE: f64 = 0.12;
/// The most steps of a path that have a dot each.
const STEPS: usize = 80;

pub struct Marks<'m> {
    sheet: &'m mut Sheet,
    projection: &'m Projection<'m>,
    plane: &'m Plane,
    /// Whether the background is coloured.
    covered: bool,
    /// Words, which nothing may hide.
    above: Vec<Item>,
}

impl<'m> Marks<'m> {
    pub fn new(
        sheet: &'m mut Sheet,
        projection: &'m Projection<'m>,
        plane: &'m Plane,
        covered: bool,
    ) -> Self {
        Self {
            sheet,
            projection,
            plane,
            covered,
            above: Vec::new(),
        }
    }

    pub fn draw(mut self) {
        for mark in &self.plane.marks {
            match mark {
                Mark::Lines(lines) => self.lines(lines),
                Mark::Dots(dots) => self.dots(dots),
                Mark::Regions(regions) => self.regions(regions),
                Mark::Levels(levels) => self.levels(levels),
                Mark::Arrows(arrows) => self.arrows(arrows),
                Mark::Streams(lines) => self.streams(lines),
                Mark::Path(path) => self.path(path),
                Mark::Note { at, text, ink } => {
                    let [x, y] = self.projection.place(*at);
                    let color = self.sheet.color(*ink);
                    let halo = Some(self.sheet.color(Ink::Background).with_opacity(0.8));
                    self.above.push(Item::Words(Words {
                        halo,
                        text: text.clone(),
                        at: [x + 8.0, y - 8.0],
                        size: SMALL,
                        anchor: Anchor::Start,
                        angle: 0.0,
                        color,
                    }));
                }
            }
        }
        self.sheet.items.append(&mut self.above);
    }

    /// A line in pixels, cut where the frame ends.
    fn cut(&self, points: &[[f64; 2]]) -> Vec<Vec<[f64; 2]>> {
        let pieces = clipped(
            &self.projection.line(points),
            self.projection.frame.inset(-4.0),
        );
        pieces
            .iter()
            .map(|piece| simplified(piece, TOLERANCE))
            .collect()
    }

    fn lines(&mut self, lines: &Lines) {
        let pieces = lines
            .pieces
            .iter()
            .flat_map(|piece| self.cut(piece))
            .collect();
        let stroke = Stroke {
            color: self.sheet.color(lines.ink),
            width: lines.width,
            dashes: lines.dashed.then_some((6.0, 4.0)),
        };
        self.sheet
            .lines(pieces, stroke, Some(self.projection.frame));
    }

    fn dots(&mut self, dots: &Dots) {
        let color = self.sheet.color(dots.ink);
        let places: Vec<[f64; 2]> = dots
            .points
            .iter()
            .map(|p| self.projection.place(*p))
            .collect();
        let within = self.projection.frame.inset(-1.0);
        if dots.stems {
            let foot = |point: &[f64; 2]| self.projection.place([point[0], 0.0]);
            let stems = places
                .iter()
                .zip(&dots.points)
                .map(|(place, point)| vec![foot(point), *place]);
            let stems = stems.collect();
            self.sheet.lines(
                stems,
                Stroke::new(color.with_opacity(0.6), 1.2),
                Some(within),
            );
        }
        // One by one: where areas of a shape overlap they leave a hole.
        let border = Stroke::new(self.sheet.color(Ink::Background), 0.8);
        for place in places.iter().filter(|place| within.contains(**place)) {
            self.sheet.disc(*place, dots.radius, color, Some(border));
        }
    }

    fn regions(&mut self, regions: &[Vec<crate::contour::Line>]) {
        let last = regions.len().saturating_sub(1).max(1) as f64;
        for (i, rings) in regions.iter().enumerate() {
            let ring = |line: &crate::contour::Line| {
                simplified_ring(&self.projection.line(&line.points), TOLERANCE)
            };
            let rings: Vec<_> = rings
                .iter()
                .map(ring)
                .filter(|ring| ring.len() > 2)
                .collect();
            self.sheet
                .areas(rings, viridis(i as f64 / last), Some(self.projection.frame));
        }
    }

    fn levels(&mut self, levels: &Levels) {
        let count = levels.values.len();
        let mut placed = labels::Placed::new(self.projection.frame);
        for (i, (value, lines)) in levels.values.iter().zip(&levels.lines).enumerate() {
            let part = (i + 1) as f64 / count.max(1) as f64;
            let color = match levels.filled {
                true if part > 0.62 => Color::hex(0x10_1820).with_opacity(0.75),
                true => Color::hex(0xff_ffff).with_opacity(0.8),
                false => self.on_ground(i as f64 / count.saturating_sub(1).max(1) as f64),
            };
            let halo = match levels.filled {
                true => viridis((part - 0.5 / count as f64).clamp(0.0, 1.0)),
                false => self.sheet.color(Ink::Background),
            };
            let lines = lines.iter().map(|line| {
                let mut points = self.projection.line(&line.points);
                if line.closed {
                    points.extend(points.first().copied());
                }
                simplified(&points, TOLERANCE)
            });
            let lines: Vec<_> = lines.collect();
            let text = crate::ticks::short(*value);
            let width = self.sheet.width(&text, labels::SIZE);
            let found = if levels.labelled {
                placed.label(&lines, width)
            } else {
                Vec::new()
            };
            let lines = labels::with_gaps(lines, &found, width);
            let width = if levels.filled { 1.0 } else { 1.5 };
            self.sheet.lines(
                lines,
                Stroke::new(color, width),
                Some(self.projection.frame),
            );
            for label in found {
                let color = Color {
                    alpha: 255,
                    ..color
                };
                self.above
                    .push(Item::Words(label.words(text.clone(), color, halo)));
            }
        }
    }

    /// The colour of a value, of those that are seen on the background.
    fn on_ground(&self, part: f64) -> Color {
        match self.sheet.theme {
            Theme::Light => viridis(0.86 * part),
            Theme::Dark => viridis(0.22 + 0.78 * part),
        }
    }

    /// Colours that are seen on any background: inside, and around it.
    fn cased(&self) -> (Color, Option<Color>) {
        if self.covered {
            (
                Color::hex(0xff_ffff),
                Some(Color::hex(0x10_1820).with_opacity(0.55)),
            )
        } else {
            (self.sheet.color(Ink::Text), None)
        }
    }

    fn arrows(&mut self, arrows: &Arrows) {
        let (inner, outer) = self.cased();
        let origin = self.projection.place([0.0, 0.0]);
        let turn = |[x, y]: [f64; 2]| {
            let [a, b] = self.projection.place([x, y]);
            [a - origin[0], b - origin[1]]
        };
        let placed: Vec<([f64; 2], [f64; 2])> = arrows
            .arrows
            .iter()
            .map(|(at, along)| (self.projection.place(*at), turn(*along)))
            .collect();
        let length = |along: [f64; 2]| along[0].hypot(along[1]);
        let longest = placed
            .iter()
            .map(|(_, along)| length(*along))
            .fold(0.0, f64::max);
        let apart = match placed.as_slice() {
            [a, b, ..] => distance(a.0, b.0),
            _ => 30.0,
        };
        let (mut shafts, mut heads) = (Vec::new(), Vec::new());
        for (at, along) in placed {
            let size = length(along);
            // Roots of lengths: small ones stay visible.
            let shown = 0.86 * apart * (size / longest).sqrt();
            if !(size > 0.0 && shown.is_finite() && shown > 2.0) {
                continue;
            }
            let unit = along.map(|c| c / size);
            let from = [at[0] - unit[0] * shown / 2.0, at[1] - unit[1] * shown / 2.0];
            let tip = [at[0] + unit[0] * shown / 2.0, at[1] + unit[1] * shown / 2.0];
            let head = (0.42 * shown).min(7.0);
            shafts.push(vec![
                from,
                [tip[0] - unit[0] * head * 0.7, tip[1] - unit[1] * head * 0.7],
            ]);
            heads.push(arrow_head(tip, unit, head));
        }
        self.arrow_shapes(shafts, heads, (inner, outer), 1.3);
    }

    fn arrow_shapes(
        &mut self,
        shafts: Vec<Vec<[f64; 2]>>,
        heads: Vec<Vec<[f64; 2]>>,
        (inner, outer): (Color, Option<Color>),
        width: f64,
    ) {
        let clip = Some(self.projection.frame);
        if let Some(outer) = outer {
            self.sheet
                .lines(shafts.clone(), Stroke::new(outer, width + 1.6), clip);
            self.sheet.shape(Shape {
                lines: heads.clone(),
                closed: true,
                stroke: Some(Stroke::new(outer, 1.6)),
                clip,
                ..Shape::default()
            });
        }
        self.sheet.lines(shafts, Stroke::new(inner, width), clip);
        self.sheet.areas(heads, inner, clip);
    }

    fn streams(&mut self, lines: &[Vec<[f64; 2]>]) {
        let mut colors = self.cased();
        if !self.covered {
            colors.0 = self.sheet.color(Ink::Quiet);
        }
        let (mut pieces, mut heads) = (Vec::new(), Vec::new());
        for line in lines {
            let line = self.projection.line(line);
            if let Some((tip, unit)) = middle(&line) {
                heads.push(arrow_head(tip, unit, 8.0));
            }
            pieces.push(simplified(&line, TOLERANCE));
        }
        self.arrow_shapes(pieces, heads, colors, 1.2);
    }

    fn path(&mut self, path: &Path) {
        let color = self.sheet.color(path.ink);
        let edge = if self.covered {
            Color::hex(0xff_ffff)
        } else {
            self.sheet.color(Ink::Background)
        };
        let frame = self.projection.frame;
        let places = self.projection.line(&path.points);
        let pieces: Vec<_> = self.cut(&path.points);
        self.sheet.lines(
            pieces.clone(),
            Stroke::new(edge.with_opacity(0.85), 4.2),
            Some(frame),
        );
        self.sheet
            .lines(pieces, Stroke::new(color, 2.2), Some(frame));
        let inside = |place: &&[f64; 2]| frame.contains(**place);
        if places.len() <= STEPS {
            for place in places.iter().filter(inside) {
                self.sheet
                    .disc(*place, 2.8, color, Some(Stroke::new(edge, 0.8)));
            }
        }
        if let Some(start) = places.first().filter(inside) {
            self.sheet
                .disc(*start, 5.0, edge, Some(Stroke::new(color, 2.0)));
        }
        if let Some(end) = places.last().filter(inside) {
            self.sheet
                .disc(*end, 5.4, color, Some(Stroke::new(edge, 1.6)));
        }
    }
}

/// A triangle with its tip at a place.
fn arrow_head(tip: [f64; 2], unit: [f64; 2], length: f64) -> Vec<[f64; 2]> {
    let back = [tip[0] - unit[0] * length, tip[1] - unit[1] * length];
    let side = [-unit[1] * length * 0.42, unit[0] * length * 0.42];
    vec![
        tip,
        [back[0] + side[0], back[1] + side[1]],
        [back[0] - side[0], back[1] - side[1]],
    ]
}

/// The middle of a line, with its direction there; none where it is short.
fn middle(line: &[[f64; 2]]) -> Option<([f64; 2], [f64; 2])> {
    let lengths = line.windows(2).map(|pair| match pair {
        [a, b] => distance(*a, *b),
        _ => 0.0,
    });
    let total: f64 = lengths.clone().sum();
    if total < 24.0 {
        return None;
    }
    let mut sum = 0.0;
    for (pair, length) in line.windows(2).zip(lengths) {
        sum += length;
        if let ([a, b], true) = (pair, sum >= total * 0.55 && length > 0.0) {
            return Some((*b, [(b[0] - a[0]) / length, (b[1] - a[1]) / length]));
        }
    }
    None
}
