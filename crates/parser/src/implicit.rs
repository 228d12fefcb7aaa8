//! Products without `*`, and the refusal of those that can be read two ways.

use crate::ast::Span;
use crate::diagnostic::{Code, Diagnostic};
use crate::expression::{Next, Parser, Step};
use crate::name::{is_constant, is_symbol};
use crate::precedence::{Frame, Operand, Precedence, Shape};
use crate::token::{Token, TokenKind};

fn insert(at: Span, text: &str) -> (Span, String) {
    (at.before(), text.to_owned())
}

impl Parser<'_, '_> {
    /// An operand follows another without an operator.
    pub(crate) fn implicit_product(&mut self, token: Token) -> Step<Next> {
        let Some(&previous) = self.operands.last() else {
            return Ok(Next::Operator);
        };
        self.check_adjacent(previous, token)?;
        if self
            .frames
            .last()
            .is_some_and(|frame| matches!(frame, Frame::Apply { .. }))
            && previous.shape == Shape::Number
            && !token.spaced
            && self.is_sole_argument()
        {
            let first = Self::index(self.operands.len() - 1);
            self.check_glued_name(previous, token);
            self.frames.push(Frame::Product {
                first,
                slash: None,
                tight: true,
            });
            return Ok(Next::Operand);
        }
        let reported = self.check_call(token)
            || self.check_divisor(token)
            || self.check_exponent(previous, token);
        if !reported {
            self.check_glued_name(previous, token);
        }
        self.check_derived(token, "");
        self.push_factor(None);
        Ok(Next::Operand)
    }

    fn is_sole_argument(&self) -> bool {
        match self.frames.last() {
            Some(Frame::Apply { first, .. }) => self.operands.len() == *first as usize + 1,
            _ => false,
        }
    }

    /// Number or bracket before a name or bracket, or names with a space between.
    fn check_adjacent(&mut self, previous: Operand, token: Token) -> Step {
        let times = vec![insert(token.span, "*")];
        let found = self.describe(token);
        let error = Diagnostic::error(
            Code::ExpectedOperator,
            token.span,
            format!("{found} follows without an operator"),
        )
        .expected("an operator");
        let is_name = matches!(
            token.kind,
            TokenKind::Name(_) | TokenKind::Nabla | TokenKind::Partial
        );
        match (previous.shape, token.kind) {
            (Shape::Derivative, TokenKind::LeftParen) => {
                let whole = previous.span;
                let error = Diagnostic::error(
                    Code::AmbiguousDerivative,
                    token.span,
                    "a parenthesis behind a derivative can be a product or a point",
                )
                .expected("an operator, or `at x = 1` behind the whole formula")
                .fix(
                    "a product",
                    vec![insert(whole, "("), (whole.gap(token.span), ")*".to_owned())],
                );
                self.fail(error)
            }
            (Shape::Vector, TokenKind::LeftBracket) => {
                let error =
                    Diagnostic::error(Code::Element, token.span, "only a variable has elements")
                        .expected("an operator")
                        .note("name the vector first: `v = [a, b]`, then `v[0]`");
                self.fail(error)
            }
            (Shape::Number, TokenKind::Number(_)) => self.fail(error.fix("a product", times)),
            (_, TokenKind::Number(_)) => {
                let power = vec![(previous.span.gap(token.span), "^".to_owned())];
                self.fail(error.fix("a product", times).fix("a power", power))
            }
            (Shape::Name | Shape::Prime, TokenKind::Bar | TokenKind::LeftBracket) => {
                self.report(error.fix("a product", times));
                Ok(())
            }
            (Shape::Name, _) if is_name && previous.span.end == token.span.start => Ok(()),
            _ => Ok(()),
        }
    }

    /// `sin x y`: is `y` in the sine?
    fn check_call(&mut self, token: Token) -> bool {
        let mut frames = self.frames.iter().rev();
        let apply = frames.find(|frame| {
            !matches!(
                frame,
                Frame::Power | Frame::Sign { tight: true, .. } | Frame::Product { tight: true, .. }
            )
        });
        let Some(&Frame::Apply { head, first, .. }) = apply else {
            return false;
        };
        if token.name().is_some_and(|name| {
            self.known.function(self.spelling(name)).is_some()
                && !self.known.is_bound(self.spelling(name))
        }) {
            return false;
        }
        let Some(argument) = self
            .operands
            .get(first as usize)
            .map(|operand| operand.span)
        else {
            return false;
        };
        let previous = self.consumed();
        let end = self.implicit_end(self.at);
        let open = head.gap(argument);
        let between = previous.gap(token.span);
        let (name, behind) = (self.shown(head), self.shown(token.span));
        self.report(
            Diagnostic::error(
                Code::AmbiguousCall,
                token.span,
                format!("it is not clear whether `{behind}` belongs to the argument of `{name}`"),
            )
            .expected("parentheses around the argument")
            .fix(
                "only the first is the argument",
                vec![(open, "(".into()), (between, ")*".into())],
            )
            .fix(
                "the product is the argument",
                vec![(open, "(".into()), (between, "*".into()), (end, ")".into())],
            ),
        );
        true
    }

    /// `1/2x`: is `x` below the line?
    fn check_divisor(&mut self, token: Token) -> bool {
        let mut frames = self.frames.iter().rev();
        let product = frames.find(|frame| frame.precedence() <= Precedence::Product);
        let Some(Frame::Product {
            slash: Some(slash),
            first,
            ..
        }) = product
        else {
            return false;
        };
        // The factors before the divisor are finished, so the divisor begins behind the slash.
        let _ = first;
        let divisor = self
            .tokens
            .partition_point(|other| other.span.start < slash.end);
        let start = self.token(divisor).span;
        let end = self.implicit_end(self.at);
        let between = self.consumed().gap(token.span);
        let behind = self.shown(token.span);
        self.report(
            Diagnostic::error(
                Code::AmbiguousProduct,
                token.span,
                format!("it is not clear whether `{behind}` is divided by or multiplied with"),
            )
            .expected("`*` or parentheses")
            .fix("multiplied with the quotient", vec![(between, "*".into())])
            .fix(
                "in the divisor",
                vec![insert(start, "("), (between, "*".into()), (end, ")".into())],
            ),
        );
        true
    }

    /// `x^2y`: is `y` in the exponent?
    fn check_exponent(&mut self, previous: Operand, token: Token) -> bool {
        let in_exponent = matches!(
            self.frames.last(),
            Some(Frame::Power | Frame::Sign { tight: true, .. })
        ) && self
            .frames
            .iter()
            .rev()
            .find(|frame| !matches!(frame, Frame::Sign { .. }))
            .is_some_and(|frame| matches!(frame, Frame::Power));
        if !in_exponent
            || token.spaced
            || matches!(previous.shape, Shape::Parenthesised | Shape::Raised)
        {
            return false;
        }
        let signs = self.frames.iter().rev().map_while(|frame| match frame {
            Frame::Sign { span, .. } => Some(*span),
            _ => None,
        });
        let start = signs.last().unwrap_or(previous.span);
        let end = self.implicit_end(self.at);
        let behind = self.shown(token.span);
        self.report(
            Diagnostic::error(
                Code::AmbiguousProduct,
                token.span,
                format!("it is not clear whether `{behind}` belongs to the exponent"),
            )
            .expected("`*` or parentheses")
            .fix("multiplied with the power", vec![insert(token.span, "*")])
            .fix(
                "in the exponent",
                vec![
                    insert(start, "("),
                    insert(token.span, "*"),
                    (end, ")".into()),
                ],
            ),
        );
        true
    }

    /// `3xy`: is `xy` one name?
    fn check_glued_name(&mut self, previous: Operand, token: Token) {
        let Some(name) = token.name() else { return };
        let text = self.spelling(name).to_owned();
        let riddle = previous.shape == Shape::Number
            && !token.spaced
            && text.len() > 1
            && text.bytes().all(|byte| byte.is_ascii_alphabetic())
            && !is_symbol(&text)
            && !is_constant(&text)
            && !self.known.is_known(&text)
            && !self.usage.bare.contains(&name)
            && !self.token(self.at + 1).is(TokenKind::LeftParen);
        if !riddle {
            return;
        }
        let letters: String = text.chars().flat_map(|letter| ['*', letter]).collect();
        let mut error = Diagnostic::error(
            Code::AmbiguousName,
            token.span,
            format!("`{text}` behind a number can be one name or a product of names"),
        )
        .expected("`*`");
        if text.len() <= 4 {
            error = error.replace("a product of names", token.span, &letters);
        }
        self.report(error.replace("one name", token.span.before(), "*"));
    }

    /// `d/dx x*y`: is `y` derived too?
    pub(crate) fn check_derived(&mut self, token: Token, operator: &str) {
        let prefix = self
            .frames
            .iter()
            .rev()
            .find(|frame| !matches!(frame, Frame::Power));
        let Some(&Frame::Derive { head, .. }) = prefix else {
            return;
        };
        let index = self
            .tokens
            .partition_point(|other| other.span.start < head.end);
        let first = self.token(index).span;
        let alone = self
            .operands
            .last()
            .is_some_and(|operand| operand.shape == Shape::Parenthesised);
        if alone {
            return;
        }
        let between = self.consumed().gap(token.span);
        let end = self.term_end(self.at);
        let behind = if operator.is_empty() { "*" } else { "" };
        let behind = behind.to_owned();
        self.report(
            Diagnostic::error(
                Code::AmbiguousDerivative,
                token.span,
                format!(
                    "it is not clear whether what follows is under `{}`",
                    self.shown(head)
                ),
            )
            .expected("parentheses around what is differentiated")
            .fix(
                "only the first factor is differentiated",
                vec![insert(first, "("), (between.before(), format!("){behind}"))],
            )
            .fix(
                "the whole term is differentiated",
                vec![
                    insert(first, "("),
                    insert(token.span, &behind),
                    (end, ")".into()),
                ],
            ),
        );
    }
}
