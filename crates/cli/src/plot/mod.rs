//! `plot`: pictures to files and to the terminal.

mod options;

use std::io::Write;

use partials::Function;
use partials::parser::Code;
use partials::plot::{Camera, Figure, Plot, difference_quotient};

use crate::console::Console;
use crate::error::Error;
use crate::input::{Formula, Source, formulas};
use crate::point::Point;
pub use options::PlotArguments;
use options::{Axes, Theme};

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
        return write(&figure, ending, arguments, console);
    }
    let plot = of_arguments(&read, arguments)?;
    if ending == Some(Ending::Html) {
        return save(arguments, plot.page()?.as_bytes());
    }
    write(&plot.figure()?, ending, arguments, console)
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

fn write(
    figure: &Figure,
    ending: Option<Ending>,
    arguments: &PlotArguments,
    console: &mut Console,
) -> Result<(), Error> {
    match ending {
        Some(Ending::Svg) => save(arguments, figure.svg().as_bytes()),
        Some(Ending::Png) => {
            let image = figure.png(arguments.scale);
            save(
                arguments,
                &image.map_err(|e| Error::usage(Code::Input, e.to_string()))?,
            )
        }
        Some(Ending::Html) => {
            let message = "this picture has no page: write it to `.svg` or `.png`";
            Err(Error::usage(Code::Input, message))
        }
        None => Ok(write!(
            console.out,
            "{}",
            figure.terminal(console.screen())
        )?),
    }
}

fn save(arguments: &PlotArguments, bytes: &[u8]) -> Result<(), Error> {
    let path = arguments.output.as_deref().unwrap_or_default();
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
    let mut figure = difference_quotient(&formula.function, at, theme(arguments.theme))?;
    if let Some((width, height)) = arguments.size {
        (figure.width, figure.height) = (width, height);
    }
    Ok(figure)
}

fn theme(theme: Theme) -> partials::plot::Theme {
    theme.into()
}
