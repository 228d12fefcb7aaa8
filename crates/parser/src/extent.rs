//! How far a factor or a term reaches, in tokens, without reading it: fixes need to know where
//! a parenthesis would close.

use crate::ast::Span;
use crate::expression::Parser;
use crate::token::{Token, TokenKind};

/// How many tokens a fix looks ahead. Without a bound, a source that is wrong a hundred times would
/// be scanned a hundred times.
const REACH: usize = 1 << 12;

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
            | TokenKind::Root(_)
            | TokenKind::Partial => true,
            _ => false,
        }
    }

    fn is_infix_word(&self, name: crate::ast::NameId) -> bool {
        name == self.words.and || name == self.words.or
    }

    /// One past the bracket that closes the one at `index`.
    pub(crate) fn matching(&self, index: usize) -> usize {
        self.matching_before(index, usize::MAX)
    }

    /// The same, at most `last`.
    fn matching_before(&self, index: usize, last: usize) -> usize {
        let mut depth = 0usize;
        let last = last.min(self.tokens.len());
        for at in index..last {
            match self.token(at).kind {
                TokenKind::LeftParen | TokenKind::LeftBracket => depth += 1,
                TokenKind::RightParen | TokenKind::RightBracket => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return at + 1;
            }
        }
        last
    }

    /// One past the factor that begins at `index`, with its powers.
    fn factor_end(&self, index: usize, last: usize) -> usize {
        let near = |at: usize| if at < last { self.token(at) } else { self.end };
        let mut at = index;
        loop {
            while matches!(near(at).kind, TokenKind::Minus | TokenKind::Plus) {
                at += 1;
            }
            let first = near(at);
            at = match first.kind {
                TokenKind::End => return at,
                TokenKind::LeftParen | TokenKind::LeftBracket => self.matching_before(at, last),
                TokenKind::Bar => {
                    let end = last.min(self.tokens.len());
                    (at + 1..end)
                        .find(|i| near(*i).is(TokenKind::Bar))
                        .map_or(end, |bar| bar + 1)
                }
                _ => at + 1,
            };
            while near(at).is(TokenKind::LeftParen)
                || (near(at).is(TokenKind::LeftBracket) && !near(at).spaced)
            {
                at = self.matching_before(at, last);
            }
            let bare = matches!(first.kind, TokenKind::Nabla | TokenKind::Root(_))
                || first.name().is_some_and(|name| {
                    self.known.is_callable_bare(self.spelling(name))
                        && self.token(at - 1).is(first.kind)
                });
            if bare && self.begins_operand(near(at)) {
                continue;
            }
            while matches!(
                near(at).kind,
                TokenKind::Superscript { .. } | TokenKind::Bang | TokenKind::Prime(_)
            ) {
                at += 1;
            }
            if !near(at).is(TokenKind::Caret) {
                return at;
            }
            at += 1;
        }
    }

    /// Behind the implicit product of factors that begins at `index`, if that is near.
    pub(crate) fn implicit_end(&self, index: usize) -> Option<Span> {
        let last = index + REACH;
        let mut at = self.factor_end(index, last);
        while self.begins_operand(self.token(at)) && at < self.tokens.len().min(last) {
            at = self.factor_end(at, last);
        }
        (at <= last).then(|| self.token(at.max(index + 1) - 1).span.after())
    }

    /// Behind the term that holds `index`, if that is near.
    pub(crate) fn term_end(&self, index: usize) -> Option<Span> {
        let last = index + REACH;
        let mut at = index;
        while at < self.tokens.len().min(last) {
            at = match self.token(at).kind {
                TokenKind::LeftParen | TokenKind::LeftBracket => self.matching_before(at, last),
                TokenKind::Star | TokenKind::Slash | TokenKind::Caret => at + 2,
                TokenKind::Name(name) if self.is_infix_word(name) || name == self.words.at => break,
                TokenKind::Number(_)
                | TokenKind::Name(_)
                | TokenKind::Superscript { .. }
                | TokenKind::Bang
                | TokenKind::Nabla
                | TokenKind::Root(_)
                | TokenKind::Partial
                | TokenKind::Prime(_) => at + 1,
                _ => break,
            };
        }
        let end = at.clamp(index + 1, self.tokens.len().max(index + 1));
        (at < last).then(|| self.token(end - 1).span.after())
    }
}
