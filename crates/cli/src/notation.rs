//! How numbers, names of derivatives and foreign text are written.

use partials::symbolic::lower::Shape;
use partials::symbolic::print::Label;

/// The shortest decimal that reads back as this float.
pub fn number(value: f64) -> String {
    let text = format!("{value:?}");
    match text.strip_suffix(".0") {
        Some(whole) => whole.to_owned(),
        None => text,
    }
}

/// The derivative of a function of some name as it is written: `df/dx`, `∂f/∂x`, `∂³f/∂x²∂y`.
pub fn derivative(name: &str, variables: usize, wrt: &[String]) -> String {
    Label::derivative(name, variables, wrt).to_string()
}

/// Elements in brackets, as their shape wants.
pub fn shaped(shape: Shape, elements: &[String]) -> String {
    match shape {
        Shape::Scalar => elements.concat(),
        Shape::Vector(_) => format!("[{}]", elements.join(", ")),
        Shape::Matrix(_, columns) => {
            let rows: Vec<String> = elements
                .chunks(columns.max(1))
                .map(|row| format!("[{}]", row.join(", ")))
                .collect();
            format!("[{}]", rows.join(", "))
        }
    }
}

/// Text on one line, without characters that a terminal would obey or not show.
pub fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => shown.push(' '),
            c if c.is_control() || is_invisible(c) => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
    }
    shown
}

/// Characters that turn the direction of the text or are not seen.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_back() {
        for (value, expected) in [
            (15.0, "15"),
            (0.1, "0.1"),
            (7.000000000019213, "7.000000000019213"),
            (1e300, "1e300"),
        ] {
            assert_eq!(number(value), expected);
            assert_eq!(number(value).parse(), Ok(value));
        }
    }

    #[test]
    fn derivatives_are_written_as_on_paper() {
        let check = |variables, wrt: &[&str], expected: &str| {
            let wrt: Vec<String> = wrt.iter().map(|&name| name.to_owned()).collect();
            assert_eq!(derivative("f", variables, &wrt), expected);
        };
        check(1, &["x"], "df/dx");
        check(1, &["x"; 12], "d¹²f/dx¹²");
        check(2, &["y"], "∂f/∂y");
        check(2, &["x", "x", "y"], "∂³f/∂x²∂y");
    }

    #[test]
    fn nothing_reaches_a_terminal_that_it_obeys() {
        assert_eq!(printable("a\x1b[31m\n\u{202e}b"), "a\\u{1b}[31m \\u{202e}b");
    }
}
