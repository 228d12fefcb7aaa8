//! What is known of names at a point of the source: the scope from outside, the words of the
//! language, and what the source itself has defined so far.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::name::{FORMS, WORDS, calculus_word, is_constant};
use crate::scope::{Arity, Scope};
use crate::suggest::closest;

/// Names and what they stand for.
pub(crate) struct Known<'s> {
    outer: &'s dyn Scope,
    functions: FxHashMap<String, Arity>,
    values: FxHashSet<String>,
    parameters: FxHashSet<String>,
}

impl<'s> Known<'s> {
    pub fn new(outer: &'s dyn Scope) -> Self {
        Self {
            outer,
            functions: FxHashMap::default(),
            values: FxHashSet::default(),
            parameters: FxHashSet::default(),
        }
    }

    /// The arity of a function, unless a parameter or value hides it.
    pub fn function(&self, name: &str) -> Option<Arity> {
        if self.parameters.contains(name) {
            return None;
        }
        if let Some(&arity) = self.functions.get(name) {
            return Some(arity);
        }
        if self.values.contains(name) {
            return None;
        }
        self.outer.function(name).or_else(|| calculus_word(name))
    }

    /// Whether a name stands for a variable or constant.
    pub fn is_bound(&self, name: &str) -> bool {
        self.parameters.contains(name) || self.values.contains(name) || self.outer.is_bound(name)
    }

    /// Whether a name has any meaning as it stands.
    pub fn is_known(&self, name: &str) -> bool {
        self.is_bound(name) || is_constant(name) || self.function(name).is_some()
    }

    /// Whether a function may be called without parentheses by this name.
    pub fn is_callable_bare(&self, name: &str) -> bool {
        !self.is_bound(name) && self.function(name).is_some_and(|arity| arity.accepts(1))
    }

    /// Whether a function without arguments is nothing strange.
    pub fn stands_alone(&self, name: &str) -> bool {
        self.functions.contains_key(name) || self.is_bound(name) || self.outer.stands_alone(name)
    }

    /// Whether a name is a word with a form of its own, such as `if(c, a, b)`.
    pub fn is_form(&self, name: &str) -> bool {
        FORMS.contains(&name) && !self.functions.contains_key(name)
    }

    /// The function that may have been meant.
    pub fn suggestion(&self, name: &str) -> Option<String> {
        let local = self.functions.keys().map(String::as_str);
        let names = self
            .outer
            .names()
            .filter(|known| self.outer.function(known).is_some());
        closest(name, names.chain(local).chain(WORDS)).map(str::to_owned)
    }

    pub fn set_parameters(&mut self, names: impl IntoIterator<Item = String>) {
        self.parameters.clear();
        self.parameters.extend(names);
    }

    pub fn define_function(&mut self, name: &str, parameters: usize) {
        self.values.remove(name);
        self.functions
            .insert(name.to_owned(), Arity::exactly(parameters));
    }

    /// A value that is called in its own definition, `x = x(t)`, is a function too.
    pub fn define_value(&mut self, name: &str, is_function_too: bool) {
        self.functions.remove(name);
        if is_function_too {
            self.functions.insert(name.to_owned(), Arity::at_least(1));
        }
        self.values.insert(name.to_owned());
    }
}
