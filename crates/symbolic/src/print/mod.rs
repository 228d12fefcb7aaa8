//! Printing. Every notation is faithful: it shows the graph as it is, in stored order. What order
//! is good to read is decided before, by [`crate::arrange`].
//!
//! How an expression is made up when it is written is stated once, in `form`; text, LaTeX, MathML
//! and two-dimensional Unicode put the same forms into their own signs.

mod boxes;
mod form;
mod label;
mod latex;
mod mathml;
mod name;
mod sexpr;
mod share;
mod stream;
mod text;
mod unicode;

use std::fmt::Write;

use crate::graph::{Arena, Id};
use form::{Piece, View};

pub use label::{Equation, Label, Subject, equations};
pub use share::{NamedParts, Shared, named_parts};

/// How expressions are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notation {
    /// One line that reads back as the same graph.
    #[default]
    Text,
    /// LaTeX, to be put between the signs of a formula; needs no package but amsmath.
    Latex,
    /// Presentation MathML: a `math` element.
    MathMl,
    /// Lines of Unicode with fractions, powers and roots as on paper, for a font of fixed width.
    Unicode,
    /// The stored nodes as s-expressions, for tests.
    Sexpr,
}

/// How text is written.
#[derive(Clone, Copy, Debug)]
pub struct TextOptions {
    /// The notation.
    pub notation: Notation,
    /// Write rationals as decimals where those terminate: for functions whose source had decimals.
    pub decimals: bool,
    /// The number of nodes above which shared parts are named instead of written out.
    pub share_above: u64,
    /// How many columns a block of [`Notation::Unicode`] may have; a wider one becomes a line.
    pub width: usize,
    /// Write derivatives of undefined functions in Leibniz's notation, `∂f/∂x*dx/dt`, wherever the
    /// arguments have different names: to be read by people, not to be read back.
    pub leibniz: bool,
}

impl Default for TextOptions {
    fn default() -> Self {
        Self {
            notation: Notation::Text,
            decimals: false,
            share_above: 1000,
            width: usize::MAX,
            leibniz: false,
        }
    }
}

impl From<Notation> for TextOptions {
    fn from(notation: Notation) -> Self {
        Self {
            notation,
            ..Self::default()
        }
    }
}

/// Some expressions as text: named parts, then the expressions that use them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Name and text of each shared part, each before its uses. In text and s-expressions the
    /// text is what the name stands for, in other notations the equation of both.
    pub definitions: Vec<(String, String)>,
    /// The text of each expression.
    pub results: Vec<String>,
}

impl Text {
    /// Writes the expressions, all in terms of the same named parts.
    ///
    /// ```
    /// use partials_symbolic::Graph;
    /// use partials_symbolic::print::{Notation, Text};
    /// let graph = Graph::new();
    /// let x = graph.variable("x");
    /// let f = [((x + 1) / x.pow(2)).sqrt().id()];
    /// let write = |notation: Notation| {
    ///     graph.with(|arena| Text::new(arena, &f, notation)).results.concat()
    /// };
    /// assert_eq!(write(Notation::Text), "sqrt((x + 1)/x^2)");
    /// assert_eq!(write(Notation::Latex), r"\sqrt{\frac{x + 1}{x^{2}}}");
    /// assert_eq!(write(Notation::Unicode), "    _____
    ///    ╱x + 1
    ///   ╱ ─────
    /// ╲╱   x²");
    /// ```
    pub fn new(arena: &Arena, roots: &[Id], options: impl Into<TextOptions>) -> Self {
        let pieces = roots.iter().map(|root| Piece::Node(*root)).collect();
        write_pieces(arena, roots, pieces, options.into())
    }

    /// The definitions, one a line, each ended by a line break.
    pub fn preamble(&self) -> String {
        self.definitions
            .iter()
            .fold(String::new(), |mut text, (name, value)| {
                let _ = writeln!(text, "{name} = {value}");
                text
            })
    }
}

/// Writes pieces that are made of some expressions.
fn write_pieces<'a>(
    arena: &'a Arena,
    roots: &[Id],
    pieces: Vec<Piece<'a>>,
    options: TextOptions,
) -> Text {
    let shared = Shared::choose(arena, roots, options.share_above);
    write_with(arena, &shared, pieces, options)
}

fn write_with<'a>(
    arena: &Arena,
    shared: &Shared,
    pieces: Vec<Piece<'a>>,
    options: TextOptions,
) -> Text {
    let plain = matches!(options.notation, Notation::Text | Notation::Sexpr);
    let view = View {
        arena,
        shared,
        options,
        plain,
    };
    let definition = |id: &Id| {
        let piece = match plain {
            true => Piece::Body(*id),
            false => Piece::Definition(*id),
        };
        Some((shared.name(*id)?.to_owned(), write_piece(view, piece)))
    };
    Text {
        definitions: shared.order().iter().filter_map(definition).collect(),
        results: pieces
            .into_iter()
            .map(|piece| write_piece(view, piece))
            .collect(),
    }
}

fn write_piece<'a>(view: View<'a>, piece: Piece<'a>) -> String {
    match view.options.notation {
        Notation::Text => stream::stream(view, &text::TextWriter(view), piece),
        Notation::Latex => stream::stream(view, &latex::LatexWriter(view), piece),
        Notation::MathMl => mathml::document(view, piece),
        Notation::Unicode => unicode::layout(view, piece),
        Notation::Sexpr => sexpr::write(view, &piece),
    }
}
