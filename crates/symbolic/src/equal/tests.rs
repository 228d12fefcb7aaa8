use super::*;
use crate::lower::{Definitions, Lowering};
use partials_parser::ast::StatementKind;

fn lower(graph: &Graph, source: &str) -> Id {
    let definitions = Definitions::default();
    let parsed = partials_parser::parse(source, &definitions);
    let StatementKind::Query { expression, .. } = &parsed.statements[0].kind else {
        panic!("{source}");
    };
    let value = Lowering::new(graph, &parsed.ast, &definitions)
        .lower(*expression)
        .unwrap();
    value.as_scalar().unwrap()
}

fn check(a: &str, b: &str) -> Equality {
    let graph = Graph::new();
    let (a, b) = (lower(&graph, a), lower(&graph, b));
    equal(&graph, a, b)
}

#[test]
fn equal_pairs_are_proved() {
    let pairs = [
        ("(x + 1)^2", "x^2 + 2*x + 1"),
        ("1/(x - 1) - 1/(x + 1)", "2/(x^2 - 1)"),
        ("(x^2 - 1)/(x - 1)", "x + 1"),
        ("sin(x)^2 + cos(x)^2", "1"),
        ("sin(2*x)", "2*sin(x)*cos(x)"),
        ("sin(x + y)", "sin(x)*cos(y) + cos(x)*sin(y)"),
        ("1 + tan(x)^2", "sec(x)^2"),
        ("cosh(x)^2 - sinh(x)^2", "1"),
        ("tanh(2*x)", "2*tanh(x)/(1 + tanh(x)^2)"),
        ("exp(x + 2*y)", "exp(x)*exp(y)^2"),
        ("sqrt(x^2)", "abs(x)"),
        ("sqrt(x)*sqrt(x)", "x"),
        ("1/sqrt(1 - x^2)", "sqrt(1 - x^2)/(1 - x^2)"),
        ("x^(3/2)/x", "sqrt(x)"),
        ("sqrt(8)", "2*sqrt(2)"),
        ("sqrt(6)", "sqrt(2)*sqrt(3)"),
        ("1/sqrt(2)", "sqrt(2)/2"),
        ("sin(pi/6)", "1/2"),
        ("cos(pi/12)", "(sqrt(6) + sqrt(2))/4"),
        ("sin(x + pi)", "-sin(x)"),
        ("sin(asin(x))", "x"),
        ("cos(asin(x))", "sqrt(1 - x^2)"),
        ("cos(2*atan(x))", "(1 - x^2)/(1 + x^2)"),
        ("acos(x) + asin(x)", "pi/2"),
        ("asec(x)", "acos(1/x)"),
        ("sinh(asinh(x))", "x"),
        ("exp(asinh(x))", "x + sqrt(1 + x^2)"),
        ("ln(x^2)", "2*ln(abs(x))"),
        ("ln(x^2)*ln(x)", "2*ln(x)^2"),
        ("ln(exp(x))", "x"),
        ("exp(ln(x)/2)", "sqrt(x)"),
        ("x^(m + 1)", "x*x^m"),
        ("2^(x + 1)", "2*exp(x*ln(2))"),
        ("log10(x)", "ln(x)/ln(10)"),
        ("log10(100*x)", "2 + log10(x)"),
        ("erfc(x)", "1 - erf(x)"),
        ("sigmoid(x)*sigmoid(-x)", "sigmoid(x) - sigmoid(x)^2"),
        ("softplus(x) - softplus(-x)", "x"),
        ("gamma(x + 2)", "x*(x + 1)*gamma(x)"),
        ("digamma(x + 1)", "digamma(x) + 1/x"),
        ("max(x, y) + min(x, y)", "x + y"),
        ("max(x, y)*min(x, y)", "x*y"),
        ("if(x < 0, -x, x)", "abs(x)"),
        ("if(x > 0, x, -x)", "abs(x)"),
        ("if(x < y, (x + 1)^2, y)", "if(y <= x, y, x^2 + 2*x + 1)"),
        ("if(x == 0, 0, sin(x)/x)", "sin(x)/x"),
        ("x/abs(x)", "abs(x)/x"),
        ("sign(x)*abs(x)/x^2", "1/x"),
        ("cbrt(x)^3", "x"),
        ("cbrt(-8*x)", "-2*cbrt(x)"),
        ("sqrt(x^2*y)", "abs(x)*sqrt(y)"),
        ("sqrt(x)*sqrt(y)", "sqrt(x*y)*sqrt(x)/sqrt(x)"),
        ("f(x^2 - 1)", "f((x - 1)*(x + 1))"),
        ("besselj(1, (x^2 - 1)/(x - 1))", "besselj(1, x + 1)"),
        ("sin(0.001*x)^2", "1 - cos(0.001*x)^2"),
        ("abs(-2*x*y)", "2*abs(x)*abs(y)"),
        ("sinc(x)*x", "sin(x)"),
        ("exp(-lambertw(x))", "lambertw(x)/x"),
        ("x^0.4457/x", "x^-0.5543"),
        ("exp(1000000*x/3)", "exp(2000000*x/6)"),
        ("if(x < -(80 - y), 1, 0)", "if(y - 80 > x, 1, 0)"),
        ("if((a + b)/2 - r < 0, 1, 0)", "if(r > a/2 + b/2, 1, 0)"),
    ];
    let missed: Vec<String> = pairs
        .iter()
        .map(|(a, b)| (a, b, check(a, b)))
        .filter(|(_, _, found)| !found.is_proved())
        .map(|(a, b, found)| format!("{a} = {b}: {found:?}"))
        .collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn what_differs_somewhere_is_not_proved() {
    let pairs = [
        ("sqrt(x^2)", "x"),
        ("sin(pi)", "1"),
        ("sign(x)^2", "1"),
        ("abs(x^m)", "x^m"),
        ("ln(x^2)", "2*ln(-x)"),
        ("atan(tan(x))", "x"),
        ("asin(sin(x))", "x"),
        ("sqrt(x*y)", "sqrt(-x)*sqrt(-y)*2"),
        ("cbrt(x^2)", "cbrt(x)"),
        ("if(x == 0, 1, sin(x)/x)", "2*sin(x)/x"),
        ("if(x < 0, 1, 2)", "if(x <= 0, 1, 2)"),
        ("heaviside(x)^2", "heaviside(x)"),
        ("abs(x + y)", "abs(x) + abs(y)"),
        ("sinc(x)*sign(x)^2", "sinc(x)"),
        ("floor(x + 1/2)", "round(x)"),
        ("sqrt(x*y) + abs(y)*sqrt(x)", "sqrt(x*y) + y*sqrt(x)*2"),
        ("(-1)^(2*n)", "1.000001"),
        ("exp(x)", "exp(x)*1.0000000001"),
        ("1/(x - x)", "2/(x - x)"),
    ];
    for (a, b) in pairs {
        let found = check(a, b);
        assert!(!found.is_proved(), "{a} = {b}");
    }
}

/// Without fuel for the normal form, the finite field decides.
fn check_without_fuel(a: &str, b: &str) -> Equality {
    let graph = Graph::new();
    let (a, b) = (lower(&graph, a), lower(&graph, b));
    equal_where(&graph, a, b, &[], 0)
}

#[test]
fn what_the_normal_form_cannot_finish_is_probable() {
    let pairs = [
        ("(x + y)^2*x", "x^3 + 2*x^2*y + x*y^2"),
        (
            "(a + b + c + d)^40/(a + b)",
            "((a + b)^2 + 2*(a + b)*(c + d) + (c + d)^2)^20/(b + a)",
        ),
        (
            "sin(2*x + y)",
            "2*sin(x)*cos(x)*cos(y) + (1 - 2*sin(x)^2)*sin(y)",
        ),
        ("exp(2*x - y/3)*exp(y)^(1/3)", "exp(x)^2"),
        ("x^(3/2)/sqrt(x)*(y + 1)", "x*y + x"),
        ("sqrt(6)*(x + sqrt(2))", "sqrt(2)*sqrt(3)*x + sqrt(12)"),
        ("(x + y)^(n + 2)", "(x + y)^n*(x^2 + 2*x*y + y^2)"),
        ("abs(x - y)*abs(y - x)", "x^2 - 2*x*y + y^2"),
        ("1/sqrt(1 - x^2)*(1 - x^2)", "sqrt(1 - x^2)"),
        ("sin(x + pi/2)", "cos(x)"),
        (
            "besselj(1, x*(y + 1))^2 - 1",
            "(besselj(1, x*y + x) - 1)*(besselj(1, x*y + x) + 1)",
        ),
        ("if(z > 0, (x + y)^2, x)", "if(z > 0, x^2 + 2*x*y + y^2, x)"),
    ];
    for (a, b) in pairs {
        let found = check_without_fuel(a, b);
        let probable = match found {
            Equality::Probable { error } => error > 0.0 && error < 1e-8,
            Equality::Proved(_) => true,
            _ => false,
        };
        assert!(probable, "{a} = {b}: {found:?}");
    }
    let (a, b) = pairs[1];
    assert!(matches!(
        check_without_fuel(a, b),
        Equality::Probable { .. }
    ));
}

#[test]
fn what_differs_somewhere_is_not_probable() {
    let pairs = [
        ("sqrt(x^2)*(y + 1)", "x*y + x"),
        ("sqrt((x - y)^2)", "x - y"),
        ("abs(x)*abs(y)*(x + 1)", "x*y*x + x*y"),
        ("(x + y)^2", "x^2 + 2*x*y + y^2 + 1/1000000007"),
        ("sin(x)^2 + cos(x)^2 + x*(y + 1)", "x*y - x + 1"),
        ("sign(x)^2*(y + 1)", "y + 1"),
        ("exp(x + y)", "exp(x) + exp(y)"),
        ("ln(x^2)*(y + 1)", "ln(x)*(y + 1)"),
        (
            "(abs(x) - x)*(abs(y) - y)*(abs(z) - z)*(abs(w) - w)*(abs(v) - v)",
            "0",
        ),
        ("x^(2*n)", "x^n + 1"),
        ("cos(pi*x)", "cos(3*x)"),
    ];
    for (a, b) in pairs {
        let found = check_without_fuel(a, b);
        assert!(
            matches!(found, Equality::Unknown(_)),
            "{a} = {b}: {found:?}"
        );
    }
}

#[test]
fn what_differs_by_a_number_is_different() {
    for (a, b) in [
        ("x^2", "x^2 + 1/10^60"),
        ("10^40 + 1", "10^40"),
        ("sin(x)^2 + cos(x)^2", "1 + 1/10^50"),
    ] {
        assert_eq!(check(a, b), Equality::Different, "{a} = {b}");
    }
    for (a, b) in [("x", "x^2"), ("abs(x)", "x"), ("x - y", "0")] {
        assert!(matches!(check(a, b), Equality::Unknown(_)), "{a} = {b}");
    }
}

#[test]
fn what_is_assumed_serves_the_proof() {
    let check = |assumed: &[&str], a: &str, b: &str, expected: bool| {
        let graph = Graph::new();
        let (a_id, b_id) = (lower(&graph, a), lower(&graph, b));
        let assumed: Vec<Id> = assumed.iter().map(|c| lower(&graph, c)).collect();
        let found = equal_where(&graph, a_id, b_id, &assumed, DEFAULT_FUEL);
        assert_eq!(found.is_proved(), expected, "{a} = {b}: {found:?}");
    };
    check(&["x >= 0"], "sqrt(x^2*y)", "x*sqrt(y)", true);
    check(&["x >= 0"], "abs(x*y)", "x*abs(y)", true);
    check(&["x >= 0"], "ln(x^2)", "2*ln(x)", true);
    check(&["x >= 0"], "abs(y)", "y", false);
    check(&["x >= 0"], "if(x < 0, 1, x)", "abs(x)", true);
    check(&["x <= 0"], "sqrt(x^2)", "-x", true);
    check(&["x <= 0"], "sqrt(x^2)", "x", false);
    check(&["x < -2"], "abs(x)", "-x", true);
    check(&["x > 3"], "if(x > 2, x^2, 0)", "x*x", true);
    check(&["x > 3"], "if(x > 4, x^2, 0)", "x*x", false);
    check(&["x > y"], "if(x > y, x, y)", "x", true);
    check(&["x > y"], "if(y > x, 0, x - y)", "x - y", true);
    check(&["y > x"], "max(x, y)", "y", true);
    check(&["x > y"], "max(x, y)", "y", false);
    check(&["x > 0", "y > 0"], "sqrt(x*y)", "sqrt(x)*sqrt(y)", true);
    check(&["-1 < x and x < 1"], "if(x < 1, x, 0)", "x", true);
    // What is not understood is not used, and nothing follows from what it says.
    check(&["x > 0 or y > 0"], "abs(x)", "x", false);
    check(&["not (x > 0)"], "abs(x)", "x", false);
    // Bounds of one variable say nothing of another.
    check(&["x > 3"], "if(y > 2, 1, 0)", "1", false);
}
