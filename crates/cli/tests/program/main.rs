//! The built program: what it prints where, and its exit code.
//!
//! A snapshot is a transcript: commands as they are pasted into a shell, what is printed to
//! standard output, then what is printed to standard error, and the exit code unless it is 0.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)] // Fails the test.

mod browser;
mod documents;
mod errors;
mod exec;
mod foreign;
mod inputs;
mod pictures;
mod prompt;
mod properties;
mod reports;
mod terminal;
mod tour;
mod transcripts;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The folder in which commands run: that of the workspace.
fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

/// Runs a command line in a shell that knows the program.
fn shell(line: &str) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_partials"));
    let path = std::env::var("PATH").unwrap_or_default();
    let folder = program.parent().unwrap().display();
    Command::new("sh")
        .args(["-c", line])
        .env("PATH", format!("{folder}:{path}"))
        .env("COLUMNS", "100")
        .env_remove("NO_COLOR")
        .current_dir(workspace())
        .output()
        .unwrap()
}

/// What the prompt prints for lines of input, errors in their place among the results.
fn prompt(input: &str) -> String {
    let mut child = Command::new("sh")
        .args(["-c", &format!("{} 2>&1", env!("CARGO_BIN_EXE_partials"))])
        .env("NO_COLOR", "1")
        .current_dir(workspace())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let input = input.to_owned();
    let writer = std::thread::spawn(move || {
        // A prompt that has ended reads no more.
        let _ = pipe.write_all(input.as_bytes());
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let code = output.status.code().unwrap_or(-1);
    assert!(
        matches!(code, 0..=3),
        "exit code {code}\n{}",
        stdout(&output)
    );
    stdout(&output)
}

/// A document that is made by a test: compared, or with `UPDATE_DOCS=1` written anew.
fn document(name: &str, text: &str) {
    let path = workspace().join("docs").join(name);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(path).unwrap(),
        text,
        "run with UPDATE_DOCS=1"
    );
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Runs commands, one a line, and shows what they print.
fn transcript(commands: &str) -> String {
    let mut text = String::new();
    for line in commands.trim().lines().map(str::trim) {
        let output = shell(line);
        text.push_str(&format!("$ {line}\n{}", stdout(&output)));
        let errors = stderr(&output);
        if !errors.is_empty() {
            text.push_str(&format!("[standard error]\n{errors}"));
        }
        match output.status.code() {
            Some(0) => {}
            code => text.push_str(&format!("[exit code {}]\n", code.unwrap_or(-1))),
        }
        text.push('\n');
    }
    text
}
