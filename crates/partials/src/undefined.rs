//! Which part of an expression has no value at a point.

use partials_numeric::interval::Interval;
use partials_numeric::scalar::Scalar;
use partials_numeric::tape::TapeOptions;
use partials_numeric::verify;
use partials_symbolic::graph::Id;
use partials_symbolic::print::{Text, TextOptions};
use partials_symbolic::{Graph, Rational};

use crate::Error;

/// The smallest part of `root` that has no value although all that it is made of has; `None`
/// where the root has a value, as far as can be seen.
pub(crate) fn undefined_part(
    graph: &Graph,
    root: Id,
    variables: &[String],
    point: &[Rational],
    decimals: bool,
) -> Result<Option<String>, Error> {
    let point: Vec<Interval> = point.iter().map(|x| Scalar::number(x, ())).collect();
    let options = TapeOptions { decimals };
    let part = verify::undefined_part(graph, root, variables, &point, options)?;
    let options = TextOptions {
        decimals,
        ..TextOptions::default()
    };
    Ok(part.and_then(|part| graph.with(|arena| Text::new(arena, &[part], options).results.pop())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Function;

    #[track_caller]
    fn check(formula: &str, point: &[i64], expected: Option<&str>) {
        let f = Function::parse(formula).unwrap();
        let point: Vec<Rational> = point.iter().map(|x| Rational::from(*x)).collect();
        assert_eq!(
            f.undefined_parts(&point).unwrap()[0].as_deref(),
            expected,
            "{formula}"
        );
    }

    #[test]
    fn the_smallest_part_is_named() {
        check("x^2 + ln(x)", &[-1], Some("ln(x)"));
        check("x^2 + ln(x)", &[1], None);
        check("sin(1/x)", &[0], Some("1/x"));
        check("sqrt(x - 3)*y", &[2, 1], Some("sqrt(x - 3)"));
        check("if(x > 0, ln(x), 0)", &[-1], None);
        check("2 + if(x < 0, ln(x), 0)", &[-1], Some("ln(x)"));
        check(
            "1 + piecewise(x > 0: x)",
            &[-1],
            Some("piecewise(x > 0: x)"),
        );
    }
}
