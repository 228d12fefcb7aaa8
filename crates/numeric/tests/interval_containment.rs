//! Containment at random: against exact arithmetic, and against `dashu-float` at 128 bits.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails so"
)]

mod interval_support;

use dashu_float::FBig;
use dashu_float::round::mode::HalfEven;
use interval_support::{BINARY, Random, STEPS, UNARY};
use partials_numeric::interval::{Extremum, Interval, lift, logsumexp};

type Big = FBig<HalfEven, 2>;

fn big(x: f64) -> Big {
    Big::try_from(x).unwrap()
}

fn precise(x: f64) -> Big {
    big(x).with_precision(128).value()
}

fn at_least(y: &Big, lo: f64) -> bool {
    lo == f64::NEG_INFINITY || *y >= big(lo)
}

fn at_most(y: &Big, hi: f64) -> bool {
    hi == f64::INFINITY || *y <= big(hi)
}

fn contains(x: Interval, y: &Big) -> bool {
    at_least(y, x.lo()) && at_most(y, x.hi())
}

/// Unlimited precision: sums and products of doubles are exact.
fn exactly(x: f64) -> Big {
    big(x).with_precision(0).value()
}

#[test]
fn sums_and_products_contain_the_exact_result() {
    let mut random = Random(1);
    for _ in 0..100_000 {
        let (x, y) = (random.interval(), random.interval());
        let (a, b) = (random.inside(x), random.inside(y));
        let (p, q) = (exactly(a), exactly(b));
        let context = || format!("{x:?} {y:?} at {a:e} {b:e}");
        assert!(contains(x + y, &(&p + &q)), "sum {}", context());
        assert!(contains(x - y, &(&p - &q)), "difference {}", context());
        assert!(contains(x * y, &(&p * &q)), "product {}", context());
        assert!(contains(x.sqr(), &(&p * &p)), "square {}", context());
    }
}

#[test]
fn quotients_and_roots_contain_the_exact_result() {
    let mut random = Random(2);
    for _ in 0..100_000 {
        let (x, y) = (random.interval(), random.interval());
        let (a, b) = (random.inside(x), random.inside(y));
        if b != 0.0 {
            let quotient = x / y;
            // lo ≤ a/b is lo·b ≤ a for positive b.
            let (a, b) = if b > 0.0 { (a, b) } else { (-a, -b) };
            let below =
                |bound: f64| bound.is_infinite() || exactly(bound) * exactly(b) <= exactly(a);
            let above =
                |bound: f64| bound.is_infinite() || exactly(bound) * exactly(b) >= exactly(a);
            assert!(
                below(quotient.lo()) && above(quotient.hi()),
                "{x:?} / {y:?} at {a:e} {b:e}"
            );
        } else {
            assert!((x / y).is_partial());
        }
        if a >= 0.0 {
            let root = x.sqrt();
            let square = |bound: f64| exactly(bound) * exactly(bound);
            assert!(square(root.lo()) <= exactly(a), "√{x:?} at {a:e}");
            assert!(
                root.hi().is_infinite() || square(root.hi()) >= exactly(a),
                "√{x:?} at {a:e}"
            );
        } else {
            assert!(x.sqrt().is_partial());
        }
    }
}

#[test]
fn integer_powers_contain_the_exact_result() {
    let mut random = Random(3);
    for _ in 0..20_000 {
        let x = random.interval();
        let a = random.inside(x);
        let n = (random.bits() % 21) as i64 - 10;
        let power = exactly(a).powi(n.abs().into());
        let y = x.powi(n);
        let context = format!("{x:?}^{n} = {y:?} at {a:e}");
        if n >= 0 {
            assert!(contains(y, &power), "{context}");
        } else if a == 0.0 {
            assert!(y.is_partial(), "{context}");
        } else {
            // lo ≤ 1/p is lo·p ≤ 1 for positive p.
            let sign = if power > Big::ZERO { 1.0 } else { -1.0 };
            let (p, one) = (power * exactly(sign), exactly(sign));
            let lower = y.lo().is_infinite() || exactly(y.lo()) * &p <= one;
            let upper = y.hi().is_infinite() || exactly(y.hi()) * &p >= one;
            assert!(lower && upper, "{context}");
        }
    }
}

/// A function of `dashu-float`, with the arguments for which it is quick and in its domain.
struct Reference {
    name: &'static str,
    lo: f64,
    hi: f64,
    value: fn(&Big) -> Big,
}

const REFERENCES: &[Reference] = &[
    Reference {
        name: "exp",
        lo: -700.0,
        hi: 700.0,
        value: Big::exp,
    },
    Reference {
        name: "expm1",
        lo: -50.0,
        hi: 700.0,
        value: Big::exp_m1,
    },
    Reference {
        name: "ln",
        lo: 1e-300,
        hi: 1e300,
        value: Big::ln,
    },
    Reference {
        name: "log1p",
        lo: -0.999,
        hi: 1e300,
        value: Big::ln_1p,
    },
    Reference {
        name: "sin",
        lo: -1e4,
        hi: 1e4,
        value: Big::sin,
    },
    Reference {
        name: "cos",
        lo: -1e4,
        hi: 1e4,
        value: Big::cos,
    },
    Reference {
        name: "tan",
        lo: -1e4,
        hi: 1e4,
        value: Big::tan,
    },
    Reference {
        name: "asin",
        lo: -1.0,
        hi: 1.0,
        value: Big::asin,
    },
    Reference {
        name: "acos",
        lo: -1.0,
        hi: 1.0,
        value: Big::acos,
    },
    Reference {
        name: "atan",
        lo: -1e30,
        hi: 1e30,
        value: Big::atan,
    },
    Reference {
        name: "sinh",
        lo: -700.0,
        hi: 700.0,
        value: Big::sinh,
    },
    Reference {
        name: "cosh",
        lo: -700.0,
        hi: 700.0,
        value: Big::cosh,
    },
    Reference {
        name: "tanh",
        lo: -30.0,
        hi: 30.0,
        value: Big::tanh,
    },
    Reference {
        name: "asinh",
        lo: -1e30,
        hi: 1e30,
        value: Big::asinh,
    },
    Reference {
        name: "acosh",
        lo: 1.0,
        hi: 1e30,
        value: Big::acosh,
    },
    Reference {
        name: "atanh",
        lo: -0.999,
        hi: 0.999,
        value: Big::atanh,
    },
];

#[test]
fn elementary_functions_contain_the_value_at_128_bits() {
    let mut random = Random(4);
    for reference in REFERENCES {
        let f = UNARY.iter().find(|f| f.name == reference.name).unwrap();
        let mut tried = 0;
        while tried < 1000 {
            let x = random.interval();
            let a = random.inside(x);
            if a < reference.lo || a > reference.hi || (a != 0.0 && a.abs() < 1e-30) {
                continue;
            }
            tried += 1;
            let y = (f.interval)(x);
            let truth = (reference.value)(&precise(a));
            assert!(contains(y, &truth), "{}({x:?}) = {y:?} at {a:e}", f.name);
        }
    }
}

/// Values in doubles, within their own error of the truth, lie in the image widened by that.
#[test]
fn images_contain_the_values_at_inner_points() {
    let mut random = Random(5);
    for f in UNARY.iter().chain(STEPS) {
        for _ in 0..100_000 / 8 {
            let x = random.interval();
            let y = (f.interval)(x);
            for _ in 0..8 {
                let a = random.inside(x);
                let point = (f.interval)(Interval::point(a));
                let context = || format!("{}({x:?}) = {y:?} at {a:e}: {point:?}", f.name);
                if point.is_empty() {
                    assert!(y.is_partial(), "{}", context());
                } else {
                    let value = (f.double)(a);
                    assert!(overlap(y, point), "{}", context());
                    assert!(
                        point.contains(value) || !value.is_finite(),
                        "{value} {}",
                        context()
                    );
                }
            }
        }
    }
    for f in BINARY {
        for _ in 0..100_000 / 4 {
            let (x, y) = (random.interval(), random.interval());
            let image = (f.interval)(x, y);
            for _ in 0..4 {
                let (a, b) = (random.inside(x), random.inside(y));
                let point = (f.interval)(Interval::point(a), Interval::point(b));
                let context = || {
                    format!(
                        "{}({x:?}, {y:?}) = {image:?} at {a:e}, {b:e}: {point:?}",
                        f.name
                    )
                };
                if point.is_empty() {
                    assert!(image.is_partial(), "{}", context());
                } else {
                    let value = (f.double)(a, b);
                    assert!(overlap(image, point), "{}", context());
                    assert!(
                        point.contains(value) || !value.is_finite(),
                        "{value} {}",
                        context()
                    );
                }
            }
        }
    }
}

fn overlap(x: Interval, y: Interval) -> bool {
    x.lo() <= y.hi() && y.lo() <= x.hi()
}

#[test]
fn logsumexp_contains_the_value_at_128_bits() {
    let mut random = Random(6);
    for _ in 0..500 {
        let terms: Vec<Interval> = (0..1 + random.bits() % 5)
            .map(|_| {
                let a = random.between(-700.0, 700.0);
                Interval::enclose(a, a + random.unit() * random.unit())
            })
            .collect();
        let values = terms.iter().map(|&t| precise(random.inside(t)).exp());
        let sum = values.fold(precise(0.0), |sum, e| sum + e);
        let y = logsumexp(&terms);
        assert!(contains(y, &sum.ln()), "{terms:?} {y:?}");
    }
}

#[test]
fn lifted_estimators_contain_the_value() {
    let mut random = Random(8);
    let estimate =
        |function: fn(f64) -> f64| move |x: f64| (function(x), function(x).abs() * 1e-15);
    let bottom = Extremum {
        at: Interval::ZERO,
        value: Interval::ONE,
    };
    for _ in 0..10_000 {
        let x = Interval::enclose(random.between(-9.0, 9.0), random.between(-9.0, 9.0));
        let a = random.inside(x);
        assert!(lift::monotone_increasing(x, estimate(f64::sinh)).contains(a.sinh()));
        assert!(lift::monotone_decreasing(x, estimate(|x| -x.sinh())).contains(-a.sinh()));
        assert!(lift::unimodal(x, &[bottom], estimate(f64::cosh)).contains(a.cosh()));
        assert!(lift::lipschitz(x, estimate(f64::sin), x.cos()).contains(a.sin()));
    }
}
