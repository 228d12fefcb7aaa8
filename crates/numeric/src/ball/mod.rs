//! Ball arithmetic: numbers with a rigorous bound of their error, at any precision.
//!
//! A [`Ball`] is a midpoint and a radius and stands for every real number at most the radius away
//! from the midpoint. Every operation returns a ball that contains its result for all arguments
//! in the balls it was given: rounding errors are added to the radius, and the radius of the
//! arguments is carried through by proved bounds (van der Hoeven, "Ball arithmetic", 2009;
//! Johansson, "Arb: efficient arbitrary-precision midpoint-radius interval arithmetic", 2017).
//!
//! What can go wrong is a value too, and sticks ([`Outcome`]; Flatt and Panchekha, "Making
//! interval arithmetic robust to overflow", 2023, have the same idea in Rival):
//!
//! * [`Outcome::Outside`]: no argument in the balls has a value (the square root of a ball of
//!   negative numbers). That is a proof.
//! * [`Outcome::Indeterminate`]: nothing is known. More precision may help; an overflow of the
//!   exponents or a limit on the work may be the cause as well.
//!
//! ```
//! use partials_numeric::ball::{Ball, Precision};
//!
//! let precision = Precision::bits(128);
//! let x = Ball::from_ratio(1, 10, precision);
//! let one = x.sin().powi(2) + x.cos().powi(2);
//! assert!(one.contains_f64(1.0));
//! assert!(one.relative_accuracy_bits() > 120);
//! assert_eq!(x.exp().to_digits(30), "1.10517091807564762481170782649");
//! ```
//!
//! Cost: every operation is bounded by a polynomial in the precision; no argument makes one
//! hang. The exponents of midpoints stay within ±2^40, arguments of `exp` below 2^30, arguments
//! of trigonometric functions below 2^4096; beyond, the outcome is `Indeterminate`.

mod airy;
mod appell;
mod arithmetic;
mod bernoulli;
mod bessel;
mod carlson;
mod compare;
mod complex;
mod constants;
mod convert;
mod dyadic;
mod elementary;
mod elliptic;
mod error_function;
mod exponential;
mod exponential_integral;
mod fixed;
mod fresnel;
mod gamma;
mod generalized;
mod hyperbolic;
mod hypergeometric;
mod incomplete_gamma;
mod inverse_trigonometric;
mod lambert;
mod number;
mod pfq;
mod piecewise;
mod polylog;
mod power;
mod print;
mod radius;
mod root;
mod series;
mod trigonometric;
mod zeta;

pub use complex::{Complex, Regularity};
use dyadic::{Dyadic, Rounding};
pub use radius::Radius;

/// The number of bits that operations work with.
///
/// ```
/// use partials_numeric::ball::Precision;
/// assert_eq!(Precision::bits(128).get(), 128);
/// assert_eq!(Precision::bits(1), Precision::MIN);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Precision(u32);

impl Precision {
    /// The least precision: 24 bits.
    pub const MIN: Precision = Precision(24);
    /// The greatest precision: 2^17 bits.
    pub const MAX: Precision = Precision(1 << 17);

    /// A precision of that many bits, moved into the range from [`Precision::MIN`] to
    /// [`Precision::MAX`].
    #[must_use]
    pub const fn bits(bits: u32) -> Precision {
        if bits < Self::MIN.0 {
            Self::MIN
        } else if bits > Self::MAX.0 {
            Self::MAX
        } else {
            Precision(bits)
        }
    }

    /// The number of bits.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }

    const fn signed(self) -> i64 {
        self.0 as i64
    }

    /// This precision with `extra` guard bits.
    fn plus(self, extra: i64) -> Precision {
        Precision::bits(u32::try_from(self.signed() + extra.max(0)).unwrap_or(u32::MAX))
    }
}

/// What is known about a ball.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The value lies in the ball.
    Value,
    /// Nothing is known: the value may be any real number, or not exist.
    Indeterminate,
    /// There is no value: every argument is outside the domain. Proved.
    Outside,
}

/// A real number, known up to a rigorous error bound.
///
/// The working precision goes with the ball; an operation on two uses the higher one.
///
/// ```
/// use partials_numeric::ball::{Ball, Outcome, Precision};
///
/// let two = Ball::from_i64(2, Precision::bits(64));
/// assert!(two.sqrt().contains_f64(1.414) == false);
/// assert_eq!((-two).sqrt().outcome(), Outcome::Outside);
/// ```
#[derive(Clone, Debug)]
pub struct Ball {
    mid: Dyadic,
    rad: Radius,
    precision: Precision,
    outcome: Outcome,
}

/// Midpoints and radii keep their exponents within ± this.
const EXPONENT_LIMIT: i64 = 1 << 40;

impl Ball {
    /// The ball around `mid`, rounded to the precision, with the radius that this takes.
    fn new(mid: Dyadic, rad: Radius, precision: Precision) -> Ball {
        let (mid, error) = mid.round(precision.signed());
        Ball {
            mid,
            rad: rad.add_up(error),
            precision,
            outcome: Outcome::Value,
        }
        .within_limits()
    }

    fn within_limits(self) -> Ball {
        if self.mid.top() > EXPONENT_LIMIT || self.rad.top() > EXPONENT_LIMIT {
            return Ball::indeterminate(self.precision);
        }
        let least = Radius::power_of_two(-EXPONENT_LIMIT);
        if !self.mid.is_zero() && self.mid.top() < -EXPONENT_LIMIT {
            let rad = self.rad.add_up(self.mid.magnitude_up()).max(least);
            return Ball {
                mid: Dyadic::ZERO,
                rad,
                ..self
            };
        }
        if !self.rad.is_zero() && self.rad < least {
            return Ball { rad: least, ..self };
        }
        self
    }

    /// The exact ball of a binary number that may have more bits than the precision.
    fn exact(mid: Dyadic, precision: Precision) -> Ball {
        Ball {
            mid,
            rad: Radius::ZERO,
            precision,
            outcome: Outcome::Value,
        }
    }

    /// The ball from one end point to the other.
    fn between(low: &Dyadic, high: &Dyadic, precision: Precision) -> Ball {
        let bits = precision.signed() + 64;
        let (sum, error) = low.add(high, bits);
        let width = high
            .add_toward(&low.neg(), bits, Rounding::Up)
            .magnitude_up();
        Ball::new(sum.shifted(-1), width.add_up(error).shifted(-1), precision)
    }

    /// The ball from zero to `bound` (from `-bound` where `negative`).
    fn up_to(bound: Radius, precision: Precision) -> Ball {
        let half = bound.shifted(-1);
        Ball {
            mid: half.to_dyadic(),
            rad: half,
            precision,
            outcome: Outcome::Value,
        }
        .within_limits()
    }

    /// The ball around zero with that radius.
    fn around_zero(rad: Radius, precision: Precision) -> Ball {
        Ball {
            mid: Dyadic::ZERO,
            rad,
            precision,
            outcome: Outcome::Value,
        }
        .within_limits()
    }

    fn with_outcome(outcome: Outcome, precision: Precision) -> Ball {
        Ball {
            mid: Dyadic::ZERO,
            rad: Radius::ZERO,
            precision,
            outcome,
        }
    }

    /// A ball of which nothing is known.
    #[must_use]
    pub fn indeterminate(precision: Precision) -> Ball {
        Ball::with_outcome(Outcome::Indeterminate, precision)
    }

    /// A ball that says: there is no value here.
    #[must_use]
    pub fn outside(precision: Precision) -> Ball {
        Ball::with_outcome(Outcome::Outside, precision)
    }

    /// Zero.
    #[must_use]
    pub fn zero(precision: Precision) -> Ball {
        Ball::exact(Dyadic::ZERO, precision)
    }

    /// One.
    #[must_use]
    pub fn one(precision: Precision) -> Ball {
        Ball::from_i64(1, precision)
    }

    /// What is known: a value, nothing, or that there is none.
    #[must_use]
    pub const fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// Whether the ball has a value.
    #[must_use]
    pub fn is_value(&self) -> bool {
        self.outcome == Outcome::Value
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_indeterminate(&self) -> bool {
        self.outcome == Outcome::Indeterminate
    }

    /// Whether it is proved that there is no value.
    #[must_use]
    pub fn is_outside(&self) -> bool {
        self.outcome == Outcome::Outside
    }

    /// The working precision.
    #[must_use]
    pub const fn precision(&self) -> Precision {
        self.precision
    }

    /// The same ball with another working precision, rounded to it.
    #[must_use]
    pub fn with_precision(&self, precision: Precision) -> Ball {
        if !self.is_value() {
            return Ball::with_outcome(self.outcome, precision);
        }
        Ball::new(self.mid.clone(), self.rad, precision)
    }

    /// The same ball, to be worked on with `extra` more bits.
    fn guarded(&self, extra: i64) -> Ball {
        Ball {
            precision: self.precision.plus(extra),
            ..self.clone()
        }
    }

    /// The radius.
    #[must_use]
    pub const fn radius(&self) -> Radius {
        self.rad
    }

    /// Whether the ball is a single number.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.is_value() && self.rad.is_zero()
    }

    /// The midpoint as an exact ball.
    #[must_use]
    pub fn center(&self) -> Ball {
        Ball {
            rad: Radius::ZERO,
            ..self.clone()
        }
    }

    /// The ball made wider by `extra` on both sides.
    #[must_use]
    pub fn inflate(&self, extra: Radius) -> Ball {
        Ball {
            rad: self.rad.add_up(extra),
            ..self.clone()
        }
        .within_limits()
    }

    /// A bound from above of the absolute value.
    #[must_use]
    pub fn magnitude_up(&self) -> Radius {
        self.mid.magnitude_up().add_up(self.rad)
    }

    /// A bound from below of the absolute value.
    #[must_use]
    pub fn magnitude_down(&self) -> Radius {
        if self.contains_zero() {
            return Radius::ZERO;
        }
        self.mid.magnitude_down().sub_down(self.rad)
    }

    /// The lower end point, rounded down.
    fn lower(&self) -> Dyadic {
        let bits = self.precision.signed() + 64;
        self.mid
            .add_toward(&self.rad.to_dyadic().neg(), bits, Rounding::Down)
    }

    /// The upper end point, rounded up.
    fn upper(&self) -> Dyadic {
        let bits = self.precision.signed() + 64;
        self.mid
            .add_toward(&self.rad.to_dyadic(), bits, Rounding::Up)
    }

    /// Whether zero is in the ball.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let x = Ball::from_f64(2.0, Precision::bits(64)).sqrt();
    /// assert!((x.powi(2) - Ball::from_i64(2, Precision::bits(64))).contains_zero());
    /// ```
    #[must_use]
    pub fn contains_zero(&self) -> bool {
        self.is_value() && self.mid.abs() <= self.rad.to_dyadic()
    }

    /// How many bits of the value are certain: about `-log2(radius / |midpoint|)`, at most the
    /// precision for exact balls, and 0 where nothing is known.
    #[must_use]
    pub fn relative_accuracy_bits(&self) -> i64 {
        if !self.is_value() {
            return 0;
        }
        if self.rad.is_zero() {
            return self.precision.signed();
        }
        (self.mid.top() - self.rad.top()).clamp(0, self.precision.signed())
    }

    /// The worse of two outcomes as a ball, where one is not a value.
    fn failure(&self, other: &Ball) -> Option<Ball> {
        let outcome = self.outcome.max(other.outcome);
        let precision = self.precision.max(other.precision);
        (outcome != Outcome::Value).then(|| Ball::with_outcome(outcome, precision))
    }
}
