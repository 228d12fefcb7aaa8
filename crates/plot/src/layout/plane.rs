//! Two axes: the frame, its ticks and names. What lies between them is drawn by `marks`.

use super::marks::Marks;
use super::sheet::{LABEL, SMALL, Sheet};
use super::{bar, legend};
use crate::color::Ink;
use crate::drawing::{Anchor, Item, Rect, Stroke, Words};
use crate::figure::{Axis, Mark, Plane};
use crate::text::Text;
use crate::ticks::{self, Ticks};

/// The length of a tick.
const TICK: f64 = 4.0;

/// The ticks of an axis of so many pixels, about one every `apart` pixels.
pub fn ticks_of(axis: &Axis, length: f64, apart: f64) -> Ticks {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let wanted = (length / apart).clamp(2.0, 12.0) as usize + 1;
    if axis.logarithmic {
        ticks::logarithmic(axis.low, axis.high, wanted)
    } else {
        ticks::linear(axis.low, axis.high, wanted)
    }
}

/// Where values are between two axes.
#[derive(Clone, Debug)]
pub struct Projection<'p> {
    x: &'p Axis,
    y: &'p Axis,
    /// What the axes enclose.
    pub frame: Rect,
}

impl Projection<'_> {
    pub fn place(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let frame = self.frame;
        [
            frame.x + self.x.part(x) * frame.width,
            frame.bottom() - self.y.part(y) * frame.height,
        ]
    }

    pub fn line(&self, points: &[[f64; 2]]) -> Vec<[f64; 2]> {
        points.iter().map(|point| self.place(*point)).collect()
    }
}

pub fn draw(sheet: &mut Sheet, plane: &Plane, place: Rect) {
    let y_ticks = ticks_of(&plane.y, place.height - 60.0, 52.0);
    let labels = y_ticks.ticks.iter().filter_map(|tick| tick.label.as_ref());
    let widest = labels
        .map(|label| sheet.width(label, SMALL))
        .fold(0.0, f64::max);
    let name = sheet.width(&plane.y.label, LABEL);
    let is_short = name < 46.0;
    let name_room = match () {
        () if plane.y.label.is_empty() => 0.0,
        () if is_short => name + 8.0,
        () => LABEL + 8.0,
    };
    let left = widest + TICK + 8.0 + name_room;
    let right = plane
        .bar
        .as_ref()
        .map_or(16.0, |bar| bar::room(sheet, bar, place.height));
    let bottom = TICK
        + SMALL
        + 6.0
        + if plane.x.label.is_empty() {
            4.0
        } else {
            LABEL + 8.0
        };
    let top = if y_ticks.exponent == 0 {
        10.0
    } else {
        10.0 + SMALL
    };
    let mut frame = Rect {
        x: place.x + left,
        y: place.y + top,
        width: (place.width - left - right).max(10.0),
        height: (place.height - top - bottom).max(10.0),
    };
    if plane.equal {
        frame = with_equal_units(plane, frame);
    }
    let projection = Projection {
        x: &plane.x,
        y: &plane.y,
        frame,
    };
    let x_ticks = ticks_of(&plane.x, frame.width, 72.0);
    let y_ticks = ticks_of(&plane.y, frame.height, 52.0);
    let covered = plane
        .marks
        .iter()
        .any(|mark| matches!(mark, Mark::Regions(_)));
    if !covered {
        grid(sheet, &projection, &x_ticks, &y_ticks);
    }
    Marks::new(sheet, &projection, plane, covered).draw();
    border(sheet, frame, covered);
    axis_below(sheet, &projection, &x_ticks);
    axis_left(sheet, &projection, &y_ticks);
    names(sheet, plane, frame, widest, is_short);
    if let Some(bar) = &plane.bar {
        bar::draw(sheet, bar, frame);
    }
    legend::draw(sheet, plane, &projection);
}

/// The largest frame within another whose units have the same length on both axes.
fn with_equal_units(plane: &Plane, frame: Rect) -> Rect {
    let (width, height) = (plane.x.high - plane.x.low, plane.y.high - plane.y.low);
    let unit = (frame.width / width).min(frame.height / height);
    let (width, height) = (unit * width, unit * height);
    Rect {
        x: frame.x + (frame.width - width) / 2.0,
        y: frame.y + (frame.height - height) / 2.0,
        width,
        height,
    }
}

fn grid(sheet: &mut Sheet, projection: &Projection<'_>, x: &Ticks, y: &Ticks) {
    let frame = projection.frame;
    let (low, high) = (
        [projection.x.low, projection.y.low],
        [projection.x.high, projection.y.high],
    );
    let mut lines = Vec::new();
    for tick in x.ticks.iter().filter(|tick| tick.label.is_some()) {
        lines.push(projection.line(&[[tick.value, low[1]], [tick.value, high[1]]]));
    }
    for tick in y.ticks.iter().filter(|tick| tick.label.is_some()) {
        lines.push(projection.line(&[[low[0], tick.value], [high[0], tick.value]]));
    }
    let stroke = Stroke::new(sheet.color(Ink::Grid), 1.0);
    sheet.lines(lines, stroke, None);
    let stroke = Stroke::new(sheet.color(Ink::Quiet).with_opacity(0.7), 1.0);
    let within = |axis: &Axis| !axis.logarithmic && axis.low < 0.0 && axis.high > 0.0;
    let [zero_x, zero_y] = projection.place([0.0, 0.0]);
    if within(projection.x) {
        sheet.line([zero_x, frame.y], [zero_x, frame.bottom()], stroke);
    }
    if within(projection.y) {
        sheet.line([frame.x, zero_y], [frame.right(), zero_y], stroke);
    }
}

/// All around what is covered, else below and on the left.
fn border(sheet: &mut Sheet, frame: Rect, covered: bool) {
    let stroke = Stroke::new(sheet.color(Ink::Text), 1.0);
    let mut corners = frame.corners();
    if covered {
        corners.extend(corners.first().copied());
    } else {
        corners = vec![
            [frame.x, frame.y],
            [frame.x, frame.bottom()],
            [frame.right(), frame.bottom()],
        ];
    }
    sheet.lines(vec![corners], stroke, None);
}

fn axis_below(sheet: &mut Sheet, projection: &Projection<'_>, ticks: &Ticks) {
    let frame = projection.frame;
    let stroke = Stroke::new(sheet.color(Ink::Text), 1.0);
    let mut marks = Vec::new();
    for tick in &ticks.ticks {
        let x = frame.x + projection.x.part(tick.value) * frame.width;
        let length = if tick.label.is_some() {
            TICK
        } else {
            TICK / 2.0
        };
        marks.push(vec![[x, frame.bottom()], [x, frame.bottom() + length]]);
        if let Some(label) = &tick.label {
            let at = [x, frame.bottom() + TICK + SMALL];
            sheet.words(label.clone(), at, SMALL, Anchor::Middle);
        }
    }
    sheet.lines(marks, stroke, None);
    if ticks.exponent != 0 {
        let at = [frame.right(), frame.bottom() + TICK + SMALL * 2.0 + 5.0];
        sheet.words(power(ticks.exponent), at, SMALL, Anchor::End);
    }
}

fn axis_left(sheet: &mut Sheet, projection: &Projection<'_>, ticks: &Ticks) {
    let frame = projection.frame;
    let stroke = Stroke::new(sheet.color(Ink::Text), 1.0);
    let mut marks = Vec::new();
    for tick in &ticks.ticks {
        let y = frame.bottom() - projection.y.part(tick.value) * frame.height;
        let length = if tick.label.is_some() {
            TICK
        } else {
            TICK / 2.0
        };
        marks.push(vec![[frame.x - length, y], [frame.x, y]]);
        if let Some(label) = &tick.label {
            let at = [frame.x - TICK - 4.0, y + SMALL * 0.33];
            sheet.words(label.clone(), at, SMALL, Anchor::End);
        }
    }
    sheet.lines(marks, stroke, None);
    if ticks.exponent != 0 {
        let at = [frame.x - TICK, frame.y - 8.0];
        sheet.words(power(ticks.exponent), at, SMALL, Anchor::Start);
    }
}

/// The power of ten that all labels of an axis are multiplied by.
pub fn power(exponent: i32) -> Text {
    let digits = exponent.unsigned_abs();
    let sign = if exponent < 0 { "−" } else { "" };
    Text::plain("×10").sup(&format!("{sign}{digits}"))
}

fn names(sheet: &mut Sheet, plane: &Plane, frame: Rect, widest: f64, is_short: bool) {
    let below = [
        frame.x + frame.width / 2.0,
        frame.bottom() + TICK + SMALL + LABEL + 6.0,
    ];
    sheet.words(plane.x.label.clone(), below, LABEL, Anchor::Middle);
    if plane.y.label.is_empty() {
        return;
    }
    let x = frame.x - widest - TICK - 12.0;
    let middle = frame.y + frame.height / 2.0;
    if is_short {
        sheet.words(
            plane.y.label.clone(),
            [x, middle + LABEL * 0.3],
            LABEL,
            Anchor::End,
        );
        return;
    }
    let color = sheet.color(Ink::Text);
    sheet.items.push(Item::Words(Words {
        text: plane.y.label.clone(),
        at: [x, middle],
        size: LABEL,
        anchor: Anchor::Middle,
        angle: -90.0,
        color,
        halo: None,
    }));
}
