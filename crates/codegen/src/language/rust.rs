//! Rust. erf, erfc, gamma and lgamma are of the crate `libm`.

use partials_symbolic::Function;

use super::{Language, call, comment, indented, list, shares};
use crate::body::{Body, Level, Text};
use crate::{Routine, Shape};

pub(crate) struct Rust;

impl Language for Rust {
    fn extreme(&self, value: f64) -> &'static str {
        match value {
            f64::INFINITY => "f64::INFINITY",
            f64::NEG_INFINITY => "f64::NEG_INFINITY",
            _ => "f64::NAN",
        }
    }

    fn call(&self, function: Function, arguments: &[Text]) -> Option<Text> {
        let library = match function {
            Function::Erf => "libm::erf",
            Function::Erfc => "libm::erfc",
            Function::Gamma => "libm::tgamma",
            Function::LogGamma => "libm::lgamma",
            _ => return Some(method(function.code_names().rust?, arguments)),
        };
        Some(call(library, arguments))
    }

    fn text(&self, function: Function) -> Option<fn(&str) -> String> {
        (function == Function::Mod).then_some(|name| {
            format!(
                "fn {name}(x: f64, y: f64) -> f64 {{\n    let rest = x % y;\n    \
                 if rest != 0.0 && (rest < 0.0) != (y < 0.0) {{ rest + y }} else {{ rest }}\n}}\n"
            )
        })
    }

    fn power(&self, base: &Text, exponent: &Text) -> Text {
        method("powf", &[base.clone(), exponent.clone()])
    }

    fn power_integer(&self, base: &Text, n: i64) -> Text {
        match i32::try_from(n) {
            Ok(n) => method("powi", &[base.clone(), Text::atom(n.to_string())]),
            #[allow(clippy::cast_precision_loss)] // As the tape has it.
            Err(_) => self.power(base, &self.number(n as f64)),
        }
    }

    fn choose(&self, condition: &Text, yes: &Text, no: &Text) -> Text {
        let text = format!(
            "if {} {{ {} }} else {{ {} }}",
            condition.text, yes.text, no.text
        );
        Text::new(Level::Choice, text)
    }

    fn bind(&self, name: &str, value: &str) -> String {
        format!("let {name} = {value};")
    }

    fn accumulator(&self, name: &str, start: &str) -> String {
        format!("let mut {name}: f64 = {start};")
    }

    fn repeat(&self, index: &str, from: &str, to: &str) -> Vec<String> {
        vec![
            format!(
                "for {index} in (({from}) as i64)..=(({to}) as i64) {{\n    let {index} = {index} as f64;"
            ),
            "}".to_owned(),
        ]
    }

    fn helper(&self, name: &str, inputs: &[String], body: &Body) -> String {
        let parameters: Vec<String> = inputs.iter().map(|x| format!("{x}: f64")).collect();
        let value = body.outputs.first().map_or("f64::NAN", |value| &value.text);
        format!(
            "fn {name}({}) -> f64 {{\n{}    {value}\n}}\n",
            parameters.join(", "),
            indented(&body.lines)
        )
    }

    fn routine(&self, routine: &Routine, names: &[String], body: &Body) -> String {
        let mut types = Vec::new();
        let mut values = Vec::new();
        for (shape, outputs) in shares(routine, &body.outputs) {
            let texts: Vec<String> = outputs.iter().map(|value| value.text.clone()).collect();
            match shape {
                Shape::Number => {
                    types.push("f64".to_owned());
                    values.extend(texts);
                }
                Shape::Vector(count) => {
                    types.push(format!("[f64; {count}]"));
                    values.push(list("[", &texts, "]"));
                }
                Shape::Matrix(rows, columns) => {
                    types.push(format!("[[f64; {columns}]; {rows}]"));
                    let rows: Vec<String> = texts
                        .chunks(columns.max(1))
                        .map(|row| list("[", row, "]"))
                        .collect();
                    values.push(list("[", &rows, "]"));
                }
            }
        }
        let single = types.len() == 1;
        let tuple = |parts: Vec<String>| match single {
            true => parts.concat(),
            false => list("(", &parts, ")"),
        };
        let inputs = match names {
            [] => String::new(),
            _ => format!("    let [{}] = *point;\n", names.join(", ")),
        };
        let point = if names.is_empty() { "_point" } else { "point" };
        format!(
            "{}#[allow(unused_variables)]\npub fn {}({point}: &[f64; {}]) -> {} {{\n{inputs}{}    {}\n}}\n",
            comment("///", &routine.about),
            routine.name,
            names.len(),
            tuple(types),
            indented(&body.lines),
            tuple(values)
        )
    }

    fn preamble(&self, text: &str) -> String {
        match text.contains("libm::") {
            true => "// Needs the crate libm.\n\n".to_owned(),
            false => String::new(),
        }
    }
}

/// A method of the first argument. A bare number has no kind yet, and thus no methods.
fn method(name: &str, arguments: &[Text]) -> Text {
    match arguments.split_first() {
        Some((receiver, rest))
            if receiver
                .text
                .contains(|c: char| c.is_alphabetic() && c != 'e') =>
        {
            call(&format!("{}.{name}", receiver.at(Level::Atom)), rest)
        }
        _ => call(&format!("f64::{name}"), arguments),
    }
}
