//! One claim from the command line, as the source that says the same.

use partials::Function;
use partials::parser::Code;
use partials::symbolic::lower::Shape;

use crate::arguments::CheckArguments;
use crate::error::Error;
use crate::input::Source;
use crate::point::Point;

/// A source with a claim for each point, or one without a point.
///
/// # Errors
/// Where the formulas or points can't be read.
pub fn source(arguments: &CheckArguments, function: &str, claim: &str) -> Result<Source, Error> {
    let read = |text: &str| {
        Function::parse(text).map_err(|error| Source::formula(text).wrong(&error))
    };
    let parsed = read(function)?;
    // A claim may use the names of a definition, so that only its form is looked at here.
    let (function, claim) = (one_line(function), one_line(claim));
    let definition = name(&function);
    let subject = definition.as_deref().unwrap_or(&function);
    let wrt = arguments.wrt.as_ref().map(|list| list.0.as_slice()).unwrap_or_default();
    let left = left_hand_side(&parsed, subject, wrt)?;
    let mut text = String::new();
    if definition.is_some() {
        text.push_str(&function);
        text.push('\n');
    } else {
        read(&claim)?;
    }
    if arguments.at.is_empty() {
        text.push_str(&format!("claim {left} = {claim}\n"));
    }
    for point in &arguments.at {
        Point::parse(point)?;
        text.push_str(&format!("claim {left} = {claim} at {}\n", one_line(point)));
    }
    Ok(Source::formula(&text))
}

fn left_hand_side(function: &Function, subject: &str, wrt: &[String]) -> Result<String, Error> {
    let variables = function.variables();
    if let Some(unknown) = wrt.iter().find(|name| !variables.contains(name)) {
        let message = format!("there is no variable `{unknown}`");
        return Err(Error::usage(Code::Mismatch, message));
    }
    match (wrt, variables) {
        ([], []) => {
            let message = format!("`{subject}` has no variables");
            Err(Error::usage(Code::Mismatch, message))
        }
        ([], [variable]) => Ok(format!("diff({subject}, {variable})")),
        ([], _) if function.shape() == Shape::Scalar => Ok(format!("grad({subject})")),
        ([], _) => Ok(format!("jacobian({subject})")),
        _ => Ok(format!("diff({subject}, {})", wrt.join(", "))),
    }
}

/// The name that a definition gives.
fn name(text: &str) -> Option<String> {
    let (left, right) = text.split_once('=')?;
    let defines = !right.starts_with('=') && !left.ends_with(['<', '>', '!']);
    let name = left.split('(').next().unwrap_or(left).trim();
    defines.then(|| name.to_owned())
}

/// The text on one line, without comments.
fn one_line(text: &str) -> String {
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default());
    lines.map(|line| line.trim().trim_end_matches('\\')).collect::<Vec<_>>().join(" ").trim().to_owned()
}
