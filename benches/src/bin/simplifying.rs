//! Our side of the comparison of simplified derivatives: reads lines of JSON with `expr`, `var` and
//! what a peer makes of the partial derivative, `simplified`; prints for each the time that ours
//! takes and the lengths of both forms.
#![allow(clippy::indexing_slicing)] // JSON has a value for every key.

use std::error::Error;
use std::io::{self, BufRead};
use std::time::Instant;

use partials::Function;
use partials::symbolic::simplify::length;
use serde_json::{Value, json};

/// The best of so many counts.
const REPEATS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    for line in io::stdin().lock().lines() {
        let row: Value = serde_json::from_str(&line?)?;
        let text = |key: &str| row[key].as_str().ok_or(format!("no `{key}`"));
        let theirs = Function::parse(text("simplified")?)?;
        let derivative = Function::parse(text("expr")?)?.partial(text("var")?)?;
        let mut seconds = f64::INFINITY;
        let mut ours = derivative.clone();
        for _ in 0..REPEATS {
            let begin = Instant::now();
            ours = derivative.simplify().function;
            seconds = seconds.min(begin.elapsed().as_secs_f64());
        }
        let answer = json!({
            "seconds": seconds,
            "ours": operations(&ours),
            "theirs": operations(&theirs),
            "text": ours.to_string(),
        });
        println!("{answer}");
    }
    Ok(())
}

/// How long a form is to a reader.
fn operations(function: &Function) -> u64 {
    function.with_graph(|graph, value| {
        let elements = value.elements.iter();
        graph.with(|arena| elements.map(|id| length(arena, *id)).sum())
    })
}
