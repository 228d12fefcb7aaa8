//! Test functions of which the least value is known: those of Moré, Garbow and Hillstrom and of the
//! CUTE collection, with their standard starting points.

use std::collections::BTreeMap;

use partials::minimise::Bounds;
use partials::minimise::descent::{Descent, Method, Settings};
use partials::{Downhill, Error, Function};

use crate::{Row, carried_corpus, corpus};

/// A function with its starting point, bounds and least value.
pub struct Problem {
    /// The row of the corpus.
    pub name: String,
    /// The function.
    pub downhill: Downhill,
    /// The standard starting point.
    pub start: Vec<f64>,
    /// Where the variables may lie.
    pub bounds: Bounds,
    /// The least value.
    pub least: f64,
}

/// All functions of which a minimum is known.
///
/// # Panics
/// Where a function can't be read.
pub fn problems() -> Vec<Problem> {
    let rows: BTreeMap<String, Row> = corpus("mgh_cute")
        .into_iter()
        .map(|row| (row.name(), row))
        .collect();
    let read = |minimum: &Row| {
        let name = minimum.name();
        let found = rows.get(&name).map(|row| problem(row, minimum));
        match found {
            Some(Ok(problem)) => problem,
            Some(Err(error)) => panic!("{name}: {error}"),
            None => panic!("no function {name}"),
        }
    };
    carried_corpus("minima").iter().map(read).collect()
}

fn problem(row: &Row, minimum: &Row) -> Result<Problem, Error> {
    let objective = row.rows("fns").into_iter().next();
    let source = objective.as_ref().unwrap_or(row).text("expr");
    let names = row.texts("vars");
    let source = format!("f({}) = {}", names.join(", "), source.unwrap_or_default());
    let named = row.point("x0");
    let start = row.numbers("x0").unwrap_or_else(|| {
        let found = names.iter().map(|name| named.get(*name).copied());
        found.flatten().collect()
    });
    let ranges = row.row("var_bounds").unwrap_or_default();
    let range = |name: &&str| {
        let ends = ranges.0.get(*name).and_then(|ends| ends.as_array());
        let end = |place: usize| ends.and_then(|ends| ends.get(place)?.as_f64());
        let low = end(0).unwrap_or(f64::NEG_INFINITY);
        (low, end(1).unwrap_or(f64::INFINITY))
    };
    Ok(Problem {
        name: row.name(),
        downhill: Downhill::new(&Function::parse(&source)?)?,
        start,
        bounds: Bounds::new(names.iter().map(range).collect()).unwrap_or_default(),
        least: minimum.number("fmin").unwrap_or(f64::NAN),
    })
}

impl Problem {
    /// The descent from the standard start, by the method that is chosen unless one is named.
    ///
    /// # Panics
    /// Where the start doesn't fit the function.
    pub fn descend(&self, method: Option<Method>) -> Descent {
        let settings = Settings {
            method: method.unwrap_or_else(|| self.downhill.method()),
            bounds: self.bounds.clone(),
            ..Settings::default()
        };
        match self.downhill.descend(&settings, &self.start) {
            Ok(descent) => descent,
            Err(error) => panic!("{}: {error}", self.name),
        }
    }

    /// Whether a descent ended at the least value.
    pub fn is_reached(&self, descent: &Descent) -> bool {
        self.is_least(descent.end().value)
    }

    /// Whether a value is the least, to eight digits; one that is zero is reached to 1e-16.
    pub fn is_least(&self, value: f64) -> bool {
        value - self.least <= f64::max(1e-8 * self.least.abs(), 1e-16)
    }
}
