//! `jacobian --sparse`, `hessian --sparse`: the entries that can differ from zero.

use std::io::Write;

use partials::parser::Code;
use partials::{Function, Sparse};
use serde::Serialize;

use crate::arguments::{FormulaFormat, WholeArguments};
use crate::console::{Console, Paint};
use crate::derive::Kind;
use crate::error::Error;
use crate::input::{Formula, formulas};
use crate::notation::printable;
use crate::record::{Heading, write_json};

/// What was found for one formula.
#[derive(Debug, Serialize)]
struct Record<'a> {
    #[serde(flatten)]
    heading: Heading<'a>,
    rows: usize,
    columns: usize,
    colors: usize,
    definitions: Vec<Definition>,
    entries: Vec<Entry>,
}

#[derive(Debug, Serialize)]
struct Definition {
    name: String,
    value: String,
}

/// An entry; rows and columns are counted from 0.
#[derive(Debug, Serialize)]
struct Entry {
    row: usize,
    column: usize,
    value: String,
}

/// The sparse form of `partials jacobian` and `partials hessian`.
///
/// # Errors
/// Where nothing can be written.
pub fn sparse(kind: Kind, arguments: &WholeArguments, console: &mut Console) -> Result<(), Error> {
    let format = arguments.formulas.form.format;
    if !matches!(format, FormulaFormat::Text | FormulaFormat::Json) {
        let message = "entries are listed as text or JSON: leave out `--sparse`";
        return Err(Error::usage(Code::Mismatch, message));
    }
    let read = formulas(&arguments.formulas.inputs, console);
    for (i, formula) in read.iter().enumerate() {
        let found = match matrix(kind, &formula.function) {
            Ok(found) => found,
            Err(error) => {
                console.error(&error);
                continue;
            }
        };
        let record = record(kind, formula, &found);
        match format {
            FormulaFormat::Json => write_json(console, &record)?,
            _ => write_text(console, &record, read.len() > 1, i > 0)?,
        }
    }
    Ok(())
}

fn matrix(kind: Kind, function: &Function) -> Result<Sparse, Error> {
    Ok(match kind {
        Kind::Hessian => function.sparse_hessian()?,
        _ => function.sparse_jacobian(),
    })
}

fn record<'a>(kind: Kind, formula: &'a Formula, found: &Sparse) -> Record<'a> {
    let text = found.entries().arranged().text();
    let pattern = found.pattern();
    let entries = pattern.entries().zip(text.results);
    let definitions = text.definitions.into_iter();
    Record {
        heading: Heading::new(kind.command(), formula),
        rows: pattern.rows(),
        columns: pattern.columns(),
        colors: found.colors(),
        definitions: definitions
            .map(|(name, value)| Definition { name, value })
            .collect(),
        entries: entries
            .map(|((row, column), value)| Entry { row, column, value })
            .collect(),
    }
}

/// A line about the pattern, and one for each entry. Rows of a Hessian are variables too.
fn write_text(
    console: &mut Console,
    record: &Record<'_>,
    titled: bool,
    apart: bool,
) -> Result<(), Error> {
    if apart {
        writeln!(console.out)?;
    }
    let name = record.heading.name.unwrap_or("f");
    if titled && record.heading.name.is_none() {
        let title = format!("# {}", printable(record.heading.input));
        writeln!(console.out, "{}", console.style.paint(Paint::Quiet, &title))?;
    }
    let (rows, columns) = (record.rows, record.columns);
    let summary = format!(
        "# {}({name}), {rows}×{columns}: {} of {} entries, {} colour{}",
        record.heading.command,
        record.entries.len(),
        rows * columns,
        record.colors,
        if record.colors == 1 { "" } else { "s" },
    );
    writeln!(
        console.out,
        "{}",
        console.style.paint(Paint::Quiet, &summary)
    )?;
    for Definition { name, value } in &record.definitions {
        writeln!(console.out, "{name} = {value}")?;
    }
    let variable = |index: usize| {
        record
            .heading
            .variables
            .get(index)
            .map_or("", String::as_str)
    };
    for entry in &record.entries {
        let row = match record.heading.command {
            "hessian" => variable(entry.row).to_owned(),
            _ => entry.row.to_string(),
        };
        writeln!(
            console.out,
            "[{row}, {}] = {}",
            variable(entry.column),
            entry.value
        )?;
    }
    Ok(())
}
