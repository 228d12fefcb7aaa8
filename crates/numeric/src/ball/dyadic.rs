//! Exact binary numbers `mantissa * 2^exponent`, the midpoints and end points of balls.

use std::cmp::Ordering;

use dashu_int::{IBig, Sign, UBig, ops::BitTest};

use super::radius::Radius;

/// A binary number without limits: `mantissa * 2^exponent`.
///
/// Arithmetic is exact or says which way it rounds; nothing here allocates more than a small
/// multiple of the bits asked for, whatever the exponents are.
#[derive(Clone, Debug)]
pub(crate) struct Dyadic {
    mantissa: IBig,
    exponent: i64,
}

/// Which way a number is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rounding {
    /// Towards minus infinity.
    Down,
    /// Towards plus infinity.
    Up,
}

/// A shift count as dashu wants it; callers keep it small.
fn count(shift: i64) -> usize {
    usize::try_from(shift).unwrap_or(0)
}

/// The bit length as a signed number.
pub(crate) fn bits(n: &IBig) -> i64 {
    i64::try_from(n.bit_len()).unwrap_or(i64::MAX / 4)
}

/// `n * 2^shift`, rounded towards minus infinity.
pub(crate) fn shift(n: &IBig, shift: i64) -> IBig {
    match shift.cmp(&0) {
        Ordering::Equal => n.clone(),
        Ordering::Greater => n << count(shift),
        Ordering::Less => n >> count(-shift),
    }
}

impl Dyadic {
    pub(crate) const ZERO: Dyadic = Dyadic {
        mantissa: IBig::ZERO,
        exponent: 0,
    };

    pub(crate) fn new(mantissa: IBig, exponent: i64) -> Dyadic {
        if mantissa.is_zero() {
            Dyadic::ZERO
        } else {
            Dyadic { mantissa, exponent }
        }
    }

    pub(crate) fn from_i64(n: i64) -> Dyadic {
        Dyadic::new(IBig::from(n), 0)
    }

    /// The exact value of a finite double; `None` for NaN and infinities.
    pub(crate) fn from_f64(x: f64) -> Option<Dyadic> {
        if !x.is_finite() {
            return None;
        }
        let raw = x.to_bits();
        let biased = i64::from((raw >> 52) as u16 & 0x7ff);
        let fraction = raw & ((1 << 52) - 1);
        let (mantissa, exponent) = if biased == 0 {
            (fraction, -1074)
        } else {
            (fraction | 1 << 52, biased - 1075)
        };
        let zeros = if mantissa == 0 {
            0
        } else {
            mantissa.trailing_zeros()
        };
        let magnitude = IBig::from(mantissa >> zeros);
        let signed = if x.is_sign_negative() {
            -magnitude
        } else {
            magnitude
        };
        Some(Dyadic::new(signed, exponent + i64::from(zeros)))
    }

    pub(crate) const fn mantissa(&self) -> &IBig {
        &self.mantissa
    }

    pub(crate) const fn exponent(&self) -> i64 {
        self.exponent
    }

    pub(crate) const fn is_zero(&self) -> bool {
        self.mantissa.is_zero()
    }

    /// -1, 0 or 1.
    pub(crate) fn signum(&self) -> i32 {
        match (self.is_zero(), self.mantissa.sign()) {
            (true, _) => 0,
            (false, Sign::Negative) => -1,
            (false, Sign::Positive) => 1,
        }
    }

    /// The `t` with `2^(t-1) <= |self| < 2^t`; a very small number for zero.
    pub(crate) fn top(&self) -> i64 {
        if self.is_zero() {
            i64::MIN / 4
        } else {
            self.exponent + bits(&self.mantissa)
        }
    }

    pub(crate) fn neg(&self) -> Dyadic {
        Dyadic {
            mantissa: -&self.mantissa,
            exponent: self.exponent,
        }
    }

    pub(crate) fn abs(&self) -> Dyadic {
        if self.signum() < 0 {
            self.neg()
        } else {
            self.clone()
        }
    }

    /// `self * 2^shift`.
    pub(crate) fn shifted(&self, shift: i64) -> Dyadic {
        Dyadic::new(self.mantissa.clone(), self.exponent.saturating_add(shift))
    }

    pub(crate) fn mul(&self, other: &Dyadic) -> Dyadic {
        Dyadic::new(
            &self.mantissa * &other.mantissa,
            self.exponent + other.exponent,
        )
    }

    /// The exact sum. For operands whose exponents are known to be close.
    fn add_exact(&self, other: &Dyadic) -> Dyadic {
        let (low, high) = if self.exponent <= other.exponent {
            (self, other)
        } else {
            (other, self)
        };
        let lifted = shift(&high.mantissa, high.exponent - low.exponent);
        Dyadic::new(&low.mantissa + lifted, low.exponent)
    }

    /// The sum with at most about `precision` bits and a bound of its error.
    pub(crate) fn add(&self, other: &Dyadic, precision: i64) -> (Dyadic, Radius) {
        let (big, small) = if self.top() >= other.top() {
            (self, other)
        } else {
            (other, self)
        };
        if small.is_zero() {
            return big.round(precision);
        }
        if small.top() < big.top() - precision - 8 {
            let (sum, error) = big.round(precision);
            return (sum, error.add_up(small.magnitude_up()));
        }
        self.add_exact(other).round(precision)
    }

    /// The sum, rounded one way.
    pub(crate) fn add_toward(&self, other: &Dyadic, precision: i64, way: Rounding) -> Dyadic {
        let (big, small) = if self.top() >= other.top() {
            (self, other)
        } else {
            (other, self)
        };
        if small.is_zero() {
            return big.round_toward(precision, way);
        }
        if small.top() >= big.top() - precision - 64 {
            return self.add_exact(other).round_toward(precision, way);
        }
        // A far smaller operand acts as a tiny number of its sign, or as nothing.
        let outward = (way == Rounding::Up) == (small.signum() > 0);
        if !outward {
            return big.round_toward(precision, way);
        }
        let tiny = Dyadic::new(IBig::from(small.signum()), big.top() - precision - 60);
        big.add_exact(&tiny).round_toward(precision, way)
    }

    /// Rounded to at most `precision` bits (towards the nearer, ties up), with a bound of the
    /// error.
    pub(crate) fn round(&self, precision: i64) -> (Dyadic, Radius) {
        let excess = bits(&self.mantissa) - precision;
        if excess <= 0 {
            return (self.clone(), Radius::ZERO);
        }
        let half = shift(&self.mantissa, 1 - excess) + IBig::ONE;
        let kept = Dyadic::new(half >> 1, self.exponent + excess);
        (kept, Radius::power_of_two(self.exponent + excess - 1))
    }

    /// Rounded to at most `precision` bits, one way.
    pub(crate) fn round_toward(&self, precision: i64, way: Rounding) -> Dyadic {
        let excess = bits(&self.mantissa) - precision;
        if excess <= 0 {
            return self.clone();
        }
        let mantissa = match way {
            Rounding::Down => shift(&self.mantissa, -excess),
            Rounding::Up => -shift(&-&self.mantissa, -excess),
        };
        Dyadic::new(mantissa, self.exponent + excess)
    }

    /// The greatest integer not above, where it has at most `limit` bits.
    pub(crate) fn floor(&self, limit: i64) -> Option<IBig> {
        if self.top() > limit {
            return None;
        }
        if self.top() < 0 {
            return Some(if self.signum() < 0 {
                IBig::NEG_ONE
            } else {
                IBig::ZERO
            });
        }
        Some(shift(&self.mantissa, self.exponent))
    }

    /// `floor(self * 2^width)`: the fixed-point form. For numbers of moderate size.
    pub(crate) fn to_fixed(&self, width: i64) -> IBig {
        shift(&self.mantissa, self.exponent + width)
    }

    pub(crate) fn magnitude_up(&self) -> Radius {
        Radius::of_dyadic(self, true)
    }

    pub(crate) fn magnitude_down(&self) -> Radius {
        Radius::of_dyadic(self, false)
    }

    /// A double near by: the nearest (`None`) or rounded up (`Some(true)`) or down.
    pub(crate) fn to_f64(&self, up: Option<bool>) -> f64 {
        let way = up.map(|up| if up { Rounding::Up } else { Rounding::Down });
        // Subnormal results have fewer bits: the unit is never below 2^-1074.
        let wanted = (self.top() + 1074).clamp(0, 53);
        let rounded = match way {
            _ if self.is_zero() => return 0.0,
            Some(way) if wanted == 0 => return tiny(self.signum(), way),
            Some(way) => self.round_toward(wanted, way),
            None if wanted == 0 => return 0.0,
            None => self.round(wanted).0,
        };
        if rounded.top() > 1024 {
            return overflow(rounded.signum(), way);
        }
        let (_, magnitude) = rounded.mantissa.clone().into_parts();
        let mantissa = u64::try_from(magnitude).unwrap_or(u64::MAX) as f64;
        let signed = if rounded.signum() < 0 {
            -mantissa
        } else {
            mantissa
        };
        // Two steps, because 2^exponent alone may overflow or underflow.
        let half = rounded.exponent / 2;
        signed * power_of_two(half) * power_of_two(rounded.exponent - half)
    }

    /// `self / other`, truncated so that the quotient has at least `precision` bits; the error
    /// is below the returned bound. `other` is not zero.
    pub(crate) fn div(&self, other: &Dyadic, precision: i64) -> (Dyadic, Radius) {
        let lift = (precision + 2 + bits(&other.mantissa) - bits(&self.mantissa)).max(0);
        let numerator = &self.mantissa << count(lift);
        let quotient = &numerator / &other.mantissa;
        let exact = &quotient * &other.mantissa == numerator;
        let exponent = self.exponent - other.exponent - lift;
        let error = if exact {
            Radius::ZERO
        } else {
            Radius::power_of_two(exponent)
        };
        // An exact quotient such as 6/2 keeps its few bits, and so stays exact.
        let zeros = match quotient.trailing_zeros() {
            Some(zeros) if exact => zeros,
            _ => 0,
        };
        let lifted = exponent + i64::try_from(zeros).unwrap_or(0);
        let (rounded, more) = Dyadic::new(quotient >> zeros, lifted).round(precision);
        (rounded, error.add_up(more))
    }

    /// The magnitude of the mantissa.
    pub(crate) fn magnitude(&self) -> UBig {
        self.mantissa.clone().into_parts().1
    }
}

/// `2^exponent` for exponents of normal doubles.
fn power_of_two(exponent: i64) -> f64 {
    let biased = u64::try_from((exponent + 1023).clamp(1, 2046)).unwrap_or(1);
    f64::from_bits(biased << 52)
}

fn tiny(sign: i32, way: Rounding) -> f64 {
    match (way, sign > 0) {
        (Rounding::Up, true) => f64::from_bits(1),
        (Rounding::Down, false) => -f64::from_bits(1),
        _ => 0.0,
    }
}

fn overflow(sign: i32, way: Option<Rounding>) -> f64 {
    match (way, sign > 0) {
        (Some(Rounding::Up), false) => f64::MIN,
        (Some(Rounding::Down), true) => f64::MAX,
        (_, true) => f64::INFINITY,
        (_, false) => f64::NEG_INFINITY,
    }
}

impl PartialEq for Dyadic {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Dyadic {}

impl PartialOrd for Dyadic {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Dyadic {
    fn cmp(&self, other: &Self) -> Ordering {
        let sign = self.signum();
        let by_sign = sign.cmp(&other.signum());
        if by_sign != Ordering::Equal || sign == 0 {
            return by_sign;
        }
        let by_size = match self.top().cmp(&other.top()) {
            Ordering::Equal => {
                let difference = self.abs().add_exact(&other.abs().neg());
                difference.signum().cmp(&0)
            }
            unequal => unequal,
        };
        if sign < 0 { by_size.reverse() } else { by_size }
    }
}
