//! A network of two layers that tells points inside a circle from those outside: four hidden
//! units, tanh and a sigmoid, cross entropy. Trained with the derived gradient, which is compared
//! with backward propagation written by hand.
//!
//! ```text
//! cargo run -p partials-examples --example two_layers
//! ```
#![allow(clippy::indexing_slicing)] // There are seventeen weights.

use partials::Reduction;
use partials::minimise::descent::{Descent, Method, Settings};
use partials::minimise::{Bounds, Objective, starts};
use partials::prelude::*;
use partials_examples::{agree, data};

/// Units of the hidden layer; each has the weights of both inputs, a bias, and a weight behind.
const HIDDEN: usize = 4;

/// The network as a formula, with the weights a1, b1, c1, v1, …, d; and its cross entropy, where
/// softplus(z) - y·z is -y·ln(p) - (1 - y)·ln(1 - p) with p = sigmoid(z).
fn formula() -> String {
    let unit = |i| format!("v{i}*tanh(a{i}*x1 + b{i}*x2 + c{i})");
    let z: Vec<String> = (1..=HIDDEN).map(unit).collect();
    let names: Vec<String> = (1..=HIDDEN)
        .map(|i| format!("a{i}, b{i}, c{i}, v{i}"))
        .collect();
    let (names, z) = (names.join(", "), z.join(" + "));
    format!("f({names}, d, x1, x2, label) = softplus({z} + d) - label*({z} + d)")
}

/// The gradient of the mean, by backward propagation.
fn by_hand(w: &[f64], rows: &[[f64; 3]]) -> Vec<f64> {
    let mut gradient = vec![0.0; w.len()];
    let last = w.len() - 1;
    for [x1, x2, label] in rows {
        let hidden: Vec<f64> = w[..last]
            .chunks_exact(4)
            .map(|w| (w[0] * x1 + w[1] * x2 + w[2]).tanh())
            .collect();
        let z = w[last]
            + w.chunks_exact(4)
                .zip(&hidden)
                .map(|(w, h)| w[3] * h)
                .sum::<f64>();
        let error = 1.0 / (1.0 + (-z).exp()) - label;
        for (i, h) in hidden.iter().enumerate() {
            let inner = error * w[4 * i + 3] * (1.0 - h * h);
            let slopes = [inner * x1, inner * x2, inner, error * h];
            for (total, slope) in gradient[4 * i..].iter_mut().zip(slopes) {
                *total += slope;
            }
        }
        gradient[last] += error;
    }
    gradient.iter().map(|sum| sum / rows.len() as f64).collect()
}

fn main() -> Result<(), Error> {
    let table = data("circles.csv")?;
    let names = ["x1", "x2", "label"];
    let columns = [
        table.numbers("x1")?,
        table.numbers("x2")?,
        table.numbers("label")?,
    ];
    let rows: Vec<[f64; 3]> = (0..table.rows())
        .map(|i| columns.map(|column| column[i]))
        .collect();

    let mean = Function::parse(&formula())?.over_rows(&names, Reduction::Mean)?;
    let loss = mean.on(&columns);

    // Several beginnings with unlike weights, of which some end where no weights tell the circle.
    let size = 4 * HIDDEN + 1;
    let near = Bounds::new(vec![(-2.0, 2.0); size]).unwrap_or_default();
    let starts = starts(&near, size, 12, 1);
    for start in &starts {
        let mut derived = vec![0.0; size];
        loss.gradient(start, &mut derived);
        assert!(agree(&derived, &by_hand(start, &rows)), "{derived:?}");
    }

    let settings = Settings {
        method: Method::Lbfgs { memory: 10 },
        steps: 300,
        ..Settings::default()
    };
    let descents = settings.descend_all(&loss, &starts)?;
    let ends = descents.iter().map(Descent::end);
    let Some(end) = ends.min_by(|a, b| a.value.total_cmp(&b.value)) else {
        return Ok(());
    };
    let mut derived = vec![0.0; size];
    loss.gradient(&end.point, &mut derived);
    assert!(agree(&derived, &by_hand(&end.point, &rows)), "{derived:?}");

    let score = |[x1, x2, label]: &[f64; 3]| {
        let units = end.point.chunks_exact(4);
        let z: f64 = units
            .map(|w| w[3] * (w[0] * x1 + w[1] * x2 + w[2]).tanh())
            .sum();
        (z + end.point[4 * HIDDEN] > 0.0) == (*label > 0.5)
    };
    let right = rows.iter().filter(|row| score(row)).count();
    println!(
        "the least loss of {} descents is {:.4}",
        descents.len(),
        end.value
    );
    println!("{right} of {} points are told rightly", rows.len());
    assert!(right + 2 >= rows.len());
    Ok(())
}
