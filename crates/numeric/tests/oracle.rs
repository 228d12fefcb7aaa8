//! The contour oracle in checks: it confirms derivations, and tells of one that is wrong by less
//! than differences can see.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // What is not there fails the test.

use partials_numeric::verify::{Claim, ClaimEntry, Reason, Report, Verdict, Verifier};
use partials_symbolic::{Graph, Handle, Rational, derive};

/// The check of a derivative in `x`, and then in `y` where `mixed`, with the derivation multiplied
/// by a factor, and claimed as the factor makes it.
fn check(
    f: impl for<'g> Fn(Handle<'g>, Handle<'g>) -> Handle<'g>,
    mixed: bool,
    factor: &Rational,
) -> Report {
    let graph = Graph::new();
    let f = f(graph.variable("x"), graph.variable("y"));
    let symbols = ["x", "y"].map(|name| graph.with(|arena| arena.symbol(name)));
    let first = derive::partial(&graph, f.id(), symbols[0]);
    let (truth, lower, wrt) = match mixed {
        true => (
            derive::partial(&graph, first, symbols[1]),
            vec![first],
            symbols.to_vec(),
        ),
        false => (first, Vec::new(), vec![symbols[0]]),
    };
    let factor = graph.with(|arena| arena.number(factor.clone()));
    let truth = (graph.handle(truth) * graph.handle(factor)).id();
    let entry = ClaimEntry {
        function: Some(f.id()),
        wrt,
        truth,
        lower,
        claimed: truth,
        rounding: None,
    };
    let claim = Claim {
        entries: vec![entry],
        variables: vec!["x".into(), "y".into()],
        ..Claim::default()
    };
    Verifier::new().check(&graph, &claim).unwrap()
}

#[test]
fn derivations_are_confirmed_without_rules() {
    for mixed in [false, true] {
        let report = check(|x, y| (x * y.exp()).sin(), mixed, &Rational::ONE);
        let seen = report.entries[0].evidence.as_ref().unwrap();
        assert!(report.holds());
        assert!((seen.contour.value - seen.exact.value).abs() < 1e-14 * seen.exact.value.abs());
        assert!(seen.contour.error < 1e-25 * seen.exact.value.abs());
    }
}

#[test]
fn a_derivation_that_differences_can_not_tell_wrong_is_told_wrong() {
    for mixed in [false, true] {
        let almost = Rational::new(1_000_000_000_001, 1_000_000_000_000).unwrap();
        let report = check(|x, y| (x * y.exp()).sin(), mixed, &almost);
        let entry = &report.entries[0];
        assert_eq!(report.verdict, Verdict::Undecided(Reason::Defect));
        assert!(entry.note.as_ref().unwrap().contains("a defect"));
        assert!(entry.evidence.as_ref().unwrap().contour.value.is_finite());
    }
}

#[test]
fn where_nothing_is_analytic_nothing_is_said() {
    let report = check(|x, y| (x * y).abs(), false, &Rational::ONE);
    assert!(report.holds());
    let report = check(
        |x, _| x.call(partials_symbolic::Function::Floor),
        false,
        &Rational::ONE,
    );
    assert!(report.holds());
}
