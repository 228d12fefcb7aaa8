//! Formulas in, derivatives out, as a textbook prints them.
#![allow(clippy::indexing_slicing, clippy::panic)] // What is not there fails the test.

use partials_parser::parse_expression;
use partials_symbolic::lower::{Definitions, Lowering, Value};
use partials_symbolic::print::{Text, TextOptions};
use partials_symbolic::{Graph, Id};

fn read(graph: &Graph, source: &str) -> Value {
    let definitions = Definitions::default();
    let parsed = parse_expression(source, &definitions).unwrap_or_else(|e| panic!("{source}: {e}"));
    let mut lowering = Lowering::new(graph, &parsed.ast, &definitions);
    lowering
        .lower(parsed.root)
        .unwrap_or_else(|e| panic!("{source}: {e}"))
}

fn print(graph: &Graph, id: Id) -> String {
    graph.handle(id).to_string()
}

fn partial(source: &str, variable: &str) -> String {
    let graph = Graph::new();
    let value = read(&graph, source);
    let symbol = graph.with(|arena| arena.symbol(variable));
    print(&graph, value.derive(&graph, &[symbol]).elements[0])
}

fn gradient(source: &str) -> String {
    let graph = Graph::new();
    let gradient = read(&graph, source).jacobian(&graph);
    let text = graph.with(|arena| Text::new(arena, &gradient.elements, TextOptions::default()));
    format!("[{}]", text.results.join(", "))
}

#[test]
fn partials_read_like_a_book() {
    let mut wrong = Vec::new();
    for (source, variable, expected) in [
        ("x^2 + 3*x*y + y^2", "x", "2*x + 3*y"),
        ("x^2 + 3*x*y + y^2", "y", "3*x + 2*y"),
        ("x^2 + 3*x + 5", "x", "2*x + 3"),
        ("sin(x^2)", "x", "2*x*cos(x^2)"),
        ("x^2*sin(x)", "x", "x^2*cos(x) + 2*x*sin(x)"),
        ("x*ln(x)", "x", "ln(x) + 1"),
        ("x^2*ln(x)", "x", "2*x*ln(x) + x"),
        ("sqrt(x)", "x", "1/(2*sqrt(x))"),
        ("1/x", "x", "-1/x^2"),
        ("exp(-x^2/2)", "x", "-x*exp(-x^2/2)"),
        ("x^x", "x", "x*x^(x - 1) + x^x*ln(x)"),
        ("2^x", "x", "2^x*ln(2)"),
        ("a*x^n", "x", "a*n*x^(n - 1)"),
        ("tan(x)", "x", "sec(x)^2"),
        ("(x + 1)/(x - 1)", "x", "1/(x - 1) - (x + 1)/(x - 1)^2"),
        ("atan(x/a)", "x", "1/(a*(1 + x^2/a^2))"),
        ("(w1*x1 + w2*x2 - y)^2", "w1", "2*x1*(w1*x1 + w2*x2 - y)"),
        ("x - x^3/3", "x", "1 - x^2"),
        ("f(x, y)*x", "x", "x*diff(f(x, y), x) + f(x, y)"),
        ("f(x^2)", "x", "2*x*f'(x^2)"),
        ("if(x > 0, x^2, -x)", "x", "if(x > 0, 2*x, -1)"),
        ("besselj(n, x)", "n", "diff(besselj(n, x), n)"),
        ("abs(x)^2", "x", "2*x"),
        ("abs(x)^3", "x", "3*abs(x)^2*sign(x)"),
        ("ln(abs(sin(x)))", "x", "cot(x)"),
        ("acsc(x^2)", "x", "-2*x/(abs(x^2)*sqrt(x^4 - 1))"),
        ("y*sin(x)/cos(x)", "y", "tan(x)"),
        ("max(x, y)", "x", "heaviside(x - y)"),
    ] {
        let found = partial(source, variable);
        if found != expected {
            wrong.push(format!(
                "d/d{variable} {source}: {found}, expected {expected}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn gradients_read_like_a_book() {
    for (source, expected) in [
        ("x1^2*x2 + x1*x2^3", "[2*x1*x2 + x2^3, x1^2 + 3*x1*x2^2]"),
        ("x^2*y + sin(x*y)", "[2*x*y + y*cos(x*y), x^2 + x*cos(x*y)]"),
        (
            "a*b*c*d*g*h",
            "[b*c*d*g*h, a*c*d*g*h, a*b*d*g*h, a*b*c*g*h, a*b*c*d*h, a*b*c*d*g]",
        ),
        (
            "if(x < 0, a, 1/b)",
            "[if(x < 0, 1, 0), if(x < 0, 0, -1/b^2), 0]",
        ),
        (
            "if(x > y, x*y, if(x > 0, y^2, 3*x))",
            "[if(x > y, y, if(x > 0, 0, 3)), if(x > y, x, if(x > 0, 2*y, 0))]",
        ),
    ] {
        assert_eq!(gradient(source), expected, "gradient of {source}");
    }
}

#[test]
fn text_reads_back_as_the_same_graph() {
    for source in [
        "x*y*3 - 2/3*x/y",
        "-(x*y)",
        "-x^2",
        "(-x)^2",
        "x^-2",
        "1/(1/x)",
        "x/(y*z)",
        "x/y/z",
        "a - (b + c)",
        "a - (b - c)",
        "-(a + b)*c",
        "2^-x",
        "x^(y^z)",
        "(x^y)^z",
        "sqrt(x)^3",
        "1/sqrt(x)",
        "x^(2/3)",
        "x^(-2/3)",
        "(x + 1)^-1*y",
        "3*(x*y)",
        "x*(-y)",
        "x*(-2)",
        "exp(1)*x",
        "pi*r^2",
        "if(x > 0 and y < 1, a, b)",
        "if(not (x > 0 or y < 1), a, b)",
        "sum(i^2*x, i, 1, n)",
        "max(x, y, z)",
        "0.1*x + 1.25",
        "f(x)*g(x, y)",
        "f''(x)",
        "-1/(2*x)",
        "2/3",
        "-2/3*x",
        "x^2*(-1/3)",
        "a*b*c*d*e1*f1*g1*h1*i1*j1*k1*l1*m1*n1*o1*p1*q1*(-1)",
        "-2*a*b*c*d*e1*f1*g1*h1*i1*j1*k1*l1*m1*n1*o1*p1*q1",
        "x - 2*a*b*c*d*e1*f1*g1*h1*i1*j1*k1*l1*m1*n1*o1*p1*q1",
        "0*ln(x)",
        "ln(x) - ln(x)",
        "x/0",
        "(-8)^(1/3)",
        "abs(x)",
        "|x|",
        "n!",
        "piecewise(x < 0: 1, x > 0: 2)",
    ] {
        let graph = Graph::new();
        let first = read(&graph, source).elements[0];
        let text = print(&graph, first);
        let second = read(&graph, &text).elements[0];
        assert_eq!(
            first,
            second,
            "{source} printed as {text}, read as {}",
            print(&graph, second)
        );
    }
}

#[test]
fn the_index_of_a_sum_is_no_variable() {
    for (source, expected) in [
        ("sum(i^2*x, i, 1, n)", "n x"),
        ("sum(i^2*x, i, 1, n) + i", "i n x"),
        ("sum(sum(i*j*a, j, 1, i), i, 1, n)", "a n"),
        ("x + y", "x y"),
    ] {
        let graph = Graph::new();
        let variables = read(&graph, source).variables(&graph);
        let names: Vec<String> = graph.with(|arena| {
            variables
                .iter()
                .map(|v| arena.name(*v).to_owned())
                .collect()
        });
        assert_eq!(names.join(" "), expected, "{source}");
    }
}
