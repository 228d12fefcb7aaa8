//! What the program reads: a formula, a file `FILE.partials`, or `-` for standard input.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use partials::parser::{Code, Diagnostic};
use partials::symbolic::Rational;
use partials::{Function, ItemKind, Session, Table};

use crate::console::Console;
use crate::error::Error;
use crate::notation::printable;

/// The text of a source, and where it comes from.
#[derive(Clone, Debug)]
pub struct Source {
    file: Option<String>,
    /// The text.
    pub text: String,
}

impl Source {
    /// A formula of the command line.
    pub fn formula(text: &str) -> Self {
        Self {
            file: None,
            text: text.to_owned(),
        }
    }

    /// What the argument names: a file, standard input, or itself.
    ///
    /// # Errors
    /// Where the file can't be read or holds no text.
    pub fn of_argument(argument: &str) -> Result<Self, Error> {
        match argument {
            "-" => Self::file(argument),
            _ if argument.ends_with(".partials") => Self::file(argument),
            _ => Ok(Self::formula(argument)),
        }
    }

    /// The text of a file, or of standard input for `-`.
    ///
    /// # Errors
    /// Where the file can't be read or holds no text.
    pub fn file(path: &str) -> Result<Self, Error> {
        let (name, bytes) = bytes(path)?;
        let refuse = |reason: String| Error::Input {
            name: name.to_owned(),
            reason,
        };
        let text = String::from_utf8(bytes).map_err(|error| {
            let place = error.utf8_error().valid_up_to();
            refuse(format!("it is no UTF-8 text (byte {place})"))
        })?;
        if let Some(place) = text.find('\0') {
            return Err(refuse(format!("it is no text (byte {place} is zero)")));
        }
        Ok(Self {
            file: Some(name.to_owned()),
            text,
        })
    }

    /// A session that reads the data that this source names, from the folder of its file.
    pub fn session(&self) -> Session {
        let folder = self
            .file
            .as_deref()
            .and_then(|file| Path::new(file).parent());
        // A file called `-` is one, not standard input.
        let folder = Path::new(".").join(folder.unwrap_or(Path::new("")));
        Session::new().with_loader(move |path| {
            let found = table(&folder.join(path).to_string_lossy());
            found.map_err(|error| match error {
                Error::Input { reason, .. } => reason,
                other => other.to_string(),
            })
        })
    }

    /// Some of the text, from the same place.
    pub fn part(&self, text: &str) -> Self {
        Self {
            file: self.file.clone(),
            text: text.to_owned(),
        }
    }

    /// The name of the file, if it is one.
    pub fn file_name(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// The name of the file, or what stands for it.
    pub fn name(&self) -> &str {
        self.file.as_deref().unwrap_or("formula")
    }

    /// A rendered diagnostic, with the name of the file before line and column.
    pub fn place(&self, rendered: &str) -> String {
        match (&self.file, rendered.split_once('\n')) {
            (Some(file), Some((head, rest))) => {
                let arrow = format!("--> {}:", printable(file));
                format!("{head}\n{}", rest.replacen("--> ", &arrow, 1))
            }
            _ => rendered.to_owned(),
        }
    }

    /// An error with its place in this source.
    pub fn wrong(&self, error: &partials::Error) -> Error {
        Error::Wrong {
            origin: self.clone(),
            diagnostics: error.diagnostics(),
        }
    }
}

/// The table in a file.
///
/// # Errors
/// Where the file can't be read or holds no table.
pub fn table(path: &str) -> Result<Table, Error> {
    let (name, bytes) = bytes(path)?;
    Table::from_bytes(bytes).map_err(|error| Error::Input {
        name: name.to_owned(),
        reason: error.to_string(),
    })
}

/// A name for a file, or for standard input, which is `-`, and what it holds.
fn bytes(path: &str) -> Result<(&str, Vec<u8>), Error> {
    let name = if path == "-" { "standard input" } else { path };
    let mut bytes = Vec::new();
    let read = match path {
        "-" => io::stdin().lock().read_to_end(&mut bytes),
        _ => File::open(path).and_then(|mut file| file.read_to_end(&mut bytes)),
    };
    match read {
        Ok(_) => Ok((name, bytes)),
        Err(error) => Err(Error::Input {
            name: name.to_owned(),
            reason: reason(&error),
        }),
    }
}

/// Why a file can't be read, in the same words on every platform.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a directory".to_owned(),
        _ => error.to_string(),
    }
}

/// A function that was read, with the text that it stands for.
#[derive(Clone, Debug)]
pub struct Formula {
    /// Its name, where it is a definition.
    pub name: Option<String>,
    /// The statement as it is written.
    pub input: String,
    /// What it means.
    pub function: Function,
    /// The point that the statement names.
    pub at: Vec<(String, Rational)>,
}

/// The functions of all arguments, in order. What can't be read is reported and left out.
pub fn formulas(arguments: &[String], console: &mut Console) -> Vec<Formula> {
    let mut found = Vec::new();
    for argument in arguments {
        match read(argument, console) {
            Ok(list) => found.extend(list),
            Err(error) => console.error(&error),
        }
    }
    found
}

/// Of a source all formulas, and all definitions that have variables.
fn read(argument: &str, console: &mut Console) -> Result<Vec<Formula>, Error> {
    Ok(read_all(argument, console)?.formulas)
}

/// What a source says.
#[derive(Debug)]
pub struct Statements {
    /// All formulas, and all definitions that have variables.
    pub formulas: Vec<Formula>,
    /// What is known after it.
    pub session: Session,
}

/// Reads what an argument names. Statements with errors are reported and left out.
///
/// # Errors
/// Where it can't be read, or there is no formula.
pub fn read_all(argument: &str, console: &mut Console) -> Result<Statements, Error> {
    let source = Source::of_argument(argument)?;
    let mut session = source.session();
    let output = session.run(&source.text);
    if !output.diagnostics.is_empty() {
        console.diagnostics(&source, &output.diagnostics);
    }
    let wrong = output.has_errors();
    let mut formulas = Vec::new();
    for item in output.items {
        let span = item.span.start as usize..item.span.end as usize;
        let input = source.text.get(span).unwrap_or_default().to_owned();
        match item.kind {
            ItemKind::Query { function, at } => {
                formulas.push(Formula {
                    name: None,
                    input,
                    function,
                    at,
                });
            }
            ItemKind::Defined(name) => {
                let function = session
                    .function(&name)
                    .filter(|f| !f.variables().is_empty());
                let formula = |function| Formula {
                    name: Some(name),
                    input,
                    function,
                    at: Vec::new(),
                };
                formulas.extend(function.map(formula));
            }
            _ => {}
        }
    }
    if formulas.is_empty() && !wrong {
        let message = format!("there is no formula in `{}`", shown(&source));
        return Err(Error::usage(Code::Input, message));
    }
    Ok(Statements { formulas, session })
}

fn shown(source: &Source) -> &str {
    if source.file.is_some() {
        source.name()
    } else {
        source.text.trim()
    }
}

/// The byte at which each line begins, to find the line of a byte without counting from the start.
#[derive(Debug)]
pub struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// The lines of a text.
    pub fn new(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self {
            starts: std::iter::once(0)
                .chain(ends.map(|(place, _)| place + 1))
                .collect(),
        }
    }

    /// The line of a byte, counted from 1.
    pub fn number(&self, byte: u32) -> usize {
        self.starts.partition_point(|start| *start <= byte as usize)
    }

    /// The text of the line of a byte.
    pub fn text<'t>(&self, text: &'t str, byte: u32) -> &'t str {
        let number = self.number(byte);
        let start = number
            .checked_sub(1)
            .and_then(|line| self.starts.get(line))
            .copied();
        let end = self.starts.get(number).copied().unwrap_or(text.len());
        text.get(start.unwrap_or(0)..end).unwrap_or_default().trim()
    }
}

/// The first error that lies on each line, by line.
pub fn errors_by_line<'d>(
    lines: &Lines,
    diagnostics: &'d [Diagnostic],
) -> Vec<(usize, &'d Diagnostic)> {
    let errors = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.is_error());
    let mut found: Vec<_> = errors.map(|d| (lines.number(d.span.start), d)).collect();
    found.dedup_by_key(|(line, _)| *line);
    found
}
