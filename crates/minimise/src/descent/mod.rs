//! Descents: from a point downhill to a minimum, step by step, with the path that was taken.

mod bfgs;
mod first_order;
mod lbfgs;
mod line_search;
mod newton;
mod run;
mod trust_region;

pub use first_order::Rate;

use crate::fit::marquardt::{Limits, solve};
use crate::{Bounds, Error, Objective};
use run::{Rule, Run};

/// The part of the largest gradient that is small where nothing else was asked for.
const FLAT: f64 = 1e-16;

/// How the next point is found.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Method {
    /// Against the gradient, with steps whose length is given beforehand.
    Gradient(Rate),
    /// Against the gradient, with steps that lower the value enough (Armijo 1966), first tried as
    /// long as the last two gradients suggest (Barzilai and Borwein 1988).
    SteepestDescent,
    /// To the minimum of the second Taylor polynomial, made convex where it isn't.
    Newton,
    /// As Newton, with second derivatives gathered from gradients (Broyden, Fletcher, Goldfarb and
    /// Shanno 1970).
    Bfgs,
    /// As BFGS, of which the last steps alone are kept (Nocedal 1980): for many variables.
    Lbfgs {
        /// How many steps are kept.
        memory: usize,
    },
    /// To the minimum of the second Taylor polynomial as far as it can be trusted (Moré and
    /// Sorensen 1983).
    TrustRegion,
    /// Of a sum of squares to its minimum if the residuals were linear, as far as that can be
    /// trusted (Levenberg 1944, Marquardt 1963, Moré 1978).
    LevenbergMarquardt,
}

impl Method {
    /// The name of the method, for programs.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Gradient(rate) => rate.name(),
            Self::SteepestDescent => "steepest-descent",
            Self::Newton => "newton",
            Self::Bfgs => "bfgs",
            Self::Lbfgs { .. } => "lbfgs",
            Self::TrustRegion => "trust-region",
            Self::LevenbergMarquardt => "levenberg-marquardt",
        }
    }
}

/// How a descent is made.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// How the next point is found.
    pub method: Method,
    /// The most steps.
    pub steps: usize,
    /// The gradient is small when it is this part of the largest on the path; without, as small
    /// as the method can be expected to make it.
    pub gradient: Option<f64>,
    /// Where to look.
    pub bounds: Bounds,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            method: Method::TrustRegion,
            steps: 10_000,
            gradient: None,
            bounds: Bounds::default(),
        }
    }
}

/// A point of the path.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Where it is.
    pub point: Vec<f64>,
    /// The value there.
    pub value: f64,
    /// The largest derivative there, of the variables that no bound holds.
    pub gradient: f64,
    /// How far it is from the point before; 0 of the first.
    pub length: f64,
}

/// Why a descent came to its end.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Stop {
    /// The gradient vanishes, as far as floats can tell.
    Gradient,
    /// Every variable is held by a bound.
    Bounds,
    /// The steps are too short to change the point.
    Step,
    /// No step lowers the value further, as far as floats can tell.
    Value,
    /// No lower value was found though the gradient says there is one: a kink or jump, or a
    /// gradient that is wrong.
    NoLowerValue,
    /// So many steps as were allowed.
    Budget,
    /// The value falls without end.
    Unbounded,
    /// The values rise from step to step.
    Diverged,
    /// The value is beyond the range of floats at this point.
    Overflow(Vec<f64>),
    /// There is no value, or no derivative, at this point.
    Undefined(Vec<f64>),
}

impl Stop {
    /// Whether the end of the path is a minimum, or a point as flat as one.
    pub fn is_minimum(&self) -> bool {
        matches!(
            self,
            Self::Gradient | Self::Bounds | Self::Step | Self::Value
        )
    }

    /// The point outside of the domain, or of the range of floats.
    pub fn outside(&self) -> Option<&[f64]> {
        match self {
            Self::Overflow(point) | Self::Undefined(point) => Some(point),
            _ => None,
        }
    }

    /// The name of the reason, for programs.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Gradient => "gradient",
            Self::Bounds => "bounds",
            Self::Step => "step",
            Self::Value => "value",
            Self::NoLowerValue => "no-lower-value",
            Self::Budget => "budget",
            Self::Unbounded => "unbounded",
            Self::Diverged => "diverged",
            Self::Overflow(_) => "overflow",
            Self::Undefined(_) => "undefined",
        }
    }
}

impl std::fmt::Display for Stop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Gradient => "the gradient is small",
            Self::Bounds => "every variable is held by a bound",
            Self::Step => "the step is too short to change the point",
            Self::Value => "the value falls no further",
            Self::NoLowerValue => "no lower value was found along the descent direction",
            Self::Budget => "all steps that were allowed are made",
            Self::Unbounded => "the value falls without end",
            Self::Diverged => "the values rise: the steps are too long",
            Self::Overflow(_) => "the value is beyond the range of floats",
            Self::Undefined(_) => "the function or its gradient has no value",
        })
    }
}

/// A path downhill.
#[derive(Clone, Debug, PartialEq)]
pub struct Descent {
    /// The points, from the start on; the start is always there.
    pub path: Vec<Step>,
    /// Why it ends.
    pub stop: Stop,
    /// How often values were asked for, with or without derivatives.
    pub evaluations: usize,
    /// The variables that a bound holds at the end.
    pub held: Vec<usize>,
}

impl Descent {
    /// The minimum: the last point, or where the path leads to none its lowest point.
    pub fn end(&self) -> &Step {
        const NONE: &Step = &Step {
            point: Vec::new(),
            value: f64::NAN,
            gradient: f64::NAN,
            length: 0.0,
        };
        let lowest = self.path.iter().reduce(|best, next| {
            if next.value <= best.value || best.value.is_nan() {
                next
            } else {
                best
            }
        });
        let last = self.path.last().filter(|_| self.stop.is_minimum());
        last.or(lowest).unwrap_or(NONE)
    }

    /// The points alone, to be drawn.
    pub fn points(&self) -> impl Iterator<Item = &[f64]> {
        self.path.iter().map(|step| step.point.as_slice())
    }
}

impl Settings {
    /// Goes down from a point, which is first moved inside the bounds.
    ///
    /// # Errors
    /// Where the point has another number of coordinates than there are variables, or the method
    /// needs second derivatives, or residuals, and there are none.
    pub fn descend(&self, objective: &dyn Objective, from: &[f64]) -> Result<Descent, Error> {
        let expected = objective.dimension();
        if from.len() != expected {
            return Err(Error::Dimension {
                expected,
                found: from.len(),
            });
        }
        if self.method == Method::LevenbergMarquardt {
            return self.least_squares(objective, from);
        }
        let run = Run::new(objective, self, from);
        let needs_hessian = matches!(self.method, Method::Newton | Method::TrustRegion);
        if needs_hessian && objective.hessian(&run.here.point).is_none() {
            return Err(Error::NoHessian);
        }
        let mut rule: Box<dyn Rule> = match self.method {
            Method::Gradient(rate) => Box::new(first_order::GivenRate::new(rate, expected)),
            Method::SteepestDescent => Box::new(first_order::Steepest::default()),
            Method::Newton => Box::new(newton::Newton),
            Method::Bfgs => Box::new(bfgs::Bfgs::default()),
            Method::Lbfgs { memory } => Box::new(lbfgs::Lbfgs::new(memory)),
            _ => Box::new(trust_region::TrustRegion::default()),
        };
        Ok(run.finish(rule.as_mut()))
    }

    fn least_squares(&self, objective: &dyn Objective, from: &[f64]) -> Result<Descent, Error> {
        let residuals = objective.residuals().ok_or(Error::NoResiduals)?;
        let limits = Limits {
            bounds: &self.bounds,
            steps: self.steps,
            gradient: Some(self.gradient.unwrap_or(FLAT)),
        };
        let found = solve(residuals, from, limits);
        Ok(Descent {
            path: found.path,
            stop: found.stop,
            evaluations: found.evaluations,
            held: found.held,
        })
    }

    /// Goes down from several points; the descents in the order of the points.
    ///
    /// # Errors
    /// As [`Settings::descend`].
    pub fn descend_all(
        &self,
        objective: &dyn Objective,
        from: &[Vec<f64>],
    ) -> Result<Vec<Descent>, Error> {
        from.iter()
            .map(|from| self.descend(objective, from))
            .collect()
    }
}
