//! The polylogarithm of real order.
//!
//! Which formula serves where (`x <= 1`; DLMF 25.12):
//!
//! | order | argument | formula |
//! | --- | --- | --- |
//! | 0, -1, … -20 | all | a rational function, with Euler's numbers |
//! | below -20 | all but near 0 | a sum over both sides, as Hurwitz's |
//! | 1 | all | `-ln(1-x)` |
//! | 2, 3, … | `x >= 1/2` | powers of `ln x` (Wood, "The computation of polylogarithms", 1992) |
//! | 2, 3, … | `x < -5/2` | the inversion formula |
//! | all | near 0 | the series |
//! | above 0 | `-5/2 <= x < -1/2` | the series, accelerated |
//! | others | | see the file of Hurwitz's formula |
//!
//! The accelerated series is that of Cohen, Rodriguez Villegas and Zagier ("Convergence
//! acceleration of alternating series", 2000), with Chebyshev's polynomial at the pole -1/x.

use super::Estimate;
use super::polylog_orders::{both_sides, by_hurwitz, by_inversion, by_quadrature};
use super::scaled::Scaled;
use super::twofold::{Twofold, two_to};
use super::zeta::{whole, zeta_of};

/// Below this order the sum over both sides converges fast.
const LOW: f64 = -20.0;
/// From this order on the series serves up to 1.
const HIGH: f64 = 10.0;
/// Beyond this order integrals are taken by quadrature.
const HIGHEST: f64 = 12.0;

/// `k^-s`.
fn inverse_power(k: f64, s: f64) -> Twofold {
    match whole(s, 64.0) {
        Some(n) if n >= 0 => Twofold::exact(k).powi(n.unsigned_abs()).reciprocal(),
        Some(n) => Twofold::exact(k).powi(n.unsigned_abs()),
        None => (-(Twofold::exact(k).ln() * s)).exp(),
    }
}

/// `Σ x^k/k^s`, for `|x| < 1`.
pub(super) fn series(s: f64, x: Twofold) -> Twofold {
    let (mut power, mut sum) = (x, x);
    let (mut k, mut before, mut tail) = (1.0, f64::INFINITY, f64::INFINITY);
    while k < 1000.0 {
        k += 1.0;
        power = power * x;
        let term = power * inverse_power(k, s);
        sum = sum + term;
        let size = term.upper();
        // From here on the ratio of two terms falls, or rises to |x| at most; and the terms of a
        // positive order fall faster than k^-s.
        let ratio = (size / before).max(x.hi.abs() * (1.0 + f64::EPSILON));
        before = size;
        let by_ratio = if ratio < 0.999 {
            size / (1.0 - ratio)
        } else {
            f64::INFINITY
        };
        let by_order = if s > 1.0 {
            size * (1.0 + k / (s - 1.0))
        } else {
            f64::INFINITY
        };
        tail = 2.0 * by_ratio.min(by_order);
        if tail < 1e-26 * sum.hi.abs() || power.hi == 0.0 {
            break;
        }
    }
    sum.widened(tail)
}

/// `-Σ (-1)^k y^k/k^s` for `s > 0`, with an error of at most the first term left out: given only
/// where the terms fall below the last digit before they rise.
fn enveloping(s: f64, y: f64) -> Option<Twofold> {
    let (mut power, mut sum) = (Twofold::exact(-y), Twofold::exact(-y));
    let mut k = 1.0;
    let mut before = y;
    while k < 60.0 {
        k += 1.0;
        power = power * -y;
        let term = power * inverse_power(k, s);
        let size = term.upper();
        if size < 1e-24 * sum.hi.abs() {
            return Some(sum.widened(size));
        }
        if size.is_nan() || size > before {
            return None;
        }
        sum = sum + term;
        before = size;
    }
    None
}

/// The accelerated series for `x = -y`, `0 < y <= 5/2`, `s > 0`: of relative error at most
/// `1/T(1 + 2/y)`, with T Chebyshev's polynomial of the degree used.
fn accelerated(s: f64, y: f64) -> Twofold {
    const DEGREE: u32 = 46;
    let n = f64::from(DEGREE);
    let wide = Twofold::exact(y);
    // T(1 - 2v) = Σ p_k v^k: the coefficients by their ratio, from p_0 = 1, of alternating sign.
    let mut p = [Twofold::ONE; DEGREE as usize + 1];
    let mut last = Twofold::ONE;
    for (k, slot) in (0..DEGREE).zip(p.iter_mut().skip(1)) {
        let k = f64::from(k);
        last = last * (-2.0 * (n - k) * (n + k)) / ((2.0 * k + 1.0) * (k + 1.0));
        *slot = last;
    }
    // T at the pole, and the quotient of T(pole) - T(v) by 1 + yv, from its end.
    let at_pole = p
        .iter()
        .rev()
        .fold(Twofold::ZERO, |sum, c| -sum / wide + *c);
    let (mut quotient, mut sum, mut k) = (Twofold::ZERO, Twofold::ZERO, n);
    for c in p.iter().skip(1).rev() {
        quotient = -(quotient + *c) / wide;
        sum = sum + quotient * inverse_power(k, s);
        k -= 1.0;
    }
    let result = -(sum * wide / at_pole);
    result.widened(result.upper() / at_pole.hi)
}

/// The order -n: `x Σ A(n, m) x^m/(1-x)^(n+1)`, with Euler's numbers A. At most 20.
fn rational(n: u32, x: f64) -> Twofold {
    if n == 0 {
        return Twofold::exact(x) / Twofold::sum(1.0, -x);
    }
    let outside = x < -1.0;
    let argument = if outside {
        Twofold::exact(x).reciprocal()
    } else {
        Twofold::exact(x)
    };
    let mut row = [Twofold::ZERO; 21];
    if let Some(first) = row.first_mut() {
        *first = Twofold::ONE;
    }
    for size in 2..=n {
        let mut left = Twofold::ZERO;
        for (m, slot) in (0..size).zip(row.iter_mut()) {
            let here = *slot;
            *slot = here * f64::from(m + 1) + left * f64::from(size - m);
            left = here;
        }
    }
    let sum = row
        .iter()
        .rev()
        .fold(Twofold::ZERO, |sum, c| sum * argument + *c);
    let under = if outside {
        Twofold::ONE - argument
    } else {
        Twofold::sum(1.0, -x)
    };
    let value = argument * sum / under.powi(n + 1);
    if outside && n.is_multiple_of(2) {
        -value
    } else {
        value
    }
}

/// Whole orders from 2 on, `1/2 <= x <= 1`: powers of `l = ln x`,
/// `l^(n-1)/(n-1)! (H_(n-1) - ln(-l)) + Σ ζ(n-k) l^k/k!` without k = n-1.
fn near_one(n: u32, x: f64) -> Twofold {
    if x == 1.0 {
        return zeta_of(Twofold::exact(f64::from(n)));
    }
    let l = Twofold::exact(x).ln();
    let (mut power, mut sum, mut harmonic) = (Twofold::ONE, Twofold::ZERO, Twofold::ZERO);
    let mut k = 0;
    while k < n + 60 {
        let term = if k + 1 == n {
            power * (harmonic - (-l).ln())
        } else {
            power * zeta_of(Twofold::exact(f64::from(n) - f64::from(k)))
        };
        sum = sum + term;
        k += 1;
        harmonic = harmonic + Twofold::ONE / f64::from(k);
        power = power * l / f64::from(k);
        let zero = k > n && (k - n) % 2 == 1;
        if k > n && !zero && term.hi != 0.0 && term.upper() < 1e-33 * sum.hi.abs() {
            return sum.widened(term.upper());
        }
        if k < n && power.upper() * 2.0 < 1e-34 * sum.hi.abs() {
            return sum
                .widened(4.0 * power.upper() * (1.0 + (-l).ln().upper()) + 1e-30 * power.upper());
        }
    }
    sum.widened(1e-25)
}

/// `-ln(1-x)`.
fn order_one(x: f64) -> Twofold {
    if x.abs() < 0.25 {
        series(1.0, Twofold::exact(x))
    } else {
        -Twofold::sum(1.0, -x).ln()
    }
}

/// All other orders, for arguments not near 0.
fn other_orders(s: f64, x: f64) -> Scaled {
    if s < LOW {
        let far = both_sides(s, x);
        if x.abs() > 0.5 {
            return far;
        }
        let near = series(s, Twofold::exact(x));
        let known = far.power < 900 && far.value().radius < near.radius;
        return if known || near.hi.is_nan() {
            far
        } else {
            Scaled::from(near)
        };
    }
    if x > 0.0 {
        return Scaled::from(if s > HIGH {
            series(s, Twofold::exact(x))
        } else {
            by_hurwitz(s, x)
        });
    }
    if s < 0.0 {
        return Scaled::from(by_hurwitz(s, x));
    }
    if x >= -2.5 {
        return Scaled::from(accelerated(s, -x));
    }
    if let Some(sum) = enveloping(s, -x) {
        return Scaled::from(sum);
    }
    Scaled::from(if s > HIGHEST {
        by_quadrature(s, -x)
    } else {
        by_inversion(s, -x)
    })
}

/// Whole orders from 1 on, for arguments not near 0.
fn positive_orders(n: u32, x: f64) -> Twofold {
    if n == 1 {
        return order_one(x);
    }
    if x > 0.0 {
        return near_one(n, x);
    }
    if x >= -2.5 {
        return accelerated(f64::from(n), -x);
    }
    enveloping(f64::from(n), -x).unwrap_or_else(|| inverted(n, -x))
}

/// `Li_n(-y) = -2 Σ η(2k) L^(n-2k)/(n-2k)! - (-1)^n Li_n(-1/y)`, with `L = ln y` and
/// `η(0) = 1/2` (DLMF 25.12.4 for n = 2; Lewin, "Polylogarithms and associated functions", 1981).
fn inverted(n: u32, y: f64) -> Twofold {
    let l = Twofold::exact(y).ln();
    // The terms from the lowest power of L up.
    let odd = n % 2;
    let (mut power, mut sum) = (if odd == 1 { l } else { Twofold::ONE }, Twofold::ZERO);
    let mut degree = odd;
    while degree <= n {
        sum = sum + power * eta(n - degree);
        degree += 2;
        power = power * l.square() / (f64::from(degree) * f64::from(degree - 1));
    }
    let inverse = series(f64::from(n), -Twofold::exact(y).reciprocal());
    if odd == 1 {
        inverse - sum * 2.0
    } else {
        -inverse - sum * 2.0
    }
}

/// `η(n) = (1 - 2^(1-n)) ζ(n)` for even n; 1/2 at 0.
fn eta(n: u32) -> Twofold {
    if n == 0 {
        return Twofold::exact(0.5);
    }
    let exponent = i32::try_from(n).map_or(-900, |n| (1 - n).max(-900));
    (Twofold::ONE - two_to(exponent)) * zeta_of(Twofold::exact(f64::from(n)))
}

/// The polylogarithm `Li_s(x) = Σ x^k/k^s`, continued, for real `s` and `x <= 1` (below 1 where
/// `s <= 1`; beyond 1 it is not real).
///
/// ```
/// use partials_numeric::special::polylog;
/// assert!((polylog(2.0, 0.5).value - 0.5822405264650125).abs() < 2e-16);
/// ```
pub fn polylog(s: f64, x: f64) -> Estimate {
    let pole = x == 1.0 && s <= 1.0;
    if !s.is_finite() || !x.is_finite() || x > 1.0 || pole {
        return Estimate::UNDEFINED;
    }
    if x == 0.0 {
        return Estimate {
            value: 0.0,
            error: 0.0,
        };
    }
    if x == 1.0 {
        return zeta_of(Twofold::exact(s)).estimate();
    }
    // Near whole orders the series is better up to 3/4.
    let near_whole = s.floor() != s && (s - s.round_ties_even()).abs() < 1e-5;
    let near_zero = x.abs() <= 0.5 || x > 0.0 && x <= 0.75 && near_whole;
    if s.floor() == s && (LOW..=0.0).contains(&s) {
        return rational(whole(s, -LOW).map_or(0, i32::unsigned_abs), x).estimate();
    }
    if near_zero && s >= LOW {
        return series(s, Twofold::exact(x)).estimate();
    }
    if s.abs() < 1e-30 {
        // The derivative in s is less than 1000 times the value.
        let value = rational(0, x);
        return value.widened(1e-27 * value.upper()).estimate();
    }
    match whole(s, 2500.0).and_then(|n| u32::try_from(n).ok()) {
        Some(n) if n > 0 => positive_orders(n, x).estimate(),
        _ => other_orders(s, x).estimate(),
    }
}
