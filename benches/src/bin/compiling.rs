//! Our side of the comparison: `compiling whole|graph PROBLEM N` prints a line of JSON for
//! `benches/peers`: the time until value and gradient can be computed at many points, from the text
//! of a formula or from its graph with the derivatives. A problem is a file of JSON as for
//! `evaluating`, or `rosenbrock` of so many variables.

use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

use partials::jit::Jit;
use partials::numeric::code::{Code, Mode};
use partials::numeric::tape::Tape;
use partials::symbolic::Graph;
use partials::symbolic::derive::gradient;
use partials::symbolic::graph::{Id, Symbol};
use partials::{Function, Quantity};
use partials_benches::deriving::Problem;
use serde_json::{Value, json};

/// Repeats while there is time; the best counts.
const BUDGET: Duration = Duration::from_millis(1500);
const POINTS: usize = 8;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [way, problem, n] = arguments.as_slice() else {
        return Err("compiling whole|graph PROBLEM N".into());
    };
    let answer = match (way.as_str(), problem.as_str()) {
        ("whole", path) => whole(&source(path)?)?,
        (_, "rosenbrock") => {
            let graph = Graph::new();
            let (function, variables) = Problem::Rosenbrock.build(&graph, n.parse()?);
            stages(&graph, function, &variables)?
        }
        (_, path) => Function::parse(&source(path)?)?.with_graph(|graph, value| {
            let (Some(variables), [root]) = (&value.variables, value.elements.as_slice()) else {
                return Err("not a function of variables".into());
            };
            stages(graph, *root, variables)
        })?,
    };
    println!("{answer}");
    Ok(())
}

fn source(path: &str) -> Result<String, Box<dyn Error>> {
    let problems: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    let problem = problems.first().ok_or("no problem")?;
    let names = problem["variables"].as_array().ok_or("no variables")?;
    let names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
    let formula = problem["formula"].as_str().ok_or("no formula")?;
    Ok(format!("f({}) = {formula}", names.join(", ")))
}

/// The best time of several.
fn best(mut once: impl FnMut() -> Result<(), Box<dyn Error>>) -> Result<f64, Box<dyn Error>> {
    let (begin, mut best) = (Instant::now(), f64::INFINITY);
    while begin.elapsed() < BUDGET {
        let start = Instant::now();
        once()?;
        best = best.min(start.elapsed().as_secs_f64());
    }
    Ok(best)
}

/// From text to value and gradient at a few points.
fn whole(source: &str) -> Result<Value, Box<dyn Error>> {
    let mut values = Vec::new();
    let seconds = best(|| {
        let compiled = Function::parse(source)?.compile_with(Mode::Fast)?;
        let inputs = compiled.function().variables().len();
        let point: Vec<f64> = (0..inputs)
            .flat_map(|i| [0.3 + 0.5 * (1.7 * i as f64).sin(); POINTS])
            .collect();
        let columns: Vec<&[f64]> = point.chunks(POINTS).collect();
        let mut found = vec![0.0; (inputs + 1) * POINTS];
        let mut outputs: Vec<&mut [f64]> = found.chunks_mut(POINTS).collect();
        compiled.columns(Quantity::ValueAndJacobian, &columns, &mut outputs)?;
        values = found.iter().step_by(POINTS).copied().collect();
        Ok(())
    })?;
    Ok(json!({ "seconds": seconds, "values": values }))
}

/// From function and gradient as a graph to machine code.
fn stages(graph: &Graph, root: Id, variables: &[Symbol]) -> Result<Value, Box<dyn Error>> {
    let mut roots = gradient(graph, root, variables);
    roots.insert(0, root);
    let names = graph.with(|arena| {
        let name = |symbol: &Symbol| arena.name(*symbol).to_owned();
        variables.iter().map(name).collect::<Vec<String>>()
    });
    let tape = Tape::new(graph, &roots, &names, Default::default())?;
    let code = Code::new(&tape, Mode::Fast)?;
    let tapes = best(|| {
        black_box(Tape::new(graph, &roots, &names, Default::default())?);
        Ok(())
    })?;
    let codes = best(|| {
        black_box(Code::new(&tape, Mode::Fast)?);
        Ok(())
    })?;
    let machine = best(|| {
        black_box(Jit::new(&code)?);
        Ok(())
    })?;
    let operations = tape.code().len();
    let seconds = tapes + codes + machine;
    Ok(json!({
        "seconds": seconds,
        "operations": operations,
        "remaining": code.cost(),
        "tape": tapes,
        "code": codes,
        "machine": machine,
        "milliseconds per 1000": seconds * 1e6 / operations as f64,
    }))
}
