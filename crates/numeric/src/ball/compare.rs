//! Comparisons with three answers: yes for all members, no for all members, unknown.

use super::{Ball, dyadic::Dyadic, elementary::both};

impl Ball {
    /// Whether `self < other`: `None` where that depends on the members, or nothing is known.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let p = Precision::bits(64);
    /// assert_eq!(Ball::pi(p).less(&Ball::from_ratio(22, 7, p)), Some(true));
    /// assert_eq!(Ball::pi(p).less(&Ball::pi(p)), None);
    /// ```
    #[must_use]
    pub fn less(&self, other: &Ball) -> Option<bool> {
        if !self.is_value() || !other.is_value() {
            None
        } else if self.upper() < other.lower() {
            Some(true)
        } else if self.lower() >= other.upper() {
            Some(false)
        } else {
            None
        }
    }

    /// Whether `self <= other`.
    #[must_use]
    pub fn at_most(&self, other: &Ball) -> Option<bool> {
        other.less(self).map(|less| !less)
    }

    /// Whether `self > other`.
    #[must_use]
    pub fn greater(&self, other: &Ball) -> Option<bool> {
        other.less(self)
    }

    /// Whether `self >= other`.
    #[must_use]
    pub fn at_least(&self, other: &Ball) -> Option<bool> {
        self.less(other).map(|less| !less)
    }

    /// Whether the two are equal: known only for exact balls, or for balls apart.
    #[must_use]
    pub fn equals(&self, other: &Ball) -> Option<bool> {
        if self.is_exact() && other.is_exact() {
            Some(self.mid == other.mid)
        } else if self.separated_from(other) {
            Some(false)
        } else {
            None
        }
    }

    /// Whether no number is in both balls: then the two values are different.
    #[must_use]
    pub fn separated_from(&self, other: &Ball) -> bool {
        self.is_value()
            && other.is_value()
            && (self.upper() < other.lower() || other.upper() < self.lower())
    }

    /// Whether some number may be in both balls. Balls without a value overlap with everything.
    #[must_use]
    pub fn overlaps(&self, other: &Ball) -> bool {
        !self.separated_from(other)
    }

    /// Whether `x` is in the ball.
    #[must_use]
    pub fn contains_f64(&self, x: f64) -> bool {
        match Dyadic::from_f64(x) {
            Some(x) => self.is_value() && self.lower() <= x && x <= self.upper(),
            None => false,
        }
    }

    /// Whether every member of `other` is in this ball.
    #[must_use]
    pub fn contains(&self, other: &Ball) -> bool {
        self.is_value()
            && other.is_value()
            && self.lower() <= other.lower()
            && other.upper() <= self.upper()
    }

    /// Whether the ball is above the integer.
    pub(super) fn above(&self, n: i64) -> Option<bool> {
        self.greater(&Ball::exact(Dyadic::from_i64(n), self.precision))
    }

    /// Whether the ball is below the integer.
    pub(super) fn below(&self, n: i64) -> Option<bool> {
        self.less(&Ball::exact(Dyadic::from_i64(n), self.precision))
    }

    /// Whether the ball is between the two integers, ends included.
    pub(super) fn within(&self, low: i64, high: i64) -> Option<bool> {
        both(
            self.below(low).map(|below| !below),
            self.above(high).map(|above| !above),
        )
    }

    /// Whether the ball is between the two integers, ends excluded.
    pub(super) fn strictly_within(&self, low: i64, high: i64) -> Option<bool> {
        both(self.above(low), self.below(high))
    }

    /// Whether this is exactly the integer `n`.
    pub(super) fn is_exactly(&self, n: i64) -> bool {
        self.is_exact() && self.mid == Dyadic::from_i64(n)
    }
}
