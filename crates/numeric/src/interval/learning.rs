//! Functions of machine learning.
//!
//! Soundness: each is monotone, even and monotone in |x|, or monotone between extrema that are
//! known in enclosures of one ulp; the piecewise ones are unions of their pieces over their parts
//! of the box.

use super::Interval;
use super::lift::{Extremum, between_extrema};
use super::monotone::Rounded;
use crate::elementary as f;
use crate::elementary::ulp;

const INFINITY: f64 = f64::INFINITY;

const SIGMOID: Rounded = Rounded::new(f::sigmoid, ulp::SIGMOID);
const LOGIT: Rounded = Rounded::new(f::logit, ulp::LOGIT);
const SOFTPLUS: Rounded = Rounded::new(f::softplus, ulp::SOFTPLUS);
const SINC: Rounded = Rounded::one_at_zero(f::sinc, ulp::SINC);
const LN_COSH: Rounded = Rounded::through_origin(f::ln_cosh, ulp::LN_COSH);

const fn between(lo: f64) -> Interval {
    Interval::raw(lo, lo.next_up(), 0)
}

const SILU_AT: f64 = -1.278_464_542_761_074;
const SILU_VALUE: f64 = -0.278_464_542_761_073_8;
const MISH_AT: f64 = -1.192_431_214_514_495_5;
const MISH_VALUE: f64 = -0.308_843_413_017_250_43;
/// Lower ends of the first minimum of sin(x)/x, where tan x = x, and of its value.
const SINC_FIRST_MINIMUM: f64 = 4.493_409_457_909_063;
const SINC_MINIMUM: f64 = -0.217_233_628_211_221_66;

/// silu has its minimum -W(1/e) at -1 - W(1/e), with Lambert's W.
const SILU_MINIMUM: Extremum = Extremum {
    at: between(SILU_AT),
    value: between(SILU_VALUE),
};
/// The minimum of mish, where its derivative vanishes.
const MISH_MINIMUM: Extremum = Extremum {
    at: between(MISH_AT),
    value: between(MISH_VALUE),
};

impl Interval {
    /// Logistic function 1/(1 + e^-x).
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// assert!(Interval::ZERO.sigmoid().contains(0.5));
    /// ```
    #[must_use]
    pub fn sigmoid(self) -> Interval {
        self.increasing(SIGMOID).cut(0.0, 1.0)
    }

    /// Inverse of the logistic function, on (0, 1).
    #[must_use]
    pub fn logit(self) -> Interval {
        self.between_poles(0.0, 1.0).increasing(LOGIT)
    }

    /// ln(1 + e^x).
    #[must_use]
    pub fn softplus(self) -> Interval {
        self.increasing(SOFTPLUS).cut(0.0, INFINITY)
    }

    /// max(x, 0).
    #[must_use]
    pub fn relu(self) -> Interval {
        self.max(Interval::ZERO)
    }

    /// x where x ≥ 0, otherwise a·x.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// let y = Interval::new(-2.0, 1.0).leaky_relu(Interval::point(0.5));
    /// assert_eq!(y, Interval::new(-1.0, 1.0));
    /// ```
    #[must_use]
    pub fn leaky_relu(self, a: Interval) -> Interval {
        self.pieces(a, |x| a * x)
    }

    /// x where x ≥ 0, otherwise a·(e^x - 1).
    #[must_use]
    pub fn elu(self, a: Interval) -> Interval {
        self.pieces(a, |x| a * x.expm1())
    }

    /// The identity on [0, ∞) and another function below, which are equal at 0.
    fn pieces(self, a: Interval, below: impl Fn(Interval) -> Interval) -> Interval {
        if self.is_empty() || a.is_empty() {
            Interval::EMPTY
        } else if self.lo >= 0.0 {
            self.with_flags_of(a)
        } else if self.hi <= 0.0 {
            below(self)
        } else {
            below(self.cut(-INFINITY, 0.0)).hull(self.cut(0.0, INFINITY))
        }
    }

    /// x·sigmoid(x).
    #[must_use]
    pub fn silu(self) -> Interval {
        let image = |x| gate(x, f::silu(x), ulp::SILU);
        between_extrema(self, &[SILU_MINIMUM], image).cut(SILU_VALUE, INFINITY)
    }

    /// x·tanh(softplus(x)).
    #[must_use]
    pub fn mish(self) -> Interval {
        let image = |x| gate(x, f::mish(x), ulp::MISH);
        between_extrema(self, &[MISH_MINIMUM], image).cut(MISH_VALUE, INFINITY)
    }

    /// Huber's loss (1964): x²/2 where |x| ≤ δ, otherwise δ·(|x| - δ/2).
    ///
    /// For δ ≥ 0 it increases in |x| and in δ. Where δ may be negative, both pieces are united.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// let y = Interval::new(-3.0, 1.0).huber(Interval::point(2.0));
    /// assert_eq!(y, Interval::new(0.0, 4.0));
    /// ```
    #[must_use]
    pub fn huber(self, delta: Interval) -> Interval {
        let linear = |a: Interval, d: Interval| d * (a - d * 0.5);
        let square = |a: Interval| a.sqr() * 0.5;
        if self.is_empty() || delta.is_empty() {
            return Interval::EMPTY;
        }
        let a = self.absolute();
        if delta.hi < 0.0 {
            return linear(a, delta);
        }
        if delta.lo < 0.0 {
            return square(a).hull(linear(a, delta)).jumping();
        }
        let corner = |a: f64, d: f64| {
            let (x, d) = (Interval::point(a), Interval::point(d));
            if a <= d.lo { square(x) } else { linear(x, d) }
        };
        let (near, far) = (corner(a.lo, delta.lo), corner(a.hi, delta.hi));
        Interval::raw(near.lo.max(0.0), far.hi, a.flags | delta.flags)
    }

    /// sin(x)/x, and 1 at 0.
    ///
    /// Even, and decreasing in |x| up to its first minimum near 4.4934; beyond, the quotient of
    /// the sine by the argument.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// assert_eq!(Interval::new(-0.1, 0.1).sinc().hi(), 1.0);
    /// ```
    #[must_use]
    pub fn sinc(self) -> Interval {
        let a = self.absolute();
        let near = a.cut(0.0, SINC_FIRST_MINIMUM);
        let far = a.cut(SINC_FIRST_MINIMUM, INFINITY);
        let image = match (near.is_empty(), far.is_empty()) {
            (_, true) => near.decreasing(SINC),
            (true, _) => far.sin() / far,
            _ => near.decreasing(SINC).hull(far.sin() / far),
        };
        image.cut(SINC_MINIMUM, 1.0)
    }

    /// ln(cosh(x)): even, increasing in |x|.
    #[must_use]
    pub fn ln_cosh(self) -> Interval {
        self.absolute().increasing(LN_COSH).cut(0.0, INFINITY)
    }
}

/// The enclosure of a gated linear unit, which has the sign of x.
fn gate(x: f64, value: f64, steps: u32) -> Interval {
    if x == 0.0 {
        return Interval::ZERO;
    }
    let image = Interval::rounded(value, steps);
    if x < 0.0 {
        image.cut(-INFINITY, 0.0)
    } else {
        image.cut(0.0, INFINITY)
    }
}

/// ln(Σ e^xᵢ), which increases in every term; empty for no terms.
///
/// ```
/// use partials_numeric::interval::{Interval, logsumexp};
/// let y = logsumexp(&[Interval::point(1000.0), Interval::point(1000.0)]);
/// assert!(y.contains(1000.0 + std::f64::consts::LN_2) && y.ulps() < 4);
/// ```
#[must_use]
pub fn logsumexp(terms: &[Interval]) -> Interval {
    if terms.is_empty() || terms.iter().any(|t| t.is_empty()) {
        return Interval::EMPTY;
    }
    let flags = terms.iter().fold(0, |flags, t| flags | t.flags);
    let below = shifted_logsumexp(terms.iter().map(|t| t.lo));
    let above = shifted_logsumexp(terms.iter().map(|t| t.hi));
    Interval::raw(below.lo, above.hi, flags)
}

/// The function at numbers, shifted by the largest of them.
fn shifted_logsumexp(terms: impl Iterator<Item = f64> + Clone) -> Interval {
    let largest = terms.clone().fold(f64::NEG_INFINITY, f64::max);
    if largest.is_infinite() {
        return Interval::point(largest);
    }
    let finite = terms.filter(|t| t.is_finite());
    let sum = finite.fold(Interval::ZERO, |sum, t| {
        sum + (Interval::point(t) - largest).exp()
    });
    sum.ln() + largest
}
