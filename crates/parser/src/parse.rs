//! The entry points: a source of statements, or one formula.

use crate::ast::{Ast, NodeId, Span, Statement};
use crate::builder::Builder;
use crate::diagnostic::{Code, Diagnostic, Fix, Sink};
use crate::error::Error;
use crate::expression::{Parser, Step, Stops, Usage, Words};
use crate::known::Known;
use crate::lexer;
use crate::limits::Limits;
use crate::scope::Scope;
use crate::statement::split;
use crate::token::{Token, TokenKind};

/// Whether a source breaks off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Completeness {
    /// Nothing is wrong with it.
    Complete,
    /// It ends too early: an open bracket, an operator, a backslash at the end. A prompt should
    /// ask for a further line. Brackets go on by themselves; otherwise the lines must be joined
    /// with `\`.
    Incomplete,
    /// It is wrong, whatever follows.
    Wrong,
}

/// A parsed source: the statements that could be read, and everything that is wrong.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The nodes of all statements.
    pub ast: Ast,
    /// The statements in source order. Those with errors are left out.
    pub statements: Vec<Statement>,
    /// Errors and warnings in source order.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether more input could mend what is wrong.
    pub completeness: Completeness,
    /// The signs that the statements leave out, as in `2x` and `sin x`, in source order.
    omitted: Vec<(Span, String)>,
}

impl Parsed {
    /// Whether there are no errors; there may be warnings.
    pub fn is_ok(&self) -> bool {
        self.completeness == Completeness::Complete
    }

    /// How a statement was read, where it leaves out signs: with all of them.
    ///
    /// ```
    /// use partials_parser::{Names, parse};
    ///
    /// let scope = Names::new().with_function("sin", 1);
    /// let source = "2x sin x; 2*x";
    /// let parsed = parse(source, &scope);
    /// let read: Vec<_> = parsed.statements.iter().map(|s| parsed.explicit(source, s)).collect();
    /// assert_eq!(read, [Some("2*x*sin(x)".to_owned()), None]);
    /// ```
    pub fn explicit(&self, source: &str, statement: &Statement) -> Option<String> {
        let Span { start, end } = statement.span;
        let from = self.omitted.partition_point(|(at, _)| at.start < start);
        let to = self.omitted.partition_point(|(at, _)| at.start <= end);
        let within = self.omitted.get(from..to).filter(|list| !list.is_empty())?;
        let moved = |(at, text): &(Span, String)| {
            (
                Span::new(at.start - start, at.end.min(end) - start),
                text.clone(),
            )
        };
        let edits = within.iter().map(moved).collect();
        Some(edited(statement.span.text(source), edits))
    }
}

fn edited(text: &str, edits: Vec<(Span, String)>) -> String {
    let message = String::new();
    Fix { message, edits }.apply(text)
}

/// One parsed formula.
#[derive(Clone, Debug)]
pub struct Expression {
    /// The nodes.
    pub ast: Ast,
    /// The node of the whole formula.
    pub root: NodeId,
    /// What may have been meant otherwise.
    pub warnings: Vec<Diagnostic>,
}

/// Parses a source of statements.
///
/// ```
/// use partials_parser::{Names, parse};
///
/// let parsed = parse("f(x) = x^2\nclaim df/dx = 2*x\n", &Names::new());
/// assert_eq!(parsed.statements.len(), 2);
/// assert!(parsed.is_ok());
/// ```
pub fn parse(source: &str, scope: &dyn Scope) -> Parsed {
    parse_with(source, scope, &Limits::default())
}

/// Parses a source of statements within limits.
pub fn parse_with(source: &str, scope: &dyn Scope, limits: &Limits) -> Parsed {
    let Outcome {
        ast,
        read,
        diagnostics,
        completeness,
        omitted,
        ..
    } = checked(source, scope, limits, |parser| parser.statement());
    let statements = read
        .into_iter()
        .map(|(kind, span)| Statement { kind, span })
        .collect();
    Parsed {
        ast,
        statements,
        diagnostics,
        completeness,
        omitted,
    }
}

/// Parses one formula.
///
/// # Errors
/// If the formula breaks off or is wrong; the error holds every diagnostic.
pub fn parse_expression(source: &str, scope: &dyn Scope) -> Result<Expression, Error> {
    parse_expression_with(source, scope, &Limits::default())
}

/// Parses one formula within limits.
///
/// # Errors
/// As [`parse_expression`].
pub fn parse_expression_with(
    source: &str,
    scope: &dyn Scope,
    limits: &Limits,
) -> Result<Expression, Error> {
    let mut outcome = checked(source, scope, limits, |parser| {
        parser
            .expression(Stops::default())
            .map(|operand| operand.node)
    });
    if outcome.completeness == Completeness::Complete {
        let second = outcome.read.get(1).map(|(_, span)| *span);
        match (outcome.read.first(), second) {
            (Some(&(root, _)), None) => {
                return Ok(Expression {
                    ast: outcome.ast,
                    root,
                    warnings: outcome.diagnostics,
                });
            }
            (None, _) => {
                let end = Span::new(0, 0);
                outcome.diagnostics.push(
                    Diagnostic::error(Code::ExpectedOperand, end, "there is no formula")
                        .expected("a number, a name or an opening bracket"),
                );
                return Err(Error::Incomplete(outcome.diagnostics));
            }
            (_, Some(span)) => outcome.diagnostics.push(
                Diagnostic::error(Code::ExpectedOperator, span, "a second formula begins here")
                    .expected("one formula"),
            ),
        }
    }
    Err(match outcome.completeness {
        Completeness::Incomplete => Error::Incomplete(outcome.diagnostics),
        _ => Error::Wrong(outcome.diagnostics),
    })
}

/// What reading a source has come to.
struct Outcome<T> {
    ast: Ast,
    read: Vec<(T, Span)>,
    diagnostics: Vec<Diagnostic>,
    errors: usize,
    completeness: Completeness,
    omitted: Vec<(Span, String)>,
}

/// Sources up to this length have their fixes tried out.
const SHORT: usize = 4096;

/// Reads a source, and withdraws fixes that do not mend it.
fn checked<T>(
    source: &str,
    scope: &dyn Scope,
    limits: &Limits,
    one: impl Fn(&mut Parser<'_, '_>) -> Step<T>,
) -> Outcome<T> {
    let mut outcome = read(source, scope, limits, &one);
    if source.len() <= SHORT {
        for diagnostic in outcome.diagnostics.iter_mut().filter(|d| d.is_error()) {
            diagnostic.fixes.retain(|fix| {
                read(&fix.apply(source), scope, limits, &one).errors < outcome.errors
            });
        }
    }
    outcome
}

fn read<T>(
    source: &str,
    scope: &dyn Scope,
    limits: &Limits,
    one: &impl Fn(&mut Parser<'_, '_>) -> Step<T>,
) -> Outcome<T> {
    let mut sink = Sink::new(limits.errors);
    let mut builder = Builder::default();
    let mut read = Vec::new();
    let mut omitted = Vec::new();
    if source.len() > limits.source_bytes.min(u32::MAX as usize - 1) {
        let message = format!("the source has {} bytes", source.len());
        let most = format!("at most {}", limits.source_bytes.min(u32::MAX as usize - 1));
        sink.push(Diagnostic::error(Code::TooLarge, Span::new(0, 0), message).expected(most));
    } else {
        let tokens = lexer::tokens(source, &mut builder, &mut sink);
        let mut known = Known::new(scope);
        let words = Words::new(&mut builder);
        let mut at = 0;
        while at < tokens.len() {
            let (statement, end) = split(&tokens, at, |name| builder.ast().name(name));
            at = end + 1;
            let (Some(first), Some(last)) = (statement.first(), statement.last()) else {
                continue;
            };
            let span = first.span.to(last.span);
            let mark = builder.mark();
            let errors = sink.errors();
            let mut parser = Parser {
                source,
                tokens: &statement,
                at: 0,
                end: Token {
                    kind: TokenKind::End,
                    span: last.span.after(),
                    spaced: true,
                },
                is_last: is_last(&tokens, end),
                builder: &mut builder,
                sink: &mut sink,
                known: &mut known,
                words,
                node_limit: limits.nodes.min(u32::MAX as usize / 2),
                operands: Vec::new(),
                frames: Vec::new(),
                groups: Vec::new(),
                comparisons: Vec::new(),
                stops: Stops::default(),
                usage: Usage::default(),
                omitted: Vec::new(),
            };
            let result = one(&mut parser);
            parser.check_usage();
            let mut left_out = std::mem::take(&mut parser.omitted);
            match result {
                Ok(value) if sink.errors() == errors => {
                    read.push((value, span));
                    // A parenthesis closes before what stands in the gap behind it.
                    left_out.sort_by_key(|(at, text)| (at.start, text != ")"));
                    omitted.append(&mut left_out);
                }
                _ => builder.take_back(mark),
            }
        }
    }
    let errors = sink.errors();
    let mut diagnostics = sink.list;
    diagnostics.sort_by_key(|diagnostic| diagnostic.span.start);
    let mut wrong = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.is_error());
    let completeness = match errors {
        0 => Completeness::Complete,
        _ if wrong.all(|diagnostic| diagnostic.at_end) => Completeness::Incomplete,
        _ => Completeness::Wrong,
    };
    Outcome {
        ast: builder.finish(),
        read,
        diagnostics,
        errors,
        completeness,
        omitted,
    }
}

/// Whether nothing but line ends follows.
fn is_last(tokens: &[Token], end: usize) -> bool {
    tokens
        .get(end..)
        .unwrap_or_default()
        .iter()
        .all(|token| matches!(token.kind, TokenKind::Newline | TokenKind::End))
}
