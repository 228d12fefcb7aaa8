//! Our side of the comparison: `deriving PROBLEM N` prints a line of JSON for `benches/peers`,
//! `deriving text N` the source that all parse.
//!
//! A problem is `KIND:NAME`: `gradient:rosenbrock`, `hessian:pairs`, `text:FILE`.

use std::error::Error;
use std::time::{Duration, Instant};

use partials::Function;
use partials::symbolic::Graph;
use partials::symbolic::derive::{gradient, hessian};
use partials::symbolic::graph::Id;
use partials::symbolic::lower::{Shape, Value};
use partials::symbolic::sparse::SparseHessian;
use partials_benches::deriving::{Problem, text};
use serde_json::json;

/// Repeats while there is time; the best counts.
const BUDGET: Duration = Duration::from_secs(2);

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [problem, n] = arguments.as_slice() else {
        return Err("deriving PROBLEM N".into());
    };
    let n: usize = n.parse()?;
    match problem.split_once(':') {
        Some(("text", path)) => from_text(&std::fs::read_to_string(path)?),
        Some((kind, name)) => of_graph(kind, name, n),
        None => {
            println!("{}", text(n));
            Ok(())
        }
    }
}

/// The best time of several, each on its own.
fn best<T>(mut once: impl FnMut() -> (Duration, T)) -> (Duration, T) {
    let begin = Instant::now();
    let mut best = once();
    while begin.elapsed() < BUDGET {
        let next = once();
        if next.0 < best.0 {
            best = next;
        }
    }
    best
}

fn of_graph(kind: &str, name: &str, n: usize) -> Result<(), Box<dyn Error>> {
    let problem = Problem::ALL.iter().find(|(known, _)| *known == name);
    let Some((_, problem)) = problem else {
        return Err(format!("no problem `{name}`").into());
    };
    let (time, (graph, function, derived)) = best(|| {
        let graph = Graph::new();
        let (function, variables) = problem.build(&graph, n);
        let begin = Instant::now();
        let derived: Vec<Id> = match (kind, problem) {
            ("gradient", _) => gradient(&graph, function, &variables),
            (_, Problem::Rosenbrock) => SparseHessian::new(&graph, function, &variables).values,
            _ => hessian(&graph, function, &variables).concat(),
        };
        let time = begin.elapsed();
        let variables = Some(variables);
        (
            time,
            (
                graph,
                Value {
                    variables,
                    ..Value::scalar(function)
                },
                derived,
            ),
        )
    });
    // A small problem is evaluated too, so that the result can be checked.
    let mut values = Vec::new();
    if n <= 10 {
        let shape = Shape::Vector(derived.len());
        let value = Value {
            shape,
            elements: derived,
            ..function
        };
        values = Function::from_graph(graph, value).values(&point(name, n))?;
    }
    println!(
        "{}",
        json!({ "seconds": time.as_secs_f64(), "values": values })
    );
    Ok(())
}

/// Where results are checked.
fn point(name: &str, n: usize) -> Vec<f64> {
    let coordinate = |i: usize| match name {
        "product" => 1.0 - i as f64 + 0.01 * i as f64,
        _ => 0.5 + 0.01 * i as f64,
    };
    (0..n).map(coordinate).collect()
}

fn from_text(source: &str) -> Result<(), Box<dyn Error>> {
    let (time, values) = best(|| {
        let begin = Instant::now();
        let gradient = Function::parse(source).map(|function| function.gradient());
        let time = begin.elapsed();
        let values = gradient.and_then(|gradient| {
            let point = point("text", gradient.variables().len());
            gradient.values(&point)
        });
        (time, values)
    });
    println!(
        "{}",
        json!({ "seconds": time.as_secs_f64(), "values": values? })
    );
    Ok(())
}
