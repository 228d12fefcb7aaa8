//! J and Y of orders that are not small beside the argument, by recurrence.
//!
//! Up to the argument both functions oscillate and the recurrence `C_(m+1) = 2m/x C_m - C_(m-1)`
//! is stable, though running radii would not know it. So it runs on the middles, and the error
//! comes from its Green's function: an error e at order m becomes `e πx/2 (J_m Y_n - J_n Y_m)` at
//! order n (DLMF 10.5.2). Beyond the argument the ratios of Y follow upwards, those of J from a
//! continued fraction (DLMF 10.10.1, whose approximants with the tails 0 and 1 enclose it), and J
//! itself from the Wronskian (DLMF 10.5.2).

use super::bessel::by_hankel;
use super::constants::PI;
use super::scaled::Scaled;
use super::twofold::Twofold;

/// The longest recurrence.
const LONGEST: f64 = 20_000.0;
/// The rounding error of one step, relative to its terms, with room.
const STEP_ERROR: f64 = f64::EPSILON * f64::EPSILON * 64.0;

/// Two functions at two orders that follow each other.
struct Walk {
    order: Twofold,
    j: (Twofold, Twofold),
    y: (Twofold, Twofold),
}

impl Walk {
    fn largest(&self) -> f64 {
        self.j
            .0
            .upper()
            .max(self.y.0.upper())
            .max(self.j.1.upper())
            .max(self.y.1.upper())
    }
}

/// From `start`, `start + 1` up to orders next to `last`, at most `x`.
fn walk(start: f64, steps: f64, x: f64) -> Walk {
    let first = by_hankel(start, x);
    let second = by_hankel(start + 1.0, x);
    let inverse = Twofold::exact(2.0) / x;
    let begun = first.0.radius + first.1.radius + second.0.radius + second.1.radius;
    let mut walk = Walk {
        order: Twofold::exact(start),
        j: (first.0.middle(), second.0.middle()),
        y: (first.1.middle(), second.1.middle()),
    };
    let mut errors = 2.0 * begun * walk.largest();
    let mut k = 0.0;
    while k < steps {
        let middle = walk.order + 1.0;
        let factor = (inverse * middle).middle();
        let next = |c: (Twofold, Twofold)| (c.1, (factor * c.1 - c.0).middle());
        let before = walk.largest();
        walk.j = next(walk.j);
        walk.y = next(walk.y);
        walk.order = middle.middle();
        let largest = walk.largest().max(before);
        errors += STEP_ERROR * 4.0 * largest * largest;
        k += 1.0;
    }
    // πx/2 (J_m Y_n - J_n Y_m) is at most πx times the largest of each.
    let spread = 4.0 * x * errors * walk.largest();
    let widen = |c: (Twofold, Twofold)| (c.0.widened(spread), c.1.widened(spread));
    Walk {
        j: widen(walk.j),
        y: widen(walk.y),
        ..walk
    }
}

/// `J_(ν+1)/J_ν` for `ν + 1 > x`.
fn falling_ratio(order: f64, x: f64) -> Twofold {
    let inverse = Twofold::exact(2.0) / x;
    let steps = (60.0 + 8.0 * x.sqrt().min(500.0)).floor();
    let from = |tail: Twofold| {
        let (mut ratio, mut k) = (tail, steps);
        while k > 0.0 {
            ratio = (inverse * Twofold::sum(order, k) - ratio).reciprocal();
            k -= 1.0;
        }
        ratio
    };
    let (low, high) = (from(Twofold::ZERO), from(Twofold::ONE));
    low.widened((high - low).upper())
}

/// `J_ν(x)` and `Y_ν(x)` for `x > 25` and `ν > 2`; nothing where the way is too long.
pub(super) fn recurred(order: f64, x: f64) -> Option<(Scaled, Scaled)> {
    if order > LONGEST {
        return None;
    }
    let start = order - order.floor();
    let whole = order.floor();
    let turning = (x - start).floor().min(whole);
    let walked = walk(start, turning - 1.0, x);
    // The pair is of the orders start + turning - 1 and start + turning.
    if turning >= whole {
        return Some((Scaled::from(walked.j.1), Scaled::from(walked.y.1)));
    }
    let inverse = Twofold::exact(2.0) / x;
    let mut y = Scaled::from(walked.y.1);
    let mut ratio = walked.y.1 / walked.y.0;
    let mut k = turning;
    while k <= whole {
        ratio = inverse * Twofold::sum(start, k) - ratio.reciprocal();
        if k < whole {
            y = y.times(ratio).reduced();
        }
        k += 1.0;
    }
    // Here `ratio` is Y_(ν+1)/Y_ν.
    let difference = falling_ratio(order, x) - ratio;
    let two = Scaled::from(Twofold::exact(2.0));
    Some((two.over(y.times(PI * x * difference)), y))
}
