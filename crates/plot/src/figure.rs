//! What is shown, as plain data in the coordinates of the function: a figure is made of panels, a
//! panel of axes and marks.

use crate::color::{Ink, Theme};
use crate::contour::Line;
use crate::grid::Grid;
use crate::text::Text;

/// A picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Its width, in pixels of 1/96 inch.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// What it is drawn on.
    pub theme: Theme,
    /// What stands above it.
    pub title: Text,
    /// Its panels, side by side.
    pub panels: Vec<Panel>,
}

/// A part with axes of its own.
#[derive(Clone, Debug, PartialEq)]
pub enum Panel {
    /// Two axes.
    Plane(Plane),
    /// Three axes, and a surface.
    Space(Box<Space>),
}

/// What an axis shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Axis {
    /// Its name.
    pub label: Text,
    /// Where it begins.
    pub low: f64,
    /// Where it ends.
    pub high: f64,
    /// Equal ratios take equal lengths.
    pub logarithmic: bool,
}

impl Axis {
    /// A linear axis.
    #[must_use]
    pub fn linear(label: Text, (low, high): (f64, f64)) -> Self {
        Self {
            label,
            low,
            high,
            logarithmic: false,
        }
    }

    /// A logarithmic axis, from one positive number to another.
    #[must_use]
    pub fn logarithmic(label: Text, (low, high): (f64, f64)) -> Self {
        Self {
            logarithmic: true,
            ..Self::linear(label, (low, high))
        }
    }

    /// Where a value is, from 0 to 1 within the axis; NaN where it is nowhere.
    #[must_use]
    pub fn part(&self, value: f64) -> f64 {
        if self.logarithmic {
            let low = self.low.ln();
            return (value.ln() - low) / (self.high.ln() - low);
        }
        (value - self.low) / (self.high - self.low)
    }

    /// The value at a place from 0 to 1.
    #[must_use]
    pub fn value(&self, part: f64) -> f64 {
        if self.logarithmic {
            (self.low.ln() + part * (self.high.ln() - self.low.ln())).exp()
        } else {
            self.low + part * (self.high - self.low)
        }
    }
}

/// Two axes with marks, which are drawn in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plane {
    /// What stands above it.
    pub title: Text,
    /// The axis to the right.
    pub x: Axis,
    /// The axis upwards.
    pub y: Axis,
    /// A unit has the same length on both axes, so that circles are round.
    pub equal: bool,
    /// Its marks.
    pub marks: Vec<Mark>,
    /// What colours mean.
    pub bar: Option<Bar>,
}

/// What is drawn between two axes.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Mark {
    /// Lines.
    Lines(Lines),
    /// Places.
    Dots(Dots),
    /// The regions between levels, filled: of each but the first the values are at least its level.
    Regions(Vec<Vec<Line>>),
    /// Level lines.
    Levels(Levels),
    /// Arrows.
    Arrows(Arrows),
    /// Lines with a direction.
    Streams(Vec<Vec<[f64; 2]>>),
    /// The steps of a method, from the first place to the last.
    Path(Path),
    /// Words at a place, to the right of it.
    Note {
        /// The place.
        at: [f64; 2],
        /// The words.
        text: Text,
        /// Their colour.
        ink: Ink,
    },
}

/// Lines of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Lines {
    /// The lines.
    pub pieces: Vec<Vec<[f64; 2]>>,
    /// Their colour.
    pub ink: Ink,
    /// Their width, in pixels.
    pub width: f64,
    /// Whether they are dashed.
    pub dashed: bool,
    /// What the legend says of them.
    pub name: Text,
}

impl Lines {
    /// Full lines of the usual width.
    #[must_use]
    pub fn new(pieces: Vec<Vec<[f64; 2]>>, ink: Ink) -> Self {
        Self {
            pieces,
            ink,
            width: 2.0,
            dashed: false,
            name: Text::default(),
        }
    }

    /// With a name for the legend.
    #[must_use]
    pub fn named(self, name: Text) -> Self {
        Self { name, ..self }
    }

    /// Dashed and thin.
    #[must_use]
    pub fn dashed(self) -> Self {
        Self {
            dashed: true,
            width: 1.4,
            ..self
        }
    }
}

/// Places of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Dots {
    /// The places.
    pub points: Vec<[f64; 2]>,
    /// Their colour.
    pub ink: Ink,
    /// Half their width, in pixels.
    pub radius: f64,
    /// Whether a line joins them with the axis y = 0, as residuals are shown.
    pub stems: bool,
    /// What the legend says of them.
    pub name: Text,
}

impl Dots {
    /// Dots of the usual size.
    #[must_use]
    pub fn new(points: Vec<[f64; 2]>, ink: Ink) -> Self {
        Self {
            points,
            ink,
            radius: 3.2,
            stems: false,
            name: Text::default(),
        }
    }
}

/// Level lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Levels {
    /// The levels, in rising order.
    pub values: Vec<f64>,
    /// The lines of each.
    pub lines: Vec<Vec<Line>>,
    /// Whether they carry their values.
    pub labelled: bool,
    /// Whether regions are filled below them, on which they have to be seen.
    pub filled: bool,
}

/// Arrows.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrows {
    /// Where each begins, and its direction in the coordinates of the axes.
    pub arrows: Vec<([f64; 2], [f64; 2])>,
    /// What the legend says of them.
    pub name: Text,
}

/// The steps of a method.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// The places, in order.
    pub points: Vec<[f64; 2]>,
    /// Their colour.
    pub ink: Ink,
    /// What the legend says of them.
    pub name: Text,
}

/// What colours mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What the values are.
    pub label: Text,
    /// The values of colours.
    pub scale: Scale,
}

/// The values of colours.
#[derive(Clone, Debug, PartialEq)]
pub enum Scale {
    /// From one value to another.
    Smooth(f64, f64),
    /// A colour below the first of these levels, between two, and above the last.
    Steps(Vec<f64>),
}

/// Three axes with a surface.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Space {
    /// What stands above it.
    pub title: Text,
    /// The first variable.
    pub x: Axis,
    /// The second variable.
    pub y: Axis,
    /// The value.
    pub z: Axis,
    /// The values.
    pub grid: Grid,
    /// Levels whose lines are drawn on the surface.
    pub levels: Vec<f64>,
    /// The steps of methods, as places below the surface.
    pub paths: Vec<Vec<[f64; 2]>>,
    /// From where it is seen.
    pub camera: Camera,
    /// What colours mean.
    pub bar: Option<Bar>,
}

/// The direction from which a surface is seen, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// From the first axis towards the second.
    pub azimuth: f64,
    /// Above the ground.
    pub elevation: f64,
}

impl Default for Camera {
    fn default() -> Self {
        Self {
            azimuth: -56.0,
            elevation: 28.0,
        }
    }
}
