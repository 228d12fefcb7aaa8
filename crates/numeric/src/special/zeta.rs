//! The zeta functions of Riemann and Hurwitz, and the polygamma functions.
//!
//! The sum of Euler and Maclaurin (DLMF 25.11.5 and 25.11.28, its remainder at most twice the
//! last term), reflected where `s` is negative (DLMF 25.4.1, 25.11.9).

use super::Estimate;
use super::constants::{BERNOULLI_FACTORIAL, PI, STIRLING, ZETA};
use super::gamma::{digamma, gamma_scaled, is_pole};
use super::scaled::Scaled;
use super::twofold::Twofold;

/// Below this order the reflection is used: the plain sum would cancel.
const REFLECTED: f64 = -10.0;
/// Small beside a number of 32 digits.
const NEGLIGIBLE: f64 = 1e-34;

/// Whole numbers up to `limit`, as an integer.
pub(super) fn whole(s: f64, limit: f64) -> Option<i32> {
    #[allow(clippy::cast_possible_truncation)]
    let result = (s.floor() == s && s.abs() <= limit).then_some(s as i32);
    result
}

/// `(1 + x)^-s`.
fn one_plus_power(x: Twofold, s: Twofold) -> Twofold {
    let exact = s.is_double();
    if let Some(n) = whole(s.hi, 40.0).filter(|_| exact) {
        let power = (x + 1.0).powi(n.unsigned_abs());
        return if n > 0 { power.reciprocal() } else { power };
    }
    (-(s * x.ln_1p())).exp()
}

/// From which argument on the terms behind the sum shrink fast.
fn enough(order: f64) -> f64 {
    if order < 0.0 {
        10.0
    } else {
        12.0 + order / 2.0
    }
}

/// `a^s ζ(s, a)` for `a > 0` and `s` not 1, not far below 0: Euler and Maclaurin.
fn hurwitz_ratio(s: Twofold, a: Twofold) -> Twofold {
    let order = s.hi;
    let enough = enough(order);
    let inverse = a.reciprocal();
    let mut sum = Twofold::ZERO;
    let mut k = 0.0;
    while a.hi + k < enough && k < 2000.0 {
        let term = one_plus_power(inverse * k, s);
        sum = sum + term;
        let tail = term.upper() * (1.0 + (a.hi + k + 1.0) / (order - 1.0));
        if order > 1.0 && tail < NEGLIGIBLE * sum.hi {
            return sum.widened(tail);
        }
        k += 1.0;
    }
    sum + one_plus_power(inverse * k, s) * tail_of_sum(s, a + k)
}

/// `b^s ζ(s, b)` for large `b`: `b/(s-1) + 1/2 + Σ B₂ⱼ/(2j)! (s)₂ⱼ₋₁ b^(1-2j)`.
fn tail_of_sum(s: Twofold, b: Twofold) -> Twofold {
    let mut sum = b / (s - 1.0) + 0.5;
    let inverse = b.reciprocal();
    let square = inverse.square();
    let mut factor = s * inverse;
    let mut j = 1.0;
    let mut last = Twofold::ZERO;
    for coefficient in &BERNOULLI_FACTORIAL {
        last = Twofold::constant(*coefficient) * factor;
        sum = sum + last;
        if last.upper() < NEGLIGIBLE * sum.hi.abs() && 2.0 * j > 3.0 - s.hi {
            break;
        }
        factor = factor * (s + (2.0 * j - 1.0)) * (s + 2.0 * j) * square;
        j += 1.0;
    }
    sum.widened(4.0 * last.upper())
}

/// `ζ(s, a)` for `a > 0` and `s` not 1.
pub(super) fn hurwitz_positive(s: Twofold, a: Twofold) -> Scaled {
    let order = s.hi;
    if order < REFLECTED && a.hi < 12.0 + order.abs() / 2.0 {
        return hurwitz_reflected(s, a);
    }
    a.power_scaled(-s).times(hurwitz_ratio(s, a))
}

/// Hurwitz's formula (DLMF 25.11.9): `ζ(1-t, a) = 2Γ(t)/(2π)^t Σ cos(πt/2 - 2πna)/n^t`,
/// for `a` brought into (0, 1].
fn hurwitz_reflected(s: Twofold, a: Twofold) -> Scaled {
    let steps = (a.hi.ceil() - 1.0).clamp(0.0, 5000.0);
    let start = a - steps;
    let mut below = Twofold::ZERO;
    let mut k = 0.0;
    while k < steps {
        below = below + (start + k).power(-s);
        k += 1.0;
    }
    let t = Twofold::ONE - s;
    let (sin, cos) = t.half().sin_cos_pi();
    let mut sum = Twofold::ZERO;
    let mut n = 1.0;
    while n < 10_000.0 {
        let (sin_n, cos_n) = (start * (2.0 * n)).sin_cos_pi();
        let size = Twofold::exact(n).power(-t);
        sum = sum + (cos * cos_n + sin * sin_n) * size;
        n += 1.0;
        if size.upper() * n < 1e-24 {
            break;
        }
    }
    // Σ m^-t from n on is at most n^-t (1 + n/(t-1)), and t > 11.
    let sum = sum.widened(Twofold::exact(n).power(-t).upper() * (1.0 + n));
    let factor = gamma_scaled(t).product((PI * 2.0).power_scaled(-t));
    let whole = factor.times(sum * 2.0);
    if steps == 0.0 {
        whole
    } else {
        Scaled::from(whole.value() - below)
    }
}

/// `ζ(s)` for `s` not 1: a table, the sum, or the functional equation.
pub(super) fn zeta_scaled(s: Twofold) -> Scaled {
    let order = s.hi;
    if order >= -1.0 {
        return Scaled::from(zeta_positive(s));
    }
    let exact = s.is_double();
    if let Some(value) = zeta_negative(order).filter(|_| exact) {
        return value.into();
    }
    let sin = s.half().sin_pi();
    let t = Twofold::ONE - s;
    let power = (PI * 2.0).power_scaled(s);
    let factor = sin * zeta_positive(t) / PI;
    gamma_scaled(t).product(power).times(factor)
}

/// `ζ(-2k) = 0`, and `ζ(1-2k) = -B₂ₖ/2k` as far as the table goes.
fn zeta_negative(s: f64) -> Option<Twofold> {
    if (s * 0.5).floor() == s * 0.5 {
        return Some(Twofold::ZERO);
    }
    let place = whole((-1.0 - s) * 0.5, 100.0).and_then(|n| usize::try_from(n).ok())?;
    let coefficient = STIRLING.get(place)?;
    Some(Twofold::constant(*coefficient) * s)
}

fn zeta_positive(s: Twofold) -> Twofold {
    if s.is_double() {
        let place = whole(s.hi - 2.0, 100.0).and_then(|n| usize::try_from(n).ok());
        if let Some(value) = place.and_then(|n| ZETA.get(n)) {
            return Twofold::constant(*value);
        }
    }
    hurwitz_ratio(s, Twofold::ONE)
}

/// `ζ(s)` as an ordinary number.
pub(super) fn zeta_of(s: Twofold) -> Twofold {
    zeta_scaled(s).value()
}

/// Riemann's `ζ(s)`, for real `s` but 1.
///
/// ```
/// use partials_numeric::special::zeta;
/// assert!((zeta(2.0).value - 1.6449340668482264).abs() < 1e-15);
/// assert_eq!(zeta(-2.0).value, 0.0);
/// ```
pub fn zeta(s: f64) -> Estimate {
    if s.is_nan() || s == 1.0 || s == f64::NEG_INFINITY {
        return Estimate::UNDEFINED;
    }
    if s > 1100.0 {
        return Estimate {
            value: 1.0,
            error: f64::MIN_POSITIVE,
        };
    }
    zeta_scaled(Twofold::exact(s)).estimate()
}

/// The sum `Σ 1/(x+k)^n` over all whole `k`, positive and negative.
fn both_sides(n: i32, x: f64) -> Twofold {
    let r = Twofold::exact(x - x.round_ties_even());
    let s = Twofold::exact(f64::from(n));
    let sign = if n % 2 == 0 { 1.0 } else { -1.0 };
    if sign < 0.0 && r.hi.abs() == 0.5 {
        return Twofold::ZERO;
    }
    let right = hurwitz_positive(s, Twofold::ONE + r).value();
    let left = hurwitz_positive(s, Twofold::ONE - r).value();
    right + left * sign + r.powi(n.unsigned_abs()).reciprocal()
}

/// `Σ 1/(x+k)^n` for `k >= 0` and negative `x`: the sum over all `k` less the other half.
fn hurwitz_negative(n: i32, x: f64) -> Twofold {
    let sign = if n % 2 == 0 { 1.0 } else { -1.0 };
    let other = hurwitz_positive(Twofold::exact(f64::from(n)), Twofold::ONE - x).value();
    both_sides(n, x) - other * sign
}

/// Hurwitz's `ζ(s, a) = Σ 1/(a+k)^s`, continued, for `s` not 1: for `a > 0`, and for negative
/// `a` (but whole numbers) where `s` is a whole number.
///
/// ```
/// use partials_numeric::special::hurwitz_zeta;
/// assert!((hurwitz_zeta(2.0, 0.5).value - 4.934802200544679).abs() < 1e-14);
/// ```
pub fn hurwitz_zeta(s: f64, a: f64) -> Estimate {
    if !s.is_finite() || !a.is_finite() || s == 1.0 || is_pole(a) {
        return Estimate::UNDEFINED;
    }
    let order = Twofold::exact(s);
    if a > 0.0 {
        return hurwitz_positive(order, Twofold::exact(a)).estimate();
    }
    let Some(n) = whole(s, 1e6) else {
        return Estimate::UNDEFINED;
    };
    if n >= 2 {
        return hurwitz_negative(n, a).estimate();
    }
    let start = a.floor();
    if start < -20_000.0 {
        return Estimate {
            value: f64::NAN,
            error: f64::INFINITY,
        };
    }
    let mut sum = Twofold::ZERO;
    let mut k = 0.0;
    while k < -start {
        sum = sum + Twofold::sum(a, k).powi(n.unsigned_abs());
        k += 1.0;
    }
    (sum + hurwitz_positive(order, Twofold::sum(a, -start)).value()).estimate()
}

/// `ψ⁽ⁿ⁾(x)`, the n-th derivative of the digamma function: `(-1)^(n+1) n! ζ(n+1, x)`
/// (DLMF 5.15.1, 25.11.12), for whole `n >= 0` and real `x` but 0, -1, -2, …
///
/// ```
/// use partials_numeric::special::polygamma;
/// assert!((polygamma(1.0, 1.0).value - 1.6449340668482264).abs() < 1e-15);
/// ```
pub fn polygamma(n: f64, x: f64) -> Estimate {
    if n == 0.0 {
        return digamma(x);
    }
    let Some(order) = whole(n, 1e6) else {
        return Estimate::UNDEFINED;
    };
    if order < 0 || !x.is_finite() || is_pole(x) {
        return Estimate::UNDEFINED;
    }
    let sign = if order % 2 == 0 { -1.0 } else { 1.0 };
    let factorial = gamma_scaled(Twofold::exact(n + 1.0));
    let sum = if x > 0.0 {
        hurwitz_positive(Twofold::exact(n + 1.0), Twofold::exact(x))
    } else {
        Scaled::from(hurwitz_negative(order + 1, x))
    };
    factorial
        .product(sum)
        .times(Twofold::exact(sign))
        .estimate()
}
