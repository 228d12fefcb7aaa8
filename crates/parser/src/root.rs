//! Roots as signs: `√2`, `√(x + 1)`, `∛x`.

use crate::ast::{Kind, NameId};
use crate::brackets::GroupKind;
use crate::diagnostic::{Code, Diagnostic};
use crate::expression::{Next, Parser, Step};
use crate::precedence::Shape;
use crate::token::{Token, TokenKind};

impl Parser<'_, '_> {
    /// A sign of a root, which stands before one number, one name, or parentheses.
    pub(crate) fn root(&mut self, sign: Token, function: NameId) -> Step<Next> {
        let radicand = self.ahead(1);
        self.at += 1;
        match radicand.kind {
            TokenKind::LeftParen => {
                self.at += 1;
                self.refuse_empty(radicand, TokenKind::RightParen)?;
                let name = function;
                let kind = GroupKind::Call { name, power: None };
                return Ok(self.open(kind, sign.span, radicand.span));
            }
            TokenKind::Number(literal) => {
                self.at += 1;
                self.leaf(Kind::Number(literal), radicand.span, Shape::Number);
            }
            TokenKind::Name(name) if self.known.function(self.spelling(name)).is_none() => {
                self.variable(radicand, name);
            }
            _ => return self.without_parentheses(sign, radicand),
        }
        let next = self.peek();
        let behind = match next.kind {
            TokenKind::Caret | TokenKind::Superscript { .. } | TokenKind::Bang => true,
            TokenKind::LeftParen | TokenKind::LeftBracket | TokenKind::Name(_) => !next.spaced,
            _ => false,
        };
        if behind {
            return self.without_parentheses(sign, radicand);
        }
        self.omit_parentheses(sign.span);
        self.wrap(Kind::Call(function), sign.span);
        Ok(Next::Operator)
    }

    /// `√x²`, `√2x`, `√sin x`: how far does the root reach?
    fn without_parentheses<T>(&mut self, sign: Token, radicand: Token) -> Step<T> {
        let shown = self.shown(sign.span);
        let ends = self.is_last && radicand.is(TokenKind::End);
        let message = format!("it is not clear what stands under `{shown}`");
        let error = Diagnostic::error(Code::AmbiguousCall, sign.span.to(radicand.span), message)
            .expected(format!("parentheses, as in `{shown}(2*x)`"))
            .at_end(ends);
        self.fail(error)
    }
}

#[cfg(test)]
mod tests {
    use crate::{Names, parse_expression};

    /// The same formula as one with all signs, or refused.
    fn check(source: &str, expected: Option<&str>) {
        let scope = Names::new()
            .with_function("sqrt", 1)
            .with_function("cbrt", 1)
            .with_function("sin", 1);
        let kinds = |source| {
            let found = parse_expression(source, &scope).ok()?;
            let nodes = found.ast.nodes().iter();
            Some(
                nodes
                    .map(|node| format!("{:?}", node.kind))
                    .collect::<Vec<_>>(),
            )
        };
        assert_eq!(kinds(source), expected.and_then(kinds), "{source}");
        assert_eq!(kinds(source).is_some(), expected.is_some(), "{source}");
    }

    #[test]
    fn a_root_reaches_over_one_factor() {
        check("√x", Some("sqrt(x)"));
        check("√(x + 1)*y", Some("sqrt(x + 1)*y"));
        check("√2 x", Some("sqrt(2)*x"));
        check("x√y", Some("x*sqrt(y)"));
        check("2√(2x)(y + 1)", Some("2*sqrt(2*x)*(y + 1)"));
        check("-∛x/√y", Some("-cbrt(x)/sqrt(y)"));
        check("sin(√x)^2", Some("sin(sqrt(x))^2"));
        check("√(x)^2", Some("sqrt(x)^2"));
        check("√(√x)", Some("sqrt(sqrt(x))"));
        for source in [
            "√2x", "√x²", "√x^2", "√x(y)", "√n!", "√√x", "√sin x", "√", "√-x", "x√",
        ] {
            check(source, None);
        }
    }
}
