//! C99.

use partials_symbolic::Function;

use super::{Language, call, comment, indented, shares};
use crate::body::{Body, Text};
use crate::{Routine, Shape};

pub(crate) struct C;

impl Language for C {
    fn extreme(&self, value: f64) -> &'static str {
        extreme(value)
    }

    fn call(&self, function: Function, arguments: &[Text]) -> Option<Text> {
        Some(call(function.code_names().c?, arguments))
    }

    fn text(&self, function: Function) -> Option<fn(&str) -> String> {
        (function == Function::Mod).then_some(|name| modulo("static double", name))
    }

    fn bind(&self, name: &str, value: &str) -> String {
        format!("const double {name} = {value};")
    }

    fn bind_flag(&self, name: &str, value: &str) -> String {
        format!("const int {name} = {value};")
    }

    fn accumulator(&self, name: &str, start: &str) -> String {
        format!("double {name} = {start};")
    }

    fn repeat(&self, index: &str, from: &str, to: &str) -> Vec<String> {
        repeat(index, from, to)
    }

    fn helper(&self, name: &str, inputs: &[String], body: &Body) -> String {
        helper("static double", name, inputs, body)
    }

    fn routine(&self, routine: &Routine, names: &[String], body: &Body) -> String {
        routine_of("", routine, names, body)
    }

    fn preamble(&self, _: &str) -> String {
        "#include <math.h>\n\n".to_owned()
    }
}

pub(super) fn extreme(value: f64) -> &'static str {
    match value {
        f64::INFINITY => "INFINITY",
        f64::NEG_INFINITY => "-INFINITY",
        _ => "NAN",
    }
}

pub(super) fn repeat(index: &str, from: &str, to: &str) -> Vec<String> {
    vec![
        format!("for (double {index} = {from}; {index} <= {to}; {index} += 1.0) {{"),
        "}".to_owned(),
    ]
}

/// x - y*floor(x/y), with the sign of y and no rounding of the quotient.
pub(super) fn modulo(kind: &str, name: &str) -> String {
    format!(
        "{kind} {name}(double x, double y) {{\n    const double rest = fmod(x, y);\n    \
         return rest != 0.0 && (rest < 0.0) != (y < 0.0) ? rest + y : rest;\n}}\n"
    )
}

pub(super) fn helper(kind: &str, name: &str, inputs: &[String], body: &Body) -> String {
    let parameters: Vec<String> = inputs.iter().map(|x| format!("double {x}")).collect();
    let value = body.outputs.first().map_or("NAN", |value| &value.text);
    format!(
        "{kind} {name}({}) {{\n{}    return {value};\n}}\n",
        parameters.join(", "),
        indented(&body.lines)
    )
}

/// One number is returned; more are written where the caller says.
pub(super) fn routine_of(kind: &str, routine: &Routine, names: &[String], body: &Body) -> String {
    let size = names.len().max(1);
    let mut lines: Vec<String> = names
        .iter()
        .enumerate()
        .filter(|(_, name)| is_used(name, body))
        .map(|(place, name)| format!("const double {name} = point[{place}];"))
        .collect();
    lines.extend(body.lines.iter().cloned());
    let mut parameters = vec![format!("const double point[{size}]")];
    let mut head = "void";
    let shares = shares(routine, &body.outputs);
    for (place, ((name, _), (shape, outputs))) in routine.results.iter().zip(&shares).enumerate() {
        match (shape, place, outputs) {
            (Shape::Number, 0, [value]) if shares.len() == 1 => {
                head = "double";
                lines.push(format!("return {};", value.text));
            }
            (Shape::Number, _, [value]) => {
                parameters.push(format!("double *{name}"));
                lines.push(format!("*{name} = {};", value.text));
            }
            _ => {
                parameters.push(format!("double {name}[{}]", outputs.len()));
                let write = |(i, value): (usize, &Text)| format!("{name}[{i}] = {};", value.text);
                lines.extend(outputs.iter().enumerate().map(write));
            }
        }
    }
    format!(
        "{}{kind}{head} {}({}) {{\n{}}}\n",
        comment("//", &routine.about),
        routine.name,
        parameters.join(", "),
        indented(&lines)
    )
}

/// Whether a name occurs in what is computed: compilers warn of those that don't.
pub(super) fn is_used(name: &str, body: &Body) -> bool {
    let lines = body.lines.iter().map(String::as_str);
    let mut texts = lines.chain(body.outputs.iter().map(|value| value.text.as_str()));
    texts.any(|text| {
        let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
        words.any(|word| word == name)
    })
}
