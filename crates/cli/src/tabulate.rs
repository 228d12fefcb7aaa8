//! `tabulate`: values and derivatives of a formula for each row of a table.

use std::io::Write;
use std::path::Path;

use clap::ValueEnum;
use partials::parser::Code;

use partials::{Column, Function, Quantity, Table};
use serde_json::{Map, Value as Json};

use crate::arguments::{TabulateArguments, TabulateFormat};
use crate::console::Console;
use crate::error::Error;
use crate::input::{formulas, table};
use crate::notation::number;

/// `partials tabulate`
///
/// # Errors
/// Where nothing can be written, the data can't be read, or a variable is no column of them.
pub fn tabulate(arguments: &TabulateArguments, console: &mut Console) -> Result<(), Error> {
    let data = table(&arguments.data)?;
    let read = formulas(&arguments.inputs, console);
    let mut added = Vec::new();
    for (place, formula) in read.iter().enumerate() {
        let name = match (&formula.name, place) {
            (Some(name), _) => name.clone(),
            (None, 0) => "f".to_owned(),
            (None, _) => format!("f{}", place + 1),
        };
        added.extend(columns(
            &name,
            &formula.function,
            &data,
            arguments.derivatives,
        )?);
    }
    if added.is_empty() {
        return Ok(());
    }
    let whole = data.with_columns(added).map_err(partials::Error::from)?;
    let bytes = match format(arguments) {
        TabulateFormat::Csv => csv(&whole),
        TabulateFormat::Jsonl => json(&whole)?,
        TabulateFormat::Parquet => whole.to_parquet().map_err(partials::Error::from)?,
        TabulateFormat::Arrow => whole.to_arrow().map_err(partials::Error::from)?,
    };
    match &arguments.output {
        Some(path) => std::fs::write(path, bytes).map_err(|error| {
            Error::usage(Code::Input, format!("`{path}` can't be written: {error}"))
        }),
        None => Ok(console.out.write_all(&bytes)?),
    }
}

/// As asked, else as the name of the file ends.
fn format(arguments: &TabulateArguments) -> TabulateFormat {
    let ending = arguments.output.as_deref().and_then(|path| {
        let ending = Path::new(path).extension()?.to_str()?;
        TabulateFormat::from_str(ending, true).ok()
    });
    arguments.format.or(ending).unwrap_or_default()
}

/// The values of a function, and of its derivatives if they are asked for, with their names.
fn columns(
    name: &str,
    function: &Function,
    data: &Table,
    derivatives: bool,
) -> Result<Vec<(String, Vec<f64>)>, Error> {
    let variables = function.variables();
    let points = variables.iter().map(|variable| data.numbers(variable));
    let points: Vec<&[f64]> = points
        .collect::<Result<_, _>>()
        .map_err(partials::Error::from)?;
    let elements = function.elements().len();
    let mut names: Vec<String> = match elements {
        1 => vec![name.to_owned()],
        _ => (0..elements).map(|i| format!("{name}[{i}]")).collect(),
    };
    if derivatives {
        let of = |element: &String| {
            let element = element.clone();
            let name = move |variable| format!("d{element}/d{variable}");
            variables.iter().map(name).collect::<Vec<_>>()
        };
        names.extend(names.clone().iter().flat_map(of));
    }
    let quantity = match derivatives {
        true => Quantity::ValueAndJacobian,
        false => Quantity::Value,
    };
    let compiled = function.compile()?;
    let mut values = vec![vec![f64::NAN; data.rows()]; names.len()];
    let mut places: Vec<&mut [f64]> = values.iter_mut().map(Vec::as_mut_slice).collect();
    compiled.columns(quantity, &points, &mut places)?;
    // A rule may have a value where the function has none.
    let (own, derived) = values.split_at_mut(elements);
    for (own, derived) in own.iter().zip(derived.chunks_mut(variables.len().max(1))) {
        for column in derived {
            let rows = column.iter_mut().zip(own);
            rows.filter(|(_, own)| own.is_nan())
                .for_each(|(derivative, _)| *derivative = f64::NAN);
        }
    }
    Ok(names.into_iter().zip(values).collect())
}

/// A cell of the data, as it was.
fn cell(data: &Table, column: &str, row: usize) -> String {
    match data.column(column) {
        Some(Column::Numbers(values)) => values.get(row).map_or(String::new(), |x| shown(*x)),
        Some(Column::Texts { cells, .. }) => cells.get(row).cloned().unwrap_or_default(),
        _ => String::new(),
    }
}

/// What has no value is an empty cell.
fn shown(value: f64) -> String {
    if value.is_nan() {
        String::new()
    } else {
        number(value)
    }
}

/// In quotes where that is needed.
fn quoted(cell: &str) -> String {
    match cell.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    }
}

fn csv(table: &Table) -> Vec<u8> {
    let mut out = String::new();
    let mut line = |cells: Vec<String>| {
        out.push_str(&cells.join(","));
        out.push('\n');
    };
    let names = table.names();
    line(names.iter().map(|name| quoted(name)).collect());
    for row in 0..table.rows() {
        let cells = names.iter().map(|name| quoted(&cell(table, name, row)));
        line(cells.collect());
    }
    out.into_bytes()
}

fn json(table: &Table) -> Result<Vec<u8>, Error> {
    let mut out = Vec::new();
    for row in 0..table.rows() {
        let value = |name: &String| match table.column(name) {
            // What JSON has no number for is null.
            Some(Column::Numbers(values)) => values.get(row).map_or(Json::Null, |x| (*x).into()),
            _ => cell(table, name, row).into(),
        };
        let names = table.names().iter();
        let object: Map<String, Json> = names.map(|name| (name.clone(), value(name))).collect();
        serde_json::to_writer(&mut out, &object).map_err(std::io::Error::from)?;
        out.push(b'\n');
    }
    Ok(out)
}
