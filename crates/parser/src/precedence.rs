//! The explicit stack of operator precedence: what is open, how tightly it binds, and the node
//! that it becomes when it closes.
//!
//! Operands wait on one stack, open operators and brackets (frames) on another. A chain such as
//! `a + b - c` is one frame that knows where its terms begin, so that it becomes one node.

use crate::ast::{Comparison, Kind, NameId, NodeId, Span, SpecId};
use crate::brackets::Group;
use crate::expression::Parser;

/// A finished part of an expression.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operand {
    pub node: NodeId,
    /// With parentheses around it, which its node does not cover.
    pub span: Span,
    pub shape: Shape,
}

/// What an operand looks like where the next token follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Number,
    Name,
    /// `(a + b)`
    Parenthesised,
    /// A call, an element, bars: it ends in a bracket.
    Closed,
    /// `[a, b]`
    Vector,
    /// `x²`
    Raised,
    /// `n!`
    Factorial,
    /// `df/dx`
    Derivative,
    /// `f'`
    Prime,
    /// `sin^2(x)`
    PoweredCall,
    /// What operators have joined.
    Joined,
}

/// Something open. Indices are positions on the stack of operands.
#[derive(Debug)]
pub(crate) enum Frame {
    Or {
        first: u32,
    },
    And {
        first: u32,
    },
    Not {
        span: Span,
    },
    Compare {
        first: u32,
        operators: u32,
    },
    Sum {
        first: u32,
        minus: Option<Span>,
    },
    Sign {
        span: Span,
        negative: bool,
        tight: bool,
    },
    Product {
        first: u32,
        slash: Option<Span>,
        tight: bool,
    },
    /// `sin x`: `head` goes from the name to its power, `power` is a token.
    Apply {
        name: NameId,
        head: Span,
        power: Option<u32>,
        first: u32,
    },
    /// `d/dx`
    Derive {
        spec: SpecId,
        head: Span,
    },
    Power,
    Bracket(Group),
}

/// How tightly things bind, loosest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Precedence {
    Bracket,
    Or,
    And,
    Not,
    Compare,
    Sum,
    /// A sign before a term: `-a*b` is `-(a*b)`.
    TermSign,
    Product,
    /// `sin x`, `d/dx x`, and the sign in `a*-b`.
    Prefix,
    /// The product in `sin 2x`.
    TightProduct,
    Power,
}

impl Frame {
    pub fn precedence(&self) -> Precedence {
        match self {
            Self::Bracket(_) => Precedence::Bracket,
            Self::Or { .. } => Precedence::Or,
            Self::And { .. } => Precedence::And,
            Self::Not { .. } => Precedence::Not,
            Self::Compare { .. } => Precedence::Compare,
            Self::Sum { .. } => Precedence::Sum,
            Self::Sign { tight: false, .. } => Precedence::TermSign,
            Self::Product { tight: false, .. } => Precedence::Product,
            Self::Sign { .. } | Self::Apply { .. } | Self::Derive { .. } => Precedence::Prefix,
            Self::Product { .. } => Precedence::TightProduct,
            Self::Power => Precedence::Power,
        }
    }
}

impl Parser<'_, '_> {
    /// Closes every frame that binds more tightly than `limit`.
    pub(crate) fn reduce_above(&mut self, limit: Precedence) {
        while self
            .frames
            .last()
            .is_some_and(|frame| frame.precedence() > limit)
        {
            self.reduce();
        }
    }

    pub(crate) fn reduce(&mut self) {
        match self.frames.pop() {
            None | Some(Frame::Bracket(_)) => {}
            Some(Frame::Or { first }) => self.join(Kind::Or, first),
            Some(Frame::And { first }) => self.join(Kind::And, first),
            Some(Frame::Not { span }) => self.wrap(Kind::Not, span),
            Some(Frame::Compare { first, operators }) => self.compare(first, operators),
            Some(Frame::Sum { first, minus }) => {
                self.finish_term(minus);
                self.join(Kind::Sum, first);
            }
            Some(Frame::Sign {
                span,
                negative: true,
                ..
            }) => self.wrap(Kind::Negative, span),
            Some(Frame::Sign { span, .. }) => {
                if let Some(operand) = self.operands.last_mut() {
                    operand.span.start = span.start;
                    operand.shape = Shape::Joined;
                }
            }
            Some(Frame::Product { first, slash, .. }) => {
                self.finish_factor(slash);
                self.join(Kind::Product, first);
            }
            Some(Frame::Apply {
                name, head, power, ..
            }) => {
                self.omit_parentheses(head);
                self.wrap(Kind::Call(name), head);
                self.raise_call(power);
            }
            Some(Frame::Derive { spec, head }) => self.wrap(Kind::Derivative(spec), head),
            Some(Frame::Power) => {
                let first = self.operands.len().saturating_sub(2);
                self.join(Kind::Power, Parser::index(first));
            }
        }
    }

    /// One node over all operands from `first` on.
    fn join(&mut self, kind: Kind, first: u32) {
        let first = (first as usize).min(self.operands.len());
        let Some(begin) = self.operands.get(first) else {
            return;
        };
        let span = begin
            .span
            .to(self.operands.last().map_or(begin.span, |last| last.span));
        let children = self.operands.drain(first..).map(|operand| operand.node);
        let node = self.builder.node(kind, span, children);
        self.operands.push(Operand {
            node,
            span,
            shape: Shape::Joined,
        });
    }

    /// One node over the last operand, from `start` to its end.
    pub(crate) fn wrap(&mut self, kind: Kind, start: Span) {
        let Some(operand) = self.operands.pop() else {
            return;
        };
        let span = start.to(operand.span);
        let node = self.builder.node(kind, span, [operand.node]);
        self.operands.push(Operand {
            node,
            span,
            shape: Shape::Joined,
        });
    }

    /// Notes that the argument behind `head` stands without parentheses.
    pub(crate) fn omit_parentheses(&mut self, head: Span) {
        if let Some(argument) = self.operands.last().map(|operand| operand.span) {
            let before = head.gap(argument);
            self.omitted.push((before, "(".to_owned()));
            self.omitted.push((argument.after(), ")".to_owned()));
        }
    }

    pub(crate) fn finish_term(&mut self, minus: Option<Span>) {
        if let Some(minus) = minus {
            self.wrap(Kind::Negative, minus);
        }
    }

    pub(crate) fn finish_factor(&mut self, slash: Option<Span>) {
        if let Some(slash) = slash {
            self.wrap(Kind::Inverse, slash);
        }
    }

    /// A chain `a < b < c` is `a < b and b < c`, with `b` shared.
    fn compare(&mut self, first: u32, operators: u32) {
        let operators: Vec<Comparison> = self.comparisons.split_off(operators as usize);
        let [operator] = operators.as_slice() else {
            let first = (first as usize).min(self.operands.len());
            let operands: Vec<Operand> = self.operands.drain(first..).collect();
            let pairs = operands.iter().zip(operands.iter().skip(1)).zip(operators);
            let first = Parser::index(self.operands.len());
            for ((left, right), operator) in pairs {
                let span = left.span.to(right.span);
                let children = [left.node, right.node];
                let node = self.builder.node(Kind::Compare(operator), span, children);
                self.operands.push(Operand {
                    node,
                    span,
                    shape: Shape::Joined,
                });
            }
            return self.join(Kind::And, first);
        };
        self.join(Kind::Compare(*operator), first);
    }
}
