//! How several results are laid out as text.
//!
//! A formula that has one result prints it alone on a line. Where there are more, or definitions
//! of shared parts, each has its label; several such formulas stand in blocks, with the formula
//! as a comment above where it has no name.

use std::io::{self, Write};

use partials::symbolic::print::{Notation, Text};

use crate::console::{Console, Paint};
use crate::notation::printable;

/// The results of one formula.
#[derive(Debug)]
pub struct Block {
    /// What is above the results where there are several blocks: the formula, the point.
    pub title: Option<String>,
    /// Whether the labels name a function that the user has named.
    pub named: bool,
    /// Shared parts, each before its uses.
    pub definitions: Vec<(String, String)>,
    /// Label and text of each result.
    pub results: Vec<(String, String)>,
}

impl Block {
    fn is_line(&self) -> bool {
        self.definitions.is_empty() && self.results.len() == 1
    }
}

/// Prints what each formula came to in a notation: a line each, or a block of lines with empty
/// lines around it.
///
/// # Errors
/// Where nothing can be written.
pub fn print_written(console: &mut Console, notation: Notation, all: &[Text]) -> io::Result<()> {
    let mut tall = false;
    for (place, text) in all.iter().enumerate() {
        if place > 0 && all.iter().any(|text| text.results.len() > 1) {
            writeln!(console.out)?;
        }
        let definitions = text.definitions.iter().map(|(name, value)| match notation {
            Notation::Text => format!("{name} = {value}"),
            _ => value.clone(),
        });
        for (place, block) in definitions.chain(text.results.iter().cloned()).enumerate() {
            let high = block.contains('\n');
            if place > 0 && (tall || high) {
                writeln!(console.out)?;
            }
            tall = high;
            writeln!(console.out, "{block}")?;
        }
    }
    Ok(())
}

/// Prints blocks.
///
/// # Errors
/// Where nothing can be written.
pub fn print(console: &mut Console, blocks: &[Block]) -> io::Result<()> {
    let lines = blocks.iter().all(Block::is_line);
    let alone = lines && (blocks.len() == 1 || !blocks.iter().any(|block| block.named));
    let titles = !alone && blocks.iter().any(|block| block.title.is_some());
    for (i, block) in blocks.iter().enumerate() {
        if i > 0 && (!lines || titles) {
            writeln!(console.out)?;
        }
        if let Some(title) = block.title.as_ref().filter(|_| titles && blocks.len() > 1) {
            let title = console
                .style
                .paint(Paint::Quiet, &format!("# {}", printable(title)));
            writeln!(console.out, "{title}")?;
        }
        for (name, value) in &block.definitions {
            writeln!(console.out, "{name} = {value}")?;
        }
        for (label, value) in &block.results {
            match block.results.as_slice() {
                [_] if alone || !block.named && blocks.len() == 1 => {
                    writeln!(console.out, "{value}")?;
                }
                _ => writeln!(console.out, "{label} = {value}")?,
            }
        }
    }
    Ok(())
}
