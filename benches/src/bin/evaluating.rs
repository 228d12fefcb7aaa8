//! Our side of the comparison: `evaluating machine-code|interpreter PROBLEM N` prints a line of
//! JSON for `benches/peers`. A problem is a file of JSON: a list of formulas, each with its
//! variables and a file of points, column by column.

use std::error::Error;
use std::time::{Duration, Instant};

use partials::Function;
use partials::numeric::code::Mode;
use partials::{Compiled, Quantity};
use serde_json::{Value, json};

/// Repeats while there is time, for all formulas together; the best counts.
const BUDGET: Duration = Duration::from_millis(1500);

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [way, problem, n] = arguments.as_slice() else {
        return Err("evaluating machine-code|interpreter PROBLEM N".into());
    };
    let interpreted = way == "interpreter";
    let problems: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(problem)?)?;
    let n: usize = n.parse()?;
    let budget = BUDGET / u32::try_from(problems.len())?;
    let (mut logarithms, mut values) = (0.0, Vec::new());
    for problem in &problems {
        let (seconds, first) = measure(problem, n, interpreted, budget)?;
        logarithms += (seconds / n as f64).ln();
        values.extend(first);
    }
    let seconds = (logarithms / problems.len() as f64).exp();
    println!("{}", json!({ "seconds": seconds, "values": values }));
    Ok(())
}

/// The best time for all points; value and gradient at the first.
fn measure(
    problem: &Value,
    n: usize,
    interpreted: bool,
    budget: Duration,
) -> Result<(f64, Vec<f64>), Box<dyn Error>> {
    let text = |key: &str| problem[key].as_str().unwrap_or_default();
    let names = problem["variables"].as_array().ok_or("no variables")?;
    let names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
    let source = format!("f({}) = {}", names.join(", "), text("formula"));
    let compiled = Function::parse(&source)?.compile_with(Mode::Fast)?;
    let bytes = std::fs::read(text("points"))?;
    let (numbers, _) = bytes.as_chunks::<8>();
    let numbers: Vec<f64> = numbers.iter().map(|b| f64::from_le_bytes(*b)).collect();
    let columns: Vec<&[f64]> = numbers
        .chunks_exact(numbers.len() / names.len())
        .filter_map(|column| column.get(..n))
        .collect();
    let mut found = vec![0.0; n * (names.len() + 1)];
    let mut outputs: Vec<&mut [f64]> = found.chunks_exact_mut(n).collect();
    let mut run = || evaluate(&compiled, interpreted, &columns, &mut outputs);
    run()?;
    let (begin, mut best) = (Instant::now(), f64::INFINITY);
    while begin.elapsed() < budget {
        let start = Instant::now();
        run()?;
        best = best.min(start.elapsed().as_secs_f64());
    }
    let first = found.iter().step_by(n).copied().collect();
    Ok((best, first))
}

fn evaluate(
    compiled: &Compiled,
    interpreted: bool,
    points: &[&[f64]],
    values: &mut [&mut [f64]],
) -> Result<(), partials::Error> {
    let quantity = Quantity::ValueAndJacobian;
    match interpreted {
        true => Ok(compiled.quantity(quantity)?.columns(points, values)?),
        false => compiled.columns(quantity, points, values),
    }
}
