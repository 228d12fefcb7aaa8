//! Diagnostics as text, in the manner of rustc: the line, a caret under the place, what was
//! expected, and the line as a fix would leave it. Pure functions, without colours.

use unicode_width::UnicodeWidthChar;

use crate::ast::Span;
use crate::character::is_forbidden;
use crate::diagnostic::{Diagnostic, Fix, Severity};

/// The most columns of a line that are shown.
const WIDTH: usize = 100;

/// The text of a diagnostic, with a line end at its end.
///
/// ```
/// use partials_parser::{Names, parse, render::render};
///
/// let source = "f(x) = 1/2x";
/// let parsed = parse(source, &Names::new());
/// let text = render(source, &parsed.diagnostics[0]);
/// assert!(text.contains("1 | f(x) = 1/2x\n  |           ^ expected `*` or parentheses\n"));
/// ```
pub fn render(source: &str, diagnostic: &Diagnostic) -> String {
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let place = Line::at(source, diagnostic.span.start as usize);
    let margin = " ".repeat(place.number.to_string().len());
    let view = place.view(diagnostic.span);
    let mut text = format!(
        "{severity}[{}]: {}\n{margin}--> {}:{}\n{margin} |\n{} | {}\n",
        diagnostic.code.as_str(),
        escape(&diagnostic.message),
        place.number,
        place.column(diagnostic.span.start as usize),
        place.number,
        view.text,
    );
    let carets = "^".repeat(view.width);
    text.push_str(&format!("{margin} | {}{carets}", " ".repeat(view.before)));
    if let Some(expected) = &diagnostic.expected {
        text.push_str(&format!(" expected {}", escape(expected)));
    }
    text.push('\n');
    for note in &diagnostic.notes {
        text.push_str(&format!("{margin} = note: {}\n", escape(note)));
    }
    for fix in &diagnostic.fixes {
        text.push_str(&help(source, fix, &margin));
    }
    text
}

/// All diagnostics, with empty lines between them.
pub fn render_all(source: &str, diagnostics: &[Diagnostic]) -> String {
    let parts: Vec<String> = diagnostics.iter().map(|one| render(source, one)).collect();
    parts.join("\n")
}

/// The line, counted from 1, and the column in characters, counted from 1, of a byte.
///
/// ```
/// assert_eq!(partials_parser::render::position("a\nπ + b", 6), (2, 4));
/// ```
pub fn position(source: &str, byte: usize) -> (usize, usize) {
    let line = Line::at(source, byte);
    (line.number, line.column(byte))
}

fn help(source: &str, fix: &Fix, margin: &str) -> String {
    let Some((first, replacement)) = fix.edits.first() else {
        return String::new();
    };
    let fixed = fix.apply(source);
    let start = first.start as usize;
    let line = Line::at(&fixed, start);
    let end = start + replacement.len();
    let changed = Span {
        start: first.start,
        end: u32::try_from(end).unwrap_or(u32::MAX),
    };
    let view = line.view(changed);
    let message = escape(&fix.message);
    format!(
        "{margin} = help: {message}\n{margin} |\n{} | {}\n",
        line.number, view.text
    )
}

/// A line of the source.
struct Line<'s> {
    number: usize,
    start: usize,
    text: &'s str,
}

/// A part of a line as it is printed, with the columns of a span in it.
struct View {
    text: String,
    before: usize,
    width: usize,
}

impl<'s> Line<'s> {
    fn at(source: &'s str, byte: usize) -> Self {
        let byte = byte.min(source.len());
        let before = source.get(..byte).unwrap_or(source);
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let rest = source.get(start..).unwrap_or_default();
        let text = rest.split('\n').next().unwrap_or_default();
        let text = text.strip_suffix('\r').unwrap_or(text);
        let text = if start == 0 {
            text.strip_prefix('\u{feff}').unwrap_or(text)
        } else {
            text
        };
        let bom = usize::from(start == 0 && source.starts_with('\u{feff}')) * '\u{feff}'.len_utf8();
        Self {
            number: before.matches('\n').count() + 1,
            start: start + bom,
            text,
        }
    }

    fn column(&self, byte: usize) -> usize {
        let inside = byte.saturating_sub(self.start);
        self.text.get(..inside).unwrap_or(self.text).chars().count() + 1
    }

    fn view(&self, span: Span) -> View {
        let (mut column, mut begin, mut end) = (0, None, None);
        let mut cells = Vec::new();
        for (at, c) in self.text.char_indices() {
            let byte = self.start + at;
            if byte >= span.start as usize {
                begin.get_or_insert(column);
            }
            if byte >= span.end as usize {
                end.get_or_insert(column);
                if cells.len() > WIDTH && column > end.unwrap_or(column) + WIDTH {
                    break;
                }
            }
            let shown = show(c);
            let width: usize = shown.chars().map(|c| c.width().unwrap_or(0)).sum();
            cells.push((column, shown));
            column += width;
        }
        let begin = begin.unwrap_or(column);
        let end = end.unwrap_or(column).max(begin + 1);
        let left = if column <= WIDTH {
            0
        } else {
            begin.saturating_sub(WIDTH / 2)
        };
        let right = left + WIDTH;
        let mut text = String::new();
        let mut before = begin - left;
        if left > 0 {
            text.push('…');
            before += 1;
        }
        let shown = cells
            .iter()
            .filter(|(column, _)| (left..right).contains(column));
        text.extend(shown.map(|(_, cell)| cell.as_str()));
        if column > right {
            text.push('…');
        }
        View {
            text: text.trim_end().to_owned(),
            before,
            width: (end - begin).min(WIDTH),
        }
    }
}

/// A character as it can be printed without harm.
fn show(c: char) -> String {
    match c {
        '\t' => "    ".to_owned(),
        c if is_forbidden(c) || c.is_control() => c.escape_unicode().to_string(),
        c => c.to_string(),
    }
}

fn escape(text: &str) -> String {
    text.chars().map(show).collect()
}
