//! The fourteen systems with which MINPACK tries its `chkder`: Jacobians made by hand, of which
//! eleven are wrong and three are right.
//!
//! Functions and starting points are those of Moré, Garbow and Hillstrom, *Testing unconstrained
//! optimization software*, ACM Trans. Math. Software 7 (1981); the numbers are theirs. The
//! mistakes are our own, of the kinds that are made by hand.

#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

mod chkder_support;

use std::f64::consts::TAU;

use partials_numeric::blackbox::Checker;

use chkder_support::*;

type Vector = Vec<f64>;
type Matrix = Vec<Vec<f64>>;

struct System {
    name: &'static str,
    f: fn(&[f64]) -> Vector,
    jacobian: fn(&[f64]) -> Matrix,
    start: Vector,
    /// What is wrong with the Jacobian, if anything.
    mistake: Option<fn(&[f64], &mut Matrix)>,
}

fn zeros(n: usize) -> Matrix {
    vec![vec![0.0; n]; n]
}

fn systems() -> Vec<System> {
    let system = |name, f, jacobian, start: &[f64], mistake| System {
        name,
        f,
        jacobian,
        start: start.to_vec(),
        mistake,
    };
    let grid = |n: usize| -> Vector { (1..=n).map(|j| j as f64 / (n + 1) as f64).collect() };
    let product: Vector = grid(10).iter().map(|t| t * (t - 1.0)).collect();
    let falling: Vector = (1..=10).map(|j| 1.0 - f64::from(j) / 10.0).collect();
    vec![
        system(
            "1 Rosenbrock",
            rosenbrock,
            rosenbrock_jacobian,
            &[-1.2, 1.0],
            Some(|x, j| j[1][0] = 20.0 * x[0]),
        ),
        system(
            "13 Powell singular",
            powell,
            powell_jacobian,
            &[3.0, -1.0, 0.0, 1.0],
            Some(|_, j| j[3][3] = -j[3][3]),
        ),
        system(
            "3 Powell badly scaled",
            scaled,
            scaled_jacobian,
            &[0.0, 1.0],
            None,
        ),
        system(
            "14 Wood",
            wood,
            wood_jacobian,
            &[-3.0, -1.0, -3.0, -1.0],
            Some(|_, j| j[3][1] = 0.0),
        ),
        system(
            "7 helical valley",
            helix,
            helix_jacobian,
            &[-1.0, 0.0, 0.0],
            Some(|_, j| j[0][1] *= TAU),
        ),
        system(
            "20 Watson",
            watson,
            watson_jacobian,
            &[0.1, -0.2, 0.3, 0.2, -0.1, 0.4],
            Some(|_, j| j[2][3] *= 1.0 + 1e-5),
        ),
        system(
            "35 Chebyquad",
            chebyquad,
            chebyquad_jacobian,
            &grid(7),
            None,
        ),
        system(
            "27 Brown almost-linear",
            brown,
            brown_jacobian,
            &[0.5; 10],
            Some(|x, j| j[9][4] = x.iter().product()),
        ),
        system(
            "28 discrete boundary value",
            boundary,
            boundary_jacobian,
            &product,
            Some(|_, j| j[4][4] -= 2.0),
        ),
        system(
            "29 discrete integral equation",
            integral,
            integral_jacobian,
            &product,
            Some(|_, j| j[2][7] *= 0.5),
        ),
        system(
            "26 trigonometric",
            trigonometric,
            trigonometric_jacobian,
            &[0.1; 10],
            Some(|x, j| j[6][6] -= 2.0 * x[6].cos()),
        ),
        system(
            "25 variably dimensioned",
            dimensioned,
            dimensioned_jacobian,
            &falling,
            Some(|_, j| j.swap(3, 7)),
        ),
        system(
            "30 Broyden tridiagonal",
            tridiagonal,
            tridiagonal_jacobian,
            &[-1.0; 10],
            Some(|_, j| j[5][6] = -1.0),
        ),
        system(
            "31 Broyden banded",
            banded,
            banded_jacobian,
            &[-1.0; 10],
            None,
        ),
    ]
}

#[test]
fn eleven_are_wrong_and_three_are_right() {
    let (mut wrong, mut right) = (0, 0);
    for System {
        name,
        f,
        jacobian,
        start,
        mistake,
    } in systems()
    {
        let claim = |x: &[f64]| {
            let mut claim = jacobian(x);
            if let Some(mistake) = mistake {
                mistake(x, &mut claim);
            }
            claim
        };
        for seed in 0..5 {
            let checker = Checker::new().seed(seed);
            let report = checker.jacobian(f, claim, &[&start]).unwrap();
            assert_eq!(report.is_refuted(), mistake.is_some(), "{name} {report}");
            assert_eq!(report.holds(), mistake.is_none(), "{name} {report}");
        }
        *(if mistake.is_some() {
            &mut wrong
        } else {
            &mut right
        }) += 1;
    }
    assert_eq!((wrong, right), (11, 3));
}

#[test]
fn without_their_mistakes_all_are_right() {
    for System {
        name,
        f,
        jacobian,
        start,
        ..
    } in systems()
    {
        let moved: Vector = start
            .iter()
            .zip(1..)
            .map(|(x, i)| x + 0.01 * f64::from(i))
            .collect();
        let report = Checker::new()
            .jacobian(f, jacobian, &[&start, &moved])
            .unwrap();
        assert!(report.holds(), "{name} {report}");
    }
}
