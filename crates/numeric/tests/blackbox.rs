//! Checks of code by values of the function: what is right is never refuted, what is wrong never
//! passes, and wrong entries are named.

#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

use partials_numeric::blackbox::{Checker, Report};
use partials_numeric::verify::{Behaviour, Reason, Verdict};

fn wave(x: &[f64]) -> f64 {
    let terms = x.windows(2).zip(1_u32..);
    terms
        .map(|(pair, k)| (pair[0] * pair[1]).sin() * f64::from(k % 9) + (0.3 * pair[0]).exp())
        .sum()
}

fn wave_gradient(x: &[f64]) -> Vec<f64> {
    let mut gradient = vec![0.0; x.len()];
    for (i, (pair, k)) in x.windows(2).zip(1_u32..).enumerate() {
        let slope = (pair[0] * pair[1]).cos() * f64::from(k % 9);
        gradient[i] += slope * pair[1] + 0.3 * (0.3 * pair[0]).exp();
        gradient[i + 1] += slope * pair[0];
    }
    gradient
}

fn point(n: usize) -> Vec<f64> {
    (0..n).map(|i| 1.5 + (i as f64 * 1.7).sin()).collect()
}

fn places(report: &Report) -> Vec<(usize, Option<usize>)> {
    report.findings().map(|f| (f.row, f.column)).collect()
}

#[test]
fn one_wrong_entry_among_many_is_named() {
    for n in [2, 50, 100, 1000] {
        let x = [point(n)];
        for seed in 0..4 {
            let checker = Checker::new().seed(seed);
            let right = checker.gradient(wave, wave_gradient, &x).unwrap();
            assert!(right.holds() && right.control == Some(true), "{right}");
            let place = (seed as usize * 37 + n / 3) % n;
            for factor in [2.0, -1.0, 0.0, 1.1, 1.001] {
                let wrong = |x: &[f64]| {
                    let mut gradient = wave_gradient(x);
                    gradient[place] *= factor;
                    gradient
                };
                let report = checker.gradient(wave, wrong, &x).unwrap();
                assert!(report.is_refuted(), "{n} {factor} {report}");
                assert_eq!(places(&report), [(0, Some(place))], "{n} {factor} {report}");
            }
        }
    }
}

#[test]
fn hundred_variables_need_few_evaluations() {
    let x = [point(100)];
    let report = Checker::new().gradient(wave, wave_gradient, &x).unwrap();
    assert!(report.holds(), "{report}");
    let most = report.points.iter().map(|point| point.evaluations).max();
    assert!(most.unwrap() < 1500, "{most:?}");
}

#[test]
fn one_wrong_output_of_a_product_is_named() {
    for outputs in [300, 1000, 100_000] {
        let f = |x: &[f64]| -> Vec<f64> {
            let output = |k: usize| x[k % 3] * x[(k + 1) % 3] * (k % 11 + 1) as f64;
            (0..outputs).map(output).collect()
        };
        let jvp = |x: &[f64], v: &[f64]| -> Vec<f64> {
            let output = |k: usize| {
                let (i, j) = (k % 3, (k + 1) % 3);
                (x[i] * v[j] + v[i] * x[j]) * (k % 11 + 1) as f64
            };
            (0..outputs).map(output).collect()
        };
        let at = [[0.7, -1.3, 2.1]];
        let checker = Checker::new().directions(1);
        let right = checker.jvp(f, jvp, &at).unwrap();
        assert!(right.holds() && right.control == Some(true), "{right}");
        let place = outputs * 2 / 3;
        for factor in [0.5, 1.5] {
            let wrong = |x: &[f64], v: &[f64]| {
                let mut product = jvp(x, v);
                product[place] *= factor;
                product
            };
            let report = checker.jvp(f, wrong, &at).unwrap();
            assert_eq!(places(&report), [(place, Some(0))], "{report}");
            assert!(report.is_refuted(), "{report}");
        }
    }
}

#[test]
fn special_points_are_classified() {
    let check = |f: fn(f64) -> f64, at: f64, expected: fn(Behaviour) -> bool| {
        for claim in [0.0, 1.0, -1.0, 0.5, f64::NAN, f64::INFINITY] {
            let checker = Checker::new();
            let report = checker.gradient(|x| f(x[0]), |_| [claim], &[[at]]).unwrap();
            let finding = report.findings().next().unwrap();
            assert!(expected(finding.behaviour), "{at} {report}");
            assert!(matches!(report.verdict, Verdict::Undecided(_)), "{report}");
            assert_eq!(report.control, None);
        }
    };
    check(
        f64::abs,
        0.0,
        |seen| matches!(seen, Behaviour::Kink { left, right } if left == -1.0 && right == 1.0),
    );
    check(
        |x| x.max(0.0),
        0.0,
        |seen| matches!(seen, Behaviour::Kink { left, right } if left == 0.0 && right == 1.0),
    );
    check(f64::cbrt, 0.0, |seen| seen == Behaviour::Vertical);
    check(f64::floor, 2.0, |seen| seen == Behaviour::Jump);
    check(f64::sqrt, 0.0, |seen| seen == Behaviour::Vertical);
    check(f64::ln, 0.0, |seen| seen == Behaviour::Edge);
    check(f64::ln, -1.0, |seen| seen == Behaviour::Outside);
    check(|x| 1.0 / x, 0.0, |seen| seen == Behaviour::Pole);
    check(
        |x| x.sin() / x,
        0.0,
        |seen| matches!(seen, Behaviour::Removable { limit } if (limit - 1.0).abs() < 1e-6),
    );
}

#[test]
fn a_kink_among_smooth_variables_is_reported() {
    let f = |x: &[f64]| x[0] * x[0] + x[1].abs() + x[2].sin();
    let gradient = |x: &[f64]| [2.0 * x[0], x[1].signum(), x[2].cos()];
    let report = Checker::new()
        .gradient(f, gradient, &[[1.0, 0.0, 2.0]])
        .unwrap();
    assert_eq!(
        report.verdict,
        Verdict::Undecided(Reason::NotDifferentiable)
    );
    assert_eq!(places(&report), [(0, Some(1))]);
    assert!(
        Checker::new()
            .gradient(f, gradient, &[[1.0, 0.5, 2.0]])
            .unwrap()
            .holds()
    );
    let wrong = |x: &[f64]| [2.0 * x[0], 0.0, -x[2].cos()];
    let report = Checker::new()
        .gradient(f, wrong, &[[1.0, 0.0, 2.0]])
        .unwrap();
    assert!(report.is_refuted());
    assert_eq!(places(&report), [(0, Some(1)), (0, Some(2))]);
}

#[test]
fn slopes_that_do_not_add_up() {
    let f = |x: &[f64]| {
        let square = x[0] * x[0] + x[1] * x[1];
        if square == 0.0 {
            0.0
        } else {
            x[0] * x[0] * x[1] / square
        }
    };
    let report = Checker::new()
        .gradient(f, |_| [0.0, 0.0], &[[0.0, 0.0]])
        .unwrap();
    assert!(!report.holds(), "{report}");
}

#[test]
fn jacobians_and_hessians() {
    let f = |x: &[f64]| -> Vec<f64> {
        (0..x.len())
            .map(|i| (x[i] * x[(i + 1) % x.len()]).exp() * 10_f64.powi(i as i32 % 7 - 3))
            .collect()
    };
    let jacobian = |x: &[f64]| -> Vec<Vec<f64>> {
        let n = x.len();
        let row = |i: usize| {
            let mut row = vec![0.0; n];
            let j = (i + 1) % n;
            let value = (x[i] * x[j]).exp() * 10_f64.powi(i as i32 % 7 - 3);
            row[i] += value * x[j];
            row[j] += value * x[i];
            row
        };
        (0..n).map(row).collect()
    };
    let x = [point(30).iter().map(|x| 0.4 * x).collect::<Vec<f64>>()];
    let checker = Checker::new();
    let right = checker.jacobian(f, jacobian, &x).unwrap();
    assert!(right.holds() && right.control == Some(true), "{right}");
    for (row, column) in [(0, 0), (3, 4), (29, 0), (12, 13), (7, 20)] {
        let wrong = |x: &[f64]| {
            let mut jacobian = jacobian(x);
            let entry = &mut jacobian[row][column];
            *entry = if *entry == 0.0 { 1e-3 } else { 1.01 * *entry };
            jacobian
        };
        let report = checker.jacobian(f, wrong, &x).unwrap();
        assert!(report.is_refuted(), "{report}");
        assert_eq!(places(&report), [(row, Some(column))], "{report}");
    }
    let transposed = |x: &[f64]| {
        let jacobian = jacobian(x);
        let n = jacobian.len();
        (0..n)
            .map(|i| (0..n).map(|j| jacobian[j][i]).collect())
            .collect::<Vec<Vec<f64>>>()
    };
    let report = checker.jacobian(f, transposed, &x).unwrap();
    assert_eq!(
        report.diagnosis.unwrap().sentence,
        "the claim is the transpose of the derivative"
    );

    let g = |x: &[f64]| x[0].powi(3) * x[1] + (x[1] * x[2]).sin();
    let hessian = |x: &[f64]| {
        let (sin, cos) = (x[1] * x[2]).sin_cos();
        let mixed = cos - x[1] * x[2] * sin;
        [
            [6.0 * x[0] * x[1], 3.0 * x[0] * x[0], 0.0],
            [3.0 * x[0] * x[0], -x[2] * x[2] * sin, mixed],
            [0.0, mixed, -x[1] * x[1] * sin],
        ]
    };
    let at = [[1.0, 2.0, 0.4], [-0.7, 0.9, 1.3]];
    let report = checker.hessian(g, hessian, &at).unwrap();
    assert!(report.holds(), "{report}");
    for (i, j) in [(0, 0), (1, 2), (2, 0), (2, 2)] {
        let wrong = |x: &[f64]| {
            let mut hessian = hessian(x);
            hessian[i][j] = 1.001 * hessian[i][j] + 1e-3;
            hessian
        };
        let report = checker.hessian(g, wrong, &at).unwrap();
        assert!(report.is_refuted(), "{report}");
        assert!(
            places(&report).iter().all(|place| *place == (i, Some(j))),
            "{report}"
        );
    }
}

#[test]
fn single_precision_is_judged_by_its_noise() {
    let f = |x: &[f32]| x[0] * x[0] * x[1] + x[2].sin();
    let right = |x: &[f32]| [2.0 * x[0] * x[1], x[0] * x[0], x[2].cos()];
    let at = [[1.5_f32, 2.5, 0.4]];
    for seed in 0..10 {
        let checker = Checker::new().seed(seed);
        let report = checker.gradient(f, right, &at).unwrap();
        assert!(report.holds() && report.points[0].is_single, "{report}");
        for place in 0..3 {
            for factor in [2.0, -1.0, 0.0, 1.2] {
                let wrong = |x: &[f32]| {
                    let mut gradient = right(x);
                    gradient[place] *= factor;
                    gradient
                };
                let report = checker.gradient(f, wrong, &at).unwrap();
                assert!(report.is_refuted(), "{factor} {report}");
                assert_eq!(places(&report), [(0, Some(place))], "{report}");
            }
        }
        // Single precision inside of a function of doubles.
        let inner = |x: &[f64]| {
            let single: Vec<f32> = x.iter().map(|x| *x as f32).collect();
            f64::from(f(&single))
        };
        let claim = |x: &[f64]| [2.0 * x[0] * x[1], x[0] * x[0], x[2].cos()];
        let report = checker.gradient(inner, claim, &[[1.5, 2.5, 0.4]]).unwrap();
        assert!(report.holds() && report.points[0].is_single, "{report}");
    }
}

#[test]
fn mistakes_are_named() {
    let check = |wrong: &dyn Fn(&mut Vec<f64>), expected: &str| {
        let claim = |x: &[f64]| {
            let mut gradient = wave_gradient(x);
            wrong(&mut gradient);
            gradient
        };
        let report = Checker::new().gradient(wave, claim, &[point(6)]).unwrap();
        let sentence = report.diagnosis.map(|diagnosis| diagnosis.sentence);
        assert_eq!(sentence.as_deref(), Some(expected));
    };
    check(
        &|g| g.iter_mut().for_each(|g| *g = -*g),
        "the claim has the wrong sign",
    );
    check(&|g| g[2] = -g[2], "entry 2 has the wrong sign");
    check(
        &|g| g.iter_mut().for_each(|g| *g *= 3.0),
        "the claim is 3 times too large",
    );
    check(
        &|g| g.iter_mut().for_each(|g| *g *= 0.4),
        "the claim is 2/5 of the derivative",
    );
    check(&|g| g.swap(1, 4), "entry 1 and entry 4 are swapped");
    check(&|g| g[5] = g[0], "entry 5 repeats entry 0");
    check(
        &|g| g.fill(0.0),
        "the entries that are wrong are claimed to be 0",
    );
}

#[test]
fn what_can_not_be_checked() {
    let f = |x: &[f64]| x[0];
    let none: [[f64; 1]; 0] = [];
    assert!(
        !Checker::new()
            .gradient(f, |_| [1.0], &none)
            .unwrap()
            .holds()
    );
    assert!(
        Checker::new()
            .gradient(f, |_| [1.0, 2.0], &[[1.0]])
            .is_err()
    );
    assert!(
        Checker::new()
            .jacobian(|x: &[f64]| [x[0]], |_| [[1.0], [2.0]], &[[1.0]])
            .is_err()
    );
    let report = Checker::new()
        .gradient(f, |_| [f64::NAN], &[[1.0]])
        .unwrap();
    assert!(report.is_refuted());
    let report = Checker::new()
        .gradient(|_: &[f64]| f64::NAN, |_| [1.0], &[[1.0]])
        .unwrap();
    assert_eq!(report.verdict, Verdict::Undecided(Reason::OutsideDomain));
    let report = Checker::new()
        .gradient(f, |_| [1.0], &[[f64::NAN]])
        .unwrap();
    assert_eq!(report.verdict, Verdict::Undecided(Reason::OutsideDomain));
    let checker = Checker::new().max_evaluations(5);
    let report = checker
        .gradient(|x: &[f64]| x[0].sin(), |x| [x[0].cos()], &[[1.0]])
        .unwrap();
    assert_eq!(report.verdict, Verdict::Undecided(Reason::Budget));
}

#[test]
fn constants_and_optima() {
    let checker = Checker::new();
    assert!(
        checker
            .gradient(|_: &[f64]| 5.0, |_| [0.0], &[[1.0]])
            .unwrap()
            .holds()
    );
    let rosenbrock = |x: &[f64]| 100.0 * (x[1] - x[0] * x[0]).powi(2) + (1.0 - x[0]).powi(2);
    let gradient = |x: &[f64]| {
        let inner = x[1] - x[0] * x[0];
        [-400.0 * inner * x[0] - 2.0 * (1.0 - x[0]), 200.0 * inner]
    };
    let report = checker
        .gradient(rosenbrock, gradient, &[[1.0, 1.0], [-1.2, 1.0]])
        .unwrap();
    assert!(report.holds(), "{report}");
}

#[test]
fn reports_as_text() {
    let wrong = |x: &[f64]| {
        let mut gradient = wave_gradient(x);
        gradient[1] *= 2.0;
        gradient
    };
    let report = Checker::new().gradient(wave, wrong, &[point(3)]).unwrap();
    let text = report.to_string();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "gradient: refuted (3 entries, 1 point, seed 0)");
    assert!(
        lines[2].starts_with("    entry 1: refuted, claimed "),
        "{text}"
    );
    assert_eq!(lines[3], "  entry 1 is 2 times too large");
    let corner = Checker::new()
        .gradient(|x: &[f64]| x[0].abs(), |_| [1.0], &[[0.0]])
        .unwrap();
    let text = corner.to_string();
    assert!(
        text.contains("kink: -1 from the left, 1 from the right"),
        "{text}"
    );
}

#[test]
fn the_same_seed_gives_the_same_report() {
    let wrong = |x: &[f64]| {
        let mut gradient = wave_gradient(x);
        gradient[17] += 1.0;
        gradient
    };
    let report = |seed| {
        Checker::new()
            .seed(seed)
            .gradient(wave, wrong, &[point(40)])
            .unwrap()
    };
    assert_eq!(report(3).to_string(), report(3).to_string());
}
