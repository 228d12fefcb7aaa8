use super::*;
use crate::Graph;
use crate::lower::{Definitions, Lowering};
use partials_parser::ast::StatementKind;

fn check(source: &str, expected: &str) {
    let graph = Graph::new();
    let definitions = Definitions::default();
    let parsed = partials_parser::parse(source, &definitions);
    let StatementKind::Query { expression, .. } = &parsed.statements[0].kind else {
        panic!("{source}");
    };
    let value = Lowering::new(&graph, &parsed.ast, &definitions)
        .lower(*expression)
        .unwrap();
    let root = value.as_scalar().unwrap();
    let order = graph.with(|arena| VariableOrder::alphabetic(arena, &[root]));
    let short = graph.with(|arena| simplify(arena, root, &order));
    let again = graph.with(|arena| simplify(arena, short.expression, &order));
    assert_eq!(again.expression, short.expression, "{source}");
    let text = graph.handle(short.expression).to_string();
    let text = match short.assumptions.as_slice() {
        [] => text,
        list => format!("{text} for {}", list.join(", ")),
    };
    assert_eq!(text, expected, "{source}: {:?}", short.rules_applied);
}

#[test]
fn rules_apply() {
    for (source, expected) in [
        ("sin(x)^2 + cos(x)^2", "1"),
        ("a*sin(x)^2 + b + a*cos(x)^2", "a + b"),
        ("1 - sin(x)^2", "cos(x)^2"),
        ("cosh(x)^2 - sinh(x)^2", "1"),
        ("1 + tan(x)^2", "sec(x)^2"),
        ("2*sin(x)*cos(x)", "sin(2*x)"),
        ("sin(x)/cos(x)", "tan(x)"),
        ("exp(x)*exp(y)", "exp(x + y)"),
        ("x*x^(x - 1)*ln(x)", "x^x*ln(x)"),
        ("sqrt(x)*sqrt(y)", "sqrt(x*y) for x >= 0, y >= 0"),
        ("sqrt(x^2)", "abs(x)"),
        ("sqrt(x^2)*ln(x)", "x*ln(x)"),
        ("abs(x)*x^n", "abs(x)*x^n"),
        ("abs(x)*x^pi*a", "a*x*x^pi"),
        ("abs(x)*x^n*ln(x)", "x*x^n*ln(x)"),
        ("sqrt(x^2)*x^(n/2)", "abs(x)*x^(n/2)"),
        ("ln(exp(x))", "x"),
        ("exp(ln(x))", "x for x > 0"),
        ("exp(2*ln(x))", "x^2 for x > 0"),
        ("ln(x) + ln(y)", "ln(x*y) for x > 0, y > 0"),
        ("x/x", "1 for x != 0"),
        ("(x + 1)^2 - x^2 - 1", "2*x"),
        ("a*x + a*y", "a*(x + y)"),
        ("2*x*y + y*cos(x*y)", "y*(2*x + cos(x*y))"),
        ("abs(x)^2", "x^2"),
        ("sin(asin(x))", "x for -1 <= x <= 1"),
        ("x + y", "x + y"),
    ] {
        check(source, expected);
    }
}
