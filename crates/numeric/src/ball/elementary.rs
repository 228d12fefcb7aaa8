//! How a function of one variable is carried over from points to balls.

use super::{Ball, Outcome, Precision};

/// Slopes are needed to a few bits only.
const SLOPE_PRECISION: Precision = Precision(48);

impl Ball {
    /// `f` over the ball by the mean value theorem: the value at the midpoint, and the radius
    /// times a bound of the slope over the whole ball.
    pub(super) fn smooth(
        &self,
        f: impl FnOnce(&Ball) -> Ball,
        slope: impl FnOnce(&Ball) -> Ball,
    ) -> Ball {
        if !self.is_value() || self.rad.is_zero() {
            return f(self);
        }
        let value = f(&self.center());
        if !value.is_value() {
            return Ball::indeterminate(self.precision);
        }
        let slope = slope(&self.with_precision(SLOPE_PRECISION));
        if !slope.is_value() {
            return Ball::indeterminate(self.precision);
        }
        value.inflate(self.rad.mul_up(slope.magnitude_up()))
    }

    /// A monotone `f` over the ball: between its values at the end points.
    pub(super) fn monotone(&self, f: impl Fn(&Ball) -> Ball) -> Ball {
        if !self.is_value() || self.rad.is_zero() {
            return f(self);
        }
        let low = f(&Ball::exact(self.lower(), self.precision));
        let high = f(&Ball::exact(self.upper(), self.precision));
        low.hull(&high)
    }

    /// A monotone `f` over the ball, by its end points where the ball is wide and by the slope
    /// where it is narrow.
    pub(super) fn monotone_smooth(
        &self,
        f: impl Fn(&Ball) -> Ball,
        slope: impl FnOnce(&Ball) -> Ball,
    ) -> Ball {
        if self.is_wide() {
            self.monotone(f)
        } else {
            self.smooth(f, slope)
        }
    }

    /// Whether the radius is more than about 2^-12 of the midpoint.
    pub(super) fn is_wide(&self) -> bool {
        !self.rad.is_zero() && self.rad.top() > self.mid.top() - 12
    }

    /// The smallest ball that is easily found around both.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let p = Precision::bits(64);
    /// let both = Ball::from_i64(1, p).hull(&Ball::from_i64(3, p));
    /// assert!(both.contains_f64(2.5) && !both.contains_f64(3.5));
    /// ```
    #[must_use]
    pub fn hull(&self, other: &Ball) -> Ball {
        let precision = self.precision.max(other.precision);
        if self.is_outside() && other.is_outside() {
            return Ball::outside(precision);
        }
        if !self.is_value() || !other.is_value() {
            return Ball::indeterminate(precision);
        }
        let low = self.lower().min(other.lower());
        Ball::between(&low, &self.upper().max(other.upper()), precision)
    }

    /// The failure that a condition on the argument means: none where it is known to hold,
    /// outside the domain where it is known not to, indeterminate otherwise.
    pub(super) fn require(&self, condition: Option<bool>) -> Option<Ball> {
        let outcome = match (self.outcome, condition) {
            (Outcome::Value, Some(true)) => return None,
            (Outcome::Value, Some(false)) => Outcome::Outside,
            (Outcome::Value, None) => Outcome::Indeterminate,
            (failed, _) => failed,
        };
        Some(Ball::with_outcome(outcome, self.precision))
    }

    /// The part of the ball that is not negative, for quantities that can't be.
    pub(super) fn nonnegative(&self) -> Ball {
        if !self.is_value() || self.lower().signum() >= 0 {
            return self.clone();
        }
        let top = self.upper();
        if top.signum() < 0 {
            return Ball::indeterminate(self.precision);
        }
        Ball::up_to(top.magnitude_up(), self.precision)
    }
}

/// Whether both hold, as far as is known.
pub(super) fn both(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// Whether one holds, as far as is known.
pub(super) fn either(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    both(a.map(|a| !a), b.map(|b| !b)).map(|neither| !neither)
}
