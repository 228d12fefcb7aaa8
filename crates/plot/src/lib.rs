//! Pictures of functions.
//!
//! A [`Figure`] is plain data: panels with axes and marks, in the coordinates of
//! what is shown. It is laid out once, and drawn as SVG, as PNG, for a terminal, or as a page that
//! can be turned.

pub mod color;
pub mod contour;
pub mod curve;
pub mod drawing;
pub mod field;
pub mod figure;
pub mod font;
pub mod grid;
pub mod layout;
pub mod levels;
pub mod page;
pub mod png;
pub mod range;
pub mod svg;
pub mod terminal;
pub mod text;
pub mod ticks;

use figure::Figure;
use layout::{Detail, lay_out};

impl Figure {
    /// The picture as an SVG document: the same bytes for the same figure.
    #[must_use]
    pub fn svg(&self) -> String {
        svg::svg(&lay_out(self, Detail::COARSE))
    }

    /// The picture as a PNG file, with `scale` pixels for each of 1/96 inch.
    ///
    /// # Errors
    /// Where the size is none, or too large.
    pub fn png(&self, scale: f64) -> Result<Vec<u8>, png::PngError> {
        png::png(&lay_out(self, Detail::FINE), scale)
    }

    /// The picture for a terminal.
    #[must_use]
    pub fn terminal(&self, screen: terminal::Screen) -> String {
        terminal::draw(self, screen)
    }
}
