//! A page that needs no network: a surface to turn, or curves to move, with the value under the
//! pointer and a slider for each parameter. It runs the function itself, as a list of steps.

use std::fmt::Write as _;

use serde::Serialize;

use crate::color::{Color, Ink, Theme, VIRIDIS};
use crate::text::{Slant, Text};

/// What runs a program.
const EVALUATE: &str = include_str!("evaluate.js");
const SURFACE: &str = include_str!("surface.js");
const CURVE: &str = include_str!("curve.js");
const MAIN: &str = include_str!("main.js");
const STYLE: &str = include_str!("page.css");

/// Something a page can show.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// What stands above.
    pub title: Text,
    /// Light or dark.
    pub theme: Theme,
    /// The names of the variables; one for curves, two for a surface.
    pub names: Vec<String>,
    /// The range of each.
    pub ranges: Vec<(f64, f64)>,
    /// What the values of a surface are called.
    pub value: String,
    /// What each curve is called.
    pub labels: Vec<String>,
    /// The range of values, if it does not follow from them.
    pub values: Option<(f64, f64)>,
    /// Whether values below and above the usual ones are not shown, because they have no bound.
    pub cut: (bool, bool),
    /// Variables with a slider.
    pub parameters: Vec<Parameter>,
    /// What computes the values: from the variables and parameters each curve, or the value of a
    /// surface and its two derivatives.
    pub source: Source,
    /// Where descents begin.
    pub starts: Vec<[f64; 2]>,
    /// The steps of methods.
    pub paths: Vec<Vec<[f64; 2]>>,
    /// From where a surface is seen: degrees around and above.
    pub camera: (f64, f64),
}

/// A variable with a slider.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its value at first.
    pub value: f64,
    /// The left end of the slider.
    pub low: f64,
    /// The right end of the slider.
    pub high: f64,
}

/// What the page shows values of.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// A program that the page runs.
    Program(Program),
    /// Values that were computed before, where the page can't: of a surface row by row, of curves
    /// the places and then the values of each.
    Sampled {
        /// The values.
        values: Vec<Vec<f64>>,
        /// What the page can't compute.
        reason: String,
    },
}

/// Steps that compute numbers, each from earlier ones, given by their places.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Program {
    /// The steps.
    pub steps: Vec<Step>,
    /// The places of the results.
    pub outputs: Vec<u32>,
}

/// A step.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// A variable or parameter, by its place.
    Input(u32),
    /// A number; NaN where nothing has a value.
    Number(f64),
    /// An operation or function of earlier steps.
    Apply(&'static str, Vec<u32>),
}

/// As an array: the name, then the operands.
impl Serialize for Step {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Input(place) => ("input", place).serialize(serializer),
            Self::Number(value) => ("number", value).serialize(serializer),
            Self::Apply(name, operands) => {
                use serde::ser::SerializeSeq;
                let mut list = serializer.serialize_seq(Some(operands.len() + 1))?;
                list.serialize_element(name)?;
                operands
                    .iter()
                    .try_for_each(|place| list.serialize_element(place))?;
                list.end()
            }
        }
    }
}

/// Functions that a page can compute, by their names in formulas.
pub const FUNCTIONS: [&str; 64] = [
    "exp",
    "expm1",
    "exp2",
    "ln",
    "log1p",
    "log2",
    "log10",
    "sqrt",
    "cbrt",
    "hypot",
    "sin",
    "cos",
    "tan",
    "sec",
    "csc",
    "cot",
    "asin",
    "acos",
    "atan",
    "asec",
    "acsc",
    "acot",
    "atan2",
    "sinc",
    "sinh",
    "cosh",
    "tanh",
    "sech",
    "csch",
    "coth",
    "asinh",
    "acosh",
    "atanh",
    "asech",
    "acsch",
    "acoth",
    "abs",
    "sign",
    "floor",
    "ceil",
    "trunc",
    "round",
    "frac",
    "mod",
    "min",
    "max",
    "clamp",
    "heaviside",
    "erf",
    "erfc",
    "gamma",
    "digamma",
    "lgamma",
    "beta",
    "sigmoid",
    "softplus",
    "logit",
    "relu",
    "leaky_relu",
    "elu",
    "gelu",
    "silu",
    "mish",
    "huber",
];

/// How many points a surface of a page has along each axis.
pub const SAMPLES: usize = 72;

#[derive(Serialize)]
struct Data<'p> {
    kind: &'static str,
    theme: &'static str,
    names: &'p [String],
    ranges: &'p [(f64, f64)],
    value: &'p str,
    labels: &'p [String],
    values: Option<(f64, f64)>,
    cut: (bool, bool),
    parameters: &'p [Parameter],
    program: Option<&'p Program>,
    sampled: Option<serde_json::Value>,
    starts: &'p [[f64; 2]],
    paths: &'p [Vec<[f64; 2]>],
    camera: (f64, f64),
    samples: usize,
    colors: Vec<[u8; 3]>,
    series: Vec<String>,
}

impl Page {
    /// The page as HTML.
    ///
    /// # Errors
    /// Where its data can't be written as JSON.
    pub fn html(&self) -> Result<String, serde_json::Error> {
        // `<` would end the element.
        let data = serde_json::to_string(&self.data())?.replace('<', "\\u003c");
        let (ground, text) = (
            self.theme.color(Ink::Background),
            self.theme.color(Ink::Text),
        );
        let mut html = String::from(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
             style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n\
             <link rel=\"icon\" href=\"data:,\">\n",
        );
        let plain = escaped(&self.title.source());
        let heading = markup(&self.title);
        let note = match &self.source {
            Source::Program(_) => String::new(),
            Source::Sampled { reason, .. } => format!("<p>{}</p>\n", escaped(reason)),
        };
        let (ground, text) = (ground.code(), text.code());
        // Writing to a string can't fail.
        let _ = write!(
            html,
            "<title>{plain}</title>\n<style>\n:root {{ --ground: {ground}; --text: {text}; }}\n\
             {STYLE}</style>\n</head>\n<body>\n<h1>{heading}</h1>\n{note}<canvas></canvas>\n\
             <output class=\"value\"></output>\n<form></form>\n\
             <script type=\"application/json\" id=\"data\">{data}</script>\n\
             <script>\n{EVALUATE}{SURFACE}{CURVE}{MAIN}</script>\n</body>\n</html>\n"
        );
        Ok(html)
    }

    fn data(&self) -> Data<'_> {
        let surface = self.names.len() == 2;
        let (program, sampled) = match &self.source {
            Source::Program(program) => (Some(program), None),
            Source::Sampled { values, .. } if surface => {
                (None, Some(serde_json::json!(values.concat())))
            }
            Source::Sampled { values, .. } => (None, Some(serde_json::json!(values))),
        };
        let parts = |color: Color| [color.red, color.green, color.blue];
        Data {
            kind: if surface { "surface" } else { "curve" },
            theme: if self.theme == Theme::Dark {
                "dark"
            } else {
                "light"
            },
            names: &self.names,
            ranges: &self.ranges,
            value: &self.value,
            labels: &self.labels,
            values: self.values,
            cut: self.cut,
            parameters: &self.parameters,
            program,
            sampled,
            starts: &self.starts,
            paths: &self.paths,
            camera: self.camera,
            samples: SAMPLES,
            colors: VIRIDIS
                .iter()
                .map(|code| parts(Color::hex(*code)))
                .collect(),
            series: (0..6)
                .map(|i| self.theme.color(Ink::Series(i)).code())
                .collect(),
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Runs as HTML.
fn markup(text: &Text) -> String {
    let run = |run: &crate::text::Run| {
        let mut html = escaped(&run.text);
        if run.slant == Slant::Italic {
            html = format!("<i>{html}</i>");
        }
        match run.level {
            0 => html,
            ..0 => format!("<sub>{html}</sub>"),
            _ => format!("<sup>{html}</sup>"),
        }
    };
    text.runs.iter().map(run).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(title: &str) -> Page {
        Page {
            title: Text::formula(title),
            theme: Theme::Light,
            names: vec!["x".to_owned()],
            ranges: vec![(0.0, 1.0)],
            value: "f".to_owned(),
            labels: vec!["</script><script>alert(1)</script>".to_owned()],
            values: None,
            cut: (false, false),
            parameters: Vec::new(),
            source: Source::Program(Program {
                steps: vec![
                    Step::Input(0),
                    Step::Number(f64::NAN),
                    Step::Apply("+", vec![0, 1]),
                ],
                outputs: vec![2],
            }),
            starts: Vec::new(),
            paths: Vec::new(),
            camera: (0.0, 0.0),
        }
    }

    #[test]
    fn nothing_ends_an_element_or_asks_the_network() {
        let html = page("x^2 < 3 & y").html().unwrap();
        assert_eq!(html.matches("</script>").count(), 2);
        assert!(html.contains("<h1><i>x</i><sup>2</sup> &lt; 3 &amp; <i>y</i></h1>"));
        for word in [
            "http://",
            "https://",
            "src=",
            "@import",
            "fetch(",
            "XMLHttpRequest",
        ] {
            assert!(!html.contains(word), "{word}");
        }
        assert!(html.contains(r#"["input",0],["number",null],["+",0,1]"#));
    }

    #[test]
    fn functions_are_those_of_the_script() {
        for name in FUNCTIONS {
            let written = [format!("{name}:"), format!("{name},")];
            assert!(
                written.iter().any(|w| EVALUATE.contains(w.as_str())),
                "{name}"
            );
        }
    }
}
