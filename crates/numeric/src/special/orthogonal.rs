//! The classical orthogonal polynomials, and the functions they are special cases of.
//!
//! Integer degrees by the three-term recurrence (DLMF 18.9.1), whose error is bounded by the
//! discrete variation of constants: a rounding error made at step `k` reaches step `n` multiplied by
//! `(pₙ qₖ − qₙ pₖ)/Wₖ` with a second solution `q` and the Casoratian `W` (Wimp, *Computation with
//! Recurrence Relations*, 1984). Chebyshev polynomials by powers of `x + √(x²−1)`. Other degrees by
//! hypergeometric functions.

use super::carlson::rc;
use super::confluent::{inverse_series, kummer};
use super::constants::{LN_2, PI};
use super::estimate::Estimate;
use super::gamma_product::GammaProduct;
use super::hypergeometric::{Value, gauss};
use super::twofold::Twofold;

/// 2^-200
const SHRINK: f64 = f64::from_bits((1023 - 200) << 52);
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
    // P₋₁₋ₙ = Pₙ
    let degree = if n < -0.5 {
        -(Twofold::sum(n, 1.0))
    } else {
        Twofold::exact(n)
    };
    let whole = degree.is_integer();
    if x.abs() > 1.0 && whole {
        let sign = if x < 0.0 { parity(degree.hi) } else { 1.0 };
        return (legendre_function(degree, x.abs()) * sign).estimate();
    }
    if x < -1.0 {
        return Estimate::UNDEFINED;
    }
    if x == -1.0 && !whole {
        let sign = -parity(degree.hi.floor());
        return Estimate {
            value: sign * f64::INFINITY,
            error: f64::INFINITY,
        };
    }
    let direct = degree.hi < 2.0 || degree.hi > LONGEST || x > 1.0;
    let value = if direct {
        legendre_function(degree, x)
    } else {
        legendre_by_steps(degree, x)
    };
    value.estimate()
}

fn legendre_function(degree: Twofold, x: f64) -> Twofold {
    shifted_gauss([-degree, degree + 1.0, Twofold::ONE], x)
}

/// From the two functions whose degrees have the same fraction.
fn legendre_by_steps(degree: Twofold, x: f64) -> Twofold {
    let steps = degree.hi.floor()
        - if degree.hi.fract() == 0.0 && degree.lo < 0.0 {
            1.0
        } else {
            0.0
        };
    let fraction = degree - steps;
    let starts = if fraction.is_exact_zero() {
        [Twofold::ONE, Twofold::exact(x)]
    } else {
        [fraction, fraction + 1.0].map(|degree| legendre_function(degree, x))
    };
    recurrence(steps, starts, |k| Step {
        along: (fraction + k).scale(1) * x + x,
        down: fraction + k,
        over: fraction + (k + 1.0),
    })
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
        let along = Twofold::exact(2.0 * x);
        let step = |k| Step {
            along,
            down: Twofold::exact(2.0 * k),
            over: Twofold::ONE,
        };
        return recurrence(n, [Twofold::ONE, along], step).estimate();
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
    let series =
        || kummer(Twofold::exact(-n), Twofold::ONE, Twofold::exact(x)).unwrap_or(Twofold::UNKNOWN);
    if is_degree(n) && x > 0.0 {
        let value = recurrence(n, [Twofold::ONE, Twofold::sum(1.0, -x)], |k| Step {
            along: Twofold::sum(2.0 * k + 1.0, -x),
            down: Twofold::exact(k),
            over: Twofold::exact(k + 1.0),
        });
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
    chebyshev_function(Twofold::exact(n), x).0.estimate()
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
        let sign = if (n.floor() * 0.5).fract() == 0.0 {
            1.0
        } else {
            -1.0
        };
        return Estimate {
            value: sign * f64::INFINITY,
            error: f64::INFINITY,
        };
    }
    chebyshev_function(Twofold::sum(n, 1.0), x).1.estimate()
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
fn shifted_gauss(parameters: [Twofold; 3], x: f64) -> Twofold {
    let [a, b, c] = parameters;
    match gauss(a, b, c, Twofold::sum(1.0, -x).scale(-1)) {
        Value::Finite(value) => value,
        _ => Twofold::UNKNOWN,
    }
}

/// One step of a recurrence, `over·yₖ₊₁ = along·yₖ − down·yₖ₋₁`.
struct Step {
    along: Twofold,
    down: Twofold,
    over: Twofold,
}

impl Step {
    fn next(&self, value: Twofold, before: Twofold) -> Twofold {
        (self.along * value - self.down * before) / self.over
    }
}

/// `yₙ` from `y₀`, `y₁`: with running radii, and, once they have grown, by Casoratians too.
fn recurrence(n: f64, starts: [Twofold; 2], step: impl Fn(f64) -> Step) -> Twofold {
    let [mut before, mut value] = starts;
    if n == 0.0 {
        return before;
    }
    let mut weighed = None;
    let mut k = 1.0;
    while k < n {
        if weighed.is_none() && value.relative_radius().max(before.relative_radius()) > 1e-26 {
            weighed = Some(weighed_recurrence(k, n, [before, value], &step));
        }
        (before, value) = (value, step(k).next(value, before));
        k += 1.0;
    }
    weighed.map_or(value, |weighed| weighed.better(value))
}

/// `yₙ` from `yₖ₋₁`, `yₖ`, the errors of these and of each step weighed by the two solutions p and q.
fn weighed_recurrence(
    from: f64,
    n: f64,
    starts: [Twofold; 2],
    step: impl Fn(f64) -> Step,
) -> Twofold {
    let size = starts
        .map(|y| y.hi.abs())
        .into_iter()
        .fold(1e-300, f64::max);
    let mut exponent = ((size.to_bits() >> 52) as i32) - 1023;
    let [before, value] = starts.map(|y| y.scale(-exponent));
    let (mut p_before, mut p) = (before, value);
    let (mut q_before, mut q) = (0.0_f64, 1.0_f64);
    let mut casoratian = before.hi.abs();
    let given = (before.radius + value.radius) / casoratian;
    let (mut by_p, mut by_q) = (given * (p.upper() + p_before.upper()), given);
    let mut k = from;
    while k < n {
        let now = step(k);
        let bare = |y: Twofold| Twofold { radius: 0.0, ..y };
        let next = now.next(bare(p), bare(p_before));
        (p_before, p) = (p, next);
        (q_before, q) = (q, (now.along.hi * q - q_before * now.down.hi) / now.over.hi);
        casoratian *= (now.down.hi / now.over.hi).abs();
        by_p += next.radius * (p.upper() + p_before.upper()) / casoratian;
        by_q += next.radius * (q.abs() + q_before.abs()) / casoratian;
        if p.hi.abs() > 1e90 || q.abs() > 1e90 {
            (p_before, p) = (p_before.scale(-200), p.scale(-200));
            (q_before, q) = (q_before * SHRINK, q * SHRINK);
            casoratian *= SHRINK * SHRINK;
            exponent += 200;
        }
        k += 1.0;
    }
    let error = 4.0 * (q.abs() * by_p + p.hi.abs() * by_q);
    let sound = casoratian > 1e-280 && error.is_finite() && p.hi.is_finite();
    if sound {
        p.widened(error).scale(exponent)
    } else {
        Twofold::UNKNOWN
    }
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
    let times =
        |(a, b): (Twofold, Twofold), (c, d): (Twofold, Twofold)| (a * c - b * d, a * d + b * c);
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

/// `cos νθ` and `sin νθ/sin θ`, `x = cos θ >= −1`, or with `w = x + √(x²−1) > 1` the same of `ν ln w`
/// in hyperbolic functions.
fn chebyshev_function(order: Twofold, x: f64) -> (Twofold, Twofold) {
    if x == 1.0 {
        return (Twofold::ONE, order);
    }
    let x = Twofold::exact(x);
    let square = (-x + 1.0) * (x + 1.0);
    if x.hi > 1.0 {
        let root = (-square).sqrt();
        let power = ((x - 1.0 + root).ln_1p() * order).exp();
        let inverse = Twofold::ONE / power;
        let difference = power - inverse;
        return ((power + inverse).scale(-1), (difference / root).scale(-1));
    }
    let root = square.sqrt();
    let acute = root * rc(x.square(), Twofold::ONE) / PI;
    let turns = order
        * if x.hi < 0.0 {
            Twofold::ONE - acute
        } else {
            acute
        };
    ((turns + 0.5).sin_pi(), turns.sin_pi() / root)
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
        let scale = GammaProduct::new().over_gamma(gamma).power(LN_2, degree);
        if scale.is_zero() {
            return Twofold::ZERO;
        }
        scale.value() * kummer(p, Twofold::exact(b), square).unwrap_or(Twofold::UNKNOWN)
    };
    let even = part(low, 0.5, high);
    let odd = part(high, 1.5, low) * (2.0 * x);
    best.better((even - odd) * PI.sqrt())
}
