//! The patches of a surface: four samples a pixel, colours by the value at each.

use tiny_skia::{Pixmap, PremultipliedColorU8};

use crate::color::viridis;
use crate::drawing::{Corner, Patch, shaded};

/// Samples of a pixel along each axis.
const SAMPLES: usize = 2;
/// Steps of values, and of light, in the table of colours.
const VALUES: usize = 1024;
const LIGHTS: usize = 96;
/// The light that the table begins with, and the width of what it covers.
const DARKEST: f32 = -0.5;
const REACH: f32 = 0.8;

/// A colour as red, green, blue and 255, from the lowest byte on; 0 where nothing was drawn.
type Sample = u32;

/// The samples of the part of an image that patches cover.
struct Samples {
    /// The first pixels, and how many there are each way.
    left: usize,
    top: usize,
    width: usize,
    height: usize,
    samples: Vec<Sample>,
    table: Vec<Sample>,
}

/// Draws patches from the first to the last.
pub fn draw(pixmap: &mut Pixmap, patches: &[Patch], scale: f64) {
    let Some(mut samples) = Samples::around(pixmap, patches, scale) else {
        return;
    };
    let (left, top) = (samples.left * SAMPLES, samples.top * SAMPLES);
    let place = |corner: &Corner| {
        let [x, y] = corner.at.map(|c| c * scale * SAMPLES as f64);
        [(x - left as f64) as f32, (y - top as f64) as f32]
    };
    for patch in patches {
        if let [a, rest @ ..] = patch.corners() {
            for pair in rest.windows(2) {
                if let [b, c] = pair {
                    samples.triangle([a, b, c].map(place), [*a, *b, *c]);
                }
            }
        }
    }
    samples.merge(pixmap);
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
impl Samples {
    fn around(pixmap: &Pixmap, patches: &[Patch], scale: f64) -> Option<Self> {
        let places = || {
            patches
                .iter()
                .flat_map(Patch::corners)
                .map(|corner| corner.at)
        };
        let span = |i: usize, size: u32| {
            let places = places()
                .filter_map(|at| at.get(i).copied())
                .filter(|c| c.is_finite());
            let (low, high) = places.fold((f64::MAX, f64::MIN), |(l, h), c| (l.min(c), h.max(c)));
            let (low, high) = ((low * scale).floor().max(0.0), (high * scale).ceil());
            let high = high.min(f64::from(size));
            (low < high).then_some((low as usize, (high - low) as usize))
        };
        let (left, width) = span(0, pixmap.width())?;
        let (top, height) = span(1, pixmap.height())?;
        let color = |i: usize| {
            let (light, value) = (i / VALUES, i % VALUES);
            let light = DARKEST + REACH * light as f32 / (LIGHTS - 1) as f32;
            let color = viridis(value as f64 / (VALUES - 1) as f64);
            let color = shaded(color, f64::from(light));
            u32::from_le_bytes([color.red, color.green, color.blue, 255])
        };
        Some(Self {
            left,
            top,
            width,
            height,
            samples: vec![0; width * height * SAMPLES * SAMPLES],
            table: (0..VALUES * LIGHTS).map(color).collect(),
        })
    }

    fn triangle(&mut self, places: [[f32; 2]; 3], [p, q, r]: [Corner; 3]) {
        let [a, b, c] = places;
        let area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]);
        if area == 0.0 || !area.is_finite() {
            return;
        }
        let (width, height) = (self.width * SAMPLES, self.height * SAMPLES);
        let top = a[1].min(b[1]).min(c[1]).max(0.0);
        let bottom = a[1].max(b[1]).max(c[1]).min(height as f32);
        let steps = |value: f32| value * (VALUES - 1) as f32 + 0.5;
        let lights = |light: f32| (light - DARKEST) / REACH * (LIGHTS - 1) as f32 + 0.5;
        let value = plane(places, area, [p.value, q.value, r.value].map(steps));
        let light = plane(places, area, [p.light, q.light, r.light].map(lights));
        let (first, last) = (
            (top - 0.5).ceil().max(0.0) as usize,
            (bottom + 0.5) as usize,
        );
        let ([_, value_slope, _], [_, light_slope, _]) = (value, light);
        let table = &self.table;
        let rows = self
            .samples
            .chunks_mut(width)
            .enumerate()
            .take(last)
            .skip(first);
        for (row, samples) in rows {
            let y = row as f32 + 0.5;
            let (left, right) = crossings(places, y);
            let from = (left - 0.5).ceil().max(0.0) as usize;
            let to = ((right + 0.5).max(0.0) as usize).min(width);
            let Some(span) = samples.get_mut(from..to) else {
                continue;
            };
            let start = from as f32 + 0.5;
            let (mut v, mut l) = (at(value, start, y), at(light, start, y));
            for sample in span {
                let value = (v.max(0.0) as usize).min(VALUES - 1);
                let light = (l.max(0.0) as usize).min(LIGHTS - 1);
                *sample = table.get(light * VALUES + value).copied().unwrap_or(0);
                (v, l) = (v + value_slope, l + light_slope);
            }
        }
    }

    /// Takes the mean of the samples of each pixel, with what is below where some are empty.
    fn merge(&self, pixmap: &mut Pixmap) {
        let columns = pixmap.width() as usize;
        let bands = self.samples.chunks(self.width * SAMPLES * SAMPLES);
        let rows = pixmap.pixels_mut().chunks_mut(columns).skip(self.top);
        for (band, row) in bands.zip(rows) {
            let (above, below) = band.split_at(self.width * SAMPLES);
            let pairs = above.chunks(SAMPLES).zip(below.chunks(SAMPLES));
            for ((above, below), pixel) in pairs.zip(row.iter_mut().skip(self.left)) {
                if let ([a, b], [c, d]) = (above, below)
                    && let Some(color) = mean([*a, *b, *c, *d], *pixel)
                {
                    *pixel = color;
                }
            }
        }
    }
}

/// The mean of four samples, where those that are empty have the colour below.
fn mean(samples: [Sample; 4], below: PremultipliedColorU8) -> Option<PremultipliedColorU8> {
    if samples == [0; 4] {
        return None;
    }
    let under = u32::from_le_bytes([below.red(), below.green(), below.blue(), 255]);
    // Two bytes at a time have room for the sum of four.
    let (mut low, mut high) = (0x0002_0002, 0x0002_0002);
    for sample in samples {
        let sample = if sample == 0 { under } else { sample };
        low += sample & 0x00ff_00ff;
        high += (sample >> 8) & 0x00ff_00ff;
    }
    let [red, _, blue, _] = ((low >> 2) & 0x00ff_00ff).to_le_bytes();
    let [green, ..] = ((high >> 2) & 0x00ff_00ff).to_le_bytes();
    PremultipliedColorU8::from_rgba(red, green, blue, 255)
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
