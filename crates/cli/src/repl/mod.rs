//! The prompt: reads a line, works it out, prints what it comes to, until the input ends.
//!
//! On a terminal there is line editing, and Ctrl-C interrupts what is being worked out. Elsewhere
//! the same lines are read as they come, and nothing but results is printed. [`State`] answers
//! lines and does no input or output; [`command`] has the commands that begin with a colon.

mod command;
mod editor;
mod help;
mod journal;
mod settings;
mod state;
mod worker;

use std::io::{self, BufRead, IsTerminal, Write};

use partials::parser::{Completeness, parse};

use crate::console::{Console, Paint};
use crate::error::Error;
use crate::input::Source;
use editor::Editor;
use state::{Piece, Reply, State};
use worker::{Answer, Worker};

/// The most bytes of input that are read as one line.
const LONGEST: u64 = 1 << 27;

/// `partials` without a command.
///
/// # Errors
/// Where nothing can be written, or the input can't be read.
pub fn run(console: &mut Console) -> Result<(), Error> {
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        on_terminal(console)
    } else {
        on_pipe(console)
    }
}

fn on_terminal(console: &mut Console) -> Result<(), Error> {
    let mut editor = Editor::new(console.style)?;
    let mut worker = Worker::new(State::new(Some(console.columns.unwrap_or(80))));
    writeln!(
        console.out,
        "partials {}: derivatives of formulas. `:help` tells more, `:quit` ends.",
        env!("CARGO_PKG_VERSION")
    )?;
    console.flush()?;
    while let Some(line) = editor.read()? {
        let end = answer(&line, &mut worker, console)?;
        editor.learn(worker.names());
        if end {
            break;
        }
    }
    editor.save();
    Ok(())
}

fn on_pipe(console: &mut Console) -> Result<(), Error> {
    let mut worker = Worker::new(State::new(None));
    let mut input = io::stdin().lock();
    let mut pending = String::new();
    loop {
        let line = match read_line(&mut input) {
            Ok(line) => line,
            Err(error) => {
                console.error(&error);
                continue;
            }
        };
        let ended = line.is_none();
        pending.push_str(&line.unwrap_or_default());
        if pending.trim().is_empty() && ended {
            return Ok(());
        }
        if !ended && wants_more(&pending) {
            continue;
        }
        if answer(&std::mem::take(&mut pending), &mut worker, console)? || ended {
            return Ok(());
        }
    }
}

/// One line with its end; none where the input ends.
fn read_line(input: &mut impl BufRead) -> Result<Option<String>, Error> {
    let mut bytes = Vec::new();
    let refuse = |reason: String| Error::Input {
        name: "standard input".to_owned(),
        reason,
    };
    let read = io::Read::take(&mut *input, LONGEST).read_until(b'\n', &mut bytes);
    read.map_err(|error| refuse(error.to_string()))?;
    if bytes.is_empty() {
        return Ok(None);
    }
    match String::from_utf8(bytes) {
        Ok(line) => Ok(Some(line)),
        Err(_) => Err(refuse("a line is no UTF-8 text".to_owned())),
    }
}

/// Whether a line breaks off, so that the next one belongs to it.
fn wants_more(text: &str) -> bool {
    let open = text.contains(['(', '[', '\\', '|']);
    open && !text.trim_start().starts_with(':')
        && text.trim().lines().count() < 1000
        && parse(text, &partials::parser::Names::new()).completeness == Completeness::Incomplete
}

/// Answers a line; whether it is the last.
fn answer(line: &str, worker: &mut Worker, console: &mut Console) -> Result<bool, Error> {
    let watch = console.progress.watch("working (Ctrl-C stops it)");
    let answer = worker.ask(line);
    drop(watch);
    let reply = match answer {
        Answer::Reply(reply) => reply,
        Answer::Interrupted => Reply::note("interrupted"),
        Answer::TimedOut(seconds) => {
            console.exit.undecided = true;
            Reply::note(format!(
                "undecided: budget: not done within {seconds} s (`:set timeout`)"
            ))
        }
        Answer::Died => Reply::note("this could not be worked out"),
    };
    let end = reply.end;
    show(reply, worker.interactive(), console)?;
    console.flush()?;
    Ok(end)
}

fn show(reply: Reply, interactive: bool, console: &mut Console) -> Result<(), Error> {
    for piece in reply.pieces {
        match piece {
            Piece::Result(text) => writeln!(console.out, "{text}")?,
            Piece::Note(text) if interactive => {
                let text = console.style.paint(Paint::Quiet, &text);
                writeln!(console.out, "{text}")?;
            }
            Piece::Note(_) => {}
            Piece::Said(text) => writeln!(console.out, "{text}")?,
            Piece::Picture(figure) => write!(console.out, "{}", figure.terminal(console.screen()))?,
            Piece::Wrong(source, diagnostics) => console.diagnostics(&source, &diagnostics),
            Piece::Failed(error) => console.error(&error),
            Piece::Decided(record) => console.claim(*record)?,
            Piece::Undefined => console.exit.undecided = true,
        }
    }
    Ok(())
}

/// The source of a line that was typed.
fn typed(text: &str) -> Source {
    Source::formula(text)
}
