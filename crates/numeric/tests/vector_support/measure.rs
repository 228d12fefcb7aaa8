//! Measures the errors of the vector functions against the reference.

use partials_numeric::vector::Machine;
use partials_symbolic::Function;
use partials_symbolic::functions::Arity;

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
        Function::Erf if x.is_finite() => reference::erf(exact),
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
        Function::Asinh => asinh(Double(inside(-1e140, 1e140)?, 0.0)),
        Function::Acosh => {
            let t = Double(inside(1.0, 1e140)?, 0.0).sub(one());
            let root = t.mul(t.add(Double(2.0, 0.0))).sqrt();
            reference::log1p(t.add(root))
        }
        Function::Atanh if x.abs() < 1.0 => {
            let ratio = exact.add(exact).div(one().sub(exact));
            reference::log1p(ratio).scale(0.5)
        }
        _ => return more(function, x),
    })
}

fn more(function: Function, x: f64) -> Option<Double> {
    let inside = |low: f64, high: f64| (low..=high).contains(&x).then_some(x);
    let (exact, two) = (Double(x, 0.0), Double(2.0, 0.0));
    let usual = (1e-140..1e140).contains(&x.abs());
    let leg = || exact.sub(one()).mul(exact.add(one())).sqrt();
    Some(match function {
        Function::Log2 => reference::ln(inside(5e-324, f64::MAX)?).div(reference::ln(2.0)),
        Function::Log10 => reference::ln(inside(5e-324, f64::MAX)?).div(reference::ln(10.0)),
        Function::Csch if usual => one().div(reference::sinh(inside(-700.0, 700.0)?)),
        Function::Acot if usual => reference::atan(one().div(exact)),
        Function::Asec if usual && x > 1.0 => reference::atan(leg()),
        Function::Asec if usual && x < -1.0 => {
            let half_turn = reference::acos(-1.0);
            half_turn.sub(reference::atan(leg()))
        }
        Function::Acsc if usual && x.abs() > 1.0 => {
            reference::atan(one().div(leg()).scale(x.signum()))
        }
        Function::Asech if (1e-140..1.0).contains(&x) => {
            let t = one().sub(exact).div(exact);
            reference::log1p(t.add(t.mul(t.add(two)).sqrt()))
        }
        Function::Acsch if usual => asinh(one().div(exact)),
        Function::Acoth if usual && x.abs() > 1.0 => {
            let beyond = Double(x.abs(), 0.0).sub(one());
            reference::log1p(two.div(beyond)).scale(0.5 * x.signum())
        }
        Function::Sinc if usual => reference::sin_cos(inside(-1e12, 1e12)?).0.div(exact),
        Function::Silu => exact.mul(logistic(inside(-600.0, 600.0)?)),
        Function::Mish => {
            let w = reference::exp(Double(inside(-600.0, 600.0)?.min(50.0), 0.0));
            let n = w.mul(w.add(two));
            exact.mul(n.div(n.add(two)))
        }
        Function::Logit if (1e-140..1.0).contains(&x) => {
            let least = if x > 0.5 { one().sub(exact) } else { exact };
            let ratio = one().sub(least.add(least)).div(least);
            reference::log1p(ratio).scale(if x > 0.5 { 1.0 } else { -1.0 })
        }
        Function::Erfc => reference::erfc(Double(inside(-1e9, 25.0)?, 0.0)),
        Function::Erfcx if (0.0..1e140).contains(&x) => reference::erfcx(exact),
        Function::Erfcx => {
            let x = Double(inside(-26.0, 0.0)?, 0.0);
            let growth = reference::exp(x.mul(x)).scale(2.0);
            growth.sub(reference::erfcx(x.neg()))
        }
        Function::Gelu => {
            let root_half = Double(0.5, 0.0).sqrt();
            let tail = reference::erfc(exact.mul(root_half).neg());
            Double(inside(-35.0, 1e140)?, 0.0).mul(tail).scale(0.5)
        }
        Function::Gamma => reference::exp(reference::ln_gamma(Double(inside(1e-140, 171.0)?, 0.0))),
        Function::LogGamma => reference::ln_gamma(Double(inside(1e-140, 1e140)?, 0.0)),
        Function::Digamma => reference::digamma(Double(inside(1e-140, 1e140)?, 0.0)),
        _ => return None,
    })
}

fn asinh(x: Double) -> Double {
    let size = x.scale(x.0.signum());
    let square = size.mul(size);
    let root = square.add(one()).sqrt();
    reference::log1p(size.add(square.div(root.add(one())))).scale(x.0.signum())
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
        Function::Hypot if middle(a) && middle(b) => {
            let square = |x: f64| Double(x, 0.0).mul(Double(x, 0.0));
            Some(square(a).add(square(b)).sqrt())
        }
        _ => None,
    }
}

/// What vector code there is of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measured {
    /// A function of the table.
    Call(Function),
    /// Base and exponent.
    Power,
}

impl Measured {
    /// The results for two columns of arguments, of which functions of one take the first.
    pub fn evaluate(self, machine: Machine, a: &[f64], b: &[f64], y: &mut [f64]) {
        match self {
            Self::Call(function) if is_binary(function) => machine.map2(function, a, b, y),
            Self::Call(function) => machine.map(function, a, y),
            Self::Power => machine.powers(a, b, y),
        }
    }

    fn truth(self, a: f64, b: f64) -> Option<Double> {
        match self {
            Self::Call(function) => truth(function, a).or_else(|| truth2(function, a, b)),
            Self::Power => {
                let usual = a > 0.0 && a.is_finite() && (b * a.ln()).abs() < 640.0;
                usual.then(|| reference::pow(a, b))
            }
        }
    }
}

/// Whether a function takes two arguments.
pub fn is_binary(function: Function) -> bool {
    function.arity() == Arity::Exactly(2)
}

/// The largest error on each machine over so many arguments, which are drawn, and where it is.
pub fn worst(
    measured: Measured,
    count: usize,
    draw: fn(&mut Seeded) -> f64,
) -> Vec<(Machine, f64, [f64; 2])> {
    let mut seeded = Seeded(0x9e37_79b9_7f4a_7c15);
    let mut worst: Vec<_> = Machine::all().map(|m| (m, 0.0, [0.0; 2])).collect();
    let mut compared = 0;
    while compared < count {
        let a: Vec<f64> = (0..1024).map(|_| draw(&mut seeded)).collect();
        let b: Vec<f64> = (0..1024).map(|_| draw(&mut seeded)).collect();
        let pairs = a.iter().zip(&b);
        let truths: Vec<Option<Double>> = pairs.map(|(a, b)| measured.truth(*a, *b)).collect();
        compared += truths.iter().flatten().count();
        for (machine, largest, at) in &mut worst {
            let mut y = vec![0.0; a.len()];
            measured.evaluate(*machine, &a, &b, &mut y);
            for (((a, b), y), truth) in a.iter().zip(&b).zip(&y).zip(&truths) {
                let Some(truth) = truth else { continue };
                let error = error_in_ulp(*y, *truth);
                if error.is_nan() || error > *largest {
                    (*largest, *at) = (error, [*a, *b]);
                }
            }
        }
    }
    worst
}
