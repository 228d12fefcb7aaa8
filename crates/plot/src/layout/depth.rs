//! What the surface hides: for each pixel how near it is.

use super::space::View;
use super::surface::{Facet, Point};
use crate::drawing::Rect;

/// How far behind the surface a line on it may seem to be.
const SLACK: f64 = 0.025;
/// Lines are followed in steps of so many pixels.
const STEP: f64 = 1.5;

/// The nearest part of the surface at each pixel.
pub struct Depth {
    place: Rect,
    width: usize,
    nearest: Vec<f32>,
}

impl Depth {
    pub fn new(place: Rect, facets: &[Facet]) -> Self {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let (width, height) = (
            place.width.clamp(1.0, 1e4) as usize,
            place.height.clamp(1.0, 1e4) as usize,
        );
        let mut depth = Self {
            place,
            width,
            nearest: vec![f32::NEG_INFINITY; width * height],
        };
        for facet in facets {
            if let [a, rest @ ..] = facet.points() {
                for pair in rest.windows(2) {
                    if let [b, c] = pair {
                        depth.triangle([*a, *b, *c]);
                    }
                }
            }
        }
        depth
    }

    fn triangle(&mut self, points: [Point; 3]) {
        let [a, b, c] =
            points.map(|p| [p.corner.at[0] - self.place.x, p.corner.at[1] - self.place.y]);
        let area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]);
        if area == 0.0 || !area.is_finite() {
            return;
        }
        let low = |i: fn([f64; 2]) -> f64| i(a).min(i(b)).min(i(c)).floor().max(0.0);
        let high = |i: fn([f64; 2]) -> f64| i(a).max(i(b)).max(i(c)).ceil().max(0.0);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let ((left, right), (top, bottom)) = (
            (
                low(|p| p[0]) as usize,
                (high(|p| p[0]) as usize).min(self.width),
            ),
            (low(|p| p[1]) as usize, high(|p| p[1]) as usize),
        );
        let [p, q, r] = points.map(|point| point.nearness);
        let rows = self
            .nearest
            .chunks_mut(self.width)
            .enumerate()
            .take(bottom)
            .skip(top);
        for (row, pixels) in rows {
            let y = row as f64 + 0.5;
            for (column, pixel) in pixels.iter_mut().enumerate().take(right).skip(left) {
                let x = column as f64 + 0.5;
                let second = ((x - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (y - a[1])) / area;
                let third = ((b[0] - a[0]) * (y - a[1]) - (x - a[0]) * (b[1] - a[1])) / area;
                // A little more than the triangle, so that no pixel is lost between two.
                if second >= -0.01 && third >= -0.01 && second + third <= 1.01 {
                    let near = p + (q - p) * second + (r - p) * third;
                    *pixel = pixel.max(near as f32);
                }
            }
        }
    }

    /// Whether nothing hides a point of the surface.
    pub fn sees(&self, point: [f64; 3], view: &View) -> bool {
        let [x, y] = view.place(point);
        let (x, y) = (x - self.place.x, y - self.place.y);
        // Neither outside nor, as NaN is, nowhere.
        if !(x >= 0.0 && y >= 0.0 && x <= self.place.width && y <= self.place.height) {
            return false;
        }
        // Where it is steep the nearness changes from pixel to pixel.
        let mut least = f32::INFINITY;
        for (dx, dy) in [(0.0, 0.0), (-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0)] {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let (column, row) = ((x + dx).max(0.0) as usize, (y + dy).max(0.0) as usize);
            if column < self.width {
                let found = self.nearest.get(row * self.width + column);
                least = least.min(found.copied().unwrap_or(f32::NEG_INFINITY));
            }
        }
        view.nearness(point) >= f64::from(least) - SLACK
    }

    /// The parts of a line on the surface that nothing hides, in pixels.
    pub fn visible(&self, points: &[[f64; 3]], view: &View) -> Vec<Vec<[f64; 2]>> {
        let (mut found, mut piece) = (Vec::new(), Vec::new());
        for pair in points.windows(2) {
            let [a, b] = pair else { continue };
            let way = super::geometry::distance(view.place(*a), view.place(*b));
            if !way.is_finite() {
                continue;
            }
            let steps = (way / STEP).ceil().clamp(1.0, 1000.0);
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            for i in 0..=(steps as u32) {
                let part = f64::from(i) / steps;
                let mut point = *a;
                for (c, end) in point.iter_mut().zip(b) {
                    *c += (end - *c) * part;
                }
                if self.sees(point, view) {
                    piece.push(view.place(point));
                } else if !piece.is_empty() {
                    found.push(std::mem::take(&mut piece));
                }
            }
        }
        found.push(piece);
        found.retain(|piece| piece.len() > 1);
        found
            .iter()
            .map(|piece| super::geometry::simplified(piece, 0.15))
            .collect()
    }
}
