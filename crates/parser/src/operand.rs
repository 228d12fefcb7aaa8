//! Where an operand must come: numbers, names in all their roles, signs, opening brackets.

use crate::ast::{Kind, NameId, Span};
use crate::brackets::GroupKind;
use crate::diagnostic::{Code, Diagnostic};
use crate::expression::{Next, Parser, Step};
use crate::precedence::{Frame, Precedence, Shape};
use crate::token::{Token, TokenKind};

impl Parser<'_, '_> {
    /// One step towards an operand.
    pub(crate) fn operand(&mut self, token: Token) -> Step<Next> {
        match token.kind {
            TokenKind::Number(literal) => {
                self.at += 1;
                self.leaf(Kind::Number(literal), token.span, Shape::Number);
                Ok(Next::Operator)
            }
            TokenKind::Name(name) => self.name(token, name),
            TokenKind::LeftParen => {
                self.at += 1;
                self.refuse_empty(token, TokenKind::RightParen)?;
                Ok(self.open(GroupKind::Paren, token.span, token.span))
            }
            TokenKind::LeftBracket => {
                self.at += 1;
                self.refuse_empty(token, TokenKind::RightBracket)?;
                Ok(self.open(GroupKind::Vector, token.span, token.span))
            }
            TokenKind::Bar => {
                self.at += 1;
                Ok(self.open(GroupKind::Bars, token.span, token.span))
            }
            TokenKind::Plus | TokenKind::Minus => {
                self.at += 1;
                let above = self.frames.last().map(Frame::precedence);
                let tight = above.is_some_and(|above| above >= Precedence::Product);
                let negative = token.is(TokenKind::Minus);
                self.frames.push(Frame::Sign {
                    span: token.span,
                    negative,
                    tight,
                });
                Ok(Next::Operand)
            }
            TokenKind::Bang => {
                let spaced = if self.ahead(1).spaced { "not" } else { "not " };
                self.report(
                    Diagnostic::error(
                        Code::ForeignNotation,
                        token.span,
                        "`!` before an operand negates nothing here",
                    )
                    .expected("`not`")
                    .replace("write `not`", token.span, spaced),
                );
                Ok(self.push_not(token.span))
            }
            TokenKind::Nabla => self.nabla(token),
            TokenKind::Root(name) => self.root(token, name),
            TokenKind::Partial => self.partial(token),
            TokenKind::Unknown => self.unknown(),
            _ => self.expected_operand(token),
        }
    }

    fn push_not(&mut self, span: Span) -> Next {
        self.at += 1;
        self.frames.push(Frame::Not { span });
        Next::Operand
    }

    pub(crate) fn refuse_empty(&mut self, open: Token, close: TokenKind) -> Step {
        if !self.peek().is(close) {
            return Ok(());
        }
        let span = open.span.to(self.peek().span);
        let shown = self.shown(span);
        let error = Diagnostic::error(Code::Bracketed, span, format!("`{shown}` is empty"))
            .expected("an expression inside");
        self.fail(error)
    }

    fn expected_operand(&mut self, token: Token) -> Step<Next> {
        let found = self.describe(token);
        let previous = self.at.checked_sub(1).map(|index| self.token(index));
        let ends = token.is(TokenKind::End) && self.is_last;
        if token.is(TokenKind::End)
            && previous.is_some_and(|p| {
                matches!(
                    p.kind,
                    TokenKind::LeftParen | TokenKind::LeftBracket | TokenKind::Bar
                )
            })
        {
            return self.unclosed();
        }
        let behind = previous.map_or(String::new(), |previous| {
            format!(" behind {}", self.describe(previous))
        });
        let mut error = Diagnostic::error(
            Code::ExpectedOperand,
            token.span,
            format!("{found} stands where an operand should{behind}"),
        )
        .expected("a number, a name or an opening bracket")
        .at_end(ends);
        let trailing_comma = previous.is_some_and(|previous| previous.is(TokenKind::Comma));
        if let (true, TokenKind::RightParen | TokenKind::RightBracket, Some(comma)) =
            (trailing_comma, token.kind, previous)
        {
            error = error.replace("remove the comma", comma.span, "");
        } else if token.is(TokenKind::Star)
            && previous.is_some_and(|previous| previous.is(TokenKind::Star))
        {
            let both = previous.map_or(token.span, |previous| previous.span.to(token.span));
            error = error.replace("a power", both, "^");
        } else if matches!(token.kind, TokenKind::Compare(_) | TokenKind::Equal)
            && previous.is_some_and(|p| matches!(p.kind, TokenKind::Compare(_) | TokenKind::Equal))
        {
            error = error.replace("remove it", token.span, "");
        }
        self.fail(error)
    }

    fn name(&mut self, token: Token, name: NameId) -> Step<Next> {
        if let Some(next) = self.derivative(token, name)? {
            return Ok(next);
        }
        let next = self.ahead(1);
        if name == self.words.not && (self.begins_operand(next) || next.is(TokenKind::Bang)) {
            return Ok(self.push_not(token.span));
        }
        match next.kind {
            TokenKind::Prime(order) => self.prime(token, name, order),
            TokenKind::LeftParen => self.call(token, name, next),
            TokenKind::LeftBracket => self.element(token, name, next),
            TokenKind::Caret if self.orders().is_some() => self.order_call(token, name),
            TokenKind::Caret | TokenKind::Superscript { .. } => self.powered(token, name),
            _ if self.applies(name, 1) => Ok(self.apply(name, token.span, None, 1)),
            _ => Ok(self.variable(token, name)),
        }
    }

    fn prime(&mut self, token: Token, name: NameId, order: u32) -> Step<Next> {
        let mark = self.ahead(1);
        let open = self.ahead(2);
        let head = token.span.to(mark.span);
        if open.is(TokenKind::LeftParen) {
            self.at += 3;
            self.refuse_empty(open, TokenKind::RightParen)?;
            return Ok(self.open(GroupKind::PrimeCall(name, order), head, open.span));
        }
        self.at += 2;
        self.leaf(Kind::Prime(name, order), head, Shape::Prime);
        Ok(Next::Operator)
    }

    fn call(&mut self, token: Token, name: NameId, open: Token) -> Step<Next> {
        let text = self.spelling(name).to_owned();
        if self.known.is_form(&text) && !self.known.is_bound(&text) {
            self.at += 2;
            self.refuse_empty(open, TokenKind::RightParen)?;
            let kind = match text.as_str() {
                "if" => GroupKind::If,
                "piecewise" => GroupKind::Piecewise {
                    condition: true,
                    has_else: false,
                },
                "diff" => GroupKind::Diff(None),
                _ => GroupKind::Indexed {
                    name,
                    is_sum: text == "sum",
                    index: None,
                },
            };
            let next = self.open(kind, token.span, open.span);
            return Ok(if text == "piecewise" {
                self.begin_branch()
            } else {
                next
            });
        }
        if self.known.function(&text).is_none() {
            if self.known.is_bound(&text) {
                self.report_called_variable(name, &[open.span], "stands for a value");
                self.usage.called.remove(&name);
                self.at += 1;
                self.leaf(Kind::Name(name), token.span, Shape::Name);
                self.push_factor(None);
                return Ok(Next::Operand);
            }
            self.suggest(token, name, &text);
            if text == "d" {
                self.check_differential(token, open);
            }
            self.suggest_product(token, name, open);
            self.usage.called.entry(name).or_default().push(open.span);
        }
        self.at += 2;
        if self.peek().is(TokenKind::RightParen) {
            return self.empty_call(token, name);
        }
        Ok(self.open(GroupKind::Call { name, power: None }, token.span, open.span))
    }

    /// `f()`
    fn empty_call(&mut self, token: Token, name: NameId) -> Step<Next> {
        let close = self.peek();
        self.open(
            GroupKind::Call { name, power: None },
            token.span,
            self.consumed(),
        );
        self.close(close)
    }

    fn element(&mut self, token: Token, name: NameId, open: Token) -> Step<Next> {
        let text = self.spelling(name);
        let is_function = self.known.function(text).is_some() && !self.known.is_bound(text);
        if is_function && open.spaced && self.known.is_callable_bare(text) {
            return Ok(self.apply(name, token.span, None, 1));
        }
        if is_function && !self.known.stands_alone(text) {
            let text = text.to_owned();
            let close = self.matching(self.at + 1).max(1) - 1;
            let mut error = Diagnostic::error(
                Code::Element,
                open.span,
                format!("the function `{text}` has no elements"),
            )
            .expected("arguments in parentheses");
            if self.token(close).is(TokenKind::RightBracket) {
                error = error.fix(
                    "a call",
                    vec![
                        (open.span, "(".into()),
                        (self.token(close).span, ")".into()),
                    ],
                );
            }
            return self.fail(error);
        }
        self.usage.bare.insert(name);
        self.at += 2;
        self.refuse_empty(open, TokenKind::RightBracket)?;
        Ok(self.open(GroupKind::Element(name), token.span, open.span))
    }

    /// Whether a function's name is applied without parentheses to what stands `ahead`.
    pub(crate) fn applies(&self, name: NameId, ahead: usize) -> bool {
        let argument = self.ahead(ahead);
        let starts = match argument.kind {
            TokenKind::Bar => !self.in_bars(),
            TokenKind::Name(word) if word == self.words.at => {
                let behind = self.ahead(ahead + 2).kind;
                !matches!(behind, TokenKind::Equal | TokenKind::LeftBracket)
            }
            TokenKind::Name(word) if word == self.words.inside => {
                !self.ahead(ahead + 1).is(TokenKind::LeftBracket)
            }
            _ => self.begins_operand(argument),
        };
        starts && self.known.is_callable_bare(self.spelling(name))
    }

    /// `sin x`: the argument begins `tokens` further on.
    pub(crate) fn apply(
        &mut self,
        name: NameId,
        head: Span,
        power: Option<u32>,
        tokens: usize,
    ) -> Next {
        self.at += tokens;
        let first = Self::index(self.operands.len());
        self.frames.push(Frame::Apply {
            name,
            head,
            power,
            first,
        });
        Next::Operand
    }

    /// `sin^2(x)`, `sin² x`, and the refused `sin^-1(x)`; otherwise a variable with a power.
    fn powered(&mut self, token: Token, name: NameId) -> Step<Next> {
        let text = self.spelling(name);
        if self.usage.ordinary.contains(&name)
            || self.known.function(text).is_none()
            || self.known.is_bound(text)
        {
            return Ok(self.variable(token, name));
        }
        let text = text.to_owned();
        let (sign, exponent) = match self.ahead(1).kind {
            TokenKind::Superscript { negative, .. } => (negative, 1),
            _ if self.ahead(2).is(TokenKind::Minus) => (true, 3),
            _ => (false, 2),
        };
        let exponent_token = self.ahead(exponent);
        if !matches!(
            exponent_token.kind,
            TokenKind::Number(_) | TokenKind::Superscript { .. }
        ) {
            return Ok(self.variable(token, name));
        }
        let open = self.ahead(exponent + 1);
        let called = open.is(TokenKind::LeftParen);
        if !called && !self.applies(name, exponent + 1) {
            return Ok(self.variable(token, name));
        }
        let head = token.span.to(exponent_token.span);
        if sign {
            self.report_inverse(&text, token, head, exponent);
        }
        let power = Some(Self::index(self.at + exponent));
        if !called {
            return Ok(self.apply(name, head, power, exponent + 1));
        }
        self.at += exponent + 2;
        self.refuse_empty(open, TokenKind::RightParen)?;
        Ok(self.open(GroupKind::Call { name, power }, head, open.span))
    }

    /// `sin^-1(x)`: the inverse or the reciprocal?
    fn report_inverse(&mut self, name: &str, token: Token, head: Span, exponent: usize) {
        let power = token.span.after().to(head);
        let mut error = Diagnostic::error(
            Code::InversePower,
            power,
            format!(
                "`{}` can be the inverse of `{name}` or a reciprocal",
                self.shown(head)
            ),
        )
        .expected("the name of the inverse, or a quotient");
        let one = match self.ahead(exponent).kind {
            TokenKind::Superscript { magnitude, .. } | TokenKind::Number(magnitude) => self
                .builder
                .ast()
                .literal(magnitude)
                .is_some_and(|literal| &*literal.digits == "1"),
            _ => false,
        };
        if one {
            for inverse in [format!("a{name}"), format!("arc{name}")] {
                if self.known.function(&inverse).is_some() {
                    error = error.replace("the inverse", head, &inverse);
                    break;
                }
            }
            let previous = self.at.checked_sub(1).map(|index| self.token(index).kind);
            if !matches!(previous, Some(TokenKind::Slash | TokenKind::Caret)) {
                error = error.replace("the reciprocal", head, &format!("1/{name}"));
            }
        }
        self.report(error);
    }

    /// The number of orders in `f^(1,0)(`, if that is what follows.
    fn orders(&self) -> Option<u32> {
        if !self.ahead(2).is(TokenKind::LeftParen) {
            return None;
        }
        let mut count = 0;
        loop {
            self.small_number(self.ahead(3 + 2 * count))?;
            count += 1;
            match self.ahead(2 + 2 * count).kind {
                TokenKind::Comma => {}
                TokenKind::RightParen if count > 1 => return Some(Self::index(count)),
                _ => return None,
            }
        }
    }

    fn order_call(&mut self, token: Token, name: NameId) -> Step<Next> {
        let orders = self.orders().unwrap_or_default();
        let first = self.at + 3;
        self.at += 3 + 2 * orders as usize;
        let (close, open) = (self.consumed(), self.peek());
        if !open.is(TokenKind::LeftParen) {
            let found = self.describe(open);
            let error = Diagnostic::error(
                Code::Derivative,
                open.span,
                format!("{found} follows the orders of a derivative"),
            )
            .expected("the arguments, as in `f^(1,0)(x, y)`")
            .at_end(self.is_last && open.is(TokenKind::End));
            return self.fail(error);
        }
        self.at += 1;
        self.refuse_empty(open, TokenKind::RightParen)?;
        let next = self.open(
            GroupKind::OrderCall { name, orders },
            token.span.to(close),
            open.span,
        );
        for index in 0..orders as usize {
            let order = self.token(first + 2 * index);
            if let TokenKind::Number(literal) = order.kind {
                self.leaf(Kind::Number(literal), order.span, Shape::Number);
            }
        }
        Ok(next)
    }

    /// `∇f`, `∇·F`, `∇×F`, `∇²f`
    fn nabla(&mut self, token: Token) -> Step<Next> {
        let next = self.ahead(1);
        let (word, tokens) = match (next.kind, self.text(next.span)) {
            (TokenKind::Star, "·" | "⋅" | "∙") => ("div", 2),
            (TokenKind::Star, "×") => ("curl", 2),
            (TokenKind::Superscript { .. }, "²") => ("laplacian", 2),
            (TokenKind::Caret, "^") if self.small_number(self.ahead(2)) == Some(2) => {
                ("laplacian", 3)
            }
            _ => ("grad", 1),
        };
        let name = self.builder.name(word);
        let argument = self.ahead(tokens);
        if !self.begins_operand(argument) {
            let found = self.describe(argument);
            let error = Diagnostic::error(
                Code::ExpectedOperand,
                argument.span,
                format!("{found} stands where the argument of `∇` should"),
            )
            .expected("a function, as in `∇f`")
            .at_end(self.is_last && argument.is(TokenKind::End));
            return self.fail(error);
        }
        let head = token.span.to(self.ahead(tokens - 1).span);
        Ok(self.apply(name, head, None, tokens))
    }
}
