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
