//! Tables of true values: the error of every estimate is within its bound, and the bound is small.
//!
//! The tables are made by `data/generate_special_b.py`. A line is `[argument, …, hi, lo]`, the true value
//! `hi + lo`; nulls stand for arguments outside the real domain.

#![allow(clippy::unwrap_used, reason = "a broken table is a failed test")]

use std::path::Path;

use partials_numeric::special::{
    Estimate, appellf1, chebyshev_t, chebyshev_u, elliptic_e, elliptic_ec, elliptic_f, elliptic_k,
    elliptic_pi, elliptic_pic, hermite, hyp1f1, hyp2f1, laguerre, legendre, lowergamma, uppergamma,
};

/// The tables hold about 32 digits.
const TABLE_NOISE: f64 = 1e-30;

struct Row {
    arguments: Vec<f64>,
    truth: Option<(f64, f64)>,
}

fn rows(name: &str) -> Vec<Row> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/special_b");
    let text = std::fs::read_to_string(folder.join(format!("{name}.jsonl"))).unwrap();
    text.lines().map(row).collect()
}

/// Read by the standard library, whose numbers are correctly rounded.
fn row(line: &str) -> Row {
    let number = |text: &str| match text.trim() {
        "null" => None,
        digits => Some(digits.parse().unwrap()),
    };
    let numbers: Vec<Option<f64>> = line
        .trim_matches(['[', ']'])
        .split(',')
        .map(number)
        .collect();
    let (arguments, [hi, lo]) = numbers.split_last_chunk().unwrap();
    Row {
        arguments: arguments.iter().map(|a| a.unwrap()).collect(),
        truth: hi.zip(*lo),
    }
}

/// Holds every row of a table to its bound, and the bound to `limit` in proportion to the value, but
/// for a share of `exceptions`.
fn check(name: &str, limit: f64, exceptions: f64, function: impl Fn(&[f64]) -> Estimate) {
    let rows = rows(name);
    assert!(rows.len() >= 200, "{name}: {} rows", rows.len());
    let (mut worst_ratio, mut worst_bound, mut wide) = (0.0_f64, 0.0_f64, 0);
    for Row { arguments, truth } in &rows {
        let estimate = function(arguments);
        let Some((hi, lo)) = *truth else {
            let silent = estimate.value.is_nan() || estimate.error.is_infinite();
            assert!(silent, "{name}{arguments:?} is undefined, got {estimate:?}");
            continue;
        };
        assert!(
            !estimate.value.is_nan(),
            "{name}{arguments:?} is {hi}, got {estimate:?}"
        );
        let error = ((estimate.value - hi) - lo).abs();
        let noise = TABLE_NOISE * hi.abs() + f64::from_bits(1);
        assert!(
            error <= estimate.error + noise,
            "{name}{arguments:?} is {hi}, got {estimate:?}"
        );
        let bound = estimate.error / hi.abs().max(1e-12);
        if bound > limit {
            wide += 1;
            println!("wide: {name}{arguments:?} is {hi}, got {estimate:?}");
        } else {
            worst_bound = worst_bound.max(bound);
        }
        worst_ratio = worst_ratio.max(error / (estimate.error + noise));
    }
    println!(
        "{name}: {} rows, error/bound <= {worst_ratio:.3}, bound <= {worst_bound:.2e}, wide {wide}",
        rows.len()
    );
    assert!(
        f64::from(wide) <= exceptions * rows.len() as f64,
        "{name}: {wide} wide bounds"
    );
}

macro_rules! tables {
    ($($name:ident($($argument:ident),+), $limit:expr, $exceptions:expr;)+) => {$(
        #[test]
        fn $name() {
            check(stringify!($name), $limit, $exceptions, |arguments| {
                let [$($argument),+] = *arguments else { panic!("arguments of {arguments:?}") };
                partials_numeric::special::$name($($argument),+)
            });
        }
    )+};
}

mod table {
    use super::check;

    tables! {
        elliptic_k(m), 2e-16, 0.0;
        elliptic_ec(m), 2e-16, 0.0;
        elliptic_f(phi, m), 2e-15, 0.0;
        elliptic_e(phi, m), 2e-15, 0.0;
        elliptic_pi(n, phi, m), 2e-15, 0.02;
        elliptic_pic(n, m), 2e-15, 0.02;
        hyp2f1(a, b, c, x), 1e-15, 0.005;
        appellf1(a, b1, b2, c, x, y), 1e-15, 0.005;
        hyp1f1(a, b, x), 1e-15, 0.01;
        uppergamma(a, x), 1e-15, 0.0;
        lowergamma(a, x), 1e-15, 0.0;
        legendre(n, x), 1e-15, 0.01;
        hermite(n, x), 1e-15, 0.01;
        laguerre(n, x), 1e-15, 0.01;
        chebyshev_t(n, x), 1e-15, 0.01;
        chebyshev_u(n, x), 1e-15, 0.01;
    }
}

/// No argument hangs, panics, or gets a finite bound where the value isn't a number.
#[test]
fn extremes() {
    let ends = [
        0.0,
        -0.0,
        5e-324,
        -1e-300,
        1e-17,
        0.5,
        -0.5,
        1.0,
        -1.0,
        1.0 - f64::EPSILON,
        2.0,
        -3.0,
        2.5,
        -7.5,
        40.0,
        1e5,
        -1e5,
        1e17,
        1e300,
        -1e300,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
    ];
    let sound = |estimate: Estimate, what: &str, arguments: &[f64]| {
        let fine = !estimate.error.is_nan()
            && estimate.error >= 0.0
            && (estimate.value.is_finite() || estimate.error.is_infinite());
        assert!(fine, "{what}{arguments:?}: {estimate:?}");
    };
    for a in ends {
        sound(elliptic_k(a), "elliptic_k", &[a]);
        sound(elliptic_ec(a), "elliptic_ec", &[a]);
        for b in ends {
            for (what, value) in [
                ("elliptic_f", elliptic_f(a, b)),
                ("elliptic_e", elliptic_e(a, b)),
                ("elliptic_pic", elliptic_pic(a, b)),
                ("uppergamma", uppergamma(a, b)),
                ("lowergamma", lowergamma(a, b)),
                ("legendre", legendre(a, b)),
                ("hermite", hermite(a, b)),
                ("laguerre", laguerre(a, b)),
                ("chebyshev_t", chebyshev_t(a, b)),
                ("chebyshev_u", chebyshev_u(a, b)),
            ] {
                sound(value, what, &[a, b]);
            }
            for c in ends.iter().copied().step_by(2) {
                sound(elliptic_pi(a, b, c), "elliptic_pi", &[a, b, c]);
                sound(hyp1f1(a, b, c), "hyp1f1", &[a, b, c]);
            }
        }
    }
    for a in ends.iter().copied().step_by(4) {
        for b in ends.iter().copied().step_by(4) {
            for c in ends.iter().copied().step_by(4) {
                for x in ends.iter().copied().step_by(2) {
                    sound(hyp2f1(a, b, c, x), "hyp2f1", &[a, b, c, x]);
                }
            }
        }
    }
    for x in ends {
        for y in ends {
            sound(appellf1(0.5, 1.5, -0.5, 1.5, x, y), "appellf1", &[x, y]);
            sound(appellf1(x, 1.5, -0.5, y, 0.5, -3.0), "appellf1", &[x, y]);
            sound(appellf1(0.5, x, y, 1.5, 0.5, -3.0), "appellf1", &[x, y]);
        }
    }
}
