//! Our side of the comparison: `rows FILE ROWS` prints a line of JSON for `benches/peers`: least
//! squares over the rows of a table, value and gradient.

use std::error::Error;
use std::time::{Duration, Instant};

use partials::numeric::code::Mode;
use partials::{Function, Reduction};
use serde_json::json;

const BUDGET: Duration = Duration::from_secs(3);

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [path, rows] = arguments.as_slice() else {
        return Err("rows FILE ROWS".into());
    };
    let bytes = std::fs::read(path)?;
    let (numbers, _) = bytes.as_chunks::<8>();
    let numbers: Vec<f64> = numbers.iter().map(|b| f64::from_le_bytes(*b)).collect();
    let columns: Vec<&[f64]> = numbers.chunks_exact(rows.parse()?).collect();
    let square = "f(a, b, c, d, e, t, y) = (a*exp(-b*t)*cos(c*t) + d*t + e - y)^2";
    let loss = Function::parse(square)?.over_rows_with(&["t", "y"], Reduction::Sum, Mode::Fast)?;
    let parameters = [1.3, 0.7, 4.0, 0.2, -0.4];
    let mut gradient = [0.0; 5];
    let mut value = f64::NAN;
    let (begin, mut best) = (Instant::now(), f64::INFINITY);
    while begin.elapsed() < BUDGET {
        let start = Instant::now();
        value = loss.value_and_gradient(&parameters, &columns, &mut gradient)?;
        best = best.min(start.elapsed().as_secs_f64());
    }
    let values: Vec<f64> = std::iter::once(value).chain(gradient).collect();
    println!("{}", json!({ "seconds": best, "values": values }));
    Ok(())
}
