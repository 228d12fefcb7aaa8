//! The language of partials: text to a flat syntax tree with byte spans and diagnostics.

pub mod ast;
