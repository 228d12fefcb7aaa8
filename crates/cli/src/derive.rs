//! `diff`, `grad`, `jacobian`, `hessian`: derivatives as formulas.

use partials::Function;
use partials::parser::Code;
use partials::symbolic::lower::Shape;
use partials::symbolic::print::{Label, Notation, Text};
use serde::Serialize;

use crate::arguments::{
    DeriveArguments, DiffArguments, FormArguments, FormulaFormat, WholeArguments,
};
use crate::console::Console;
use crate::error::Error;
use crate::input::{Formula, formulas};
use crate::layout::{Block, print, print_written};
use crate::notation::shaped;
use crate::record::{Heading, write_json};
use crate::report::nested;
use crate::sparse::sparse;

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
    #[serde(flatten)]
    heading: Heading<'a>,
    definitions: Vec<Definition>,
    result: String,
    latex: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    derivatives: Option<Vec<Partial<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entries: Option<serde_json::Value>,
}

/// A shared part.
#[derive(Debug, Serialize)]
pub struct Definition {
    name: String,
    value: String,
    latex: String,
}

#[derive(Debug, Serialize)]
struct Partial<'a> {
    wrt: &'a [String],
    result: String,
    latex: String,
}

/// Derivatives of one formula, which are written one by one.
struct Found<'a> {
    formula: &'a Formula,
    /// The elements of all of them.
    all: Function,
    /// The shape of each.
    shape: Shape,
    labels: Vec<Label>,
    /// The variables of each, where `diff` found them.
    wrt: Vec<Vec<String>>,
}

/// `partials diff`
///
/// # Errors
/// Where nothing can be written.
pub fn diff(arguments: &DiffArguments, console: &mut Console) -> Result<(), Error> {
    let asked: Vec<Vec<String>> = arguments.wrt.iter().map(|list| list.0.clone()).collect();
    let find = |formula: &Formula| match &arguments.implicit {
        Some(variables) => implicit(formula, &variables.0),
        None => derivatives(formula, &asked),
    };
    write_all(&arguments.inputs, arguments.form, "diff", find, console)
}

/// `partials jacobian`, `partials hessian`
///
/// # Errors
/// Where nothing can be written.
pub fn matrix(kind: Kind, arguments: &WholeArguments, console: &mut Console) -> Result<(), Error> {
    match arguments.sparse {
        true => sparse(kind, arguments, console),
        false => whole(kind, &arguments.formulas, console),
    }
}

/// `partials grad`, and the dense form of `partials jacobian` and `partials hessian`
///
/// # Errors
/// Where nothing can be written.
pub fn whole(kind: Kind, arguments: &DeriveArguments, console: &mut Console) -> Result<(), Error> {
    let find = |formula: &Formula| {
        let all = kind.of(formula)?;
        let name = formula.name.as_deref().unwrap_or("f").to_owned();
        Ok((all.shape(), all, vec![kind.label(name)], Vec::new()))
    };
    write_all(
        &arguments.inputs,
        FormArguments {
            simplify: arguments.form.simplify || kind == Kind::Itself,
            ..arguments.form
        },
        kind.command(),
        find,
        console,
    )
}

/// The shape of each derivative, all their elements, their labels and their variables.
type Parts = (Shape, Function, Vec<Label>, Vec<Vec<String>>);

fn derivatives(formula: &Formula, asked: &[Vec<String>]) -> Result<Parts, Error> {
    let function = &formula.function;
    let variables = function.variables();
    if variables.is_empty() && asked.is_empty() {
        let message = format!("`{}` has no variables", formula.input);
        return Err(Error::usage(Code::Mismatch, message));
    }
    let (all, wrt) = match asked {
        [] => {
            let each = variables.iter().map(|name| vec![name.clone()]);
            (function.partials(), each.collect())
        }
        _ => (function.derivatives(asked)?, asked.to_vec()),
    };
    let name = formula.name.as_deref().unwrap_or("f");
    let label = |wrt: &Vec<String>| Label::derivative(name, variables.len(), wrt);
    let labels = wrt.iter().map(label).collect();
    Ok((function.shape(), all, labels, wrt))
}

/// The derivative of the function that an equation defines, in one variable as often as it is
/// named.
fn implicit(formula: &Formula, variables: &[String]) -> Result<Parts, Error> {
    let [y, x, more @ ..] = variables else {
        let message = "expected the function and its variable, as in `--implicit y,x`";
        return Err(Error::usage(Code::Mismatch, message));
    };
    let known = formula.function.variables();
    let unknown = variables.iter().find(|name| !known.contains(name));
    if unknown.is_some() || more.iter().any(|name| name != x) {
        let name = unknown.unwrap_or(y);
        let message = match unknown {
            Some(_) => format!("`{name}` does not occur in `{}`", formula.input),
            None => format!("`{name}` is a function of one variable, as in `--implicit y,x,x`"),
        };
        return Err(Error::usage(Code::Mismatch, message));
    }
    let order = u32::try_from(more.len() + 1).unwrap_or(u32::MAX);
    let all = formula.function.implicit(y, x, order)?;
    let wrt = variables.get(1..).unwrap_or_default().to_vec();
    let name = formula.name.as_deref().unwrap_or("f");
    let label = Label::derivative(name, known.len(), &wrt);
    Ok((formula.function.shape(), all, vec![label], vec![wrt]))
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

fn write_all(
    inputs: &[String],
    form: FormArguments,
    command: &'static str,
    find: impl Fn(&Formula) -> Result<Parts, Error>,
    console: &mut Console,
) -> Result<(), Error> {
    let read = formulas(inputs, console);
    let mut found = Vec::new();
    for formula in &read {
        match find(formula) {
            Ok((shape, all, labels, wrt)) => found.push(Found {
                formula,
                all: shorter(all, form.simplify, console).in_leibniz(form.leibniz),
                shape,
                labels,
                wrt,
            }),
            Err(error) => console.error(&error),
        }
    }
    let Some(notation) = notation(form.format) else {
        for found in &found {
            write_json(console, &found.record(command))?;
        }
        return Ok(());
    };
    if notation == Notation::Text {
        let blocks: Vec<Block> = found.iter().map(Found::block).collect();
        return Ok(print(console, &blocks)?);
    }
    let single = found.iter().all(|found| found.labels.len() == 1);
    let named = found.iter().any(|found| found.formula.name.is_some());
    let alone = single && (found.len() == 1 || !named);
    let width = console.columns.unwrap_or(usize::MAX);
    let written: Vec<Text> = found
        .iter()
        .map(|found| {
            let labels = found.labels.iter();
            let labels = labels
                .map(|label| (!alone).then(|| label.clone()))
                .collect();
            found.all.write_parts(notation, labels, found.shape, width)
        })
        .collect();
    Ok(print_written(console, notation, &written)?)
}

/// The notation of a format; none of JSON, which has several.
pub fn notation(format: FormulaFormat) -> Option<Notation> {
    match format {
        FormulaFormat::Text => Some(Notation::Text),
        FormulaFormat::Latex => Some(Notation::Latex),
        FormulaFormat::Mathml => Some(Notation::MathMl),
        FormulaFormat::Unicode => Some(Notation::Unicode),
        FormulaFormat::Json => None,
    }
}

impl Found<'_> {
    fn block(&self) -> Block {
        let text = self.all.text();
        let labels = self.labels.iter().map(Label::to_string);
        Block {
            // A formula without a name is shown above its results.
            title: self
                .formula
                .name
                .is_none()
                .then(|| self.formula.input.clone()),
            named: self.formula.name.is_some(),
            results: labels.zip(self.texts(&text.results)).collect(),
            definitions: text.definitions,
        }
    }

    /// The text of each derivative.
    fn texts(&self, elements: &[String]) -> Vec<String> {
        let size = (elements.len() / self.labels.len().max(1)).max(1);
        let parts = elements.chunks(size);
        parts.map(|elements| shaped(self.shape, elements)).collect()
    }

    fn record(&self, command: &'static str) -> Record<'_> {
        // For programs: it must read back.
        let text = self.all.in_leibniz(false).text();
        let texts = self.texts(&text.results);
        let parts = |labels, shape| {
            self.all
                .write_parts(Notation::Latex, labels, shape, usize::MAX)
        };
        let latex = parts(vec![None; self.labels.len()], self.shape);
        let count = self.labels.len();
        let (result, whole) = match texts.as_slice() {
            [one] => (one.clone(), latex.results.concat()),
            several => {
                let columns = text.results.len() / count.max(1);
                let shape = match self.shape {
                    Shape::Scalar => Shape::Vector(count),
                    _ => Shape::Matrix(count, columns),
                };
                let whole = parts(vec![None], shape).results.concat();
                (format!("[{}]", several.join(", ")), whole)
            }
        };
        let partials = self.wrt.iter().zip(texts).zip(latex.results);
        let partials = partials.map(|((wrt, result), latex)| Partial { wrt, result, latex });
        let partials: Vec<Partial<'_>> = partials.collect();
        let entries = self.wrt.is_empty();
        Record {
            heading: Heading::new(command, self.formula),
            definitions: definitions(text.definitions, latex.definitions),
            result,
            latex: whole,
            derivatives: (!entries).then_some(partials),
            entries: entries.then(|| nested(self.shape, &text.results)),
        }
    }
}

/// Shared parts in text and in LaTeX.
pub fn definitions(text: Vec<(String, String)>, latex: Vec<(String, String)>) -> Vec<Definition> {
    let pairs = text.into_iter().zip(latex);
    let definition = |((name, value), (_, latex))| Definition { name, value, latex };
    pairs.map(definition).collect()
}

impl Kind {
    fn of(self, formula: &Formula) -> Result<Function, Error> {
        let function = &formula.function;
        if self != Self::Itself && function.variables().is_empty() {
            let message = format!("`{}` has no variables", formula.input);
            return Err(Error::usage(Code::Mismatch, message));
        }
        Ok(match self {
            Self::Gradient => function.gradient(),
            Self::Jacobian => function.jacobian(),
            Self::Hessian => function.hessian()?,
            Self::Itself => function.clone(),
        })
    }

    pub(crate) const fn command(self) -> &'static str {
        match self {
            Self::Gradient => "grad",
            Self::Jacobian => "jacobian",
            Self::Hessian => "hessian",
            Self::Itself => "simplify",
        }
    }

    fn label(self, name: String) -> Label {
        match self {
            Self::Gradient => Label::Gradient(name),
            Self::Jacobian => Label::Jacobian(name),
            Self::Hessian => Label::Hessian(name),
            Self::Itself => Label::Name(name),
        }
    }
}
