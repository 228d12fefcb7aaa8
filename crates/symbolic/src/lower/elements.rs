//! Elements whose index is that of a sum or product, as `x[i]` in `sum(x[i]^2, i, 0, n)`.
//!
//! Until the sum is met such an element is kept as a function `x[]` of its index. The sum is then
//! written out, so that its bounds must be numbers.

use partials_parser::ast::{NameId, NodeId};
use rustc_hash::FxHashMap;

use super::{Error, ErrorKind, Lowering, Shape, Value};
use crate::graph::{Arena, Id, Node, Reachable, Symbol, rebuild, substitute};
use crate::number::Rational;

/// So many terms are written out.
const TERMS: i64 = 10_000;

impl Lowering<'_> {
    /// An element whose index is no number, inside of a sum or product over an index.
    pub(super) fn moving_element(
        &self,
        id: NodeId,
        name: NameId,
        children: &[NodeId],
    ) -> Option<Value> {
        let indices = self.scalars(children).ok()?;
        let number = |arena: &mut Arena, id: &Id| arena.as_number(*id).is_some();
        let moving = self
            .graph
            .with(|arena| !indices.iter().all(|id| number(arena, id)));
        let name = format!("{}[]", self.ast.name(name));
        (moving && self.binders.enclose(id))
            .then(|| self.make(|arena| arena.apply(&name, &indices)))
    }

    /// The sum or product written out, where its body has elements that move with the index.
    pub(super) fn written_out(
        &self,
        id: NodeId,
        index: Symbol,
        [body, lower, upper]: [Id; 3],
        sum: bool,
    ) -> Result<Option<Value>, Error> {
        if !self.graph.with(|arena| has_moving(arena, body)) {
            return Ok(None);
        }
        let bound = |bound: Id| self.graph.with(|arena| arena.as_number(bound)?.to_i64());
        let (Some(from), Some(to)) = (bound(lower), bound(upper)) else {
            let what = "a sum over elements whose bounds are not whole numbers";
            return Err(self.error(id, ErrorKind::Unsupported(what.into())));
        };
        if to.saturating_sub(from) >= TERMS {
            let what = format!("a sum over more than {TERMS} elements");
            return Err(self.error(id, ErrorKind::Unsupported(what)));
        }
        let terms: Vec<Id> = (from..=to)
            .map(|place| {
                self.graph.with(|arena| {
                    let place = arena.number(Rational::from(place));
                    let at = FxHashMap::from_iter([(index, place)]);
                    let term = substitute(arena, body, &at);
                    self.settled(arena, term)
                })
            })
            .collect::<Option<_>>()
            .ok_or_else(|| {
                let what = "an index outside of the vector, or that is not a whole number";
                self.error(id, ErrorKind::Unsupported(what.into()))
            })?;
        let value = self.make(|arena| {
            if sum {
                arena.sum(&terms)
            } else {
                arena.product(&terms)
            }
        });
        let unsettled = |element: &Id| self.graph.with(|arena| has_moving(arena, *element));
        if !self.binders.enclose(id) && value.elements.iter().any(unsettled) {
            let what = "an index that is not a whole number";
            return Err(self.error(id, ErrorKind::Unsupported(what.into())));
        }
        Ok(Some(value))
    }

    /// The expression with the elements in it whose indices are numbers by now; `None` where there
    /// is no such element.
    fn settled(&self, arena: &mut Arena, root: Id) -> Option<Id> {
        let reachable = Reachable::new(arena, &[root]);
        let mut images: Vec<Id> = Vec::with_capacity(reachable.len());
        for &id in reachable.ids() {
            let node = arena.node(id);
            let mut operands = Vec::new();
            arena.for_each_operand(id, |operand| {
                let image = reachable.place(operand).and_then(|place| images.get(place));
                operands.push(image.copied().unwrap_or(Id::POISON));
            });
            let numbers: Option<Vec<Rational>> = operands
                .iter()
                .map(|id| arena.as_number(*id).cloned())
                .collect();
            let image = match (moving_name(arena, node), numbers) {
                (Some(name), Some(indices)) => self.element_at(arena, &name, &indices)?,
                _ if operands.is_empty() => id,
                _ => rebuild(arena, None, node, &operands),
            };
            images.push(image);
        }
        images.last().copied()
    }

    fn element_at(&self, arena: &mut Arena, name: &str, indices: &[Rational]) -> Option<Id> {
        let places: Option<Vec<usize>> = indices
            .iter()
            .map(|index| usize::try_from(index.to_i64()?).ok())
            .collect();
        let places = places?;
        let definition = self
            .definitions
            .get(name)
            .filter(|_| !self.is_parameter(name));
        let Some(definition) = definition else {
            let places: Vec<String> = places.iter().map(usize::to_string).collect();
            return Some(arena.variable(&format!("{name}[{}]", places.join(","))));
        };
        let value = definition.value();
        let place = match (value.shape, places.as_slice()) {
            (Shape::Vector(n), &[i]) if i < n => i,
            (Shape::Matrix(m, n), &[i, j]) if i < m && j < n => i * n + j,
            _ => return None,
        };
        value.elements.get(place).copied()
    }
}

/// The vector of an element that is not settled.
fn moving_name(arena: &Arena, node: Node) -> Option<String> {
    match node {
        Node::Apply(symbol, _) => arena.name(symbol).strip_suffix("[]").map(str::to_owned),
        _ => None,
    }
}

fn has_moving(arena: &Arena, root: Id) -> bool {
    let reachable = Reachable::new(arena, &[root]);
    let mut ids = reachable.ids().iter();
    ids.any(|id| moving_name(arena, arena.node(*id)).is_some())
}
