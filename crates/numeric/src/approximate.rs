//! The traits of the `approx` crate: dual numbers, gradients and balls in its assertions.
//!
//! Dual numbers are close where their values and all of their slopes are. Balls are close where
//! every two numbers in them are, so that what is not known well is close to nothing.
//!
//! ```
//! use approx::assert_relative_eq;
//! use num_traits::Float;
//! use partials_numeric::ball::{Ball, Precision};
//! use partials_numeric::dual::{Dual, gradient};
//!
//! let found = gradient(|[x, y]| x * y.exp(), [2.0, 0.0]);
//! assert_relative_eq!(found, Dual { value: 2.0, slopes: [1.0, 2.0] });
//!
//! let tenth = Ball::from_ratio(1, 10, Precision::bits(100));
//! assert_relative_eq!(tenth.sin(), Ball::from_f64(0.1_f64.sin(), Precision::bits(53)));
//! ```

use approx::{AbsDiffEq, RelativeEq, UlpsEq};

use crate::ball::Ball;
use crate::dual::Dual;

impl<const N: usize> AbsDiffEq for Dual<N> {
    type Epsilon = f64;
    fn default_epsilon() -> f64 {
        f64::default_epsilon()
    }
    fn abs_diff_eq(&self, other: &Self, epsilon: f64) -> bool {
        self.all(other, |a, b| a.abs_diff_eq(&b, epsilon))
    }
}

impl<const N: usize> RelativeEq for Dual<N> {
    fn default_max_relative() -> f64 {
        f64::default_max_relative()
    }
    fn relative_eq(&self, other: &Self, epsilon: f64, max_relative: f64) -> bool {
        self.all(other, |a, b| a.relative_eq(&b, epsilon, max_relative))
    }
}

impl<const N: usize> UlpsEq for Dual<N> {
    fn default_max_ulps() -> u32 {
        f64::default_max_ulps()
    }
    fn ulps_eq(&self, other: &Self, epsilon: f64, max_ulps: u32) -> bool {
        self.all(other, |a, b| a.ulps_eq(&b, epsilon, max_ulps))
    }
}

impl<const N: usize> Dual<N> {
    fn all(&self, other: &Self, close: impl Fn(f64, f64) -> bool) -> bool {
        let mut slopes = self.slopes.into_iter().zip(other.slopes);
        close(self.value, other.value) && slopes.all(|(a, b)| close(a, b))
    }
}

impl PartialEq for Ball {
    /// Whether both are known to be the same number.
    fn eq(&self, other: &Self) -> bool {
        self.equals(other) == Some(true)
    }
}

impl AbsDiffEq for Ball {
    type Epsilon = f64;
    fn default_epsilon() -> f64 {
        f64::default_epsilon()
    }
    fn abs_diff_eq(&self, other: &Self, epsilon: f64) -> bool {
        farthest(self, other).is_some_and(|distance| distance <= epsilon)
    }
}

impl RelativeEq for Ball {
    fn default_max_relative() -> f64 {
        f64::default_max_relative()
    }
    fn relative_eq(&self, other: &Self, epsilon: f64, max_relative: f64) -> bool {
        let largest = self.mid_f64().abs().max(other.mid_f64().abs());
        let most = epsilon.max(largest * max_relative);
        farthest(self, other).is_some_and(|distance| distance <= most)
    }
}

impl UlpsEq for Ball {
    fn default_max_ulps() -> u32 {
        f64::default_max_ulps()
    }
    /// In units of the last place of doubles.
    fn ulps_eq(&self, other: &Self, epsilon: f64, max_ulps: u32) -> bool {
        let largest = self.mid_f64().abs().max(other.mid_f64().abs());
        let most = epsilon.max((largest.next_up() - largest) * f64::from(max_ulps));
        farthest(self, other).is_some_and(|distance| distance <= most)
    }
}

/// The largest distance of a number in one ball from one in the other.
fn farthest(one: &Ball, other: &Ball) -> Option<f64> {
    let distance = one - other;
    distance
        .is_value()
        .then(|| distance.magnitude_up().to_f64_up())
}

#[cfg(test)]
mod tests {
    use approx::{abs_diff_eq, relative_eq, ulps_eq};

    use super::*;
    use crate::ball::Precision;

    #[test]
    fn duals_are_close_in_all_parts() {
        let one = Dual {
            value: 1.0,
            slopes: [2.0, 3.0],
        };
        let moved = |slope: f64| Dual {
            value: 1.0,
            slopes: [2.0, slope],
        };
        assert!(relative_eq!(one, moved(3.0 + 4e-16)) && ulps_eq!(one, moved(3.0_f64.next_up())));
        assert!(!relative_eq!(one, moved(3.000001)) && !ulps_eq!(one, moved(3.000001)));
        assert!(abs_diff_eq!(one, moved(3.1), epsilon = 0.2));
        assert!(!abs_diff_eq!(one, moved(f64::NAN), epsilon = 0.2));
    }

    #[test]
    fn balls_are_close_where_all_their_numbers_are() {
        let precision = Precision::bits(80);
        let ball = |value: f64, radius: f64| Ball::from_mid_rad(value, radius, precision);
        assert!(relative_eq!(ball(1.0, 0.0), ball(1.0, 1e-16)));
        assert!(!relative_eq!(ball(1.0, 0.0), ball(1.0, 1e-3)));
        assert!(relative_eq!(
            ball(1.0, 0.0),
            ball(1.0, 1e-3),
            max_relative = 2e-3
        ));
        assert!(ulps_eq!(ball(1.0, 0.0), ball(1.0, 4e-16)));
        assert!(!ulps_eq!(ball(1.0, 0.0), ball(1.0, 4e-15)));
        assert!(abs_diff_eq!(ball(1.0, 0.1), ball(1.0, 0.1), epsilon = 0.3));
        let nothing = Ball::indeterminate(precision);
        assert!(!abs_diff_eq!(nothing, nothing, epsilon = 1e300));
    }
}
