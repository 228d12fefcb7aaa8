//! Leibniz's notation of undefined functions: each argument is called by the name that it has.

use super::*;

impl<'a> View<'a> {
    /// `∂f/∂x` of `f(x(t), y(t))`, `dx/dt` of `x(t)`. `None` where an argument has no name, or two
    /// have the same: then nobody could tell in which of them is derived.
    pub(super) fn leibniz(self, name: &'a str, list: &'a [Id]) -> Option<Form<'a>> {
        let (orders, arguments) = self.orders(list);
        let names: Vec<&'a str> = arguments
            .iter()
            .map(|argument| match self.arena.node(*argument) {
                Node::Variable(symbol) | Node::Apply(symbol, _) => Some(self.arena.name(symbol)),
                _ => None,
            })
            .collect::<Option<_>>()?;
        let repeated = |(place, name): (usize, &&str)| names.iter().take(place).any(|n| n == name);
        if names.iter().enumerate().any(repeated) {
            return None;
        }
        let total = names.len() == 1;
        let derived = names
            .into_iter()
            .zip(orders)
            .filter(|(_, order)| *order > 0);
        let variables = derived.map(|(name, order)| (Piece::Name(name), order));
        Some(Form::Derivative(
            total,
            Piece::Name(name),
            variables.collect(),
        ))
    }
}
