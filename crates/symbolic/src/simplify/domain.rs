//! Where an expression has a value, as conditions in words; and where one has that another has not.

use std::collections::BTreeSet;

use crate::arrange::{Facts, VariableOrder, arrange};
use crate::functions::{Domain, Function};
use crate::graph::{Arena, Id, Node};
use crate::number::Rational;
use crate::print::{Text, TextOptions};

/// In larger expressions nobody reads the conditions.
const CONDITIONS: usize = 256;

/// What holds wherever an expression has a value, by what is known of it: `x != 0`, `-1 <= x <= 1`.
pub(super) fn conditions(
    arena: &mut Arena,
    order: &VariableOrder,
    facts: &Facts,
) -> BTreeSet<String> {
    let known = facts.conditions();
    let mut texts = BTreeSet::new();
    if known.len() > CONDITIONS {
        return texts;
    }
    for (id, condition) in known {
        if condition.is_empty() {
            texts.extend(domain_of_call(arena, order, id));
        } else if !is_evident(arena, id, condition) {
            texts.insert(format!("{} {condition}", text(arena, order, id)));
        }
    }
    texts
}

/// What an expression asks of a part of it, to have a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The part.
    pub part: Id,
    /// What is asked of it.
    pub asks: Asks,
    /// The condition as text, of a variable where it is linear in one: `x != 1`.
    pub text: String,
}

/// What is asked of a part of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// That it is not 0.
    NotZero,
    /// That it is positive.
    Positive,
    /// That it is not negative.
    NotNegative,
}

/// What holds wherever one expression has a value, and is not known to wherever the other has.
///
/// ```
/// use partials_symbolic::Graph;
/// use partials_symbolic::simplify::requirements_beyond;
/// let graph = Graph::new();
/// let x = graph.variable("x");
/// let (quotient, sum) = ((x.pow(2) - 1) / (x - 1), x + 1);
/// let found = graph.with(|arena| requirements_beyond(arena, quotient.id(), sum.id()));
/// assert_eq!(found.len(), 1);
/// assert_eq!(found[0].text, "x != 1");
/// ```
pub fn requirements_beyond(arena: &mut Arena, narrow: Id, wide: Id) -> Vec<Requirement> {
    let order = VariableOrder::default();
    let known = Facts::of(arena, &[wide]);
    let (known, asked) = (known.conditions(), Facts::of(arena, &[narrow]).conditions());
    if known.len().max(asked.len()) > CONDITIONS {
        return Vec::new();
    }
    let mut requirements = |conditions: Vec<(Id, &'static str)>| -> Vec<Requirement> {
        let mut found = Vec::new();
        for (part, condition) in conditions {
            let asks = match condition {
                "!= 0" => Asks::NotZero,
                "> 0" => Asks::Positive,
                ">= 0" => Asks::NotNegative,
                _ => continue,
            };
            if !is_evident(arena, part, condition) {
                let text = solved(arena, &order, part, condition);
                found.push(Requirement { part, asks, text });
            }
        }
        found
    };
    let (known, mut asked) = (requirements(known), requirements(asked));
    asked.retain(|asked| {
        let same = |known: &Requirement| known.text == asked.text;
        let stronger = |known: &Requirement| {
            known.part == asked.part && (known.asks == asked.asks || known.asks == Asks::Positive)
        };
        !known.iter().any(|known| same(known) || stronger(known))
    });
    asked
}

/// A condition on a part, solved for its variable where the part is linear in one.
fn solved(arena: &mut Arena, order: &VariableOrder, part: Id, condition: &str) -> String {
    let plain = arrange(arena, &[part], order, &Facts::default());
    let Some((variable, slope, offset)) = linear(arena, plain.first().copied().unwrap_or(part))
    else {
        return format!("{} {condition}", text(arena, order, part));
    };
    let Some(root) = slope.recip().map(|inverse| offset.neg().mul(&inverse)) else {
        return format!("{} {condition}", text(arena, order, part));
    };
    let relation = match (condition, slope.is_negative()) {
        ("> 0", true) => "<",
        ("> 0", false) => ">",
        (">= 0", true) => "<=",
        (">= 0", false) => ">=",
        _ => "!=",
    };
    let number = arena.number(root);
    let (variable, number) = (text(arena, order, variable), text(arena, order, number));
    format!("{variable} {relation} {number}")
}

/// `a*x + b` as x, a and b.
fn linear(arena: &Arena, id: Id) -> Option<(Id, Rational, Rational)> {
    let term = |id: Id| match arena.node(id) {
        Node::Variable(_) => Some((id, Rational::ONE)),
        Node::Product(list) => match *arena.list(list) {
            [a, x] if matches!(arena.node(x), Node::Variable(_)) => {
                Some((x, arena.as_number(a)?.clone()))
            }
            _ => None,
        },
        _ => None,
    };
    if let Some((variable, slope)) = term(id) {
        return Some((variable, slope, Rational::ZERO));
    }
    let Node::Sum(list) = arena.node(id) else {
        return None;
    };
    let &[a, b] = arena.list(list) else {
        return None;
    };
    let (moving, fixed) = match arena.as_number(b) {
        Some(number) => (a, number),
        None => (b, arena.as_number(a)?),
    };
    let (variable, slope) = term(moving)?;
    Some((variable, slope, fixed.clone()))
}

/// Whether a condition holds for all real numbers, as is seen at once.
fn is_evident(arena: &Arena, id: Id, condition: &str) -> bool {
    let even = match arena.node(id) {
        Node::Power(_, exponent) => {
            let n = arena.as_number(exponent).and_then(Rational::to_i64);
            n.is_some_and(|n| n % 2 == 0)
        }
        Node::Call(Function::Abs, _) => true,
        _ => false,
    };
    arena.is_positive(id) || even && condition == ">= 0"
}

/// The domain of a function of the table, with its arguments for their names.
fn domain_of_call(arena: &mut Arena, order: &VariableOrder, id: Id) -> Option<String> {
    let Node::Call(function, list) = arena.node(id) else {
        return None;
    };
    let Domain::Where(condition) = function.row().domain else {
        return None;
    };
    // What is asked of these is known of their arguments.
    if matches!(function, Function::Ln | Function::Log2 | Function::Log10) {
        return None;
    }
    let arguments = arena.list(list).to_vec();
    let texts: Vec<String> = arguments.iter().map(|id| text(arena, order, *id)).collect();
    let names = function.row().arguments;
    let mut result = String::new();
    for word in words(condition) {
        match names
            .iter()
            .position(|name| *name == word)
            .and_then(|i| texts.get(i))
        {
            Some(text) => result.push_str(text),
            None => result.push_str(word),
        }
    }
    Some(result)
}

/// A text cut into runs of letters and digits and what is between.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let inside = first.is_alphanumeric();
        let end = rest.find(|c: char| c.is_alphanumeric() != inside);
        let (word, tail) = rest
            .split_at_checked(end.unwrap_or(rest.len()))
            .unwrap_or((rest, ""));
        words.push(word);
        rest = tail;
    }
    words
}

fn text(arena: &mut Arena, order: &VariableOrder, id: Id) -> String {
    let plain = arrange(arena, &[id], order, &Facts::default());
    let id = plain.first().copied().unwrap_or(id);
    Text::new(arena, &[id], TextOptions::default())
        .results
        .concat()
}
