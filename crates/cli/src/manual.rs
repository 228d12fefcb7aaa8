//! Completions and the manual page, from the definition of the command line.

use std::io::Write;

use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;

use crate::arguments::Arguments;
use crate::console::Console;
use crate::error::Error;

/// `partials completions SHELL`
///
/// # Errors
/// Where nothing can be written.
pub fn completions(shell: Shell, console: &mut Console) -> Result<(), Error> {
    // What it is written to must not fail.
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "partials", &mut text);
    Ok(console.out.write_all(&text)?)
}

/// `partials manual`: the program, then each command.
///
/// # Errors
/// Where nothing can be written.
pub fn page(console: &mut Console) -> Result<(), Error> {
    let mut program = Arguments::command();
    program.build();
    Man::new(program.clone()).render(&mut console.out)?;
    for command in program.get_subcommands().filter(|command| is_own(command)) {
        let name = command.get_name().to_uppercase();
        writeln!(console.out, ".SH {name}")?;
        let man = Man::new(command.clone());
        man.render_description_section(&mut console.out)?;
        man.render_options_section(&mut console.out)?;
        man.render_extra_section(&mut console.out)?;
    }
    Ok(())
}

/// Not the help that every program has.
fn is_own(command: &Command) -> bool {
    command.get_name() != "help"
}
