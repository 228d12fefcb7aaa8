//! The letters that pictures are written with: how wide they are, and their outlines.

use ttf_parser::{Face, OutlineBuilder};

use crate::text::{Run, Slant, Text};

/// The letters of both slants.
pub struct Letters {
    upright: Option<Face<'static>>,
    italic: Option<Face<'static>>,
}

/// The width of a letter that is not known, as a part of the height.
const UNKNOWN: f64 = 0.5;

impl Default for Letters {
    fn default() -> Self {
        Self {
            upright: Face::parse(include_bytes!("../fonts/upright.ttf"), 0).ok(),
            italic: Face::parse(include_bytes!("../fonts/italic.ttf"), 0).ok(),
        }
    }
}

impl Letters {
    fn face(&self, slant: Slant) -> Option<&Face<'static>> {
        match slant {
            Slant::Upright => self.upright.as_ref(),
            Slant::Italic => self.italic.as_ref(),
        }
    }

    /// The width of a text with letters of a height.
    #[must_use]
    pub fn width(&self, text: &Text, size: f64) -> f64 {
        text.runs.iter().map(|run| self.run_width(run, size)).sum()
    }

    /// The width of a run.
    #[must_use]
    pub fn run_width(&self, run: &Run, size: f64) -> f64 {
        let letters = run.text.chars().map(|c| self.advance(run.slant, c));
        letters.sum::<f64>() * size * run.scale()
    }

    fn advance(&self, slant: Slant, letter: char) -> f64 {
        let width = self.face(slant).and_then(|face| {
            let glyph = face.glyph_index(letter)?;
            let width = f64::from(face.glyph_hor_advance(glyph)?);
            Some(width / f64::from(face.units_per_em()))
        });
        width.unwrap_or(UNKNOWN)
    }

    /// Draws the outlines of a text that begins at the origin, y pointing down.
    pub fn outline(&self, text: &Text, size: f64, pen: &mut impl Pen) {
        let mut x = 0.0;
        for run in &text.runs {
            let height = size * run.scale();
            let y = -size * run.rise();
            for letter in run.text.chars() {
                if let Some(face) = self.face(run.slant) {
                    let scale = height / f64::from(face.units_per_em());
                    if let Some(glyph) = face.glyph_index(letter) {
                        face.outline_glyph(glyph, &mut Placed { pen, x, y, scale });
                    }
                }
                x += self.advance(run.slant, letter) * height;
            }
        }
    }
}

/// What draws outlines.
pub trait Pen {
    /// Begins an outline.
    fn move_to(&mut self, to: [f64; 2]);
    /// A line.
    fn line_to(&mut self, to: [f64; 2]);
    /// A parabola with a control point.
    fn curve_to(&mut self, control: [f64; 2], to: [f64; 2]);
    /// Ends an outline where it began.
    fn close(&mut self);
}

/// An outline in units of the face, brought to its place.
struct Placed<'p, P> {
    pen: &'p mut P,
    x: f64,
    y: f64,
    scale: f64,
}

impl<P> Placed<'_, P> {
    fn place(&self, x: f32, y: f32) -> [f64; 2] {
        [
            self.x + f64::from(x) * self.scale,
            self.y - f64::from(y) * self.scale,
        ]
    }
}

impl<P: Pen> OutlineBuilder for Placed<'_, P> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.pen.move_to(self.place(x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.pen.line_to(self.place(x, y));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.pen.curve_to(self.place(x1, y1), self.place(x, y));
    }

    /// No outline of these faces has cubic curves; the middle of the controls would do.
    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (cx, cy) = (f32::midpoint(x1, x2), f32::midpoint(y1, y2));
        self.pen.curve_to(self.place(cx, cy), self.place(x, y));
    }

    fn close(&mut self) {
        self.pen.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_letters_of_labels_are_there() {
        let letters = Letters::default();
        for c in
            "abcxyzABC0123456789+−=()[]/·.,′αβγδεζηθικλμνξπρστφχψωΓΔΘΛΣΦΨΩ∂∇√∞≤≥≈\u{2009}×".chars()
        {
            for slant in [Slant::Upright, Slant::Italic] {
                let face = letters.face(slant).unwrap();
                assert!(face.glyph_index(c).is_some(), "{c} {slant:?}");
            }
        }
    }

    #[test]
    fn widths_are_those_of_times() {
        let letters = Letters::default();
        assert!((letters.width(&Text::plain("0"), 1000.0) - 500.0).abs() < 1.0);
        assert!((letters.width(&Text::formula("x"), 1000.0) - 444.0).abs() < 1.0);
        let power = letters.width(&Text::formula("x^2"), 1000.0);
        assert!((power - 444.0 - 360.0).abs() < 1.0);
    }
}
