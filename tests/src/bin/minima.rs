//! How many of the known minima each method finds from the standard starting points, and in how
//! many evaluations; those that it doesn't find are listed. The same with the methods of `argmin`,
//! with the same derivatives and its own settings; bounds, which it doesn't know, are left away. What
//! has no end after some seconds is given up.
//!
//! ```sh
//! cargo run --release -p partials-tests --bin minima
//! ```

use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use argmin::core::{Error, Executor, IterState, Solver, State};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::newton::NewtonCG;
use argmin::solver::quasinewton::{BFGS, LBFGS};
use argmin::solver::trustregion::{Steihaug, TrustRegion};
use partials::Compiled;
use partials::minimise::descent::Method;
use partials_tests::minima::{Problem, problems};

fn main() {
    let problems = problems();
    let methods = [
        ("as chosen", None),
        ("trust region", Some(Method::TrustRegion)),
        ("newton", Some(Method::Newton)),
        ("bfgs", Some(Method::Bfgs)),
        ("lbfgs", Some(Method::Lbfgs { memory: 10 })),
        ("steepest descent", Some(Method::SteepestDescent)),
    ];
    for (name, method) in methods {
        let (mut count, mut evaluations, mut wrong) = (0, 0, Vec::new());
        let start = Instant::now();
        for problem in &problems {
            let descent = problem.descend(method);
            evaluations += descent.evaluations;
            if problem.is_reached(&descent) {
                count += 1;
                continue;
            }
            wrong.push(format!(
                "  {}: {:e} instead of {:e} after {} steps: {}",
                problem.name,
                descent.end().value,
                problem.least,
                descent.path.len() - 1,
                descent.stop
            ));
        }
        let seconds = start.elapsed().as_secs_f64();
        println!(
            "{name}: {count} of {}, {evaluations} evaluations, {seconds:.2} s",
            problems.len()
        );
        wrong.iter().for_each(|line| println!("{line}"));
    }

    println!();
    let search = MoreThuenteLineSearch::<Vec<f64>, Vec<f64>, f64>::new;
    let region = || TrustRegion::new(Steihaug::new().with_max_iters(100));
    by_argmin(
        "argmin, trust region",
        &problems,
        region,
        |way: Way<Matrix>| way,
    );
    let newton = || NewtonCG::new(search());
    by_argmin("argmin, newton", &problems, newton, |way: Way<Matrix>| way);
    by_argmin(
        "argmin, bfgs",
        &problems,
        || BFGS::new(search()),
        |way: Way<Matrix>| {
            let size = way.get_param().map_or(0, Vec::len);
            let row = |i| (0..size).map(|j| f64::from(u8::from(i == j))).collect();
            way.inv_hessian((0..size).map(row).collect())
        },
    );
    by_argmin(
        "argmin, lbfgs",
        &problems,
        || LBFGS::new(search(), 10),
        |way: Way<()>| way,
    );
}

type Matrix = Vec<Vec<f64>>;
type Way<H> = IterState<Vec<f64>, Vec<f64>, (), H, (), f64>;

/// As many steps as our own methods may make.
const STEPS: u64 = 10_000;

/// A descent that takes longer is given up.
const PATIENCE: Duration = Duration::from_secs(5);

fn by_argmin<S, H>(
    name: &str,
    problems: &[Problem],
    solver: impl Fn() -> S,
    prepare: fn(Way<H>) -> Way<H>,
) where
    S: Solver<Compiled, Way<H>> + Send + 'static,
    Way<H>: State<Param = Vec<f64>, Float = f64>,
    H: 'static,
{
    let (mut count, mut wrong) = (0, Vec::new());
    let start = Instant::now();
    for problem in problems {
        let (send, receive) = channel();
        let (function, solver) = (problem.downhill.function().clone(), solver());
        let begin = problem.start.clone();
        thread::spawn(move || {
            let run = || -> Result<(f64, String), Error> {
                let run = Executor::new(function.compile()?, solver);
                let run = run.configure(|way| prepare(way.param(begin).max_iters(STEPS)));
                let found = run.run()?;
                let status = found.state.get_termination_status().to_string();
                Ok((found.state.get_best_cost(), status))
            };
            // Nobody listens where it took too long.
            let _ = send.send(run().map_err(|error| error.to_string()));
        });
        let why = match receive.recv_timeout(PATIENCE) {
            Ok(Ok((value, _))) if problem.is_least(value) => {
                count += 1;
                continue;
            }
            Ok(Ok((value, status))) => {
                format!("{value:e} instead of {:e}: {status}", problem.least)
            }
            Ok(Err(error)) => error,
            Err(_) => format!("no end after {} s", PATIENCE.as_secs()),
        };
        wrong.push(format!("  {}: {why}", problem.name));
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("{name}: {count} of {}, {seconds:.2} s", problems.len());
    wrong.iter().for_each(|line| println!("{line}"));
}
