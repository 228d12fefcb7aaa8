//! Every step of an explanation is a claim, and the verifier checks it: over formulas of others,
//! and with steps that were made wrong on purpose.
#![allow(clippy::type_complexity, clippy::indexing_slicing, clippy::unwrap_used)] // What is not there fails the test.

use partials::Function;
use partials::numeric::verify::{Claim, ClaimEntry, Verdict, Verifier};
use partials::symbolic::explain::{Explanation, Rule, Step, explain};
use partials::symbolic::graph::{Arena, Id, Reachable, Symbol};
use partials::symbolic::{Graph, derive};
use partials_tests::corpus;

/// A claim of a step: its own, or that of the outside of the chain rule.
#[derive(Clone, Copy)]
struct Assertion {
    rule: Rule,
    /// What is derived in what; nothing of an equation.
    derived: Option<(Id, Symbol)>,
    left: Id,
    right: Id,
}

fn assertions(graph: &Graph, explanation: &Explanation) -> Vec<Assertion> {
    let mut list = Vec::new();
    let mut derivative = |rule, input, variable, output| {
        list.push(Assertion {
            rule,
            derived: Some((input, variable)),
            left: derive::partial(graph, input, variable),
            right: output,
        });
    };
    for step in &explanation.steps {
        let Step {
            rule,
            input,
            output,
            ..
        } = *step;
        if rule != Rule::Arrange {
            derivative(rule, input, explanation.variable, output);
        }
        if let Some(outer) = &step.outer {
            let letters = step.letters.iter().map(|(letter, _)| *letter);
            for (letter, found) in letters.zip(&outer.derivatives) {
                derivative(outer.rule, outer.function, letter, *found);
            }
        }
    }
    let last = explanation
        .steps
        .last()
        .filter(|step| step.rule == Rule::Arrange);
    list.extend(last.map(|step| Assertion {
        rule: step.rule,
        derived: None,
        left: step.input,
        right: step.output,
    }));
    list
}

fn names(arena: &Arena, ids: &[Id]) -> Vec<String> {
    let variables = Reachable::new(arena, ids).variables(arena).into_iter();
    let mut names: Vec<String> = variables.map(|s| arena.name(s).to_owned()).collect();
    names.sort();
    names
}

fn verdict(graph: &Graph, assertion: &Assertion) -> Option<Verdict> {
    let function = assertion.derived.map(|(input, _)| input);
    let mut ids = vec![assertion.left, assertion.right];
    ids.extend(function);
    let entry = ClaimEntry {
        function,
        wrt: assertion
            .derived
            .iter()
            .map(|(_, variable)| *variable)
            .collect(),
        truth: assertion.left,
        lower: Vec::new(),
        claimed: assertion.right,
        rounding: None,
    };
    let claim = Claim {
        entries: vec![entry],
        variables: graph.with(|arena| names(arena, &ids)),
        ..Claim::default()
    };
    let verifier = Verifier::new().points(3);
    Some(verifier.check(graph, &claim).ok()?.verdict)
}

/// The formulas that are explained: of every corpus some, all different.
fn formulas() -> Vec<Function> {
    let mut found = Vec::new();
    for (name, count) in [("feynman", 40), ("wild", 40), ("sympy_diff", 80)] {
        let rows = corpus(name);
        let step = (rows.len() / count).max(1);
        let texts = rows
            .iter()
            .step_by(step)
            .filter_map(|row| row.text("expr").or(row.text("input")));
        found.extend(texts.filter_map(|text| Function::parse(text).ok()));
    }
    found
}

#[test]
fn every_step_is_right_and_wrong_steps_are_refuted() {
    let (mut steps, mut held, mut made_wrong, mut noticed) = (0, 0, 0, 0);
    let mut failures = Vec::new();
    for function in formulas() {
        let Some(variable) = function.variables().first().cloned() else {
            continue;
        };
        function.with_graph(|graph, value| {
            let Some(id) = value.as_scalar() else { return };
            let symbol = graph.with(|arena| arena.symbol(&variable));
            let explanation = explain(graph, id, symbol);
            for (place, assertion) in assertions(graph, &explanation).iter().enumerate().take(25) {
                let Some(found) = verdict(graph, assertion) else {
                    continue;
                };
                steps += 1;
                held += u32::from(found.holds());
                if found == Verdict::Refuted {
                    let show = |id| graph.handle(id).to_string();
                    let (left, right) = (show(assertion.left), show(assertion.right));
                    failures.push(format!("{:?}: {left} = {right}", assertion.rule));
                }
                // Every fifth step is made wrong: twice as much, or something added.
                if place % 5 != 0 || !found.holds() {
                    continue;
                }
                let right = graph.handle(assertion.right);
                for wrong in [right * 3 + 7, right + graph.variable(&variable) + 3] {
                    let right = wrong.id();
                    let verdict = verdict(
                        graph,
                        &Assertion {
                            right,
                            ..*assertion
                        },
                    );
                    made_wrong += 1;
                    noticed += u32::from(verdict == Some(Verdict::Refuted));
                    assert!(!verdict.is_some_and(Verdict::holds), "{wrong} holds");
                }
            }
        });
    }
    println!("{held} of {steps} steps hold, {noticed} of {made_wrong} wrong ones are refuted");
    assert!(failures.is_empty(), "{failures:#?}");
    assert!(steps > 300 && held * 100 >= steps * 90, "{held} of {steps}");
    assert!(
        made_wrong > 50 && noticed * 100 >= made_wrong * 90,
        "{noticed} of {made_wrong}"
    );
}

/// The chain rule as matrices says the same as the derivative of what is put together.
#[test]
fn the_product_of_the_matrices_is_the_direct_derivative() {
    let cases: [(&str, &[(&str, &str)], &[f64]); 6] = [
        ("x^2*y", &[("x", "s*t"), ("y", "s + t")], &[0.7, 1.3]),
        (
            "[r*cos(t), r*sin(t)]",
            &[("r", "sqrt(u^2 + v^2)"), ("t", "atan2(v, u)")],
            &[0.4, -1.1],
        ),
        (
            "exp(x*y)/z",
            &[("x", "sin(a)"), ("y", "a*b*c"), ("z", "1 + c^2")],
            &[0.3, 0.8, -0.6],
        ),
        ("x*t", &[("x", "sin(t)")], &[0.9]),
        ("[x, x^2, x^3]", &[("x", "ln(p)")], &[2.5]),
        ("w[0]*w[1] - w[2]", &[("w", "[p, p*q, q^2]")], &[1.5, -0.5]),
    ];
    for (outer, inner, point) in cases {
        let outer = Function::parse(outer).unwrap();
        let inner: Vec<(&str, Function)> = inner
            .iter()
            .map(|(name, text)| (*name, Function::parse(text).unwrap()))
            .collect();
        let inner: Vec<(&str, &Function)> = inner.iter().map(|(name, f)| (*name, f)).collect();
        let chain = outer.chain(&inner).unwrap();
        let direct = chain.direct.values(point).unwrap();
        let substituted = chain.substituted.values(point).unwrap();
        assert_eq!(direct.len(), substituted.len());
        // The product of the numbers in both matrices.
        let names: Vec<f64> = chain
            .names
            .iter()
            .map(|name| value_of(name, &inner, &chain.variables, point))
            .collect();
        let (a, b) = (
            chain.outer.values(&names).unwrap(),
            chain.inner.values(point).unwrap(),
        );
        let (k, n) = (chain.names.len(), chain.variables.len());
        for (place, (x, y)) in direct.iter().zip(&substituted).enumerate() {
            let (row, column) = (place / n, place % n);
            let product: f64 = (0..k).map(|i| a[row * k + i] * b[i * n + column]).sum();
            let close = |z: &f64| (x - z).abs() <= 1e-12 * (1.0 + x.abs());
            assert!(close(y) && close(&product), "{x} {y} {product}");
        }
    }
}

/// The value of a name, which is a variable itself, a function, or an element of a vector.
fn value_of(name: &str, inner: &[(&str, &Function)], variables: &[String], point: &[f64]) -> f64 {
    let at = |function: &Function| {
        let place = |v: &String| variables.iter().position(|other| other == v).unwrap();
        let point: Vec<f64> = function
            .variables()
            .iter()
            .map(|v| point[place(v)])
            .collect();
        function.values(&point).unwrap()
    };
    let stem = name.split('[').next().unwrap();
    match inner.iter().find(|(other, _)| *other == stem) {
        Some((_, function)) => {
            let element = name.strip_prefix(stem).unwrap().trim_matches(['[', ']']);
            at(function)[element.parse::<usize>().unwrap_or(0)]
        }
        None => point[variables.iter().position(|other| other == name).unwrap()],
    }
}
