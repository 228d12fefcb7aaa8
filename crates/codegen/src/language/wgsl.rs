//! WGSL, in single precision.

use partials_symbolic::Function;

use super::{Language, call, comment, indented, list};
use crate::body::{Body, Text};
use crate::{Routine, Shape};

pub(crate) struct Wgsl;

/// A number that no translator computes beforehand: what is not finite may not be written.
const ZERO: &str = "partials_zero";
/// Powers of negative numbers.
const POWER: &str = "partials_power";

impl Language for Wgsl {
    fn decimal(&self, value: f64) -> String {
        // What single precision has no number for becomes the largest or the least that it has.
        let limit = f64::from(f32::MAX);
        let value = value.clamp(-limit, limit);
        let value = if value.abs() < f64::from(f32::MIN_POSITIVE) {
            0.0
        } else {
            value
        };
        #[allow(clippy::cast_possible_truncation)] // Single precision is what there is.
        let text = format!("{:?}", value as f32);
        text
    }

    fn extreme(&self, value: f64) -> &'static str {
        match value {
            f64::INFINITY => "(1.0 / partials_zero)",
            f64::NEG_INFINITY => "(-1.0 / partials_zero)",
            _ => "(partials_zero / partials_zero)",
        }
    }

    fn call(&self, function: Function, arguments: &[Text]) -> Option<Text> {
        use Function::*;
        let name = match function {
            Ln => "log",
            Frac => "fract",
            Exp | Exp2 | Log2 | Sqrt | Sin | Cos | Tan | Asin | Acos | Atan | Atan2 | Sinh
            | Cosh | Tanh | Asinh | Acosh | Atanh | Abs | Sign | Floor | Ceil | Round | Trunc
            | Min | Max | Clamp => function.name(),
            _ => return None,
        };
        Some(call(name, arguments))
    }

    fn text(&self, function: Function) -> Option<fn(&str) -> String> {
        (function == Function::Mod).then_some(|name| {
            format!(
                "fn {name}(x: f32, y: f32) -> f32 {{\n    let rest = x % y;\n    \
                 return select(rest, rest + y, rest != 0.0 && (rest < 0.0) != (y < 0.0));\n}}\n"
            )
        })
    }

    fn power_integer(&self, base: &Text, n: i64) -> Text {
        match i32::try_from(n) {
            Ok(n) => call(POWER, &[base.clone(), Text::atom(n.to_string())]),
            #[allow(clippy::cast_precision_loss)] // As the tape has it.
            Err(_) => self.power(base, &self.number(n as f64)),
        }
    }

    fn choose(&self, condition: &Text, yes: &Text, no: &Text) -> Text {
        call("select", &[no.clone(), yes.clone(), condition.clone()])
    }

    fn bind(&self, name: &str, value: &str) -> String {
        format!("let {name} = {value};")
    }

    fn accumulator(&self, name: &str, start: &str) -> String {
        format!("var {name} = {start};")
    }

    fn repeat(&self, index: &str, from: &str, to: &str) -> Vec<String> {
        vec![
            format!("for (var {index} = {from}; {index} <= {to}; {index} += 1.0) {{"),
            "}".to_owned(),
        ]
    }

    fn helper(&self, name: &str, inputs: &[String], body: &Body) -> String {
        let parameters: Vec<String> = inputs.iter().map(|x| format!("{x}: f32")).collect();
        let value = body.outputs.first().map_or("0.0", |value| &value.text);
        format!(
            "fn {name}({}) -> f32 {{\n{}    return {value};\n}}\n",
            parameters.join(", "),
            indented(&body.lines)
        )
    }

    /// All results stand in one array, one after the other.
    fn routine(&self, routine: &Routine, names: &[String], body: &Body) -> String {
        let mut lines: Vec<String> = names
            .iter()
            .enumerate()
            .map(|(place, name)| format!("let {name} = point[{place}];"))
            .collect();
        lines.extend(body.lines.iter().cloned());
        let texts: Vec<String> = body
            .outputs
            .iter()
            .map(|value| value.text.clone())
            .collect();
        let size = names.len().max(1);
        let (kind, value) = match routine.results.as_slice() {
            [(_, Shape::Number)] => ("f32".to_owned(), texts.concat()),
            _ => {
                let kind = format!("array<f32, {}>", texts.len());
                let value = list(&format!("{kind}("), &texts, ")");
                (kind, value)
            }
        };
        format!(
            "{}fn {}(point: array<f32, {size}>) -> {kind} {{\n{}    return {value};\n}}\n",
            comment("//", &routine.about),
            routine.name,
            indented(&lines)
        )
    }

    fn preamble(&self, text: &str) -> String {
        let mut head = String::new();
        if text.contains(ZERO) {
            head.push_str(&format!("var<private> {ZERO}: f32 = 0.0;\n\n"));
        }
        if text.contains(POWER) {
            head.push_str(&format!(
                "fn {POWER}(x: f32, n: i32) -> f32 {{\n    var value = 1.0;\n    var square = x;\n    \
                 var rest = abs(n);\n    while rest > 0 {{\n        \
                 if (rest & 1) == 1 {{ value *= square; }}\n        square *= square;\n        \
                 rest = rest >> 1u;\n    }}\n    return select(value, 1.0 / value, n < 0);\n}}\n\n"
            ));
        }
        head
    }
}
