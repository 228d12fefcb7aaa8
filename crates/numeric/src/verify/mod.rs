//! The verifier: a claim against the derivation, the derivation against differences of the
//! function.
//!
//! A claim is compared with the derivation in intervals that enclose all rounding errors, and
//! where those are too wide in balls of rising precision. That the derivation is right is
//! witnessed by differences, which know values of the function only and none of the rules. So no
//! wrong rule can vouch for itself, and no tolerance is asked of anyone. Where the function can be
//! evaluated in complex balls, a sample of every check is certified without rules as well.
//!
//! | file | answers |
//! | --- | --- |
//! | `points`, `search`, `branches` | where is a claim tried? |
//! | `place` | what are the coordinates, as floats, intervals and balls? |
//! | `compare` | are claim and derivation equal there? |
//! | `witness`, `germ` | do values of the function confirm the derivation? |
//! | `oracle` | what is the derivative by Cauchy's formula? |
//! | `extent` | has only one of claim and derivation values somewhere? |
//! | `tally` | what do all points come to? |
//! | `parts`, `diagnose` | which part has no value or derivative, what is the mistake? |

mod branches;
mod compare;
mod diagnose;
mod entry;
mod extent;
mod germ;
mod oracle;
mod parts;
mod place;
mod points;
mod proof;
mod search;
mod tally;
mod tapes;
mod verdict;
mod witness;

use partials_symbolic::graph::{Graph, Id, Symbol, import};

use crate::tape::{Tape, TapeError, TapeOptions};

pub use parts::undefined_part;
pub use points::Range;
pub use verdict::{
    Behaviour, Bounded, Diagnosis, Entry, Evidence, Mistake, Reason, Report, Verdict,
};

use entry::EntryCheck;

/// One entry of a claim, before it is checked.
#[derive(Clone, Debug)]
pub struct ClaimEntry {
    /// The function whose derivative is claimed; `None` where two expressions are claimed equal.
    pub function: Option<Id>,
    /// The variables in which it is derived, one after the other.
    pub wrt: Vec<Symbol>,
    /// The derivation, or the left-hand side.
    pub truth: Id,
    /// The derivations of lower orders, from the first: each is a witness for the next.
    pub lower: Vec<Id>,
    /// What is claimed.
    pub claimed: Id,
    /// Half of the last digit of a claim that is a decimal number of several digits such as
    /// `0.5403`: it is held to those.
    pub rounding: Option<f64>,
}

/// A claim: its entries, and where it is to hold.
#[derive(Clone, Debug, Default)]
pub struct Claim {
    /// The entries, row by row.
    pub entries: Vec<ClaimEntry>,
    /// The variables, in the order of the points.
    pub variables: Vec<String>,
    /// Where the variables are tried.
    pub ranges: Vec<Range>,
    /// Conditions that a point must meet.
    pub conditions: Vec<Id>,
    /// A point at which alone the claim is made: an expression without variables for each variable.
    pub at: Option<Vec<Id>>,
    /// Whether the source was written with decimals.
    pub decimals: bool,
}

impl Claim {
    /// A copy of the claim in a graph of its own, where the report leaves something to be
    /// explained: what is tried for that does not fill the graph of the session.
    pub fn questions(&self, graph: &Graph, report: &Report) -> Option<Questions> {
        let open = |entry: &Entry| match entry.verdict {
            Verdict::Refuted => true,
            Verdict::Undecided(reason) => {
                matches!(reason, Reason::OutsideDomain | Reason::NotDifferentiable)
            }
            _ => false,
        };
        if !report.entries.iter().any(open) {
            return None;
        }
        let copy = Graph::new();
        let import = |id: &Id| graph.with(|from| copy.with(|to| import(to, from, *id)));
        let name = |symbol: &Symbol| {
            let name = graph.with(|arena| arena.name(*symbol).to_owned());
            copy.with(|arena| arena.symbol(&name))
        };
        let entry = |entry: &ClaimEntry| ClaimEntry {
            function: entry.function.as_ref().map(import),
            wrt: entry.wrt.iter().map(name).collect(),
            truth: import(&entry.truth),
            lower: entry.lower.iter().map(import).collect(),
            claimed: import(&entry.claimed),
            rounding: entry.rounding,
        };
        let claim = Self {
            entries: self.entries.iter().map(entry).collect(),
            conditions: self.conditions.iter().map(import).collect(),
            at: self.at.as_ref().map(|at| at.iter().map(import).collect()),
            ..self.clone()
        };
        Some(Questions { graph: copy, claim })
    }
}

/// A claim of which a report leaves something to be explained.
#[derive(Debug)]
pub struct Questions {
    graph: Graph,
    claim: Claim,
}

impl Questions {
    /// Says more of what the report found: see [`Verifier::explain`].
    ///
    /// # Errors
    /// As [`Verifier::check`].
    pub fn answer(&self, report: &mut Report) -> Result<(), TapeError> {
        for (index, found) in report.entries.iter_mut().enumerate() {
            match found.verdict {
                Verdict::Refuted => {
                    found.diagnosis = diagnose::diagnose(&self.graph, &self.claim, index, found)?;
                }
                Verdict::Undecided(Reason::OutsideDomain | Reason::NotDifferentiable) => {
                    parts::name(&self.graph, &self.claim, index, found)?;
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Checks claims.
///
/// ```
/// use partials_numeric::verify::{Claim, ClaimEntry, Verdict, Verifier};
/// use partials_symbolic::{Graph, derive};
///
/// let graph = Graph::new();
/// let x = graph.variable("x");
/// let f = x.pow(2).sin();
/// let symbol = graph.with(|arena| arena.symbol("x"));
/// let truth = derive::partial(&graph, f.id(), symbol);
/// let entry = |claimed| ClaimEntry {
///     function: Some(f.id()), wrt: vec![symbol], truth, lower: vec![], claimed, rounding: None,
/// };
/// let claim = |claimed| Claim {
///     entries: vec![entry(claimed)], variables: vec!["x".into()], ..Claim::default()
/// };
/// let verifier = Verifier::new();
/// let right = verifier.check(&graph, &claim((x.pow(2).cos() * x * 2).id())).unwrap();
/// assert!(right.holds());
/// let wrong = verifier.check(&graph, &claim(x.pow(2).cos().id())).unwrap();
/// assert_eq!(wrong.verdict, Verdict::Refuted);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verifier {
    seed: u64,
    points: usize,
    certify: bool,
    tolerance: Option<f64>,
}

impl Default for Verifier {
    fn default() -> Self {
        Self {
            seed: 0,
            points: 8,
            certify: true,
            tolerance: None,
        }
    }
}

impl Verifier {
    /// Eight points, drawn with seed 0.
    pub fn new() -> Self {
        Self::default()
    }

    /// The seed that points and steps are drawn with.
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// At how many points a claim is tried.
    #[must_use]
    pub fn points(self, points: usize) -> Self {
        Self {
            points: points.max(1),
            ..self
        }
    }

    /// Whether balls are asked at every point, also where intervals would do (they are unless this
    /// is turned off). Then what agrees is `certified`, as far as all functions can be bounded;
    /// without, it is `consistent`.
    #[must_use]
    pub fn certify(self, certify: bool) -> Self {
        Self { certify, ..self }
    }

    /// What is within this part of the derivative is taken for `consistent`, and the report says
    /// so. Without, no tolerance is used anywhere.
    #[must_use]
    pub fn tolerance(self, relative: f64) -> Self {
        let tolerance = Some(relative).filter(|part| *part > 0.0);
        Self { tolerance, ..self }
    }

    /// Checks a claim.
    ///
    /// # Errors
    /// Where an expression has no value: a variable that is not among those of the claim, or an
    /// undefined function.
    pub fn check(&self, graph: &Graph, claim: &Claim) -> Result<Report, TapeError> {
        let mut report = self.prepare(graph, claim)?.run();
        Self::explain(graph, claim, &mut report)?;
        Ok(report)
    }

    /// Says more of what a report found: the mistake in refuted entries, and which part of a
    /// function has no value or derivative where that kept an entry undecided.
    ///
    /// # Errors
    /// As [`Verifier::check`].
    pub fn explain(graph: &Graph, claim: &Claim, report: &mut Report) -> Result<(), TapeError> {
        match claim.questions(graph, report) {
            Some(questions) => questions.answer(report),
            None => Ok(()),
        }
    }

    /// Everything that needs the graph, done; what is left can run in another thread.
    ///
    /// # Errors
    /// As [`Verifier::check`].
    pub fn prepare(&self, graph: &Graph, claim: &Claim) -> Result<Prepared, TapeError> {
        let options = TapeOptions {
            decimals: claim.decimals,
        };
        let entries = claim
            .entries
            .iter()
            .map(|entry| EntryCheck::new(*self, graph, claim, entry, options))
            .collect::<Result<_, _>>()?;
        let at = claim.at.as_ref().map(|constants| {
            let none: [&str; 0] = [];
            Tape::new(graph, constants, &none, options)
        });
        Ok(Prepared {
            entries,
            variables: claim.variables.clone(),
            at: at.transpose()?,
            seed: self.seed,
        })
    }
}

/// A claim that is ready to be checked, without its graph.
#[derive(Clone, Debug)]
pub struct Prepared {
    entries: Vec<EntryCheck>,
    variables: Vec<String>,
    at: Option<Tape>,
    seed: u64,
}

impl Prepared {
    /// Checks the claim.
    pub fn run(&self) -> Report {
        self.run_until(&|| false)
    }

    /// Checks the claim, but tries no further points once `stop` says so: what is not refuted
    /// by then is undecided for want of time.
    pub fn run_until(&self, stop: &dyn Fn() -> bool) -> Report {
        let check = |entry: &EntryCheck| match &self.at {
            Some(constants) => entry.run_at(constants),
            None => entry.run(stop),
        };
        let entries: Vec<Entry> = self.entries.iter().map(check).collect();
        let verdict = entries
            .iter()
            .map(|entry| entry.verdict)
            .min()
            .unwrap_or(Verdict::Proved);
        Report {
            verdict,
            entries,
            variables: self.variables.clone(),
            seed: self.seed,
        }
    }
}
