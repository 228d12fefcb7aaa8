//! Explanations and notations of functions.

use partials_symbolic::explain::{Written, explain};
use partials_symbolic::lower::{Shape, Value};
use partials_symbolic::print::{Equation, Label, Notation, Text, TextOptions, equations};

use crate::{Error, Function};

impl Function {
    /// How the derivative of a number in one variable is found, rule by rule; in text or LaTeX.
    ///
    /// ```
    /// use partials::{Function, symbolic::print::Notation};
    /// let steps = Function::parse("sin(x^2)")?.explain("x", Notation::Text)?;
    /// assert_eq!(steps.steps[0].rule, "chain rule");
    /// assert_eq!(steps.steps[0].letters[0].value, "x^2");
    /// assert_eq!(steps.result, "2*x*cos(x^2)");
    /// # Ok::<(), partials::Error>(())
    /// ```
    ///
    /// # Errors
    /// Where the function is no number, or has no such variable.
    pub fn explain(&self, variable: &str, notation: Notation) -> Result<Written, Error> {
        self.check_variable(variable)?;
        self.with_graph(|graph, value| match value.as_scalar() {
            Some(function) => {
                let variable = graph.with(|arena| arena.symbol(variable));
                let explanation = explain(graph, function, variable);
                Ok(explanation.write(graph, notation, value.decimals))
            }
            None => Err(Error::mismatch("a number", value.shape.to_string())),
        })
    }

    /// The function in a notation, with what is to stand before it; shared parts of a large one
    /// are named. In two dimensions at most so many columns wide, else in one line.
    ///
    /// ```
    /// use partials::{Function, symbolic::print::Notation};
    /// let f = Function::parse("x/y")?;
    /// assert_eq!(f.write(Notation::Latex, None, 80).results, [r"\frac{x}{y}"]);
    /// assert_eq!(f.write(Notation::Unicode, None, 80).results, ["x\n─\ny"]);
    /// # Ok::<(), partials::Error>(())
    /// ```
    pub fn write(&self, notation: Notation, label: Option<Label>, width: usize) -> Text {
        self.write_all(notation, vec![(label, self.clone())], width)
    }

    /// The same, written from now on with derivatives of undefined functions in Leibniz's notation
    /// wherever their arguments have different names, or with primes and orders (`false`), as from
    /// the first. Text in Leibniz's notation is for people: it does not read back.
    ///
    /// ```
    /// use partials::Function;
    /// let d = Function::parse("f(x(t), y(t))")?.derivative(&["t"])?;
    /// assert_eq!(d.to_string(), "f^(1,0)(x(t), y(t))*x'(t) + f^(0,1)(x(t), y(t))*y'(t)");
    /// assert_eq!(d.in_leibniz(true).to_string(), "∂f/∂x*dx/dt + ∂f/∂y*dy/dt");
    /// # Ok::<(), partials::Error>(())
    /// ```
    #[must_use]
    pub fn in_leibniz(&self, leibniz: bool) -> Self {
        self.derived(Value {
            leibniz,
            ..self.lowered().clone()
        })
    }

    /// Several functions of the same graph in a notation, in terms of the same named parts.
    pub(crate) fn write_all(
        &self,
        notation: Notation,
        list: Vec<(Option<Label>, Self)>,
        width: usize,
    ) -> Text {
        let equation = |(label, function): (Option<Label>, Self)| {
            let value = function.lowered();
            Equation::new(label, value.shape, value.elements.clone())
        };
        let list: Vec<Equation> = list.into_iter().map(equation).collect();
        let options = TextOptions {
            decimals: self.lowered().decimals,
            leibniz: self.lowered().leibniz,
            width,
            ..notation.into()
        };
        self.with_graph(|graph, _| graph.with(|arena| equations(arena, &list, options)))
    }

    /// Parts of the elements of this function, each of `size` elements of a shape, in a notation.
    ///
    /// What [`Function::derivatives`] finds is one vector; this writes each derivative for itself.
    pub fn write_parts(
        &self,
        notation: Notation,
        labels: Vec<Option<Label>>,
        shape: Shape,
        width: usize,
    ) -> Text {
        let size = (self.lowered().elements.len() / labels.len().max(1)).max(1);
        let parts = self.lowered().elements.chunks(size);
        let parts = parts.map(|elements| {
            self.with_value(Value {
                shape,
                elements: elements.to_vec(),
                ..self.lowered().clone()
            })
        });
        self.write_all(notation, labels.into_iter().zip(parts).collect(), width)
    }
}
