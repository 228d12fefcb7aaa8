//! Circular functions and their inverses.
//!
//! Soundness: between two extrema or poles, which lie at the multiples of π (or half way between),
//! each function is monotone. Which multiples a box contains is decided from an enclosure of
//! x/π: a multiple that *may* be inside counts as inside, which can only widen the image. The
//! values at the ends are those of the functions themselves, whose reduction is exact for every
//! double; a wide box of huge arguments contains an extremum of each kind and maps to [-1, 1].

use super::monotone::Rounded;
use super::{Interval, JUMP, PARTIAL};
use crate::elementary as f;
use crate::elementary::ulp;
use std::f64::consts::{FRAC_1_PI, FRAC_PI_2, PI};

const INFINITY: f64 = f64::INFINITY;
const PI_ABOVE: f64 = PI.next_up();
const FRAC_PI_2_ABOVE: f64 = FRAC_PI_2.next_up();

const SIN: Rounded = Rounded::through_origin(f::sin, ulp::SIN);
const COS: Rounded = Rounded::new(f::cos, ulp::COS);
const TAN: Rounded = Rounded::through_origin(f::tan, ulp::TAN);
const SEC: Rounded = Rounded::new(f::sec, ulp::SEC);
const CSC: Rounded = Rounded::new(f::csc, ulp::CSC);
const COT: Rounded = Rounded::new(f::cot, ulp::COT);
const ASIN: Rounded = Rounded::through_origin(f::asin, ulp::ASIN);
const ACOS: Rounded = Rounded::zero_at_one(f::acos, ulp::ACOS);
const ATAN: Rounded = Rounded::through_origin(f::atan, ulp::ATAN);
const ASEC: Rounded = Rounded::zero_at_one(f::asec, ulp::ASEC);
const ACSC: Rounded = Rounded::new(f::acsc, ulp::ACSC);
const ACOT: Rounded = Rounded::new(f::acot, ulp::ACOT);

/// Which integers k have (k + shift)·π in the box, as far as can be told.
#[derive(Clone, Copy)]
struct Multiples {
    even: bool,
    odd: bool,
}

impl Multiples {
    const NONE: Multiples = Multiples {
        even: false,
        odd: false,
    };
    const BOTH: Multiples = Multiples {
        even: true,
        odd: true,
    };

    /// An enclosure of x/π has a relative error of 2^-52; beyond 2^45 nothing can be told.
    fn inside(x: Interval, shift: f64) -> Multiples {
        if x.is_point() {
            // No double but 0 is a multiple of π/2.
            let hit = x.lo == 0.0 && shift == 0.0;
            return Multiples {
                even: hit,
                odd: false,
            };
        }
        if x.magnitude() > 3.5e13 {
            return Multiples::BOTH;
        }
        let slack = |q: f64| q.abs() * f64::EPSILON + f64::EPSILON * shift;
        let (a, b) = (x.lo * FRAC_1_PI - shift, x.hi * FRAC_1_PI - shift);
        let first = (a - 2.0 * slack(x.lo)).ceil();
        let last = (b + 2.0 * slack(x.hi)).floor();
        if first > last {
            Multiples::NONE
        } else if first < last {
            Multiples::BOTH
        } else {
            let odd = first % 2.0 != 0.0;
            Multiples { even: !odd, odd }
        }
    }

    fn any(self) -> bool {
        self.even || self.odd
    }
}

impl Interval {
    /// Image under a function that is monotone on the box, one way or the other, and at 0 exact.
    fn monotone(self, f: Rounded) -> Interval {
        let at = |x: f64| {
            if x == 0.0 {
                Interval::point((f.function)(x))
            } else {
                Interval::rounded((f.function)(x), f.steps)
            }
        };
        let ends = if self.is_point() {
            at(self.lo)
        } else {
            at(self.lo).hull(at(self.hi))
        };
        ends.flagged(self.flags)
    }

    /// Image under a wave that is 1 at even and -1 at odd multiples.
    fn wave(self, f: Rounded, shift: f64) -> Interval {
        if self.is_empty() {
            return self;
        }
        let extrema = Multiples::inside(self, shift);
        if extrema.even && extrema.odd {
            return Interval::raw(-1.0, 1.0, self.flags);
        }
        let ends = self.monotone(f).cut(-1.0, 1.0);
        let lo = if extrema.odd { -1.0 } else { ends.lo };
        let hi = if extrema.even { 1.0 } else { ends.hi };
        Interval::raw(lo, hi, self.flags)
    }

    /// Sine.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// let y = Interval::new(0.0, 2.0).sin();
    /// assert_eq!((y.lo(), y.hi()), (0.0, 1.0));
    /// assert_eq!(Interval::new(1e300, 2e300).sin(), Interval::new(-1.0, 1.0));
    /// ```
    #[must_use]
    pub fn sin(self) -> Interval {
        self.wave(SIN, 0.5)
    }

    /// Cosine.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// let y = Interval::new(3.0, 4.0).cos();
    /// assert!(y.lo() == -1.0 && y.hi() < -0.65);
    /// ```
    #[must_use]
    pub fn cos(self) -> Interval {
        self.wave(COS, 0.0)
    }

    /// Tangent; partial and unbounded where the box may contain a pole.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// assert!(Interval::new(1.0, 2.0).tan().is_partial());
    /// assert!(Interval::new(-1.0, 1.0).tan().is_continuous());
    /// ```
    #[must_use]
    pub fn tan(self) -> Interval {
        if self.is_empty() {
            self
        } else if Multiples::inside(self, 0.5).any() {
            Interval::ENTIRE.flagged(self.flags | PARTIAL)
        } else {
            self.increasing(TAN)
        }
    }

    /// Cotangent.
    #[must_use]
    pub fn cot(self) -> Interval {
        if let Some(image) = self.near_pole_at_zero(COT) {
            image
        } else if Multiples::inside(self, 0.0).any() {
            Interval::ENTIRE.flagged(self.flags | PARTIAL)
        } else {
            self.decreasing(COT)
        }
    }

    /// Secant.
    #[must_use]
    pub fn sec(self) -> Interval {
        self.reciprocal_wave(SEC, 0.5, 0.0)
    }

    /// Cosecant.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// let y = Interval::new(0.0, 1.0).csc();
    /// assert!(y.is_partial() && y.lo() > 1.18 && y.hi() == f64::INFINITY);
    /// ```
    #[must_use]
    pub fn csc(self) -> Interval {
        self.near_pole_at_zero(CSC)
            .unwrap_or_else(|| self.reciprocal_wave(CSC, 0.0, 0.5))
    }

    /// Image under csc or cot where 0, the one pole that is a double, is an end of the box and
    /// the function is monotone up to the other.
    fn near_pole_at_zero(self, f: Rounded) -> Option<Interval> {
        let monotone = self.lo >= -1.5 && self.hi <= 1.5 && (self.lo == 0.0 || self.hi == 0.0);
        (self.is_empty() || monotone).then(|| self.odd_decreasing(INFINITY, f))
    }

    /// Image under 1/wave, with poles and extrema at shifted multiples of π.
    fn reciprocal_wave(self, f: Rounded, poles: f64, extrema: f64) -> Interval {
        if self.is_empty() {
            return self;
        }
        if Multiples::inside(self, poles).any() {
            return Interval::ENTIRE.flagged(self.flags | PARTIAL);
        }
        let extrema = Multiples::inside(self, extrema);
        let ends = self.monotone(f);
        // Between poles the sign is one, and 1/wave has one extremum: 1 or -1.
        let ends = if ends.lo > 0.0 {
            ends.cut(1.0, INFINITY)
        } else {
            ends.cut(-INFINITY, -1.0)
        };
        let lo = if extrema.even { 1.0 } else { ends.lo };
        let hi = if extrema.odd { -1.0 } else { ends.hi };
        Interval::raw(lo.min(hi), hi.max(lo), self.flags)
    }

    /// Inverse sine on [-1, 1].
    #[must_use]
    pub fn asin(self) -> Interval {
        let quarter = FRAC_PI_2_ABOVE;
        self.within(-1.0, 1.0)
            .increasing(ASIN)
            .cut(-quarter, quarter)
    }

    /// Inverse cosine on [-1, 1].
    #[must_use]
    pub fn acos(self) -> Interval {
        self.within(-1.0, 1.0).decreasing(ACOS).cut(0.0, PI_ABOVE)
    }

    /// Inverse tangent.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// let y = Interval::ENTIRE.atan();
    /// assert!(y.is_continuous() && y.width() < 3.15);
    /// ```
    #[must_use]
    pub fn atan(self) -> Interval {
        self.increasing(ATAN).cut(-FRAC_PI_2_ABOVE, FRAC_PI_2_ABOVE)
    }

    /// Inverse secant acos(1/x), where |x| ≥ 1; increasing on either side.
    #[must_use]
    pub fn asec(self) -> Interval {
        self.two_sided(|side| side.increasing(ASEC).cut(0.0, PI_ABOVE))
    }

    /// Inverse cosecant asin(1/x), where |x| ≥ 1; decreasing on either side.
    #[must_use]
    pub fn acsc(self) -> Interval {
        self.two_sided(|side| side.decreasing(ACSC).cut(-FRAC_PI_2_ABOVE, FRAC_PI_2_ABOVE))
    }

    /// Inverse cotangent atan(1/x); undefined at 0.
    #[must_use]
    pub fn acot(self) -> Interval {
        self.odd_decreasing(FRAC_PI_2_ABOVE, ACOT)
    }

    /// Image of the parts in (-∞, -1] and [1, ∞).
    fn two_sided(self, image: impl Fn(Interval) -> Interval) -> Interval {
        let left = image(self.cut(-INFINITY, -1.0));
        let right = image(self.cut(1.0, INFINITY));
        if self.lo >= 1.0 {
            right
        } else if self.hi <= -1.0 {
            left
        } else {
            left.hull(right).partial()
        }
    }

    /// The angle in (-π, π] of the points (x, y), where `self` is y; undefined at the origin.
    ///
    /// Over a box that doesn't contain the origin inside or cross the cut y = 0, x < 0, the
    /// extreme angles are those of corners. A box that touches the cut from above is continuous;
    /// one that crosses it jumps.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// let y = Interval::new(0.0, 1.0);
    /// assert!(y.atan2(Interval::point(-1.0)).contains(std::f64::consts::PI));
    /// assert!((-y).atan2(Interval::point(-1.0)).may_jump());
    /// assert!(y.atan2(Interval::new(-1.0, 1.0)).is_partial());
    /// ```
    #[must_use]
    pub fn atan2(self, x: Interval) -> Interval {
        let y = self;
        if y.is_empty() || x.is_empty() {
            return Interval::EMPTY;
        }
        let partial = y.contains(0.0) && x.contains(0.0);
        let on_axis = y.lo == 0.0 && y.hi == 0.0 && x.lo < 0.0 && x.hi > 0.0;
        let crosses = y.lo < 0.0 && y.hi >= 0.0 && x.lo < 0.0;
        let flags = (y.flags | x.flags)
            | if partial { PARTIAL } else { 0 }
            | if crosses || on_axis { JUMP } else { 0 };
        if crosses {
            return Interval::raw(-PI_ABOVE, PI_ABOVE, flags);
        }
        let corners = [(y.lo, x.lo), (y.lo, x.hi), (y.hi, x.lo), (y.hi, x.hi)];
        let image = corners.into_iter().fold(Interval::EMPTY, |hull, (y, x)| {
            if y == 0.0 && x == 0.0 {
                hull
            } else {
                hull.hull(angle(y, x))
            }
        });
        if image.is_empty() {
            image
        } else {
            Interval { flags, ..image }
        }
    }
}

/// The angle of one corner.
fn angle(y: f64, x: f64) -> Interval {
    if y == 0.0 && x > 0.0 {
        return Interval::ZERO;
    }
    Interval::rounded(f::atan2(y, x), ulp::ATAN2).cut(-PI_ABOVE, PI_ABOVE)
}
