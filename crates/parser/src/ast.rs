//! The syntax tree: a flat arena in postorder, children by index, a byte span for each node.
//!
//! Postorder means that every child stands before its parent, so that a walk over the tree is a
//! loop over `nodes` from first to last. Nothing here recurses, whatever the depth, and dropping
//! a tree frees a few vectors. The tree says what was written, not what it means: names are not
//! resolved to functions, numbers keep their digits.

/// A half-open range of bytes in the source text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// The index of a node in its [`Ast`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u32);

/// The index of a name in its [`Ast`]; equal names have equal indices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NameId(pub u32);

/// The index of a number literal in its [`Ast`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LiteralId(pub u32);

/// The index of a [`DerivativeSpec`] in its [`Ast`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SpecId(pub u32);

/// A number as it was written: `digits · 10^exponent`, exactly.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Literal {
    /// Decimal digits of the mantissa without point, underscores or leading zeros (`"0"` for zero).
    pub digits: Box<str>,
    /// The power of ten that the digits are multiplied by.
    pub exponent: i64,
    /// Whether a point or an exponent was written: results then print decimals.
    pub decimal: bool,
}

/// How two expressions are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
}

/// What a derivative holds constant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DerivativeStyle {
    /// `∂/∂x`, `diff(f, x)`: the other variables are held constant.
    Partial,
    /// `d/dt`: names that are defined as functions of t are differentiated through.
    Total,
}

/// The variables of a derivative, with the order in each, as written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DerivativeSpec {
    /// `∂` or `d`.
    pub style: DerivativeStyle,
    /// Variable, order, span of the variable; `diff(f, x, 2, y)` is `[(x, 2), (y, 1)]`.
    pub variables: Vec<(NameId, u32, Span)>,
}

/// What a node is. Children are given by [`Ast::children`], in source order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// A number. No children.
    Number(LiteralId),
    /// A variable or constant by name. No children.
    Name(NameId),
    /// An element of a vector or matrix variable `x[0]`, `A[1,2]`: the indices are the children.
    Element(NameId),
    /// A chain of terms `a + b - c`: a subtracted term is wrapped in [`Kind::Negative`].
    Sum,
    /// A chain of factors `a*b/c`, implicit products too: a divisor is wrapped in [`Kind::Inverse`].
    Product,
    /// `-a`, or a subtracted term.
    Negative,
    /// A divisor; occurs only as a child of [`Kind::Product`], never as its first.
    Inverse,
    /// `a^b`: base, exponent. `sin^2(x)` is a power of a call.
    Power,
    /// `n!`
    Factorial,
    /// `|x|`
    Bars,
    /// `f(a, b)`, `sin x`, `grad f`, `∇f`: the arguments are the children.
    Call(NameId),
    /// `f'(x)`, `f''(x)`: the order of the derivative in the only argument.
    PrimeCall(NameId, u32),
    /// `f^(1,0)(x, y)`, a derivative of a function of several arguments by the order in each:
    /// children are the orders (as [`Kind::Number`]) followed by as many arguments.
    OrderCall(NameId),
    /// `f'` without arguments: a derivative of a defined function, as a function.
    Prime(NameId, u32),
    /// `[a, b]`; a matrix is a vector of vectors.
    Vector,
    /// `a < b`: two children. A chain `0 < x < 1` is [`Kind::And`] of pairs that share a child.
    Compare(Comparison),
    /// `a and b and …`
    And,
    /// `a or b or …`
    Or,
    /// `not a`
    Not,
    /// `if(c, a, b)`: three children.
    If,
    /// `piecewise(c1: a, c2: b, else: z)`: children `c1, a, c2, b, z`; an odd count has an `else`.
    Piecewise,
    /// `sum(body, i, lo, hi)`: children body, lower and upper bound; the index is bound in the body.
    IndexedSum(NameId),
    /// `product(body, i, lo, hi)`: as [`Kind::IndexedSum`].
    IndexedProduct(NameId),
    /// `diff(f, x, 2)`, `d/dx (…)`, `df/dx`, `∂²f/∂x∂y`: the body is the only child.
    Derivative(SpecId),
}

/// A node: what it is, where it stands in the source, and where its children are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Where it stands in the source.
    pub span: Span,
    /// Where its list of children begins, in the arena's list of children.
    pub(crate) first: u32,
    /// How many children it has.
    pub(crate) count: u32,
}

/// A syntax tree, or several: the statements of a source share one arena.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ast {
    pub(crate) nodes: Vec<Node>,
    pub(crate) children: Vec<NodeId>,
    pub(crate) names: Vec<Box<str>>,
    pub(crate) literals: Vec<Literal>,
    pub(crate) specs: Vec<DerivativeSpec>,
}

impl Ast {
    /// All nodes, children before parents.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The node with this index.
    ///
    /// # Panics
    /// If the index is of another tree.
    #[allow(clippy::indexing_slicing)] // an index is made by this arena only
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// The children of a node, in source order.
    pub fn children(&self, id: NodeId) -> &[NodeId] {
        let node = self.node(id);
        let first = node.first as usize;
        self.children
            .get(first..first + node.count as usize)
            .unwrap_or_default()
    }

    /// The first node of the expression at `root`: in postorder an expression is the range of
    /// nodes from there to its root.
    pub fn first_of(&self, root: NodeId) -> NodeId {
        let mut first = root;
        while let Some(child) = self.children(first).first() {
            first = *child;
        }
        first
    }

    /// The text of a name (normalised: NFC, subscript digits as `_1`).
    pub fn name(&self, id: NameId) -> &str {
        self.names.get(id.0 as usize).map_or("", |name| name)
    }

    /// The number that a literal stands for.
    pub fn literal(&self, id: LiteralId) -> Option<&Literal> {
        self.literals.get(id.0 as usize)
    }

    /// The variables and style of a derivative.
    pub fn spec(&self, id: SpecId) -> Option<&DerivativeSpec> {
        self.specs.get(id.0 as usize)
    }
}

/// One statement of a source.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// What it says.
    pub kind: StatementKind,
    /// The whole statement, without its comment.
    pub span: Span,
}

/// What a statement says.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum StatementKind {
    /// `f(x, y) = …` or, without parameters, `a = …`.
    Definition {
        /// The name that is defined.
        name: NameId,
        /// Where the name stands.
        name_span: Span,
        /// The parameters; `None` for a value.
        parameters: Option<Vec<NameId>>,
        /// The right-hand side.
        body: NodeId,
    },
    /// `assume x > 0, n integer`
    Assume(Vec<Assumption>),
    /// `domain x in [0.1, 5], y in [-2, 2]`: name, lower and upper bound.
    Domain(Vec<(NameId, NodeId, NodeId)>),
    /// `data "houses.csv"`
    Data {
        /// The path as written between the quotes.
        path: String,
    },
    /// `claim "label" left = right at x = 1`
    Claim {
        /// The label, if there is one.
        label: Option<String>,
        /// The left-hand side.
        left: NodeId,
        /// The right-hand side.
        right: NodeId,
        /// Named points: `at x = 1, y = 2`.
        at: Vec<(NameId, NodeId)>,
    },
    /// An expression alone, worked out and printed.
    Query {
        /// The expression.
        expression: NodeId,
        /// Named points: `at x = 1, y = 2`.
        at: Vec<(NameId, NodeId)>,
    },
}

/// One thing that is assumed.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Assumption {
    /// A condition such as `x > 0`.
    Condition(NodeId),
    /// `n integer`, `a real`, `x positive`: the name and the lower-case word.
    Kind(NameId, String, Span),
}
