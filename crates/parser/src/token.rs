//! Tokens: the words of the language.

use crate::ast::{Comparison, LiteralId, NameId, Span};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// `2`, `1e-4`
    Number(LiteralId),
    /// `x₁`, and every word.
    Name(NameId),
    /// `²`, `⁻¹`
    Superscript {
        magnitude: LiteralId,
        negative: bool,
    },
    /// `"label"`
    Text,
    Plus,
    Minus,
    Star,
    Slash,
    Caret,
    Bang,
    /// `'`, `''`: how many.
    Prime(u32),
    Compare(Comparison),
    Equal,
    LeftParen,
    RightParen,
    LeftBracket,
    RightBracket,
    Bar,
    Comma,
    Colon,
    Semicolon,
    Newline,
    Question,
    /// `&&`, known only to be refused.
    Ampersands,
    Nabla,
    Partial,
    /// `√`, `∛`: the name of the function.
    Root(NameId),
    /// Something that has been reported already.
    Unknown,
    /// The end of a statement.
    End,
}

/// A token with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub kind: TokenKind,
    pub span: Span,
    /// Whether white space stands before it.
    pub spaced: bool,
}

impl Token {
    pub fn name(self) -> Option<NameId> {
        match self.kind {
            TokenKind::Name(name) => Some(name),
            _ => None,
        }
    }

    pub fn is(self, kind: TokenKind) -> bool {
        self.kind == kind
    }
}

impl Span {
    /// From byte to byte.
    pub(crate) fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// From the beginning of this to the end of that.
    pub(crate) fn to(self, other: Self) -> Self {
        Self {
            start: self.start,
            end: other.end,
        }
    }

    /// The empty place before it.
    pub(crate) fn before(self) -> Self {
        Self {
            start: self.start,
            end: self.start,
        }
    }

    /// The empty place behind it.
    pub(crate) fn after(self) -> Self {
        Self {
            start: self.end,
            end: self.end,
        }
    }

    /// What stands between this and that.
    pub(crate) fn gap(self, next: Self) -> Self {
        Self {
            start: self.end,
            end: next.start.max(self.end),
        }
    }

    /// The text it covers.
    pub(crate) fn text(self, source: &str) -> &str {
        source
            .get(self.start as usize..self.end as usize)
            .unwrap_or_default()
    }
}
