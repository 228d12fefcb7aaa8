//! Descents on test functions of other people: how many of the known minima are found from their
//! standard starting points.

use partials::minimise::descent::Method;
use partials_tests::minima::problems;

#[test]
fn known_minima_are_found_from_the_standard_starts() {
    let problems = problems();
    let methods = [
        ("as chosen", None, 0.95),
        ("trust region", Some(Method::TrustRegion), 0.95),
        ("newton", Some(Method::Newton), 0.85),
        ("bfgs", Some(Method::Bfgs), 0.85),
        ("lbfgs", Some(Method::Lbfgs { memory: 10 }), 0.8),
    ];
    for (name, method, floor) in methods {
        let found = problems
            .iter()
            .filter(|problem| problem.is_reached(&problem.descend(method)));
        let count = found.count();
        println!("{name}: {count} of {}", problems.len());
        let part = count as f64 / problems.len() as f64;
        assert!(part >= floor, "{name}: {count} of {}", problems.len());
    }
}
