//! Interval arithmetic in hardware doubles: every operation encloses all real values.
//!
//! An [`Interval`] is a closed set [lo, hi] of real numbers together with what is known of the
//! evaluation that led to it. The fundamental theorem of interval arithmetic (Moore 1966) is the
//! contract: if x lies in `X`, y in `Y`, and f(x, y) is defined, then f(x, y) lies in `f(X, Y)`.
//! Endpoints are doubles or infinite, never NaN; an infinite endpoint means unbounded.
//!
//! **Rounding.** The processor rounds to nearest. Sums, products, quotients and square roots are
//! directed afterwards by the sign of their exact residual (TwoSum, fused multiply-add), so an
//! exact result stays a point and an inexact one is one ulp wide. Other functions are widened by
//! the number of steps that [`ULP`](crate::elementary::ULP) states.
//!
//! **Domains**, after the decorations of IEEE 1788-2015 and the flags of Rival (Flatt and
//! Panchekha 2023). Three sticky facts travel with the bounds:
//!
//! | fact | IEEE 1788 | meaning |
//! | --- | --- | --- |
//! | [`is_empty`](Interval::is_empty) | ∅ | no input lies in the domain: proved outside it |
//! | [`is_partial`](Interval::is_partial) | `trv` | some inputs may lie outside the domain |
//! | [`may_jump`](Interval::may_jump) | `def` | restricted to this box, the function may be discontinuous |
//! | [`is_continuous`](Interval::is_continuous) | `dac` | none of these: defined and continuous on the box |
//!
//! *Partial* and *may jump* err to one side: they are set unless the contrary is certain.
//!
//! Evaluating at a point with running rounding errors is evaluating with point intervals:
//! ```
//! use partials_numeric::interval::Interval;
//! let x = Interval::point(2.0);
//! let y = x.sqrt() * x.sqrt();
//! assert!(y.contains(2.0) && y.width() < 1e-15);
//!
//! let box_ = Interval::new(-1.0, 4.0);
//! assert!(box_.sqrt().is_partial());                       // sqrt(-1) is undefined
//! assert!(Interval::new(-2.0, -1.0).ln().is_empty());      // ln is nowhere defined here
//! assert!(box_.floor().may_jump() && !box_.floor().is_partial());
//! ```

mod arithmetic;
mod compare;
mod exponential;
mod hyperbolic;
mod learning;
pub mod lift;
mod monotone;
mod piecewise;
mod power;
mod rounding;
mod trigonometric;

pub use compare::Truth;
pub use learning::logsumexp;
pub use lift::Extremum;

use std::fmt;

/// Some inputs may lie outside the domain.
const PARTIAL: u8 = 1;
/// The function restricted to the box may be discontinuous.
const JUMP: u8 = 2;

/// A closed interval of real numbers, and what is known of how it came about.
///
/// Two intervals are equal if bounds and flags are.
#[derive(Clone, Copy, PartialEq)]
pub struct Interval {
    lo: f64,
    hi: f64,
    flags: u8,
}

impl Interval {
    /// The whole real line.
    pub const ENTIRE: Interval = Interval {
        lo: f64::NEG_INFINITY,
        hi: f64::INFINITY,
        flags: 0,
    };
    /// No number at all: proved outside the domain.
    pub const EMPTY: Interval = Interval {
        lo: f64::INFINITY,
        hi: f64::NEG_INFINITY,
        flags: PARTIAL,
    };
    /// Exactly 0.
    pub const ZERO: Interval = Interval {
        lo: 0.0,
        hi: 0.0,
        flags: 0,
    };
    /// Exactly 1.
    pub const ONE: Interval = Interval {
        lo: 1.0,
        hi: 1.0,
        flags: 0,
    };
    /// π, between neighbouring doubles.
    pub const PI: Interval = Interval::above(std::f64::consts::PI);
    /// 2π.
    pub const TAU: Interval = Interval::above(std::f64::consts::TAU);
    /// π/2.
    pub const FRAC_PI_2: Interval = Interval::above(std::f64::consts::FRAC_PI_2);
    /// Euler's number e.
    pub const E: Interval = Interval::above(std::f64::consts::E);
    /// ln 2.
    pub const LN_2: Interval = Interval::above(std::f64::consts::LN_2);

    /// Between a positive double and its successor. All of π, 2π, π/2, e and ln 2 lie above the
    /// double nearest to them.
    const fn above(lo: f64) -> Interval {
        Interval {
            lo,
            hi: lo.next_up(),
            flags: 0,
        }
    }

    /// The interval [lo, hi]; empty if lo > hi or either is NaN.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// assert_eq!(Interval::new(1.0, 2.0).width(), 1.0);
    /// assert!(Interval::new(2.0, 1.0).is_empty());
    /// ```
    #[must_use]
    pub fn new(lo: f64, hi: f64) -> Interval {
        let no_number = lo == f64::INFINITY || hi == f64::NEG_INFINITY;
        match lo.partial_cmp(&hi) {
            Some(std::cmp::Ordering::Less) => Interval { lo, hi, flags: 0 },
            Some(std::cmp::Ordering::Equal) if !no_number => Interval { lo, hi, flags: 0 },
            Some(std::cmp::Ordering::Equal) => Interval::overflowed(lo),
            _ => Interval::EMPTY,
        }
    }

    /// A single number. NaN, which stands for "undefined", gives the empty interval; an infinity,
    /// which as a computed value stands for "too large", the reals beyond all doubles.
    #[inline]
    #[must_use]
    pub fn point(x: f64) -> Interval {
        if x.is_finite() {
            Interval {
                lo: x,
                hi: x,
                flags: 0,
            }
        } else {
            Interval::overflowed(x)
        }
    }

    fn overflowed(x: f64) -> Interval {
        if x == f64::INFINITY {
            Interval {
                lo: f64::MAX,
                hi: x,
                flags: 0,
            }
        } else if x == f64::NEG_INFINITY {
            Interval {
                lo: x,
                hi: f64::MIN,
                flags: 0,
            }
        } else {
            Interval::EMPTY
        }
    }

    /// The interval spanned by two bounds in either order; a NaN bound is unbounded.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// assert_eq!(Interval::enclose(2.0, 1.0), Interval::new(1.0, 2.0));
    /// assert_eq!(Interval::enclose(f64::NAN, 1.0), Interval::ENTIRE);
    /// ```
    #[must_use]
    pub fn enclose(a: f64, b: f64) -> Interval {
        if a.is_nan() || b.is_nan() {
            Interval::ENTIRE
        } else {
            Interval::new(a.min(b), a.max(b))
        }
    }

    /// All numbers within `error` of `value`: the enclosure of an estimate.
    ///
    /// A NaN in either, or an infinite error, gives the whole line.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// let x = Interval::around(1.0, 0.25);
    /// assert!(x.contains(0.75) && x.contains(1.25));
    /// ```
    #[must_use]
    pub fn around(value: f64, error: f64) -> Interval {
        if value.is_nan() || error.is_nan() || error < 0.0 {
            return Interval::ENTIRE;
        }
        Interval::point(value) + Interval::new(-error, error)
    }

    /// The rational number p/q; empty where q = 0.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// assert_eq!(Interval::from_ratio(3, 4), Interval::point(0.75));
    /// assert_eq!(Interval::from_ratio(1, 3).ulps(), 1);
    /// ```
    #[must_use]
    pub fn from_ratio(p: i64, q: i64) -> Interval {
        Interval::from_integer(p) / Interval::from_integer(q)
    }

    /// The integer n, between neighbouring doubles where it is none.
    #[must_use]
    pub fn from_integer(n: i64) -> Interval {
        let x = n as f64;
        let (wide, near) = (i128::from(n), x as i128);
        Interval {
            lo: if near > wide { x.next_down() } else { x },
            hi: if near < wide { x.next_up() } else { x },
            flags: 0,
        }
    }

    /// Lower bound.
    #[inline]
    #[must_use]
    pub const fn lo(self) -> f64 {
        self.lo
    }

    /// Upper bound.
    #[inline]
    #[must_use]
    pub const fn hi(self) -> f64 {
        self.hi
    }

    /// Proved: no input lies in the domain.
    #[inline]
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.lo > self.hi
    }

    /// Some inputs may lie outside the domain. True of the empty interval.
    #[inline]
    #[must_use]
    pub const fn is_partial(self) -> bool {
        self.flags & PARTIAL != 0
    }

    /// The evaluated function may be discontinuous on its box.
    #[inline]
    #[must_use]
    pub const fn may_jump(self) -> bool {
        self.flags & JUMP != 0
    }

    /// Known: the evaluated function is defined and continuous on all of its box.
    #[inline]
    #[must_use]
    pub const fn is_continuous(self) -> bool {
        self.flags == 0
    }

    /// Whether this is a single number.
    #[inline]
    #[must_use]
    pub fn is_point(self) -> bool {
        self.lo == self.hi
    }

    /// Whether both bounds are finite and there is a number between them.
    #[inline]
    #[must_use]
    pub fn is_bounded(self) -> bool {
        self.lo > f64::NEG_INFINITY && self.hi < f64::INFINITY && self.lo <= self.hi
    }

    /// Whether x lies inside.
    #[inline]
    #[must_use]
    pub fn contains(self, x: f64) -> bool {
        self.lo <= x && x <= self.hi
    }

    /// Whether every number of `self` lies in `other` (flags aside).
    #[inline]
    #[must_use]
    pub fn is_subset_of(self, other: Interval) -> bool {
        self.is_empty() || (other.lo <= self.lo && self.hi <= other.hi)
    }

    /// Upper bound of hi - lo; 0 if empty.
    #[must_use]
    pub fn width(self) -> f64 {
        if self.is_empty() {
            0.0
        } else {
            rounding::sub_up(self.hi, self.lo)
        }
    }

    /// The finite number halfway, or the nearest to it; 0 for the whole line, NaN if empty.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// assert_eq!(Interval::new(1.0, 2.0).midpoint(), 1.5);
    /// assert_eq!(Interval::new(1.0, f64::INFINITY).midpoint(), f64::MAX);
    /// ```
    #[must_use]
    pub fn midpoint(self) -> f64 {
        if self.is_empty() {
            return f64::NAN;
        }
        match (self.lo == f64::NEG_INFINITY, self.hi == f64::INFINITY) {
            (false, false) => (0.5 * self.lo + 0.5 * self.hi).clamp(self.lo, self.hi),
            (true, true) => 0.0,
            (true, false) => f64::MIN,
            (false, true) => f64::MAX,
        }
    }

    /// Upper bound of the distance from [`midpoint`](Interval::midpoint) to either end.
    #[must_use]
    pub fn radius(self) -> f64 {
        if self.is_empty() {
            return 0.0;
        }
        let m = self.midpoint();
        rounding::sub_up(self.hi, m).max(rounding::sub_up(m, self.lo))
    }

    /// How many steps between doubles lead from lo to hi: the width of a computed point.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// assert_eq!(Interval::PI.ulps(), 1);
    /// ```
    #[must_use]
    pub fn ulps(self) -> u64 {
        if self.is_empty() {
            return 0;
        }
        rounding::ordinal(self.hi).abs_diff(rounding::ordinal(self.lo))
    }

    /// Largest absolute value; 0 if empty.
    #[inline]
    #[must_use]
    pub fn magnitude(self) -> f64 {
        if self.is_empty() {
            0.0
        } else {
            self.lo.abs().max(self.hi.abs())
        }
    }

    /// Smallest absolute value; 0 if empty.
    #[inline]
    #[must_use]
    pub fn mignitude(self) -> f64 {
        if self.is_empty() || self.contains(0.0) {
            0.0
        } else {
            self.lo.abs().min(self.hi.abs())
        }
    }

    /// The smallest interval around both; flags are united, but an empty operand adds no bounds.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// let hull = Interval::point(1.0).hull(Interval::point(3.0));
    /// assert_eq!(hull, Interval::new(1.0, 3.0));
    /// ```
    #[must_use]
    pub fn hull(self, other: Interval) -> Interval {
        Interval {
            lo: self.lo.min(other.lo),
            hi: self.hi.max(other.hi),
            flags: self.flags | other.flags,
        }
    }

    /// The numbers in both, as two enclosures of one value; flags are united.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// let both = Interval::new(0.0, 2.0).intersect(Interval::new(1.0, 3.0));
    /// assert_eq!(both, Interval::new(1.0, 2.0));
    /// ```
    #[must_use]
    pub fn intersect(self, other: Interval) -> Interval {
        self.cut(other.lo, other.hi).flagged(other.flags)
    }

    /// This interval marked as possibly undefined for some inputs.
    #[must_use]
    pub const fn partial(self) -> Interval {
        self.flagged(PARTIAL)
    }

    /// This interval marked as possibly discontinuous.
    #[must_use]
    pub const fn jumping(self) -> Interval {
        self.flagged(JUMP)
    }

    /// This interval with the flags of another added: for a value that was found by other means.
    #[must_use]
    pub const fn with_flags_of(self, other: Interval) -> Interval {
        self.flagged(other.flags)
    }

    const fn flagged(self, flags: u8) -> Interval {
        Interval {
            flags: self.flags | flags,
            ..self
        }
    }

    const fn flagged_if(self, condition: bool, flags: u8) -> Interval {
        if condition { self.flagged(flags) } else { self }
    }

    /// Bounds with these flags; never called with NaN or in the wrong order.
    const fn raw(lo: f64, hi: f64, flags: u8) -> Interval {
        Interval { lo, hi, flags }
    }

    /// The part between two bounds, no flag added.
    fn cut(self, lo: f64, hi: f64) -> Interval {
        let (lo, hi) = (self.lo.max(lo), self.hi.min(hi));
        if lo <= hi {
            Interval { lo, hi, ..self }
        } else {
            Interval::EMPTY
        }
    }

    /// The part inside the closed domain [lo, hi], marked as partial if that isn't all.
    fn within(self, lo: f64, hi: f64) -> Interval {
        self.cut(lo, hi)
            .flagged_if(self.lo < lo || self.hi > hi, PARTIAL)
    }
}

impl fmt::Debug for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("[empty]");
        }
        write!(f, "[{:?}, {:?}]", self.lo, self.hi)?;
        f.write_str(if self.is_partial() { " partial" } else { "" })?;
        f.write_str(if self.may_jump() { " jump" } else { "" })
    }
}
