//! What the notations make of the same formulas: snapshots, brackets and tags that balance,
//! expressions that are large or deep.
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)] // What is not there fails the test.

use partials_parser::parse_expression;
use partials_symbolic::lower::{Definitions, Lowering, Shape, Value};
use partials_symbolic::print::{Equation, Label, Notation, Text, TextOptions, equations};
use partials_symbolic::{Arity, Function, Graph, Handle, Id};

const NOTATIONS: [Notation; 5] = [
    Notation::Text,
    Notation::Unicode,
    Notation::Latex,
    Notation::MathMl,
    Notation::Sexpr,
];

const FORMULAS: &[&str] = &[
    "x^2*sin(y)/3 - 2/3*x",
    "(x + 1)/(x - 1)/y^2",
    "-x/(2*y)",
    "1/sqrt(1 - x^2)",
    "sqrt((x + 1)/x)",
    "sqrt(x)*cbrt(y + 1)",
    "sin(x)^2 + log2(x)^2 + abs(x)^3",
    "exp(-x^2/2)/sqrt(2*pi)",
    "(x + y)^(n + 1)",
    "x^(2/3)*2^x*3^x",
    "(a/b)^n",
    "theta_1*w_out + speed*time - x[0]*A[1,2]",
    "besselj(0, x) + besselj(n, x)^2 + polygamma(2, x)",
    "hyp2f1(a, b, c, x)/gamma(x)^2",
    "f'(x) + f''(x)*g(x, y)",
    "diff(besselj(n, x), n)",
    "floor(x/y) + ceil(x) + mod(x, y)",
    "if(x > 0, x^2, if(x < -1, -x, 1/x))",
    "piecewise(x >= 0 and x != 1: ln(x))",
    "if(not (x > 0 or y <= 1), a, b)",
    "sum(i^2*x, i, 1, n)*y",
    "product(x + i, i, 1, n)",
    "e^x + inf",
    "max(a, b, c) + atan2(y, x)",
];

fn read(graph: &Graph, source: &str) -> Value {
    let definitions = Definitions::default();
    let parsed = parse_expression(source, &definitions).unwrap_or_else(|e| panic!("{source}: {e}"));
    let mut lowering = Lowering::new(graph, &parsed.ast, &definitions);
    lowering
        .lower(parsed.root)
        .unwrap_or_else(|e| panic!("{source}: {e}"))
}

fn write(graph: &Graph, id: Id, notation: Notation) -> String {
    graph.with(|arena| Text::new(arena, &[id], notation).results.concat())
}

#[test]
fn formulas_in_all_notations() {
    let mut shown = String::new();
    for source in FORMULAS {
        let graph = Graph::new();
        let id = read(&graph, source).elements[0];
        shown.push_str(&format!("## {source}\n"));
        for notation in NOTATIONS {
            shown.push_str(&format!("{}\n\n", write(&graph, id, notation)));
        }
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn equations_in_all_notations() {
    let graph = Graph::new();
    let polar = read(&graph, "[[cos(t), -r*sin(t)], [sin(t)/2, r*cos(t)]]").elements;
    let names = |list: &[&str]| list.iter().map(|&n| n.to_owned()).collect::<Vec<String>>();
    let labels = [
        (Label::Jacobian("polar".into()), Shape::Matrix(2, 2)),
        (Label::Gradient("f".into()), Shape::Vector(4)),
        (
            Label::Matrix {
                of: names(&["x", "y"]),
                wrt: names(&["r", "t"]),
            },
            Shape::Matrix(2, 2),
        ),
    ];
    let mut list: Vec<Equation> = labels
        .into_iter()
        .map(|(label, shape)| Equation::new(Some(label), shape, polar.clone()))
        .collect();
    let label = Label::derivative("f", 2, &names(&["r", "r", "theta"]));
    list.push(Equation::new(Some(label), Shape::Scalar, vec![polar[2]]));
    let mut shown = String::new();
    for notation in [
        Notation::Text,
        Notation::Unicode,
        Notation::Latex,
        Notation::MathMl,
    ] {
        let text = graph.with(|arena| equations(arena, &list, notation));
        shown.push_str(&format!("{}\n\n", text.results.join("\n\n")));
    }
    insta::assert_snapshot!(shown);
}

/// Every function of the table applied to variables, as each notation has it.
#[test]
fn functions_in_all_notations() {
    let mut shown = String::new();
    for &function in Function::ALL {
        let graph = Graph::new();
        let arguments: Vec<Handle> = match function.arity() {
            Arity::Exactly(_) => function
                .row()
                .arguments
                .iter()
                .map(|a| graph.variable(a))
                .collect(),
            Arity::AtLeast(_) => ["a", "b", "c"].map(|name| graph.variable(name)).to_vec(),
        };
        let call = graph.call(function, &arguments);
        shown.push_str(&format!(
            "{} | {} | {}\n",
            call,
            write(&graph, call.id(), Notation::Latex),
            write(&graph, call.id(), Notation::Unicode).replace('\n', "⏎")
        ));
        well_formed(&write(&graph, call.id(), Notation::MathMl));
        balanced(&write(&graph, call.id(), Notation::Latex));
    }
    insta::assert_snapshot!(shown);
}

/// Tags are closed in order, and what takes two or three elements has them.
fn well_formed(xml: &str) {
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut rest = xml;
    while let Some(start) = rest.find('<') {
        assert!(!rest[..start].contains('>'), "{xml}");
        let end = start + rest[start..].find('>').unwrap();
        let tag = rest[start + 1..end].split(' ').next().unwrap();
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            let (opened, children) = open.pop().unwrap();
            assert_eq!(opened, name, "{xml}");
            let wanted = match name {
                "mfrac" | "msup" | "msub" | "mroot" => Some(2),
                "msubsup" | "munderover" => Some(3),
                _ => None,
            };
            assert!(
                wanted.is_none_or(|n| n == children),
                "<{name}> of {children}: {xml}"
            );
        } else {
            open.last_mut()
                .into_iter()
                .for_each(|(_, children)| *children += 1);
            open.push((tag, 0));
        }
    }
    assert!(open.is_empty() && rest.is_empty(), "{xml}");
    for entity in xml.split('&').skip(1) {
        assert!(
            entity.starts_with("lt;") || entity.starts_with("gt;"),
            "{xml}"
        );
    }
}

/// Braces, `\left` with `\right`, `\begin` with `\end`.
fn balanced(latex: &str) {
    let mut depth = 0;
    for c in latex.chars() {
        depth += i32::from(c == '{') - i32::from(c == '}');
        assert!(depth >= 0, "{latex}");
    }
    let count = |word: &str| latex.matches(word).count();
    assert_eq!(depth, 0, "{latex}");
    let left = count(r"\left") - count(r"\leftarrow");
    assert_eq!(left, count(r"\right"), "{latex}");
    assert_eq!(count(r"\begin{"), count(r"\end{"), "{latex}");
}

#[test]
fn brackets_and_tags_balance() {
    for source in FORMULAS {
        let graph = Graph::new();
        let id = read(&graph, source).elements[0];
        well_formed(&write(&graph, id, Notation::MathMl));
        balanced(&write(&graph, id, Notation::Latex));
    }
}

#[test]
fn wrong_brackets_and_tags_are_noticed() {
    let fails = |check: fn(&str), text: &'static str| {
        std::panic::catch_unwind(move || check(text)).is_err()
    };
    for xml in [
        "<a><b></a></b>",
        "<a>",
        "<mfrac><mi>x</mi></mfrac>",
        "<a>x > y</a>",
        "<a>&x;</a>",
    ] {
        assert!(fails(well_formed, xml), "{xml}");
    }
    for latex in [r"\frac{1}{2", r"}{", r"\left(x)", r"\begin{cases}"] {
        assert!(fails(balanced, latex), "{latex}");
    }
}

/// Derivatives of undefined functions by the names of their arguments, where these have some.
#[test]
fn undefined_functions_in_leibniz() {
    let write = |formula: &str, notation: Notation| {
        let graph = Graph::new();
        let id = read(&graph, formula).elements[0];
        let options = TextOptions {
            leibniz: true,
            ..notation.into()
        };
        let text = graph.with(|arena| Text::new(arena, &[id], options));
        text.results.concat()
    };
    for (formula, text, latex) in [
        (
            "d/dt f(x(t), y(t))",
            "∂f/∂x*dx/dt + ∂f/∂y*dy/dt",
            r"\frac{\partial f}{\partial x} \frac{dx}{dt} + \frac{\partial f}{\partial y} \frac{dy}{dt}",
        ),
        (
            "diff(f(x(t)), t, 2)",
            "df/dx*d²x/dt² + d²f/dx²*(dx/dt)^2",
            r"\frac{df}{dx} \frac{d^{2}x}{dt^{2}} + \frac{d^{2}f}{dx^{2}} \left(\frac{dx}{dt}\right)^{2}",
        ),
        (
            "-diff(F(x, y), x)/diff(F(x, y), y)",
            "-∂F/∂x/(∂F/∂y)",
            r"-\frac{\frac{\partial F}{\partial x}}{\frac{\partial F}{\partial y}}",
        ),
        (
            "diff(f(t, x(t)), t)",
            "∂f/∂t + ∂f/∂x*dx/dt",
            r"\frac{\partial f}{\partial t} + \frac{\partial f}{\partial x} \frac{dx}{dt}",
        ),
        // Nobody could tell which argument is meant, or what it is called.
        ("f^(1,0)(x, x)", "f^(1,0)(x, x)", "f^{(1,0)}(x, x)"),
        ("f'(2*x)", "f'(2*x)", r"f'\left(2 x\right)"),
    ] {
        assert_eq!(write(formula, Notation::Text), text, "{formula}");
        assert_eq!(write(formula, Notation::Latex), latex, "{formula}");
    }
    let block = write("d/dt f(x(t), y(t))", Notation::Unicode);
    assert_eq!(block, "∂f dx   ∂f dy\n──⋅── + ──⋅──\n∂x dt   ∂y dt");
}

/// Lines of a block never end in blanks, and a text that is too wide becomes one line.
#[test]
fn blocks_are_tidy() {
    let graph = Graph::new();
    let id = read(&graph, "(x + 1)/(y + 2)/(z + 3) + 1/w").elements[0];
    let narrow = |width: usize| {
        let options = TextOptions {
            width,
            ..Notation::Unicode.into()
        };
        graph
            .with(|arena| Text::new(arena, &[id], options))
            .results
            .concat()
    };
    assert_eq!(narrow(10), "(x + 1)/(y + 2)/(z + 3) + 1/w");
    let wide = narrow(80);
    assert_eq!(wide.lines().count(), 3);
    assert!(wide.lines().all(|line| line == line.trim_end()));
}

/// Depth costs no stack, and what is large costs no more than its size.
#[test]
fn deep_and_large_expressions_are_written() {
    let graph = Graph::new();
    let mut deep = graph.variable("x");
    for i in 0..100_000 {
        deep = match i % 4 {
            0 => deep.sin(),
            1 => 1 / (deep + 1),
            2 => deep.pow(2),
            _ => deep.sqrt(),
        };
    }
    for notation in NOTATIONS {
        let text = write(&graph, deep.id(), notation);
        assert!(
            (100_000..20_000_000).contains(&text.len()),
            "{notation:?}: {}",
            text.len()
        );
    }
    balanced(&write(&graph, deep.id(), Notation::Latex));
}

#[test]
fn shared_parts_have_names_in_all_notations() {
    let graph = Graph::new();
    let mut f = graph.variable("x");
    for _ in 0..40 {
        f = f.sin() * f + 1;
    }
    for notation in NOTATIONS {
        let text = graph.with(|arena| Text::new(arena, &[f.id()], notation));
        assert!(text.definitions.len() >= 39, "{notation:?}");
        let length: usize = text.definitions.iter().map(|(_, t)| t.len()).sum();
        assert!(length < 40 * 600, "{notation:?}: {length}");
        let (name, value) = &text.definitions[1];
        assert_eq!(name, "t2");
        match notation {
            Notation::Text => assert_eq!(value, "sin(t1)*t1 + 1"),
            Notation::Latex => assert_eq!(value, r"t_{2} = \sin(t_{1}) t_{1} + 1"),
            Notation::Unicode => assert_eq!(value, "t₂ = sin(t₁)⋅t₁ + 1"),
            Notation::Sexpr => assert_eq!(value, "(+ (* (sin t1) t1) 1)"),
            _ => well_formed(value),
        }
    }
}
