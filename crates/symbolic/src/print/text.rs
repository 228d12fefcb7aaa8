//! One line of text that reads back as the same graph.

use super::form::{Binding, Form, Piece, View, columns};
use super::label::{listed, superscript};
use super::stream::{Tasks, Writer};
use crate::graph::{Comparison, Constant};
use crate::lower::Shape;

/// Writes text.
pub(super) struct TextWriter<'a>(pub(super) View<'a>);

impl<'a> Writer<'a> for TextWriter<'a> {
    fn write(&self, form: Form<'a>, out: &mut Tasks<'a>) {
        match form {
            Form::Word(word) => out.word(word),
            Form::Number(text) => out.text(text),
            Form::Constant(constant) => out.word(self.constant(constant)),
            Form::Name(name) => out.word(name),
            Form::Negative(magnitude) => out.word("-").piece(magnitude, Binding::Product),
            Form::Sum(terms) => {
                for (place, (negative, term)) in terms.into_iter().enumerate() {
                    out.word(match (place, negative) {
                        (0, false) => "",
                        (0, true) => "-",
                        (_, false) => " + ",
                        (_, true) => " - ",
                    });
                    out.piece(term, Binding::Product);
                }
                out
            }
            Form::Product(factors) => {
                for (place, factor) in factors.into_iter().enumerate() {
                    match (place, factor.below) {
                        (0, _) => {}
                        (_, false) => _ = out.word("*"),
                        (_, true) => _ = out.word("/"),
                    }
                    let outer = if factor.below {
                        Binding::Power
                    } else {
                        Binding::Ratio
                    };
                    out.piece(factor.piece, outer);
                }
                out
            }
            Form::Power(base, exponent) => out
                .piece(base, Binding::Atom)
                .word("^")
                .piece(exponent, Binding::Atom),
            Form::Root(_, radicand) => out.word("sqrt(").alone(radicand).word(")"),
            Form::Fence(_, piece) => out.word("abs(").alone(piece).word(")"),
            Form::Remainder(a, b) => out.word("mod(").alone(a).word(", ").alone(b).word(")"),
            Form::Call(head, _, arguments) => {
                out.word(head.name()).word("(");
                out.list(arguments, ", ", Binding::Or).word(")")
            }
            Form::Orders(head, orders, arguments) => {
                let orders = match orders.as_slice() {
                    [order] => "'".repeat(usize::try_from(*order).unwrap_or(0)),
                    orders => {
                        let orders: Vec<String> = orders.iter().map(i64::to_string).collect();
                        format!("^({})", orders.join(","))
                    }
                };
                out.word(head.name()).text(orders).word("(");
                out.list(arguments, ", ", Binding::Or).word(")")
            }
            Form::Derivative(total, of, variables) => self.derivative(total, of, variables, out),
            Form::Jacobian(of, wrt) => out.word("∂").alone(of).word("/∂").alone(wrt),
            Form::Compare(comparison, a, b) => out
                .piece(a, Binding::Sum)
                .word(comparison_text(comparison))
                .piece(b, Binding::Sum),
            Form::And(list) => out.list(list, " and ", Binding::Not),
            Form::Or(list) => out.list(list, " or ", Binding::And),
            Form::Not(piece) => out.word("not ").piece(piece, Binding::Comparison),
            Form::Cases(cases, otherwise) => {
                let (open, between) = match otherwise {
                    Some(_) => ("if(", ", "),
                    None => ("piecewise(", ": "),
                };
                out.word(open);
                for (condition, value) in cases {
                    out.alone(condition).word(between).alone(value);
                }
                if let Some(value) = otherwise {
                    out.word(", ").alone(value);
                }
                out.word(")")
            }
            Form::Indexed(product, index, [body, lower, upper]) => {
                out.word(if product { "product(" } else { "sum(" });
                out.alone(body).text(format!(", {index}, "));
                out.alone(lower).word(", ").alone(upper).word(")")
            }
            Form::Matrix(shape, elements) => {
                let matrix = matches!(shape, Shape::Matrix(..));
                out.word(if matrix { "[" } else { "" });
                for (place, row) in elements.chunks(columns(shape)).enumerate() {
                    out.word(if place > 0 { ", [" } else { "[" });
                    out.list(row, ", ", Binding::Or).word("]");
                }
                out.word(if matrix { "]" } else { "" })
            }
            Form::Names(names) => out.text(listed(names)),
            Form::Indices(what, of) => {
                out.word(if what == "J" { "jacobian(" } else { "hessian(" });
                out.word(of).word(")")
            }
            Form::Gradient(name) => out.word("grad ").word(name),
            Form::Equal(left, right) => out.alone(left).word(" = ").alone(right),
        };
    }
}

impl<'a> TextWriter<'a> {
    fn constant(&self, constant: Constant) -> &'static str {
        match constant {
            Constant::Pi => "pi",
            // A variable may be called e; then Euler's number is written out.
            Constant::E if self.0.arena.find_symbol("e").is_some() => "exp(1)",
            Constant::E => "e",
            Constant::Infinity => "inf",
            Constant::Undefined => "undefined",
        }
    }

    /// `diff(f(n, x), n)`, which reads back; of what has only a name `∂f/∂x`; `d/dx (x^2)`.
    fn derivative<'t>(
        &self,
        total: bool,
        of: Piece<'a>,
        variables: Vec<(Piece<'a>, i64)>,
        out: &'t mut Tasks<'a>,
    ) -> &'t mut Tasks<'a> {
        if matches!(of, Piece::Call(..)) {
            out.word("diff(").alone(of);
            for (variable, order) in variables {
                out.word(", ").alone(variable);
                if order > 1 {
                    out.text(format!(", {order}"));
                }
            }
            return out.word(")");
        }
        let d = if total { "d" } else { "∂" };
        let order = variables.iter().map(|(_, order)| order).sum();
        out.word(d).text(superscript(order));
        let named = matches!(of, Piece::Name(_));
        if named {
            out.alone(of.clone());
        }
        out.word("/");
        for (variable, order) in variables {
            out.word(d).alone(variable).text(superscript(order));
        }
        if !named {
            out.word(" (").alone(of).word(")");
        }
        out
    }
}

fn comparison_text(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Less => " < ",
        Comparison::LessEqual => " <= ",
        Comparison::Greater => " > ",
        Comparison::GreaterEqual => " >= ",
        Comparison::Equal => " == ",
        Comparison::NotEqual => " != ",
    }
}
