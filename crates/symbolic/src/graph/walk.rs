//! Walks over a graph that recurse nowhere: what is reachable, substitution, import.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::arena::Arena;
use super::node::{Id, Node, Symbol};

/// The nodes that some roots are made of, operands first.
#[derive(Clone, Debug, Default)]
pub struct Reachable {
    ids: Vec<Id>,
    /// The place in `ids` by id, offset by one; 0 where an id is not reachable.
    places: Vec<u32>,
}

impl Reachable {
    /// Everything that the roots are made of, the roots included.
    pub fn new(arena: &Arena, roots: &[Id]) -> Self {
        let size = roots.iter().map(|root| root.index() + 1).max().unwrap_or(0);
        let mut places = vec![0_u32; size];
        let mut stack: Vec<Id> = Vec::new();
        let mut count = 0_usize;
        let mut reach = |id: Id, stack: &mut Vec<Id>| {
            if let Some(place) = places.get_mut(id.index()).filter(|place| **place == 0) {
                *place = 1;
                count += 1;
                stack.push(id);
            }
        };
        for &root in roots {
            reach(root, &mut stack);
            while let Some(id) = stack.pop() {
                arena.for_each_operand(id, |operand| reach(operand, &mut stack));
            }
        }
        let mut ids = Vec::with_capacity(count);
        for (index, place) in places.iter_mut().enumerate().filter(|(_, place)| **place != 0) {
            ids.push(Id(index as u32));
            *place = ids.len() as u32;
        }
        Self { ids, places }
    }

    /// The ids, operands before what uses them.
    pub fn ids(&self) -> &[Id] {
        &self.ids
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The place of a node among the ids.
    pub fn place(&self, id: Id) -> Option<usize> {
        self.places.get(id.index()).and_then(|place| (*place as usize).checked_sub(1))
    }

    /// The variables among the nodes, in the order of their ids.
    pub fn variables(&self, arena: &Arena) -> Vec<Symbol> {
        self.ids
            .iter()
            .filter_map(|id| match arena.node(*id) {
                Node::Variable(symbol) => Some(symbol),
                _ => None,
            })
            .collect()
    }
}

/// Builds the same node over other operands, through the constructors, in `to`. The operands are
/// given in the order in which [`Arena::for_each_operand`] visits them.
pub(crate) fn rebuild(to: &mut Arena, from: Option<&Arena>, node: Node, operands: &[Id]) -> Id {
    let name = |to: &Arena, symbol: Symbol| -> String {
        from.map_or_else(|| to.name(symbol).to_owned(), |arena| arena.name(symbol).to_owned())
    };
    match (node, operands) {
        (Node::Poison, _) => Id::POISON,
        (Node::Number(index), _) => {
            let value = from.unwrap_or(to).number_value(index).clone();
            to.number(value)
        }
        (Node::Constant(constant), _) => to.constant(constant),
        (Node::Variable(symbol), _) => {
            let name = name(to, symbol);
            to.variable(&name)
        }
        (Node::Sum(_), terms) => to.sum(terms),
        (Node::Product(_), factors) => to.product(factors),
        (Node::Power(..), &[base, exponent]) => to.power(base, exponent),
        (Node::Call(function, _), arguments) => to.call(function, arguments),
        (Node::Apply(symbol, _), arguments) => {
            let name = name(to, symbol);
            to.apply(&name, arguments)
        }
        (Node::CallDerivative(function, _), list) => {
            to.listed(list, |list| Node::CallDerivative(function, list))
        }
        (Node::ApplyDerivative(symbol, _), list) => {
            let name = name(to, symbol);
            let symbol = to.symbol(&name);
            to.listed(list, |list| Node::ApplyDerivative(symbol, list))
        }
        (Node::Compare(comparison, ..), &[a, b]) => to.compare(comparison, a, b),
        (Node::And(_), list) => to.and(list),
        (Node::Or(_), list) => to.or(list),
        (Node::Not(_), &[a]) => to.not(a),
        (Node::If(_), &[condition, yes, no]) => to.select(condition, yes, no),
        (Node::IndexedSum(symbol, _), &[body, lower, upper]) => {
            let name = name(to, symbol);
            to.indexed_sum(&name, body, lower, upper)
        }
        (Node::IndexedProduct(symbol, _), &[body, lower, upper]) => {
            let name = name(to, symbol);
            to.indexed_product(&name, body, lower, upper)
        }
        _ => Id::POISON,
    }
}

/// Replaces variables by expressions, all at once. Shared parts stay shared.
pub fn substitute(arena: &mut Arena, root: Id, replacements: &FxHashMap<Symbol, Id>) -> Id {
    if replacements.is_empty() {
        return root;
    }
    let reachable = Reachable::new(arena, &[root]);
    let mut images: Vec<Id> = Vec::with_capacity(reachable.len());
    for &id in reachable.ids() {
        let node = arena.node(id);
        let image = match node {
            Node::Variable(symbol) => replacements.get(&symbol).copied().unwrap_or(id),
            _ => {
                let (operands, changed) = map_operands(arena, &reachable, &images, id);
                if changed { rebuild(arena, None, node, &operands) } else { id }
            }
        };
        images.push(image);
    }
    images.last().copied().unwrap_or(root)
}

fn map_operands(
    arena: &Arena,
    reachable: &Reachable,
    images: &[Id],
    id: Id,
) -> (SmallVec<[Id; 8]>, bool) {
    let mut operands = SmallVec::new();
    let mut changed = false;
    arena.for_each_operand(id, |operand| {
        let image = reachable.place(operand).and_then(|place| images.get(place));
        let image = image.copied().unwrap_or(Id::POISON);
        changed |= image != operand;
        operands.push(image);
    });
    (operands, changed)
}

/// Copies an expression from one graph to another.
pub fn import(to: &mut Arena, from: &Arena, root: Id) -> Id {
    let reachable = Reachable::new(from, &[root]);
    let mut images: Vec<Id> = Vec::with_capacity(reachable.len());
    for &id in reachable.ids() {
        let (operands, _) = map_operands(from, &reachable, &images, id);
        let image = rebuild(to, Some(from), from.node(id), &operands);
        images.push(image);
    }
    images.last().copied().unwrap_or(Id::POISON)
}
