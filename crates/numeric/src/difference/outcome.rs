//! What a difference found, and how a claim compares with it.

/// From which side a derivative is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Side {
    /// From both, by central differences; what is found decides.
    #[default]
    Both,
    /// From smaller arguments.
    Left,
    /// From larger arguments.
    Right,
}

/// How a difference is taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Where the ladders start is drawn from this. The same seed gives the same result, bit for
    /// bit, on every platform.
    pub seed: u64,
    /// The side to take the derivative from.
    pub side: Side,
    /// The first step to try, instead of one found from the argument and the function.
    pub first_step: Option<f64>,
    /// The most evaluations of the function. Ordinary points need 25 to 40.
    pub max_evaluations: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 0,
            side: Side::Both,
            first_step: None,
            max_evaluations: 400,
        }
    }
}

/// What the function looks like at the point.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Outcome {
    /// Both sides have the same derivative: `value`, with `error`.
    Smooth,
    /// Only this side has values, or only it was asked for; `value` is its derivative.
    OneSided(Side),
    /// The sides have different derivatives. `value` is their mean and `error` half of their
    /// distance with their errors, which covers every convention in between.
    Kink {
        /// The derivative from the left.
        left: f64,
        /// The derivative from the right.
        right: f64,
    },
    /// The function jumps.
    Jump,
    /// The slope grows without bound.
    Vertical,
    /// The function has no value at the point, or none near it.
    OutsideDomain,
    /// The function's own noise drowns its slope.
    Noise,
    /// No extrapolation converged, or two that should agree don't.
    Unresolved,
}

impl Outcome {
    /// Whether there is a derivative that a claim can be compared with.
    pub const fn is_derivative(&self) -> bool {
        matches!(self, Self::Smooth | Self::OneSided(_))
    }
}

/// A derivative from values of the function alone, and how far to trust it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The derivative.
    pub value: f64,
    /// A bound on the error of the value: truncation, rounding and the disagreement of the two
    /// ladders. Infinite where no derivative was found.
    ///
    /// It is statistical: no number of values of a black box proves anything about it.
    pub error: f64,
    /// The part of the error that is due to the steps not being zero.
    pub truncation: f64,
    /// The part of the error that is due to the values not being exact.
    pub rounding: f64,
    /// The smallest step that the value was extrapolated from.
    pub step: f64,
    /// The largest slope of a secant from the point; a derivative that is small beside it is
    /// the result of cancellation.
    pub scale: f64,
    /// The error of one value of the function near the point, given or estimated.
    pub noise: f64,
    /// How often the function was evaluated.
    pub evaluations: u32,
    /// What the function looks like here.
    pub outcome: Outcome,
}

impl Difference {
    /// A difference without a derivative.
    pub(super) const fn none(outcome: Outcome, noise: f64, evaluations: u32) -> Self {
        Self {
            value: f64::NAN,
            error: f64::INFINITY,
            truncation: f64::INFINITY,
            rounding: f64::INFINITY,
            step: 0.0,
            scale: 0.0,
            noise,
            evaluations,
            outcome,
        }
    }
}

/// How a claimed derivative compares with a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Agreement {
    /// Equal within the bounds, and the bounds are narrow enough to mean something.
    Agrees,
    /// Different, by more than the bounds allow.
    Differs,
    /// The bounds are too wide, the distance is in the grey zone just beyond them, or there is
    /// no derivative.
    CannotTell,
}

/// How narrow a bound must be to be evidence, and how far beyond it a difference starts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resolution {
    /// A claim that agrees is within this part of the larger of value and claim; the bound must
    /// be below half of it.
    pub relative: f64,
    /// Or within this part of [`Difference::scale`]. A claim of exactly zero, which nothing is
    /// relative to, is held against the larger of the two parts of the scale.
    pub of_scale: f64,
    /// A distance beyond this many times the bound is a difference. Between the bound and that
    /// lies a grey zone, since the bound is statistical.
    pub margin: f64,
}

impl Default for Resolution {
    fn default() -> Self {
        Self {
            relative: 1e-6,
            of_scale: 0.0,
            margin: 4.0,
        }
    }
}

/// Compares a claimed value, known to within `claimed_error`, at the default [`Resolution`].
///
/// ```
/// use partials_numeric::difference::{Agreement, Options, compare, differentiate};
///
/// let difference = differentiate(f64::sin, 1.0, &Options::default());
/// assert_eq!(compare(&difference, 1_f64.cos(), 0.0), Agreement::Agrees);
/// assert_eq!(compare(&difference, -1_f64.cos(), 0.0), Agreement::Differs);
/// ```
pub fn compare(difference: &Difference, claimed: f64, claimed_error: f64) -> Agreement {
    compare_at(difference, claimed, claimed_error, &Resolution::default())
}

/// Compares a claimed value, known to within `claimed_error`, at a given resolution.
///
/// ```
/// use partials_numeric::difference::{Agreement, Options, Resolution, compare_at, differentiate};
///
/// let difference = differentiate(|x: f64| f64::from((x as f32).sin()), 1.0, &Options::default());
/// let claim = 1.001 * 1_f64.cos();
/// let coarse = Resolution { relative: 1e-3, ..Resolution::default() };
/// assert_ne!(compare_at(&difference, claim, 0.0, &coarse), Agreement::Agrees);
/// ```
pub fn compare_at(
    difference: &Difference,
    claimed: f64,
    claimed_error: f64,
    resolution: &Resolution,
) -> Agreement {
    let bound = difference.error + claimed_error.abs();
    if !difference.outcome.is_derivative() || !bound.is_finite() || !claimed.is_finite() {
        return Agreement::CannotTell;
    }
    let distance = (difference.value - claimed).abs();
    if distance > resolution.margin * bound {
        Agreement::Differs
    } else if distance <= bound && bound <= narrow(difference, claimed, resolution) {
        Agreement::Agrees
    } else {
        Agreement::CannotTell
    }
}

/// The widest bound that is still evidence: half of the resolution, so that a claim that agrees
/// is within the resolution of the truth.
fn narrow(difference: &Difference, claimed: f64, resolution: &Resolution) -> f64 {
    let of_scale = resolution.of_scale * difference.scale;
    let size = if claimed == 0.0 {
        difference.scale
    } else {
        claimed.abs().max(difference.value.abs())
    };
    0.5 * of_scale.max(resolution.relative * size)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(value: f64, error: f64) -> Difference {
        let mut difference = Difference::none(Outcome::Smooth, 1e-16, 30);
        (difference.value, difference.error, difference.scale) = (value, error, 1.0);
        difference
    }

    #[test]
    fn three_ways() {
        let check = |value, error, claimed, claimed_error, expected| {
            assert_eq!(
                compare(&found(value, error), claimed, claimed_error),
                expected
            );
        };
        check(1.0, 1e-9, 1.0, 0.0, Agreement::Agrees);
        check(1.0, 1e-9, 1.0 + 0.5e-9, 0.0, Agreement::Agrees);
        check(1.0, 1e-9, 1.0 + 2e-9, 0.0, Agreement::CannotTell);
        check(1.0, 1e-9, 1.0 + 5e-9, 0.0, Agreement::Differs);
        check(1.0, 1e-3, 1.0, 0.0, Agreement::CannotTell);
        check(1.0, 1e-3, 2.0, 0.0, Agreement::Differs);
        check(1.0, 1e-9, 1.0, 1e-3, Agreement::CannotTell);
        check(1e-17, 1e-16, 0.0, 0.0, Agreement::Agrees);
        check(1e-17, 1e-16, 2e-17, 0.0, Agreement::CannotTell);
        check(1.0, 1e-9, f64::NAN, 0.0, Agreement::CannotTell);
        check(1.0, 1e-9, f64::INFINITY, 0.0, Agreement::CannotTell);
        check(1.0, f64::INFINITY, 1.0, 0.0, Agreement::CannotTell);
    }

    #[test]
    fn only_derivatives_are_evidence() {
        let mut kink = found(0.0, 1e-12);
        kink.outcome = Outcome::Kink {
            left: -1.0,
            right: 1.0,
        };
        assert_eq!(compare(&kink, 5.0, 0.0), Agreement::CannotTell);
    }
}
