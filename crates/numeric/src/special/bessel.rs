//! Bessel's functions J and Y of real order.
//!
//! The power series (DLMF 10.2.2, 10.8.1) up to 25, Hankel's asymptotic series (DLMF 10.17) from
//! there on while the order is small beside the argument, and for larger orders the recurrence
//! upwards (see `bessel_orders.rs`). Negative orders are reflected (DLMF 10.4.6).

use super::Estimate;
use super::ball::Ball;
use super::ball_elementary::{Scaled, exp, ln, sin_cos, sin_cos_pi};
use super::bessel_orders::recurred;
use super::constants::{EULER, PI};
use super::gamma::{gamma_scaled, ln_gamma};

/// Up to here the power series loses no more than eleven digits of 32.
const NEAR: f64 = 25.0;
/// The largest whole order whose finite sum is taken term by term.
const LONGEST: f64 = 2000.0;

/// `(x/2)^ν/Γ(ν+1) Σ (sign x²/4)^k/(k! (ν+1)_k)`: J for `sign` -1, I for 1; ν no negative integer.
pub(super) fn series(order: f64, x: f64, sign: f64) -> Scaled {
    let square = Ball::product(x, x) * (0.25 * sign);
    let (mut term, mut sum, mut scale) = (Ball::ONE, Ball::ONE, 0);
    let mut k = 1.0;
    while k < 30_000.0 {
        term = term * square / (Ball::sum(order, k) * k);
        sum = sum + term;
        let falling = k > -order && 2.0 * square.magnitude() < k * (order + k).abs();
        if falling && term.magnitude() <= 1e-34 * sum.value().abs() {
            break;
        }
        // Where the sum may be 0, the largest terms decide.
        if falling && term.magnitude() < 1e-40 {
            break;
        }
        if term.value().abs() > 1e200 {
            term = term.scaled(-600);
            sum = sum.scaled(-600);
            scale += 600;
        }
        k += 1.0;
    }
    let sum = sum.widened(2.0 * term.magnitude());
    let Scaled { ball, power } = half_power(order, x);
    Scaled {
        ball: ball * sum,
        power: power.saturating_add(scale),
    }
}

/// `(x/2)^ν/Γ(ν+1)`.
fn half_power(order: f64, x: f64) -> Scaled {
    let log = ln(Ball::exact(x)) - ln(Ball::exact(2.0));
    if order >= 0.0 {
        return exp(log * order - ln_gamma(Ball::sum(order, 1.0)));
    }
    let over = exp(log * order);
    let under = gamma_scaled(Ball::sum(order, 1.0));
    Scaled {
        ball: over.ball / under.ball,
        power: over.power.saturating_sub(under.power),
    }
}

/// Hankel's P and Q: `Σ (-1)^k a_2k/x^2k` and `Σ (-1)^k a_(2k+1)/x^(2k+1)`. Their errors are less
/// than the first terms left out, once as many are taken as half the order (DLMF 10.17(iii)).
fn hankel(order: f64, x: f64) -> (Ball, Ball) {
    let square = Ball::product(order, order) * 4.0;
    let (mut p, mut q, mut term) = (Ball::ONE, Ball::ZERO, Ball::ONE);
    let mut k = 1.0;
    let mut turn = 1_u32;
    while k < 100.0 {
        let odd = 2.0 * k - 1.0;
        let next = term * (square - odd * odd) / (Ball::product(8.0 * k, x));
        let growing = next.magnitude() > term.magnitude();
        let enough = k > order + 2.0;
        term = next;
        if enough && (growing || term.magnitude() < 1e-34) {
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
    let error = 2.0 * term.magnitude();
    (p.widened(error), q.widened(error))
}

/// `J` and `Y` by Hankel's series, for `x >= 25` and orders small beside it.
pub(super) fn by_hankel(order: f64, x: f64) -> (Ball, Ball) {
    let (p, q) = hankel(order, x);
    let (sin_x, cos_x) = sin_cos(Ball::exact(x));
    let (sin_shift, cos_shift) = sin_cos_pi(Ball::exact(order).half() + 0.25);
    let sin = sin_x * cos_shift - cos_x * sin_shift;
    let cos = cos_x * cos_shift + sin_x * sin_shift;
    let amplitude = (Ball::exact(2.0) / (Ball::constant(PI) * x)).sqrt();
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
    let Scaled { ball, power } = half_power(order, x);
    let tiny = Scaled {
        ball: Ball::ZERO.widened(ball.magnitude()),
        power,
    };
    let j = if power < -2 {
        tiny
    } else {
        Scaled::from(Ball::ZERO.widened(1.0))
    };
    (j, Scaled::from(Ball::unknown(0.0)))
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
    let (sin, cos) = sin_cos_pi(Ball::exact(-order));
    Scaled::from(j.to_ball() * cos - y.to_ball() * sin)
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
        .times(Ball::exact(sign))
        .estimate()
}

/// The three sums of `Y_n` and `K_n` for a whole order (DLMF 10.8.1, 10.31.1): with `sign` -1 for
/// Y and 1 for K, `Σ (n-k-1)!/k! (-sign x²/4)^k` below n, over `(n-1)!`, and
/// `Σ (ψ(k+1)+ψ(n+k+1)) (sign x²/4)^k n!/(k!(n+k)!)`.
pub(super) fn whole_order_sums(n: f64, x: f64, sign: f64) -> (Ball, Ball) {
    let square = Ball::product(x, x) * 0.25;
    let (mut finite, mut term) = (Ball::ZERO, Ball::ONE);
    let mut k = 0.0;
    while k < n {
        finite = finite + term;
        k += 1.0;
        if k < n {
            term = term * square * -sign / (k * (n - k));
        }
    }
    let mut psi = -(Ball::constant(EULER) * 2.0);
    let mut m = 1.0;
    while m <= n {
        psi = psi + Ball::exact(m).reciprocal();
        m += 1.0;
    }
    let (mut endless, mut power, mut k) = (psi, Ball::ONE, 0.0);
    while k < 300.0 {
        k += 1.0;
        power = power * square * sign / (k * (n + k));
        psi = psi + Ball::exact(k).reciprocal() + Ball::exact(n + k).reciprocal();
        let term = power * psi;
        endless = endless + term;
        if k * (n + k) > 2.0 * square.value() && term.magnitude() < 1e-36 {
            break;
        }
    }
    (finite, endless.widened(1e-35))
}

/// `Y_n(x)` for a whole order and small `x`.
fn y_whole(n: f64, x: f64) -> Scaled {
    let (finite, endless) = whole_order_sums(n, x, -1.0);
    let j = series(n, x, -1.0);
    let log = ln(Ball::exact(x)) - ln(Ball::exact(2.0));
    let pi = Ball::constant(PI);
    let regular =
        j.times(log * 2.0 / pi).to_ball() - half_power(n, x).times(endless / pi).to_ball();
    if n == 0.0 {
        return Scaled::from(regular);
    }
    // (n-1)! (2/x)^n = 1/(n (x/2)^n/n!).
    let Scaled { ball, power } = half_power(n, x);
    let singular = Scaled {
        ball: -(finite / (ball * n * pi)),
        power: power.saturating_neg(),
    };
    sum_of(singular, regular)
}

/// The sum of a number that may be very large and one that is not.
pub(super) fn sum_of(large: Scaled, ordinary: Ball) -> Scaled {
    if large.power > 800 {
        let ball = large.ball;
        return Scaled {
            ball: ball.widened(1e-60 * ordinary.magnitude()),
            ..large
        };
    }
    Scaled::from(large.to_ball() + ordinary)
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
            ball: near.ball.widened(2.0 * order.abs()),
            ..near
        };
    }
    let (sin, cos) = sin_cos_pi(Ball::exact(order));
    let plus = series(order, x, -1.0);
    let minus = series(-order, x, -1.0);
    sum_of(
        minus.times(-sin.reciprocal()),
        plus.times(cos / sin).to_ball(),
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
        return y.times(Ball::exact(sign)).estimate();
    }
    if order >= 0.0 {
        return far(order, x).1.times(Ball::exact(sign)).estimate();
    }
    let (j, y) = far(-order, x);
    let (sin, cos) = sin_cos_pi(Ball::exact(-order));
    sum_of(y.times(cos), j.to_ball() * sin).estimate()
}

/// `Y_-ν = cos νπ Y_ν + sin νπ J_ν` for a broken order.
fn y_negative(order: f64, x: f64) -> Scaled {
    let (sin, cos) = sin_cos_pi(Ball::exact(-order));
    let j = series(-order, x, -1.0).times(sin).to_ball();
    sum_of(y_near(-order, x).times(cos), j)
}
