//! Properties that hold for any input.

use partials_parser::ast::NodeId;
use partials_parser::render::render;
use partials_parser::{Limits, parse, parse_expression, parse_with};
use proptest::prelude::*;

use crate::functions;

/// Parses in every way; asserts what must hold of the result.
fn examine(source: &str) {
    let scope = functions().with_variable("k");
    let parsed = parse(source, &scope);
    for (index, node) in parsed.ast.nodes().iter().enumerate() {
        assert!(
            source
                .get(node.span.start as usize..node.span.end as usize)
                .is_some(),
            "{source:?}"
        );
        for child in parsed.ast.children(NodeId(index as u32)) {
            assert!(
                (child.0 as usize) < index,
                "a child behind its parent in {source:?}"
            );
        }
    }
    assert_eq!(
        parsed.is_ok(),
        !parsed.diagnostics.iter().any(|d| d.is_error())
    );
    let wrong = parsed.diagnostics.iter().filter(|d| d.is_error()).count();
    for diagnostic in &parsed.diagnostics {
        let span = diagnostic.span;
        assert!(
            source.get(span.start as usize..span.end as usize).is_some(),
            "{span:?} in {source:?}"
        );
        assert!(!render(source, diagnostic).is_empty());
        for fix in &diagnostic.fixes {
            let mut end = 0;
            for (span, _) in &fix.edits {
                assert!(span.start >= end, "edits overlap in {source:?}");
                assert!(source.get(span.start as usize..span.end as usize).is_some());
                end = span.end;
            }
            if wrong == 1 && diagnostic.is_error() {
                let fixed = fix.apply(source);
                assert!(
                    parse(&fixed, &scope).is_ok(),
                    "{source:?} is not mended by {fixed:?}"
                );
            }
        }
    }
    let _ = parse_expression(source, &scope);
    let few = Limits {
        nodes: 5,
        errors: 2,
        ..Limits::default()
    };
    assert!(parse_with(source, &scope, &few).diagnostics.len() <= 2);
}

const PIECES: &[&str] = &[
    "x",
    "y",
    "k",
    "f",
    "xy",
    "sin",
    "sin ",
    "d",
    "dx",
    "df",
    "∂",
    "∇",
    "/",
    "*",
    "+",
    "-",
    "^",
    "**",
    "(",
    ")",
    "[",
    "]",
    "|",
    ",",
    ":",
    ";",
    "\n",
    " ",
    "  ",
    "=",
    "==",
    "<",
    "<=",
    "!",
    "!=",
    "?",
    "&&",
    "||",
    "'",
    "²",
    "⁻¹",
    "2",
    "3.5",
    "1e9",
    ".",
    "and ",
    "or ",
    "not ",
    "at ",
    "in ",
    "if(",
    "piecewise(",
    "else:",
    "sum(",
    "product(",
    "diff(",
    "claim ",
    "assume ",
    "domain ",
    "data ",
    "\"",
    "#",
    "\\",
    "\\\n",
    "I",
    "x₁",
    "gamma",
    "beta",
    "grad ",
    "\u{202e}",
    "é",
    "e\u{301}",
    "\t",
    "\r\n",
    "$",
    "(x+1)",
    "x^2",
    "f(x)",
    "d/dx ",
    "∂f/∂x",
    "f^(1,0)(",
    "A[1,2]",
    " at x = 1",
];

const FORMULAS: &[&str] = &[
    "x^2*y + sin(x*y)",
    "d/dx (sin(x^2))",
    "∂²f/∂x∂y + |x + |y||",
    "f(x, y) = x^2*y + x*y^3\nclaim ∂f/∂x = 2*x*y + y^3 at x = 1",
    "piecewise(x < 0: -x, x < 1: x^2, else: 1)",
    "sum(x[i]^2, i, 1, n)/n!",
    "assume x > 0, n integer\ndomain x in [0.1, 5]",
    "sin²(x) + cos^2(x) - 2x y",
    "diff(f(x, y), x, 2, y)",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(source in any::<String>()) {
        examine(&source);
    }

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        examine(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn pieces_of_the_language(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..14)) {
        examine(&pieces.concat());
    }

    #[test]
    fn changed_formulas(
        formula in proptest::sample::select(FORMULAS),
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), 0..3usize, proptest::sample::select(PIECES)), 1..4),
    ) {
        let mut letters: Vec<String> = formula.chars().map(String::from).collect();
        for (place, dropped, piece) in changes {
            let at = place.index(letters.len() + 1);
            let end = (at + dropped).min(letters.len());
            letters.splice(at..end, [piece.to_owned()]);
        }
        examine(&letters.concat());
    }
}
