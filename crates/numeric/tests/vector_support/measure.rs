//! Measures the errors of the vector functions against the reference.

use partials_numeric::vector::{FUNCTIONS, Machine};
use partials_symbolic::Function;

use super::vector_support::{self as reference, Double, Seeded, error_in_ulp};

/// The truth of a function of one argument, where that lies in the range of the vector code and
/// is a finite number.
fn truth(function: Function, x: f64) -> Option<Double> {
    let inside = |low: f64, high: f64| (low..=high).contains(&x).then_some(x);
    let exact = Double(x, 0.0);
    Some(match function {
        Function::Exp => reference::exp(Double(inside(-745.0, 709.7)?, 0.0)),
        Function::Expm1 => reference::expm1(Double(inside(-700.0, 709.7)?, 0.0)),
        Function::Ln => reference::ln(inside(5e-324, f64::MAX)?),
        Function::Log1p if x.abs() < 1e15 && x > -1.0 => reference::log1p(exact),
        Function::Sin => reference::sin_cos(inside(-1e12, 1e12)?).0,
        Function::Cos => reference::sin_cos(inside(-1e12, 1e12)?).1,
        Function::Tan => {
            let (sine, cosine) = reference::sin_cos(inside(-1e12, 1e12)?);
            sine.div(cosine)
        }
        Function::Asin => reference::asin(inside(-1.0, 1.0)?),
        Function::Acos => reference::acos(inside(-1.0, 1.0)?),
        Function::Atan if x.is_finite() => reference::atan(exact),
        Function::Sinh => reference::sinh(inside(-709.0, 709.0)?),
        Function::Cosh => reference::cosh(inside(-709.0, 709.0)?),
        Function::Tanh if x.is_finite() => reference::tanh(x),
        Function::Cbrt if x.is_finite() && x.abs() > 1e-300 => reference::cbrt(x),
        Function::Erf if x.is_finite() => reference::erf(x),
        _ => return None,
    })
}

fn truth2(function: Function, a: f64, b: f64) -> Option<Double> {
    let middle = |x: f64| (1e-130..1e130).contains(&x.abs());
    match function {
        Function::Atan2 if middle(a) && middle(b) && b > 0.0 => {
            Some(reference::atan(Double(a, 0.0).div(Double(b, 0.0))))
        }
        _ => None,
    }
}

/// The largest error of each function on each machine over so many arguments, and where it is.
pub fn measure(count: usize) -> Vec<(Function, f64, Vec<(Machine, f64, f64)>)> {
    let mut found = Vec::new();
    for row in FUNCTIONS {
        let mut seeded = Seeded(0x9e37_79b9_7f4a_7c15);
        let mut worst: Vec<(Machine, f64, f64)> = Machine::all().map(|m| (m, 0.0, 0.0)).collect();
        let mut compared = 0;
        while compared < count {
            let a: Vec<f64> = (0..1024).map(|_| seeded.argument()).collect();
            let b: Vec<f64> = (0..1024).map(|_| seeded.argument()).collect();
            let truths: Vec<Option<Double>> = a
                .iter()
                .zip(&b)
                .map(|(a, b)| truth(row.function, *a).or_else(|| truth2(row.function, *a, *b)))
                .collect();
            compared += truths.iter().flatten().count();
            for (machine, largest, at) in &mut worst {
                let mut y = vec![0.0; a.len()];
                match row.function {
                    Function::Atan2 => machine.map2(row.function, &a, &b, &mut y),
                    _ => machine.map(row.function, &a, &mut y),
                }
                for ((a, y), truth) in a.iter().zip(&y).zip(&truths) {
                    let Some(truth) = truth else { continue };
                    let error = error_in_ulp(*y, *truth);
                    // Not `>`: NaN is an error too.
                    if !(error <= *largest) {
                        (*largest, *at) = (error, *a);
                    }
                }
            }
        }
        found.push((row.function, row.ulp, worst));
    }
    found
}
