//! A drawing as PNG: the same bytes for the same drawing.

mod patches;

use std::collections::BTreeMap;

use tiny_skia::{
    FillRule, LineCap, LineJoin, Mask, Paint, Path, PathBuilder, Pixmap, Stroke, StrokeDash,
    Transform,
};

use crate::color::Color;
use crate::drawing::{Anchor, Drawing, Item, Rect, Shape, Words};
use crate::font::{Letters, Pen};

/// Why there is no image.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PngError {
    /// The image would have no pixel, or more than can be kept.
    Size,
    /// The image could not be encoded.
    Encoding(String),
}

impl std::fmt::Display for PngError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Size => write!(f, "a picture of this size can't be made"),
            Self::Encoding(reason) => write!(f, "the picture can't be encoded: {reason}"),
        }
    }
}

impl std::error::Error for PngError {}

/// The most pixels of an image.
const PIXELS: f64 = 1e8;

/// A drawing as a PNG file, with so many pixels for each of 1/96 inch.
///
/// # Errors
/// Where the size is none, or too large.
pub fn png(drawing: &Drawing, scale: f64) -> Result<Vec<u8>, PngError> {
    let (width, height) = (
        (drawing.width * scale).round(),
        (drawing.height * scale).round(),
    );
    if !(width >= 1.0 && height >= 1.0 && width * height <= PIXELS) {
        return Err(PngError::Size);
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let pixmap = Pixmap::new(width as u32, height as u32).ok_or(PngError::Size)?;
    let mut painter = Painter {
        pixmap,
        scale: scale as f32,
        letters: Letters::default(),
        masks: BTreeMap::new(),
    };
    painter.pixmap.fill(skia(drawing.background));
    for item in &drawing.items {
        match item {
            Item::Shape(shape) => painter.shape(shape),
            Item::Words(words) => painter.words(words),
            Item::Patches(list) => patches::draw(&mut painter.pixmap, list, scale),
        }
    }
    encode(&painter.pixmap)
}

/// What is drawn is opaque, so that three bytes a pixel do.
fn encode(pixmap: &Pixmap) -> Result<Vec<u8>, PngError> {
    let wrong = |error: png::EncodingError| PngError::Encoding(error.to_string());
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixmap.width(), pixmap.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header().map_err(wrong)?;
    let pixels = pixmap.pixels().iter();
    let data: Vec<u8> = pixels
        .flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()])
        .collect();
    writer.write_image_data(&data).map_err(wrong)?;
    writer.finish().map_err(wrong)?;
    Ok(bytes)
}

fn skia(color: Color) -> tiny_skia::Color {
    tiny_skia::Color::from_rgba8(color.red, color.green, color.blue, color.alpha)
}

fn paint(color: Color) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(color.red, color.green, color.blue, color.alpha);
    paint.anti_alias = true;
    paint
}

struct Painter {
    pixmap: Pixmap,
    scale: f32,
    letters: Letters,
    /// By the borders of what they leave free, in hundredths.
    masks: BTreeMap<[i64; 4], Mask>,
}

impl Painter {
    fn shape(&mut self, shape: &Shape) {
        let Some(path) = path(shape) else {
            return;
        };
        let transform = Transform::from_scale(self.scale, self.scale);
        let key = shape.clip.map(|clip| self.mask(clip));
        let mask = key.and_then(|key| self.masks.get(&key));
        if let Some(fill) = shape.fill {
            self.pixmap
                .fill_path(&path, &paint(fill), FillRule::EvenOdd, transform, mask);
        }
        if let Some(stroke) = shape.stroke {
            let dash = stroke
                .dashes
                .and_then(|(dash, gap)| StrokeDash::new(vec![dash as f32, gap as f32], 0.0));
            let line_cap = if dash.is_some() {
                LineCap::Butt
            } else {
                LineCap::Round
            };
            let style = Stroke {
                width: stroke.width as f32,
                line_join: LineJoin::Round,
                line_cap,
                dash,
                ..Stroke::default()
            };
            self.pixmap
                .stroke_path(&path, &paint(stroke.color), &style, transform, mask);
        }
    }

    /// Sees to it that there is a mask.
    fn mask(&mut self, clip: Rect) -> [i64; 4] {
        #[allow(clippy::cast_possible_truncation)]
        let key = [clip.x, clip.y, clip.width, clip.height].map(|c| (c * 100.0) as i64);
        if !self.masks.contains_key(&key)
            && let Some(mut mask) = Mask::new(self.pixmap.width(), self.pixmap.height())
            && let Some(rect) = tiny_skia::Rect::from_xywh(
                clip.x as f32,
                clip.y as f32,
                clip.width as f32,
                clip.height as f32,
            )
        {
            let transform = Transform::from_scale(self.scale, self.scale);
            mask.fill_path(
                &PathBuilder::from_rect(rect),
                FillRule::Winding,
                true,
                transform,
            );
            self.masks.insert(key, mask);
        }
        key
    }

    fn words(&mut self, words: &Words) {
        let mut pen = Outline::default();
        self.letters.outline(&words.text, words.size, &mut pen);
        let Some(path) = pen.path.finish() else {
            return;
        };
        let width = self.letters.width(&words.text, words.size);
        let back = match words.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => width / 2.0,
            Anchor::End => width,
        };
        let [x, y] = words.at.map(|c| c as f32);
        let transform = Transform::from_scale(self.scale, self.scale)
            .pre_translate(x, y)
            .pre_rotate(words.angle as f32)
            .pre_translate(-back as f32, 0.0);
        if let Some(halo) = words.halo {
            let style = Stroke {
                width: crate::svg::HALO as f32,
                line_join: LineJoin::Round,
                ..Stroke::default()
            };
            self.pixmap
                .stroke_path(&path, &paint(halo), &style, transform, None);
        }
        let ink = paint(words.color);
        self.pixmap
            .fill_path(&path, &ink, FillRule::Winding, transform, None);
    }
}

fn path(shape: &Shape) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for line in &shape.lines {
        let mut begun = false;
        for [x, y] in line.iter().filter(|p| p.iter().all(|c| c.is_finite())) {
            let (x, y) = (x.clamp(-1e5, 1e5) as f32, y.clamp(-1e5, 1e5) as f32);
            if begun {
                builder.line_to(x, y);
            } else {
                builder.move_to(x, y);
            }
            begun = true;
        }
        if begun && shape.closed {
            builder.close();
        }
    }
    builder.finish()
}

#[derive(Default)]
struct Outline {
    path: PathBuilder,
}

impl Pen for Outline {
    fn move_to(&mut self, [x, y]: [f64; 2]) {
        self.path.move_to(x as f32, y as f32);
    }

    fn line_to(&mut self, [x, y]: [f64; 2]) {
        self.path.line_to(x as f32, y as f32);
    }

    fn curve_to(&mut self, [cx, cy]: [f64; 2], [x, y]: [f64; 2]) {
        self.path.quad_to(cx as f32, cy as f32, x as f32, y as f32);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing(width: f64, height: f64) -> Drawing {
        Drawing {
            width,
            height,
            background: Color::hex(0xffffff),
            items: Vec::new(),
        }
    }

    fn decoded(bytes: &[u8]) -> (u32, u32, Vec<u8>) {
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes))
            .read_info()
            .unwrap();
        let mut data = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut data).unwrap();
        (info.width, info.height, data)
    }

    #[test]
    fn shapes_cover_their_pixels_and_no_others() {
        let mut drawing = drawing(10.0, 8.0);
        let rect = Rect {
            x: 2.0,
            y: 2.0,
            width: 4.0,
            height: 8.0,
        };
        drawing.items.push(Item::Shape(Shape {
            lines: vec![rect.corners()],
            closed: true,
            fill: Some(Color::hex(0xff0000)),
            clip: Some(Rect {
                x: 0.0,
                y: 0.0,
                width: 10.0,
                height: 4.0,
            }),
            ..Shape::default()
        }));
        let (width, height, data) = decoded(&png(&drawing, 2.0).unwrap());
        assert_eq!((width, height), (20, 16));
        let red = data.chunks(3).filter(|pixel| *pixel == [255, 0, 0]).count();
        assert_eq!(red, 8 * 4);
    }

    #[test]
    fn words_leave_ink() {
        let mut drawing = drawing(60.0, 20.0);
        drawing.items.push(Item::Words(Words {
            text: crate::text::Text::formula("∂f/∂x^2"),
            at: [30.0, 15.0],
            size: 14.0,
            anchor: Anchor::Middle,
            angle: 0.0,
            color: Color::hex(0),
            halo: None,
        }));
        let (_, _, data) = decoded(&png(&drawing, 1.0).unwrap());
        let dark = data.chunks(3).filter(|pixel| pixel[0] < 128).count();
        assert!((30..400).contains(&dark), "{dark}");
    }

    #[test]
    fn sizes_that_make_no_sense_are_refused() {
        for (width, height) in [(0.0, 10.0), (f64::NAN, 10.0), (1e6, 1e6), (-5.0, 5.0)] {
            assert_eq!(png(&drawing(width, height), 1.0), Err(PngError::Size));
        }
    }
}
