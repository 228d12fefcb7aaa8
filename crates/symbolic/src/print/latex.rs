//! LaTeX, as it stands between the signs of a formula.

use super::form::{Binding, Fence, Form, Head, Piece, View, columns};
use super::name::{Name, placeholder};
use super::stream::{Tasks, Writer};
use crate::graph::{Comparison, Constant, Id};

/// Writes LaTeX.
pub(super) struct LatexWriter<'a>(pub(super) View<'a>);

impl<'a> Writer<'a> for LatexWriter<'a> {
    fn parentheses(&self) -> (&'static str, &'static str) {
        (r"\left(", r"\right)")
    }

    fn write(&self, form: Form<'a>, out: &mut Tasks<'a>) {
        match form {
            Form::Word(word) => out.word(r"\text{").word(word).word("}"),
            Form::Number(text) => out.text(text),
            Form::Constant(constant) => out.word(constant_text(constant)),
            Form::Name(name) => out.text(named(name)),
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
                let (above, below) = self.0.fraction(factors);
                if below.is_empty() {
                    self.factors(above, out)
                } else {
                    out.word(r"\frac{");
                    self.factors(above, out);
                    out.word("}{");
                    self.factors(below, out);
                    out.word("}")
                }
            }
            Form::Power(base, exponent) => out
                .piece(base, Binding::Atom)
                .word("^{")
                .alone(exponent)
                .word("}"),
            Form::Root(2, radicand) => out.word(r"\sqrt{").alone(radicand).word("}"),
            Form::Root(degree, radicand) => out
                .text(format!("\\sqrt[{degree}]{{"))
                .alone(radicand)
                .word("}"),
            Form::Fence(fence, piece) => {
                let (open, close) = match fence {
                    Fence::Bars => (r"\left|", r"\right|"),
                    Fence::Floor => (r"\left\lfloor ", r"\right\rfloor "),
                    Fence::Ceiling => (r"\left\lceil ", r"\right\rceil "),
                };
                out.word(open).alone(piece).word(close)
            }
            Form::Remainder(a, b) => {
                let out = out.piece(a, Binding::Power).word(r" \bmod ");
                out.piece(b, Binding::Power)
            }
            Form::Call(head, power, arguments) => {
                let inside = self.head(head, arguments, out);
                if let Some(power) = power {
                    out.word("^{").alone(power).word("}");
                }
                self.arguments(inside, out)
            }
            Form::Orders(head, orders, arguments) => {
                // A head may have an exponent of its own.
                let own = matches!(head, Head::Function(_));
                out.word(if own { "{" } else { "" });
                let inside = self.head(head, arguments, out);
                out.word(if own { "}" } else { "" });
                out.text(match orders.as_slice() {
                    [order @ 1..=3] => "'".repeat(*order as usize),
                    orders => {
                        let orders: Vec<String> = orders.iter().map(i64::to_string).collect();
                        format!("^{{({})}}", orders.join(","))
                    }
                });
                self.arguments(inside, out)
            }
            Form::Derivative(total, of, variables) => self.derivative(total, of, variables, out),
            Form::Jacobian(of, wrt) => {
                let out = out.word(r"\frac{\partial ").alone(of);
                out.word(r"}{\partial ").alone(wrt).word("}")
            }
            Form::Compare(comparison, a, b) => out
                .piece(a, Binding::Sum)
                .word(comparison_text(comparison))
                .piece(b, Binding::Sum),
            Form::And(list) => out.list(list, r" \land ", Binding::Not),
            Form::Or(list) => out.list(list, r" \lor ", Binding::And),
            Form::Not(piece) => out.word(r"\lnot ").piece(piece, Binding::Atom),
            Form::Cases(cases, otherwise) => {
                out.word(r"\begin{cases} ");
                for (place, (condition, value)) in cases.into_iter().enumerate() {
                    out.word(if place > 0 { r" \\ " } else { "" }).alone(value);
                    out.word(r" & \text{if } ").alone(condition);
                }
                if let Some(value) = otherwise {
                    out.word(r" \\ ").alone(value).word(r" & \text{otherwise}");
                }
                out.word(r" \end{cases}")
            }
            Form::Indexed(product, index, [body, lower, upper]) => {
                out.word(if product { r"\prod_{" } else { r"\sum_{" });
                out.text(named(index)).word(" = ").alone(lower).word("}^{");
                out.alone(upper).word("} ").piece(body, Binding::Product)
            }
            Form::Matrix(shape, elements) => {
                out.word(r"\begin{pmatrix} ");
                for (place, row) in elements.chunks(columns(shape)).enumerate() {
                    out.word(if place > 0 { r" \\ " } else { "" });
                    out.list(row, " & ", Binding::Or);
                }
                out.word(r" \end{pmatrix}")
            }
            Form::Names(names) => {
                let text: Vec<String> = names.iter().map(|name| named(name)).collect();
                out.text(match text.as_slice() {
                    [one] => one.clone(),
                    _ => format!("({})", text.join(", ")),
                })
            }
            Form::Indices(what, of) => out.word(what).text(format!("_{{{}}}", named(of))),
            Form::Gradient(name) => out.word(r"\nabla ").text(named(name)),
            Form::Equal(left, right) => out.alone(left).word(" = ").alone(right),
        };
    }
}

impl<'a> LatexWriter<'a> {
    /// Factors side by side: with a dot between numbers, with a space about words.
    fn factors<'t>(&self, factors: Vec<Piece<'a>>, out: &'t mut Tasks<'a>) -> &'t mut Tasks<'a> {
        let outer = if factors.len() > 1 {
            Binding::Ratio
        } else {
            Binding::Or
        };
        let mut long = false;
        for (place, factor) in factors.into_iter().enumerate() {
            let wide = match self.0.form(&factor) {
                Form::Name(name) => Name::new(name).base.is_long(),
                _ => false,
            };
            out.word(match place {
                0 => "",
                _ if self.0.begins_with_digit(&factor) => r" \cdot ",
                _ if long || wide => r" \, ",
                _ => " ",
            });
            out.piece(factor, outer);
            long = wide;
        }
        out
    }

    /// What stands before the parentheses, and the arguments that are left for them.
    fn head(&self, head: Head<'a>, arguments: &'a [Id], out: &mut Tasks<'a>) -> Vec<Id> {
        let latex = match head {
            Head::Name(name) => {
                out.text(named(name));
                return arguments.to_vec();
            }
            Head::Function(function) => function.row().latex,
        };
        let mut inside: Vec<Option<Id>> = arguments.iter().map(|id| Some(*id)).collect();
        for (place, part) in latex.split('#').enumerate() {
            let mut part = part;
            if place > 0 {
                let argument = placeholder(&format!("#{part}"));
                let taken = argument.and_then(|i| inside.get_mut(i)?.take());
                taken
                    .into_iter()
                    .for_each(|id| _ = out.alone(Piece::Node(id)));
                part = part.get(1..).unwrap_or_default();
            }
            out.text(part);
        }
        inside.into_iter().flatten().collect()
    }

    fn arguments<'t>(&self, arguments: Vec<Id>, out: &'t mut Tasks<'a>) -> &'t mut Tasks<'a> {
        let short = arguments
            .iter()
            .all(|id| self.0.is_short(&Piece::Node(*id)));
        out.word(if short { "(" } else { r"\left(" });
        out.list(&arguments, ", ", Binding::Or);
        out.word(if short { ")" } else { r"\right)" })
    }

    fn derivative<'t>(
        &self,
        total: bool,
        of: Piece<'a>,
        variables: Vec<(Piece<'a>, i64)>,
        out: &'t mut Tasks<'a>,
    ) -> &'t mut Tasks<'a> {
        let d = if total { "d" } else { r"\partial " };
        let order: i64 = variables.iter().map(|(_, order)| order).sum();
        let raised = |order: i64| match order {
            1 => String::new(),
            _ => format!("^{{{order}}}"),
        };
        out.word(r"\frac{")
            .text(format!("{}{}", d.trim_end(), raised(order)));
        let named = matches!(of, Piece::Name(_));
        if named {
            out.word(if total { "" } else { " " }).alone(of.clone());
        }
        out.word("}{");
        for (place, (variable, order)) in variables.into_iter().enumerate() {
            out.word(if place > 0 { r"\," } else { "" });
            out.word(d).alone(variable).text(raised(order));
        }
        out.word("}");
        if !named {
            out.word(" ").piece(of, Binding::Atom);
        }
        out
    }
}

/// A name in LaTeX.
pub(super) fn named(name: &str) -> String {
    let name = Name::new(name);
    let indices: Vec<String> = name.indices.iter().map(|word| word.latex()).collect();
    match indices.is_empty() {
        true => name.base.latex(),
        false => format!("{}_{{{}}}", name.base.latex(), indices.join(",")),
    }
}

fn constant_text(constant: Constant) -> &'static str {
    match constant {
        Constant::Pi => r"\pi",
        Constant::E => "e",
        Constant::Infinity => r"\infty",
        Constant::Undefined => r"\text{undefined}",
    }
}

fn comparison_text(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Less => " < ",
        Comparison::LessEqual => r" \le ",
        Comparison::Greater => " > ",
        Comparison::GreaterEqual => r" \ge ",
        Comparison::Equal => " = ",
        Comparison::NotEqual => r" \ne ",
    }
}
