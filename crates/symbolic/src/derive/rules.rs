//! The rules that both directions share: the derivative of a node in each of its operands.

use smallvec::SmallVec;

use crate::functions::Function;
use crate::graph::{Graph, Id, Node};
use crate::number::Rational;

pub(crate) type Ids = SmallVec<[Id; 8]>;

/// The operands of a node.
pub(crate) fn operands(graph: &Graph, id: Id) -> Ids {
    graph.with(|arena| {
        let mut list = Ids::new();
        arena.for_each_operand(id, |operand| list.push(operand));
        list
    })
}

/// The derivative of `base^exponent` in the base: `e·b^(e-1)`. `None` for exponent 0: the power
/// is 1 for every base.
pub(crate) fn power_in_base(graph: &Graph, base: Id, exponent: Id) -> Option<Id> {
    graph.with(|arena| {
        if arena.as_number(exponent).is_some_and(Rational::is_zero) {
            return None;
        }
        let minus_one = arena.number(Rational::MINUS_ONE);
        let reduced = arena.sum(&[exponent, minus_one]);
        let power = arena.power(base, reduced);
        Some(arena.product(&[exponent, power]))
    })
}

/// The derivative of `base^exponent` in the exponent: `b^e·ln(b)`.
pub(crate) fn power_in_exponent(graph: &Graph, id: Id, base: Id) -> Id {
    graph.with(|arena| {
        let logarithm = arena.call(Function::Ln, &[base]);
        arena.product(&[id, logarithm])
    })
}

/// The derivative of a call in its argument `i`: the table's rule, or a symbolic partial where
/// there is no closed form.
pub(crate) fn call(graph: &Graph, id: Id, function: Function, arguments: &[Id], i: usize) -> Id {
    let handles: SmallVec<[_; 8]> = arguments.iter().map(|a| graph.handle(*a)).collect();
    match function.partial(i, graph.handle(id), &handles) {
        Some(partial) => partial.id(),
        None => {
            let orders: SmallVec<[i64; 8]> =
                (0..arguments.len()).map(|j| i64::from(i == j)).collect();
            graph.with(|arena| arena.call_derivative(function, &orders, arguments))
        }
    }
}

/// The derivative of an undefined function, or of any function's symbolic partial, in argument
/// `i`: the order in that argument goes up by one.
pub(crate) fn raise_order(graph: &Graph, node: Node, list: &[Id], i: usize) -> Id {
    graph.with(|arena| {
        let derived = matches!(node, Node::CallDerivative(..) | Node::ApplyDerivative(..));
        let (orders, arguments) = match derived {
            true => list.split_at_checked(list.len() / 2).unwrap_or((list, &[])),
            false => (&[][..], list),
        };
        let orders: SmallVec<[i64; 8]> = (0..arguments.len())
            .map(|j| {
                let order = orders.get(j).and_then(|id| arena.as_number(*id)?.to_i64());
                order.unwrap_or(0) + i64::from(i == j)
            })
            .collect();
        match node {
            Node::CallDerivative(function, _) => {
                arena.call_derivative(function, &orders, arguments)
            }
            Node::Apply(symbol, _) | Node::ApplyDerivative(symbol, _) => {
                let name = arena.name(symbol).to_owned();
                arena.apply_derivative(&name, &orders, arguments)
            }
            _ => Id::POISON,
        }
    })
}

/// The product of all factors but one, for each place in `wanted`: by prefix and suffix products
/// where there are many, so that all of them together stay linear in the number of factors.
pub(crate) fn cofactors(graph: &Graph, factors: &[Id], wanted: impl Fn(usize) -> bool) -> Vec<Id> {
    const FEW: usize = 4;
    graph.with(|arena| {
        if factors.len() <= FEW {
            return (0..factors.len())
                .map(|i| {
                    let others: Ids = factors
                        .iter()
                        .enumerate()
                        .filter_map(|(j, factor)| (i != j).then_some(*factor))
                        .collect();
                    if wanted(i) {
                        arena.product(&others)
                    } else {
                        Id::POISON
                    }
                })
                .collect();
        }
        let mut suffixes = Vec::with_capacity(factors.len());
        let mut suffix = arena.number(Rational::ONE);
        for &factor in factors.iter().rev() {
            suffixes.push(suffix);
            suffix = arena.product(&[factor, suffix]);
        }
        let mut prefix = arena.number(Rational::ONE);
        let mut result = Vec::with_capacity(factors.len());
        for (i, (&factor, &suffix)) in factors.iter().zip(suffixes.iter().rev()).enumerate() {
            result.push(if wanted(i) {
                arena.product(&[prefix, suffix])
            } else {
                Id::POISON
            });
            prefix = arena.product(&[prefix, factor]);
        }
        result
    })
}
