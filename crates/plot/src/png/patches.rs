//! The patches of a surface: four samples a pixel, colours by the value at each.

use tiny_skia::{Pixmap, PremultipliedColorU8};

use crate::color::viridis;
use crate::drawing::{Corner, Patch};

/// Samples of a pixel along each axis.
const SAMPLES: usize = 2;
/// Steps of the table of colours.
const SHADES: usize = 1024;

/// A sample: opaque red, green and blue, or nothing.
type Sample = Option<[u8; 3]>;

struct Samples {
    width: usize,
    height: usize,
    samples: Vec<Sample>,
    shades: Vec<[f32; 3]>,
}

/// Draws patches from the first to the last.
pub fn draw(pixmap: &mut Pixmap, patches: &[Patch], scale: f64) {
    let (width, height) = (
        pixmap.width() as usize * SAMPLES,
        pixmap.height() as usize * SAMPLES,
    );
    let shade = |i: usize| {
        let color = viridis(i as f64 / (SHADES - 1) as f64);
        [color.red, color.green, color.blue].map(f32::from)
    };
    let mut samples = Samples {
        width,
        height,
        samples: vec![None; width * height],
        shades: (0..SHADES).map(shade).collect(),
    };
    let scale = scale * SAMPLES as f64;
    for patch in patches {
        if let [a, rest @ ..] = patch.corners() {
            for pair in rest.windows(2) {
                if let [b, c] = pair {
                    samples.triangle([*a, *b, *c], scale);
                }
            }
        }
    }
    samples.merge(pixmap);
}

impl Samples {
    fn triangle(&mut self, corners: [Corner; 3], scale: f64) {
        let [a, b, c] = corners.map(|corner| corner.at.map(|place| (place * scale) as f32));
        let area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]);
        if area == 0.0 || !area.is_finite() {
            return;
        }
        let top = a[1].min(b[1]).min(c[1]).max(0.0);
        let bottom = a[1].max(b[1]).max(c[1]).min(self.height as f32);
        let [p, q, r] = corners;
        let value = plane([a, b, c], area, [p.value, q.value, r.value]);
        let light = plane([a, b, c], area, [p.light, q.light, r.light]);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let (first, last) = (
            (top - 0.5).ceil().max(0.0) as usize,
            (bottom + 0.5).floor() as usize,
        );
        let (width, shades) = (self.width, &self.shades);
        let rows = self
            .samples
            .chunks_mut(width)
            .enumerate()
            .take(last)
            .skip(first);
        for (row, samples) in rows {
            let y = row as f32 + 0.5;
            let (left, right) = crossings([a, b, c], y);
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let (from, to) = (
                (left - 0.5).ceil().max(0.0) as usize,
                (right + 0.5).floor().max(0.0) as usize,
            );
            let to = to.min(width);
            let Some(span) = samples.get_mut(from..to) else {
                continue;
            };
            for (i, sample) in span.iter_mut().enumerate() {
                let x = (from + i) as f32 + 0.5;
                *sample = Some(shaded(shades, at(value, x, y), at(light, x, y)));
            }
        }
    }

    /// Takes the mean of the samples of each pixel, with what is below where some are empty.
    fn merge(&self, pixmap: &mut Pixmap) {
        let columns = self.width / SAMPLES;
        let bands = self.samples.chunks(self.width * SAMPLES);
        for (band, pixels) in bands.zip(pixmap.pixels_mut().chunks_mut(columns)) {
            let (above, below) = band.split_at(self.width);
            let pairs = above.chunks(SAMPLES).zip(below.chunks(SAMPLES));
            for ((above, below), pixel) in pairs.zip(pixels) {
                let found = above.iter().chain(below).flatten();
                let (mut sums, mut count) = ([0_u32; 3], 0);
                for sample in found {
                    count += 1;
                    for (sum, part) in sums.iter_mut().zip(sample) {
                        *sum += u32::from(*part);
                    }
                }
                if count == 0 {
                    continue;
                }
                let all = (SAMPLES * SAMPLES) as u32;
                let under = [pixel.red(), pixel.green(), pixel.blue()];
                let mut mixed = [0_u8; 3];
                for ((mixed, sum), under) in mixed.iter_mut().zip(sums).zip(under) {
                    let total = sum + u32::from(under) * (all - count) + all / 2;
                    *mixed = u8::try_from(total / all).unwrap_or(u8::MAX);
                }
                let [red, green, blue] = mixed;
                if let Some(color) = PremultipliedColorU8::from_rgba(red, green, blue, 255) {
                    *pixel = color;
                }
            }
        }
    }
}

/// The linear function that has these values at the corners.
fn plane([a, b, c]: [[f32; 2]; 3], area: f32, [p, q, r]: [f32; 3]) -> [f32; 3] {
    let x = ((q - p) * (c[1] - a[1]) - (r - p) * (b[1] - a[1])) / area;
    let y = ((r - p) * (b[0] - a[0]) - (q - p) * (c[0] - a[0])) / area;
    [p - x * a[0] - y * a[1], x, y]
}

fn at([constant, x_slope, y_slope]: [f32; 3], x: f32, y: f32) -> f32 {
    constant + x_slope * x + y_slope * y
}

/// Where a row enters and leaves a triangle.
fn crossings([a, b, c]: [[f32; 2]; 3], y: f32) -> (f32, f32) {
    let (mut left, mut right) = (f32::INFINITY, f32::NEG_INFINITY);
    for ([x0, y0], [x1, y1]) in [(a, b), (b, c), (c, a)] {
        if (y0 <= y) != (y1 <= y) {
            let x = x0 + (x1 - x0) * (y - y0) / (y1 - y0);
            (left, right) = (left.min(x), right.max(x));
        }
    }
    (left, right)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn shaded(shades: &[[f32; 3]], value: f32, light: f32) -> [u8; 3] {
    let place = (value.clamp(0.0, 1.0) * (SHADES - 1) as f32 + 0.5) as usize;
    let color = shades.get(place).copied().unwrap_or_default();
    let towards = if light < 0.0 { 0.0 } else { 255.0 };
    let part = light.abs().min(1.0);
    color.map(|c| (c + (towards - c) * part + 0.5) as u8)
}
