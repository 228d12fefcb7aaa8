//! What the statements of a source come to.

use std::sync::{Arc, Mutex, PoisonError};

use partials_numeric::verify::{Claim, Prepared, Report};
use partials_parser::Diagnostic;
use partials_parser::ast::Span;
use partials_symbolic::{Graph, Rational};

use crate::{Error, Function, Verifier};

/// What a source came to.
#[derive(Clone, Debug)]
pub struct Output {
    /// What the statements say, in the order of the source; those with errors are left out.
    pub items: Vec<Item>,
    /// Errors and warnings, in the order of the source.
    pub diagnostics: Vec<Diagnostic>,
    /// The source breaks off: further lines could complete it.
    pub incomplete: bool,
}

impl Output {
    /// Whether there are errors; there may be warnings.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// The claims, in the order of the source.
    pub fn claims(&self) -> impl Iterator<Item = &CheckedClaim> {
        self.items.iter().filter_map(|item| match &item.kind {
            ItemKind::Claim(claim) => Some(claim),
            _ => None,
        })
    }
}

/// What one statement says.
#[derive(Clone, Debug)]
pub struct Item {
    /// Where the statement stands.
    pub span: Span,
    /// How it was read, where signs are left out: `2*sin(x)` for `2sin x`.
    pub read: Option<String>,
    /// What it says.
    pub kind: ItemKind,
}

/// What a statement says.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ItemKind {
    /// A name was defined.
    Defined(String),
    /// Something is assumed from here on.
    Assumed,
    /// Data were read from this path.
    Data(String),
    /// A claim to be checked.
    Claim(CheckedClaim),
    /// An expression to be worked out, at a point if one is named.
    Query {
        /// The expression.
        function: Function,
        /// The values of variables.
        at: Vec<(String, Rational)>,
    },
}

/// A claim that is ready to be checked.
#[derive(Clone, Debug)]
pub struct CheckedClaim {
    /// The label, if there is one.
    pub label: Option<String>,
    /// The claim as it is written.
    pub text: String,
    /// Where the statement stands.
    pub span: Span,
    pub(super) graph: Arc<Mutex<Graph>>,
    pub(super) claim: Claim,
}

impl CheckedClaim {
    /// The names of the variables, in the order of the points.
    pub fn variables(&self) -> &[String] {
        &self.claim.variables
    }

    /// The variables in which each entry is derived, one after the other; none where two
    /// expressions are claimed equal.
    pub fn wrt(&self) -> Vec<Vec<String>> {
        let graph = self.graph.lock().unwrap_or_else(PoisonError::into_inner);
        let entries = self.claim.entries.iter();
        graph.with(|arena| {
            entries
                .map(|e| e.wrt.iter().map(|s| arena.name(*s).to_owned()).collect())
                .collect()
        })
    }

    /// The derivation of each entry, as text.
    pub fn derivation(&self) -> Vec<String> {
        let graph = self.graph.lock().unwrap_or_else(PoisonError::into_inner);
        self.claim
            .entries
            .iter()
            .map(|entry| graph.handle(entry.truth).to_string())
            .collect()
    }

    /// Checks the claim.
    ///
    /// # Errors
    /// Where an expression has no value: a function is not defined.
    pub fn check(&self, verifier: &Verifier) -> Result<Report, Error> {
        let mut report = self.prepare(verifier)?.run();
        self.explain(&mut report)?;
        Ok(report)
    }

    /// Says more of what a prepared check found: the mistakes, and the parts of functions that
    /// have no value or derivative.
    ///
    /// # Errors
    /// As [`CheckedClaim::check`].
    pub fn explain(&self, report: &mut Report) -> Result<(), Error> {
        let questions = {
            let graph = self.graph.lock().unwrap_or_else(PoisonError::into_inner);
            self.claim.questions(&graph, report)
        };
        let answered = questions.map_or(Ok(()), |questions| questions.answer(report));
        answered.map_err(|error| Error::from(error).or_at(self.span))
    }

    /// Prepares the check, so that it can run in another thread.
    ///
    /// # Errors
    /// As [`CheckedClaim::check`].
    pub fn prepare(&self, verifier: &Verifier) -> Result<Prepared, Error> {
        let graph = self.graph.lock().unwrap_or_else(PoisonError::into_inner);
        let prepared = verifier.inner().prepare(&graph, &self.claim);
        prepared.map_err(|error| Error::from(error).or_at(self.span))
    }
}
