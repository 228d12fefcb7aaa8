//! A fit of one of NIST's reference data sets, of the highest level of difficulty, from the far
//! starting point: the results are compared with the certified ones.
//!
//! ```text
//! cargo run -p partials-examples --example nist_fit
//! ```

use partials::Model;
use partials::prelude::*;
use partials_examples::data;

/// The certified parameters of the data set Thurber, with their standard errors.
const CERTIFIED: [(f64, f64); 7] = [
    (1.288_139_680_0e3, 4.664_796_334_4),
    (1.491_079_253_5e3, 3.957_115_608_6e1),
    (5.832_383_687_7e2, 2.869_869_610_2e1),
    (7.541_664_429_1e1, 5.567_537_027_0),
    (9.662_950_286_4e-1, 3.133_334_068_7e-2),
    (3.979_728_579_7e-1, 1.498_492_819_8e-2),
    (4.972_729_734_9e-2, 6.584_234_462_3e-3),
];

fn main() -> Result<(), Error> {
    let model = Function::parse("(b1 + b2*x + b3*x^2 + b4*x^3)/(1 + b5*x + b6*x^2 + b7*x^3)")?;
    let model = Model::new(&model, &Function::parse("y")?, &data("thurber.csv")?)?;
    let start = vec![1000.0, 1000.0, 400.0, 40.0, 0.7, 0.3, 0.03];
    let fit = model.fit(&Default::default(), &[start])?;

    println!("{} ({} evaluations)", fit.stop, fit.evaluations);
    let found = model.parameters().iter().zip(&fit.parameters);
    for (place, ((name, found), (value, error))) in found.zip(CERTIFIED).enumerate() {
        let (low, high) = fit.interval(place, 0.95);
        println!(
            "{name} = {} ± {}, 95 % in [{low:.4}, {high:.4}]",
            found.value, found.error
        );
        assert!((found.value / value - 1.0).abs() < 1e-7);
        assert!((found.error / error - 1.0).abs() < 1e-5);
    }
    println!("R² = {}", fit.determination(model.observed(), None));
    Ok(())
}
