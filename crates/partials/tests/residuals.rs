//! Vectors of residuals, whose squares are made small together: with few derivatives that are not
//! zero, and with all of them.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)] // Lengths are those of the formulas.

use partials::minimise::Bounds;
use partials::minimise::descent::{Descent, Method, Settings, Stop};
use partials::{Downhill, Function};

fn descend(downhill: &Downhill, settings: Settings, from: &[f64]) -> Descent {
    let method = downhill.method();
    downhill
        .descend(&Settings { method, ..settings }, from)
        .unwrap()
}

/// Broyden's tridiagonal system (Moré, Garbow and Hillstrom 1981, number 30).
fn broyden(size: usize) -> Downhill {
    let x = |i: usize| match (1..=size).contains(&i) {
        true => format!("x{i}"),
        false => "0".to_owned(),
    };
    let row = |i| {
        let (before, here, after) = (x(i - 1), x(i), x(i + 1));
        format!("(3 - 2*{here})*{here} - {before} - 2*{after} + 1")
    };
    let rows: Vec<String> = (1..=size).map(row).collect();
    let source = format!("[{}]", rows.join(", "));
    Downhill::new(&Function::parse(&source).unwrap()).unwrap()
}

#[test]
fn a_large_system_is_solved_by_its_few_derivatives() {
    let size = 500;
    let found = descend(&broyden(size), Settings::default(), &vec![-1.0; size]);
    assert!(found.stop.is_minimum(), "{:?}", found.stop);
    assert!(found.end().value < 1e-25, "{}", found.end().value);
    assert!(found.path.len() < 12, "{} steps", found.path.len());
    // Far from the ends the solution is constant, (3 - 2x)x - 3x + 1 = 0.
    assert!((found.end().point[250] + 0.5_f64.sqrt()).abs() < 1e-12);
}

/// Exponentials over time, each row with all parameters: a case for factorisation; and the same
/// with 40 parameters of their own beside, which rows have few of.
fn decay(separate: usize) -> (String, Vec<f64>) {
    let mut rows = Vec::new();
    for i in 0..12 {
        let t = f64::from(i) / 4.0;
        let y = 2.0 * (-0.7 * t).exp() + 0.5 + 0.01 * f64::from(i * i % 5);
        let own = match separate {
            0 => String::new(),
            _ => format!(" + z{}", i % 10),
        };
        rows.push(format!("a*exp(-b*{t}) + c{own} - {y}"));
    }
    rows.extend(
        (0..separate).map(|k| format!("3*z{k} + 0.1*z{k}^3 - 0.2*z{}", (k + 1) % separate)),
    );
    let mut from = vec![1.0, 1.0, 0.0];
    from.extend(vec![0.5; separate]);
    (format!("f = [{}]", rows.join(", ")), from)
}

#[test]
fn both_ways_lead_to_the_least_sum() {
    for separate in [0, 40] {
        let (source, from) = decay(separate);
        let function = Function::parse(&source).unwrap();
        let downhill = Downhill::new(&function).unwrap();
        let order = |name: &str| match name.strip_prefix('z') {
            Some(k) => 3 + k.parse::<usize>().unwrap(),
            None => ["a", "b", "c"]
                .iter()
                .position(|known| *known == name)
                .unwrap(),
        };
        let names = function.variables().iter();
        let from: Vec<f64> = names.map(|name| from[order(name)]).collect();
        let found = descend(&downhill, Settings::default(), &from);
        assert!(found.stop.is_minimum(), "{:?}", found.stop);
        // The same sum, by its second derivatives.
        let settings = Settings {
            method: Method::TrustRegion,
            ..Settings::default()
        };
        let other = downhill.descend(&settings, &from).unwrap();
        assert!(other.stop.is_minimum(), "{:?}", other.stop);
        for (a, b) in found.end().point.iter().zip(&other.end().point) {
            assert!((a - b).abs() < 1e-7, "{separate}: {a} {b}");
        }
        let (ours, theirs) = (found.end().value, other.end().value);
        assert!((ours - theirs).abs() <= 1e-12 * theirs, "{ours} {theirs}");
    }
}

#[test]
fn bounds_hold_with_few_derivatives() {
    let downhill = broyden(60);
    let settings = Settings {
        bounds: Bounds::new(vec![(-0.6, f64::INFINITY); 60]).unwrap(),
        ..Settings::default()
    };
    let found = descend(&downhill, settings, &[0.0; 60]);
    assert!(found.stop.is_minimum(), "{:?}", found.stop);
    assert!(found.end().point.iter().all(|x| *x >= -0.6));
    assert!(found.held.len() > 40, "{:?}", found.held);
    // With bounds the sum is larger than the zero of the solution.
    assert!(found.end().value > 1e-3);
}

#[test]
fn a_gradient_small_enough_is_the_end() {
    let downhill = Downhill::new(&Function::parse("[10*(y - x^2), 1 - x]").unwrap()).unwrap();
    let settings = Settings {
        gradient: Some(1e-2),
        ..Settings::default()
    };
    let found = descend(&downhill, settings, &[-1.2, 1.0]);
    assert_eq!(found.stop, Stop::Gradient);
    let largest = found
        .path
        .iter()
        .map(|step| step.gradient)
        .fold(0.0, f64::max);
    assert!(found.end().gradient <= 1e-2 * largest);
}

#[test]
fn a_number_has_no_residuals() {
    let downhill = Downhill::new(&Function::parse("x^2 + y^2").unwrap()).unwrap();
    let settings = Settings {
        method: Method::LevenbergMarquardt,
        ..Settings::default()
    };
    let error = downhill.descend(&settings, &[1.0, 1.0]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the method needs a sum of squares: a vector of residuals"
    );
}
