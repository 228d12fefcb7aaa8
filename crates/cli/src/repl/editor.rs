//! Line editing on a terminal: history, completion, highlighting, lines that go on.

use std::borrow::Cow;
use std::path::PathBuf;

use partials::parser::{Completeness, Names, parse};
use partials::symbolic::Function;
use rustyline::completion::{Completer, Pair};
use rustyline::error::ReadlineError;
use rustyline::highlight::{CmdKind, Highlighter, MatchingBracketHighlighter};
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{CompletionType, Config, Context, Helper};

use super::help;
use crate::console::{Paint, Style};
use crate::error::Error;

/// The prompt.
const PROMPT: &str = "∂ ";
/// The most lines that are kept.
const KEPT: usize = 10_000;

/// Greek letters and signs by their names in TeX.
const SIGNS: &[(&str, &str)] = &[
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("epsilon", "ε"),
    ("zeta", "ζ"),
    ("eta", "η"),
    ("theta", "θ"),
    ("iota", "ι"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("nu", "ν"),
    ("xi", "ξ"),
    ("pi", "π"),
    ("rho", "ρ"),
    ("sigma", "σ"),
    ("tau", "τ"),
    ("upsilon", "υ"),
    ("phi", "φ"),
    ("chi", "χ"),
    ("psi", "ψ"),
    ("omega", "ω"),
    ("Gamma", "Γ"),
    ("Delta", "Δ"),
    ("Theta", "Θ"),
    ("Lambda", "Λ"),
    ("Sigma", "Σ"),
    ("Phi", "Φ"),
    ("Psi", "Ψ"),
    ("Omega", "Ω"),
    ("partial", "∂"),
    ("nabla", "∇"),
    ("cdot", "·"),
    ("times", "×"),
    ("le", "≤"),
    ("ge", "≥"),
    ("ne", "≠"),
    ("infty", "inf"),
];

/// What completes and colours lines.
struct Assistant {
    names: Vec<String>,
    brackets: MatchingBracketHighlighter,
    style: Style,
}

/// Reads lines from a terminal.
pub struct Editor {
    inner: rustyline::Editor<Assistant, FileHistory>,
    history: Option<PathBuf>,
}

/// Where the history is kept: in the folder for the state of programs, or nowhere.
fn history_file() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    if let Some(file) = set("PARTIALS_HISTORY") {
        return Some(file.into());
    }
    let state = set("XDG_STATE_HOME").map(PathBuf::from);
    let folder = state.or_else(|| Some(PathBuf::from(set("HOME")?).join(".local/state")))?;
    Some(folder.join("partials").join("history"))
}

impl Editor {
    /// With the history of earlier runs.
    ///
    /// # Errors
    /// Where the terminal can't be used.
    pub fn new(style: Style) -> Result<Self, Error> {
        let config = Config::builder()
            .completion_type(CompletionType::List)
            .max_history_size(KEPT)
            .and_then(|builder| builder.history_ignore_dups(true))
            .map_err(failed)?
            .history_ignore_space(true)
            .build();
        let mut inner = rustyline::Editor::with_config(config).map_err(failed)?;
        inner.set_helper(Some(Assistant {
            names: Vec::new(),
            brackets: MatchingBracketHighlighter::new(),
            style,
        }));
        let history = history_file();
        if let Some(file) = &history {
            // There is none in the first run.
            let _ = inner.load_history(file);
        }
        Ok(Self { inner, history })
    }

    /// The next line; none at the end of the input.
    ///
    /// # Errors
    /// Where the terminal can't be read.
    pub fn read(&mut self) -> Result<Option<String>, Error> {
        loop {
            match self.inner.readline(PROMPT) {
                Ok(line) => {
                    let _ = self.inner.add_history_entry(line.trim());
                    return Ok(Some(line));
                }
                Err(ReadlineError::Interrupted) => {}
                Err(ReadlineError::Eof) => return Ok(None),
                Err(error) => return Err(failed(error)),
            }
        }
    }

    /// Takes up the names that are defined now.
    pub fn learn(&mut self, names: Vec<String>) {
        if let Some(assistant) = self.inner.helper_mut() {
            assistant.names = names;
        }
    }

    /// Keeps the history for later runs.
    pub fn save(&mut self) {
        let Some(file) = &self.history else { return };
        if let Some(folder) = file.parent() {
            let _ = std::fs::create_dir_all(folder);
        }
        // Without a place for it there is no history, and nothing else is lost.
        let _ = self.inner.save_history(file);
    }
}

fn failed(error: ReadlineError) -> Error {
    Error::Output(std::io::Error::other(error))
}

/// Where the word begins that ends at `position`.
fn word_start(line: &str, position: usize) -> usize {
    let before = line.get(..position).unwrap_or_default();
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '%');
    let start = before.rfind(|c| !is_part(c));
    start.map_or(0, |at| {
        at + before
            .get(at..)
            .and_then(|s| s.chars().next())
            .map_or(1, char::len_utf8)
    })
}

impl Completer for Assistant {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        position: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        Ok(self.candidates(line, position))
    }
}

impl Assistant {
    fn candidates(&self, line: &str, position: usize) -> (usize, Vec<Pair>) {
        let start = word_start(line, position);
        let word = line.get(start..position).unwrap_or_default();
        let before = line.get(..start).unwrap_or_default();
        if before.ends_with('\\') {
            let signs = SIGNS.iter().filter(|(name, _)| name.starts_with(word));
            let pair = |(name, sign): &(&str, &str)| Pair {
                display: format!("\\{name} {sign}"),
                replacement: (*sign).to_owned(),
            };
            return (start - 1, signs.map(pair).collect());
        }
        let plain = |name: &str| Pair {
            display: name.to_owned(),
            replacement: name.to_owned(),
        };
        let command = before.trim_start();
        if command == ":" {
            let names = super::command::TABLE.iter().map(|command| command.name);
            return (
                start,
                names
                    .filter(|name| name.starts_with(word))
                    .map(plain)
                    .collect(),
            );
        }
        if command.starts_with(":load") || command.starts_with(":save") || word.is_empty() {
            return (start, Vec::new());
        }
        let aliases = Function::ALL
            .iter()
            .flat_map(|f| f.row().aliases.iter().copied());
        let defined = self.names.iter().map(String::as_str);
        let mut names: Vec<&str> = defined.collect();
        for name in help::names().chain(aliases) {
            names.push(name);
        }
        names.retain(|name| name.starts_with(word) && *name != word);
        names.sort_unstable();
        names.dedup();
        let is_function =
            |name: &str| Function::find(name).is_some() && !command.starts_with(":help");
        let pair = |name: &&str| Pair {
            display: (*name).to_owned(),
            replacement: if is_function(name) {
                format!("{name}(")
            } else {
                (*name).to_owned()
            },
        };
        (start, names.iter().map(pair).collect())
    }
}

impl Hinter for Assistant {
    type Hint = String;
}

impl Validator for Assistant {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let text = context.input();
        let open = !text.trim_start().starts_with(':')
            && parse(text, &Names::new()).completeness == Completeness::Incomplete
            && text.contains(['(', '[', '\\', '|']);
        Ok(if open {
            ValidationResult::Incomplete
        } else {
            ValidationResult::Valid(None)
        })
    }
}

impl Highlighter for Assistant {
    fn highlight<'l>(&self, line: &'l str, position: usize) -> Cow<'l, str> {
        let matched = self.brackets.highlight(line, position);
        if matches!(matched, Cow::Owned(_)) {
            return matched;
        }
        Cow::Owned(self.coloured(line))
    }

    fn highlight_char(&self, line: &str, position: usize, kind: CmdKind) -> bool {
        self.brackets.highlight_char(line, position, kind) || !line.is_empty()
    }
}

impl Assistant {
    /// Functions and words in one colour, comments in another.
    fn coloured(&self, line: &str) -> String {
        let (code, comment) = match line.find('#') {
            Some(at) => line.split_at(at),
            None => (line, ""),
        };
        let mut text = String::with_capacity(line.len() + 32);
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let mut rest = code;
        while let Some(c) = rest.chars().next() {
            let belongs = is_part(c);
            let end = rest.find(|c| is_part(c) != belongs).unwrap_or(rest.len());
            let (word, behind) = rest.split_at(end);
            if belongs && (Function::find(word).is_some() || help::names().any(|name| name == word))
            {
                text.push_str(&self.style.paint(Paint::Good, word));
            } else {
                text.push_str(word);
            }
            rest = behind;
        }
        if !comment.is_empty() {
            text.push_str(&self.style.paint(Paint::Quiet, comment));
        }
        text
    }
}

impl Helper for Assistant {}
