//! Times checks: a claim of ordinary size, and a gradient of 100 variables in code, by
//! differences and by a formula.

use std::hint::black_box;
use std::time::Instant;

use partials::{CodeVerifier, Verifier};
use partials_tests::antiderivatives::check;

const VARIABLES: usize = 100;
const CLAIM: &str = "claim d/dx (exp(-x^2/2)*sin(3*x + y)/sqrt(1 + x^2*y^2) + ln(1 + cosh(x*y))*atan(x)) \
    = (3*cos(3*x + y) - x*sin(3*x + y))*exp(-x^2/2)/sqrt(1 + x^2*y^2) \
    - exp(-x^2/2)*sin(3*x + y)*x*y^2/(1 + x^2*y^2)^(3/2) \
    + y*sinh(x*y)/(1 + cosh(x*y))*atan(x) + ln(1 + cosh(x*y))/(1 + x^2)";

/// The shortest of some runs, in milliseconds.
fn best(mut run: impl FnMut()) -> f64 {
    let time = |_| {
        let start = Instant::now();
        run();
        start.elapsed().as_secs_f64() * 1e3
    };
    (0..40).map(time).fold(f64::INFINITY, f64::min)
}

fn main() {
    let three = Verifier::new().points(3);
    let word = |verifier: &Verifier| check(CLAIM, verifier).map(|report| report.verdict.word());
    println!("claim of 10 calls at 3 points: {:?}", word(&three));
    println!("    {:.3} ms", best(|| drop(black_box(word(&three)))));

    let f = |x: &[f64]| {
        let pairs = x.iter().zip(x.iter().skip(1));
        pairs.map(|(a, b)| (a * b).sin() + a * a).sum::<f64>()
    };
    let gradient = |x: &[f64]| {
        let mut slopes = vec![0.0; x.len()];
        for (i, (a, b)) in x.iter().zip(x.iter().skip(1)).enumerate() {
            let slope = (a * b).cos();
            for (place, part) in [(i, b * slope + 2.0 * a), (i + 1, a * slope)] {
                slopes
                    .iter_mut()
                    .skip(place)
                    .take(1)
                    .for_each(|s| *s += part);
            }
        }
        slopes
    };
    let at: Vec<f64> = (0..VARIABLES).map(|i| 0.3 + 0.017 * i as f64).collect();
    let names: Vec<String> = (0..VARIABLES).map(|i| format!("x{i}")).collect();
    let terms = names.iter().zip(names.iter().skip(1));
    let terms: Vec<String> = terms
        .map(|(a, b)| format!("sin({a}*{b}) + {a}^2"))
        .collect();
    let formula = format!("f({}) = {}", names.join(", "), terms.join(" + "));
    for (name, verifier) in [
        ("by differences", CodeVerifier::new()),
        ("by a formula", CodeVerifier::new().formula(&formula)),
    ] {
        let points = [at.clone()];
        let run = || {
            verifier
                .gradient(f, gradient, &points)
                .map(|report| report.verdict.word())
        };
        println!("gradient of {VARIABLES} variables {name}: {:?}", run());
        println!("    {:.3} ms", best(|| drop(black_box(run()))));
    }
}
