//! Levenberg and Marquardt's method in the form of Moré (1978): a trust region in variables scaled
//! by the columns of the Jacobian, which is factored, never multiplied by its transposed.

use super::linearised::{Jacobian, Linearised};
use super::projected::Projected;
use crate::dense::{difference, dot, largest, norm, sum_of_squares};
use crate::descent::{Step, Stop};
use crate::problem::{free, gather, scatter};
use crate::{Bounds, Residuals};

/// Where the method may go, and when it is to end.
#[derive(Clone, Copy, Debug)]
pub struct Limits<'a> {
    pub bounds: &'a Bounds,
    pub steps: usize,
    /// The gradient is small when it is this part of the largest on the path.
    pub gradient: Option<f64>,
}

/// Where the method ended.
#[derive(Clone, Debug)]
pub struct Solution {
    pub point: Vec<f64>,
    /// The sum of the squares; not finite where there was no start.
    pub sum: f64,
    pub stop: Stop,
    pub path: Vec<Step>,
    pub evaluations: usize,
    /// The parameters that a bound holds.
    pub held: Vec<usize>,
}

impl Solution {
    /// The one with the smaller sum; of two that are equal but for rounding the first, unless the
    /// second alone has converged.
    pub fn better(self, other: Self) -> Self {
        let equal = (self.sum - other.sum).abs() <= 1e-12 * self.sum.min(other.sum);
        let converged = self.stop.is_minimum() || !other.stop.is_minimum();
        let keep = if equal {
            converged
        } else {
            self.sum <= other.sum || other.sum.is_nan()
        };
        let evaluations = self.evaluations + other.evaluations;
        let best = if keep { self } else { other };
        Self {
            evaluations,
            ..best
        }
    }

    /// With the path of the projected residuals before its own.
    pub fn after(mut self, before: &Self, projected: &Projected<'_>) -> Self {
        let complete = |step: &Step| Step {
            point: projected.complete(&step.point),
            ..*step
        };
        let mut path: Vec<Step> = before.path.iter().map(complete).collect();
        path.pop();
        path.append(&mut self.path);
        Self {
            path,
            evaluations: self.evaluations + before.evaluations,
            ..self
        }
    }
}

/// The residuals at a point, with the Jacobian.
struct Place {
    point: Vec<f64>,
    residuals: Vec<f64>,
    jacobian: Jacobian,
    /// The product of the transposed Jacobian and the residuals: half of the gradient.
    slope: Vec<f64>,
    sum: f64,
}

impl Place {
    fn new(model: &dyn Residuals, point: Vec<f64>) -> Self {
        let mut residuals = vec![0.0; model.count()];
        let jacobian = Jacobian::new(model, &point, &mut residuals);
        Self {
            sum: sum_of_squares(&residuals),
            slope: jacobian.transposed_times(&residuals),
            point,
            residuals,
            jacobian,
        }
    }

    fn is_finite(&self) -> bool {
        self.sum.is_finite() && self.jacobian.is_finite()
    }

    /// The largest derivative of the sum, of the parameters that no bound holds.
    fn gradient(&self, bounds: &Bounds) -> f64 {
        let free = free(&bounds.active(&self.point, &self.slope));
        2.0 * largest(&gather(&self.slope, &free))
    }
}

/// So often the region shrinks before there is no step.
const TRIALS: usize = 100;
/// A step that promises to take this part of the sum is at the end of what floats can tell.
const ROUNDING: f64 = 1e-13;
/// A step so far, beside the size of the point, that promises to take this part of the sum and
/// doesn't, is led astray by the derivatives.
const FAR: f64 = 1e-6;
const HOPED: f64 = 1e-9;
/// A gradient is small when the residuals are so nearly orthogonal to all derivatives.
const ORTHOGONAL: f64 = 1e-13;

/// A minimum from a start.
pub fn solve(model: &dyn Residuals, start: &[f64], limits: Limits<'_>) -> Solution {
    let mut point = start.to_vec();
    limits.bounds.project(&mut point);
    let mut walk = Walk::new(model, limits, point);
    let stop = loop {
        if walk.path.len() > limits.steps {
            break Stop::Budget;
        }
        if let Err(stop) = walk.step() {
            break stop;
        }
    };
    let active = limits.bounds.active(&walk.here.point, &walk.here.slope);
    let held = active.iter().enumerate().filter(|(_, held)| **held);
    Solution {
        held: held.map(|(place, _)| place).collect(),
        point: walk.here.point,
        sum: walk.here.sum,
        stop,
        path: walk.path,
        evaluations: walk.evaluations,
    }
}

struct Walk<'a> {
    model: &'a dyn Residuals,
    limits: Limits<'a>,
    here: Place,
    scale: Vec<f64>,
    radius: Option<f64>,
    path: Vec<Step>,
    /// The largest gradient so far.
    steepest: f64,
    evaluations: usize,
    /// The length of the last step, of those within rounding.
    last: f64,
}

impl<'a> Walk<'a> {
    fn new(model: &'a dyn Residuals, limits: Limits<'a>, point: Vec<f64>) -> Self {
        let here = Place::new(model, point);
        let mut walk = Self {
            model,
            limits,
            scale: vec![0.0; here.point.len()],
            radius: None,
            path: Vec::new(),
            steepest: 0.0,
            evaluations: 1,
            last: f64::INFINITY,
            here,
        };
        walk.record(0.0);
        walk
    }

    fn record(&mut self, length: f64) {
        let gradient = self.here.gradient(self.limits.bounds);
        self.steepest = self.steepest.max(gradient);
        self.path.push(Step {
            point: self.here.point.clone(),
            value: self.here.sum,
            gradient,
            length,
        });
    }

    fn step(&mut self) -> Result<(), Stop> {
        if !self.here.is_finite() {
            return Err(Stop::Undefined(self.here.point.clone()));
        }
        if self.here.sum == 0.0 {
            return Err(Stop::Value);
        }
        let gradient = self.path.last().map_or(f64::NAN, |step| step.gradient);
        if self
            .limits
            .gradient
            .is_some_and(|least| gradient <= least * self.steepest)
        {
            return Err(Stop::Gradient);
        }
        for (scale, norm) in self.scale.iter_mut().zip(self.here.jacobian.norms()) {
            *scale = scale.max(norm);
        }
        let free = self.free()?;
        let scales: Vec<f64> = free.iter().map(|place| self.scale_of(*place)).collect();
        let problem = Linearised::new(&self.here.jacobian, &self.here.residuals, &free, scales);
        if problem.reach() <= ORTHOGONAL * self.here.sum.sqrt() {
            return Err(Stop::Gradient);
        }
        let mut radius = self.radius.unwrap_or_else(|| self.size());
        let mut astray = false;
        for trial in 0..TRIALS {
            let (inner, is_inside) = problem.minimum(radius);
            let step = self.unscaled(&inner, &free);
            let mut point: Vec<f64> = self
                .here
                .point
                .iter()
                .zip(&step)
                .map(|(x, d)| x + d)
                .collect();
            self.limits.bounds.project(&mut point);
            let length = norm(&inner);
            let promised = self.promised(&point);
            if trial == 0 {
                astray = promised > HOPED * self.here.sum && length > FAR * self.size();
            }
            if point == self.here.point {
                return Err(if astray {
                    Stop::NoLowerValue
                } else {
                    Stop::Step
                });
            }
            let next = Place::new(self.model, point);
            self.evaluations += 1;
            let fall = self.here.sum - next.sum;
            if promised.abs() <= ROUNDING * self.here.sum && fall.abs() <= ROUNDING * self.here.sum
            {
                if astray {
                    return Err(Stop::NoLowerValue);
                }
                return self.polish(next, length, is_inside);
            }
            let agrees = if next.is_finite() {
                fall / promised
            } else {
                -1.0
            };
            let is_lower = agrees > 1e-4 && promised > 0.0;
            let doubt = ROUNDING * self.here.sum / promised;
            if !is_lower || agrees + doubt < 0.25 {
                let factor = if agrees < -1.0 { 0.1 } else { 0.3 };
                radius = factor * length.min(radius);
            } else if agrees > 0.75 || is_inside {
                radius = radius.max(2.0 * length);
            }
            if is_lower {
                self.radius = Some(radius);
                self.go(next);
                return Ok(());
            }
        }
        Err(Stop::NoLowerValue)
    }

    /// The last steps, which no value can judge any more: they go on while they get shorter.
    fn polish(&mut self, next: Place, length: f64, is_inside: bool) -> Result<(), Stop> {
        let shorter = length < 0.98 * self.last;
        if !is_inside || !shorter || !next.is_finite() {
            return Err(Stop::Value);
        }
        self.last = length;
        self.go(next);
        Ok(())
    }

    fn go(&mut self, next: Place) {
        let change = difference(&next.point, &self.here.point);
        self.here = next;
        self.record(norm(&change));
    }

    /// The parameters that no bound holds.
    fn free(&self) -> Result<Vec<usize>, Stop> {
        let free = free(
            &self
                .limits
                .bounds
                .active(&self.here.point, &self.here.slope),
        );
        if free.is_empty() {
            Err(Stop::Bounds)
        } else {
            Ok(free)
        }
    }

    fn scale_of(&self, place: usize) -> f64 {
        let scale = self.scale.get(place).copied();
        scale.filter(|scale| *scale > 0.0).unwrap_or(1.0)
    }

    /// The length of the point itself, in scaled variables.
    fn size(&self) -> f64 {
        let coordinates = self.here.point.iter().enumerate();
        let scaled: Vec<f64> = coordinates.map(|(i, x)| x * self.scale_of(i)).collect();
        match norm(&scaled) {
            0.0 => self.here.sum.sqrt(),
            length => length,
        }
    }

    fn unscaled(&self, inner: &[f64], free: &[usize]) -> Vec<f64> {
        let parts = inner.iter().zip(free);
        let step: Vec<f64> = parts.map(|(y, place)| y / self.scale_of(*place)).collect();
        scatter(&step, free, self.here.point.len())
    }

    /// By how much the sum would fall if the residuals were linear.
    fn promised(&self, point: &[f64]) -> f64 {
        let step = difference(point, &self.here.point);
        let change = self.here.jacobian.times(&step);
        -2.0 * dot(&self.here.residuals, &change) - dot(&change, &change)
    }
}
