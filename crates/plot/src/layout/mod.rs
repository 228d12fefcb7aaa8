//! Where everything goes: a figure in the coordinates of its function becomes a drawing in pixels.

mod bar;
mod depth;
mod geometry;
mod labels;
mod legend;
mod marks;
mod plane;
mod sheet;
mod space;
mod surface;

use crate::drawing::{Anchor, Drawing, Rect};
use crate::figure::{Figure, Panel};
use sheet::{LABEL, Sheet, TITLE};

/// How finely surfaces are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Detail {
    /// The most columns and rows of a surface.
    pub mesh: usize,
}

impl Detail {
    /// For images, where every point of a grid can be drawn.
    pub const FINE: Self = Self { mesh: 2000 };
    /// For documents, in which each patch takes some bytes.
    pub const COARSE: Self = Self { mesh: 45 };
}

/// A figure as a drawing.
#[must_use]
pub fn lay_out(figure: &Figure, detail: Detail) -> Drawing {
    let mut sheet = Sheet::new(figure.theme);
    let mut top = 6.0;
    if !figure.title.is_empty() {
        top = TITLE + 16.0;
        let at = [figure.width / 2.0, TITLE + 8.0];
        sheet.words(figure.title.clone(), at, TITLE, Anchor::Middle);
    }
    let count = figure.panels.len().max(1) as f64;
    let width = figure.width / count;
    for (i, panel) in figure.panels.iter().enumerate() {
        let mut place = Rect {
            x: width * i as f64 + 6.0,
            y: top,
            width: width - 12.0,
            height: figure.height - top - 6.0,
        };
        let title = match panel {
            Panel::Plane(plane) => &plane.title,
            Panel::Space(space) => &space.title,
        };
        if !title.is_empty() {
            let middle = [place.x + place.width / 2.0, place.y + LABEL + 2.0];
            sheet.words(title.clone(), middle, LABEL, Anchor::Middle);
            place.y += LABEL + 10.0;
            place.height -= LABEL + 10.0;
        }
        match panel {
            Panel::Plane(plane) => plane::draw(&mut sheet, plane, place),
            Panel::Space(space) => space::draw(&mut sheet, space, place, detail),
        }
    }
    sheet.finish(figure.width, figure.height)
}
