//! The incomplete gamma functions for real arguments.
//!
//! Power series, the recurrence in `a`, and Legendre's continued fraction (DLMF 8.7.1, 8.7.3, 8.8.2,
//! 8.9.2). The fraction has positive elements for `a < 1`: the value lies between any two successive
//! convergents. At `a = 0, −1, …`, where Γ(a) and the series have poles that cancel, and near there,
//! Γ(a, x) is interpolated in `a`, in which it is entire.

use super::confluent::kummer;
use super::estimate::Estimate;
use super::gamma_product::GammaProduct;
use super::gauss_routes::{interpolation_step, lagrange};
use super::twofold::Twofold;

/// Series and recurrences have at most so many terms.
const TERMS: u32 = 200_000;
/// Series are cut where the rest is this small, in proportion to the sum.
const NEGLIGIBLE: f64 = 1e-33;
/// A bound this small, in proportion to the value, is good enough.
const GOOD: f64 = 1e-17;

const INFINITE: Estimate = Estimate {
    value: f64::INFINITY,
    error: f64::INFINITY,
};
const NOTHING: Estimate = Estimate {
    value: 0.0,
    error: 0.0,
};

/// `Γ(a, x) = ∫ₓ^∞ t^{a−1} e^{−t} dt` for `x > 0` and every real `a`, for `x = 0` and `a > 0`, and for
/// `x < 0` where `a` is 1, 2, … (elsewhere it is complex there).
///
/// ```
/// use partials_numeric::special::uppergamma;
/// let g = uppergamma(1.0, 2.0);
/// assert!((g.value - (-2f64).exp()).abs() <= g.error + 1e-16);
/// ```
pub fn uppergamma(a: f64, x: f64) -> Estimate {
    if !a.is_finite() || x.is_nan() || (x < 0.0 && (!is_natural(a) || x.is_infinite())) {
        return Estimate::UNDEFINED;
    }
    if x == f64::INFINITY {
        return NOTHING;
    }
    if x == 0.0 && a <= 0.0 {
        return INFINITE;
    }
    upper(Twofold::exact(a), x).estimate()
}

/// `γ(a, x) = ∫₀ˣ t^{a−1} e^{−t} dt`, continued to negative `a` other than −1, −2, … by
/// `Γ(a) − Γ(a, x)`; for `x < 0` where `a` is 1, 2, … (elsewhere it is complex there).
///
/// ```
/// use partials_numeric::special::lowergamma;
/// let g = lowergamma(1.0, 2.0);
/// assert!((g.value - (1.0 - (-2f64).exp())).abs() <= g.error + 1e-15);
/// ```
pub fn lowergamma(a: f64, x: f64) -> Estimate {
    let pole = a <= 0.0 && a.fract() == 0.0;
    if !a.is_finite() || pole || x.is_nan() || (x < 0.0 && (!is_natural(a) || x.is_infinite())) {
        return Estimate::UNDEFINED;
    }
    if x == f64::INFINITY {
        return complete(Twofold::exact(a)).estimate();
    }
    if x == 0.0 {
        return if a > 0.0 {
            NOTHING
        } else {
            Estimate::UNDEFINED
        };
    }
    lower(Twofold::exact(a), x).estimate()
}

fn is_natural(a: f64) -> bool {
    a >= 1.0 && a.fract() == 0.0
}

fn complete(a: Twofold) -> Twofold {
    GammaProduct::new().gamma(a).value()
}

fn upper(a: Twofold, x: f64) -> Twofold {
    if x == 0.0 {
        return complete(a);
    }
    if x < 0.0 {
        return finite_sum(a, x).better(complete(a) - lower_kummer(a, x));
    }
    if x >= 1.0 && x >= a.hi - 1.0 {
        return by_recurrence(a, x);
    }
    let complement = by_complement(a, x);
    if complement.relative_radius() < GOOD {
        return complement;
    }
    if x > 0.05 {
        complement.better(by_recurrence(a, x))
    } else {
        complement
    }
}

fn lower(a: Twofold, x: f64) -> Twofold {
    if x < 0.0 {
        return lower_kummer(a, x);
    }
    // Far out the series is long, and little is missing from Γ(a).
    if x > 2.0 * a.hi.abs() + 30.0 {
        let complement = complete(a) - upper(a, x);
        if complement.relative_radius() < GOOD {
            return complement;
        }
    }
    let series = lower_series(a, x);
    if series.relative_radius() < GOOD || x < 0.3 {
        return series;
    }
    series.better(complete(a) - upper(a, x))
}

/// `xᵃ/a · ₁F₁(a; a+1; −x)` for `x < 0` and natural `a`. DLMF 8.5.1.
fn lower_kummer(a: Twofold, x: f64) -> Twofold {
    let kummer = kummer(a, a + 1.0, Twofold::exact(-x)).unwrap_or(Twofold::UNKNOWN);
    let power = (Twofold::exact(-x).ln() * a).exp();
    let odd = (a.hi * 0.5).fract() != 0.0;
    let value = kummer * power / a;
    if odd { -value } else { value }
}

/// `(n−1)! e^{−x} Σ_{k<n} xᵏ/k!` for natural `n`. DLMF 8.4.8.
fn finite_sum(a: Twofold, x: f64) -> Twofold {
    if a.hi > 5000.0 {
        return Twofold::UNKNOWN;
    }
    let mut term = Twofold::ONE;
    let mut sum = Twofold::ONE;
    for k in 1..(a.hi as u32) {
        term = term * x / f64::from(k);
        sum = sum + term;
    }
    GammaProduct::new()
        .gamma(a)
        .power(Twofold::exact(-x), Twofold::ONE)
        .times(sum)
        .value()
}

/// `xᵃ e^{−x}` times a factor.
fn with_weight(a: Twofold, x: f64, factor: Twofold) -> Twofold {
    let x = Twofold::exact(x);
    GammaProduct::new()
        .power(x.ln(), a)
        .power(-x, Twofold::ONE)
        .times(factor)
        .value()
}

/// `γ(a, x) = xᵃ e^{−x} Σ xᵏ/(a)ₖ₊₁`. DLMF 8.7.1.
fn lower_series(a: Twofold, x: f64) -> Twofold {
    let mut term = Twofold::ONE / a;
    let mut sum = term;
    for k in 1..TERMS {
        let k = f64::from(k);
        term = term * x / (a + k);
        sum = sum + term;
        if !sum.is_known() {
            return Twofold::UNKNOWN;
        }
        let ratio = x / (a.hi + k + 1.0) * (1.0 + 1e-12);
        let tail = term.upper() * ratio / (1.0 - ratio) * 1.001;
        if a.hi + k > 0.0 && ratio < 1.0 && tail < NEGLIGIBLE * sum.upper() {
            return with_weight(a, x, sum.widened(tail));
        }
    }
    Twofold::UNKNOWN
}

/// `Γ(a) − γ(a, x)`, interpolated in `a` where both have a pole, or nearly.
fn by_complement(a: Twofold, x: f64) -> Twofold {
    let plain = |a: Twofold| complete(a) - lower_series(a, x);
    let nearest = a.hi.round().min(0.0);
    let distance = a - nearest;
    let step = interpolation_step(Twofold::exact(x).ln());
    if distance.upper() >= 0.5 * step {
        return plain(a);
    }
    let place = distance / step;
    let nodes = [-3.0, -2.0, -1.0, 1.0, 2.0, 3.0];
    let mut wide = Twofold::ZERO;
    let mut narrow = Twofold::ZERO;
    for node in nodes {
        let value = plain(Twofold::sum(nearest, node * step));
        wide = wide + value * lagrange(place, node, &nodes);
        if node.abs() < 2.5 {
            narrow = narrow + value * lagrange(place, node, &[-2.0, -1.0, 1.0, 2.0]);
        }
    }
    wide.widened((wide - narrow).upper())
}

/// `Γ(a, x) = x^{a−1} e^{−x} (1 + (a−1)/x · (1 + (a−2)/x · (… G)))`, where the fraction `G` ends it at
/// `a − N <= 1`, unless the terms become negligible before.
fn by_recurrence(a: Twofold, x: f64) -> Twofold {
    let mut term = Twofold::ONE;
    let mut sum = Twofold::ZERO;
    let mut left = a;
    for _ in 0..TERMS {
        if left.hi <= 1.0 {
            return with_weight(a - 1.0, x, sum + term * scaled_fraction(left, x));
        }
        sum = sum + term;
        if !sum.is_known() {
            return Twofold::UNKNOWN;
        }
        left = left - 1.0;
        term = term * left / x;
        let ratio = (left.hi - 1.0) / x;
        let tail = term.upper() / (1.0 - ratio) * 1.001;
        if left.hi > 1.0 && ratio < 0.999_999 && tail < NEGLIGIBLE * sum.upper() {
            return with_weight(a - 1.0, x, sum.widened(tail));
        }
    }
    Twofold::UNKNOWN
}

/// `x^{1−a} eˣ Γ(a, x)` for `a <= 1`, between two convergents.
fn scaled_fraction(a: Twofold, x: f64) -> Twofold {
    if a.hi == 1.0 && a.lo == 0.0 && a.radius == 0.0 {
        return Twofold::ONE;
    }
    // Convergents differ by about e^{−4√(kx)}.
    let depth = (380.0 / x).min(8000.0) as u32 + 12;
    let mut one = Twofold::ZERO;
    let mut other = -a + f64::from(depth) + 1.0;
    for k in (1..=depth).rev() {
        let k = f64::from(k);
        let above = -a + k;
        one = above / (Twofold::ONE + Twofold::exact(k) / (one + x));
        other = above / (Twofold::ONE + Twofold::exact(k) / (other + x));
    }
    let (first, second) = (
        Twofold::exact(x) / (one + x),
        Twofold::exact(x) / (other + x),
    );
    first.widened((first - second).upper())
}
