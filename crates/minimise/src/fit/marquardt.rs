//! Levenberg and Marquardt's method in the form of Moré (1978): a trust region in variables scaled
//! by the columns of the Jacobian, which is factored, never multiplied by its transposed.

use super::Settings;
use super::projected::Projected;
use crate::Residuals;
use crate::dense::{Matrix, Qr, difference, dot, norm, sum_of_squares};
use crate::descent::Stop;
use crate::problem::{free, scatter};

/// The parameters on the way, each with the sum.
pub type Path = Vec<(Vec<f64>, f64)>;

/// Where the method ended.
#[derive(Clone, Debug)]
pub struct Solution {
    pub point: Vec<f64>,
    /// The sum of the squares; not finite where there was no start.
    pub sum: f64,
    pub stop: Stop,
    pub path: Path,
    pub evaluations: usize,
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
        let earlier = before.path.iter();
        let mut path: Path = earlier
            .map(|(part, sum)| (projected.complete(part), *sum))
            .collect();
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
    jacobian: Matrix,
    sum: f64,
}

impl Place {
    fn new(model: &dyn Residuals, point: Vec<f64>) -> Self {
        let mut residuals = vec![0.0; model.count()];
        let mut jacobian = Matrix::zeros(model.count(), model.parameters());
        model.jacobian(&point, &mut residuals, &mut jacobian);
        Self {
            sum: sum_of_squares(&residuals),
            point,
            residuals,
            jacobian,
        }
    }

    fn is_finite(&self) -> bool {
        let columns = self.jacobian.columns();
        self.sum.is_finite() && columns.iter().flatten().all(|x| x.is_finite())
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
pub fn solve(model: &dyn Residuals, start: &[f64], settings: &Settings) -> Solution {
    let mut point = start.to_vec();
    settings.bounds.project(&mut point);
    let mut walk = Walk::new(model, settings, point);
    let stop = loop {
        if walk.path.len() > settings.steps {
            break Stop::Budget;
        }
        if let Err(stop) = walk.step() {
            break stop;
        }
    };
    Solution {
        point: walk.here.point,
        sum: walk.here.sum,
        stop,
        path: walk.path,
        evaluations: walk.evaluations,
    }
}

struct Walk<'a> {
    model: &'a dyn Residuals,
    settings: &'a Settings,
    here: Place,
    scale: Vec<f64>,
    radius: Option<f64>,
    path: Path,
    evaluations: usize,
    /// The length of the last step, of those within rounding.
    last: f64,
}

impl<'a> Walk<'a> {
    fn new(model: &'a dyn Residuals, settings: &'a Settings, point: Vec<f64>) -> Self {
        let here = Place::new(model, point);
        Self {
            model,
            settings,
            scale: vec![0.0; here.point.len()],
            radius: None,
            path: vec![(here.point.clone(), here.sum)],
            evaluations: 1,
            last: f64::INFINITY,
            here,
        }
    }

    fn step(&mut self) -> Result<(), Stop> {
        if !self.here.is_finite() {
            return Err(Stop::Undefined(self.here.point.clone()));
        }
        if self.here.sum == 0.0 {
            return Err(Stop::Value);
        }
        let columns = self.here.jacobian.columns().iter();
        for (scale, column) in self.scale.iter_mut().zip(columns) {
            *scale = scale.max(norm(column));
        }
        let free = self.free()?;
        let problem = self.linearised(&free);
        if norm(&problem.target) <= ORTHOGONAL * self.here.sum.sqrt() {
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
            self.settings.bounds.project(&mut point);
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
            if agrees < 0.25 || promised.is_nan() || promised <= 0.0 {
                let factor = if agrees < -1.0 { 0.1 } else { 0.3 };
                radius = factor * length.min(radius);
            } else if agrees > 0.75 || is_inside {
                radius = radius.max(2.0 * length);
            }
            if agrees > 1e-4 && promised > 0.0 {
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
        self.path.push((next.point.clone(), next.sum));
        self.here = next;
    }

    /// The parameters that no bound holds.
    fn free(&self) -> Result<Vec<usize>, Stop> {
        let gradient = self.here.jacobian.transposed_times(&self.here.residuals);
        let free = free(&self.settings.bounds.active(&self.here.point, &gradient));
        if free.is_empty() {
            Err(Stop::Bounds)
        } else {
            Ok(free)
        }
    }

    fn linearised(&self, free: &[usize]) -> Linearised {
        let mut matrix = self.here.jacobian.select(free);
        for (column, place) in matrix.columns_mut().iter_mut().zip(free) {
            let scale = self.scale_of(*place);
            column.iter_mut().for_each(|x| *x /= scale);
        }
        let factor = Qr::new(matrix);
        let mut target = self.here.residuals.clone();
        factor.transposed(&mut target);
        target.truncate(free.len());
        Linearised { factor, target }
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

/// The residuals as far as they are linear, in scaled variables y: target + R·y.
struct Linearised {
    factor: Qr,
    target: Vec<f64>,
}

impl Linearised {
    /// The y in a ball with the least norm of the residuals, and whether it lies inside.
    fn minimum(&self, radius: f64) -> (Vec<f64>, bool) {
        let size = self.target.len();
        let triangle = self.factor.compact();
        let independent = self.factor.rank() == size;
        let mut low = 0.0;
        if independent {
            let newton = self.factor.solve(&self.target);
            let length = norm(&newton);
            if length <= 1.1 * radius {
                return (newton, true);
            }
            let dual = self.factor.dual_norm(&newton);
            low = (length / dual).powi(2) * (length - radius) / radius;
        }
        let slope = triangle.transposed_times(&self.target);
        let mut high = norm(&slope) / radius;
        let mut damping = if low > 0.0 { low } else { 1e-3 * high };
        let mut step = Vec::new();
        // Newton's method for the reciprocal of the length (Hebden 1973), inside a bracket.
        for _ in 0..30 {
            let (damped, factor) = self.damped(&triangle, damping);
            let length = norm(&damped);
            let done = (length - radius).abs() <= 0.1 * radius;
            let too_long = length > radius;
            let dual = factor.dual_norm(&damped);
            step = damped;
            if done {
                break;
            }
            if too_long {
                low = damping
            } else {
                high = damping
            }
            let next = damping + (length / dual).powi(2) * (length - radius) / radius;
            let inside = next > low && next < high;
            damping = if inside {
                next
            } else {
                (low * high).sqrt().max(1e-3 * high)
            };
        }
        (step, false)
    }

    fn damped(&self, triangle: &Matrix, damping: f64) -> (Vec<f64>, Qr) {
        let size = self.target.len();
        let root = damping.sqrt();
        let columns = triangle.columns().iter().enumerate().map(|(j, column)| {
            let mut column = column.clone();
            column.resize(2 * size, 0.0);
            if let Some(entry) = column.get_mut(size + j) {
                *entry = root;
            }
            column
        });
        let factor = Qr::new(Matrix::from(columns.collect::<Vec<_>>()));
        let mut target = self.target.clone();
        target.resize(2 * size, 0.0);
        factor.transposed(&mut target);
        (factor.solve(&target), factor)
    }
}
