//! Characters of other languages: reported, and read as what they mean where that is clear.

use super::{Lexer, span};
use crate::ast::Span;
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
            '$' => wrong.expected("the formula without `$`"),
            '½' => wrong
                .expected("a fraction as `1/2`")
                .replace("write `(1/2)`", here, "(1/2)"),
            '∞' => wrong
                .expected("infinity as `inf`")
                .replace("write `inf`", here, "inf"),
            '\\' if self
                .rest()
                .starts_with(|next: char| next.is_ascii_alphabetic()) =>
            {
                self.command(here)
            }
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

    /// `\frac`: the backslash has been read, the name follows.
    fn command(&self, backslash: Span) -> Diagnostic {
        let rest = self.rest();
        let length = rest.find(|c: char| !c.is_ascii_alphabetic());
        let name = rest.get(..length.unwrap_or(rest.len())).unwrap_or_default();
        let whole = backslash.to(span(self.at, self.at + name.len()));
        let message = format!("`\\{name}` is a command of LaTeX");
        let error = Diagnostic::error(Code::ForeignNotation, whole, message);
        let by = |ours: &str| {
            error
                .clone()
                .replace(format!("write `{ours}`"), whole, ours)
        };
        match name {
            "frac" | "dfrac" | "tfrac" => error.expected("a quotient as `a/b`"),
            "int" | "lim" => error.expected("a formula: integrals and limits are not supported"),
            "cdot" | "times" => by("*"),
            "partial" => by("∂"),
            "nabla" => by("∇"),
            "le" | "leq" => by("<="),
            "ge" | "geq" => by(">="),
            "infty" => by("inf"),
            "left" | "right" => error.replace("leave it out", whole, ""),
            _ => error.replace(format!("write `{name}`"), backslash, ""),
        }
    }
}
