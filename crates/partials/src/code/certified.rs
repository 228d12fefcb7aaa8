//! Values of code against a formula: each is compared with a ball of the derivation.

use num_traits::Float;
use partials_numeric::ball::Ball;
use partials_numeric::blackbox::{Finding, PointReport, Report};
use partials_numeric::germ::Slope;
use partials_numeric::interval::Interval;
use partials_numeric::verify::{Behaviour, Bounded, Reason, Verdict};
use partials_symbolic::Rational;

use super::parse;
use crate::{Error, Function, Local};

/// The precisions of the truth, the next one where the one before is too little.
const BITS: [u32; 2] = [128, 256];

/// So many bits are those of a value.
const KNOWN_BITS: i64 = 53;

/// How many roundings a value may have gone through.
const ROUNDINGS: f64 = 4096.0;

/// The rounding of a formula in intervals, times this, is the most that another order of its
/// operations is taken to cost.
const ORDERS: f64 = 64.0;

/// A distance of more than so many bounds is no rounding.
const BEYOND: f64 = 1024.0;

/// What is claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quantity {
    Gradient,
    Jacobian,
    Hessian,
    /// The Hessian, where the code has the gradient for its function.
    HessianOfGradient,
}

/// A formula with its derivative, and what was found of claims about it.
pub(super) struct Claims {
    function: Function,
    /// What the values of the code are held against.
    values: Function,
    derivative: Function,
    quantity: Quantity,
    report: Report,
}

impl Claims {
    pub(super) fn new(
        what: &'static str,
        formula: &str,
        quantity: Quantity,
    ) -> Result<Self, Error> {
        let function = parse(formula)?;
        let derivative = match quantity {
            Quantity::Gradient => function.gradient(),
            Quantity::Jacobian => function.jacobian(),
            Quantity::Hessian | Quantity::HessianOfGradient => function.hessian()?,
        };
        let values = match quantity {
            Quantity::HessianOfGradient => function.gradient(),
            _ => function.clone(),
        };
        let columns = function.variables().len();
        let report = Report {
            what,
            verdict: Verdict::Certified,
            shape: (derivative.elements().len() / columns.max(1), columns),
            points: Vec::new(),
            diagnosis: None,
            control: None,
            directions: 0,
            seed: 0,
        };
        Ok(Self {
            function,
            values,
            derivative,
            quantity,
            report,
        })
    }

    /// Compares the values and derivatives that code has at a point.
    pub(super) fn add<T: Float>(
        &mut self,
        point: &[f64],
        values: &[f64],
        claim: &[f64],
    ) -> Result<(), Error> {
        let unit = T::epsilon().to_f64().unwrap_or(f64::EPSILON);
        let (rows, columns) = self.report.shape;
        if claim.len() != rows * columns {
            let expected = format!("{rows} × {columns} entries");
            return Err(Error::mismatch(expected, claim.len().to_string()));
        }
        let exact: Option<Vec<Rational>> = point.iter().map(|x| Rational::from_f64(*x)).collect();
        let findings = match exact {
            Some(exact) => self.findings(&exact, values, claim, unit)?,
            None => Vec::new(),
        };
        let worst = findings.iter().map(|finding| finding.verdict).min();
        let missing = Verdict::Undecided(Reason::OutsideDomain);
        let verdict = match worst {
            Some(worst) => worst,
            None if point.iter().all(|x| x.is_finite()) => Verdict::Certified,
            None => missing,
        };
        self.report.verdict = self.report.verdict.min(verdict);
        self.report.points.push(PointReport {
            point: point.to_vec(),
            verdict,
            findings,
            truncated: false,
            is_single: unit > f64::EPSILON,
            evaluations: 1,
        });
        Ok(())
    }

    pub(super) fn finish(mut self) -> Report {
        if self.report.points.is_empty() || self.report.shape.0 * self.report.shape.1 == 0 {
            self.report.verdict = Verdict::Undecided(Reason::NoValue);
        }
        self.report
    }

    fn findings(
        &mut self,
        point: &[Rational],
        values: &[f64],
        claim: &[f64],
        unit: f64,
    ) -> Result<Vec<Finding>, Error> {
        let mut findings = self.wrong_values(point, values, unit)?;
        let truths = truths(&self.derivative, point)?;
        let enclosures = self.derivative.rule_values(point)?;
        let columns = self.report.shape.1.max(1);
        let smooth = self.function.is_smooth_at(point)?;
        let mut certain = None;
        let pairs = truths.iter().zip(&enclosures).zip(claim).enumerate();
        for (place, ((truth, enclosure), claimed)) in pairs {
            let (row, column) = (place / columns, place % columns);
            let bound = bound(truth, *enclosure, unit);
            let (verdict, note) = if smooth && is_known(truth) {
                told(truth, *claimed, bound)
            } else {
                match self.local(row, column, point)? {
                    Some(local) => decide(&local, truth, *claimed, bound),
                    None => (Verdict::Undecided(Reason::NoValue), None),
                }
            };
            if verdict == Verdict::Certified {
                certain = Some((truth, *claimed, bound));
                continue;
            }
            findings.push(Finding {
                row,
                column: Some(column),
                verdict,
                claimed: *claimed,
                found: Bounded {
                    value: truth.mid_f64(),
                    error: truth.rad_f64(),
                },
                behaviour: Behaviour::Smooth,
                note,
            });
        }
        if let (None, Some((truth, claimed, bound))) = (self.report.control, certain) {
            let damaged = claimed + (claimed.abs() * 0.05).max(1e-3).max(2.0 * BEYOND * bound);
            let found = compare(truth, damaged, bound);
            self.report.control = Some(found == Verdict::Refuted);
        }
        Ok(findings)
    }

    /// Where the code is not the formula, nothing is to be learned of its derivative.
    fn wrong_values(
        &self,
        point: &[Rational],
        values: &[f64],
        unit: f64,
    ) -> Result<Vec<Finding>, Error> {
        let truths = truths(&self.values, point)?;
        let enclosures = self.values.rule_values(point)?;
        if truths.len() != values.len() {
            let expected = format!("{} values of the function", truths.len());
            return Err(Error::mismatch(expected, values.len().to_string()));
        }
        let mut findings = Vec::new();
        for (row, ((truth, enclosure), value)) in
            truths.iter().zip(&enclosures).zip(values).enumerate()
        {
            let bound = bound(truth, *enclosure, unit);
            if truth.is_value() && compare(truth, *value, bound) == Verdict::Refuted {
                findings.push(Finding {
                    row,
                    column: None,
                    verdict: Verdict::Refuted,
                    claimed: *value,
                    found: Bounded {
                        value: truth.mid_f64(),
                        error: truth.rad_f64(),
                    },
                    behaviour: Behaviour::Smooth,
                    note: Some("the function is not the formula".to_owned()),
                });
            }
        }
        Ok(findings)
    }

    /// What an entry is at the point itself.
    fn local(&self, row: usize, column: usize, point: &[Rational]) -> Result<Option<Local>, Error> {
        let variables = self.function.variables();
        let name = |place: usize| variables.get(place).map_or("", String::as_str);
        let (element, along) = match self.quantity {
            Quantity::Gradient => (0, vec![name(column)]),
            Quantity::Jacobian => (row, vec![name(column)]),
            Quantity::Hessian | Quantity::HessianOfGradient => (0, vec![name(row), name(column)]),
        };
        let found = self.function.derivatives_at(&along, point)?;
        Ok(found.into_iter().nth(element))
    }
}

/// The values of a function, closely if they can be.
fn truths(function: &Function, point: &[Rational]) -> Result<Vec<Ball>, Error> {
    let mut found = Vec::new();
    for bits in BITS {
        found = function.ball(point, bits)?;
        if found.iter().all(is_known) {
            break;
        }
    }
    Ok(found)
}

/// What rounding can have done to a value.
fn bound(truth: &Ball, enclosure: Interval, unit: f64) -> f64 {
    let own = ROUNDINGS * unit * truth.mid_f64().abs();
    let orders = ORDERS * (unit / f64::EPSILON) * enclosure.radius();
    if orders.is_finite() {
        own + orders
    } else {
        own
    }
}

/// Whether a rule has a value that is more than a bound.
fn is_known(truth: &Ball) -> bool {
    truth.is_value() && (truth.is_exact() || truth.relative_accuracy_bits() >= KNOWN_BITS)
}

/// The verdict where there is a derivative.
fn told(truth: &Ball, claimed: f64, bound: f64) -> (Verdict, Option<String>) {
    let verdict = compare(truth, claimed, bound);
    let close = "nearer than a mistake, farther than rounding";
    (verdict, verdict.reason().map(|_| close.to_owned()))
}

fn decide(local: &Local, truth: &Ball, claimed: f64, bound: f64) -> (Verdict, Option<String>) {
    let reason = match local.slope {
        Slope::Smooth { .. } if truth.is_value() => return told(truth, claimed, bound),
        Slope::Outside => Reason::OutsideDomain,
        _ => Reason::NotDifferentiable,
    };
    (Verdict::Undecided(reason), Some(local.to_string()))
}

fn compare(truth: &Ball, claimed: f64, bound: f64) -> Verdict {
    let distance = (truth.mid_f64() - claimed).abs();
    let known = truth.rad_f64();
    if !claimed.is_finite() || distance > BEYOND * bound + known {
        Verdict::Refuted
    } else if distance + known <= bound || (distance == 0.0 && known == 0.0) {
        Verdict::Certified
    } else {
        Verdict::Undecided(Reason::Noise)
    }
}
