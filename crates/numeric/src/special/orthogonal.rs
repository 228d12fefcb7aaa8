//! The classical orthogonal polynomials, and the functions they are special cases of.
//!
//! Integer degrees by the three-term recurrence (DLMF 18.9.1), whose error is bounded by the
//! discrete variation of constants: a rounding error made at step `k` reaches step `n` multiplied by
//! `(pₙ qₖ − qₙ pₖ)/Wₖ` with a second solution `q` and the Casoratian `W` (Wimp, *Computation with
//! Recurrence Relations*, 1984). Chebyshev polynomials by powers of `x + √(x²−1)`. Other degrees by
//! hypergeometric functions.

use super::confluent::{inverse_series, kummer};
use super::estimate::Estimate;
use super::hypergeometric::{Value, gauss};
use super::twofold::Twofold;
use super::twofold_gamma::GammaProduct;

/// Recurrences have at most so many steps.
const LONGEST: f64 = 20_000.0;

/// Legendre's `Pₙ(x)`; for a degree that isn't an integer the function
/// `₂F₁(−n, n+1; 1; (1−x)/2)` for `x > −1` (DLMF 14.3.1).
///
/// ```
/// use partials_numeric::special::legendre;
/// assert_eq!(legendre(2.0, 0.5).value, -0.125);
/// ```
pub fn legendre(n: f64, x: f64) -> Estimate {
    if !n.is_finite() || !x.is_finite() {
        return Estimate::UNDEFINED;
    }
    let degree = if n < -0.5 { -1.0 - n } else { n };
    if is_degree(degree) && degree == n.max(-1.0 - n) {
        if x.abs() > 1.0 {
            let sign = if x < 0.0 { parity(degree) } else { 1.0 };
            return (shifted_gauss(-degree, degree + 1.0, 1.0, x.abs()) * sign).estimate();
        }
        let steps = |k: f64| (Twofold::product(2.0 * k + 1.0, x), k, k + 1.0);
        return recurrence(degree, Twofold::exact(x), steps).estimate();
    }
    if x == -1.0 {
        let sign = if (degree.floor() * 0.5).fract() == 0.0 { -1.0 } else { 1.0 };
        return Estimate { value: sign * f64::INFINITY, error: f64::INFINITY };
    }
    if x < -1.0 {
        return Estimate::UNDEFINED;
    }
    shifted_gauss(-n, n + 1.0, 1.0, x).estimate()
}

/// The physicists' Hermite polynomial `Hₙ(x)`; for other degrees than 0, 1, … the function
/// `2ⁿ U(−n/2, 1/2, x²)` continued from `x > 0` (DLMF 18.11.3).
///
/// ```
/// use partials_numeric::special::hermite;
/// assert_eq!(hermite(2.0, 0.5).value, -1.0);
/// ```
pub fn hermite(n: f64, x: f64) -> Estimate {
    if !n.is_finite() || !x.is_finite() {
        return Estimate::UNDEFINED;
    }
    if is_degree(n) {
        let first = Twofold::exact(2.0 * x);
        return recurrence(n, first, |k| (first, 2.0 * k, 1.0)).estimate();
    }
    hermite_function(n, x).estimate()
}

/// Laguerre's `Lₙ(x)`, for any degree `₁F₁(−n; 1; x)` (DLMF 18.11.2).
///
/// ```
/// use partials_numeric::special::laguerre;
/// assert_eq!(laguerre(2.0, 2.0).value, -1.0);
/// ```
pub fn laguerre(n: f64, x: f64) -> Estimate {
    if !n.is_finite() || !x.is_finite() {
        return Estimate::UNDEFINED;
    }
    let series = || {
        kummer(Twofold::exact(-n), Twofold::ONE, Twofold::exact(x)).unwrap_or(Twofold::UNKNOWN)
    };
    if is_degree(n) && x > 0.0 {
        let steps = |k: f64| (Twofold::sum(2.0 * k + 1.0, -x), k, k + 1.0);
        let value = recurrence(n, Twofold::sum(1.0, -x), steps);
        let poor = value.relative_radius() > 1e-17;
        return if poor { value.better(series()) } else { value }.estimate();
    }
    series().estimate()
}

/// Chebyshev's `Tₙ(x) = cos(n arccos x)`; for a degree that isn't an integer, `x >= −1`
/// (DLMF 18.3, 15.9.5).
///
/// ```
/// use partials_numeric::special::chebyshev_t;
/// assert_eq!(chebyshev_t(3.0, 0.5).value, -1.0);
/// ```
pub fn chebyshev_t(n: f64, x: f64) -> Estimate {
    if !n.is_finite() || !x.is_finite() {
        return Estimate::UNDEFINED;
    }
    if let Some(degree) = small_integer(n) {
        return chebyshev(degree, x).0.estimate();
    }
    if x < -1.0 {
        return Estimate::UNDEFINED;
    }
    shifted_gauss(-n, n, 0.5, x).estimate()
}

/// Chebyshev's `Uₙ(x) = sin((n+1)θ)/sin θ`, `x = cos θ`; for a degree that isn't an integer, `x > −1`
/// (DLMF 18.3, 15.9.6).
///
/// ```
/// use partials_numeric::special::chebyshev_u;
/// assert_eq!(chebyshev_u(2.0, 0.5).value, 0.0);
/// ```
pub fn chebyshev_u(n: f64, x: f64) -> Estimate {
    if !n.is_finite() || !x.is_finite() {
        return Estimate::UNDEFINED;
    }
    if let Some(degree) = small_integer(n + 1.0).filter(|_| n.fract() == 0.0) {
        let value = chebyshev(degree, x).1;
        return if n < -1.0 { -value } else { value }.estimate();
    }
    if x < -1.0 {
        return Estimate::UNDEFINED;
    }
    if x == -1.0 {
        let sign = if (n.floor() * 0.5).fract() == 0.0 { 1.0 } else { -1.0 };
        return Estimate { value: sign * f64::INFINITY, error: f64::INFINITY };
    }
    let order = Twofold::sum(n, 1.0);
    let value = hypergeometric(Twofold::exact(-n), Twofold::sum(n, 2.0), Twofold::exact(1.5), x);
    (order * value).estimate()
}

fn is_degree(n: f64) -> bool {
    (0.0..=LONGEST).contains(&n) && n.fract() == 0.0
}

/// `|n|` for an integer of moderate size.
fn small_integer(n: f64) -> Option<u32> {
    (n.fract() == 0.0 && n.abs() <= 1e9).then_some(n.abs() as u32)
}

fn parity(n: f64) -> f64 {
    if (n * 0.5).fract() == 0.0 { 1.0 } else { -1.0 }
}

/// ₂F₁(a, b; c; (1−x)/2).
fn shifted_gauss(a: f64, b: f64, c: f64, x: f64) -> Twofold {
    let b = if b == -a + 1.0 { Twofold::sum(-a, 1.0) } else { Twofold::exact(b) };
    hypergeometric(Twofold::exact(a), b, Twofold::exact(c), x)
}

fn hypergeometric(a: Twofold, b: Twofold, c: Twofold, x: f64) -> Twofold {
    let half = Twofold::sum(1.0, -x).scale(-1);
    // Where (1−x)/2 isn't a double, the slope a b/c · ₂F₁(a+1, b+1; c+1) carries the rest.
    let at = |a: Twofold, b: Twofold, c: Twofold| match gauss(a, b, c, half.hi) {
        Value::Finite(value) => value,
        _ => Twofold::UNKNOWN,
    };
    let value = at(a, b, c);
    if half.lo == 0.0 {
        return value;
    }
    let slope = at(a + 1.0, b + 1.0, c + 1.0) * a * b / c;
    let second = at(a + 2.0, b + 2.0, c + 2.0) * a * (a + 1.0) * b * (b + 1.0);
    let bend = second.upper() * half.lo * half.lo;
    (value + slope * half.lo).widened(bend)
}

/// `yₙ` of `over·yₖ₊₁ = along·yₖ − below·yₖ₋₁`, `y₀ = 1`, with `(along, below, over)` given for
/// each `k`.
fn recurrence(
    n: f64,
    first: Twofold,
    coefficients: impl Fn(f64) -> (Twofold, f64, f64),
) -> Twofold {
    if n == 0.0 {
        return Twofold::ONE;
    }
    // With running radii …
    let (mut below, mut value) = (Twofold::ONE, first);
    // … and without, to weigh the roundings by the two solutions p and q.
    let (mut p_below, mut p) = (Twofold::ONE, first);
    let (mut q_below, mut q) = (0.0, 1.0);
    let mut casoratian = 1.0;
    let (mut by_p, mut by_q) = (0.0, 0.0);
    for k in 1..(n as u32) {
        let (along, down, over) = coefficients(f64::from(k));
        (below, value) = (value, (along * value - below * down) / over);
        let next = (along * p - p_below * down) / over;
        (p_below, p) = (p, Twofold { radius: 0.0, ..next });
        (q_below, q) = (q, (along.hi * q - q_below * down) / over);
        casoratian *= down / over;
        by_p += next.radius * (p.hi.abs() + p_below.hi.abs()) / casoratian;
        by_q += next.radius * (q.abs() + q_below.abs()) / casoratian;
    }
    let weighed = 4.0 * (q.abs() * by_p + p.hi.abs() * by_q);
    let sound = casoratian > 1e-280 && casoratian < 1e280 && weighed.is_finite();
    if sound && p.hi.is_finite() { value.better(p.widened(weighed)) } else { value }
}

/// Tₙ and Uₙ₋₁.
fn chebyshev(n: u32, x: f64) -> (Twofold, Twofold) {
    let sign = if x < 0.0 && n % 2 == 1 { -1.0 } else { 1.0 };
    let size = Twofold::exact(x.abs());
    let (t, u) = if x.abs() == 1.0 {
        (Twofold::ONE, Twofold::exact(f64::from(n)))
    } else if x.abs() > 1.0 {
        outside(n, size)
    } else {
        inside(n, size)
    };
    // Uₙ₋₁ has the other parity.
    (t * sign, if x < 0.0 { u * -sign } else { u })
}

/// `(w ± 1/w)/2` for `w = (x + √(x²−1))ⁿ`.
fn outside(n: u32, x: Twofold) -> (Twofold, Twofold) {
    let root = ((x - 1.0) * (x + 1.0)).sqrt();
    let power = (x + root).powi(n);
    let inverse = (x - root).powi(n).better(Twofold::ONE / power);
    let difference = power - inverse;
    ((power + inverse).scale(-1), (difference / root).scale(-1))
}

/// `(x + i√(1−x²))ⁿ` by repeated squaring.
fn inside(n: u32, x: Twofold) -> (Twofold, Twofold) {
    let root = ((-x + 1.0) * (x + 1.0)).sqrt();
    let times = |(a, b): (Twofold, Twofold), (c, d): (Twofold, Twofold)| {
        (a * c - b * d, a * d + b * c)
    };
    let mut result = (Twofold::ONE, Twofold::ZERO);
    let mut base = (x, root);
    let mut left = n;
    while left > 0 {
        if left & 1 == 1 {
            result = times(result, base);
        }
        base = times(base, base);
        left >>= 1;
    }
    let (cosine, sine) = result;
    (cosine, sine / root)
}

/// `2ⁿ√π (M(−n/2, 1/2, x²)/Γ((1−n)/2) − 2x M((1−n)/2, 3/2, x²)/Γ(−n/2))`, or for large `x > 0`
/// `(2x)ⁿ Σ (−n/2)ₛ((1−n)/2)ₛ/s! (−x^{−2})ˢ`. DLMF 13.2.42, 13.7.3.
fn hermite_function(n: f64, x: f64) -> Twofold {
    let square = Twofold::product(x, x);
    let low = Twofold::exact(-n).scale(-1);
    let high = Twofold::sum(1.0, -n).scale(-1);
    let degree = Twofold::exact(n);
    let mut best = Twofold::UNKNOWN;
    if x > 4.0 {
        let power = (Twofold::exact(2.0 * x).ln() * degree).exp();
        best = power * inverse_series(low, high, -square);
        if best.relative_radius() < 1e-18 {
            return best;
        }
    }
    let part = |p: Twofold, b: f64, gamma: Twofold| {
        let scale = GammaProduct::new().over_gamma(gamma).power(Twofold::LN_2, degree);
        if scale.is_zero() {
            return Twofold::ZERO;
        }
        scale.value() * kummer(p, Twofold::exact(b), square).unwrap_or(Twofold::UNKNOWN)
    };
    let even = part(low, 0.5, high);
    let odd = part(high, 1.5, low) * (2.0 * x);
    best.better((even - odd) * Twofold::PI.sqrt())
}
