//! How many of the known minima each method finds from the standard starting points, and in how
//! many evaluations; those that it doesn't find are listed. The same with the methods of `argmin`,
//! with the same derivatives and its own settings; bounds, which it doesn't know, are left away.
//!
//! ```sh
//! cargo run --release -p partials-tests --bin minima
//! ```

use std::time::Instant;

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
    by_argmin(
        "argmin, newton",
        &problems,
        || NewtonCG::new(search()),
        |way: Way<Matrix>| way,
    );
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

fn by_argmin<S, H>(
    name: &str,
    problems: &[Problem],
    solver: impl Fn() -> S,
    prepare: impl Fn(Way<H>) -> Way<H>,
) where
    S: Solver<Compiled, Way<H>>,
    Way<H>: State<Param = Vec<f64>, Float = f64>,
{
    let (mut count, mut wrong) = (0, Vec::new());
    let start = Instant::now();
    for problem in problems {
        let run = || -> Result<(f64, String), Error> {
            let run = Executor::new(problem.downhill.function().compile()?, solver());
            let begin = problem.start.clone();
            let run = run.configure(|way| prepare(way.param(begin).max_iters(STEPS)));
            let found = run.run()?;
            let status = found.state.get_termination_status().to_string();
            Ok((found.state.get_best_cost(), status))
        };
        match run() {
            Ok((value, _)) if problem.is_least(value) => count += 1,
            Ok((value, status)) => wrong.push(format!(
                "  {}: {value:e} instead of {:e}: {status}",
                problem.name, problem.least
            )),
            Err(error) => wrong.push(format!("  {}: {error}", problem.name)),
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("{name}: {count} of {}, {seconds:.2} s", problems.len());
    wrong.iter().for_each(|line| println!("{line}"));
}
