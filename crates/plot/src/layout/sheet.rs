//! The sheet that a figure is drawn on, item by item.

use crate::color::{Color, Ink, Theme};
use crate::drawing::{Anchor, Drawing, Item, Rect, Shape, Stroke, Words};
use crate::font::Letters;
use crate::text::Text;

/// The height of letters in a title.
pub const TITLE: f64 = 17.0;
/// The height of letters of labels.
pub const LABEL: f64 = 15.0;
/// The height of letters at ticks.
pub const SMALL: f64 = 13.0;

/// What was drawn so far.
pub struct Sheet {
    /// Light or dark.
    pub theme: Theme,
    /// What words are measured with.
    pub letters: Letters,
    /// The items so far.
    pub items: Vec<Item>,
}

impl Sheet {
    pub fn new(theme: Theme) -> Self {
        Self {
            theme,
            letters: Letters::default(),
            items: Vec::new(),
        }
    }

    pub fn finish(self, width: f64, height: f64) -> Drawing {
        Drawing {
            width,
            height,
            background: self.theme.color(Ink::Background),
            items: self.items,
        }
    }

    pub fn color(&self, ink: Ink) -> Color {
        self.theme.color(ink)
    }

    pub fn width(&self, text: &Text, size: f64) -> f64 {
        self.letters.width(text, size)
    }

    /// Words in the colour of text.
    pub fn words(&mut self, text: Text, at: [f64; 2], size: f64, anchor: Anchor) {
        let color = self.color(Ink::Text);
        self.items.push(Item::Words(Words {
            text,
            at,
            size,
            anchor,
            angle: 0.0,
            color,
            halo: None,
        }));
    }

    pub fn shape(&mut self, shape: Shape) {
        self.items.push(Item::Shape(shape));
    }

    /// A straight line.
    pub fn line(&mut self, from: [f64; 2], to: [f64; 2], stroke: Stroke) {
        self.lines(vec![vec![from, to]], stroke, None);
    }

    /// Lines that are not filled.
    pub fn lines(&mut self, lines: Vec<Vec<[f64; 2]>>, stroke: Stroke, clip: Option<Rect>) {
        if !lines.is_empty() {
            self.shape(Shape {
                lines,
                stroke: Some(stroke),
                clip,
                ..Shape::default()
            });
        }
    }

    /// Areas without a border.
    pub fn areas(&mut self, lines: Vec<Vec<[f64; 2]>>, fill: Color, clip: Option<Rect>) {
        if !lines.is_empty() {
            self.shape(Shape {
                lines,
                closed: true,
                fill: Some(fill),
                stroke: None,
                clip,
            });
        }
    }

    /// A disc with a border.
    pub fn disc(&mut self, at: [f64; 2], radius: f64, fill: Color, border: Option<Stroke>) {
        self.shape(Shape {
            lines: vec![super::geometry::circle(at, radius)],
            closed: true,
            fill: Some(fill),
            stroke: border,
            clip: None,
        });
    }
}
