//! The chain rule as matrices, of functions.

use partials_symbolic::chain::chain;
use partials_symbolic::graph::Symbol;
use partials_symbolic::lower::Value;
use partials_symbolic::print::{Label, Notation, Text};

use crate::{Error, Function};

/// The matrices of the chain rule for f(x) with x = x(s, t): see [`Function::chain`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Chain {
    /// The names that are functions of the variables: x.
    pub names: Vec<String>,
    /// The variables: s, t.
    pub variables: Vec<String>,
    /// ∂f/∂x.
    pub outer: Function,
    /// ∂x/∂(s, t).
    pub inner: Function,
    /// Their product, in the names and the variables.
    pub product: Function,
    /// The product with everything substituted.
    pub substituted: Function,
    /// The derivative of f(x(s, t)), found directly.
    pub direct: Function,
}

impl Chain {
    /// The four matrices as equations in a notation, all in terms of the same named parts: ∂f/∂x,
    /// ∂x/∂(s, t), their product, and that with everything substituted.
    pub fn write(&self, name: &str, notation: Notation, width: usize) -> Text {
        let f = [name.to_owned()];
        let label = |of: &[String], wrt: &[String]| {
            Some(Label::Matrix {
                of: of.to_vec(),
                wrt: wrt.to_vec(),
            })
        };
        let list = vec![
            (label(&f, &self.names), self.outer.clone()),
            (label(&self.names, &self.variables), self.inner.clone()),
            (label(&f, &self.variables), self.product.clone()),
            (label(&f, &self.variables), self.substituted.clone()),
        ];
        self.outer.write_all(notation, list, width)
    }
}

impl Function {
    /// The chain rule as matrices, where some of the variables are functions of others. A vector
    /// stands for the elements of a vector variable.
    ///
    /// ```
    /// use partials::Function;
    /// let f = Function::parse("f(x, y) = x^2*y")?;
    /// let (x, y) = (Function::parse("s*t")?, Function::parse("s + t")?);
    /// let chain = f.chain(&[("x", &x), ("y", &y)])?;
    /// assert_eq!(chain.outer.to_string(), "[[2*x*y, x^2]]");
    /// assert_eq!(chain.inner.to_string(), "[[t, s], [1, 1]]");
    /// assert_eq!(chain.product.to_string(), "[[2*t*x*y + x^2, 2*s*x*y + x^2]]");
    /// assert_eq!(chain.direct.variables(), ["s", "t"]);
    /// # Ok::<(), partials::Error>(())
    /// ```
    ///
    /// # Errors
    /// Where the function depends on none of the names.
    pub fn chain(&self, inner: &[(&str, &Self)]) -> Result<Chain, Error> {
        let mut named = Vec::new();
        for (name, function) in inner {
            for (place, element) in function.elements().iter().enumerate() {
                let name = match function.lowered().as_scalar() {
                    Some(_) => (*name).to_owned(),
                    None => format!("{name}[{place}]"),
                };
                let id = element.lowered().as_scalar();
                named.extend(id.map(|id| (name, self.adopt(element, id))));
            }
        }
        named.retain(|(name, _)| self.variables().contains(name));
        if named.is_empty() {
            let known = self.variables().join(", ");
            let names: Vec<&str> = inner.iter().map(|(name, _)| *name).collect();
            let found = format!("functions for {}", names.join(", "));
            return Err(Error::mismatch(
                format!("functions for some of {known}"),
                found,
            ));
        }
        let found = self.with_graph(|graph, value| {
            let inner: Vec<_> = graph.with(|arena| {
                let named = named.into_iter();
                named.map(|(name, id)| (arena.symbol(&name), id)).collect()
            });
            chain(graph, value, &inner)
        });
        let names = |list: &[Symbol]| -> Vec<String> {
            self.with_graph(|graph, _| {
                graph.with(|arena| list.iter().map(|s| arena.name(*s).to_owned()).collect())
            })
        };
        let all = [found.variables.as_slice(), found.names.as_slice()].concat();
        let of = |value: Value, variables: &[Symbol]| {
            let variables = Some(variables.to_vec());
            self.with_value(Value { variables, ..value })
        };
        Ok(Chain {
            names: names(&found.names),
            variables: names(&found.variables),
            outer: of(found.outer, &found.names),
            inner: of(found.inner, &found.variables),
            product: of(found.product, &all),
            substituted: of(found.substituted, &found.variables),
            direct: of(found.direct, &found.variables),
        })
    }
}
