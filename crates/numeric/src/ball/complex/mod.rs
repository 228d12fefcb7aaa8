//! Complex balls: boxes of two real balls, with a mark that says whether the function computed so
//! far is known to be analytic on the whole box of its argument.
//!
//! A [`Complex`] stands for every number whose parts lie in two balls. Functions are continued
//! from the real axis: on the axis they are the functions of the language, and their cuts are
//! those of the principal branches (DLMF 4.2, 4.23, 4.37), so that an interior real point outside
//! the domain lies on a cut. Each function knows whether its argument may meet a cut, a pole or
//! a kink; then the result is no longer [`Regularity::Analytic`], and nothing computed from it is
//! (Arb has a parameter `analytic` for the same: Johansson, "Numerical integration in
//! arbitrary-precision ball arithmetic", 2018).
//!
//! All elementary functions are bounded near and far from the real axis. Of the special functions
//! those are continued that have a derivative in closed form in the function table, with these
//! limits: parameters (orders, `a`, `b`, `c`) are real constants; Stirling's series and its
//! relatives go 4096 steps to the left; Hurwitz' zeta function and `lgamma` are right of 0,
//! elliptic integrals where Carlson's arguments are; Appell's function inside its circle of
//! convergence. Elsewhere the answer is [`Regularity::Unknown`]. Riemann's zeta function has no
//! complex method yet.
//!
//! A value whose imaginary part is exactly 0 on a whole box of arguments is a constant, because an
//! analytic function with real values is; so constants are recognised by that alone.
//!
//! ```
//! use partials_numeric::ball::{Ball, Complex, Precision};
//!
//! let p = Precision::bits(128);
//! let i = Complex::new(Ball::zero(p), Ball::one(p));
//! assert!((i.clone() * i.clone()).re().contains_f64(-1.0));
//! let turned = (i.clone() * Complex::real(Ball::pi(p))).exp();
//! assert!(turned.re().contains_f64(-1.0) && turned.im().contains_zero());
//! // Across the cut there is a value, but the function is not analytic.
//! let across = Complex::new(Ball::from_i64(-1, p), Ball::from_mid_rad(0.0, 0.1, p));
//! assert!(across.ln().is_value() && !across.ln().is_analytic());
//! ```

mod arithmetic;
mod elementary;
mod elliptic;
mod gamma;
mod inverse;
mod lambert;
mod piecewise;
mod series;
mod special;

use super::{Ball, Outcome, Precision, Radius};

/// Slopes are needed to a few bits only, but of arguments that are told apart from singular points
/// as well as the box is.
const SLOPE_PRECISION: Precision = Precision(48);

/// What is known of the function whose values a box encloses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Regularity {
    /// Analytic on the box of the argument.
    Analytic,
    /// The argument may meet a cut, a pole or a kink.
    Singular,
    /// There is no method here that bounds the function there.
    Unknown,
}

/// A complex number in a box.
#[derive(Clone, Debug)]
pub struct Complex {
    re: Ball,
    im: Ball,
    regularity: Regularity,
}

impl Complex {
    /// The box of two balls.
    #[must_use]
    pub fn new(re: Ball, im: Ball) -> Complex {
        Complex {
            re,
            im,
            regularity: Regularity::Analytic,
        }
        .joined()
    }

    /// A real number.
    #[must_use]
    pub fn real(value: Ball) -> Complex {
        let im = Ball::zero(value.precision());
        Complex::new(value, im)
    }

    /// The box whose parts are at most `reach` away from those of `self`.
    #[must_use]
    pub fn inflate(&self, reach: Radius) -> Complex {
        Complex {
            re: self.re.inflate(reach),
            im: self.im.inflate(reach),
            ..*self
        }
        .joined()
    }

    /// A box of which nothing is known, for want of a method.
    #[must_use]
    pub fn unknown(precision: Precision) -> Complex {
        Complex {
            regularity: Regularity::Unknown,
            ..Complex::new(Ball::indeterminate(precision), Ball::zero(precision))
        }
    }

    /// A box of which nothing is known, because of a pole or a cut.
    #[must_use]
    pub fn singular(precision: Precision) -> Complex {
        Complex::new(Ball::indeterminate(precision), Ball::zero(precision)).marked()
    }

    /// Where one part has no value, none has one.
    fn joined(self) -> Complex {
        if let Some(failure) = self.re.failure(&self.im) {
            return Complex {
                re: failure.clone(),
                im: failure,
                regularity: self.regularity.max(Regularity::Singular),
            };
        }
        self
    }

    /// The same value, of a function that is not known to be analytic.
    #[must_use]
    pub fn marked(self) -> Complex {
        Complex {
            regularity: self.regularity.max(Regularity::Singular),
            ..self
        }
    }

    /// The same value, marked if `singular`.
    pub(super) fn marked_if(self, singular: bool) -> Complex {
        if singular { self.marked() } else { self }
    }

    /// At most as regular as `other`.
    fn after(self, other: &Complex) -> Complex {
        Complex {
            regularity: self.regularity.max(other.regularity),
            ..self
        }
    }

    /// The real part.
    #[must_use]
    pub const fn re(&self) -> &Ball {
        &self.re
    }

    /// The imaginary part.
    #[must_use]
    pub const fn im(&self) -> &Ball {
        &self.im
    }

    /// What is known of the function that was computed.
    #[must_use]
    pub const fn regularity(&self) -> Regularity {
        self.regularity
    }

    /// Whether the function that was computed is analytic on the box of its argument.
    #[must_use]
    pub fn is_analytic(&self) -> bool {
        self.is_value() && self.regularity == Regularity::Analytic
    }

    /// What is known of the value.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.re.outcome().max(self.im.outcome())
    }

    /// Whether there is a value.
    #[must_use]
    pub fn is_value(&self) -> bool {
        self.outcome() == Outcome::Value
    }

    /// Whether the value is real, exactly: then it is a constant if it is analytic.
    #[must_use]
    pub fn is_real(&self) -> bool {
        self.im.is_exactly(0)
    }

    /// The working precision.
    #[must_use]
    pub fn precision(&self) -> Precision {
        self.re.precision().max(self.im.precision())
    }

    /// The same box with another working precision, rounded to it.
    #[must_use]
    pub fn with_precision(&self, precision: Precision) -> Complex {
        self.parts(|part| part.with_precision(precision))
    }

    /// The same box, to be worked on with `extra` more bits.
    pub(super) fn guarded(&self, extra: i64) -> Complex {
        self.parts(|part| part.guarded(extra))
    }

    /// A map of both parts.
    fn parts(&self, f: impl Fn(&Ball) -> Ball) -> Complex {
        Complex {
            re: f(&self.re),
            im: f(&self.im),
            ..*self
        }
    }

    /// The midpoint.
    #[must_use]
    pub fn center(&self) -> Complex {
        self.parts(Ball::center)
    }

    /// Whether the box is a single number.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.re.is_exact() && self.im.is_exact()
    }

    /// A bound of the distance from the midpoint.
    #[must_use]
    pub fn radius(&self) -> Radius {
        length(self.re.radius(), self.im.radius())
    }

    /// A bound from above of the absolute value.
    #[must_use]
    pub fn magnitude_up(&self) -> Radius {
        length(self.re.magnitude_up(), self.im.magnitude_up())
    }

    /// A bound from below of the absolute value.
    #[must_use]
    pub fn magnitude_down(&self) -> Radius {
        let (re, im) = (self.re.magnitude_down(), self.im.magnitude_down());
        re.mul_down(re).add_down(im.mul_down(im)).sqrt_down()
    }

    /// Whether 0 is in the box.
    #[must_use]
    pub fn contains_zero(&self) -> bool {
        self.re.contains_zero() && self.im.contains_zero()
    }

    /// Whether some number may be in both boxes.
    #[must_use]
    pub fn overlaps(&self, other: &Complex) -> bool {
        self.re.overlaps(&other.re) && self.im.overlaps(&other.im)
    }

    /// Whether this is exactly the integer `n`.
    pub(super) fn is_exactly(&self, n: i64) -> bool {
        self.is_real() && self.re.is_exactly(n)
    }

    /// The complex conjugate.
    #[must_use]
    pub fn conj(&self) -> Complex {
        Complex {
            im: -&self.im,
            ..self.clone()
        }
    }

    /// The product with the imaginary unit.
    #[must_use]
    pub fn times_i(&self) -> Complex {
        Complex {
            re: -&self.im,
            im: self.re.clone(),
            ..*self
        }
    }

    /// The product with the negative imaginary unit.
    #[must_use]
    pub fn over_i(&self) -> Complex {
        Complex {
            re: self.im.clone(),
            im: -&self.re,
            ..*self
        }
    }

    /// The smallest box that is easily found around both.
    #[must_use]
    pub fn hull(&self, other: &Complex) -> Complex {
        Complex {
            re: self.re.hull(&other.re),
            im: self.im.hull(&other.im),
            regularity: self.regularity.max(other.regularity),
        }
        .joined()
    }

    /// Whether the box may meet the real axis at 0 or left of it.
    pub(super) fn meets_negative_axis(&self) -> bool {
        self.re.above(0) != Some(true) && self.im.contains_zero()
    }

    /// A failure as it is, for functions to return early.
    fn failed(&self) -> Option<Complex> {
        (!self.is_value()).then(|| self.clone())
    }

    /// An analytic `f` over the box by the mean value theorem: the value at the midpoint, and the
    /// radius times a bound of the slope over the whole box, which is convex.
    pub(super) fn smooth(
        &self,
        f: impl FnOnce(&Complex) -> Complex,
        slope: impl FnOnce(&Complex) -> Complex,
    ) -> Complex {
        if !self.is_value() || self.is_exact() {
            return f(self);
        }
        let value = f(&self.center());
        let apart = self.magnitude_up().top() - self.radius().top();
        let enough = self.precision().min(SLOPE_PRECISION.plus(apart));
        let slope = slope(&self.with_precision(enough));
        if !slope.is_value() {
            return slope.with_precision(self.precision());
        }
        value
            .inflate(self.radius().mul_up(slope.magnitude_up()))
            .after(&slope)
    }

    /// The value at a real midpoint by `real`, which is sharper and faster, else by `f`.
    pub(in crate::ball) fn at_center(
        &self,
        real: impl FnOnce(&Ball) -> Ball,
        f: impl FnOnce(&Complex) -> Complex,
    ) -> Complex {
        if self.is_real() {
            Complex::real(real(&self.re)).after(self)
        } else {
            f(self)
        }
    }
}

/// The length of a vector, as an upper bound.
fn length(a: Radius, b: Radius) -> Radius {
    if a.is_zero() || b.is_zero() {
        return a.max(b);
    }
    a.mul_up(a).add_up(b.mul_up(b)).sqrt_up()
}

impl std::fmt::Display for Complex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} + {}i", self.re, self.im)
    }
}
