//! Every formula of the corpora is read; those with complex numbers are refused as such.
//! The corpora are no part of the repository: without them the test does nothing.

use std::collections::BTreeMap;
use std::path::PathBuf;

use partials_parser::render::render_all;
use partials_parser::{Code, Names, parse_expression};
use serde_json::Value;

use crate::functions;

fn rows(path: &PathBuf) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn corpora() -> Vec<PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpora");
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "jsonl"));
    paths.sort();
    paths
}

/// The strings of a value, whatever it holds.
fn strings<'v>(value: &'v Value, into: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => into.push(text),
        Value::Array(list) => list.iter().for_each(|one| strings(one, into)),
        Value::Object(map) => map.values().for_each(|one| strings(one, into)),
        _ => {}
    }
}

#[derive(Default)]
struct Count {
    read: usize,
    complex: usize,
    failed: usize,
}

fn try_formula(text: &str, scope: &Names, count: &mut Count, failures: &mut Vec<String>) {
    match parse_expression(text, scope) {
        Ok(_) => count.read += 1,
        Err(error) => {
            let errors: Vec<_> = error
                .diagnostics()
                .iter()
                .filter(|d| d.is_error())
                .collect();
            if errors.iter().all(|error| error.code == Code::Complex) {
                count.complex += 1;
            } else {
                count.failed += 1;
                let errors: Vec<_> = errors.into_iter().take(1).cloned().collect();
                failures.push(render_all(text, &errors));
            }
        }
    }
}

#[test]
fn the_corpora_are_read() {
    let scope = functions();
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    let mut failures = Vec::new();
    for path in corpora() {
        let file = path.file_stem().unwrap().to_string_lossy().into_owned();
        for row in rows(&path) {
            let has_complex = row.get("has_I").and_then(Value::as_bool) == Some(true);
            let mut complex_in_row = 0;
            for key in [
                "expr",
                "integrand",
                "antiderivative",
                "derivative",
                "exprs",
                "sympy_grad",
                "fns",
                "right",
            ] {
                let Some(value) = row.get(key) else { continue };
                let mut formulas = Vec::new();
                match (key, value) {
                    ("fns", Value::Array(list)) => {
                        list.iter()
                            .filter_map(|one| one.get("expr"))
                            .for_each(|one| strings(one, &mut formulas));
                    }
                    // Answers in words.
                    ("right", Value::String(text))
                        if ["undefined", "∞", "zoo"]
                            .iter()
                            .any(|word| text.contains(word)) => {}
                    _ => strings(value, &mut formulas),
                }
                let count = counts.entry(format!("{file}.{key}")).or_default();
                let before = count.complex;
                for formula in formulas {
                    try_formula(formula, &scope, count, &mut failures);
                }
                complex_in_row += count.complex - before;
            }
            assert_eq!(has_complex, complex_in_row > 0, "{row}");
        }
    }
    for (
        name,
        Count {
            read,
            complex,
            failed,
        },
    ) in &counts
    {
        println!("{name:>32}: {read:>6} read, {complex:>4} complex, {failed:>4} failed");
    }
    assert!(
        failures.is_empty(),
        "{} failures\n{}",
        failures.len(),
        failures[..failures.len().min(12)].join("\n")
    );
}

/// The authors' own spelling is read where it is ours; the rate is printed.
#[test]
fn raw_formulas_are_read_mostly() {
    let scope = functions()
        .with_function("pow", 2)
        .with_function("log10", 1);
    let mut failures = Vec::new();
    for path in corpora() {
        let mut count = Count::default();
        for row in rows(&path) {
            if let Some(text) = row.get("expr_raw").and_then(Value::as_str) {
                try_formula(text, &scope, &mut count, &mut failures);
            }
        }
        let all = count.read + count.complex + count.failed;
        if all > 0 {
            println!(
                "{:>24}: {} of {all} raw formulas",
                path.file_stem().unwrap().to_string_lossy(),
                count.read
            );
        }
    }
    for failure in failures.iter().step_by(failures.len() / 40 + 1) {
        println!("{failure}");
    }
}
