//! What germs say of functions at their corners.
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)] // What is not there fails the test.

use partials::Function;
use partials::numeric::germ::Slope;
use partials::numeric::interval::Interval;
use partials::symbolic::Rational;

fn slope(source: &str, at: f64, order: usize) -> Slope {
    let f =
        Function::parse(&format!("f(x) = {source}")).unwrap_or_else(|e| panic!("{source}: {e}"));
    let point = [Rational::from_f64(at).unwrap()];
    f.derivatives_at(&vec!["x"; order], &point)
        .unwrap()
        .remove(0)
        .slope
}

fn text(slope: &Slope) -> String {
    let number = |x: &Interval| {
        let rounded = format!("{:.9}", x.midpoint() + 0.0);
        rounded
            .trim_end_matches('0')
            .trim_end_matches('.')
            .to_owned()
    };
    match slope {
        Slope::Smooth { value, .. } => number(value),
        Slope::OneSided { side, value } => format!("{side:?} {}", number(value)),
        Slope::Kink { left, right } => format!("kink {} {}", number(left), number(right)),
        Slope::Vertical { left, right } => format!("vertical {left} {right}"),
        Slope::Jump => "jump".into(),
        Slope::Outside => "outside".into(),
        other => format!("{other:?}"),
    }
}

#[test]
fn corners_are_told_apart() {
    let mut wrong = Vec::new();
    for (source, at, order, expected) in [
        ("x^2", 0.0, 1, "0"),
        ("x^0", 0.0, 1, "0"),
        ("x*sqrt(x)", 0.0, 1, "Right 0"),
        ("sqrt(x)", 0.0, 1, "vertical 0 1"),
        ("abs(x)", 0.0, 1, "kink -1 1"),
        ("abs(x)^2", 0.0, 1, "0"),
        ("abs(x)^2", 0.0, 2, "2"),
        ("relu(x) - relu(-x)", 0.0, 1, "1"),
        ("max(x, x)", 1.0, 1, "1"),
        ("max(2*x, x + x)", 1.0, 1, "2"),
        ("sqrt(x^2)^2", 0.0, 1, "0"),
        ("sqrt(x^2)", 0.0, 1, "kink -1 1"),
        ("sqrt(x^4)", 0.0, 1, "0"),
        ("if(x == 0, 0, x)", 0.0, 1, "1"),
        ("if(x == 0, 1, sin(x)/x)", 0.0, 1, "0"),
        ("if(x == 0, 1, sin(x)/x)", 0.0, 2, "-0.333333333"),
        ("sinc(x)", 0.0, 2, "-0.333333333"),
        ("if(x < 0, sin(x), 1/2)", 0.0, 1, "jump"),
        ("if(x > 0, x*log(x), 0)", 0.0, 1, "vertical 0 -1"),
        ("if(x > 0, x^2*log(x), 0)", 0.0, 1, "0"),
        ("if(x == 0, 0, exp(-1/x^2))", 0.0, 1, "0"),
        ("if(x == 0, 0, x^2*sin(1/x))", 0.0, 1, "0"),
        ("if(x == 0, 0, x*sin(1/x))", 0.0, 1, "Unclear(NoSeries)"),
        (
            "if(x == 0, 0, x*atan(1/x))",
            0.0,
            1,
            "kink -1.570796327 1.570796327",
        ),
        ("cbrt(x)", 0.0, 1, "vertical 1 1"),
        ("cbrt(x)^4", 0.0, 1, "0"),
        ("cbrt(x^2)", 0.0, 1, "vertical -1 1"),
        ("floor(x)", 1.0, 1, "jump"),
        ("floor(x)", 1.5, 1, "0"),
        ("(x - floor(x))^0", 1.0, 1, "0"),
        ("mod(x, 1)", 0.3, 1, "1"),
        ("asin(x)", 1.0, 1, "vertical 1 0"),
        ("acosh(x)", 1.0, 1, "vertical 0 1"),
        ("asin(x)*sqrt(1 - x^2)", 1.0, 1, "vertical -1 0"),
        ("acos(x)^2", 1.0, 1, "Left -2"),
        ("ln(x)", -2.0, 1, "outside"),
        ("1/x", 0.0, 1, "outside"),
        ("x^1.875", 0.0, 1, "Right 0"),
        ("x*abs(x)", 0.0, 1, "0"),
        ("x*abs(x)", 0.0, 2, "kink -2 2"),
        ("heaviside(x)*x^2", 0.0, 1, "0"),
        ("hypot(x, 0)", 0.0, 1, "kink -1 1"),
        ("atan2(x, -1)", 0.0, 1, "jump"),
        ("atan2(x, 1)", 0.0, 1, "1"),
        ("softplus(x)", 0.0, 1, "0.5"),
        ("erf(x)", 0.0, 1, "1.128379167"),
        ("gamma(x)", 1.0, 1, "-0.577215665"),
        ("besselj(0, x)", 0.0, 2, "-0.5"),
        ("sum(abs(x - i), i, 0, 2)", 1.0, 1, "kink -1 1"),
        ("clamp(x, 0, 1)", 1.0, 1, "kink 1 0"),
        ("round(x)", 0.5, 1, "jump"),
        ("elu(x, 1)", 0.0, 1, "1"),
        ("tanh(x)", 20.0, 1, "0"),
        ("logsumexp(x, 2*x)", 0.0, 1, "1.5"),
        ("besselj(x, 1)", 1.0, 1, "-0.461928544"),
    ] {
        let found = text(&slope(source, at, order));
        if found != expected {
            wrong.push(format!(
                "{source} at {at}, order {order}: {found}, expected {expected}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
