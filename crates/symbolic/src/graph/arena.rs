//! The store: one place for each distinct expression.
//!
//! Interning (hash-consing; Ershov 1958, Goto 1974) keeps every structurally equal expression
//! once, so an expression is a directed acyclic graph and equality of ids is structural equality.
//! Operands are interned before what uses them: ids grow from leaves to roots, and a loop over
//! ascending ids is a walk in topological order.

use rustc_hash::FxHashMap;

use super::hash::StructuralHash;
use super::intern::{Key, Table};
use super::names::Names;
use super::node::{Constant, Id, Node, Operands, Symbol};
use crate::functions::Function;
use crate::number::Rational;

/// What a graph was asked to do and could not.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// More nodes than the limit allows.
    #[error("the expression needs more than {limit} nodes; raise the limit or split the formula")]
    TooLarge {
        /// The limit in force.
        limit: usize,
    },
    /// A float that is not a number was used as a constant.
    #[error("a constant must be a finite number, found {0}")]
    NotFinite(String),
    /// A function was given another number of arguments than it takes.
    #[error("`{function}` takes {expected}, found {found}")]
    Arity {
        /// The function's name.
        function: String,
        /// What it takes, in words.
        expected: String,
        /// How many were given.
        found: usize,
    },
}

/// How many nodes a graph may hold, unless it is told otherwise.
pub const DEFAULT_NODE_LIMIT: usize = 1 << 28;

/// The interning store behind a [`Graph`](crate::Graph).
#[derive(Debug)]
pub struct Arena {
    nodes: Vec<Entry>,
    operands: Vec<Id>,
    table: Table,
    numbers: Vec<Rational>,
    integers: FxHashMap<i64, Id>,
    fractions: FxHashMap<Rational, Id>,
    names: Names,
    limit: usize,
    fault: Option<Fault>,
}

/// A node and what is known of it from the first.
#[derive(Clone, Copy, Debug)]
struct Entry {
    node: Node,
    /// Whether it has a value for all real values of its variables.
    total: bool,
    /// Hash of its structure: the same in every graph, whatever the order in which expressions
    /// were made. Orders results and finds equal nodes.
    hash: u64,
}

const POISON: Entry = Entry {
    node: Node::Poison,
    total: false,
    hash: 0,
};

impl Default for Arena {
    fn default() -> Self {
        Self::with_limit(DEFAULT_NODE_LIMIT)
    }
}

impl Arena {
    /// An empty store that holds at most `limit` nodes.
    pub fn with_limit(limit: usize) -> Self {
        Self {
            nodes: vec![POISON],
            operands: Vec::new(),
            table: Table::default(),
            numbers: Vec::new(),
            integers: FxHashMap::default(),
            fractions: FxHashMap::default(),
            names: Names::default(),
            limit: limit.min(u32::MAX as usize - 1),
            fault: None,
        }
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether nothing was made yet.
    pub fn is_empty(&self) -> bool {
        self.nodes.len() <= 1
    }

    /// The first thing that went wrong, if anything did.
    pub fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }

    /// Records what went wrong and gives the poisoned expression.
    pub fn poison(&mut self, fault: Fault) -> Id {
        self.fault.get_or_insert(fault);
        Id::POISON
    }

    /// The node with this id; [`Node::Poison`] for an id of another graph.
    #[inline]
    pub fn node(&self, id: Id) -> Node {
        self.entry(id).node
    }

    #[inline]
    fn entry(&self, id: Id) -> &Entry {
        self.nodes.get(id.index()).unwrap_or(&POISON)
    }

    /// The operands that a node lists.
    #[inline]
    pub fn list(&self, operands: Operands) -> &[Id] {
        operands.of(&self.operands).unwrap_or_default()
    }

    /// How many operands a node has.
    pub(crate) fn operand_count(&self, id: Id) -> usize {
        match self.node(id) {
            Node::Power(..) | Node::Compare(..) => 2,
            Node::Not(_) => 1,
            node => list_of(node).map_or(0, Operands::len),
        }
    }

    /// Calls `visit` with each operand of a node, in order.
    #[inline]
    pub fn for_each_operand(&self, id: Id, mut visit: impl FnMut(Id)) {
        match self.node(id) {
            Node::Poison | Node::Number(_) | Node::Constant(_) | Node::Variable(_) => {}
            Node::Power(a, b) | Node::Compare(_, a, b) => {
                visit(a);
                visit(b);
            }
            Node::Not(a) => visit(a),
            Node::Sum(list)
            | Node::Product(list)
            | Node::Call(_, list)
            | Node::Apply(_, list)
            | Node::CallDerivative(_, list)
            | Node::ApplyDerivative(_, list)
            | Node::And(list)
            | Node::Or(list)
            | Node::If(list)
            | Node::IndexedSum(_, list)
            | Node::IndexedProduct(_, list) => self.list(list).iter().copied().for_each(visit),
        }
    }

    /// The rational that a number node stands for.
    pub fn number_value(&self, index: u32) -> &Rational {
        self.numbers.get(index as usize).unwrap_or(&Rational::ZERO)
    }

    /// The value of a node that is a rational number.
    #[inline]
    pub fn as_number(&self, id: Id) -> Option<&Rational> {
        match self.node(id) {
            Node::Number(index) => self.numbers.get(index as usize),
            _ => None,
        }
    }

    /// The name of a variable or undefined function.
    pub fn name(&self, symbol: Symbol) -> &str {
        self.names.get(symbol)
    }

    /// The number of names in use.
    pub fn name_count(&self) -> usize {
        self.names.len()
    }

    /// The symbol of a name; the same name always has the same symbol.
    pub fn symbol(&mut self, name: &str) -> Symbol {
        self.names.intern(name)
    }

    /// The symbol of a name that is in use already.
    pub fn find_symbol(&self, name: &str) -> Option<Symbol> {
        self.names.find(name)
    }

    /// A hash of the structure, the same for equal expressions of any two graphs.
    pub fn structural_hash(&self, id: Id) -> u64 {
        self.entry(id).hash
    }

    /// Whether the expression has a value for all real values of its variables.
    pub fn is_total(&self, id: Id) -> bool {
        self.entry(id).total
    }

    /// Interns a number.
    pub fn number(&mut self, value: Rational) -> Id {
        let integer = value.to_i64();
        let known = match integer {
            Some(integer) => self.integers.get(&integer),
            None => self.fractions.get(&value),
        };
        if let Some(id) = known {
            return *id;
        }
        let hash = StructuralHash::of_number(&value);
        let id = self.push(Node::Number(self.numbers.len() as u32), &[], hash);
        if id != Id::POISON {
            match integer {
                Some(integer) => self.integers.insert(integer, id),
                None => self.fractions.insert(value.clone(), id),
            };
            self.numbers.push(value);
        }
        id
    }

    /// The variable with this symbol.
    pub fn variable_of(&mut self, symbol: Symbol) -> Id {
        if let Some(id) = self.names.variable(symbol) {
            return id;
        }
        let mut hash = StructuralHash::default();
        hash.words([4, self.names.hash(symbol), 0]);
        let id = self.push(Node::Variable(symbol), &[], hash.finish());
        self.names.set_variable(symbol, id);
        id
    }

    /// The variable with this symbol, if it was made already.
    pub fn find_variable(&self, symbol: Symbol) -> Option<Id> {
        self.names.variable(symbol)
    }

    /// Interns a node without a list of operands.
    pub fn leaf(&mut self, node: Node) -> Id {
        match node {
            Node::Variable(symbol) => self.variable_of(symbol),
            _ => self.find_or_insert(node, &[]),
        }
    }

    /// Interns a node whose operands are listed; `make` builds it from their place.
    #[inline]
    pub fn listed(&mut self, operands: &[Id], make: impl Fn(Operands) -> Node) -> Id {
        if operands.contains(&Id::POISON) {
            return Id::POISON;
        }
        let place = Operands {
            first: self.operands.len() as u32,
            count: operands.len() as u32,
        };
        self.find_or_insert(make(place), operands)
    }

    fn find_or_insert(&mut self, node: Node, operands: &[Id]) -> Id {
        let key = Key {
            hash: self.hash(node, operands),
            youngest: youngest(node, operands),
        };
        let found = self.table.find(key, |index| {
            self.structural_hash(Id(index)) == key.hash && self.same(Id(index), node, operands)
        });
        if let Some(index) = found {
            return Id(index);
        }
        let id = self.push(node, operands, key.hash);
        if id != Id::POISON {
            let nodes = &self.nodes;
            let hash_of = |index: u32| nodes.get(index as usize).map_or(0, |entry| entry.hash);
            self.table.insert(key, id.0, hash_of);
        }
        id
    }

    /// Stores a node that is not there yet.
    fn push(&mut self, node: Node, operands: &[Id], hash: u64) -> Id {
        let full = self.nodes.len() >= self.limit
            || self.operands.len() + operands.len() >= u32::MAX as usize;
        if full {
            return self.poison(Fault::TooLarge { limit: self.limit });
        }
        let id = Id(self.nodes.len() as u32);
        let total = self.totality(node, operands);
        self.operands.extend_from_slice(operands);
        self.nodes.push(Entry { node, total, hash });
        id
    }

    /// Whether the node `id` is `node` with `operands` (whose place in the list does not count).
    fn same(&self, id: Id, node: Node, operands: &[Id]) -> bool {
        let existing = self.node(id);
        match (list_of(existing), list_of(node)) {
            (None, None) => existing == node,
            (Some(list), Some(place)) => {
                with_list(existing, place) == node && self.list(list) == operands
            }
            _ => false,
        }
    }

    fn hash(&self, node: Node, operands: &[Id]) -> u64 {
        let mut hash = StructuralHash::default();
        match node {
            Node::Poison | Node::Number(_) | Node::Variable(_) => hash.word(0),
            Node::Constant(constant) => hash.words([3, constant as u64, 0]),
            Node::Sum(_) => hash.word(5),
            Node::Product(_) => hash.word(6),
            Node::Power(a, b) => hash.words([7, self.structural_hash(a), self.structural_hash(b)]),
            Node::Call(function, _) => {
                hash.words([8, StructuralHash::of_function(function), 0]);
            }
            Node::Apply(symbol, _) => hash.words([9, self.names.hash(symbol), 0]),
            Node::CallDerivative(function, _) => {
                hash.words([10, StructuralHash::of_function(function), 0]);
            }
            Node::ApplyDerivative(symbol, _) => hash.words([11, self.names.hash(symbol), 0]),
            Node::Compare(comparison, a, b) => {
                hash.word(12 + ((comparison as u64) << 8));
                hash.words([0, self.structural_hash(a), self.structural_hash(b)]);
            }
            Node::And(_) => hash.word(13),
            Node::Or(_) => hash.word(14),
            Node::Not(a) => hash.words([15, self.structural_hash(a), 0]),
            Node::If(_) => hash.word(16),
            Node::IndexedSum(symbol, _) => hash.words([17, self.names.hash(symbol), 0]),
            Node::IndexedProduct(symbol, _) => hash.words([18, self.names.hash(symbol), 0]),
        }
        operands
            .iter()
            .for_each(|operand| hash.word(self.structural_hash(*operand)));
        hash.finish()
    }

    /// Whether a node has a value wherever its operands have one, and they have one everywhere.
    fn totality(&self, node: Node, operands: &[Id]) -> bool {
        let all_total = || operands.iter().all(|id| self.is_total(*id));
        match node {
            Node::Poison | Node::Constant(Constant::Infinity | Constant::Undefined) => false,
            Node::Number(_) | Node::Constant(_) | Node::Variable(_) => true,
            Node::Sum(_) | Node::Product(_) | Node::And(_) | Node::Or(_) | Node::If(_) => {
                all_total()
            }
            Node::Power(base, exponent) => {
                let natural = self
                    .as_number(exponent)
                    .is_some_and(|n| n.is_integer() && !n.is_negative());
                let positive = self.is_positive(base);
                (natural || positive) && self.is_total(base) && self.is_total(exponent)
            }
            Node::Call(Function::Ln | Function::Log2 | Function::Log10 | Function::Sqrt, _) => {
                operands
                    .iter()
                    .all(|id| self.is_positive(*id) && self.is_total(*id))
            }
            Node::Call(function, _) => function.is_total() && all_total(),
            Node::Compare(_, a, b) => self.is_total(a) && self.is_total(b),
            Node::Not(a) => self.is_total(a),
            Node::Apply(..)
            | Node::CallDerivative(..)
            | Node::ApplyDerivative(..)
            | Node::IndexedSum(..)
            | Node::IndexedProduct(..) => false,
        }
    }

    /// Whether the value is known to be positive, from the node alone.
    pub fn is_positive(&self, id: Id) -> bool {
        match self.node(id) {
            Node::Number(index) => *self.number_value(index) > Rational::ZERO,
            Node::Constant(Constant::Pi | Constant::E) => true,
            Node::Call(Function::Exp | Function::Cosh, _) => true,
            // What a rule of a logarithm to another base divides by.
            Node::Call(Function::Ln, list) => {
                let above_one = |id: &Id| self.as_number(*id).is_some_and(|n| *n > Rational::ONE);
                self.list(list).iter().all(above_one)
            }
            _ => false,
        }
    }
}

/// The indices of the two youngest operands, the youngest first.
#[inline]
fn youngest(node: Node, operands: &[Id]) -> [u32; 2] {
    match node {
        Node::Power(a, b) | Node::Compare(_, a, b) => [a.0.max(b.0), a.0.min(b.0)],
        Node::Not(a) => [a.0, 0],
        _ => operands.iter().fold([0, 0], |[first, second], id| {
            [first.max(id.0), second.max(first.min(id.0))]
        }),
    }
}

/// The list of operands of a node, if it has one.
fn list_of(node: Node) -> Option<Operands> {
    match node {
        Node::Sum(list)
        | Node::Product(list)
        | Node::Call(_, list)
        | Node::Apply(_, list)
        | Node::CallDerivative(_, list)
        | Node::ApplyDerivative(_, list)
        | Node::And(list)
        | Node::Or(list)
        | Node::If(list)
        | Node::IndexedSum(_, list)
        | Node::IndexedProduct(_, list) => Some(list),
        _ => None,
    }
}

/// The same node with its operands listed elsewhere.
fn with_list(node: Node, list: Operands) -> Node {
    match node {
        Node::Sum(_) => Node::Sum(list),
        Node::Product(_) => Node::Product(list),
        Node::Call(function, _) => Node::Call(function, list),
        Node::Apply(symbol, _) => Node::Apply(symbol, list),
        Node::CallDerivative(function, _) => Node::CallDerivative(function, list),
        Node::ApplyDerivative(symbol, _) => Node::ApplyDerivative(symbol, list),
        Node::And(_) => Node::And(list),
        Node::Or(_) => Node::Or(list),
        Node::If(_) => Node::If(list),
        Node::IndexedSum(symbol, _) => Node::IndexedSum(symbol, list),
        Node::IndexedProduct(symbol, _) => Node::IndexedProduct(symbol, list),
        other => other,
    }
}
