//! What the prompt knows, and how it answers a line.

use partials::parser::{Code, Diagnostic};
use partials::plot::Figure;
use partials::symbolic::Rational;
use partials::symbolic::print::Notation;
use partials::{CheckedClaim, Function, ItemKind, Session, Verifier};

use super::journal::{Deed, Journal};
use super::settings::{Form, Settings};
use super::{command, typed, wants_more};
use crate::error::Error;
use crate::eval::text_at;
use crate::input::Source;
use crate::notation::shaped;
use crate::point::Point;
use crate::report::{Place, Record};

/// A part of an answer.
#[derive(Debug)]
pub enum Piece {
    /// What was asked for.
    Result(String),
    /// What a command says.
    Said(String),
    /// What a person at the prompt wants to know, and a program that reads the output does not.
    Note(String),
    /// A picture.
    Picture(Box<Figure>),
    /// What is wrong with the input.
    Wrong(Source, Vec<Diagnostic>),
    /// What could not be done.
    Failed(Error),
    /// A claim with its verdict.
    Decided(Box<Record>),
    /// A value does not exist, or could not be found.
    Undefined,
}

/// The answer to a line.
#[derive(Debug, Default)]
pub struct Reply {
    /// Its parts, in order.
    pub pieces: Vec<Piece>,
    /// Whether it is the last.
    pub end: bool,
}

impl Reply {
    /// A reply of one note, that everyone sees.
    pub fn note(text: impl Into<String>) -> Self {
        Self::of(Piece::Said(text.into()))
    }

    /// A reply of one part.
    pub fn of(piece: Piece) -> Self {
        Self {
            pieces: vec![piece],
            end: false,
        }
    }

    /// The command line, or a command, asks for something that can't be done.
    pub fn refused(message: impl Into<String>) -> Self {
        Self::of(Piece::Failed(Error::usage(Code::Mismatch, message)))
    }
}

/// What the prompt knows.
#[derive(Debug)]
pub struct State {
    session: Session,
    journal: Journal,
    settings: Settings,
    results: usize,
    interactive: bool,
    columns: usize,
}

impl State {
    /// Nothing said yet.
    pub fn new(columns: Option<usize>) -> Self {
        let interactive = columns.is_some();
        Self {
            session: Source::formula("").session(),
            journal: Journal::default(),
            settings: Settings::new(interactive),
            results: 0,
            interactive,
            columns: columns.unwrap_or(usize::MAX),
        }
    }

    /// How many columns there are.
    pub const fn all_columns(&self) -> usize {
        self.columns
    }

    /// How many columns a formula may take, beside the number of a result.
    const fn columns(&self) -> usize {
        self.columns.saturating_sub(8)
    }

    /// Whether a person types the lines.
    pub const fn interactive(&self) -> bool {
        self.interactive
    }

    /// What was said.
    pub const fn journal(&self) -> &Journal {
        &self.journal
    }

    /// What can be set.
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What can be set.
    pub const fn settings_mut(&mut self) -> &mut Settings {
        &mut self.settings
    }

    /// Definitions and assumptions.
    pub const fn session(&self) -> &Session {
        &self.session
    }

    /// The names that are defined.
    pub fn names(&self) -> Vec<String> {
        let defined = self.session.definitions().iter();
        defined.map(|(name, _)| name.to_owned()).collect()
    }

    /// Says all again that a journal holds, without an answer.
    pub fn restore(&mut self, journal: &Journal, settings: Settings) {
        *self = Self::new(self.interactive.then_some(self.columns));
        self.settings = settings;
        for entry in journal.entries() {
            let output = self.session.run(&entry.text);
            for item in output.items {
                if let ItemKind::Query { function, at } = item.kind
                    && at.is_empty()
                {
                    self.keep(&function);
                }
            }
            self.journal.push(entry.deed.clone(), &entry.text);
        }
    }

    /// Takes back the definition of a name; whether there was one.
    pub fn forget(&mut self, name: &str) -> bool {
        let mut journal = self.journal.clone();
        let known = journal.forget(name);
        if known {
            self.restore(&journal, self.settings.clone());
        }
        known
    }

    /// Answers a line: a command that begins with a colon, or statements.
    pub fn answer(&mut self, line: &str) -> Reply {
        let text = line.trim();
        match text.strip_prefix(':') {
            Some(command) => command::answer(self, command),
            None if command::is_bare(text) && !self.is_known(text) => command::answer(self, text),
            None => Reply {
                pieces: self.run(&typed(line.trim_end())),
                end: false,
            },
        }
    }

    fn is_known(&self, name: &str) -> bool {
        self.session.definitions().get(name).is_some()
    }

    /// Runs the statements of a source.
    pub fn run(&mut self, source: &Source) -> Vec<Piece> {
        let output = self.session.run(&source.text);
        let mut pieces = Vec::new();
        if !output.diagnostics.is_empty() {
            pieces.push(Piece::Wrong(source.clone(), output.diagnostics));
        }
        for item in output.items {
            let span = item.span.start as usize..item.span.end as usize;
            let text = source.text.get(span).unwrap_or_default();
            if let Some(read) = item.read {
                pieces.push(Piece::Note(format!("read as {read}")));
            }
            let deed = match &item.kind {
                ItemKind::Defined(name) => Deed::Defined(name.clone()),
                ItemKind::Assumed | ItemKind::Data(_) => Deed::Assumed,
                _ => Deed::Asked,
            };
            self.journal.push(deed, text);
            match item.kind {
                ItemKind::Claim(claim) => pieces.push(self.decide(source, &claim)),
                ItemKind::Query { function, at } => self.query(function, &at, &mut pieces),
                _ => {}
            }
        }
        pieces
    }

    /// A claim with its verdict.
    pub fn decide(&self, source: &Source, claim: &CheckedClaim) -> Piece {
        let verifier = Verifier::new()
            .seed(self.settings.seed)
            .points(usize::from(self.settings.points));
        let line = 1 + source
            .text
            .get(..claim.span.start as usize)
            .map_or(0, |before| before.matches('\n').count());
        let place = Place {
            file: source.file_name().map(str::to_owned),
            line,
        };
        match claim.check(&verifier) {
            Ok(report) => Piece::Decided(Box::new(Record::new(place, claim, report))),
            Err(error) => Piece::Wrong(source.clone(), error.diagnostics()),
        }
    }

    /// Runs the statements of a file. Where it speaks of results, line by line, so that each is
    /// there when it is spoken of.
    pub fn load(&mut self, source: &Source) -> Vec<Piece> {
        if !source.text.contains('%') {
            return self.run(source);
        }
        let mut pieces = Vec::new();
        let mut pending = String::new();
        for line in source.text.lines() {
            pending.push_str(line);
            if wants_more(&pending) {
                pending.push('\n');
                continue;
            }
            pieces.extend(self.run(&source.part(&pending)));
            // Blank lines keep the numbers of those that follow.
            pending = pending.chars().filter(|c| *c == '\n').collect();
            pending.push('\n');
        }
        pieces.extend(self.run(&source.part(&pending)));
        pieces
    }

    /// A result that no statement stands for: one is noted in its place.
    pub fn result(&mut self, function: &Function) -> Vec<Piece> {
        let text = function.text();
        if !text.definitions.is_empty() {
            return vec![Piece::Result(self.text(function))];
        }
        let statement = shaped(function.shape(), &text.results);
        self.journal.push(Deed::Asked, &statement);
        let mut pieces = Vec::new();
        self.query(function.clone(), &[], &mut pieces);
        pieces
    }

    fn query(&mut self, function: Function, at: &[(String, Rational)], pieces: &mut Vec<Piece>) {
        if !at.is_empty() {
            return pieces.extend(self.value(&function, at));
        }
        let shown = function.arranged();
        let number = self.keep(&function);
        let text = self.text(&shown);
        let label = if self.interactive {
            format!("%{number} = ")
        } else {
            String::new()
        };
        if !shown.variables().is_empty() || is_plain(&text) {
            return pieces.push(Piece::Result(beside(&label, &text)));
        }
        match self.worth(&function, &[]) {
            Ok((value, true)) if value != text => {
                let both = behind(&text, &format!(" ≈ {value}"));
                pieces.push(Piece::Result(beside(&label, &both)));
            }
            Ok((reason, false)) => {
                pieces.push(Piece::Result(beside(&label, &text)));
                pieces.extend([Piece::Result(reason), Piece::Undefined]);
            }
            // What is not defined has no value, and that is no error.
            _ => pieces.push(Piece::Result(beside(&label, &text))),
        }
    }

    /// The value of a function at a point, or why there is none.
    fn worth(
        &self,
        function: &Function,
        at: &[(String, Rational)],
    ) -> Result<(String, bool), Error> {
        let point = Point::of(at)?;
        point.check_variables(function.variables())?;
        text_at(function, &point, self.settings.digits)
    }

    /// The value of a function at a point.
    pub fn value(&self, function: &Function, at: &[(String, Rational)]) -> Vec<Piece> {
        match self.worth(function, at) {
            Ok((text, true)) => vec![Piece::Result(text)],
            Ok((text, false)) => vec![Piece::Result(text), Piece::Undefined],
            Err(error) => vec![Piece::Failed(error)],
        }
    }

    /// Gives a result the next number.
    fn keep(&mut self, function: &Function) -> usize {
        self.results += 1;
        self.session.bind(&format!("%{}", self.results), function);
        self.session.bind("%", function);
        self.results
    }

    /// A formula in the form that is set.
    pub fn text(&self, function: &Function) -> String {
        let text = match self.settings.form {
            Form::Line => {
                let text = function.text();
                let result = shaped(function.shape(), &text.results);
                return with_parts(&text.definitions, result);
            }
            Form::TwoDimensional => function.write(Notation::Unicode, None, self.columns()),
            Form::Latex => function.write(Notation::Latex, None, self.columns()),
        };
        let result = text.results.join("\n");
        with_parts(&text.definitions, result)
    }
}

/// A result below the parts that it is made of.
fn with_parts(parts: &[(String, String)], result: String) -> String {
    let parts = parts
        .iter()
        .map(|(name, value)| format!("{name} = {value}"));
    let lines: Vec<String> = parts.chain([result]).collect();
    lines.join("\n")
}

/// A number as it can be typed: no value besides it is wanted.
fn is_plain(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty()
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// Text with more behind its middle line.
fn behind(text: &str, more: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let middle = lines.len() / 2;
    let mark = |(i, line): (usize, &&str)| match i == middle {
        true => format!("{line}{more}"),
        false => (*line).to_owned(),
    };
    let marked: Vec<String> = lines.iter().enumerate().map(mark).collect();
    marked.join("\n")
}

/// Text with a label before its middle line, and as much space before the others.
fn beside(label: &str, text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let middle = lines.len() / 2;
    let space = " ".repeat(label.chars().count());
    let mark = |(i, line): (usize, &&str)| {
        let before = if i == middle { label } else { &space };
        format!("{before}{line}")
    };
    let marked: Vec<String> = lines.iter().enumerate().map(mark).collect();
    marked.join("\n")
}
