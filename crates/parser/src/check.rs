//! Tests of reading: formulas with the trees that they become, as s-expressions.

use crate::ast::{Assumption, Ast, Comparison, DerivativeStyle, Kind, NodeId, StatementKind};
use crate::render::render_all;
use crate::scope::Names;
use crate::{Completeness, parse, parse_expression};

fn scope() -> Names {
    let one = [
        "sin", "cos", "asin", "exp", "ln", "log", "abs", "sqrt", "gamma", "E1",
    ];
    let names = one
        .iter()
        .fold(Names::new(), |names, name| names.with_function(name, 1));
    names
        .with_function("atan2", 2)
        .with_function("beta", 2)
        .with_function("max", 1..)
        .with_variable("pi")
        .with_variable("k")
        .with_variable("dp")
        .with_variable("dq")
}

fn tree(ast: &Ast, id: NodeId) -> String {
    let mut shown: Vec<String> = Vec::new();
    for (index, node) in ast.nodes().iter().enumerate() {
        let children = ast.children(NodeId(index as u32));
        let list = |head: String| {
            let parts = children
                .iter()
                .map(|child| format!(" {}", shown[child.0 as usize]));
            format!("({head}{})", parts.collect::<String>())
        };
        let name = |id| ast.name(id).to_owned();
        shown.push(match node.kind {
            Kind::Number(id) => {
                let literal = ast.literal(id).unwrap();
                match literal.exponent {
                    0 => literal.digits.to_string(),
                    exponent => format!("{}e{exponent}", literal.digits),
                }
            }
            Kind::Name(id) => name(id),
            Kind::Element(id) => list(format!("at {}", name(id))),
            Kind::Sum => list("+".into()),
            Kind::Product => list("*".into()),
            Kind::Negative => list("-".into()),
            Kind::Inverse => list("/".into()),
            Kind::Power => list("^".into()),
            Kind::Factorial => list("!".into()),
            Kind::Bars => list("bars".into()),
            Kind::Call(id) => list(name(id)),
            Kind::PrimeCall(id, order) => {
                list(format!("{}{}", name(id), "'".repeat(order as usize)))
            }
            Kind::OrderCall(id) => list(format!("orders {}", name(id))),
            Kind::Prime(id, order) => format!("{}{}", name(id), "'".repeat(order as usize)),
            Kind::Vector => list("vector".into()),
            Kind::Compare(comparison) => list(
                match comparison {
                    Comparison::Less => "<",
                    Comparison::LessEqual => "<=",
                    Comparison::Greater => ">",
                    Comparison::GreaterEqual => ">=",
                    Comparison::Equal => "==",
                    Comparison::NotEqual => "!=",
                }
                .into(),
            ),
            Kind::And => list("and".into()),
            Kind::Or => list("or".into()),
            Kind::Not => list("not".into()),
            Kind::If => list("if".into()),
            Kind::Piecewise => list("piecewise".into()),
            Kind::IndexedSum(id) => list(format!("sum {}", name(id))),
            Kind::IndexedProduct(id) => list(format!("product {}", name(id))),
            Kind::Derivative(spec) => {
                let spec = ast.spec(spec).unwrap();
                let sign = if spec.style == DerivativeStyle::Total {
                    "d"
                } else {
                    "∂"
                };
                let variables = spec.variables.iter().map(|(id, order, _)| match order {
                    1 => name(*id),
                    order => format!("{}^{order}", name(*id)),
                });
                list(format!(
                    "{sign} {}",
                    variables.collect::<Vec<_>>().join(" ")
                ))
            }
        });
    }
    shown[id.0 as usize].clone()
}

#[track_caller]
fn check(input: &str, expected: &str) {
    match parse_expression(input, &scope()) {
        Ok(parsed) => assert_eq!(tree(&parsed.ast, parsed.root), expected, "{input}"),
        Err(error) => panic!("{input}\n{}", render_all(input, error.diagnostics())),
    }
}

fn table(rows: &[(&str, &str)]) {
    for (input, expected) in rows {
        check(input, expected);
    }
}

#[test]
fn arithmetic() {
    table(&[
        ("a + b - c", "(+ a b (- c))"),
        ("a*b/c*d", "(* a b (/ c) d)"),
        ("-x^2", "(- (^ x 2))"),
        ("-a*b + c", "(+ (- (* a b)) c)"),
        ("2^-3", "(^ 2 (- 3))"),
        ("2^-3*x", "(* (^ 2 (- 3)) x)"),
        ("a^b^c", "(^ a (^ b c))"),
        ("a**b", "(^ a b)"),
        ("a*-b*c", "(* a (- b) c)"),
        ("a+-b", "(+ a (- b))"),
        ("a - -b", "(+ a (- (- b)))"),
        ("+a^+2", "(^ a 2)"),
        ("x²", "(^ x 2)"),
        ("x⁻¹", "(^ x (- 1))"),
        ("x²y", "(* (^ x 2) y)"),
        ("a^x²", "(^ a (^ x 2))"),
        ("(a + b)*c", "(* (+ a b) c)"),
        ("a·b × c ÷ d − e", "(+ (* a b c (/ d)) (- e))"),
        ("n! + (2*n)!", "(+ (! n) (! (* 2 n)))"),
        ("-n!", "(- (! n))"),
        ("x^n!", "(^ x (! n))"),
        ("1e-4 + .5 + 2.", "(+ 1e-4 5e-1 2)"),
        ("x₁ + x_1", "(+ x_1 x_1)"),
    ]);
}

#[test]
fn products_without_a_sign() {
    table(&[
        ("2x", "(* 2 x)"),
        ("2x^2", "(* 2 (^ x 2))"),
        ("3(x+1)", "(* 3 (+ x 1))"),
        ("2sin(x)", "(* 2 (sin x))"),
        ("(a+b)(a-b)", "(* (+ a b) (+ a (- b)))"),
        ("x y", "(* x y)"),
        ("x^2 y", "(* (^ x 2) y)"),
        ("2x/3", "(* 2 x (/ 3))"),
        ("x sin y", "(* x (sin y))"),
        ("-2x y", "(- (* 2 x y))"),
        ("2theta", "(* 2 theta)"),
        ("2|x|", "(* 2 (bars x))"),
        ("2pi r", "(* 2 pi r)"),
        ("x[0] y", "(* (at x 0) y)"),
    ]);
}

#[test]
fn calls() {
    table(&[
        ("f(x, y)", "(f x y)"),
        ("sin x", "(sin x)"),
        ("sin 2x", "(sin (* 2 x))"),
        ("sin 2x^2", "(sin (* 2 (^ x 2)))"),
        ("sin x^2", "(sin (^ x 2))"),
        ("sin x cos x", "(* (sin x) (cos x))"),
        ("sin cos x", "(sin (cos x))"),
        ("sin x*y", "(* (sin x) y)"),
        ("sin x + 1", "(+ (sin x) 1)"),
        ("sin |x|", "(sin (bars x))"),
        ("sin^2(x)", "(^ (sin x) 2)"),
        ("sin²(x)cos²(x)", "(* (^ (sin x) 2) (^ (cos x) 2))"),
        ("sin^2 x", "(^ (sin x) 2)"),
        ("sin² x + cos² x", "(+ (^ (sin x) 2) (^ (cos x) 2))"),
        ("sin(x)^2", "(^ (sin x) 2)"),
        ("f'(x)", "(f' x)"),
        ("f''(x) + f'", "(+ (f'' x) f')"),
        ("f_x(1, 2)", "(f_x 1 2)"),
        ("f^(1,0)(x, y)", "(orders f 1 0 x y)"),
        ("norm [a, b]", "(norm (vector a b))"),
        ("A[1,2] + x[i+1]", "(+ (at A 1 2) (at x (+ i 1)))"),
    ]);
}

#[test]
fn words_that_are_variables() {
    table(&[
        ("gamma*x", "(* gamma x)"),
        ("gamma - 1", "(+ gamma (- 1))"),
        ("2*gamma", "(* 2 gamma)"),
        ("beta^2*x", "(* (^ beta 2) x)"),
        ("gamma^2", "(^ gamma 2)"),
        ("beta²/gamma", "(* (^ beta 2) (/ gamma))"),
        ("|gamma|", "(bars gamma)"),
        ("or + in*lambda", "(+ or (* in lambda))"),
        (
            "if + at - claim*domain/data",
            "(+ if at (- (* claim domain (/ data))))",
        ),
        ("not + and", "(+ not and)"),
        ("sum*product - diff", "(+ (* sum product) (- diff))"),
        ("gamma(x) + gamma", "(+ (gamma x) gamma)"),
    ]);
}

#[test]
fn bars_vectors_and_logic() {
    table(&[
        ("|x|", "(bars x)"),
        ("|x + |y||", "(bars (+ x (bars y)))"),
        ("||x| + y|", "(bars (+ (bars x) y))"),
        ("|x||y|", "(* (bars x) (bars y))"),
        ("|x|y", "(* (bars x) y)"),
        ("|-x|^2", "(^ (bars (- x)) 2)"),
        ("[a, b]", "(vector a b)"),
        ("[[a, b], [c, d]]", "(vector (vector a b) (vector c d))"),
        ("x < 1", "(< x 1)"),
        ("0 < x <= 1", "(and (< 0 x) (<= x 1))"),
        (
            "a == 1 or b != 2 and not c > 3",
            "(or (== a 1) (and (!= b 2) (not (> c 3))))",
        ),
        ("not not x > 0", "(not (not (> x 0)))"),
        ("x ≤ 1", "(<= x 1)"),
        ("if(x > 0, x, -x)", "(if (> x 0) x (- x))"),
        (
            "piecewise(x < 0: a, x < 1: b, else: c)",
            "(piecewise (< x 0) a (< x 1) b c)",
        ),
        ("piecewise(x < 0: a)", "(piecewise (< x 0) a)"),
        ("sum(i^2, i, 1, n)", "(sum i (^ i 2) 1 n)"),
        ("product(x[i], i, 0, 3)", "(product i (at x i) 0 3)"),
        ("sum(x) + mean(x^2)", "(+ (sum x) (mean (^ x 2)))"),
    ]);
}

#[test]
fn derivatives() {
    table(&[
        ("diff(f, x)", "(∂ x f)"),
        ("diff(f(x, y), x, 2, y)", "(∂ x^2 y (f x y))"),
        ("d/dx (sin(x^2))", "(d x (sin (^ x 2)))"),
        ("d/dx sin(x)", "(d x (sin x))"),
        ("d/dx(x)", "(d x x)"),
        ("d/dVm (Vm^2*k)", "(d Vm (* (^ Vm 2) k))"),
        ("Vm + d/dVm(k)", "(+ Vm (d Vm k))"),
        ("d/dx x^2 + 1", "(+ (d x (^ x 2)) 1)"),
        ("∂/∂x (x*y)", "(∂ x (* x y))"),
        ("df/dx", "(d x f)"),
        ("2*df/dx + 1", "(+ (* 2 (d x f)) 1)"),
        ("∂f/∂x", "(∂ x f)"),
        ("d^2f/dx^2", "(d x^2 f)"),
        ("d²f/dx²", "(d x^2 f)"),
        ("d²/dx² (f)", "(d x^2 f)"),
        ("∂²f/∂x∂y", "(∂ x y f)"),
        ("∂^2 f/∂x∂y", "(∂ x y f)"),
        ("∂³f/∂x²∂y", "(∂ x^2 y f)"),
        ("∂²f/(∂x ∂y)", "(∂ x y f)"),
        ("d/dt f(x(t), y(t))", "(d t (f (x t) (y t)))"),
        ("∂f/∂theta", "(∂ theta f)"),
        ("dtheta/dt", "(d t theta)"),
        ("grad f", "(grad f)"),
        ("∇f", "(grad f)"),
        ("∇(x*y)", "(grad (* x y))"),
        ("∇·F", "(div F)"),
        ("∇×F", "(curl F)"),
        ("∇²f", "(laplacian f)"),
    ]);
}

#[test]
fn quotients_that_are_no_derivatives() {
    table(&[
        ("d/x", "(* d (/ x))"),
        ("d*x", "(* d x)"),
        ("1/(d + e*x)", "(* 1 (/ (+ d (* e x))))"),
        ("b/d/x", "(* b (/ d) (/ x))"),
        ("d/dx", "(* d (/ dx))"),
        ("d/dx + 1", "(+ (* d (/ dx)) 1)"),
        ("1/d/dx", "(* 1 (/ d) (/ dx))"),
        ("dp/dq", "(* dp (/ dq))"),
        ("delta/decay", "(* delta (/ decay))"),
        ("d/decay*(x + 1)", "(* d (/ decay) (+ x 1))"),
        ("dx*df", "(* dx df)"),
        ("d^2/x", "(* (^ d 2) (/ x))"),
        ("d^2/dx^2", "(* (^ d 2) (/ (^ dx 2)))"),
        ("1/df/dx", "(* 1 (/ df) (/ dx))"),
    ]);
}

#[track_caller]
fn statements(source: &str) -> String {
    let parsed = parse(source, &scope());
    assert!(
        parsed.is_ok(),
        "{source}\n{}",
        render_all(source, &parsed.diagnostics)
    );
    let ast = &parsed.ast;
    let points = |at: &[(crate::ast::NameId, NodeId)]| -> String {
        at.iter()
            .map(|(name, value)| format!(" @{}={}", ast.name(*name), tree(ast, *value)))
            .collect()
    };
    let lines = parsed
        .statements
        .iter()
        .map(|statement| match &statement.kind {
            StatementKind::Definition {
                name,
                parameters,
                body,
                ..
            } => {
                let parameters = parameters.as_ref().map_or(String::new(), |names| {
                    let names: Vec<_> = names.iter().map(|name| ast.name(*name)).collect();
                    format!("({})", names.join(" "))
                });
                format!("{}{parameters} := {}", ast.name(*name), tree(ast, *body))
            }
            StatementKind::Assume(list) => {
                let list: Vec<_> = list
                    .iter()
                    .map(|one| match one {
                        Assumption::Condition(node) => tree(ast, *node),
                        Assumption::Kind(name, word, _) => format!("{} is {word}", ast.name(*name)),
                    })
                    .collect();
                format!("assume {}", list.join(", "))
            }
            StatementKind::Domain(ranges) => {
                let ranges: Vec<_> = ranges
                    .iter()
                    .map(|(name, low, high)| {
                        format!(
                            "{} {} {}",
                            ast.name(*name),
                            tree(ast, *low),
                            tree(ast, *high)
                        )
                    })
                    .collect();
                format!("domain {}", ranges.join(", "))
            }
            StatementKind::Data { path } => format!("data {path}"),
            StatementKind::Claim {
                label,
                left,
                right,
                at,
            } => {
                let label = label
                    .as_ref()
                    .map_or(String::new(), |label| format!(" {label:?}"));
                format!(
                    "claim{label} {} = {}{}",
                    tree(ast, *left),
                    tree(ast, *right),
                    points(at)
                )
            }
            StatementKind::Query { expression, at } => {
                format!("{}{}", tree(ast, *expression), points(at))
            }
        });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn statements_of_every_kind() {
    for (source, expected) in [
        ("a = 3/2", "a := (* 3 (/ 2))"),
        ("f(x, y) = x^2*y", "f(x y) := (* (^ x 2) y)"),
        (
            "polar(r, t) = [r*cos(t),\n  r*sin(t)]",
            "polar(r t) := (vector (* r (cos t)) (* r (sin t)))",
        ),
        ("assume x > 0, n integer", "assume (> x 0), n is integer"),
        (
            "domain x in [0.1, 5], y in [-2, 2]",
            "domain x 1e-1 5, y (- 2) 2",
        ),
        ("data \"houses.csv\"", "data houses.csv"),
        ("claim ∂f/∂x = 2*x", "claim (∂ x f) = (* 2 x)"),
        ("claim grad f = [1, 2]", "claim (grad f) = (vector 1 2)"),
        ("claim diff(f, x, y) == 2", "claim (∂ x y f) = 2"),
        (
            "claim \"a, b\" x = y at x = 1, y = 2",
            "claim \"a, b\" x = y @x=1 @y=2",
        ),
        ("claim (x+1)^2 = y", "claim (^ (+ x 1) 2) = y"),
        ("claim -x = y", "claim (- x) = y"),
        ("claim(x) = x", "claim(x) := x"),
        ("claim = 3", "claim := 3"),
        ("claim + data*domain", "(+ claim (* data domain))"),
        ("f(1, 2) at x = 1", "(f 1 2) @x=1"),
        ("x at x = 1", "x @x=1"),
        ("2*at", "(* 2 at)"),
        (
            "a = 1; b = 2 # c = 3\n\nc = \\\n 4\r\n",
            "a := 1\nb := 2\nc := 4",
        ),
        ("f(x) = x\nf 2", "f(x) := x\n(f 2)"),
        ("x = x(t); d/dt x(t)", "x := (x t)\n(d t (x t))"),
        ("\u{feff}a = 1", "a := 1"),
        ("(1 +\n\n # note\n 2)", "(+ 1 2)"),
        ("if = 2; if + 1", "if := 2\n(+ if 1)"),
        ("I = 2; I^2", "I := 2\n(^ I 2)"),
        ("", ""),
    ] {
        assert_eq!(statements(source), expected, "{source}");
    }
}

#[test]
fn incomplete_is_told_from_wrong() {
    use Completeness::{Complete, Incomplete, Wrong};
    for (source, expected) in [
        ("", Complete),
        ("x", Complete),
        ("(x", Incomplete),
        ("x + ", Incomplete),
        ("x + \n", Incomplete),
        ("x \\", Incomplete),
        ("x \\\n", Complete),
        ("f(", Incomplete),
        ("[1,", Incomplete),
        ("f(x) =", Incomplete),
        ("claim x =", Incomplete),
        ("a = 1\nsin(x", Incomplete),
        ("piecewise(x < 0: 1,", Incomplete),
        ("diff(f,", Incomplete),
        ("domain x in", Incomplete),
        ("|x", Incomplete),
        ("∂f/", Incomplete),
        ("x + ;", Wrong),
        ("x )", Wrong),
        ("(x]", Wrong),
        ("(1/2x", Wrong),
        ("(x\na = 1", Wrong),
        ("1 2", Wrong),
    ] {
        assert_eq!(parse(source, &scope()).completeness, expected, "{source:?}");
    }
}

#[test]
fn every_error_of_a_source_is_found() {
    let source = "a = 1/2x\nb = (3\nc = 4 5\nd = 6\nb + c + d";
    let parsed = parse(source, &scope());
    let places: Vec<_> = parsed
        .diagnostics
        .iter()
        .map(|d| (d.code.as_str(), d.span.start))
        .collect();
    assert_eq!(places, [("E0010", 7), ("E0008", 13), ("E0007", 22)]);
    assert_eq!(parsed.statements.len(), 2);
}

#[test]
fn a_function_read_as_a_variable_is_warned_of_once() {
    let parsed = parse_expression("gamma*x + gamma", &scope()).unwrap();
    assert_eq!(parsed.warnings.len(), 1);
    for quiet in ["grad sin", "jacobian(sin)", "diff(sin, x)", "gamma(x)"] {
        assert!(
            parse_expression(quiet, &scope())
                .unwrap()
                .warnings
                .is_empty(),
            "{quiet}"
        );
    }
}

#[test]
fn omitted_signs_are_shown() {
    for (source, expected) in [
        ("2x", "2*x"),
        ("2 sin x^2 cos 3x", "2*sin(x^2)*cos(3*x)"),
        ("sin^2 x + (a+b)(a - b)", "sin^2(x) + (a+b)*(a - b)"),
        ("f(x) = 2x; claim df/dx = 2", "f(x) = 2*x"),
        ("d/dx sin x", "d/dx sin(x)"),
    ] {
        let parsed = parse(source, &scope());
        let first = parsed.statements.first().unwrap();
        assert_eq!(parsed.explicit(source, first).as_deref(), Some(expected));
    }
}

#[test]
fn results_have_numbers() {
    let scope = scope().with_variable("%1").with_variable("%");
    let parsed = parse("% + %1^2; d/dx %1; sin %; (%)", &scope);
    assert!(parsed.is_ok(), "{:?}", parsed.diagnostics);
    for wrong in ["%2", "5 % 2", "x%2", "%1 = 3", "f(%1) = 2"] {
        assert!(!parse(wrong, &scope).is_ok(), "{wrong}");
    }
}
