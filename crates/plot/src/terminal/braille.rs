//! Curves and points in braille: two columns and four rows of dots a character.

use super::{Glyph, Lines};
use crate::color::{Color, Theme};
use crate::figure::{Mark, Plane};

/// The bit of a dot, by its column and row in the character.
const BITS: [[u32; 4]; 2] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];

struct Dots {
    width: usize,
    height: usize,
    cells: Vec<(u32, Option<Color>)>,
}

pub fn of_plane(plane: &Plane, (width, height): (usize, usize), theme: Theme) -> Lines {
    let mut dots = Dots {
        width,
        height,
        cells: vec![(0, None); width * height],
    };
    for mark in &plane.marks {
        match mark {
            Mark::Lines(lines) => {
                let color = theme.color(lines.ink);
                for piece in &lines.pieces {
                    dots.line(plane, piece, color, lines.dashed);
                }
            }
            Mark::Levels(levels) => {
                let count = levels.lines.len().saturating_sub(1).max(1) as f64;
                for (i, lines) in levels.lines.iter().enumerate() {
                    for line in lines {
                        dots.line(
                            plane,
                            &line.points,
                            crate::color::viridis(i as f64 / count),
                            false,
                        );
                    }
                }
            }
            Mark::Path(path) => dots.line(plane, &path.points, theme.color(path.ink), false),
            Mark::Streams(lines) => {
                let color = theme.color(crate::color::Ink::Text);
                lines
                    .iter()
                    .for_each(|line| dots.line(plane, line, color, false));
            }
            Mark::Dots(marks) => {
                let color = theme.color(marks.ink);
                for point in &marks.points {
                    let [x, y] = dots.place(plane, *point);
                    for (dx, dy) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)] {
                        dots.dot([x + dx, y + dy], color);
                    }
                }
            }
            _ => {}
        }
    }
    dots.lines()
}

impl Dots {
    /// The place of a point among the dots.
    fn place(&self, plane: &Plane, [x, y]: [f64; 2]) -> [f64; 2] {
        let (columns, rows) = ((2 * self.width) as f64, (4 * self.height) as f64);
        [plane.x.part(x) * columns, (1.0 - plane.y.part(y)) * rows]
    }

    fn line(&mut self, plane: &Plane, points: &[[f64; 2]], color: Color, dashed: bool) {
        let (columns, rows) = ((2 * self.width) as f64, (4 * self.height) as f64);
        let mut way = 0_usize;
        for pair in points.windows(2) {
            let [a, b] = pair else { continue };
            let ([a, b], [c, d]) = (self.place(plane, *a), self.place(plane, *b));
            if ![a, b, c, d].iter().all(|v| v.is_finite()) {
                continue;
            }
            let steps = (c - a)
                .abs()
                .max((d - b).abs())
                .ceil()
                .clamp(1.0, 4.0 * (columns + rows));
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            for i in 0..=(steps as usize) {
                let part = i as f64 / steps;
                way += 1;
                if !dashed || way % 6 < 3 {
                    self.dot([a + (c - a) * part, b + (d - b) * part], color);
                }
            }
        }
    }

    fn dot(&mut self, [x, y]: [f64; 2], color: Color) {
        let (columns, rows) = ((2 * self.width) as f64, (4 * self.height) as f64);
        // What lies on the border belongs to the last dots.
        if !(x >= 0.0 && y >= 0.0 && x <= columns && y <= rows) {
            return;
        }
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let (x, y) = (x.min(columns - 1.0) as usize, y.min(rows - 1.0) as usize);
        let bit = BITS
            .get(x % 2)
            .and_then(|column| column.get(y % 4))
            .copied()
            .unwrap_or(0);
        if let Some(cell) = self.cells.get_mut(y / 4 * self.width + x / 2) {
            *cell = (cell.0 | bit, Some(color));
        }
    }

    fn lines(&self) -> Lines {
        let glyph = |(bits, ink): &(u32, Option<Color>)| match bits {
            0 => Glyph::plain(' '),
            bits => Glyph {
                letter: char::from_u32(0x2800 + bits).unwrap_or(' '),
                ink: *ink,
                ground: None,
            },
        };
        self.cells
            .chunks(self.width.max(1))
            .map(|row| row.iter().map(glyph).collect())
            .collect()
    }
}
