//! Exponential and logarithmic integrals.
//!
//! Series (DLMF 6.6.2, 8.19.8, 8.19.10) for small arguments, Laplace's continued fraction (DLMF
//! 8.19.17) where the integrand decays, the asymptotic series (DLMF 6.12.2) where it grows.

use super::Estimate;
use super::constants::EULER;
use super::gamma::digamma_of;
use super::gamma_product::GammaProduct;
use super::laplace_fraction::on_real_axis;
use super::scaled::Scaled;
use super::twofold::Twofold;
use super::zeta::whole;

/// Up to here Ei of negative arguments is summed, with loss of eight digits of 32.
const NEAR: f64 = 8.0;
/// Up to here the other orders are: between whole orders two large parts cancel.
const NEAR_ORDERS: f64 = 2.0;
/// From here on the asymptotic series of Ei has 28 digits.
const FAR: f64 = 80.0;
/// The longest recurrence.
const LONGEST: f64 = 1e4;

/// `Σ x^k/(k k!)` over k = start, start + step, …
pub(super) fn series(x: Twofold, start: f64, step: f64, sign: f64) -> Twofold {
    let square = if step == 2.0 {
        x.square() * sign
    } else {
        x * sign
    };
    let mut power = if start == 2.0 { square.half() } else { x };
    let mut sum = power / start;
    let mut k = start;
    while k < 1000.0 {
        let below = if step == 2.0 {
            (k + 1.0) * (k + 2.0)
        } else {
            k + 1.0
        };
        power = power * square / below;
        k += step;
        let term = power / k;
        sum = sum + term;
        if k > x.hi.abs() && term.upper() <= 1e-34 * sum.hi.abs() {
            break;
        }
        if power.hi == 0.0 {
            break;
        }
    }
    sum.widened(4e-34 * sum.hi)
}

/// `Ei(x)` for `x >= 80`: `e^x/x Σ k!/x^k`, cut before `x/2` terms.
///
/// The rest R after k terms obeys `R' + R = t'`-like equations whose solution stays below 4 times
/// the last term while the terms still halve.
fn ei_far(x: Twofold) -> Scaled {
    let (mut term, mut sum) = (Twofold::ONE, Twofold::ONE);
    let mut k = 1.0;
    while 2.0 * k <= x.hi && k < 100.0 {
        term = term * k / x;
        sum = sum + term;
        k += 1.0;
        if term.upper() < 1e-34 {
            break;
        }
    }
    x.exp_scaled().times(sum.widened(4.0 * term.upper()) / x)
}

/// `Ei(x)` for `x` not 0.
pub(super) fn ei_scaled(x: Twofold) -> Scaled {
    if x.hi >= FAR {
        return ei_far(x);
    }
    if x.hi < -NEAR {
        return x.exp_scaled().times(-on_real_axis(Twofold::ONE, -x));
    }
    let logarithm = (if x.hi < 0.0 { -x } else { x }).ln();
    Scaled::from(series(x, 1.0, 1.0, 1.0) + (logarithm + EULER))
}

/// `Ei(x) = -∫ e^(-t)/t dt` from -x to ∞ (principal value), for `x` not 0.
///
/// ```
/// use partials_numeric::special::Ei;
/// assert!((Ei(1.0).value - 1.8951178163559368).abs() < 3e-16);
/// ```
#[allow(non_snake_case)]
pub fn Ei(x: f64) -> Estimate {
    if x.is_nan() || x == 0.0 {
        return Estimate::UNDEFINED;
    }
    if x > 720.0 {
        return Estimate {
            value: f64::INFINITY,
            error: f64::INFINITY,
        };
    }
    if x < -800.0 {
        return Estimate {
            value: 0.0,
            error: f64::from_bits(1),
        };
    }
    ei_scaled(Twofold::exact(x)).estimate()
}

/// `li(x) = Ei(ln x)`, for `x >= 0` but 1.
///
/// ```
/// use partials_numeric::special::li;
/// assert!((li(2.0).value - 1.0451637801174927).abs() < 3e-16);
/// ```
pub fn li(x: f64) -> Estimate {
    if x.is_nan() || x < 0.0 || x == 1.0 {
        return Estimate::UNDEFINED;
    }
    if x == 0.0 {
        return Estimate {
            value: 0.0,
            error: 0.0,
        };
    }
    if x == f64::INFINITY {
        return Estimate {
            value: x,
            error: f64::INFINITY,
        };
    }
    ei_scaled(Twofold::exact(x).ln()).estimate()
}

/// `-Σ (-x)^k/(k!(1-n+k))`, but the term whose divisor is 0.
fn regular_part(n: f64, x: f64) -> Twofold {
    let (mut power, mut sum) = (Twofold::ONE, Twofold::ZERO);
    let mut k = 0.0;
    while k < 200.0 {
        let divisor = Twofold::sum(1.0, -n) + k;
        let term = if divisor.hi == 0.0 {
            Twofold::ZERO
        } else {
            power / divisor
        };
        sum = sum - term;
        k += 1.0;
        power = power * -x / k;
        if k > 2.0 * x && power.upper() < 1e-34 * sum.hi.abs() * (n - k).abs().min(1.0) {
            break;
        }
    }
    // The rest: the powers at least halve, no divisor is nearer to 0 than the next one's.
    let nearest = (n - n.round_ties_even()).abs();
    let nearest = if nearest == 0.0 || n < k {
        1.0
    } else {
        nearest
    };
    sum.widened(2.0 * power.upper() / nearest)
}

/// The part of `E_n` that is not regular at 0: `Γ(1-n) x^(n-1)`, or with a logarithm for n = 1, 2, …
fn singular_part(n: f64, x: f64) -> Scaled {
    let logarithm = Twofold::exact(x).ln();
    let order = Twofold::sum(n, -1.0);
    let power = GammaProduct::new().power(logarithm, order);
    if n < 1.0 || n.floor() != n {
        return power.gamma(-order).scaled();
    }
    let size = power.over_gamma(Twofold::exact(n)).scaled();
    let sign = if (n - 1.0) % 2.0 == 0.0 { 1.0 } else { -1.0 };
    size.times((digamma_of(Twofold::exact(n)) - logarithm) * sign)
}

/// `E_n(x)` for small positive `x`: DLMF 8.19.8, 8.19.10.
fn expint_near(n: f64, x: f64) -> Estimate {
    let singular = singular_part(n, x);
    if singular.power > 400 {
        let factor = singular.factor;
        return Scaled {
            factor: factor.widened(1e-30 * factor.hi),
            ..singular
        }
        .estimate();
    }
    (singular.value() + regular_part(n, x)).estimate()
}

/// `e^x E_n(x)` for `n <= 0`, up from the fraction by `E_n = (e^-x - n E_(n+1))/x` (DLMF 8.19.12).
fn expint_raised(n: f64, x: f64) -> Option<Twofold> {
    let steps = -n.floor();
    if steps > LONGEST {
        return None;
    }
    let fraction = Twofold::sum(n, steps);
    let x = Twofold::exact(x);
    let mut value = if fraction.hi == 0.0 {
        x.reciprocal()
    } else {
        on_real_axis(fraction, x)
    };
    let mut k = 1.0;
    while k <= steps {
        let order = Twofold::sum(n, steps - k);
        value = (Twofold::ONE - order * value) / x;
        k += 1.0;
    }
    Some(value)
}

/// `E_n(x) = ∫₁^∞ e^(-xt)/t^n dt`, for real `n` and `x > 0` (at 0 for n > 1; continued to
/// negative `x` where n = 0, -1, -2, …).
///
/// ```
/// use partials_numeric::special::expint;
/// assert!((expint(1.0, 1.0).value - 0.21938393439552029).abs() < 1e-16);
/// ```
pub fn expint(n: f64, x: f64) -> Estimate {
    if !n.is_finite() || x.is_nan() {
        return Estimate::UNDEFINED;
    }
    if x == 0.0 && n > 1.0 {
        return Twofold::sum(n, -1.0).reciprocal().estimate();
    }
    if x > 0.0 && x <= NEAR_ORDERS {
        return expint_near(n, x);
    }
    let continued = n <= 0.0 && whole(n, LONGEST).is_some() && x < 0.0 && x.is_finite();
    if x <= 0.0 && !continued {
        return Estimate::UNDEFINED;
    }
    if x > 800.0 && n > -1.0 {
        return Estimate {
            value: 0.0,
            error: f64::from_bits(1),
        };
    }
    if n > 0.0 {
        return Twofold::exact(-x)
            .exp_scaled()
            .times(on_real_axis(Twofold::exact(n), Twofold::exact(x)))
            .estimate();
    }
    match expint_raised(n, x) {
        Some(scaled) => Twofold::exact(-x).exp_scaled().times(scaled).estimate(),
        None => Estimate {
            value: f64::INFINITY,
            error: f64::INFINITY,
        },
    }
}
