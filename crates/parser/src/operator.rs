//! Where an operator may stand: behind a finished operand.

use crate::ast::{Comparison, Kind, Span};
use crate::diagnostic::{Code, Diagnostic};
use crate::expression::{Next, Parser, Step};
use crate::precedence::{Frame, Operand, Precedence, Shape};
use crate::token::{Token, TokenKind};

impl Parser<'_, '_> {
    /// One step behind an operand.
    pub(crate) fn operator(&mut self, token: Token) -> Step<Next> {
        let outside = self.groups.is_empty();
        match token.kind {
            TokenKind::Plus => Ok(self.push_term(None)),
            TokenKind::Minus => Ok(self.push_term(Some(token.span))),
            TokenKind::Star | TokenKind::Slash => {
                self.check_derived(token, "*");
                let slash = token.is(TokenKind::Slash).then_some(token.span);
                self.at += 1;
                self.push_factor(slash);
                Ok(Next::Operand)
            }
            TokenKind::Caret => self.power(token),
            TokenKind::Superscript { .. } => Ok(self.raise(token)),
            TokenKind::Bang => self.factorial(token),
            TokenKind::Compare(Comparison::Equal) if outside && self.stops.comparison => {
                Ok(Next::Done)
            }
            TokenKind::Compare(comparison) => Ok(self.push_comparison(comparison)),
            TokenKind::Equal if outside && self.stops.equal => Ok(Next::Done),
            TokenKind::Equal => {
                self.report(
                    Diagnostic::error(
                        Code::ForeignNotation,
                        token.span,
                        "`=` compares nothing inside an expression",
                    )
                    .expected("`==`")
                    .replace("compare with `==`", token.span, "=="),
                );
                Ok(self.push_comparison(Comparison::Equal))
            }
            TokenKind::Ampersands => {
                self.report_logic(token.span, "and");
                Ok(self.push_and())
            }
            TokenKind::Bar => self.bar(token),
            TokenKind::Question => self.ternary(token),
            TokenKind::Comma if outside && self.stops.comma => Ok(Next::Done),
            TokenKind::RightBracket if outside && self.stops.bracket => Ok(Next::Done),
            TokenKind::Comma => self.comma(token),
            TokenKind::Colon => self.colon(token),
            TokenKind::RightParen | TokenKind::RightBracket => self.close(token),
            TokenKind::End | TokenKind::Newline | TokenKind::Semicolon if outside => Ok(Next::Done),
            TokenKind::End => self.unclosed(),
            TokenKind::Name(name) if name == self.words.and => Ok(self.push_and()),
            TokenKind::Name(name) if name == self.words.or => Ok(self.push_or()),
            TokenKind::Name(name)
                if outside && name == self.words.at && self.stops.at && self.is_point() =>
            {
                Ok(Next::Done)
            }
            TokenKind::Name(name)
                if name == self.words.inside && self.ahead(1).is(TokenKind::LeftBracket) =>
            {
                let error = Diagnostic::error(
                    Code::ExpectedOperator,
                    token.span,
                    "`in` belongs to a `domain` statement",
                )
                .expected("an operator")
                .note("write `domain x in [0, 1]` as a statement of its own");
                self.fail(error)
            }
            TokenKind::Unknown => self.unknown(),
            _ if self.begins_operand(token) => self.implicit_product(token),
            _ => {
                let found = self.describe(token);
                let mut error = Diagnostic::error(
                    Code::ExpectedOperator,
                    token.span,
                    format!("{found} can't follow here"),
                )
                .expected("an operator or the end of the expression");
                if let TokenKind::Prime(_) = token.kind {
                    error = error.note("a prime stands behind the name of a function: `f'(x)`");
                }
                self.fail(error)
            }
        }
    }

    /// A token that has been reported already, or else a line break in a formula of one line.
    pub(crate) fn unknown(&mut self) -> Step<Next> {
        Err(crate::expression::Broken)
    }

    /// Whether `at` begins a list of named points, and is not a variable.
    fn is_point(&self) -> bool {
        let value = self.ahead(2);
        self.ahead(1).name().is_some()
            && (value.is(TokenKind::Equal) || value.is(TokenKind::LeftBracket))
            || self.ahead(1).is(TokenKind::LeftParen)
                && self.ahead(1).spaced
                && self.frames.is_empty()
    }

    fn report_logic(&mut self, span: Span, word: &str) {
        let theirs = self.shown(span);
        let before = self
            .source
            .as_bytes()
            .get((span.start as usize).wrapping_sub(1))
            == Some(&b' ');
        let behind = self.source.as_bytes().get(span.end as usize) == Some(&b' ');
        let spaced = format!(
            "{}{word}{}",
            if before { "" } else { " " },
            if behind { "" } else { " " }
        );
        self.report(
            Diagnostic::error(
                Code::ForeignNotation,
                span,
                format!("`{theirs}` is not an operator here"),
            )
            .expected(format!("`{word}`"))
            .replace(format!("write `{word}`"), span, &spaced),
        );
    }

    fn push_term(&mut self, minus: Option<Span>) -> Next {
        self.at += 1;
        self.reduce_above(Precedence::Sum);
        if let Some(Frame::Sum { minus: pending, .. }) = self.frames.last_mut() {
            let pending = std::mem::replace(pending, minus);
            self.finish_term(pending);
        } else {
            let first = Self::index(self.operands.len().saturating_sub(1));
            self.frames.push(Frame::Sum { first, minus });
        }
        Next::Operand
    }

    /// A factor follows: `*`, `/`, or nothing has been read.
    pub(crate) fn push_factor(&mut self, slash: Option<Span>) {
        self.reduce_above(Precedence::Product);
        if let Some(Frame::Product { slash: pending, .. }) = self.frames.last_mut() {
            let pending = std::mem::replace(pending, slash);
            self.finish_factor(pending);
        } else {
            let first = Self::index(self.operands.len().saturating_sub(1));
            self.frames.push(Frame::Product {
                first,
                slash,
                tight: false,
            });
        }
    }

    fn push_comparison(&mut self, comparison: Comparison) -> Next {
        self.at += 1;
        self.reduce_above(Precedence::Compare);
        if !matches!(self.frames.last(), Some(Frame::Compare { .. })) {
            let first = Self::index(self.operands.len().saturating_sub(1));
            let operators = Self::index(self.comparisons.len());
            self.frames.push(Frame::Compare { first, operators });
        }
        self.comparisons.push(comparison);
        Next::Operand
    }

    fn push_and(&mut self) -> Next {
        self.at += 1;
        self.reduce_above(Precedence::And);
        if !matches!(self.frames.last(), Some(Frame::And { .. })) {
            let first = Self::index(self.operands.len().saturating_sub(1));
            self.frames.push(Frame::And { first });
        }
        Next::Operand
    }

    fn push_or(&mut self) -> Next {
        self.at += 1;
        self.reduce_above(Precedence::Or);
        if !matches!(self.frames.last(), Some(Frame::Or { .. })) {
            let first = Self::index(self.operands.len().saturating_sub(1));
            self.frames.push(Frame::Or { first });
        }
        Next::Operand
    }

    fn power(&mut self, token: Token) -> Step<Next> {
        let Some(&base) = self.operands.last() else {
            return Ok(Next::Operand);
        };
        if matches!(base.shape, Shape::Raised | Shape::PoweredCall) {
            self.report(
                Diagnostic::error(
                    Code::AmbiguousPower,
                    token.span,
                    "a power of a power without parentheses",
                )
                .expected("parentheses")
                .fix(
                    "a power of the power",
                    vec![
                        (base.span.before(), "(".into()),
                        (base.span.after(), ")".into()),
                    ],
                ),
            );
        }
        self.at += 1;
        if self.peek().is(TokenKind::Star) {
            let star = self.peek().span;
            self.report(
                Diagnostic::error(Code::ForeignNotation, star, "`^*` is no operator")
                    .expected("an exponent")
                    .replace("a power", star, ""),
            );
            self.at += 1;
        }
        self.frames.push(Frame::Power);
        Ok(Next::Operand)
    }

    /// `x²`
    fn raise(&mut self, token: Token) -> Next {
        self.at += 1;
        let exponent = self.superscript(token);
        if let (Some(base), Some(exponent)) = (self.operands.pop(), exponent) {
            let span = base.span.to(token.span);
            let node = self.builder.node(Kind::Power, span, [base.node, exponent]);
            self.operands.push(Operand {
                node,
                span,
                shape: Shape::Raised,
            });
        }
        Next::Operator
    }

    /// The node of raised digits, or of the number in `sin^2`.
    pub(crate) fn superscript(&mut self, token: Token) -> Option<crate::ast::NodeId> {
        let (literal, negative) = match token.kind {
            TokenKind::Superscript {
                magnitude,
                negative,
            } => (magnitude, negative),
            TokenKind::Number(literal) => (literal, false),
            _ => return None,
        };
        let number = self.builder.node(Kind::Number(literal), token.span, []);
        Some(if negative {
            self.builder.node(Kind::Negative, token.span, [number])
        } else {
            number
        })
    }

    fn factorial(&mut self, token: Token) -> Step<Next> {
        let Some(operand) = self.operands.pop() else {
            return Ok(Next::Operator);
        };
        if operand.shape == Shape::Factorial && !token.spaced {
            self.report(
                Diagnostic::error(
                    Code::AmbiguousPower,
                    token.span,
                    "`!!` can be a double factorial",
                )
                .expected("parentheses")
                .fix(
                    "the factorial of the factorial",
                    vec![
                        (operand.span.before(), "(".into()),
                        (operand.span.after(), ")".into()),
                    ],
                )
                .note("there is no double factorial here"),
            );
        }
        self.at += 1;
        let span = operand.span.to(token.span);
        let node = self.builder.node(Kind::Factorial, span, [operand.node]);
        self.operands.push(Operand {
            node,
            span,
            shape: Shape::Factorial,
        });
        Ok(Next::Operator)
    }

    /// `c ? a : b`
    fn ternary(&mut self, token: Token) -> Step<Next> {
        let start = match self.groups.last() {
            Some(&group) => self.first_of(group as usize + 1),
            None => self.first_of(0),
        };
        let mut edits = vec![(start.before(), "if(".to_owned())];
        let mut branches = Vec::new();
        let mut depth = 0usize;
        let mut at = self.at;
        while at < self.tokens.len() && !self.sink.is_full() {
            let here = self.token(at);
            match here.kind {
                TokenKind::LeftParen | TokenKind::LeftBracket => depth += 1,
                TokenKind::RightParen | TokenKind::RightBracket | TokenKind::Comma
                    if depth == 0 =>
                {
                    break;
                }
                TokenKind::RightParen | TokenKind::RightBracket => depth -= 1,
                TokenKind::Equal if depth == 0 => break,
                TokenKind::Question | TokenKind::Colon if depth == 0 => branches.push(here),
                _ => {}
            }
            at += 1;
        }
        let questions = branches
            .iter()
            .filter(|t| t.is(TokenKind::Question))
            .count();
        for (index, branch) in branches.iter().enumerate() {
            let again = branches
                .get(index + 1)
                .is_some_and(|next| next.is(TokenKind::Question));
            let text = if branch.is(TokenKind::Colon) && again {
                ", if("
            } else {
                ","
            };
            let mut span = branch.span;
            if self
                .source
                .as_bytes()
                .get((span.start as usize).wrapping_sub(1))
                == Some(&b' ')
            {
                span.start -= 1;
            }
            if text.ends_with('(') && self.source.as_bytes().get(span.end as usize) == Some(&b' ') {
                span.end += 1;
            }
            edits.push((span, text.to_owned()));
        }
        let last = self.token(at.max(1) - 1).span.after();
        edits.push((last, ")".repeat(questions)));
        let mut error = Diagnostic::error(
            Code::ForeignNotation,
            token.span,
            "`? :` is not an operator here",
        )
        .expected("`if(condition, value, other)`");
        if questions * 2 == branches.len() {
            error = error.fix("write `if`", edits);
        }
        self.fail(error)
    }

    /// Where the part of the expression begins that the frames from `index` on belong to.
    fn first_of(&self, index: usize) -> Span {
        let operand = |first: u32| {
            self.operands
                .get(first as usize)
                .map(|operand| operand.span)
        };
        let span = self.frames.get(index).and_then(|frame| match frame {
            Frame::Or { first }
            | Frame::And { first }
            | Frame::Compare { first, .. }
            | Frame::Sum { first, .. }
            | Frame::Product { first, .. } => operand(*first),
            Frame::Not { span } | Frame::Sign { span, .. } => Some(*span),
            Frame::Apply { head, .. } | Frame::Derive { head, .. } => Some(*head),
            Frame::Power => self
                .operands
                .iter()
                .rev()
                .nth(1)
                .map(|operand| operand.span),
            Frame::Bracket(group) => Some(group.head),
        });
        span.or_else(|| self.operands.last().map(|operand| operand.span))
            .unwrap_or(self.end.span)
    }

    /// A bar closes the innermost bars, or opens new ones behind a number or bracket.
    fn bar(&mut self, token: Token) -> Step<Next> {
        if self.in_bars() {
            return self.close(token);
        }
        let next = self.ahead(1);
        let pair = next.is(TokenKind::Bar) && !next.spaced;
        if pair
            && self.ahead(2).spaced == token.spaced
            && (token.spaced || self.operands.last().is_some_and(|o| o.shape == Shape::Name))
        {
            self.report_logic(token.span.to(next.span), "or");
            self.at += 1;
            return Ok(self.push_or());
        }
        self.implicit_product(token)
    }
}
