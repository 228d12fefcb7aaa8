//! Values of two variables seen from above: half blocks in colour, or characters from light to
//! dark.

use super::{Glyph, Lines, Screen, put};
use crate::color::viridis;
use crate::contour::Line;
use crate::figure::{Mark, Plane, Scale, Space};
use crate::ticks;

/// Characters for small to large values.
const RAMP: [char; 9] = ['.', ':', '-', '=', '+', '*', '#', '%', '@'];

/// A value from 0 to 1, or none where nothing is defined.
type Value = Option<f64>;

/// Rows of values, two for each character, from the top.
fn glyphs(values: &[Vec<Value>], screen: Screen) -> Lines {
    let pair = |rows: &[Vec<Value>]| {
        let (above, below) = match rows {
            [above, below] => (above, below),
            _ => return Vec::new(),
        };
        let both = above.iter().zip(below);
        both.map(|(above, below)| glyph(*above, *below, screen))
            .collect()
    };
    values.chunks(2).map(pair).collect()
}

fn glyph(above: Value, below: Value, screen: Screen) -> Glyph {
    if !screen.colors {
        return match above.or(below) {
            Some(value) => Glyph::plain(letter(value)),
            None => Glyph::plain(' '),
        };
    }
    let (letter, ink, ground) = match (above, below) {
        (None, None) => (' ', None, None),
        (None, below) => ('▄', below, None),
        (above, below) => ('▀', above, below),
    };
    Glyph {
        letter,
        ink: ink.map(viridis),
        ground: ground.map(viridis),
    }
}

fn letter(value: f64) -> char {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let place = (value * RAMP.len() as f64).clamp(0.0, RAMP.len() as f64 - 1.0) as usize;
    RAMP.get(place).copied().unwrap_or(' ')
}

pub fn of_space(space: &Space, (width, height): (usize, usize), screen: Screen) -> Lines {
    let rows = 2 * height;
    let value = |row: usize, column: usize| {
        let x = space.x.value((column as f64 + 0.5) / width as f64);
        let y = space.y.value(1.0 - (row as f64 + 0.5) / rows as f64);
        let value = space.grid.at([x, y]);
        value
            .is_finite()
            .then(|| space.z.part(value).clamp(0.0, 1.0))
    };
    let values = (0..rows).map(|row| (0..width).map(|column| value(row, column)).collect());
    glyphs(&values.collect::<Vec<_>>(), screen)
}

pub fn of_plane(plane: &Plane, (width, height): (usize, usize), screen: Screen) -> Lines {
    let rows = 2 * height;
    let mut values = vec![vec![None; width]; rows];
    for mark in &plane.marks {
        if let Mark::Regions(regions) = mark {
            let last = regions.len().saturating_sub(1).max(1) as f64;
            for (i, region) in regions.iter().enumerate() {
                fill(plane, region, i as f64 / last, &mut values);
            }
        }
    }
    let mut lines = glyphs(&values, screen);
    for mark in &plane.marks {
        if let Mark::Path(path) = mark {
            for point in &path.points {
                let column = super::cell(plane.x.part(point[0]), width);
                let row = super::cell(1.0 - plane.y.part(point[1]), height);
                if let (Some(column), Some(row)) = (column, row)
                    && let Some(glyph) = lines.get_mut(row).and_then(|line| line.get_mut(column))
                {
                    *glyph = Glyph {
                        letter: 'o',
                        ink: Some(crate::color::Color::hex(0xff_ffff)),
                        ..*glyph
                    };
                }
            }
        }
    }
    lines
}

/// Gives places within the rings of a region a value, row by row.
fn fill(plane: &Plane, region: &[Line], value: f64, values: &mut [Vec<Value>]) {
    let rows = values.len() as f64;
    for (row, line) in values.iter_mut().enumerate() {
        let y = plane.y.value(1.0 - (row as f64 + 0.5) / rows);
        let mut crossings: Vec<f64> = Vec::new();
        for ring in region {
            let next = ring.points.iter().cycle().skip(1);
            for ([a, b], [c, d]) in ring.points.iter().zip(next) {
                if (*b <= y) != (*d <= y) {
                    crossings.push(plane.x.part(a + (c - a) * (y - b) / (d - b)));
                }
            }
        }
        crossings.sort_by(f64::total_cmp);
        let width = line.len() as f64;
        for (column, cell) in line.iter_mut().enumerate() {
            let part = (column as f64 + 0.5) / width;
            if crossings.partition_point(|crossing| *crossing < part) % 2 == 1 {
                *cell = Some(value);
            }
        }
    }
}

/// What the colours or characters of a surface mean.
pub fn scale_of_space(space: &Space, screen: Screen) -> String {
    scale(space.z.low, space.z.high, screen)
}

/// What the colours or characters of contours mean.
pub fn scale_of_plane(plane: &Plane, screen: Screen) -> String {
    match plane.bar.as_ref().map(|bar| &bar.scale) {
        Some(Scale::Steps(levels)) => steps(levels, screen),
        Some(Scale::Smooth(low, high)) => scale(*low, *high, screen),
        None => String::new(),
    }
}

fn scale(low: f64, high: f64, screen: Screen) -> String {
    let width = if screen.colors { 24 } else { RAMP.len() };
    let glyph = |i: usize| sample(i as f64 / (width - 1) as f64, screen);
    let mut text = format!("{} ", ticks::short(low).source());
    put(
        &mut text,
        &(0..width).map(glyph).collect::<Vec<_>>(),
        screen,
    );
    text + &format!(" {}\n", ticks::short(high).source())
}

/// A sample of each colour or character, with the levels between them.
fn steps(levels: &[f64], screen: Screen) -> String {
    let mut text = String::new();
    for i in 0..=levels.len() {
        let glyph = sample(i as f64 / levels.len().max(1) as f64, screen);
        put(&mut text, &[glyph, glyph], screen);
        if let Some(level) = levels.get(i) {
            text.push_str(&format!(" {} ", ticks::short(*level).source()));
        }
    }
    text.push('\n');
    text
}

fn sample(value: f64, screen: Screen) -> Glyph {
    let value = value.clamp(0.0, 1.0);
    if screen.colors {
        Glyph {
            letter: '█',
            ink: Some(viridis(value)),
            ground: None,
        }
    } else {
        Glyph::plain(letter(value))
    }
}
