//! `check --exec`: a program that is asked for values and gradients, a line of JSON each, and is
//! checked as a black box.
//!
//! To it goes `{"point":[1.0,2.0],"variables":["x","y"],"grad":true}`, and back comes
//! `{"f":2.0,"grad":[4.0,1.0]}`; without `"grad":true`, `f` is enough.

use std::cell::RefCell;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use partials::CodeVerifier;
use partials::numeric::blackbox::{Checker, Report};
use partials::numeric::difference::{DEFAULT_STEP, central_difference};
use partials::parser::Code;
use serde::{Deserialize, Serialize};

use crate::arguments::CheckArguments;
use crate::console::Console;
use crate::error::Error;
use crate::notation::{number, printable};
use crate::point::Point;
use crate::report::{self, Failure, Place, Record, Seen, Summary};

/// How long an answer may take, in seconds, unless said otherwise.
const PATIENCE: f64 = 10.0;

/// All answers about one point together may take so many times as long.
const ANSWERS: u32 = 30;

/// The longest answer that is read.
const LONGEST: u64 = 1 << 26;

/// How much of a broken answer is shown.
const SHOWN: usize = 80;

/// `partials check --exec`
///
/// # Errors
/// Where nothing can be written, or the command line can't be understood.
pub fn check(
    arguments: &CheckArguments,
    command: &str,
    console: &mut Console,
) -> Result<(), Error> {
    if arguments.at.is_empty() {
        let message = "a program is checked at points: name them with `--at x=1,y=2`";
        return Err(Error::usage(Code::Input, message));
    }
    let points = arguments.at.iter().map(|text| Point::parse(text));
    let points = points.collect::<Result<Vec<Point>, Error>>()?;
    let mut report = report::new(arguments, console.style);
    let mut summary = Summary::new(arguments.seed, arguments.points);
    let patience = Duration::from_secs_f64(arguments.timeout.unwrap_or(PATIENCE));
    let mut program = Program::start(command, patience);
    for (index, point) in points.iter().enumerate() {
        let start = Instant::now();
        let place = Place {
            file: None,
            line: index + 1,
        };
        let claim = format!("gradient of `{command}` at {}", at(point));
        let found = program.as_mut().map_err(|why| why.clone());
        let mut record = match found.and_then(|program| examine(arguments, program, point)) {
            Ok((found, central)) => {
                let names = point.coordinates().map(|(name, _)| name.to_owned());
                let seen = Seen {
                    report: &found,
                    central: &central,
                };
                Record::of_code(place, claim, names.collect(), seen)
            }
            Err(why) => {
                eprintln!("error: {}", printable(&why));
                Record::unreadable(place, &claim, Failure::input(why))
            }
        };
        record.seconds = arguments.timing.then(|| start.elapsed().as_secs_f64());
        summary.count(&record);
        console.exit.claim(record.decided);
        report.claim(&mut console.out, record)?;
    }
    report.finish(&mut console.out, &summary)?;
    console.exit.undecided &= !arguments.allow_undecided;
    Ok(())
}

fn at(point: &Point) -> String {
    let pairs = point.coordinates();
    let pairs = pairs.map(|(name, value)| format!("{name} = {}", number(value)));
    pairs.collect::<Vec<_>>().join(", ")
}

/// What the check finds at a point, and the textbook differences of the entries that don't hold.
fn examine(
    arguments: &CheckArguments,
    program: &mut Program,
    point: &Point,
) -> Result<(Report, Vec<f64>), String> {
    let names: Vec<&str> = point.coordinates().map(|(name, _)| name).collect();
    let x: Vec<f64> = point.coordinates().map(|(_, value)| value).collect();
    program.begin();
    let claim = program.ask(&names, &x, true)?;
    let Some(gradient) = claim.grad else {
        return Err("the answer has no `grad`".to_owned());
    };
    let gradient: Vec<f64> = gradient
        .into_iter()
        .map(|g| g.unwrap_or(f64::NAN))
        .collect();
    let trouble = RefCell::new(None);
    let program = RefCell::new(program);
    let f = |x: &[f64]| {
        if trouble.borrow().is_some() {
            return f64::NAN;
        }
        match program.borrow_mut().ask(&names, x, false) {
            Ok(answer) => answer.f.unwrap_or(f64::NAN),
            Err(why) => {
                trouble.replace(Some(why));
                f64::NAN
            }
        }
    };
    let checker = Checker::new()
        .seed(arguments.seed)
        .tolerance(arguments.rtol.unwrap_or(0.0));
    let report = CodeVerifier::with(checker).gradient(f, |_: &[f64]| &gradient, &[&x]);
    let report = report.map_err(|error| error.to_string())?;
    let central = report.findings().map(|finding| {
        let column = finding.column.unwrap_or_default();
        let middle = x.get(column).copied().unwrap_or(f64::NAN);
        let mut moved = x.clone();
        let along = |value: f64| {
            moved
                .iter_mut()
                .skip(column)
                .take(1)
                .for_each(|slot| *slot = value);
            f(&moved)
        };
        central_difference(along, middle, DEFAULT_STEP)
    });
    let central = central.collect();
    match trouble.take() {
        Some(why) => Err(why),
        None => Ok((report, central)),
    }
}

#[derive(Serialize)]
struct Question<'a> {
    point: &'a [f64],
    variables: &'a [&'a str],
    grad: bool,
}

#[derive(Deserialize)]
struct Answer {
    f: Option<f64>,
    #[serde(default)]
    grad: Option<Vec<Option<f64>>>,
}

/// A program that runs, and the threads that write to it and read from it, so that one that
/// hangs holds nobody up.
struct Program {
    child: Child,
    questions: Sender<String>,
    answers: Receiver<io::Result<String>>,
    patience: Duration,
    /// When the answers about a point must have come.
    deadline: Instant,
    /// Why it answers no more.
    failed: Option<String>,
}

impl Program {
    fn start(command: &str, patience: Duration) -> Result<Self, String> {
        let (shell, flag) = if cfg!(windows) {
            ("cmd", "/C")
        } else {
            ("sh", "-c")
        };
        let mut child = Command::new(shell)
            .args([flag, command])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("`{command}` can't be run: {error}"))?;
        let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(format!("`{command}` has no input or output"));
        };
        let (questions, lines) = mpsc::channel::<String>();
        std::thread::spawn(move || {
            for line in lines {
                // Whoever doesn't read doesn't answer either, which is noticed there.
                let sent = stdin
                    .write_all(line.as_bytes())
                    .and_then(|()| stdin.flush());
                if sent.is_err() {
                    break;
                }
            }
        });
        let (sender, answers) = mpsc::channel();
        std::thread::spawn(move || {
            let mut reader = BufReader::new(stdout);
            loop {
                let line = read_line(&mut reader);
                let ended = line.is_err();
                if sender.send(line).is_err() || ended {
                    break;
                }
            }
        });
        Ok(Self {
            child,
            questions,
            answers,
            patience,
            deadline: Instant::now() + patience,
            failed: None,
        })
    }

    /// Grants the time for another point.
    fn begin(&mut self) {
        self.deadline = Instant::now() + self.patience * ANSWERS;
    }

    fn ask(&mut self, variables: &[&str], point: &[f64], grad: bool) -> Result<Answer, String> {
        if let Some(why) = &self.failed {
            return Err(why.clone());
        }
        let answer = self.answer(&Question {
            point,
            variables,
            grad,
        });
        if let Err(why) = &answer {
            self.failed = Some(why.clone());
        }
        answer
    }

    fn answer(&mut self, question: &Question<'_>) -> Result<Answer, String> {
        let mut line = serde_json::to_string(question).map_err(|error| error.to_string())?;
        line.push('\n');
        // A program that has ended is told by its answers.
        let _ = self.questions.send(line);
        let left = self.deadline.saturating_duration_since(Instant::now());
        let line = match self.answers.recv_timeout(left.min(self.patience)) {
            Ok(Ok(line)) => line,
            Ok(Err(error)) => return Err(self.ended(&error)),
            Err(RecvTimeoutError::Timeout) if left < self.patience => {
                let seconds = number((self.patience * ANSWERS).as_secs_f64());
                return Err(format!(
                    "the program took longer than {seconds} s for one point"
                ));
            }
            Err(RecvTimeoutError::Timeout) => {
                let seconds = number(self.patience.as_secs_f64());
                return Err(format!("the program gave no answer within {seconds} s"));
            }
            Err(RecvTimeoutError::Disconnected) => return Err("the program has ended".to_owned()),
        };
        parse(&line).map_err(|error| {
            let shown: String = line.trim_end().chars().take(SHOWN).collect();
            format!("`{shown}` is no answer: {error}")
        })
    }

    fn ended(&mut self, error: &io::Error) -> String {
        if error.kind() != io::ErrorKind::UnexpectedEof {
            return format!("the answer can't be read: {error}");
        }
        match self.child.wait() {
            Ok(status) => format!("the program has ended without an answer: {status}"),
            Err(_) => "the program has ended without an answer".to_owned(),
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer; `NaN` and `Infinity`, which some programs write though JSON has none, are no values.
fn parse(line: &str) -> Result<Answer, serde_json::Error> {
    // A list would be taken for the fields in their order.
    if !line.trim_start().starts_with('{') {
        return Err(serde::de::Error::custom("expected an object"));
    }
    serde_json::from_str(line).or_else(|error| {
        let mended = line
            .replace("-Infinity", "null")
            .replace("Infinity", "null")
            .replace("NaN", "null");
        serde_json::from_str(&mended).map_err(|_| error)
    })
}

/// A line, if it is not too long.
fn read_line(reader: &mut impl BufRead) -> io::Result<String> {
    let mut bytes = Vec::new();
    reader.take(LONGEST).read_until(b'\n', &mut bytes)?;
    if bytes.is_empty() {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    if bytes.len() as u64 >= LONGEST {
        return Err(io::Error::other("it is too long"));
    }
    String::from_utf8(bytes).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read() {
        let answer = parse(r#"{"f": NaN, "grad": [1, -Infinity, 2.5]}"#).unwrap();
        assert_eq!(answer.f, None);
        assert_eq!(answer.grad, Some(vec![Some(1.0), None, Some(2.5)]));
        assert!(parse(r#"{"f": 1.0}"#).unwrap().grad.is_none());
        for broken in ["", "{}x", "[1]", r#"{"f": "one"}"#, "null"] {
            assert!(parse(broken).is_err(), "{broken}");
        }
    }
}
