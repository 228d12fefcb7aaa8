//! What an expression of the language stands for: a number, a vector or a matrix of expressions.

use std::fmt;

use crate::arrange::{Facts, VariableOrder, arrange};
use crate::derive;
use crate::graph::{Arena, Graph, Id, Reachable, Symbol, natural_order};

/// The shape of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A number (or condition).
    Scalar,
    /// So many elements.
    Vector(usize),
    /// So many rows of so many elements.
    Matrix(usize, usize),
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scalar => f.write_str("a number"),
            Self::Vector(n) => write!(f, "a vector of {n}"),
            Self::Matrix(m, n) => write!(f, "a {m}×{n} matrix"),
        }
    }
}

/// What an element of a value is the derivative of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The function that was derived.
    pub function: Id,
    /// The variables in which it was derived, one after the other.
    pub variables: Vec<Symbol>,
}

/// The order of variables, and what is known where a function has a value.
#[derive(Clone, Debug)]
pub struct Arrangement {
    order: VariableOrder,
    facts: Facts,
}

impl Arrangement {
    /// The expressions arranged.
    pub fn of(&self, arena: &mut Arena, raw: &[Id]) -> Vec<Id> {
        arrange(arena, raw, &self.order, &self.facts)
    }
}

/// A number, vector or matrix of expressions.
#[derive(Clone, Debug)]
pub struct Value {
    /// Its shape.
    pub shape: Shape,
    /// The elements, row by row.
    pub elements: Vec<Id>,
    /// The variables in their order, where the value is the body of a function.
    pub variables: Option<Vec<Symbol>>,
    /// Where the value is a derivative: what each element is the derivative of.
    pub origins: Vec<Origin>,
    /// Whether its source was written with decimals.
    pub decimals: bool,
    /// Whether derivatives of undefined functions are to be written as `∂f/∂x*dx/dt`.
    pub leibniz: bool,
}

impl Value {
    /// A number.
    pub fn scalar(id: Id) -> Self {
        Self::new(Shape::Scalar, vec![id])
    }

    /// A value of a shape; there must be as many elements as the shape has.
    pub fn new(shape: Shape, elements: Vec<Id>) -> Self {
        Self {
            shape,
            elements,
            variables: None,
            origins: Vec::new(),
            decimals: false,
            leibniz: false,
        }
    }

    /// The only element of a number.
    pub fn as_scalar(&self) -> Option<Id> {
        match (self.shape, self.elements.as_slice()) {
            (Shape::Scalar, &[element]) => Some(element),
            _ => None,
        }
    }

    /// The variables: those of the function whose body this is, else all that occur, in
    /// alphabetic order with numbers as numbers. A vector parameter stands for its elements.
    pub fn variables(&self, graph: &Graph) -> Vec<Symbol> {
        graph.with(|arena| {
            let mut found = Reachable::new(arena, &self.elements).variables(arena);
            found.sort_by(|a, b| natural_order(arena.name(*a), arena.name(*b)));
            let Some(declared) = &self.variables else {
                return found;
            };
            let mut variables = Vec::new();
            for parameter in declared {
                let prefix = format!("{}[", arena.name(*parameter));
                let elements: Vec<Symbol> = found
                    .iter()
                    .copied()
                    .filter(|symbol| arena.name(*symbol).starts_with(&prefix))
                    .collect();
                match all_elements(arena, &prefix, &elements) {
                    Some(elements) => variables.extend(elements),
                    None => variables.push(*parameter),
                }
            }
            variables
        })
    }

    /// Every element derived in the variables, one after the other, and arranged.
    pub fn derive(&self, graph: &Graph, variables: &[Symbol]) -> Self {
        let arrangement = self.arrangement(graph);
        let mut elements = self.elements.clone();
        for same in variables.chunk_by(|a, b| a == b) {
            let tidy = |arena: &mut Arena, raw: &[Id]| arrangement.of(arena, raw);
            let times = u32::try_from(same.len()).unwrap_or(u32::MAX);
            for variable in same.iter().take(1) {
                (elements, _) = derive::of_order(graph, &elements, *variable, times, tidy);
            }
        }
        let origins = self.origins_for(|_| variables.to_vec());
        Self {
            elements,
            origins,
            ..self.clone()
        }
    }

    /// Derivatives of the elements, arranged in the order of the variables.
    pub(super) fn tidied(&self, graph: &Graph, raw: &[Id]) -> Vec<Id> {
        let arrangement = self.arrangement(graph);
        graph.with(|arena| arrangement.of(arena, raw))
    }

    /// How derivatives of the elements are arranged.
    pub fn arrangement(&self, graph: &Graph) -> Arrangement {
        let variables = self.variables(graph);
        graph.with(|arena| Arrangement {
            order: VariableOrder::with_first(arena, &variables, &self.elements),
            facts: Facts::of_slopes(arena, &self.elements),
        })
    }

    /// The shape of the gradient of a number: that of the matrix, where this is a function of one
    /// matrix, else a vector.
    fn shape_of_parameter(&self, graph: &Graph, variables: &[Symbol]) -> Shape {
        let vector = Shape::Vector(variables.len());
        let (Some([parameter]), Some(last)) = (self.variables.as_deref(), variables.last()) else {
            return vector;
        };
        graph.with(|arena| {
            let prefix = format!("{}[", arena.name(*parameter));
            match indices(arena.name(*last), &prefix).as_deref() {
                Some(&[row, column]) if (row + 1) * (column + 1) == variables.len() => {
                    Shape::Matrix(row + 1, column + 1)
                }
                _ => vector,
            }
        })
    }

    fn origins_for(&self, variables: impl Fn(usize) -> Vec<Symbol>) -> Vec<Origin> {
        let elements = self.elements.iter().enumerate();
        elements
            .map(|(i, id)| Origin {
                function: *id,
                variables: variables(i),
            })
            .collect()
    }

    /// The gradient of a number, as a vector; the Jacobian of a vector, as a matrix.
    pub fn jacobian(&self, graph: &Graph) -> Self {
        let variables = self.variables(graph);
        let rows = derive::jacobian(graph, &self.elements, &variables);
        let raw: Vec<Id> = rows.into_iter().flatten().collect();
        let elements = self.tidied(graph, &raw);
        let shape = match self.shape {
            Shape::Scalar => self.shape_of_parameter(graph, &variables),
            _ => Shape::Matrix(self.elements.len(), variables.len()),
        };
        let origins = self
            .elements
            .iter()
            .flat_map(|id| {
                variables.iter().map(|v| Origin {
                    function: *id,
                    variables: vec![*v],
                })
            })
            .collect();
        Self {
            shape,
            elements,
            origins,
            variables: self.variables.clone(),
            ..*self
        }
    }

    /// The Hessian of a number.
    pub fn hessian(&self, graph: &Graph) -> Option<Self> {
        let function = self.as_scalar()?;
        let variables = self.variables(graph);
        let raw: Vec<Id> = derive::hessian(graph, function, &variables)
            .into_iter()
            .flatten()
            .collect();
        let elements = self.tidied(graph, &raw);
        let origins = variables
            .iter()
            .flat_map(|a| {
                variables.iter().map(|b| Origin {
                    function,
                    variables: vec![*a, *b],
                })
            })
            .collect();
        let shape = Shape::Matrix(variables.len(), variables.len());
        Some(Self {
            shape,
            elements,
            origins,
            variables: self.variables.clone(),
            ..*self
        })
    }
}

/// The indices of an element, `x[0]` or `A[1,2]`, of the vector or matrix with this prefix.
fn indices(name: &str, prefix: &str) -> Option<Vec<usize>> {
    let inside = name.strip_prefix(prefix)?.strip_suffix(']')?;
    inside.split(',').map(|index| index.parse().ok()).collect()
}

/// All elements of a vector or matrix parameter, from 0 to the largest index that occurs. `None`
/// if there are none.
fn all_elements(arena: &mut Arena, prefix: &str, found: &[Symbol]) -> Option<Vec<Symbol>> {
    let all: Option<Vec<Vec<usize>>> = found
        .iter()
        .map(|symbol| indices(arena.name(*symbol), prefix))
        .collect();
    let Some(all) = all else {
        return Some(found.to_vec());
    };
    let dimensions = all.first()?.len();
    let last = |place: usize| all.iter().filter_map(|list| list.get(place)).max().copied();
    let names: Vec<String> = match (dimensions, last(0), last(1)) {
        (1, Some(last), _) if last <= found.len().saturating_mul(1000) => {
            (0..=last).map(|i| format!("{prefix}{i}]")).collect()
        }
        (2, Some(row), Some(column)) if row.max(column) <= 1000 => (0..=row)
            .flat_map(|i| (0..=column).map(move |j| (i, j)))
            .map(|(i, j)| format!("{prefix}{i},{j}]"))
            .collect(),
        _ => return Some(found.to_vec()),
    };
    Some(names.iter().map(|name| arena.symbol(name)).collect())
}
