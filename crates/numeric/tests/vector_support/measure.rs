//! Measures the errors of the vector functions against the reference.

use partials_numeric::vector::Machine;
use partials_symbolic::Function;

use super::vector_support::{self as reference, Double, Seeded, error_in_ulp};

/// The truth of a function of one argument, where that lies in the range of the vector code and
/// is a finite number.
fn truth(function: Function, x: f64) -> Option<Double> {
    // The reference needs digits below those of the result: neither may be near the least number.
    let truth = unbounded(function, x).filter(|_| x.abs() >= 1e-280);
    truth.filter(|truth| (1e-280..1e300).contains(&truth.0.abs()))
}

fn unbounded(function: Function, x: f64) -> Option<Double> {
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
        Function::Exp2 => {
            let whole = inside(-1022.0, 1023.0)?.round();
            let rest = reference::exp_base_2(x - whole);
            let half = (whole / 2.0).trunc();
            rest.scale(half.exp2()).scale((whole - half).exp2())
        }
        Function::Sec => one().div(reference::sin_cos(inside(-1e12, 1e12)?).1),
        Function::Csc if x != 0.0 && x.abs() > 1e-300 => {
            one().div(reference::sin_cos(inside(-1e12, 1e12)?).0)
        }
        Function::Cot if x.abs() > 1e-300 => {
            let (sine, cosine) = reference::sin_cos(inside(-1e12, 1e12)?);
            cosine.div(sine)
        }
        Function::Sech => one().div(reference::cosh(inside(-700.0, 700.0)?)),
        Function::Coth if x.abs() > 1e-300 && x.is_finite() => one().div(reference::tanh(x)),
        Function::Sigmoid => logistic(inside(-700.0, 700.0)?),
        Function::Softplus => {
            let decay = reference::exp(Double(-inside(-700.0, 700.0)?.abs(), 0.0));
            reference::log1p(decay).add(Double(x.max(0.0), 0.0))
        }
        Function::Asinh => {
            let size = inside(-1e140, 1e140)?.abs();
            let square = Double(size, 0.0).mul(Double(size, 0.0));
            let root = square.add(one()).sqrt();
            let inner = Double(size, 0.0).add(square.div(root.add(one())));
            reference::log1p(inner).scale(x.signum())
        }
        Function::Acosh => {
            let t = Double(inside(1.0, 1e140)?, 0.0).sub(one());
            let root = t.mul(t.add(Double(2.0, 0.0))).sqrt();
            reference::log1p(t.add(root))
        }
        Function::Atanh if x.abs() < 1.0 => {
            let ratio = exact.add(exact).div(one().sub(exact));
            reference::log1p(ratio).scale(0.5)
        }
        _ => return None,
    })
}

fn one() -> Double {
    Double(1.0, 0.0)
}

fn logistic(x: f64) -> Double {
    let decay = reference::exp(Double(-x.abs(), 0.0));
    let above = if x < 0.0 { decay } else { one() };
    above.div(one().add(decay))
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

/// The largest error of a function on each machine over so many arguments, which are drawn, and
/// where it is.
pub fn worst(
    function: Function,
    count: usize,
    draw: fn(&mut Seeded) -> f64,
) -> Vec<(Machine, f64, f64)> {
    let mut seeded = Seeded(0x9e37_79b9_7f4a_7c15);
    let mut worst: Vec<(Machine, f64, f64)> = Machine::all().map(|m| (m, 0.0, 0.0)).collect();
    let mut compared = 0;
    while compared < count {
        let a: Vec<f64> = (0..1024).map(|_| draw(&mut seeded)).collect();
        let b: Vec<f64> = (0..1024).map(|_| draw(&mut seeded)).collect();
        let pairs = a.iter().zip(&b);
        let truths: Vec<Option<Double>> = pairs
            .map(|(a, b)| truth(function, *a).or_else(|| truth2(function, *a, *b)))
            .collect();
        compared += truths.iter().flatten().count();
        for (machine, largest, at) in &mut worst {
            let mut y = vec![0.0; a.len()];
            match function {
                Function::Atan2 => machine.map2(function, &a, &b, &mut y),
                _ => machine.map(function, &a, &mut y),
            }
            for ((a, y), truth) in a.iter().zip(&y).zip(&truths) {
                let Some(truth) = truth else { continue };
                let error = error_in_ulp(*y, *truth);
                if error.is_nan() || error > *largest {
                    (*largest, *at) = (error, *a);
                }
            }
        }
    }
    worst
}
