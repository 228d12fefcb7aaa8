//! Checks of functions against hand-written derivatives.

use partials_numeric::blackbox::Checker;
use partials_numeric::verify::{self, Claim, ClaimEntry, Report};
use partials_parser::parse_expression;
use partials_symbolic::Graph;
use partials_symbolic::lower::{Definitions, Lowering, Value};

use crate::{Error, Function};

/// Checks hand-written derivatives against the truth.
///
/// ```
/// use partials::{Function, Verifier};
/// let f = Function::parse("sin(x^2)")?;
/// let verifier = Verifier::new().seed(1);
/// assert!(verifier.check(&f, &["2*x*cos(x^2)"])?.holds());
/// assert!(verifier.check(&f, &["cos(x^2)"])?.is_refuted());
/// # Ok::<(), partials::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Verifier {
    inner: verify::Verifier,
    pub(crate) checker: Checker,
}

impl Verifier {
    /// Eight points, drawn with seed 0.
    pub fn new() -> Self {
        Self::default()
    }

    /// The seed that points and steps are drawn with.
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        Self {
            inner: self.inner.seed(seed),
            checker: self.checker.seed(seed),
        }
    }

    /// At how many points a claim is tried.
    #[must_use]
    pub fn points(self, points: usize) -> Self {
        Self {
            inner: self.inner.points(points),
            ..self
        }
    }

    /// Whether balls are asked at every point (they are unless this is turned off), so that what
    /// agrees is `certified`.
    #[must_use]
    pub fn certify(self, certify: bool) -> Self {
        Self {
            inner: self.inner.certify(certify),
            ..self
        }
    }

    /// What is within this part of the derivative is taken for `consistent`, and the report says
    /// so. Without, no tolerance is used anywhere.
    #[must_use]
    pub fn tolerance(self, relative: f64) -> Self {
        Self {
            inner: self.inner.tolerance(relative),
            checker: self.checker.tolerance(relative),
        }
    }

    /// The verifier of the numeric crate, which takes claims in a graph.
    pub fn inner(&self) -> &verify::Verifier {
        &self.inner
    }

    /// Checks a gradient (or of a vector function the Jacobian, row by row), one formula for each
    /// entry in the order of the variables.
    ///
    /// # Errors
    /// Where a formula can't be read or has no value, or there are not as many as entries.
    pub fn check<S: AsRef<str>>(
        &self,
        function: &Function,
        claimed: &[S],
    ) -> Result<Report, Error> {
        let derivative = function.gradient();
        function.with_graph(|graph, value| {
            let claimed = claimed
                .iter()
                .map(|source| read(graph, source.as_ref()))
                .collect::<Result<Vec<Value>, Error>>()?;
            let truth = derivative.with_elements();
            if truth.elements.len() != claimed.len() {
                let expected = format!("{} entries", truth.elements.len());
                return Err(Error::mismatch(expected, claimed.len().to_string()));
            }
            let entries = truth
                .elements
                .iter()
                .zip(&truth.origins)
                .zip(&claimed)
                .map(|((truth, origin), claimed)| {
                    let claimed = claimed.as_scalar().ok_or_else(|| {
                        Error::mismatch("a number for each entry", claimed.shape.to_string())
                    })?;
                    Ok(ClaimEntry {
                        function: Some(origin.function),
                        wrt: origin.variables.clone(),
                        truth: *truth,
                        lower: Vec::new(),
                        claimed,
                        rounding: None,
                    })
                })
                .collect::<Result<Vec<_>, Error>>()?;
            let claim = Claim {
                entries,
                variables: function.variables().to_vec(),
                decimals: value.decimals,
                ..Claim::default()
            };
            Ok(self.inner.check(graph, &claim)?)
        })
    }
}

fn read(graph: &Graph, source: &str) -> Result<Value, Error> {
    let definitions = Definitions::default();
    let parsed = parse_expression(source, &definitions)?;
    Ok(Lowering::new(graph, &parsed.ast, &definitions).lower(parsed.root)?)
}
