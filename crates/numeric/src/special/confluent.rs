//! Kummer's confluent hypergeometric function ₁F₁ for real arguments.
//!
//! Its power series, the same after Kummer's transformation (DLMF 13.2.39), or, for large
//! arguments, the asymptotic expansion (DLMF 13.7.2): whichever has the least error bound.

use super::constants::LN_2;
use super::estimate::Estimate;
use super::gamma_product::GammaProduct;
use super::gauss_routes::plus;
use super::twofold::Twofold;

/// Power series have at most so many terms.
const TERMS: u32 = 12_000;
/// Series are cut where the rest is this small, in proportion to the sum.
const NEGLIGIBLE: f64 = 1e-33;
/// From here on the asymptotic expansion is tried.
const LARGE: f64 = 40.0;
/// A bound this small, in proportion to the value, ends the search.
const GOOD: f64 = 1e-18;

/// `₁F₁(a; b; x) = Σ (a)ₖ/(b)ₖ · xᵏ/k!` (DLMF 13.2.2) for all real `a`, `x` and all `b` but 0, −1, …
/// (where it exists only if the series ends before the pole).
///
/// ```
/// use partials_numeric::special::hyp1f1;
/// let f = hyp1f1(1.0, 2.0, 1.0);
/// assert!((f.value - (std::f64::consts::E - 1.0)).abs() <= f.error + 1e-15);
/// ```
pub fn hyp1f1(a: f64, b: f64, x: f64) -> Estimate {
    if !(a.is_finite() && b.is_finite() && x.is_finite()) {
        return Estimate::UNDEFINED;
    }
    kummer(Twofold::exact(a), Twofold::exact(b), Twofold::exact(x))
        .map_or(Estimate::UNDEFINED, Twofold::estimate)
}

/// ₁F₁ in twice the precision; none outside the domain.
pub(super) fn kummer(a: Twofold, b: Twofold, x: Twofold) -> Option<Twofold> {
    let ends = a.is_nonpositive_integer();
    if b.is_nonpositive_integer() {
        return (ends && a.hi >= b.hi).then(|| direct(a, b, x));
    }
    if a.is_exact_zero() || x.is_exact_zero() {
        return Some(Twofold::ONE);
    }
    let routes: [fn(Twofold, Twofold, Twofold) -> Twofold; 3] = if x.hi > 0.0 || ends {
        [asymptotic, direct, transformed]
    } else {
        [asymptotic, transformed, direct]
    };
    let mut best = Twofold::UNKNOWN;
    for route in routes {
        best = best.better(route(a, b, x));
        if best.relative_radius() < GOOD {
            break;
        }
    }
    Some(best)
}

fn direct(a: Twofold, b: Twofold, x: Twofold) -> Twofold {
    let (sum, exponent) = series(a, b, x);
    sum.scale(exponent)
}

/// eˣ ₁F₁(b−a; b; −x).
fn transformed(a: Twofold, b: Twofold, x: Twofold) -> Twofold {
    let (sum, exponent) = series(plus(b, -a), b, -x);
    let half = (x + LN_2 * f64::from(exponent)).scale(-1).exp();
    sum * half * half
}

/// The power series as `sum · 2^exponent`.
fn series(a: Twofold, b: Twofold, x: Twofold) -> (Twofold, i32) {
    let unknown = (Twofold::UNKNOWN, 0);
    let mut exponent = 0;
    let mut term = Twofold::ONE;
    let mut sum = Twofold::ONE;
    for k in 0..TERMS {
        let k = f64::from(k);
        let (ak, bk) = (a + k, b + k);
        let numerator = term * ak * x;
        if numerator.is_exact_zero() {
            return (sum, exponent);
        }
        term = numerator / (bk * (k + 1.0));
        sum = sum + term;
        if !sum.is_known() {
            return unknown;
        }
        if ak.hi > 0.0 && bk.hi > 0.0 {
            let growth = ((ak.hi + 1.0) / (bk.hi + 1.0)).max(1.0);
            let ratio = x.upper() / (k + 2.0) * growth * (1.0 + 1e-12);
            let tail = term.upper() * ratio / (1.0 - ratio) * 1.001;
            if ratio < 1.0 && tail < NEGLIGIBLE * sum.upper() {
                return (sum.widened(tail), exponent);
            }
        }
        if term.hi.abs() > 1e150 {
            term = term.scale(-400);
            sum = sum.scale(-400);
            exponent += 400;
        }
    }
    unknown
}

/// Large |x|. For negative x the dominant part is the one in |x|^{−a}.
fn asymptotic(a: Twofold, b: Twofold, x: Twofold) -> Twofold {
    let size = x.abs();
    if size.hi < LARGE {
        return Twofold::UNKNOWN;
    }
    let rest = plus(b, -a);
    let logarithm = size.ln();
    // ₁F₁(p; b; |x|) = Γ(b)/Γ(p) e^|x| |x|^{p−b} (…), with p = b − a where x < 0.
    let (p, q) = if x.hi > 0.0 { (a, rest) } else { (rest, a) };
    let gammas = GammaProduct::new().gamma(b);
    let large = gammas.over_gamma(p).power(logarithm, -q);
    let small = gammas.over_gamma(q).power(logarithm, -p);
    let (large, small) = if x.hi > 0.0 {
        (large.power(size, Twofold::ONE), small)
    } else {
        (large, small.power(size, -Twofold::ONE))
    };
    if large.is_zero() {
        return Twofold::UNKNOWN;
    }
    let main = inverse_series(-p + 1.0, q, size);
    let neglected = inverse_magnitude(p, -q + 1.0, size) * small.value().upper();
    if !neglected.is_finite() {
        return Twofold::UNKNOWN;
    }
    (large.value() * main).widened(4.0 * neglected)
}

/// `Σ (p)ₛ(q)ₛ/s! · x^{−s}` as an asymptotic series, cut long before its least term.
pub(super) fn inverse_series(p: Twofold, q: Twofold, x: Twofold) -> Twofold {
    let mut term = Twofold::ONE;
    let mut sum = Twofold::ONE;
    for s in 0..400_u32 {
        let s = f64::from(s);
        term = term * (p + s) * (q + s) / (x * (s + 1.0));
        if term.is_exact_zero() {
            return sum;
        }
        sum = sum + term;
        let later = ratio_after(p, q, x, s + 1.0).max(ratio_after(p, q, x, s + 12.0));
        if later < 0.6 && term.upper() < 0.1 * NEGLIGIBLE * sum.upper() {
            return sum.widened(10.0 * term.upper());
        }
    }
    Twofold::UNKNOWN
}

fn ratio_after(p: Twofold, q: Twofold, x: Twofold, s: f64) -> f64 {
    ((p.hi + s) * (q.hi + s) / (x.hi * (s + 1.0))).abs()
}

/// A bound on the size of the exponentially small companion's series.
fn inverse_magnitude(p: Twofold, q: Twofold, x: Twofold) -> f64 {
    let mut term = 1.0;
    let mut sum = 1.0;
    for s in 0..60 {
        let ratio = ratio_after(p, q, x, f64::from(s));
        term *= ratio;
        sum += term;
        if ratio > 1.0 && f64::from(s) > p.hi.abs().max(q.hi.abs()) {
            break;
        }
    }
    sum
}
