//! A value with a bound on its error.

/// The value of a function at an exact argument, and a bound on `|true − value|`.
///
/// `value` is NaN outside the real domain. `error` is infinite where no bound can be given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The computed value.
    pub value: f64,
    /// An absolute bound on the error of `value`.
    pub error: f64,
}

impl Estimate {
    /// Outside the real domain.
    pub const UNDEFINED: Self = Self {
        value: f64::NAN,
        error: f64::INFINITY,
    };

    /// The value on its own: NaN where it is a guess of which nothing is known.
    #[must_use]
    pub fn known(self) -> f64 {
        match self.error.is_finite() || self.value.is_infinite() {
            true => self.value,
            false => f64::NAN,
        }
    }

    /// A value whose error is at most `relative · |value|` (and one subnormal step).
    pub fn relative(value: f64, relative: f64) -> Self {
        Self {
            value,
            error: relative * value.abs() + f64::from_bits(1),
        }
    }
}
