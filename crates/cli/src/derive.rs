//! `diff`, `grad`, `jacobian`, `hessian`: derivatives as formulas.

use std::io::Write;

use partials::Function;
use partials::parser::Code;
use partials::symbolic::lower::Shape;
use serde::Serialize;

use crate::arguments::{DeriveArguments, DiffArguments, Format};
use crate::console::Console;
use crate::error::Error;
use crate::input::{Formula, formulas};
use crate::layout::{Block, print};
use crate::notation::{derivative, shaped};
use crate::report::VERSION;

/// A derivative in all variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A row vector.
    Gradient,
    /// A row for each element.
    Jacobian,
    /// All second derivatives.
    Hessian,
    /// No derivative: the function in a shorter form.
    Itself,
}

/// What a command found for one formula.
#[derive(Debug, Serialize)]
struct Record<'a> {
    version: u32,
    command: &'static str,
    input: &'a str,
    name: Option<&'a str>,
    variables: &'a [String],
    definitions: Vec<Definition<'a>>,
    result: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    derivatives: Option<Vec<Partial<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entries: Option<serde_json::Value>,
}

#[derive(Debug, Serialize)]
struct Definition<'a> {
    name: &'a str,
    value: &'a str,
}

#[derive(Debug, Serialize)]
struct Partial<'a> {
    wrt: &'a [String],
    result: String,
}

/// The derivatives that `diff` finds, with the text of their elements.
struct Derivatives {
    wrt: Vec<Vec<String>>,
    definitions: Vec<(String, String)>,
    results: Vec<String>,
}

/// `partials diff`
///
/// # Errors
/// Where nothing can be written.
pub fn diff(arguments: &DiffArguments, console: &mut Console) -> Result<(), Error> {
    let read = formulas(&arguments.inputs, console);
    let asked: Vec<Vec<String>> = arguments.wrt.iter().map(|list| list.0.clone()).collect();
    let mut blocks = Vec::new();
    for formula in &read {
        let found = match derivatives(formula, &asked, arguments.simplify, console) {
            Ok(found) => found,
            Err(error) => {
                console.error(&error);
                continue;
            }
        };
        match arguments.format {
            Format::Text => blocks.push(block(formula, found)),
            Format::Json => write_json(console, &record(formula, &found))?,
        }
    }
    Ok(print(console, &blocks)?)
}

fn derivatives(
    formula: &Formula,
    asked: &[Vec<String>],
    simplify: bool,
    console: &mut Console,
) -> Result<Derivatives, Error> {
    let function = &formula.function;
    let variables = function.variables();
    if variables.is_empty() && asked.is_empty() {
        let message = format!("`{}` has no variables", formula.input);
        return Err(Error::usage(Code::Mismatch, message));
    }
    if !asked.is_empty() {
        let text = shorter(function.derivatives(asked)?, simplify, console).text();
        let wrt = asked.to_vec();
        return Ok(Derivatives {
            wrt,
            definitions: text.definitions,
            results: text.results,
        });
    }
    // The Jacobian has a column for each variable; here each variable has its elements.
    let text = shorter(function.jacobian(), simplify, console).text();
    let columns = variables.len();
    let results = (0..columns)
        .flat_map(|column| text.results.iter().skip(column).step_by(columns).cloned())
        .collect();
    let wrt = variables.iter().map(|name| vec![name.clone()]).collect();
    Ok(Derivatives {
        wrt,
        definitions: text.definitions,
        results,
    })
}

/// The shorter form, if one is asked for; what it assumes is told.
fn shorter(function: Function, asked: bool, console: &mut Console) -> Function {
    if !asked {
        return function;
    }
    let short = function.simplify();
    if !short.assumptions.is_empty() {
        console.assuming(&short.assumptions);
    }
    short.function
}

/// The text of each derivative of a function of this shape.
fn texts(shape: Shape, found: &Derivatives) -> Vec<String> {
    let size = (found.results.len() / found.wrt.len().max(1)).max(1);
    found
        .results
        .chunks(size)
        .map(|elements| shaped(shape, elements))
        .collect()
}

fn block(formula: &Formula, found: Derivatives) -> Block {
    let texts = texts(formula.function.shape(), &found);
    let name = formula.name.as_deref().unwrap_or("f");
    let variables = formula.function.variables().len();
    let labels = found.wrt.iter().map(|wrt| derivative(name, variables, wrt));
    Block {
        title: title(formula),
        named: formula.name.is_some(),
        results: labels.zip(texts).collect(),
        definitions: found.definitions,
    }
}

/// A formula without a name is shown above its results.
fn title(formula: &Formula) -> Option<String> {
    formula.name.is_none().then(|| formula.input.clone())
}

fn record<'a>(formula: &'a Formula, found: &'a Derivatives) -> Record<'a> {
    let texts = texts(formula.function.shape(), found);
    let result = match texts.as_slice() {
        [one] => one.clone(),
        several => format!("[{}]", several.join(", ")),
    };
    let partial = |(wrt, result): (&'a Vec<String>, String)| Partial { wrt, result };
    Record {
        derivatives: Some(found.wrt.iter().zip(texts).map(partial).collect()),
        ..new_record("diff", formula, &found.definitions, result)
    }
}

fn new_record<'a>(
    command: &'static str,
    formula: &'a Formula,
    definitions: &'a [(String, String)],
    result: String,
) -> Record<'a> {
    Record {
        version: VERSION,
        command,
        input: &formula.input,
        name: formula.name.as_deref(),
        variables: formula.function.variables(),
        definitions: definitions
            .iter()
            .map(|(name, value)| Definition { name, value })
            .collect(),
        result,
        derivatives: None,
        entries: None,
    }
}

fn write_json(console: &mut Console, record: &Record<'_>) -> Result<(), Error> {
    serde_json::to_writer(&mut console.out, record).map_err(std::io::Error::from)?;
    Ok(writeln!(console.out)?)
}

/// `partials grad`, `partials jacobian`, `partials hessian`
///
/// # Errors
/// Where nothing can be written.
pub fn whole(kind: Kind, arguments: &DeriveArguments, console: &mut Console) -> Result<(), Error> {
    let read = formulas(&arguments.inputs, console);
    let mut blocks = Vec::new();
    for formula in &read {
        let derived = match kind.of(&formula.function) {
            Ok(derived) => derived,
            Err(error) => {
                console.error(&error);
                continue;
            }
        };
        let simplify = arguments.simplify || kind == Kind::Itself;
        let derived = shorter(derived, simplify, console);
        let text = derived.text();
        let result = shaped(derived.shape(), &text.results);
        match arguments.format {
            Format::Text => blocks.push(Block {
                title: title(formula),
                named: formula.name.is_some(),
                definitions: text.definitions,
                results: vec![(kind.label(formula.name.as_deref().unwrap_or("f")), result)],
            }),
            Format::Json => {
                let entries = Some(crate::report::nested(derived.shape(), &text.results));
                let record = new_record(kind.command(), formula, &text.definitions, result);
                write_json(console, &Record { entries, ..record })?;
            }
        }
    }
    Ok(print(console, &blocks)?)
}

impl Kind {
    fn of(self, function: &Function) -> Result<Function, Error> {
        Ok(match self {
            Self::Gradient => function.gradient(),
            Self::Jacobian => function.jacobian(),
            Self::Hessian => function.hessian()?,
            Self::Itself => function.clone(),
        })
    }

    const fn command(self) -> &'static str {
        match self {
            Self::Gradient => "grad",
            Self::Jacobian => "jacobian",
            Self::Hessian => "hessian",
            Self::Itself => "simplify",
        }
    }

    fn label(self, name: &str) -> String {
        match self {
            Self::Gradient => format!("grad {name}"),
            Self::Itself => name.to_owned(),
            _ => format!("{}({name})", self.command()),
        }
    }
}
