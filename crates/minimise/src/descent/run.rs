//! What all methods have in common: the path, and when it ends.

use super::{Descent, FLAT, Method, Settings, Step, Stop};
use crate::Objective;
use crate::dense::{Matrix, difference, largest, norm};

/// A point with value and gradient.
#[derive(Clone, Debug)]
pub struct Place {
    pub point: Vec<f64>,
    pub value: f64,
    pub gradient: Vec<f64>,
}

impl Place {
    /// Whether value and gradient are numbers.
    pub fn is_finite(&self) -> bool {
        self.value.is_finite() && self.gradient.iter().all(|x| x.is_finite())
    }

    /// Why the descent can't go on from here.
    pub fn outside(&self) -> Stop {
        if self.value.is_infinite() {
            Stop::Overflow(self.point.clone())
        } else {
            Stop::Undefined(self.point.clone())
        }
    }
}

/// A way to find the next point.
pub trait Rule {
    /// The next point, or why there is none.
    fn next(&mut self, run: &mut Run<'_>) -> Result<Place, Stop>;
}

/// A descent on its way.
pub struct Run<'a> {
    pub objective: &'a dyn Objective,
    pub settings: &'a Settings,
    pub here: Place,
    evaluations: usize,
    path: Vec<Step>,
    /// The largest gradient so far.
    steepest: f64,
    /// For how many steps the value has not changed.
    still: usize,
}

/// So many steps without a change of the value end a descent.
const PATIENCE: usize = 10;

/// A step that promises to take this part of the value off changes the last digits of the point, if
/// any. Values can't tell long before; the second derivatives can.
pub const NEGLIGIBLE: f64 = 1e-26;

/// A value that has fallen by so much below the first falls without end.
const BOTTOM: f64 = 1e60;

/// Values that have risen by this factor above the first, or the last few, will not fall again.
const RISE: f64 = 1e12;

impl<'a> Run<'a> {
    pub fn new(objective: &'a dyn Objective, settings: &'a Settings, from: &[f64]) -> Self {
        let mut point = from.to_vec();
        settings.bounds.project(&mut point);
        let here = Place {
            gradient: vec![f64::NAN; point.len()],
            value: f64::NAN,
            point,
        };
        let mut run = Self {
            objective,
            settings,
            here,
            evaluations: 0,
            path: Vec::new(),
            steepest: 0.0,
            still: 0,
        };
        run.here = run.place(run.here.point.clone());
        run.record(0.0);
        run
    }

    /// Value and gradient at a point.
    pub fn place(&mut self, point: Vec<f64>) -> Place {
        self.evaluations += 1;
        let mut gradient = vec![0.0; point.len()];
        let value = self.objective.gradient(&point, &mut gradient);
        Place {
            point,
            value,
            gradient,
        }
    }

    /// The second derivatives here; the reason to end where they are no numbers.
    pub fn hessian(&self) -> Result<Matrix, Stop> {
        let hessian = self.objective.hessian(&self.here.point);
        let numbers = |matrix: &Matrix| matrix.columns().iter().flatten().all(|x| x.is_finite());
        hessian
            .filter(numbers)
            .ok_or_else(|| Stop::Undefined(self.here.point.clone()))
    }

    /// Which variables a bound holds here.
    pub fn active(&self) -> Vec<bool> {
        self.settings
            .bounds
            .active(&self.here.point, &self.here.gradient)
    }

    /// The gradient here, with 0 for variables that are held.
    pub fn slope(&self) -> Vec<f64> {
        let held = self.active();
        let slopes = self.here.gradient.iter().zip(held);
        slopes
            .map(|(slope, held)| if held { 0.0 } else { *slope })
            .collect()
    }

    fn record(&mut self, length: f64) {
        let gradient = largest(&self.slope());
        self.steepest = self.steepest.max(gradient);
        self.path.push(Step {
            point: self.here.point.clone(),
            value: self.here.value,
            gradient,
            length,
        });
    }

    /// Goes on until there is a reason not to.
    pub fn finish(mut self, rule: &mut dyn Rule) -> Descent {
        let stop = loop {
            if let Some(stop) = self.ended() {
                break stop;
            }
            match rule.next(&mut self) {
                Ok(next) => {
                    if let Some(stop) = self.go(next) {
                        break stop;
                    }
                }
                Err(stop) => break stop,
            }
        };
        let held = self.active();
        let held = held.iter().enumerate().filter(|(_, held)| **held);
        Descent {
            held: held.map(|(variable, _)| variable).collect(),
            path: self.path,
            stop,
            evaluations: self.evaluations,
        }
    }

    /// Goes to a point, which belongs to the path if it has a value.
    fn go(&mut self, next: Place) -> Option<Stop> {
        if !next.is_finite() {
            return Some(next.outside());
        }
        let change = difference(&next.point, &self.here.point);
        let fall = (self.here.value - next.value).abs();
        let unchanged = fall <= f64::EPSILON * next.value.abs();
        self.still = if unchanged { self.still + 1 } else { 0 };
        self.here = next;
        self.record(norm(&change));
        change.iter().all(|x| *x == 0.0).then_some(Stop::Step)
    }

    fn ended(&self) -> Option<Stop> {
        if !self.here.is_finite() {
            return Some(self.here.outside());
        }
        let gradient = self.path.last().map_or(f64::NAN, |step| step.gradient);
        let first = self.path.first().map_or(f64::NAN, |step| step.value);
        let least = self
            .settings
            .gradient
            .unwrap_or(match self.settings.method {
                Method::Gradient(_) | Method::SteepestDescent => 1e-10,
                _ => FLAT,
            });
        match () {
            () if self.active().iter().all(|held| *held) => Some(Stop::Bounds),
            () if gradient <= least * self.steepest => Some(Stop::Gradient),
            () if self.still >= PATIENCE => Some(Stop::Value),
            () if self.here.value < first - BOTTOM * first.abs().max(1.0) => Some(Stop::Unbounded),
            () if self.here.value - first > RISE * first.abs().max(1.0) => Some(Stop::Diverged),
            () if self.path.len() > self.settings.steps => Some(Stop::Budget),
            () => None,
        }
    }
}
