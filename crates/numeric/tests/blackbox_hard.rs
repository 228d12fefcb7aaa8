//! Checks of hard functions as black boxes: what is right is never refuted, what is wrong by a
//! millionth never passes.

#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

mod hard_support;

use hard_support::Expected::{Honest, OneSided, Sharp};
use hard_support::{exact, rows};
use partials_numeric::blackbox::Checker;
use partials_numeric::difference::{Options, differentiate};

#[test]
fn checks_of_black_boxes_are_never_wrong() {
    let (mut undecided, mut total) = (0, 0);
    for (name, f, x, expected) in rows() {
        let (Sharp(value, _) | Honest(value) | OneSided(value)) = expected else {
            continue;
        };
        let value = exact(name, value);
        let check = |claim: f64| {
            Checker::new()
                .gradient(|x: &[f64]| f(x[0]), |_| [claim], &[[x]])
                .unwrap()
        };
        let right = check(value);
        assert!(!right.is_refuted(), "{name} {right}");
        undecided += usize::from(!right.holds());
        total += 1;
        for wrong in [2.0, -1.0, 0.0, 1.1, 1.0 + 1.01e-6, 1.0 - 1.01e-6] {
            let report = check(if value == 0.0 { 1.0 } else { wrong * value });
            let single = report.points[0].is_single && (wrong - 1.0).abs() < 1e-2;
            // A claim of zero is held against the slopes around.
            let scale = differentiate(f, x, &Options::default()).scale;
            let tiny = wrong == 0.0 && value.abs() <= 2e-6 * scale;
            assert!(!report.holds() || single || tiny, "{name} {wrong} {report}");
        }
    }
    println!("{undecided} of {total} right claims are undecided");
    assert!(undecided * 4 <= total);
}

/// A step as low as rounding looks like noise, but noise is everywhere.
#[test]
fn low_steps_are_no_noise() {
    for width in [1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 1e-13] {
        for place in [1.0, 3.0, 0.7] {
            let f = |x: &[f64]| x[0] + width * ((x[0] - place) / width).tanh();
            let check = |claim: f64| {
                let report = Checker::new().gradient(f, |_| [claim], &[[place]]);
                report.unwrap()
            };
            let (right, wrong) = (check(2.0), check(1.0));
            assert!(!right.is_refuted(), "{width} {place} {right}");
            assert!(!wrong.holds(), "{width} {place} {wrong}");
        }
    }
}

/// Where the large entries have no part in the value, the small ones can be told beside them.
#[test]
fn entries_far_below_the_largest_are_told() {
    let f = |x: &[f64]| 1e8 * x[0] + 1e-8 * x[1].sin() + 1e-8 * x[2] * x[2];
    let at = [0.0, 1.0, 0.5];
    let right = [1e8, 1e-8 * 1_f64.cos(), 1e-8];
    let check = |claim: [f64; 3]| Checker::new().gradient(f, |_| claim, &[at]).unwrap();
    assert!(check(right).holds(), "{}", check(right));
    for place in [1, 2] {
        for factor in [0.0, 2.0, -1.0, 1.001, 1.0 + 2e-6] {
            let mut wrong = right;
            wrong[place] *= factor;
            let report = check(wrong);
            assert!(!report.holds(), "{place} {factor} {report}");
        }
    }
    let constant = check([1e8, 0.0, 0.0]);
    assert!(constant.is_refuted(), "{constant}");
}

/// Near a feature that is lower than rounding, long steps pass over it, and say so by slopes that
/// move ever further.
#[test]
fn features_below_rounding_are_not_judged_from_afar() {
    for x in [1e-9_f64, 1e-10, 1e-11, 1e-12] {
        for y in [-0.3_f64, 0.7, 2.0] {
            for power in [1.2, 1.5] {
                let f = |v: &[f64]| v[0].abs().powf(power) + v[1] * v[1];
                let slope = power * x.powf(power - 1.0);
                let at = [x, y];
                let check = |claim: f64| Checker::new().gradient(f, |_| [claim, 2.0 * y], &[at]);
                let right = check(slope).unwrap();
                assert!(!right.is_refuted(), "{power} {x} {y} {right}");
            }
        }
    }
}
