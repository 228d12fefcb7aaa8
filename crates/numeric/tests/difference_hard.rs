//! Extrapolated differences of functions that are hard on them.

mod hard_support;

use partials_numeric::difference::{
    Agreement, Difference, Options, Outcome, compare, differentiate,
};

use hard_support::Expected::{self, Honest, Jump, Kink, OneSided, Outside, Sharp, Vertical};
use hard_support::{exact, rows};

/// What is wrong with a result, if anything.
fn complaint(found: &Difference, name: &str, expected: Expected) -> Option<&'static str> {
    let holds = |value: f64| (found.value - value).abs() <= found.error + 4e-16 * value.abs();
    let near = |a: f64, b: f64| (a - b).abs() < 1e-6 * (1.0 + b.abs());
    let derivative = found.outcome.is_derivative();
    let scale = |value: f64| {
        if value == 0.0 {
            found.scale.max(1e-300)
        } else {
            value.abs()
        }
    };
    match (expected, found.outcome) {
        (Sharp(v, _), _) if !derivative || !holds(v) => Some("broken or missing"),
        (Sharp(v, width), _) if found.error > width * scale(v) => Some("wide"),
        (Honest(v), _) if derivative && !holds(exact(name, v)) => Some("broken"),
        (OneSided(v), Outcome::OneSided(_)) if holds(v) && found.error < 1e-8 => None,
        (Kink(l, r), Outcome::Kink { left, right }) if near(left, l) && near(right, r) => None,
        (Jump, Outcome::Jump) | (Vertical, Outcome::Vertical) => None,
        (Outside, Outcome::OutsideDomain) => None,
        (Kink(..) | Jump | Vertical | Outside | OneSided(_), _) => Some("of another kind"),
        (Expected::None, _) if derivative => Some("a derivative from nothing"),
        _ => None,
    }
}

#[test]
fn hard_functions_have_honest_bounds() {
    let rows = rows();
    assert!(rows.len() >= 60);
    let mut complaints = 0;
    for (name, f, x, expected) in rows {
        for seed in 0..20 {
            let options = Options {
                seed,
                ..Options::default()
            };
            let found = differentiate(f, x, &options);
            let wrong = complaint(&found, name, expected);
            if wrong.is_some() || (seed == 0 && std::env::var("DIFFERENCE_PRINT").is_ok()) {
                println!(
                    "{name} (seed {seed}): {} {:?} {expected:?}: {:e} ± {:.1e}, noise {:.1e}, {} evaluations",
                    wrong.unwrap_or("fine"),
                    found.outcome,
                    found.value,
                    found.error,
                    found.noise,
                    found.evaluations
                );
            }
            complaints += usize::from(wrong.is_some());
            assert!(found.evaluations <= options.max_evaluations);
        }
    }
    assert_eq!(complaints, 0);
}

#[test]
fn wrong_derivatives_never_agree() {
    let (mut silent, mut total) = (0, 0);
    for (name, f, x, expected) in rows() {
        let (Sharp(value, _) | Honest(value)) = expected else {
            continue;
        };
        let value = exact(name, value);
        if value == 0.0 {
            continue;
        }
        let found = differentiate(f, x, &Options::default());
        assert_ne!(
            compare(&found, value, 0.0),
            Agreement::Differs,
            "{name} {found:?}"
        );
        for factor in [2.0, -1.0, 0.5, 1.001, 0.999, 1.0 + 1e-6 * 1.01] {
            let agreement = compare(&found, factor * value, 0.0);
            assert_ne!(agreement, Agreement::Agrees, "{name} {factor} {found:?}");
            silent += usize::from(agreement == Agreement::CannotTell);
            total += 1;
        }
    }
    println!("{silent} of {total} wrong claims can't be told");
    assert!(silent * 5 <= total);
}
