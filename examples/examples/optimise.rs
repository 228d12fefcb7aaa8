//! Minimise a function with the optimisers of argmin, by its gradient and by its Hessian.
//!
//! ```text
//! cargo run -p partials-examples --example optimise
//! ```

use argmin::core::{Error, Executor, State};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::quasinewton::LBFGS;
use argmin::solver::trustregion::{Steihaug, TrustRegion};
use partials::Function;

fn main() -> Result<(), Error> {
    let valley = Function::parse("f(x, y) = (1 - x)^2 + 100*(y - x^2)^2")?;
    let start = vec![-1.2, 1.0];

    let by_gradient = LBFGS::new(MoreThuenteLineSearch::new(), 5);
    let found = Executor::new(valley.compile()?, by_gradient)
        .configure(|state| state.param(start.clone()).max_iters(100))
        .run()?;
    print(
        "L-BFGS",
        found.state.get_best_param(),
        found.state.get_best_cost(),
    );

    let by_hessian = TrustRegion::new(Steihaug::new().with_max_iters(20));
    let found = Executor::new(valley.compile()?, by_hessian)
        .configure(|state| state.param(start).max_iters(100))
        .run()?;
    print(
        "trust region",
        found.state.get_best_param(),
        found.state.get_best_cost(),
    );
    Ok(())
}

fn print(method: &str, place: Option<&Vec<f64>>, cost: f64) {
    if let Some([x, y]) = place.map(Vec::as_slice) {
        println!("{method}: f({x:.6}, {y:.6}) is below 1e-9: {}", cost < 1e-9);
    }
}
