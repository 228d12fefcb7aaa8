//! What the names of a source stand for, as far as parsing depends on it.

use std::collections::BTreeMap;
use std::ops::{RangeFrom, RangeInclusive};

/// How many arguments a function takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Arity {
    /// The fewest.
    pub min: usize,
    /// The most; `None` for any number.
    pub max: Option<usize>,
}

impl Arity {
    /// Any number of arguments.
    pub const ANY: Self = Self { min: 0, max: None };

    /// Exactly `count` arguments.
    pub const fn exactly(count: usize) -> Self {
        Self {
            min: count,
            max: Some(count),
        }
    }

    /// From `min` to `max` arguments.
    pub const fn between(min: usize, max: usize) -> Self {
        Self {
            min,
            max: Some(max),
        }
    }

    /// At least `min` arguments.
    pub const fn at_least(min: usize) -> Self {
        Self { min, max: None }
    }

    /// Whether a call with `count` arguments is right.
    ///
    /// ```
    /// use partials_parser::Arity;
    /// assert!(Arity::between(1, 2).accepts(2));
    /// assert!(!Arity::exactly(1).accepts(2));
    /// ```
    pub fn accepts(self, count: usize) -> bool {
        count >= self.min && self.max.is_none_or(|max| count <= max)
    }
}

impl From<usize> for Arity {
    fn from(count: usize) -> Self {
        Self::exactly(count)
    }
}

impl From<RangeInclusive<usize>> for Arity {
    fn from(range: RangeInclusive<usize>) -> Self {
        Self::between(*range.start(), *range.end())
    }
}

impl From<RangeFrom<usize>> for Arity {
    fn from(range: RangeFrom<usize>) -> Self {
        Self::at_least(range.start)
    }
}

/// The names that are known before a source is parsed. Definitions in the source add to them.
pub trait Scope {
    /// The number of arguments of a function, if `name` is one.
    fn function(&self, name: &str) -> Option<Arity>;

    /// Whether `name` is a variable or constant that has been given a meaning.
    fn is_bound(&self, name: &str) -> bool;

    /// Whether a function may be named without arguments, as the functions a user has defined
    /// may: `grad f`, or `f` alone. For others that earns a warning.
    fn stands_alone(&self, name: &str) -> bool {
        let _ = name;
        false
    }

    /// All names, for suggestions when one is misspelt.
    fn names(&self) -> Box<dyn Iterator<Item = &str> + '_>;
}

/// A scope as a list.
///
/// ```
/// use partials_parser::{Arity, Names, Scope};
///
/// let scope = Names::new().with_function("sin", 1).with_function("atan2", 2).with_variable("x");
/// assert_eq!(scope.function("atan2"), Some(Arity::exactly(2)));
/// assert!(scope.is_bound("x"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Names {
    functions: BTreeMap<String, Arity>,
    variables: BTreeMap<String, ()>,
}

impl Names {
    /// No names.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a function: `1`, `1..=2` or `1..` arguments.
    #[must_use]
    pub fn with_function(mut self, name: &str, arity: impl Into<Arity>) -> Self {
        self.functions.insert(name.to_owned(), arity.into());
        self
    }

    /// Adds a variable or constant.
    #[must_use]
    pub fn with_variable(mut self, name: &str) -> Self {
        self.variables.insert(name.to_owned(), ());
        self
    }
}

impl Scope for Names {
    fn function(&self, name: &str) -> Option<Arity> {
        self.functions.get(name).copied()
    }

    fn is_bound(&self, name: &str) -> bool {
        self.variables.contains_key(name)
    }

    fn names(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        Box::new(
            self.functions
                .keys()
                .chain(self.variables.keys())
                .map(String::as_str),
        )
    }
}
