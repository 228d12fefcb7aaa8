//! Functions of two variables: surfaces, contours, gradients.

use partials_plot::color::Ink;
use partials_plot::contour;
use partials_plot::field::{Region, arrows, streams};
use partials_plot::figure::{Arrows, Bar, Figure, Levels, Mark, Panel, Path, Plane, Scale, Space};
use partials_plot::grid::{Grid, spaced};
use partials_plot::levels::levels;
use partials_plot::range::widened;
use partials_plot::text::Text;
use partials_plot::ticks::round_values;

use partials_minimise::descent::{Method, Settings};

use super::curve::axis;
use super::{Kind, Plot, domain};
use crate::{Compiled, Downhill, Error, Function, Quantity};

/// The size of a panel, unless one is said.
const SIZE: (f64, f64) = (640.0, 500.0);
/// How many levels there are, about.
const LEVELS: usize = 11;
/// How many arrows there are along the longer side.
const ARROWS: f64 = 15.0;

/// What all panels share.
pub(super) struct Sampled {
    pub names: [String; 2],
    pub value: Text,
    pub region: Region,
    pub grid: Grid,
    pub low: f64,
    pub high: f64,
    pub levels: Vec<f64>,
    pub compiled: Compiled,
    pub paths: Vec<Vec<[f64; 2]>>,
    /// Whether there are values below and above that are not shown.
    pub cut: (bool, bool),
}

impl Plot {
    pub(super) fn panels(&self, x: &str, y: &str) -> Result<Figure, Error> {
        let sampled = self.sampled(x, y)?;
        let kinds = match self.kinds.as_slice() {
            [] => vec![Kind::USUAL],
            kinds => kinds.to_vec(),
        };
        let panel = |kind: &Kind| match kind {
            Kind::Surface => Panel::Space(Box::new(self.surface(&sampled))),
            _ => Panel::Plane(self.contour(&sampled, *kind)),
        };
        let panels: Vec<Panel> = kinds.iter().map(panel).collect();
        let (width, height) = self.size.unwrap_or((SIZE.0 * panels.len() as f64, SIZE.1));
        Ok(Figure {
            width,
            height,
            theme: self.theme,
            title: self.heading(&sampled.names),
            panels,
        })
    }

    /// The values on a grid.
    pub(super) fn sampled(&self, x: &str, y: &str) -> Result<Sampled, Error> {
        let names = [x.to_owned(), y.to_owned()];
        let mut functions = self.compiled(&names)?;
        if functions.len() != 1 {
            return Err(Error::mismatch(
                "one function of two variables",
                functions.len().to_string(),
            ));
        }
        let Some((name, function, compiled)) = functions.pop() else {
            return Err(self.wrong_variables());
        };
        let mut paths = self.paths.clone();
        for start in &self.starts {
            paths.push(descent(&function, *start)?);
        }
        let given = [(x, 0), (y, 1)].map(|(name, i)| self.range_of(name).or(around(&paths, i)));
        let ranges = domain::ranges(&compiled, &given);
        let [x_range, y_range] = ranges.as_slice() else {
            return Err(self.wrong_variables());
        };
        let region = Region {
            x: *x_range,
            y: *y_range,
        };
        let mut grid = gridded(&compiled, region, self.samples)?;
        let mut f = |place: [f64; 2]| compiled.value(&place).unwrap_or(f64::NAN);
        grid.refine(&mut f);
        let found = grid.bounds(&mut f);
        let (low, high) = match (self.values, found) {
            (Some(values), Some(_)) => values,
            (None, Some(bounds)) if bounds.low < bounds.high => rounded(bounds.low, bounds.high),
            (None, Some(bounds)) => widened(bounds.low, bounds.high, 0.0),
            _ => {
                return Err(Error::mismatch(
                    "a function with values in the range",
                    "none",
                ));
            }
        };
        let levels = self
            .levels
            .clone()
            .unwrap_or_else(|| levels(low, high, grid.values(), LEVELS));
        Ok(Sampled {
            value: Text::formula(&format!("{name}({x}, {y})")),
            names,
            region,
            grid,
            low,
            high,
            levels,
            compiled,
            paths,
            cut: found.map_or((false, false), |bounds| bounds.cut),
        })
    }

    fn surface(&self, sampled: &Sampled) -> Space {
        let [x, y] = &sampled.names;
        Space {
            title: Text::default(),
            x: axis(Text::formula(x), sampled.region.x, false),
            y: axis(Text::formula(y), sampled.region.y, false),
            z: axis(sampled.value.clone(), (sampled.low, sampled.high), false),
            grid: sampled.grid.clone(),
            levels: sampled.levels.clone(),
            paths: sampled.paths.clone(),
            camera: self.camera,
            bar: Some(Bar {
                label: Text::default(),
                scale: Scale::Smooth(sampled.low, sampled.high),
            }),
        }
    }

    fn contour(&self, sampled: &Sampled, kind: Kind) -> Plane {
        let [x, y] = &sampled.names;
        let filled = kind != Kind::Field;
        let mut marks = Vec::new();
        if filled {
            let mut from = vec![f64::NEG_INFINITY];
            from.extend(&sampled.levels);
            marks.push(Mark::Regions(contour::regions(&sampled.grid, &from)));
        }
        marks.push(Mark::Levels(Levels {
            lines: contour::lines(&sampled.grid, &sampled.levels),
            values: sampled.levels.clone(),
            labelled: true,
            filled,
        }));
        let Region {
            x: (left, right),
            y: (bottom, top),
        } = sampled.region;
        let (width, height) = (right - left, top - bottom);
        let gradient = |place: [f64; 2]| {
            let mut found = [0.0; 2];
            let known = sampled.compiled.gradient(&place, &mut found);
            if known.is_ok() { found } else { [f64::NAN; 2] }
        };
        let equal = (0.4..=2.5).contains(&(width / height));
        if self.streams {
            let down = |place| gradient(place).map(|c: f64| -c);
            marks.push(Mark::Streams(streams(sampled.region, down)));
        }
        if self.arrows || kind == Kind::Field {
            let unit = width.max(height) / ARROWS;
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let count = |side: f64| {
                if equal {
                    (side / unit).round().max(3.0) as usize
                } else {
                    ARROWS as usize
                }
            };
            let arrows = arrows(sampled.region, (count(width), count(height)), gradient);
            marks.push(Mark::Arrows(Arrows {
                arrows,
                name: Text::default(),
            }));
        }
        for points in &sampled.paths {
            marks.push(Mark::Path(Path {
                points: points.clone(),
                ink: Ink::Series(1),
                name: Text::default(),
            }));
        }
        Plane {
            title: Text::default(),
            x: axis(Text::formula(x), sampled.region.x, false),
            y: axis(Text::formula(y), sampled.region.y, false),
            equal,
            marks,
            bar: filled.then(|| Bar {
                label: sampled.value.clone(),
                scale: Scale::Steps(sampled.levels.clone()),
            }),
        }
    }
}

/// The most steps of a descent.
const STEPS: usize = 500;

fn descent(function: &Function, start: [f64; 2]) -> Result<Vec<[f64; 2]>, Error> {
    let settings = Settings {
        method: Method::SteepestDescent,
        steps: STEPS,
        ..Settings::default()
    };
    let found = Downhill::new(function)?.descend(&settings, &start)?;
    let place = |point: &[f64]| <[f64; 2]>::try_from(point).ok();
    Ok(found.points().filter_map(place).collect())
}

/// A range in which paths lie with some room around them, as far as they have coordinates.
fn around(paths: &[Vec<[f64; 2]>], coordinate: usize) -> Option<(f64, f64)> {
    let places = paths
        .iter()
        .flatten()
        .filter_map(|place| place.get(coordinate));
    let places = places.filter(|c| c.is_finite());
    let (low, high) = places.fold((f64::MAX, f64::MIN), |(a, b), c| (a.min(*c), b.max(*c)));
    (low <= high).then(|| widened(low, high, 0.35))
}

/// Up to the next round value, where that is close.
fn rounded(low: f64, high: f64) -> (f64, f64) {
    let room = 0.03 * (high - low);
    let ticks = round_values(low - room, high + room, 6);
    let first = ticks
        .first()
        .copied()
        .filter(|first| (first - low).abs() <= room && *first <= low);
    let last = ticks
        .last()
        .copied()
        .filter(|last| (last - high).abs() <= room && *last >= high);
    (first.unwrap_or(low), last.unwrap_or(high))
}

/// The values of all places at once.
fn gridded(compiled: &Compiled, region: Region, count: usize) -> Result<Grid, Error> {
    let (x, y) = (
        spaced(region.x.0, region.x.1, count),
        spaced(region.y.0, region.y.1, count),
    );
    let columns: Vec<f64> = y.iter().flat_map(|_| x.iter().copied()).collect();
    let rows: Vec<f64> = y.iter().flat_map(|y| x.iter().map(move |_| *y)).collect();
    let mut values = vec![0.0; columns.len()];
    compiled.columns(Quantity::Value, &[&columns, &rows], &mut [&mut values])?;
    Ok(Grid::new(x, y, values))
}
