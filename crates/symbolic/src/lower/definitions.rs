//! The names that have been given a meaning.

use std::collections::BTreeMap;
use std::sync::Arc;

use partials_parser::{Arity, Scope};

use super::{Columns, Value};
use crate::functions::{self, Function};
use crate::graph::Symbol;

/// What a name stands for.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Definition {
    /// `a = 3/2`
    Value(Value),
    /// `f(x, y) = …`: the body, in which the parameters are variables.
    Function {
        /// The parameters, in order.
        parameters: Vec<Symbol>,
        /// The right-hand side; its `variables` are the parameters.
        body: Value,
    },
}

impl Definition {
    /// The value that the name has when it stands alone: that of a function is its body.
    pub fn value(&self) -> Value {
        match self {
            Self::Value(value) | Self::Function { body: value, .. } => value.clone(),
        }
    }
}

/// Definitions by name, over the constants and functions that everyone has.
#[derive(Clone, Debug, Default)]
pub struct Definitions {
    entries: BTreeMap<String, Definition>,
    columns: Option<Arc<Columns>>,
}

/// The names of constants, unless they are defined otherwise.
const CONSTANTS: [&str; 6] = ["pi", "π", "tau", "τ", "e", "inf"];

impl Definitions {
    /// What a name stands for.
    pub fn get(&self, name: &str) -> Option<&Definition> {
        self.entries.get(name)
    }

    /// Gives a name a meaning; what it meant before, if anything.
    pub fn insert(&mut self, name: &str, definition: Definition) -> Option<Definition> {
        self.entries.insert(name.to_owned(), definition)
    }

    /// Takes columns of data, over whose rows sums are taken from now on.
    pub fn set_columns(&mut self, columns: Columns) {
        self.columns = Some(Arc::new(columns));
    }

    /// The columns of data, if there are any.
    pub fn columns(&self) -> Option<&Columns> {
        self.columns.as_deref()
    }

    /// All definitions, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Definition)> {
        self.entries
            .iter()
            .map(|(name, definition)| (name.as_str(), definition))
    }
}

impl Scope for Definitions {
    fn function(&self, name: &str) -> Option<Arity> {
        match self.entries.get(name) {
            Some(Definition::Function { parameters, .. }) => Some(Arity::exactly(parameters.len())),
            Some(Definition::Value(_)) => None,
            None => Function::find(name).map(|function| match function {
                Function::Min | Function::Max => Arity::at_least(1),
                _ => match function.arity() {
                    functions::Arity::Exactly(n) => Arity::exactly(n),
                    functions::Arity::AtLeast(n) => Arity::at_least(n),
                },
            }),
        }
    }

    fn is_bound(&self, name: &str) -> bool {
        match self.entries.get(name) {
            Some(Definition::Value(_)) => true,
            Some(Definition::Function { .. }) => false,
            None => CONSTANTS.contains(&name),
        }
    }

    fn stands_alone(&self, name: &str) -> bool {
        matches!(self.entries.get(name), Some(Definition::Function { .. }))
    }

    fn names(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        let table = Function::ALL
            .iter()
            .flat_map(|f| std::iter::once(f.row().name).chain(f.row().aliases.iter().copied()));
        Box::new(
            self.entries
                .keys()
                .map(String::as_str)
                .chain(CONSTANTS)
                .chain(table),
        )
    }
}
