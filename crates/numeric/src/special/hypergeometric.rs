//! Gauss's hypergeometric function ₂F₁ for real arguments.
//!
//! For `x < 1` one of six linear transformations (DLMF 15.8(i)) brings the argument of a power
//! series below 1/2 in modulus. They are tried in the order of their cost until one has a small
//! error bound; where none has, Euler's integral is. Where the transformation has a removable
//! singularity in the parameters (`a − b` or `c − a − b` an integer, or nearly), it is evaluated at
//! displaced values of `b` and interpolated across the singularity: ₂F₁ is an entire function
//! of `b`.

use super::estimate::Estimate;
use super::euler_integral::EulerIntegral;
use super::gamma::is_pole;
use super::gamma_product::GammaProduct;
use super::gauss_routes::Gauss;
use super::twofold::Twofold;

/// A bound this small, in proportion to the value, ends the search.
const GOOD: f64 = 1e-18;
/// Beyond this, Euler's integral is tried too.
const POOR: f64 = 1e-15;
/// Longer polynomials are not summed directly.
const LONGEST_POLYNOMIAL: f64 = 2000.0;

/// `₂F₁(a, b; c; x) = Σ (a)ₖ(b)ₖ/(c)ₖ · xᵏ/k!`, continued to `x < 1` (DLMF 15.2.1).
///
/// Beyond `x = 1` the function is complex and undefined here, unless it is a polynomial (`a` or `b`
/// is 0, −1, …) or rational. At `x = 1` it is finite for `c − a − b > 0` (DLMF 15.4.20). For `c` one
/// of 0, −1, … it exists where the series ends before the pole.
///
/// ```
/// use partials_numeric::special::hyp2f1;
/// let f = hyp2f1(1.0, 1.0, 2.0, -1.0);
/// assert!((f.value - std::f64::consts::LN_2).abs() <= f.error + 1e-16);
/// ```
pub fn hyp2f1(a: f64, b: f64, c: f64, x: f64) -> Estimate {
    if !(a.is_finite() && b.is_finite() && c.is_finite()) || x.is_nan() {
        return Estimate::UNDEFINED;
    }
    if a == 0.0 || b == 0.0 || x == 0.0 && !is_pole(c) {
        return Estimate {
            value: 1.0,
            error: 0.0,
        };
    }
    if x.is_infinite() {
        let vanishes = x < 0.0 && a > 0.0 && b > 0.0 && !is_pole(c);
        return if vanishes {
            Estimate {
                value: 0.0,
                error: 0.0,
            }
        } else {
            Estimate::UNDEFINED
        };
    }
    let (ta, tb, tc) = (Twofold::exact(a), Twofold::exact(b), Twofold::exact(c));
    match gauss(ta, tb, tc, Twofold::exact(x)) {
        Value::Finite(value) => value.estimate(),
        Value::Infinite(sign) => Estimate {
            value: sign * f64::INFINITY,
            error: f64::INFINITY,
        },
        Value::Undefined => Estimate::UNDEFINED,
    }
}

/// What a hypergeometric function is at a point.
pub(super) enum Value {
    Finite(Twofold),
    /// With a sign.
    Infinite(f64),
    Undefined,
}

/// ₂F₁ for parameters that need not be doubles.
pub(super) fn gauss(a: Twofold, b: Twofold, c: Twofold, x: Twofold) -> Value {
    let function = Gauss::new(a, b, c, x);
    let degree = [a, b]
        .iter()
        .filter(|p| p.is_nonpositive_integer())
        .map(|p| -p.hi)
        .fold(f64::INFINITY, f64::min);
    if c.is_nonpositive_integer() && degree > -c.hi {
        return Value::Undefined;
    }
    let rest = function.complement.hi;
    if degree <= LONGEST_POLYNOMIAL && (rest <= 0.0 || c.is_nonpositive_integer()) {
        return Value::Finite(function.direct());
    }
    if rest > 0.0 {
        return Value::Finite(search(&function, degree <= LONGEST_POLYNOMIAL));
    }
    if rest == 0.0 {
        at_one(&function)
    } else {
        beyond_one(&function)
    }
}

/// Tries the routes in turn and keeps the one with the least bound.
fn search(function: &Gauss, polynomial: bool) -> Twofold {
    let mut best = Twofold::UNKNOWN;
    for route in function.routes(polynomial) {
        best = best.better(route(function));
        if best.relative_radius() < GOOD {
            return best;
        }
    }
    if best.relative_radius() < POOR || polynomial {
        return best;
    }
    let Gauss { a, b, c, x, .. } = *function;
    for (start, power) in [(a, b), (b, a)] {
        if (c - start).is_nonpositive_integer() {
            continue;
        }
        let integral = EulerIntegral {
            a: start,
            c,
            b: [power, Twofold::ZERO],
            x: [x, Twofold::ZERO],
        };
        best = best.better(integral.normalized());
    }
    best
}

/// Gauss's sum: `Γ(c)Γ(c−a−b)/(Γ(c−a)Γ(c−b))`.
fn at_one(function: &Gauss) -> Value {
    let Gauss { a, b, c, .. } = *function;
    let excess = function.excess();
    if excess.is_positive() {
        let product = GammaProduct::new().gamma(c).gamma(excess);
        return Value::Finite(product.over_gamma(c - a).over_gamma(c - b).value());
    }
    // Γ(c)/(Γ(a)Γ(b)) times a power or a logarithm that tends to +∞.
    let sign = GammaProduct::new()
        .gamma(c)
        .over_gamma(a)
        .over_gamma(b)
        .sign();
    if sign == 0.0 {
        Value::Undefined
    } else {
        Value::Infinite(sign)
    }
}

/// `(1−x)^{c−a−b}` times a polynomial, or nothing real.
fn beyond_one(function: &Gauss) -> Value {
    let Gauss { a, b, c, .. } = *function;
    let excess = function.excess();
    let ends = (c - a).is_nonpositive_integer() || (c - b).is_nonpositive_integer();
    if !ends || !excess.is_integer() || excess.hi.abs() > LONGEST_POLYNOMIAL {
        return Value::Undefined;
    }
    let power = function.complement.powi(excess.hi.abs() as u32);
    let series = function.euler_series();
    Value::Finite(if excess.hi < 0.0 {
        series / power
    } else {
        series * power
    })
}
