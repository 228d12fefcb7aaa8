//! The integral tables, as claims: right ones hold, damaged ones don't pass.

use std::collections::BTreeMap;

use partials::numeric::verify::Verdict;
use partials::{Function, Verifier};
use partials_tests::antiderivatives::{Row, check_all, damaged, decide};
use partials_tests::corpus;
use rayon::prelude::*;
use serde_json::Value;

fn rows() -> Vec<Row> {
    corpus("antiderivatives")
        .into_iter()
        .filter_map(|row| Row::read(&Value::Object(row.0)))
        .collect()
}

#[test]
fn every_row_is_read_and_complex_ones_are_refused() {
    for row in rows() {
        for formula in [&row.antiderivative, &row.integrand] {
            match Function::parse(formula) {
                Ok(_) => {}
                Err(error) => {
                    assert!(
                        row.has_i && error.to_string().contains("complex"),
                        "{}: {error}",
                        row.id
                    );
                }
            }
        }
        if row.has_i {
            let refused = [&row.antiderivative, &row.integrand]
                .map(|formula| Function::parse(formula).is_err());
            assert!(
                refused.contains(&true),
                "{}: the imaginary unit was not refused",
                row.id
            );
        }
    }
}

/// About so many real rows, from everywhere: the program `antiderivatives` checks all of them.
fn sample(count: usize) -> Vec<Row> {
    let mut rows = rows();
    rows.retain(|row| row.kind == "real");
    let step = (rows.len() / count).max(1);
    rows.into_iter().step_by(step).collect()
}

#[test]
fn right_rows_hold() {
    let rows = sample(1200);
    let outcomes = check_all(&rows, &Verifier::new());
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for outcome in &outcomes {
        let what = match &outcome.result {
            Ok(report) => report.verdict.to_string(),
            Err(error) => error.clone(),
        };
        if !outcome.verdict().is_some_and(Verdict::holds) {
            println!("{}: {what}", outcome.id);
        }
        *counts.entry(what).or_default() += 1;
    }
    println!("{counts:#?}");
    let share = |elementary: bool| {
        let of_kind = outcomes
            .iter()
            .filter(|outcome| outcome.elementary || !elementary);
        let (all, holding) = of_kind.fold((0, 0), |(all, holding), outcome| {
            (
                all + 1,
                holding + usize::from(outcome.verdict().is_some_and(Verdict::holds)),
            )
        });
        holding as f64 / all as f64
    };
    assert!(
        outcomes
            .iter()
            .all(|outcome| outcome.verdict() != Some(Verdict::Refuted))
    );
    assert!(share(true) >= 0.997, "elementary: {}", share(true));
    assert!(share(false) >= 0.995, "all: {}", share(false));
}

/// Some rows with one mistake of each kind.
#[test]
fn damaged_rows_do_not_pass() {
    let rows = sample(160);
    let verifier = Verifier::new();
    let verdicts: Vec<(String, Verdict)> = rows
        .par_iter()
        .enumerate()
        .flat_map_iter(|(seed, row)| damaged(row, seed as u64))
        .filter_map(|(_, claim)| {
            let report = decide(&claim, &verifier).ok()?;
            Some((claim, report.verdict))
        })
        .collect();
    let refuted = verdicts
        .iter()
        .filter(|(_, verdict)| *verdict == Verdict::Refuted)
        .count();
    println!("{refuted} of {} refuted", verdicts.len());
    for (claim, verdict) in &verdicts {
        assert!(!verdict.holds(), "{verdict}: {claim}");
    }
    assert!(verdicts.len() > 500 && refuted as f64 >= 0.995 * verdicts.len() as f64);
}
