//! Substitution. The index of a sum or product over an index is bound in its body: it is not
//! replaced there, and nothing that is put in is taken for it.

use rustc_hash::{FxHashMap, FxHashSet};

use super::arena::Arena;
use super::node::{Id, Node, Symbol};
use super::walk::{Reachable, map_operands, rebuild};

/// Replaces variables by expressions, all at once. Shared parts stay shared. An index that goes by
/// the name of something that is replaced or put in gets another name.
///
/// ```
/// use partials_symbolic::Graph;
/// use partials_symbolic::graph::substitute;
/// let graph = Graph::new();
/// let (x, i) = (graph.variable("x"), graph.variable("i"));
/// let body = (x * i).id();
/// let replaced = graph.with(|arena| {
///     let (one, n) = (arena.integer(1), arena.variable("n"));
///     let sum = arena.indexed_sum("i", body, one, n);
///     let images = [(arena.symbol("x"), i.id())].into_iter().collect();
///     substitute(arena, sum, &images)
/// });
/// assert_eq!(graph.handle(replaced).to_string(), "sum(i*k, k, 1, n)");
/// ```
pub fn substitute(arena: &mut Arena, root: Id, replacements: &FxHashMap<Symbol, Id>) -> Id {
    if replacements.is_empty() {
        return root;
    }
    let root = rename_indices(arena, root, replacements);
    replace_variables(arena, root, replacements)
}

fn replace_variables(arena: &mut Arena, root: Id, images: &FxHashMap<Symbol, Id>) -> Id {
    rewrite(arena, root, |_, node| match node {
        Node::Variable(symbol) => images.get(&symbol).copied(),
        _ => None,
    })
}

/// Replaces a part of an expression, wherever it occurs, by another.
pub fn replace(arena: &mut Arena, root: Id, part: Id, by: Id) -> Id {
    rewrite(arena, root, |id, _| (id == part).then_some(by))
}

/// A name for an index that does not occur in the expressions and is none of the others.
pub(crate) fn free_name(arena: &Arena, expressions: &[Id], others: &[&str]) -> String {
    let reachable = Reachable::new(arena, expressions);
    let named = |id: &Id| match arena.node(*id) {
        Node::Variable(symbol) => Some(arena.name(symbol)),
        node => index_of(node).map(|symbol| arena.name(symbol)),
    };
    let used: FxHashSet<&str> = reachable.ids().iter().filter_map(named).collect();
    let short = ["k", "j", "l", "m"].map(str::to_owned).into_iter();
    let numbered = (0..=used.len() + others.len()).map(|number| format!("k{number}"));
    let mut names = short.chain(numbered);
    names
        .find(|name| !used.contains(name.as_str()) && !others.contains(&name.as_str()))
        .unwrap_or_default()
}

fn index_of(node: Node) -> Option<Symbol> {
    match node {
        Node::IndexedSum(symbol, _) | Node::IndexedProduct(symbol, _) => Some(symbol),
        _ => None,
    }
}

/// Gives other names to the indices that would get into the way of the replacements: inner sums
/// and products first, so that what is left of an index in a body is its own.
fn rename_indices(arena: &mut Arena, root: Id, replacements: &FxHashMap<Symbol, Id>) -> Id {
    let reachable = Reachable::new(arena, &[root]);
    let indices = reachable
        .ids()
        .iter()
        .filter_map(|id| index_of(arena.node(*id)));
    let indices: FxHashSet<Symbol> = indices.collect();
    if indices.is_empty() {
        return root;
    }
    let mut all: Vec<Id> = replacements.values().copied().collect();
    let put_in = Reachable::new(arena, &all).variables(arena);
    let put_in: FxHashSet<Symbol> = put_in.into_iter().collect();
    all.push(root);
    let mut images: FxHashMap<Symbol, Id> = FxHashMap::default();
    let mut names: Vec<String> = Vec::new();
    let in_the_way = |symbol: &Symbol| put_in.contains(symbol) || replacements.contains_key(symbol);
    let mut conflicts: Vec<Symbol> = indices.into_iter().filter(in_the_way).collect();
    conflicts.sort_unstable();
    for symbol in conflicts {
        let taken: Vec<&str> = names.iter().map(String::as_str).collect();
        let name = free_name(arena, &all, &taken);
        images.insert(symbol, arena.variable(&name));
        names.push(name);
    }
    if images.is_empty() {
        return root;
    }
    let mut rebuilt: Vec<Id> = Vec::with_capacity(reachable.len());
    for &id in reachable.ids() {
        let node = arena.node(id);
        let (mut operands, mut changed) = map_operands(arena, &reachable, &rebuilt, id);
        let image = index_of(node).and_then(|symbol| Some((symbol, *images.get(&symbol)?)));
        let node = match (image, operands.first_mut()) {
            (Some((symbol, fresh)), Some(body)) => {
                let own = [(symbol, fresh)].into_iter().collect();
                let renamed = replace_variables(arena, *body, &own);
                match renamed == *body && !put_in.contains(&symbol) {
                    true => node,
                    false => {
                        changed = true;
                        *body = renamed;
                        with_index(arena, node, fresh)
                    }
                }
            }
            _ => node,
        };
        rebuilt.push(match changed {
            true => rebuild(arena, None, node, &operands),
            false => id,
        });
    }
    rebuilt.last().copied().unwrap_or(root)
}

/// The sum or product over another index; what it ranges over is of no account.
fn with_index(arena: &Arena, node: Node, index: Id) -> Node {
    match (node, arena.node(index)) {
        (Node::IndexedSum(_, list), Node::Variable(symbol)) => Node::IndexedSum(symbol, list),
        (Node::IndexedProduct(_, list), Node::Variable(symbol)) => {
            Node::IndexedProduct(symbol, list)
        }
        _ => node,
    }
}

fn rewrite(arena: &mut Arena, root: Id, image_of: impl Fn(Id, Node) -> Option<Id>) -> Id {
    let reachable = Reachable::new(arena, &[root]);
    let mut images: Vec<Id> = Vec::with_capacity(reachable.len());
    for &id in reachable.ids() {
        let node = arena.node(id);
        let image = image_of(id, node).unwrap_or_else(|| {
            let (operands, changed) = map_operands(arena, &reachable, &images, id);
            if changed {
                rebuild(arena, None, node, &operands)
            } else {
                id
            }
        });
        images.push(image);
    }
    images.last().copied().unwrap_or(root)
}
