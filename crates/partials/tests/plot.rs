//! What pictures show, as plain data.
#![cfg(feature = "plot")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // What is not there fails the test.

use partials::plot::{Figure, Kind, Mark, Panel, Plane, Theme, difference_quotient};
use partials::{Error, Function};

fn function(source: &str) -> Function {
    Function::parse(source).unwrap()
}

fn plane(figure: &Figure, i: usize) -> &Plane {
    match &figure.panels[i] {
        Panel::Plane(plane) => plane,
        Panel::Space(_) => panic!("a surface"),
    }
}

fn lines(plane: &Plane) -> Vec<&partials::plot::Lines> {
    let marks = plane.marks.iter();
    let lines = marks.filter_map(|mark| match mark {
        Mark::Lines(lines) => Some(lines),
        _ => None,
    });
    lines.collect()
}

#[test]
fn ranges_follow_the_domain() {
    for (source, low, high) in [
        ("sin(x)", -3.0, 3.0),
        ("ln(x)", 0.0, 3.0),
        ("sqrt(1 - x^2)", -1.0, 1.0),
        ("acosh(x)", 1.0, 3.0),
        ("ln(x - 20)", 20.0, 100.0),
    ] {
        let figure = function(source).plot().figure().unwrap();
        let x = &plane(&figure, 0).x;
        let close = |found: f64, expected: f64| (found - expected).abs() <= 0.08 * (high - low);
        assert!(
            close(x.low, low) && close(x.high, high),
            "{source}: {}..{}",
            x.low,
            x.high
        );
        assert!(
            x.low <= low && x.high >= high,
            "{source}: {}..{}",
            x.low,
            x.high
        );
    }
}

#[test]
fn derivatives_and_tangents_are_those_of_the_function() {
    let figure = function("x^3")
        .plot()
        .range("x", -2.0, 2.0)
        .with_derivative()
        .tangent(1.0)
        .figure()
        .unwrap();
    let drawn = lines(plane(&figure, 0));
    let [cube, slope, tangent] = drawn.as_slice() else {
        panic!("{} lines", drawn.len())
    };
    assert!(
        cube.pieces
            .concat()
            .iter()
            .all(|[x, y]| (x.powi(3) - y).abs() < 1e-12)
    );
    assert!(
        slope
            .pieces
            .concat()
            .iter()
            .all(|[x, y]| (3.0 * x * x - y).abs() < 1e-12)
    );
    assert!(
        tangent
            .pieces
            .concat()
            .iter()
            .all(|[x, y]| (3.0 * x - 2.0 - y).abs() < 1e-12)
    );
}

#[test]
fn level_lines_have_the_values_of_their_levels() {
    let figure = function("f(x, y) = x^2 + 2*y^2")
        .plot()
        .kind(Kind::Contour)
        .range("x", -2.0, 2.0)
        .range("y", -2.0, 2.0)
        .levels(&[3.0, 1.0])
        .figure()
        .unwrap();
    let levels = plane(&figure, 0).marks.iter().find_map(|mark| match mark {
        Mark::Levels(levels) => Some(levels),
        _ => None,
    });
    let levels = levels.unwrap();
    assert_eq!(levels.values, [1.0, 3.0]);
    for (value, lines) in levels.values.iter().zip(&levels.lines) {
        assert_eq!(lines.len(), 1);
        for [x, y] in &lines[0].points {
            assert!((x * x + 2.0 * y * y - value).abs() < 1e-3);
        }
    }
}

#[test]
fn descents_reach_the_minimum() {
    let figure = function("f(x, y) = x^2 + 3*y^2")
        .plot()
        .kind(Kind::Contour)
        .descend([2.0, 1.0])
        .figure()
        .unwrap();
    let path = plane(&figure, 0).marks.iter().find_map(|mark| match mark {
        Mark::Path(path) => Some(&path.points),
        _ => None,
    });
    let path = path.unwrap();
    let values: Vec<f64> = path.iter().map(|[x, y]| x * x + 3.0 * y * y).collect();
    assert!(values.windows(2).all(|pair| pair[1] < pair[0]));
    assert!(values.last().unwrap() < &1e-9);
}

#[test]
fn parameters_have_their_values() {
    let figure = function("a*x + b")
        .plot()
        .set("a", 2.0)
        .set("b", -1.0)
        .range("x", 0.0, 1.0)
        .figure()
        .unwrap();
    let pieces = lines(plane(&figure, 0))[0].pieces.concat();
    assert!(
        pieces
            .iter()
            .all(|[x, y]| (2.0 * x - 1.0 - y).abs() < 1e-12)
    );
}

/// Truncation falls with the power of the step that theory has, until rounding takes over.
#[test]
fn errors_of_differences_have_their_order() {
    let figure = difference_quotient(&function("exp(x)"), 0.5, Theme::Light).unwrap();
    let dots = plane(&figure, 1)
        .marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Dots(dots) if dots.points.len() > 50 => Some(&dots.points),
            _ => None,
        });
    let mut seen = 0;
    for (points, order) in dots.zip([1.0, 2.0, 4.0]) {
        let error = |h: f64| {
            let near = points
                .iter()
                .min_by(|a, b| (a[0] / h).ln().abs().total_cmp(&(b[0] / h).ln().abs()));
            near.unwrap()[1]
        };
        let measured = (error(1e-1) / error(1e-2)).log10();
        assert!(
            (measured - order).abs() < 0.1,
            "order {measured} instead of {order}"
        );
        assert!(error(1e-15) > 1e-3, "rounding");
        seen += 1;
    }
    assert_eq!(seen, 3);
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    let wrong = |figure: Result<Figure, Error>| figure.unwrap_err().to_string();
    assert!(wrong(function("x*y*z").plot().figure()).contains("x, y, z"));
    assert!(wrong(function("[x, y]").plot().figure()).contains("number"));
    assert!(wrong(function("sqrt(-1 - x^2)").plot().figure()).contains("values"));
    assert!(wrong(function("x").plot().range("x", 1.0, 1.0).figure()).contains("range"));
    assert!(wrong(function("x").plot().range("t", 0.0, 1.0).figure()).contains("`t`"));
    assert!(wrong(function("x + a").plot().set("a", f64::NAN).figure()).contains("finite"));
    assert!(wrong(function("x").plot().kind(Kind::Surface).figure()).contains("two variables"));
    let kink = function("abs(x)");
    assert!(wrong(kink.plot().tangent(0.0).figure()).contains("-1 from the left"));
    assert!(wrong(difference_quotient(&kink, 0.0, Theme::Light)).contains("derivative"));
    assert!(wrong(difference_quotient(&function("sqrt(x)"), 0.0, Theme::Light)).contains("0"));
}
