//! The order of factors and of variables. It depends on what is written, never on when it was
//! made: two graphs arrange the same formula alike.

use std::cmp::Ordering;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::functions::Function;
use crate::graph::{Arena, Constant, Id, Node, Reachable, Symbol, natural_order};

/// How deep two factors are looked into before their structural hashes decide.
const DEPTH: u32 = 6;
/// In lists longer than this nobody reads the order, and the hashes decide sooner.
const READABLE: usize = 64;

/// The order in which variables are written.
#[derive(Clone, Debug, Default)]
pub struct VariableOrder {
    ranks: FxHashMap<Symbol, u32>,
}

impl VariableOrder {
    /// The given order; variables that it does not name come after it.
    pub fn new(variables: &[Symbol]) -> Self {
        Self {
            ranks: variables.iter().copied().zip(0..).collect(),
        }
    }

    /// Alphabetic, with numbers as numbers.
    pub fn alphabetic(arena: &Arena, expressions: &[Id]) -> Self {
        let mut variables = Reachable::new(arena, expressions).variables(arena);
        variables.sort_by(|a, b| natural_order(arena.name(*a), arena.name(*b)));
        Self::new(&variables)
    }

    /// The given variables first, then the others of the expressions alphabetically.
    pub fn with_first(arena: &Arena, first: &[Symbol], expressions: &[Id]) -> Self {
        let mut variables = Reachable::new(arena, expressions).variables(arena);
        let known: FxHashSet<Symbol> = first.iter().copied().collect();
        variables.retain(|symbol| !known.contains(symbol));
        variables.sort_by(|a, b| natural_order(arena.name(*a), arena.name(*b)));
        Self::new(&[first, &variables].concat())
    }

    /// The place of a variable.
    pub fn rank(&self, symbol: Symbol) -> u32 {
        self.ranks.get(&symbol).copied().unwrap_or(u32::MAX)
    }
}

/// The order of the bases of factors: constants, variables, undefined functions, absolute values,
/// sums, other functions in the order of the table.
/// They are two of so many.
pub(super) fn compare_factors(
    arena: &Arena,
    order: &VariableOrder,
    a: Id,
    b: Id,
    of: usize,
) -> Ordering {
    compare(arena, order, a, b, if of > READABLE { 0 } else { DEPTH })
        .then_with(|| arena.structural_hash(a).cmp(&arena.structural_hash(b)))
}

fn class(node: Node) -> u32 {
    match node {
        Node::Number(_) => 0,
        Node::Constant(Constant::Pi) => 1,
        Node::Constant(_) => 2,
        Node::Variable(_) => 3,
        Node::Apply(..) => 4,
        Node::ApplyDerivative(..) => 5,
        Node::Call(Function::Abs, _) => 6,
        Node::Sum(_) | Node::Product(_) | Node::Power(..) => 7,
        Node::Call(..) => 8,
        Node::CallDerivative(..) => 9,
        _ => 10,
    }
}

/// Recursion to a depth that is fixed above.
fn compare(arena: &Arena, order: &VariableOrder, a: Id, b: Id, depth: u32) -> Ordering {
    if a == b {
        return Ordering::Equal;
    }
    let (x, y) = (arena.node(a), arena.node(b));
    let by_class = class(x).cmp(&class(y));
    if by_class.is_ne() {
        return by_class;
    }
    let head = match (x, y) {
        (Node::Number(m), Node::Number(n)) => arena.number_value(m).cmp(arena.number_value(n)),
        (Node::Constant(m), Node::Constant(n)) => m.cmp(&n),
        (Node::Variable(m), Node::Variable(n)) => order
            .rank(m)
            .cmp(&order.rank(n))
            .then_with(|| natural_order(arena.name(m), arena.name(n))),
        (Node::Apply(m, _), Node::Apply(n, _))
        | (Node::ApplyDerivative(m, _), Node::ApplyDerivative(n, _)) => {
            natural_order(arena.name(m), arena.name(n))
        }
        (Node::Call(f, _), Node::Call(g, _))
        | (Node::CallDerivative(f, _), Node::CallDerivative(g, _)) => f.cmp(&g),
        _ => Ordering::Equal,
    };
    if head.is_ne() || depth == 0 {
        return head;
    }
    let by_orders = compare_orders(arena, x, y);
    if by_orders.is_ne() {
        return by_orders;
    }
    let mut left: smallvec::SmallVec<[Id; 8]> = smallvec::SmallVec::new();
    let mut right = left.clone();
    arena.for_each_operand(a, |operand| left.push(operand));
    arena.for_each_operand(b, |operand| right.push(operand));
    for (l, r) in left.iter().zip(&right).take(SHORT_LOOK) {
        let operand = compare(arena, order, *l, *r, depth - 1);
        if operand.is_ne() {
            return operand;
        }
    }
    left.len().cmp(&right.len())
}

/// Of the derivatives of a function of several arguments, those of higher order come first, and
/// those in its first argument: `f_xx`, `f_xy`, `f_yy`, `f_x`, `f_y`.
fn compare_orders(arena: &Arena, a: Node, b: Node) -> Ordering {
    let orders = |node: Node| -> Option<smallvec::SmallVec<[i64; 4]>> {
        let (Node::ApplyDerivative(_, list) | Node::CallDerivative(_, list)) = node else {
            return None;
        };
        let orders = arena.list(list).get(..list.len() / 2)?;
        let number = |id: &Id| arena.as_number(*id)?.to_i64();
        orders.iter().map(number).collect()
    };
    match (orders(a), orders(b)) {
        (Some(a), Some(b)) if a.len() > 1 && a.len() == b.len() => {
            let total = |orders: &[i64]| orders.iter().sum::<i64>();
            total(&b).cmp(&total(&a)).then_with(|| b.cmp(&a))
        }
        _ => Ordering::Equal,
    }
}

/// How many operands of two factors are compared.
const SHORT_LOOK: usize = 8;
