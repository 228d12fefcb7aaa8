//! Annotations in the log of GitHub Actions: a command for each claim that does not hold.

use std::io;

use partials::numeric::verify::Verdict;

use super::{Record, Summary, Write};

/// Writes workflow commands, as claims are decided.
#[derive(Debug)]
pub struct Github;

impl Write for Github {
    fn claim(&mut self, out: &mut dyn io::Write, record: Record) -> io::Result<()> {
        if record.holds() {
            return Ok(());
        }
        let level = match record.decided {
            Some(Verdict::Undecided(_)) => "warning",
            _ => "error",
        };
        let mut properties = Vec::new();
        if let Some(file) = &record.place.file {
            properties.push(format!("file={}", property(file)));
            properties.push(format!("line={}", record.place.line));
        }
        properties.push(format!("title={}", property(&record.heading())));
        let mut lines = vec![record.title().to_owned()];
        lines.extend(record.reasons());
        let text = message(&lines.join("\n"));
        writeln!(out, "::{level} {}::{text}", properties.join(","))
    }

    fn finish(&mut self, out: &mut dyn io::Write, summary: &Summary) -> io::Result<()> {
        writeln!(out, "{}", message(&summary.sentence()))
    }
}

/// Text of a message: one line, in which no further command can begin.
fn message(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Text of a property, which ends at a colon or comma too.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
