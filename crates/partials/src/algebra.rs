//! What exact algebra says of functions: whether two are equal, and their simpler forms.

use std::collections::BTreeSet;

use partials_symbolic::arrange::VariableOrder;
use partials_symbolic::equal::{DEFAULT_FUEL, Equality, equal_within};
use partials_symbolic::lower::{Shape, Value};
use partials_symbolic::simplify::simplify;

use crate::{Error, Function};

impl Function {
    /// Whether two functions are equal wherever both have values, element by element: proved,
    /// probable or unknown.
    ///
    /// ```
    /// use partials::Function;
    /// let f = Function::parse("sin(x)^2")?;
    /// let g = Function::parse("1 - cos(x)^2")?;
    /// assert!(f.equality(&g)?.iter().all(|entry| entry.is_proved()));
    /// # Ok::<(), partials::Error>(())
    /// ```
    ///
    /// # Errors
    /// Where the shapes differ.
    pub fn equality(&self, other: &Self) -> Result<Vec<Equality>, Error> {
        self.equality_within(other, DEFAULT_FUEL)
    }

    /// As [`Function::equality`], after so much work at most for each element, counted in products
    /// of terms.
    ///
    /// # Errors
    /// Where the shapes differ.
    pub fn equality_within(&self, other: &Self, fuel: u64) -> Result<Vec<Equality>, Error> {
        let (ours, theirs) = (self.with_elements(), other.with_elements());
        let shape = |shape: Shape| shape.to_string();
        if ours.shape != theirs.shape {
            return Err(Error::mismatch(shape(ours.shape), shape(theirs.shape)));
        }
        let images: Vec<_> = theirs
            .elements
            .iter()
            .map(|id| self.adopt(other, *id))
            .collect();
        Ok(self.with_graph(|graph, _| {
            let pairs = ours.elements.iter().zip(&images);
            pairs
                .map(|(a, b)| equal_within(graph, *a, *b, fuel))
                .collect()
        }))
    }
}

/// A function in a shorter form, and how it came to that.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Simplified {
    /// The shorter form, of the same variables.
    pub function: Function,
    /// What holds wherever the given function has a value, and need not where the shorter form
    /// has one: conditions such as `x != 0`.
    pub assumptions: Vec<String>,
    /// The names of the rules that were applied, besides collecting and ordering.
    pub rules_applied: Vec<&'static str>,
    /// How much work it took, in nodes that rules looked at.
    pub budget_spent: u64,
    /// Whether the work that is allowed did not suffice to try everything.
    pub exhausted: bool,
}

impl Function {
    /// The function in a form that is shorter to read, or as it is. Values are kept wherever there
    /// are any; points at which only the shorter form has a value are told of.
    ///
    /// ```
    /// use partials::Function;
    /// let short = Function::parse("(sin(x)^2 + cos(x)^2)*x^2/x")?.simplify();
    /// assert_eq!(short.function.to_string(), "x");
    /// assert_eq!(short.assumptions, ["x != 0"]);
    /// # Ok::<(), partials::Error>(())
    /// ```
    #[must_use]
    pub fn simplify(&self) -> Simplified {
        let value = self.with_elements();
        let mut assumptions = BTreeSet::new();
        let mut rules = BTreeSet::new();
        let (mut spent, mut exhausted) = (0, false);
        let elements = self.with_graph(|graph, _| {
            graph.with(|arena| {
                let names = self.variables().iter();
                let first: Vec<_> = names.map(|name| arena.symbol(name)).collect();
                let order = VariableOrder::with_first(arena, &first, &value.elements);
                let mut elements = Vec::with_capacity(value.elements.len());
                for id in &value.elements {
                    let short = simplify(arena, *id, &order);
                    elements.push(short.expression);
                    assumptions.extend(short.assumptions);
                    rules.extend(short.rules_applied);
                    spent += short.budget_spent;
                    exhausted |= short.exhausted;
                }
                elements
            })
        });
        Simplified {
            function: self.derived(Value { elements, ..value }),
            assumptions: assumptions.into_iter().collect(),
            rules_applied: rules.into_iter().collect(),
            budget_spent: spent,
            exhausted,
        }
    }
}
