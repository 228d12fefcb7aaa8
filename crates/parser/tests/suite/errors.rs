//! Wrong inputs with the errors they get, by family.

use std::fmt::Write;

use partials_parser::render::render_all;
use partials_parser::{Names, Parsed, parse};

use crate::functions;

fn scope() -> Names {
    functions().with_variable("pi").with_variable("k")
}

/// Shows sources with their errors, and asserts that every fix mends what it is for.
fn show(sources: &[&str]) -> String {
    let mut text = String::new();
    for source in sources {
        let parsed = parse(source, &scope());
        assert!(
            !parsed.diagnostics.is_empty(),
            "nothing is found wrong with {source}"
        );
        for fix in parsed
            .diagnostics
            .iter()
            .flat_map(|diagnostic| &diagnostic.fixes)
        {
            let fixed = fix.apply(source);
            let again = parse(&fixed, &scope());
            assert!(
                errors(&again) < errors(&parsed).max(1),
                "{source}\n{}",
                render_all(&fixed, &again.diagnostics)
            );
        }
        let shown: String = source.escape_debug().collect();
        let _ = writeln!(
            text,
            "──── {shown}\n{}",
            render_all(source, &parsed.diagnostics)
        );
    }
    text
}

fn errors(parsed: &Parsed) -> usize {
    parsed
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.is_error())
        .count()
}

macro_rules! family {
    ($name:ident, $($source:literal),+ $(,)?) => {
        #[test]
        fn $name() {
            insta::with_settings!({ omit_expression => true }, {
                insta::assert_snapshot!(show(&[$($source),+]));
            });
        }
    };
}

family!(
    characters,
    "x\u{202e} + y",
    "x # \u{2066} hidden",
    "\u{200b}x",
    "x\u{7}y",
    "a\u{fe0f} + 1",
    "x $ y",
    "{x + 1}",
    "√x²",
    "√2x",
    "√",
    "x % 2",
    "x ∧ y",
    "xⁿ + 1",
    "∞",
    "x \\ y",
    "a.b",
    "1.2.3",
    "1e99999999999999999999",
    "data \"a.csv",
    "claim \"label x = y",
    "x⁻",
);

family!(
    operands, "x +", "x + * y", "* x", "x + )", "()", "[]", "f(x,)", "x * * y", "x = = y", "2 ^",
    "sin(", "not (", "x <", "x < = 1", "||", "| |", "[1, 2",
);

family!(
    operators,
    "x 2",
    "2 3",
    "(x)2",
    "x y 3",
    "x | y",
    "[1, 2] [0]",
    "[1, 2][0]",
    "x in [0, 1]",
    "(a)'",
    "x^2'",
    "f(x; y)",
);

family!(
    brackets,
    "(x",
    "((x + [1, 2)",
    "x)",
    "(x]",
    "[x)",
    "|x",
    "|x)",
    "(x, y)",
    "f(x, (y + 1)",
    "sin(x\nb = 2",
    "x[",
    "x[]",
    "|a, b|",
);

family!(
    two_readings,
    "1/2x",
    "1/2 x",
    "a/b c",
    "1/(2)(x)",
    "1/2x y",
    "1/2sin(x)",
    "1/x^2y",
    "x^2y",
    "x^2(y + 1)",
    "e^2x",
    "x^-2y",
    "2x^3y^2",
    "3xy",
    "2velocity",
    "sin x y",
    "sin 2x y",
    "sin^2 x y",
    "log 2 (y + 1)",
    "k(x + 1)",
    "x(x + 1)",
    "x + x(y)*x(2)",
    "f(x) = x(x + 1)",
    "sin^-1(x)",
    "sin⁻¹(x)",
    "exp^-1(x)",
    "sin^-2(x)",
    "a/sin^-1(x)",
    "x²^3",
    "sin^2(x)^2",
    "n!!",
    "x|y|",
    "|a|b|c|",
);

family!(
    other_languages,
    "x^*2",
    "a && b",
    "a || b",
    "(a > 0) || (b > 0)",
    "!a",
    "x > 0 ? x : -x",
    "1 + (x > 0 ? 1 : x < 0 ? 2 : 3)",
    "if(x = 1, a, b)",
    "f(x) := x^2",
    "x <> y",
    "a – b",
    "sin[x]",
    "x & y",
);

family!(
    calls_and_words,
    "sin(x, y)",
    "sin()",
    "atan2(x)",
    "max()",
    "if(x > 0, 1)",
    "sum(x, i)",
    "sum(x, 1, 2, 3)",
    "sum(x, i, 1)",
    "piecewise(x)",
    "piecewise(x < 0, 1)",
    "piecewise(x < 0: 1, else: 2, x > 1: 3)",
    "a : b",
    "sqr(x)",
    "Sin(x)",
    "gamma + 1",
    "f'(x, y)",
    "f^(1,0)(x)",
    "f^(1,0)",
    "I*x",
    "2*I",
    "grad()",
    "cross(x)",
);

family!(
    derivatives,
    "d^2f/dx",
    "∂²f/∂x",
    "∂x",
    "∂f/x",
    "∂/∂x",
    "∂f(x, y)/∂x",
    "∂(x*y)/∂x",
    "d/dx x*y",
    "d/dx sin(x) cos(x)",
    "∂/∂x f(x)/2",
    "df/dx (2)",
    "diff(x)",
    "diff(x, 2)",
    "diff(f, (x, 2))",
    "diff(f, x, 1.5)",
    "diff(f, x + 1)",
    "∇",
    "∇ + 1",
);

family!(
    statements,
    "2*x = 6",
    "f(2) = 3",
    "f(x, x) = 1",
    "f(x",
    "claim x",
    "claim x = y = z",
    "claim x > 1",
    "claim = = 2",
    "assume x",
    "assume x + 1",
    "assume x = 3",
    "domain x",
    "domain x in (0, 1)",
    "domain x in [0]",
    "domain x in [0, 1] y",
    "data houses.csv",
    "x at 1",
    "a = 1 at x = 2",
    "sin(x) = 2",
    "pi = 3",
    "a = b = c",
    "x \\",
    "a = (1\nb = [2\nclaim c = 3 4",
);
