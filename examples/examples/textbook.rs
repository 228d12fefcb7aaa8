//! The differences of the textbook, which need values of a function only: any Rust closure will do.
//!
//! ```text
//! cargo run -p partials-examples --example textbook
//! ```
#![allow(clippy::indexing_slicing)] // The function takes three coordinates.

use partials::numeric::difference::DifferenceError;
use partials::prelude::*;

fn main() -> Result<(), DifferenceError> {
    // (f(x + h) - f(x - h)) / 2h with h = 1e-4. The derivative is 2x + 3, 7 at 2; what is printed
    // has the rounding error that the formula has, to the last digit.
    let slope = central_difference(|x: f64| x * x + 3.0 * x + 5.0, 2.0, DEFAULT_STEP);
    println!("{slope}");

    // The gradient is [2x, 5, 4z].
    let f = |x: &[f64]| x[0].powi(2) + 5.0 * x[1] + 2.0 * x[2].powi(2);
    let gradient = numerical_gradient(f, &[3.0, 2.0, 1.0], DEFAULT_STEP)?;
    println!("{gradient:?}");
    Ok(())
}
