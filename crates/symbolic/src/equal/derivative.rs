//! Whether a claim is the derivative of a function, by dual numbers over the finite field.

use super::cases::defined;
use super::signature::dual::{self, Partials};
use super::{Equality, Unknown};
use crate::derive::rules;
use crate::graph::{Graph, Id, Node, Reachable, Symbol, import};

/// Whether a claim is the derivative of a function in a variable: probable, or unknown. The
/// function is not derived as an expression; its slope is computed beside its value at random
/// points of a finite field, so that nothing is rounded. Functions are taken in terms of
/// exponentials, logarithms, angles, roots, asin and atan where they can be; of others the table's
/// derivative is taken. Branches are not looked into.
///
/// ```
/// use partials_symbolic::Graph;
/// use partials_symbolic::equal::{Equality, derivative_agrees};
/// let graph = Graph::new();
/// let x = graph.variable("x");
/// let symbol = graph.with(|arena| arena.symbol("x"));
/// let claim = 1 + x.tan().pow(2);
/// let found = derivative_agrees(&graph, x.tan().id(), symbol, claim.id());
/// assert!(matches!(found, Equality::Probable { error } if error < 1e-9));
/// let wrong = derivative_agrees(&graph, x.tan().id(), symbol, (claim * 2).id());
/// assert!(matches!(wrong, Equality::Unknown(_)));
/// ```
pub fn derivative_agrees(graph: &Graph, function: Id, variable: Symbol, claim: Id) -> Equality {
    if function == Id::POISON || claim == Id::POISON {
        return Equality::Unknown(Unknown::Outside("an impossible expression"));
    }
    let scratch = Graph::new();
    let copy = |id: Id| graph.with(|from| scratch.with(|to| import(to, from, id)));
    let roots = [function, claim].map(copy);
    let [function, claim] = defined(&scratch, roots, &mut Vec::new());
    let variable = graph.with(|arena| arena.name(variable).to_owned());
    let variable = scratch.with(|arena| arena.symbol(&variable));
    let partials = partials(&scratch, function);
    let error = scratch.with(|arena| dual::derivative(arena, function, variable, claim, &partials));
    match error {
        Some(error) => Equality::Probable { error },
        None => Equality::Unknown(Unknown::NotZero),
    }
}

/// The table's derivatives of the calls that the field does not know.
fn partials(graph: &Graph, function: Id) -> Partials {
    let reachable = graph.with(|arena| Reachable::new(arena, &[function]));
    let mut partials = Partials::default();
    for &id in reachable.ids() {
        let Node::Call(function, _) = graph.with(|arena| arena.node(id)) else {
            continue;
        };
        if dual::is_known(function) {
            continue;
        }
        let arguments = rules::operands(graph, id);
        let partial = |i| {
            let rule = rules::call(graph, id, function, &arguments, i);
            let [rule] = defined(graph, [rule], &mut Vec::new());
            rule
        };
        partials.insert(id, (0..arguments.len()).map(partial).collect());
    }
    partials
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Function, Handle};

    fn agrees(graph: &Graph, function: Handle<'_>, variable: &str, claim: Handle<'_>) -> bool {
        let variable = graph.with(|arena| arena.symbol(variable));
        let found = derivative_agrees(graph, function.id(), variable, claim.id());
        matches!(found, Equality::Probable { .. })
    }

    /// Whether the field takes an expression apart down to functions of its own.
    fn is_elementary(graph: &Graph, expression: Handle<'_>) -> bool {
        let [root] = defined(graph, [expression.id()], &mut Vec::new());
        let reachable = graph.with(|arena| Reachable::new(arena, &[root]));
        reachable
            .ids()
            .iter()
            .all(|id| match graph.with(|arena| arena.node(*id)) {
                Node::Call(function, _) => dual::is_known(function),
                Node::If(_) => false,
                _ => true,
            })
    }

    /// Their rules say that roots of different values belong together, whose signs are drawn one by
    /// one.
    const ROOTS: [Function; 5] = {
        use Function::{Acosh, Acsc, Acsch, Asec, Asech};
        [Asec, Acsc, Acosh, Asech, Acsch]
    };

    /// The rules of the table against the definitions of the functions: all that are elementary
    /// hold without a tolerance, and none does with a mistake in it.
    #[test]
    fn rules_of_elementary_functions_are_exact() {
        let (mut checked, mut roots) = (Vec::new(), Vec::new());
        for &function in Function::ALL {
            let graph = Graph::new();
            let arguments = function.sample_arguments(&graph);
            let call = graph.call(function, &arguments);
            for (i, argument) in arguments.iter().enumerate() {
                let Some(rule) = function.partial(i, call, &arguments) else {
                    continue;
                };
                if !is_elementary(&graph, call) || !is_elementary(&graph, rule) {
                    continue;
                }
                let name = argument.to_string();
                if !agrees(&graph, call, &name, rule) {
                    roots.push(function);
                    continue;
                }
                let mistakes = [-rule, rule * 2, rule + 1, rule * *argument, rule / 3];
                for wrong in mistakes {
                    assert!(!agrees(&graph, call, &name, wrong), "{function:?}: {wrong}");
                }
                checked.push(function);
            }
        }
        assert_eq!(roots, ROOTS);
        assert!(checked.len() >= 30, "{}: {checked:?}", checked.len());
    }

    /// Compositions, general powers and functions of the table: the chain rule is the field's own.
    #[test]
    fn derivatives_of_compositions_agree() {
        let graph = Graph::new();
        let (x, y) = (graph.variable("x"), graph.variable("y"));
        let bell = (-x.pow(4)).exp() * 2 / graph.pi().sqrt();
        let (sum, tangent) = (x + y, (x + y).tan());
        let cases = [
            (x.pow(3) * y, 3 * x.pow(2) * y),
            ((x * y).sin(), y * (x * y).cos()),
            (x.pow(x), x.pow(x) * (x.ln() + 1)),
            (x.pow(y), y * x.pow(y - 1)),
            ((x.pow(2) + 1).sqrt(), x / (x.pow(2) + 1).sqrt()),
            ((x / y).exp().ln(), 1 / y),
            (x.pow(2).call(Function::Erf), 2 * x * bell),
            (tangent / x, sum.cos().pow(-2) / x - tangent / x.pow(2)),
        ];
        for (function, derivative) in cases {
            assert!(
                agrees(&graph, function, "x", derivative),
                "{function}: {derivative}"
            );
            assert!(!agrees(&graph, function, "x", derivative + y), "{function}");
            assert!(!agrees(&graph, function, "x", -derivative), "{function}");
        }
        assert!(agrees(&graph, y.sin(), "x", graph.number(0)));
        assert!(!agrees(&graph, y.sin(), "x", graph.number(1)));
    }
}
