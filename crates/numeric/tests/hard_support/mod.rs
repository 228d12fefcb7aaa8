//! Functions of one variable that are hard on differences, with their derivatives.

#![allow(missing_docs)]

use std::f64::consts::PI;

/// What may come out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Expected {
    /// This derivative, within the bound, and the bound below this part of it.
    Sharp(f64, f64),
    /// This derivative, within the bound, or no derivative at all.
    Honest(f64),
    /// No derivative.
    None,
    Kink(f64, f64),
    Jump,
    Vertical,
    Outside,
    /// The derivative of the only side.
    OneSided(f64),
}
use Expected::{Honest, Jump, Kink, OneSided, Outside, Sharp, Vertical};

fn newton_sqrt(x: f64) -> f64 {
    let mut y = x;
    while (y * y - x).abs() > 1e-8 {
        y = 0.5 * (y + x / y);
    }
    y
}

fn exp_series(x: f64) -> f64 {
    (1..12)
        .fold((1.0, 1.0), |(sum, term), k| {
            (sum + term * x / f64::from(k), term * x / f64::from(k))
        })
        .0
}

fn hash_noise(x: f64) -> f64 {
    let mut z = x.to_bits().wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (z >> 11) as f64 / (1_u64 << 53) as f64 - 0.5
}

fn integral(x: f64) -> f64 {
    let n = 200;
    let at = |k: i32| (-(x * f64::from(k) / f64::from(n)).powi(2)).exp();
    x / f64::from(n)
        * (0..=n)
            .map(|k| if k == 0 || k == n { 0.5 * at(k) } else { at(k) })
            .sum::<f64>()
}

pub type Row = (&'static str, fn(f64) -> f64, f64, Expected);

/// Functions, points, and what is expected there.
pub fn rows() -> Vec<Row> {
    let relu: fn(f64) -> f64 = |x| x.max(0.0);
    vec![
        // Ordinary.
        (
            "x^2+3x+5",
            |x| x * x + 3.0 * x + 5.0,
            2.0,
            Sharp(7.0, 1e-11),
        ),
        ("constant", |_| 5.0, 1.0, Sharp(0.0, 1e-7)),
        ("zero", |_| 0.0, 1.0, Sharp(0.0, 1e-11)),
        ("identity", |x| x, 3.7, Sharp(1.0, 1e-11)),
        ("sin at 0", f64::sin, 0.0, Sharp(1.0, 1e-10)),
        ("cos at 0", f64::cos, 0.0, Sharp(0.0, 1e-10)),
        ("cos at π", f64::cos, PI, Sharp(0.0, 1e-10)),
        (
            "x^20",
            |x| x.powi(20),
            1.1,
            Sharp(20.0 * 1.1_f64.powi(19), 1e-9),
        ),
        (
            "runge",
            |x| 1.0 / (1.0 + 25.0 * x * x),
            0.3,
            Sharp(-15.0 / 3.25_f64.powi(2), 1e-9),
        ),
        // Cancellation.
        ("1-cos", |x| 1.0 - x.cos(), 1e-4, Honest(1e-4_f64.sin())),
        (
            "(1-cos)/x²",
            |x| (1.0 - x.cos()) / (x * x),
            1e-3,
            Honest(-1e-3 / 12.0),
        ),
        (
            "exp(x)-1",
            |x| x.exp() - 1.0,
            1e-10,
            Sharp(1e-10_f64.exp(), 1e-3),
        ),
        (
            "expanded (x-1)^7",
            |x: f64| {
                x.powi(7) - 7.0 * x.powi(6) + 21.0 * x.powi(5) - 35.0 * x.powi(4) + 35.0 * x.powi(3)
                    - 21.0 * x * x
                    + 7.0 * x
                    - 1.0
            },
            1.001,
            Honest(7e-18),
        ),
        ("(x+1e8)-1e8", |x| (x + 1e8) - 1e8, 1.0, Honest(1.0)),
        ("1e6+sin", |x| 1e6 + x.sin(), 1.0, Honest(1.0_f64.cos())),
        ("1+1e-14x", |x| 1.0 + 1e-14 * x, 1.0, Honest(1e-14)),
        (
            "sqrt(x²+1)-x",
            |x: f64| (x * x + 1.0).sqrt() - x,
            1e4,
            Honest(1e4 / (1e8_f64 + 1.0).sqrt() - 1.0),
        ),
        // Scales.
        ("x² at 1e-300", |x| x * x, 1e-300, Honest(2e-300)),
        ("x² at 1e-150", |x| x * x, 1e-150, Sharp(2e-150, 1e-9)),
        ("x² at 1e150", |x| x * x, 1e150, Sharp(2e150, 1e-9)),
        ("x at 1e300", |x| x, 1e300, Sharp(1.0, 1e-10)),
        ("sqrt at 1e300", f64::sqrt, 1e300, Sharp(0.5 / 1e150, 1e-9)),
        ("sqrt at 1e-300", f64::sqrt, 1e-300, Sharp(0.5e150, 1e-9)),
        ("ln at 1e300", f64::ln, 1e300, Sharp(1e-300, 1e-9)),
        ("ln at 1e-300", f64::ln, 1e-300, Sharp(1e300, 1e-9)),
        ("1/x at 1e-100", |x| 1.0 / x, 1e-100, Sharp(-1e200, 1e-9)),
        ("exp at 1e-300", f64::exp, 1e-300, Sharp(1.0, 1e-9)),
        ("exp at 700", f64::exp, 700.0, Sharp(700_f64.exp(), 1e-9)),
        (
            "exp at -700",
            f64::exp,
            -700.0,
            Sharp((-700_f64).exp(), 1e-9),
        ),
        ("sin at 1e-300", f64::sin, 1e-300, Sharp(1.0, 1e-9)),
        (
            "sin(1e300x) at 1e-300",
            |x| (1e300 * x).sin(),
            1e-300,
            Sharp(1e300 * 1_f64.cos(), 1e-9),
        ),
        ("atan at 1e10", f64::atan, 1e10, Honest(1e-20)),
        (
            "tanh at 20",
            f64::tanh,
            20.0,
            Honest(20_f64.cosh().powi(-2)),
        ),
        ("1e-200x", |x| 1e-200 * x, 1.0, Sharp(1e-200, 1e-9)),
        (
            "logistic at -40",
            |x| 1.0 / (1.0 + (-x).exp()),
            -40.0,
            Sharp((-40_f64).exp(), 1e-9),
        ),
        // Near poles and edges.
        (
            "1/(x-1) near 1",
            |x| 1.0 / (x - 1.0),
            1.0 + 1.0 / 1024.0,
            Sharp(-1_048_576.0, 1e-8),
        ),
        (
            "1/(x-1)² very near 1",
            |x| (x - 1.0).powi(-2),
            1.0 - 1.0 / 1_048_576.0,
            Sharp(2.0 * 2_f64.powi(60), 1e-6),
        ),
        (
            "tan near π/2",
            f64::tan,
            1.57,
            Sharp(1.57_f64.cos().powi(-2), 1e-8),
        ),
        ("ln near 0", f64::ln, 1e-9, Sharp(1e9, 1e-9)),
        // The cosine stands still on steps of 1e-14, where the rest is smooth.
        (
            "over ln(cos) near 0",
            |x| (x.sqrt() + 0.903_116_184 - x.sin().sin()) / (0.022_422_701 * x).cos().ln(),
            1.173_860_579_613_76,
            Honest(5.193_032_749_893_921e3),
        ),
        (
            "sqrt(1-x²) near 1",
            |x| ((1.0 - x) * (1.0 + x)).sqrt(),
            1.0 - 2_f64.powi(-30),
            Honest(-(1.0 - 2_f64.powi(-30)) / ((2.0 - 2_f64.powi(-30)) * 2_f64.powi(-30)).sqrt()),
        ),
        (
            "asin near 1",
            f64::asin,
            0.999,
            Sharp((1.0 - 0.999_f64 * 0.999).sqrt().recip(), 1e-8),
        ),
        (
            "short domain",
            |x: f64| ((x - 1.0) * (1.0 + 1e-6 - x)).sqrt(),
            1.0 + 2.5e-7,
            Honest(f64::NAN),
        ),
        (
            "tan beyond a pole",
            f64::tan,
            2.0,
            Sharp(2_f64.cos().powi(-2), 1e-9),
        ),
        (
            "gamma-like product",
            |x: f64| 1.0 / (x * (x + 1.0) * (x + 2.0)),
            1e-6,
            Sharp(-1.0 / 2e-12 * (1.0 - 1e-12 * 1.75), 1e-7),
        ),
        // Oscillation.
        (
            "sin(2π·1024x)",
            |x| (2.0 * PI * 1024.0 * x).sin(),
            0.0,
            Sharp(2.0 * PI * 1024.0, 1e-9),
        ),
        (
            "sin(2π·1024x) at 1",
            |x| (2.0 * PI * 1024.0 * x).sin(),
            1.0,
            Sharp(2.0 * PI * 1024.0, 1e-6),
        ),
        (
            "sin(1e6x)",
            |x| (1e6 * x).sin(),
            1.0,
            Sharp(1e6 * 1e6_f64.cos(), 1e-3),
        ),
        (
            "sin(1/x)",
            |x| (1.0 / x).sin(),
            1e-3,
            Sharp(-1e6 * 1000_f64.cos(), 1e-6),
        ),
        (
            "sin(1/x) nearer",
            |x| (1.0 / x).sin(),
            1.0 / 8_388_608.0,
            Honest(-(2_f64.powi(46)) * 8_388_608_f64.cos()),
        ),
        (
            "x sin(1/x) at 0",
            |x| if x == 0.0 { 0.0 } else { x * (1.0 / x).sin() },
            0.0,
            Expected::None,
        ),
        (
            "x + ripple",
            |x| x + 1e-7 * (1e6 * x).sin(),
            1.0,
            Honest(1.0 + 0.1 * 1e6_f64.cos()),
        ),
        ("sin at 1e10", f64::sin, 1e10, Sharp(1e10_f64.cos(), 1e-6)),
        (
            "x² at 3 with ripples",
            |x| x * x + (50.0 * x).sin(),
            3.0,
            Sharp(6.0 + 50.0 * 150_f64.cos(), 1e-8),
        ),
        (
            "steep step",
            |x| (1e6 * (x - 1.0)).tanh(),
            1.0,
            Sharp(1e6, 1e-6),
        ),
        (
            "narrow bell",
            |x| (-(1e5 * (x - 1.0)).powi(2)).exp(),
            1.0 + 2_f64.powi(-18),
            Honest(f64::NAN),
        ),
        // Flat.
        (
            "exp(-1/x²) at 0",
            |x| {
                if x == 0.0 {
                    0.0
                } else {
                    (-1.0 / (x * x)).exp()
                }
            },
            0.0,
            Sharp(0.0, 1e-9),
        ),
        (
            "exp(-1/x²) near 0",
            |x| (-1.0 / (x * x)).exp(),
            0.1,
            Sharp(2000.0 * (-100_f64).exp(), 1e-8),
        ),
        (
            "x exp(-1/x²) at 0",
            |x| {
                if x == 0.0 {
                    0.0
                } else {
                    x * (-1.0 / (x * x)).exp()
                }
            },
            0.0,
            Honest(0.0),
        ),
        ("x^9 at 0", |x| x.powi(9), 0.0, Honest(0.0)),
        ("x^3 at 0", |x| x.powi(3), 0.0, Sharp(0.0, 1e-9)),
        ("floor inside", f64::floor, 2.5, Sharp(0.0, 1e-7)),
        ("relu off", relu, -1.0, Sharp(0.0, 1e-9)),
        ("relu on", relu, 1.0, Sharp(1.0, 1e-9)),
        // Kinks.
        ("abs at 0", f64::abs, 0.0, Kink(-1.0, 1.0)),
        ("relu at 0", relu, 0.0, Kink(0.0, 1.0)),
        (
            "abs(x-1)+x² at 1",
            |x| (x - 1.0).abs() + x * x,
            1.0,
            Kink(1.0, 3.0),
        ),
        (
            "max(sin, cos) at π/4",
            |x| x.sin().max(x.cos()),
            PI / 4.0,
            Honest(f64::NAN),
        ),
        ("exp(abs) at 0", |x| x.abs().exp(), 0.0, Kink(-1.0, 1.0)),
        (
            "faint kink",
            |x| x + 1e-3 * x.abs(),
            0.0,
            Kink(0.999, 1.001),
        ),
        (
            "abs near its kink",
            |x| (x - 1.0).abs(),
            1.0 + 2_f64.powi(-30),
            Sharp(1.0, 1e-5),
        ),
        (
            "abs very near its kink",
            |x: f64| x.abs(),
            1e-200,
            Sharp(1.0, 1e-9),
        ),
        ("abs·x at 0", |x| x * x.abs(), 0.0, Honest(0.0)),
        (
            "|x|^1.5 at 0",
            |x| x.abs() * x.abs().sqrt(),
            0.0,
            Honest(0.0),
        ),
        (
            "leaky clamp",
            |x| if x < 1.0 { 0.01 * x } else { x - 0.99 },
            1.0,
            Kink(0.01, 1.0),
        ),
        // Jumps.
        ("floor at 2", f64::floor, 2.0, Jump),
        ("sign at 0", |x| if x < 0.0 { -1.0 } else { 1.0 }, 0.0, Jump),
        (
            "a single point off",
            |x| if x == 1.0 { 0.0 } else { x },
            1.0,
            Jump,
        ),
        (
            "jump with slopes",
            |x| if x < 1.0 { x.sin() } else { x.exp() },
            1.0,
            Jump,
        ),
        // Infinite slopes.
        ("cbrt at 0", f64::cbrt, 0.0, Vertical),
        ("sqrt|x| at 0", |x| x.abs().sqrt(), 0.0, Vertical),
        ("sqrt at 0", f64::sqrt, 0.0, Vertical),
        ("asin at 1", f64::asin, 1.0, Vertical),
        ("cbrt near 0", f64::cbrt, 1e-12, Sharp(1e8 / 3.0, 1e-8)),
        // Edges.
        ("x·√x at 0", |x| x * x.sqrt(), 0.0, Honest(0.0)),
        (
            "clipped line",
            |x| if x < 0.0 { f64::NAN } else { 3.0 * x },
            0.0,
            OneSided(3.0),
        ),
        (
            "ends at 1",
            |x| if x > 1.0 { f64::NAN } else { x.exp() },
            1.0,
            OneSided(1_f64.exp()),
        ),
        ("ln at -1", f64::ln, -1.0, Outside),
        ("1/x at 0", |x| 1.0 / x, 0.0, Outside),
        (
            "isolated",
            |x| if x == 1.0 { 1.0 } else { f64::NAN },
            1.0,
            Outside,
        ),
        // Noise.
        (
            "f32 sin",
            |x| f64::from((x as f32).sin()),
            1.0,
            Honest(1_f64.cos()),
        ),
        (
            "sin rounded to f32",
            |x| f64::from(x.sin() as f32),
            1.0,
            Honest(1_f64.cos()),
        ),
        (
            "f32 polynomial",
            |x| {
                f64::from({
                    let x = x as f32;
                    x * x * x - 2.0 * x + 5.0
                })
            },
            1.3,
            Honest(3.0 * 1.69 - 2.0),
        ),
        (
            "1e-6 noise",
            |x| x.sin() + 1e-6 * hash_noise(x),
            1.0,
            Honest(1_f64.cos()),
        ),
        (
            "1e-3 noise",
            |x| x.exp() + 1e-3 * hash_noise(x),
            0.5,
            Honest(0.5_f64.exp()),
        ),
        ("pure noise", hash_noise, 1.0, Expected::None),
        (
            "rounded to 1e-9",
            |x| (x.sin() * 1e9).round() / 1e9,
            1.0,
            Honest(1_f64.cos()),
        ),
        (
            "truncated newton",
            newton_sqrt,
            2.0,
            Honest(0.5 / 2_f64.sqrt()),
        ),
        ("truncated series", exp_series, 0.5, Honest(0.5_f64.exp())),
        ("trapezoids", integral, 1.0, Honest((-1_f64).exp())),
    ]
}

/// The derivative of the rows whose closed form is long.
pub fn exact(name: &str, value: f64) -> f64 {
    match name {
        "short domain" => {
            let x: f64 = 1.0 + 2.5e-7;
            let (a, b) = (x - 1.0, 1.0 + 1e-6 - x);
            (b - a) / (2.0 * (a * b).sqrt())
        }
        "truncated newton" => {
            let (mut y, mut slope): (f64, f64) = (2.0, 1.0);
            while (y * y - 2.0).abs() > 1e-8 {
                (y, slope) = (
                    0.5 * (y + 2.0 / y),
                    0.5 * (slope + 1.0 / y - 2.0 * slope / (y * y)),
                );
            }
            slope
        }
        "narrow bell" => {
            let u = 1e5 * 2_f64.powi(-18);
            -2.0 * 1e5 * u * (-u * u).exp()
        }
        "max(sin, cos) at π/4" => (PI / 4.0).cos(),
        "truncated series" => {
            (1..11)
                .fold((1.0, 1.0), |(s, t), k| {
                    (s + t * 0.5 / f64::from(k), t * 0.5 / f64::from(k))
                })
                .0
        }
        "trapezoids" => {
            // d/dx of x/n·Σ exp(-(xk/n)²)
            let n = 200;
            let at = |k: i32| {
                let q = (f64::from(k) / f64::from(n)).powi(2);
                (1.0 - 2.0 * q) * (-q).exp() * if k == 0 || k == n { 0.5 } else { 1.0 }
            };
            (0..=n).map(at).sum::<f64>() / f64::from(n)
        }
        _ => value,
    }
}
