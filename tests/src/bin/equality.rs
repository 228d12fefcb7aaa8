//! Compares derivatives of the integral tables with their integrands by exact algebra, and prints
//! how many are proved, and how long that takes.

use std::collections::BTreeMap;
use std::time::Instant;

use partials::Function;
use partials::symbolic::equal::Equality;
use partials_tests::antiderivatives::Row;
use partials_tests::corpus;
use serde_json::Value;

fn main() {
    let verbose = std::env::args().any(|argument| argument == "--verbose");
    let mut counts: BTreeMap<(bool, String), usize> = BTreeMap::new();
    let mut times: Vec<(f64, String)> = Vec::new();
    let number = |name: &str, other: usize| {
        let mut arguments = std::env::args().skip_while(|argument| argument != name);
        arguments
            .nth(1)
            .and_then(|n| n.parse().ok())
            .unwrap_or(other)
    };
    let (step, fuel) = (number("--step", 1), number("--fuel", 200_000));
    for row in corpus("antiderivatives").into_iter().step_by(step) {
        let Some(row) = Row::read(&Value::Object(row.0)) else {
            continue;
        };
        if row.kind != "real" {
            continue;
        }
        let (Ok(f), Ok(g)) = (
            Function::parse(&row.antiderivative),
            Function::parse(&row.integrand),
        ) else {
            continue;
        };
        let Ok(derivative) = f.partial(&row.variable) else {
            continue;
        };
        let start = Instant::now();
        let found = derivative.equality_within(&g, fuel as u64);
        times.push((start.elapsed().as_secs_f64(), row.id.clone()));
        let outcome = match found.as_deref() {
            Ok([Equality::Proved(_)]) => "proved".to_owned(),
            Ok([Equality::Probable { .. }]) => "probable".to_owned(),
            Ok([Equality::Unknown(why)]) => format!("unknown: {why:?}"),
            other => format!("{other:?}"),
        };
        if verbose && outcome != "proved" {
            println!(
                "{} {outcome}\n  {}\n  {}",
                row.id, row.antiderivative, row.integrand
            );
        }
        *counts.entry((row.elementary, outcome)).or_default() += 1;
    }
    for ((elementary, outcome), count) in counts {
        let kind = if elementary { "elementary" } else { "special" };
        println!("{kind:10} {outcome}: {count}");
    }
    times.sort_by(|a, b| a.0.total_cmp(&b.0));
    let at = |part: f64| {
        let place = (times.len() as f64 * part) as usize;
        times.get(place).map_or(0.0, |(time, _)| time * 1e3)
    };
    let total: f64 = times.iter().map(|(time, _)| time).sum();
    println!(
        "{} rows in {total:.2} s; median {:.3} ms, 90 % {:.3} ms, 99 % {:.3} ms, most {:?}",
        times.len(),
        at(0.5),
        at(0.9),
        at(0.99),
        times.last()
    );
}
