//! What the end-to-end tests share: reading the corpora, rows of real formulas with reference
//! values that were computed by other means.
//!
//! A corpus is read in full from `../shared/corpora` beside the workspace where that folder is
//! there, else the part of it that the repository carries in `tests/corpora` (see its README for
//! the fields, sources and licences).
//!
//! ```
//! let rows = partials_tests::corpus("nist");
//! let row = &rows[0];
//! assert_eq!(row.text("expr"), Some("exp(-b1*x)/(b2 + b3*x)"));
//! assert_eq!(row.texts("params"), ["b1", "b2", "b3"]);
//! assert_eq!(row.point("start1")["b2"], 0.01);
//! ```
#![allow(clippy::panic)] // What can't be read fails the test that reads it.

pub mod antiderivatives;
pub mod damage;
pub mod formulas;
pub mod gradients;
pub mod minima;
pub mod operations;
pub mod points;
pub mod simplified;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

/// The Rust code of the README, compiled and run with the documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

/// The root of the workspace.
pub fn workspace() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// The files of this name, the full one before the one that the repository carries.
fn places(file: &str) -> [PathBuf; 2] {
    [
        workspace().join("../shared/corpora").join(file),
        carried(file),
    ]
}

fn carried(file: &str) -> PathBuf {
    workspace().join("tests/corpora").join(file)
}

/// All rows of a corpus, such as `antiderivatives`, in their order.
///
/// # Panics
/// Where there is no such corpus, or a line of it can't be read.
pub fn corpus(name: &str) -> Vec<Row> {
    let file = format!("{name}.jsonl");
    let Some(path) = places(&file).into_iter().find(|path| path.is_file()) else {
        panic!("no corpus `{name}`");
    };
    read(&path)
}

/// The rows of a corpus that the repository carries, whether or not the full one is there.
///
/// # Panics
/// As [`corpus`].
pub fn carried_corpus(name: &str) -> Vec<Row> {
    read(&carried(&format!("{name}.jsonl")))
}

fn read(path: &Path) -> Vec<Row> {
    let place = path.display();
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{place}: {error}"));
    text.lines()
        .enumerate()
        .map(|(line, text)| match serde_json::from_str(text) {
            Ok(row) => Row(row),
            Err(error) => panic!("{place}:{}: {error}", line + 1),
        })
        .collect()
}

/// A row of a corpus: an object of JSON.
///
/// An accessor answers with `None`, `false` or nothing where the field isn't there or is of
/// another kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row(pub Map<String, Value>);

impl Row {
    /// Which row it is, for messages: the field `id`, else `source` and `input`.
    pub fn name(&self) -> String {
        let fields = ["id", "source", "input"]
            .into_iter()
            .filter_map(|key| self.text(key));
        match self.text("id") {
            Some(id) => id.to_owned(),
            None => fields.collect::<Vec<_>>().join(" "),
        }
    }

    /// A text: `expr`, `expr_raw`, `integrand`, `antiderivative`, `derivative`, `var`, `kind`.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.as_str()
    }

    /// Several texts, `vars`, `wrt`, `exprs`, `special`; a text alone counts as one.
    pub fn texts(&self, key: &str) -> Vec<&str> {
        match self.0.get(key) {
            Some(Value::String(text)) => vec![text],
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// Texts by name: `sympy_grad`, `certified`.
    pub fn named_texts(&self, key: &str) -> BTreeMap<&str, &str> {
        let named = self
            .object(key)
            .map(|(name, value)| Some((name.as_str(), value.as_str()?)));
        named.flatten().collect()
    }

    /// Whether a field is there and true: `has_I`.
    pub fn flag(&self, key: &str) -> bool {
        self.0.get(key).and_then(Value::as_bool) == Some(true)
    }

    /// A real number: `value`, `derivative_value`, `integrand_value`.
    pub fn number(&self, key: &str) -> Option<f64> {
        self.0.get(key)?.as_f64()
    }

    /// A number that may be complex, `[re, im]`.
    pub fn complex(&self, key: &str) -> Option<(f64, f64)> {
        complex(self.0.get(key)?)
    }

    /// Several real numbers, `values`, `grad`, `x0`; all of them or none.
    pub fn numbers(&self, key: &str) -> Option<Vec<f64>> {
        numbers(self.0.get(key)?)
    }

    /// A matrix, row by row: `jacobian`, `hess`, `data`.
    pub fn matrix(&self, key: &str) -> Option<Vec<Vec<f64>>> {
        self.0.get(key)?.as_array()?.iter().map(numbers).collect()
    }

    /// Real numbers by name: `point`, `grad`, `integrand_grad`, `hess` (by `a,b`). Complex ones
    /// are left out, see [`Row::complex_point`].
    pub fn point(&self, key: &str) -> BTreeMap<String, f64> {
        let named = self
            .object(key)
            .map(|(name, value)| Some((name.clone(), value.as_f64()?)));
        named.flatten().collect()
    }

    /// Numbers by name, any of which may be complex.
    pub fn complex_point(&self, key: &str) -> BTreeMap<String, (f64, f64)> {
        let named = self
            .object(key)
            .map(|(name, value)| Some((name.clone(), complex(value)?)));
        named.flatten().collect()
    }

    /// A row in the row: `at_x0`, `at_certified`.
    pub fn row(&self, key: &str) -> Option<Row> {
        Some(Row(self.0.get(key)?.as_object()?.clone()))
    }

    /// Rows in the row: `points`, each with `point`, `value`, `grad` and `hess`; `fns`.
    pub fn rows(&self, key: &str) -> Vec<Row> {
        let list = self.0.get(key).and_then(Value::as_array);
        let objects = list.into_iter().flatten().filter_map(Value::as_object);
        objects.map(|object| Row(object.clone())).collect()
    }

    fn object(&self, key: &str) -> impl Iterator<Item = (&String, &Value)> {
        self.0
            .get(key)
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
    }
}

fn numbers(value: &Value) -> Option<Vec<f64>> {
    value.as_array()?.iter().map(Value::as_f64).collect()
}

fn complex(value: &Value) -> Option<(f64, f64)> {
    match value {
        Value::Array(parts) => match parts.as_slice() {
            [real, imaginary] => Some((real.as_f64()?, imaginary.as_f64()?)),
            _ => None,
        },
        _ => Some((value.as_f64()?, 0.0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str) -> Row {
        Row(serde_json::from_str(text).unwrap())
    }

    #[test]
    fn fields_are_read() {
        let row = row(
            r#"{"id": "a:1", "expr": "x^2", "wrt": "x", "vars": ["x", "y"],
            "has_I": true, "value": 4, "point": {"x": 2.0, "y": [1, 2.5]}, "z": [1, -2],
            "sympy_grad": {"x": "2*x"}, "points": [{"value": 0.1}], "hess": [[2, 0], [0, 0]],
            "at_x0": {"grad": [4]}}"#,
        );
        assert_eq!(row.name(), "a:1");
        assert_eq!(row.text("expr"), Some("x^2"));
        assert_eq!(row.text("value"), None);
        assert_eq!(row.texts("wrt"), ["x"]);
        assert_eq!(row.texts("vars"), ["x", "y"]);
        assert!(row.flag("has_I") && !row.flag("expr") && !row.flag("none"));
        assert_eq!(row.number("value"), Some(4.0));
        assert_eq!(row.number("z"), None);
        assert_eq!(row.complex("z"), Some((1.0, -2.0)));
        assert_eq!(row.complex("value"), Some((4.0, 0.0)));
        assert_eq!(row.point("point"), BTreeMap::from([("x".to_owned(), 2.0)]));
        assert_eq!(row.complex_point("point")["y"], (1.0, 2.5));
        assert_eq!(
            row.named_texts("sympy_grad"),
            BTreeMap::from([("x", "2*x")])
        );
        assert_eq!(row.rows("points")[0].number("value"), Some(0.1));
        assert_eq!(row.matrix("hess").unwrap()[0], [2.0, 0.0]);
        assert_eq!(row.row("at_x0").unwrap().numbers("grad"), Some(vec![4.0]));
    }

    /// Points are exact doubles: reading must not move them.
    #[test]
    fn numbers_are_read_to_the_last_bit() {
        for text in [
            "0.1",
            "6.022140857e23",
            "2.2250738585072014e-308",
            "9007199254740993.0",
        ] {
            let row = row(&format!(r#"{{"value": {text}}}"#));
            assert_eq!(row.number("value"), text.parse().ok(), "{text}");
        }
    }

    #[test]
    fn a_row_without_id_is_named_by_its_source() {
        let row = row(r#"{"source": "sympy/sympy PR#605", "input": "coth(x)"}"#);
        assert_eq!(row.name(), "sympy/sympy PR#605 coth(x)");
    }

    /// The carried corpora have the rows that their README says, each with a formula, and no row
    /// whose source has no licence.
    #[test]
    fn carried_corpora_are_complete() {
        let formulas = ["expr", "exprs", "integrand", "input", "fns", "fmin"];
        let counts = [
            ("adbench", 2),
            ("antiderivatives", 2717),
            ("feynman", 36),
            ("issues", 14),
            ("known_bugs", 45),
            ("mgh_cute", 76),
            ("minima", 36),
            ("nist", 8),
            ("strd", 27),
            ("sympy_diff", 497),
            ("wild", 106),
        ];
        for (name, count) in counts {
            let rows = carried_corpus(name);
            assert_eq!(rows.len(), count, "{name}");
            for row in &rows {
                assert!(!row.name().is_empty(), "{name}");
                assert!(
                    formulas.iter().any(|key| row.0.contains_key(*key)),
                    "{}",
                    row.name()
                );
                assert!(
                    !row.text("licence")
                        .unwrap_or_default()
                        .contains("no licence")
                );
            }
        }
    }

    /// What is carried stands in the full corpora as it is.
    #[test]
    fn carried_rows_are_rows_of_the_full_corpora() {
        for name in ["adbench", "antiderivatives", "mgh_cute", "wild"] {
            let mut full = corpus(name).into_iter();
            for row in carried_corpus(name) {
                assert!(full.any(|other| other == row), "{name}: {}", row.name());
            }
        }
    }
}
