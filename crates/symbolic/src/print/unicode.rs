//! Two-dimensional Unicode: fractions with a line, powers raised, brackets that grow.
//!
//! Nobody reads a formula of a thousand signs in two dimensions, and laying it out costs the square
//! of its depth: what is larger than that, or wider than asked for, becomes one line of text.

use super::boxes::{Block, Bracket, subscript};
use super::form::{Binding, Fence, Form, Head, Piece, View, columns};
use super::name::{Name, Symbol, Word, placeholder};
use super::stream::stream;
use super::text::TextWriter;
use crate::graph::{Comparison, Constant, Id};

/// The most pieces that are laid out.
const LARGEST: usize = 1000;

/// What makes a block of the blocks of some pieces.
type Build<'a> = Box<dyn FnOnce(Vec<Block>) -> Block + 'a>;

/// Pieces, and how their blocks are put together.
struct Plan<'a> {
    pieces: Vec<(Piece<'a>, Binding)>,
    build: Build<'a>,
}

enum Task<'a> {
    Lay(Piece<'a>, Binding),
    Build(usize, Build<'a>),
    Enclose,
}

/// The lines of a piece.
pub(super) fn layout<'a>(view: View<'a>, piece: Piece<'a>) -> String {
    match lay(view, piece.clone()) {
        Some(block) if block.width() <= view.options.width => block.text(),
        _ => {
            let plain = View {
                plain: true,
                ..view
            };
            stream(plain, &TextWriter(plain), piece)
        }
    }
}

fn lay<'a>(view: View<'a>, piece: Piece<'a>) -> Option<Block> {
    let mut stack = vec![Task::Lay(piece, Binding::Or)];
    let mut blocks: Vec<Block> = Vec::new();
    let mut laid = 0;
    while let Some(task) = stack.pop() {
        match task {
            Task::Lay(piece, outer) => {
                laid += 1;
                let form = view.form(&piece);
                if view.binding(&form) < outer {
                    stack.push(Task::Enclose);
                }
                let plan = plan(view, form);
                if laid + plan.pieces.len() > LARGEST {
                    return None;
                }
                stack.push(Task::Build(plan.pieces.len(), plan.build));
                let pieces = plan.pieces.into_iter().rev();
                stack.extend(pieces.map(|(piece, outer)| Task::Lay(piece, outer)));
            }
            Task::Build(count, build) => {
                let parts = blocks.split_off(blocks.len().checked_sub(count)?);
                blocks.push(build(parts));
            }
            Task::Enclose => {
                let block = blocks.pop()?;
                blocks.push(block.enclosed(Bracket::Parentheses));
            }
        }
    }
    blocks.pop()
}

fn line<'a>(text: impl Into<String>) -> Plan<'a> {
    let block = Block::line(text);
    Plan {
        pieces: Vec::new(),
        build: Box::new(|_| block),
    }
}

/// One block made of one.
fn one<'a>(piece: Piece<'a>, outer: Binding, build: impl FnOnce(Block) -> Block + 'a) -> Plan<'a> {
    Plan {
        pieces: vec![(piece, outer)],
        build: Box::new(|mut blocks| blocks.pop().map_or_else(|| Block::line(""), build)),
    }
}

/// One block made of two.
fn two<'a>(
    a: (Piece<'a>, Binding),
    b: (Piece<'a>, Binding),
    build: impl FnOnce(Block, Block) -> Block + 'a,
) -> Plan<'a> {
    Plan {
        pieces: vec![a, b],
        build: Box::new(|mut blocks| match (blocks.pop(), blocks.pop()) {
            (Some(b), Some(a)) => build(a, b),
            _ => Block::line(""),
        }),
    }
}

/// Expressions with a sign between them.
fn listed<'a>(list: &'a [Id], between: &'static str, outer: Binding) -> Plan<'a> {
    Plan {
        pieces: list.iter().map(|id| (Piece::Node(*id), outer)).collect(),
        build: Box::new(move |blocks| joined(blocks, between)),
    }
}

fn joined(blocks: Vec<Block>, between: &str) -> Block {
    let mut row = Vec::with_capacity(blocks.len() * 2);
    for (place, block) in blocks.into_iter().enumerate() {
        if place > 0 {
            row.push(Block::line(between));
        }
        row.push(block);
    }
    Block::row(row)
}

fn plan<'a>(view: View<'a>, form: Form<'a>) -> Plan<'a> {
    match form {
        Form::Word(word) => line(word),
        Form::Number(text) => line(text),
        Form::Constant(constant) => line(constant_text(constant)),
        Form::Name(name) => line(named(name)),
        Form::Negative(magnitude) => one(magnitude, Binding::Product, |block| {
            let sign = if block.height() > 1 { "- " } else { "-" };
            Block::row(vec![Block::line(sign), block])
        }),
        Form::Sum(terms) => sum(terms),
        Form::Product(factors) => {
            let (above, below) = view.fraction(factors);
            product(above, below)
        }
        Form::Power(base, exponent) => two(
            (base, Binding::Atom),
            (exponent, Binding::Or),
            Block::raised,
        ),
        Form::Root(degree, radicand) => one(radicand, Binding::Or, move |b| b.root(degree)),
        Form::Fence(fence, piece) => one(piece, Binding::Or, move |block| {
            block.enclosed(match fence {
                Fence::Bars => Bracket::Bars,
                Fence::Floor => Bracket::Floor,
                Fence::Ceiling => Bracket::Ceiling,
            })
        }),
        Form::Remainder(a, b) => {
            let pair = ((a, Binding::Power), (b, Binding::Power));
            two(pair.0, pair.1, |a, b| joined(vec![a, b], " mod "))
        }
        Form::Call(head, power, arguments) => call(head, power, arguments),
        Form::Orders(head, orders, arguments) => {
            let orders = match orders.as_slice() {
                [order @ 1..=3] => "′".repeat(*order as usize),
                orders => {
                    let orders: Vec<String> = orders.iter().map(i64::to_string).collect();
                    format!("^({})", orders.join(","))
                }
            };
            let head = Block::line(format!("{}{orders}", named(head.name())));
            let list = listed(arguments, ", ", Binding::Or);
            Plan {
                pieces: list.pieces,
                build: Box::new(|blocks| applied(head, (list.build)(blocks))),
            }
        }
        Form::Derivative(total, of, variables) => derivative(total, of, variables),
        Form::Jacobian(of, wrt) => two((of, Binding::Or), (wrt, Binding::Or), |of, wrt| {
            let d = || Block::line("∂");
            Block::row(vec![d(), of]).over(Block::row(vec![d(), wrt]))
        }),
        Form::Compare(comparison, a, b) => {
            two((a, Binding::Sum), (b, Binding::Sum), move |a, b| {
                joined(vec![a, b], comparison_text(comparison))
            })
        }
        Form::And(list) => listed(list, " ∧ ", Binding::Not),
        Form::Or(list) => listed(list, " ∨ ", Binding::And),
        Form::Not(piece) => one(piece, Binding::Atom, |block| {
            Block::row(vec![Block::line("¬"), block])
        }),
        Form::Cases(list, otherwise) => cases(list, otherwise),
        Form::Indexed(product, index, parts) => indexed(product, index, parts),
        Form::Matrix(shape, elements) => Plan {
            pieces: elements
                .iter()
                .map(|id| (Piece::Node(*id), Binding::Or))
                .collect(),
            build: Box::new(move |blocks| {
                Block::grid(blocks, columns(shape), true).enclosed(Bracket::Square)
            }),
        },
        Form::Names(names) => {
            let names: Vec<String> = names.iter().map(|name| named(name)).collect();
            line(super::label::listed(&names))
        }
        Form::Indices(what, of) => line(format!("{what}_{}", named(of))),
        Form::Gradient(name) => line(format!("∇{}", named(name))),
        Form::Equal(left, right) => two((left, Binding::Or), (right, Binding::Or), |a, b| {
            joined(vec![a, b], " = ")
        }),
    }
}

fn sum(terms: Vec<(bool, Piece<'_>)>) -> Plan<'_> {
    let (signs, pieces): (Vec<_>, Vec<_>) = terms.into_iter().unzip();
    Plan {
        pieces: pieces
            .into_iter()
            .map(|piece| (piece, Binding::Product))
            .collect(),
        build: Box::new(move |blocks| {
            let mut row = Vec::with_capacity(blocks.len() * 2);
            for (place, (negative, block)) in signs.into_iter().zip(blocks).enumerate() {
                row.push(Block::line(match (place, negative) {
                    (0, false) => "",
                    (0, true) if block.height() > 1 => "- ",
                    (0, true) => "-",
                    (_, false) => " + ",
                    (_, true) => " - ",
                }));
                row.push(block);
            }
            Block::row(row)
        }),
    }
}

fn product<'a>(above: Vec<Piece<'a>>, below: Vec<Piece<'a>>) -> Plan<'a> {
    let count = above.len();
    let outer = |list: &[Piece<'_>]| match list.len() {
        0 | 1 => Binding::Or,
        _ => Binding::Ratio,
    };
    let (upper, lower) = (outer(&above), outer(&below));
    let above = above.into_iter().map(|piece| (piece, upper));
    let below = below.into_iter().map(|piece| (piece, lower));
    Plan {
        pieces: above.chain(below).collect(),
        build: Box::new(move |mut blocks| {
            let below = blocks.split_off(count.min(blocks.len()));
            let above = joined(blocks, "⋅");
            match below.is_empty() {
                true => above,
                false => above.over(joined(below, "⋅")),
            }
        }),
    }
}

/// A name and its arguments in parentheses.
fn applied(head: Block, arguments: Block) -> Block {
    Block::row(vec![head, arguments.enclosed(Bracket::Parentheses)])
}

fn call<'a>(head: Head<'a>, power: Option<Piece<'a>>, arguments: &'a [Id]) -> Plan<'a> {
    let symbol = match head {
        Head::Name(name) => Symbol {
            name: named(name),
            ..Symbol::default()
        },
        Head::Function(function) => Symbol::new(function.row().latex),
    };
    // Index, exponent and power come first, then what stays in the parentheses.
    let taken = |script: Option<&str>| script.and_then(placeholder);
    let (below, above) = (taken(symbol.below), taken(symbol.above));
    let argument = |place: usize| arguments.get(place).map(|id| Piece::Node(*id));
    let mut pieces: Vec<Piece<'a>> = Vec::new();
    pieces.extend(below.and_then(argument));
    pieces.extend(above.and_then(argument));
    let powered = power.is_some();
    pieces.extend(power);
    let scripts = pieces.len();
    let inside = (0..arguments.len()).filter(|place| ![below, above].contains(&Some(*place)));
    pieces.extend(inside.filter_map(argument));
    Plan {
        pieces: pieces
            .into_iter()
            .map(|piece| (piece, Binding::Or))
            .collect(),
        build: Box::new(move |mut blocks| {
            let inside = blocks.split_off(scripts.min(blocks.len()));
            let mut scripts = blocks.into_iter();
            let before = symbol.before.and_then(subscript).unwrap_or_default();
            let mut head = Block::line(format!("{before}{}", symbol.name));
            if let Some(text) = symbol.below {
                let index = below.and_then(|_| scripts.next());
                head = head.lowered(index.unwrap_or_else(|| Block::line(text)));
            }
            if let Some(text) = symbol.above {
                let exponent = above.and_then(|_| scripts.next());
                let exponent = exponent.map(|block| block.enclosed(Bracket::Parentheses));
                head = head.raised(exponent.unwrap_or_else(|| Block::line(text)));
            }
            if let Some(power) = scripts.next().filter(|_| powered) {
                head = head.raised(power);
            }
            applied(head, joined(inside, ", "))
        }),
    }
}

fn derivative<'a>(total: bool, of: Piece<'a>, variables: Vec<(Piece<'a>, i64)>) -> Plan<'a> {
    let d = if total { "d" } else { "∂" };
    let order: i64 = variables.iter().map(|(_, order)| order).sum();
    let is_name = matches!(of, Piece::Name(_));
    let (variables, orders): (Vec<_>, Vec<_>) = variables.into_iter().unzip();
    let mut pieces = vec![(of, if is_name { Binding::Or } else { Binding::Atom })];
    pieces.extend(
        variables
            .into_iter()
            .map(|variable| (variable, Binding::Atom)),
    );
    Plan {
        pieces,
        build: Box::new(move |mut blocks| {
            let variables = blocks.split_off(1.min(blocks.len()));
            let above = Block::line(format!("{d}{}", super::label::superscript(order)));
            let mut below = Vec::new();
            for (variable, order) in variables.into_iter().zip(orders) {
                below.extend([Block::line(d), variable]);
                below.push(Block::line(super::label::superscript(order)));
            }
            let below = Block::row(below);
            let of = blocks.pop().unwrap_or_else(|| Block::line(""));
            match is_name {
                true => Block::row(vec![above, of]).over(below),
                false => joined(vec![above.over(below), of], " "),
            }
        }),
    }
}

fn cases<'a>(cases: Vec<(Piece<'a>, Piece<'a>)>, otherwise: Option<Piece<'a>>) -> Plan<'a> {
    let mut pieces = Vec::with_capacity(cases.len() * 2 + 1);
    for (condition, value) in cases {
        pieces.extend([(value, Binding::Or), (condition, Binding::Or)]);
    }
    pieces.extend(otherwise.map(|value| (value, Binding::Or)));
    Plan {
        pieces,
        build: Box::new(|mut cells| {
            if cells.len() % 2 == 1 {
                cells.push(Block::line("otherwise"));
            }
            let word = |(place, cell): (usize, Block)| match place % 2 == 1
                && cell.as_line() != Some("otherwise")
            {
                true => Block::row(vec![Block::line("if "), cell]),
                false => cell,
            };
            let cells = cells.into_iter().enumerate().map(word).collect();
            Block::grid(cells, 2, false).enclosed(Bracket::Brace)
        }),
    }
}

fn indexed<'a>(product: bool, index: &'a str, [body, lower, upper]: [Piece<'a>; 3]) -> Plan<'a> {
    Plan {
        pieces: vec![
            (upper, Binding::Or),
            (lower, Binding::Or),
            (body, Binding::Product),
        ],
        build: Box::new(move |mut blocks| {
            let (Some(body), Some(lower), Some(upper)) = (blocks.pop(), blocks.pop(), blocks.pop())
            else {
                return Block::line("");
            };
            let start = Block::row(vec![Block::line(format!("{} = ", named(index))), lower]);
            let sign = Block::line(if product { "∏" } else { "∑" });
            let sign = Block::column(vec![upper, sign, start], 1);
            joined(vec![sign, body], " ")
        }),
    }
}

/// A name, with digits below where its indices are numbers.
fn named(text: &str) -> String {
    let name = Name::new(text);
    let index = |word: &Word<'_>| match word {
        Word::Number(digits) => subscript(digits),
        _ => None,
    };
    let indices: Option<Vec<String>> = name.indices.iter().map(index).collect();
    match indices {
        Some(indices) => format!("{}{}", name.base.unicode(), indices.join(",")),
        None => {
            let words: Vec<String> = name.indices.iter().map(|word| word.unicode()).collect();
            format!("{}_{}", name.base.unicode(), words.join("_"))
        }
    }
}

fn constant_text(constant: Constant) -> &'static str {
    match constant {
        Constant::Pi => "π",
        Constant::E => "e",
        Constant::Infinity => "∞",
        Constant::Undefined => "undefined",
    }
}

fn comparison_text(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Less => " < ",
        Comparison::LessEqual => " ≤ ",
        Comparison::Greater => " > ",
        Comparison::GreaterEqual => " ≥ ",
        Comparison::Equal => " = ",
        Comparison::NotEqual => " ≠ ",
    }
}
