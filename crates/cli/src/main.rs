//! The program `partials`: derive, evaluate and check formulas from the command line.
//!
//! All input, output and rendering is here, and nothing is computed here. [`arguments`] says what
//! can be asked; [`derive`], [`chain`], [`explain`], [`eval`], [`plot`](mod@plot), [`descend`],
//! [`fit`], [`compile`], [`tabulate`] and [`check`] are the commands, and [`repl`] is the prompt without one.

mod arguments;
mod chain;
mod check;
mod claim;
mod compile;
mod console;
mod derive;
mod descend;
mod error;
mod eval;
mod exec;
mod exit;
mod explain;
mod fit;
mod input;
mod layout;
mod manual;
mod notation;
mod plot;
mod point;
mod progress;
mod record;
mod repl;
mod report;
mod search;
mod sparse;
mod tabulate;

use std::process::ExitCode;

use arguments::{Arguments, Command};
use console::Console;
use error::Error;

fn main() -> ExitCode {
    let arguments = Arguments::from_command_line();
    let mut console = Console::new(arguments.color);
    let done = match &arguments.command {
        Some(command) => {
            let _watch = console.progress.watch("working");
            run(command, &mut console)
        }
        None => repl::run(&mut console),
    };
    let done = done.and_then(|()| console.flush());
    if let Err(error) = done {
        if error.is_broken_pipe() {
            return ExitCode::SUCCESS;
        }
        console.error(&error);
    }
    console.exit.code()
}

fn run(command: &Command, console: &mut Console) -> Result<(), Error> {
    match command {
        Command::Diff(arguments) => derive::diff(arguments, console),
        Command::Grad(arguments) => derive::whole(derive::Kind::Gradient, arguments, console),
        Command::Jacobian(arguments) => derive::matrix(derive::Kind::Jacobian, arguments, console),
        Command::Hessian(arguments) => derive::matrix(derive::Kind::Hessian, arguments, console),
        Command::Simplify(arguments) => derive::whole(derive::Kind::Itself, arguments, console),
        Command::Chain(arguments) => chain::chain(arguments, console),
        Command::Explain(arguments) => explain::explain(arguments, console),
        Command::Eval(arguments) => eval::eval(arguments, console),
        Command::Descend(arguments) => descend::descend(arguments, console),
        Command::Fit(arguments) => fit::fit(arguments, console),
        Command::Tabulate(arguments) => tabulate::tabulate(arguments, console),
        Command::Compile(arguments) => compile::compile(arguments, console),
        Command::Check(arguments) => check::check(arguments, console),
        Command::Plot(arguments) => plot::plot(arguments, console),
        Command::Completions { shell } => manual::completions(*shell, console),
        Command::Manual => manual::page(console),
    }
}
