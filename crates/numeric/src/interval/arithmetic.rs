//! Sum, difference, product, quotient, square, square root.
//!
//! Soundness: each operation is monotone in each argument over the part of the box where the
//! other argument keeps its sign, so its extremes lie in corners; each corner is rounded outward
//! by [`rounding`](super::rounding). A box without finite bounds needs no case of its own, since
//! an infinite bound isn't attained and 0·∞ is taken as 0.

use super::rounding::{
    add_down, add_up, div_both, div_down, div_up, mul_both, mul_down, mul_up, sqrt_down, sqrt_up,
};
use super::{Interval, PARTIAL};
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Sub, SubAssign};

impl Neg for Interval {
    type Output = Interval;

    #[inline]
    fn neg(self) -> Interval {
        if self.is_empty() {
            self
        } else {
            Interval {
                lo: -self.hi,
                hi: -self.lo,
                ..self
            }
        }
    }
}

impl Add for Interval {
    type Output = Interval;

    #[inline]
    fn add(self, other: Interval) -> Interval {
        if self.is_empty() || other.is_empty() {
            return Interval::EMPTY;
        }
        let flags = self.flags | other.flags;
        Interval::raw(
            add_down(self.lo, other.lo),
            add_up(self.hi, other.hi),
            flags,
        )
    }
}

impl Sub for Interval {
    type Output = Interval;

    #[inline]
    fn sub(self, other: Interval) -> Interval {
        self + -other
    }
}

impl Mul for Interval {
    type Output = Interval;

    #[inline]
    fn mul(self, other: Interval) -> Interval {
        if self.is_empty() || other.is_empty() {
            return Interval::EMPTY;
        }
        let flags = self.flags | other.flags;
        let (a, b) = (self, other);
        if a.is_point() && b.is_point() {
            let (lo, hi) = mul_both(a.lo, b.lo);
            Interval::raw(lo, hi, flags)
        } else if a.lo >= 0.0 && b.lo >= 0.0 {
            Interval::raw(mul_down(a.lo, b.lo), mul_up(a.hi, b.hi), flags)
        } else {
            product_by_sign(a, b, flags)
        }
    }
}

/// The product where not both factors are nonnegative.
fn product_by_sign(a: Interval, b: Interval, flags: u8) -> Interval {
    let (lo, hi) = if a.hi <= 0.0 {
        if b.hi <= 0.0 {
            (mul_down(a.hi, b.hi), mul_up(a.lo, b.lo))
        } else if b.lo >= 0.0 {
            (mul_down(a.lo, b.hi), mul_up(a.hi, b.lo))
        } else {
            (mul_down(a.lo, b.hi), mul_up(a.lo, b.lo))
        }
    } else if a.lo >= 0.0 {
        if b.hi <= 0.0 {
            (mul_down(a.hi, b.lo), mul_up(a.lo, b.hi))
        } else {
            (mul_down(a.hi, b.lo), mul_up(a.hi, b.hi))
        }
    } else if b.hi <= 0.0 {
        (mul_down(a.hi, b.lo), mul_up(a.lo, b.lo))
    } else if b.lo >= 0.0 {
        (mul_down(a.lo, b.hi), mul_up(a.hi, b.hi))
    } else {
        let lo = mul_down(a.lo, b.hi).min(mul_down(a.hi, b.lo));
        (lo, mul_up(a.lo, b.lo).max(mul_up(a.hi, b.hi)))
    };
    Interval::raw(lo, hi, flags)
}

impl Div for Interval {
    type Output = Interval;

    /// The quotient. A divisor that contains 0 makes it partial, and unbounded on the side where
    /// 0 is approached; the divisor [0, 0] makes it empty.
    #[inline]
    fn div(self, other: Interval) -> Interval {
        if self.is_empty() || other.is_empty() {
            return Interval::EMPTY;
        }
        let flags = self.flags | other.flags;
        if other.lo > 0.0 {
            quotient(self, other, flags)
        } else if other.hi < 0.0 {
            quotient(-self, -other, flags)
        } else {
            quotient_across_zero(self, other, flags | PARTIAL)
        }
    }
}

/// a/b for b > 0.
#[inline]
fn quotient(a: Interval, b: Interval, flags: u8) -> Interval {
    if a.is_point() && b.is_point() {
        let (lo, hi) = div_both(a.lo, b.lo);
        return Interval::raw(lo, hi, flags);
    }
    let lo = div_down(a.lo, if a.lo >= 0.0 { b.hi } else { b.lo });
    let hi = div_up(a.hi, if a.hi >= 0.0 { b.lo } else { b.hi });
    Interval::raw(lo, hi, flags)
}

/// a/b where b contains 0, over the b that are not 0.
fn quotient_across_zero(a: Interval, b: Interval, flags: u8) -> Interval {
    if b.lo == 0.0 && b.hi == 0.0 {
        return Interval::EMPTY;
    }
    if a.lo == 0.0 && a.hi == 0.0 {
        return Interval::raw(0.0, 0.0, flags);
    }
    let one_sided = b.lo == 0.0 || b.hi == 0.0;
    if !one_sided || (a.lo < 0.0 && a.hi > 0.0) {
        return Interval::ENTIRE.flagged(flags);
    }
    let (a, far) = if b.lo == 0.0 { (a, b.hi) } else { (-a, -b.lo) };
    if a.lo >= 0.0 {
        Interval::raw(div_down(a.lo, far), f64::INFINITY, flags)
    } else {
        Interval::raw(f64::NEG_INFINITY, div_up(a.hi, far), flags)
    }
}

/// Operators with a double on either side, which stands for a point.
macro_rules! mixed_operators {
    ($($trait:ident $method:ident $assign:ident $assign_method:ident;)*) => {$(
        impl $trait<f64> for Interval {
            type Output = Interval;
            #[inline]
            fn $method(self, other: f64) -> Interval {
                $trait::$method(self, Interval::point(other))
            }
        }

        impl $trait<Interval> for f64 {
            type Output = Interval;
            #[inline]
            fn $method(self, other: Interval) -> Interval {
                $trait::$method(Interval::point(self), other)
            }
        }

        impl $assign for Interval {
            #[inline]
            fn $assign_method(&mut self, other: Interval) {
                *self = $trait::$method(*self, other);
            }
        }
    )*};
}

mixed_operators! {
    Add add AddAssign add_assign;
    Sub sub SubAssign sub_assign;
    Mul mul MulAssign mul_assign;
    Div div DivAssign div_assign;
}

impl Interval {
    /// 1/x.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// assert_eq!(Interval::new(2.0, 4.0).recip(), Interval::new(0.25, 0.5));
    /// assert_eq!(Interval::new(0.0, 4.0).recip().lo(), 0.25);
    /// assert!(Interval::ZERO.recip().is_empty());
    /// ```
    #[inline]
    #[must_use]
    pub fn recip(self) -> Interval {
        Interval::ONE / self
    }

    /// x², which unlike x·x knows both factors to be the same.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// assert_eq!(Interval::new(-1.0, 3.0).sqr(), Interval::new(0.0, 9.0));
    /// ```
    #[inline]
    #[must_use]
    pub fn sqr(self) -> Interval {
        if self.is_empty() {
            return self;
        }
        let (small, large) = (self.mignitude(), self.magnitude());
        Interval::raw(mul_down(small, small), mul_up(large, large), self.flags)
    }

    /// Square root on [0, ∞).
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// assert_eq!(Interval::new(4.0, 9.0).sqrt(), Interval::new(2.0, 3.0));
    /// ```
    #[inline]
    #[must_use]
    pub fn sqrt(self) -> Interval {
        let x = self.within(0.0, f64::INFINITY);
        if x.is_empty() {
            return x;
        }
        Interval::raw(sqrt_down(x.lo), sqrt_up(x.hi), x.flags)
    }

    /// √(x² + y²): even and increasing in |x| and |y|.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// let r = Interval::point(3.0).hypot(Interval::point(4.0));
    /// assert_eq!(r, Interval::point(5.0));
    /// ```
    #[must_use]
    pub fn hypot(self, other: Interval) -> Interval {
        if self.is_empty() || other.is_empty() {
            return Interval::EMPTY;
        }
        let near = hypot_at(self.mignitude(), other.mignitude());
        let far = hypot_at(self.magnitude(), other.magnitude());
        Interval::raw(near.lo, far.hi, self.flags | other.flags)
    }
}

/// The hypotenuse of two nonnegative legs: by squares, which keeps exact ones exact, and by the
/// scaled function where squares overflow or underflow.
fn hypot_at(a: f64, b: f64) -> Interval {
    let moderate = |x: f64| x == 0.0 || (1e-120..1e150).contains(&x);
    if moderate(a) && moderate(b) {
        return (Interval::point(a).sqr() + Interval::point(b).sqr()).sqrt();
    }
    let steps = crate::elementary::ulp::HYPOT;
    Interval::rounded(crate::elementary::hypot(a, b), steps).cut(0.0, f64::INFINITY)
}
