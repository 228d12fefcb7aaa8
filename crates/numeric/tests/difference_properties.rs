//! Properties of extrapolated differences.

use partials_numeric::difference::{
    Agreement, Options, Outcome, Side, compare, differentiate, differentiate_bounded,
};
use proptest::prelude::*;

fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients
        .iter()
        .rev()
        .fold(0.0, |value, c| value * x + c)
}

fn slope(coefficients: &[f64], x: f64) -> f64 {
    let terms = coefficients.iter().enumerate().skip(1);
    terms
        .rev()
        .fold(0.0, |value, (k, c)| value * x + k as f64 * c)
}

fn size(coefficients: &[f64], x: f64) -> f64 {
    let magnitudes: Vec<f64> = coefficients.iter().map(|c| c.abs()).collect();
    slope(&magnitudes, x.abs()) + polynomial(&magnitudes, x.abs()) / x.abs()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn polynomials_are_exact_up_to_rounding(
        coefficients in prop::collection::vec(-10.0..10.0_f64, 1..7),
        x in prop_oneof![-100.0..-0.01_f64, 0.01..100.0_f64],
        seed: u64,
    ) {
        let options = Options { seed, ..Options::default() };
        let found = differentiate(|x| polynomial(&coefficients, x), x, &options);
        let error = (found.value - slope(&coefficients, x)).abs();
        prop_assert!(error <= found.error + 1e-15 * size(&coefficients, x), "{:?}", found);
        prop_assert!(error <= 1e-11 * size(&coefficients, x), "{:?}", found);
    }

    #[test]
    fn differences_are_linear(a in -10.0..10.0_f64, b in -10.0..10.0_f64, x in 0.1..5.0_f64) {
        let options = Options::default();
        let f = differentiate(f64::sin, x, &options);
        let g = differentiate(f64::ln, x, &options);
        let sum = differentiate(|x: f64| a * x.sin() + b * x.ln(), x, &options);
        let bound = sum.error + a.abs() * f.error + b.abs() * g.error;
        prop_assert!((sum.value - a * f.value - b * g.value).abs() <= bound);
    }

    #[test]
    fn both_sides_agree_where_it_is_smooth(x in -5.0..5.0_f64, seed: u64) {
        for side in [Side::Left, Side::Right] {
            let options = Options { seed, side, ..Options::default() };
            let found = differentiate(|x: f64| (2.0 * x).sin() + x, x, &options);
            prop_assert_eq!(found.outcome, Outcome::OneSided(side));
            let exact = 2.0 * (2.0 * x).cos() + 1.0;
            prop_assert!((found.value - exact).abs() <= found.error + 1e-15, "{:?}", found);
            prop_assert!(found.error < 1e-5, "{:?}", found);
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_bits(x in -5.0..5.0_f64, seed: u64) {
        let options = Options { seed, ..Options::default() };
        let run = || format!("{:?}", differentiate(f64::exp, x, &options));
        prop_assert_eq!(run(), run());
    }

    #[test]
    fn any_bits_are_an_argument(x: f64, a: f64, b: f64) {
        // Nothing panics, nothing runs on, and no more than allowed is evaluated.
        let options = Options { max_evaluations: 100, ..Options::default() };
        let functions: [fn(f64, f64, f64) -> f64; 3] = [
            |x, a, b| a * x + b,
            |x, a, b| (a * x).sin() / (x - b),
            |x, a, b| x.powf(a) - b.abs().sqrt() * x,
        ];
        for f in functions {
            let found = differentiate(|x| f(x, a, b), x, &options);
            prop_assert!(found.evaluations <= 100);
            prop_assert!(!found.outcome.is_derivative() || !found.value.is_nan());
            differentiate_bounded(|x| (f(x, a, b), (f(x, a, b) * 1e-15).abs()), x, &options);
        }
    }
}

#[test]
fn single_precision_functions_are_recognised() {
    let (mut silent, mut widest) = (0, 0.0_f64);
    for k in 0..500_u16 {
        let x = 0.5 + 0.005 * f32::from(k);
        let exact = f64::from(x).cos();
        let inside = |x: f64| f64::from((x as f32).sin());
        for found in [
            differentiate(f32::sin, x, &Options::default()),
            differentiate(inside, f64::from(x), &Options::default()),
        ] {
            assert_ne!(compare(&found, -exact, 0.0), Agreement::Agrees, "{found:?}");
            if found.outcome.is_derivative() {
                assert!((found.value - exact).abs() <= found.error, "{x} {found:?}");
                widest = widest.max(found.error);
            } else {
                silent += 1;
            }
        }
    }
    println!("without a derivative {silent} of 1000, widest bound {widest:.1e}");
    assert!(silent <= 50 && widest < 1e-2);
}
