//! Formulas with values, gradients and Hessians at points: ours must be the same numbers.
#![allow(clippy::indexing_slicing)] // A place that is not there fails the test.

use std::collections::BTreeMap;

use partials::Function;
use partials::numeric::interval::Interval;
use partials::numeric::tape::{Tape, TapeOptions};
use partials::symbolic::Rational;
use partials::symbolic::graph::{Id, Node};
use serde_json::Value;

/// How a row fared.
#[derive(Clone, Debug, PartialEq)]
pub enum Fate {
    /// All numbers agree; how many there were.
    Right(usize),
    /// The imaginary unit occurs, and was refused.
    RefusedComplex,
    /// A function that is not known, or without a value there.
    NoValue(String),
    /// It can't be read, though it should.
    Unread(String),
    /// A number differs.
    Wrong(String),
}

/// Checks a row of `feynman`, `wild`, `mgh_cute`, `nist` or `sympy_diff`.
pub fn check(row: &Value) -> Vec<Fate> {
    let has_i = row.get("has_I").and_then(Value::as_bool).unwrap_or(false);
    let expression = text(row, "expr");
    if has_i {
        let refused = expression.map(|e| Function::parse(e).err().map(|e| e.to_string()));
        return vec![match refused.flatten() {
            Some(error) if error.contains("complex") => Fate::RefusedComplex,
            other => Fate::Wrong(format!("the imaginary unit was not refused: {other:?}")),
        }];
    }
    if let Some(functions) = row.get("fns").and_then(Value::as_array) {
        return functions.iter().flat_map(|f| cute(row, f)).collect();
    }
    let Some(expression) = expression else {
        return Vec::new();
    };
    let function = match Function::parse(expression) {
        Ok(function) => function,
        Err(error) => return vec![Fate::Unread(format!("{expression}: {error}"))],
    };
    if let Some(wrt) = row.get("wrt").and_then(Value::as_array) {
        return vec![derivative(row, &function, wrt)];
    }
    let mut fates = Vec::new();
    for at in row
        .get("points")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        fates.push(at_point(&function, at.get("point"), at));
    }
    for (place, values) in [("x0", "at_x0"), ("x1", "at_x1"), ("xmin", "at_xmin")] {
        if let (Some(place), Some(values)) = (row.get(place), row.get(values)) {
            let names = row.get("vars").and_then(Value::as_array);
            fates.push(at_list(&function, names, place, values));
        }
    }
    fates
}

fn text<'a>(row: &'a Value, key: &str) -> Option<&'a str> {
    row.get(key).and_then(Value::as_str)
}

fn cute(row: &Value, function: &Value) -> Vec<Fate> {
    let Some(expression) = text(function, "expr") else {
        return Vec::new();
    };
    let parsed = match Function::parse(expression) {
        Ok(parsed) => parsed,
        Err(error) => return vec![Fate::Unread(format!("{expression}: {error}"))],
    };
    [("x0", "at_x0"), ("x1", "at_x1")]
        .into_iter()
        .filter_map(|(place, values)| {
            Some(at_point(
                &parsed,
                Some(row.get(place)?),
                function.get(values)?,
            ))
        })
        .collect()
}

type Point = BTreeMap<String, Rational>;

fn point(object: Option<&Value>) -> Option<Point> {
    object?
        .as_object()?
        .iter()
        .map(|(name, value)| Some((name.clone(), Rational::from_f64(value.as_f64()?)?)))
        .collect()
}

/// The enclosures of all elements at a point.
fn enclosures(function: &Function, point: &Point) -> Result<Vec<Interval>, String> {
    let coordinates: Option<Vec<Rational>> = function
        .variables()
        .iter()
        .map(|name| point.get(name).cloned())
        .collect();
    let coordinates = coordinates.ok_or("a variable without a value")?;
    let values = function
        .evaluate(&coordinates)
        .map_err(|error| error.to_string())?;
    Ok(values.iter().map(|value| value.enclosure).collect())
}

/// Whether a stored number lies in the enclosure, or within 1e-12 of the largest of its own size,
/// that of the terms which it is the sum of, and 1e-15 of the row's largest number (stored zeros
/// carry the noise of the differences that they were computed with).
///
/// Where ours is 0 by the rules alone, the noise may be up to 1e-9 of the row's largest number.
fn agrees(found: Interval, stored: f64, terms: f64, largest: f64) -> bool {
    if found == Interval::ZERO {
        return stored.abs() <= 1e-9 * largest;
    }
    let slack = 1e-12 * stored.abs().max(terms).max(1e-15 * largest);
    !found.is_empty() && found.lo() - slack <= stored && stored <= found.hi() + slack
}

/// For each element that is a sum, the sum of the sizes of its terms; 0 for the others.
fn term_sizes(function: &Function, point: &Point) -> Vec<f64> {
    let coordinates: Vec<Interval> = function
        .variables()
        .iter()
        .filter_map(|name| Some(Interval::point(point.get(name)?.to_f64())))
        .collect();
    function.with_graph(|graph, value| {
        let terms_of = |id: &Id| {
            graph.with(|arena| match arena.node(*id) {
                Node::Sum(list) => arena.list(list).to_vec(),
                _ => Vec::new(),
            })
        };
        let size = |id: &Id| {
            let terms = terms_of(id);
            let options = TapeOptions {
                decimals: value.decimals,
            };
            let tape = Tape::new(graph, &terms, function.variables(), options).ok();
            let values = tape.map(|tape| tape.evaluate(&coordinates, ()));
            values
                .unwrap_or_default()
                .iter()
                .map(|term| term.magnitude())
                .sum()
        };
        value.elements.iter().map(size).collect()
    })
}

fn derivative(row: &Value, function: &Function, wrt: &[Value]) -> Fate {
    let names: Vec<&str> = wrt.iter().filter_map(Value::as_str).collect();
    let Some(stored) = row.get("derivative_value").and_then(Value::as_f64) else {
        return Fate::NoValue("no real value is stored".into());
    };
    let known = names
        .iter()
        .all(|name| function.variables().iter().any(|v| v == name));
    let found = if known {
        let derived = function
            .derivative(&names)
            .map_err(|error| error.to_string());
        point(row.get("point"))
            .ok_or_else(|| "no real point".into())
            .and_then(|point| enclosures(&derived?, &point))
    } else {
        Ok(vec![Interval::ZERO])
    };
    match found.as_deref() {
        Ok([found]) if agrees(*found, stored, 0.0, 0.0) => Fate::Right(1),
        Ok([found]) if found.is_empty() || !found.is_bounded() => Fate::NoValue(format!(
            "{}: no value at the point",
            text(row, "id").unwrap_or_default()
        )),
        Ok(found) => Fate::Wrong(format!(
            "{}: {found:?}, expected {stored}",
            text(row, "id").unwrap_or_default()
        )),
        Err(error) => Fate::NoValue(error.clone()),
    }
}

/// Values by name: `grad` and the upper triangle `hess` of the row's objects.
fn at_point(function: &Function, place: Option<&Value>, stored: &Value) -> Fate {
    let Some(point) = point(place) else {
        return Fate::NoValue("no real point".into());
    };
    let number = |object: Option<&Value>, key: &str| object.and_then(|o| o.get(key)?.as_f64());
    let gradient = stored.get("grad");
    let hessian = stored.get("hess");
    let variables = function.variables();
    // Zeros may be omitted.
    let zero = |object: Option<&Value>| object.filter(|o| o.is_object()).map(|_| 0.0);
    compare(
        function,
        &point,
        stored.get("value").and_then(Value::as_f64),
        |i| number(gradient, &variables[i]).or_else(|| zero(gradient)),
        |i, j| {
            number(hessian, &format!("{},{}", variables[i], variables[j]))
                .or_else(|| number(hessian, &format!("{},{}", variables[j], variables[i])))
                .or_else(|| zero(hessian))
        },
    )
}

/// Values by place, for the rows that list them.
fn at_list(function: &Function, names: Option<&Vec<Value>>, place: &Value, stored: &Value) -> Fate {
    let names: Vec<&str> = names
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let Some(coordinates) = place.as_array() else {
        return at_point(function, Some(place), stored);
    };
    let point: Option<Point> = names
        .iter()
        .zip(coordinates)
        .map(|(name, value)| Some(((*name).to_owned(), Rational::from_f64(value.as_f64()?)?)))
        .collect();
    let Some(point) = point else {
        return Fate::NoValue("no real point".into());
    };
    let at = |i: usize| {
        let name = function.variables().get(i)?;
        names.iter().position(|known| known == name)
    };
    compare(
        function,
        &point,
        stored.get("value").and_then(Value::as_f64),
        |i| stored.get("grad")?.get(at(i)?)?.as_f64(),
        |i, j| stored.get("hess")?.get(at(i)?)?.get(at(j)?)?.as_f64(),
    )
}

fn compare(
    function: &Function,
    point: &Point,
    value: Option<f64>,
    gradient: impl Fn(usize) -> Option<f64>,
    hessian: impl Fn(usize, usize) -> Option<f64>,
) -> Fate {
    let n = function.variables().len();
    let mut count = 0;
    let stored_gradient: Vec<Option<f64>> = (0..n).map(&gradient).collect();
    let stored_hessian: Vec<Option<f64>> = (0..n)
        .flat_map(|i| (0..n).map(move |j| (i, j)))
        .map(|(i, j)| hessian(i, j))
        .collect();
    let mut parts = vec![("value", Ok(function.clone()), vec![value])];
    if stored_gradient.iter().any(Option::is_some) {
        parts.push(("gradient", Ok(function.gradient()), stored_gradient));
    }
    if stored_hessian.iter().any(Option::is_some) {
        parts.push(("Hessian", function.hessian(), stored_hessian));
    }
    let largest = parts
        .iter()
        .flat_map(|(_, _, stored)| stored.iter().flatten())
        .fold(0.0_f64, |most, x| most.max(x.abs()));
    for (what, derived, stored) in parts {
        let found = derived
            .map_err(|error| error.to_string())
            .and_then(|derived| Ok((enclosures(&derived, point)?, term_sizes(&derived, point))));
        let (found, sizes) = match found {
            Ok(found) => found,
            Err(error) => return Fate::NoValue(error),
        };
        for (i, ((found, terms), stored)) in found.iter().zip(sizes).zip(&stored).enumerate() {
            let Some(stored) = stored else { continue };
            count += 1;
            if !agrees(*found, *stored, terms, largest) {
                return Fate::Wrong(format!(
                    "{function} at {point:?}: {what} {i}: {found:?}, expected {stored}"
                ));
            }
        }
    }
    Fate::Right(count)
}
