//! Python with NumPy: each input is a number or an array of them, one for each point.

use partials_symbolic::Function;
use partials_symbolic::graph::Constant;

use super::{Language, call, comment, indented, list, shares};
use crate::body::{Body, Level, Text};
use crate::{Routine, Shape};

pub(crate) struct Python;

/// What NumPy calls differently from the standard library.
const RENAMED: [(&str, &str); 8] = [
    ("asin", "arcsin"),
    ("acos", "arccos"),
    ("atan", "arctan"),
    ("atan2", "arctan2"),
    ("asinh", "arcsinh"),
    ("acosh", "arccosh"),
    ("atanh", "arctanh"),
    ("abs", "abs"),
];

/// Functions of `scipy.special`, with the same arguments and values.
fn special(function: Function) -> Option<&'static str> {
    use Function::*;
    Some(match function {
        Erf => "erf",
        Erfc => "erfc",
        Erfi => "erfi",
        Erfcx => "erfcx",
        Dawson => "dawsn",
        Gamma => "gamma",
        LogGamma => "gammaln",
        Digamma => "digamma",
        Polygamma => "polygamma",
        Beta => "beta",
        Ei => "expi",
        BesselJ => "jv",
        BesselY => "yv",
        BesselI => "iv",
        BesselK => "kv",
        EllipticK => "ellipk",
        EllipticEc => "ellipe",
        HurwitzZeta => "zeta",
        Hyp1F1 => "hyp1f1",
        Hyp2F1 => "hyp2f1",
        Legendre => "eval_legendre",
        Laguerre => "eval_laguerre",
        ChebyshevT => "eval_chebyt",
        ChebyshevU => "eval_chebyu",
        Sigmoid => "expit",
        Logit => "logit",
        _ => return None,
    })
}

impl Language for Python {
    fn extreme(&self, value: f64) -> &'static str {
        match value {
            f64::INFINITY => "np.inf",
            f64::NEG_INFINITY => "-np.inf",
            _ => "np.nan",
        }
    }

    fn constant(&self, constant: Constant) -> Text {
        match constant {
            Constant::Pi => Text::atom("np.pi"),
            Constant::E => Text::atom("np.e"),
            Constant::Infinity => Text::atom("np.inf"),
            _ => Text::atom("np.nan"),
        }
    }

    fn call(&self, function: Function, arguments: &[Text]) -> Option<Text> {
        let name = match function {
            Function::Min => "np.minimum".to_owned(),
            Function::Max => "np.maximum".to_owned(),
            Function::Mod => "np.mod".to_owned(),
            Function::Sign => "np.sign".to_owned(),
            Function::Round => "np.round".to_owned(),
            Function::Clamp => "np.clip".to_owned(),
            _ => match special(function) {
                Some(name) => format!("scipy.special.{name}"),
                None => {
                    let name = function.code_names().python?;
                    let name = name.trim_start_matches("math.");
                    let renamed = RENAMED.iter().find(|(old, _)| *old == name);
                    format!("np.{}", renamed.map_or(name, |(_, new)| *new))
                }
            },
        };
        Some(call(&name, arguments))
    }

    fn power(&self, base: &Text, exponent: &Text) -> Text {
        let text = format!("{}**{}", base.at(Level::Atom), exponent.at(Level::Atom));
        Text::new(Level::Power, text)
    }

    fn and(&self, flags: &[Text]) -> Text {
        both("np.logical_and", flags)
    }

    fn or(&self, flags: &[Text]) -> Text {
        both("np.logical_or", flags)
    }

    fn not(&self, flag: &Text) -> Text {
        call("np.logical_not", std::slice::from_ref(flag))
    }

    fn choose(&self, condition: &Text, yes: &Text, no: &Text) -> Text {
        call("np.where", &[condition.clone(), yes.clone(), no.clone()])
    }

    fn bind(&self, name: &str, value: &str) -> String {
        format!("{name} = {value}")
    }

    fn accumulator(&self, name: &str, start: &str) -> String {
        format!("{name} = {start}")
    }

    fn repeat(&self, index: &str, from: &str, to: &str) -> Vec<String> {
        vec![format!("for {index} in np.arange({from}, {to} + 0.5):")]
    }

    fn update(&self, total: &str, sign: &str, term: &str) -> String {
        format!("{total} = {total} {sign} ({term})")
    }

    fn helper(&self, name: &str, inputs: &[String], body: &Body) -> String {
        let value = body.outputs.first().map_or("np.nan", |value| &value.text);
        format!(
            "def {name}({}):\n{}    return {value}\n\n",
            inputs.join(", "),
            indented(&body.lines)
        )
    }

    fn routine(&self, routine: &Routine, names: &[String], body: &Body) -> String {
        let shares = shares(routine, &body.outputs);
        let values: Vec<String> = shares.iter().map(|share| value(*share)).collect();
        let inputs = match names {
            [] => String::new(),
            [name] => format!("    ({name},) = np.asarray(point, dtype=float)\n"),
            _ => format!(
                "    {} = np.asarray(point, dtype=float)\n",
                names.join(", ")
            ),
        };
        let lines: String = body
            .lines
            .iter()
            .map(|line| format!("        {line}\n"))
            .collect();
        let about = comment("   ", &routine.about);
        format!(
            "def {}(point):\n    \"\"\"\n{about}    \"\"\"\n{inputs}    with np.errstate(all=\"ignore\"):\n{lines}        return {}\n\n",
            routine.name,
            values.join(", ")
        )
    }

    fn preamble(&self, text: &str) -> String {
        let mut head = "import numpy as np\n".to_owned();
        if text.contains("scipy.special.") {
            head.push_str("import scipy.special\n");
        }
        head.push('\n');
        if text.contains("_array(") {
            head.push_str(ARRAY);
        }
        head.push('\n');
        head
    }
}

/// Entries as an array: its shape, and behind that the shape of the points.
const ARRAY: &str = "
def _array(shape, point, *entries):
    entries = np.broadcast_arrays(*entries, *np.asarray(point, dtype=float))[: len(entries)]
    return np.stack(entries).reshape(*shape, *entries[0].shape)

";

fn both(name: &str, flags: &[Text]) -> Text {
    let mut flags = flags.iter().cloned();
    let first = flags.next().unwrap_or_else(|| Text::atom("True"));
    flags.fold(first, |all, flag| call(name, &[all, flag]))
}

fn value((shape, outputs): (Shape, &[Text])) -> String {
    let texts: Vec<String> = outputs.iter().map(|value| value.text.clone()).collect();
    let shape = match shape {
        Shape::Number => return texts.concat(),
        Shape::Vector(count) => format!("({count},)"),
        Shape::Matrix(rows, columns) => format!("({rows}, {columns})"),
    };
    let arguments: Vec<String> = [shape, "point".to_owned()]
        .into_iter()
        .chain(texts)
        .collect();
    list("_array(", &arguments, ")")
}
