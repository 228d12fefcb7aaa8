//! Checks the real rows of a file of antiderivatives and prints what became of them.

use std::collections::BTreeMap;
use std::time::Instant;

use partials::Verifier;
use partials_tests::antiderivatives::{Row, check_all, damaged, decide};
use rayon::prelude::*;

fn main() {
    let path = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with("--"))
        .unwrap_or_else(|| "../shared/corpora/antiderivatives.jsonl".into());
    let certify = std::env::args().all(|argument| argument != "--no-certify");
    let source = std::fs::read_to_string(path).unwrap_or_default();
    let rows: Vec<Row> = source
        .lines()
        .filter_map(|line| Row::read(&serde_json::from_str(line).ok()?))
        .filter(|row| row.kind == "real")
        .collect();
    if std::env::args().any(|argument| argument == "--damage") {
        return damage(&rows);
    }
    let start = Instant::now();
    let outcomes = check_all(&rows, &Verifier::new().certify(certify));
    let seconds = start.elapsed().as_secs_f64();
    let mut counts: BTreeMap<(bool, String), usize> = BTreeMap::new();
    for outcome in &outcomes {
        let verdict = match &outcome.result {
            Ok(report) => report.verdict.to_string(),
            Err(error) => format!("error: {}", error.chars().take(40).collect::<String>()),
        };
        *counts
            .entry((outcome.elementary, verdict.clone()))
            .or_default() += 1;
        if !outcome.verdict().is_some_and(|verdict| verdict.holds()) {
            let note = outcome
                .result
                .as_ref()
                .ok()
                .and_then(|report| report.worst())
                .map(|entry| format!("{:?} {:?}", entry.note, entry.evidence))
                .unwrap_or_default();
            println!(
                "{} {} {verdict} {note}",
                outcome.id,
                if outcome.elementary { "E" } else { "S" }
            );
        }
    }
    for ((elementary, verdict), count) in counts {
        println!(
            "{} {verdict}: {count}",
            if elementary {
                "elementary"
            } else {
                "special   "
            }
        );
    }
    println!(
        "{} rows in {seconds:.2} s, {:.0} rows/s",
        rows.len(),
        rows.len() as f64 / seconds
    );
}

/// Checks damaged rows: none may pass.
fn damage(rows: &[Row]) {
    let verifier = Verifier::new();
    let verdicts: Vec<(String, String)> = rows
        .par_iter()
        .enumerate()
        .flat_map_iter(|(seed, row)| damaged(row, seed as u64).into_iter().map(move |d| (row, d)))
        .map(|(row, (kind, claim))| {
            let verdict = match decide(&claim, &verifier) {
                Ok(report) => report.verdict.to_string(),
                Err(error) => format!("error: {}", error.chars().take(40).collect::<String>()),
            };
            if verdict != "refuted" {
                println!("{} {kind:?} {verdict} {claim}", row.id);
            }
            (format!("{kind:?}"), verdict)
        })
        .collect();
    let mut counts: BTreeMap<&(String, String), usize> = BTreeMap::new();
    for key in &verdicts {
        *counts.entry(key).or_default() += 1;
    }
    for ((kind, verdict), count) in counts {
        println!("{kind:14} {verdict}: {count}");
    }
    let refuted = verdicts
        .iter()
        .filter(|(_, verdict)| verdict == "refuted")
        .count();
    println!("{refuted} of {} refuted", verdicts.len());
}
