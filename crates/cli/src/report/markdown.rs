//! Markdown: a table with a row for each claim, and what is known of those that don't hold.

use std::io;

use super::{Record, Summary, Write};

/// Writes a table, and below it what does not hold.
#[derive(Debug, Default)]
pub struct Markdown {
    begun: bool,
    open: Vec<Record>,
}

impl Write for Markdown {
    fn claim(&mut self, out: &mut dyn io::Write, record: Record) -> io::Result<()> {
        if !self.begun {
            self.begun = true;
            writeln!(out, "| verdict | line | claim |\n| --- | --- | --- |")?;
        }
        let claim = code(&record.claim);
        let claim = match &record.label {
            Some(label) => format!("{} {claim}", escaped(label)),
            None => claim,
        };
        writeln!(
            out,
            "| {} | {} | {claim} |",
            record.heading(),
            place(&record)
        )?;
        if !record.holds() {
            self.open.push(record);
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn io::Write, summary: &Summary) -> io::Result<()> {
        for record in &self.open {
            writeln!(out, "\n### {}, {}\n", record.heading(), place(record))?;
            writeln!(out, "{}\n", code(&record.claim))?;
            for line in record.reasons() {
                writeln!(out, "- {}", escaped(&line))?;
            }
        }
        writeln!(out, "\n{}", escaped(&summary.sentence()))
    }
}

fn place(record: &Record) -> String {
    match &record.place.file {
        Some(file) => escaped(&format!("{file}:{}", record.place.line)),
        None => record.place.line.to_string(),
    }
}

/// Text in which nothing is markup.
fn escaped(text: &str) -> String {
    let mut found = String::new();
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '&' | '~' | '$' => {
                found.extend(['\\', c]);
            }
            '\n' | '\r' => found.push(' '),
            _ => found.push(c),
        }
    }
    found
}

/// Text as code, on one line of a table: in more backticks than it has in a row.
fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ").replace('|', "\\|");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}
