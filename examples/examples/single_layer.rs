//! A network of one layer, ŷ = w1·x1 + w2·x2, with squared loss over a table: trained by gradient
//! descent with the derived gradient, which is compared with the one that is derived by hand.
//!
//! ```text
//! cargo run -p partials-examples --example single_layer
//! ```
#![allow(clippy::indexing_slicing)] // There are two weights.

use partials::Reduction;
use partials::minimise::Objective;
use partials::minimise::descent::{Method, Rate, Settings};
use partials::prelude::*;
use partials_examples::{agree, data};

fn main() -> Result<(), Error> {
    let table = data("houses.csv")?;
    let (x1, x2, y) = (
        table.numbers("x1")?,
        table.numbers("x2")?,
        table.numbers("y")?,
    );

    let square = Function::parse("f(w1, w2, x1, x2, y) = (w1*x1 + w2*x2 - y)^2")?;
    let mean = square.over_rows(&["x1", "x2", "y"], Reduction::Mean)?;
    let columns = [x1, x2, y];
    let loss = mean.on(&columns);

    // By hand: ∂/∂w1 = mean(2·x1·(w1·x1 + w2·x2 - y)), and so in w2.
    let by_hand = |w: &[f64; 2]| {
        let rows = x1.iter().zip(x2).zip(y);
        let slopes = rows.map(|((x1, x2), y)| {
            let slope = 2.0 * (w[0] * x1 + w[1] * x2 - y);
            [slope * x1, slope * x2]
        });
        let sums = slopes.fold([0.0; 2], |sums, next| {
            [sums[0] + next[0], sums[1] + next[1]]
        });
        sums.map(|sum| sum / table.rows() as f64)
    };
    for w in [[0.0, 0.0], [1.0, -2.0], [0.3, 0.7]] {
        let mut derived = [0.0; 2];
        loss.gradient(&w, &mut derived);
        assert!(agree(&derived, &by_hand(&w)), "{derived:?}");
    }

    let settings = Settings {
        method: Method::Gradient(Rate::Fixed(0.1)),
        ..Settings::default()
    };
    let descent = settings.descend(&loss, &[0.0, 0.0])?;
    let end = descent.end();
    println!("after {} steps: {}", descent.path.len() - 1, descent.stop);
    println!("w = {:?}, loss = {}", end.point, end.value);
    assert!(descent.stop.is_minimum());
    assert!(
        by_hand(&[end.point[0], end.point[1]])
            .iter()
            .all(|slope| slope.abs() < 1e-8)
    );
    Ok(())
}
