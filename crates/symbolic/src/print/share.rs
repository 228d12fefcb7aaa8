//! Which shared parts of a large result get a name of their own.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::graph::{Arena, Id, Node, Reachable, Symbol};

/// The parts of some roots that are named, in the order in which they must be defined.
#[derive(Clone, Debug, Default)]
pub struct Shared {
    order: Vec<Id>,
    names: FxHashMap<Id, String>,
}

impl Shared {
    /// Names the parts that occur more than once, if the roots written out in full would have
    /// more than `limit` nodes and sharing saves some of them. Names are `t1`, `t2`, … without
    /// those that variables of the graph have.
    pub fn choose(arena: &Arena, roots: &[Id], limit: u64) -> Self {
        let reachable = Reachable::new(arena, roots);
        if unfolded_size(arena, &reachable, roots) <= limit {
            return Self::default();
        }
        let uses = count_uses(arena, &reachable, roots);
        let bound = bound_indices(arena, &reachable);
        let taken: FxHashSet<&str> = reachable
            .variables(arena)
            .into_iter()
            .map(|symbol| arena.name(symbol))
            .collect();
        let mut shared = Self::default();
        let mut counter = 0;
        let mut sizes: Vec<u64> = Vec::with_capacity(reachable.len());
        for ((&id, &uses), &bound) in reachable.ids().iter().zip(&uses).zip(&bound) {
            let mut size = 1_u64;
            arena.for_each_operand(id, |operand| {
                size += reachable
                    .place(operand)
                    .and_then(|p| sizes.get(p))
                    .copied()
                    .unwrap_or(1);
            });
            if uses > 1 && size > 3 && bound == 0 && !arena.node(id).is_condition() {
                let name = loop {
                    counter += 1;
                    let name = format!("t{counter}");
                    if !taken.contains(name.as_str()) {
                        break name;
                    }
                };
                shared.order.push(id);
                shared.names.insert(id, name);
                size = 1;
            }
            sizes.push(size);
        }
        shared
    }

    /// The named parts, each before those that are made of it.
    pub fn order(&self) -> &[Id] {
        &self.order
    }

    /// The name of a part, if it has one.
    pub fn name(&self, id: Id) -> Option<&str> {
        self.names.get(&id).map(String::as_str)
    }
}

/// How many nodes the roots have when shared parts are written out each time; saturating.
fn unfolded_size(arena: &Arena, reachable: &Reachable, roots: &[Id]) -> u64 {
    let mut sizes: Vec<u64> = Vec::with_capacity(reachable.len());
    for &id in reachable.ids() {
        let mut size = 1_u64;
        arena.for_each_operand(id, |operand| {
            let part = reachable
                .place(operand)
                .and_then(|place| sizes.get(place))
                .copied();
            size = size.saturating_add(part.unwrap_or(0));
        });
        sizes.push(size);
    }
    roots
        .iter()
        .filter_map(|root| reachable.place(*root).and_then(|place| sizes.get(place)))
        .fold(0, |sum, size| sum.saturating_add(*size))
}

fn count_uses(arena: &Arena, reachable: &Reachable, roots: &[Id]) -> Vec<u32> {
    let mut uses = vec![0_u32; reachable.len()];
    let mut count = |id: Id| {
        if let Some(uses) = reachable.place(id).and_then(|place| uses.get_mut(place)) {
            *uses = uses.saturating_add(1);
        }
    };
    roots.iter().copied().for_each(&mut count);
    for &id in reachable.ids() {
        // The index of an indexed sum is bound: its body has no meaning outside.
        let bound = matches!(
            arena.node(id),
            Node::IndexedSum(..) | Node::IndexedProduct(..)
        );
        let mut first = true;
        arena.for_each_operand(id, |operand| {
            if !(bound && first) {
                count(operand);
            }
            first = false;
        });
    }
    uses
}

/// For each node a set of the indices that occur in it, of sums and products around it if there
/// are any: what has one means nothing elsewhere. From the 64th on they share a bit, which is never
/// taken away.
fn bound_indices(arena: &Arena, reachable: &Reachable) -> Vec<u64> {
    let mut bits: FxHashMap<Symbol, u64> = FxHashMap::default();
    for &id in reachable.ids() {
        if let Node::IndexedSum(index, _) | Node::IndexedProduct(index, _) = arena.node(id) {
            let bit = 1 << bits.len().min(63);
            bits.entry(index).or_insert(bit);
        }
    }
    let bit_of = |symbol| bits.get(&symbol).copied().unwrap_or(0);
    let mut sets: Vec<u64> = Vec::with_capacity(reachable.len());
    for &id in reachable.ids() {
        let node = arena.node(id);
        let own = match node {
            Node::IndexedSum(index, _) | Node::IndexedProduct(index, _) => bit_of(index),
            _ => 0,
        };
        let mut hidden = own & !(1 << 63);
        let mut set = match node {
            Node::Variable(symbol) => bit_of(symbol),
            _ => 0,
        };
        arena.for_each_operand(id, |operand| {
            let inner = reachable.place(operand).and_then(|p| sets.get(p)).copied();
            set |= inner.unwrap_or(0) & !std::mem::take(&mut hidden);
        });
        sets.push(set);
    }
    sets
}

/// Some expressions with their common parts named: name and expression of each part, before its
/// uses, and the expressions in terms of the names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedParts {
    /// The name of each part, and the part in terms of those before it.
    pub parts: Vec<(String, Id)>,
    /// The expressions in terms of the parts.
    pub roots: Vec<Id>,
}

/// Names the parts that occur more than once, by variables `t1`, `t2`, … that stand for them.
///
/// ```
/// use partials_symbolic::Graph;
/// use partials_symbolic::print::named_parts;
/// let graph = Graph::new();
/// let (x, y) = (graph.variable("x"), graph.variable("y"));
/// let u = (x + y).exp();
/// let f = u * x + u.pow(2);
/// let found = graph.with(|arena| named_parts(arena, &[f.id()]));
/// let text = |id| graph.handle(id).to_string();
/// assert_eq!(found.parts.len(), 1);
/// assert_eq!((found.parts[0].0.as_str(), text(found.parts[0].1)), ("t1", "exp(x + y)".to_owned()));
/// assert_eq!(text(found.roots[0]), "t1*x + t1^2");
/// ```
pub fn named_parts(arena: &mut Arena, roots: &[Id]) -> NamedParts {
    let shared = Shared::choose(arena, roots, 0);
    let reachable = Reachable::new(arena, roots);
    let mut images: FxHashMap<Id, Id> = FxHashMap::default();
    let mut found = NamedParts::default();
    for &id in reachable.ids() {
        let mut operands = Vec::new();
        arena.for_each_operand(id, |operand| operands.push(operand));
        let mapped: Vec<Id> = operands
            .iter()
            .map(|operand| images.get(operand).copied().unwrap_or(*operand))
            .collect();
        let image = match mapped == operands {
            true => id,
            false => crate::graph::rebuild(arena, None, arena.node(id), &mapped),
        };
        let image = match shared.name(id) {
            Some(name) => {
                found.parts.push((name.to_owned(), image));
                arena.variable(name)
            }
            None => image,
        };
        images.insert(id, image);
    }
    let root = |root: &Id| images.get(root).copied().unwrap_or(*root);
    found.roots = roots.iter().map(root).collect();
    found
}

#[cfg(test)]
mod tests {
    use super::named_parts;
    use crate::graph::{Graph, Reachable};

    /// What depends on the index of a sum has no meaning outside, even if it occurs there too.
    #[test]
    fn parts_with_a_bound_index_have_no_name() {
        let graph = Graph::new();
        let (x, k) = (graph.variable("x"), graph.variable("k"));
        let inner = (x + k).exp();
        let body = inner * x + inner.pow(2) + inner.sin();
        let sum = graph.with(|arena| {
            let (one, n) = (arena.integer(1), arena.variable("n"));
            arena.indexed_sum("k", body.id(), one, n)
        });
        let sum = graph.handle(sum);
        let root = (sum * x).sin() + (sum * x).pow(2) + inner;
        let found = graph.with(|arena| named_parts(arena, &[root.id()]));
        assert!(!found.parts.is_empty());
        graph.with(|arena| {
            let index = arena.symbol("k");
            for (name, part) in found.parts {
                let variables = Reachable::new(arena, &[part]).variables(arena);
                assert!(!variables.contains(&index), "{name}");
            }
        });
    }
}
