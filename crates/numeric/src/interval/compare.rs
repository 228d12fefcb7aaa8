//! Comparisons with three answers.

use super::Interval;

/// Answer to a question about all pairs of numbers from two intervals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Truth {
    /// Holds for every pair.
    True,
    /// Holds for no pair.
    False,
    /// Neither is certain; of empty intervals, nothing is.
    Unknown,
}

impl Truth {
    fn decide(always: bool, never: bool) -> Truth {
        match (always, never) {
            (true, false) => Truth::True,
            (false, true) => Truth::False,
            _ => Truth::Unknown,
        }
    }

    /// Kleene's conjunction (1952).
    #[must_use]
    pub fn and(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::False, _) | (_, Truth::False) => Truth::False,
            (Truth::True, Truth::True) => Truth::True,
            _ => Truth::Unknown,
        }
    }

    /// Kleene's disjunction.
    #[must_use]
    pub fn or(self, other: Truth) -> Truth {
        !(!self).and(!other)
    }
}

impl std::ops::Not for Truth {
    type Output = Truth;

    fn not(self) -> Truth {
        match self {
            Truth::True => Truth::False,
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
        }
    }
}

impl Interval {
    /// Whether x < y.
    ///
    /// ```
    /// use partials_numeric::interval::{Interval, Truth};
    /// let x = Interval::new(1.0, 2.0);
    /// assert_eq!(x.less(Interval::point(3.0)), Truth::True);
    /// assert_eq!(x.less(Interval::point(1.0)), Truth::False);
    /// assert_eq!(x.less(x), Truth::Unknown);
    /// ```
    #[must_use]
    pub fn less(self, other: Interval) -> Truth {
        let (always, never) = (self.hi < other.lo, self.lo >= other.hi);
        self.answer(other, always, never)
    }

    /// Whether x ≤ y.
    #[must_use]
    pub fn less_equal(self, other: Interval) -> Truth {
        let (always, never) = (self.hi <= other.lo, self.lo > other.hi);
        self.answer(other, always, never)
    }

    /// Whether x > y.
    #[must_use]
    pub fn greater(self, other: Interval) -> Truth {
        other.less(self)
    }

    /// Whether x ≥ y.
    #[must_use]
    pub fn greater_equal(self, other: Interval) -> Truth {
        other.less_equal(self)
    }

    /// Whether x = y: certain only between two equal points, or disjoint intervals.
    #[must_use]
    pub fn equal(self, other: Interval) -> Truth {
        let always = self.is_point() && other.is_point() && self.lo == other.lo;
        let never = self.hi < other.lo || self.lo > other.hi;
        self.answer(other, always, never)
    }

    fn answer(self, other: Interval, always: bool, never: bool) -> Truth {
        if self.is_empty() || other.is_empty() {
            return Truth::Unknown;
        }
        Truth::decide(always, never)
    }
}
