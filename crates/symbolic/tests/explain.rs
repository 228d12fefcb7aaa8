//! Explanations as they are shown. That each of their steps is right, the verifier says in the
//! end-to-end tests.
#![allow(clippy::indexing_slicing, clippy::panic)] // What is not there fails the test.

use partials_parser::parse_expression;
use partials_symbolic::explain::{Explanation, Rule, explain};
use partials_symbolic::lower::{Definitions, Lowering};
use partials_symbolic::print::Notation;
use partials_symbolic::{Graph, Id};

fn read(graph: &Graph, source: &str) -> Id {
    let definitions = Definitions::default();
    let parsed = parse_expression(source, &definitions).unwrap_or_else(|e| panic!("{source}: {e}"));
    let mut lowering = Lowering::new(graph, &parsed.ast, &definitions);
    lowering
        .lower(parsed.root)
        .unwrap_or_else(|e| panic!("{source}: {e}"))
        .elements[0]
}

fn explained(graph: &Graph, function: Id) -> Explanation {
    let x = graph.with(|arena| arena.symbol("x"));
    explain(graph, function, x)
}

fn shown(source: &str, notation: Notation) -> String {
    let graph = Graph::new();
    let function = read(&graph, source);
    explained(&graph, function)
        .write(&graph, notation, false)
        .to_string()
}

const FORMULAS: &[&str] = &[
    "x^2 + 3*x + 5",
    "x^2*sin(x)",
    "sin(x^2)",
    "exp(-x^2/2)",
    "(x + 1)/(x^2 - 1)",
    "2^x + x^x",
    "a*x^n*ln(x)",
    "sqrt(1 + sin(x)^2)",
    "atan2(x, 1 + x^2)",
    "f(x^2)*g(x)",
    "if(x > 0, x^2, -x)",
    "sum(sin(i*x), i, 1, n)",
    "sin(x)*exp(sin(x))",
    "u*sin(v*x)",
    "7",
    "x",
    "x*y*z*cos(x)*ln(x)",
];

#[test]
fn steps_read_as_a_teacher_writes_them() {
    let all: Vec<String> = FORMULAS
        .iter()
        .map(|source| shown(source, Notation::Text))
        .collect();
    insta::assert_snapshot!(all.join("\n────\n\n"));
}

#[test]
fn steps_in_latex() {
    let all: Vec<String> = FORMULAS
        .iter()
        .map(|source| shown(source, Notation::Latex))
        .collect();
    insta::assert_snapshot!(all.join("\n"));
}

/// Every rule has been used by one of the formulas.
#[test]
fn rules_are_named() {
    let mut rules: Vec<&str> = Vec::new();
    for source in FORMULAS.iter().chain(&["product(x + i, i, 1, n)"]) {
        let graph = Graph::new();
        let function = read(&graph, source);
        let steps = explained(&graph, function).steps;
        let outer = steps
            .iter()
            .filter_map(|s| Some(s.outer.as_ref()?.rule.name()));
        rules.extend(steps.iter().map(|s| s.rule.name()).chain(outer));
    }
    rules.sort_unstable();
    rules.dedup();
    assert_eq!(rules.len(), 16, "{rules:?}");
}

/// A part that occurs twice is explained once, and steps refer to steps that are there.
#[test]
fn a_part_is_explained_once() {
    let graph = Graph::new();
    let mut f = graph.variable("x");
    for _ in 0..30 {
        f = f.sin() * f;
    }
    let explanation = explained(&graph, f.id());
    let steps = &explanation.steps;
    assert!(steps.len() <= 62, "{}", steps.len());
    assert!(
        steps
            .iter()
            .all(|s| s.inner.iter().all(|i| *i < steps.len()))
    );
    let text = explanation.write(&graph, Notation::Text, false).to_string();
    assert!(
        text.contains("as in step") && text.len() < 100_000,
        "{}",
        text.len()
    );
}

/// Depth costs no stack.
#[test]
fn deep_functions_are_explained() {
    let graph = Graph::new();
    let mut f = graph.variable("x");
    for _ in 0..200_000 {
        f = f.sin();
    }
    let explanation = explained(&graph, f.id());
    assert!(explanation.steps.len() >= 200_000);
    assert_eq!(explanation.steps[0].rule, Rule::Chain);
}

/// What is long is written in a length that grows with its parts.
#[test]
fn long_explanations_are_written() {
    let graph = Graph::new();
    let mut f = graph.variable("x");
    for _ in 0..10_000 {
        f = f.sin();
    }
    let explanation = explained(&graph, f.id());
    assert_eq!(explanation.steps[0].rule, Rule::Chain);
    let text = explanation.write(&graph, Notation::Text, false).to_string();
    assert!(text.len() < 10_000_000, "{}", text.len());
}

/// u'/u would say nothing where a factor is 0.
#[test]
fn products_over_an_index_are_explained_without_a_quotient() {
    let steps = shown("product(x - i, i, 1, n)", Notation::Text);
    assert!(steps.contains("times the other factors"), "{steps}");
    insta::assert_snapshot!(steps);
}
