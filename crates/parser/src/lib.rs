//! The language of partials: text to a flat syntax tree with byte spans and diagnostics.
//!
//! ```
//! use partials_parser::{Names, parse_expression};
//!
//! let scope = Names::new().with_function("sin", 1);
//! let parsed = parse_expression("2x*sin(x)", &scope)?;
//! assert_eq!(parsed.ast.children(parsed.root).len(), 3);
//!
//! // What could be read two ways is refused, with both readings as fixes.
//! let wrong = parse_expression("1/2x", &scope).unwrap_err();
//! let diagnostic = &wrong.diagnostics()[0];
//! assert_eq!(diagnostic.fixes[0].apply("1/2x"), "1/2*x");
//! assert_eq!(diagnostic.fixes[1].apply("1/2x"), "1/(2*x)");
//! # Ok::<(), partials_parser::Error>(())
//! ```
//!
//! The grammar is in [`grammar`]. The parser knows no mathematical function by name: a [`Scope`]
//! says which names are functions and which are bound. Data flows one way: characters to tokens,
//! tokens to statements, statements to nodes of one [`Ast`](ast::Ast). Every loop over the input
//! is a loop, not a recursion, so that no input can overflow the stack.

pub mod ast;
mod brackets;
mod builder;
mod character;
mod close;
mod derivative;
mod diagnostic;
mod error;
mod expression;
mod extent;
mod foreign;
pub mod grammar;
mod implicit;
mod known;
mod lexer;
mod limits;
mod name;
mod operand;
mod operator;
mod parse;
mod precedence;
mod radix;
pub mod render;
mod root;
mod scope;
mod statement;
mod suggest;
mod token;
mod variable;

#[cfg(test)]
mod check;

pub use diagnostic::{Code, Diagnostic, Fix, Severity};
pub use error::Error;
pub use limits::Limits;
pub use parse::{
    Completeness, Expression, Parsed, parse, parse_expression, parse_expression_with, parse_with,
};
pub use scope::{Arity, Names, Scope};
pub use suggest::closest;
