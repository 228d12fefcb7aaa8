//! Characters to tokens, with `nom` for numbers, names and the other small forms.

mod unknown;

use std::borrow::Cow;

use nom::branch::alt;
use nom::bytes::complete::{take_till, take_while, take_while1};
use nom::character::complete::{char, digit1, one_of};
use nom::combinator::{opt, recognize};
use nom::multi::many0_count;
use nom::sequence::{pair, preceded};
use nom::{IResult, Parser};

use crate::ast::{Comparison, Literal, Span};
use crate::builder::Builder;
use crate::character::{begins_name, continues_name, is_forbidden, is_space, superscript_digit};
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::name::normalise;
use crate::radix::with_base;
use crate::token::{Token, TokenKind};

/// All tokens of a source, ending with [`TokenKind::End`]. What can't be read is reported and
/// leaves a [`TokenKind::Unknown`] behind.
pub(crate) fn tokens(source: &str, builder: &mut Builder, sink: &mut Sink) -> Vec<Token> {
    let mut lexer = Lexer {
        source,
        at: 0,
        after_operand: false,
        spaced: false,
        builder,
        sink,
    };
    let mut tokens = Vec::new();
    if source.starts_with('\u{feff}') {
        lexer.at = '\u{feff}'.len_utf8();
    }
    loop {
        let before = lexer.at;
        lexer.skip_space();
        let spaced = lexer.at > before;
        let start = lexer.at;
        let Some(c) = lexer.rest().chars().next() else {
            break;
        };
        lexer.spaced = spaced;
        let kind = lexer.token(c);
        lexer.after_operand = ends_operand(kind);
        tokens.push(Token {
            kind,
            span: span(start, lexer.at),
            spaced,
        });
    }
    tokens.push(Token {
        kind: TokenKind::End,
        span: span(source.len(), source.len()),
        spaced: true,
    });
    tokens
}

fn span(start: usize, end: usize) -> Span {
    Span::new(
        u32::try_from(start).unwrap_or(u32::MAX),
        u32::try_from(end).unwrap_or(u32::MAX),
    )
}

struct Lexer<'s, 'b> {
    source: &'s str,
    at: usize,
    /// Whether the token before ends an operand.
    after_operand: bool,
    /// Whether white space stands before the token.
    spaced: bool,
    builder: &'b mut Builder,
    sink: &'b mut Sink,
}

impl<'s> Lexer<'s, '_> {
    fn rest(&self) -> &'s str {
        self.source.get(self.at..).unwrap_or_default()
    }

    /// White space, comments, continued lines, and what is not seen.
    fn skip_space(&mut self) {
        while let Some(c) = self.rest().chars().next() {
            let here = span(self.at, self.at + c.len_utf8());
            if is_forbidden(c) {
                self.sink.push(
                    Diagnostic::error(
                        Code::InvisibleCharacter,
                        here,
                        format!("the invisible character U+{:04X} stands here", u32::from(c)),
                    )
                    .replace("remove it", here, ""),
                );
                self.at += c.len_utf8();
            } else if c == '#' {
                self.skip_comment();
            } else if c == '\\' {
                let spaces = self.rest().chars().skip(1).take_while(|c| is_space(*c));
                let end = self.at + 1 + spaces.map(char::len_utf8).sum::<usize>();
                let next = self.source.get(end..).unwrap_or_default().chars().next();
                if next.is_some_and(|c| c != '\n') {
                    return;
                }
                self.at = end + usize::from(next.is_some());
                if next.is_none() {
                    self.sink.push(
                        Diagnostic::error(
                            Code::Continuation,
                            here,
                            "the line is continued, and the source ends here",
                        )
                        .expected("a further line")
                        .at_end(true),
                    );
                }
            } else if is_space(c) {
                self.at += c.len_utf8();
            } else {
                return;
            }
        }
    }

    /// A comment goes to the end of the line or to a character that must be reported.
    fn skip_comment(&mut self) {
        let comment = self.rest().find(|c| c == '\n' || is_forbidden(c));
        let ends_line =
            comment.is_none_or(|at| self.rest().get(at..).is_some_and(|r| r.starts_with('\n')));
        self.at += comment.unwrap_or(self.rest().len());
        if !ends_line {
            // The reader saw a comment on: blank what can't be seen, and go on within it.
            while let Some(c) = self.rest().chars().next().filter(|c| *c != '\n') {
                if is_forbidden(c) {
                    let here = span(self.at, self.at + c.len_utf8());
                    self.sink.push(
                        Diagnostic::error(
                            Code::InvisibleCharacter,
                            here,
                            format!("the invisible character U+{:04X} stands here", u32::from(c)),
                        )
                        .replace("remove it", here, ""),
                    );
                }
                self.at += c.len_utf8();
            }
        }
    }

    fn token(&mut self, c: char) -> TokenKind {
        let rest = self.rest();
        if c.is_ascii_digit()
            || (c == '.'
                && rest
                    .get(1..2)
                    .is_some_and(|d| d.as_bytes().first().is_some_and(u8::is_ascii_digit)))
        {
            return self.number();
        }
        if c == '%' && (!self.after_operand || self.begins_result()) {
            return self.result();
        }
        if begins_name(c) {
            return self.name();
        }
        if superscript_digit(c).is_some() || matches!(c, '⁻' | '⁺') {
            return self.superscript();
        }
        if matches!(c, '\'' | '′' | '″' | '‴' | '’') {
            return self.primes();
        }
        if c == '"' {
            return self.text();
        }
        self.operator(c)
    }

    fn number(&mut self) -> TokenKind {
        let start = self.at;
        let rest = self.rest();
        let Ok((left, (mantissa, exponent))) = number(rest) else {
            return self.unexpected('.');
        };
        self.at += rest.len() - left.len();
        let fraction = mantissa.split_once('.').map_or(0, |(_, decimals)| {
            decimals.chars().filter(char::is_ascii_digit).count()
        });
        let significant = match mantissa.bytes().all(|byte| byte.is_ascii_digit()) {
            true => Cow::Borrowed(mantissa),
            false => Cow::Owned(mantissa.replace(['.', '_'], "")),
        };
        let significant = significant.trim_start_matches('0');
        let power = exponent.map_or(Some(0), |text| text.replace('_', "").parse::<i64>().ok());
        let power = power.and_then(|p| p.checked_sub(i64::try_from(fraction).ok()?));
        let here = span(start, self.at);
        if let Some((error, length)) = with_base(here, mantissa, left) {
            self.at += length;
            self.sink.push(error);
            return TokenKind::Unknown;
        }
        if left.starts_with('.') && left.as_bytes().get(1).is_some_and(u8::is_ascii_digit) {
            self.sink.push(
                Diagnostic::error(
                    Code::MalformedNumber,
                    span(self.at, self.at + 1),
                    "the number has a second decimal point",
                )
                .expected("one point in a number"),
            );
            let more = left
                .find(|c: char| c != '.' && !c.is_ascii_digit())
                .unwrap_or(left.len());
            self.at += more;
            return TokenKind::Unknown;
        }
        let Some(exponent_value) = power else {
            self.sink.push(
                Diagnostic::error(
                    Code::MalformedNumber,
                    here,
                    "the exponent of the number is too large",
                )
                .expected("an exponent that fits 64 bits"),
            );
            return TokenKind::Unknown;
        };
        let zero = significant.is_empty();
        TokenKind::Number(self.builder.literal(Literal {
            digits: if zero { "0" } else { significant }.into(),
            exponent: if zero { 0 } else { exponent_value },
            decimal: exponent.is_some() || mantissa.contains('.'),
        }))
    }

    fn name(&mut self) -> TokenKind {
        let written = self.take(continues_name);
        TokenKind::Name(self.builder.name(&normalise(written)))
    }

    /// Whether `%` behind an operand is the argument of what is applied without parentheses, as in
    /// `d/dx %1`, and not the remainder of other languages, as in `5 % 2`.
    fn begins_result(&self) -> bool {
        let next = self.rest().chars().nth(1);
        self.spaced
            && next.is_none_or(|c| {
                c.is_ascii_digit() || matches!(c, '\n' | ';' | ')' | ',' | ']' | '^')
            })
    }

    /// `%` and `%2`: results of a prompt.
    fn result(&mut self) -> TokenKind {
        let written = self.take(|c| c == '%' || c.is_ascii_digit());
        TokenKind::Name(self.builder.name(written))
    }

    fn superscript(&mut self) -> TokenKind {
        let start = self.at;
        let rest = self.rest();
        let Ok((left, (sign, raised))) = superscript(rest) else {
            self.at += rest.chars().next().map_or(0, char::len_utf8);
            self.sink.push(
                Diagnostic::error(
                    Code::UnexpectedCharacter,
                    span(start, self.at),
                    "a raised sign without digits",
                )
                .expected("raised digits"),
            );
            return TokenKind::Unknown;
        };
        self.at += rest.len() - left.len();
        let digits: String = raised.chars().filter_map(superscript_digit).collect();
        let significant = digits.trim_start_matches('0');
        let digits = if significant.is_empty() {
            "0"
        } else {
            significant
        };
        let magnitude = self.builder.literal(Literal {
            digits: digits.into(),
            exponent: 0,
            decimal: false,
        });
        TokenKind::Superscript {
            magnitude,
            negative: sign == Some('⁻'),
        }
    }

    fn primes(&mut self) -> TokenKind {
        let marks = self.take(|c| matches!(c, '\'' | '′' | '″' | '‴' | '’'));
        let count = marks.chars().map(|c| match c {
            '″' => 2,
            '‴' => 3,
            _ => 1,
        });
        TokenKind::Prime(count.sum())
    }

    fn text(&mut self) -> TokenKind {
        let start = self.at;
        let rest = self.rest();
        match text(rest) {
            Ok((left, _)) => {
                self.at += rest.len() - left.len();
                TokenKind::Text
            }
            Err(_) => {
                let end = rest.find('\n').unwrap_or(rest.len());
                self.at += end;
                let end = span(
                    start,
                    start + rest.get(..end).unwrap_or(rest).trim_end().len(),
                );
                self.sink.push(
                    Diagnostic::error(Code::UnclosedText, end, "the text is not closed")
                        .expected("`\"` on the same line")
                        .replace("close it", end.after(), "\""),
                );
                TokenKind::Unknown
            }
        }
    }

    fn take(&mut self, belongs: impl Fn(char) -> bool) -> &'s str {
        let rest = self.rest();
        let end = rest.find(|c| !belongs(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    fn operator(&mut self, c: char) -> TokenKind {
        let rest = self.rest();
        let two = |second| rest.chars().nth(1) == Some(second);
        let (kind, length) = match c {
            '\n' => (TokenKind::Newline, 1),
            '*' if two('*') => (TokenKind::Caret, 2),
            '<' if two('=') => (TokenKind::Compare(Comparison::LessEqual), 2),
            '<' if two('>') => {
                return self.foreign(2, "!=", TokenKind::Compare(Comparison::NotEqual));
            }
            '>' if two('=') => (TokenKind::Compare(Comparison::GreaterEqual), 2),
            '=' if two('=') => (TokenKind::Compare(Comparison::Equal), 2),
            '!' if two('=') => (TokenKind::Compare(Comparison::NotEqual), 2),
            ':' if two('=') => return self.foreign(2, "=", TokenKind::Equal),
            '&' if two('&') => (TokenKind::Ampersands, 2),
            '+' => (TokenKind::Plus, 1),
            '-' | '−' => (TokenKind::Minus, c.len_utf8()),
            '*' | '·' | '⋅' | '×' | '∙' => (TokenKind::Star, c.len_utf8()),
            '/' | '÷' | '∕' => (TokenKind::Slash, c.len_utf8()),
            '^' => (TokenKind::Caret, 1),
            '!' => (TokenKind::Bang, 1),
            '<' => (TokenKind::Compare(Comparison::Less), 1),
            '>' => (TokenKind::Compare(Comparison::Greater), 1),
            '≤' => (TokenKind::Compare(Comparison::LessEqual), c.len_utf8()),
            '≥' => (TokenKind::Compare(Comparison::GreaterEqual), c.len_utf8()),
            '≠' => (TokenKind::Compare(Comparison::NotEqual), c.len_utf8()),
            '=' => (TokenKind::Equal, 1),
            '(' => (TokenKind::LeftParen, 1),
            ')' => (TokenKind::RightParen, 1),
            '[' => (TokenKind::LeftBracket, 1),
            ']' => (TokenKind::RightBracket, 1),
            '|' => (TokenKind::Bar, 1),
            ',' => (TokenKind::Comma, 1),
            ':' => (TokenKind::Colon, 1),
            ';' => (TokenKind::Semicolon, 1),
            '?' => (TokenKind::Question, 1),
            '&' => (TokenKind::Ampersands, 1),
            '∇' => (TokenKind::Nabla, c.len_utf8()),
            '∂' => (TokenKind::Partial, c.len_utf8()),
            '√' => (TokenKind::Root(self.builder.name("sqrt")), c.len_utf8()),
            '∛' => (TokenKind::Root(self.builder.name("cbrt")), c.len_utf8()),
            '–' | '—' => return self.foreign(c.len_utf8(), "-", TokenKind::Minus),
            _ => return self.unexpected(c),
        };
        self.at += length;
        kind
    }
}

/// Whether an operator may follow.
fn ends_operand(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Number(_)
            | TokenKind::Name(_)
            | TokenKind::Superscript { .. }
            | TokenKind::Bang
            | TokenKind::Prime(_)
            | TokenKind::RightParen
            | TokenKind::RightBracket
            | TokenKind::Bar
            | TokenKind::Unknown
    )
}

fn digits(input: &str) -> IResult<&str, &str> {
    recognize(pair(digit1, many0_count(pair(char('_'), digit1)))).parse(input)
}

/// Mantissa and exponent, as written.
fn number(input: &str) -> IResult<&str, (&str, Option<&str>)> {
    let mantissa = alt((
        recognize(pair(digits, opt(pair(char('.'), opt(digits))))),
        recognize(pair(char('.'), digits)),
    ));
    let exponent = preceded(one_of("eE"), recognize(pair(opt(one_of("+-")), digits)));
    pair(mantissa, opt(exponent)).parse(input)
}

fn superscript(input: &str) -> IResult<&str, (Option<char>, &str)> {
    pair(
        opt(one_of("⁺⁻")),
        take_while1(|c| superscript_digit(c).is_some()),
    )
    .parse(input)
}

fn text(input: &str) -> IResult<&str, &str> {
    let inside = take_till(|c| matches!(c, '"' | '\n') || is_forbidden(c));
    recognize((char('"'), inside, char('"'), take_while(|_| false))).parse(input)
}

#[cfg(test)]
mod tests {
    use super::tokens;
    use crate::builder::Builder;
    use crate::diagnostic::Sink;
    use crate::token::TokenKind;

    fn check(source: &str, expected: &[&str]) {
        let mut sink = Sink::new(10);
        let list = tokens(source, &mut Builder::default(), &mut sink);
        let words: Vec<_> = list
            .iter()
            .filter(|token| token.kind != TokenKind::End)
            .map(|token| token.span.text(source))
            .collect();
        assert_eq!(words, expected, "{source}");
        assert!(sink.list.is_empty(), "{:?}", sink.list);
    }

    #[test]
    fn words_are_told_apart() {
        check("2x", &["2", "x"]);
        check("1e-4x", &["1e-4", "x"]);
        check("1e-x", &["1", "e", "-", "x"]);
        check(".5+2.*x", &[".5", "+", "2.", "*", "x"]);
        check("1_000", &["1_000"]);
        check("x₁²y", &["x₁", "²", "y"]);
        check("x⁻¹", &["x", "⁻¹"]);
        check("a·b×c÷d−e", &["a", "·", "b", "×", "c", "÷", "d", "−", "e"]);
        check("a**b<=c", &["a", "**", "b", "<=", "c"]);
        check("f''(x)", &["f", "''", "(", "x", ")"]);
        check("∂²f/∂x∂y", &["∂", "²", "f", "/", "∂", "x", "∂", "y"]);
        check("a # b\n c \\\n d", &["a", "\n", "c", "d"]);
        check("\u{feff}a\r\nb", &["a", "\n", "b"]);
        check("claim \"a b\" x", &["claim", "\"a b\"", "x"]);
    }

    #[test]
    fn numbers_are_exact() {
        for (source, digits, exponent, decimal) in [
            ("0", "0", 0, false),
            ("007", "7", 0, false),
            ("3.14", "314", -2, true),
            (".5", "5", -1, true),
            ("2.", "2", 0, true),
            ("1e-4", "1", -4, true),
            ("1_000.5e3", "10005", 2, true),
            ("0.000", "0", 0, true),
        ] {
            let mut builder = Builder::default();
            let list = tokens(source, &mut builder, &mut Sink::new(1));
            let TokenKind::Number(id) = list[0].kind else {
                panic!("{source}")
            };
            let literal = builder.ast().literal(id).unwrap();
            assert_eq!(
                (&*literal.digits, literal.exponent, literal.decimal),
                (digits, exponent, decimal)
            );
        }
    }
}
