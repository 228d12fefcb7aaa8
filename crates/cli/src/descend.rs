//! `descend`: down to a minimum, with the path.

use std::io::Write;

use partials::Downhill;
use partials::minimise::descent::{Descent, Method, Rate, Settings, Step};
use partials::minimise::starts;
use partials::numeric::blackbox::Report;
use partials::numeric::verify::Verdict;
use partials::parser::Code;
use serde::Serialize;
use serde_json::Value as Json;

use crate::arguments::{DescendArguments, DescentMethod, TableFormat};
use crate::console::{Console, Paint};
use crate::error::Error;
use crate::input::{Formula, Statements, read_all};
use crate::notation::number;
use crate::point::Point;
use crate::record::{Heading, write_json};
use crate::search::{bounds, given, named, significant, write_csv, write_table};

/// At how many points of a path the gradient is checked.
const CHECKED: usize = 16;
/// Points where it is a smaller part of its largest value on the path are left out.
const STEEP: f64 = 1e-4;

/// What a descent came to.
#[derive(Debug, Serialize)]
struct Record<'a> {
    #[serde(flatten)]
    heading: Heading<'a>,
    method: &'static str,
    minimum: bool,
    point: Json,
    value: f64,
    gradient: f64,
    steps: usize,
    evaluations: usize,
    stop: &'static str,
    reason: String,
    held: Vec<&'a str>,
    outside: Option<Outside>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verified: Option<Verified>,
    path: Vec<Visited<'a>>,
}

/// Where the function has no value.
#[derive(Debug, Serialize)]
struct Outside {
    point: Json,
    part: Option<String>,
}

/// What differences say of the gradient.
#[derive(Debug, Serialize)]
struct Verified {
    verdict: String,
    points: usize,
}

#[derive(Debug, Serialize)]
struct Visited<'a> {
    step: usize,
    point: &'a [f64],
    value: f64,
    gradient: f64,
    length: f64,
}

/// A function on its way down.
struct Task<'a> {
    arguments: &'a DescendArguments,
    formula: &'a Formula,
    downhill: Downhill,
    method: Method,
}

/// `partials descend`
///
/// # Errors
/// Where the function or a starting point can't be read, or nothing can be written.
pub fn descend(arguments: &DescendArguments, console: &mut Console) -> Result<(), Error> {
    let Statements {
        formulas,
        mut session,
    } = read_all(&arguments.input, console)?;
    let Some(formula) = formulas.last() else {
        return Ok(());
    };
    let downhill = Downhill::new(&formula.function)?;
    let variables = formula.function.variables();
    let settings = Settings {
        method: arguments
            .method
            .map_or(downhill.method(), |method| arguments.method(method)),
        steps: arguments
            .search
            .steps
            .map_or(Settings::default().steps, |steps| steps as usize),
        gradient: arguments.tolerance,
        bounds: bounds(&arguments.search, &mut session, variables)?,
    };
    let mut from = given(&arguments.from, variables, |_| None)?;
    if from.is_empty() && !formula.at.is_empty() {
        from.push(Point::of(&formula.at)?.floats(variables)?);
    }
    let drawn = arguments.search.starts.map_or(0, usize::from);
    from.extend(starts(
        &settings.bounds,
        variables.len(),
        drawn,
        arguments.search.seed,
    ));
    if from.is_empty() {
        let names: Vec<String> = variables.iter().map(|name| format!("{name}=1")).collect();
        let message = format!(
            "there is no starting point: give one, as in `--from {}`",
            names.join(",")
        );
        return Err(Error::usage(Code::NoValue, message));
    }
    let task = Task {
        arguments,
        formula,
        method: settings.method,
        downhill,
    };
    let mut found = Vec::with_capacity(from.len());
    for from in &from {
        found.push(task.downhill.descend(&settings, from)?);
    }
    task.write(&found, console)?;
    match &arguments.output {
        Some(path) => crate::plot::descents(path, &task.drawn(), &found),
        None => Ok(()),
    }
}

impl DescendArguments {
    fn method(&self, method: DescentMethod) -> Method {
        let (rate, momentum) = (self.rate, self.momentum);
        match method {
            DescentMethod::Gradient => Method::Gradient(Rate::Fixed(rate)),
            DescentMethod::Decay => Method::Gradient(Rate::Decay {
                rate,
                decay: self.decay,
            }),
            DescentMethod::Momentum => Method::Gradient(Rate::Momentum { rate, momentum }),
            DescentMethod::Nesterov => Method::Gradient(Rate::Nesterov { rate, momentum }),
            DescentMethod::Adam => Method::Gradient(Rate::adam(rate)),
            DescentMethod::SteepestDescent => Method::SteepestDescent,
            DescentMethod::Newton => Method::Newton,
            DescentMethod::Bfgs => Method::Bfgs,
            DescentMethod::Lbfgs => Method::Lbfgs { memory: 10 },
            DescentMethod::TrustRegion => Method::TrustRegion,
            DescentMethod::LevenbergMarquardt => Method::LevenbergMarquardt,
        }
    }
}

impl Task<'_> {
    /// The formula with the function that goes down, which of residuals is the sum of squares.
    fn drawn(&self) -> Formula {
        Formula {
            function: self.downhill.function().clone(),
            ..self.formula.clone()
        }
    }

    /// Writes all descents; the best of several decides whether there is a minimum.
    fn write(&self, found: &[Descent], console: &mut Console) -> Result<(), Error> {
        let mut is_minimum = false;
        if self.arguments.format == TableFormat::Csv {
            self.write_heading(console)?;
        }
        for (place, descent) in found.iter().enumerate() {
            is_minimum |= descent.stop.is_minimum();
            let verified = self.verified(descent, console)?;
            match self.arguments.format {
                TableFormat::Csv => self.write_path(place, descent, console)?,
                TableFormat::Json => write_json(console, &self.record(descent, verified)?)?,
                TableFormat::Text => {
                    if place > 0 {
                        writeln!(console.out)?;
                    }
                    self.write_text(&self.record(descent, verified)?, descent, console)?;
                }
            }
        }
        if self.arguments.format == TableFormat::Text && found.len() > 1 {
            self.write_best(found, console)?;
        }
        console.exit.undecided |= !is_minimum;
        Ok(())
    }

    fn verified(
        &self,
        descent: &Descent,
        console: &mut Console,
    ) -> Result<Option<Verified>, Error> {
        if !self.arguments.verify {
            return Ok(None);
        }
        // Where the gradient vanishes, differences are all rounding.
        let steepest = descent
            .path
            .iter()
            .map(|step| step.gradient)
            .fold(0.0, f64::max);
        let is_steep = |step: &&Step| step.gradient > STEEP * steepest;
        let steep: Vec<&Step> = descent.path.iter().filter(is_steep).collect();
        let points = steep.iter().step_by(steep.len().div_ceil(CHECKED).max(1));
        let points: Vec<&[f64]> = points.map(|step| step.point.as_slice()).collect();
        let report: Report = self.downhill.verify(&points)?;
        if report.verdict == Verdict::Refuted {
            console.exit.refuted = true;
        }
        Ok(Some(Verified {
            verdict: report.verdict.to_string(),
            points: points.len(),
        }))
    }

    fn record<'a>(
        &'a self,
        descent: &'a Descent,
        verified: Option<Verified>,
    ) -> Result<Record<'a>, Error> {
        let variables = self.formula.function.variables();
        let end = descent.end();
        let outside = match descent.stop.outside() {
            Some(point) => Some(Outside {
                point: named(variables, point),
                part: self.downhill.undefined_part(point)?,
            }),
            None => None,
        };
        let held = descent
            .held
            .iter()
            .filter_map(|place| variables.get(*place));
        Ok(Record {
            heading: Heading::new("descend", self.formula),
            method: self.method.name(),
            minimum: descent.stop.is_minimum(),
            point: named(variables, &end.point),
            value: end.value,
            gradient: end.gradient,
            steps: descent.path.len().saturating_sub(1),
            evaluations: descent.evaluations,
            stop: descent.stop.name(),
            reason: descent.stop.to_string(),
            held: held.map(String::as_str).collect(),
            outside,
            verified,
            path: match self.arguments.format {
                TableFormat::Json => visited(&descent.path),
                _ => Vec::new(),
            },
        })
    }

    fn write_text(
        &self,
        record: &Record<'_>,
        descent: &Descent,
        console: &mut Console,
    ) -> Result<(), Error> {
        if self.arguments.trace {
            let mut rows = vec![self.heading(["step".to_owned()])];
            for (place, step) in descent.path.iter().enumerate() {
                let numbers = cells(step).map(|value| significant(value, 8));
                rows.push(std::iter::once(place.to_string()).chain(numbers).collect());
            }
            write_table(&mut console.out, &rows)?;
            writeln!(console.out)?;
        }
        let end = descent.end();
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut row = |name: &str, text: String| rows.push(vec![name.to_owned(), text]);
        for (variable, x) in self.formula.function.variables().iter().zip(&end.point) {
            let held = if record.held.contains(&variable.as_str()) {
                " (at its bound)"
            } else {
                ""
            };
            row(variable, format!("{}{held}", number(*x)));
        }
        row("value", number(end.value));
        row("gradient", significant(end.gradient, 3));
        let (steps, evaluations) = (record.steps, record.evaluations);
        let plural = if evaluations == 1 { "" } else { "s" };
        let method = record.method;
        row(
            "steps",
            format!("{steps} by {method}, {evaluations} evaluation{plural}"),
        );
        let paint = if record.minimum {
            Paint::Good
        } else {
            Paint::Open
        };
        row("end", console.style.paint(paint, &record.reason));
        if let (Some(outside), Some(point)) = (&record.outside, descent.stop.outside()) {
            let coordinates = self.formula.function.variables().iter().zip(point);
            let coordinates = coordinates.map(|(name, x)| format!("{name} = {}", number(*x)));
            row("at", coordinates.collect::<Vec<_>>().join(", "));
            if let Some(part) = &outside.part {
                row("no value", part.clone());
            }
        }
        if let Some(verified) = &record.verified {
            let (verdict, points) = (&verified.verdict, verified.points);
            row(
                "verified",
                format!("the gradient is {verdict} at {points} points of the path"),
            );
        }
        let width = rows
            .iter()
            .filter_map(|row| row.first())
            .map(|name| name.chars().count())
            .max();
        for row in &rows {
            if let [name, text] = row.as_slice() {
                writeln!(
                    console.out,
                    "{name:<width$}  {text}",
                    width = width.unwrap_or(0)
                )?;
            }
        }
        Ok(())
    }

    fn write_best(&self, found: &[Descent], console: &mut Console) -> Result<(), Error> {
        let ends = found
            .iter()
            .enumerate()
            .filter(|(_, descent)| descent.stop.is_minimum());
        let best = ends.min_by(|a, b| a.1.end().value.total_cmp(&b.1.end().value));
        let text = match best {
            Some((place, descent)) => {
                let value = number(descent.end().value);
                format!(
                    "lowest of {}: {value}, from starting point {}",
                    found.len(),
                    place + 1
                )
            }
            None => format!("none of {} descents ends at a minimum", found.len()),
        };
        Ok(writeln!(console.out, "\n{text}")?)
    }

    fn heading<const N: usize>(&self, first: [String; N]) -> Vec<String> {
        let variables = self.formula.function.variables().iter().cloned();
        let rest = ["value", "gradient", "length"].map(str::to_owned);
        first.into_iter().chain(variables).chain(rest).collect()
    }

    fn write_heading(&self, console: &mut Console) -> Result<(), Error> {
        let heading = self.heading(["start", "step"].map(str::to_owned));
        Ok(write_csv(&mut console.out, heading)?)
    }

    fn write_path(
        &self,
        start: usize,
        descent: &Descent,
        console: &mut Console,
    ) -> Result<(), Error> {
        for (place, step) in descent.path.iter().enumerate() {
            let places = [start + 1, place].map(|place| place.to_string());
            write_csv(
                &mut console.out,
                places.into_iter().chain(cells(step).map(number)),
            )?;
        }
        if !descent.stop.is_minimum() {
            console.remark(&descent.stop.to_string());
        }
        Ok(())
    }
}

fn cells(step: &Step) -> impl Iterator<Item = f64> {
    let rest = [step.value, step.gradient, step.length];
    step.point.iter().copied().chain(rest)
}

fn visited(path: &[Step]) -> Vec<Visited<'_>> {
    let steps = path.iter().enumerate();
    steps
        .map(|(place, step)| Visited {
            step: place,
            point: &step.point,
            value: step.value,
            gradient: step.gradient,
            length: step.length,
        })
        .collect()
}
