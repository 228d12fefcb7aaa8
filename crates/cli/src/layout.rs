//! How several results are laid out as text.
//!
//! A formula that has one result prints it alone on a line. Where there are more, or definitions
//! of shared parts, each has its label; several such formulas stand in blocks, with the formula
//! as a comment above where it has no name.

use std::io::{self, Write};

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

/// Prints blocks.
///
/// # Errors
/// Where nothing can be written.
pub fn print(console: &mut Console, blocks: &[Block]) -> io::Result<()> {
    let lines = blocks.iter().all(Block::is_line);
    let alone = lines && (blocks.len() == 1 || !blocks.iter().any(|block| block.named));
    for (i, block) in blocks.iter().enumerate() {
        if i > 0 && !lines {
            writeln!(console.out)?;
        }
        if let Some(title) = block.title.as_ref().filter(|_| blocks.len() > 1 && !alone) {
            let title = console.style.paint(Paint::Quiet, &format!("# {}", printable(title)));
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
