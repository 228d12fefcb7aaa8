//! JavaScript, as a module.

use partials_symbolic::Function;

use super::{Language, call, comment, indented, list, shares};
use crate::body::{Body, Text};
use crate::{Routine, Shape};

pub(crate) struct JavaScript;

impl Language for JavaScript {
    fn extreme(&self, value: f64) -> &'static str {
        match value {
            f64::INFINITY => "Infinity",
            f64::NEG_INFINITY => "-Infinity",
            _ => "NaN",
        }
    }

    fn call(&self, function: Function, arguments: &[Text]) -> Option<Text> {
        Some(call(function.code_names().javascript?, arguments))
    }

    fn text(&self, function: Function) -> Option<fn(&str) -> String> {
        (function == Function::Mod).then_some(|name| {
            format!(
                "function {name}(x, y) {{\n    const rest = x % y;\n    \
                 return rest !== 0 && (rest < 0) !== (y < 0) ? rest + y : rest;\n}}\n"
            )
        })
    }

    fn power(&self, base: &Text, exponent: &Text) -> Text {
        call("Math.pow", &[base.clone(), exponent.clone()])
    }

    fn bind(&self, name: &str, value: &str) -> String {
        format!("const {name} = {value};")
    }

    fn accumulator(&self, name: &str, start: &str) -> String {
        format!("let {name} = {start};")
    }

    fn repeat(&self, index: &str, from: &str, to: &str) -> Vec<String> {
        vec![
            format!("for (let {index} = {from}; {index} <= {to}; {index} += 1) {{"),
            "}".to_owned(),
        ]
    }

    fn helper(&self, name: &str, inputs: &[String], body: &Body) -> String {
        let value = body.outputs.first().map_or("NaN", |value| &value.text);
        format!(
            "function {name}({}) {{\n{}    return {value};\n}}\n",
            inputs.join(", "),
            indented(&body.lines)
        )
    }

    fn routine(&self, routine: &Routine, names: &[String], body: &Body) -> String {
        let shares = shares(routine, &body.outputs);
        let values: Vec<String> = shares.iter().map(|share| value(*share)).collect();
        let result = match values.as_slice() {
            [value] => value.clone(),
            _ => {
                let named = routine.results.iter().zip(&values);
                let named: Vec<String> =
                    named.map(|((name, _), v)| format!("{name}: {v}")).collect();
                list("{ ", &named, " }")
            }
        };
        let inputs = match names {
            [] => String::new(),
            _ => format!("    const [{}] = point;\n", names.join(", ")),
        };
        format!(
            "{}export function {}(point) {{\n{inputs}{}    return {result};\n}}\n",
            comment("//", &routine.about),
            routine.name,
            indented(&body.lines)
        )
    }

    fn preamble(&self, _: &str) -> String {
        String::new()
    }
}

fn value((shape, outputs): (Shape, &[Text])) -> String {
    let texts: Vec<String> = outputs.iter().map(|value| value.text.clone()).collect();
    match shape {
        Shape::Number => texts.concat(),
        Shape::Vector(_) => list("[", &texts, "]"),
        Shape::Matrix(_, columns) => {
            let rows: Vec<String> = texts
                .chunks(columns.max(1))
                .map(|row| list("[", row, "]"))
                .collect();
            list("[", &rows, "]")
        }
    }
}
