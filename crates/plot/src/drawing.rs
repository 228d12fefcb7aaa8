//! A figure that was laid out: shapes, words and patches in pixels, in the order in which they are
//! drawn. What draws it decides nothing.

use crate::color::Color;
use crate::text::Text;

/// What is to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// The width, in pixels of 1/96 inch; y points down.
    pub width: f64,
    /// The height.
    pub height: f64,
    /// What is below everything.
    pub background: Color,
    /// From the first, which the others may cover, to the last.
    pub items: Vec<Item>,
}

/// One thing to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// Lines and areas.
    Shape(Shape),
    /// Words.
    Words(Words),
    /// A surface, from back to front.
    Patches(Vec<Patch>),
}

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// The left border.
    pub x: f64,
    /// The upper border.
    pub y: f64,
    /// The width.
    pub width: f64,
    /// The height.
    pub height: f64,
}

impl Rect {
    /// The right border.
    #[must_use]
    pub fn right(self) -> f64 {
        self.x + self.width
    }

    /// The lower border.
    #[must_use]
    pub fn bottom(self) -> f64 {
        self.y + self.height
    }

    /// Smaller by so much on each side.
    #[must_use]
    pub fn inset(self, by: f64) -> Self {
        Self {
            x: self.x + by,
            y: self.y + by,
            width: (self.width - 2.0 * by).max(0.0),
            height: (self.height - 2.0 * by).max(0.0),
        }
    }

    /// Whether a place lies in it.
    #[must_use]
    pub fn contains(self, [x, y]: [f64; 2]) -> bool {
        x >= self.x && x <= self.right() && y >= self.y && y <= self.bottom()
    }

    /// Its corners, in order.
    #[must_use]
    pub fn corners(self) -> Vec<[f64; 2]> {
        let (x, y, right, bottom) = (self.x, self.y, self.right(), self.bottom());
        vec![[x, y], [right, y], [right, bottom], [x, bottom]]
    }
}

/// Lines and areas.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shape {
    /// The lines.
    pub lines: Vec<Vec<[f64; 2]>>,
    /// Whether the last place of each line is joined with its first.
    pub closed: bool,
    /// What fills the areas, by the even-odd rule.
    pub fill: Option<Color>,
    /// What the lines are drawn with.
    pub stroke: Option<Stroke>,
    /// Nothing is drawn outside.
    pub clip: Option<Rect>,
}

/// What lines are drawn with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// The colour.
    pub color: Color,
    /// The width.
    pub width: f64,
    /// The length of dashes and of the gaps between them; none where there are no gaps.
    pub dashes: Option<(f64, f64)>,
}

impl Stroke {
    /// A full line.
    #[must_use]
    pub fn new(color: Color, width: f64) -> Self {
        Self {
            color,
            width,
            dashes: None,
        }
    }
}

/// The part of words that is at their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Their left end.
    Start,
    /// Their middle.
    Middle,
    /// Their right end.
    End,
}

/// Words.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// The words.
    pub text: Text,
    /// Their place, on the line on which they stand.
    pub at: [f64; 2],
    /// The height of the letters.
    pub size: f64,
    /// What of them is at the place.
    pub anchor: Anchor,
    /// How far they are turned around their place, clockwise, in degrees.
    pub angle: f64,
    /// Their colour.
    pub color: Color,
    /// What is around them, so that nothing below makes them hard to read.
    pub halo: Option<Color>,
}

/// A part of a surface.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Patch {
    /// Its corners, three or four.
    pub corners: [Corner; 4],
    /// How many there are.
    pub count: u8,
}

/// A corner of a patch.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Corner {
    /// Its place.
    pub at: [f64; 2],
    /// Its value, from 0 to 1.
    pub value: f32,
    /// How light it is: 0 as its value says, towards 1 lighter, towards -1 darker.
    pub light: f32,
}

impl Patch {
    /// The corners that there are.
    #[must_use]
    pub fn corners(&self) -> &[Corner] {
        self.corners
            .get(..usize::from(self.count))
            .unwrap_or_default()
    }
}

impl Corner {
    /// The colour at the corner.
    #[must_use]
    pub fn color(&self) -> Color {
        shaded(
            crate::color::viridis(f64::from(self.value)),
            f64::from(self.light),
        )
    }
}

/// A colour in some light.
#[must_use]
pub fn shaded(color: Color, light: f64) -> Color {
    let towards = if light < 0.0 {
        Color::hex(0)
    } else {
        Color::hex(0xff_ffff)
    };
    color.mix(towards, light.abs().min(1.0))
}
