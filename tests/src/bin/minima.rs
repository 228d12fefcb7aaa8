//! How many of the known minima each method finds from the standard starting points, and in how
//! many evaluations; those that it doesn't find are listed.
//!
//! ```sh
//! cargo run --release -p partials-tests --bin minima
//! ```

use std::time::Instant;

use partials::minimise::descent::Method;
use partials_tests::minima::problems;

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
}
