//! The rules that both directions share: the derivative of a node in each of its operands.

use smallvec::SmallVec;

use super::orthogonal;
use crate::functions::Function;
use crate::graph::{Arena, Graph, Id, Node, Symbol, substitute};
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

/// Whether a partial derivative is 0 everywhere: nothing comes through it, not even `0·NaN`.
pub(super) fn is_zero(arena: &Arena, partial: Id) -> bool {
    arena.as_number(partial).is_some_and(Rational::is_zero)
}

/// The factors of the derivative of `base^exponent` in the base: `e·b^(e-1)`. `None` for exponent
/// 0: the power is 1 for every base.
pub(crate) fn power_in_base(arena: &mut Arena, base: Id, exponent: Id) -> Option<[Id; 2]> {
    let reduced = match arena.as_number(exponent) {
        Some(exponent) if exponent.is_zero() => return None,
        Some(exponent) => {
            let reduced = exponent.add(&Rational::MINUS_ONE);
            arena.number(reduced)
        }
        None => {
            let minus_one = arena.number(Rational::MINUS_ONE);
            arena.sum(&[exponent, minus_one])
        }
    };
    Some([exponent, arena.power(base, reduced)])
}

/// The factors of the derivative of `base^exponent` in the exponent: `b^e·ln(b)`, or `0^e`, which
/// is 0 wherever it has a derivative.
pub(crate) fn power_in_exponent(arena: &mut Arena, id: Id, base: Id) -> [Id; 2] {
    let is_zero = arena.as_number(base).is_some_and(Rational::is_zero);
    let rate = match is_zero {
        true => arena.integer(1),
        false => arena.call(Function::Ln, &[base]),
    };
    [id, rate]
}

/// The adjoint times some factors. A coefficient that would meet another one is folded with it
/// instead of being multiplied by twice: `(-2*u)·(-3*v)` is `6*u*v`.
pub(super) fn scaled(arena: &mut Arena, adjoint: Id, factors: &[Id]) -> Id {
    let mut list = Ids::new();
    let has_coefficient =
        |id: &Id| arena.as_number(*id).is_some() || with_coefficient(arena, *id).is_some();
    match with_coefficient(arena, adjoint) {
        Some(parts) if factors.iter().any(has_coefficient) => list.extend(parts),
        _ => list.push(adjoint),
    }
    for &factor in factors {
        match with_coefficient(arena, factor) {
            Some(parts) => list.extend(parts),
            None => list.push(factor),
        }
    }
    arena.product(&list)
}

/// The two factors of `3*u`.
fn with_coefficient(arena: &Arena, id: Id) -> Option<[Id; 2]> {
    let Node::Product(list) = arena.node(id) else {
        return None;
    };
    match *arena.list(list) {
        [number, rest] if arena.as_number(number).is_some() => Some([number, rest]),
        _ => None,
    }
}

/// A factor that divides: `base^-power`.
#[derive(Clone, Copy)]
pub(super) struct Divisor {
    pub(super) base: Id,
    factor: Id,
    exponent: Id,
}

/// The factor as a divisor: a power with a negative number for its exponent.
pub(super) fn divisor(arena: &Arena, factor: Id) -> Option<Divisor> {
    let Node::Power(base, exponent) = arena.node(factor) else {
        return None;
    };
    arena.as_number(exponent)?.is_negative().then_some(Divisor {
        base,
        factor,
        exponent,
    })
}

/// The factors of a product by what the product rule does with them.
#[derive(Default)]
pub(super) struct Factors {
    /// They depend on no variable.
    pub(super) fixed: Ids,
    pub(super) divisors: SmallVec<[Divisor; 2]>,
    pub(super) active: Ids,
}

/// What a product with some adjoint adds to the adjoints of the bases of its divisors, and of its
/// active factors.
pub(super) fn product(arena: &mut Arena, id: Id, adjoint: Id, parts: &Factors) -> (Ids, Ids) {
    let reciprocal = |divisor: &Divisor, arena: &mut Arena| match arena.as_number(divisor.exponent)
    {
        Some(exponent) if exponent.is_minus_one() => divisor.factor,
        _ => arena.reciprocal(divisor.base),
    };
    let mut quotient = adjoint;
    for divisor in &parts.divisors {
        quotient = scaled(arena, quotient, &[divisor.factor]);
    }
    let in_divisors = match parts.divisors.as_slice() {
        [] => Ids::new(),
        [only]
            if arena
                .as_number(only.exponent)
                .is_some_and(Rational::is_minus_one) =>
        {
            Ids::from_slice(&[scaled(arena, quotient, &[only.exponent, id])])
        }
        several => {
            let whole = scaled(arena, adjoint, &[id]);
            let part = |divisor: &Divisor| {
                let reciprocal = reciprocal(divisor, arena);
                scaled(arena, whole, &[divisor.exponent, reciprocal])
            };
            several.iter().map(part).collect()
        }
    };
    let prefix = scaled(arena, quotient, &parts.fixed);
    (
        in_divisors,
        adjoints_of_factors(arena, prefix, &parts.active),
    )
}

/// The adjoint of each of the factors of a product with the adjoint `adjoint`: `3n - 4`
/// multiplications by running products from both ends (Speelpenning 1980).
fn adjoints_of_factors(arena: &mut Arena, adjoint: Id, factors: &[Id]) -> Ids {
    let mut suffixes = Ids::new();
    for &factor in factors.iter().skip(1).rev() {
        let suffix = suffixes.last().copied();
        suffixes.push(suffix.map_or(factor, |suffix| arena.product(&[factor, suffix])));
    }
    let mut prefix = adjoint;
    let mut adjoints = Ids::with_capacity(factors.len());
    for (&factor, &suffix) in factors.iter().zip(suffixes.iter().rev()) {
        adjoints.push(scaled(arena, prefix, &[suffix]));
        prefix = arena.product(&[prefix, factor]);
    }
    adjoints.push(prefix);
    adjoints
}

/// Takes out what all of several products have in common, numbers excepted, and gives the rest of
/// each. One product alone stays whole.
pub(super) fn take_common(arena: &Arena, products: &[Id]) -> (Ids, SmallVec<[Ids; 2]>) {
    let whole = |id: &Id| Ids::from_slice(&[*id]);
    let factors_of = |id: &Id| match arena.node(*id) {
        Node::Product(list) => Ids::from_slice(arena.list(list)),
        _ => whole(id),
    };
    let mut common = Ids::new();
    if let [first, others @ ..] = products
        && !others.is_empty()
    {
        let others: SmallVec<[Ids; 2]> = others.iter().map(factors_of).collect();
        for factor in factors_of(first) {
            let everywhere = others.iter().all(|list| list.contains(&factor));
            if everywhere && !common.contains(&factor) && arena.as_number(factor).is_none() {
                common.push(factor);
            }
        }
    }
    let rest = |id: &Id| {
        if common.is_empty() {
            return whole(id);
        }
        let mut rest = factors_of(id);
        for factor in &common {
            if let Some(place) = rest.iter().position(|other| other == factor) {
                rest.remove(place);
            }
        }
        rest
    };
    let rests = products.iter().map(rest).collect();
    (common, rests)
}

/// The derivative of a call in its argument `i`: the table's rule, or a symbolic partial where
/// there is no closed form.
pub(crate) fn call(graph: &Graph, id: Id, function: Function, arguments: &[Id], i: usize) -> Id {
    if let (&[degree, x], 1) = (arguments, i)
        && let Some(derived) =
            graph.with(|arena| orthogonal::derivative(arena, function, degree, x))
    {
        return derived;
    }
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
/// `i`: the order in that argument goes up by one. Where the table has a rule for it, this goes
/// before what has no closed form.
pub(crate) fn raise_order(graph: &Graph, node: Node, list: &[Id], i: usize) -> Id {
    if let Node::CallDerivative(function, _) = node
        && let Some(derived) = by_rule_first(graph, function, list, i)
    {
        return derived;
    }
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

/// The rule of argument `i`, derived by the orders in `list`, of the arguments in it.
fn by_rule_first(graph: &Graph, function: Function, list: &[Id], i: usize) -> Option<Id> {
    let (orders, arguments) = list.split_at_checked(list.len() / 2)?;
    let names: Vec<String> = (0..arguments.len())
        .map(|j| format!("{} #{j}", function.name()))
        .collect();
    let places: Vec<_> = names.iter().map(|name| graph.variable(name)).collect();
    let partial = function.partial(i, graph.call(function, &places), &places)?;
    let symbols: Vec<Symbol> =
        graph.with(|arena| names.iter().map(|name| arena.symbol(name)).collect());
    let mut derived = partial.id();
    for (symbol, order) in symbols.iter().zip(orders) {
        let order = graph.with(|arena| arena.as_number(*order)?.to_i64())?;
        for _ in 0..order {
            derived = super::forward::partial(graph, derived, *symbol);
        }
    }
    let replacements = symbols.into_iter().zip(arguments.iter().copied()).collect();
    Some(graph.with(|arena| substitute(arena, derived, &replacements)))
}

/// The product of all factors but one, for each place in `wanted`: by prefix and suffix products
/// where there are many, so that all of them together stay linear in the number of factors.
pub(crate) fn cofactors(graph: &Graph, factors: &[Id], wanted: impl Fn(usize) -> bool) -> Ids {
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
        let mut suffixes = Ids::with_capacity(factors.len());
        let mut suffix = arena.number(Rational::ONE);
        for &factor in factors.iter().rev() {
            suffixes.push(suffix);
            suffix = arena.product(&[factor, suffix]);
        }
        let mut prefix = arena.number(Rational::ONE);
        let mut result = Ids::with_capacity(factors.len());
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
