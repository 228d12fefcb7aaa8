//! Which part of an expression has no value at a point.

use partials_numeric::interval::Interval;
use partials_numeric::scalar::Scalar;
use partials_numeric::tape::{Tape, TapeOptions};
use partials_symbolic::graph::{Constant, Id, Node};
use partials_symbolic::print::{Text, TextOptions};
use partials_symbolic::{Graph, Rational};

use crate::Error;

/// How far down parts are looked for.
const DEEPEST: usize = 1000;

/// A point, at which parts of an expression are looked at.
struct Parts<'a> {
    graph: &'a Graph,
    variables: &'a [String],
    point: &'a [Rational],
    options: TapeOptions,
}

/// What can be said of a value.
#[derive(Clone, Copy, PartialEq)]
enum Seen {
    Value,
    /// A float that is no number, where an enclosure does not exclude that there is a value.
    Unclear,
    Undefined,
}

/// The smallest part of `root` that has no value although all that it is made of has; `None`
/// where the root has a value, as far as can be seen.
pub(crate) fn undefined_part(
    graph: &Graph,
    root: Id,
    variables: &[String],
    point: &[Rational],
    decimals: bool,
) -> Result<Option<String>, Error> {
    let parts = Parts { graph, variables, point, options: TapeOptions { decimals } };
    let worst = parts.see(root)?;
    if worst == Seen::Value {
        return Ok(None);
    }
    let mut part = root;
    for _ in 0..DEEPEST {
        match parts.inner(part, worst)? {
            Some(inner) => part = inner,
            None => break,
        }
    }
    let options = TextOptions { decimals, ..TextOptions::default() };
    Ok(graph.with(|arena| Text::new(arena, &[part], options)).results.pop())
}

impl Parts<'_> {
    fn see(&self, id: Id) -> Result<Seen, Error> {
        let tape = Tape::new(self.graph, &[id], self.variables, self.options)?;
        let intervals: Vec<Interval> = self.point.iter().map(|x| Scalar::number(x, ())).collect();
        if tape.evaluate(&intervals, ()).iter().any(|value| value.is_empty()) {
            return Ok(Seen::Undefined);
        }
        let floats: Vec<f64> = self.point.iter().map(Rational::to_f64).collect();
        let finite = tape.evaluate(&floats, ()).iter().all(|value| value.is_finite());
        Ok(if finite { Seen::Value } else { Seen::Unclear })
    }

    /// An operand without a value; of a conditional only the branch that is taken counts.
    fn inner(&self, id: Id, worst: Seen) -> Result<Option<Id>, Error> {
        for operand in self.operands(id)? {
            if self.see(operand)? == worst {
                return Ok(Some(operand));
            }
        }
        Ok(None)
    }

    fn operands(&self, id: Id) -> Result<Vec<Id>, Error> {
        let (node, operands) = self.graph.with(|arena| {
            let mut operands = Vec::new();
            arena.for_each_operand(id, |operand| operands.push(operand));
            (arena.node(id), operands)
        });
        match (node, operands.as_slice()) {
            (Node::If(_), &[condition, yes, no]) => {
                let taken = if self.holds(condition)? { yes } else { no };
                let nothing = self.graph.with(|a| a.node(taken)) == Node::Constant(Constant::Undefined);
                Ok(if nothing { Vec::new() } else { vec![taken] })
            }
            // The index has no value outside.
            (Node::IndexedSum(..) | Node::IndexedProduct(..), _) => Ok(Vec::new()),
            _ => Ok(operands),
        }
    }

    fn holds(&self, condition: Id) -> Result<bool, Error> {
        let root = self.graph.with(|arena| {
            let (one, zero) = (arena.integer(1), arena.integer(0));
            arena.select(condition, one, zero)
        });
        let tape = Tape::new(self.graph, &[root], self.variables, self.options)?;
        let floats: Vec<f64> = self.point.iter().map(Rational::to_f64).collect();
        Ok(tape.evaluate(&floats, ()).first() == Some(&1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Function;

    #[track_caller]
    fn check(formula: &str, point: &[i64], expected: Option<&str>) {
        let f = Function::parse(formula).unwrap();
        let point: Vec<Rational> = point.iter().map(|x| Rational::from(*x)).collect();
        assert_eq!(f.undefined_parts(&point).unwrap()[0].as_deref(), expected, "{formula}");
    }

    #[test]
    fn the_smallest_part_is_named() {
        check("x^2 + ln(x)", &[-1], Some("ln(x)"));
        check("x^2 + ln(x)", &[1], None);
        check("sin(1/x)", &[0], Some("1/x"));
        check("sqrt(x - 3)*y", &[2, 1], Some("sqrt(x - 3)"));
        check("if(x > 0, ln(x), 0)", &[-1], None);
        check("2 + if(x < 0, ln(x), 0)", &[-1], Some("ln(x)"));
        check("1 + piecewise(x > 0: x)", &[-1], Some("piecewise(x > 0: x)"));
    }
}
