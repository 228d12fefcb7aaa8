//! Brackets that are open, and what separates the parts inside them.

use crate::ast::{DerivativeSpec, DerivativeStyle, NameId, Span, SpecId};
use crate::diagnostic::{Code, Diagnostic};
use crate::expression::{Next, Parser, Step};
use crate::precedence::{Frame, Precedence};
use crate::token::{Token, TokenKind};

/// An open bracket.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Group {
    pub kind: GroupKind,
    /// The bracket.
    pub open: Span,
    /// Where the whole begins, such as the name of a function.
    pub head: Span,
    /// The position of its first part among the operands.
    pub first: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GroupKind {
    Paren,
    Vector,
    Bars,
    Element(NameId),
    /// `f(a, b)`, `sin^2(x)`: `power` is a token.
    Call {
        name: NameId,
        power: Option<u32>,
    },
    PrimeCall(NameId, u32),
    /// `f^(1,0)(x, y)`: how many orders stand among the operands.
    OrderCall {
        name: NameId,
        orders: u32,
    },
    If,
    /// Whether a condition is being read, and whether `else` has come.
    Piecewise {
        condition: bool,
        has_else: bool,
    },
    /// `sum(…)` or `product(…)`, with its index once that has come.
    Indexed {
        name: NameId,
        is_sum: bool,
        index: Option<NameId>,
    },
    Diff(Option<SpecId>),
}

impl GroupKind {
    /// The bracket that closes it.
    pub fn closing(self) -> (TokenKind, &'static str) {
        match self {
            Self::Vector | Self::Element(_) => (TokenKind::RightBracket, "]"),
            Self::Bars => (TokenKind::Bar, "|"),
            _ => (TokenKind::RightParen, ")"),
        }
    }
}

impl Parser<'_, '_> {
    /// Opens a bracket; its token is consumed by the caller.
    pub(crate) fn open(&mut self, kind: GroupKind, head: Span, open: Span) -> Next {
        self.groups.push(Self::index(self.frames.len()));
        let first = Self::index(self.operands.len());
        self.frames.push(Frame::Bracket(Group {
            kind,
            open,
            head,
            first,
        }));
        Next::Operand
    }

    /// The innermost open bracket.
    pub(crate) fn group(&self) -> Option<Group> {
        match self
            .groups
            .last()
            .and_then(|index| self.frames.get(*index as usize))
        {
            Some(Frame::Bracket(group)) => Some(*group),
            _ => None,
        }
    }

    pub(crate) fn group_mut(&mut self) -> Option<&mut GroupKind> {
        match self
            .groups
            .last()
            .and_then(|index| self.frames.get_mut(*index as usize))
        {
            Some(Frame::Bracket(group)) => Some(&mut group.kind),
            _ => None,
        }
    }

    pub(crate) fn in_bars(&self) -> bool {
        self.group()
            .is_some_and(|group| group.kind == GroupKind::Bars)
    }

    /// How many parts of a bracket have been read.
    pub(crate) fn parts(&self, group: Group) -> usize {
        self.operands.len().saturating_sub(group.first as usize)
    }

    pub(crate) fn comma(&mut self, token: Token) -> Step<Next> {
        self.reduce_above(Precedence::Bracket);
        let Some(group) = self.group() else {
            let error = Diagnostic::error(
                Code::ExpectedOperator,
                token.span,
                "a comma outside brackets",
            )
            .expected("an operator or the end of the expression")
            .note("a vector is written `[a, b]`");
            return self.fail(error);
        };
        self.at += 1;
        match group.kind {
            GroupKind::Paren => {
                let close = self.matching(
                    self.tokens
                        .partition_point(|t| t.span.start < group.open.start),
                );
                let close = self.token(close.max(1) - 1);
                let mut error = Diagnostic::error(
                    Code::Bracketed,
                    token.span,
                    "a list in parentheses is no vector",
                )
                .expected("`)`");
                if close.is(TokenKind::RightParen) {
                    error = error.fix(
                        "a vector",
                        vec![(group.open, "[".into()), (close.span, "]".into())],
                    );
                }
                self.fail(error)
            }
            GroupKind::Bars => {
                let error = Diagnostic::error(Code::Bracketed, token.span, "a comma between bars")
                    .expected("`|`");
                self.fail(error)
            }
            GroupKind::Piecewise {
                condition: true, ..
            } => self.missing_colon(token),
            GroupKind::Piecewise { has_else, .. } => {
                if has_else {
                    let error =
                        Diagnostic::error(Code::Piecewise, token.span, "a branch behind `else`")
                            .expected("`)`");
                    return self.fail(error);
                }
                Ok(self.begin_branch())
            }
            GroupKind::Indexed {
                name,
                is_sum,
                index: None,
            } => {
                let (index, comma) = (self.peek(), self.ahead(1));
                if let (Some(id), TokenKind::Comma) = (index.name(), comma.kind) {
                    self.at += 2;
                    if let Some(kind) = self.group_mut() {
                        *kind = GroupKind::Indexed {
                            name,
                            is_sum,
                            index: Some(id),
                        };
                    }
                    return Ok(Next::Operand);
                }
                let word = self.spelling(name).to_owned();
                let found = self.describe(index);
                let at_end = self.is_last && (index.is(TokenKind::End) || comma.is(TokenKind::End));
                let error = Diagnostic::error(
                    Code::ArgumentCount,
                    index.span,
                    format!("{found} is not the index of `{word}`"),
                )
                .expected(format!("`{word}(a, i, 1, n)` or `{word}(a)`"))
                .at_end(at_end);
                self.fail(error)
            }
            GroupKind::Diff(None) => self.diff_variables(),
            _ => Ok(Next::Operand),
        }
    }

    pub(crate) fn colon(&mut self, token: Token) -> Step<Next> {
        self.reduce_above(Precedence::Bracket);
        let group = self.group();
        if let Some(GroupKind::Piecewise {
            condition: true,
            has_else,
        }) = group.map(|group| group.kind)
        {
            self.at += 1;
            if let Some(kind) = self.group_mut() {
                *kind = GroupKind::Piecewise {
                    condition: false,
                    has_else,
                };
            }
            return Ok(Next::Operand);
        }
        let error = Diagnostic::error(Code::Piecewise, token.span, "a colon outside `piecewise`")
            .expected("an operator")
            .note("branches are written `piecewise(x < 0: a, else: b)`");
        self.fail(error)
    }

    pub(crate) fn missing_colon(&mut self, token: Token) -> Step<Next> {
        let found = self.describe(token);
        let error = Diagnostic::error(
            Code::Piecewise,
            token.span,
            format!("{found} ends a condition without a value"),
        )
        .expected("`:` and the value where the condition holds")
        .note("branches are written `piecewise(x < 0: a, else: b)`");
        self.fail(error)
    }

    /// A condition follows, or `else:`.
    pub(crate) fn begin_branch(&mut self) -> Next {
        let word = self.peek();
        let is_else = word
            .name()
            .is_some_and(|name| self.spelling(name) == "else")
            && self.ahead(1).is(TokenKind::Colon);
        if is_else {
            self.at += 2;
        }
        if let Some(kind) = self.group_mut() {
            *kind = GroupKind::Piecewise {
                condition: !is_else,
                has_else: is_else,
            };
        }
        Next::Operand
    }

    /// `x, 2, y)` behind `diff(f,`: names and orders, not expressions.
    fn diff_variables(&mut self) -> Step<Next> {
        let mut variables = Vec::new();
        loop {
            let token = self.peek();
            let Some(name) = token.name() else {
                let found = self.describe(token);
                let mut error = Diagnostic::error(
                    Code::Derivative,
                    token.span,
                    format!("{found} is no variable to differentiate by"),
                )
                .expected("the name of a variable, as in `diff(f, x, 2, y)`")
                .at_end(self.is_last && token.is(TokenKind::End));
                let pair = [self.ahead(1), self.ahead(2), self.ahead(3), self.ahead(4)];
                if token.is(TokenKind::LeftParen)
                    && pair[0].name().is_some()
                    && pair[1].is(TokenKind::Comma)
                    && self.small_number(pair[2]).is_some()
                    && pair[3].is(TokenKind::RightParen)
                {
                    error = error.fix(
                        "variable and order without parentheses",
                        vec![(token.span, String::new()), (pair[3].span, String::new())],
                    );
                }
                return self.fail(error);
            };
            let (name, behind) = self.element_name(name, self.at + 1);
            self.at = behind;
            let order = self.ahead(1);
            let mut times = 1;
            if self.peek().is(TokenKind::Comma) && matches!(order.kind, TokenKind::Number(_)) {
                let Some(order) = self.small_number(order) else {
                    let error = Diagnostic::error(
                        Code::Derivative,
                        order.span,
                        "the order of a derivative is a whole number",
                    )
                    .expected("a whole number");
                    return self.fail(error);
                };
                times = order;
                self.at += 2;
            }
            variables.push((name, times, token.span));
            if !self.peek().is(TokenKind::Comma) {
                break;
            }
            self.at += 1;
        }
        let close = self.peek();
        if !close.is(TokenKind::RightParen) {
            if close.is(TokenKind::End) {
                return self.unclosed();
            }
            let found = self.describe(close);
            let error = Diagnostic::error(
                Code::Derivative,
                close.span,
                format!("{found} follows a variable of `diff`"),
            )
            .expected("`,` or `)`");
            return self.fail(error);
        }
        let spec = self.builder.spec(DerivativeSpec {
            style: DerivativeStyle::Partial,
            variables,
        });
        if let Some(kind) = self.group_mut() {
            *kind = GroupKind::Diff(Some(spec));
        }
        Ok(Next::Operator)
    }
}
