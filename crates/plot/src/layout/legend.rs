//! The legend: the names of what is told apart, where it hides the least.

use super::plane::Projection;
use super::sheet::{SMALL, Sheet};
use crate::color::Ink;
use crate::drawing::{Anchor, Rect, Shape, Stroke};
use crate::figure::{Mark, Plane};
use crate::text::Text;

const SAMPLE: f64 = 24.0;
const ROW: f64 = SMALL + 7.0;

/// How an entry looks.
#[derive(Clone, Copy, Debug)]
enum Look {
    Line { width: f64, dashed: bool },
    Dot(f64),
    Path,
}

/// The name, colour and look of a mark that can have a name.
fn entry(mark: &Mark) -> Option<(&Text, Ink, Look)> {
    match mark {
        Mark::Lines(lines) => {
            let look = Look::Line {
                width: lines.width,
                dashed: lines.dashed,
            };
            Some((&lines.name, lines.ink, look))
        }
        Mark::Dots(dots) => Some((&dots.name, dots.ink, Look::Dot(dots.radius))),
        Mark::Path(path) => Some((&path.name, path.ink, Look::Path)),
        _ => None,
    }
}

fn entries(plane: &Plane) -> Vec<(&Text, Ink, Look)> {
    let all = plane.marks.iter().filter_map(entry);
    all.filter(|(name, ..)| !name.is_empty()).collect()
}

/// All places that are drawn, for as far as they matter to the legend.
fn places(plane: &Plane, projection: &Projection<'_>) -> Vec<[f64; 2]> {
    let mut found = Vec::new();
    for mark in &plane.marks {
        match mark {
            Mark::Lines(lines) => {
                for piece in &lines.pieces {
                    for pair in projection.line(piece).windows(2) {
                        if let [a, b] = pair {
                            // Long straight parts count along their length.
                            let steps = (super::geometry::distance(*a, *b) / 6.0).clamp(1.0, 200.0);
                            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                            let steps = steps as u32;
                            let at = |i: u32| {
                                crate::grid::between(*a, *b, f64::from(i) / f64::from(steps))
                            };
                            found.extend((0..steps).map(at));
                        }
                    }
                }
            }
            Mark::Dots(dots) => found.extend(projection.line(&dots.points)),
            Mark::Path(path) => found.extend(projection.line(&path.points)),
            Mark::Note { at, .. } => found.extend([projection.place(*at); 10]),
            _ => {}
        }
    }
    found
}

pub fn draw(sheet: &mut Sheet, plane: &Plane, projection: &Projection<'_>) {
    let entries = entries(plane);
    if entries.is_empty() {
        return;
    }
    let frame = projection.frame;
    let widest = entries
        .iter()
        .map(|(name, ..)| sheet.width(name, SMALL))
        .fold(0.0, f64::max);
    let (width, height) = (widest + SAMPLE + 22.0, ROW * entries.len() as f64 + 8.0);
    let places = places(plane, projection);
    let boxes = |x: f64, y: f64| Rect {
        x: frame.x + 8.0 + x * (frame.width - width - 16.0),
        y: frame.y + 8.0 + y * (frame.height - height - 16.0),
        width,
        height,
    };
    let corners = [
        (1.0, 0.0),
        (0.0, 0.0),
        (1.0, 1.0),
        (0.0, 1.0),
        (0.5, 0.0),
        (0.5, 1.0),
        (1.0, 0.5),
        (0.0, 0.5),
    ];
    let hidden = |rect: &Rect| places.iter().filter(|place| rect.contains(**place)).count();
    let best = corners
        .into_iter()
        .map(|(x, y)| boxes(x, y))
        .min_by_key(hidden);
    let Some(place) = best else { return };
    let background = sheet.color(Ink::Background).with_opacity(0.86);
    sheet.shape(Shape {
        lines: vec![place.corners()],
        closed: true,
        fill: Some(background),
        stroke: Some(Stroke::new(sheet.color(Ink::Grid), 1.0)),
        clip: None,
    });
    for (i, (name, ink, look)) in entries.into_iter().enumerate() {
        let y = place.y + 4.0 + ROW * (i as f64 + 0.5);
        let (from, to) = ([place.x + 8.0, y], [place.x + 8.0 + SAMPLE, y]);
        let color = sheet.color(ink);
        let stroke = |width: f64, dashed: bool| Stroke {
            color,
            width,
            dashes: dashed.then_some((6.0, 4.0)),
        };
        match look {
            Look::Line { width, dashed } => sheet.line(from, to, stroke(width, dashed)),
            Look::Dot(radius) => sheet.disc([from[0] + SAMPLE / 2.0, y], radius, color, None),
            Look::Path => {
                sheet.line(from, to, stroke(2.0, false));
                sheet.disc([from[0] + SAMPLE / 2.0, y], 2.6, color, None);
            }
        }
        let at = [to[0] + 7.0, y + SMALL * 0.33];
        sheet.words(name.clone(), at, SMALL, Anchor::Start);
    }
}
