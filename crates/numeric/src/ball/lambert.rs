//! The principal branch of Lambert's function, `w exp(w) = x`.
//!
//! Newton's iteration finds a candidate, and one interval step proves it: on a ball around the
//! candidate `w` the slope of `w exp(w)` is at least some `d`, and the residual divided by `d`
//! bounds the error (Moore 1966; the mean value theorem).

use super::{Ball, Precision, Radius, dyadic::Dyadic};

/// Newton steps, each of which doubles the bits.
const STEPS: u32 = 24;

/// A start: near `ln x - ln ln x` for large `x`, and a series at the branch point for small.
fn start(x: &Ball) -> Ball {
    let value = x.mid_f64();
    if x.mid.top() > 3 {
        let log = x.with_precision(Precision::bits(64)).ln();
        return (&log - log.ln()).center();
    }
    let distance = (2.0 * (std::f64::consts::E * value + 1.0)).max(0.0).sqrt();
    let guess = if value > 1.0 {
        0.5 + 0.25 * value
    } else {
        -1.0 + distance - distance * distance / 3.0
    };
    if value.abs() < 0.2 {
        x.center()
    } else {
        Ball::from_f64(guess.max(-0.9999), x.precision())
    }
}

/// `w - (w - x exp(-w)) / (1 + w)`.
fn step(w: &Ball, x: &Ball) -> Ball {
    let w = Ball {
        precision: x.precision(),
        ..w.center()
    };
    let residual = &w - x * (-&w).exp();
    (&w - residual / w.plus(1)).center()
}

/// Encloses `W(x)` for exact `x` near the candidate `w`, with `g(w) = w - x exp(-w)` of slope
/// `1 + x exp(-w)`.
fn prove(w: &Ball, x: &Ball, reach: Radius) -> Option<Ball> {
    let around = w.inflate(reach);
    let slope = (x * (-&around).exp()).plus(1);
    let residual = w - x * (-w).exp();
    let error = residual.magnitude_up().div_up(slope.magnitude_down());
    let proved = slope.above(0) == Some(true) && around.above(-1) == Some(true) && error <= reach;
    proved.then(|| w.inflate(error))
}

fn point(x: &Ball) -> Ball {
    if x.is_exactly(0) {
        return x.clone();
    }
    let mut w = start(x);
    for _ in 0..STEPS {
        let next = step(&w, x);
        if !next.is_value() {
            return next;
        }
        let change = (&next - &w).magnitude_up();
        w = next;
        if change.top() < w.mid.top() - x.precision().signed() / 2 - 8 {
            break;
        }
    }
    w = step(&w, x);
    let reach = Radius::power_of_two(w.mid.top() - x.precision().signed() / 2);
    prove(&w, x, reach).unwrap_or_else(|| Ball::indeterminate(x.precision()))
}

impl Ball {
    /// The principal branch of Lambert's function; the domain is `x >= -1/e`.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let w = Ball::one(Precision::bits(96)).lambertw();
    /// assert_eq!(w.to_digits(20), "0.56714329040978387300");
    /// ```
    #[must_use]
    pub fn lambertw(&self) -> Ball {
        let inside = (self.guarded(16) * Ball::e(self.precision().plus(16))).below(-1);
        if let Some(failure) = self.require(inside.map(|below| !below)) {
            return failure;
        }
        self.monotone(|x| {
            let near_branch = x.mid < Dyadic::from_i64(0) && x.mid_f64() < -0.3;
            let wide = if near_branch {
                x.precision().signed()
            } else {
                0
            };
            x.with_guard(24 + wide, point)
        })
    }
}
