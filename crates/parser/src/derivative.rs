//! Derivatives in Leibniz's notation: `d/dx`, `df/dx`, `∂²f/∂x∂y` and their kin.
//!
//! To the tokens these are quotients, so that they are recognised before names are read. What
//! can't be meant as a derivative stays a quotient: `d/x`, `b/d/x`, and `df/dx` where both
//! names are bound.

use crate::ast::{DerivativeSpec, DerivativeStyle, Kind, NameId, Span};
use crate::diagnostic::{Code, Diagnostic};
use crate::expression::{Next, Parser, Step};
use crate::name::is_symbol;
use crate::precedence::{Frame, Operand, Shape};
use crate::token::{Token, TokenKind};

/// What stands below the line.
#[derive(Default)]
struct Below {
    variables: Vec<(NameId, u32, Span)>,
    /// Whether all of the names `dx`, `dy` are bound as they stand.
    bound: bool,
    end: usize,
}

impl Parser<'_, '_> {
    /// A derivative that begins with a name: `d/dx`, `d²f/dx²`, `df/dx`.
    pub(crate) fn derivative(&mut self, token: Token, name: NameId) -> Step<Option<Next>> {
        let previous = self.at.checked_sub(1).map(|index| self.token(index).kind);
        if matches!(previous, Some(TokenKind::Slash | TokenKind::Caret)) {
            return Ok(None);
        }
        let (order, mut at) = if name == self.words.total {
            self.order(self.at + 1)
        } else {
            (None, self.at + 1)
        };
        let mut body = None;
        if name != self.words.total {
            let Some(rest) = self.behind_d(token) else {
                return Ok(None);
            };
            body = Some(rest);
        } else if order.is_some()
            && let Some(function) = self.token(at).name()
        {
            body = Some((self.spelling(function).to_owned(), self.token(at).span));
            at += 1;
        }
        if !self.token(at).is(TokenKind::Slash) {
            return Ok(None);
        }
        let Some(below) = self.below(at + 1, TokenKind::Unknown) else {
            return Ok(None);
        };
        let above_bound = self.known.is_bound(self.spelling(name));
        if above_bound && below.bound {
            return Ok(None);
        }
        let Some((text, span)) = body else {
            return self.operator_form(token, order, below, DerivativeStyle::Total);
        };
        if !self.is_plausible(&text) {
            return Ok(None);
        }
        let function = self.builder.name(&text);
        self.check_order(token, order, &below)?;
        Ok(Some(self.finish_derivative(
            token,
            Some((function, span)),
            below,
            DerivativeStyle::Total,
        )))
    }

    /// A derivative that begins with `∂`.
    pub(crate) fn partial(&mut self, token: Token) -> Step<Next> {
        let (order, mut at) = self.order(self.at + 1);
        let body = self
            .token(at)
            .name()
            .map(|name| (name, self.token(at).span));
        at += usize::from(body.is_some());
        let below = if self.token(at).is(TokenKind::Slash) {
            self.below(at + 1, TokenKind::Partial)
        } else {
            None
        };
        let Some(below) = below else {
            return self.malformed(token, at);
        };
        if body.is_none() {
            return match self.operator_form(token, order, below, DerivativeStyle::Partial)? {
                Some(next) => Ok(next),
                None => self.malformed(token, at),
            };
        }
        self.check_order(token, order, &below)?;
        Ok(self.finish_derivative(token, body, below, DerivativeStyle::Partial))
    }

    /// `d/dx` before an operand; without one it is no derivative.
    fn operator_form(
        &mut self,
        token: Token,
        order: Option<u32>,
        below: Below,
        style: DerivativeStyle,
    ) -> Step<Option<Next>> {
        if !self.begins_operand(self.token(below.end)) {
            return Ok(None);
        }
        self.check_order(token, order, &below)?;
        let head = token.span.to(self.token(below.end - 1).span);
        let spec = self.builder.spec(DerivativeSpec {
            style,
            variables: below.variables,
        });
        self.at = below.end;
        self.frames.push(Frame::Derive { spec, head });
        Ok(Some(Next::Operand))
    }

    fn finish_derivative(
        &mut self,
        token: Token,
        body: Option<(NameId, Span)>,
        below: Below,
        style: DerivativeStyle,
    ) -> Next {
        let span = token.span.to(self.token(below.end - 1).span);
        self.at = below.end;
        if let Some((name, name_span)) = body {
            self.usage.bare.remove(&name);
            let child = self.builder.node(Kind::Name(name), name_span, []);
            let spec = self.builder.spec(DerivativeSpec {
                style,
                variables: below.variables,
            });
            let node = self.builder.node(Kind::Derivative(spec), span, [child]);
            self.operands.push(Operand {
                node,
                span,
                shape: Shape::Derivative,
            });
        }
        Next::Operator
    }

    /// `^2` or `²` at a token, with the place behind it.
    fn order(&self, at: usize) -> (Option<u32>, usize) {
        let token = self.token(at);
        match token.kind {
            TokenKind::Superscript { .. } => (self.small_number(token), at + 1),
            TokenKind::Caret => match self.small_number(self.token(at + 1)) {
                Some(order) => (Some(order), at + 2),
                None => (None, at),
            },
            _ => (None, at),
        }
    }

    /// `dx`, `∂x∂y`, `dx²`, `(∂x ∂y)`; with `∂` if `sign` is that.
    fn below(&mut self, at: usize, sign: TokenKind) -> Option<Below> {
        let parenthesised = self.token(at).is(TokenKind::LeftParen);
        let mut below = Below {
            bound: true,
            end: at + usize::from(parenthesised),
            ..Below::default()
        };
        loop {
            let partial = sign == TokenKind::Partial;
            if partial && !self.token(below.end).is(TokenKind::Partial) {
                break;
            }
            let token = self.token(below.end + usize::from(partial));
            let Some(name) = token.name() else { break };
            let (variable, span) = if partial {
                (name, token.span)
            } else {
                let Some((rest, span)) = self
                    .behind_d(token)
                    .filter(|(rest, _)| self.is_plausible(rest))
                else {
                    break;
                };
                (self.builder.name(&rest), span)
            };
            below.bound &= self.known.is_bound(self.spelling(name));
            let behind = below.end + usize::from(partial) + 1;
            let (variable, behind) = self.element_name(variable, behind);
            let (order, end) = self.order(behind);
            below.variables.push((variable, order.unwrap_or(1), span));
            below.end = end;
        }
        if parenthesised {
            if !self.token(below.end).is(TokenKind::RightParen) {
                return None;
            }
            below.end += 1;
        }
        (!below.variables.is_empty()).then_some(below)
    }

    /// The name of an element, `x[0]` or `A[1,2]`, where the brackets of one stand behind the name
    /// of a vector, and the place behind them; else the name alone.
    pub(crate) fn element_name(&mut self, vector: NameId, at: usize) -> (NameId, usize) {
        let mut text = format!("{}[", self.spelling(vector));
        let mut end = at;
        let mut before = TokenKind::LeftBracket;
        while self.token(end).is(before) {
            let Some(index) = self.small_number(self.token(end + 1)) else {
                return (vector, at);
            };
            text.push_str(&index.to_string());
            end += 2;
            if self.token(end).is(TokenKind::RightBracket) {
                text.push(']');
                return (self.builder.name(&text), end + 1);
            }
            text.push(',');
            before = TokenKind::Comma;
        }
        (vector, at)
    }

    /// The name behind the `d` of `df` or `dx`.
    fn behind_d(&self, token: Token) -> Option<(String, Span)> {
        let text = self.spelling(token.name()?);
        let rest = text
            .strip_prefix('d')
            .filter(|rest| rest.chars().next().is_some_and(char::is_alphabetic))?;
        Some((
            rest.to_owned(),
            Span::new(token.span.start + 1, token.span.end),
        ))
    }

    /// Whether `f` in `df` is a name and not the rest of a word such as `decay`: one by its look, or
    /// one that the source has elsewhere.
    fn is_plausible(&self, name: &str) -> bool {
        is_symbol(name) || self.known.is_known(name) || self.builder.has_name(name)
    }

    fn check_order(&mut self, token: Token, order: Option<u32>, below: &Below) -> Step {
        let above = order.unwrap_or(1);
        let total = below
            .variables
            .iter()
            .fold(0u32, |sum, (_, order, _)| sum.saturating_add(*order));
        if above == total {
            return Ok(());
        }
        let span = token.span.to(self.token(below.end - 1).span);
        let error = Diagnostic::error(
            Code::Derivative,
            span,
            format!("a derivative of order {above} is taken {total} times below the line"),
        )
        .expected("the same order above and below");
        self.fail(error)
    }

    fn malformed(&mut self, token: Token, at: usize) -> Step<Next> {
        let here = self.token(at);
        let end = self.matching(at);
        let slash = self.token(end);
        let below = if slash.is(TokenKind::Slash) {
            self.below(end + 1, TokenKind::Partial)
        } else {
            None
        };
        let found = self.describe(here);
        let mut error = Diagnostic::error(
            Code::Derivative,
            token.span,
            "`∂` does not begin a derivative here",
        )
        .expected("`∂f/∂x` or `∂/∂x (…)`")
        .at_end(self.is_last && (here.is(TokenKind::End) || self.token(at + 1).is(TokenKind::End)));
        if !here.is(TokenKind::End) && !here.is(TokenKind::Slash) {
            error = error.note(format!("{found} follows"));
        }
        if let (TokenKind::LeftParen, Some(below)) = (here.kind, below) {
            let function = self.token(at - 1);
            let start = if function.name().is_some() {
                function.span
            } else {
                here.span
            };
            let argument = start.to(self.token(end - 1).span);
            let text = format!(" {}", self.text(argument));
            let last = self.token(below.end - 1).span.after();
            error = error.fix(
                "the operator before what it differentiates",
                vec![(argument, String::new()), (last, text)],
            );
        }
        self.fail(error)
    }
}
