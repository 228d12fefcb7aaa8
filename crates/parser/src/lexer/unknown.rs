//! Characters of other languages: reported, and read as what they mean where that is clear.

use super::{Lexer, span};
use crate::character::is_raised_letter;
use crate::diagnostic::{Code, Diagnostic};
use crate::token::TokenKind;

impl Lexer<'_, '_> {
    /// A spelling of another language whose meaning is clear: reported, then read.
    pub(super) fn foreign(&mut self, length: usize, ours: &str, kind: TokenKind) -> TokenKind {
        let here = span(self.at, self.at + length);
        self.at += length;
        let theirs = here.text(self.source);
        self.sink.push(
            Diagnostic::error(
                Code::ForeignNotation,
                here,
                format!("`{theirs}` is not an operator here"),
            )
            .expected(format!("`{ours}`"))
            .replace(format!("write `{ours}`"), here, ours),
        );
        kind
    }

    pub(super) fn unexpected(&mut self, c: char) -> TokenKind {
        let here = span(self.at, self.at + c.len_utf8());
        self.at += c.len_utf8();
        if self.sink.swallow() {
            return TokenKind::Unknown;
        }
        let mut wrong = Diagnostic::error(
            Code::UnexpectedCharacter,
            here,
            format!("unexpected character `{c}`"),
        );
        wrong = match c {
            '{' => wrong.expected("`(` or `[`: braces group nothing here"),
            '}' => wrong.expected("`)` or `]`: braces group nothing here"),
            '%' => wrong.expected("an operator: a remainder is written `mod(a, b)`"),
            '√' => wrong.expected("a root as a function: `sqrt(x)`"),
            '∞' => wrong
                .expected("infinity as `inf`")
                .replace("write `inf`", here, "inf"),
            '\\' => {
                wrong.code = Code::Continuation;
                wrong.expected("the end of the line behind `\\`")
            }
            '∧' => wrong
                .expected("`and`")
                .replace("write `and`", here, " and "),
            '∨' => wrong.expected("`or`").replace("write `or`", here, " or "),
            '¬' => wrong.expected("`not`").replace("write `not`", here, "not "),
            '∑' => wrong.expected("a sum as `sum(a, i, 1, n)`"),
            '∏' => wrong.expected("a product as `product(a, i, 1, n)`"),
            '.' => wrong.expected("a digit behind or before a decimal point"),
            _ if is_raised_letter(c) => {
                let letter = if c == 'ⁿ' { "^n" } else { "^i" };
                wrong
                    .expected("a power")
                    .replace(format!("write `{letter}`"), here, letter)
            }
            _ => wrong,
        };
        self.sink.push(wrong);
        TokenKind::Unknown
    }
}
