//! How far a factor or a term reaches, in tokens, without reading it: fixes need to know where
//! a parenthesis would close.

use crate::ast::Span;
use crate::expression::Parser;
use crate::token::{Token, TokenKind};

impl Parser<'_, '_> {
    /// Whether a token can begin an operand that follows another without an operator.
    pub(crate) fn begins_operand(&self, token: Token) -> bool {
        match token.kind {
            TokenKind::Name(name) => !self.is_infix_word(name),
            TokenKind::Number(_)
            | TokenKind::LeftParen
            | TokenKind::LeftBracket
            | TokenKind::Bar
            | TokenKind::Nabla
            | TokenKind::Partial => true,
            _ => false,
        }
    }

    fn is_infix_word(&self, name: crate::ast::NameId) -> bool {
        name == self.words.and || name == self.words.or
    }

    /// One past the bracket that closes the one at `index`.
    pub(crate) fn matching(&self, index: usize) -> usize {
        let mut depth = 0usize;
        for at in index..self.tokens.len() {
            match self.token(at).kind {
                TokenKind::LeftParen | TokenKind::LeftBracket => depth += 1,
                TokenKind::RightParen | TokenKind::RightBracket => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return at + 1;
            }
        }
        self.tokens.len()
    }

    /// One past the factor that begins at `index`, with its powers.
    fn factor_end(&self, index: usize) -> usize {
        let mut at = index;
        loop {
            while matches!(self.token(at).kind, TokenKind::Minus | TokenKind::Plus) {
                at += 1;
            }
            at = match self.token(at).kind {
                TokenKind::LeftParen | TokenKind::LeftBracket => self.matching(at),
                TokenKind::Bar => {
                    let bars =
                        (at + 1..self.tokens.len()).find(|i| self.token(*i).is(TokenKind::Bar));
                    bars.map_or(self.tokens.len(), |bar| bar + 1)
                }
                TokenKind::Nabla => at + 1,
                _ if at >= self.tokens.len() => return at,
                _ => at + 1,
            };
            while self.token(at).is(TokenKind::LeftParen)
                || (self.token(at).is(TokenKind::LeftBracket) && !self.token(at).spaced)
            {
                at = self.matching(at);
            }
            let bare = self
                .token(at - 1)
                .name()
                .is_some_and(|name| self.known.is_callable_bare(self.spelling(name)));
            if (bare || self.token(at - 1).is(TokenKind::Nabla))
                && self.begins_operand(self.token(at))
            {
                continue;
            }
            while matches!(
                self.token(at).kind,
                TokenKind::Superscript { .. } | TokenKind::Bang | TokenKind::Prime(_)
            ) {
                at += 1;
            }
            if !self.token(at).is(TokenKind::Caret) {
                return at;
            }
            at += 1;
        }
    }

    /// Behind the implicit product of factors that begins at `index`.
    pub(crate) fn implicit_end(&self, index: usize) -> Span {
        if self.sink.is_full() {
            return self.token(index).span.after();
        }
        let mut at = self.factor_end(index);
        while self.begins_operand(self.token(at)) && at < self.tokens.len() {
            at = self.factor_end(at);
        }
        self.token(at.max(index + 1) - 1).span.after()
    }

    /// Behind the term that holds `index`.
    pub(crate) fn term_end(&self, index: usize) -> Span {
        let mut at = index;
        while at < self.tokens.len() && !self.sink.is_full() {
            at = match self.token(at).kind {
                TokenKind::LeftParen | TokenKind::LeftBracket => self.matching(at),
                TokenKind::Star | TokenKind::Slash | TokenKind::Caret => at + 2,
                TokenKind::Name(name) if self.is_infix_word(name) || name == self.words.at => break,
                TokenKind::Number(_)
                | TokenKind::Name(_)
                | TokenKind::Superscript { .. }
                | TokenKind::Bang
                | TokenKind::Nabla
                | TokenKind::Partial
                | TokenKind::Prime(_) => at + 1,
                _ => break,
            };
        }
        self.token(at.clamp(index + 1, self.tokens.len().max(index + 1)) - 1)
            .span
            .after()
    }
}
