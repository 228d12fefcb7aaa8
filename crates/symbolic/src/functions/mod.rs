//! THE function table: one row per function, and what is made of the rows.
//!
//! Parser scope, completion, help, symbolic rule, forward and reverse partials, printed forms and
//! the tests of each row come from `table.rs`. A new function is one new row there, and its value
//! in the numeric crate, where a test over all rows asks for it.

mod algebra;
mod code;
pub mod document;
mod exact;
mod rule;
mod table;

pub use algebra::{Algebra, Operand, Value};
pub use code::CodeNames;
pub use table::Function;

/// How many arguments a function takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arity {
    /// This many.
    Exactly(usize),
    /// This many or more.
    AtLeast(usize),
}

impl Arity {
    /// Whether `count` arguments will do.
    pub fn accepts(self, count: usize) -> bool {
        match self {
            Self::Exactly(n) => count == n,
            Self::AtLeast(n) => count >= n,
        }
    }
}

impl std::fmt::Display for Arity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (prefix, n) = match self {
            Self::Exactly(n) => ("", n),
            Self::AtLeast(n) => ("at least ", n),
        };
        write!(f, "{prefix}{n} argument{}", if *n == 1 { "" } else { "s" })
    }
}

/// Where a function has a real value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// For all real arguments.
    Everywhere,
    /// Where this condition on the arguments holds, in the notation of the language or in words.
    Where(&'static str),
}

/// What a change of sign of the (only, or last) argument does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parity {
    /// f(-x) = f(x)
    Even,
    /// f(-x) = -f(x)
    Odd,
    /// Neither.
    None,
}

/// One row of the table, without its derivatives, which are [`Function::partial`].
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The name under which it prints.
    pub name: &'static str,
    /// Other names under which it is read.
    pub aliases: &'static [&'static str],
    /// What it is, in words.
    pub summary: &'static str,
    /// The names of its arguments; of the only one where it takes any number.
    pub arguments: &'static [&'static str],
    /// How many arguments it takes.
    pub arity: Arity,
    /// The derivative column as it is written, for the documentation.
    pub rules: &'static [&'static str],
    /// Where it has a value.
    pub domain: Domain,
    /// Where it has a value but no derivative, and what the rule gives there; empty if nowhere.
    pub kinks: &'static str,
    /// What a change of sign of the last argument does.
    pub parity: Parity,
    /// How many operations it takes at most to compute the value and its part in a gradient: the
    /// call, the chain rule, and one addition for each argument but one. By argument where it takes
    /// any number of them.
    pub cost: usize,
    /// LaTeX of what stands before the arguments in parentheses. `#1` is an argument that stands
    /// there instead of in them; some functions have signs of their own, as `\\sqrt{#1}`.
    pub latex: &'static str,
    /// Points at which the row is tested.
    pub samples: &'static [&'static [f64]],
}

impl Row {
    /// Whether a power of it is written at its name, as in sin²(x).
    pub(crate) fn takes_power(&self) -> bool {
        let name = self.latex.strip_prefix('\\').unwrap_or("#");
        !name.contains(['#', '_', '^', '\'', '\\'])
    }
}

impl Function {
    /// The name under which it prints.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// How many arguments it takes.
    pub fn arity(self) -> Arity {
        self.row().arity
    }

    /// Whether it has a value for all real arguments.
    pub fn is_total(self) -> bool {
        self.row().domain == Domain::Everywhere
    }

    /// The function with this name or alias.
    ///
    /// ```
    /// use partials_symbolic::Function;
    /// assert_eq!(Function::find("arctan"), Some(Function::Atan));
    /// assert_eq!(Function::find("foo"), None);
    /// ```
    pub fn find(name: &str) -> Option<Self> {
        use std::sync::OnceLock;
        static INDEX: OnceLock<rustc_hash::FxHashMap<&'static str, Function>> = OnceLock::new();
        let index = INDEX.get_or_init(|| {
            Self::ALL
                .iter()
                .flat_map(|function| {
                    let row = function.row();
                    std::iter::once(&row.name)
                        .chain(row.aliases)
                        .map(|name| (*name, *function))
                })
                .collect()
        });
        index.get(name).copied()
    }
}
