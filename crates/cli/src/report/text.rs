//! Text for people: a line for each claim, the evidence below it, a summary at the end.

use std::io;

use partials::numeric::verify::Verdict;
use unicode_width::UnicodeWidthChar;

use super::{Bounded, Entry, Evidence, Record, Summary, Write};
use crate::console::{Paint, Style};
use crate::notation::{number, printable};

/// The columns of a claim or derivation that are shown.
const WIDTH: usize = 120;

/// Writes text.
#[derive(Debug)]
pub struct Text {
    style: Style,
    verbose: bool,
}

impl Text {
    /// With the evidence of all claims where `verbose`, else only of those that don't hold.
    pub const fn new(style: Style, verbose: bool) -> Self {
        Self { style, verbose }
    }

    fn paint(&self, verdict: Option<Verdict>, text: &str) -> String {
        let paint = match verdict {
            Some(Verdict::Refuted) | None => Paint::Bad,
            Some(Verdict::Undecided(_)) => Paint::Open,
            Some(_) => Paint::Good,
        };
        self.style.paint(paint, text)
    }

    fn entry(&self, out: &mut dyn io::Write, record: &Record, entry: &Entry) -> io::Result<()> {
        let truth = if entry.wrt.is_empty() {
            "left side"
        } else {
            "derivation"
        };
        line(out, truth, &shortened(&entry.derivation))?;
        if let Some(evidence) = &entry.evidence {
            let derived = !entry.wrt.is_empty();
            evidence_lines(out, &record.variables, evidence, derived)?;
        }
        for sentence in entry.diagnosis.iter().chain(&entry.note) {
            writeln!(out, "    {}", printable(sentence))?;
        }
        Ok(())
    }
}

impl Write for Text {
    fn claim(&mut self, out: &mut dyn io::Write, record: Record) -> io::Result<()> {
        let verdict = record.heading();
        let place = record.place.file.as_ref().map(|file| {
            let place = format!("{}:{}", printable(file), record.place.line);
            format!("{} ", self.style.paint(Paint::Quiet, &place))
        });
        let label = record
            .label
            .as_ref()
            .map(|label| format!("\"{}\" ", printable(label)));
        let seconds = record.seconds.map(|seconds| format!(" ({seconds:.6} s)"));
        writeln!(
            out,
            "{} {}{}{}{}",
            self.paint(record.decided, &verdict),
            place.unwrap_or_default(),
            label.unwrap_or_default(),
            shortened(&record.claim),
            seconds.unwrap_or_default(),
        )?;
        if let Some(error) = &record.error {
            return writeln!(out, "    {}", printable(&error.message));
        }
        let verbose = self.verbose || record.shows_all;
        if record.holds() && !verbose {
            return Ok(());
        }
        let several = record.entries.len() > 1;
        for (i, entry) in record.entries.iter().enumerate() {
            let holds = matches!(entry.verdict, "proved" | "certified" | "consistent");
            if several {
                let reason = entry.reason.map(|reason| format!(": {reason}"));
                writeln!(
                    out,
                    "  entry {}{}: {}{}",
                    i + 1,
                    along(&entry.wrt),
                    entry.verdict,
                    reason.unwrap_or_default(),
                )?;
            }
            if !holds || verbose {
                self.entry(out, &record, entry)?;
            }
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn io::Write, summary: &Summary) -> io::Result<()> {
        if summary.claims == 0 {
            return Ok(());
        }
        let paint = |word: &str| match word {
            "undecided" => Paint::Open,
            "refuted" | "with errors" => Paint::Bad,
            _ => Paint::Good,
        };
        let found: Vec<String> = summary
            .counts()
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| self.style.paint(paint(word), &format!("{count} {word}")))
            .collect();
        let claims = if summary.claims == 1 {
            "claim"
        } else {
            "claims"
        };
        let found = found.join(", ");
        writeln!(
            out,
            "{} {claims}: {found} (seed {})",
            summary.claims, summary.seed
        )
    }
}

/// The variables of an entry: `, d/dx`.
fn along(wrt: &[String]) -> String {
    match wrt {
        [] => String::new(),
        _ => format!(", {}", crate::notation::derivative("", 2, wrt)),
    }
}

fn evidence_lines(
    out: &mut dyn io::Write,
    variables: &[String],
    evidence: &Evidence,
    derived: bool,
) -> io::Result<()> {
    let at: Vec<String> = variables
        .iter()
        .zip(&evidence.point)
        .map(|(name, value)| format!("{name} = {}", number(*value)))
        .collect();
    if !at.is_empty() {
        line(out, "at", &at.join(", "))?;
    }
    line(out, "claimed", &bounded(evidence.claimed))?;
    line(out, "exact", &bounded(evidence.exact))?;
    if derived {
        line(
            out,
            "central difference",
            &format!("{} with h = 1e-4", value(evidence.central)),
        )?;
        let step = format!(
            "{} with h = {}",
            bounded(evidence.extrapolated),
            value(evidence.step)
        );
        line(out, "extrapolated", &step)?;
    }
    if let Some(contour) = evidence.contour {
        line(out, "Cauchy's formula", &bounded(contour))?;
    }
    Ok(())
}

fn line(out: &mut dyn io::Write, name: &str, text: &str) -> io::Result<()> {
    writeln!(out, "    {name:18}  {text}")
}

fn value(value: f64) -> String {
    if value.is_nan() {
        "undefined".to_owned()
    } else {
        number(value)
    }
}

/// A value with its bound, which is written with two digits.
fn bounded(
    Bounded {
        value: found,
        error,
    }: Bounded,
) -> String {
    if found.is_nan() {
        return "undefined".to_owned();
    }
    match error {
        0.0 => number(found),
        _ if error.is_finite() => format!("{} ± {error:.1e}", number(found)),
        _ => format!("{} without a bound", number(found)),
    }
}

/// Text on one line that is not too wide.
fn shortened(text: &str) -> String {
    let text = printable(text);
    let mut shown = String::new();
    let mut width = 0;
    let mut space = false;
    for c in text.chars() {
        if c == ' ' && space {
            continue;
        }
        space = c == ' ';
        width += c.width().unwrap_or(0);
        if width > WIDTH {
            shown.push('…');
            break;
        }
        shown.push(c);
    }
    shown
}
