//! Bessel's functions J and Y of real order.
//!
//! The power series (DLMF 10.2.2, 10.8.1) up to 25, Hankel's asymptotic series (DLMF 10.17) from
//! there on while the order is small beside the argument, and for larger orders the recurrence
//! upwards (see `bessel_orders.rs`). Negative orders are reflected (DLMF 10.4.6).

use super::Estimate;
use super::bessel_orders::recurred;
use super::constants::{EULER, LN_2, PI};
use super::gamma_product::GammaProduct;
use super::scaled::Scaled;
use super::twofold::Twofold;

/// Up to here the power series loses no more than eleven digits of 32.
const NEAR: f64 = 25.0;
/// The largest whole order whose finite sum is taken term by term.
const LONGEST: f64 = 2000.0;

/// `(x/2)^ν/Γ(ν+1) Σ (sign x²/4)^k/(k! (ν+1)_k)`: J for `sign` -1, I for 1; ν no negative integer.
pub(super) fn series(order: f64, x: f64, sign: f64) -> Scaled {
    let square = Twofold::product(x, x) * (0.25 * sign);
    let (mut term, mut sum, mut scale) = (Twofold::ONE, Twofold::ONE, 0);
    let mut k = 1.0;
    while k < 30_000.0 {
        term = term * square / (Twofold::sum(order, k) * k);
        sum = sum + term;
        let falling = k > -order && 2.0 * square.upper() < k * (order + k).abs();
        if falling && term.upper() <= 1e-34 * sum.hi.abs() {
            break;
        }
        // Where the sum may be 0, the largest terms decide.
        if falling && term.upper() < 1e-40 {
            break;
        }
        if term.hi.abs() > 1e200 {
            term = term.scale(-600);
            sum = sum.scale(-600);
            scale += 600;
        }
        k += 1.0;
    }
    let sum = sum.widened(2.0 * term.upper());
    let Scaled { factor, power } = half_power(order, x);
    Scaled {
        factor: factor * sum,
        power: power.saturating_add(scale),
    }
}

/// `(x/2)^ν/Γ(ν+1)`.
pub(super) fn half_power(order: f64, x: f64) -> Scaled {
    GammaProduct::new()
        .power(ln_half(x), Twofold::exact(order))
        .over_gamma(Twofold::sum(order, 1.0))
        .scaled()
}

/// `ln(x/2)`.
pub(super) fn ln_half(x: f64) -> Twofold {
    Twofold::exact(x).ln() - LN_2
}

/// Hankel's P and Q: `Σ (-1)^k a_2k/x^2k` and `Σ (-1)^k a_(2k+1)/x^(2k+1)`. Their errors are less
/// than the first terms left out, once as many are taken as half the order (DLMF 10.17(iii)).
fn hankel(order: f64, x: f64) -> (Twofold, Twofold) {
    let square = Twofold::product(order, order) * 4.0;
    let (mut p, mut q, mut term) = (Twofold::ONE, Twofold::ZERO, Twofold::ONE);
    let mut k = 1.0;
    let mut turn = 1_u32;
    while k < 100.0 {
        let odd = 2.0 * k - 1.0;
        let next = term * (square - odd * odd) / (Twofold::product(8.0 * k, x));
        let growing = next.upper() > term.upper();
        let enough = k > order + 2.0;
        term = next;
        if enough && (growing || term.upper() < 1e-34) {
            break;
        }
        let signed = if turn & 2 == 0 { term } else { -term };
        if turn & 1 == 0 {
            p = p + signed
        } else {
            q = q + signed
        }
        turn += 1;
        k += 1.0;
    }
    let error = 2.0 * term.upper();
    (p.widened(error), q.widened(error))
}

/// `J` and `Y` by Hankel's series, for `x >= 25` and orders small beside it.
pub(super) fn by_hankel(order: f64, x: f64) -> (Twofold, Twofold) {
    let (p, q) = hankel(order, x);
    let (sin_x, cos_x) = Twofold::exact(x).sin_cos();
    let (sin_shift, cos_shift) = (Twofold::exact(order).half() + 0.25).sin_cos_pi();
    let sin = sin_x * cos_shift - cos_x * sin_shift;
    let cos = cos_x * cos_shift + sin_x * sin_shift;
    let amplitude = (Twofold::exact(2.0) / (PI * x)).sqrt();
    (
        (p * cos - q * sin) * amplitude,
        (p * sin + q * cos) * amplitude,
    )
}

/// `J` and `Y` for `order >= 0` and `x > 25`.
fn far(order: f64, x: f64) -> (Scaled, Scaled) {
    if order <= 2.0 || order * order <= 4.0 * x {
        let (j, y) = by_hankel(order, x);
        return (Scaled::from(j), Scaled::from(y));
    }
    if let Some((j, y)) = recurred(order, x) {
        return (j, y);
    }
    // |J| <= 1, and |J| <= (x/2)^ν/Γ(ν+1) (DLMF 10.14.1, 10.14.4).
    let Scaled { factor, power } = half_power(order, x);
    let tiny = Scaled {
        factor: Twofold::ZERO.widened(factor.upper()),
        power,
    };
    let j = if power < -2 {
        tiny
    } else {
        Scaled::from(Twofold::ZERO.widened(1.0))
    };
    (j, Scaled::from(Twofold::unknown(0.0)))
}

/// `J_ν(x)` for `x > 0`, ν not a negative integer.
fn j_positive(order: f64, x: f64) -> Scaled {
    if x <= NEAR || order > x && x < 50.0 {
        return series(order, x, -1.0);
    }
    if order >= 0.0 {
        return far(order, x).0;
    }
    let (j, y) = far(-order, x);
    let (sin, cos) = Twofold::exact(-order).sin_cos_pi();
    Scaled::from(j.value() * cos - y.value() * sin)
}

/// `(-1)^n` for a whole number.
pub(super) fn parity(n: f64) -> f64 {
    if n % 2.0 == 0.0 { 1.0 } else { -1.0 }
}

/// `J_ν(x)`, for real ν and `x >= 0`, and for negative `x` where ν is a whole number.
///
/// ```
/// use partials_numeric::special::besselj;
/// assert!((besselj(0.0, 1.0).value - 0.7651976865579666).abs() < 2e-16);
/// ```
pub fn besselj(order: f64, x: f64) -> Estimate {
    let whole = order.floor() == order;
    if !order.is_finite() || x.is_nan() || x < 0.0 && !whole {
        return Estimate::UNDEFINED;
    }
    if x == 0.0 && order < 0.0 && !whole {
        return Estimate::UNDEFINED;
    }
    if x.is_infinite() {
        return Estimate {
            value: 0.0,
            error: 0.0,
        };
    }
    if x == 0.0 {
        return Estimate {
            value: if order == 0.0 { 1.0 } else { 0.0 },
            error: 0.0,
        };
    }
    let sign = if whole && (order < 0.0) != (x < 0.0) {
        parity(order)
    } else {
        1.0
    };
    let order = if whole { order.abs() } else { order };
    j_positive(order, x.abs())
        .times(Twofold::exact(sign))
        .estimate()
}

/// The three sums of `Y_n` and `K_n` for a whole order (DLMF 10.8.1, 10.31.1): with `sign` -1 for
/// Y and 1 for K, `Σ (n-k-1)!/k! (-sign x²/4)^k` below n, over `(n-1)!`, and
/// `Σ (ψ(k+1)+ψ(n+k+1)) (sign x²/4)^k n!/(k!(n+k)!)`.
pub(super) fn whole_order_sums(n: f64, x: f64, sign: f64) -> (Twofold, Twofold) {
    let square = Twofold::product(x, x) * 0.25;
    let (mut finite, mut term) = (Twofold::ZERO, Twofold::ONE);
    let mut k = 0.0;
    while k < n {
        finite = finite + term;
        k += 1.0;
        if k < n {
            term = term * square * -sign / (k * (n - k));
        }
    }
    let mut psi = -(EULER * 2.0);
    let mut m = 1.0;
    while m <= n {
        psi = psi + Twofold::exact(m).reciprocal();
        m += 1.0;
    }
    let (mut endless, mut power, mut k) = (psi, Twofold::ONE, 0.0);
    while k < 300.0 {
        k += 1.0;
        power = power * square * sign / (k * (n + k));
        psi = psi + Twofold::exact(k).reciprocal() + Twofold::exact(n + k).reciprocal();
        let term = power * psi;
        endless = endless + term;
        if k * (n + k) > 2.0 * square.hi && term.upper() < 1e-36 {
            break;
        }
    }
    (finite, endless.widened(1e-35))
}

/// `Y_n(x)` for a whole order and small `x`.
fn y_whole(n: f64, x: f64) -> Scaled {
    let (finite, endless) = whole_order_sums(n, x, -1.0);
    let j = series(n, x, -1.0);
    let log = ln_half(x);
    let regular = j.times(log * 2.0 / PI).value() - half_power(n, x).times(endless / PI).value();
    if n == 0.0 {
        return Scaled::from(regular);
    }
    // (n-1)! (2/x)^n = 1/(n (x/2)^n/n!).
    let singular = Scaled::from(-finite / (PI * n)).over(half_power(n, x));
    sum_of(singular, regular)
}

/// The sum of a number that may be very large and one that is not.
pub(super) fn sum_of(large: Scaled, ordinary: Twofold) -> Scaled {
    if large.power > 800 {
        return Scaled {
            factor: large.factor.widened(1e-60 * ordinary.upper()),
            ..large
        };
    }
    Scaled::from(large.value() + ordinary)
}

/// `Y_ν(x)` for `0 < x <= 25`.
fn y_near(order: f64, x: f64) -> Scaled {
    if order.floor() == order {
        return y_whole(order, x);
    }
    if order.abs() < 1e-20 {
        // The derivative in the order is -π/2 J_0 at 0, the second far below 1e7.
        let near = y_whole(0.0, x);
        return Scaled {
            factor: near.factor.widened(2.0 * order.abs()),
            ..near
        };
    }
    let (sin, cos) = Twofold::exact(order).sin_cos_pi();
    let plus = series(order, x, -1.0);
    let minus = series(-order, x, -1.0);
    sum_of(
        minus.times(-sin.reciprocal()),
        plus.times(cos / sin).value(),
    )
}

/// `Y_ν(x)` for real ν and `x > 0`.
///
/// ```
/// use partials_numeric::special::bessely;
/// assert!((bessely(0.0, 1.0).value - 0.08825696421567697).abs() < 1e-16);
/// ```
pub fn bessely(order: f64, x: f64) -> Estimate {
    if !order.is_finite() || x.is_nan() || x <= 0.0 {
        return Estimate::UNDEFINED;
    }
    if x.is_infinite() {
        return Estimate {
            value: 0.0,
            error: 0.0,
        };
    }
    let whole = order.floor() == order;
    let sign = if whole && order < 0.0 {
        parity(order)
    } else {
        1.0
    };
    let order = if whole { order.abs() } else { order };
    if x <= NEAR && order.abs() <= LONGEST {
        let y = if order < 0.0 {
            y_negative(order, x)
        } else {
            y_near(order, x)
        };
        return y.times(Twofold::exact(sign)).estimate();
    }
    if order >= 0.0 {
        return far(order, x).1.times(Twofold::exact(sign)).estimate();
    }
    let (j, y) = far(-order, x);
    let (sin, cos) = Twofold::exact(-order).sin_cos_pi();
    sum_of(y.times(cos), j.value() * sin).estimate()
}

/// `Y_-ν = cos νπ Y_ν + sin νπ J_ν` for a broken order.
fn y_negative(order: f64, x: f64) -> Scaled {
    let (sin, cos) = Twofold::exact(-order).sin_cos_pi();
    let j = series(-order, x, -1.0).times(sin).value();
    sum_of(y_near(-order, x).times(cos), j)
}
