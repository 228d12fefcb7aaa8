//! What the contour oracle finds, what it refuses, and that it can't be talked into anything.
#![allow(clippy::unwrap_used, clippy::expect_used)] // What is not there fails the test.

use partials_numeric::ball::{Ball, Precision};
use partials_numeric::contour::{self, Obstacle};
use partials_numeric::tape::{Tape, TapeOptions};
use partials_symbolic::graph::Comparison;
use partials_symbolic::{Function, Graph, Handle, Rational};

fn bits(n: u32) -> Precision {
    Precision::bits(n)
}

fn tape(f: Handle<'_>, names: &[&str]) -> Tape {
    Tape::new(f.graph(), &[f.id()], names, TapeOptions::default()).unwrap()
}

/// The derivative of an order of an expression in `x`, at 100 bits.
fn slope(
    f: impl for<'g> Fn(Handle<'g>) -> Handle<'g>,
    x: f64,
    order: u32,
) -> Result<Ball, Obstacle> {
    let graph = Graph::new();
    let f = f(graph.variable("x"));
    let point = [Rational::from_f64(x).unwrap()];
    contour::partial(&tape(f, &["x"]), &point, 0, order, bits(100))
}

/// Checks a derivative against a closed form in balls, to 96 bits.
fn check(
    f: impl for<'g> Fn(Handle<'g>) -> Handle<'g>,
    x: f64,
    order: u32,
    expected: impl Fn(Ball) -> Ball,
) {
    let found = slope(f, x, order).unwrap();
    let expected = expected(Ball::from_f64(x, bits(256)));
    assert!(found.overlaps(&expected), "at {x}: {found}, not {expected}");
    assert!(found.relative_accuracy_bits() >= 96, "at {x}: {found}");
    let other = &expected + expected.scaled(-90);
    assert!(
        found.separated_from(&other),
        "at {x}: {found} accepts {other}"
    );
}

fn call(function: Function) -> impl for<'g> Fn(Handle<'g>) -> Handle<'g> {
    move |x| x.call(function)
}

#[test]
fn derivatives_of_all_sizes_and_places() {
    for x in [-3.0, 0.1, 1e-8, 7.5, 1e6, 1e-300] {
        check(call(Function::Sin), x, 1, |x| x.cos());
        check(
            |x| x.pow(3),
            x,
            1,
            |x| x.square() * Ball::from_i64(3, bits(256)),
        );
        check(call(Function::Atan), x, 1, |x| {
            (x.square() + Ball::one(bits(256))).recip()
        });
    }
    for x in [1e-300, 1e-9, 0.3, 40.0, 1e300] {
        check(call(Function::Ln), x, 1, |x| x.recip());
        check(call(Function::Sqrt), x, 1, |x| x.sqrt().recip().scaled(-1));
    }
    check(call(Function::Exp), 700.0, 1, |x| x.exp());
    check(call(Function::Exp), -700.0, 1, |x| x.exp());
}

#[test]
fn derivatives_close_to_singular_points() {
    for distance in [1e-3, 1e-9, 1e-15] {
        check(call(Function::Ln), distance, 1, |x| x.recip());
        check(call(Function::Asin), 1.0 - distance, 1, |x| {
            let rest = Ball::one(bits(256)) - x.square();
            rest.sqrt().recip()
        });
        check(
            |x| 1 / (x - 1),
            1.0 + distance,
            1,
            |x| -(x - Ball::one(bits(256))).powi(-2),
        );
    }
    check(
        |x| (1_000_000_000 * x).sin(),
        0.7,
        1,
        |x| {
            let scale = Ball::from_i64(1_000_000_000, bits(256));
            (&x * &scale).cos() * scale
        },
    );
}

#[test]
fn higher_orders() {
    for (order, x) in [(2, 0.4), (3, 0.4), (4, -1.3), (5, 2.0), (8, 0.7)] {
        check(call(Function::Exp), x, order, |x| x.exp());
        check(
            |x| 1 / x,
            x,
            order,
            |x| {
                let n = i64::from(order);
                let factorial = (2..=n).fold(Ball::one(bits(256)), |product, k| {
                    product * Ball::from_i64(k, bits(256))
                });
                let signed = if n % 2 == 0 { factorial } else { -factorial };
                signed * x.powi(-n - 1)
            },
        );
    }
    check(call(Function::Sin), 1.0, 2, |x| -x.sin());
    check(call(Function::Erf), 0.5, 2, |x| {
        let scale = Ball::pi(bits(256)).sqrt().recip().scaled(2);
        -(&x * (-x.square()).exp()) * scale
    });
    // By complex values of special functions.
    check(call(Function::Si), 1.5, 3, |x| {
        let two = Ball::from_i64(2, bits(256));
        let (sine, cosine) = x.sin_cos();
        let cube = x.powi(3);
        -(sine.clone() * x.square() + two.clone() * x * cosine - two * sine) / cube
    });
}

#[test]
fn derivatives_that_are_zero_are_small() {
    let found = slope(|x| x.pow(2), 0.0, 1).unwrap();
    assert!(
        found.contains_zero() && found.upper_f64() < 1e-30,
        "{found}"
    );
    let found = slope(call(Function::Cos), 0.0, 1).unwrap();
    assert!(
        found.contains_zero() && found.upper_f64() < 1e-30,
        "{found}"
    );
    assert!(slope(call(Function::Floor), 2.5, 1).unwrap().is_exact());
    assert!(slope(|x| x.graph().number(7), 2.5, 1).unwrap().is_exact());
}

#[test]
fn pieces_are_told_apart_and_kinks_refused() {
    let one = |sign: i64| move |_: Ball| Ball::from_i64(sign, bits(256));
    check(call(Function::Abs), 1e-12, 1, one(1));
    check(call(Function::Abs), -3.0, 1, one(-1));
    check(call(Function::Cbrt), -8.0, 1, |_| {
        Ball::from_ratio(1, 12, bits(256))
    });
    check(call(Function::Frac), 2.25, 1, one(1));
    let kinks = [
        (Function::Abs, 0.0),
        (Function::Cbrt, 0.0),
        (Function::Sqrt, 0.0),
        (Function::Floor, 2.0),
        (Function::Round, 0.5),
        (Function::Relu, 0.0),
        (Function::Sign, 0.0),
        (Function::Asin, 1.0),
        (Function::Acosh, 1.0),
        (Function::Frac, 3.0),
        (Function::Heaviside, 0.0),
    ];
    for (function, x) in kinks {
        assert_eq!(
            slope(call(function), x, 1).err(),
            Some(Obstacle::NotAnalytic),
            "{function:?}"
        );
    }
}

/// `if x < 2 then x^2 else 5x`
fn ramp(x: Handle<'_>) -> Handle<'_> {
    let (square, line, two) = (x.pow(2), 5 * x, x.graph().number(2));
    let chosen = x.graph().with(|arena| {
        let condition = arena.compare(Comparison::Less, x.id(), two.id());
        arena.select(condition, square.id(), line.id())
    });
    x.graph().handle(chosen)
}

#[test]
fn branches_are_those_of_the_neighbourhood() {
    let integer = |n: i64| move |_: Ball| Ball::from_i64(n, bits(256));
    check(ramp, 1.5, 1, integer(3));
    check(ramp, 2.5, 1, integer(5));
    assert_eq!(slope(ramp, 2.0, 1).err(), Some(Obstacle::NotAnalytic));
}

#[test]
fn no_value_no_derivative() {
    for (function, x) in [
        (Function::Ln, -1.0),
        (Function::Sqrt, -2.0),
        (Function::Asin, 1.5),
        (Function::Acosh, 0.5),
        (Function::Atanh, 2.0),
        (Function::Gamma, -3.0),
        (Function::LambertW, -1.0),
        (Function::Ei, 0.0),
        (Function::Logit, 1.5),
    ] {
        assert!(slope(call(function), x, 1).is_err(), "{function:?} at {x}");
    }
    // A root of a negative constant has no value in the language, though it has a complex one.
    let rooted = slope(|x| x * x.graph().number(-2).call(Function::Sqrt), 1.0, 1);
    assert!(rooted.is_err());
}

#[test]
fn directions_and_mismatches() {
    let graph = Graph::new();
    let (x, y) = (graph.variable("x"), graph.variable("y"));
    let f = x.pow(2) * y + y.exp();
    let tape = tape(f, &["x", "y"]);
    let at =
        |values: &[i64]| -> Vec<Rational> { values.iter().map(|n| Rational::from(*n)).collect() };
    // 2xy·3 + (x² + e^y)·(-1) at (2, 1)
    let found = contour::derivative(&tape, &at(&[2, 1]), &at(&[3, -1]), 1, bits(100)).unwrap();
    let expected = Ball::from_i64(8, bits(256)) - Ball::e(bits(256));
    assert!(found.overlaps(&expected) && found.relative_accuracy_bits() >= 96);
    let zero = contour::derivative(&tape, &at(&[2, 1]), &at(&[0, 0]), 1, bits(100)).unwrap();
    assert!(zero.is_exact());
    for (point, order) in [(at(&[2]), 1), (at(&[2, 1]), 0), (at(&[2, 1]), 1000)] {
        let found = contour::partial(&tape, &point, 0, order, bits(100));
        assert_eq!(found.err(), Some(Obstacle::Mismatch));
    }
}

#[test]
fn precision_as_asked() {
    let graph = Graph::new();
    let f = graph.variable("x").tan();
    let tape = tape(f, &["x"]);
    for precision in [30, 64, 333, 1000] {
        let point = [Rational::new(1, 3).unwrap()];
        let found = contour::partial(&tape, &point, 0, 1, bits(precision)).unwrap();
        let third = Ball::from_ratio(1, 3, bits(2000));
        assert!(found.overlaps(&third.cos().powi(-2)));
        assert!(
            found.relative_accuracy_bits() >= i64::from(precision) - 4,
            "{found}"
        );
    }
}
