//! What the program writes for other programs: an object on a line.

use std::io::Write;

use serde::Serialize;

use crate::console::Console;
use crate::error::Error;
use crate::input::Formula;
use crate::report::VERSION;

/// What an object about a formula begins with.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Heading<'a> {
    version: u32,
    /// The command that was given.
    pub command: &'static str,
    /// The statement as it is written.
    pub input: &'a str,
    /// The name of the function, where it has one.
    pub name: Option<&'a str>,
    /// Its variables, in order.
    pub variables: &'a [String],
}

impl<'a> Heading<'a> {
    /// The heading of a command's answer.
    pub fn new(command: &'static str, formula: &'a Formula) -> Self {
        Self {
            version: VERSION,
            command,
            input: &formula.input,
            name: formula.name.as_deref(),
            variables: formula.function.variables(),
        }
    }
}

/// An object on a line.
///
/// # Errors
/// Where nothing can be written.
pub fn write_json(console: &mut Console, record: &impl Serialize) -> Result<(), Error> {
    serde_json::to_writer(&mut console.out, record).map_err(std::io::Error::from)?;
    Ok(writeln!(console.out)?)
}
