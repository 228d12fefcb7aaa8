//! Statements: where one ends, which kind it is, and its parts.

use crate::ast::{Assumption, Kind, NameId, NodeId, Span, StatementKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::expression::{Parser, Step, Stops};
use crate::name::is_constant;
use crate::token::{Token, TokenKind};

/// The tokens of the statement that begins at `from`, and where the next one begins. A line
/// break ends it outside brackets, and inside where the next line can't but be a statement of
/// its own: a bracket that was forgotten should not swallow the rest of the file.
pub(crate) fn split<'n>(
    tokens: &[Token],
    from: usize,
    name: impl Fn(NameId) -> &'n str,
) -> (Vec<Token>, usize) {
    let mut statement = Vec::new();
    let (mut depth, mut at, mut spaced) = (0usize, from, false);
    while let Some(&token) = tokens.get(at) {
        match token.kind {
            TokenKind::End => break,
            TokenKind::LeftParen | TokenKind::LeftBracket => depth += 1,
            TokenKind::RightParen | TokenKind::RightBracket => depth = depth.saturating_sub(1),
            TokenKind::Semicolon if depth == 0 => break,
            TokenKind::Newline if depth == 0 || begins_statement(tokens, at + 1, &name) => break,
            _ => {}
        }
        at += 1;
        if token.is(TokenKind::Newline) {
            spaced = true;
            continue;
        }
        statement.push(Token {
            spaced: token.spaced || spaced,
            ..token
        });
        spaced = false;
    }
    (statement, at)
}

fn begins_statement<'n>(tokens: &[Token], at: usize, name: &impl Fn(NameId) -> &'n str) -> bool {
    let kind = |index: usize| tokens.get(index).map_or(TokenKind::End, |token| token.kind);
    let TokenKind::Name(first) = kind(at) else {
        return false;
    };
    match kind(at + 1) {
        TokenKind::Equal => true,
        TokenKind::LeftParen => {
            let mut index = at + 2;
            while matches!(kind(index), TokenKind::Name(_) | TokenKind::Comma) {
                index += 1;
            }
            kind(index) == TokenKind::RightParen && kind(index + 1) == TokenKind::Equal
        }
        TokenKind::Name(_) | TokenKind::Text | TokenKind::Partial | TokenKind::Nabla => {
            matches!(name(first), "claim" | "assume" | "domain" | "data")
        }
        _ => false,
    }
}

impl Parser<'_, '_> {
    /// A whole statement.
    pub(crate) fn statement(&mut self) -> Step<StatementKind> {
        let word = self
            .peek()
            .name()
            .map(|name| self.spelling(name).to_owned())
            .unwrap_or_default();
        let next = self.ahead(1);
        match word.as_str() {
            "claim" if self.begins_claim(next) => return self.claim(),
            "assume" if self.begins_operand(next) && !self.is_definition() => return self.assume(),
            "domain" if next.name().is_some() && self.begins_operand(next) => return self.domain(),
            "data"
                if next.is(TokenKind::Text)
                    || next.name().is_some() && self.begins_operand(next) =>
            {
                return self.data();
            }
            _ => {}
        }
        if self.is_definition() {
            self.definition()
        } else {
            self.query()
        }
    }

    fn begins_claim(&self, next: Token) -> bool {
        match next.kind {
            TokenKind::Text => true,
            TokenKind::LeftParen => next.spaced || !self.is_definition(),
            TokenKind::LeftBracket => next.spaced,
            TokenKind::Minus | TokenKind::Plus => {
                self.tokens.iter().any(|token| token.is(TokenKind::Equal))
            }
            _ => self.begins_operand(next),
        }
    }

    /// `name =` or `name(…) =`
    fn is_definition(&self) -> bool {
        let next = self.ahead(1);
        self.peek().name().is_some()
            && (next.is(TokenKind::Equal)
                || next.is(TokenKind::LeftParen)
                    && self.token(self.matching(self.at + 1)).is(TokenKind::Equal))
    }

    fn definition(&mut self) -> Step<StatementKind> {
        let token = self.peek();
        let Some(name) = token.name() else {
            return self.query();
        };
        let text = self.spelling(name).to_owned();
        self.at += 1;
        let parameters = if self.peek().is(TokenKind::LeftParen) {
            Some(self.parameters(token)?)
        } else {
            None
        };
        self.at += 1;
        if text.starts_with('%') {
            let message = format!("`{text}` names a result, and can't be defined");
            let error = Diagnostic::error(Code::Statement, token.span, message);
            self.report(error.expected("the name of a variable or function"));
        }
        if is_constant(&text)
            || self.known.function(&text).is_some() && !self.known.stands_alone(&text)
        {
            self.report(
                Diagnostic::warning(
                    Code::Shadowing,
                    token.span,
                    format!("from here on, `{text}` has a meaning of its own"),
                )
                .note("what it stands for in the language is hidden"),
            );
        }
        let names = parameters
            .iter()
            .flatten()
            .map(|name| self.builder.ast().name(*name).to_owned());
        self.known.set_parameters(names);
        let body = self.expression(Stops {
            equal: true,
            at: true,
            ..Stops::default()
        });
        self.known.set_parameters([]);
        let called = self.usage.called.contains_key(&name);
        match &parameters {
            Some(parameters) => self.known.define_function(&text, parameters.len()),
            None => self.known.define_value(&text, called),
        }
        let body = body?.node;
        self.finish("a definition")?;
        Ok(StatementKind::Definition {
            name,
            name_span: token.span,
            parameters,
            body,
        })
    }

    fn parameters(&mut self, function: Token) -> Step<Vec<NameId>> {
        let mut parameters = Vec::new();
        self.at += 1;
        loop {
            let token = self.peek();
            let separator = self.ahead(1).kind;
            let name = token
                .name()
                .filter(|_| matches!(separator, TokenKind::Comma | TokenKind::RightParen))
                .filter(|name| !self.spelling(*name).starts_with('%'));
            let Some(name) = name else {
                let found = self.describe(token);
                let error = Diagnostic::error(
                    Code::Statement,
                    token.span,
                    format!("{found} is no parameter of a function"),
                )
                .expected("the name of a parameter, as in `f(x, y) = …`")
                .fix("a claim", vec![(function.span.before(), "claim ".into())]);
                return self.fail(error);
            };
            if parameters.contains(&name) {
                let text = self.spelling(name).to_owned();
                self.report(
                    Diagnostic::error(
                        Code::DuplicateParameter,
                        token.span,
                        format!("the parameter `{text}` stands here twice"),
                    )
                    .expected("another name"),
                );
            }
            parameters.push(name);
            self.at += 2;
            if separator == TokenKind::RightParen {
                return Ok(parameters);
            }
        }
    }

    fn claim(&mut self) -> Step<StatementKind> {
        self.at += 1;
        let label = self.peek().is(TokenKind::Text).then(|| self.quoted());
        let left = self
            .expression(Stops {
                equal: true,
                comparison: true,
                at: true,
                ..Stops::default()
            })?
            .node;
        let sign = self.peek();
        if !matches!(sign.kind, TokenKind::Equal | TokenKind::Compare(_)) {
            let found = self.describe(sign);
            let error = Diagnostic::error(
                Code::Statement,
                sign.span,
                format!("{found} follows the left-hand side of a claim"),
            )
            .expected("`=` and what it is claimed to equal");
            return self.fail(error);
        }
        self.at += 1;
        let right = self
            .expression(Stops {
                equal: true,
                at: true,
                ..Stops::default()
            })?
            .node;
        let at = self.points()?;
        self.finish("a claim")?;
        Ok(StatementKind::Claim {
            label,
            left,
            right,
            at,
        })
    }

    fn query(&mut self) -> Step<StatementKind> {
        let start = self.peek().span.before();
        let expression = self
            .expression(Stops {
                equal: true,
                at: true,
                ..Stops::default()
            })?
            .node;
        let sign = self.peek();
        if sign.is(TokenKind::Equal) {
            let error = Diagnostic::error(
                Code::Statement,
                sign.span,
                "an equation alone is no statement",
            )
            .expected("a definition `name = …`, or `claim` before the equation")
            .fix("a claim", vec![(start, "claim ".into())]);
            return self.fail(error);
        }
        let at = self.points()?;
        self.finish("a formula")?;
        Ok(StatementKind::Query { expression, at })
    }

    fn assume(&mut self) -> Step<StatementKind> {
        self.at += 1;
        let mut assumptions = Vec::new();
        loop {
            let (token, word) = (self.peek(), self.ahead(1));
            let ends = matches!(self.ahead(2).kind, TokenKind::Comma | TokenKind::End);
            assumptions.push(match (token.name(), word.name()) {
                (Some(name), Some(kind)) if ends => {
                    self.at += 2;
                    Assumption::Kind(name, self.spelling(kind).to_lowercase(), word.span)
                }
                _ => Assumption::Condition(self.condition()?),
            });
            if !self.peek().is(TokenKind::Comma) {
                break;
            }
            self.at += 1;
        }
        self.finish("an assumption")?;
        Ok(StatementKind::Assume(assumptions))
    }

    fn condition(&mut self) -> Step<NodeId> {
        let operand = self.expression(Stops {
            comma: true,
            ..Stops::default()
        })?;
        let kind = self.builder.ast().node(operand.node).kind;
        if matches!(kind, Kind::Compare(_) | Kind::And | Kind::Or | Kind::Not) {
            return Ok(operand.node);
        }
        let shown = self.shown(operand.span);
        let error = Diagnostic::error(
            Code::Statement,
            operand.span,
            format!("`{shown}` is nothing to assume"),
        )
        .expected("a condition such as `x > 0`, or a kind such as `n integer`");
        self.fail(error)
    }

    fn domain(&mut self) -> Step<StatementKind> {
        self.at += 1;
        let mut ranges = Vec::new();
        loop {
            let Some(name) = self.peek().name() else {
                return self.malformed_domain();
            };
            self.at += 1;
            let inside = self.peek().name() == Some(self.words.inside);
            if !inside || !self.ahead(1).is(TokenKind::LeftBracket) {
                self.at += usize::from(inside);
                return self.malformed_domain();
            }
            self.at += 2;
            let low = self
                .expression(Stops {
                    comma: true,
                    bracket: true,
                    ..Stops::default()
                })?
                .node;
            if !self.peek().is(TokenKind::Comma) {
                return self.malformed_domain();
            }
            self.at += 1;
            let high = self
                .expression(Stops {
                    comma: true,
                    bracket: true,
                    ..Stops::default()
                })?
                .node;
            if !self.peek().is(TokenKind::RightBracket) {
                return self.malformed_domain();
            }
            self.at += 1;
            ranges.push((name, low, high));
            if !self.peek().is(TokenKind::Comma) {
                break;
            }
            self.at += 1;
        }
        self.finish("a domain")?;
        Ok(StatementKind::Domain(ranges))
    }

    fn malformed_domain<T>(&mut self) -> Step<T> {
        let token = self.peek();
        let found = self.describe(token);
        let mut error = Diagnostic::error(
            Code::Statement,
            token.span,
            format!("{found} does not belong in a domain"),
        )
        .expected("`domain x in [0, 1], y in [-2, 2]`")
        .at_end(self.is_last && token.is(TokenKind::End));
        if token.is(TokenKind::LeftParen) {
            let close = self.token(self.matching(self.at).max(1) - 1);
            if matches!(close.kind, TokenKind::RightParen | TokenKind::RightBracket) {
                error = error.fix(
                    "a range with its ends",
                    vec![(token.span, "[".into()), (close.span, "]".into())],
                );
            }
        }
        self.fail(error)
    }

    fn data(&mut self) -> Step<StatementKind> {
        self.at += 1;
        let token = self.peek();
        if !token.is(TokenKind::Text) {
            let last = self.tokens.last().map_or(token.span, |last| last.span);
            let path = token.span.to(last);
            let error = Diagnostic::error(
                Code::Statement,
                path,
                "the path of the data is not in quotes",
            )
            .expected("`data \"file.csv\"`")
            .fix(
                "in quotes",
                vec![(path.before(), "\"".into()), (path.after(), "\"".into())],
            );
            return self.fail(error);
        }
        let path = self.quoted();
        self.finish("a path")?;
        Ok(StatementKind::Data { path })
    }

    /// The text between the quotes of the next token.
    fn quoted(&mut self) -> String {
        let Span { start, end } = self.peek().span;
        self.at += 1;
        self.text(Span::new(start + 1, end.saturating_sub(1)))
            .to_owned()
    }

    /// `at x = 1, y = 2`, if it follows.
    fn points(&mut self) -> Step<Vec<(NameId, NodeId)>> {
        let mut points = Vec::new();
        if self.peek().name() != Some(self.words.at) {
            return Ok(points);
        }
        loop {
            self.at += 1;
            let token = self.peek();
            let place = token
                .name()
                .map(|name| self.element_name(name, self.at + 1));
            let place = place.filter(|(_, behind)| self.token(*behind).is(TokenKind::Equal));
            let Some((name, behind)) = place else {
                let found = self.describe(token);
                let error = Diagnostic::error(
                    Code::Statement,
                    token.span,
                    format!("{found} names no point"),
                )
                .expected("`at x = 1, y = 2`")
                .at_end(self.is_last && token.is(TokenKind::End));
                return self.fail(error);
            };
            self.at = behind + 1;
            let value = self
                .expression(Stops {
                    comma: true,
                    ..Stops::default()
                })?
                .node;
            points.push((name, value));
            if !self.peek().is(TokenKind::Comma) {
                return Ok(points);
            }
        }
    }

    fn finish(&mut self, what: &str) -> Step {
        let token = self.peek();
        if token.is(TokenKind::End) {
            return Ok(());
        }
        let found = self.describe(token);
        let error = Diagnostic::error(
            Code::Statement,
            token.span,
            format!("{found} can't follow {what}"),
        )
        .expected("the end of the statement");
        self.fail(error)
    }
}
