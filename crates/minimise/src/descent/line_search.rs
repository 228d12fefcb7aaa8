//! How far to go along a direction: far enough, and not too far.

use super::Stop;
use super::run::{Place, Run};
use crate::dense::dot;

/// The decrease that is asked for, as a part of what the slope promises.
const DECREASE: f64 = 1e-4;
/// How much of the slope may be left.
const CURVATURE: f64 = 0.9;
/// How many points are tried.
const TRIALS: usize = 60;

/// A point of the line.
#[derive(Clone, Debug)]
struct Trial {
    at: f64,
    slope: f64,
    place: Place,
}

/// A point along a direction that satisfies the strong conditions of Wolfe (1969), found by
/// bracketing and cubic interpolation (Nocedal and Wright 2006, algorithms 3.5 and 3.6). Where the
/// values differ by no more than rounding, the slopes decide (Hager and Zhang 2005). Within bounds
/// the line ends where it meets the first, and where that is short of `first`, it is bent along
/// them instead.
pub fn wolfe(run: &mut Run<'_>, direction: &[f64], first: f64) -> Result<Place, Stop> {
    let end = reach(run, direction);
    if end < first {
        return armijo(run, direction, first);
    }
    let start = Trial {
        at: 0.0,
        slope: dot(&run.here.gradient, direction),
        place: run.here.clone(),
    };
    let mut before = start.clone();
    let mut at = first;
    for _ in 0..TRIALS {
        let trial = tried(run, direction, at);
        let rises = trial.place.value >= before.place.value && before.at > 0.0;
        if !is_low(&start, &trial) || rises {
            return zoom(run, direction, &start, before, trial);
        }
        if trial.slope.abs() <= -CURVATURE * start.slope || at >= end {
            return Ok(trial.place);
        }
        if trial.slope >= 0.0 {
            return zoom(run, direction, &start, trial, before);
        }
        before = trial;
        at = (4.0 * at).min(end);
    }
    Ok(before.place)
}

/// Between a point that is low enough and one that is too far.
fn zoom(
    run: &mut Run<'_>,
    direction: &[f64],
    start: &Trial,
    mut low: Trial,
    mut high: Trial,
) -> Result<Place, Stop> {
    for _ in 0..TRIALS {
        let at = between(&low, &high);
        if at == low.at || at == high.at {
            break;
        }
        let trial = tried(run, direction, at);
        let is_flat = trial.slope.abs() <= -CURVATURE * start.slope;
        if !is_low(start, &trial) || trial.place.value > low.place.value && !is_flat {
            high = trial;
        } else {
            if is_flat {
                return Ok(trial.place);
            }
            if trial.slope * (high.at - low.at) >= 0.0 {
                high = low;
            }
            low = trial;
        }
    }
    match low.place.value < start.place.value {
        true => Ok(low.place),
        false => Err(no_lower(start)),
    }
}

/// Why there is no lower value: rounding, if hardly any decrease could be hoped for.
fn no_lower(start: &Trial) -> Stop {
    let hoped = -start.slope;
    match hoped <= 1e-9 * start.place.value.abs().max(f64::MIN_POSITIVE) {
        true => Stop::Value,
        false => Stop::NoLowerValue,
    }
}

fn is_low(start: &Trial, trial: &Trial) -> bool {
    if !trial.place.is_finite() {
        return false;
    }
    let rounding = 4.0 * f64::EPSILON * start.place.value.abs();
    let fall = start.place.value - trial.place.value;
    let level = fall.abs() <= rounding;
    fall >= -DECREASE * trial.at * start.slope
        || level && trial.slope <= (2.0 * DECREASE - 1.0) * start.slope
}

/// The minimum of the cubic through values and slopes, away from the ends; the middle where there
/// is none.
fn between(low: &Trial, high: &Trial) -> f64 {
    let (a, b) = (low.at, high.at);
    let width = b - a;
    let middle = a + 0.5 * width;
    if !high.place.is_finite() {
        return a + 0.2 * width;
    }
    let d1 = low.slope + high.slope - 3.0 * (low.place.value - high.place.value) / (a - b);
    let square = d1 * d1 - low.slope * high.slope;
    let d2 = square.max(0.0).sqrt().copysign(width);
    let found = b - width * (high.slope + d2 - d1) / (high.slope - low.slope + 2.0 * d2);
    let margin = 0.1 * width.abs();
    let inside = (found - a).abs() >= margin && (b - found).abs() >= margin;
    let between = (found - a) * (found - b) < 0.0;
    if inside && between { found } else { middle }
}

fn tried(run: &mut Run<'_>, direction: &[f64], at: f64) -> Trial {
    let point = moved(run, direction, at);
    let place = run.place(point);
    Trial {
        at,
        slope: dot(&place.gradient, direction),
        place,
    }
}

/// The point along the direction, inside the bounds.
pub fn moved(run: &Run<'_>, direction: &[f64], at: f64) -> Vec<f64> {
    let coordinates = run.here.point.iter().zip(direction);
    let mut point: Vec<f64> = coordinates.map(|(x, d)| x + at * d).collect();
    run.settings.bounds.project(&mut point);
    point
}

/// How far the direction stays inside the bounds.
fn reach(run: &Run<'_>, direction: &[f64]) -> f64 {
    let coordinates = run.here.point.iter().zip(direction).enumerate();
    let ends = coordinates.map(|(variable, (x, d))| {
        let (low, high) = run.settings.bounds.range(variable);
        match d {
            d if *d > 0.0 => (high - x) / d,
            d if *d < 0.0 => (low - x) / d,
            _ => f64::INFINITY,
        }
    });
    ends.fold(f64::INFINITY, f64::min)
}

/// The first of shorter and shorter steps that lowers the value enough (Armijo 1966), along the
/// bounds where it meets them (Bertsekas 1982).
pub fn armijo(run: &mut Run<'_>, direction: &[f64], first: f64) -> Result<Place, Stop> {
    let slope = dot(&run.here.gradient, direction);
    let value = run.here.value;
    let mut at = first;
    for _ in 0..TRIALS {
        let point = moved(run, direction, at);
        let steps = point.iter().zip(&run.here.point).map(|(a, b)| a - b);
        let promised: f64 = steps.zip(&run.here.gradient).map(|(d, g)| d * g).sum();
        let place = run.place(point);
        if place.is_finite() && value - place.value >= -DECREASE * promised && promised < 0.0 {
            return Ok(place);
        }
        // The minimum of the parabola, not too far from the last step.
        let rise = place.value - value - at * slope;
        let least = -0.5 * slope * at * at / rise;
        at = match least {
            least if place.is_finite() && rise > 0.0 => least.clamp(0.1 * at, 0.5 * at),
            _ => 0.2 * at,
        };
    }
    let start = Trial {
        at: 0.0,
        slope,
        place: run.here.clone(),
    };
    Err(no_lower(&start))
}
