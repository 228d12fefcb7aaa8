//! Closing brackets: the parts inside become one node.

use crate::ast::{Kind, NameId, Span};
use crate::brackets::{Group, GroupKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::expression::{Next, Parser, Step};
use crate::precedence::{Frame, Operand, Precedence, Shape};
use crate::scope::Arity;
use crate::token::{Token, TokenKind};

impl Parser<'_, '_> {
    /// A closing bracket behind an operand.
    pub(crate) fn close(&mut self, token: Token) -> Step<Next> {
        self.reduce_above(Precedence::Bracket);
        let Some(group) = self.group() else {
            let found = self.describe(token);
            let error = Diagnostic::error(
                Code::UnmatchedBracket,
                token.span,
                format!("{found} closes nothing"),
            )
            .expected("an operator or the end of the expression")
            .replace("remove it", token.span, "");
            return self.fail(error);
        };
        let (kind, text) = group.kind.closing();
        if !token.is(kind) {
            let found = self.describe(token);
            let opened = self.shown(group.open);
            let error = Diagnostic::error(
                Code::UnmatchedBracket,
                token.span,
                format!("{found} does not close `{opened}`"),
            )
            .expected(format!("`{text}`"));
            let error = if group.kind == GroupKind::Bars {
                error.fix(
                    "close the bars",
                    vec![(token.span.before(), text.to_owned())],
                )
            } else {
                error.replace(format!("write `{text}`"), token.span, text)
            };
            return self.fail(error);
        }
        self.at += 1;
        self.finish_group(group, token.span)?;
        Ok(Next::Operator)
    }

    fn finish_group(&mut self, group: Group, close: Span) -> Step {
        self.frames.pop();
        self.groups.pop();
        let span = group.head.to(close);
        let parts = self.parts(group);
        let kind = match group.kind {
            GroupKind::Paren => {
                if let Some(operand) = self.operands.last_mut() {
                    operand.span = span;
                    operand.shape = Shape::Parenthesised;
                }
                return Ok(());
            }
            GroupKind::Vector => Kind::Vector,
            GroupKind::Bars => Kind::Bars,
            GroupKind::Element(name) => Kind::Element(name),
            GroupKind::Call { name, .. } => {
                if let Some(arity) = self.known.function(self.spelling(name)) {
                    self.check_count(name, arity, parts, span);
                }
                Kind::Call(name)
            }
            GroupKind::PrimeCall(name, order) => {
                if parts != 1 {
                    let text = self.spelling(name).to_owned();
                    self.report(
                        Diagnostic::error(
                            Code::ArgumentCount,
                            span,
                            format!("a prime is the derivative of a function of one variable, and `{text}` has {parts}"),
                        )
                        .expected("one argument")
                        .note(format!("write `diff({text}(x, y), x)` or `{text}_x(x, y)`")),
                    );
                }
                Kind::PrimeCall(name, order)
            }
            GroupKind::OrderCall { name, orders } => {
                if parts != orders as usize * 2 {
                    let given = parts.saturating_sub(orders as usize);
                    self.report(
                        Diagnostic::error(
                            Code::ArgumentCount,
                            span,
                            format!("{orders} orders, and {given} arguments"),
                        )
                        .expected("an order for each argument"),
                    );
                }
                Kind::OrderCall(name)
            }
            GroupKind::If => {
                if parts != 3 {
                    self.report(
                        Diagnostic::error(
                            Code::ArgumentCount,
                            span,
                            format!("`if` takes 3 arguments, and {parts} are given"),
                        )
                        .expected("`if(condition, value, other)`"),
                    );
                }
                Kind::If
            }
            GroupKind::Piecewise {
                condition: true, ..
            } => {
                let close = Token {
                    kind: TokenKind::RightParen,
                    span: close,
                    spaced: false,
                };
                return self.missing_colon(close).map(|_| ());
            }
            GroupKind::Piecewise { .. } => Kind::Piecewise,
            GroupKind::Indexed {
                name, index: None, ..
            } => {
                self.check_count(name, Arity::exactly(1), parts, span);
                Kind::Call(name)
            }
            GroupKind::Indexed {
                name,
                is_sum,
                index: Some(index),
            } => {
                if parts != 3 {
                    let word = self.spelling(name).to_owned();
                    self.report(
                        Diagnostic::error(
                            Code::ArgumentCount,
                            span,
                            format!("`{word}` with an index takes 4 arguments"),
                        )
                        .expected(format!("`{word}(a, i, 1, n)`")),
                    );
                }
                if is_sum {
                    Kind::IndexedSum(index)
                } else {
                    Kind::IndexedProduct(index)
                }
            }
            GroupKind::Diff(Some(spec)) => Kind::Derivative(spec),
            GroupKind::Diff(None) => {
                let error = Diagnostic::error(Code::Derivative, close, "`diff` without a variable")
                    .expected("`,` and a variable, as in `diff(f, x)`");
                return self.fail(error);
            }
        };
        let shape = if kind == Kind::Vector {
            Shape::Vector
        } else {
            Shape::Closed
        };
        let first = (group.first as usize).min(self.operands.len());
        let children = self.operands.drain(first..).map(|operand| operand.node);
        let node = self.builder.node(kind, span, children);
        self.operands.push(Operand { node, span, shape });
        if let GroupKind::Call { power, .. } = group.kind {
            self.raise_call(power);
        }
        Ok(())
    }

    /// `sin^2(x)` is the square of the call.
    pub(crate) fn raise_call(&mut self, power: Option<u32>) {
        let Some(token) = power.map(|index| self.token(index as usize)) else {
            return;
        };
        if let (Some(exponent), Some(call)) = (self.superscript(token), self.operands.pop()) {
            let node = self
                .builder
                .node(Kind::Power, call.span, [call.node, exponent]);
            self.operands.push(Operand {
                node,
                span: call.span,
                shape: Shape::PoweredCall,
            });
        }
    }

    fn check_count(&mut self, name: NameId, arity: Arity, given: usize, span: Span) {
        if arity.accepts(given) {
            return;
        }
        let name = self.spelling(name).to_owned();
        let arguments = |count: usize| {
            if count == 1 {
                "1 argument".to_owned()
            } else {
                format!("{count} arguments")
            }
        };
        let takes = match (arity.min, arity.max) {
            (min, Some(max)) if min == max => arguments(max),
            (min, Some(max)) => format!("{min} to {max} arguments"),
            (min, None) => format!("at least {}", arguments(min)),
        };
        self.report(
            Diagnostic::error(
                Code::ArgumentCount,
                span,
                format!("`{name}` is given {}", arguments(given)),
            )
            .expected(takes),
        );
    }

    /// The statement ends within brackets.
    pub(crate) fn unclosed<T>(&mut self) -> Step<T> {
        let Some(group) = self.group() else {
            return Err(crate::expression::Broken);
        };
        let opened = self.shown(group.open);
        let closers: String = if self.groups.len() > 16 {
            String::new()
        } else {
            let open = self.groups.iter().rev().filter_map(|index| {
                match self.frames.get(*index as usize) {
                    Some(Frame::Bracket(group)) => Some(group.kind.closing().1),
                    _ => None,
                }
            });
            open.collect()
        };
        let end = self.consumed().after();
        let (_, text) = group.kind.closing();
        let mut error = Diagnostic::error(
            Code::UnclosedBracket,
            group.open,
            format!("`{opened}` is not closed"),
        )
        .expected(format!("`{text}`"))
        .at_end(self.is_last);
        let finished = !matches!(
            group.kind,
            GroupKind::Piecewise {
                condition: true,
                ..
            } | GroupKind::Diff(None)
        );
        if !closers.is_empty() && finished {
            error = error.replace(format!("write `{closers}`"), end, &closers);
        }
        self.fail(error)
    }
}
