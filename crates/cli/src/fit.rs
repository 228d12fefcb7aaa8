//! `fit`: parameters of a model by least squares, with their errors.

use std::io::Write;

use partials::minimise::fit::{Fit, Loss, Settings};
use partials::minimise::starts;
use partials::parser::Code;
use partials::{Function, Model, Table};
use serde::Serialize;

use crate::arguments::{FitArguments, FitLoss, TableFormat};
use crate::console::{Console, Paint};
use crate::error::Error;
use crate::input::{Formula, Source, Statements, read_all, table};
use crate::notation::number;
use crate::point::Point;
use crate::record::write_json;
use crate::report::VERSION;
use crate::search::{bounds, given, significant, write_csv, write_table};

/// What a fit came to.
#[derive(Debug, Serialize)]
struct Record<'a> {
    version: u32,
    command: &'static str,
    input: &'a str,
    response: &'a str,
    rows: usize,
    omitted: usize,
    parameters: Vec<ParameterRecord<'a>>,
    confidence: f64,
    freedom: usize,
    sum: f64,
    deviation: f64,
    determination: f64,
    correlation: Vec<Vec<f64>>,
    minimum: bool,
    stop: &'static str,
    reason: String,
    evaluations: usize,
}

#[derive(Debug, Serialize)]
struct ParameterRecord<'a> {
    name: &'a str,
    value: f64,
    error: f64,
    low: f64,
    high: f64,
    held: bool,
    linear: bool,
}

/// A model with its data.
struct Task<'a> {
    arguments: &'a FitArguments,
    input: String,
    response: String,
    model: Model,
    /// The rows of the table.
    rows: usize,
}

/// `partials fit`
///
/// # Errors
/// Where the model, the data or a starting point can't be read, or nothing can be written.
pub fn fit(arguments: &FitArguments, console: &mut Console) -> Result<(), Error> {
    let Statements {
        formulas,
        mut session,
    } = read_all(&arguments.input, console)?;
    if formulas.is_empty() {
        return Ok(());
    }
    let table = match (&arguments.data, session.table()) {
        (Some(path), _) => table(path)?,
        (None, Some(known)) => known.clone(),
        (None, None) => {
            let message = "there are no data: name a file, as in `--data points.csv`";
            return Err(Error::usage(Code::Input, message));
        }
    };
    let (formula, response) = asked(arguments, &formulas, &table)?;
    let function = formula_of(&response)?;
    let model = Model::new(&formula.function, &function, &table)?;
    let weights = match &arguments.weights {
        Some(text) => Some(weights(text, &model, &table)?),
        None => None,
    };
    let settings = Settings {
        steps: arguments
            .search
            .steps
            .map_or(Settings::default().steps, |steps| steps as usize),
        bounds: bounds(&arguments.search, &mut session, model.parameters())?,
        loss: match arguments.loss {
            FitLoss::Squares => Loss::Squares,
            FitLoss::Huber => Loss::Huber(arguments.scale),
            FitLoss::SoftL1 => Loss::SoftL1(arguments.scale),
        },
        weights,
        ..Settings::default()
    };
    let from = starting_points(arguments, &formulas, &model, &settings)?;
    let found = model.fit(&settings, &from)?;
    let task = Task {
        arguments,
        input: formula.input.clone(),
        response,
        rows: table.rows(),
        model,
    };
    console.exit.undecided |= !found.stop.is_minimum();
    task.write(&found, settings.weights.as_deref(), console)?;
    match &arguments.output {
        Some(path) => crate::plot::fitted(path, formula, &task.model, &found, &table),
        None => Ok(()),
    }
}

/// The model, and what it is to equal: of a source the last column that is defined anew.
fn asked<'f>(
    arguments: &FitArguments,
    formulas: &'f [Formula],
    table: &Table,
) -> Result<(&'f Formula, String), Error> {
    let defined = |formula: &&Formula| {
        let column = formula.name.as_deref().and_then(|name| table.column(name));
        column.is_some()
    };
    let column = formulas.iter().rev().find(defined);
    match (&arguments.response, column, formulas) {
        (Some(response), _, [.., last]) => {
            let unnamed = |formula: &&Formula| !formula.at.is_empty();
            let model = formulas.iter().rev().find(|formula| !unnamed(formula));
            Ok((model.unwrap_or(last), response.clone()))
        }
        (None, Some(formula), _) => Ok((formula, formula.name.clone().unwrap_or_default())),
        _ => {
            let known = table.names().join(", ");
            let message = format!(
                "it is not said what the model is to equal: name a column ({known}), as in \
                 `--response y`"
            );
            Err(Error::usage(Code::Mismatch, message))
        }
    }
}

fn formula_of(text: &str) -> Result<Function, Error> {
    Function::parse(text).map_err(|error| Source::formula(text).wrong(&error))
}

/// The weights of the rows in use.
fn weights(text: &str, model: &Model, table: &Table) -> Result<Vec<f64>, Error> {
    let function = formula_of(text)?;
    let mut columns = Vec::new();
    for name in function.variables() {
        let all = table.numbers(name).map_err(partials::Error::from)?;
        let used = model.rows().iter().filter_map(|row| all.get(*row)).copied();
        columns.push(used.collect::<Vec<f64>>());
    }
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let mut found = vec![function.value(&[]).unwrap_or(f64::NAN); model.rows().len()];
    if !columns.is_empty() {
        function.compile()?.batch(&columns, &mut [&mut found])?;
    }
    match found
        .iter()
        .position(|weight| !(*weight >= 0.0 && weight.is_finite()))
    {
        None => Ok(found),
        Some(place) => {
            let row = model.rows().get(place).map_or(0, |row| row + 1);
            let message = format!("the weight `{text}` is no positive number in row {row}");
            Err(Error::usage(Code::Mismatch, message))
        }
    }
}

/// Where the search begins: as given on the command line, or by a query `… at a = 1` of the
/// source; otherwise the model draws its own.
fn starting_points(
    arguments: &FitArguments,
    formulas: &[Formula],
    model: &Model,
    settings: &Settings,
) -> Result<Vec<Vec<f64>>, Error> {
    let names = model.parameters();
    let linear = |name: &str| {
        let place = names.iter().position(|known| known == name)?;
        model.linear().contains(&place).then_some(1.0)
    };
    let mut from = given(&arguments.start, names, linear)?;
    if from.is_empty() {
        for formula in formulas.iter().filter(|formula| !formula.at.is_empty()) {
            let point = Point::of(&formula.at)?;
            from.extend(given(&[point.text().replace(" = ", "=")], names, linear)?);
        }
    }
    let drawn = arguments.search.starts.map_or(0, usize::from);
    from.extend(starts(
        &settings.bounds,
        names.len(),
        drawn,
        arguments.search.seed,
    ));
    Ok(from)
}

impl Task<'_> {
    fn write(
        &self,
        fit: &Fit,
        weights: Option<&[f64]>,
        console: &mut Console,
    ) -> Result<(), Error> {
        let record = self.record(fit, weights);
        match self.arguments.format {
            TableFormat::Json => write_json(console, &record),
            TableFormat::Csv => {
                let heading = ["parameter", "value", "error", "low", "high"];
                write_csv(&mut console.out, heading.map(str::to_owned))?;
                for p in &record.parameters {
                    let numbers = [p.value, p.error, p.low, p.high].map(number);
                    let cells = std::iter::once(p.name.to_owned()).chain(numbers);
                    write_csv(&mut console.out, cells)?;
                }
                Ok(())
            }
            TableFormat::Text => write_text(&record, console),
        }
    }

    fn record(&self, fit: &Fit, weights: Option<&[f64]>) -> Record<'_> {
        let names = self.model.parameters();
        let size = names.len();
        let parameters = names.iter().zip(&fit.parameters).enumerate();
        Record {
            version: VERSION,
            command: "fit",
            input: &self.input,
            response: &self.response,
            rows: self.model.rows().len(),
            omitted: self.rows - self.model.rows().len(),
            parameters: parameters
                .map(|(place, (name, found))| {
                    let (low, high) = fit.interval(place, self.arguments.confidence);
                    ParameterRecord {
                        name,
                        value: found.value,
                        error: found.error,
                        low,
                        high,
                        held: found.held,
                        linear: self.model.linear().contains(&place),
                    }
                })
                .collect(),
            confidence: self.arguments.confidence,
            freedom: fit.freedom,
            sum: fit.sum,
            deviation: fit.deviation(),
            determination: fit.determination(self.model.observed(), weights),
            correlation: (0..size)
                .map(|a| (0..size).map(|b| fit.correlation(a, b)).collect())
                .collect(),
            minimum: fit.stop.is_minimum(),
            stop: fit.stop.name(),
            reason: fit.stop.to_string(),
            evaluations: fit.evaluations,
        }
    }
}

/// Digits of values, of errors, and of what says how good the fit is.
const DIGITS: [usize; 3] = [11, 6, 8];

fn write_text(record: &Record<'_>, console: &mut Console) -> Result<(), Error> {
    let [of_values, of_errors, of_quality] = DIGITS;
    let percent = significant(100.0 * record.confidence, 6);
    let heading = [
        "parameter",
        "value",
        "standard error",
        &format!("{percent} % from"),
        "to",
    ];
    let mut rows = vec![heading.map(str::to_owned).to_vec()];
    for p in &record.parameters {
        let mut row = vec![p.name.to_owned(), significant(p.value, of_values)];
        if p.held {
            row.extend(["at its bound".to_owned()]);
        } else if p.error.is_nan() {
            row.extend(["not determined".to_owned()]);
        } else {
            row.extend([p.error, p.low, p.high].map(|x| significant(x, of_errors)));
        }
        rows.push(row);
    }
    write_table(&mut console.out, &rows)?;
    writeln!(console.out)?;
    let omitted = match record.omitted {
        0 => String::new(),
        some => format!(" ({some} without a value left out)"),
    };
    let paint = if record.minimum {
        Paint::Good
    } else {
        Paint::Open
    };
    let quality = [
        ("rows", format!("{}{omitted}", record.rows)),
        ("degrees of freedom", record.freedom.to_string()),
        (
            "residual sum of squares",
            significant(record.sum, of_quality),
        ),
        (
            "residual standard deviation",
            significant(record.deviation, of_quality),
        ),
        ("R²", significant(record.determination, of_quality)),
        ("end", console.style.paint(paint, &record.reason)),
    ];
    for (name, text) in quality {
        writeln!(console.out, "{name:<27}  {text}")?;
    }
    if record.parameters.len() > 1 {
        writeln!(console.out)?;
        write_correlation(record, console)?;
    }
    Ok(())
}

fn write_correlation(record: &Record<'_>, console: &mut Console) -> Result<(), Error> {
    let names = record.parameters.iter().map(|p| p.name.to_owned());
    let mut rows = vec![
        std::iter::once("correlation".to_owned())
            .chain(names)
            .collect(),
    ];
    for (place, (p, correlations)) in record
        .parameters
        .iter()
        .zip(&record.correlation)
        .enumerate()
    {
        let before = correlations.iter().take(place + 1);
        let numbers = before.map(|r| {
            if r.is_nan() {
                "·".to_owned()
            } else {
                format!("{r:.4}")
            }
        });
        rows.push(std::iter::once(p.name.to_owned()).chain(numbers).collect());
    }
    Ok(write_table(&mut console.out, &rows)?)
}
