//! The names of variables and undefined functions, each stored once.

use hashbrown::HashTable;

use super::hash::StructuralHash;
use super::node::{Id, Symbol};

/// Names by symbol, and symbols by name.
#[derive(Debug, Default)]
pub(super) struct Names {
    text: String,
    entries: Vec<Entry>,
    index: HashTable<Symbol>,
}

#[derive(Debug)]
struct Entry {
    end: usize,
    hash: u64,
    /// The variable of this name, once there is one.
    variable: Id,
}

impl Names {
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    #[inline]
    pub(super) fn get(&self, symbol: Symbol) -> &str {
        let end = |index: usize| self.entries.get(index).map_or(0, |entry| entry.end);
        let start = symbol.index().checked_sub(1).map_or(0, end);
        self.text.get(start..end(symbol.index())).unwrap_or("")
    }

    /// The structural hash of a name.
    pub(super) fn hash(&self, symbol: Symbol) -> u64 {
        self.entries.get(symbol.index()).map_or(0, |e| e.hash)
    }

    pub(super) fn variable(&self, symbol: Symbol) -> Option<Id> {
        let entry = self.entries.get(symbol.index())?;
        (entry.variable != Id::POISON).then_some(entry.variable)
    }

    pub(super) fn set_variable(&mut self, symbol: Symbol, id: Id) {
        if let Some(entry) = self.entries.get_mut(symbol.index()) {
            entry.variable = id;
        }
    }

    pub(super) fn find(&self, name: &str) -> Option<Symbol> {
        self.find_hashed(name, StructuralHash::of_name(name))
    }

    fn find_hashed(&self, name: &str, hash: u64) -> Option<Symbol> {
        let same = |symbol: &Symbol| self.hash(*symbol) == hash && self.get(*symbol) == name;
        self.index.find(hash, same).copied()
    }

    /// The symbol of a name, a new one if there was none.
    pub(super) fn intern(&mut self, name: &str) -> Symbol {
        let hash = StructuralHash::of_name(name);
        if let Some(symbol) = self.find_hashed(name, hash) {
            return symbol;
        }
        let symbol = Symbol(self.entries.len() as u32);
        self.text.push_str(name);
        self.entries.push(Entry {
            end: self.text.len(),
            hash,
            variable: Id::POISON,
        });
        let entries = &self.entries;
        self.index.insert_unique(hash, symbol, |other| {
            entries.get(other.index()).map_or(0, |entry| entry.hash)
        });
        symbol
    }
}
