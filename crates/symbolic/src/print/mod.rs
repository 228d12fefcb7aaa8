//! Printing. Every form is faithful: it shows the graph as it is, in stored order. What order is
//! good to read is decided before, by [`crate::arrange`].

mod share;
mod text;

pub use share::Shared;
pub use text::{Text, TextOptions};
