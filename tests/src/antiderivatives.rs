//! The integral tables as claims: the derivative of each antiderivative is its integrand.

use std::collections::BTreeMap;

use partials::numeric::verify::{Report, Verdict};
use partials::{Session, Verifier};
use rayon::prelude::*;
use serde_json::Value;

/// A row: two formulas and the point at which one is the derivative of the other.
#[derive(Clone, Debug)]
pub struct Row {
    /// The row's name in the corpus.
    pub id: String,
    /// The variable.
    pub variable: String,
    /// The function.
    pub antiderivative: String,
    /// Its derivative.
    pub integrand: String,
    /// Where.
    pub point: BTreeMap<String, f64>,
    /// Whether only elementary functions occur.
    pub elementary: bool,
    /// `real`, `complex_path` or `complex_point`.
    pub kind: String,
    /// Whether the imaginary unit occurs.
    pub has_i: bool,
}

impl Row {
    /// Reads one object of the corpus.
    pub fn read(object: &Value) -> Option<Self> {
        let text = |key: &str| object.get(key).and_then(Value::as_str).map(str::to_owned);
        Some(Self {
            id: text("id")?,
            variable: text("var")?,
            antiderivative: text("antiderivative")?,
            integrand: text("integrand")?,
            point: object
                .get("point")?
                .as_object()?
                .iter()
                .filter_map(|(name, value)| Some((name.clone(), value.as_f64()?)))
                .collect(),
            elementary: object.get("special").is_none(),
            kind: text("kind")?,
            has_i: object.get("has_I").and_then(Value::as_bool).unwrap_or(false),
        })
    }

    /// The row as a statement.
    pub fn claim(&self) -> String {
        self.claim_of(&self.antiderivative)
    }

    /// The claim that the integrand is the derivative of another antiderivative.
    pub fn claim_of(&self, antiderivative: &str) -> String {
        let point: Vec<String> =
            self.point.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        format!(
            "claim diff({antiderivative}, {}) = {} at {}",
            self.variable,
            self.integrand,
            point.join(", ")
        )
    }
}

/// Checks one claim; the error as text where it can't be read.
pub fn check(source: &str, verifier: &Verifier) -> Result<Report, String> {
    let mut session = Session::new();
    let output = session.run(source);
    if let Some(error) = output.diagnostics.iter().find(|d| d.is_error()) {
        return Err(error.message.clone());
    }
    let claim = output.claims().next().ok_or("no claim")?;
    claim.check(verifier).map_err(|error| error.to_string())
}

/// What became of a row.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The row's name.
    pub id: String,
    /// Whether only elementary functions occur in it.
    pub elementary: bool,
    /// The report, or why there is none.
    pub result: Result<Report, String>,
}

impl Outcome {
    /// The verdict, if there is one.
    pub fn verdict(&self) -> Option<Verdict> {
        self.result.as_ref().ok().map(|report| report.verdict)
    }
}

/// Checks the rows in parallel; the outcomes are in their order.
pub fn check_all(rows: &[Row], verifier: &Verifier) -> Vec<Outcome> {
    rows.par_iter()
        .map(|row| Outcome {
            id: row.id.clone(),
            elementary: row.elementary,
            result: check(&row.claim(), verifier),
        })
        .collect()
}
