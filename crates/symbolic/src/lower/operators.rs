//! Sums, products and signs, of numbers and of vectors.

use partials_parser::ast::{Kind, NodeId};

use super::{Error, ErrorKind, Lowering, Shape, Value};
use crate::graph::Id;

impl Lowering<'_> {
    /// The terms are added as written; vectors and matrices element by element.
    pub(super) fn sum(&self, children: &[NodeId]) -> Result<Value, Error> {
        let values = children
            .iter()
            .map(|id| self.value(*id))
            .collect::<Result<Vec<_>, _>>()?;
        let shape = values.first().map_or(Shape::Scalar, |first| first.shape);
        for (child, value) in children.iter().zip(&values) {
            if value.shape != shape {
                let (expected, found) = (shape.to_string(), value.shape.to_string());
                return Err(self.error(*child, ErrorKind::Shape { expected, found }));
            }
        }
        let count = values.first().map_or(0, |first| first.elements.len());
        let elements = (0..count)
            .map(|i| {
                let terms: Vec<Id> = values
                    .iter()
                    .filter_map(|value| value.elements.get(i).copied())
                    .collect();
                self.graph.with(|arena| arena.sum(&terms))
            })
            .collect();
        Ok(Value::new(shape, elements))
    }

    /// The factors are multiplied as written; one of them may be a vector or matrix, not a
    /// divisor.
    pub(super) fn product(&self, children: &[NodeId]) -> Result<Value, Error> {
        let mut vector: Option<Value> = None;
        let mut factors = Vec::new();
        for child in children {
            let value = self.value(*child)?;
            match value.as_scalar() {
                Some(factor) => factors.push(factor),
                None if vector.is_none() && self.ast.node(*child).kind != Kind::Inverse => {
                    vector = Some(value);
                }
                None => {
                    let kind = ErrorKind::Shape {
                        expected: "a number (`dot(a, b)` multiplies vectors)".into(),
                        found: value.shape.to_string(),
                    };
                    return Err(self.error(*child, kind));
                }
            }
        }
        let Some(vector) = vector else {
            return Ok(self.make(|arena| arena.product(&factors)));
        };
        Ok(self.each(&vector, |arena, element| {
            let mut all = factors.clone();
            all.push(element);
            arena.product(&all)
        }))
    }

    pub(super) fn negative(&self, children: &[NodeId]) -> Result<Value, Error> {
        match children {
            [child] => {
                let value = self.value(*child)?;
                Ok(self.each(&value, |arena, element| arena.negate(element)))
            }
            _ => Ok(Value::new(Shape::Vector(0), Vec::new())),
        }
    }

    /// The same operation on each element.
    pub(super) fn each(
        &self,
        value: &Value,
        mut make: impl FnMut(&mut crate::graph::Arena, Id) -> Id,
    ) -> Value {
        let elements = value
            .elements
            .iter()
            .map(|id| self.graph.with(|arena| make(arena, *id)))
            .collect();
        Value::new(value.shape, elements)
    }
}
