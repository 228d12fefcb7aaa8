//! Powers with integer, rational and real exponents, and the cube root.
//!
//! The meaning is that of exact algebra: an integer exponent takes every real base, any other
//! exponent takes bases above 0, and 0 where it is positive; 0^0 = 1.
//!
//! Soundness: for x > 0, x^y = e^(y·ln x) is monotone in the bilinear y·ln x, so its extremes over
//! a box lie in corners. A power with an integer exponent is monotone in |x|.

use super::monotone::Rounded;
use super::{Interval, JUMP, PARTIAL};
use crate::elementary as f;
use crate::elementary::ulp;

const INFINITY: f64 = f64::INFINITY;
/// Integers up to here are doubles.
const TWO_53: f64 = 9_007_199_254_740_992.0;
/// Up to this exponent, powers are products: sharp where these are exact, a few ulps otherwise.
const PRODUCT_LIMIT: u64 = 8;

const CBRT: Rounded = Rounded {
    function: f::cbrt,
    steps: ulp::CBRT,
    inverse: cube,
};

/// The cube of a number of so few bits that it is exact.
fn cube(root: f64) -> f64 {
    let short = root.to_bits() << 29 == 0 && (1e-100..1e100).contains(&root.abs());
    if short || root == 0.0 {
        root * root * root
    } else {
        f64::NAN
    }
}

impl Interval {
    /// Real cube root, of negative numbers too; exact at perfect cubes.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// assert_eq!(Interval::new(-8.0, 27.0).cbrt(), Interval::new(-2.0, 3.0));
    /// ```
    #[must_use]
    pub fn cbrt(self) -> Interval {
        self.increasing(CBRT)
    }

    /// x^n for any integer n; 0^0 = 1, and a negative power is undefined at 0.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// assert_eq!(Interval::new(-2.0, 3.0).powi(2), Interval::new(0.0, 9.0));
    /// assert_eq!(Interval::new(-2.0, 3.0).powi(3), Interval::new(-8.0, 27.0));
    /// assert!(Interval::new(-2.0, 3.0).powi(-2).is_partial());
    /// ```
    #[must_use]
    pub fn powi(self, n: i64) -> Interval {
        if self.is_empty() {
            return self;
        }
        match n {
            0 => Interval::ONE.flagged(self.flags),
            1 => self,
            2 => self.sqr(),
            _ if n > 0 => self.positive_power(n.unsigned_abs()),
            _ => self.negative_power(n.unsigned_abs()),
        }
    }

    fn positive_power(self, n: u64) -> Interval {
        if n.is_multiple_of(2) {
            let x = self.absolute();
            return Interval::raw(size(x.lo, n).lo, size(x.hi, n).hi, self.flags);
        }
        let lo = if self.lo >= 0.0 {
            size(self.lo, n).lo
        } else {
            -size(-self.lo, n).hi
        };
        let hi = if self.hi >= 0.0 {
            size(self.hi, n).hi
        } else {
            -size(-self.hi, n).lo
        };
        Interval::raw(lo, hi, self.flags)
    }

    /// 1/x^n, and (1/x)^n where x^n would overflow or underflow at an end: the other end is rounded
    /// once less in the first.
    fn negative_power(self, n: u64) -> Interval {
        let power = self.positive_power(n);
        let spurious = power.contains(0.0) != self.contains(0.0) || power.hi == INFINITY;
        if spurious && !self.contains(0.0) {
            let (once, twice) = (power.recip(), self.recip().positive_power(n));
            match once.is_empty() {
                true => twice,
                false => Interval::raw(once.lo.max(twice.lo), once.hi.min(twice.hi), twice.flags),
            }
        } else {
            power.recip()
        }
    }

    /// x^(p/q); empty where q = 0. With p/q an integer this is [`powi`](Interval::powi).
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// assert_eq!(Interval::new(0.0, 8.0).pow_ratio(2, 3), Interval::new(0.0, 4.0));
    /// assert!(Interval::point(-8.0).pow_ratio(1, 3).is_empty());
    /// assert_eq!(Interval::point(-8.0).pow_ratio(6, 2), Interval::point(-512.0));
    /// ```
    #[must_use]
    pub fn pow_ratio(self, p: i64, q: i64) -> Interval {
        if q == 0 {
            return Interval::EMPTY;
        }
        let (p, q) = (i128::from(p) * i128::from(q.signum()), i128::from(q).abs());
        let divisor = greatest_common_divisor(p.abs(), q);
        let (Ok(p), Ok(q)) = (i64::try_from(p / divisor), i64::try_from(q / divisor)) else {
            return Interval::ENTIRE.partial().jumping();
        };
        if q == 1 {
            return self.powi(p);
        }
        let x = if p > 0 {
            self.within(0.0, INFINITY)
        } else {
            self.between_poles(0.0, INFINITY)
        };
        match q {
            2 if p.unsigned_abs() <= PRODUCT_LIMIT => x.sqrt().powi(p).with_flags_of(x),
            3 if p.unsigned_abs() <= PRODUCT_LIMIT => x.cbrt().powi(p).with_flags_of(x),
            _ => x.real_power(Interval::from_ratio(p, q)),
        }
    }

    /// x^y. Where y is a single integer this is [`powi`](Interval::powi); a wider y that contains
    /// an integer makes isolated points with negative x valid, so these enter the image.
    ///
    /// ```
    /// use partials_numeric::interval::Interval;
    /// let y = Interval::new(2.0, 4.0).pow(Interval::new(-1.0, 0.5));
    /// assert_eq!(y, Interval::new(0.25, 2.0));
    /// assert_eq!(Interval::point(-2.0).pow(Interval::point(3.0)), Interval::point(-8.0));
    /// assert!(Interval::point(-2.0).pow(Interval::point(0.5)).is_empty());
    /// ```
    #[must_use]
    pub fn pow(self, y: Interval) -> Interval {
        if self.is_empty() || y.is_empty() {
            return Interval::EMPTY;
        }
        if y.is_point() && y.lo.trunc() == y.lo && y.lo.abs() < TWO_53 {
            return self.powi(y.lo as i64).with_flags_of(y);
        }
        if self.lo >= 0.0 {
            return self.real_power(y);
        }
        if y.is_point() && y.lo.abs() >= TWO_53 {
            return self.absolute().real_power(y);
        }
        let image = self.negative_bases(y);
        let rest = self.cut(0.0, INFINITY).real_power(y);
        if rest.is_empty() {
            image
        } else {
            image.hull(rest)
        }
    }

    /// x^y over the x < 0 and the integers of y.
    fn negative_bases(self, y: Interval) -> Interval {
        let exponents = Interval::new(y.lo.ceil(), y.hi.floor());
        if exponents.is_empty() {
            return Interval::EMPTY;
        }
        let size = (-self).cut(0.0, INFINITY).real_power(exponents);
        size.hull(-size)
            .flagged(self.flags | y.flags | PARTIAL | JUMP)
    }

    /// x^y over the x ≥ 0, all of which are expected to be.
    fn real_power(self, y: Interval) -> Interval {
        let x = self;
        if x.is_empty() || y.is_empty() || (x.hi == 0.0 && y.hi < 0.0) {
            return Interval::EMPTY;
        }
        let flags = x.flags | y.flags;
        let pole = x.lo == 0.0 && y.lo < 0.0;
        let jump = x.lo == 0.0 && y.contains(0.0) && !y.is_point();
        let (a, b) = (corner(x.lo, y.lo), corner(x.hi, y.hi));
        let mut image = a.hull(b);
        if !x.is_point() && !y.is_point() {
            image = image.hull(corner(x.lo, y.hi)).hull(corner(x.hi, y.lo));
        }
        image
            .flagged(flags)
            .flagged_if(pole, PARTIAL)
            .flagged_if(jump, JUMP)
    }
}

/// Greatest common divisor of p ≥ 0 and q > 0 (Euclid).
fn greatest_common_divisor(mut p: i128, mut q: i128) -> i128 {
    while p != 0 {
        (p, q) = (q % p, p);
    }
    q
}

/// x^n for x ≥ 0 and n > 0.
fn size(x: f64, n: u64) -> Interval {
    if n <= PRODUCT_LIMIT {
        product(Interval::point(x), n)
    } else {
        integer_power(x, n)
    }
}

/// x^n by squaring, in the order of [`powi`](crate::elementary::powi).
fn product(x: Interval, n: u64) -> Interval {
    let (mut square, mut rest, mut result) = (x, n, Interval::ONE);
    while rest > 0 {
        if rest & 1 == 1 {
            result *= square;
        }
        rest >>= 1;
        if rest > 0 {
            square *= square;
        }
    }
    result
}

/// x^n with one rounding, for any n. An n beyond 2^53 is enclosed.
fn integer_power(x: f64, n: u64) -> Interval {
    let y = n as f64;
    if y < TWO_53 {
        return corner(x, y);
    }
    corner(x, y.next_down()).hull(corner(x, y.next_up()))
}

/// x^y for x ≥ 0 as a corner of a box: infinite at a pole, exact where that is known.
fn corner(x: f64, y: f64) -> Interval {
    if y == 0.0 || x == 1.0 {
        return Interval::ONE;
    }
    if x == 0.0 {
        return if y > 0.0 {
            Interval::ZERO
        } else {
            Interval::point(INFINITY)
        };
    }
    if y == 1.0 {
        return Interval::point(x);
    }
    if y == 0.5 {
        return Interval::point(x).sqrt();
    }
    if y.trunc() == y && y.abs() <= PRODUCT_LIMIT as f64 {
        let power = product(Interval::point(x), y.abs() as u64);
        if power.lo > 0.0 && power.is_bounded() {
            return if y > 0.0 { power } else { power.recip() };
        }
    }
    let value = f::pow(x, y);
    let exact = x.trunc() == x && y.trunc() == y && y > 0.0 && value < TWO_53;
    if exact {
        Interval::point(value)
    } else {
        Interval::rounded(value, ulp::POW).cut(0.0, INFINITY)
    }
}
