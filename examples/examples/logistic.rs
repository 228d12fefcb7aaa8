//! Logistic regression: who passes an exam, by hours of study and of sleep. The gradient that is
//! derived by hand is checked as a claim; the minimum is found by Newton's method with the derived
//! Hessian, which gives the standard errors too.
//!
//! ```text
//! cargo run -p partials-examples --example logistic
//! ```
#![allow(clippy::indexing_slicing)] // There are three parameters.

use partials::minimise::descent::{Method, Settings};
use partials::minimise::{Matrix, Objective, dense::Cholesky};
use partials::prelude::*;
use partials::{Downhill, Session};
use partials_examples::data;

/// The sum of the cross entropies, and its gradient as one derives it by hand: the errors of the
/// probabilities times the inputs.
const SOURCE: &str = "\
data \"exam.csv\"
z = a*study + b*sleep + c
loss(a, b, c) = sum(softplus(z) - passed*z)
claim ∂loss/∂a = sum((sigmoid(a*study + b*sleep + c) - passed)*study)
claim ∂loss/∂b = sum((sigmoid(a*study + b*sleep + c) - passed)*sleep)
claim ∂loss/∂c = sum(sigmoid(a*study + b*sleep + c) - passed)
";

fn main() -> Result<(), Error> {
    let load = |file: &str| data(file).map_err(|error| error.to_string());
    let mut session = Session::new().with_loader(load);
    let output = session.run(SOURCE);
    assert!(!output.has_errors(), "{:?}", output.diagnostics);
    for claim in output.claims() {
        let report = claim.check(&Verifier::new())?;
        println!("{}: {}", claim.text, report.verdict);
        assert!(report.holds());
    }

    let Some(loss) = session.function("loss") else {
        return Ok(());
    };
    let downhill = Downhill::new(&loss)?;
    let settings = Settings {
        method: Method::Newton,
        ..Settings::default()
    };
    let descent = downhill.descend(&settings, &[0.0, 0.0, 0.0])?;
    let end = descent.end();
    println!("{} after {} steps", descent.stop, descent.path.len() - 1);

    // The Hessian at the maximum of the likelihood is the information: its inverse the covariance.
    let information: Matrix = downhill.hessian(&end.point).unwrap_or_default();
    if let Some(factor) = Cholesky::new(&information) {
        for (i, name) in loss.variables().iter().enumerate() {
            let mut unit = [0.0; 3];
            unit[i] = 1.0;
            println!(
                "{name} = {:.4} ± {:.4}",
                end.point[i],
                factor.solve(&unit)[i].sqrt()
            );
        }
    }
    assert!(descent.stop.is_minimum() && end.gradient < 1e-9);
    Ok(())
}
