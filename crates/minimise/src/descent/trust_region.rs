//! The minimum of the second Taylor polynomial in a region that grows and shrinks with how well it
//! predicts the function (Moré and Sorensen 1983; Conn, Gould and Toint 2000).

use super::Stop;
use super::run::{NEGLIGIBLE, Place, Rule, Run};
use crate::dense::{Eigen, Matrix, dot, norm};
use crate::problem::{free, gather, scatter};

/// The radius, in scaled variables.
#[derive(Default)]
pub struct TrustRegion {
    radius: Option<f64>,
    scale: Vec<f64>,
}

/// So often the region shrinks before it is empty.
const TRIALS: usize = 200;

/// What a trial step promises.
struct Model<'a> {
    gradient: &'a [f64],
    hessian: &'a Matrix,
}

impl Model<'_> {
    /// By how much the value falls.
    fn fall(&self, step: &[f64]) -> f64 {
        -dot(self.gradient, step) - 0.5 * dot(step, &self.hessian.times(step))
    }
}

impl Rule for TrustRegion {
    fn next(&mut self, run: &mut Run<'_>) -> Result<Place, Stop> {
        let hessian = run.hessian()?;
        let free = free(&run.active());
        self.rescale(&hessian, run);
        let scale = gather(&self.scale, &free);
        let slope = gather(&run.here.gradient, &free);
        let scaled: Vec<f64> = slope.iter().zip(&scale).map(|(g, d)| g / d).collect();
        let region = Region::new(&hessian.block(&free), &scale, &scaled);
        let model = Model {
            gradient: &run.here.gradient.clone(),
            hessian: &hessian,
        };
        let value = run.here.value;
        let rounding = f64::EPSILON * value.abs();
        let mut radius = self
            .radius
            .unwrap_or_else(|| first_radius(run, &self.scale));
        let mut hoped = f64::NAN;
        for trial in 0..TRIALS {
            let (inner, is_newton) = region.minimum(radius);
            let step: Vec<f64> = inner.iter().zip(&scale).map(|(y, d)| y / d).collect();
            let mut step = scatter(&step, &free, run.here.point.len());
            let (point, clipped) = clipped(run, &mut step);
            let mut promised = model.fall(&step);
            let mut point = point;
            if clipped && promised <= 0.0 {
                (point, promised) =
                    along_bounds(run, &model, &scaled, &scale, &free, radius, &mut step);
            }
            if is_newton && !clipped && promised <= NEGLIGIBLE * value.abs() {
                return Err(Stop::Value);
            }
            if trial == 0 {
                hoped = promised;
            }
            if point == run.here.point {
                break;
            }
            let place = run.place(point);
            let fall = value - place.value;
            let length = norm(&inner);
            if !place.is_finite() {
                radius = 0.25 * length;
                continue;
            }
            // Within rounding the model is believed, unless larger steps have shown it wrong.
            let level = promised.abs().max(fall.abs()) <= 16.0 * rounding;
            let agrees = match level {
                true if is_newton || trial == 0 => 1.0,
                true => 0.0,
                false => fall / promised,
            };
            if agrees < 0.25 || promised.is_nan() || promised <= 0.0 {
                radius = 0.25 * length.min(radius);
            } else if agrees > 0.75 && length > 0.9 * radius {
                radius *= 2.5;
            }
            if agrees > 1e-4 && promised > 0.0 {
                self.radius = Some(radius);
                return Ok(place);
            }
        }
        Err(match hoped <= 1e-9 * value.abs() {
            true => Stop::Value,
            false => Stop::NoLowerValue,
        })
    }
}

impl TrustRegion {
    /// Each variable in the scale of its curvature, of which the largest is not forgotten at once.
    fn rescale(&mut self, hessian: &Matrix, run: &Run<'_>) {
        const KEPT: f64 = 0.9;
        let size = run.here.point.len();
        let curvatures: Vec<f64> = (0..size).map(|i| hessian.at(i, i).abs().sqrt()).collect();
        self.scale.resize(size, 0.0);
        for (scale, curvature) in self.scale.iter_mut().zip(&curvatures) {
            *scale = curvature.max(KEPT * *scale);
        }
        let most = self.scale.iter().copied().fold(0.0, f64::max);
        let least = if most > 0.0 { 1e-10 * most } else { 1.0 };
        self.scale.iter_mut().for_each(|d| *d = d.max(least));
    }
}

/// A tenth of the way from the origin: a descent is to find the minimum of its own valley.
fn first_radius(run: &Run<'_>, scale: &[f64]) -> f64 {
    let size: Vec<f64> = run
        .here
        .point
        .iter()
        .zip(scale)
        .map(|(x, d)| x * d)
        .collect();
    const PART: f64 = 0.1;
    let most = scale.iter().copied().fold(0.0, f64::max);
    PART * match norm(&size) {
        0.0 => most,
        size => size,
    }
}

/// The point inside the bounds, and the step to it.
fn clipped(run: &Run<'_>, step: &mut [f64]) -> (Vec<f64>, bool) {
    let mut point: Vec<f64> = run
        .here
        .point
        .iter()
        .zip(step.iter())
        .map(|(x, d)| x + d)
        .collect();
    let wanted = point.clone();
    run.settings.bounds.project(&mut point);
    let is_clipped = point != wanted;
    if is_clipped {
        for ((d, x), from) in step.iter_mut().zip(&point).zip(&run.here.point) {
            *d = x - from;
        }
    }
    (point, is_clipped)
}

/// A step against the gradient, bent along the bounds, that the model takes for downhill.
fn along_bounds(
    run: &Run<'_>,
    model: &Model<'_>,
    scaled: &[f64],
    scale: &[f64],
    free: &[usize],
    radius: f64,
    step: &mut Vec<f64>,
) -> (Vec<f64>, f64) {
    let mut factor = radius / norm(scaled);
    for _ in 0..60 {
        let inner: Vec<f64> = scaled
            .iter()
            .zip(scale)
            .map(|(g, d)| -factor * g / d)
            .collect();
        *step = scatter(&inner, free, run.here.point.len());
        let (point, _) = clipped(run, step);
        let promised = model.fall(step);
        if promised >= -1e-4 * dot(model.gradient, step) {
            return (point, promised);
        }
        factor *= 0.5;
    }
    (run.here.point.clone(), 0.0)
}

/// The quadratic model in the directions of its eigenvectors.
struct Region {
    eigen: Eigen,
    /// The gradient in those directions.
    slopes: Vec<f64>,
}

impl Region {
    fn new(hessian: &Matrix, scale: &[f64], gradient: &[f64]) -> Self {
        let size = scale.len();
        let mut scaled = Matrix::zeros(size, size);
        for (j, dj) in scale.iter().enumerate() {
            for (i, di) in scale.iter().enumerate() {
                scaled.put(i, j, hessian.at(i, j) / di / dj);
            }
        }
        let eigen = Eigen::new(&scaled);
        let slopes = eigen.vectors.iter().map(|v| dot(v, gradient)).collect();
        Self { eigen, slopes }
    }

    fn step(&self, shift: f64) -> Vec<f64> {
        let mut step = vec![0.0; self.slopes.len()];
        let parts = self
            .eigen
            .values
            .iter()
            .zip(&self.eigen.vectors)
            .zip(&self.slopes);
        for ((value, vector), slope) in parts {
            if *slope != 0.0 {
                crate::dense::add(&mut step, -slope / (value + shift), vector);
            }
        }
        step
    }

    /// The minimum of the model in a ball, and whether it lies inside.
    fn minimum(&self, radius: f64) -> (Vec<f64>, bool) {
        let least = self.eigen.values.first().copied().unwrap_or(1.0);
        if least > 0.0 {
            let newton = self.step(0.0);
            if norm(&newton) <= radius {
                return (newton, true);
            }
        }
        // The shift lies where the model is convex; the norm falls with it.
        let size = self
            .eigen
            .values
            .last()
            .map_or(1.0, |most| most.abs().max(least.abs()));
        let lowest = (-least).max(0.0);
        let mut low = lowest;
        let mut high = lowest + norm(&self.slopes) / radius + f64::EPSILON * size;
        let barely = lowest + f64::EPSILON * size;
        let inner = self.step(barely);
        if norm(&inner) < radius && least <= 0.0 {
            return (self.along_least(inner, radius), false);
        }
        let mut shift = 0.5 * (low + high);
        for _ in 0..100 {
            let step = self.step(shift);
            let length = norm(&step);
            if (length - radius).abs() <= 1e-3 * radius {
                return (step, false);
            }
            if length > radius {
                low = shift
            } else {
                high = shift
            }
            // Newton's method for 1/length (Hebden 1973), inside the bracket.
            let parts = self.eigen.values.iter().zip(&self.slopes);
            let bend: f64 = parts
                .map(|(value, slope)| slope * slope / (value + shift).powi(3))
                .sum();
            let next = shift + (length - radius) / radius * length * length / bend;
            shift = if next > low && next < high {
                next
            } else {
                0.5 * (low + high)
            };
        }
        (self.step(high), false)
    }

    /// The hard case: the gradient has no part along the direction of least curvature, which leads
    /// to the border.
    fn along_least(&self, mut step: Vec<f64>, radius: f64) -> Vec<f64> {
        let rest = (radius * radius - dot(&step, &step)).max(0.0).sqrt();
        let (slope, vector) = (self.slopes.first(), self.eigen.vectors.first());
        let sign = if slope.is_some_and(|slope| *slope > 0.0) {
            -1.0
        } else {
            1.0
        };
        crate::dense::add(&mut step, sign * rest, vector.map_or(&[], Vec::as_slice));
        step
    }
}
