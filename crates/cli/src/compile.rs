//! `compile`: functions and their derivatives as code of other languages.

use std::collections::HashSet;
use std::io::Write;

use partials::codegen::generate;
use partials::parser::Code;
use partials::symbolic::lower::Shape;
use partials::symbolic::print::{Label, Notation};
use partials::{Function, Order, Target};

use crate::arguments::{CompileArguments, Language};
use crate::console::Console;
use crate::error::Error;
use crate::input::formulas;

/// `partials compile`
///
/// # Errors
/// Where nothing can be written, or the language has no counterpart of a function.
pub fn compile(arguments: &CompileArguments, console: &mut Console) -> Result<(), Error> {
    let read = formulas(&arguments.inputs, console);
    let order = match (arguments.no_derivatives, arguments.hessian) {
        (true, _) => Order::Value,
        (_, true) => Order::Second,
        _ => Order::First,
    };
    let mut names = HashSet::new();
    let mut functions = Vec::new();
    for formula in &read {
        let wanted = formula.name.as_deref().unwrap_or("f");
        functions.push((another(wanted, &mut names), &formula.function));
    }
    if functions.is_empty() {
        return Ok(());
    }
    let text = match target(arguments.target) {
        Some(target) => {
            let mut routines = Vec::new();
            for (name, function) in &functions {
                routines.extend(function.routines(name, order)?);
            }
            generate(target, &routines).map_err(partials::Error::from)?
        }
        None => latex(&functions, order)?,
    };
    match &arguments.output {
        Some(path) => std::fs::write(path, text).map_err(|error| {
            Error::usage(Code::Input, format!("`{path}` can't be written: {error}"))
        }),
        None => Ok(write!(console.out, "{text}")?),
    }
}

/// The name, or one like it where that is taken.
fn another(wanted: &str, taken: &mut HashSet<String>) -> String {
    let mut name = wanted.to_owned();
    let mut count = 1;
    while !taken.insert(name.clone()) {
        count += 1;
        name = format!("{wanted}{count}");
    }
    name
}

fn target(language: Language) -> Option<Target> {
    Some(match language {
        Language::Rust => Target::Rust,
        Language::C => Target::C,
        Language::Python => Target::Python,
        Language::Julia => Target::Julia,
        Language::Javascript => Target::JavaScript,
        Language::Cuda => Target::Cuda,
        Language::Wgsl => Target::Wgsl,
        Language::Latex => return None,
    })
}

/// An equation for each function, shared part and derivative.
fn latex(functions: &[(String, &Function)], order: Order) -> Result<String, Error> {
    let mut text = String::new();
    for (name, function) in functions {
        let mut parts = vec![(Label::Name(name.clone()), function.arranged())];
        let is_number = function.shape() == Shape::Scalar;
        if order >= Order::First {
            parts.push(match is_number {
                true => (Label::Gradient(name.clone()), function.gradient()),
                false => (Label::Jacobian(name.clone()), function.jacobian()),
            });
        }
        if order >= Order::Second {
            parts.push((Label::Hessian(name.clone()), function.hessian()?));
        }
        for (label, value) in parts {
            let written = value.write(Notation::Latex, Some(label), usize::MAX);
            let shared = written.definitions.iter().map(|(_, equation)| equation);
            for equation in shared.chain(&written.results) {
                text.push_str(&format!("\\[ {equation} \\]\n"));
            }
        }
    }
    Ok(text)
}
