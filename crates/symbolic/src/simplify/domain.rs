//! Where an expression has a value, as conditions in words.

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
