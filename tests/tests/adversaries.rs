//! Claims that are made to fool a checker: right in a part of the domain only, wrong by less than
//! floats can see, about functions with gaps, huge and tiny numbers, names that stand for others.
#![allow(clippy::indexing_slicing, clippy::panic)] // An entry that is not there fails the test.

use partials::Verifier;
use partials::numeric::verify::{Reason, Report, Verdict};
use partials_tests::antiderivatives::check;

fn verdict(source: &str) -> Report {
    check(source, &Verifier::new()).unwrap_or_else(|error| panic!("{source}: {error}"))
}

fn refuted(claims: &[&str]) {
    for claim in claims {
        let report = verdict(&format!("claim {claim}"));
        assert!(report.is_refuted(), "{claim}: {}", report.verdict);
    }
}

fn held(claims: &[&str]) {
    for claim in claims {
        let report = verdict(&format!("claim {claim}"));
        assert!(report.holds(), "{claim}: {}", report.verdict);
    }
}

#[test]
fn what_is_right_in_a_part_only_is_refuted() {
    refuted(&[
        "d/dx (x^2 + max(0, x - 3)) = 2*x",
        "d/dx (x^2 + max(0, x - 3e5)) = 2*x",
        "d/dx if(x > 1, x^2, x^3) = if(x > 1, 2*x, 2*x^2)",
        "d/dx if(x > 1e10, x^2, x^3) = 3*x^2",
        "d/dx if(abs(x - 1/3) < 1e-9, x^2, x) = 1",
        "d/dx relu(x - 1e6) = 0",
        "d/dx (relu(x - 2)*relu(3 - x)) = 0",
        "d/dx max(sin(1000*x) - 0.999999, 0) = 0",
        "d/dx (x + max(0, y - 50)*max(0, x - 7)) = 1",
        "d/dx sqrt(x^2) = 1",
        "d/dx ln(x^2) = 2/abs(x)",
        "d/dx asin(sin(x)) = 1",
        "d/dx (abs(x)^3) = 3*x^2",
        "d/dx tanh(1e6*x) = 0",
        "d/dx exp(-x^2*1e8) = 0",
        "d/dx exp(-1e6/x^2) = 0",
        "d/dx (1/(1e-50 + x^2)) = -2/x^3",
        "x = abs(x)",
        "sqrt(x^2) = x",
    ]);
}

#[test]
fn what_is_wrong_in_a_smooth_window_only_is_refuted() {
    refuted(&[
        "d/dx x^2 = 2*x*(1 + exp(-1e6*(x - 2.345)^2))",
        "d/dx x^2 = 2*x*sqrt(1 + exp(-1e7*(x - 2.345)^2))",
        "d/dx x^2 = 2*x*cos(exp(-1e5*(x - 2.345)^2))",
        "d/dx x^2 = 2*x*tanh(1e8*(x - 0.3)^2)",
        "d/dx x^2 = 2*x*erf(1e8*(x - 0.3)^2)",
        "d/dx x^2 = 2*x + ln(1 + exp(-1e8*(x - 0.3)^2))",
        "d/dx x^2 = 2*x*(1 + 1e-6*(1 + tanh(50*(x - 20))))",
        "d/dx (x^2*y) = 2*x*y*(1 + 2^(-1e4*((x - 3)^2 + (y - 1)^2)))",
        "d/dx tanh(10000*x - 10000) = 1 - tanh(10000*x - 10000)^2",
    ]);
}

#[test]
fn what_is_wrong_at_tiny_or_huge_arguments_only_is_refuted() {
    refuted(&[
        "d/dx sqrt(x^2 + 1e-300) = x/abs(x)",
        "d/dx ln(1e-160 + x^4) = 4/x",
        "d/dx (x*1e200/(1e200 + x)) = 1",
        "d/dx (x^3/(1e-120 + x^2)) = 1",
        // Where these are wrong, what is computed on the way is too small for floats.
        "d/dx (x/(1e-200 + x^2)) = -1/x^2",
        "d/dx (1/(1e-200 + x^2)) = -2/x^3",
    ]);
    held(&[
        "d/dx (x/(1e-200 + x^2)) = (1e-200 - x^2)/(1e-200 + x^2)^2",
        "d/dx sqrt(x^2 + 1e-300) = x/sqrt(x^2 + 1e-300)",
        "d/dx ln(1e-160 + x^4) = 4*x^3/(x^4 + 1e-160)",
        "d/dx (x*1e200/(1e200 + x)) = (1 + x/1e200)^(-2)",
        "d/dx (sqrt(1e30 + x^2)*sqrt(1e30 + x^2)) = 2*x",
    ]);
}

#[test]
fn what_vanishes_at_binary_fractions_is_refuted() {
    for source in [
        "claim d/dx x^2 = 2*x + sin(2^60*pi*x)",
        "claim d/dx x^2 = 2*x + 1e-20*sin(2^60*pi*x)",
        "claim d/dx x^2 = 2*x + frac(2^40*x)",
        "domain x in [1, 2]\nclaim d/dx x^2 = 2*x + sin(2048*pi*x)",
        "domain x in [0, 1]\nclaim sin(2^60*pi*x) = 0",
    ] {
        let report = verdict(source);
        assert!(report.is_refuted(), "{source}: {}", report.verdict);
    }
    let right = "claim d/dx cos(2^60*pi*x) = -2^60*pi*sin(2^60*pi*x)*(sin(x)^2 + cos(x)^2)";
    assert!(verdict(right).holds());
}

#[test]
fn narrow_domains_have_more_than_one_point() {
    for (domain, claim) in [
        ("x in [1, 1.0001]", "d/dx sin(x) = cos(1)"),
        ("x in [1, 1.0001]", "d/dx x^2 = 2"),
        ("x in [1000000, 1000001]", "d/dx x^2 = 2*x + sin(pi*x)"),
        (
            "x in [1000000, 1000001]",
            "d/dx x^2 = 2*x + (x - 1000000)*(x - 1000001)",
        ),
        (
            "x in [1e15, 1e15 + 64]",
            "d/dx x^2 = 2*x + (x - 1e15)*(x - 1e15 - 64)",
        ),
    ] {
        let source = format!("domain {domain}\nclaim {claim}");
        let report = verdict(&source);
        assert!(report.is_refuted(), "{source}: {}", report.verdict);
    }
}

#[test]
fn what_is_wrong_at_an_end_of_the_domain_only_is_refuted() {
    for (domain, claim) in [
        ("x in [-1.5, 1.6]", "asin(sin(x)) = x"),
        ("x in [-1.58, 1]", "asin(sin(x)) = x"),
    ] {
        let source = format!("domain {domain}\nclaim {claim}");
        let report = verdict(&source);
        assert!(report.is_refuted(), "{source}: {}", report.verdict);
    }
}

/// The diagnosis looks into sums, where the index has no value of its own.
#[test]
fn wrong_sums_are_refuted() {
    refuted(&[
        "d/dx sum(x^k, k, 0, 20) = sum(k*x^(k - 1), k, 1, 19)",
        "d/dx sum(sin(k*x)/k, k, 1, 50) = sum(cos(k*x), k, 1, 49)",
        "d/dx sum(exp(-k*x^2), k, 1, 5) = sum(-2*x*exp(-k*x^2), k, 1, 5)",
        "d/dx product(x + k, k, 1, 4) = product(x + k, k, 1, 3)",
    ]);
}

#[test]
fn powers_of_zero_are_decided() {
    assert!(verdict("claim d/dx 0^x = 0").holds());
    assert!(!verdict("claim d/dx 0^x = 1").holds());
}

#[test]
fn chains_of_conditions_are_met() {
    let assumed = "assume x > y, y > z, z > w, w > v, v > u";
    let claim = |factor: u32| format!("{assumed}\nclaim d/dx (x*y*z*w*v*u) = {factor}*y*z*w*v*u");
    assert!(verdict(&claim(2)).is_refuted());
    assert!(verdict(&claim(1)).holds());
}

/// In a window between two kinks, among many others that have no part in it.
#[test]
fn two_kinks_of_the_claim_are_met_at_once() {
    let others = "abs(x - 1) + abs(x + 2) + abs(x - 5) + relu(x - 7) + relu(x + 9)";
    let slopes = "sign(x - 1) + sign(x + 2) + sign(x - 5) + heaviside(x - 7) + heaviside(x + 9)";
    let claim = format!("claim d/dx ({others}) = {slopes} + max(0, 0.33 - x)*max(0, x - 0.32)");
    assert!(verdict(&claim).is_refuted());
}

#[test]
fn what_is_too_large_for_floats_is_decided() {
    let claim = |factor: u32| {
        let source = format!(
            "domain x in [100, 150]\nclaim d/dx exp(x^2) = {factor}*x*exp(x^2)*(sin(x)^2 + cos(x)^2)"
        );
        verdict(&source)
    };
    assert!(claim(2).holds(), "{}", claim(2).verdict);
    assert!(claim(3).is_refuted(), "{}", claim(3).verdict);
}

#[test]
fn what_cancels_entirely_is_decided() {
    let seventh = "1 + 7*x + 21*x^2 + 35*x^3 + 35*x^4 + 21*x^5 + 7*x^6 + x^7";
    for (slope, holds) in [("0", true), ("1e-30", false), ("1e-12*x", false)] {
        let report = verdict(&format!("claim d/dx ((1 + x)^7 - ({seventh})) = {slope}"));
        assert!(
            report.holds() == holds && report.is_refuted() != holds,
            "{slope}"
        );
    }
}

/// The rule for sinc has a branch for an argument of 0, which this one never is.
#[test]
fn branches_of_rules_need_not_be_reached() {
    let source = "assume t > 0\nclaim d/dt sinc((t + 1)/t^2) \
        = (cos((t + 1)/t^2)*(t + 1)/t^2 - sin((t + 1)/t^2))*(-1/t^2 - 2/t^3)*t^4/(t + 1)^2";
    assert!(verdict(source).holds(), "{}", verdict(source).verdict);
}

#[test]
fn what_can_not_be_reached_does_not_pass() {
    let claim = "claim d/dx if(x == 2, 7, x^2) = 2*x + if(x == 3, 1, 0)";
    assert!(!verdict(claim).holds());
}

#[test]
fn differences_that_are_tiny_are_seen() {
    refuted(&[
        "d/dx (x^3 + 1e-40*x) = 3*x^2",
        "d/dx (x^3 + 1e-40*x) = 3*x^2 at x = 1",
        "d/dx (x*(10^40 + 1)) = 10^40",
        "d/dx (1e300*x^3) = 3e300*x^2*(1 + 1e-13)",
        "d/dx (1e-300*x^3) = 0",
        "d/dx (x^1000000007) = 1000000006*x^1000000006",
        "d/dx (123456789012345678901234567890*x^2) = 246913578024691357802469135781*x",
        "d/dx gamma(x) = gamma(x)*digamma(x)*(1 + 1e-11)",
        "x^2 = x^2 + 1e-60",
        "exp(1e-20) = 1",
        "pi = 355/113",
        "e^(pi*sqrt(163)) = 262537412640768744",
    ]);
}

#[test]
fn differences_beyond_thirty_digits_are_seen() {
    refuted(&[
        "d/dx (x^2 + 1e-30*max(0, x - 3e5)) = 2*x",
        "d/dx (x^2 + max(0, x - 1e100)) = 2*x",
        "d/dx (x^2 + 1e-100*relu(x - 1e20)) = 2*x",
        "d/dx (x^3 + 1e-40*max(0, x - 10)^2) = 3*x^2",
        "d/dx (sin(x) + 1e-140*abs(x)) = cos(x)",
        "d/dx if(x > 50, sin(x) + 1e-45*x, sin(x)) = cos(x)",
        "d/dx (x + 1e-300*sin(x)) = 1",
        "d/dx x^2 = 2*x*cos(1e-50)",
        "d/dx x^2 = 2*x + erfc(20)",
        "sin(x) = x at x = 1e-30",
        "ln(1 + x) = x at x = 1e-40",
        "erf(x) = 1 at x = 20",
        "tanh(x) = 1 at x = 300",
        "d/dx sin(x) = 1 at x = 1e-30",
        "sqrt(2)*x = 1.41421356237309504880168872420969807856967187537694*x",
    ]);
}

#[test]
fn what_is_too_small_for_any_precision_does_not_pass() {
    for claim in [
        "d/dx x^2 = 2*x + 10^(-5000)",
        "d/dx x^2 = 2*x + exp(-1000)",
        "d/dx x^2 = 2*x + exp(-exp(10))",
        "d/dx (x^2 + 1e-200*relu(x - 1e200)) = 2*x",
    ] {
        let report = verdict(&format!("claim {claim}"));
        assert!(!report.holds(), "{claim}: {}", report.verdict);
    }
}

#[test]
fn a_single_digit_is_no_rounded_number() {
    refuted(&[
        "d/dx sin(x) = 0.0 at x = 1.2",
        "d/dx sin(x) = 0.4 at x = 1.2",
        "d/dx sqrt(x) = 1e100 at x = 1e-200",
    ]);
    assert!(verdict("claim d/dx sin(x) = 0.36 at x = 1.2").holds());
}

#[test]
fn what_has_no_value_is_undecided() {
    for claim in [
        "d/dx (sin(x)/x) = 0 at x = 0",
        "d/dx sqrt(-1 - x^2) = -x/sqrt(-1 - x^2)",
        "d/dx ln(-x^2 - 1) = 5",
        "d/dx ((-8)^x) = 0",
        "d/dx (1/0*x) = 1/0",
    ] {
        let report = verdict(&format!("claim {claim}"));
        let expected = Verdict::Undecided(Reason::OutsideDomain);
        assert_eq!(report.verdict, expected, "{claim}");
    }
}

#[test]
fn a_proof_tells_where_it_ends() {
    let check = |claim: &str, conditions: &[&str]| {
        let report = verdict(&format!("claim {claim}"));
        assert_eq!(report.verdict, Verdict::Proved, "{claim}");
        assert_eq!(report.entries[0].conditions, conditions, "{claim}");
    };
    check("(x^2 - 1)/(x - 1) = x + 1", &["x != 1"]);
    check("x + 1 = (x^2 - 1)/(x - 1)", &["x != 1"]);
    check("d/dx ((x^2 - 1)/(x - 1)) = 1", &["x != 1"]);
    check("(x^2 - 2)/(x^2 - 2) = 1", &["x^2 - 2 != 0"]);
    check("(3*x - 1)/(3*x - 1) = 1", &["x != 1/3"]);
    check("exp(ln(x)) = x", &["x > 0"]);
    check("sqrt(2 - x)^2 = 2 - x", &["x <= 2"]);
    // What is never 0, or is asked for by both sides, is not worth a word.
    check("(x^2 + 1)/(x^2 + 1) = 1", &[]);
    check("1/(x - 1) - 1/(x + 1) = 2/((x - 1)*(x + 1))", &[]);
    check("d/dx ln(x) = 1/x", &[]);
    check("(x^2 - 1)/(x - 1) = x + 1 at x = 3", &[]);
}

#[test]
fn what_is_assumed_is_used() {
    let check = |assumed: &str, claim: &str| {
        let alone = verdict(&format!("claim {claim}"));
        assert_ne!(alone.verdict, Verdict::Proved, "{claim}");
        let report = verdict(&format!("assume {assumed}\nclaim {claim}"));
        assert_eq!(report.verdict, Verdict::Proved, "{assumed}: {claim}");
    };
    check("x > y", "max(x, y) = x");
    check("x < 0", "sqrt(x^2) = -x");
    check("x > 5", "d/dx if(x > 3, x^2, x) = 2*x");
}

#[test]
fn names_stand_for_what_was_defined_last() {
    let shadowed = "f(x) = x^2\nf(x) = x^3\nclaim d/dx f(x) = 2*x";
    assert!(verdict(shadowed).is_refuted());
    let constant = "e = 3\nclaim d/dx e^x = ln(3)*e^x";
    assert!(verdict(constant).holds());
}
