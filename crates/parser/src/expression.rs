//! The loop that reads one expression, and what its steps share.
//!
//! The parser is always in one of two positions: an operand must come ([`Parser::operand`]), or
//! one has come and an operator may ([`Parser::operator`]).

use rustc_hash::{FxHashMap, FxHashSet};

use crate::ast::{Comparison, Kind, NameId, Span};
use crate::builder::Builder;
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::known::Known;
use crate::precedence::{Frame, Operand, Precedence, Shape};
use crate::token::{Token, TokenKind};

/// The statement can't be read on; the reason has been reported.
#[derive(Debug)]
pub(crate) struct Broken;

pub(crate) type Step<T = ()> = Result<T, Broken>;

/// What may end an expression, outside all brackets, besides the end of the statement.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Stops {
    /// `=`
    pub equal: bool,
    /// `==`, as the sign of a claim.
    pub comparison: bool,
    /// `,`
    pub comma: bool,
    /// `]`
    pub bracket: bool,
    /// `at x = 1`
    pub at: bool,
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    Operand,
    Operator,
    Done,
}

/// Words whose place decides whether they are names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words {
    pub and: NameId,
    pub or: NameId,
    pub not: NameId,
    pub at: NameId,
    pub inside: NameId,
    pub total: NameId,
}

impl Words {
    pub fn new(builder: &mut Builder) -> Self {
        Self {
            and: builder.name("and"),
            or: builder.name("or"),
            not: builder.name("not"),
            at: builder.name("at"),
            inside: builder.name("in"),
            total: builder.name("d"),
        }
    }
}

/// How the names of a statement are used, to find out contradictions.
#[derive(Debug, Default)]
pub(crate) struct Usage {
    /// Names without parentheses.
    pub bare: FxHashSet<NameId>,
    /// Names of no known function before parentheses: where the parentheses open.
    pub called: FxHashMap<NameId, Vec<Span>>,
    /// Names that a warning was given about.
    pub warned: FxHashSet<NameId>,
    /// Names of which it was seen already that nothing is to be said: variables.
    pub ordinary: FxHashSet<NameId>,
}

/// Reads the expressions of one statement.
pub(crate) struct Parser<'a, 's> {
    pub source: &'a str,
    pub tokens: &'a [Token],
    pub at: usize,
    /// What stands for all tokens behind the last.
    pub end: Token,
    /// Whether nothing follows the statement in the source.
    pub is_last: bool,
    pub builder: &'a mut Builder,
    pub sink: &'a mut Sink,
    pub known: &'a mut Known<'s>,
    pub words: Words,
    pub node_limit: usize,
    pub operands: Vec<Operand>,
    pub frames: Vec<Frame>,
    /// The positions of the open brackets among the frames.
    pub groups: Vec<u32>,
    pub comparisons: Vec<Comparison>,
    pub stops: Stops,
    pub usage: Usage,
    /// The signs that were left out, where they would stand.
    pub omitted: Vec<(Span, String)>,
}

impl Parser<'_, '_> {
    /// One expression; the token that ends it is not consumed.
    pub fn expression(&mut self, stops: Stops) -> Step<Operand> {
        self.stops = stops;
        self.operands.clear();
        self.frames.clear();
        self.groups.clear();
        self.comparisons.clear();
        let mut next = Next::Operand;
        while next != Next::Done {
            let token = self.peek();
            next = match next {
                Next::Operand => self.operand(token)?,
                _ => self.operator(token)?,
            };
            self.check_size(token)?;
        }
        self.reduce_above(Precedence::Bracket);
        self.operands.pop().ok_or(Broken)
    }

    fn check_size(&mut self, token: Token) -> Step {
        if self.builder.ast().nodes().len() <= self.node_limit {
            return Ok(());
        }
        let message = format!("the formula has more than {} nodes", self.node_limit);
        self.fail(
            Diagnostic::error(Code::TooLarge, token.span, message).expected("a smaller formula"),
        )
    }

    pub fn peek(&self) -> Token {
        self.token(self.at)
    }

    pub fn token(&self, index: usize) -> Token {
        self.tokens.get(index).copied().unwrap_or(self.end)
    }

    /// The token `ahead` places behind the next.
    pub fn ahead(&self, ahead: usize) -> Token {
        self.token(self.at + ahead)
    }

    /// Where the last token that was consumed ends.
    pub fn consumed(&self) -> Span {
        self.at
            .checked_sub(1)
            .map_or(self.end.span.before(), |index| self.token(index).span)
    }

    pub fn text(&self, span: Span) -> &str {
        span.text(self.source)
    }

    pub fn spelling(&self, name: NameId) -> &str {
        self.builder.ast().name(name)
    }

    pub fn index(count: usize) -> u32 {
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// Reports an error that the statement does not survive.
    pub fn fail<T>(&mut self, error: Diagnostic) -> Step<T> {
        self.sink.push(error);
        Err(Broken)
    }

    /// Reports an error after which reading goes on, as if it were mended.
    pub fn report(&mut self, error: Diagnostic) {
        self.sink.push(error);
    }

    pub fn leaf(&mut self, kind: Kind, span: Span, shape: Shape) {
        let node = self.builder.node(kind, span, []);
        self.operands.push(Operand { node, span, shape });
    }

    /// The value of a whole number that is small enough to count with.
    pub fn small_number(&self, token: Token) -> Option<u32> {
        let literal = match token.kind {
            TokenKind::Number(literal)
            | TokenKind::Superscript {
                magnitude: literal,
                negative: false,
            } => self.builder.ast().literal(literal)?,
            _ => return None,
        };
        let whole = literal.exponent == 0 && !literal.decimal;
        literal.digits.parse().ok().filter(|_| whole)
    }

    /// How a token is called in a message.
    pub fn describe(&self, token: Token) -> String {
        match token.kind {
            TokenKind::End if self.is_last => "the end of the input".to_owned(),
            TokenKind::End => "the end of the statement".to_owned(),
            TokenKind::Newline => "the end of the line".to_owned(),
            TokenKind::Number(_) => format!("the number `{}`", self.shown(token.span)),
            TokenKind::Text => "a text in quotes".to_owned(),
            _ => format!("`{}`", self.shown(token.span)),
        }
    }

    /// The text of a span, cut to a length that suits a message.
    pub fn shown(&self, span: Span) -> String {
        let text = self.text(span);
        let short: String = text.chars().take(30).collect();
        if short.len() < text.len() {
            format!("{short}…")
        } else {
            short
        }
    }

    /// Names that are called here and stand bare there.
    pub fn check_usage(&mut self) {
        let mut called: Vec<_> = std::mem::take(&mut self.usage.called)
            .into_iter()
            .filter(|(name, _)| self.usage.bare.contains(name))
            .collect();
        called.sort_by_key(|(_, places)| places.first().map_or(0, |span| span.start));
        for (name, places) in called {
            self.report_called_variable(name, &places, "stands without parentheses elsewhere");
        }
    }

    pub fn report_called_variable(&mut self, name: NameId, places: &[Span], because: &str) {
        let Some(first) = places.first() else { return };
        let name = self.spelling(name).to_owned();
        let edits = places
            .iter()
            .map(|open| (open.before(), "*".to_owned()))
            .collect();
        self.report(
            Diagnostic::error(
                Code::CallOfVariable,
                *first,
                format!("`{name}` is called like a function, but {because}"),
            )
            .expected(format!("`*` behind `{name}`, or a function"))
            .fix("a product", edits),
        );
    }
}
