//! `check`: every claim of the sources, in parallel, the results in the order of the input.

use std::collections::{BTreeMap, VecDeque};
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

use partials::numeric::verify::Report;
use partials::parser::{Code, Diagnostic};
use partials::{CheckedClaim, Item, ItemKind, Verifier};
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::arguments::CheckArguments;
use crate::claim;
use crate::console::Console;
use crate::error::Error;
use crate::exec;
use crate::input::{Lines, Source, errors_by_line};
use crate::progress::Progress;
use crate::report::{self, Failure, Place, Record, Summary};

/// `partials check`
///
/// # Errors
/// Where nothing can be written, or the command line can't be understood.
pub fn check(arguments: &CheckArguments, console: &mut Console) -> Result<(), Error> {
    if let Some(command) = &arguments.exec {
        return exec::check(arguments, command, console);
    }
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

/// What one statement came to.
enum Outcome {
    /// A claim that was checked, or could not be.
    Claim(Box<Decided>),
    /// Something is wrong with a statement, or with several.
    Wrong(Vec<Diagnostic>),
    /// Nothing to be said.
    Quiet,
}

/// A claim, what was found of it, and how long that took.
struct Decided {
    claim: CheckedClaim,
    found: Result<Report, partials::Error>,
    seconds: f64,
}

impl Check<'_> {
    /// One thread reads the source and derives, statement by statement, others check the claims
    /// that are made so far, and this one writes what is decided, in the order of the input.
    fn run(&mut self, report: &mut dyn report::Write, summary: &mut Summary) -> Result<(), Error> {
        let (sender, outcomes) = mpsc::channel();
        let reader = Reader {
            source: self.source,
            verifier: self.verifier,
            timeout: self.arguments.timeout.map(Duration::from_secs_f64),
            pool: self.pool,
            progress: self.console.progress.clone(),
        };
        std::thread::scope(|scope| {
            scope.spawn(move || reader.run(&sender));
            self.collect(&outcomes, report, summary)
        })
    }

    fn collect(
        &mut self,
        outcomes: &Receiver<(usize, Outcome)>,
        report: &mut dyn report::Write,
        summary: &mut Summary,
    ) -> Result<(), Error> {
        let lines = Lines::new(&self.source.text);
        let mut waiting: BTreeMap<usize, Outcome> = BTreeMap::new();
        let mut next = 0;
        let mut wrong: Vec<Diagnostic> = Vec::new();
        let mut broken: VecDeque<Record> = VecDeque::new();
        for (index, outcome) in outcomes {
            waiting.insert(index, outcome);
            while let Some(outcome) = waiting.remove(&next) {
                next += 1;
                match outcome {
                    Outcome::Quiet => {}
                    Outcome::Wrong(diagnostics) => {
                        broken.extend(self.broken_claims(&lines, &diagnostics));
                        wrong.extend(diagnostics);
                    }
                    Outcome::Claim(decided) => {
                        let line = lines.number(decided.claim.span.start);
                        while broken
                            .front()
                            .is_some_and(|record| record.place.line < line)
                        {
                            self.write(broken.pop_front(), report, summary)?;
                        }
                        let record = self.record(line, *decided, &mut wrong);
                        self.write(Some(record), report, summary)?;
                    }
                }
            }
            self.console.flush()?;
        }
        while let Some(record) = broken.pop_front() {
            self.write(Some(record), report, summary)?;
        }
        wrong.sort_by_key(|diagnostic| diagnostic.span.start);
        if !wrong.is_empty() {
            self.console.diagnostics(self.source, &wrong);
        }
        Ok(())
    }

    fn record(&self, line: usize, decided: Decided, wrong: &mut Vec<Diagnostic>) -> Record {
        let place = self.place(line);
        let mut record = match decided.found {
            Ok(found) => Record::new(place, &decided.claim, found),
            Err(error) => {
                let diagnostics = error.diagnostics();
                let failure = diagnostics.first().map(Failure::of);
                wrong.extend(diagnostics);
                Record::failed(place, &decided.claim, failure)
            }
        };
        record.seconds = self.arguments.timing.then_some(decided.seconds);
        record
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
        record: Option<Record>,
        report: &mut dyn report::Write,
        summary: &mut Summary,
    ) -> Result<(), Error> {
        let Some(record) = record else { return Ok(()) };
        summary.count(&record);
        self.console.exit.claim(record.decided);
        Ok(report.claim(&mut self.console.out, record)?)
    }
}

/// Reads a source and has its claims checked.
struct Reader<'a> {
    source: &'a Source,
    verifier: Verifier,
    timeout: Option<Duration>,
    pool: &'a ThreadPool,
    progress: Progress,
}

impl Reader<'_> {
    /// Sends what becomes of each statement, numbered in their order, after what can't be read.
    fn run(&self, sender: &Sender<(usize, Outcome)>) {
        let mut session = self.source.session();
        let reading = session.read(&self.source.text);
        // Nobody listens any more where nothing can be written; the rest is then soon done.
        let send = |index, outcome| sender.send((index, outcome)).is_ok();
        send(0, Outcome::Wrong(reading.diagnostics().to_vec()));
        self.pool.in_place_scope_fifo(|jobs| {
            for (index, statement) in (1..).zip(reading) {
                let listened = match statement {
                    Ok(Item {
                        kind: ItemKind::Claim(claim),
                        ..
                    }) => {
                        let sender = sender.clone();
                        self.progress.more();
                        jobs.spawn_fifo(move |_| {
                            let decided = Box::new(self.decide(claim));
                            self.progress.step();
                            let _ = sender.send((index, Outcome::Claim(decided)));
                        });
                        true
                    }
                    Ok(_) => send(index, Outcome::Quiet),
                    Err(error) => send(index, Outcome::Wrong(error.diagnostics())),
                };
                if !listened {
                    break;
                }
            }
        });
    }

    fn decide(&self, claim: CheckedClaim) -> Decided {
        let start = Instant::now();
        let stop = || {
            self.timeout
                .is_some_and(|timeout| start.elapsed() >= timeout)
        };
        let found = claim.prepare(&self.verifier).and_then(|prepared| {
            let mut found = prepared.run_until(&stop);
            claim.explain(&mut found)?;
            Ok(found)
        });
        Decided {
            claim,
            found,
            seconds: start.elapsed().as_secs_f64(),
        }
    }
}
