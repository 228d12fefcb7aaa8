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

    /// The numbers of upper and lower parameters of a hypergeometric function of one variable.
    fn parameters(self) -> Option<(usize, usize)> {
        Some(match self {
            Self::Hyp0F1 => (0, 1),
            Self::Hyp1F1 => (1, 1),
            Self::Hyp1F2 => (1, 2),
            Self::Hyp2F1 => (2, 1),
            Self::Hyp2F2 => (2, 2),
            Self::Hyp2F3 => (2, 3),
            Self::Hyp3F2 => (3, 2),
            _ => return None,
        })
    }

    /// The hypergeometric function of so many upper and lower parameters.
    pub fn of_parameters(upper: usize, lower: usize) -> Option<Self> {
        let all = Self::ALL.iter().copied();
        all.into_iter()
            .find(|function| function.parameters() == Some((upper, lower)))
    }

    /// The upper and lower parameters and the argument of a hypergeometric function of one
    /// variable.
    ///
    /// ```
    /// use partials_symbolic::Function;
    /// let f = Function::of_parameters(1, 2).unwrap();
    /// assert_eq!(f.name(), "hyp1f2");
    /// let (upper, lower, x) = f.hypergeometric(&["a", "b1", "b2", "x"]).unwrap();
    /// assert_eq!((upper, lower, *x), (&["a"][..], &["b1", "b2"][..], "x"));
    /// ```
    pub fn hypergeometric<T>(self, arguments: &[T]) -> Option<(&[T], &[T], &T)> {
        let (upper, lower) = self.parameters()?;
        let (x, parameters) = arguments.split_last()?;
        let (above, below) = parameters.split_at_checked(upper)?;
        (below.len() == lower).then_some((above, below, x))
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
