//! `eval`: values at points, with derivatives, digits, differences.

use partials::numeric::difference::{Side, central_difference};
use partials::numeric::germ::Slope;
use partials::parser::Code;
use partials::symbolic::lower::Shape;
use partials::{Function, Local};
use serde::Serialize;
use serde_json::Value as Json;

use crate::arguments::{EvalArguments, Format};
use crate::console::Console;
use crate::error::Error;
use crate::input::{Formula, formulas};
use crate::layout::{Block, print};
use crate::notation::{derivative, number, shaped};
use crate::point::Point;
use crate::record::{Heading, write_json};
use crate::report::nested;

/// The digits that are printed of a value beyond the range of floats.
const BEYOND_DIGITS: usize = 17;

/// What there is to say of one value.
#[derive(Clone, Debug)]
struct Value {
    float: f64,
    exact: Option<String>,
    digits: Option<String>,
    /// Why there is no value.
    missing: Option<Missing>,
    /// What else is to be known of it.
    note: Option<String>,
}

/// Why there is no value.
#[derive(Clone, Debug)]
enum Missing {
    /// This part is outside its domain.
    Undefined(String),
    /// The value of this part could not be bounded.
    Unclear(String),
    /// There is no derivative at the point, for this reason.
    NotDifferentiable(String),
}

/// The values of all elements of a function, or of a derivative of it.
struct Values {
    wrt: Option<Vec<String>>,
    shape: Shape,
    values: Vec<Value>,
}

/// What a command found for one formula at one point.
#[derive(Debug, Serialize)]
struct Record<'a> {
    #[serde(flatten)]
    heading: Heading<'a>,
    at: Json,
    #[serde(flatten)]
    value: Option<ValueRecord>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    derivatives: Vec<ValueRecord>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    differences: Vec<ValueRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<f64>,
}

#[derive(Debug, Serialize)]
struct ValueRecord {
    #[serde(skip_serializing_if = "Option::is_none")]
    wrt: Option<Vec<String>>,
    result: Option<String>,
    value: Json,
    exact: Json,
    digits: Json,
    undefined: Json,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<Json>,
}

/// `partials eval`
///
/// # Errors
/// Where nothing can be written, or a point can't be read.
pub fn eval(arguments: &EvalArguments, console: &mut Console) -> Result<(), Error> {
    let read = formulas(&arguments.inputs, console);
    let points: Vec<Point> = arguments
        .at
        .iter()
        .map(|text| Point::parse(text))
        .collect::<Result<_, _>>()?;
    points
        .iter()
        .try_for_each(|point| point.check_names(&read))?;
    let mut blocks = Vec::new();
    for formula in &read {
        let own = [Point::of(&formula.at)?];
        for point in if points.is_empty() { &own[..] } else { &points } {
            let several = (read.len() > 1, points.len() > 1);
            match at_point(arguments, formula, point) {
                Ok(found) => {
                    console.exit.undecided |= found.iter().any(Values::is_missing);
                    match arguments.format {
                        Format::Text => blocks.push(block(formula, point, &found, several)),
                        Format::Json => write_record(console, arguments, formula, point, found)?,
                    }
                }
                Err(error) => console.error(&error),
            }
        }
    }
    Ok(print(console, &blocks)?)
}

fn at_point(
    arguments: &EvalArguments,
    formula: &Formula,
    point: &Point,
) -> Result<Vec<Values>, Error> {
    let function = &formula.function;
    if let Some(step) = arguments.difference {
        return differences(function, point, step);
    }
    let digits = arguments.digits.map(usize::from);
    let values = |function: &Function, wrt| {
        let values = values(function, point, digits)?;
        Ok::<_, Error>(Values {
            wrt,
            shape: function.shape(),
            values,
        })
    };
    let mut found = vec![values(function, None)?];
    if arguments.derivatives {
        for variable in function.variables() {
            let mut partial = values(&function.partial(variable)?, Some(vec![variable.clone()]))?;
            at_the_point(function, variable, point, &mut partial.values)?;
            found.push(partial);
        }
    }
    Ok(found)
}

/// The value of a function at a point as text, and whether there is one.
///
/// # Errors
/// Where a variable has no value.
pub fn text_at(
    function: &Function,
    point: &Point,
    digits: Option<usize>,
) -> Result<(String, bool), Error> {
    let found = Values {
        wrt: None,
        shape: function.shape(),
        values: values(function, point, digits)?,
    };
    Ok((found.text(), !found.is_missing()))
}

/// The values of a function at a point.
fn values(function: &Function, point: &Point, digits: Option<usize>) -> Result<Vec<Value>, Error> {
    let placed = point.place(function)?;
    let (function, point) = (&placed.function, placed.point.as_slice());
    let evaluations = function.evaluate(point)?;
    let is_number = |e: &partials::Evaluation| e.value.is_finite() && !e.enclosure.is_empty();
    let all_numbers = evaluations.iter().all(is_number);
    let parts = match all_numbers {
        true => Vec::new(),
        false => function.undefined_parts(point)?,
    };
    let asked = digits.is_some();
    let digits = match digits.or((!all_numbers).then_some(BEYOND_DIGITS)) {
        Some(count) => function.digits(point, count)?,
        None => Vec::new(),
    };
    let mut parts = parts.into_iter();
    let mut digits = digits.into_iter();
    let value = |e: partials::Evaluation| {
        let (part, digits) = (parts.next().flatten(), digits.next().flatten());
        let is_number = is_number(&e);
        let zero = e
            .exact
            .as_ref()
            .is_some_and(partials::symbolic::Rational::is_zero);
        let digits = match digits {
            _ if !asked && is_number => None,
            None if zero => Some("0".to_owned()),
            digits => digits,
        };
        let part = part.unwrap_or_else(|| "the value".to_owned());
        let missing = match () {
            () if e.enclosure.is_empty() => Some(Missing::Undefined(part)),
            () if !is_number && digits.is_none() => Some(Missing::Unclear(part)),
            () => None,
        };
        let exact = e.exact.map(|exact| exact.to_string());
        Value {
            float: e.value,
            exact,
            digits,
            missing,
            note: None,
        }
    };
    Ok(evaluations.into_iter().map(value).collect())
}

/// Puts what the derivative is at the point in the place of what the rule says, where they are
/// not the same.
fn at_the_point(
    function: &Function,
    variable: &str,
    point: &Point,
    values: &mut [Value],
) -> Result<(), Error> {
    let placed = point.place(function)?;
    // Beside a coordinate that is not rational, kinks and joins are not seen.
    if !placed
        .function
        .variables()
        .iter()
        .any(|name| name == variable)
    {
        return Ok(());
    }
    let found = placed.function.derivatives_at(&[variable], &placed.point)?;
    for (value, local) in values.iter_mut().zip(found) {
        value.correct(&local);
    }
    Ok(())
}

/// The central difference of each element in each variable.
fn differences(function: &Function, point: &Point, step: f64) -> Result<Vec<Values>, Error> {
    if !step.is_finite() || step == 0.0 {
        let message = format!("a step of {} gives no difference", number(step));
        return Err(Error::usage(Code::Mismatch, message));
    }
    let variables = function.variables();
    if variables.is_empty() {
        let message = "a difference is taken in a variable, and there is none";
        return Err(Error::usage(Code::Mismatch, message));
    }
    let at = point.floats(variables)?;
    let elements = function.values(&at)?.len();
    let slope = |place: usize, x: f64, element: usize| {
        let value = |moved: f64| {
            let mut point = at.clone();
            point
                .iter_mut()
                .skip(place)
                .take(1)
                .for_each(|slot| *slot = moved);
            let values = function.values(&point).unwrap_or_default();
            values.get(element).copied().unwrap_or(f64::NAN)
        };
        Value::of_float(central_difference(value, x, step))
    };
    let of_variable = |(place, name): (usize, &String)| {
        let x = at.get(place).copied().unwrap_or(f64::NAN);
        let values = (0..elements)
            .map(|element| slope(place, x, element))
            .collect();
        Values {
            wrt: Some(vec![name.clone()]),
            shape: function.shape(),
            values,
        }
    };
    Ok(variables.iter().enumerate().map(of_variable).collect())
}

impl Value {
    fn of_float(float: f64) -> Self {
        let missing = (!float.is_finite()).then(|| Missing::Unclear("the difference".to_owned()));
        Self {
            float,
            exact: None,
            digits: None,
            missing,
            note: None,
        }
    }

    /// Takes the derivative at the point for that of the rule.
    fn correct(&mut self, local: &Local) {
        let (value, exact) = match &local.slope {
            Slope::Smooth { value, exact } => (*value, exact.clone()),
            Slope::OneSided { side, value } => {
                let side = if *side == Side::Left { "left" } else { "right" };
                self.note = Some(format!("from the {side}, the only side"));
                (*value, None)
            }
            Slope::Outside if self.missing.is_some() => return,
            Slope::Unclear(_) => {
                let missing = self.missing.is_some();
                self.note = (!missing).then(|| "by the rule, not confirmed at this point".into());
                return;
            }
            _ => {
                self.missing = Some(Missing::NotDifferentiable(local.to_string()));
                return;
            }
        };
        if local.by_differences {
            self.note = Some("by differences".to_owned());
        }
        let slack = 1e-12 * value.magnitude();
        let near = value.lo() - slack <= self.float && self.float <= value.hi() + slack;
        if self.missing.is_some() || self.float.is_finite() && !near {
            self.missing = None;
            self.float = exact
                .as_ref()
                .map_or(value.midpoint(), |exact| exact.to_f64());
            self.exact = exact.map(|exact| exact.to_string());
            self.digits = None;
        }
    }

    fn text(&self) -> String {
        let value = match (&self.missing, &self.digits) {
            (Some(missing), _) => missing.text(),
            (None, Some(digits)) => digits.clone(),
            (None, None) => number(self.float),
        };
        match &self.note {
            Some(note) => format!("{value} ({note})"),
            None => value,
        }
    }

    /// The exact value, or the one that is printed.
    fn result(&self) -> Option<String> {
        match self.missing {
            Some(_) => None,
            None => {
                let bare = Self {
                    note: None,
                    ..self.clone()
                };
                Some(self.exact.clone().unwrap_or_else(|| bare.text()))
            }
        }
    }
}

impl Missing {
    fn text(&self) -> String {
        match self {
            Self::Undefined(part) => format!("undefined: {part} is outside its domain"),
            Self::Unclear(part) => format!("undecided: {part} could not be bounded"),
            Self::NotDifferentiable(reason) => reason.clone(),
        }
    }

    fn part(&self) -> &str {
        match self {
            Self::Undefined(text) | Self::Unclear(text) | Self::NotDifferentiable(text) => text,
        }
    }
}

impl Values {
    fn is_missing(&self) -> bool {
        self.values.iter().any(|value| value.missing.is_some())
    }

    fn text(&self) -> String {
        let texts: Vec<String> = self.values.iter().map(Value::text).collect();
        shaped(self.shape, &texts)
    }

    fn record(self, with_digits: bool) -> ValueRecord {
        let results: Option<Vec<String>> = self.values.iter().map(Value::result).collect();
        let of = |get: &dyn Fn(&Value) -> Json| -> Json {
            let list: Vec<Json> = self.values.iter().map(get).collect();
            nested(self.shape, &list)
        };
        let has_float = |value: &Value| value.missing.is_none() && value.float.is_finite();
        ValueRecord {
            result: results.map(|results| shaped(self.shape, &results)),
            value: of(&|v| {
                if has_float(v) {
                    v.float.into()
                } else {
                    Json::Null
                }
            }),
            exact: of(&|v| v.exact.clone().into()),
            digits: of(&|v| {
                let shown = with_digits || !has_float(v);
                v.digits
                    .clone()
                    .filter(|_| shown && v.missing.is_none())
                    .into()
            }),
            undefined: of(&|v| v.missing.as_ref().map(Missing::part).into()),
            note: self
                .values
                .iter()
                .any(|v| v.note.is_some())
                .then(|| of(&|v| v.note.clone().into())),
            wrt: self.wrt,
        }
    }
}

fn block(
    formula: &Formula,
    point: &Point,
    found: &[Values],
    (formulas, points): (bool, bool),
) -> Block {
    let name = formula.name.as_deref().unwrap_or("f");
    let variables = formula.function.variables().len();
    let label = |values: &Values| match &values.wrt {
        Some(wrt) => derivative(name, variables, wrt),
        None => name.to_owned(),
    };
    let unnamed = (formulas && formula.name.is_none()).then(|| formula.input.clone());
    let place = points.then(|| format!("at {}", point.text()));
    let title: Vec<String> = unnamed.into_iter().chain(place).collect();
    Block {
        title: (!title.is_empty()).then(|| title.join(" ")),
        named: formula.name.is_some() && formulas,
        definitions: Vec::new(),
        results: found
            .iter()
            .map(|values| (label(values), values.text()))
            .collect(),
    }
}

fn write_record(
    console: &mut Console,
    arguments: &EvalArguments,
    formula: &Formula,
    point: &Point,
    found: Vec<Values>,
) -> Result<(), Error> {
    let with_digits = arguments.digits.is_some();
    let mut records = found.into_iter().map(|values| values.record(with_digits));
    let variables = formula.function.variables();
    let coordinates = point
        .coordinates()
        .filter(|(name, _)| variables.iter().any(|v| v == name));
    let difference = arguments.difference.is_some();
    let value = if difference { None } else { records.next() };
    let rest: Vec<ValueRecord> = records.collect();
    let (derivatives, differences) = if difference {
        (Vec::new(), rest)
    } else {
        (rest, Vec::new())
    };
    let record = Record {
        heading: Heading::new("eval", formula),
        at: coordinates
            .map(|(name, value)| (name.to_owned(), Json::from(value)))
            .collect(),
        value,
        derivatives,
        differences,
        step: arguments.difference,
    };
    write_json(console, &record)
}
