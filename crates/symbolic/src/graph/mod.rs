//! The expression graph: interned nodes, `Copy` handles with operators, import between graphs.

mod arena;
mod build;
mod hash;
mod intern;
mod names;
mod node;
mod substitute;
mod walk;

use std::cell::RefCell;
use std::fmt;
use std::ops::{Add, Div, Mul, Neg, Sub};

pub use arena::{Arena, DEFAULT_NODE_LIMIT, Fault};
pub use node::{Comparison, Constant, Id, Node, Operands, Symbol, natural_order};
pub(crate) use substitute::free_name;
pub use substitute::{replace, substitute};
pub(crate) use walk::rebuild;
pub use walk::{Reachable, import};

use crate::functions::{Algebra, Function};
use crate::number::Rational;
use crate::print::{Text, TextOptions};

/// A graph of expressions, and the source of [`Handle`]s.
///
/// ```
/// use partials_symbolic::Graph;
/// let graph = Graph::new();
/// let (x, y) = (graph.variable("x"), graph.variable("y"));
/// let f = x.pow(2) * y + 3;
/// assert_eq!(f.to_string(), "x^2*y + 3");
/// assert_eq!(x * y, x * y); // interned: equal expressions are one node
/// ```
#[derive(Debug, Default)]
pub struct Graph {
    arena: RefCell<Arena>,
}

impl Graph {
    /// An empty graph.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty graph that holds at most `limit` nodes; what would need more is poisoned.
    pub fn with_limit(limit: usize) -> Self {
        Self {
            arena: RefCell::new(Arena::with_limit(limit)),
        }
    }

    /// Reads or changes the store. Handles must not be used inside.
    pub fn with<R>(&self, work: impl FnOnce(&mut Arena) -> R) -> R {
        work(&mut self.arena.borrow_mut())
    }

    /// The variable with this name.
    pub fn variable(&self, name: &str) -> Handle<'_> {
        self.handle(self.with(|arena| arena.variable(name)))
    }

    /// An exact number.
    pub fn number(&self, value: impl Into<Rational>) -> Handle<'_> {
        self.handle(self.with(|arena| arena.number(value.into())))
    }

    /// π
    pub fn pi(&self) -> Handle<'_> {
        self.handle(self.with(|arena| arena.constant(Constant::Pi)))
    }

    /// A sum of many terms as one node, which stays linear where a chain of `+` nests.
    pub fn sum<'g>(&'g self, terms: impl IntoIterator<Item = Handle<'g>>) -> Handle<'g> {
        let terms: Vec<Id> = terms.into_iter().map(|term| self.adopt(term)).collect();
        self.handle(self.with(|arena| arena.sum(&terms)))
    }

    /// A product of many factors as one node.
    pub fn product<'g>(&'g self, factors: impl IntoIterator<Item = Handle<'g>>) -> Handle<'g> {
        let factors: Vec<Id> = factors
            .into_iter()
            .map(|factor| self.adopt(factor))
            .collect();
        self.handle(self.with(|arena| arena.product(&factors)))
    }

    /// A function of the table, applied.
    pub fn call<'g>(&'g self, function: Function, arguments: &[Handle<'g>]) -> Handle<'g> {
        let arguments: Vec<Id> = arguments
            .iter()
            .map(|argument| self.adopt(*argument))
            .collect();
        self.handle(self.with(|arena| arena.call(function, &arguments)))
    }

    /// The handle of an id of this graph.
    pub fn handle(&self, id: Id) -> Handle<'_> {
        Handle { graph: self, id }
    }

    /// The first thing that went wrong in this graph, if anything did.
    pub fn fault(&self) -> Option<Fault> {
        self.with(|arena| arena.fault().cloned())
    }

    /// The id in this graph of an expression of this or another graph.
    fn adopt(&self, other: Handle<'_>) -> Id {
        if std::ptr::eq(self, other.graph) {
            return other.id;
        }
        other
            .graph
            .with(|from| self.with(|to| import(to, from, other.id)))
    }
}

/// An expression of a [`Graph`]: `Copy`, with Rust's operators. Operands of another graph are
/// imported into that of the left-hand side.
#[derive(Clone, Copy, Debug)]
pub struct Handle<'g> {
    graph: &'g Graph,
    id: Id,
}

impl<'g> Handle<'g> {
    /// The graph that holds the expression.
    pub fn graph(self) -> &'g Graph {
        self.graph
    }

    /// The id of the expression in its graph.
    pub fn id(self) -> Id {
        self.id
    }

    /// This expression to a power.
    pub fn pow(self, exponent: impl IntoHandle<'g>) -> Self {
        let exponent = exponent.into_handle(self.graph);
        self.with(exponent, |arena, a, b| arena.power(a, b))
    }

    /// A function of the table of this expression.
    pub fn call(self, function: Function) -> Self {
        self.graph
            .handle(self.graph.with(|arena| arena.call(function, &[self.id])))
    }

    fn with(self, other: Handle<'_>, make: impl FnOnce(&mut Arena, Id, Id) -> Id) -> Self {
        let other = self.graph.adopt(other);
        self.graph
            .handle(self.graph.with(|arena| make(arena, self.id, other)))
    }
}

macro_rules! methods {
    ($($name:ident $Variant:ident $text:literal;)*) => {
        impl Handle<'_> {$(
            #[doc = $text]
            pub fn $name(self) -> Self {
                self.call(Function::$Variant)
            }
        )*}
    };
}

methods! {
    exp Exp "e to the power of this expression";
    ln Ln "the natural logarithm";
    sqrt Sqrt "the square root";
    sin Sin "the sine";
    cos Cos "the cosine";
    tan Tan "the tangent";
    atan Atan "the arc tangent";
    sinh Sinh "the hyperbolic sine";
    cosh Cosh "the hyperbolic cosine";
    tanh Tanh "the hyperbolic tangent";
    abs Abs "the absolute value";
}

impl fmt::Display for Handle<'_> {
    /// Text that reads back as the same expression; a large one with its shared parts defined
    /// on lines before it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self
            .graph
            .with(|arena| Text::new(arena, &[self.id], TextOptions::default()));
        f.write_str(&text.preamble())?;
        text.results
            .iter()
            .try_for_each(|result| f.write_str(result))
    }
}

impl PartialEq for Handle<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.graph, other.graph) && self.id == other.id
    }
}

impl Eq for Handle<'_> {}

/// What may stand beside a handle in an operation: another handle, or a number.
pub trait IntoHandle<'g> {
    /// The expression, in `graph` where it is not one already.
    fn into_handle(self, graph: &'g Graph) -> Handle<'g>;
}

impl<'g> IntoHandle<'g> for Handle<'g> {
    fn into_handle(self, _: &'g Graph) -> Handle<'g> {
        self
    }
}

impl<'g> IntoHandle<'g> for i64 {
    fn into_handle(self, graph: &'g Graph) -> Handle<'g> {
        graph.number(self)
    }
}

impl<'g> IntoHandle<'g> for Rational {
    fn into_handle(self, graph: &'g Graph) -> Handle<'g> {
        graph.number(self)
    }
}

impl<'g> IntoHandle<'g> for f64 {
    fn into_handle(self, graph: &'g Graph) -> Handle<'g> {
        match Rational::from_f64(self) {
            Some(value) => graph.number(value),
            None => {
                graph.handle(graph.with(|arena| arena.poison(Fault::NotFinite(self.to_string()))))
            }
        }
    }
}

macro_rules! operators {
    ($($Trait:ident $method:ident $make:expr;)*) => {$(
        impl<'g, T: IntoHandle<'g>> $Trait<T> for Handle<'g> {
            type Output = Self;
            fn $method(self, other: T) -> Self {
                let make: fn(&mut Arena, Id, Id) -> Id = $make;
                self.with(other.into_handle(self.graph), make)
            }
        }
        operators!(@number i64 $Trait $method);
        operators!(@number f64 $Trait $method);
    )*};
    (@number $number:ident $Trait:ident $method:ident) => {
        impl<'g> $Trait<Handle<'g>> for $number {
            type Output = Handle<'g>;
            fn $method(self, other: Handle<'g>) -> Handle<'g> {
                self.into_handle(other.graph).$method(other)
            }
        }
    };
}

operators! {
    Add add |arena, a, b| arena.sum(&[a, b]);
    Sub sub |arena, a, b| arena.subtract(a, b);
    Mul mul |arena, a, b| arena.product(&[a, b]);
    Div div |arena, a, b| arena.divide(a, b);
}

impl Neg for Handle<'_> {
    type Output = Self;
    fn neg(self) -> Self {
        self.graph
            .handle(self.graph.with(|arena| arena.negate(self.id)))
    }
}

impl<'g> Algebra for Handle<'g> {
    fn rational(self, numerator: i64, denominator: i64) -> Self {
        self.graph
            .number(Rational::new(numerator, denominator).unwrap_or(Rational::ZERO))
    }
    fn pi(self) -> Self {
        self.graph.pi()
    }
    fn plus(self, other: Self) -> Self {
        self + other
    }
    fn minus(self, other: Self) -> Self {
        self - other
    }
    fn times(self, other: Self) -> Self {
        self * other
    }
    fn over(self, other: Self) -> Self {
        self / other
    }
    fn negative(self) -> Self {
        -self
    }
    fn raised(self, exponent: Self) -> Self {
        self.pow(exponent)
    }
    fn call(function: Function, arguments: &[Self]) -> Self {
        // A row has at least one argument, and all are of one graph.
        match arguments.first() {
            Some(first) => first.graph.call(function, arguments),
            None => unreachable_row(function),
        }
    }
    fn select(self, comparison: Comparison, other: Self, yes: Self, no: Self) -> Self {
        let id = self.graph.with(|arena| {
            let condition = arena.compare(comparison, self.id, other.id);
            arena.select(condition, yes.id, no.id)
        });
        self.graph.handle(id)
    }
}

/// Every row names an argument (the macro that reads the table demands one).
#[allow(clippy::panic)]
fn unreachable_row(function: Function) -> ! {
    panic!("`{}` was called without arguments", function.name())
}
