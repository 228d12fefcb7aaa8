//! JUnit XML: a test case for each claim. What is refuted is a failure, what is undecided is one
//! too, unless that is allowed: then it is skipped. What can't be checked is an error.

use std::io;

use partials::numeric::verify::Verdict;

use super::{Record, Summary, Write};

/// Writes a document at the end: its first line has the counts.
#[derive(Debug)]
pub struct Junit {
    allow_undecided: bool,
    cases: Vec<Record>,
}

impl Junit {
    /// Undecided claims are skipped where they are allowed, else failures.
    pub const fn new(allow_undecided: bool) -> Self {
        Self {
            allow_undecided,
            cases: Vec::new(),
        }
    }

    fn result(&self, record: &Record) -> Option<&'static str> {
        match record.decided {
            None => Some("error"),
            Some(Verdict::Refuted) => Some("failure"),
            Some(Verdict::Undecided(_)) if self.allow_undecided => Some("skipped"),
            Some(Verdict::Undecided(_)) => Some("failure"),
            Some(_) => None,
        }
    }

    fn count(&self, result: &str) -> usize {
        let results = self.cases.iter().map(|record| self.result(record));
        results.filter(|found| *found == Some(result)).count()
    }
}

impl Write for Junit {
    fn claim(&mut self, _: &mut dyn io::Write, record: Record) -> io::Result<()> {
        self.cases.push(record);
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn io::Write, _: &Summary) -> io::Result<()> {
        let counts = format!(
            "tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"",
            self.cases.len(),
            self.count("failure"),
            self.count("error"),
            self.count("skipped")
        );
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(
            out,
            "<testsuites {counts}>\n<testsuite name=\"partials\" {counts}>"
        )?;
        for record in &self.cases {
            self.case(out, record)?;
        }
        writeln!(out, "</testsuite>\n</testsuites>")
    }
}

impl Junit {
    fn case(&self, out: &mut dyn io::Write, record: &Record) -> io::Result<()> {
        let file = record.place.file.as_deref().unwrap_or("command line");
        write!(
            out,
            "<testcase name=\"{}\" classname=\"{}\" file=\"{}\" line=\"{}\"",
            escaped(record.title()),
            escaped(file),
            escaped(file),
            record.place.line
        )?;
        if let Some(seconds) = record.seconds {
            write!(out, " time=\"{seconds:.6}\"")?;
        }
        let Some(result) = self.result(record) else {
            return writeln!(out, "/>");
        };
        let mut lines = vec![record.claim.clone()];
        lines.extend(record.reasons());
        let (heading, text) = (escaped(&record.heading()), escaped(&lines.join("\n")));
        match result {
            "skipped" => writeln!(out, "><skipped message=\"{heading}\"/></testcase>"),
            _ => writeln!(
                out,
                "><{result} message=\"{heading}\" type=\"{}\">{text}</{result}></testcase>",
                record.verdict
            ),
        }
    }
}

/// Text in which nothing is markup; XML has no control characters but white space.
fn escaped(text: &str) -> String {
    let mut found = String::new();
    for c in text.chars() {
        match c {
            '&' => found.push_str("&amp;"),
            '<' => found.push_str("&lt;"),
            '>' => found.push_str("&gt;"),
            '"' => found.push_str("&quot;"),
            '\'' => found.push_str("&apos;"),
            '\n' | '\t' => found.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => found.push('\u{fffd}'),
            _ => found.push(c),
        }
    }
    found
}
