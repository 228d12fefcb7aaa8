//! `hyper([a1, a2], [b1], x)`: a hypergeometric function by the lists of its parameters.

use partials_parser::ast::NodeId;

use super::{Error, ErrorKind, Lowering, Shape, Value};
use crate::functions::Function;
use crate::graph::Id;

impl Lowering<'_> {
    /// The row of the table with so many parameters, or what the function is without any below.
    /// The lists may be given by their lengths too: `hyper(2, 1, a1, a2, b1, x)`.
    pub(super) fn hypergeometric(&self, id: NodeId, children: &[NodeId]) -> Result<Value, Error> {
        let (upper, lower, x) = self.hypergeometric_lists(id, children)?;
        if let ([], []) = (upper.as_slice(), lower.as_slice()) {
            return Ok(self.make(|arena| arena.call(Function::Exp, &[x])));
        }
        if let ([a], []) = (upper.as_slice(), lower.as_slice()) {
            // The binomial series.
            return Ok(self.make(|arena| {
                let (one, exponent) = (arena.integer(1), arena.negate(*a));
                let base = arena.subtract(one, x);
                arena.power(base, exponent)
            }));
        }
        let Some(function) = Function::of_parameters(upper.len(), lower.len()) else {
            let kind = format!(
                "`hyper` of {} upper and {} lower parameters",
                upper.len(),
                lower.len()
            );
            return Err(self.error(id, ErrorKind::Unsupported(kind)));
        };
        let arguments: Vec<Id> = upper.into_iter().chain(lower).chain([x]).collect();
        Ok(self.make(|arena| arena.call(function, &arguments)))
    }

    fn hypergeometric_lists(
        &self,
        id: NodeId,
        children: &[NodeId],
    ) -> Result<(Vec<Id>, Vec<Id>, Id), Error> {
        let wrong = |found: usize| {
            let kind = ErrorKind::Arity {
                name: "hyper".into(),
                expected: "two lists of parameters and an argument".into(),
                found,
            };
            self.error(id, kind)
        };
        if let &[upper, lower, x] = children {
            let lists = [self.value(upper)?, self.value(lower)?];
            if lists
                .iter()
                .all(|list| matches!(list.shape, Shape::Vector(_)))
            {
                let [upper, lower] = lists.map(|list| list.elements);
                return Ok((upper, lower, self.scalar(x)?));
            }
        }
        let scalars = self.scalars(children)?;
        let count = |place: usize| {
            let number = self.graph.with(|arena| {
                let id = scalars.get(place)?;
                arena.as_number(*id)?.to_i64()
            });
            number.and_then(|n| usize::try_from(n).ok())
        };
        let (Some(upper), Some(lower)) = (count(0), count(1)) else {
            return Err(wrong(children.len()));
        };
        match scalars.get(2..).and_then(<[Id]>::split_last) {
            Some((x, list)) if list.len() == upper.saturating_add(lower) => {
                let (above, below) = list.split_at_checked(upper).unwrap_or((list, &[]));
                Ok((above.to_vec(), below.to_vec(), *x))
            }
            _ => Err(wrong(children.len())),
        }
    }
}
