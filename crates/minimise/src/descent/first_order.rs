//! Descents against the gradient.

use super::Stop;
use super::line_search::armijo;
use super::run::{Place, Rule, Run};
use crate::dense::{difference, dot};

/// The length of the steps of a gradient descent.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Rate {
    /// This multiple of the gradient.
    Fixed(f64),
    /// A multiple that falls: `rate/(1 + decay·k)` in step k.
    Decay {
        /// The first multiple.
        rate: f64,
        /// How fast it falls.
        decay: f64,
    },
    /// The steps go on in part (Polyak 1964).
    Momentum {
        /// The multiple of the gradient.
        rate: f64,
        /// How much of the last step goes on.
        momentum: f64,
    },
    /// As momentum, with the gradient where the last step leads (Nesterov 1983).
    Nesterov {
        /// The multiple of the gradient.
        rate: f64,
        /// How much of the last step goes on.
        momentum: f64,
    },
    /// Each variable in its own scale, from means of the gradient and of its square (Kingma and
    /// Ba 2015).
    Adam {
        /// The length of the steps of each variable.
        rate: f64,
        /// How long the mean of the gradient remembers.
        mean: f64,
        /// How long the mean of its square remembers.
        square: f64,
    },
}

impl Rate {
    /// The name, for programs.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Fixed(_) => "gradient",
            Self::Decay { .. } => "decay",
            Self::Momentum { .. } => "momentum",
            Self::Nesterov { .. } => "nesterov",
            Self::Adam { .. } => "adam",
        }
    }

    /// Adam with the constants of its authors.
    pub const fn adam(rate: f64) -> Self {
        Self::Adam {
            rate,
            mean: 0.9,
            square: 0.999,
        }
    }
}

/// Steps whose length is given.
pub struct GivenRate {
    rate: Rate,
    steps: i32,
    velocity: Vec<f64>,
    squares: Vec<f64>,
}

impl GivenRate {
    pub fn new(rate: Rate, dimension: usize) -> Self {
        Self {
            rate,
            steps: 0,
            velocity: vec![0.0; dimension],
            squares: vec![0.0; dimension],
        }
    }

    /// The velocity goes on in part, and against the gradient.
    fn accelerate(&mut self, kept: f64, rate: f64, gradient: &[f64]) {
        for (v, g) in self.velocity.iter_mut().zip(gradient) {
            *v = kept * *v - rate * g;
        }
    }

    fn change(&mut self, run: &mut Run<'_>) -> Result<Vec<f64>, Stop> {
        let gradient = run.here.gradient.clone();
        match self.rate {
            Rate::Fixed(rate) => self.accelerate(0.0, rate, &gradient),
            Rate::Decay { rate, decay } => {
                let rate = rate / (1.0 + decay * f64::from(self.steps));
                self.accelerate(0.0, rate, &gradient);
            }
            Rate::Momentum { rate, momentum } => self.accelerate(momentum, rate, &gradient),
            Rate::Nesterov { rate, momentum } => {
                let ahead = run.here.point.iter().zip(&self.velocity);
                let mut ahead: Vec<f64> = ahead.map(|(x, v)| x + momentum * v).collect();
                run.settings.bounds.project(&mut ahead);
                let ahead = run.place(ahead);
                if !ahead.is_finite() {
                    return Err(ahead.outside());
                }
                self.accelerate(momentum, rate, &ahead.gradient);
            }
            Rate::Adam { rate, mean, square } => {
                return Ok(self.adam(rate, mean, square, &gradient));
            }
        }
        Ok(self.velocity.clone())
    }

    fn adam(&mut self, rate: f64, mean: f64, square: f64, gradient: &[f64]) -> Vec<f64> {
        const LEAST: f64 = 1e-8;
        let unbiased = |kept: f64| 1.0 - kept.powi(self.steps + 1);
        let (first, second) = (unbiased(mean), unbiased(square));
        let means = self.velocity.iter_mut().zip(&mut self.squares);
        let changes = means.zip(gradient).map(|((m, s), g)| {
            *m = mean * *m + (1.0 - mean) * g;
            *s = square * *s + (1.0 - square) * g * g;
            -rate * (*m / first) / ((*s / second).sqrt() + LEAST)
        });
        changes.collect()
    }
}

impl Rule for GivenRate {
    fn next(&mut self, run: &mut Run<'_>) -> Result<Place, Stop> {
        let change = self.change(run)?;
        self.steps = self.steps.saturating_add(1);
        let mut point: Vec<f64> = run
            .here
            .point
            .iter()
            .zip(&change)
            .map(|(x, d)| x + d)
            .collect();
        if point.iter().any(|x| !x.is_finite()) {
            return Err(Stop::Overflow(point));
        }
        run.settings.bounds.project(&mut point);
        Ok(run.place(point))
    }
}

/// Steps that lower the value.
#[derive(Default)]
pub struct Steepest {
    before: Option<Place>,
}

impl Rule for Steepest {
    fn next(&mut self, run: &mut Run<'_>) -> Result<Place, Stop> {
        let direction: Vec<f64> = run.slope().iter().map(|g| -g).collect();
        let first = match self.before.take() {
            Some(before) => suggested(&before, &run.here),
            None => (1.0 / crate::dense::norm(&direction)).min(1.0),
        };
        self.before = Some(run.here.clone());
        armijo(run, &direction, first)
    }
}

/// The multiple of the gradient that the last step suggests (Barzilai and Borwein 1988).
fn suggested(before: &Place, here: &Place) -> f64 {
    let s = difference(&here.point, &before.point);
    let y = difference(&here.gradient, &before.gradient);
    let found = dot(&s, &s) / dot(&s, &y);
    if found > 0.0 && found.is_finite() {
        found
    } else {
        1.0
    }
}
