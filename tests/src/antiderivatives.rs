//! The integral tables as claims: the derivative of each antiderivative is its integrand.

use std::collections::BTreeMap;

use partials::numeric::interval::Interval;
use partials::numeric::verify::{Report, Verdict};
use partials::symbolic::Rational;
use partials::{CheckedClaim, Function, Session, Verifier};
use rayon::prelude::*;
use serde_json::Value;

use crate::damage::Damage;

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
            has_i: object
                .get("has_I")
                .and_then(Value::as_bool)
                .unwrap_or(false),
        })
    }

    /// The row as a statement.
    pub fn claim(&self) -> String {
        self.claim_of(&self.antiderivative)
    }

    /// The claim that the integrand is the derivative of another antiderivative.
    pub fn claim_of(&self, antiderivative: &str) -> String {
        let point: Vec<String> = self
            .point
            .iter()
            .map(|(name, value)| format!("{name} = {value}"))
            .collect();
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
    let claim = claim(source)?;
    claim.check(verifier).map_err(|error| error.to_string())
}

/// As [`check`], without a diagnosis of what is wrong.
pub fn decide(source: &str, verifier: &Verifier) -> Result<Report, String> {
    let prepared = claim(source)?.prepare(verifier);
    Ok(prepared.map_err(|error| error.to_string())?.run())
}

fn claim(source: &str) -> Result<CheckedClaim, String> {
    let mut session = Session::new();
    let output = session.run(source);
    if let Some(error) = output.diagnostics.iter().find(|d| d.is_error()) {
        return Err(error.message.clone());
    }
    let claim = output.claims().next().ok_or("no claim")?;
    Ok(claim.clone())
}

/// The rows with one mistake each, of every kind that finds a place: the damaged antiderivative's
/// derivative differs from the integrand by more than 1e-9 of it, as high precision sees it.
pub fn damaged(row: &Row, seed: u64) -> Vec<(Damage, String)> {
    Damage::ALL
        .iter()
        .filter_map(|kind| {
            let formula = kind.apply(&row.antiderivative, seed)?;
            let claim = row.claim_of(&formula);
            differs(row, &formula).then_some((*kind, claim))
        })
        .collect()
}

/// Whether the derivative of a formula differs from the row's integrand at its point by more than
/// 1e-9 relative; in balls of 256 bits, where those are narrow enough to say so.
pub fn differs(row: &Row, formula: &str) -> bool {
    let read = |source: &str| Function::parse(source).ok();
    let (Some(formula), Some(integrand)) = (read(formula), read(&row.integrand)) else {
        return false;
    };
    let Ok(derivative) = formula.partial(&row.variable) else {
        return false;
    };
    let value = |function: &Function| -> Option<Interval> {
        let point: Option<Vec<Rational>> = function
            .variables()
            .iter()
            .map(|name| Rational::from_f64(*row.point.get(name)?))
            .collect();
        let point = point?;
        match function.ball(&point, 256).ok()?.as_slice() {
            [ball] if ball.is_value() => {
                Some(Interval::enclose(ball.lower_f64(), ball.upper_f64()))
            }
            _ => Some(function.evaluate(&point).ok()?.first()?.enclosure),
        }
    };
    // A function without a real value at the point has no derivative there.
    if value(&formula).is_none_or(Interval::is_empty) {
        return false;
    }
    let (Some(a), Some(b)) = (value(&derivative), value(&integrand)) else {
        return false;
    };
    let distance = (a - b).abs();
    !a.is_empty() && !b.is_empty() && distance.lo() > 1e-9 * b.magnitude()
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
            result: decide(&row.claim(), verifier),
        })
        .collect()
}
