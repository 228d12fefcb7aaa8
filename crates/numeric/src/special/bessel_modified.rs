//! The modified Bessel functions I and K of real order.
//!
//! I by its power series, whose terms are positive (DLMF 10.25.2), or its asymptotic series
//! (DLMF 10.40.1). K near 0 from I or by the series of whole orders (DLMF 10.27.4, 10.31.1),
//! from there on by the trapezoidal rule for `∫ e^(-x cosh t) cosh νt dt` (DLMF 10.32.9; Trefethen
//! and Weideman, "The exponentially convergent trapezoidal rule", 2014) or the asymptotic series
//! (DLMF 10.40.2), for an order of at most 1/2 and the next one; the recurrence leads upwards.

use super::Estimate;
use super::bessel::{half_power, ln_half, parity, series, sum_of, whole_order_sums};
use super::constants::PI;
use super::scaled::Scaled;
use super::twofold::Twofold;

/// Up to here K comes from power series.
const NEAR: f64 = 2.0;
/// From here on K's asymptotic series has 26 digits.
const FAR: f64 = 30.0;
/// From here on I's asymptotic series, for small orders.
const I_FAR: f64 = 60.0;
/// The longest recurrence.
const LONGEST: f64 = 20_000.0;

/// `Σ (sign)^k a_k(ν)/x^k`, up to terms of 1e-34 or the smallest, and the last term.
fn asymptotic(order: Twofold, x: Twofold, sign: f64) -> Twofold {
    let square = order.square() * 4.0;
    let (mut sum, mut term, mut k) = (Twofold::ONE, Twofold::ONE, 1.0);
    while k < 120.0 {
        let odd = 2.0 * k - 1.0;
        let next = term * (square - odd * odd) * sign / (x * (8.0 * k));
        let growing = next.upper() > term.upper() && k > order.hi.abs() + 1.0;
        term = next;
        sum = sum + term;
        k += 1.0;
        if growing || term.upper() < 1e-34 {
            break;
        }
    }
    // DLMF 10.40(ii): twice the first term left out for K; for I, where the terms have one sign,
    // that grows with the root of their number.
    sum.widened(20.0 * term.upper())
}

/// `e^x K_μ(x)` and `e^x K_(μ+1)(x)` for `|μ| <= 1/2`, `x >= 2`.
fn k_pair(order: Twofold, x: Twofold) -> (Twofold, Twofold) {
    let next = order + 1.0;
    if x.hi >= FAR {
        let factor = (PI / (x * 2.0)).sqrt();
        return (
            asymptotic(order, x, 1.0) * factor,
            asymptotic(next, x, 1.0) * factor,
        );
    }
    k_by_quadrature(order, x)
}

/// The trapezoidal rule with step h: its relative error is at most about
/// `2 e^(-2π/h) K(x cos 1)/K(x)`, here below e^-80.
fn k_by_quadrature(order: Twofold, x: Twofold) -> (Twofold, Twofold) {
    const STEP: f64 = 0.0625;
    let up = Twofold::exact(STEP).exp();
    let turn = (order * STEP).exp();
    let (mut e, mut p) = (Twofold::ONE, Twofold::ONE);
    let (mut first, mut second) = (Twofold::exact(0.5), Twofold::exact(0.5));
    for _ in 0..2000 {
        e = e * up;
        p = p * turn;
        let inverse = e.reciprocal();
        // cosh t - 1 = (e^t - 1)²/(2 e^t).
        let rise = (e - 1.0).square() * inverse * 0.5;
        let weight = (-(rise * x)).exp();
        let (cosh, cosh_next) = (p + p.reciprocal(), p * e + (p * e).reciprocal());
        first = first + weight * cosh * 0.5;
        second = second + weight * cosh_next * 0.5;
        if weight.upper() * cosh_next.upper() < 1e-34 && rise.hi > 1.0 {
            break;
        }
    }
    let close = |sum: Twofold| {
        let value = sum * STEP;
        value.widened(1e-30 * value.upper())
    };
    (close(first), close(second))
}

/// `e^x K_ν(x)` for `x >= 2`, upwards from an order of at most 1/2.
pub(super) fn k_scaled(order: Twofold, x: Twofold) -> Option<Scaled> {
    let steps = order.hi.abs().round_ties_even();
    if steps > LONGEST {
        return None;
    }
    let start = if order.hi < 0.0 { -order } else { order } - steps;
    let (mut now, mut next) = k_pair(start, x);
    let mut power = 0;
    let mut k = 0.0;
    while k < steps {
        k += 1.0;
        let after = now + next * (start + k) * 2.0 / x;
        (now, next) = (next, after);
        let brought = Scaled {
            factor: next,
            power,
        }
        .reduced();
        if brought.power != power {
            now = now.scale(-600);
            (next, power) = (brought.factor, brought.power);
        }
    }
    Some(Scaled { factor: now, power })
}

/// `K_n(x)` for a whole order and small `x`.
fn k_whole(n: f64, x: f64) -> Scaled {
    let (finite, endless) = whole_order_sums(n, x, 1.0);
    let sign = parity(n);
    let half_power = half_power(n, x);
    let regular = series(n, x, 1.0).times(ln_half(x) * -sign).value()
        + half_power.times(endless * (0.5 * sign)).value();
    if n == 0.0 {
        return Scaled::from(regular);
    }
    let singular = Scaled::from(finite / (2.0 * n)).over(half_power);
    sum_of(singular, regular)
}

/// `K_ν(x)` for `0 < x < 2`: `π/2 (I_-ν - I_ν)/sin νπ`.
fn k_near(order: f64, x: f64) -> Scaled {
    if order.floor() == order {
        return k_whole(order, x);
    }
    let sin = Twofold::exact(order).sin_pi();
    let factor = PI.half() / sin;
    sum_of(
        series(-order, x, 1.0).times(factor),
        series(order, x, 1.0).times(-factor).value(),
    )
}

/// `K_ν(x)` for real ν and `x > 0`.
///
/// ```
/// use partials_numeric::special::besselk;
/// assert!((besselk(0.0, 1.0).value - 0.42102443824070834).abs() < 1e-16);
/// ```
pub fn besselk(order: f64, x: f64) -> Estimate {
    if !order.is_finite() || x.is_nan() || x <= 0.0 {
        return Estimate::UNDEFINED;
    }
    let order = order.abs();
    // Near whole orders the two power series of K would cancel.
    let distance = (order - order.round_ties_even()).abs();
    let cancels = distance != 0.0 && distance < 1e-5 && x > 1e-40;
    if order < 1e-30 && x < NEAR {
        let near = k_whole(0.0, x).value();
        return near.widened(1e-50 * near.upper()).estimate();
    }
    if x < NEAR && !cancels {
        if order > 2000.0 {
            return Estimate {
                value: f64::INFINITY,
                error: f64::INFINITY,
            };
        }
        return k_near(order, x).estimate();
    }
    if x > 800.0 && order < 2.0 || x.is_infinite() {
        return Estimate {
            value: 0.0,
            error: f64::from_bits(1),
        };
    }
    match k_scaled(Twofold::exact(order), Twofold::exact(x)) {
        Some(value) => value.product(Twofold::exact(-x).exp_scaled()).estimate(),
        None => Estimate {
            value: 0.0,
            error: f64::INFINITY,
        },
    }
}

/// `I_ν(x)` for `x > 0`, ν not a negative whole number.
fn i_positive(order: f64, x: f64) -> Option<Scaled> {
    if x > I_FAR && order.abs() <= 8.0 {
        let sum = asymptotic(Twofold::exact(order), Twofold::exact(x), -1.0);
        let factor = (PI * 2.0 * x).sqrt();
        // For a negative order, I_-ν = I_ν + 2/π sin νπ K_ν, and K is e^(-2x) beside I.
        return Some(Twofold::exact(x).exp_scaled().times(sum / factor));
    }
    if x > 20_000.0 {
        return None;
    }
    if order < 0.0 && x > NEAR {
        let sin = Twofold::exact(-order).sin_pi();
        let k = k_scaled(Twofold::exact(-order), Twofold::exact(x))?
            .product(Twofold::exact(-x).exp_scaled());
        let k = k.times(sin * 2.0 / PI);
        let i = series(-order, x, 1.0);
        return Some(if i.power > 400 {
            sum_of(i, k.value())
        } else {
            sum_of(k, i.value())
        });
    }
    Some(series(order, x, 1.0))
}

/// `I_ν(x)`, for real ν and `x >= 0`, and for negative `x` where ν is a whole number.
///
/// ```
/// use partials_numeric::special::besseli;
/// assert!((besseli(0.0, 1.0).value - 1.2660658777520084).abs() < 3e-16);
/// ```
pub fn besseli(order: f64, x: f64) -> Estimate {
    let whole = order.floor() == order;
    if !order.is_finite() || x.is_nan() || x < 0.0 && !whole {
        return Estimate::UNDEFINED;
    }
    if x == 0.0 && order < 0.0 && !whole {
        return Estimate::UNDEFINED;
    }
    if x == 0.0 {
        return Estimate {
            value: if order == 0.0 { 1.0 } else { 0.0 },
            error: 0.0,
        };
    }
    let sign = if whole && x < 0.0 { parity(order) } else { 1.0 };
    let order = if whole { order.abs() } else { order };
    let overflow = Estimate {
        value: f64::INFINITY * sign,
        error: f64::INFINITY,
    };
    if x.is_infinite() {
        return overflow;
    }
    i_positive(order, x.abs()).map_or(overflow, |value| {
        value.times(Twofold::exact(sign)).estimate()
    })
}
