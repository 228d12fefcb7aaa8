//! Runnable examples of partials are in `examples/`; here is what several of them need: their data.

use std::path::Path;

use partials::{Error, Table};

/// A table of `examples/data`.
///
/// # Errors
/// Where it can't be read.
pub fn data(file: &str) -> Result<Table, Error> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("data")
        .join(file);
    let text = std::fs::read_to_string(path).unwrap_or_default();
    Ok(Table::parse(&text)?)
}

/// Whether two gradients are the same but for rounding.
pub fn agree(a: &[f64], b: &[f64]) -> bool {
    let close = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-12 * (1.0 + a.abs());
    a.len() == b.len() && a.iter().zip(b).all(close)
}
