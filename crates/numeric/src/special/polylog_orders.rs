//! The polylogarithm of broken orders, by Hurwitz's zeta function of complex argument.
//!
//! With `L = -ln x` (or `-ln(-x)`), `Li_s(x) = Γ(1-s) Σ (L + 2πi(n + c))^(s-1)` over all whole n,
//! c = 0 for positive x and 1/2 for negative (Lindelöf; Wood 1992, equations 13.1 and 9.3).
//! The sum of Euler and Maclaurin continues it to any s that is not 1, 2, 3, …

use super::complex::Complex;
use super::constants::{BERNOULLI_FACTORIAL, PI};
use super::gamma::{gamma_scaled, ln_gamma};
use super::polylog::series;
use super::scaled::Scaled;
use super::twofold::Twofold;

fn tau() -> Twofold {
    PI * 2.0
}

/// `ζ(1-s, a)` for complex `a` of positive parts: Euler and Maclaurin, as for real `a`, but the
/// integral in the remainder is along a line that may pass near 0: 20 times the last term.
fn hurwitz(s: f64, a: Complex) -> Complex {
    let t = Twofold::sum(1.0, -s);
    let enough = if s > 0.0 { 9.0 } else { 12.0 - s / 2.0 };
    let mut sum = Complex::ZERO;
    let mut b = a;
    for _ in 0..40 {
        if b.norm().hi > enough * enough {
            break;
        }
        sum = sum.plus(power(b, -t));
        b.re = b.re + 1.0;
    }
    let inverse = b.over(Twofold::ONE);
    let square = inverse.times(inverse);
    let mut tail = b
        .scaled(Twofold::exact(-s).reciprocal())
        .plus(Complex::ONE.scaled(Twofold::exact(0.5)));
    let mut factor = inverse.scaled(t);
    let mut j = 1.0;
    let mut last = 0.0;
    for coefficient in &BERNOULLI_FACTORIAL {
        let term = factor.scaled(Twofold::constant(*coefficient));
        tail = tail.plus(term);
        last = term.upper();
        factor = factor
            .times(square)
            .scaled((t + (2.0 * j - 1.0)) * (t + 2.0 * j));
        j += 1.0;
        if last < 1e-34 * tail.upper() && 2.0 * j > 4.0 + s {
            break;
        }
    }
    sum.plus(power(b, -t).times(tail.widened(20.0 * last)))
}

/// The principal power, as an ordinary number.
fn power(z: Complex, exponent: Twofold) -> Complex {
    let (size, direction) = z.power(exponent);
    direction.scaled(size.value())
}

/// `Li_s(x)` for `x` not near 0, `s` no whole number from 1 on.
pub(super) fn by_hurwitz(s: f64, x: f64) -> Twofold {
    let l = -Twofold::exact(x.abs()).ln();
    let start = if x > 0.0 { 1.0 } else { 0.5 };
    // (L + 2πi(n+c)) = 2πi (n + c - iL/2π): the part n >= 0, and its conjugate.
    let turned = l / tau();
    let above = turned.hi >= 0.0;
    let a = Complex {
        re: Twofold::exact(start),
        im: if above { turned } else { -turned },
    };
    // ζ of the conjugate is the conjugate.
    let zeta = hurwitz(s, a);
    let (sin, cos) = Twofold::sum(s, -1.0).half().sin_cos_pi();
    // Re i^(s-1) ζ(1-s, c - iL/2π), where a has +i for positive L.
    let turned_sum = if above {
        cos * zeta.re + sin * zeta.im
    } else {
        cos * zeta.re - sin * zeta.im
    };
    let order = Twofold::sum(s, -1.0);
    let mut sum = turned_sum * tau().power(order) * 2.0;
    if x > 0.0 {
        sum = sum + l.power(order);
    }
    gamma_scaled(Twofold::sum(1.0, -s)).times(sum).value()
}

/// `Li_s(-y)` for `y > 5/2` and `0 < s <= 12`: `Li_s(-y)` and `Li_s(-1/y)` are known by the sum
/// and by the difference, one of which is better than the other.
pub(super) fn by_inversion(s: f64, y: f64) -> Twofold {
    let turned = Twofold::exact(y).ln() / tau();
    let zeta = hurwitz(
        s,
        Complex {
            re: Twofold::exact(0.5),
            im: turned,
        },
    );
    let factor = tau().power(Twofold::exact(s)) / gamma_scaled(Twofold::exact(s)).value();
    let (sin, cos) = Twofold::exact(s).half().sin_cos_pi();
    let inverse = series(s, -Twofold::exact(y).reciprocal());
    if cos.hi.abs() > sin.hi.abs() {
        zeta.re * factor / cos - inverse
    } else {
        zeta.im * factor / sin + inverse
    }
}

/// The sum over both sides for `s < -20`.
pub(super) fn both_sides(s: f64, x: f64) -> Scaled {
    let l = -Twofold::exact(x.abs()).ln();
    let order = Twofold::sum(s, -1.0);
    let start = if x > 0.0 { 0.0 } else { 0.5 };
    let point = |n: f64| Complex {
        re: l,
        im: tau() * n,
    };
    let first = point(start).norm();
    // All terms are relative to the first one's size.
    let mut sum = if x > 0.0 { Twofold::ONE } else { Twofold::ZERO };
    let mut n = if x > 0.0 { 1.0 } else { 0.5 };
    let mut size = Twofold::ZERO;
    while n < 200.0 {
        let z = point(n);
        size = (z.norm() / first).power(order.half());
        let (_, direction) = z.power(order);
        sum = sum + direction.re * size * 2.0;
        n += 1.0;
        if n > 2.0 && size.upper() < 1e-33 {
            break;
        }
    }
    let sum = sum.widened(4.0 * (n + l.upper()) * size.upper());
    gamma_scaled(Twofold::ONE - s)
        .product(first.power_scaled(order.half()))
        .times(sum)
}

/// `Li_s(-y) = -1/Γ(s) ∫ t^(s-1)/(e^t/y + 1) dt` for `s > 12`, `y > 5/2`, by the trapezoidal rule
/// with step h: the error is `2 (h/2π)^s ζ(s)` from the end at 0 and `e^(-2π²/h)` from the poles
/// of the integrand (Trefethen and Weideman, "The exponentially convergent trapezoidal rule", 2014).
pub(super) fn by_quadrature(s: f64, y: f64) -> Twofold {
    let step = if s > 17.0 { 0.25 } else { 0.125 };
    let scale = ln_gamma(Twofold::exact(s));
    let factor = Twofold::exact(step).exp();
    let mut growing = Twofold::exact(y).reciprocal();
    let mut sum = Twofold::ZERO;
    let mut k = 1.0;
    while k < 60_000.0 {
        growing = growing * factor;
        let t = Twofold::exact(step * k);
        let term = (t.ln() * Twofold::sum(s, -1.0) - scale).exp() / (growing + 1.0);
        sum = sum + term;
        k += 1.0;
        if !sum.hi.is_finite() {
            return Twofold::unknown(-y);
        }
        if t.hi > s && growing.hi > 1.0 && term.upper() * k < 1e-28 * sum.hi {
            break;
        }
    }
    let value = -(sum * step);
    // Beyond the last node, and the rule's own error.
    let error_at_0 = if s > 17.0 {
        (step / 6.0).powi(17)
    } else {
        (step / 6.0).powi(12)
    };
    value.widened(1e-26 * value.upper() + 4.0 * error_at_0)
}
