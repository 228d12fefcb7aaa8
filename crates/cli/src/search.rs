//! What `descend` and `fit` have in common: ranges of variables, starting points, tables.

use std::io::{self, Write};

use partials::Session;
use partials::minimise::Bounds;
use partials::parser::Code;
use serde_json::{Map, Value as Json};

use crate::arguments::SearchArguments;
use crate::error::Error;
use crate::input::Source;
use crate::notation::{number, printable};
use crate::point::Point;

/// The ranges of variables, from the assumptions of a source and the command line.
///
/// # Errors
/// Where they can't be read, name another variable, or leave no number.
pub fn bounds(
    arguments: &SearchArguments,
    session: &mut Session,
    variables: &[String],
) -> Result<Bounds, Error> {
    if let Some(domain) = &arguments.domain {
        let source = Source::formula(&format!("domain {domain}"));
        let output = session.run(&source.text);
        if output.has_errors() {
            return Err(Error::Wrong {
                origin: source,
                diagnostics: output.diagnostics,
            });
        }
    }
    let range = |name: &String| {
        let found = session.ranges().iter().find(|range| range.name == *name);
        found.map_or((f64::NEG_INFINITY, f64::INFINITY), |range| {
            (range.low, range.high)
        })
    };
    Bounds::new(variables.iter().map(range).collect()).map_err(|error| {
        let name = variables.get(error.variable).map_or("", String::as_str);
        Error::usage(
            Code::Mismatch,
            format!("there is no number in the range of `{name}`"),
        )
    })
}

/// Starting points that were given; a variable that is left out gets `otherwise`.
///
/// # Errors
/// Where one can't be read, has a name that is no variable, or lacks a variable that has no other
/// value.
pub fn given(
    texts: &[String],
    variables: &[String],
    otherwise: impl Fn(&str) -> Option<f64>,
) -> Result<Vec<Vec<f64>>, Error> {
    let read = |text: &String| {
        let point = Point::parse(text)?;
        point.check_variables(variables)?;
        variables
            .iter()
            .map(|name| {
                let found = point.coordinates().find(|(known, _)| known == name);
                let value = found.map(|(_, value)| value).or_else(|| otherwise(name));
                value.ok_or_else(|| {
                    let message = format!("`{name}` has no value in the starting point `{text}`");
                    Error::usage(Code::NoValue, message)
                })
            })
            .collect()
    };
    texts.iter().map(read).collect()
}

/// Names with their numbers, as an object; what is no number is `null`.
pub fn named(names: &[String], values: &[f64]) -> Json {
    let pairs = names.iter().zip(values);
    let pairs = pairs.map(|(name, value)| (name.clone(), Json::from(*value)));
    Json::Object(pairs.collect::<Map<_, _>>())
}

/// Lines with a comma between the cells, which are quoted where they must be.
///
/// # Errors
/// Where nothing can be written.
pub fn write_csv(out: &mut dyn Write, cells: impl IntoIterator<Item = String>) -> io::Result<()> {
    let quoted = |cell: String| match cell.contains([',', '"', '\n']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell,
    };
    let cells: Vec<String> = cells.into_iter().map(quoted).collect();
    writeln!(out, "{}", cells.join(","))
}

/// Rows as columns that are aligned, numbers to the right.
///
/// # Errors
/// Where nothing can be written.
pub fn write_table(out: &mut dyn Write, rows: &[Vec<String>]) -> io::Result<()> {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..count).map(width).collect();
    for row in rows {
        let cells = row.iter().zip(&widths).enumerate();
        let cells = cells.map(|(place, (cell, width))| match place {
            0 => format!("{cell:<width$}"),
            _ => format!("{cell:>width$}"),
        });
        let line = cells.collect::<Vec<_>>().join("  ");
        writeln!(out, "{}", printable(line.trim_end()))?;
    }
    Ok(())
}

/// A number to so many significant digits, without zeros at the end.
pub fn significant(value: f64, digits: usize) -> String {
    if !value.is_finite() || value == 0.0 {
        return number(value);
    }
    let rounded = format!("{value:.*e}", digits.saturating_sub(1));
    // It reads back as a float, whose shortest form has no more digits.
    rounded.parse().map_or(rounded, number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded() {
        for (value, expected) in [
            (238.942_129_18, "238.942"),
            (5.5e-4, "0.00055"),
            (-1e300, "-1e300"),
            (0.0, "0"),
        ] {
            assert_eq!(significant(value, 6), expected);
        }
    }

    #[test]
    fn cells_are_quoted() {
        let mut out = Vec::new();
        write_csv(
            &mut out,
            ["a".to_owned(), "f(x, y)".to_owned(), "\"".to_owned()],
        )
        .unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a,\"f(x, y)\",\"\"\"\"\n");
    }
}
