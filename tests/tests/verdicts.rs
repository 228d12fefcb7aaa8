//! Claims about hard functions and random ones: right ones are not refuted, wrong ones don't
//! pass, and little is left undecided.
#![allow(clippy::panic)] // What can't be read fails the test.

use partials::Verifier;
use partials::numeric::verify::Report;
use partials_tests::antiderivatives::check;
use partials_tests::formulas::Formulas;
use rayon::prelude::*;

/// Claims that are wrong by a factor, the last by one part in 10^12.
const WRONG: [&str; 15] = [
    "2*(D)",
    "-(D)",
    "0*(D)",
    "1.1*(D)",
    "0.99*(D)",
    "1.001*(D)",
    "(1 - 1e-4)*(D)",
    "(1 + 1e-5)*(D)",
    "(1 - 1e-6)*(D)",
    "(1 + 1e-7)*(D)",
    "(1 - 1e-8)*(D)",
    "(1 + 1e-9)*(D)",
    "(1 - 1e-10)*(D)",
    "(1 + 1e-11)*(D)",
    "(1 + 1e-12)*(D)",
];

/// A function, its derivative, and where that is claimed.
struct Case {
    function: String,
    derivative: String,
    place: String,
}

impl Case {
    fn claim(&self, derivative: &str) -> String {
        format!(
            "claim diff({}, x) = {derivative} {}",
            self.function, self.place
        )
    }

    fn check(&self, derivative: &str) -> Report {
        let source = self.claim(derivative);
        check(&source, &Verifier::new()).unwrap_or_else(|error| panic!("{source}: {error}"))
    }
}

/// Which of the wrong claims are tried for a case.
type Chosen = fn(usize) -> Vec<&'static str>;

/// Checks right and wrong claims of all cases; returns which right ones are undecided.
fn judge(cases: &[Case], chosen: Chosen) -> Vec<String> {
    let undecided: Vec<Option<String>> = cases
        .par_iter()
        .enumerate()
        .map(|(index, case)| {
            let right = case.check(&case.derivative);
            assert!(
                !right.is_refuted(),
                "{}: {right:?}",
                case.claim(&case.derivative)
            );
            let evidence = right
                .entries
                .first()
                .and_then(|entry| entry.evidence.as_ref());
            let vanishes = evidence.is_none_or(|evidence| evidence.exact.value == 0.0);
            for wrong in chosen(index).into_iter().filter(|_| !vanishes) {
                let wrong = wrong.replace('D', &case.derivative);
                let report = case.check(&wrong);
                assert!(!report.holds(), "{}: {report:?}", case.claim(&wrong));
                assert!(
                    report.is_refuted() || !right.holds(),
                    "{}: {}",
                    case.claim(&wrong),
                    report.verdict
                );
            }
            let reason = right.verdict.reason()?;
            let note = right.entries.into_iter().find_map(|entry| entry.note);
            assert!(note.is_some(), "{reason} without a word on why");
            Some(format!(
                "{}: {reason}: {note:?}",
                case.claim(&case.derivative)
            ))
        })
        .collect();
    undecided.into_iter().flatten().collect()
}

#[test]
fn random_functions() {
    let mut formulas = Formulas::new(20_260_707);
    let cases: Vec<Case> = (0..2000)
        .map(|i| {
            let formula = formulas.next(2 + i % 3);
            Case {
                function: formula.text(),
                derivative: formula.derivative(),
                place: String::new(),
            }
        })
        .collect();
    let undecided = judge(&cases, |index| {
        vec![WRONG[index % 3], WRONG[3 + index % 12]]
    });
    for case in &undecided {
        println!("{case}");
    }
    println!("{} of {} undecided", undecided.len(), cases.len());
    assert!(undecided.len() * 200 <= cases.len(), "{undecided:#?}");
}

#[test]
fn hard_functions() {
    let cases = hard();
    assert!(cases.len() >= 100, "{}", cases.len());
    let undecided = judge(&cases, |_| WRONG.to_vec());
    for case in &undecided {
        println!("{case}");
    }
    println!("{} of {} undecided", undecided.len(), cases.len());
    assert!(undecided.len() * 50 <= cases.len(), "{undecided:#?}");
}

/// Functions at which checkers by differences fail, by families.
fn hard() -> Vec<Case> {
    let mut cases = Vec::new();
    let mut add = |function: String, derivative: String, place: &str| {
        cases.push(Case {
            function,
            derivative,
            place: place.into(),
        });
    };
    // Scales.
    for s in [
        "1e-300", "1e-200", "1e-100", "1e-30", "1e30", "1e100", "1e200", "1e300",
    ] {
        add(format!("{s}*sin(x)"), format!("{s}*cos(x)"), "");
        add(
            format!("sin({s}*x)"),
            format!("{s}*cos({s}*x)"),
            &format!("at x = 1/{s}"),
        );
        add(
            format!("exp(x/{s})"),
            format!("exp(x/{s})/{s}"),
            &format!("at x = {s}"),
        );
        add("x^3".into(), "3*x*x".into(), &format!("at x = {s}"));
        add("1/x".into(), "-x^(-2)".into(), &format!("at x = {s}"));
        add(format!("{s}*x^2 + {s}"), format!("(x + x)*{s}"), "");
    }
    // Cancellation.
    for (f, d, at) in [
        (
            "(1 - cos(x))/x^2",
            "(x*sin(x) - 2*(1 - cos(x)))/x^3",
            "at x = 1e-8",
        ),
        (
            "(1 - cos(x))/x^2",
            "(x*sin(x) - 2 + 2*cos(x))/x^3",
            "at x = 1e-40",
        ),
        (
            "(exp(x) - 1)/x",
            "(x*exp(x) - exp(x) + 1)/x^2",
            "at x = 1e-12",
        ),
        ("ln(1 + x) - x", "1/(1 + x) - 1", "at x = 1e-15"),
        ("sqrt(x^2 + 1) - x", "x/sqrt(x^2 + 1) - 1", "at x = 1e9"),
        ("tanh(x)", "4/(exp(x) + exp(-x))^2", "at x = 20"),
        ("tanh(x)", "1/cosh(x)^2", "at x = 300"),
        ("(x - 1)^7", "7*(x - 1)^6", "at x = 1.000001"),
        (
            "x^7 - 7*x^6 + 21*x^5 - 35*x^4 + 35*x^3 - 21*x^2 + 7*x - 1",
            "7*(x - 1)^6",
            "at x = 1.0001",
        ),
        ("sin(x) - x + x^3/6", "cos(x) - 1 + x^2/2", "at x = 1e-4"),
        ("1e16 + sin(x)", "cos(x)", ""),
        ("(1e16 + x) - 1e16", "x/x", ""),
        ("atan(x) - pi/2", "1/(x*x + 1)", "at x = 1e12"),
        (
            "sin(x)^2 + cos(x)^2 + x*1e-20",
            "1e-20*(cos(x)^2 + sin(x)^2)",
            "",
        ),
        ("exp(x)/(1 + exp(x))", "exp(x)/(1 + exp(x))^2", "at x = 50"),
        ("ln(cosh(x))", "sinh(x)/cosh(x)", "at x = 300"),
    ] {
        add(f.into(), d.into(), at);
    }
    // Near poles and edges.
    for (f, d, at) in [
        ("1/(x - 1)", "-1/(x - 1)^2", "at x = 1.0000000001"),
        ("tan(x)", "1/cos(x)^2", "at x = 1.5707963"),
        ("tan(x)", "1 + tan(x)^2", "at x = 1.5707963267948966"),
        ("ln(x)", "x^(-1)", "at x = 1e-300"),
        ("sqrt(x)", "x^(-1/2)/2", "at x = 1e-200"),
        ("asin(x)", "1/sqrt((1 - x)*(1 + x))", "at x = 0.9999999999"),
        (
            "acos(x)",
            "-1/sqrt((1 - x)*(1 + x))",
            "at x = -0.99999999999999",
        ),
        (
            "sqrt(1 - x^2)",
            "-x/sqrt((1 - x)*(1 + x))",
            "at x = 1 - 1e-14",
        ),
        ("gamma(x)", "gamma(x)*digamma(x)", "at x = 1e-5"),
        (
            "asin(2*x - 1) + ln(x - 9/10)",
            "1/sqrt(x - x^2) + 1/(x - 9/10)",
            "",
        ),
        ("sqrt(1 - 1e6*x^2)", "-1e6*x*(1 - 1e6*x^2)^(-1/2)", ""),
        ("sqrt(1 - 1e24*x^2)", "-1e24*x*(1 - 1e24*x^2)^(-1/2)", ""),
        ("ln(x - 1000)", "(x - 1000)^(-1)", ""),
        (
            "sqrt(x - 1000) + sqrt(1001 - x)",
            "(1/sqrt(x - 1000) - 1/sqrt(1001 - x))/2",
            "",
        ),
        (
            "acosh(x)*asin(x/1.01)",
            "asin(x/1.01)/sqrt(x^2 - 1) + acosh(x)/sqrt(1.0201 - x^2)",
            "",
        ),
        ("ln(ln(ln(x)))", "1/(ln(ln(x))*ln(x)*x)", ""),
        ("x^x", "exp(x*ln(x))*(1 + ln(x))", "at x = 1e-10"),
        ("atanh(x)", "1/((1 - x)*(1 + x))", "at x = 0.999999999999"),
    ] {
        add(f.into(), d.into(), at);
    }
    // Oscillation.
    for (f, d, at) in [
        ("sin(1/x)", "-cos(1/x)/x^2", "at x = 1e-6"),
        ("x^2*sin(1/x)", "2*x*sin(1/x) - cos(1/x)", "at x = 1e-9"),
        ("sin(1e10*x)", "1e10*cos(1e10*x)", ""),
        ("sin(x^2)", "(x + x)*cos(x*x)", "at x = 1e8"),
        ("cos(exp(x))", "-exp(x)*sin(exp(x))", "at x = 30"),
        ("sin(2*pi*1024*x)", "2048*pi*cos(2048*pi*x)", "at x = 0"),
        ("x + 1e-10*sin(1e12*x)", "1 + 100*cos(1e12*x)", ""),
        ("besselj(0, x)", "-besselj(1, x)", "at x = 50"),
        (
            "exp(-x^2)*cos(1000*x)",
            "-exp(-x^2)*(2*x*cos(1000*x) + 1000*sin(1000*x))",
            "",
        ),
    ] {
        add(f.into(), d.into(), at);
    }
    // Kinks and joins.
    for (f, d, at) in [
        ("abs(x)", "x/abs(x)", ""),
        ("abs(x)^3", "3*x*abs(x)", "at x = 0"),
        ("x*abs(x)", "2*sqrt(x^2)", ""),
        ("max(x, 1 - x)", "if(x > 1/2, 1, -1)", ""),
        ("abs(x - 77.5)", "(x - 77.5)/abs(x - 77.5)", ""),
        ("if(x > 100, x^3, x^2)", "if(x > 100, x^2*3, x*2)", ""),
        ("relu(x - 5000) + x", "if(x > 5000, 2, 1)", ""),
        ("abs(x - 1e-9)", "(x - 1e-9)/abs(x - 1e-9)", "at x = 0"),
        (
            "max(sin(x), cos(x))",
            "if(sin(x) > cos(x), cos(x), -sin(x))",
            "",
        ),
        ("x - floor(x)", "x/x", ""),
        ("relu(x) - relu(-x)", "1 + 0*x", "at x = 0"),
        ("sqrt(abs(x))", "x/(2*abs(x)^(3/2))", ""),
    ] {
        add(f.into(), d.into(), at);
    }
    // Flat spots.
    for (f, d, at) in [
        ("exp(-1/x^2)", "2*exp(-1/x^2)/x^3", "at x = 0.05"),
        ("exp(-x^2)", "-(x + x)*exp(-x^2)", "at x = 20"),
        ("erfc(x)", "-2/sqrt(pi)*exp(-x^2)", "at x = 15"),
        ("x^20", "20*x^19", "at x = 1e-10"),
        ("cos(x)", "-sin(x)", "at x = 1e-150"),
        ("1/(1 + x^10)", "-10*x^9/(1 + x^10)^2", "at x = 1e5"),
        ("sigmoid(x)", "1/(2 + exp(x) + exp(-x))", "at x = -200"),
    ] {
        add(f.into(), d.into(), at);
    }
    cases
}
