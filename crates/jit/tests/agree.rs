//! Machine code has the values of the plain evaluator.
#![cfg(all(target_arch = "x86_64", unix))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use partials_jit::{Jit, Target};
use partials_numeric::code::{Code, Mode};
use partials_numeric::tape::Tape;
use partials_symbolic::{Function, Graph};

const SPICY: [f64; 23] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    -0.5,
    2.0,
    -2.5,
    3.75,
    1e-310,
    -1e-310,
    5e-324,
    1e-8,
    -1e-8,
    700.0,
    -700.0,
    709.9,
    -745.2,
    1e300,
    -1e300,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
];

fn near(a: f64, b: f64, ulp: f64) -> bool {
    let unit = f64::EPSILON * b.abs().max(f64::MIN_POSITIVE);
    a == b || (a.is_nan() && b.is_nan()) || (a - b).abs() <= ulp * unit
}

fn targets() -> impl Iterator<Item = Target> {
    let all = [Target::Scalar, Target::Avx2, Target::Avx512];
    all.into_iter().filter(|target| target.is_available())
}

#[test]
fn functions_of_one_argument() {
    use Function::*;
    for function in [
        Exp, Expm1, Ln, Log1p, Sin, Cos, Tan, Asin, Acos, Atan, Sinh, Cosh, Tanh, Sqrt, Abs, Floor,
        Ceil, Round, Trunc, Sign, Relu, Heaviside, Frac,
    ] {
        let graph = Graph::new();
        let x = graph.variable("x");
        let root = graph.call(function, &[x]).id();
        let tape = Tape::new(&graph, &[root], &["x"], Default::default()).unwrap();
        for mode in [Mode::Strict, Mode::Fast] {
            let code = Code::new(&tape, mode).unwrap();
            for target in targets() {
                let jit = Jit::for_target(&code, target).unwrap();
                let mut found = [0.0; SPICY.len()];
                jit.batch(&[&SPICY], &mut [&mut found], &mut jit.workspace())
                    .unwrap();
                for (x, y) in SPICY.iter().zip(found) {
                    let expected = code.evaluate(&[*x])[0];
                    assert!(
                        near(y, expected, 2.0),
                        "{function:?} {target:?} at {x}: {y}, not {expected}"
                    );
                }
            }
        }
    }
}
