//! The coefficients of germs: exact where that is cheap, else enclosed.

use std::cmp::Ordering;

use partials_symbolic::Rational;

use crate::interval::Interval;
use crate::scalar::Scalar;

/// Exact numbers of more bits than this are enclosed instead.
const BITS: usize = 512;

/// A real number: exact, or somewhere in an interval.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Coefficient {
    Exact(Rational),
    Enclosed(Interval),
}

impl Coefficient {
    pub fn integer(value: i64) -> Self {
        Self::Exact(value.into())
    }

    pub fn interval(&self) -> Interval {
        match self {
            Self::Exact(value) => Scalar::number(value, ()),
            Self::Enclosed(interval) => *interval,
        }
    }

    pub fn exact(&self) -> Option<&Rational> {
        match self {
            Self::Exact(value) => Some(value),
            Self::Enclosed(_) => None,
        }
    }

    pub fn is_zero(&self) -> bool {
        self.exact().is_some_and(Rational::is_zero)
    }

    /// Its sign, where that is known.
    pub fn sign(&self) -> Option<Ordering> {
        match self {
            Self::Exact(value) => Some(value.cmp(&Rational::ZERO)),
            Self::Enclosed(interval) if interval.lo() > 0.0 => Some(Ordering::Greater),
            Self::Enclosed(interval) if interval.hi() < 0.0 => Some(Ordering::Less),
            Self::Enclosed(_) => None,
        }
    }

    pub fn add(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Exact(a), Self::Exact(b)) => Self::small(a.add(b)),
            _ => Self::Enclosed(self.interval() + other.interval()),
        }
    }

    pub fn mul(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Exact(a), Self::Exact(b)) => Self::small(a.mul(b)),
            _ if self.is_zero() || other.is_zero() => Self::integer(0),
            _ => Self::Enclosed(self.interval() * other.interval()),
        }
    }

    /// To a rational power, which must have a value.
    pub fn power(&self, exponent: &Rational) -> Self {
        let exact = || match (self, exponent) {
            (Self::Exact(base), Rational::Small(n, 1)) => base.pow(*n),
            (Self::Exact(base), Rational::Small(n, degree)) => base.root(*degree)?.pow(*n),
            _ => None,
        };
        match exact() {
            Some(value) => Self::small(value),
            None => Self::Enclosed(match exponent.to_i64() {
                Some(n) => Scalar::powi(&self.interval(), n),
                None => self.interval().pow_rational(exponent),
            }),
        }
    }

    fn small(value: Rational) -> Self {
        if value.bits() > BITS {
            Self::Enclosed(Scalar::number(&value, ()))
        } else {
            Self::Exact(value)
        }
    }
}
