//! A drawing as SVG: the same bytes for the same drawing, and words as words.

use std::fmt::Write as _;

use crate::color::Color;
use crate::drawing::{Anchor, Corner, Drawing, Item, Patch, Rect, Shape, Words};
use crate::text::{Run, Slant};

/// Faces that have the widths of the one that drawings are laid out with, best first.
pub(crate) const FACES: &str = "'Times New Roman', Tinos, 'Liberation Serif', Times, serif";

/// The width of what is drawn around words on both sides.
pub(crate) const HALO: f64 = 3.4;

/// A drawing as an SVG document.
#[must_use]
pub fn svg(drawing: &Drawing) -> String {
    let mut writer = Writer::default();
    writer.document(drawing);
    writer.text
}

#[derive(Default)]
struct Writer {
    text: String,
    clips: Vec<Rect>,
}

impl Writer {
    /// Writing to a string can't fail.
    fn put(&mut self, arguments: std::fmt::Arguments<'_>) {
        let _ = self.text.write_fmt(arguments);
    }

    fn document(&mut self, drawing: &Drawing) {
        let (width, height) = (number(drawing.width), number(drawing.height));
        self.put(format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" font-family=\"{FACES}\">\n"
        ));
        for item in &drawing.items {
            if let Item::Shape(Shape {
                clip: Some(clip), ..
            }) = item
                && !self.clips.contains(clip)
            {
                self.clips.push(*clip);
            }
        }
        for (i, clip) in self.clips.clone().into_iter().enumerate() {
            let rect = rect(clip);
            self.put(format_args!("<clipPath id=\"c{i}\">{rect}/></clipPath>\n"));
        }
        let color = drawing.background.code();
        self.put(format_args!(
            "<rect width=\"100%\" height=\"100%\" fill=\"{color}\"/>\n"
        ));
        for item in &drawing.items {
            match item {
                Item::Shape(shape) => self.shape(shape),
                Item::Words(words) => self.words(words),
                Item::Patches(patches) => self.patches(patches),
            }
        }
        self.text.push_str("</svg>\n");
    }

    fn shape(&mut self, shape: &Shape) {
        let mut data = String::new();
        for line in &shape.lines {
            outline(&mut data, line.iter().copied(), shape.closed, 1);
        }
        if data.is_empty() {
            return;
        }
        self.put(format_args!("<path d=\"{data}\""));
        match shape.fill {
            Some(fill) => {
                self.color("fill", fill);
                if shape.lines.len() > 1 {
                    self.put(format_args!(" fill-rule=\"evenodd\""));
                }
            }
            None => self.put(format_args!(" fill=\"none\"")),
        }
        if let Some(stroke) = shape.stroke {
            self.color("stroke", stroke.color);
            let width = number(stroke.width);
            self.put(format_args!(
                " stroke-width=\"{width}\" stroke-linejoin=\"round\""
            ));
            if let Some((dash, gap)) = stroke.dashes {
                let (dash, gap) = (number(dash), number(gap));
                self.put(format_args!(" stroke-dasharray=\"{dash} {gap}\""));
            } else {
                self.put(format_args!(" stroke-linecap=\"round\""));
            }
        }
        if let Some(i) = self.clips.iter().position(|clip| Some(*clip) == shape.clip) {
            self.put(format_args!(" clip-path=\"url(#c{i})\""));
        }
        self.text.push_str("/>\n");
    }

    fn color(&mut self, name: &str, color: Color) {
        let code = color.code();
        self.put(format_args!(" {name}=\"{code}\""));
        if color.alpha < 255 {
            let opacity = number(f64::from(color.alpha) / 255.0);
            self.put(format_args!(" {name}-opacity=\"{opacity}\""));
        }
    }

    fn words(&mut self, words: &Words) {
        let [x, y] = words.at.map(number);
        self.put(format_args!(
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{}\"",
            number(words.size)
        ));
        match words.anchor {
            Anchor::Start => {}
            Anchor::Middle => self.text.push_str(" text-anchor=\"middle\""),
            Anchor::End => self.text.push_str(" text-anchor=\"end\""),
        }
        if words.angle != 0.0 {
            let angle = number(words.angle);
            self.put(format_args!(" transform=\"rotate({angle} {x} {y})\""));
        }
        self.color("fill", words.color);
        if let Some(halo) = words.halo {
            self.color("stroke", halo);
            let width = number(HALO);
            self.put(format_args!(
                " stroke-width=\"{width}\" stroke-linejoin=\"round\" paint-order=\"stroke\""
            ));
        }
        self.text.push('>');
        let mut height = 0.0;
        for run in &words.text.runs {
            self.run(run, words.size, &mut height);
        }
        self.text.push_str("</text>\n");
    }

    /// A run; `height` is how far the last one was raised.
    fn run(&mut self, run: &Run, size: f64, height: &mut f64) {
        let letters = escaped(&run.text);
        let rise = run.rise() * size;
        let plain = run.level == 0 && run.slant == Slant::Upright && *height == 0.0;
        if plain {
            self.text.push_str(&letters);
            return;
        }
        self.text.push_str("<tspan");
        if run.slant == Slant::Italic {
            self.text.push_str(" font-style=\"italic\"");
        }
        if rise != *height {
            self.put(format_args!(" dy=\"{}\"", number(*height - rise)));
        }
        if run.level != 0 {
            self.put(format_args!(
                " font-size=\"{}\"",
                number(size * run.scale())
            ));
        }
        *height = rise;
        self.put(format_args!(">{letters}</tspan>"));
    }

    /// Patches reach a little below their neighbours, so that no seam shows between them.
    fn patches(&mut self, patches: &[Patch]) {
        for patch in patches {
            let corners = patch.corners();
            let count = corners.len().max(1) as f64;
            let mean = |part: fn(&Corner) -> f64| corners.iter().map(part).sum::<f64>() / count;
            let middle = [mean(|corner| corner.at[0]), mean(|corner| corner.at[1])];
            let color = Corner {
                at: middle,
                value: mean(|corner| f64::from(corner.value)) as f32,
                light: mean(|corner| f64::from(corner.light)) as f32,
            };
            let mut data = String::new();
            outline(
                &mut data,
                corners.iter().map(|corner| grown(corner.at, middle)),
                true,
                10,
            );
            let code = color.color().code();
            self.put(format_args!("<path d=\"{data}\" fill=\"{code}\"/>\n"));
        }
    }
}

/// A corner, a little farther from the middle.
fn grown([x, y]: [f64; 2], [a, b]: [f64; 2]) -> [f64; 2] {
    let length = (x - a).hypot(y - b).max(0.5);
    [x + 0.5 * (x - a) / length, y + 0.5 * (y - b) / length]
}

fn rect(rect: Rect) -> String {
    let [x, y, width, height] = [rect.x, rect.y, rect.width, rect.height].map(number);
    format!("<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"")
}

/// A line in steps from the place before, each rounded from where the line really is, to so many
/// hundredths.
fn outline(data: &mut String, points: impl Iterator<Item = [f64; 2]>, closed: bool, unit: i64) {
    let mut last: Option<[i64; 2]> = None;
    for point in points.filter(|p| p.iter().all(|c| c.is_finite())) {
        #[allow(clippy::cast_possible_truncation)]
        let here = point.map(|c| (c.clamp(-1e6, 1e6) * 100.0 / unit as f64).round() as i64 * unit);
        match last {
            None => {
                let [x, y] = here.map(hundredths);
                let _ = write!(data, "M{x} {y}l");
            }
            Some(before) if before == here => continue,
            Some([x, y]) => {
                let [x, y] = [hundredths(here[0] - x), hundredths(here[1] - y)];
                let space = if data.ends_with('l') || x.starts_with('-') {
                    ""
                } else {
                    " "
                };
                let between = if y.starts_with('-') { "" } else { " " };
                let _ = write!(data, "{space}{x}{between}{y}");
            }
        }
        last = Some(here);
    }
    if data.ends_with('l') {
        data.push_str("0 0");
    }
    if closed && last.is_some() {
        data.push('z');
    }
}

/// A number of hundredths, in its shortest form.
fn hundredths(count: i64) -> String {
    let sign = if count < 0 { "-" } else { "" };
    let (whole, part) = (count.unsigned_abs() / 100, count.unsigned_abs() % 100);
    let whole = if whole == 0 && part != 0 {
        String::new()
    } else {
        whole.to_string()
    };
    match part {
        0 => format!("{sign}{whole}"),
        part if part % 10 == 0 => format!("{sign}{whole}.{}", part / 10),
        part => format!("{sign}{whole}.{part:02}"),
    }
}

/// A number with at most two decimals.
fn number(value: f64) -> String {
    #[allow(clippy::cast_possible_truncation)]
    let text = hundredths((value.clamp(-1e9, 1e9) * 100.0).round() as i64);
    match text.strip_prefix('.') {
        Some(rest) => format!("0.{rest}"),
        None => text,
    }
}

/// Text between tags.
fn escaped(text: &str) -> String {
    let mut found = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => found.push_str("&amp;"),
            '<' => found.push_str("&lt;"),
            '>' => found.push_str("&gt;"),
            c if c.is_control() => found.push('\u{fffd}'),
            c => found.push(c),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        for (value, expected) in [
            (0.0, "0"),
            (-0.001, "0"),
            (1.5, "1.5"),
            (0.25, "0.25"),
            (-0.5, "-.5"),
            (100.0, "100"),
            (0.05, "0.05"),
        ] {
            assert_eq!(number(value), expected);
        }
    }

    #[test]
    fn lines_are_steps_that_do_not_drift() {
        let mut data = String::new();
        let points = (0..4).map(|i| [f64::from(i) / 3.0, -f64::from(i)]);
        outline(&mut data, points, true, 1);
        assert_eq!(data, "M0 0l.33-1 .34-1 .33-1z");
        let mut data = String::new();
        outline(&mut data, [[1.0, f64::NAN]].into_iter(), true, 1);
        assert_eq!(data, "");
    }

    #[test]
    fn words_are_escaped() {
        assert_eq!(escaped("a < b & \u{1b}c"), "a &lt; b &amp; \u{fffd}c");
    }
}
