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

/// Adds a fix that ends in a closing parenthesis, if where that goes is known.
fn closing(
    error: Diagnostic,
    message: &str,
    mut edits: Vec<(Span, String)>,
    end: Option<Span>,
) -> Diagnostic {
    let Some(end) = end else { return error };
    edits.push((end, ")".to_owned()));
    error.fix(message, edits)
}

impl Parser<'_, '_> {
    /// An operand follows another without an operator.
    pub(crate) fn implicit_product(&mut self, token: Token) -> Step<Next> {
        let Some(&previous) = self.operands.last() else {
            return Ok(Next::Operator);
        };
        self.check_adjacent(previous, token)?;
        self.omit_sign(token);
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

    /// Notes that `*` is left out before a token.
    fn omit_sign(&mut self, token: Token) {
        let gap = self.consumed().gap(token.span);
        self.omitted.push((gap, "*".to_owned()));
    }

    fn is_sole_argument(&self) -> bool {
        match self.frames.last() {
            Some(Frame::Apply { first, .. }) => self.operands.len() == *first as usize + 1,
            _ => false,
        }
    }

    /// Number or bracket before a name or bracket, or names with a space between.
    fn check_adjacent(&mut self, previous: Operand, token: Token) -> Step {
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
            (Shape::Number, TokenKind::Number(_))
            | (Shape::Name | Shape::Prime, TokenKind::Bar | TokenKind::LeftBracket) => {
                let error = self.without_operator(token);
                self.fail(error.fix("a product", vec![insert(token.span, "*")]))
            }
            (_, TokenKind::Number(_)) => {
                let times = vec![insert(token.span, "*")];
                let power = vec![(previous.span.gap(token.span), "^".to_owned())];
                let error = self.without_operator(token);
                self.fail(error.fix("a product", times).fix("a power", power))
            }
            _ => Ok(()),
        }
    }

    fn without_operator(&self, token: Token) -> Diagnostic {
        let message = format!("{} follows without an operator", self.describe(token));
        Diagnostic::error(Code::ExpectedOperator, token.span, message).expected("an operator")
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
        if self.sink.swallow() {
            return true;
        }
        let end = self.implicit_end(self.at);
        let open = head.gap(argument);
        let between = self.consumed().gap(token.span);
        let (name, behind) = (self.shown(head), self.shown(token.span));
        let error = Diagnostic::error(
            Code::AmbiguousCall,
            token.span,
            format!("it is not clear whether `{behind}` belongs to the argument of `{name}`"),
        )
        .expected("parentheses around the argument")
        .fix(
            "only the first is the argument",
            vec![(open, "(".into()), (between, ")*".into())],
        );
        let edits = vec![(open, "(".into()), (between, "*".into())];
        self.report(closing(error, "the product is the argument", edits, end));
        true
    }

    /// `1/2x`: is `x` below the line?
    fn check_divisor(&mut self, token: Token) -> bool {
        let mut frames = self.frames.iter().rev();
        let product = frames.find(|frame| frame.precedence() <= Precedence::Product);
        let Some(Frame::Product {
            slash: Some(slash), ..
        }) = product
        else {
            return false;
        };
        let divisor = self
            .tokens
            .partition_point(|other| other.span.start < slash.end);
        if self.sink.swallow() {
            return true;
        }
        let start = self.token(divisor).span;
        let end = self.implicit_end(self.at);
        let between = self.consumed().gap(token.span);
        let behind = self.shown(token.span);
        let error = Diagnostic::error(
            Code::AmbiguousProduct,
            token.span,
            format!("it is not clear whether `{behind}` is divided by or multiplied with"),
        )
        .expected("`*` or parentheses")
        .fix("multiplied with the quotient", vec![(between, "*".into())]);
        let edits = vec![insert(start, "("), (between, "*".into())];
        self.report(closing(error, "in the divisor", edits, end));
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
        if self.sink.swallow() {
            return true;
        }
        let signs = self.frames.iter().rev().map_while(|frame| match frame {
            Frame::Sign { span, .. } => Some(*span),
            _ => None,
        });
        let start = signs.last().unwrap_or(previous.span);
        let end = self.implicit_end(self.at);
        let behind = self.shown(token.span);
        let error = Diagnostic::error(
            Code::AmbiguousProduct,
            token.span,
            format!("it is not clear whether `{behind}` belongs to the exponent"),
        )
        .expected("`*` or parentheses")
        .fix("multiplied with the power", vec![insert(token.span, "*")]);
        let edits = vec![insert(start, "("), insert(token.span, "*")];
        self.report(closing(error, "in the exponent", edits, end));
        true
    }

    /// `3xy`: is `xy` one name?
    fn check_glued_name(&mut self, previous: Operand, token: Token) {
        let Some(name) = token.name() else { return };
        if previous.shape != Shape::Number || token.spaced {
            return;
        }
        let text = self.spelling(name);
        let riddle = text.len() > 1
            && text.bytes().all(|byte| byte.is_ascii_alphabetic())
            && !is_symbol(text)
            && !is_constant(text)
            && !self.known.is_known(text)
            && !self.usage.bare.contains(&name)
            && !self.token(self.at + 1).is(TokenKind::LeftParen);
        if !riddle || self.sink.swallow() {
            return;
        }
        let text = self.spelling(name).to_owned();
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
        let operand = self.operands.last().map(|operand| operand.shape);
        if operand == Some(Shape::Parenthesised) || self.sink.swallow() {
            return;
        }
        let index = self
            .tokens
            .partition_point(|other| other.span.start < head.end);
        let first = self.token(index).span;
        let end = self.term_end(self.at);
        // The operator that stands there already, or the one that is missing.
        let between = self.consumed().gap(token.span);
        let (alone, whole) = match operator {
            "" => ((between, ")*".to_owned()), (between, "*".to_owned())),
            _ => (
                (between.before(), ")".to_owned()),
                (between.before(), String::new()),
            ),
        };
        let message = format!(
            "it is not clear whether what follows is under `{}`",
            self.shown(head)
        );
        let error = Diagnostic::error(Code::AmbiguousDerivative, token.span, message)
            .expected("parentheses around what is differentiated")
            .fix(
                "only the first factor is differentiated",
                vec![insert(first, "("), alone],
            );
        let edits = vec![insert(first, "("), whole];
        self.report(closing(
            error,
            "the whole term is differentiated",
            edits,
            end,
        ));
    }
}
