//! Presentation MathML: a `math` element of the W3C's MathML Core.

use super::form::{Binding, Fence, Form, Head, Piece, View, columns};
use super::name::{Name, Symbol, Word, placeholder};
use super::stream::{Tasks, Writer, stream};
use crate::graph::{Comparison, Constant, Id};

/// The multiplication that is not seen.
const TIMES: &str = "<mo>\u{2062}</mo>";
/// Between a function and its arguments.
const APPLY: &str = "<mo>\u{2061}</mo>";

/// The whole element.
pub(super) fn document<'a>(view: View<'a>, piece: Piece<'a>) -> String {
    let content = stream(view, &MathMlWriter(view), piece);
    format!("<math xmlns=\"http://www.w3.org/1998/Math/MathML\" display=\"block\">{content}</math>")
}

struct MathMlWriter<'a>(View<'a>);

impl<'a> Writer<'a> for MathMlWriter<'a> {
    fn parentheses(&self) -> (&'static str, &'static str) {
        ("<mrow><mo>(</mo>", "<mo>)</mo></mrow>")
    }

    /// Every form is one element.
    fn write(&self, form: Form<'a>, out: &mut Tasks<'a>) {
        match form {
            Form::Word(word) => out.word("<mtext>").word(word).word("</mtext>"),
            Form::Number(text) => out.text(format!("<mn>{text}</mn>")),
            Form::Constant(constant) => out.word(constant_text(constant)),
            Form::Name(name) => out.text(named(name)),
            Form::Negative(magnitude) => {
                let out = out.word("<mrow><mo>-</mo>");
                out.piece(magnitude, Binding::Product).word("</mrow>")
            }
            Form::Sum(terms) => {
                out.word("<mrow>");
                for (place, (negative, term)) in terms.into_iter().enumerate() {
                    out.word(match (place, negative) {
                        (0, false) => "",
                        (_, false) => "<mo>+</mo>",
                        (_, true) => "<mo>-</mo>",
                    });
                    out.piece(term, Binding::Product);
                }
                out.word("</mrow>")
            }
            Form::Product(factors) => {
                let (above, below) = self.0.fraction(factors);
                if below.is_empty() {
                    self.factors(above, out)
                } else {
                    out.word("<mfrac>");
                    self.factors(above, out);
                    self.factors(below, out);
                    out.word("</mfrac>")
                }
            }
            Form::Power(base, exponent) => {
                let out = out.word("<msup>").piece(base, Binding::Atom);
                out.alone(exponent).word("</msup>")
            }
            Form::Root(2, radicand) => out.word("<msqrt>").alone(radicand).word("</msqrt>"),
            Form::Root(degree, radicand) => {
                let out = out.word("<mroot>").alone(radicand);
                out.text(format!("<mn>{degree}</mn></mroot>"))
            }
            Form::Fence(fence, piece) => {
                let (open, close) = match fence {
                    Fence::Bars => ("<mrow><mo>|</mo>", "<mo>|</mo></mrow>"),
                    Fence::Floor => ("<mrow><mo>⌊</mo>", "<mo>⌋</mo></mrow>"),
                    Fence::Ceiling => ("<mrow><mo>⌈</mo>", "<mo>⌉</mo></mrow>"),
                };
                out.word(open).alone(piece).word(close)
            }
            Form::Remainder(a, b) => {
                let out = out.word("<mrow>").piece(a, Binding::Power);
                out.word("<mo>mod</mo>")
                    .piece(b, Binding::Power)
                    .word("</mrow>")
            }
            Form::Call(head, power, arguments) => {
                out.word("<mrow>");
                let inside = self.head(head, power, arguments, out);
                arguments_in_parentheses(&inside, out)
            }
            Form::Orders(head, orders, arguments) => {
                out.word("<mrow><msup>");
                let inside = self.head(head, None, arguments, out);
                match orders.as_slice() {
                    [order @ 1..=3] => {
                        out.text(format!("<mo>{}</mo>", "′".repeat(*order as usize)));
                    }
                    orders => {
                        let orders: Vec<String> = orders
                            .iter()
                            .map(|order| format!("<mn>{order}</mn>"))
                            .collect();
                        let list = orders.join("<mo>,</mo>");
                        out.text(format!("<mrow><mo>(</mo>{list}<mo>)</mo></mrow>"));
                    }
                }
                out.word("</msup>");
                arguments_in_parentheses(&inside, out)
            }
            Form::Derivative(total, of, variables) => derivative(total, of, variables, out),
            Form::Jacobian(of, wrt) => {
                let out = out.word("<mfrac><mrow><mo>∂</mo>").alone(of);
                out.word("</mrow><mrow><mo>∂</mo>")
                    .alone(wrt)
                    .word("</mrow></mfrac>")
            }
            Form::Compare(comparison, a, b) => {
                let out = out.word("<mrow>").piece(a, Binding::Sum);
                let out = out.word(comparison_text(comparison));
                out.piece(b, Binding::Sum).word("</mrow>")
            }
            Form::And(list) => {
                let out = out.word("<mrow>");
                out.list(list, "<mo>∧</mo>", Binding::Not).word("</mrow>")
            }
            Form::Or(list) => {
                let out = out.word("<mrow>");
                out.list(list, "<mo>∨</mo>", Binding::And).word("</mrow>")
            }
            Form::Not(piece) => {
                let out = out.word("<mrow><mo>¬</mo>");
                out.piece(piece, Binding::Atom).word("</mrow>")
            }
            Form::Cases(cases, otherwise) => {
                out.word("<mrow><mo>{</mo><mtable>");
                for (condition, value) in cases {
                    out.word("<mtr><mtd>").alone(value);
                    out.word("</mtd><mtd><mtext>if </mtext>").alone(condition);
                    out.word("</mtd></mtr>");
                }
                if let Some(value) = otherwise {
                    out.word("<mtr><mtd>").alone(value);
                    out.word("</mtd><mtd><mtext>otherwise</mtext></mtd></mtr>");
                }
                out.word("</mtable></mrow>")
            }
            Form::Indexed(product, index, [body, lower, upper]) => {
                out.word("<mrow><munderover>");
                out.word(if product {
                    "<mo>∏</mo>"
                } else {
                    "<mo>∑</mo>"
                });
                out.text(format!("<mrow>{}<mo>=</mo>", named(index)))
                    .alone(lower);
                out.word("</mrow>").alone(upper).word("</munderover>");
                out.piece(body, Binding::Product).word("</mrow>")
            }
            Form::Matrix(shape, elements) => {
                out.word("<mrow><mo>(</mo><mtable>");
                for row in elements.chunks(columns(shape)) {
                    out.word("<mtr><mtd>");
                    out.list(row, "</mtd><mtd>", Binding::Or)
                        .word("</mtd></mtr>");
                }
                out.word("</mtable><mo>)</mo></mrow>")
            }
            Form::Names(names) => {
                let text: Vec<String> = names.iter().map(|name| named(name)).collect();
                out.text(match text.as_slice() {
                    [one] => one.clone(),
                    _ => {
                        let list = text.join("<mo>,</mo>");
                        format!("<mrow><mo>(</mo>{list}<mo>)</mo></mrow>")
                    }
                })
            }
            Form::Indices(what, of) => {
                out.text(format!("<msub><mi>{what}</mi>{}</msub>", named(of)))
            }
            Form::Gradient(name) => out.text(format!("<mrow><mo>∇</mo>{}</mrow>", named(name))),
            Form::Equal(left, right) => {
                let out = out.word("<mrow>").alone(left).word("<mo>=</mo>");
                out.alone(right).word("</mrow>")
            }
        };
    }
}

impl<'a> MathMlWriter<'a> {
    fn factors<'t>(&self, factors: Vec<Piece<'a>>, out: &'t mut Tasks<'a>) -> &'t mut Tasks<'a> {
        if factors.len() == 1 {
            return out.join(factors, "", Binding::Or);
        }
        out.word("<mrow>");
        for (place, factor) in factors.into_iter().enumerate() {
            out.word(match place {
                0 => "",
                _ if self.0.begins_with_digit(&factor) => "<mo>⋅</mo>",
                _ => TIMES,
            });
            out.piece(factor, Binding::Ratio);
        }
        out.word("</mrow>")
    }

    /// What stands before the parentheses, and the arguments that are left for them.
    fn head(
        &self,
        head: Head<'a>,
        power: Option<Piece<'a>>,
        arguments: &'a [Id],
        out: &mut Tasks<'a>,
    ) -> Vec<Id> {
        let symbol = match head {
            Head::Name(name) => {
                out.text(named(name));
                return arguments.to_vec();
            }
            Head::Function(function) => Symbol::new(function.row().latex),
        };
        let (open, close) = match (symbol.below, symbol.above, &power) {
            (Some(_), Some(_), _) | (Some(_), _, Some(_)) => ("<msubsup>", "</msubsup>"),
            (Some(_), ..) => ("<msub>", "</msub>"),
            (None, None, None) => ("", ""),
            _ => ("<msup>", "</msup>"),
        };
        if let Some(index) = symbol.before {
            out.text(format!("<msub><mi></mi><mn>{index}</mn></msub>"));
        }
        out.word(open).text(format!("<mi>{}</mi>", symbol.name));
        let mut inside: Vec<Option<Id>> = arguments.iter().map(|id| Some(*id)).collect();
        for script in [symbol.below, symbol.above].into_iter().flatten() {
            match placeholder(script).and_then(|i| inside.get_mut(i)?.take()) {
                Some(argument) if script.starts_with('(') => {
                    let out = out.word("<mrow><mo>(</mo>").alone(Piece::Node(argument));
                    out.word("<mo>)</mo></mrow>")
                }
                Some(argument) => out.alone(Piece::Node(argument)),
                None => out.text(format!("<mn>{script}</mn>")),
            };
        }
        if let Some(power) = power {
            out.alone(power);
        }
        out.word(close);
        inside.into_iter().flatten().collect()
    }
}

/// The arguments behind a head, and the end of the row.
fn arguments_in_parentheses<'a, 't>(arguments: &[Id], out: &'t mut Tasks<'a>) -> &'t mut Tasks<'a> {
    let out = out.word(APPLY).word("<mrow><mo>(</mo>");
    let out = out.list(arguments, "<mo>,</mo>", Binding::Or);
    out.word("<mo>)</mo></mrow></mrow>")
}

fn derivative<'a, 't>(
    total: bool,
    of: Piece<'a>,
    variables: Vec<(Piece<'a>, i64)>,
    out: &'t mut Tasks<'a>,
) -> &'t mut Tasks<'a> {
    let d = if total { "<mi>d</mi>" } else { "<mo>∂</mo>" };
    let order: i64 = variables.iter().map(|(_, order)| order).sum();
    let named = matches!(of, Piece::Name(_));
    out.word(if named { "" } else { "<mrow>" });
    out.word("<mfrac><mrow>");
    match order {
        1 => out.word(d),
        _ => out.text(format!("<msup>{d}<mn>{order}</mn></msup>")),
    };
    if named {
        out.alone(of.clone());
    }
    out.word("</mrow><mrow>");
    for (variable, order) in variables {
        out.word(d);
        if order > 1 {
            let out = out.word("<msup>").alone(variable);
            out.text(format!("<mn>{order}</mn></msup>"));
        } else {
            out.alone(variable);
        }
    }
    out.word("</mrow></mfrac>");
    if !named {
        out.piece(of, Binding::Atom).word("</mrow>");
    }
    out
}

fn word(word: Word<'_>) -> String {
    match word {
        Word::Number(text) => format!("<mn>{text}</mn>"),
        _ => format!("<mi>{}</mi>", word.unicode()),
    }
}

/// A name, with its indices below.
fn named(name: &str) -> String {
    let name = Name::new(name);
    let indices: Vec<String> = name.indices.iter().map(|index| word(*index)).collect();
    let base = word(name.base);
    match indices.as_slice() {
        [] => base,
        [one] => format!("<msub>{base}{one}</msub>"),
        several => {
            let list = several.join("<mo>,</mo>");
            format!("<msub>{base}<mrow>{list}</mrow></msub>")
        }
    }
}

fn constant_text(constant: Constant) -> &'static str {
    match constant {
        Constant::Pi => "<mi>π</mi>",
        Constant::E => "<mi>e</mi>",
        Constant::Infinity => "<mi>∞</mi>",
        Constant::Undefined => "<mtext>undefined</mtext>",
    }
}

fn comparison_text(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Less => "<mo>&lt;</mo>",
        Comparison::LessEqual => "<mo>≤</mo>",
        Comparison::Greater => "<mo>&gt;</mo>",
        Comparison::GreaterEqual => "<mo>≥</mo>",
        Comparison::Equal => "<mo>=</mo>",
        Comparison::NotEqual => "<mo>≠</mo>",
    }
}
