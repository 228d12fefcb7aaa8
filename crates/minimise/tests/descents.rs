//! Descents on functions whose minima are known in closed form, and on such as have none.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)] // The functions have two variables.

use partials_minimise::descent::{Method, Rate, Settings, Stop};
use partials_minimise::{Bounds, Error, Matrix, Objective, starts};

/// A function of two variables with gradient and Hessian: `[f, fx, fy, fxx, fxy, fyy]`.
struct Plane<F>(F);

impl<F: Fn(f64, f64) -> [f64; 6]> Objective for Plane<F> {
    fn dimension(&self) -> usize {
        2
    }

    fn value(&self, p: &[f64]) -> f64 {
        (self.0)(p[0], p[1])[0]
    }

    fn gradient(&self, p: &[f64], gradient: &mut [f64]) -> f64 {
        let [f, fx, fy, ..] = (self.0)(p[0], p[1]);
        gradient.copy_from_slice(&[fx, fy]);
        f
    }

    fn hessian(&self, p: &[f64]) -> Option<Matrix> {
        let [.., fxx, fxy, fyy] = (self.0)(p[0], p[1]);
        Some(Matrix::from(vec![vec![fxx, fxy], vec![fxy, fyy]]))
    }
}

/// (x - 1)² + 4(y + 2)² + xy
fn bowl(x: f64, y: f64) -> [f64; 6] {
    let f = (x - 1.0).powi(2) + 4.0 * (y + 2.0).powi(2) + x * y;
    [f, 2.0 * (x - 1.0) + y, 8.0 * (y + 2.0) + x, 2.0, 1.0, 8.0]
}

/// Rosenbrock's valley.
fn valley(x: f64, y: f64) -> [f64; 6] {
    let (a, b) = (1.0 - x, y - x * x);
    let fx = -2.0 * a - 400.0 * x * b;
    let fxx = 2.0 - 400.0 * b + 800.0 * x * x;
    [a * a + 100.0 * b * b, fx, 200.0 * b, fxx, -400.0 * x, 200.0]
}

/// ln(x) + x² + y², which is defined for positive x.
fn half_plane(x: f64, y: f64) -> [f64; 6] {
    [
        x.ln() + x * x + y * y,
        1.0 / x + 2.0 * x,
        2.0 * y,
        2.0 - 1.0 / (x * x),
        0.0,
        2.0,
    ]
}

const SECOND: [Method; 4] = [
    Method::Newton,
    Method::Bfgs,
    Method::Lbfgs { memory: 5 },
    Method::TrustRegion,
];

fn with(method: Method) -> Settings {
    Settings {
        method,
        ..Settings::default()
    }
}

#[test]
fn every_method_finds_the_bottom_of_a_bowl() {
    let first = [
        Method::Gradient(Rate::Fixed(0.1)),
        Method::Gradient(Rate::Decay {
            rate: 0.2,
            decay: 0.001,
        }),
        Method::Gradient(Rate::Momentum {
            rate: 0.05,
            momentum: 0.8,
        }),
        Method::Gradient(Rate::Nesterov {
            rate: 0.05,
            momentum: 0.8,
        }),
        Method::Gradient(Rate::adam(0.05)),
        Method::SteepestDescent,
    ];
    // Where both derivatives vanish: 2x + y = 2 and x + 8y = -16.
    let bottom = [32.0 / 15.0, -34.0 / 15.0];
    for method in first.into_iter().chain(SECOND) {
        let found = with(method).descend(&Plane(bowl), &[5.0, 5.0]).unwrap();
        assert!(found.stop.is_minimum(), "{method:?}: {}", found.stop);
        for (x, expected) in found.end().point.iter().zip(bottom) {
            assert!((x - expected).abs() < 1e-6, "{method:?}: {x}");
        }
        assert_eq!(found.path[0].point, [5.0, 5.0]);
    }
}

#[test]
fn second_derivatives_lead_through_the_valley() {
    for method in SECOND {
        let found = with(method).descend(&Plane(valley), &[-1.2, 1.0]).unwrap();
        assert!(found.stop.is_minimum(), "{method:?}: {}", found.stop);
        let end = found.end();
        assert!(end.value < 1e-20, "{method:?}: {}", end.value);
        assert!(
            found.path.len() < 60,
            "{method:?}: {} steps",
            found.path.len()
        );
    }
}

#[test]
fn bounds_hold_all_along_the_path() {
    let bounds = Bounds::new(vec![(f64::NEG_INFINITY, 1.5), (-1.0, 3.0)]).unwrap();
    // On the border y = -1 the derivative in x vanishes at 3/2, the corner.
    for method in SECOND
        .into_iter()
        .chain([Method::SteepestDescent, Method::Gradient(Rate::Fixed(0.05))])
    {
        let settings = Settings {
            bounds: bounds.clone(),
            ..with(method)
        };
        let found = settings.descend(&Plane(bowl), &[-3.0, 2.5]).unwrap();
        assert!(found.stop.is_minimum(), "{method:?}: {}", found.stop);
        let end = found.end();
        assert!(
            (end.point[0] - 1.5).abs() < 1e-6 && end.point[1] == -1.0,
            "{method:?}: {end:?}"
        );
        assert!(found.held.contains(&1), "{method:?}");
        for step in &found.path {
            assert!(
                step.point[0] <= 1.5 && (-1.0..=3.0).contains(&step.point[1]),
                "{method:?}"
            );
        }
    }
}

#[test]
fn what_has_no_minimum_is_told() {
    let saddle = Plane(|x: f64, y: f64| [x * x - y * y, 2.0 * x, -2.0 * y, 2.0, 0.0, -2.0]);
    for method in SECOND {
        let found = with(method).descend(&saddle, &[1.0, 0.1]).unwrap();
        assert_eq!(found.stop, Stop::Unbounded, "{method:?}");
    }
    let steep = with(Method::Gradient(Rate::Fixed(1.5)));
    let found = steep.descend(&Plane(bowl), &[5.0, 5.0]).unwrap();
    assert_eq!(found.stop, Stop::Diverged);
    // The lowest point is where it began.
    assert_eq!(found.end().point, [5.0, 5.0]);
}

#[test]
fn the_border_of_the_domain_is_seen() {
    let far = with(Method::Gradient(Rate::Fixed(3.0)));
    let found = far.descend(&Plane(half_plane), &[1.0, 0.0]).unwrap();
    assert_eq!(found.stop, Stop::Undefined(vec![-8.0, 0.0]));
    // What searches along a line stays inside, and the value falls without end toward the border.
    for method in SECOND {
        let found = with(method)
            .descend(&Plane(half_plane), &[1.0, 1.0])
            .unwrap();
        assert!(
            found.path.iter().all(|step| step.point[0] > 0.0),
            "{method:?}"
        );
    }
    let outside = with(Method::TrustRegion)
        .descend(&Plane(half_plane), &[-1.0, 0.0])
        .unwrap();
    assert_eq!(
        (outside.stop, outside.path.len()),
        (Stop::Undefined(vec![-1.0, 0.0]), 1)
    );
}

/// A gradient with the wrong sign leads nowhere, and that is said.
#[test]
fn a_wrong_gradient_is_noticed() {
    let wrong = Plane(|x: f64, y: f64| {
        let [f, fx, fy, rest @ ..] = bowl(x, y);
        let [fxx, fxy, fyy] = rest;
        [f, -fx, -fy, fxx, fxy, fyy]
    });
    for method in SECOND.into_iter().chain([Method::SteepestDescent]) {
        let found = with(method).descend(&wrong, &[5.0, 5.0]).unwrap();
        assert_eq!(found.stop, Stop::NoLowerValue, "{method:?}");
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    let error = Settings::default()
        .descend(&Plane(bowl), &[1.0])
        .unwrap_err();
    assert_eq!(
        error,
        Error::Dimension {
            expected: 2,
            found: 1
        }
    );
    assert!(Bounds::new(vec![(2.0, 1.0)]).is_err());
    assert!(Bounds::new(vec![(f64::NAN, 1.0)]).is_err());
}

#[test]
fn several_starts_find_several_valleys() {
    // (x² - 1)² + y²
    let two = Plane(|x: f64, y: f64| {
        let w = x * x - 1.0;
        [
            w * w + y * y,
            4.0 * x * w,
            2.0 * y,
            12.0 * x * x - 4.0,
            0.0,
            2.0,
        ]
    });
    let bounds = Bounds::new(vec![(-2.0, 2.0), (-1.0, 1.0)]).unwrap();
    let from = starts(&bounds, 2, 12, 3);
    let found = Settings::default().descend_all(&two, &from).unwrap();
    let ends: Vec<f64> = found
        .iter()
        .map(|descent| descent.end().point[0].round())
        .collect();
    assert!(ends.contains(&1.0) && ends.contains(&-1.0), "{ends:?}");
}
