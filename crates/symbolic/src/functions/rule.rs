//! The derivative column as formulas of the rows' own arguments.

use super::{Arity, Function};
use crate::graph::{Graph, Handle, Node};
use crate::print::{Notation, Text};

impl Function {
    /// The function of its arguments, and its derivative in argument `i` as the table writes it.
    /// `None` where there is no closed form, or no such argument.
    ///
    /// ```
    /// use partials_symbolic::{Function, print::Notation};
    /// let (call, rule) = Function::Atan.rule(0, Notation::Text).unwrap();
    /// assert_eq!((call.as_str(), rule.as_str()), ("atan(x)", "1/(1 + x^2)"));
    /// ```
    pub fn rule(self, i: usize, notation: Notation) -> Option<(String, String)> {
        let graph = Graph::new();
        let arguments = self.sample_arguments(&graph);
        let call = graph.call(self, &arguments);
        let rule = self.partial(i, call, &arguments)?;
        let open = graph.with(|arena| matches!(arena.node(rule.id()), Node::CallDerivative(..)));
        let write = |handle: Handle<'_>| {
            let text = graph.with(|arena| Text::new(arena, &[handle.id()], notation));
            text.results.concat()
        };
        (!open).then(|| (write(call), write(rule)))
    }

    /// Variables with the names that the row gives to its arguments; two where it takes any number.
    pub fn sample_arguments(self, graph: &Graph) -> Vec<Handle<'_>> {
        let names = self.row().arguments;
        match (self.arity(), names) {
            (Arity::AtLeast(_), &[name]) => {
                let numbered = (1..=2).map(|i| graph.variable(&format!("{name}{i}")));
                numbered.collect()
            }
            _ => names.iter().map(|name| graph.variable(name)).collect(),
        }
    }
}
