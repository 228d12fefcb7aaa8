//! Walks over a graph that recurse nowhere: what is reachable, import.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::arena::Arena;
use super::node::{Id, Node, Symbol};
use crate::functions::Arity;

/// The nodes that some roots are made of, operands first.
#[derive(Clone, Debug, Default)]
pub struct Reachable {
    ids: Vec<Id>,
    places: Places,
}

/// The place among the reachable nodes by id, offset by one; 0 or none where an id is not
/// reachable. A part of a large graph is looked up in a map, so that its cost is its own size.
#[derive(Clone, Debug)]
enum Places {
    Dense(Vec<u32>),
    Sparse(FxHashMap<u32, u32>),
}

impl Default for Places {
    fn default() -> Self {
        Self::Sparse(FxHashMap::default())
    }
}

/// In graphs up to this size a vector is used at once, and in larger ones where more than one node
/// of so many is reachable.
const SMALL: usize = 1 << 12;
const FEW: usize = 128;

/// Marks what is reachable in a map; where that is too much, what was reached so far.
fn mark_few(arena: &Arena, roots: &[Id], size: usize) -> Result<FxHashMap<u32, u32>, Vec<Id>> {
    let most = if size <= SMALL { 0 } else { size / FEW };
    if roots.len() > most {
        return Err(roots.to_vec());
    }
    let mut marked: FxHashMap<u32, u32> = roots.iter().map(|root| (root.0, 1)).collect();
    let mut stack = roots.to_vec();
    while let Some(id) = stack.pop() {
        if marked.len() + arena.operand_count(id) > most {
            return Err(marked.into_keys().map(Id).collect());
        }
        arena.for_each_operand(id, |operand| {
            if marked.insert(operand.0, 1).is_none() {
                stack.push(operand);
            }
        });
    }
    Ok(marked)
}

/// Marks what is reachable in one sweep from the youngest to the oldest node.
fn mark_all(arena: &Arena, reached: &[Id], size: usize) -> Vec<u32> {
    let mut marks = vec![0; size];
    let mark = |marks: &mut Vec<u32>, id: Id| {
        if let Some(mark) = marks.get_mut(id.index()) {
            *mark = 1;
        }
    };
    reached.iter().for_each(|id| mark(&mut marks, *id));
    for index in (0..size).rev() {
        if marks.get(index) == Some(&1) {
            arena.for_each_operand(Id(index as u32), |operand| mark(&mut marks, operand));
        }
    }
    marks
}

impl Places {
    /// The marked ids in ascending order; their places are numbered from 1.
    fn number(&mut self) -> Vec<Id> {
        match self {
            Self::Dense(places) => {
                let mut ids = Vec::new();
                for (index, place) in places.iter_mut().enumerate().filter(|(_, p)| **p != 0) {
                    ids.push(Id(index as u32));
                    *place = ids.len() as u32;
                }
                ids
            }
            Self::Sparse(places) => {
                let mut ids: Vec<Id> = places.keys().map(|index| Id(*index)).collect();
                ids.sort_unstable();
                for (place, id) in (1..).zip(&ids) {
                    places.insert(id.0, place);
                }
                ids
            }
        }
    }

    fn get(&self, id: Id) -> u32 {
        match self {
            Self::Dense(places) => places.get(id.index()).copied().unwrap_or(0),
            Self::Sparse(places) => places.get(&id.0).copied().unwrap_or(0),
        }
    }
}

impl Reachable {
    /// Everything that the roots are made of, the roots included.
    pub fn new(arena: &Arena, roots: &[Id]) -> Self {
        let size = roots.iter().map(|root| root.index() + 1).max().unwrap_or(0);
        let places = mark_few(arena, roots, size).map_or_else(
            |reached| Places::Dense(mark_all(arena, &reached, size)),
            Places::Sparse,
        );
        Self::numbered(places)
    }

    fn numbered(mut places: Places) -> Self {
        let ids = places.number();
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
        (self.places.get(id) as usize).checked_sub(1)
    }

    /// How many operations it takes to compute all of it, each part once: n - 1 for a sum or
    /// product of n operands, n for a function of any number of arguments that is given n, and 1
    /// for a power, any other call, a comparison or a choice.
    ///
    /// ```
    /// use partials_symbolic::Graph;
    /// use partials_symbolic::graph::Reachable;
    /// let graph = Graph::new();
    /// let (x, y) = (graph.variable("x"), graph.variable("y"));
    /// let f = 3 * x.pow(2) * y + x.pow(2).sin();
    /// let operations = graph.with(|arena| Reachable::new(arena, &[f.id()]).operations(arena));
    /// assert_eq!(operations, 5);
    /// ```
    pub fn operations(&self, arena: &Arena) -> usize {
        let cost = |id: &Id| match arena.node(*id) {
            Node::Poison | Node::Number(_) | Node::Constant(_) | Node::Variable(_) => 0,
            Node::Sum(list) | Node::Product(list) | Node::And(list) | Node::Or(list) => {
                list.len() - 1
            }
            Node::Call(function, list) => match function.arity() {
                Arity::Exactly(_) => 1,
                Arity::AtLeast(_) => list.len(),
            },
            _ => 1,
        };
        self.ids.iter().map(cost).sum()
    }

    /// The variables that occur, each once. The index of a sum or product over an index is none
    /// in its body.
    pub fn variables(&self, arena: &Arena) -> Vec<Symbol> {
        let indexed = |id: &Id| {
            matches!(
                arena.node(*id),
                Node::IndexedSum(..) | Node::IndexedProduct(..)
            )
        };
        let symbol = |id: Id| match arena.node(id) {
            Node::Variable(symbol) => Some(symbol),
            _ => None,
        };
        if !self.ids.iter().any(indexed) {
            return self.ids.iter().filter_map(|id| symbol(*id)).collect();
        }
        let mut found: Vec<Symbol> = Vec::new();
        for id in self.outside_bodies(arena) {
            match arena.node(id) {
                Node::Variable(symbol) => found.push(symbol),
                Node::IndexedSum(index, list) | Node::IndexedProduct(index, list) => {
                    let body = arena.list(list).get(..1).unwrap_or_default();
                    let inner = Self::new(arena, body).variables(arena);
                    found.extend(inner.into_iter().filter(|symbol| *symbol != index));
                }
                _ => {}
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The nodes that occur outside the bodies of sums and products over an index.
    fn outside_bodies(&self, arena: &Arena) -> Vec<Id> {
        let mut used = vec![false; self.ids.len()];
        let mut outside = vec![false; self.ids.len()];
        let mark = |list: &mut Vec<bool>, id: Id| {
            let slot = self.place(id).and_then(|place| list.get_mut(place));
            slot.into_iter().for_each(|slot| *slot = true);
        };
        for &id in &self.ids {
            arena.for_each_operand(id, |operand| mark(&mut used, operand));
        }
        for (place, &id) in self.ids.iter().enumerate().rev() {
            if used.get(place) == Some(&true) && outside.get(place) != Some(&true) {
                continue;
            }
            mark(&mut outside, id);
            let indexed = matches!(
                arena.node(id),
                Node::IndexedSum(..) | Node::IndexedProduct(..)
            );
            let mut body = indexed;
            arena.for_each_operand(id, |operand| {
                if !std::mem::take(&mut body) {
                    mark(&mut outside, operand);
                }
            });
        }
        let pairs = self.ids.iter().zip(outside);
        pairs
            .filter(|(_, outside)| *outside)
            .map(|(id, _)| *id)
            .collect()
    }
}

/// Builds the same node over other operands, through the constructors, in `to`. The operands are
/// given in the order in which [`Arena::for_each_operand`] visits them.
pub(crate) fn rebuild(to: &mut Arena, from: Option<&Arena>, node: Node, operands: &[Id]) -> Id {
    let name = |to: &Arena, symbol: Symbol| -> String {
        from.map_or_else(
            || to.name(symbol).to_owned(),
            |arena| arena.name(symbol).to_owned(),
        )
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

pub(super) fn map_operands(
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
