//! The commands of the prompt, which begin with a colon.

use std::fs;
use std::time::Instant;

use partials::parser::{Code, closest};
use partials::symbolic::print::Notation;
use partials::{Function, ItemKind, Session};

use super::help;
use super::journal::Deed;
use super::settings::TABLE as SETTINGS;
use super::state::{Piece, Reply, State};
use crate::error::Error;
use crate::input::Source;

/// A command.
pub struct Command {
    /// Its name, without the colon.
    pub name: &'static str,
    /// Shorter names.
    pub also: &'static [&'static str],
    /// What it takes.
    pub arguments: &'static str,
    /// What it does.
    pub summary: &'static str,
    run: fn(&mut State, &str) -> Reply,
}

/// All commands.
pub const TABLE: &[Command] = &[
    Command {
        name: "help",
        also: &["h", "?"],
        arguments: "[NAME]",
        summary: "what there is, or what a function, word or command means",
        run: help,
    },
    Command {
        name: "explain",
        also: &[],
        arguments: "FORMULA [in x]",
        summary: "how its derivative is found, rule by rule",
        run: explain,
    },
    Command {
        name: "simplify",
        also: &[],
        arguments: "FORMULA",
        summary: "the formula in a shorter form, and where the two differ",
        run: simplify,
    },
    Command {
        name: "latex",
        also: &[],
        arguments: "FORMULA",
        summary: "the formula, or what it comes to, as LaTeX",
        run: latex,
    },
    Command {
        name: "plot",
        also: &[],
        arguments: "FORMULA [in RANGE]",
        summary: "a picture of a function of one variable or two",
        run: plot,
    },
    Command {
        name: "check",
        also: &[],
        arguments: "CLAIM or FILE",
        summary: "the verdict of a claim with all its evidence, or those of a file",
        run: check,
    },
    Command {
        name: "vars",
        also: &[],
        arguments: "",
        summary: "what is defined and assumed",
        run: vars,
    },
    Command {
        name: "clear",
        also: &[],
        arguments: "[NAME]",
        summary: "forget everything, or the definition of a name",
        run: clear,
    },
    Command {
        name: "load",
        also: &[],
        arguments: "FILE",
        summary: "run the statements of a file",
        run: load,
    },
    Command {
        name: "save",
        also: &[],
        arguments: "FILE",
        summary: "write all statements that took effect to a file",
        run: save,
    },
    Command {
        name: "set",
        also: &[],
        arguments: "[NAME VALUE]",
        summary: "change a setting, or show all",
        run: set,
    },
    Command {
        name: "time",
        also: &[],
        arguments: "STATEMENT",
        summary: "how long a statement takes",
        run: time,
    },
    Command {
        name: "quit",
        also: &["q", "exit"],
        arguments: "",
        summary: "end (so does Ctrl-D)",
        run: quit,
    },
];

/// Words that are commands without their colon, unless they are defined.
pub fn is_bare(text: &str) -> bool {
    matches!(text, "help" | "quit" | "exit")
}

/// The command of a name.
pub fn find(name: &str) -> Option<&'static Command> {
    TABLE
        .iter()
        .find(|command| command.name == name || command.also.contains(&name))
}

/// Carries out a command; the text is without its colon.
pub fn answer(state: &mut State, text: &str) -> Reply {
    let text = text.trim();
    let (name, rest) = match text.split_once(char::is_whitespace) {
        Some((name, rest)) => (name, rest.trim()),
        None => (text, ""),
    };
    match find(name) {
        Some(command) => (command.run)(state, rest),
        None => {
            let meant = closest(name, TABLE.iter().map(|command| command.name));
            let fix = match meant {
                Some(meant) => format!("did you mean `:{meant}`?"),
                None => "`:help` lists them".to_owned(),
            };
            Reply::refused(format!("there is no command `:{name}`; {fix}"))
        }
    }
}

fn help(state: &mut State, name: &str) -> Reply {
    match help::text(state, name) {
        Ok(text) => Reply::of(Piece::Said(text)),
        Err(message) => Reply::refused(message),
    }
}

/// `FORMULA in x`: a variable stands behind the last `in`.
fn explain(state: &mut State, text: &str) -> Reply {
    let split = text.rsplit_once(" in ").map(|(f, x)| (f, x.trim()));
    let (text, named) = match split {
        Some((formula, name)) if !name.contains([' ', ')']) => (formula, Some(name.to_owned())),
        _ => (text, None),
    };
    let function = match formula(state, text) {
        Ok(function) => function,
        Err(reply) => return reply,
    };
    let variables = match named {
        Some(name) => vec![name],
        None => function.variables().to_vec(),
    };
    if variables.is_empty() {
        return Reply::refused(format!("`{text}` has no variables"));
    }
    let explained = |variable: &String| match function.explain(variable, Notation::Text) {
        Ok(steps) => Piece::Said(steps.to_string().trim_end().to_owned()),
        Err(error) => Piece::Failed(error.into()),
    };
    Reply {
        pieces: variables.iter().map(explained).collect(),
        end: false,
    }
}

fn simplify(state: &mut State, text: &str) -> Reply {
    match formula(state, text) {
        Ok(function) => {
            let short = function.simplify();
            let mut pieces = state.result(&short.function);
            if !short.assumptions.is_empty() {
                let conditions = short.assumptions.join(", ");
                pieces.push(Piece::Said(format!("assuming {conditions}")));
            }
            Reply { pieces, end: false }
        }
        Err(reply) => reply,
    }
}

fn latex(state: &mut State, text: &str) -> Reply {
    match formula(state, text) {
        Ok(function) => {
            let text = function.arranged().write(Notation::Latex, None, usize::MAX);
            let parts = text
                .definitions
                .iter()
                .map(|(name, value)| format!("{name} = {value}"));
            let lines: Vec<String> = parts.chain(text.results.iter().cloned()).collect();
            Reply::of(Piece::Said(lines.join("\n")))
        }
        Err(reply) => reply,
    }
}

/// `FORMULA in x=-3..3,y=0..1`: ranges stand behind the last `in`.
fn plot(state: &mut State, text: &str) -> Reply {
    let split = text.rsplit_once(" in ");
    let (text, ranges) = match split {
        Some((formula, ranges)) if ranges.contains("..") => (formula, ranges),
        _ => (text, ""),
    };
    let function = match formula(state, text) {
        Ok(function) => function,
        Err(reply) => return reply,
    };
    let mut plot = function.plot();
    for range in ranges.split(',').filter(|range| !range.trim().is_empty()) {
        match crate::plot::named_range(range) {
            Ok((name, (low, high))) => plot = plot.range(&name, low, high),
            Err(error) => return Reply::of(Piece::Failed(error)),
        }
    }
    match plot.figure() {
        Ok(figure) => Reply::of(Piece::Picture(Box::new(figure))),
        Err(error) => Reply::of(Piece::Failed(error.into())),
    }
}

fn check(state: &mut State, text: &str) -> Reply {
    if text.is_empty() {
        return Reply::refused(
            "`:check` takes a claim, as in `:check diff(x^2, x) = 2*x`, or a file",
        );
    }
    if text.ends_with(".partials") {
        return match Source::file(text) {
            Ok(source) => of_file(state, &source),
            Err(error) => Reply::of(Piece::Failed(error)),
        };
    }
    let statement = match text.strip_prefix("claim") {
        Some(_) => text.to_owned(),
        None => format!("claim {text}"),
    };
    let source = Source::formula(&statement);
    // A copy hears the claim, so that nothing is noted of it.
    let mut session = state.session().clone();
    let mut reply = claims(state, &mut session, &source);
    for piece in &mut reply.pieces {
        if let Piece::Decided(record) = piece {
            record.shows_all = true;
        }
    }
    reply
}

/// The claims of a file, which knows nothing of the prompt.
fn of_file(state: &State, source: &Source) -> Reply {
    claims(state, &mut source.session(), source)
}

fn claims(state: &State, session: &mut Session, source: &Source) -> Reply {
    let output = session.run(&source.text);
    let mut reply = Reply::default();
    for claim in output.claims() {
        reply.pieces.push(state.decide(source, claim));
    }
    if !output.diagnostics.is_empty() {
        reply
            .pieces
            .push(Piece::Wrong(source.clone(), output.diagnostics));
    } else if reply.pieces.is_empty() {
        return Reply::refused("there is no claim to check");
    }
    reply
}

fn vars(state: &mut State, _: &str) -> Reply {
    let mut lines = Vec::new();
    let definitions = state.session().definitions().iter();
    for (name, _) in definitions.filter(|(name, _)| !name.starts_with('%')) {
        let Some(function) = state.session().function(name) else {
            continue;
        };
        lines.push(definition(name, &function));
    }
    let entries = state.journal().entries().iter();
    lines.extend(
        entries
            .filter(|e| e.deed == Deed::Assumed)
            .map(|e| e.text.clone()),
    );
    if lines.is_empty() {
        lines.push("nothing is defined or assumed".to_owned());
    }
    Reply::of(Piece::Said(lines.join("\n")))
}

/// A definition as it can be typed.
fn definition(name: &str, function: &Function) -> String {
    let parameters = match function.variables() {
        [] => String::new(),
        names => format!("({})", names.join(", ")),
    };
    let text = function.text();
    let shared: String = text
        .definitions
        .iter()
        .map(|(name, value)| format!("{name} = {value}; "))
        .collect();
    let value = crate::notation::shaped(function.shape(), &text.results);
    format!("{name}{parameters} = {shared}{value}")
}

fn clear(state: &mut State, name: &str) -> Reply {
    match name {
        "" => {
            let settings = state.settings().clone();
            state.restore(&super::journal::Journal::default(), settings);
            Reply::default()
        }
        _ if state.forget(name) => Reply::default(),
        _ => Reply::refused(format!("`{name}` is not defined")),
    }
}

fn load(state: &mut State, path: &str) -> Reply {
    if path.is_empty() {
        return Reply::refused("`:load` takes the name of a file");
    }
    match Source::file(path) {
        Ok(source) => Reply {
            pieces: state.load(&source),
            end: false,
        },
        Err(error) => Reply::of(Piece::Failed(error)),
    }
}

fn save(state: &mut State, path: &str) -> Reply {
    if path.is_empty() {
        return Reply::refused("`:save` takes the name of a file");
    }
    match fs::write(path, state.journal().source()) {
        Ok(()) => {
            let count = state.journal().entries().len();
            Reply::of(Piece::Note(format!("{count} statements in {path}")))
        }
        Err(error) => {
            let message = format!("`{path}` can't be written: {error}");
            Reply::of(Piece::Failed(Error::usage(Code::Input, message)))
        }
    }
}

fn set(state: &mut State, text: &str) -> Reply {
    if text.is_empty() {
        let values = state.settings().list();
        let meanings = SETTINGS.iter().map(|(_, meaning)| meaning);
        let lines: Vec<String> = values
            .iter()
            .zip(meanings)
            .map(|((name, value), meaning)| format!("{name} {value:<6} {meaning}"))
            .collect();
        return Reply::of(Piece::Said(lines.join("\n")));
    }
    let Some((name, value)) = text.split_once(char::is_whitespace) else {
        return Reply::refused(format!("`:set {text}` takes a value"));
    };
    match state.settings_mut().set(name, value.trim()) {
        Ok(()) => Reply::default(),
        Err(expected) => Reply::refused(format!("`:set {text}`: expected {expected}")),
    }
}

fn time(state: &mut State, text: &str) -> Reply {
    let start = Instant::now();
    let mut reply = state.answer(text);
    let seconds = start.elapsed().as_secs_f64();
    reply.pieces.push(Piece::Said(format!("{seconds:.6} s")));
    reply
}

fn quit(_: &mut State, _: &str) -> Reply {
    Reply {
        pieces: Vec::new(),
        end: true,
    }
}

/// The formula of a command's argument, and what else it says.
fn formula(state: &State, text: &str) -> Result<Function, Reply> {
    let source = Source::formula(text);
    let mut session = state.session().clone();
    let output = session.run(text);
    if output.has_errors() {
        return Err(Reply::of(Piece::Wrong(source, output.diagnostics)));
    }
    let mut kinds = output.items.into_iter().map(|item| item.kind);
    match (kinds.next(), kinds.next()) {
        (Some(ItemKind::Query { function, .. }), None) => Ok(function),
        _ => Err(Reply::refused("expected one formula")),
    }
}
