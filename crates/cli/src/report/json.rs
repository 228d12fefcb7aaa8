//! JSON: one document with all claims, or one object a line.

use std::io;

use serde::Serialize;

use super::{Record, Summary, VERSION, Write};

/// One object a line, as claims are decided.
#[derive(Debug)]
pub struct Lines;

impl Write for Lines {
    fn claim(&mut self, out: &mut dyn io::Write, record: Record) -> io::Result<()> {
        serde_json::to_writer(&mut *out, &record)?;
        out.write_all(b"\n")
    }

    fn finish(&mut self, _: &mut dyn io::Write, _: &Summary) -> io::Result<()> {
        Ok(())
    }
}

/// One object with all claims.
#[derive(Debug, Default)]
pub struct Document {
    claims: Vec<Record>,
}

#[derive(Serialize)]
struct Whole<'a> {
    version: u32,
    command: &'static str,
    summary: &'a Summary,
    claims: &'a [Record],
}

impl Write for Document {
    fn claim(&mut self, _: &mut dyn io::Write, record: Record) -> io::Result<()> {
        self.claims.push(record);
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn io::Write, summary: &Summary) -> io::Result<()> {
        let whole = Whole { version: VERSION, command: "check", summary, claims: &self.claims };
        serde_json::to_writer_pretty(&mut *out, &whole)?;
        out.write_all(b"\n")
    }
}
