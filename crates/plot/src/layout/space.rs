//! Three axes seen from a direction: the walls behind, their ticks, and what lies between them.

use super::depth::Depth;
use super::plane::{power, ticks_of};
use super::sheet::{LABEL, SMALL, Sheet};
use super::{Detail, bar, surface};
use crate::color::{Color, Ink};
use crate::contour;
use crate::drawing::{Anchor, Item, Rect, Stroke};
use crate::figure::{Axis, Camera, Space};
use crate::grid::Grid;

/// The height of the box, as a part of its width.
const HEIGHT: f64 = 0.72;
/// How long a tick is.
const TICK: f64 = 5.0;
/// How many lines of the grid are drawn on the surface, each way.
const MESH: usize = 21;
/// The most columns and rows that hide what is behind them.
const HIDING: usize = 240;
/// The most steps of a path that have a dot each.
const STEPS: usize = 80;

/// The box in which a surface lies, seen from a direction. Its coordinates go from -1 to 1, those
/// of the third axis not as far.
#[derive(Clone, Copy, Debug)]
pub struct View {
    right: [f64; 3],
    up: [f64; 3],
    /// The direction to the viewer.
    pub towards: [f64; 3],
    scale: f64,
    origin: [f64; 2],
}

fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

impl View {
    fn new(camera: Camera) -> Self {
        let (sin_a, cos_a) = camera.azimuth.to_radians().sin_cos();
        let (sin_e, cos_e) = camera.elevation.to_radians().sin_cos();
        Self {
            right: [-sin_a, cos_a, 0.0],
            up: [-sin_e * cos_a, -sin_e * sin_a, cos_e],
            towards: [cos_e * cos_a, cos_e * sin_a, sin_e],
            scale: 1.0,
            origin: [0.0, 0.0],
        }
    }

    /// As large as fits into a rectangle.
    fn fitted(mut self, rect: Rect) -> Self {
        let corners: Vec<[f64; 2]> = CORNERS.iter().map(|c| self.place(boxed(*c))).collect();
        let span = |i: usize| {
            let parts = corners.iter().filter_map(|c| c.get(i));
            let (low, high) = parts.fold((f64::MAX, f64::MIN), |(l, h), c| (l.min(*c), h.max(*c)));
            (low, high - low)
        };
        let ((left, width), (top, height)) = (span(0), span(1));
        self.scale = (rect.width / width).min(rect.height / height);
        self.origin = [
            rect.x + rect.width / 2.0 - (left + width / 2.0) * self.scale,
            rect.y + rect.height / 2.0 - (top + height / 2.0) * self.scale,
        ];
        self
    }

    /// Where a point of the box is seen.
    pub fn place(&self, point: [f64; 3]) -> [f64; 2] {
        let (x, y) = (dot(self.right, point), dot(self.up, point));
        [
            self.origin[0] + x * self.scale,
            self.origin[1] - y * self.scale,
        ]
    }

    /// How near to the viewer a point is.
    pub fn nearness(&self, point: [f64; 3]) -> f64 {
        dot(self.towards, point)
    }

    /// Where the light comes from: above the left shoulder of the viewer.
    pub fn light(&self) -> [f64; 3] {
        let mut found = [0.0; 3];
        let parts = found
            .iter_mut()
            .zip(self.towards)
            .zip(self.up)
            .zip(self.right);
        for (((found, towards), up), right) in parts {
            *found = 0.55 * towards + 0.68 * up - 0.48 * right;
        }
        found
    }
}

const CORNERS: [[f64; 3]; 8] = [
    [-1.0, -1.0, -1.0],
    [1.0, -1.0, -1.0],
    [-1.0, 1.0, -1.0],
    [1.0, 1.0, -1.0],
    [-1.0, -1.0, 1.0],
    [1.0, -1.0, 1.0],
    [-1.0, 1.0, 1.0],
    [1.0, 1.0, 1.0],
];

/// A point of the cube from -1 to 1 as one of the box.
pub fn boxed([x, y, z]: [f64; 3]) -> [f64; 3] {
    [x, y, z * HEIGHT]
}

/// Where values are in the box.
#[derive(Clone, Copy)]
pub struct Frame<'s> {
    space: &'s Space,
}

impl Frame<'_> {
    /// How much of the box a unit of each axis takes.
    pub fn units(&self) -> [f64; 3] {
        let Space { x, y, z, .. } = self.space;
        boxed([x, y, z].map(|axis| 2.0 / (axis.high - axis.low)))
    }

    pub fn point(&self, [x, y]: [f64; 2], z: f64) -> [f64; 3] {
        let part = |axis: &Axis, value| 2.0 * axis.part(value) - 1.0;
        boxed([
            part(&self.space.x, x),
            part(&self.space.y, y),
            part(&self.space.z, z),
        ])
    }
}

pub fn draw(sheet: &mut Sheet, space: &Space, place: Rect, detail: Detail) {
    let right = space
        .bar
        .as_ref()
        .map_or(0.0, |bar| bar::room(sheet, bar, place.height * 0.62));
    let view = View::new(space.camera);
    let inner = Rect {
        x: place.x + 40.0,
        y: place.y + 14.0,
        width: (place.width - right - 72.0).max(10.0),
        height: (place.height - 58.0).max(10.0),
    };
    let view = view.fitted(inner);
    Walls::new(sheet, space, view).draw();
    let frame = Frame { space };
    let thin = space.grid.thinned(detail.mesh);
    let facets = surface::facets(space, &thin, &frame, &view);
    let patches = facets.iter().map(surface::Facet::patch).collect();
    sheet.items.push(Item::Patches(patches));
    let hiding = if detail.mesh <= HIDING {
        Depth::new(place, &facets)
    } else {
        Depth::new(
            place,
            &surface::facets(space, &space.grid.thinned(HIDING), &frame, &view),
        )
    };
    on_surface(sheet, space, &frame, &view, &hiding);
    if let Some(bar) = &space.bar {
        let height = (place.height * 0.62).min(320.0);
        let rect = Rect {
            x: place.x,
            y: place.y + (place.height - height) / 2.0,
            width: place.width - right,
            height,
        };
        bar::draw(sheet, bar, rect);
    }
}

/// Lines of the grid, level lines and paths, as far as they are seen.
fn on_surface(sheet: &mut Sheet, space: &Space, frame: &Frame<'_>, view: &View, hiding: &Depth) {
    let ink = Color::hex(0x10_1820);
    let shown = |points: Vec<[f64; 3]>| hiding.visible(&points, view);
    let seen = |z: f64| z.is_finite() && z >= space.z.low && z <= space.z.high;
    let grid = &space.grid;
    let (columns, rows) = grid.size();
    let mut mesh = Vec::new();
    for line in mesh_lines(columns, rows) {
        let on = |(column, row): (usize, usize)| {
            let (at, z) = (grid.place(column, row), grid.value(column, row));
            let shown = seen(z) && borders_a_cell(grid, column, row);
            shown.then(|| frame.point(at, z))
        };
        let points: Vec<Option<[f64; 3]>> = line.into_iter().map(on).collect();
        for part in points.split(Option::is_none) {
            mesh.extend(shown(part.iter().flatten().copied().collect()));
        }
    }
    sheet.lines(mesh, Stroke::new(ink.with_opacity(0.2), 0.7), None);
    let levels = contour::lines(grid, &space.levels);
    for (level, lines) in space
        .levels
        .iter()
        .zip(levels)
        .filter(|(level, _)| seen(**level))
    {
        let mut pieces = Vec::new();
        for line in lines {
            let mut points: Vec<_> = line
                .points
                .iter()
                .map(|at| frame.point(*at, *level))
                .collect();
            points.extend(points.first().copied().filter(|_| line.closed));
            pieces.extend(shown(points));
        }
        let bright = space.z.part(*level) < 0.55;
        let color = if bright {
            Color::hex(0xff_ffff).with_opacity(0.75)
        } else {
            ink.with_opacity(0.65)
        };
        sheet.lines(pieces, Stroke::new(color, 1.1), None);
    }
    for path in &space.paths {
        let points = surface::along(space, path)
            .map(|(at, z)| frame.point(at, z))
            .collect();
        let pieces = shown(points);
        let color = sheet.color(Ink::Series(1));
        let edge = Color::hex(0xff_ffff);
        sheet.lines(
            pieces.clone(),
            Stroke::new(edge.with_opacity(0.9), 4.4),
            None,
        );
        sheet.lines(pieces, Stroke::new(color, 2.4), None);
        let count = path.len();
        for (i, at) in path.iter().enumerate() {
            let z = space.grid.at(*at);
            let point = frame.point(*at, z);
            let (first, last) = (i == 0, i + 1 == count);
            if !seen(z) || !hiding.sees(point, view) || !(count <= STEPS || first || last) {
                continue;
            }
            let (radius, fill, border) = match (first, last) {
                (true, _) => (5.0, edge, Stroke::new(color, 2.0)),
                (_, true) => (5.4, color, Stroke::new(edge, 1.6)),
                _ => (2.8, color, Stroke::new(edge, 0.8)),
            };
            sheet.disc(view.place(point), radius, fill, Some(border));
        }
    }
}

/// Whether a point belongs to a cell in which the function does not jump.
fn borders_a_cell(grid: &Grid, column: usize, row: usize) -> bool {
    let (columns, rows) = grid.size();
    let before = |i: usize| i.saturating_sub(1)..=i;
    before(row)
        .any(|j| before(column).any(|i| i + 1 < columns && j + 1 < rows && !grid.jumps_in(i, j)))
}

/// Some columns and rows of a grid, as places in it.
fn mesh_lines(columns: usize, rows: usize) -> Vec<Vec<(usize, usize)>> {
    let some = |count: usize| {
        let kept = MESH.min(count);
        (0..kept).map(move |i| (i * count.saturating_sub(1) + (kept - 1) / 2) / (kept - 1).max(1))
    };
    let across = some(columns).map(|column| (0..rows).map(|row| (column, row)).collect());
    let along = some(rows).map(|row| (0..columns).map(|column| (column, row)).collect());
    across.chain(along).collect()
}

/// The walls behind the surface, with ticks and names at their outer edges.
struct Walls<'w> {
    sheet: &'w mut Sheet,
    space: &'w Space,
    view: View,
    /// The near side of each axis; the third is that of the ground.
    near: [f64; 3],
}

impl<'w> Walls<'w> {
    fn new(sheet: &'w mut Sheet, space: &'w Space, view: View) -> Self {
        let near = view.towards.map(|c| if c < 0.0 { -1.0 } else { 1.0 });
        Self {
            sheet,
            space,
            view,
            near,
        }
    }

    fn axis(&self, i: usize) -> &'w Axis {
        match i {
            0 => &self.space.x,
            1 => &self.space.y,
            _ => &self.space.z,
        }
    }

    fn place(&self, point: [f64; 3]) -> [f64; 2] {
        self.view.place(boxed(point))
    }

    fn draw(mut self) {
        for i in 0..3 {
            self.wall(i);
        }
        let [near_x, near_y, near_z] = self.near;
        let ground = -near_z;
        self.edge(0, [0.0, near_y, ground], [0.0, near_y, 0.0]);
        self.edge(1, [near_x, 0.0, ground], [near_x, 0.0, 0.0]);
        // Of the two upright edges that nothing hides, the left one.
        let (a, b) = ([near_x, -near_y, 0.0], [-near_x, near_y, 0.0]);
        let left = if self.place(a)[0] < self.place(b)[0] {
            a
        } else {
            b
        };
        self.edge(2, left, left);
    }

    /// The wall on the far side of an axis, with lines at the ticks of the two others.
    fn wall(&mut self, across: usize) {
        let far = self.near.get(across).map_or(1.0, |near| -near);
        let (u, v) = match across {
            0 => (1, 2),
            1 => (0, 2),
            _ => (0, 1),
        };
        let point = |a: f64, b: f64| {
            let mut point = [0.0; 3];
            for (i, c) in point.iter_mut().enumerate() {
                *c = if i == across {
                    far
                } else if i == u {
                    a
                } else {
                    b
                };
            }
            point
        };
        let ring: Vec<_> = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]
            .into_iter()
            .map(|(a, b)| self.place(point(a, b)))
            .collect();
        let tint = match across {
            2 => 0.55,
            1 => 0.4,
            _ => 0.3,
        };
        let fill = self.sheet.color(Ink::Grid).with_opacity(tint);
        self.sheet.areas(vec![ring.clone()], fill, None);
        let mut lines = Vec::new();
        for tick in self.ticks(u) {
            lines.push(vec![
                self.place(point(tick, -1.0)),
                self.place(point(tick, 1.0)),
            ]);
        }
        for tick in self.ticks(v) {
            lines.push(vec![
                self.place(point(-1.0, tick)),
                self.place(point(1.0, tick)),
            ]);
        }
        let grid = self.sheet.color(Ink::Quiet).with_opacity(0.28);
        self.sheet.lines(lines, Stroke::new(grid, 0.8), None);
        let mut ring = ring;
        ring.extend(ring.first().copied());
        let border = self.sheet.color(Ink::Quiet).with_opacity(0.6);
        self.sheet.lines(vec![ring], Stroke::new(border, 0.9), None);
    }

    fn length(&self, i: usize) -> f64 {
        let mut ends = [[0.0; 3]; 2];
        for (end, value) in ends.iter_mut().zip([-1.0, 1.0]) {
            end.get_mut(i).into_iter().for_each(|c| *c = value);
        }
        super::geometry::distance(self.place(ends[0]), self.place(ends[1]))
    }

    fn ticks(&self, i: usize) -> Vec<f64> {
        let axis = self.axis(i);
        let ticks = ticks_of(axis, self.length(i), 46.0).ticks;
        let labelled = ticks.into_iter().filter(|tick| tick.label.is_some());
        labelled
            .map(|tick| 2.0 * axis.part(tick.value) - 1.0)
            .collect()
    }

    /// Ticks and name of an axis along the edge through a point, away from the axis of the box in
    /// the direction `out`.
    fn edge(&mut self, i: usize, through: [f64; 3], out: [f64; 3]) {
        let axis = self.axis(i);
        let at = |part: f64, out_by: f64| {
            let mut point = through;
            for (c, out) in point.iter_mut().zip(out) {
                *c += out * out_by;
            }
            point.get_mut(i).into_iter().for_each(|c| *c = part);
            point
        };
        let (inner, outer) = (self.place(at(0.0, 0.0)), self.place(at(0.0, 0.1)));
        let reach = super::geometry::distance(inner, outer).max(1e-9);
        let mut unit = [(outer[0] - inner[0]) / reach, (outer[1] - inner[1]) / reach];
        if i == 2 {
            unit = [-1.0, 0.0];
        }
        let away = |from: [f64; 2], by: f64| [from[0] + unit[0] * by, from[1] + unit[1] * by];
        let anchor = match unit[0] {
            x if x > 0.35 => Anchor::Start,
            x if x < -0.35 => Anchor::End,
            _ => Anchor::Middle,
        };
        let below = SMALL * (0.33 + 0.4 * unit[1].max(0.0));
        let ticks = ticks_of(axis, self.length(i), 46.0);
        let stroke = Stroke::new(self.sheet.color(Ink::Text), 1.0);
        self.sheet
            .line(self.place(at(-1.0, 0.0)), self.place(at(1.0, 0.0)), stroke);
        let mut widest = 0.0_f64;
        for tick in ticks.ticks {
            let Some(label) = tick.label else { continue };
            let foot = self.place(at(2.0 * axis.part(tick.value) - 1.0, 0.0));
            self.sheet.line(foot, away(foot, TICK), stroke);
            widest = widest.max(self.sheet.width(&label, SMALL));
            let [x, mut y] = away(foot, TICK + 4.0);
            // The label at the foot of an upright axis makes room for that of the other axis.
            if i == 2 && axis.part(tick.value) < 0.03 {
                y -= 5.0;
            }
            self.sheet.words(label, [x, y + below], SMALL, anchor);
        }
        let mut name = axis.label.clone();
        if ticks.exponent != 0 {
            name = name.and(" ");
            for run in power(ticks.exponent).runs {
                name = name.then(&run.text, run.slant, run.level);
            }
        }
        if i == 2 {
            let [x, y] = self.place(at(1.0, 0.0));
            self.sheet.words(name, [x, y - 13.0], LABEL, Anchor::Middle);
        } else {
            let by = TICK + 10.0 + widest * unit[0].abs() + SMALL * unit[1].abs() + 4.0;
            let [x, y] = away(inner, by);
            self.sheet.words(
                name,
                [x, y + LABEL * (0.33 + 0.4 * unit[1].max(0.0))],
                LABEL,
                anchor,
            );
        }
    }
}
