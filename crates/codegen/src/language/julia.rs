//! Julia. Where a function of `Base` throws outside its domain, that of `NaNMath` does not.

use partials_symbolic::Function;
use partials_symbolic::graph::Constant;

use super::{Language, call, comment, indented, list, shares};
use crate::body::{Body, Level, Text};
use crate::{Routine, Shape};

pub(crate) struct Julia;

/// Functions of `SpecialFunctions`, with the same arguments and values.
fn special(function: Function) -> Option<&'static str> {
    use Function::*;
    Some(match function {
        Erf => "erf",
        Erfc => "erfc",
        Erfi => "erfi",
        Erfcx => "erfcx",
        Dawson => "dawson",
        Gamma => "gamma",
        LogGamma => "loggamma",
        Digamma => "digamma",
        Beta => "beta",
        Ei => "expinti",
        Si => "sinint",
        Ci => "cosint",
        BesselJ => "besselj",
        BesselY => "bessely",
        BesselI => "besseli",
        BesselK => "besselk",
        AiryAi => "airyai",
        AiryBi => "airybi",
        AiryAiPrime => "airyaiprime",
        AiryBiPrime => "airybiprime",
        EllipticK => "ellipk",
        EllipticEc => "ellipe",
        Zeta | HurwitzZeta => "zeta",
        _ => return None,
    })
}

impl Language for Julia {
    fn extreme(&self, value: f64) -> &'static str {
        match value {
            f64::INFINITY => "Inf",
            f64::NEG_INFINITY => "-Inf",
            _ => "NaN",
        }
    }

    fn constant(&self, constant: Constant) -> Text {
        match constant {
            Constant::Pi => Text::atom("Float64(pi)"),
            Constant::E => Text::atom("exp(1.0)"),
            Constant::Infinity => Text::atom("Inf"),
            _ => Text::atom("NaN"),
        }
    }

    fn call(&self, function: Function, arguments: &[Text]) -> Option<Text> {
        use Function::*;
        if let Some(name) = special(function) {
            return Some(call(&format!("SpecialFunctions.{name}"), arguments));
        }
        let name = function.code_names().julia?;
        let throws = matches!(
            function,
            Ln | Log2 | Log10 | Log1p | Sqrt | Asin | Acos | Acosh | Atanh
        );
        Some(match throws {
            true => call(&format!("NaNMath.{name}"), arguments),
            false => call(name, arguments),
        })
    }

    fn power(&self, base: &Text, exponent: &Text) -> Text {
        call("NaNMath.pow", &[base.clone(), exponent.clone()])
    }

    fn power_integer(&self, base: &Text, n: i64) -> Text {
        let exponent = if n < 0 {
            format!("({n})")
        } else {
            n.to_string()
        };
        Text::new(Level::Power, format!("{}^{exponent}", base.at(Level::Atom)))
    }

    fn choose(&self, condition: &Text, yes: &Text, no: &Text) -> Text {
        call("ifelse", &[condition.clone(), yes.clone(), no.clone()])
    }

    fn bind(&self, name: &str, value: &str) -> String {
        format!("{name} = {value}")
    }

    fn accumulator(&self, name: &str, start: &str) -> String {
        format!("{name} = {start}")
    }

    fn repeat(&self, index: &str, from: &str, to: &str) -> Vec<String> {
        vec![
            format!("for {index} in float({from}):float({to})"),
            "end".to_owned(),
        ]
    }

    fn update(&self, total: &str, sign: &str, term: &str) -> String {
        format!("{total} {sign}= {term}")
    }

    fn helper(&self, name: &str, inputs: &[String], body: &Body) -> String {
        let value = body.outputs.first().map_or("NaN", |value| &value.text);
        format!(
            "function {name}({})\n{}    return {value}\nend\n",
            inputs.join(", "),
            indented(&body.lines)
        )
    }

    fn routine(&self, routine: &Routine, names: &[String], body: &Body) -> String {
        let shares = shares(routine, &body.outputs);
        let values: Vec<String> = shares.iter().map(|share| value(*share)).collect();
        let inputs = match names {
            [] => String::new(),
            [name] => format!("    ({name},) = point\n"),
            _ => format!("    ({}) = point\n", names.join(", ")),
        };
        format!(
            "{}function {}(point)\n{inputs}{}    return {}\nend\n",
            comment("#", &routine.about),
            routine.name,
            indented(&body.lines),
            values.join(", ")
        )
    }

    fn preamble(&self, text: &str) -> String {
        let packages = ["NaNMath", "SpecialFunctions"];
        let used = packages
            .iter()
            .filter(|name| text.contains(&format!("{name}.")));
        let lines: String = used.map(|name| format!("import {name}\n")).collect();
        if lines.is_empty() {
            lines
        } else {
            lines + "\n"
        }
    }
}

/// Rows of a matrix stand one below the other.
fn value((shape, outputs): (Shape, &[Text])) -> String {
    let texts: Vec<String> = outputs.iter().map(|value| value.text.clone()).collect();
    match shape {
        Shape::Number => texts.concat(),
        Shape::Vector(_) => list("[", &texts, "]"),
        Shape::Matrix(rows, columns) => {
            let entries = list("[", &texts, "]");
            format!("permutedims(reshape({entries}, {columns}, {rows}))")
        }
    }
}
