//! `explain`: the steps to a derivative.

use std::io::Write;

use partials::parser::Code;
use partials::symbolic::explain::Written;
use partials::symbolic::print::Notation;
use serde::Serialize;

use crate::arguments::{ExplainArguments, StepFormat};
use crate::console::Console;
use crate::error::Error;
use crate::input::{Formula, formulas};
use crate::record::{Heading, write_json};

/// The explanation of one derivative.
#[derive(Debug, Serialize)]
struct Record<'a> {
    #[serde(flatten)]
    heading: Heading<'a>,
    #[serde(flatten)]
    steps: Written,
    latex: Written,
}

/// `partials explain`
///
/// # Errors
/// Where nothing can be written.
pub fn explain(arguments: &ExplainArguments, console: &mut Console) -> Result<(), Error> {
    let mut first = true;
    for formula in &formulas(&arguments.inputs, console) {
        let variables = match &arguments.wrt {
            Some(name) => std::slice::from_ref(name),
            None => formula.function.variables(),
        };
        if variables.is_empty() {
            let message = format!("`{}` has no variables", formula.input);
            console.error(&Error::usage(Code::Mismatch, message));
        }
        for variable in variables {
            if !first && arguments.format == StepFormat::Text {
                writeln!(console.out)?;
            }
            match one(formula, variable, arguments.format, console) {
                Ok(()) => first = false,
                Err(Failure::Wrong(error)) => console.error(&error.into()),
                Err(Failure::Output(error)) => return Err(error),
            }
        }
    }
    Ok(())
}

/// Why nothing is explained.
enum Failure {
    Wrong(partials::Error),
    Output(Error),
}

fn one(
    formula: &Formula,
    variable: &str,
    format: StepFormat,
    console: &mut Console,
) -> Result<(), Failure> {
    let write = |notation| {
        formula
            .function
            .explain(variable, notation)
            .map_err(Failure::Wrong)
    };
    let written = match format {
        StepFormat::Text => write!(console.out, "{}", write(Notation::Text)?),
        StepFormat::Latex => write!(console.out, "{}", write(Notation::Latex)?),
        StepFormat::Json => {
            let record = Record {
                heading: Heading::new("explain", formula),
                steps: write(Notation::Text)?,
                latex: write(Notation::Latex)?,
            };
            return write_json(console, &record).map_err(Failure::Output);
        }
    };
    written.map_err(|error| Failure::Output(error.into()))
}
