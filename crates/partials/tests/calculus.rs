//! The laws of derivatives on random functions, and every kind of derivative against differences
//! of the function.
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)] // What is not there fails the test.

use partials::Function;
use partials::numeric::difference::{Options, differentiate};
use partials::symbolic::derive::{Series, directional, gradient, hessian, pushforward};
use proptest::prelude::*;

/// Formulas of x, y and z, smooth everywhere.
fn formulas() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("x".to_owned()),
        Just("y".to_owned()),
        Just("z".to_owned()),
        (1..5i32).prop_map(|n| n.to_string()),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let pair = (inner.clone(), inner.clone());
        prop_oneof![
            pair.clone().prop_map(|(a, b)| format!("({a} + {b})")),
            pair.clone().prop_map(|(a, b)| format!("({a} - {b}*{a})")),
            pair.clone().prop_map(|(a, b)| format!("({a})*({b})")),
            pair.prop_map(|(a, b)| format!("({a})/(2 + ({b})^2)")),
            inner.clone().prop_map(|a| format!("sin({a})")),
            inner.clone().prop_map(|a| format!("exp(-({a})^2)")),
            inner.clone().prop_map(|a| format!("atan({a})")),
            inner.clone().prop_map(|a| format!("tanh({a})")),
            inner.clone().prop_map(|a| format!("ln(1 + ({a})^2)")),
            inner.clone().prop_map(|a| format!("sqrt(1 + ({a})^2)")),
            inner.prop_map(|a| format!("if(x < y, {a}, cos({a}))")),
        ]
    })
}

const POINT: [f64; 3] = [0.3, 0.7, -0.4];

fn read(formula: &str) -> Function {
    let source = format!("f(x, y, z) = {formula}");
    Function::parse(&source).unwrap_or_else(|e| panic!("{source}: {e}"))
}

fn at(f: &Function) -> Vec<f64> {
    f.values(&POINT).unwrap()
}

fn close(a: f64, b: f64, scale: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs() + b.abs() + scale)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn derivatives_are_linear(f in formulas(), g in formulas()) {
        let sum = at(&read(&format!("3*({f}) - 2*({g})")).gradient());
        let (df, dg) = (at(&read(&f).gradient()), at(&read(&g).gradient()));
        for i in 0..3 {
            prop_assert!(close(sum[i], 3.0 * df[i] - 2.0 * dg[i], df[i].abs() + dg[i].abs()));
        }
    }

    #[test]
    fn the_product_rule_holds(f in formulas(), g in formulas()) {
        let product = at(&read(&format!("({f})*({g})")).gradient());
        let (vf, vg) = (at(&read(&f))[0], at(&read(&g))[0]);
        let (df, dg) = (at(&read(&f).gradient()), at(&read(&g).gradient()));
        for i in 0..3 {
            let (first, second) = (df[i] * vg, vf * dg[i]);
            prop_assert!(close(product[i], first + second, first.abs() + second.abs()));
        }
    }

    #[test]
    fn the_chain_rule_holds(f in formulas()) {
        let outer = at(&read(&format!("sin({f})")).gradient());
        let (value, inner) = (at(&read(&f))[0], at(&read(&f).gradient()));
        for i in 0..3 {
            prop_assert!(close(outer[i], value.cos() * inner[i], inner[i].abs()));
        }
    }

    #[test]
    fn forward_reverse_and_taylor_agree(formula in formulas()) {
        let f = read(&formula);
        f.with_graph(|graph, value| {
            let root = value.elements[0];
            let symbols = value.variables(graph);
            let reverse = gradient(graph, root, &symbols);
            for (symbol, reverse) in symbols.iter().zip(reverse) {
                let forward = pushforward(graph, &[root], &[*symbol])[0];
                let twice = pushforward(graph, &[forward], &[*symbol])[0];
                let mut series = Series::new(graph, *symbol);
                let taylor = [series.derivative(root, 1), series.derivative(root, 2)];
                let names = ["x", "y", "z"];
                let roots = [forward, reverse, taylor[0], twice, taylor[1]];
                let tape = partials::numeric::tape::Tape::new(graph, &roots, &names, Default::default())
                    .unwrap();
                let found: Vec<f64> = tape.evaluate(&POINT, ());
                assert!(close(found[0], found[1], 0.0), "{formula}: reverse {found:?}");
                assert!(close(found[0], found[2], 0.0), "{formula}: Taylor {found:?}");
                assert!(close(found[3], found[4], found[0].abs()), "{formula}: second {found:?}");
            }
        });
    }

    #[test]
    fn hessians_are_symmetric_and_their_products_agree(formula in formulas()) {
        let f = read(&formula);
        let rows = f.with_graph(|graph, value| {
            let symbols = value.variables(graph);
            let gradient = gradient(graph, value.elements[0], &symbols);
            // Not as `hessian` takes them, each from one place: all nine.
            let all: Vec<_> = symbols
                .iter()
                .flat_map(|symbol| pushforward(graph, &gradient, &[*symbol]))
                .collect();
            let one = graph.number(1).id();
            let direction: Vec<_> = symbols.iter().map(|symbol| (*symbol, one)).collect();
            let product = directional(graph, &gradient, &direction);
            let entries = hessian(graph, value.elements[0], &symbols).into_iter().flatten();
            let roots: Vec<_> = all.into_iter().chain(product).chain(entries).collect();
            let names = ["x", "y", "z"];
            let tape = partials::numeric::tape::Tape::new(graph, &roots, &names, Default::default());
            tape.unwrap().evaluate(&POINT, ())
        });
        for i in 0..3 {
            for j in 0..3 {
                prop_assert!(close(rows[3 * i + j], rows[3 * j + i], 0.0));
                prop_assert!(close(rows[3 * i + j], rows[12 + 3 * i + j], 0.0));
            }
            let sum = rows[3 * i] + rows[3 * i + 1] + rows[3 * i + 2];
            prop_assert!(close(rows[9 + i], sum, 0.0));
        }
        let ones = Function::parse("[1, 1, 1]").unwrap();
        let library = at(&f.hessian_along(&ones).unwrap());
        for i in 0..3 {
            prop_assert!(close(rows[9 + i], library[i], 0.0));
        }
    }

    #[test]
    fn derivatives_along_directions_are_slopes(formula in formulas()) {
        let f = read(&formula);
        let direction = Function::parse("[2, -1, 3]").unwrap();
        let found = at(&f.along(&direction).unwrap())[0];
        let line = |t: f64| {
            let point = [POINT[0] + 2.0 * t, POINT[1] - t, POINT[2] + 3.0 * t];
            f.values(&point).unwrap()[0]
        };
        let slope = differentiate(line, 0.0, &Options::default());
        prop_assert!((found - slope.value).abs() <= slope.error + 1e-6 * (1.0 + found.abs()));
    }
}

/// A formula of some others, as the language has it.
fn query(formula: &str, variables: &str) -> Function {
    let source = format!("f({variables}) = {formula}");
    Function::parse(&source).unwrap_or_else(|e| panic!("{source}: {e}"))
}

#[test]
fn implicit_functions_have_their_slopes() {
    // The curve is solved for y by bisection, and its slope taken by differences.
    let solved = |x: f64| {
        let (mut low, mut high) = (0.0_f64, 4.0_f64);
        for _ in 0..200 {
            let y = 0.5 * (low + high);
            let above = x * x * x + y * y * y + x.sin() * y > 6.0 * x * y.sqrt() + 2.0;
            (low, high) = if above { (low, y) } else { (y, high) };
        }
        0.5 * (low + high)
    };
    let relation = "x^3 + y^3 + sin(x)*y == 6*x*sqrt(y) + 2";
    let x = 0.9;
    let y = solved(x);
    let slope = differentiate(solved, x, &Options::default());
    let first = query(&format!("implicit({relation}, y, x)"), "x, y");
    let found = first.value(&[x, y]).unwrap();
    assert!((found - slope.value).abs() < 1e-7, "{found} {slope:?}");
    let moving = |x: f64| first.value(&[x, solved(x)]).unwrap();
    let bend = differentiate(moving, x, &Options::default());
    let second = query(&format!("implicit({relation}, y, x, 2)"), "x, y");
    let found = second.value(&[x, y]).unwrap();
    assert!((found - bend.value).abs() < 1e-6, "{found} {bend:?}");
}

#[test]
fn inverse_functions_have_their_slopes() {
    // The inverse of sinh is asinh: its derivatives at sinh(x), of orders 1 to 4.
    for (order, wrt) in [
        (1, &["u"][..]),
        (2, &["u"; 2]),
        (3, &["u"; 3]),
        (4, &["u"; 4]),
    ] {
        let found = query("sinh(x)", "x").inverse("x", order).unwrap();
        let found = found.value(&[0.7]).unwrap();
        let expected = query("asinh(u)", "u").derivative(wrt).unwrap();
        let expected = expected.value(&[0.7_f64.sinh()]).unwrap();
        assert!(
            close(found, expected, 0.0),
            "order {order}: {found}, expected {expected}"
        );
    }
}

#[test]
fn taylor_polynomials_agree_to_their_order() {
    for formula in [
        "exp(sin(x))",
        "1/(1 + x^2)",
        "x^x",
        "gamma(x)",
        "besselj(1/2, x)",
        "tan(x)",
    ] {
        let f = query(formula, "x");
        let polynomial = query(&format!("taylor({formula}, x, 5/4, 6)"), "x");
        let error = |h: f64| {
            let x = 1.25 + h;
            (f.value(&[x]).unwrap() - polynomial.value(&[x]).unwrap()).abs()
        };
        // The error is of order 7: halving the distance divides it by about 128.
        let (wide, narrow) = (error(1.0 / 16.0), error(1.0 / 32.0));
        assert!(
            narrow < wide / 80.0 + 1e-14,
            "{formula}: {wide:e} {narrow:e}"
        );
    }
}

#[test]
fn products_over_an_index_are_derived_at_their_zeros() {
    let f = query("product(x - i, i, 1, 5)", "x");
    let derived = f.partial("x").unwrap();
    for x in [1.0, 3.0, 5.0, 2.5] {
        let expected: f64 = (1..=5)
            .map(|j| {
                (1..=5)
                    .filter(|i| *i != j)
                    .map(|i| x - f64::from(i))
                    .product::<f64>()
            })
            .sum();
        let found = derived.value(&[x]).unwrap();
        assert!(
            close(found, expected, 0.0),
            "at {x}: {found}, expected {expected}"
        );
    }
    let nested = query("product(sum(x^j, j, 0, i) - 3, i, 1, 3)", "x");
    let slope = nested.partial("x").unwrap().value(&[2.0]).unwrap();
    // (x - 2)(x^2 + x - 2)(x^3 + x^2 + x - 2) at 2.
    assert!(close(slope, 4.0 * 12.0, 0.0), "{slope}");
}

#[test]
fn gradients_are_undefined_where_the_function_is() {
    let f = query("piecewise(x > 0: x^2*y)", "x, y");
    let gradient = f.gradient();
    assert_eq!(gradient.values(&[2.0, 3.0]).unwrap(), [12.0, 4.0]);
    assert!(
        gradient
            .values(&[-2.0, 3.0])
            .unwrap()
            .iter()
            .all(|value| value.is_nan())
    );
}

#[test]
fn gradients_in_a_matrix_have_its_shape() {
    let f = query("A[0,0]^2*A[1,2] + A[1,0]", "A");
    assert_eq!(
        f.gradient().to_string(),
        "[[2*A[0,0]*A[1,2], 0, 0], [1, 0, A[0,0]^2]]"
    );
}

#[test]
fn parameters_without_closed_form_are_derived_twice() {
    // Values of mpmath 1.3.
    for (formula, wrt, expected) in [
        ("besselj(n, x)", &["n"][..], -0.461_928_543_585_605),
        ("besselj(n, x)", &["n", "x"], 0.160_511_673_044_725),
        ("besselj(n, x)", &["n", "n"], 0.170_574_850_602_609),
    ] {
        let derived = query(formula, "n, x").derivative(wrt).unwrap();
        let found = derived.value(&[1.0, 1.0]).unwrap();
        assert!(
            (found - expected).abs() < 1e-5,
            "{formula} in {wrt:?}: {found}, expected {expected}"
        );
    }
}

#[test]
fn sums_over_elements_are_written_out() {
    let f = query("sum(x[i]^2*(i + 1), i, 0, 2)", "x");
    assert_eq!(f.gradient().to_string(), "[2*x[0], 4*x[1], 6*x[2]]");
    let g = query("sum(sum(A[i,j]*x[j], j, 0, 1)^2, i, 0, 1)", "A, x");
    let point = [1.0, 2.0, 3.0, 4.0, 0.5, -1.0];
    assert_eq!(g.value(&point).unwrap(), 1.5 * 1.5 + 2.5 * 2.5);
    let derived = g.partial("x[1]").unwrap().value(&point).unwrap();
    assert_eq!(derived, 2.0 * -1.5 * 2.0 + 2.0 * -2.5 * 4.0);
    for wrong in [
        "sum(x[i], i, 0, n)",
        "sum(x[n], i, 0, 2)",
        "x[n]",
        "sum(x[i/2], i, 0, 3)",
    ] {
        assert!(Function::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn elements_are_variables_of_derivatives() {
    let mut session = partials::Session::new();
    let output = session
        .run("f(x) = x[0]^2*x[1]\n\u{2202}f/\u{2202}x[0]\ndiff(f, x[1])\nf at x[0] = 3, x[1] = 2");
    assert!(output.diagnostics.is_empty(), "{:?}", output.diagnostics);
    let queries: Vec<String> = output
        .items
        .iter()
        .filter_map(|item| match &item.kind {
            partials::ItemKind::Query { function, .. } => Some(function.to_string()),
            _ => None,
        })
        .collect();
    assert_eq!(queries, ["2*x[0]*x[1]", "x[0]^2", "x[0]^2*x[1]"]);
}

#[test]
fn numbers_with_a_base_are_refused_with_their_value() {
    for (written, value) in [
        ("0x10", "16"),
        ("0b101", "5"),
        ("0o17", "15"),
        ("0xFF1", "4081"),
    ] {
        let error = Function::parse(written).unwrap_err().to_string();
        assert!(
            error.contains("numbers are not read"),
            "{written}: {error} ({value})"
        );
    }
    for fine in ["0*x10", "0.5x", "10x", "0 x"] {
        assert!(Function::parse(fine).is_ok(), "{fine}");
    }
}
