//! A figure for a terminal: curves in braille, values of two variables as half blocks in colour,
//! or as characters where there are no colours.

mod braille;
mod heat;

use std::fmt::Write as _;

use crate::color::{Color, Theme};
use crate::figure::{Axis, Figure, Mark, Panel, Plane};
use crate::text::Text;
use crate::ticks;

/// What a picture is drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Screen {
    /// How many characters fit on a line.
    pub columns: usize,
    /// Whether colours are shown.
    pub colors: bool,
}

/// A character with its colours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Glyph {
    letter: char,
    ink: Option<Color>,
    ground: Option<Color>,
}

impl Glyph {
    pub(crate) fn plain(letter: char) -> Self {
        Self {
            letter,
            ink: None,
            ground: None,
        }
    }
}

/// Lines of characters.
pub(crate) type Lines = Vec<Vec<Glyph>>;

/// The figure as lines of text.
#[must_use]
pub fn draw(figure: &Figure, screen: Screen) -> String {
    let mut text = String::new();
    let columns = screen.columns.clamp(20, 400);
    let screen = Screen { columns, ..screen };
    line(&mut text, &figure.title);
    for (i, panel) in figure.panels.iter().enumerate() {
        if i > 0 {
            text.push('\n');
        }
        match panel {
            Panel::Plane(plane) => {
                line(&mut text, &plane.title);
                let (width, height) = size(&plane.y, screen);
                let covered = plane
                    .marks
                    .iter()
                    .any(|mark| matches!(mark, Mark::Regions(_)));
                let lines = if covered {
                    heat::of_plane(plane, (width, height), screen)
                } else {
                    braille::of_plane(plane, (width, height), figure.theme)
                };
                framed(&mut text, &lines, (&plane.x, &plane.y), screen);
                if covered {
                    text.push_str(&heat::scale_of_plane(plane, screen));
                } else {
                    legend(&mut text, plane, figure.theme, screen);
                }
            }
            Panel::Space(space) => {
                line(&mut text, &space.title);
                let lines = heat::of_space(space, size(&space.y, screen), screen);
                framed(&mut text, &lines, (&space.x, &space.y), screen);
                text.push_str(&heat::scale_of_space(space, screen));
            }
        }
    }
    text
}

fn line(text: &mut String, words: &Text) {
    if !words.is_empty() {
        // Nothing that a terminal would obey.
        text.push_str(&words.source().trim().replace(char::is_control, "\u{fffd}"));
        text.push('\n');
    }
}

/// How many characters lie within the axes.
fn size(y: &Axis, screen: Screen) -> (usize, usize) {
    let room = margin(y, 20) + 2;
    let width = screen.columns.saturating_sub(room).max(8);
    (width, (width / 3).clamp(8, 26))
}

/// The ticks of an axis, each with its name.
fn ticks_of(axis: &Axis, count: usize) -> Vec<(f64, String)> {
    let found = match axis.logarithmic {
        true => ticks::logarithmic(axis.low, axis.high, count),
        false => ticks::linear(axis.low, axis.high, count),
    };
    let exponent = found.exponent;
    let name = |label: Text| match exponent {
        0 => label.source(),
        power => format!("{}e{power}", label.source()),
    };
    let named = found
        .ticks
        .into_iter()
        .filter_map(|tick| Some((tick.value, name(tick.label?))));
    named.collect()
}

fn margin(y: &Axis, height: usize) -> usize {
    let names = ticks_of(y, height / 4 + 1);
    names
        .iter()
        .map(|(_, name)| name.chars().count())
        .max()
        .unwrap_or(0)
}

/// The place of a part of an axis among so many characters.
fn cell(part: f64, count: usize) -> Option<usize> {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let found = (part * count as f64)
        .floor()
        .clamp(0.0, count.saturating_sub(1) as f64) as usize;
    (-1e-9..=1.0 + 1e-9).contains(&part).then_some(found)
}

fn framed(text: &mut String, lines: &Lines, (x, y): (&Axis, &Axis), screen: Screen) {
    let height = lines.len();
    let margin = margin(y, 20);
    let names = ticks_of(y, 6);
    for (row, glyphs) in lines.iter().enumerate() {
        let here = names
            .iter()
            .find(|(value, _)| cell(1.0 - y.part(*value), height) == Some(row));
        let name = here.map_or("", |(_, name)| name);
        let tick = if here.is_some() { '┤' } else { '│' };
        let _ = write!(text, "{name:>margin$} {tick}");
        put(text, glyphs, screen);
        text.push('\n');
    }
    let width = lines.first().map_or(0, Vec::len);
    below(text, x, width, margin);
}

/// The axis below, and the names of its ticks where there is room.
fn below(text: &mut String, axis: &Axis, width: usize, margin: usize) {
    let mut rule = vec!['─'; width];
    let mut names: Vec<char> = vec![' '; width + margin + 12];
    let mut free = 0;
    for (value, name) in ticks_of(axis, width / 12 + 1) {
        let Some(at) = cell(axis.part(value), width) else {
            continue;
        };
        let length = name.chars().count();
        let start = (margin + 2 + at).saturating_sub(length / 2);
        if start < free {
            continue;
        }
        if let Some(mark) = rule.get_mut(at) {
            *mark = '┴';
        }
        for (place, letter) in names.iter_mut().skip(start).zip(name.chars()) {
            *place = letter;
        }
        free = start + length + 1;
    }
    let rule: String = rule.into_iter().collect();
    let names: String = names.into_iter().collect();
    let _ = writeln!(text, "{:margin$} └{rule}\n{}", "", names.trim_end());
}

fn legend(text: &mut String, plane: &Plane, theme: Theme, screen: Screen) {
    for mark in &plane.marks {
        let (sample, name, ink) = match mark {
            Mark::Lines(lines) if lines.dashed => ("╌╌", &lines.name, lines.ink),
            Mark::Lines(lines) => ("──", &lines.name, lines.ink),
            Mark::Dots(dots) => ("• ", &dots.name, dots.ink),
            Mark::Path(path) => ("•─", &path.name, path.ink),
            Mark::Note { text, ink, .. } => ("  ", text, *ink),
            _ => continue,
        };
        if name.is_empty() {
            continue;
        }
        let glyphs = sample.chars().map(|letter| Glyph {
            letter,
            ink: Some(theme.color(ink)),
            ground: None,
        });
        put(text, &glyphs.collect::<Vec<_>>(), screen);
        text.push(' ');
        line(text, name);
    }
}

/// Characters, with the colours of those that have some.
fn put(text: &mut String, glyphs: &[Glyph], screen: Screen) {
    let mut now = (None, None);
    for glyph in glyphs {
        let wanted = if screen.colors {
            (glyph.ink, glyph.ground)
        } else {
            (None, None)
        };
        if wanted != now {
            text.push_str("\x1b[0m");
            for (color, code) in [(wanted.0, 38), (wanted.1, 48)] {
                if let Some(color) = color {
                    let _ = write!(
                        text,
                        "\x1b[{code};2;{};{};{}m",
                        color.red, color.green, color.blue
                    );
                }
            }
            now = wanted;
        }
        text.push(glyph.letter);
    }
    if now != (None, None) {
        text.push_str("\x1b[0m");
    }
}
