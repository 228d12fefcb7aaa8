//! The prompt on a pseudo-terminal: keys, history, completion, lines that go on, Ctrl-C.

use rexpect::session::{PtySession, spawn_command};

/// How long an answer may take before the test fails, in milliseconds.
const PATIENCE: u64 = 120_000;
/// Bracketed paste goes on when a line is read, and off when it is answered.
const READS: &str = "[?2004h";

/// A terminal with a prompt.
struct Terminal(PtySession);

impl Terminal {
    fn new() -> Self {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_partials"));
        command
            .env("TERM", "xterm")
            .env("NO_COLOR", "1")
            .env("PARTIALS_HISTORY", "/dev/null");
        let mut terminal = Self(spawn_command(command, Some(PATIENCE)).unwrap());
        terminal.0.exp_string("`:quit` ends").unwrap();
        terminal.0.exp_string(READS).unwrap();
        terminal
    }

    fn press(&mut self, keys: &str) {
        self.0.send(keys).unwrap();
        self.0.flush().unwrap();
    }

    /// Presses keys and Enter; what is printed until the next line is read contains `expected`.
    #[track_caller]
    fn answers(&mut self, keys: &str, expected: &str) {
        self.press(&format!("{keys}\r"));
        self.says(expected);
    }

    #[track_caller]
    fn says(&mut self, expected: &str) {
        let printed = self.0.exp_string(READS).unwrap();
        assert!(printed.contains(expected), "{expected} is not in {printed}");
    }

    fn ends(mut self, keys: &str) {
        self.press(keys);
        self.0.exp_eof().unwrap();
    }
}

#[test]
fn results_are_numbered_and_readings_shown() {
    let mut terminal = Terminal::new();
    terminal.answers("2x sin x", "read as 2*x*sin(x)");
    terminal.answers("5", "%2 = 5");
    terminal.answers("%1 - %1 + %2", "%3 = 5");
    terminal.ends(":quit\r");
}

#[test]
fn history_comes_back_with_the_arrow() {
    let mut terminal = Terminal::new();
    terminal.answers("6*7", "%1 = 42");
    terminal.answers("\x1b[A", "%2 = 42");
    terminal.ends(":quit\r");
}

#[test]
fn names_and_signs_are_completed() {
    let mut terminal = Terminal::new();
    terminal.answers("sq\t16)", "%1 = 4");
    terminal.answers("\\alp\t - \\alph\t + 7", "%2 = 7");
    terminal.answers("velocity = 3", "");
    terminal.answers("velo\t^2", "%3 = 9");
    terminal.answers(":hel\t", "Functions:");
    terminal.ends(":quit\r");
}

#[test]
fn an_open_bracket_wants_more() {
    let mut terminal = Terminal::new();
    terminal.press("(6\r");
    terminal.answers("*7)", "%1 = 42");
    terminal.ends(":quit\r");
}

#[test]
fn ctrl_c_takes_back_a_line_and_a_computation() {
    let mut terminal = Terminal::new();
    terminal.press("1 + ");
    terminal.0.send_control('c').unwrap();
    terminal.says("");
    terminal.answers("a = 20", "");
    terminal.answers("a + 1", "%1 = 21");
    terminal.answers(":set digits 10000", "");
    terminal.press("gamma(1/3)\r");
    terminal.0.exp_string("[?2004l").unwrap();
    // After a second there is a sign of life.
    terminal.0.exp_string("working (Ctrl-C stops it)").unwrap();
    terminal.0.send_control('c').unwrap();
    terminal.says("interrupted");
    // What was said before is still known.
    terminal.answers("a + %1 + 1", "%2 = 42");
    terminal.ends("\x04");
}
