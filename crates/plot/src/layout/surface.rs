//! A surface as facets, from back to front. It ends where the function ends or leaves the axis.

use super::space::{Frame, View};
use crate::drawing::{Corner, Patch};
use crate::figure::{Scale, Space};
use crate::grid::{Along, Break, Edge, Grid, between};

/// How much lighter and darker light makes it.
const CONTRAST: f64 = 0.5;
/// The light of a facet that is neither.
const USUAL: f64 = 0.72;

/// A corner, with its place in the box.
#[derive(Clone, Copy, Debug, Default)]
pub struct Point {
    pub corner: Corner,
    /// How near to the viewer it is.
    pub nearness: f64,
}

/// A part of the surface.
#[derive(Clone, Copy, Debug)]
pub struct Facet {
    points: [Point; 4],
    count: u8,
}

impl Facet {
    pub fn points(&self) -> &[Point] {
        self.points
            .get(..usize::from(self.count))
            .unwrap_or_default()
    }

    pub fn patch(&self) -> Patch {
        Patch {
            corners: self.points.map(|point| point.corner),
            count: self.count,
        }
    }
}

/// A point of the surface in the coordinates of the function, with its light.
#[derive(Clone, Copy, Debug)]
struct Vertex {
    at: [f64; 2],
    z: f64,
    light: f64,
}

/// What facets are made with.
struct Maker<'m> {
    space: &'m Space,
    grid: &'m Grid,
    frame: &'m Frame<'m>,
    view: &'m View,
    lights: Vec<f64>,
    colors: (f64, f64),
    facets: Vec<Facet>,
}

pub fn facets(space: &Space, grid: &Grid, frame: &Frame<'_>, view: &View) -> Vec<Facet> {
    let (columns, rows) = grid.size();
    if columns < 2 || rows < 2 {
        return Vec::new();
    }
    let colors = match space.bar.as_ref().map(|bar| &bar.scale) {
        Some(Scale::Smooth(low, high)) => (*low, *high),
        _ => (space.z.low, space.z.high),
    };
    let mut maker = Maker {
        space,
        grid,
        frame,
        view,
        lights: lights(grid, frame, view),
        colors,
        facets: Vec::with_capacity((columns - 1) * (rows - 1)),
    };
    // The far cells first: those nearer to the viewer along either axis come later.
    let order = |count: usize, rising: bool| {
        (0..count - 1).map(move |i| if rising { i } else { count - 2 - i })
    };
    for row in order(rows, view.towards[1] > 0.0) {
        for column in order(columns, view.towards[0] > 0.0) {
            maker.cell(column, row);
        }
    }
    maker.facets
}

/// For each point how light the surface is there.
fn lights(grid: &Grid, frame: &Frame<'_>, view: &View) -> Vec<f64> {
    let (columns, rows) = grid.size();
    let source = view.light();
    let [x_unit, y_unit, z_unit] = frame.units();
    // The slope between two points, or from one of them to the point between.
    let slope = |(a, z_a): (f64, f64), here: (f64, f64), (b, z_b): (f64, f64), unit: f64| {
        let (from, to) = (
            if z_a.is_nan() { here } else { (a, z_a) },
            if z_b.is_nan() { here } else { (b, z_b) },
        );
        let run = (to.0 - from.0) * unit;
        let rise = (to.1 - from.1) * z_unit;
        if run == 0.0 || rise.is_nan() {
            0.0
        } else {
            rise / run
        }
    };
    let mut found = Vec::with_capacity(columns * rows);
    for row in 0..rows {
        let (below, above) = (row.saturating_sub(1), (row + 1).min(rows - 1));
        for column in 0..columns {
            let (left, right) = (column.saturating_sub(1), (column + 1).min(columns - 1));
            let x = |column: usize| (grid.place(column, row)[0], grid.value(column, row));
            let y = |row: usize| (grid.place(column, row)[1], grid.value(column, row));
            let x = slope(x(left), x(column), x(right), x_unit);
            let y = slope(y(below), y(row), y(above), y_unit);
            let length = (1.0 + x * x + y * y).sqrt();
            let dot = |[a, b, c]: [f64; 3]| (c - a * x - b * y) / length;
            // The side that is seen counts.
            let light = if dot(view.towards) < 0.0 {
                -dot(source)
            } else {
                dot(source)
            };
            found.push((CONTRAST * (light - USUAL)).clamp(-0.42, 0.22));
        }
    }
    found
}

impl Maker<'_> {
    fn vertex(&self, column: usize, row: usize) -> Vertex {
        let light = self.lights.get(row * self.grid.x.len() + column);
        Vertex {
            at: self.grid.place(column, row),
            z: self.grid.value(column, row),
            light: light.copied().unwrap_or(0.0),
        }
    }

    fn cell(&mut self, column: usize, row: usize) {
        let corners =
            [(0, 0), (1, 0), (1, 1), (0, 1)].map(|(i, j)| self.vertex(column + i, row + j));
        let (low, high) = (self.space.z.low, self.space.z.high);
        let within = |vertex: &Vertex| vertex.z >= low && vertex.z <= high;
        if self.grid.jumps_in(column, row) || corners.iter().all(|corner| corner.z.is_nan()) {
            return;
        }
        if corners.iter().all(within) {
            return self.push(&corners);
        }
        let outline = self.outline(corners, column, row);
        let outline = cut(&outline, |vertex| vertex.z - low);
        let outline = cut(&outline, |vertex| high - vertex.z);
        // A fan: the outline is convex as far as the cell is small.
        if let [first, rest @ ..] = outline.as_slice() {
            for pair in rest.windows(2) {
                if let [a, b] = pair {
                    self.push(&[*first, *a, *b]);
                }
            }
        }
    }

    /// The defined part of a cell, up to where the function ends on its edges.
    fn outline(&self, corners: [Vertex; 4], column: usize, row: usize) -> Vec<Vertex> {
        let edge = |i: usize| match i {
            0 => (
                Edge {
                    row,
                    column,
                    along: Along::X,
                },
                false,
            ),
            1 => (
                Edge {
                    row,
                    column: column + 1,
                    along: Along::Y,
                },
                false,
            ),
            2 => (
                Edge {
                    row: row + 1,
                    column,
                    along: Along::X,
                },
                true,
            ),
            _ => (
                Edge {
                    row,
                    column,
                    along: Along::Y,
                },
                true,
            ),
        };
        let mut found = Vec::with_capacity(6);
        let next = corners.iter().cycle().skip(1);
        for (i, (a, b)) in corners.iter().zip(next).enumerate() {
            if a.z.is_finite() {
                found.push(*a);
            }
            let (edge, backwards) = edge(i);
            if let (Some(Break::Ends { at, value }), true) =
                (self.grid.on_edge(edge), a.z.is_nan() != b.z.is_nan())
            {
                let part = if backwards { 1.0 - at } else { at };
                found.push(Vertex {
                    at: between(a.at, b.at, part),
                    z: value,
                    light: if a.z.is_nan() { b.light } else { a.light },
                });
            }
        }
        found
    }

    fn push(&mut self, vertices: &[Vertex]) {
        let mut points = [Point::default(); 4];
        let (low, high) = self.colors;
        for (point, vertex) in points.iter_mut().zip(vertices) {
            let place = self.frame.point(vertex.at, vertex.z);
            *point = Point {
                corner: Corner {
                    at: self.view.place(place),
                    value: ((vertex.z - low) / (high - low)) as f32,
                    light: vertex.light as f32,
                },
                nearness: self.view.nearness(place),
            };
        }
        self.facets.push(Facet {
            points,
            count: vertices.len().min(4) as u8,
        });
    }
}

/// The part of an outline where `room` is not negative (I. Sutherland and G. Hodgman, 1974).
fn cut(outline: &[Vertex], room: impl Fn(&Vertex) -> f64) -> Vec<Vertex> {
    let mut found = Vec::with_capacity(outline.len() + 1);
    let next = outline.iter().cycle().skip(1);
    for (a, b) in outline.iter().zip(next) {
        let (here, there) = (room(a), room(b));
        if here >= 0.0 {
            found.push(*a);
        }
        if (here >= 0.0) != (there >= 0.0) {
            let part = here / (here - there);
            found.push(Vertex {
                at: between(a.at, b.at, part),
                z: a.z + (b.z - a.z) * part,
                light: a.light + (b.light - a.light) * part,
            });
        }
    }
    found
}

/// The way of a path on the surface, in small steps.
pub fn along<'s>(
    space: &'s Space,
    path: &'s [[f64; 2]],
) -> impl Iterator<Item = ([f64; 2], f64)> + 's {
    const STEPS: u32 = 24;
    let between_points = path.windows(2).flat_map(|pair| {
        let ends = match pair {
            [a, b] => Some((*a, *b)),
            _ => None,
        };
        ends.into_iter().flat_map(|(a, b)| {
            (0..STEPS).map(move |i| between(a, b, f64::from(i) / f64::from(STEPS)))
        })
    });
    between_points
        .chain(path.last().copied())
        .map(|at| (at, space.grid.at(at)))
}
