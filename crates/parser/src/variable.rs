//! Names that stand alone: variables, and what may be meant otherwise.

use crate::ast::{Kind, NameId};
use crate::brackets::GroupKind;
use crate::diagnostic::{Code, Diagnostic};
use crate::expression::{Next, Parser};
use crate::name::calculus_word;
use crate::precedence::{Frame, Shape};
use crate::token::Token;

impl Parser<'_, '_> {
    /// A name on its own.
    pub(crate) fn variable(&mut self, token: Token, name: NameId) -> Next {
        self.at += 1;
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
        self.usage.bare.insert(name);
        self.leaf(Kind::Name(name), token.span, Shape::Name);
        Next::Operator
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
}
