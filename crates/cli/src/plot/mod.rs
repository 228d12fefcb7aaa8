//! `plot`: pictures to files and to the terminal.

mod options;

use std::io::Write;

use partials::minimise::descent::Descent;
use partials::minimise::fit::Fit;
use partials::parser::Code;
use partials::plot::{self, Camera, Figure, Kind, Plot, difference_quotient, progress};
use partials::{Function, Model, Table};

use crate::console::Console;
use crate::error::Error;
use crate::input::{Formula, Source, formulas};
use crate::point::Point;
use options::Axes;
pub use options::PlotArguments;

/// Pixels of a PNG file for each of 1/96 inch, where nobody says it.
const SCALE: f64 = 2.0;
/// The endings of files that pictures are written to.
const ENDINGS: &str = "`.svg`, `.png` or `.html`";

/// `partials plot`
///
/// # Errors
/// Where nothing can be written, or the picture can't be made.
pub fn plot(arguments: &PlotArguments, console: &mut Console) -> Result<(), Error> {
    let ending = arguments.output.as_deref().map(ending).transpose()?;
    let read = formulas(&arguments.inputs, console);
    if read.is_empty() || console.exit.unreadable {
        return Ok(());
    }
    if let Some(at) = &arguments.at {
        let figure = quotient(&read, at, arguments)?;
        return match (ending, &arguments.output) {
            (Some(ending), Some(path)) => figure_to_file(&figure, path, ending, arguments.scale),
            _ => show(&figure, console),
        };
    }
    let plot = of_arguments(&read, arguments)?;
    match (ending, &arguments.output) {
        (Some(ending), Some(path)) => to_file(&plot, path, ending, arguments.scale),
        _ => show(&plot.figure()?, console),
    }
}

/// The picture of descents: on the surface and among its level lines for two variables, else the
/// values step by step.
///
/// # Errors
/// Where the picture can't be made or written.
pub fn descents(path: &str, formula: &Formula, found: &[Descent]) -> Result<(), Error> {
    let ending = ending(path)?;
    let name = formula.name.as_deref().unwrap_or("f");
    if let [_, _] = formula.function.variables() {
        let mut plot = Plot::new(name, &formula.function);
        plot = plot.kind(Kind::Surface).kind(Kind::Contour);
        for descent in found {
            let places = descent
                .points()
                .filter_map(|point| <[f64; 2]>::try_from(point).ok());
            plot = plot.path(&places.collect::<Vec<_>>());
        }
        return to_file(&plot, path, ending, SCALE);
    }
    let values = |descent: &Descent| descent.path.iter().map(|step| step.value).collect();
    let values: Vec<Vec<f64>> = found.iter().map(values).collect();
    figure_to_file(
        &progress(&values, name, plot::Theme::Light)?,
        path,
        ending,
        SCALE,
    )
}

/// The picture of a fit with one column: data, curve and residuals.
///
/// # Errors
/// Where the picture can't be made or written.
pub fn fitted(
    path: &str,
    formula: &Formula,
    model: &Model,
    fit: &Fit,
    table: &Table,
) -> Result<(), Error> {
    let ending = ending(path)?;
    let variables = formula.function.variables().iter();
    let mut columns = variables.filter(|name| !model.parameters().contains(name));
    let (Some(column), None) = (columns.next(), columns.next()) else {
        let message = "a picture of a fit takes a model of one column";
        return Err(Error::usage(Code::Mismatch, message));
    };
    let x = table.numbers(column).map_err(partials::Error::from)?;
    let places = model.rows().iter().zip(model.observed());
    let points = places.filter_map(|(row, y)| Some([x.get(*row).copied()?, *y]));
    let name = formula.name.as_deref().unwrap_or("f");
    let mut plot = Plot::new(name, &formula.function).residuals();
    plot = plot.data(&points.collect::<Vec<_>>());
    for (name, found) in model.parameters().iter().zip(&fit.parameters) {
        plot = plot.set(name, found.value);
    }
    to_file(&plot, path, ending, SCALE)
}

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Svg,
    Png,
    Html,
}

fn ending(path: &str) -> Result<Ending, Error> {
    let ending = path
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("svg") => Ok(Ending::Svg),
        Some("png") => Ok(Ending::Png),
        Some("html" | "htm") => Ok(Ending::Html),
        _ => {
            let message = format!("`{path}` does not say what to write: end it with {ENDINGS}");
            Err(Error::usage(Code::Input, message))
        }
    }
}

fn to_file(plot: &Plot, path: &str, ending: Ending, scale: f64) -> Result<(), Error> {
    match ending {
        Ending::Html => save(path, plot.page()?.as_bytes()),
        _ => figure_to_file(&plot.figure()?, path, ending, scale),
    }
}

fn figure_to_file(figure: &Figure, path: &str, ending: Ending, scale: f64) -> Result<(), Error> {
    match ending {
        Ending::Svg => save(path, figure.svg().as_bytes()),
        Ending::Png => {
            let image = figure.png(scale);
            save(
                path,
                &image.map_err(|e| Error::usage(Code::Input, e.to_string()))?,
            )
        }
        Ending::Html => {
            let message = "this picture has no page: write it to `.svg` or `.png`";
            Err(Error::usage(Code::Input, message))
        }
    }
}

fn show(figure: &Figure, console: &mut Console) -> Result<(), Error> {
    Ok(write!(
        console.out,
        "{}",
        figure.terminal(console.screen())
    )?)
}

fn save(path: &str, bytes: &[u8]) -> Result<(), Error> {
    std::fs::write(path, bytes)
        .map_err(|error| Error::usage(Code::Input, format!("`{path}` can't be written: {error}")))
}

/// A picture of formulas with all that can be asked for.
fn of_arguments(read: &[Formula], arguments: &PlotArguments) -> Result<Plot, Error> {
    let mut plot = of_formulas(read)?;
    for text in &arguments.set {
        let point = Point::parse(text)?;
        point.check_names(read)?;
        for (name, value) in point.coordinates() {
            plot = plot.set(name, value);
        }
    }
    let free = free(read, arguments)?;
    let asked = [&arguments.x, &arguments.y];
    for (i, text) in asked.into_iter().enumerate() {
        if let Some(text) = text {
            let (low, high) = range(text)?;
            let name = free.get(i).ok_or_else(|| no_such_variable(text))?;
            plot = plot.range(name, low, high);
        }
    }
    for text in &arguments.range {
        let (name, (low, high)) = named_range(text)?;
        plot = plot.range(&name, low, high);
    }
    if let Some(text) = &arguments.values {
        let (low, high) = range(text)?;
        plot = plot.values(low, high);
    }
    for text in &arguments.tangent {
        plot = plot.tangent(coordinates::<1>(text, &free)?[0]);
    }
    for text in &arguments.descend {
        plot = plot.descend(coordinates(text, &free)?);
    }
    Ok(looks(plot, arguments))
}

/// What has nothing to do with the function.
fn looks(mut plot: Plot, arguments: &PlotArguments) -> Plot {
    plot = plot.theme(arguments.theme.into());
    for kind in &arguments.kind {
        plot = plot.kind((*kind).into());
    }
    if let Some((width, height)) = arguments.size {
        plot = plot.size(width, height);
    }
    if let Some(samples) = arguments.samples {
        plot = plot.samples(samples.into());
    }
    if !arguments.levels.is_empty() {
        plot = plot.levels(&arguments.levels);
    }
    if let [azimuth, elevation] = arguments.camera.as_slice() {
        plot = plot.camera(Camera {
            azimuth: *azimuth,
            elevation: *elevation,
        });
    }
    if let Some(title) = &arguments.title {
        plot = plot.title(title);
    }
    if arguments.derivative {
        plot = plot.with_derivative();
    }
    if arguments.arrows {
        plot = plot.arrows();
    }
    if arguments.stream {
        plot = plot.streams();
    }
    match arguments.log {
        Some(Axes::X) => plot.logarithmic(true, false),
        Some(Axes::Y) => plot.logarithmic(false, true),
        Some(Axes::Xy) => plot.logarithmic(true, true),
        None => plot,
    }
}

fn of_formulas(read: &[Formula]) -> Result<Plot, Error> {
    let mut plot: Option<Plot> = None;
    for (i, formula) in read.iter().enumerate() {
        let letters = ["f", "g", "h", "u", "v", "w"];
        let name = formula
            .name
            .as_deref()
            .or(letters.get(i).copied())
            .unwrap_or("f");
        plot = Some(match plot {
            None => Plot::new(name, &formula.function),
            Some(plot) => plot.and(name, &formula.function),
        });
    }
    plot.ok_or_else(|| Error::usage(Code::Input, "there is no formula to plot"))
}

/// The variables without values, in order.
fn free(read: &[Formula], arguments: &PlotArguments) -> Result<Vec<String>, Error> {
    let mut set = Vec::new();
    for text in &arguments.set {
        set.extend(
            Point::parse(text)?
                .coordinates()
                .map(|(name, _)| name.to_owned()),
        );
    }
    let mut found: Vec<String> = Vec::new();
    for name in read.iter().flat_map(|formula| formula.function.variables()) {
        if !found.contains(name) && !set.contains(name) {
            found.push(name.clone());
        }
    }
    Ok(found)
}

/// The coordinates of a point, in the order of the variables.
fn coordinates<const N: usize>(text: &str, free: &[String]) -> Result<[f64; N], Error> {
    let values = Point::parse(text)?.floats(free)?;
    <[f64; N]>::try_from(values).map_err(|values| {
        let message = format!("`{text}` names {} variables instead of {N}", values.len());
        Error::usage(Code::Mismatch, message)
    })
}

/// `x=-3..2*pi`
///
/// # Errors
/// Where it can't be read.
pub fn named_range(text: &str) -> Result<(String, (f64, f64)), Error> {
    let (name, ends) = text.split_once('=').ok_or_else(|| not_a_range(text))?;
    Ok((name.trim().to_owned(), range(ends)?))
}

/// `-3..2*pi`
fn range(text: &str) -> Result<(f64, f64), Error> {
    let (low, high) = text.split_once("..").ok_or_else(|| not_a_range(text))?;
    let number = |text: &str| {
        let source = Source::formula(text.trim());
        let value = Function::parse(text.trim()).and_then(|f| f.value(&[]));
        value.map_err(|error| source.wrong(&error))
    };
    let (low, high) = (number(low)?, number(high)?);
    if low < high && low.is_finite() && high.is_finite() {
        Ok((low, high))
    } else {
        Err(not_a_range(text))
    }
}

fn not_a_range(text: &str) -> Error {
    let message = format!("`{text}` is no range: write one as in `-3..3`, from low to high");
    Error::usage(Code::Mismatch, message)
}

fn no_such_variable(text: &str) -> Error {
    Error::usage(
        Code::Mismatch,
        format!("there is no variable for the range `{text}`"),
    )
}

fn quotient(read: &[Formula], at: &str, arguments: &PlotArguments) -> Result<Figure, Error> {
    let [formula] = read else {
        return Err(Error::usage(
            Code::Mismatch,
            "`--difference` takes one formula",
        ));
    };
    let [at] = coordinates::<1>(at, formula.function.variables())?;
    let mut figure = difference_quotient(&formula.function, at, arguments.theme.into())?;
    if let Some((width, height)) = arguments.size {
        (figure.width, figure.height) = (width, height);
    }
    Ok(figure)
}
