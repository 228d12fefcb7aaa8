//! Vectors and matrices: literals, elements, and the operators of vector calculus.

use partials_parser::ast::{NameId, NodeId};

use super::{Error, ErrorKind, Lowering, Shape, Value};
use crate::functions::Function;
use crate::graph::{Arena, Id};

impl Lowering<'_> {
    /// `[a, b]`, or a matrix as a vector of rows of the same length.
    pub(super) fn vector(&self, id: NodeId, children: &[NodeId]) -> Result<Value, Error> {
        if let Ok(elements) = self.scalars(children) {
            return Ok(Value::new(Shape::Vector(elements.len()), elements));
        }
        let mut elements = Vec::new();
        let mut columns = None;
        for child in children {
            let row = self.value(*child)?;
            let expected = columns.map_or("a row of numbers".into(), |n| format!("a row of {n}"));
            match row.shape {
                Shape::Vector(n) if columns.is_none_or(|columns| columns == n) => {
                    columns = Some(n);
                    elements.extend(row.elements);
                }
                found => {
                    let kind = ErrorKind::Shape {
                        expected,
                        found: found.to_string(),
                    };
                    return Err(self.error(*child, kind));
                }
            }
        }
        let Some(columns) = columns else {
            return Err(self.error(id, ErrorKind::Unsupported("an empty matrix".into())));
        };
        Ok(Value::new(Shape::Matrix(children.len(), columns), elements))
    }

    /// `x[0]`, `A[1,2]`: an element of a defined vector, or a variable of that name.
    pub(super) fn element(
        &self,
        id: NodeId,
        name: NameId,
        children: &[NodeId],
    ) -> Result<Value, Error> {
        if let Some(moving) = self.moving_element(id, name, children) {
            return Ok(moving);
        }
        let name = self.ast.name(name);
        let indices = children
            .iter()
            .map(|c| self.index(*c))
            .collect::<Result<Vec<_>, _>>()?;
        let definition = if self.is_parameter(name) {
            None
        } else {
            self.definitions.get(name)
        };
        let Some(definition) = definition else {
            let indices: Vec<String> = indices.iter().map(usize::to_string).collect();
            let name = format!("{name}[{}]", indices.join(","));
            return Ok(self.make(|arena| arena.variable(&name)));
        };
        let value = definition.value();
        let place = match (value.shape, indices.as_slice()) {
            (Shape::Vector(n), &[i]) if i < n => Some(i),
            (Shape::Matrix(m, n), &[i, j]) if i < m && j < n => Some(i * n + j),
            _ => None,
        };
        match place.and_then(|place| value.elements.get(place)) {
            Some(element) => Ok(Value::scalar(*element)),
            None => {
                let last = match (value.shape, indices.first()) {
                    (Shape::Vector(n), Some(_)) => n.checked_sub(1),
                    (Shape::Matrix(m, n), Some(&i)) => (if i < m { n } else { m }).checked_sub(1),
                    _ => None,
                };
                let kind = match last {
                    Some(last) => ErrorKind::Index {
                        index: format!("{indices:?}"),
                        last,
                    },
                    None => ErrorKind::Shape {
                        expected: "a vector before the index".into(),
                        found: value.shape.to_string(),
                    },
                };
                Err(self.error(id, kind))
            }
        }
    }

    fn index(&self, node: NodeId) -> Result<usize, Error> {
        let scalar = self.scalar(node)?;
        let number = self.graph.with(|arena| arena.as_number(scalar)?.to_i64());
        number.and_then(|n| usize::try_from(n).ok()).ok_or_else(|| {
            self.error(
                node,
                ErrorKind::Unsupported("an index that is not a whole number".into()),
            )
        })
    }

    /// The functions and operators of vectors; `None` where the name is none of them, or its
    /// arguments are numbers and it is an ordinary function of numbers.
    pub(super) fn vector_call(
        &self,
        id: NodeId,
        name: &str,
        children: &[NodeId],
    ) -> Result<Option<Value>, Error> {
        let argument = |i: usize| -> Result<Value, Error> {
            match children.get(i) {
                Some(child) => self.value(*child),
                None => Err(self.error(
                    id,
                    ErrorKind::Arity {
                        name: name.to_owned(),
                        expected: if matches!(name, "dot" | "cross") {
                            "2"
                        } else {
                            "1"
                        }
                        .into(),
                        found: children.len(),
                    },
                )),
            }
        };
        let value = match name {
            "grad" | "gradient" | "∇" | "jacobian" => argument(0)?.jacobian(self.graph),
            "hessian" => {
                let value = argument(0)?;
                match value.hessian(self.graph) {
                    Some(hessian) => hessian,
                    None => return Err(self.mismatch(id, "a number", &value)),
                }
            }
            "div" => self.divergence(id, &argument(0)?)?,
            "curl" => self.curl(id, &argument(0)?)?,
            "laplacian" => self.laplacian(id, &argument(0)?)?,
            "transpose" => transpose(argument(0)?),
            "dot" => self.dot(id, &argument(0)?, &argument(1)?)?,
            "cross" => self.cross(id, &argument(0)?, &argument(1)?)?,
            "norm" => {
                let value = argument(0)?;
                self.make(|arena| {
                    let square = dot(arena, &value.elements, &value.elements);
                    arena.sqrt(square)
                })
            }
            "hyper" => self.hypergeometric(id, children)?,
            "softmax" => {
                let value = argument(0)?;
                let normaliser = self
                    .graph
                    .with(|arena| arena.call(Function::LogSumExp, &value.elements));
                self.each(&value, |arena, element| {
                    let shifted = arena.subtract(element, normaliser);
                    arena.call(Function::Exp, &[shifted])
                })
            }
            "min" | "max" | "logsumexp" | "sum" | "mean" | "product" if children.len() == 1 => {
                let value = argument(0)?;
                if value.as_scalar().is_some() {
                    let reduced = self.over_rows(id, name, &value)?;
                    if reduced.is_some() {
                        return Ok(reduced);
                    }
                    return match name {
                        "sum" | "mean" | "product" => Err(self.error(
                            id,
                            ErrorKind::Unsupported(format!(
                                "`{name}` of a number (it takes a vector, columns of data, or an index with bounds)"
                            )),
                        )),
                        _ => Ok(None),
                    };
                }
                self.reduce(name, &value)
            }
            _ => return Ok(None),
        };
        Ok(Some(value))
    }

    pub(super) fn reduce(&self, name: &str, value: &Value) -> Value {
        let list = &value.elements;
        self.make(|arena| match name {
            "min" | "max" => {
                let function = if name == "min" {
                    Function::Min
                } else {
                    Function::Max
                };
                list.split_first().map_or(Id::POISON, |(first, rest)| {
                    rest.iter()
                        .fold(*first, |least, next| arena.call(function, &[least, *next]))
                })
            }
            "logsumexp" => arena.call(Function::LogSumExp, list),
            "product" => arena.product(list),
            "mean" => {
                let (sum, count) = (arena.sum(list), arena.integer(list.len() as i64));
                arena.divide(sum, count)
            }
            _ => arena.sum(list),
        })
    }

    fn mismatch(&self, id: NodeId, expected: &str, found: &Value) -> Error {
        let found = found.shape.to_string();
        self.error(
            id,
            ErrorKind::Shape {
                expected: expected.into(),
                found,
            },
        )
    }

    /// Σ ∂Fᵢ/∂xᵢ
    fn divergence(&self, id: NodeId, field: &Value) -> Result<Value, Error> {
        let jacobian = field.jacobian(self.graph);
        match jacobian.shape {
            Shape::Matrix(m, n) if m == n => {
                let diagonal: Vec<Id> = jacobian.elements.iter().step_by(n + 1).copied().collect();
                Ok(self.make(|arena| arena.sum(&diagonal)))
            }
            _ => Err(self.mismatch(id, "as many components as variables", field)),
        }
    }

    /// (∂F₂/∂y - ∂F₁/∂z, …) in three dimensions, a number in two.
    fn curl(&self, id: NodeId, field: &Value) -> Result<Value, Error> {
        let jacobian = field.jacobian(self.graph);
        let minus = |a: Id, b: Id| self.graph.with(|arena| arena.subtract(a, b));
        match *jacobian.elements.as_slice() {
            [_, dy_f0, dz_f0, dx_f1, _, dz_f1, dx_f2, dy_f2, _]
                if jacobian.shape == Shape::Matrix(3, 3) =>
            {
                let elements = vec![
                    minus(dy_f2, dz_f1),
                    minus(dz_f0, dx_f2),
                    minus(dx_f1, dy_f0),
                ];
                Ok(Value::new(Shape::Vector(3), elements))
            }
            [_, dy_f0, dx_f1, _] if jacobian.shape == Shape::Matrix(2, 2) => {
                Ok(Value::scalar(minus(dx_f1, dy_f0)))
            }
            _ => Err(self.mismatch(
                id,
                "a field of 2 or 3 components in as many variables",
                field,
            )),
        }
    }

    /// Σ ∂²f/∂xᵢ²
    fn laplacian(&self, id: NodeId, value: &Value) -> Result<Value, Error> {
        if value.as_scalar().is_none() {
            return Err(self.mismatch(id, "a number", value));
        }
        let terms: Vec<Id> = value
            .variables(self.graph)
            .iter()
            .flat_map(|variable| value.derive(self.graph, &[*variable, *variable]).elements)
            .collect();
        Ok(self.make(|arena| arena.sum(&terms)))
    }

    fn dot(&self, id: NodeId, a: &Value, b: &Value) -> Result<Value, Error> {
        if a.elements.len() != b.elements.len() || a.shape != b.shape {
            return Err(self.mismatch(id, &a.shape.to_string(), b));
        }
        Ok(self.make(|arena| dot(arena, &a.elements, &b.elements)))
    }

    fn cross(&self, id: NodeId, a: &Value, b: &Value) -> Result<Value, Error> {
        let (&[a0, a1, a2], &[b0, b1, b2]) = (a.elements.as_slice(), b.elements.as_slice()) else {
            let found = if a.elements.len() == 3 { b } else { a };
            return Err(self.mismatch(id, "a vector of 3", found));
        };
        let elements = self.graph.with(|arena| {
            [(a1, b2, a2, b1), (a2, b0, a0, b2), (a0, b1, a1, b0)]
                .map(|(p, q, r, s)| {
                    let (left, right) = (arena.product(&[p, q]), arena.product(&[r, s]));
                    arena.subtract(left, right)
                })
                .to_vec()
        });
        Ok(Value::new(Shape::Vector(3), elements))
    }
}

fn dot(arena: &mut Arena, a: &[Id], b: &[Id]) -> Id {
    let terms: Vec<Id> = a
        .iter()
        .zip(b)
        .map(|(x, y)| {
            if x == y {
                let two = arena.integer(2);
                arena.power(*x, two)
            } else {
                arena.product(&[*x, *y])
            }
        })
        .collect();
    arena.sum(&terms)
}

fn transpose(value: Value) -> Value {
    match value.shape {
        Shape::Matrix(m, n) => {
            let elements = (0..n)
                .flat_map(|j| (0..m).map(move |i| (i, j)))
                .filter_map(|(i, j)| value.elements.get(i * n + j).copied())
                .collect();
            Value::new(Shape::Matrix(n, m), elements)
        }
        Shape::Vector(n) => Value::new(Shape::Matrix(1, n), value.elements),
        Shape::Scalar => value,
    }
}
