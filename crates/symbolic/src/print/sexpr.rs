//! The stored nodes as s-expressions: what is there, without any notion of how it should look.

use super::form::{Piece, View};
use crate::graph::{Comparison, Constant, Id, Node};

enum Task {
    Open(Id),
    Close,
}

/// The s-expression of an expression; of another piece nothing.
pub(super) fn write(view: View<'_>, piece: &Piece<'_>) -> String {
    let (root, mut named) = match piece {
        Piece::Node(id) => (*id, true),
        Piece::Body(id) => (*id, false),
        _ => return String::new(),
    };
    let arena = view.arena;
    let mut text = String::new();
    let mut stack = vec![Task::Open(root)];
    while let Some(task) = stack.pop() {
        let Task::Open(id) = task else {
            text.push(')');
            continue;
        };
        if !text.is_empty() && !text.ends_with('(') {
            text.push(' ');
        }
        let name = view.shared.name(id).filter(|_| named);
        named = true;
        if let Some(name) = name {
            text.push_str(name);
            continue;
        }
        let head = head(view, arena.node(id));
        let start = stack.len();
        arena.for_each_operand(id, |operand| stack.push(Task::Open(operand)));
        if stack.len() == start {
            text.push_str(&head);
            continue;
        }
        stack.push(Task::Close);
        if let Some(operands) = stack.get_mut(start..) {
            operands.reverse();
        }
        // The closing bracket was pushed last and now stands below the operands.
        text.push('(');
        text.push_str(&head);
    }
    text
}

fn head(view: View<'_>, node: Node) -> String {
    let arena = view.arena;
    match node {
        Node::Poison => "poison".to_owned(),
        Node::Number(index) => arena.number_value(index).to_string(),
        Node::Constant(constant) => match constant {
            Constant::Pi => "pi",
            Constant::E => "e",
            Constant::Infinity => "inf",
            Constant::Undefined => "undefined",
        }
        .to_owned(),
        Node::Variable(symbol) | Node::Apply(symbol, _) => arena.name(symbol).to_owned(),
        Node::Sum(_) => "+".to_owned(),
        Node::Product(_) => "*".to_owned(),
        Node::Power(..) => "^".to_owned(),
        Node::Call(function, _) => function.name().to_owned(),
        Node::CallDerivative(function, _) => format!("diff-{}", function.name()),
        Node::ApplyDerivative(symbol, _) => format!("diff-{}", arena.name(symbol)),
        Node::Compare(comparison, ..) => match comparison {
            Comparison::Less => "<",
            Comparison::LessEqual => "<=",
            Comparison::Greater => ">",
            Comparison::GreaterEqual => ">=",
            Comparison::Equal => "==",
            Comparison::NotEqual => "!=",
        }
        .to_owned(),
        Node::And(_) => "and".to_owned(),
        Node::Or(_) => "or".to_owned(),
        Node::Not(_) => "not".to_owned(),
        Node::If(_) => "if".to_owned(),
        Node::IndexedSum(symbol, _) => format!("sum-{}", arena.name(symbol)),
        Node::IndexedProduct(symbol, _) => format!("product-{}", arena.name(symbol)),
    }
}
