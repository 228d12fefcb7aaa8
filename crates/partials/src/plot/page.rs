//! The page of a picture.

use partials_plot::grid::spaced;
use partials_plot::page::{Page, Parameter, SAMPLES, Source};

use super::program::program;
use super::{Kind, Plot};
use crate::{Compiled, Error, Function};

/// How many places of curves are computed where the page can't.
const PLACES: usize = 801;

pub fn page(plot: &Plot) -> Result<String, Error> {
    let variables = plot.variables()?;
    let page = match variables.as_slice() {
        [x] => of_curves(plot, x)?,
        [x, y] => of_surface(plot, x, y)?,
        _ => return Err(plot.wrong_variables()),
    };
    page.html()
        .map_err(|error| Error::mismatch("a page", error.to_string()))
}

fn empty(plot: &Plot, variables: &[String]) -> Page {
    Page {
        title: plot.heading(variables),
        theme: plot.theme,
        names: variables.to_vec(),
        ranges: Vec::new(),
        value: String::new(),
        labels: Vec::new(),
        values: plot.values,
        cut: (false, false),
        parameters: plot.parameters.iter().map(slider).collect(),
        source: Source::Program(Default::default()),
        starts: plot.starts.clone(),
        paths: plot.paths.clone(),
        camera: (plot.camera.azimuth, plot.camera.elevation),
    }
}

fn slider((name, value): &(String, f64)) -> Parameter {
    let reach = value.abs().max(1.0);
    Parameter {
        name: name.clone(),
        value: *value,
        low: value - reach,
        high: value + reach,
    }
}

/// Functions of the variables, then of the parameters, as one.
fn inputs(plot: &Plot, variables: &[String]) -> Vec<String> {
    let parameters = plot.parameters.iter().map(|(name, _)| name.clone());
    variables.iter().cloned().chain(parameters).collect()
}

fn of_surface(plot: &Plot, x: &str, y: &str) -> Result<Page, Error> {
    let sampled = plot.sampled(x, y)?;
    let [(name, function)] = plot.functions.as_slice() else {
        return Err(plot.wrong_variables());
    };
    let whole = function.of_variables(&inputs(plot, &sampled.names));
    let with_gradient = whole.derivatives(&[vec![], vec![x], vec![y]])?;
    let source = match program(with_gradient.tape()?) {
        Ok(program) => Source::Program(program),
        Err(beyond) => Source::Sampled {
            values: vec![values(
                &sampled.compiled,
                sampled.region.x,
                sampled.region.y,
            )],
            reason: beyond.to_string(),
        },
    };
    // What the page can't compute it can't descend on either.
    let (starts, paths) = match &source {
        Source::Program(_) => (plot.starts.clone(), plot.paths.clone()),
        Source::Sampled { .. } => (Vec::new(), sampled.paths),
    };
    Ok(Page {
        ranges: vec![sampled.region.x, sampled.region.y],
        value: format!("{name}({x}, {y})"),
        cut: sampled.cut,
        source,
        starts,
        paths,
        ..empty(plot, &sampled.names)
    })
}

fn values(compiled: &Compiled, x: (f64, f64), y: (f64, f64)) -> Vec<f64> {
    let (xs, ys) = (spaced(x.0, x.1, SAMPLES), spaced(y.0, y.1, SAMPLES));
    let all = ys.iter().flat_map(|y| xs.iter().map(move |x| [*x, *y]));
    all.map(|place| compiled.value(&place).unwrap_or(f64::NAN))
        .collect()
}

fn of_curves(plot: &Plot, x: &str) -> Result<Page, Error> {
    let variables = [x.to_owned()];
    let drawn = plot.drawn_curves(x)?;
    let inputs = inputs(plot, &variables);
    let (mut all, mut labels): (Option<Function>, Vec<String>) = (None, Vec::new());
    for (name, function) in &plot.functions {
        let whole = function.of_variables(&inputs);
        let mut orders = vec![vec![]];
        labels.push(format!("{name}({x})"));
        if plot.derivative {
            orders.push(vec![x]);
            labels.push(format!("{name}′({x})"));
        }
        let found = whole.derivatives(&orders)?;
        all = Some(match all {
            Some(all) => all.joined(&found),
            None => found,
        });
    }
    let all = all.ok_or_else(|| plot.wrong_variables())?;
    let source = match program(all.tape()?) {
        Ok(program) => Source::Program(program),
        Err(beyond) => Source::Sampled {
            values: places(plot, x, drawn.range)?,
            reason: beyond.to_string(),
        },
    };
    Ok(Page {
        ranges: vec![drawn.range],
        labels,
        cut: drawn.cut,
        source,
        ..empty(plot, &variables)
    })
}

/// The places of curves, and the values of each there.
fn places(plot: &Plot, x: &str, (low, high): (f64, f64)) -> Result<Vec<Vec<f64>>, Error> {
    let xs = spaced(low, high, PLACES);
    let mut found = Vec::new();
    for (_, function, compiled) in plot.compiled(&[x.to_owned()])? {
        let on = |f: &Compiled| {
            xs.iter()
                .map(|x| f.value(&[*x]).unwrap_or(f64::NAN))
                .collect()
        };
        found.push(on(&compiled));
        if plot.derivative {
            found.push(on(&function.partial(x)?.compile()?));
        }
    }
    found.insert(0, xs);
    Ok(found)
}

impl Kind {
    /// What is drawn of two variables where nothing is said.
    pub(super) const USUAL: Self = Self::Surface;
}
