//! Where output goes: results to standard output, diagnostics to standard error, colours to
//! terminals.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

use clap::ValueEnum;
use partials::parser::render::render;
use partials::parser::{Diagnostic, Severity};
use partials::plot::Screen;

use crate::error::Error;
use crate::exit::Exit;
use crate::input::Source;
use crate::notation::printable;
use crate::progress::Progress;
use crate::report::{self, Record, Write as _};

/// The most errors and warnings of one source that are shown.
const SHOWN: usize = 100;

/// When colours are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Colours that are used, by what they say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// Something is wrong.
    Bad,
    /// Something is open.
    Open,
    /// All is well.
    Good,
    /// Of less weight.
    Quiet,
}

/// Whether text is coloured.
#[derive(Clone, Copy, Debug)]
pub struct Style(bool);

impl Style {
    fn new(color: Color, terminal: bool) -> Self {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let wanted = set("NO_COLOR").is_none() && set("TERM").is_none_or(|term| term != "dumb");
        Self(match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && wanted,
        })
    }

    /// The text in a colour, or as it is.
    pub fn paint(self, paint: Paint, text: &str) -> String {
        let code = match paint {
            _ if !self.0 => return text.to_owned(),
            Paint::Bad => "1;31",
            Paint::Open => "1;33",
            Paint::Good => "32",
            Paint::Quiet => "2",
        };
        format!("\x1b[{code}m{text}\x1b[0m")
    }
}

/// Standard output and standard error, and what the exit code will be.
#[derive(Debug)]
pub struct Console {
    /// Standard output.
    pub out: BufWriter<Out>,
    /// How standard output is coloured.
    pub style: Style,
    /// What the exit code will be.
    pub exit: Exit,
    /// How far work has come.
    pub progress: Progress,
    /// How many columns a terminal that shows standard output has.
    pub columns: Option<usize>,
    error_style: Style,
}

/// Standard output, where it does not run into what is drawn of work.
#[derive(Debug)]
pub struct Out {
    stdout: Stdout,
    progress: Progress,
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.progress.aside(|| self.stdout.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stdout.flush()
    }
}

impl Console {
    /// The console of the program.
    pub fn new(color: Color) -> Self {
        let progress = Progress::new(io::stderr().is_terminal());
        let out = Out {
            stdout: io::stdout(),
            progress: progress.clone(),
        };
        Self {
            out: BufWriter::with_capacity(1 << 16, out),
            progress,
            style: Style::new(color, io::stdout().is_terminal()),
            exit: Exit::default(),
            columns: terminal_size::terminal_size_of(io::stdout())
                .map(|(terminal_size::Width(columns), _)| columns.into()),
            error_style: Style::new(color, io::stderr().is_terminal()),
        }
    }

    /// What pictures are drawn with on standard output.
    pub fn screen(&self) -> Screen {
        Screen {
            columns: self.columns.unwrap_or(80).clamp(20, 160),
            colors: self.style.0,
        }
    }

    /// Writes out what is kept.
    ///
    /// # Errors
    /// Where nobody reads it, or it can't be written.
    pub fn flush(&mut self) -> Result<(), Error> {
        Ok(self.out.flush()?)
    }

    /// Says what is wrong on standard error. Input that can't be read decides the exit code.
    pub fn error(&mut self, error: &Error) {
        if let Error::Wrong {
            origin,
            diagnostics,
        } = error
        {
            return self.diagnostics(origin, diagnostics);
        }
        self.exit.unreadable = true;
        let text = format!(
            "error[{}]: {}\n",
            error.code().as_str(),
            printable(&error.to_string())
        );
        self.say(Severity::Error, &text);
    }

    /// Says on standard error what a result rests on.
    pub fn assuming(&mut self, conditions: &[String]) {
        let text = format!("assuming {}\n", printable(&conditions.join(", ")));
        self.say(Severity::Warning, &text);
    }

    /// Says on standard error what is to be known of a result.
    pub fn remark(&mut self, text: &str) {
        self.say(Severity::Warning, &format!("note: {}\n", printable(text)));
    }

    /// Shows a claim with its verdict, which decides the exit code.
    ///
    /// # Errors
    /// Where nothing can be written.
    pub fn claim(&mut self, record: Record) -> io::Result<()> {
        self.exit.claim(record.decided);
        report::text(self.style).claim(&mut self.out, record)
    }

    /// Shows errors and warnings with their place in the source.
    pub fn diagnostics(&mut self, source: &Source, diagnostics: &[Diagnostic]) {
        self.exit.unreadable |= diagnostics.iter().any(Diagnostic::is_error);
        for diagnostic in diagnostics.iter().take(SHOWN) {
            let text = source.place(&render(&source.text, diagnostic));
            self.say(diagnostic.severity, &format!("{text}\n"));
        }
        if let Some(more) = diagnostics
            .len()
            .checked_sub(SHOWN)
            .filter(|more| *more > 0)
        {
            let text = format!("{more} more errors and warnings are not shown\n");
            self.say(Severity::Warning, &text);
        }
    }

    /// The first word, with the code, has a colour.
    fn say(&mut self, severity: Severity, text: &str) {
        let paint = if severity == Severity::Error {
            Paint::Bad
        } else {
            Paint::Open
        };
        let (head, rest) = text.split_once(':').unwrap_or(("", text));
        let colon = if head.is_empty() { "" } else { ":" };
        let head = if head.is_empty() {
            String::new()
        } else {
            self.error_style.paint(paint, head)
        };
        // Nothing can be said where standard error is closed.
        let _ = self.out.flush();
        let say = || write!(io::stderr(), "{head}{colon}{rest}");
        let _ = self.progress.aside(say);
    }
}
