//! The derivative of a black box at a point, from either side or both.

use num_traits::Float;

use super::extrapolate::{Found, Shifts, resolve};
use super::outcome::{Difference, Options, Outcome, Side};
use super::probe::{Exactness, Grid, Probe, Reach};
use super::vicinity::Trouble;

/// The derivative of a black box, with a bound on its error.
///
/// Central differences `(f(x+h) - f(x-h))/2h` are taken on a ladder of steps with an irrational
/// ratio, and extrapolated to step zero (Richardson 1911; Lyness and Moler 1967; Ridders 1982).
/// The noise of the function is estimated from a table of its values (Moré and Wild 2011), and
/// the entry is taken whose truncation and rounding errors together are smallest. A second
/// ladder, shifted, must agree, and so must the slopes very near the point. The first step is
/// found from the argument and the function. `f` may return NaN or ±∞ where it isn't defined,
/// and may be of any precision: an f64 function that computes in single precision inside is
/// judged by the noise that this leaves.
///
/// ```
/// use partials_numeric::difference::{Options, Outcome, differentiate};
///
/// let slope = differentiate(|x: f64| x.ln() * x.sin(), 2.0, &Options::default());
/// let exact = 2_f64.sin() / 2.0 + 2_f64.ln() * 2_f64.cos();
/// assert_eq!(slope.outcome, Outcome::Smooth);
/// assert!((slope.value - exact).abs() <= slope.error && slope.error < 1e-9);
///
/// let corner = differentiate(f64::abs, 0.0, &Options::default());
/// assert_eq!(corner.outcome, Outcome::Kink { left: -1.0, right: 1.0 });
/// ```
pub fn differentiate<T: Float>(mut f: impl FnMut(T) -> T, x: T, options: &Options) -> Difference {
    let mut line = |offset: f64| {
        let at = T::from(offset).map_or_else(T::nan, |offset| x + offset);
        (f(at).to_f64().unwrap_or(f64::NAN), 0.0)
    };
    on_line(&mut line, Grid::around(x), Exactness::Measured, options)
}

/// The derivative of a function that bounds the error of its own values.
///
/// `f` returns a value and a bound on its error, by a running error analysis or from an interval,
/// and NaN where it isn't defined. The bound takes the place of the estimated noise of
/// [`differentiate`]; the truncation error remains an estimate.
///
/// ```
/// use partials_numeric::difference::{Options, differentiate_bounded};
///
/// let cube = |x: f64| (x * x * x, 2.0 * f64::EPSILON * (x * x * x).abs());
/// let slope = differentiate_bounded(cube, 2.0, &Options::default());
/// assert!((slope.value - 12.0).abs() <= slope.error && slope.error < 1e-11);
/// ```
pub fn differentiate_bounded(
    mut f: impl FnMut(f64) -> (f64, f64),
    x: f64,
    options: &Options,
) -> Difference {
    on_line(
        &mut |offset| f(x + offset),
        Grid::around(x),
        Exactness::Bounded,
        options,
    )
}

/// The derivative at offset zero of a function on a line.
pub(super) fn on_line(
    line: &mut dyn FnMut(f64) -> (f64, f64),
    grid: Grid,
    exactness: Exactness,
    options: &Options,
) -> Difference {
    let outside = Difference::none(Outcome::OutsideDomain, 0.0, 0);
    if !grid.place.is_finite() {
        return outside;
    }
    let Some(mut probe) = Probe::new(line, grid, exactness, options.max_evaluations) else {
        return Difference {
            evaluations: 1,
            ..outside
        };
    };
    let mut shifts = Shifts::new(options.seed);
    let first_step = first_step(&grid, options, &mut shifts);
    let mut from = |reach| resolve(&mut probe, reach, first_step, &mut shifts);
    let difference = match options.side {
        Side::Both => match from(Reach::Central) {
            Ok(found) => smooth(Outcome::Smooth, found),
            Err(_) => {
                let left = from(Reach::of(Side::Left));
                sides(left, from(Reach::of(Side::Right)))
            }
        },
        side => match from(Reach::of(side)) {
            Ok(found) => smooth(Outcome::OneSided(side), found),
            Err(trouble) => without(trouble),
        },
    };
    Difference {
        noise: probe.noise(),
        evaluations: probe.evaluations,
        ..difference
    }
}

/// The step to try first: half of the distance of the point from zero, which is where the poles
/// and edges of functions tend to be.
fn first_step(grid: &Grid, options: &Options, shifts: &mut Shifts) -> f64 {
    let shift = shifts.next(0.75, 1.25);
    let given = options
        .first_step
        .map(f64::abs)
        .filter(|step| *step > 0.0 && step.is_finite());
    let natural = if grid.place > 0.0 {
        (0.5 * grid.place).max(grid.least_step())
    } else {
        1.0
    };
    given.unwrap_or(natural) * shift
}

fn smooth(outcome: Outcome, found: Found) -> Difference {
    Difference {
        value: found.value,
        error: found.error,
        truncation: found.truncation,
        rounding: found.rounding,
        step: found.step,
        scale: found.scale,
        ..Difference::none(outcome, 0.0, 0)
    }
}

fn without(trouble: Trouble) -> Difference {
    let outcome = match trouble {
        Trouble::NoValues => Outcome::OutsideDomain,
        Trouble::Jump => Outcome::Jump,
        Trouble::Vertical => Outcome::Vertical,
        Trouble::Noise => Outcome::Noise,
        Trouble::Unresolved => Outcome::Unresolved,
    };
    Difference::none(outcome, 0.0, 0)
}

/// What the derivatives of both sides come to.
fn sides(left: Result<Found, Trouble>, right: Result<Found, Trouble>) -> Difference {
    match (left, right) {
        (Ok(left), Ok(right)) => joined(left, right),
        (Ok(left), Err(Trouble::NoValues)) => smooth(Outcome::OneSided(Side::Left), left),
        (Err(Trouble::NoValues), Ok(right)) => smooth(Outcome::OneSided(Side::Right), right),
        (Err(Trouble::NoValues), Err(trouble)) | (Err(trouble), Err(Trouble::NoValues)) => {
            without(trouble)
        }
        (Err(one), Err(other)) => without(worse(one, other)),
        (Ok(_), Err(trouble)) | (Err(trouble), Ok(_)) => without(trouble),
    }
}

/// Smooth where both sides agree, otherwise a kink.
fn joined(left: Found, right: Found) -> Difference {
    let distance = (left.value - right.value).abs();
    if distance <= left.error + right.error {
        let better = if left.error < right.error {
            left
        } else {
            right
        };
        let error = better.error.max(distance);
        return smooth(Outcome::Smooth, Found { error, ..better });
    }
    let value = 0.5 * left.value + 0.5 * right.value;
    let error = 0.5 * distance + left.error + right.error;
    let outcome = Outcome::Kink {
        left: left.value,
        right: right.value,
    };
    smooth(
        outcome,
        Found {
            value,
            error,
            ..left
        },
    )
}

/// The trouble that says more: a jump, an infinite slope, then noise.
fn worse(one: Trouble, other: Trouble) -> Trouble {
    [Trouble::Jump, Trouble::Vertical, Trouble::Noise]
        .into_iter()
        .find(|trouble| *trouble == one || *trouble == other)
        .unwrap_or(Trouble::Unresolved)
}
