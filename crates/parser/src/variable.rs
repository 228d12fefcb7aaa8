//! Names that stand alone: variables, and what may be meant otherwise.

use crate::ast::{Kind, NameId};
use crate::brackets::GroupKind;
use crate::diagnostic::{Code, Diagnostic};
use crate::expression::{Next, Parser};
use crate::foreign;
use crate::name::calculus_word;
use crate::precedence::{Frame, Shape};
use crate::token::{Token, TokenKind};

impl Parser<'_, '_> {
    /// A name on its own.
    pub(crate) fn variable(&mut self, token: Token, name: NameId) -> Next {
        self.at += 1;
        if !self.usage.ordinary.contains(&name) {
            if self.is_ordinary(self.spelling(name)) {
                self.usage.ordinary.insert(name);
            } else {
                self.remark(token, name);
            }
        }
        self.usage.bare.insert(name);
        self.leaf(Kind::Name(name), token.span, Shape::Name);
        Next::Operator
    }

    /// Reports what may be meant by a name that is no ordinary variable.
    fn remark(&mut self, token: Token, name: NameId) {
        let text = self.spelling(name);
        if text == "I" && !self.known.is_bound(text) && self.known.function(text).is_none() {
            self.report(
                Diagnostic::error(
                    Code::Complex,
                    token.span,
                    "complex numbers are not supported",
                )
                .expected("a real number or variable")
                .note("`I` is kept for the imaginary unit; a variable can be called `I_`"),
            );
        } else if text.starts_with('%') && !self.known.is_bound(text) {
            let message = format!("there is no result `{text}`");
            self.report(
                Diagnostic::error(Code::UnexpectedCharacter, token.span, message)
                    .expected("the number of an earlier result, as in `%1`")
                    .note("a remainder is written `mod(a, b)`"),
            );
        } else if self.known.function(text).is_some()
            && !self.known.stands_alone(text)
            && !self.is_under_calculus()
            && self.usage.warned.insert(name)
        {
            let text = self.spelling(name).to_owned();
            let at = token.span;
            self.report(
                Diagnostic::warning(
                    Code::FunctionAsVariable,
                    at,
                    format!("the function `{text}` has no argument here: it is read as a variable"),
                )
                .note(format!("a call is written `{text}(x)`")),
            );
        }
        self.suggest_constant(token, name);
    }

    /// Whether a name has no other meaning, here or elsewhere, than that of a variable.
    fn is_ordinary(&self, text: &str) -> bool {
        text != "I"
            && !text.starts_with('%')
            && self.known.function(text).is_none()
            && foreign::constant(text).is_none()
    }

    /// `oo`, `M_PI`: a variable to the language, and a constant elsewhere.
    fn suggest_constant(&mut self, token: Token, name: NameId) {
        let text = self.spelling(name);
        let Some(ours) = foreign::constant(text).filter(|_| !self.known.is_known(text)) else {
            return;
        };
        let message = format!("`{text}` is a variable here");
        if self.usage.warned.insert(name) {
            self.report(
                Diagnostic::warning(Code::FunctionAsVariable, token.span, message).replace(
                    format!("did you mean `{ours}`?"),
                    token.span,
                    ours,
                ),
            );
        }
    }

    /// Whether the operand is the argument of `grad` or the like, which want functions.
    pub(crate) fn is_under_calculus(&self) -> bool {
        match self.frames.last() {
            Some(Frame::Apply { name, .. }) => calculus_word(self.spelling(*name)).is_some(),
            Some(Frame::Bracket(group)) => match group.kind {
                GroupKind::Call { name, .. } => calculus_word(self.spelling(name)).is_some(),
                GroupKind::Diff(_) => true,
                _ => false,
            },
            Some(Frame::Derive { .. }) => true,
            _ => false,
        }
    }

    pub(crate) fn suggest(&mut self, token: Token, name: NameId, text: &str) {
        // A source with that many unknown functions is not misspelt, and the search takes time.
        if self.usage.warned.contains(&name) || self.usage.called.len() > 500 {
            return;
        }
        let message = format!("`{text}` is no known function: its derivatives stay symbolic");
        let warning = Diagnostic::warning(Code::UnknownFunction, token.span, message);
        let ours = foreign::function(text).map(str::to_owned);
        let warning = if let Some(note) = foreign::form(text) {
            warning.note(note)
        } else if let Some(meant) = ours.or_else(|| self.known.suggestion(text)) {
            warning.replace(format!("did you mean `{meant}`?"), token.span, &meant)
        } else {
            return;
        };
        self.usage.warned.insert(name);
        self.report(warning);
    }

    /// `4a(x + 1)`: a product to most readers, and a call to the grammar.
    pub(crate) fn suggest_product(&mut self, token: Token, name: NameId, open: Token) {
        const CUSTOMARY: [&str; 6] = ["f", "g", "h", "F", "G", "H"];
        let before = self.at.checked_sub(1).map(|index| self.token(index).kind);
        let glued = matches!(before, Some(TokenKind::Number(_))) && !token.spaced;
        let of_names = self.ahead(2).name().is_some()
            && matches!(self.ahead(3).kind, TokenKind::RightParen | TokenKind::Comma);
        let text = self.spelling(name);
        if !glued || of_names || CUSTOMARY.contains(&text) || self.usage.warned.contains(&name) {
            return;
        }
        let message = format!("`{text}` is read as a function that is called here");
        let warning = Diagnostic::warning(Code::UnknownFunction, token.span, message);
        self.usage.warned.insert(name);
        self.report(warning.replace("a product is written with `*`", open.span.before(), "*"));
    }

    /// `d(x^2)/dx`: a derivative to a reader, and a quotient to the grammar.
    pub(crate) fn check_differential(&mut self, token: Token, open: Token) {
        let close = self.matching(self.at + 1).max(1) - 1;
        let below = self.token(close + 2);
        let is_below = self.token(close + 1).is(TokenKind::Slash)
            && below
                .name()
                .is_some_and(|name| self.spelling(name).starts_with('d'));
        if !is_below || self.known.is_known("d") {
            return;
        }
        let whole = token.span.to(below.span);
        let variable = below.span.text(self.source).trim_start_matches('d');
        let body = open.span.to(self.token(close).span).text(self.source);
        let message = "a differential is no function".to_owned();
        let fix = format!("d/d{variable} {body}");
        self.report(
            Diagnostic::error(Code::Derivative, token.span, message)
                .expected("a derivative, as in `d/dx (x^2)`")
                .replace("a derivative", whole, &fix),
        );
    }
}
