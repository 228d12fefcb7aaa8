//! `check`: every claim of the sources, in parallel, the results in the order of the input.

use std::time::Instant;

use partials::numeric::verify::{Prepared, Report};
use partials::parser::{Code, Diagnostic};
use partials::{CheckedClaim, ItemKind, Output, Session, Verifier};
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::arguments::CheckArguments;
use crate::claim;
use crate::console::Console;
use crate::error::Error;
use crate::input::{Lines, Source, errors_by_line};
use crate::report::{self, Failure, Place, Record, Summary};

/// How many claims are checked together before their results are written.
const CHUNK: usize = 1024;

/// `partials check`
///
/// # Errors
/// Where nothing can be written, or the command line can't be understood.
pub fn check(arguments: &CheckArguments, console: &mut Console) -> Result<(), Error> {
    let threads = arguments.jobs.map_or(0, usize::from);
    let pool = ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|error| {
            Error::Output(std::io::Error::other(format!(
                "no threads can be started: {error}"
            )))
        })?;
    let verifier = Verifier::new()
        .seed(arguments.seed)
        .points(usize::from(arguments.points))
        .certify(!arguments.no_certify)
        .tolerance(arguments.rtol.unwrap_or(0.0));
    let mut report = report::new(arguments, console.style);
    let mut summary = Summary::new(arguments.seed, arguments.points);
    for source in sources(arguments, console)? {
        let mut check = Check {
            arguments,
            console,
            pool: &pool,
            verifier,
            source: &source,
        };
        check.run(&mut *report, &mut summary)?;
    }
    report.finish(&mut console.out, &summary)?;
    console.exit.undecided &= !arguments.allow_undecided;
    if summary.claims == 0 && !console.exit.unreadable {
        return Err(Error::usage(Code::Input, "there is no claim to check"));
    }
    Ok(())
}

/// The sources that can be read; the others are reported.
fn sources(arguments: &CheckArguments, console: &mut Console) -> Result<Vec<Source>, Error> {
    if let (Some(function), Some(claim)) = (&arguments.function, &arguments.claim) {
        return Ok(vec![claim::source(arguments, function, claim)?]);
    }
    let mut sources = Vec::new();
    for path in &arguments.files {
        match Source::file(path) {
            Ok(source) => sources.push(source),
            Err(error) => console.error(&error),
        }
    }
    Ok(sources)
}

/// The check of one source.
struct Check<'a> {
    arguments: &'a CheckArguments,
    console: &'a mut Console,
    pool: &'a ThreadPool,
    verifier: Verifier,
    source: &'a Source,
}

/// A claim on its way to a verdict.
struct Job<'o> {
    claim: &'o CheckedClaim,
    prepared: Result<Prepared, partials::Error>,
    seconds: f64,
}

impl Check<'_> {
    fn run(&mut self, report: &mut dyn report::Write, summary: &mut Summary) -> Result<(), Error> {
        let lines = Lines::new(&self.source.text);
        let output = Session::new().run(&self.source.text);
        let mut diagnostics = output.diagnostics.clone();
        diagnostics.extend(unsupported(&output));
        if !diagnostics.is_empty() {
            self.console.diagnostics(self.source, &diagnostics);
        }
        let mut broken = self
            .broken_claims(&lines, &diagnostics)
            .into_iter()
            .peekable();
        let mut failed = Vec::new();
        let claims: Vec<&CheckedClaim> = output.claims().collect();
        for chunk in claims.chunks(CHUNK) {
            for (job, found) in self.decide(chunk) {
                let line = lines.number(job.claim.span.start);
                while let Some(record) = broken.next_if(|record| record.place.line < line) {
                    self.write(record, report, summary)?;
                }
                let place = self.place(line);
                let mut record = match (found, job.prepared) {
                    (Some(found), _) => Record::new(place, job.claim, found),
                    (None, Ok(_)) => continue,
                    (None, Err(error)) => {
                        let diagnostics = error.diagnostics();
                        let failure = diagnostics.first().map(Failure::of);
                        failed.extend(diagnostics);
                        Record::failed(place, job.claim, failure)
                    }
                };
                record.seconds = self.arguments.timing.then_some(job.seconds);
                self.write(record, report, summary)?;
            }
            self.console.flush()?;
        }
        for record in broken {
            self.write(record, report, summary)?;
        }
        if !failed.is_empty() {
            self.console.diagnostics(self.source, &failed);
        }
        Ok(())
    }

    /// Prepares and checks the claims in parallel. Preparing needs the graph, which one thread has
    /// at a time, while the others check.
    fn decide<'o>(&self, chunk: &[&'o CheckedClaim]) -> Vec<(Job<'o>, Option<Report>)> {
        let decide = |claim: &&'o CheckedClaim| {
            let start = Instant::now();
            let prepared = claim.prepare(&self.verifier);
            let mut found = prepared.as_ref().ok().map(Prepared::run);
            if let Some(found) = &mut found {
                // What can be prepared can be explained.
                let _ = claim.explain(&self.verifier, found);
            }
            let seconds = start.elapsed().as_secs_f64();
            (
                Job {
                    claim,
                    prepared,
                    seconds,
                },
                found,
            )
        };
        self.pool.install(|| chunk.par_iter().map(decide).collect())
    }

    fn place(&self, line: usize) -> Place {
        Place {
            file: self.source.file_name().map(str::to_owned),
            line,
        }
    }

    /// Claims that can't be read, as records of their own.
    fn broken_claims(&self, lines: &Lines, diagnostics: &[Diagnostic]) -> Vec<Record> {
        let mut records = Vec::new();
        for (line, diagnostic) in errors_by_line(lines, diagnostics) {
            let text = lines.text(&self.source.text, diagnostic.span.start);
            if let Some(claim) = text.strip_prefix("claim").filter(|rest| !rest.is_empty()) {
                let place = self.place(line);
                records.push(Record::unreadable(
                    place,
                    claim.trim(),
                    Failure::of(diagnostic),
                ));
            }
        }
        records
    }

    fn write(
        &mut self,
        record: Record,
        report: &mut dyn report::Write,
        summary: &mut Summary,
    ) -> Result<(), Error> {
        summary.count(&record);
        self.console.exit.claim(record.decided);
        Ok(report.claim(&mut self.console.out, record)?)
    }
}

/// Statements that have no effect yet, so that no claim is checked without what it needs.
fn unsupported(output: &Output) -> Vec<Diagnostic> {
    let data = output.items.iter().filter_map(|item| match &item.kind {
        ItemKind::Data(path) => Some((item.span, path)),
        _ => None,
    });
    data.map(|(span, path)| {
        Diagnostic::error(
            Code::Input,
            span,
            format!("data can't be read yet: \"{path}\""),
        )
    })
    .collect()
}
