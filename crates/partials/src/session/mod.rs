//! Whole sources: definitions, assumptions, claims and queries, statement by statement.

mod claim;
mod data;
mod item;

use std::sync::{Arc, Mutex};

use partials_numeric::tape::{Tape, TapeOptions};
use partials_numeric::verify::Range;
use partials_parser::ast::{Assumption, Ast, NameId, NodeId, Statement, StatementKind};
use partials_parser::{Completeness, Diagnostic, Parsed, parse};
use partials_symbolic::graph::{Comparison, Constant, Id, Node};
use partials_symbolic::lower::{Definition, Definitions, Lowering, Value};
use partials_symbolic::{Graph, Rational};

use crate::{Error, Function, Table};
use data::Loader;

pub use item::{CheckedClaim, Item, ItemKind, Output};

/// What has been defined and assumed so far.
///
/// ```
/// use partials::{ItemKind, Session, Verifier};
/// let mut session = Session::new();
/// let output = session.run("f(x, y) = x^2*y + x*y^3\nclaim ∂f/∂x = 2*x*y + y^3\n");
/// assert!(output.diagnostics.is_empty());
/// let ItemKind::Claim(claim) = &output.items[1].kind else { panic!() };
/// assert!(claim.check(&Verifier::new())?.holds());
/// # Ok::<(), partials::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Session {
    graph: Arc<Mutex<Graph>>,
    definitions: Definitions,
    ranges: Vec<Range>,
    conditions: Vec<Id>,
    loader: Option<Loader>,
    table: Option<Arc<Table>>,
}

impl Session {
    /// Nothing defined but the constants and functions that everyone has.
    pub fn new() -> Self {
        Self::default()
    }

    /// What names stand for.
    pub fn definitions(&self) -> &Definitions {
        &self.definitions
    }

    /// Where variables are assumed to lie.
    pub fn ranges(&self) -> &[Range] {
        &self.ranges
    }

    /// The function or value that a name is defined as.
    pub fn function(&self, name: &str) -> Option<Function> {
        let value = self.definitions.get(name)?.value();
        Some(Function::new(self.graph.clone(), value))
    }

    /// Gives a function or value a name, as `name = …` does; what it meant before is forgotten.
    /// `%` and names such as `%1`, which no source can define, are taken too.
    ///
    /// ```
    /// use partials::{Function, ItemKind, Session};
    /// let mut session = Session::new();
    /// session.bind("%1", &Function::parse("2*x")?);
    /// let ItemKind::Query { function, .. } = &session.run("%1 + y").items[0].kind else { panic!() };
    /// assert_eq!(function.to_string(), "2*x + y");
    /// # Ok::<(), partials::Error>(())
    /// ```
    pub fn bind(&mut self, name: &str, function: &Function) {
        let value = function.value_in(&self.graph);
        self.definitions.insert(name, Definition::Value(value));
    }

    /// Runs a source. Statements with errors are left out, the others take effect; claims and
    /// queries are prepared, and worked out when they are asked.
    pub fn run(&mut self, source: &str) -> Output {
        let reading = self.read(source);
        let mut output = Output {
            items: Vec::new(),
            diagnostics: reading.diagnostics().to_vec(),
            incomplete: reading.is_incomplete(),
        };
        for step in reading {
            match step {
                Ok(item) => output.items.push(item),
                Err(error) => output.diagnostics.extend(error.diagnostics()),
            }
        }
        output
            .diagnostics
            .sort_by_key(|diagnostic| diagnostic.span.start);
        output
    }

    /// Runs a source statement by statement: each takes effect when it is asked for.
    ///
    /// ```
    /// let mut session = partials::Session::new();
    /// let mut reading = session.read("a = 2\nclaim d/dx x^a = 2*x\n");
    /// assert!(reading.diagnostics().is_empty());
    /// assert!(reading.all(|statement| statement.is_ok()));
    /// ```
    pub fn read<'a>(&'a mut self, source: &'a str) -> Reading<'a> {
        let parsed = parse(source, &self.definitions);
        Reading {
            session: self,
            source,
            parsed,
            next: 0,
        }
    }

    fn with_graph<R>(&self, work: impl FnOnce(&Graph) -> R) -> R {
        work(
            &self
                .graph
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner),
        )
    }

    fn lower(&self, ast: &Ast, root: NodeId, parameters: Vec<String>) -> Result<Value, Error> {
        self.with_graph(|graph| {
            Ok(Lowering::new(graph, ast, &self.definitions)
                .with_parameters(parameters)
                .lower(root)?)
        })
    }

    fn statement(
        &mut self,
        ast: &Ast,
        statement: &Statement,
        source: &str,
    ) -> Result<ItemKind, Error> {
        match &statement.kind {
            StatementKind::Definition {
                name,
                parameters,
                body,
                ..
            } => self.define(ast, *name, parameters.as_deref(), *body),
            StatementKind::Assume(list) => {
                for assumption in list {
                    self.assume(ast, assumption)?;
                }
                Ok(ItemKind::Assumed)
            }
            StatementKind::Domain(list) => {
                for (name, low, high) in list {
                    let (low, high) = (self.constant(ast, *low)?, self.constant(ast, *high)?);
                    let range = self.range(ast.name(*name));
                    (range.low, range.high) = (low, high);
                }
                Ok(ItemKind::Assumed)
            }
            StatementKind::Data { path } => self.data(path, statement.span),
            StatementKind::Claim {
                label,
                left,
                right,
                at,
            } => {
                let text = text_of(source, ast, *left, *right);
                let at = self.constants(ast, at)?;
                let roundings = [*left, *right].map(|side| claim::roundings(ast, side));
                let (left, right) = (
                    self.lower(ast, *left, Vec::new())?,
                    self.lower(ast, *right, Vec::new())?,
                );
                let claim = self.claim(left, right, roundings, &at)?;
                Ok(ItemKind::Claim(CheckedClaim {
                    label: label.clone(),
                    text,
                    graph: self.graph.clone(),
                    claim,
                    span: statement.span,
                }))
            }
            StatementKind::Query { expression, at } => {
                let at = self.point(ast, at)?;
                let value = self.lower(ast, *expression, Vec::new())?;
                Ok(ItemKind::Query {
                    function: Function::new(self.graph.clone(), value),
                    at,
                })
            }
            _ => Err(Error::mismatch("a statement that is known", "another one")),
        }
    }

    fn define(
        &mut self,
        ast: &Ast,
        name: NameId,
        parameters: Option<&[NameId]>,
        body: NodeId,
    ) -> Result<ItemKind, Error> {
        let names: Vec<String> = parameters
            .unwrap_or_default()
            .iter()
            .map(|p| ast.name(*p).to_owned())
            .collect();
        let mut value = self.lower(ast, body, names.clone())?;
        let name = ast.name(name);
        let definition = match parameters {
            None => Definition::Value(value),
            Some(_) => {
                let parameters: Vec<_> =
                    self.with_graph(|g| g.with(|a| names.iter().map(|n| a.symbol(n)).collect()));
                value.variables = Some(parameters.clone());
                Definition::Function {
                    parameters,
                    body: value,
                }
            }
        };
        self.definitions.insert(name, definition);
        Ok(ItemKind::Defined(name.to_owned()))
    }

    fn range(&mut self, name: &str) -> &mut Range {
        let place = match self.ranges.iter().position(|range| range.name == name) {
            Some(place) => place,
            None => {
                self.ranges.push(Range::real(name));
                self.ranges.len() - 1
            }
        };
        // The place was found or made above.
        #[allow(clippy::indexing_slicing)]
        &mut self.ranges[place]
    }

    fn assume(&mut self, ast: &Ast, assumption: &Assumption) -> Result<(), Error> {
        match assumption {
            Assumption::Condition(node) => {
                let value = self.lower(ast, *node, Vec::new())?;
                let condition = value
                    .as_scalar()
                    .ok_or_else(|| Error::mismatch("a condition", value.shape.to_string()))?;
                let bounds = self.with_graph(|graph| bounds(graph, condition));
                for (name, low, high) in bounds {
                    let range = self.range(&name);
                    range.low = range.low.max(low);
                    range.high = range.high.min(high);
                }
                self.conditions.push(condition);
            }
            Assumption::Kind(name, kind, span) => {
                let range = self.range(ast.name(*name));
                match kind.as_str() {
                    "real" => {}
                    "integer" => range.integer = true,
                    "positive" | "nonnegative" => range.low = range.low.max(0.0),
                    "negative" | "nonpositive" => range.high = range.high.min(0.0),
                    other => {
                        let expected = "real, integer, positive or negative";
                        return Err(Error::mismatch(expected, format!("`{other}`")).or_at(*span));
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The value of an expression without variables.
    fn constant(&self, ast: &Ast, node: NodeId) -> Result<f64, Error> {
        Ok(self.exact_constant(ast, node)?.1)
    }

    /// The value of an expression without variables, exactly where it is rational.
    fn exact_constant(&self, ast: &Ast, node: NodeId) -> Result<(Rational, f64), Error> {
        let span = ast.node(node).span;
        let value = self.lower(ast, node, Vec::new())?;
        let id = value
            .as_scalar()
            .ok_or_else(|| Error::mismatch("a number", value.shape.to_string()).or_at(span))?;
        self.with_graph(|graph| {
            if let Some(exact) = graph.with(|arena| arena.as_number(id).cloned()) {
                let float = exact.to_f64();
                return Ok((exact, float));
            }
            let names: [&str; 0] = [];
            let options = TapeOptions {
                decimals: value.decimals,
            };
            let tape =
                Tape::new(graph, &[id], &names, options).map_err(|e| Error::from(e).or_at(span))?;
            let float = tape
                .evaluate::<f64>(&[], ())
                .first()
                .copied()
                .unwrap_or(f64::NAN);
            let infinite = graph.with(|arena| arena.node(id) == Node::Constant(Constant::Infinity));
            match Rational::from_f64(float) {
                Some(exact) => Ok((exact, float)),
                None if infinite => Ok((Rational::ZERO, float)),
                None => Err(Error::mismatch("a number", "a value outside the domain").or_at(span)),
            }
        })
    }

    /// The coordinates of a point, as expressions without variables that have a value.
    fn constants(&self, ast: &Ast, at: &[(NameId, NodeId)]) -> Result<Vec<(String, Value)>, Error> {
        at.iter()
            .map(|(name, node)| {
                self.exact_constant(ast, *node)?;
                let value = self.lower(ast, *node, Vec::new())?;
                Ok((ast.name(*name).to_owned(), value))
            })
            .collect()
    }

    fn point(&self, ast: &Ast, at: &[(NameId, NodeId)]) -> Result<Vec<(String, Rational)>, Error> {
        at.iter()
            .map(|(name, node)| {
                Ok((
                    ast.name(*name).to_owned(),
                    self.exact_constant(ast, *node)?.0,
                ))
            })
            .collect()
    }
}

/// A source that is run statement by statement, in its order.
#[derive(Debug)]
pub struct Reading<'a> {
    session: &'a mut Session,
    source: &'a str,
    parsed: Parsed,
    next: usize,
}

impl Reading<'_> {
    /// What is wrong with statements that can't be read, and are left out.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.parsed.diagnostics
    }

    /// Whether the source breaks off: further lines could complete it.
    pub fn is_incomplete(&self) -> bool {
        self.parsed.completeness == Completeness::Incomplete
    }
}

impl Iterator for Reading<'_> {
    type Item = Result<Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let statement = self.parsed.statements.get(self.next)?;
        self.next += 1;
        let kind = self
            .session
            .statement(&self.parsed.ast, statement, self.source);
        let span = statement.span;
        let read = self.parsed.explicit(self.source, statement);
        Some(match kind {
            Ok(kind) => Ok(Item { span, read, kind }),
            Err(error) => Err(error.or_at(span)),
        })
    }
}

/// The bounds of single variables that a condition such as `x > 0` or `0 < x and x < 1` states.
fn bounds(graph: &Graph, condition: Id) -> Vec<(String, f64, f64)> {
    graph.with(|arena| {
        let mut found = Vec::new();
        let mut stack = vec![condition];
        while let Some(next) = stack.pop() {
            match arena.node(next) {
                Node::And(list) => stack.extend_from_slice(arena.list(list)),
                Node::Compare(comparison, a, b) => {
                    let sides = (arena.node(a), arena.node(b));
                    let (symbol, number, flipped) = match sides {
                        (Node::Variable(symbol), Node::Number(n)) => (symbol, n, false),
                        (Node::Number(n), Node::Variable(symbol)) => (symbol, n, true),
                        _ => continue,
                    };
                    let value = arena.number_value(number).to_f64();
                    let name = arena.name(symbol).to_owned();
                    let below = matches!(comparison, Comparison::Less | Comparison::LessEqual);
                    let above =
                        matches!(comparison, Comparison::Greater | Comparison::GreaterEqual);
                    match (below != flipped && (below || above), above || below) {
                        (true, true) => found.push((name, f64::NEG_INFINITY, value)),
                        (false, true) => found.push((name, value, f64::INFINITY)),
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        found
    })
}

/// The claim as it is written, from the left-hand side to the right.
fn text_of(source: &str, ast: &Ast, left: NodeId, right: NodeId) -> String {
    let (from, to) = (ast.node(left).span.start, ast.node(right).span.end);
    source
        .get(from as usize..to as usize)
        .unwrap_or_default()
        .to_owned()
}
