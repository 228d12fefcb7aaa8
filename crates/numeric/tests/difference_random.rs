//! Extrapolated differences of thousands of random functions, against dual numbers.

#![allow(clippy::indexing_slicing)]

use partials_numeric::difference::{
    Agreement, Difference, Options, compare, differentiate, differentiate_bounded,
};
use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// A random smooth function, evaluated at a point with its derivative.
enum Expr {
    Variable,
    Constant(f64),
    Unary(usize, Box<Expr>),
    Binary(usize, Box<Expr>, Box<Expr>),
}

/// A value, its derivative, and a first-order bound on the rounding error of the value.
#[derive(Clone, Copy, Debug)]
struct Dual {
    value: f64,
    slope: f64,
    error: f64,
}

impl Dual {
    /// A function of this with value `value`, slope `slope`, and an own error of some ulp.
    fn then(self, value: f64, slope: f64) -> Self {
        // Half of the least number is the error of what is below the normal ones.
        let rounded = 2.0 * f64::EPSILON * value.abs() + f64::from_bits(1);
        let error = slope.abs() * self.error + rounded;
        Self {
            value,
            slope: slope * self.slope,
            error,
        }
    }
}

const UNARY: [fn(Dual) -> Dual; 10] = [
    |u| u.then(u.value.sin(), u.value.cos()),
    |u| u.then(u.value.cos(), -u.value.sin()),
    |u| u.then(u.value.exp(), u.value.exp()),
    |u| u.then(u.value.ln(), 1.0 / u.value),
    |u| u.then(u.value.sqrt(), 0.5 / u.value.sqrt()),
    |u| u.then(u.value.atan(), 1.0 / (1.0 + u.value * u.value)),
    |u| u.then(u.value.tanh(), u.value.cosh().powi(-2)),
    |u| {
        quotient(
            Dual {
                value: 1.0,
                slope: 0.0,
                error: 0.0,
            },
            u,
        )
    },
    |u| u.then(u.value * u.value, 2.0 * u.value),
    |u| u.then(u.value.powi(3), 3.0 * u.value * u.value),
];

const BINARY: [fn(Dual, Dual) -> Dual; 4] = [
    |u, v| sum(u, v, 1.0),
    |u, v| sum(u, v, -1.0),
    product,
    quotient,
];

fn sum(u: Dual, v: Dual, sign: f64) -> Dual {
    let value = u.value + sign * v.value;
    let error = u.error + v.error + f64::EPSILON * value.abs();
    Dual {
        value,
        slope: u.slope + sign * v.slope,
        error,
    }
}

fn product(u: Dual, v: Dual) -> Dual {
    let value = u.value * v.value;
    let error = u.error * v.value.abs() + v.error * u.value.abs() + f64::EPSILON * value.abs();
    Dual {
        value,
        slope: u.slope * v.value + u.value * v.slope,
        error,
    }
}

fn quotient(u: Dual, v: Dual) -> Dual {
    let value = u.value / v.value;
    let error = (u.error + v.error * value.abs()) / v.value.abs() + f64::EPSILON * value.abs();
    Dual {
        value,
        slope: (u.slope - value * v.slope) / v.value,
        error,
    }
}

impl Expr {
    fn random(depth: u32, random: &mut Xoshiro256PlusPlus) -> Self {
        let pick = |n: u64, random: &mut Xoshiro256PlusPlus| (random.next_u64() >> 33) % n;
        match if depth == 0 {
            pick(4, random)
        } else {
            4 + pick(10, random)
        } {
            0 => Self::Constant(uniform(random, -3.0, 3.0)),
            1..=3 => Self::Variable,
            4..=8 => Self::Unary(
                pick(UNARY.len() as u64, random) as usize,
                Box::new(Self::random(depth - 1, random)),
            ),
            _ => Self::Binary(
                pick(BINARY.len() as u64, random) as usize,
                Box::new(Self::random(depth - 1, random)),
                Box::new(Self::random(depth - 1, random)),
            ),
        }
    }

    fn at(&self, x: f64) -> Dual {
        match self {
            Self::Variable => Dual {
                value: x,
                slope: 1.0,
                error: 0.0,
            },
            Self::Constant(c) => Dual {
                value: *c,
                slope: 0.0,
                error: 0.0,
            },
            Self::Unary(f, u) => UNARY[*f](u.at(x)),
            Self::Binary(f, u, v) => BINARY[*f](u.at(x), v.at(x)),
        }
    }
}

impl std::fmt::Display for Expr {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        const NAMES: [&str; 10] = [
            "sin", "cos", "exp", "ln", "sqrt", "atan", "tanh", "inverse", "square", "cube",
        ];
        match self {
            Self::Variable => write!(f, "x"),
            Self::Constant(c) => write!(f, "{c}"),
            Self::Unary(i, u) => write!(f, "{}({u})", NAMES[*i]),
            Self::Binary(i, u, v) => write!(f, "({u} {} {v})", ["+", "-", "*", "/"][*i]),
        }
    }
}

fn uniform(random: &mut Xoshiro256PlusPlus, low: f64, high: f64) -> f64 {
    low + (high - low) * ((random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64)
}

/// A function, a point, its derivative there, and how exactly that is known.
struct Case {
    expr: Expr,
    x: f64,
    exact: f64,
    noise: f64,
}

/// The rounding error of the dual number's slope, from its neighbours.
fn slope_noise(expr: &Expr, x: f64) -> f64 {
    let at = |k: i32| expr.at(x * (1.0 + f64::from(k) * 4.0 * f64::EPSILON)).slope;
    let change = |k: i32| (at(k) - 2.0 * at(0) + at(-k)).abs();
    2.0 * (1..6).map(change).fold(1e-15 * at(0).abs(), f64::max)
}

/// Random functions at random points where they have a derivative.
fn cases(count: usize, seed: u64) -> impl Iterator<Item = Case> {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    std::iter::from_fn(move || {
        let depth = 1 + (random.next_u64() >> 33) % 4;
        let expr = Expr::random(depth as u32, &mut random);
        let x = uniform(&mut random, -4.0, 4.0);
        Some((expr, x))
    })
    .filter_map(|(expr, x)| {
        let dual = expr.at(x);
        let ordinary = |v: f64| v.is_finite() && v.abs() < 1e100;
        // The slope of the dual number itself must be right to more digits than the difference.
        let sharp = dual.error <= 1e-11 * dual.value.abs();
        let moving = expr.at(x * 1.1).value != dual.value
            && dual.slope.abs() > 1e-12 * (dual.value / x).abs();
        (ordinary(dual.value) && ordinary(dual.slope) && sharp && moving).then(|| {
            let noise = slope_noise(&expr, x);
            Case {
                expr,
                x,
                exact: dual.slope,
                noise,
            }
        })
    })
    .take(count)
}

#[derive(Default)]
struct Tally {
    broken: Vec<String>,
    errors: Vec<f64>,
    bounds: Vec<f64>,
    evaluations: Vec<f64>,
    silent: usize,
    undecided: usize,
    accepted: usize,
    refuted: usize,
}

impl Tally {
    fn add(&mut self, found: &Difference, case: &Case) {
        let Case {
            expr,
            x,
            exact,
            noise,
        } = case;
        let exact = *exact;
        self.evaluations.push(f64::from(found.evaluations));
        if !found.outcome.is_derivative() {
            self.silent += 1;
            return;
        }
        let error = (found.value - exact).abs();
        // The dual number rounds as well.
        if error > found.error + noise {
            self.broken
                .push(format!("{expr} at {x}: {found:?}, exact {exact:e}"));
        }
        self.errors.push(error / exact.abs());
        self.bounds.push(found.error / exact.abs());
        match compare(found, exact, *noise) {
            Agreement::Agrees => {}
            Agreement::Differs => self.refuted += 1,
            _ => self.undecided += 1,
        }
        for wrong in [
            2.0 * exact,
            -exact,
            1.001 * exact,
            (1.0 + 1e-6) * exact,
            0.0,
        ] {
            // A claim of zero is held against the scale.
            let tiny = wrong == 0.0 && exact.abs() <= 2e-6 * found.scale;
            if !tiny && compare(found, wrong, 0.0) == Agreement::Agrees {
                self.accepted += 1;
                println!("accepts {wrong:e}: {expr} at {x}: {found:?}, exact {exact:e}");
            }
        }
    }

    fn print(&mut self, name: &str) {
        let row = |what, values: &mut Vec<f64>| {
            values.sort_by(f64::total_cmp);
            let at = |p: f64| values[((values.len() - 1) as f64 * p) as usize];
            println!(
                "{name} {what:<12} 50 % {:.1e}, 90 % {:.1e}, 99 % {:.1e}, max {:.1e}",
                at(0.5),
                at(0.9),
                at(0.99),
                at(1.0)
            );
        };
        row("error", &mut self.errors);
        row("bound", &mut self.bounds);
        row("evaluations", &mut self.evaluations);
        println!(
            "{name} broken {}, without a derivative {}, undecided {}, refuted {}, wrong accepted {}",
            self.broken.len(),
            self.silent,
            self.undecided,
            self.refuted,
            self.accepted
        );
        for line in self.broken.iter().take(20) {
            println!("{line}");
        }
    }

    fn percentile(values: &[f64], p: f64) -> f64 {
        values[((values.len() - 1) as f64 * p) as usize]
    }
}

fn count() -> usize {
    std::env::var("DIFFERENCE_CASES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(2000)
}

fn seed() -> u64 {
    std::env::var("DIFFERENCE_SEED")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(1)
}

fn judge(name: &str, f: impl Fn(&Expr, f64) -> Difference) {
    let mut tally = Tally::default();
    for case in cases(count(), seed()) {
        tally.add(&f(&case.expr, case.x), &case);
    }
    tally.print(name);
    assert!(tally.broken.is_empty());
    assert_eq!((tally.refuted, tally.accepted), (0, 0));
    assert!(tally.silent + tally.undecided <= count() / 50);
    assert!(Tally::percentile(&tally.errors, 0.99) <= 2e-9);
    assert!(Tally::percentile(&tally.evaluations, 0.99) <= 40.0);
}

#[test]
fn no_bound_is_broken_for_black_boxes() {
    judge("black box", |expr, x| {
        differentiate(|x| expr.at(x).value, x, &Options::default())
    });
}

#[test]
fn no_bound_is_broken_for_functions_with_bounds() {
    judge("bounded", |expr, x| {
        let f = |x| {
            let dual = expr.at(x);
            (dual.value, dual.error)
        };
        differentiate_bounded(f, x, &Options::default())
    });
}
