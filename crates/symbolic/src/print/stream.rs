//! Notations that are a sequence of signs are written from left to right, with a stack of what is
//! still to come instead of recursion.

use super::form::{Binding, Form, Piece, View};
use crate::graph::Id;

/// What is still to be written.
pub(super) enum Task<'a> {
    /// A piece, in parentheses if it binds less tightly than this.
    Piece(Piece<'a>, Binding),
    Word(&'a str),
    Text(String),
}

/// What a form is written as, from left to right.
#[derive(Default)]
pub(super) struct Tasks<'a>(Vec<Task<'a>>);

impl<'a> Tasks<'a> {
    pub(super) fn word(&mut self, word: &'a str) -> &mut Self {
        self.0.push(Task::Word(word));
        self
    }

    pub(super) fn text(&mut self, text: impl Into<String>) -> &mut Self {
        self.0.push(Task::Text(text.into()));
        self
    }

    pub(super) fn piece(&mut self, piece: Piece<'a>, outer: Binding) -> &mut Self {
        self.0.push(Task::Piece(piece, outer));
        self
    }

    /// A piece that stands alone: between brackets, above a line.
    pub(super) fn alone(&mut self, piece: Piece<'a>) -> &mut Self {
        self.piece(piece, Binding::Or)
    }

    /// Expressions with something between them.
    pub(super) fn list(&mut self, list: &[Id], between: &'static str, outer: Binding) -> &mut Self {
        self.join(list.iter().map(|id| Piece::Node(*id)), between, outer)
    }

    /// Pieces with something between them.
    pub(super) fn join(
        &mut self,
        pieces: impl IntoIterator<Item = Piece<'a>>,
        between: &'static str,
        outer: Binding,
    ) -> &mut Self {
        for (place, piece) in pieces.into_iter().enumerate() {
            if place > 0 {
                self.word(between);
            }
            self.piece(piece, outer);
        }
        self
    }
}

/// A notation of signs one after the other.
pub(super) trait Writer<'a> {
    /// What a form is written as.
    fn write(&self, form: Form<'a>, out: &mut Tasks<'a>);

    /// What is put around a piece that binds too loosely.
    fn parentheses(&self) -> (&'static str, &'static str) {
        ("(", ")")
    }
}

/// The text of a piece.
pub(super) fn stream<'a>(view: View<'a>, writer: &impl Writer<'a>, piece: Piece<'a>) -> String {
    let mut text = String::new();
    let mut stack = vec![Task::Piece(piece, Binding::Or)];
    let mut tasks = Tasks::default();
    let (open, close) = writer.parentheses();
    while let Some(task) = stack.pop() {
        match task {
            Task::Word(word) => text.push_str(word),
            Task::Text(part) => text.push_str(&part),
            Task::Piece(piece, outer) => {
                let form = view.form(&piece);
                let enclosed = view.binding(&form) < outer;
                if enclosed {
                    text.push_str(open);
                    stack.push(Task::Word(close));
                }
                writer.write(form, &mut tasks);
                stack.extend(tasks.0.drain(..).rev());
            }
        }
    }
    text
}
