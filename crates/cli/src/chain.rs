//! `chain`: the chain rule as matrices.

use partials::parser::Code;
use partials::symbolic::print::{Notation, Text};
use partials::{Chain, Function, ItemKind};
use serde::Serialize;

use crate::arguments::{ChainArguments, FormulaFormat};
use crate::console::Console;
use crate::derive::{Definition, definitions, notation};
use crate::error::Error;
use crate::input::Source;
use crate::layout::print_written;
use crate::record::write_json;
use crate::report::{VERSION, nested};

/// The chain rule of one function.
#[derive(Debug, Serialize)]
struct Record<'a> {
    version: u32,
    command: &'static str,
    input: &'a str,
    name: Option<&'a str>,
    names: &'a [String],
    variables: &'a [String],
    outer: Matrix,
    inner: Matrix,
    product: Matrix,
    substituted: Matrix,
    direct: Matrix,
}

#[derive(Debug, Serialize)]
struct Matrix {
    definitions: Vec<Definition>,
    entries: serde_json::Value,
    latex: String,
}

/// A function whose variables are functions of others.
struct Outer {
    name: Option<String>,
    input: String,
    chain: Chain,
}

/// `partials chain`
///
/// # Errors
/// Where nothing can be read or written.
pub fn chain(arguments: &ChainArguments, console: &mut Console) -> Result<(), Error> {
    let terminal = console.columns.is_some();
    let format = arguments.format.unwrap_or(match terminal {
        true => FormulaFormat::Unicode,
        false => FormulaFormat::Text,
    });
    let found = read(&arguments.inputs, console)?;
    if found.is_empty() && !console.exit.unreadable {
        let message = "no function has variables that are functions of others; \
                       write `f(x) = …` and `x = …`";
        return Err(Error::usage(Code::Input, message.to_owned()));
    }
    let Some(notation) = notation(format) else {
        return found
            .iter()
            .try_for_each(|outer| write_json(console, &outer.record()));
    };
    let width = console.columns.unwrap_or(usize::MAX);
    let write = |outer: &Outer| {
        let name = outer.name.as_deref().unwrap_or("f");
        outer.chain.write(name, notation, width)
    };
    let written: Vec<Text> = found.iter().map(write).collect();
    Ok(print_written(console, notation, &written)?)
}

/// The functions of a source whose variables are defined in it, before or behind.
fn read(inputs: &[String], console: &mut Console) -> Result<Vec<Outer>, Error> {
    let mut sources = Vec::new();
    for input in inputs {
        sources.push(Source::of_argument(input)?);
    }
    let mut session = Source::formula("").session();
    let mut functions: Vec<(Option<String>, String, Function)> = Vec::new();
    for source in &sources {
        let output = session.run(&source.text);
        if !output.diagnostics.is_empty() {
            console.diagnostics(source, &output.diagnostics);
        }
        for item in output.items {
            let span = item.span.start as usize..item.span.end as usize;
            let input = source.text.get(span).unwrap_or_default().to_owned();
            match item.kind {
                ItemKind::Query { function, .. } => functions.push((None, input, function)),
                ItemKind::Defined(name) => {
                    let function = session.function(&name);
                    functions.extend(function.map(|function| (Some(name), input, function)));
                }
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    for (name, input, function) in &functions {
        let inner: Vec<(&str, &Function)> = functions
            .iter()
            .filter_map(|(other, _, inner)| Some((other.as_deref()?, inner)))
            .filter(|(other, _)| Some(*other) != name.as_deref() && uses(function, other))
            .collect();
        if !inner.is_empty() {
            let chain = function.chain(&inner)?;
            found.push(Outer {
                name: name.clone(),
                input: input.clone(),
                chain,
            });
        }
    }
    Ok(found)
}

/// Whether a function has this variable, or elements of it.
fn uses(function: &Function, name: &str) -> bool {
    let element = format!("{name}[");
    let mut variables = function.variables().iter();
    variables.any(|variable| variable == name || variable.starts_with(&element))
}

impl Outer {
    fn record(&self) -> Record<'_> {
        let chain = &self.chain;
        Record {
            version: VERSION,
            command: "chain",
            input: &self.input,
            name: self.name.as_deref(),
            names: &chain.names,
            variables: &chain.variables,
            outer: matrix(&chain.outer),
            inner: matrix(&chain.inner),
            product: matrix(&chain.product),
            substituted: matrix(&chain.substituted),
            direct: matrix(&chain.direct),
        }
    }
}

fn matrix(function: &Function) -> Matrix {
    let text = function.text();
    let latex = function.write(Notation::Latex, None, usize::MAX);
    Matrix {
        definitions: definitions(text.definitions, latex.definitions),
        entries: nested(function.shape(), &text.results),
        latex: latex.results.concat(),
    }
}
